# ---
# cnnlab:
#   kind: playground
#   title:
#     es: "Zona de juegos: un filtro en tus manos"
#     en: "Playground: a filter in your hands"
#   topics:
#     es: [cambiar un filtro número por número y ver qué cambia en el mapa]
#     en: [changing a filter number by number and seeing what changes in the map]
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
