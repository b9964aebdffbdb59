# ---
# cnnlab:
#   title:
#     es: Los píxeles son números
#     en: Pixels as numbers
#   minutes: 60
#   topics:
#     es: [la imagen como tabla de números, color y canales, aritmética con píxeles, clasificación y regresión]
#     en: [an image as a table of numbers, colour and channels, arithmetic with pixels, classification and regression]
# ---

# %% [markdown] lang="es"
# Donde tú ves una cara, el computador recibe una tabla de números. Todo lo que haga después, desde
# aclarar una foto hasta reconocer a quién muestra, será aritmética con esos números.
#
# **Al terminar podrás**
#
# - leer cualquier píxel y decir qué forma tiene una imagen gris o de color;
# - pasar de color a gris y explicar por qué el verde pesa más;
# - aclarar una imagen, invertirla y separarla con un umbral sin que sus números se desborden;
# - distinguir clasificación de regresión, y medir ambas con honestidad.
#
# **Qué necesitas:** saber que `print` muestra cosas en la pantalla. Nada más.
#
# Cuando leas **Predice**, escribe tu respuesta *antes* de ejecutar. Equivocarse no cuesta nada, y
# lo que sorprende es lo que se recuerda.

# %% [markdown] lang="en"
# Where you see a face, the computer receives a table of numbers. Everything it does next, from
# brightening a photo to recognising who is in it, will be arithmetic with those numbers.
#
# **By the end you will**
#
# - read any pixel, and tell the shape of a grey or a colour image;
# - turn colour into grey and explain why green weighs most;
# - brighten, invert and threshold an image without letting its numbers overflow;
# - tell classification from regression, and measure both honestly.
#
# **What you need:** to know that `print` shows things on the screen. Nothing else.
#
# Where it says **Predict**, write your answer *before* you run the cell. A wrong answer costs
# nothing, and what surprises you is what you remember.

# %% [markdown] lang="es"
# Para ejecutar una celda, haz clic en ella y presiona <kbd>Shift</kbd> + <kbd>Enter</kbd>. Empieza
# por estas dos. La segunda trae las herramientas: `np` es NumPy, la biblioteca con la que Python
# calcula con tablas; `images`, `plots` y `compare` son de este curso. `compare` pondrá tus
# predicciones junto a los resultados.

# %% [markdown] lang="en"
# To run a cell, click on it and press <kbd>Shift</kbd> + <kbd>Enter</kbd>. Start with these two.
# The second brings the tools: `np` is NumPy, the library with which Python calculates with tables;
# `images`, `plots` and `compare` belong to this course. `compare` will put your predictions beside
# the results.

# %% [markdown]
# <!-- language-cell -->

# %%
import numpy as np

from cnnlab import exercises, images, plots, widgets
from cnnlab.exercises import compare

# %% [markdown] lang="es"
# ## 1. Una imagen sin verla
#
# Esta imagen tiene 16 filas y 12 columnas. No la dibujes todavía: recíbela como la recibe el
# computador.

# %% [markdown] lang="en"
# ## 1. An image, unseen
#
# This image has 16 rows and 12 columns. Don't draw it yet: receive it as the computer does.

# %%
portrait = images.portrait()
print(portrait)

# %% [markdown] lang="es"
# Cada número es un **píxel**: cuánta luz hay en un cuadrito de la imagen. **0 es negro, 255 es
# blanco** y los demás son grises.
#
# Filas y columnas se cuentan desde 0, a partir de la esquina superior izquierda, y la fila va
# primero: `portrait[3, 0]` es el píxel de la fila 3, columna 0. Búscalo en la tabla: vale 206.

# %% [markdown] lang="en"
# Each number is a **pixel**: how much light there is in one little square of the image. **0 is
# black, 255 is white**, and the others are greys.
#
# Rows and columns are counted from 0, starting at the upper left corner, and the row comes first:
# `portrait[3, 0]` is the pixel in row 3, column 0. Find it in the table: its value is 206.

# %%
# NBVAL_CHECK_OUTPUT
print(portrait[3, 0])

# %% [markdown] lang="es"
# **Predice 1.** Dos píxeles de la tabla son completamente negros. ¿En qué fila y columna están? Cambia
# los `...` por tu respuesta, de arriba abajo, escrita así: `[(3, 0), (8, 2)]`. De paso, mira dónde
# se juntan los números pequeños: ¿qué crees que muestra la imagen?

# %% [markdown] lang="en"
# **Predict 1.** Two pixels of the table are completely black. Which row and column are they in? Replace
# the `...` with your answer, from top to bottom, written like this: `[(3, 0), (8, 2)]`. While you
# look, see where the small numbers gather: what do you think the image shows?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [(13, 7), (14, 4)]

# %%
# NBVAL_CHECK_OUTPUT
darkest = np.argwhere(portrait == portrait.min())
compare(prediction, darkest.tolist())

# %% [markdown] lang="es"
# Buscaste entre 192 números; el computador también los lee uno por uno, solo que más
# rápido. Ahora pinta cada cuadrito del gris que dice su número.

# %% [markdown] lang="en"
# You searched among 192 numbers; the computer reads them one by one too, only faster. Now paint each
# little square with the grey that its number says.

# %%
plots.numbers(portrait)

# %% [markdown] lang="es"
# Sin los números encima se ve mejor. Aléjate un poco de la pantalla o entrecierra los ojos.

# %% [markdown] lang="en"
# It is easier without the numbers. Move away from the screen a little, or half close your eyes.

# %%
plots.image(portrait)

# %%
# NBVAL_CHECK_OUTPUT
print(portrait.shape, portrait.size)

# %% [markdown] lang="es"
# Es una cara: pelo en las filas 1 a 3, dos ojos en la fila 7, barba abajo. Es un retrato de Abraham
# Lincoln hecho con 192 píxeles [1]. `shape` es la forma de la tabla, (filas, columnas); `size`,
# cuántos números contiene: 16 × 12 = 192.
#
# La cara la pusiste tú. En la tabla, en los cuadritos y en la imagen están **los mismos 192
# números**, y son lo único que el computador recibe.

# %% [markdown] lang="en"
# It is a face: hair in rows 1 to 3, two eyes in row 7, a beard below. It is a portrait of Abraham
# Lincoln made of 192 pixels [1]. `shape` is the shape of the table, (rows, columns); `size` is how
# many numbers it holds: 16 × 12 = 192.
#
# The face came from you. The table, the squares and the picture hold **the same 192 numbers**, and
# they are all that the computer receives.

