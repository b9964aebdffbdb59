# ---
# cnnlab:
#   title:
#     es: Empieza aquí
#     en: Start here
#   minutes: 30
#   topics:
#     es: [cómo se usa un cuaderno, "un primer recorrido: una foto en números, un filtro, una X"]
#     en: [how to use a notebook, "a taste: a photo as numbers, a filter, an X"]
# ---

# %% [markdown] lang="es"
# ¿Cómo ve un computador? No tiene ojos: solo recibe números. En este curso vas a desarmar
# fotografías hasta llegar a esos números, a deslizar filtros sobre ellas hasta que aparezcan los
# bordes y a encontrar una X con tus propias manos. Al final entrenarás una red neuronal
# convolucional (CNN) con código que entenderás línea por línea.
#
# No necesitas tarjeta gráfica, ni cuenta, ni internet: todo corre en este computador. Tampoco
# necesitas saber programar para esta página, porque cada celda ya funciona.
#
# En los próximos minutos vas a
#
# - aprender a usar un cuaderno,
# - comprobar que tu instalación está completa,
# - recorrer la idea entera en tres pasos: **números, bordes, una X**,
# - ver el mapa del curso.

# %% [markdown] lang="en"
# How does a computer see? It has no eyes: all it gets is numbers. In this course you take
# photographs apart until you reach those numbers, slide filters over them until the edges appear,
# and find an X by hand. In the end you train a convolutional neural network (CNN) with code that
# you understand line by line.
#
# You need no graphics card, no account and no internet: everything runs on this computer. Nor do
# you need to know how to program for this page, because every cell already works.
#
# In the next minutes you will
#
# - learn to use a notebook,
# - check that your installation is complete,
# - walk through the whole idea in three steps: **numbers, edges, an X**,
# - see the map of the course.

# %% [markdown] lang="es"
# ## Cómo se usa un cuaderno
#
# Esta página es un *cuaderno*, y está hecha de **celdas**. Unas tienen texto, como esta. Otras
# tienen código: las reconoces por los corchetes `[ ]` a su izquierda.
#
# Haz clic en la celda que sigue y presiona <kbd>Shift</kbd> + <kbd>Enter</kbd>. El código se
# ejecuta y pasas a la celda siguiente. Ejecútala también.

# %% [markdown] lang="en"
# ## How to use a notebook
#
# This page is a *notebook*, and it is made of **cells**. Some hold text, like this one. Others
# hold code: you know them by the brackets `[ ]` on their left.
#
# Click on the next cell and press <kbd>Shift</kbd> + <kbd>Enter</kbd>. The code runs, and you move
# on to the next cell. Run that one too.

# %%
count = 0

# %%
count = count + 1
count

# %% [markdown] lang="es"
# Apareció un `1`. Ahora regresa a la segunda celda y ejecútala varias veces con <kbd>Ctrl</kbd> +
# <kbd>Enter</kbd>, que ejecuta sin avanzar. El número crece: el computador recuerda lo que ya
# ejecutaste. Por eso **lo que cuenta es el orden en que ejecutas las celdas**, no el orden en que
# están en la página. El número entre corchetes te dice cuál fue ese orden; un asterisco, `[*]`,
# quiere decir que la celda aún está trabajando.
#
# Si algo se enreda, o si lees `NameError` (algo que todavía no existe), borra la memoria con ↻ y
# ejecuta las celdas de arriba hacia abajo. Tu texto y tu código no se pierden.
#
# | Para… | Teclas | Botón |
# |:--|:--|:-:|
# | ejecutar la celda y avanzar | <kbd>Shift</kbd> + <kbd>Enter</kbd> | ▶ |
# | ejecutar la celda y quedarte en ella | <kbd>Ctrl</kbd> + <kbd>Enter</kbd> | |
# | detener una celda que no termina | <kbd>Esc</kbd>, luego <kbd>I</kbd> <kbd>I</kbd> | ■ |
# | borrar la memoria y empezar de nuevo | <kbd>Esc</kbd>, luego <kbd>0</kbd> <kbd>0</kbd> | ↻ |
# | borrar la memoria y ejecutar todo | | ▶▶ |
# | agregar una celda debajo | <kbd>Esc</kbd>, luego <kbd>B</kbd> | + |
# | recuperar una celda borrada | <kbd>Esc</kbd>, luego <kbd>Z</kbd> | |
# | guardar | <kbd>Ctrl</kbd> + <kbd>S</kbd> (en Mac, <kbd>⌘</kbd> + <kbd>S</kbd>) | 💾 |
#
# La primera vez ve celda por celda y deja ▶▶ para después: si ejecutas todo de una vez, ves las
# respuestas antes de pensar en las preguntas.
#
# El cuaderno también se guarda solo cada dos minutos. Lo que escribas queda en tu copia, en este
# computador: nadie más lo ve. Cambia lo que quieras, que aquí nada se rompe.

