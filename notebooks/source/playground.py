# ---
# cnnlab:
#   kind: playground
#   title:
#     es: "Zona de juegos: los filtros en tus manos"
#     en: "Playground: filters in your hands"
#   topics:
#     es: [cambiar un filtro y ver el mapa al instante, "paso a paso, píxeles, un detector de X, pooling, una red por capas"]
#     en: [changing a filter and seeing the map at once, "step by step, pixels, an X detector, pooling, a network layer by layer"]
# ---

# %% [markdown] lang="es"
# Escoge una celda del **núcleo**, con un clic o con <kbd>Tab</kbd> y las flechas, y cambia su número:
# escríbelo, o mueve el control deslizante. El **mapa de características** cambia al mismo tiempo que
# tu mano. Pasa el puntero por el mapa, o recórrelo con las flechas, y verás de qué parche de la
# imagen y de qué productos sale cada número.
#
# Fíjate en los bordes: ¿cuáles se encienden, y cuáles se apagan si cambias todos los signos? ¿Qué
# queda de una pared lisa cuando los números del núcleo suman 0? ¿Y qué núcleo deja la imagen igual?

# %% [markdown] lang="en"
# Choose a cell of the **kernel**, with a click or with <kbd>Tab</kbd> and the arrow keys, and change
# its number: type it, or move the slider. The **feature map** changes together with your hand. Move
# the pointer over the map, or walk over it with the arrow keys, and you see from which patch of the
# image, and from which products, each number comes.
#
# Watch the edges: which ones light up, and which go out if you change every sign? What is left of a
# plain wall when the kernel's numbers add up to 0? And which kernel leaves the image as it is?

# %%
from cnnlab import images
from cnnlab.widgets import FilterExplorer

explorer = FilterExplorer(images.to_grey(images.photo("grace_hopper")), "sobel_x")
explorer

# %% [markdown] lang="es" tags=["notebook-only"]
# Lo que haces con la mano queda también en Python. Cambia algo arriba y ejecuta esta celda:

# %% [markdown] lang="en" tags=["notebook-only"]
# What your hand does is in Python as well. Change something above, and run this cell:

# %% tags=["notebook-only"]
print(explorer.kernel)
explorer.feature_map

# %% [markdown] lang="es"
# ## Una convolución, paso a paso
#
# Avanza posición por posición, o marca «Predecir las sumas» y escribe cada número antes de verlo. La
# imagen y el núcleo también se pueden cambiar.

# %% [markdown] lang="en"
# ## A convolution, step by step
#
# Go from position to position, or tick "Predict the sums" and write each number before you see it.
# The image and the kernel can be changed as well.

# %%
from cnnlab.widgets import ConvolutionStepper

ConvolutionStepper()

# %% [markdown] lang="es"
# ## Una foto y sus números
#
# Arrastra el recuadro y hazlo pequeño hasta ver los números. Separa los canales, cambia el
# contraste, ponle un umbral; cambia un píxel y busca el punto en la foto. También puedes abrir una
# foto tuya: no sale de tu computador.

# %% [markdown] lang="en"
# ## A photo and its numbers
#
# Drag the frame, and make it small until you see the numbers. Take the channels apart, change the
# contrast, set a threshold; change one pixel and find the dot in the photo. You can open a photo of
# your own too: it does not leave your computer.

# %%
from cnnlab.widgets import PixelExplorer

PixelExplorer()

# %% [markdown] lang="es"
# ## ¿Es una X?
#
# Dibuja en la cuadrícula. Tres filtros buscan las partes de una X y, si cada uno pasa su umbral, el
# veredicto es X. ¿Puedes dibujar una X que no encuentre? ¿Y algo que lo engañe?

# %% [markdown] lang="en"
# ## Is it an X?
#
# Draw on the grid. Three filters look for the parts of an X, and if each of them passes its threshold,
# the verdict is X. Can you draw an X that it misses? And something that fools it?

# %%
from cnnlab.widgets import XDetector

XDetector()

# %% [markdown] lang="es"
# ## Hacer más pequeño un mapa
#
# Tres maneras de reducir el mismo mapa. Desplázalo un píxel: ¿cuál cambia menos?

# %% [markdown] lang="en"
# ## Making a map smaller
#
# Three ways to shrink the same map. Shift it by one pixel: which one changes least?

# %%
from cnnlab.widgets import PoolingExplorer

PoolingExplorer()

# %% [markdown] lang="es"
# ## ¿Dónde deja de funcionar un detector?
#
# Una regla hecha a mano mira el centro y las diagonales, y decide si es una X. Mueve un control: ¿desde qué
# ángulo, qué tamaño, cuánta luz deja de acertar?

# %% [markdown] lang="en"
# ## Where does a detector stop working?
#
# A rule made by hand looks at the centre and the diagonals, and decides whether it is an X. Move a slider:
# from which angle, which size, how little light on does it go wrong?

# %%
from cnnlab.widgets import VariationExplorer

VariationExplorer()

# %% [markdown] lang="es"
# ## Arma una red, capa por capa
#
# Agrega, quita y reordena capas. Cada una dice qué forma sale y por qué, cuántos parámetros tiene y
# cuánto trabajo da. Haz clic en una unidad y verás qué parte de la foto ve.

# %% [markdown] lang="en"
# ## Build a network, layer by layer
#
# Add layers, remove them, put them in another order. Each says which shape comes out and why, how many
# parameters it has and how much work it makes. Click on a unit and you see which part of the photo it
# sees.

# %%
from cnnlab.widgets import ArchitectureExplorer

ArchitectureExplorer()