# %% [markdown] lang="es"
# ## 2. ¿Por qué un píxel no puede valer 256?
#
# Las diapositivas de la clase traen esta tabla dos veces, y verás dos números distintos de los
# nuestros: un 256 en la fila 3, columna 0, de la primera copia, y un 292 en la fila 14, columna 1,
# de las dos. Son erratas, y aquí están corregidas: 206 y 202, como en la fuente del retrato [1]. Se
# descubren aun sin ver la fuente, porque **ningún píxel de este tipo puede valer 256 ni 292**. El
# tipo se llama `dtype`:

# %% [markdown] lang="en"
# ## 2. Why can't a pixel be 256?
#
# The slides of the lecture show this table twice, and you will see two numbers that differ from ours:
# a 256 in row 3, column 0, of the first copy, and a 292 in row 14, column 1, of both. They are
# misprints, corrected here to 206 and 202, as in the source of the portrait [1]. You can tell even
# without seeing the source, because **no pixel of this type can be 256 or 292**. The type is called
# `dtype`:

# %%
# NBVAL_CHECK_OUTPUT
print(portrait.dtype, 2**8)

# %% [markdown] lang="es"
# `uint8` es un entero (*int*) sin signo (*u*, por *unsigned*) guardado en 8 bits. Un bit es un 0 o
# un 1, así que 8 bits forman 2⁸ = 256 combinaciones. Como la primera es 0, la última es 255: **el
# intervalo [0, 255] tiene 256 números, pero no contiene el 256**.
#
# **Predice 2.** ¿Y si metemos 256 y 292 a la fuerza en 8 bits? Escribe los dos números que crees
# que quedan, por ejemplo `(255, 255)`.

# %% [markdown] lang="en"
# `uint8` is an integer (*int*) without a sign (*u*, unsigned) kept in 8 bits. A bit is a 0 or a 1,
# so 8 bits make 2⁸ = 256 combinations. As the first one is 0, the last one is 255: **the range
# [0, 255] has 256 numbers, but 256 is not among them**.
#
# **Predict 2.** And if we force 256 and 292 into 8 bits? Write the two numbers that you think are
# left, for example `(255, 255)`.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = (0, 36)

# %%
# NBVAL_CHECK_OUTPUT
forced = np.array([256, 292]).astype(np.uint8)
compare(prediction, forced.tolist())

# %% [markdown] lang="es"
# Quedan 0 y 36. Es como el contador de kilómetros de un carro viejo: después del último número
# vuelve a empezar. 256 − 256 = 0 y 292 − 256 = 36. Lo peligroso es que **NumPy no avisó**. En la
# sección 6 esto arruinará una foto.

# %% [markdown] lang="en"
# What is left is 0 and 36. It works like the mileage counter of an old car: after the last number
# it starts again. 256 − 256 = 0 and 292 − 256 = 36. The danger is that **NumPy gave no warning**.
# In section 6 this will ruin a photo.

# %% [markdown] lang="es"
# ## 3. Primero la fila, después la columna
#
# En el colegio escribes los puntos como (x, y): primero lo horizontal. En una imagen es al revés:
# `imagen[fila, columna]`, primero lo vertical. **Mezclar los dos órdenes es uno de los errores más
# comunes con imágenes.**
#
# **Predice 3.** `portrait[14, 4]` es negro. ¿Qué dará `portrait[4, 14]`? Responde `"A"`, el mismo
# número; `"B"`, otro número; o `"C"`, un error.

# %% [markdown] lang="en"
# ## 3. The row first, then the column
#
# At school you write points as (x, y): the horizontal first. In an image it is the other way round:
# `image[row, column]`, the vertical first. **Mixing up the two orders is one of the most common
# mistakes with images.**
#
# **Predict 3.** `portrait[14, 4]` is black. What will `portrait[4, 14]` give? Answer `"A"`, the same
# number; `"B"`, another number; or `"C"`, an error.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = "C"

# %% tags=["raises-exception"]
portrait[4, 14]

# %% [markdown] lang="es"
# Un `IndexError`: hay 12 columnas, de la 0 a la 11, y pediste la 14. Los errores se leen por la
# última línea, y este fue un regalo: te avisó. Cuando ambas posiciones existen, nadie avisa:

# %% [markdown] lang="en"
# An `IndexError`: there are 12 columns, from 0 to 11, and you asked for column 14. Read errors from
# their last line; and this one was a gift: it warned you. When both places exist, nobody does:

# %%
# NBVAL_CHECK_OUTPUT
print(portrait[5, 2], portrait[2, 5])

# %% [markdown] lang="es"
# El remedio es una costumbre: **llama `row` y `col` a tus índices**, nunca `x` e `y`.

# %% [markdown] lang="en"
# The remedy is a habit: **call your indices `row` and `col`**, never `x` and `y`.

# %%
# NBVAL_CHECK_OUTPUT
row, col = 14, 4
print(portrait[row, col])

# %% [markdown] lang="es"
# Con `:` se recorta un rectángulo. `6:9` son las filas 6, 7 y 8: **el final no se incluye**, así
# que hay 9 − 6 = 3.

# %% [markdown] lang="en"
# A `:` cuts out a rectangle. `6:9` means rows 6, 7 and 8: **the end is not included**, so there are
# 9 − 6 = 3 of them.

# %%
eyes = portrait[6:9, 2:10]
plots.numbers(eyes)

# %% [markdown] lang="es"
# Son los ojos. La numeración vuelve a empezar en 0, porque el recorte es una imagen nueva de 3
# filas y 8 columnas.

# %% [markdown] lang="en"
# These are the eyes. The numbering starts again at 0, because what you cut out is an image of its
# own, with 3 rows and 8 columns.

# %% [markdown] lang="es"
# ## 4. Una fotografía de verdad
#
# Grace Hopper, matemática y oficial de la Marina de Estados Unidos, mostró en 1952 cómo un
# computador puede armar sus propios programas: uno de los primeros compiladores [2]. Su foto, de
# dominio público, ya está en tu computador, porque viene con Matplotlib.

# %% [markdown] lang="en"
# ## 4. A real photograph
#
# Grace Hopper, a mathematician and officer of the United States Navy, showed in 1952 how a computer
# can put together its own programs: one of the first compilers [2]. Her photograph, in the public
# domain, is already on your computer, because it comes with Matplotlib.

# %%
photo = images.photo("grace_hopper")
plots.image(photo)

# %%
# NBVAL_CHECK_OUTPUT
print(photo.shape, photo.dtype, photo.size)