# %% [markdown] lang="en"
# A `1` appeared. Now go back to the second cell and run it several times with <kbd>Ctrl</kbd> +
# <kbd>Enter</kbd>, which runs without moving on. The number grows: the computer remembers what you
# have run. So **what counts is the order in which you run the cells**, not the order in which they
# stand on the page. The number in the brackets tells you that order; an asterisk, `[*]`, means
# that the cell is still at work.
#
# If you get into a tangle, or read `NameError` (something that doesn't exist yet), clear the memory
# with ↻ and run the cells from top to bottom. Your text and your code are not lost.
#
# | To… | Keys | Button |
# |:--|:--|:-:|
# | run the cell and move on | <kbd>Shift</kbd> + <kbd>Enter</kbd> | ▶ |
# | run the cell and stay there | <kbd>Ctrl</kbd> + <kbd>Enter</kbd> | |
# | stop a cell that does not end | <kbd>Esc</kbd>, then <kbd>I</kbd> <kbd>I</kbd> | ■ |
# | clear the memory and start afresh | <kbd>Esc</kbd>, then <kbd>0</kbd> <kbd>0</kbd> | ↻ |
# | clear the memory and run everything | | ▶▶ |
# | add a cell below | <kbd>Esc</kbd>, then <kbd>B</kbd> | + |
# | bring back a deleted cell | <kbd>Esc</kbd>, then <kbd>Z</kbd> | |
# | save | <kbd>Ctrl</kbd> + <kbd>S</kbd> (on a Mac, <kbd>⌘</kbd> + <kbd>S</kbd>) | 💾 |
#
# The first time, go cell by cell and keep ▶▶ for later: if you run everything at once, you see the
# answers before you have thought about the questions.
#
# The notebook also saves itself every two minutes. What you write stays in your copy, on this
# computer: nobody else sees it. Change whatever you like; nothing here can break.

# %% [markdown] lang="es"
# ## ¿Está todo instalado?
#
# La celda siguiente busca Python y los paquetes que usa el curso. Cada línea debe empezar con ✓.
# Si alguna empieza con ✗, te dice qué hacer.

# %% [markdown] lang="en"
# ## Is everything installed?
#
# The next cell looks for Python and for the packages that the course uses. Every line should start
# with ✓. If one starts with ✗, it tells you what to do.

# %% lang="es"
from importlib import import_module
from platform import python_version

print("✓ Python", python_version())
for name in ["numpy", "scipy", "matplotlib", "PIL", "sklearn", "ipywidgets", "cnnlab"]:
    try:
        print("✓", name, import_module(name).__version__)
    except ImportError:
        print("✗ Falta", name, "— lee «Si falta algo», debajo de esta celda.")

# %% lang="en"
from importlib import import_module
from platform import python_version