# %% [markdown] lang="es"
# 600 filas, 512 columnas y 3 números por píxel: uno para el rojo, uno para el verde y uno para el
# azul. En total, 921 600 números.
#
# **Predice 4.** ¿Cuántos números tiene una foto cuadrada de color de 1080 × 1080 píxeles? Puedes
# dejar que Python multiplique por ti: escribe la cuenta.

# %% [markdown] lang="en"
# 600 rows, 512 columns and 3 numbers for each pixel: one for red, one for green and one for blue.
# 921,600 numbers in all.
#
# **Predict 4.** How many numbers are there in a square colour photo of 1080 × 1080 pixels? You may
# let Python multiply for you: write down the product.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 1080 * 1080 * 3

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, np.zeros((1080, 1080, 3)).size)

# %% [markdown] lang="es"
# Casi 3.5 millones: 3 499 200. Recuérdalo cuando, en otra lección, conectes cada número con una
# neurona.
#
# Lo verás escrito como «una imagen es una matriz de números, 1080 × 1080 × 3 si es RGB». Dicho con
# exactitud, una **matriz** solo tiene filas y columnas. Una imagen gris es una matriz (alto ×
# ancho); una imagen RGB es un **arreglo de tres ejes** (alto × ancho × 3).

# %% [markdown] lang="en"
# Almost 3.5 million: 3,499,200. Remember it when, in another lesson, you connect every one of them
# to a neuron.
#
# You will see this written as "an image is a matrix of numbers, 1080 × 1080 × 3 if it is RGB". To
# be exact, a **matrix** has only rows and columns. A grey image is a matrix (height × width); an
# RGB image is an **array with three axes** (height × width × 3).

# %% [markdown] lang="es"
# ### Acércate hasta ver los números
#
# Para leerlos con calma pasamos la foto a gris (la sección 5 explica cómo). Después recortamos la
# cara y, de la cara, 12 × 12 píxeles de un ojo.

# %% [markdown] lang="en"
# ### Zoom in until you see the numbers
#
# To read them in peace we turn the photo grey (section 5 explains how). Then we cut out the face
# and, from the face, 12 × 12 pixels of one eye.

# %%
grey = images.to_grey(photo)
face = grey[140:260, 175:325]
(panel,) = plots.side_by_side(1, height=2.2)
plots.image(face, ax=panel)

# %%
eye = grey[182:194, 216:228]
plots.numbers(eye)

# %%
# NBVAL_CHECK_OUTPUT
print(eye[5:7, 3:5].tolist(), grey.size)

# %% [markdown] lang="es"
# En medio de la pupila negra hay cuatro números grandes: 106, 165, 143 y 197. Son el reflejo de una
# luz. Y la foto entera no es más que esto: 307 200 números, uno por píxel.

# %% [markdown] lang="en"
# In the middle of the black pupil there are four large numbers: 106, 165, 143 and 197. They are the
# reflection of a light. And the whole photo is nothing but this: 307,200 numbers, one for each pixel.

# %% [markdown] lang="es"
# ### Con la mano
#
# Ahora acércate tú. A la izquierda está la foto, con uno de cada 3 píxeles; a la derecha, lo que
# encierra el recuadro. Arrástralo y hazlo pequeño hasta que aparezcan los números. Sirven el ratón, el
# dedo y las flechas del teclado.
#
# Busca el píxel más claro de una estrella y el más oscuro de la chaqueta. Cambia uno y mira qué le
# pasa a la foto. Vuelve a este widget en las secciones 5 y 6, para separar los canales, aclarar la
# foto y ponerle un umbral.

# %% [markdown] lang="en"
# ### By hand
#
# Now zoom in yourself. On the left is the photo, with one pixel in every 3; on the right, what the
# frame encloses. Drag it and make it small until the numbers appear. Mouse, finger and arrow keys
# all work.
#
# Find the lightest pixel of a star and the darkest one of the jacket. Change one of them and see what
# becomes of the photo. Come back to this widget in sections 5 and 6, to take the channels apart,
# brighten the photo and give it a threshold.

# %%
explorer = widgets.PixelExplorer(photo[::3, ::3], region=(20, 30, 100, 100))
explorer

# %% [markdown] lang="es"
# ### Resolución: cuántos píxeles
#
# `grey[::16, ::16]` se queda con una de cada 16 filas y una de cada 16 columnas. La escena es la
# misma; los números que la describen son cada vez menos.

# %% [markdown] lang="en"
# ### Resolution: how many pixels
#
# `grey[::16, ::16]` keeps one row in every 16 and one column in every 16. The scene is the same;
# there are fewer and fewer numbers to describe it.

# %%
for ax, step in zip(plots.side_by_side(2, height=2.8), (8, 16)):
    smaller = grey[::step, ::step]
    plots.image(smaller, title=f"{smaller.shape}", ax=ax)

# %% [markdown] lang="es"
# ## 5. El color: tres números por píxel
#
# Un píxel de color lleva tres números en este orden: rojo, verde y azul (RGB, por *red, green,
# blue*). Mira uno del fondo azul y uno de una franja roja de la bandera.

# %% [markdown] lang="en"
# ## 5. Colour: three numbers for each pixel
#
# A colour pixel holds three numbers in this order: red, green and blue (RGB). Look at one from the
# blue backdrop and at one from a red stripe of the flag.

# %%
# NBVAL_CHECK_OUTPUT
backdrop, stripe = photo[60, 440], photo[310, 110]
print(backdrop, stripe)

# %% [markdown] lang="es"
# En `backdrop` gana el tercer número; en `stripe`, el primero. Si separas los tres números de todos los
# píxeles obtienes tres imágenes grises: los **canales**. Blanco quiere decir «aquí hay mucho de
# este color».
#
# **Predice 5.** El fondo es azul. ¿En qué canal se verá más *oscuro*: 0 (rojo), 1 (verde) o 2
# (azul)?

# %% [markdown] lang="en"
# In `backdrop` the third number wins; in `stripe`, the first. Take the three numbers of all pixels apart
# and you get three grey images: the **channels**. White means "there is much of this colour here".
#
# **Predict 5.** The backdrop is blue. In which channel will it look *darkest*: 0 (red), 1 (green) or 2
# (blue)?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 0

# %%
plots.channels(photo[:350])
compare(prediction, int(backdrop.argmin()))

# %% [markdown] lang="es"
# En el rojo: 68 es el menor de sus tres números. Mira también las franjas rojas de la bandera, claras
# en el canal 0 y casi negras en los otros dos. Las estrellas blancas son claras en los tres, porque
# **blanco es mucho de todo**.