print("✓ Python", python_version())
for name in ["numpy", "scipy", "matplotlib", "PIL", "sklearn", "ipywidgets", "cnnlab"]:
    try:
        print("✓", name, import_module(name).__version__)
    except ImportError:
        print("✗", name, "is missing: read “If something is missing” below this cell.")

# %% [markdown] lang="es"
# <details>
# <summary><b>Si falta algo</b></summary>
#
# Conéctate a internet, agrega una celda aquí debajo (<kbd>Esc</kbd>, luego <kbd>B</kbd>), escribe
# esta línea y ejecútala:
#
# ```
# %pip install -e "../..[lab]"
# ```
#
# Cuando termine, borra la memoria con ↻ y ejecuta otra vez la celda de arriba. Esto se hace una
# sola vez; después ya no necesitas internet.
#
# </details>
#
# Ahora el idioma del cuaderno y las fotografías, que ya vinieron con los paquetes:

# %% [markdown] lang="en"
# <details>
# <summary><b>If something is missing</b></summary>
#
# Connect to the internet, add a cell below (<kbd>Esc</kbd>, then <kbd>B</kbd>), write this line and
# run it:
#
# ```
# %pip install -e "../..[lab]"
# ```
#
# When it is done, clear the memory with ↻ and run the cell above again. You do this only once;
# afterwards you need no internet.
#
# </details>
#
# Now the notebook's language, and the photographs, which came with the packages:

# %% [markdown]
# <!-- language-cell -->

# %%
from cnnlab import images

for name in images.photo_names():
    try:
        print("✓", name, images.photo(name).shape)
    except FileNotFoundError as error:
        print("✗", error)

# %% [markdown] lang="es"
# ¿Ves solo ✓? Entonces todo está listo.
#
# ## Paso 1: una fotografía son números
#
# Esta es Grace Hopper (1906–1992), pionera de la programación.

# %% [markdown] lang="en"
# Only ✓? Then everything is ready.
#
# ## Step 1: a photograph is numbers
#
# This is Grace Hopper (1906–1992), a pioneer of programming.

# %%
from cnnlab import plots

photo = images.photo("grace_hopper")
plots.image(photo)

# %% [markdown] lang="es"
# La foto está hecha de puntos, los **píxeles**: 600 filas de 512. En cada píxel hay 3 números:
# cuánto rojo, cuánto verde y cuánto azul.
#
# **Tu primera predicción.** En este curso te vas a comprometer con una respuesta *antes* de ver la
# del computador. Así se aprende más que leyéndola, y equivocarse no cuesta nada. Reemplaza los tres
# puntos por tu respuesta, ejecuta la celda y luego la que sigue: te muestra el resultado y, si no
# acertaste, qué pudo pasar. Si dejas los tres puntos tampoco pasa nada: el cuaderno sigue.
#
# ¿Cuántos números guarda el computador para esta foto? Puedes dejarle la multiplicación: escribe la
# cuenta, con `*` para multiplicar.

# %% [markdown] lang="en"
# The photo is made of dots, its **pixels**: 600 rows of 512. Each pixel holds 3 numbers: how much
# red, how much green and how much blue.
#
# **Your first prediction.** In this course you commit to an answer *before* you see the computer's.
# You learn more that way than by reading it, and being wrong costs nothing. Replace the three dots
# with your answer, run the cell, and then the next one: it shows the result and, if you missed it,
# what may have happened. If you leave the three dots, nothing happens either: the notebook goes on.
#
# How many numbers does the computer keep for this photo? You may leave the multiplication to it:
# write the product, with `*`.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 600 * 512 * 3

# %%
# NBVAL_CHECK_OUTPUT
from cnnlab import exercises, widgets
from cnnlab.exercises import compare

exercises.numbers_in_the_photo.check(prediction)

# %%
# NBVAL_CHECK_OUTPUT
print(photo.shape, photo.size)

# %% [markdown] lang="es"
# Casi un millón de números, y nada más que números. Acércate al ojo. Para ver un solo número por
# píxel pasamos la foto a gris: 0 es negro y 255 es blanco.