# %% [markdown] lang="en"
# In red: 68 is the smallest of its three numbers. Look at the red stripes of the flag too: light in
# channel 0 and almost black in the other two. The white stars are light in all three, because
# **white is a lot of everything**.

# %% [markdown] lang="es"
# **El orden es un acuerdo, no una ley.** OpenCV, una biblioteca muy usada, guarda primero el azul
# (BGR) [3]. Si lees sus números como RGB, verás esto:

# %% [markdown] lang="en"
# **The order is an agreement, not a law.** OpenCV, a library in wide use, stores blue first (BGR)
# [3]. Read its numbers as RGB and you will see this:

# %%
before, after = plots.side_by_side(2, height=2.4)
plots.image(photo, ax=before)
plots.image(photo[:, :, ::-1], ax=after)

# %% [markdown] lang="es"
# Ningún número cambió; solo el orden en que se leen. Si un día tus fotos salen con la piel azul,
# ya sabes qué pasó.

# %% [markdown] lang="en"
# No number changed; only the order in which they are read. If one day the faces in your photos come
# out blue, you know what happened.

# %% [markdown] lang="es"
# ### De color a gris
#
# Aquí hay tres píxeles: rojo, verde y azul puros. En cada uno, los números suman 255. ¿Cuál te
# parece más claro?

# %% [markdown] lang="en"
# ### From colour to grey
#
# Here are three pixels: pure red, pure green and pure blue. Each adds up to 255. Which one looks
# lightest to you?

# %%
pure = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], dtype=np.uint8)
plots.numbers(pure)

# %%
# NBVAL_CHECK_OUTPUT
print(images.to_grey(pure), pure.mean(axis=2))

# %% [markdown] lang="es"
# El promedio daría 85 a los tres, pero tus ojos no los ven igual: el verde parece el más claro y el
# azul el más oscuro. Por eso el gris se calcula con **pesos**, los de la recomendación ITU-R BT.601
# [4]:
#
# $$\text{gris} = 0.299\,R + 0.587\,G + 0.114\,B$$
#
# El verde pesa más que los otros dos juntos. Y como los tres pesos suman 1, el blanco sigue siendo
# 255. Compruébalo con el píxel del fondo:

# %% [markdown] lang="en"
# The mean would give 85 to all three, but your eyes don't see them alike: green looks lightest and
# blue darkest. So grey is calculated with **weights**, those of Recommendation ITU-R BT.601 [4]:
#
# $$\text{grey} = 0.299\,R + 0.587\,G + 0.114\,B$$
#
# Green weighs more than the other two together. And as the three weights add up to 1, white stays
# 255. Check it on the pixel of the backdrop:

# %%
# NBVAL_CHECK_OUTPUT
red, green, blue = backdrop.tolist()
luma = 0.299 * red + 0.587 * green + 0.114 * blue
print(round(luma, 2), grey[60, 440])

# %% [markdown] lang="es"
# 102.96, redondeado a 103: el mismo gris de `images.to_grey`. Multiplicar por pesos y sumar: acabas
# de hacer la operación con la que trabaja todo este curso, de los filtros a las redes.

# %% [markdown] lang="en"
# 102.96, rounded to 103: the same grey as that of `images.to_grey`. Multiply by weights and add: you
# have just done the operation that this whole course works with, from filters to networks.

# %% [markdown] lang="es"
# ## 6. Aritmética con píxeles
#
# Para aclarar una foto, suma lo mismo a todos sus píxeles. NumPy lo hace de una vez: `grey + 100`.
#
# **Predice 6.** Un píxel claro vale 200. ¿Cuánto valdrá después de sumarle 100? Piensa en el
# contador de kilómetros.

# %% [markdown] lang="en"
# ## 6. Arithmetic with pixels
#
# To brighten a photo, add the same to all its pixels. NumPy does it in one go: `grey + 100`.
#
# **Predict 6.** A light pixel has the value 200. What will it be after adding 100? Think of the
# mileage counter.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 44

# %%
# NBVAL_CHECK_OUTPUT
bright_pixel = np.array([200], dtype=np.uint8)
compare(prediction, int((bright_pixel + 100)[0]))

# %%
broken = grey + 100
before, after = plots.side_by_side(2, height=2.8)
plots.image(grey, ax=before)
plots.image(broken, ax=after)

# %% [markdown] lang="es"
# 300 no cabe en 8 bits: queda 300 − 256 = 44. El uniforme se aclaró, pero lo más claro, como buena
# parte de la cara, **dio la vuelta** y se volvió oscuro. Sin error y sin aviso.
#
# El remedio tiene tres pasos:
#
# 1. **Ensancha**: pasa a números decimales (`float`), donde 300 sí cabe.
# 2. **Calcula**, y limita el resultado a [0, 255] con `np.clip`: lo que pasa de 255 queda en 255.
# 3. **Redondea y vuelve** a `uint8`.

# %% [markdown] lang="en"
# 300 does not fit into 8 bits: what is left is 300 − 256 = 44. The uniform became lighter, but the
# lightest parts, such as much of the face, **wrapped around** and became dark. Without an error,
# without a warning.
#
# The remedy has three steps:
#
# 1. **Widen**: turn to decimal numbers (`float`), where 300 does fit.
# 2. **Calculate**, and limit the result to [0, 255] with `np.clip`: what exceeds 255 becomes 255.
# 3. **Round and return** to `uint8`.

# %%
def to_pixels(values):
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)

# %%
values = grey.astype(float)
brighter = to_pixels(values + 100)
before, after = plots.side_by_side(2, height=2.8)
plots.image(grey, ax=before)
plots.image(brighter, ax=after)

# %% [markdown] lang="es"
# El orden importa: si sumas primero y ensanchas después, ya dio la vuelta y no hay cómo repararlo.
#
# Con los mismos tres pasos, cuatro clásicos. El **brillo** suma. El **contraste** aleja cada valor
# de 128. El **negativo** invierte la escala: 255 − valor. El **umbral** pregunta a cada píxel si
# pasa de 128: si pasa, queda blanco; si no, negro.

# %% [markdown] lang="en"
# The order matters: if you add first and widen afterwards, it has wrapped around already, and there
# is no way back.
#
# With the same three steps, four classics. **Brightness** adds. **Contrast** moves each value away
# from 128. The **negative** turns the scale around: 255 − value. The **threshold** asks each pixel
# whether it exceeds 128: if it does, it becomes white; if not, black.

# %% lang="es"
results = {
    "brillo": values + 50,
    "contraste": 128 + 2 * (values - 128),
    "negativo": 255 - values,
    "umbral": np.where(values > 128, 255, 0),
}

# %% lang="en"
results = {
    "brightness": values + 50,
    "contrast": 128 + 2 * (values - 128),
    "negative": 255 - values,
    "threshold": np.where(values > 128, 255, 0),
}

# %%
for ax, name in zip(plots.side_by_side(4, height=3), results):
    plots.image(to_pixels(results[name]), title=name, ax=ax)

# %% [markdown] lang="es"
# ### El histograma
#
# El **histograma** cuenta cuántos píxeles tienen cada valor. No sabe dónde está cada uno, pero
# muestra de un vistazo si una foto es oscura, clara o quemada. A la izquierda, la foto; a la
# derecha, la misma más 100.

# %% [markdown] lang="en"
# ### The histogram
#
# The **histogram** counts how many pixels have each value. It doesn't know where they are, but it
# shows at a glance whether a photo is dark, light or blown out. On the left, the photo; on the
# right, the same plus 100.

# %%
before, after = plots.side_by_side(2, height=3)
plots.histogram(grey, ax=before)
plots.histogram(brighter, ax=after)

# %%
# NBVAL_CHECK_OUTPUT
print((grey > 155).sum(), (brighter == 255).sum())

# %% [markdown] lang="es"
# La montaña se corrió 100 lugares a la derecha, y lo que no cabía se amontonó contra el borde: la
# barra del final. Los píxeles que pasaban de 155 eran 43 497, con valores distintos; junto con los que
# valían 155 justo, ahora 44 227 valen lo mismo. **Limitar evita el desastre, pero borra detalle que
# ya no vuelve.** Es lo que un fotógrafo llama una foto quemada.

# %% [markdown] lang="en"
# The mountain moved 100 places to the right, and what did not fit piled up against the border: the
# bar at the end. There were 43,497 pixels above 155, with different values; together with those of
# exactly 155, there are now 44,227 of the same value. **Clipping prevents the disaster, but it wipes
# out detail that never comes back.** A photographer calls such a photo blown out.

# %% [markdown] lang="es"
# ### De [0, 255] a [0, 1], y lo que se pierde al volver
#
# Las redes neuronales prefieren números pequeños, así que muchas veces verás los píxeles divididos
# entre 255: 0 sigue siendo negro y 1 es blanco.

# %% [markdown] lang="en"
# ### From [0, 255] to [0, 1], and what gets lost on the way back
#
# Neural networks prefer small numbers, so you will often see pixels divided by 255: 0 is still
# black, and 1 is white.

# %%
# NBVAL_CHECK_OUTPUT
unit = images.to_unit(grey)
print(unit.min(), unit.max(), unit[60, 440].round(3), unit.dtype)

# %% [markdown] lang="es"
# **Error común: volver con `astype`.** Convertir a `uint8` no redondea ni reescala: **corta los
# decimales**. Casi todos los píxeles valen 0.algo, y de 0.algo queda 0.

# %% [markdown] lang="en"
# **A common mistake: going back with `astype`.** Converting to `uint8` neither rounds nor rescales:
# **it cuts off the decimals**. Almost every pixel is 0.something, and of 0.something what is left
# is 0.

# %%
wrong = unit.astype(np.uint8)
right = images.to_uint8(unit)
before, after = plots.side_by_side(2, height=1.8)
plots.image(wrong, ax=before)
plots.image(right, ax=after)

# %%
# NBVAL_CHECK_OUTPUT
print(wrong.max(), (wrong == 1).sum(), np.array_equal(right, grey))

# %% [markdown] lang="es"
# A la izquierda solo sobreviven 748 píxeles, los que eran blanco puro, y con un 1 sobre 255 también
# se ven negros. `images.to_uint8` multiplica por 255 y redondea, y la foto vuelve idéntica.

# %% [markdown] lang="en"
# On the left only 748 pixels survive, those that were pure white, and with a 1 out of 255 they look
# black too. `images.to_uint8` multiplies by 255 and rounds, and the photo comes back identical.

# %% [markdown] lang="es"
# ### Números con signo: negro no significa negativo
#
# Resta a cada píxel su vecino de la izquierda. Si la imagen se aclara hacia la derecha, el resultado
# es positivo; si se oscurece, **negativo**. Un `uint8` no tiene negativos:

# %% [markdown] lang="en"
# ### Numbers with a sign: black does not mean negative
#
# Subtract from each pixel its neighbour on the left. Where the image gets lighter towards the right
# the result is positive; where it gets darker, **negative**. A `uint8` has no negatives:

# %%
# NBVAL_CHECK_OUTPUT
row_of_the_eyes = portrait[7]
print(row_of_the_eyes)
print(row_of_the_eyes[1:] - row_of_the_eyes[:-1])
print(row_of_the_eyes[1:].astype(int) - row_of_the_eyes[:-1])

# %% [markdown] lang="es"
# El primer cambio es 97 − 189 = −92. En `uint8` salió 164, que es −92 + 256. Primero ensancha,
# después resta. Y ahora que hay negativos, ¿cómo se dibujan?

# %% [markdown] lang="en"
# The first change is 97 − 189 = −92. In `uint8` it came out as 164, which is −92 + 256. Widen first,
# then subtract. And now that there are negatives, how do you draw them?

# %%
wide = portrait.astype(int)
change = wide[:, 1:] - wide[:, :-1]
left, right = plots.side_by_side(2, height=3.9)
plots.image(change, ax=left)
plots.feature_maps([change], names=["Δ"], ax=right)

# %% [markdown] lang="es"
# Es la misma tabla dos veces. A la izquierda **negro no es 0, ni es «nada»**: es el extremo
# negativo de la escala, y el 0 es un gris medio. Es fácil leerla mal. Por eso en este curso los números con signo
# se pintan así: **blanco es 0, morado es negativo, naranja es positivo**, y cuanto más intenso, más
# lejos de 0.

# %% [markdown] lang="en"
# It is the same table twice. On the left **black is neither 0 nor "nothing"**: it is the
# negative end of the scale, and 0 is a middle grey. It is easily misread. So in this course numbers with
# a sign are painted like this: **white is 0, purple is negative, orange is positive**, and the
# stronger the colour, the further from 0.