# %% [markdown] lang="en"
# Almost a million numbers, and nothing but numbers. Go closer, to the eye. To see a single number
# per pixel we turn the photo grey: 0 is black and 255 is white.

# %%
grey = images.to_grey(photo)
eye, pupil = grey[165:215, 270:340], grey[177:191, 297:313]
left, right = plots.side_by_side(2, height=4)
plots.image(eye, ax=left)
plots.numbers(pupil, ax=right)

# %% [markdown] lang="es"
# A la izquierda, lo que ves tú. A la derecha, la pupila como la recibe el computador: números
# pequeños donde está oscuro, y números grandes en el reflejo de la luz.
#
# ## Paso 2: un filtro se desliza y aparecen los bordes
#
# Un **filtro** es una tabla pequeña de números. Este toma lo que hay a la derecha y le resta lo que
# hay a la izquierda:

# %% [markdown] lang="en"
# On the left, what you see. On the right, the pupil as the computer gets it: small numbers where it
# is dark, and large numbers in the reflection of the light.
#
# ## Step 2: a filter slides, and the edges appear
#
# A **filter** is a small table of numbers. This one subtracts what is on the left from what is on
# the right:

# %%
from cnnlab import convolution, filters

plots.kernel("prewitt_x")

# %% [markdown] lang="es"
# Se usa así: lo pones sobre 9 píxeles, un **parche** de la imagen; multiplicas cada píxel por el
# número del filtro que le quedó encima y sumas los 9 productos.
#
# **Predice.** Lo pones sobre una pared lisa, donde los 9 píxeles valen 100. ¿Cuánto da la suma?

# %% [markdown] lang="en"
# This is how it is used: you lay it over 9 pixels, a **patch** of the image; you multiply each
# pixel by the filter's number on top of it, and add up the 9 products.
#
# **Predict.** You lay it over a plain wall, where all 9 pixels are 100. What is the sum?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 0

# %%
wall = [[100, 100, 100], [100, 100, 100], [100, 100, 100]]
wall_sum = convolution.cross_correlate(wall, filters.get("prewitt_x")).item()

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, wall_sum)

# %% [markdown] lang="es"
# Da 0: la columna derecha suma 300, la izquierda resta 300. Donde todo es igual, este filtro calla;
# donde la derecha y la izquierda son distintas, es decir, en un **borde vertical**, habla. Ahora
# deslízalo por toda la cara, píxel por píxel. Esa operación se llama **convolución**, y los
# resultados forman un **mapa de características**:

# %% [markdown] lang="en"
# It is 0: the right column adds 300, the left one takes 300 away. Where everything is equal, this
# filter is silent; where right and left differ, that is, at a **vertical edge**, it speaks. Now
# slide it over the whole face, pixel by pixel. That operation is called **convolution**, and its
# results make a **feature map**:


# %%
face = grey[15:335, 120:410]


def show_edges(filter_name):
    bank = filters.bank(filter_name)
    left, right = plots.side_by_side(2, height=4.6)
    plots.image(face, ax=left)
    plots.feature_maps(filters.feature_maps(face, bank), names=bank, ax=right)


# %%
show_edges("prewitt_x")

# %% [markdown] lang="es"
# Blanco es 0: nada que decir. Naranja es positivo, la derecha es más clara; morado es negativo, la
# izquierda es más clara. El fondo liso desapareció y quedaron los contornos. Nadie le explicó al
# computador qué es una cara: solo multiplicó y sumó.
#
# ### Ejercicio 1: cambia una palabra
#
# Así son los ejercicios: una celda que cambias tú, y otra que revisa tu respuesta. Si no es
# correcta, te dice en qué te equivocaste. ¿Quieres una pista? Agrega una celda y ejecuta
# `exercises.horizontal_edges.hint()`; cada vez te da una más. `exercises.horizontal_edges.solution()`
# muestra una solución. Las de todos los ejercicios están también en el panel de archivos, carpeta
# `solutions/es`.
#
# `prewitt_x` encuentra los bordes verticales. Cambia el nombre para que aparezcan los
# **horizontales**, como el borde de la gorra y los marcos de los lentes.

# %% [markdown] lang="en"
# White is 0: nothing to say. Orange is positive, the right is brighter; purple is negative, the left
# is brighter. The plain background is gone, and the outlines are left. Nobody told the computer what
# a face is: it only multiplied and added.
#
# ### Exercise 1: change one word
#
# This is how exercises work: a cell that you change, and another one that looks at your answer. If it
# is not correct, it tells you what went wrong. Would you like a hint? Add a cell and run
# `exercises.horizontal_edges.hint()`; each time it gives one more. `exercises.horizontal_edges.solution()`
# shows a solution. Those of all exercises are also in the file panel, folder `solutions/en`.
#
# `prewitt_x` finds vertical edges. Change the name so that the **horizontal** ones appear, such as
# the brim of the cap and the frames of the glasses.

# %% edition="student"
filter_name = "prewitt_x"

# %% edition="solution"
filter_name = "prewitt_y"

# %%
show_edges(filter_name)

# %%
exercises.horizontal_edges.check(filter_name)

# %% [markdown] lang="es"
# ## Paso 3: encontrar una X
#
# Esta X es una imagen de 9 × 9. Para que las cuentas sean sencillas, el trazo vale 1 y el fondo −1.

# %% [markdown] lang="en"
# ## Step 3: find an X
#
# This X is an image of 9 × 9. To keep the sums simple, the stroke is 1 and the background −1.

# %%
x = images.x_clean()
plots.numbers(x)

# %% [markdown] lang="es"
# ¿De qué está hecha una X? De un trazo que baja, `\`, uno que sube, `/`, y un cruce en el centro.
# Hay un filtro para cada parte, y cada filtro es un dibujo de lo que busca:

# %% [markdown] lang="en"
# What is an X made of? A stroke that falls, `\`, one that rises, `/`, and a crossing in the middle.
# There is one filter for each part, and each filter is a drawing of what it looks for:

# %%
x_filters = filters.bank("x_falling", "x_centre", "x_rising")
left, middle, right = plots.side_by_side(3, height=2)
plots.kernel(x_filters["x_falling"], "x_falling", ax=left)
plots.kernel(x_filters["x_centre"], "x_centre", ax=middle)
plots.kernel(x_filters["x_rising"], "x_rising", ax=right)

# %% [markdown] lang="es"
# **Predice.** Pones un filtro sobre 9 píxeles que son *exactamente* su dibujo: 1 sobre 1 y −1 sobre
# −1. Multiplicas y sumas. ¿Cuánto da?

# %% [markdown] lang="en"
# **Predict.** You lay a filter over 9 pixels that are *exactly* its drawing: 1 on 1 and −1 on −1.
# Multiply and add. What is the sum?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 9

# %%
maps = filters.feature_maps(x, x_filters)
plots.feature_maps(maps, names=x_filters)

# %% lang="es"
# NBVAL_CHECK_OUTPUT
compare(prediction, maps.max())
print("cuántas veces llega a 9 cada filtro:", (maps == 9).sum(axis=(1, 2)))

# %% lang="en"
# NBVAL_CHECK_OUTPUT
compare(prediction, maps.max())
print("how many times each filter reaches 9:", (maps == 9).sum(axis=(1, 2)))

# %% [markdown] lang="es"
# Da 9, porque 1 × 1 y −1 × −1 valen 1, y son 9 productos. Así llega a 9 el primer filtro:

# %% [markdown] lang="en"
# It is 9, because 1 × 1 and −1 × −1 are 1, and there are 9 products. This is how the first filter
# gets to 9:

# %%
plots.step(x, x_filters["x_falling"], 1, 1)