# %% [markdown] lang="es"
# ## 7. Dos clases de preguntas
#
# Hasta aquí cambiamos imágenes. La visión por computador les hace **preguntas**, y muchas son de
# una de estas dos clases:
#
# | | Clasificación | Regresión |
# |:--|:--|:--|
# | La respuesta es… | una etiqueta de una lista | un número en una escala continua |
# | Por ejemplo | ¿qué dígito es este? | ¿cuánto brilla el píxel que falta? |
# | Un error | es todo o nada: un 3 no está «cerca» de un 8 | tiene tamaño: fallar por 1 es mejor que fallar por 5 |
#
# Hagámosles las dos a los mismos datos: 1 797 dígitos escritos a mano por personas de verdad [5],
# de 8 × 8 píxeles. Aquí 0 es papel y 16 es tinta; por eso la tinta se ve blanca. **Qué significa
# cada número lo decide quien hace los datos**, así que se averigua antes de calcular.

# %% [markdown] lang="en"
# ## 7. Two kinds of questions
#
# So far we have changed images. Computer vision asks them **questions**, and many of these are of
# one of two kinds:
#
# | | Classification | Regression |
# |:--|:--|:--|
# | The answer is… | a label from a list | a number on a continuous scale |
# | For example | which digit is this? | how bright is the missing pixel? |
# | A mistake | is all or nothing: a 3 is not "close" to an 8 | has a size: being off by 1 is better than by 5 |
#
# Let us ask both of the same data: 1,797 digits written by the hands of real people [5], of 8 × 8
# pixels. Here 0 is paper and 16 is ink, which is why the ink looks white. **What each number means is
# decided by whoever makes the data**, so find out before you calculate.

# %%
from sklearn.datasets import load_digits

digits = load_digits()
pictures, labels = digits.images, digits.target
print(pictures.shape, pictures.min(), pictures.max(), labels[:10])
(strip,) = plots.side_by_side(1, height=1.1)
plots.image(np.hstack(pictures[:10]), value_range=(0, 16), ax=strip)

# %% [markdown] lang="es"
# ### Clasificar: ¿qué dígito es?
#
# Un método que cabe en dos líneas: promedia todos los ceros, todos los unos… y, ante un dígito
# nuevo, mide qué tan lejos está de cada promedio. El más cercano gana.

# %% [markdown] lang="en"
# ### Classify: which digit is it?
#
# A method that fits in two lines: average all the zeros, all the ones… and, given a new digit,
# measure its distance to each average. The closest wins.

# %%
def average_digits(train):
    return np.array([pictures[train & (labels == d)].mean(axis=0) for d in range(10)])

# %%
def scores(picture, averages):
    return -((picture - averages) ** 2).sum(axis=(1, 2))

# %%
averages = average_digits(np.full(len(labels), True))
(strip,) = plots.side_by_side(1, height=1.1)
plots.image(np.hstack(averages), value_range=(0, 16), ax=strip)

# %%
# NBVAL_CHECK_OUTPUT
ten = scores(pictures[3], averages)
print(ten.round().astype(int))
print(ten.argmax(), labels[3])

# %% [markdown] lang="es"
# Son diez **puntuaciones**, una por clase, y `argmax` dice cuál es la mayor: la del 3, que es
# correcta. Ojo: son distancias al cuadrado con el signo cambiado, no probabilidades. Los
# clasificadores dan puntuaciones; de ahí a una probabilidad falta un camino, que
# recorreremos en otra lección.
#
# Pero hicimos trampa: la imagen examinada ayudó a calcular los promedios. Un examen honesto usa
# imágenes que el método **no ha visto**. ¿Cuáles? Mira cómo empiezan dos tramos de los datos:

# %% [markdown] lang="en"
# These are ten **scores**, one for each class, and `argmax` says which is the largest: that of the
# 3, which is right. Careful: they are squared distances with their sign changed, not probabilities.
# Classifiers give scores; from there to a probability is a longer road, for another lesson.
#
# But we cheated: the image in the exam helped to make the averages. An honest exam uses images that
# the method **has not seen**. Which ones? See how two stretches of the data begin:

# %%
# NBVAL_CHECK_OUTPUT
print(labels[:36])
print(labels[256:292])

# %% [markdown] lang="es"
# Es la misma secuencia: el mismo formulario, llenado otra vez. Los datos son **14 formularios**, cada
# uno con la letra de alguien. Comparemos dos exámenes. En ambos se aparta un grupo de imágenes, se
# promedia el resto y se examina con lo apartado, hasta que cada imagen ha pasado por el examen:
#
# - **por formularios**: cada grupo es un formulario entero, casi siempre de una letra que el método
#   nunca vio (según sus autores, los llenaron 13 personas: alguna llenó dos);
# - **al azar**: los grupos son igual de grandes, pero barajados.
#
# **Predice 7.** ¿En cuál saldrá una nota más alta? `"A"`, por formularios; `"B"`, al azar; `"C"`, en
# los dos la misma.

# %% [markdown] lang="en"
# It is the same sequence: the same form, filled in again. The data are **14 forms**, each in
# somebody's handwriting. Let us compare two exams. Both set aside one group of images, average the
# rest and examine with what was set aside, until every image has been through the exam:
#
# - **by forms**: each group is a whole form, almost always in a hand that the method has never seen
#   (their authors say that 13 people filled them in, so somebody filled in two);
# - **at random**: the groups are just as large, but shuffled.
#
# **Predict 7.** Which one will give the higher mark? `"A"`, by forms; `"B"`, at random; `"C"`, both
# the same.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = "B"

# %%
sizes = [130, 126, 130, 130, 130, 130, 129, 124, 128, 130, 128, 130, 122, 130]
form = np.repeat(np.arange(14), sizes)
shuffled = np.random.default_rng(0).permutation(form)

# %%
def accuracy(groups):
    hits = 0
    for group in range(14):
        test = groups == group
        averages = average_digits(~test)
        for picture, label in zip(pictures[test], labels[test]):
            hits += scores(picture, averages).argmax() == label
    return hits / len(labels)

# %%
# NBVAL_CHECK_OUTPUT
by_form, at_random = accuracy(form), accuracy(shuffled)
compare(prediction, "A" if by_form > at_random else "B")

# %%
# NBVAL_CHECK_OUTPUT
print(round(by_form, 3), round(at_random, 3), round(max(np.bincount(labels)) / 1797, 3))

# %% [markdown] lang="es"
# Al azar acierta el 90.2 %; por formularios, el 87.6 %. **La diferencia es un regalo**: al barajar,
# los otros dígitos de la misma mano están entre los ya vistos. El día que escriba alguien nuevo, la
# nota que vale es 87.6 %.
#
# Y una nota sola no dice nada sin una **referencia**: responder siempre el dígito más frecuente
# acierta el 10.2 %.