# %% [markdown] lang="es"
# Mira en los tres mapas dónde están los nueves: los de `\` siguen el trazo que baja, los de `/` el
# que sube, y en el centro hay un solo cruce. Trazo, trazo y cruce, cada uno en su sitio:
# **encontraste una X**, con tres tablas de 9 números.
#
# ### Ejercicio 2: ¿y si la X está torcida?
#
# El computador es literal. Para ti, las dos son una X; para él son dos listas de números distintas.

# %% [markdown] lang="en"
# Look where the nines are in the three maps: those of `\` follow the falling stroke, those of `/`
# the rising one, and in the middle there is a single crossing. Stroke, stroke and crossing, each in
# its place: **you found an X**, with three tables of 9 numbers.
#
# ### Exercise 2: and if the X is crooked?
#
# The computer is literal. To you, both are an X; to the computer they are two different lists of
# numbers.

# %%
crooked = images.x_deformed()
left, right = plots.side_by_side(2)
plots.image(x, ax=left)
plots.image(crooked, ax=right)

# %% [markdown] lang="es"
# **Predice.** ¿A cuánto llega ahora el filtro `\`? ¿Otra vez a 9?

# %% [markdown] lang="en"
# **Predict.** How far does the `\` filter get now? To 9 again?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 7

# %% lang="es"
# NBVAL_CHECK_OUTPUT
highest = filters.feature_maps(crooked, x_filters).max(axis=(1, 2))
print("píxeles distintos:", (x != crooked).sum(), "de", x.size)
compare(prediction, highest[0])
print("los tres filtros:", highest)

# %% lang="en"
# NBVAL_CHECK_OUTPUT
highest = filters.feature_maps(crooked, x_filters).max(axis=(1, 2))
print("pixels that differ:", (x != crooked).sum(), "of", x.size)
compare(prediction, highest[0])
print("the three filters:", highest)

# %% [markdown] lang="es"
# Ya ninguno llega a 9, pero los dos trazos llegan a 7: la X deformada todavía se parece a sus
# partes. En vez de exigir un 9, podríamos aceptar «7 o más». Ese es un **umbral**, y con él
# empieza un detector que tolera una X torcida. El cruce, en cambio, se perdió: solo llega a 3.
#
# Una última pregunta. Si la suma es 7, ¿cuántos de los 9 píxeles coinciden con el filtro?

# %% [markdown] lang="en"
# None of them reaches 9 any more, but both strokes reach 7: the crooked X still resembles its
# parts. Instead of insisting on a 9, we could accept “7 or more”. That is a **threshold**, and with
# it begins a detector that tolerates a crooked X. The crossing, however, is lost: it only
# gets to 3.
#
# One last question. If the sum is 7, how many of the 9 pixels agree with the filter?

# %% edition="student"
agreeing = ...

# %% edition="solution"
agreeing = 8

# %%
# NBVAL_CHECK_OUTPUT
exercises.agreeing_pixels.check(agreeing)

# %% [markdown] lang="es"
# ## Para comprobar lo aprendido
#
# Elige una opción y revísala. Las equivocadas también explican algo.

# %% [markdown] lang="en"
# ## Check what you have learned
#
# Choose an option and check it. The wrong ones explain something too.

# %%
widgets.QuizCard(exercises.quiz(0))

# %% [markdown] lang="es"
# ## Lo que ya sabes
#
# - Una imagen es una tabla de números.
# - Un filtro se pone sobre un parche de la imagen, multiplica y suma; al deslizarse deja un mapa.
# - Donde el parche coincide con el dibujo del filtro, la suma es grande: así aparecieron los bordes,
#   y las partes de una X.
#
# Aquí los filtros los escogimos nosotros. Una CNN **los aprende** a partir de ejemplos. Ese es el
# camino del curso.
#
# ## Tu avance
#
# Cada ejercicio resuelto queda anotado en un archivo pequeño de **este** computador: la hora, el
# ejercicio y si salió bien, nada más. Nadie lo ve si tú no se lo das. `exercises.progress.off()` deja
# de anotar, y `exercises.progress.export("avance.csv")` lo convierte en una tabla para quien te enseña.

# %% [markdown] lang="en"
# ## What you know now
#
# - An image is a table of numbers.
# - A filter is laid over a patch of the image, multiplies and adds; sliding, it leaves a map.
# - Where the patch agrees with the drawing in the filter, the sum is large: that is how the edges
#   appeared, and the parts of an X.
#
# Here we chose the filters ourselves. A CNN **learns them** from examples. That is the way this
# course goes.
#
# ## Your progress
#
# Each exercise that you solve is noted down in a small file on **this** computer: the time, the exercise
# and whether it came out right, nothing else. Nobody sees it unless you hand it over.
# `exercises.progress.off()` stops it, and `exercises.progress.export("progress.csv")` makes a table of it
# for whoever teaches you.

# %%
exercises.progress()

# %% [markdown] lang="es"
# ## El mapa del curso
#
# <!-- course-map -->

# %% [markdown] lang="en"
# ## The map of the course
#
# <!-- course-map -->

# %% [markdown] lang="es"
# ## El idioma
#
# Cada lección existe en español y en inglés, y el enlace debajo del título te lleva de una a otra.
# La celda que dice `cnnlab.use_language` decide el idioma de las figuras y de los mensajes de error:
# con `"en"` te hablan en inglés. Si abres el curso con `make lab IN=es` o `make lab IN=en`, eliges
# también el de los menús.
#
# ## Si te atascas
#
# 1. Lee la **última** línea del mensaje de error: dice qué pasó. Si viene de cnnlab, también dice qué
#    hacer.
# 2. Borra la memoria con ↻ y ejecuta todo en orden, de arriba hacia abajo.
# 3. Pon el cursor dentro de los paréntesis de una función y presiona <kbd>Shift</kbd> +
#    <kbd>Tab</kbd>: verás su ayuda.
# 4. Escribe `filters.get??` en una celda y ejecútala: verás su código. Está escrito para que lo
#    leas, y es parte del curso.
# 5. Si preguntas a alguien, copia el mensaje completo, no solo «no funciona».
#
# ## De dónde viene este curso
#
# Los temas son los de la clase *Redes Neuronales Convolucionales* de Marco Teran (Universidad
# Sergio Arboleda, 2023). Las lecciones los ponen en práctica en el mismo orden, con sus ejemplos: la
# X de este cuaderno viene de ahí. Donde una fórmula o un dato necesitaba una corrección, la lección
# lo dice abiertamente.

# %% [markdown] lang="en"
# ## The language
#
# Each lesson exists in Spanish and in English, and the link below its title takes you from one to
# the other. The cell that says `cnnlab.use_language` decides the language of the figures and of the
# error messages: with `"es"` they speak Spanish. If you open the course with `make lab IN=es` or
# `make lab IN=en`, you choose the language of the menus too.
#
# ## If you get stuck
#
# 1. Read the **last** line of the error message: it says what happened. If it comes from cnnlab, it
#    also says what to do.
# 2. Clear the memory with ↻ and run everything in order, from top to bottom.
# 3. Put the cursor between the parentheses of a function and press <kbd>Shift</kbd> +
#    <kbd>Tab</kbd>: you see its help.
# 4. Write `filters.get??` in a cell and run it: you see its code. It was written for you to read,
#    and is part of the course.
# 5. When you ask somebody, copy the whole message, not just “it doesn't work”.
#
# ## Where this course comes from
#
# Its topics are those of the lecture *Redes Neuronales Convolucionales* by Marco Teran (Universidad
# Sergio Arboleda, 2023). The lessons put them into practice in the same order, with its examples:
# the X of this notebook comes from there. Where a formula or a fact needed a correction, the lesson
# says so openly.