# %% [markdown] lang="en"
# At random it gets 90.2 % right; by forms, 87.6 %. **The difference is a gift**: after shuffling,
# other digits by the same hand are among those already seen. On the day somebody new writes, the
# mark that counts is 87.6 %.
#
# And a mark alone says nothing without a **baseline**: always answering the most frequent digit gets
# 10.2 % right.

# %% [markdown] lang="es"
# ### Estimar: ¿cuánto vale el píxel que falta?
#
# A las cámaras se les mueren píxeles, y hay que inventar su valor a partir de los demás. Supón que
# en los 1 797 dígitos murió el de la fila 3, columna 4. Su valor es un número, no una etiqueta: esto
# es **regresión**. Probemos tres formas de estimarlo:
#
# 1. la referencia: siempre el valor promedio;
# 2. el promedio de sus 4 vecinos;
# 3. multiplicar los otros 63 píxeles por pesos y sumar, más una constante, con los pesos que menos se
#    equivocan en los formularios vistos. NumPy los encuentra con `lstsq` (mínimos cuadrados).

# %% [markdown] lang="en"
# ### Estimate: what is the missing pixel?
#
# Pixels of cameras die, and their value has to be made up from the others. Suppose that in all 1,797
# digits the one in row 3, column 4 has died. Its value is a number, not a label: this is
# **regression**. Let us try three ways to estimate it:
#
# 1. the baseline: always the average value;
# 2. the mean of its 4 neighbours;
# 3. multiply the other 63 pixels by weights and add, plus a constant, with the weights that err least
#    on the forms already seen. NumPy finds them with `lstsq` (least squares).

# %%
truth = pictures[:, 3, 4]
above, below = pictures[:, 2, 4], pictures[:, 4, 4]
left, right = pictures[:, 3, 3], pictures[:, 3, 5]
neighbours = (above + below + left + right) / 4
others = np.delete(pictures.reshape(-1, 64), 3 * 8 + 4, axis=1)
inputs = np.column_stack([others, np.ones(len(truth))])

# %%
average, learned = np.zeros(len(truth)), np.zeros(len(truth))
for group in range(14):
    test = form == group
    average[test] = truth[~test].mean()
    weights = np.linalg.lstsq(inputs[~test], truth[~test], rcond=None)[0]
    learned[test] = np.clip(inputs[test] @ weights, 0, 16)

# %%
# NBVAL_CHECK_OUTPUT
for guess in (average, neighbours, learned):
    print(np.abs(guess - truth).mean().round(2))

# %% [markdown] lang="es"
# En una escala de 0 a 16, la referencia falla por 5.47 en promedio; los vecinos, por 3.96; los pesos
# aprendidos, por 2.37, siempre en formularios que no vieron. Aquí no se cuentan aciertos: se mide
# **por cuánto** falla.
#
# Fíjate en la tercera forma: multiplicar por pesos y sumar, otra vez. Pero esta vez los pesos no los
# dio una norma, **los encontró el computador**. Esa es la idea de todo lo que viene.

# %% [markdown] lang="en"
# On a scale from 0 to 16, the baseline is off by 5.47 on average; the neighbours, by 3.96; the learned
# weights, by 2.37, always on forms they had not seen. Here we don't count hits: we measure **by how
# much** it misses.
#
# Look at the third way: multiply by weights and add, once more. But this time no standard gave the
# weights: **the computer found them**. That is the idea behind everything to come.

# %% [markdown] lang="es"
# ## 8. Ahora tú
#
# Seis funciones de una línea. Cambia los `...` y ejecuta también la celda que sigue: `check` prueba tu
# función con imágenes que no ves aquí y, si falla, te dice en qué. ¿No sale? Agrega una celda con
# `exercises.mirror.hint()`; cada vez te da una pista más. `exercises.mirror.solution()` muestra una
# solución.
#
# ### Ejercicio 1: espejo
#
# Devuelve la imagen reflejada de izquierda a derecha. Debe servir para imágenes grises y en color.

# %% [markdown] lang="en"
# ## 8. Your turn
#
# Six functions of one line. Replace the `...` and run the cell after it too: `check` tries your function
# on images that you don't see here and, if it fails, tells you where. Stuck? Add a cell with
# `exercises.mirror.hint()`; each time it gives one more hint. `exercises.mirror.solution()` shows a
# solution.
#
# ### Exercise 1: mirror
#
# Return the image reflected from left to right. It should work for grey images and for colour ones.

# %% edition="student"
def mirror(image):
    return ...

# %% edition="solution"
def mirror(image):
    return image[:, ::-1]

# %%
# NBVAL_CHECK_OUTPUT
exercises.mirror.check(mirror)

# %% [markdown] lang="es"
# Cuando esté correcta, agrega una celda y mírala en la foto: `plots.image(mirror(photo))`.
#
# ### Ejercicio 2: negativo
#
# Devuelve el negativo de una imagen `uint8`: el negro se vuelve blanco y el blanco, negro, sin dar la
# vuelta.

# %% [markdown] lang="en"
# Once it is correct, add a cell and see it on the photo: `plots.image(mirror(photo))`.
#
# ### Exercise 2: negative
#
# Return the negative of a `uint8` image: black becomes white, and white becomes black, without wrapping
# around.

# %% edition="student"
def negative(image):
    return ...

# %% edition="solution"
def negative(image):
    return 255 - image

# %%
# NBVAL_CHECK_OUTPUT
exercises.negative.check(negative)

# %% [markdown] lang="es"
# ### Ejercicio 3: contar
#
# Devuelve cuántos píxeles de la imagen superan un umbral.

# %% [markdown] lang="en"
# ### Exercise 3: count
#
# Return how many pixels of the image exceed a threshold.

# %% edition="student"
def count_above(image, threshold):
    return ...

# %% edition="solution"
def count_above(image, threshold):
    return int((image > threshold).sum())

# %%
# NBVAL_CHECK_OUTPUT
exercises.count_above.check(count_above)

# %% [markdown] lang="es"
# En el retrato hay 51 píxeles por encima de 200:

# %% [markdown] lang="en"
# In the portrait, 51 pixels lie above 200:

# %%
# NBVAL_CHECK_OUTPUT
print((portrait > 200).sum())

# %% [markdown] lang="es"
# ### Ejercicio 4: el promedio de dos fotos
#
# Recibes dos imágenes `uint8` del mismo tamaño. Devuelve su promedio, píxel por píxel, con decimales y
# sin que nada dé la vuelta.

# %% [markdown] lang="en"
# ### Exercise 4: the mean of two photos
#
# You get two `uint8` images of the same size. Return their mean, pixel by pixel, with its decimals and
# without anything wrapping around.

# %% edition="student"
def mean_of_two(first, second):
    return ...

# %% edition="solution"
def mean_of_two(first, second):
    return (first.astype(float) + second) / 2

# %%
# NBVAL_CHECK_OUTPUT
exercises.mean_of_two.check(mean_of_two)

# %% [markdown] lang="es"
# ### Ejercicio 5: del color al gris
#
# Devuelve el gris de una imagen RGB con los pesos de la sección 5, sin redondear.

# %% [markdown] lang="en"
# ### Exercise 5: from colour to grey
#
# Return the grey of an RGB image with the weights of section 5, without rounding.

# %% edition="student"
def grey_of(image):
    return ...

# %% edition="solution"
def grey_of(image):
    return image @ np.array([0.299, 0.587, 0.114])

# %%
# NBVAL_CHECK_OUTPUT
exercises.grey_of.check(grey_of)

# %% [markdown] lang="es"
# ### Ejercicio 6: por cuánto falla
#
# En la sección 7 mediste la regresión así: la distancia entre cada estimación y la verdad, sin signo, y
# de esas distancias el promedio. Se llama **error absoluto medio**. Escríbelo.

# %% [markdown] lang="en"
# ### Exercise 6: by how much it misses
#
# In section 7 you measured regression like this: the distance between each guess and the truth, without
# its sign, and the mean of those distances. It is called the **mean absolute error**. Write it.

# %% edition="student"
def mean_absolute_error(guesses, truth):
    return ...

# %% edition="solution"
def mean_absolute_error(guesses, truth):
    return np.abs(np.subtract(guesses, truth)).mean()

# %%
# NBVAL_CHECK_OUTPUT
exercises.mean_absolute_error.check(mean_absolute_error)

# %% [markdown] lang="es"
# **Y ahora, tu foto.** Pon un archivo JPG o PNG en la carpeta de este cuaderno, agrega una celda y
# repite con tu foto lo que más te gustó:
#
# ```python
# mine = images.load("mi_foto.jpg")
# plots.channels(mine)
# ```

# %% [markdown] lang="en"
# **And now your own photo.** Put a JPG or PNG file into the folder of this notebook, add a cell, and
# repeat with your photo whatever you liked best:
#
# ```python
# mine = images.load("my_photo.jpg")
# plots.channels(mine)
# ```

# %% [markdown] lang="es"
# ## Para comprobar lo aprendido
#
# Elige una opción y revísala. Las equivocadas también explican algo.

# %% [markdown] lang="en"
# ## Check what you have learned
#
# Choose an option and check it. The wrong ones explain something too.

# %%
widgets.QuizCard(exercises.quiz(1))

# %% [markdown] lang="es"
# ## En resumen
#
# - Una imagen gris es una **matriz** (alto × ancho); una RGB, un **arreglo** (alto × ancho × 3).
# - En `uint8` hay números de 0, negro, a 255, blanco. El 256 no cabe.
# - **Primero la fila, después la columna**; se cuenta desde 0.
# - El gris es una suma con pesos: 0.299 R + 0.587 G + 0.114 B.
# - **Ensancha, calcula, limita, redondea, vuelve.** Un `uint8` da la vuelta sin avisar, y una
#   conversión corta decimales y pierde negativos.
# - Con números con signo, negro no significa negativo: mira la escala.
# - **Clasificar** es elegir una etiqueta; la **regresión** estima un número. Las dos se miden con
#   datos no vistos, y junto a una referencia.
#
# ## Lo que sigue
#
# Ya lees números, y los números todavía no dicen «cara». La lección 2 hace lo que se hizo durante
# décadas: alguien decide en qué fijarse, lo escribe como una cuenta y arma un detector. Y mide qué lo
# rompe.

# %% [markdown] lang="en"
# ## In short
#
# - A grey image is a **matrix** (height × width); an RGB image, an **array** (height × width × 3).
# - `uint8` holds numbers from 0, black, to 255, white. 256 does not fit.
# - **The row first, then the column**; counting starts at 0.
# - Grey is a sum with weights: 0.299 R + 0.587 G + 0.114 B.
# - **Widen, calculate, clip, round, return.** A `uint8` wraps around without warning, and a
#   conversion cuts off decimals and loses negatives.
# - With numbers that have a sign, black does not mean negative: look at the scale.
# - **Classification** chooses a label; **regression** estimates a number. Both are measured on data
#   not seen before, and beside a baseline.
#
# ## What comes next
#
# You can read the numbers, and the numbers don't say "face" yet. Lesson 2 does what was done for
# decades: somebody decides what to look at, writes it down as arithmetic and builds a detector. And it
# measures what breaks it.

# %% [markdown] lang="es"
# ## Fuentes
#
# 1. El retrato: G. Levin, «Image Processing and Computer Vision», capítulo del
#    [ofBook](https://openframeworks.cc/ofBook/chapters/image_processing_computer_vision.html).
# 2. G. M. Hopper, «The education of a computer», Proceedings of the ACM (1952),
#    [doi:10.1145/609784.609818](https://doi.org/10.1145/609784.609818).
# 3. OpenCV, documentación de
#    [`imread`](https://docs.opencv.org/4.x/d4/da8/group__imgcodecs.html): canales en orden B G R.
# 4. UIT, [Recomendación ITU-R BT.601](https://www.itu.int/rec/R-REC-BT.601): los pesos del gris.
# 5. E. Alpaydin y C. Kaynak, «Optical Recognition of Handwritten Digits» (1998), UCI,
#    [doi:10.24432/C50P49](https://doi.org/10.24432/C50P49), CC BY 4.0; la copia de scikit-learn.

# %% [markdown] lang="en"
# ## Sources
#
# 1. The portrait: G. Levin, "Image Processing and Computer Vision", a chapter of the
#    [ofBook](https://openframeworks.cc/ofBook/chapters/image_processing_computer_vision.html).
# 2. G. M. Hopper, "The education of a computer", Proceedings of the ACM (1952),
#    [doi:10.1145/609784.609818](https://doi.org/10.1145/609784.609818).
# 3. OpenCV, documentation of
#    [`imread`](https://docs.opencv.org/4.x/d4/da8/group__imgcodecs.html): channels in B G R order.
# 4. ITU, [Recommendation ITU-R BT.601](https://www.itu.int/rec/R-REC-BT.601): the weights of grey.
# 5. E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits" (1998), UCI,
#    [doi:10.24432/C50P49](https://doi.org/10.24432/C50P49), CC BY 4.0; scikit-learn's copy.
