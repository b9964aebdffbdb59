# ---
# cnnlab:
#   title:
#     es: "¿X o X?"
#     en: "X or X?"
#   minutes: 50
#   topics:
#     es: [el computador es literal, tres filtros que hallan las partes de una X, "el umbral, y los dos errores entre los que elige"]
#     en: [the computer is literal, three filters that find the parts of an X, "the threshold, and the two mistakes it chooses between"]
#   needs: [01_pixels_as_numbers]
# ---

# %% [markdown] lang="es"
# Dos dibujos de una X. Tú ves la misma letra; el computador ve 81 números contra otros 81.
#
# Al terminar esta lección podrás:
#
# - mostrar con números por qué comparar dos imágenes píxel por píxel no sirve para reconocer;
# - calcular a mano cuánto se parece un parche a un filtro, y decir en cuántos píxeles difieren;
# - llevar un filtro a todos los lugares de una imagen y leer dónde encontró su parte;
# - armar un detector de X con tres filtros y tres umbrales;
# - contar sus aciertos y sus dos clases de error, y explicar qué lo engaña.
#
# Donde veas `prediction = ...`, escribe tu respuesta antes de ejecutar.

# %% [markdown] lang="en"
# Two drawings of an X. You see the same letter; the computer sees 81 numbers against another 81.
#
# By the end of this lesson you will be able to:
#
# - show with numbers why comparing two images pixel by pixel is no way to recognise anything;
# - work out by hand how much a patch resembles a filter, and say in how many pixels they differ;
# - take a filter to every place of an image and read where it found its part;
# - build an X detector out of three filters and three thresholds;
# - count what it gets right and its two kinds of mistake, and explain what fools it.
#
# Wherever you see `prediction = ...`, write your answer before you run the cell.

# %%
import numpy as np

from cnnlab import datasets, exercises, images, plots, widgets
from cnnlab.exercises import compare

# %% [markdown] lang="es"
# ## 1. Dos dibujos, una letra
#
# ¿Qué letras son estas?

# %% [markdown] lang="en"
# ## 1. Two drawings, one letter
#
# Which letters are these?

# %%
clean, deformed = images.x_clean(), images.x_deformed()
left, right = plots.side_by_side(2)
plots.image(clean, ax=left)
plots.image(deformed, ax=right)

# %% [markdown] lang="es"
# Dos X, una limpia y otra deformada. No tuviste que pensarlo. El computador recibe esto: 9 filas
# de 9 números, **1 en los trazos y −1 en el papel**.

# %% [markdown] lang="en"
# Two X's, one clean and one deformed. You didn't have to think. The computer receives this: 9 rows
# of 9 numbers, **1 on the strokes and −1 on the paper**.

# %%
print(clean)

# %% [markdown] lang="es"
# ## 2. El computador es literal
#
# Preguntémosle si los dos dibujos son iguales. **Predice** qué responde: ¿`True` o `False`?

# %% [markdown] lang="en"
# ## 2. The computer is literal
#
# Let us ask it whether the two drawings are equal. **Predict** its answer: `True` or `False`?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = False

# %% tags=["raises-exception"]
bool(clean == deformed)

# %% [markdown] lang="es"
# Ninguna de las dos: un error, que dice que la verdad de una tabla con más de un elemento es
# ambigua. Es que `==` no hace una sola pregunta, sino 81: ¿es este píxel igual a aquel? Hay que decir
# cómo juntar las respuestas. `.all()` exige que **todas** sean `True`; `.sum()` las **cuenta**.

# %% [markdown] lang="en"
# Neither: an error, which says that the truth of an array with more than one element is ambiguous.
# For `==` doesn't ask one question but 81: is this pixel equal to that one? We have to say how to
# put the answers together. `.all()` demands that **every one** be `True`; `.sum()` **counts** them.

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, bool((clean == deformed).all()))

# %% [markdown] lang="es"
# `False`: basta un píxel distinto. Tal vez sea pedir demasiado. Contemos en cuántos píxeles
# **coinciden**.

# %% [markdown] lang="en"
# `False`: a single different pixel is enough. Perhaps that is asking too much. Let us count in how
# many pixels they **agree**.

# %%
# NBVAL_CHECK_OUTPUT
print((clean == deformed).sum(), clean.size)

# %% [markdown] lang="es"
# Coinciden en 66 de 81. Parece bastante: ¿y si llamamos X a todo lo que coincida en 66 o más?
#
# Antes de confiar, probemos con una X idéntica, movida un píxel a la derecha. La X limpia tiene 13
# píxeles de trazo, y después del movimiento **ninguno** cae sobre un trazo de la original.
# **Predice:** ¿en cuántos de los 81 píxeles coinciden?

# %% [markdown] lang="en"
# They agree in 66 out of 81. That looks like a lot: what if we call X whatever agrees in 66 or more?
#
# Before we trust it, let us try an identical X, moved one pixel to the right. The clean X has 13
# pixels of stroke, and after the move **none** of them lies on a stroke of the original.
# **Predict:** in how many of the 81 pixels do they agree?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 55

# %%
# NBVAL_CHECK_OUTPUT
moved = np.roll(clean, 1, axis=1)
print((clean > 0).sum(), ((clean > 0) & (moved > 0)).sum())
compare(prediction, (clean == moved).sum())

# %% [markdown] lang="es"
# Difieren en los 13 trazos de una y en los 13 de la otra: 81 − 26 = 55. Una X, la misma, y coincide
# *menos* que la deformada. Ahora dos dibujos que no son una X: una hoja vacía y una O.

# %% [markdown] lang="en"
# They differ in the 13 strokes of one and in the 13 of the other: 81 − 26 = 55. An X, the very same,
# and it agrees *less* than the deformed one. Now two drawings that are no X: an empty sheet and an O.

# %%
def sheet(drawing):
    return np.pad(images.from_drawing(drawing), 1, constant_values=-1)

empty = np.full((9, 9), -1)
letter_o = sheet("..xxx../.x...x./x.....x/x.....x/x.....x/.x...x./..xxx..")

# %%
# NBVAL_CHECK_OUTPUT
for drawing in (empty, deformed, letter_o, moved):
    print((clean == drawing).sum())

# %%
four = [empty, deformed, letter_o, moved]
for ax, drawing in zip(plots.side_by_side(4, height=2.4), four, strict=True):
    plots.image(drawing, title=f"{(clean == drawing).sum()} / 81", ax=ax)

# %% [markdown] lang="es"
# Para quien compara píxel por píxel, **una hoja vacía (68) se parece más a una X que la X deformada
# (66)**, y una O (60) más que la misma X movida (55). No hay un mínimo que sirva: el que deje entrar
# a la X movida deja entrar a los otros tres.
#
# El truco de la hoja vacía es que casi todo es papel: acierta en los 68 píxeles donde no hay nada.

# %% [markdown] lang="en"
# To someone who compares pixel by pixel, **an empty sheet (68) looks more like an X than the deformed
# X does (66)**, and an O (60) more than the same X moved (55). There is no minimum that works: one
# that lets the moved X in lets in the other three.
#
# The trick of the empty sheet is that nearly everything is paper: it is right in the 68 pixels where
# there is nothing.

# %% [markdown] lang="es"
# ### Ejercicio 1: contar coincidencias
#
# Completa la función: cuántos píxeles son iguales en dos imágenes de la misma forma. Los píxeles
# pueden ser otros números, no solo 1 y −1.
#
# La celda siguiente la revisa con imágenes que no ves. Si te atascas, escribe en una celda nueva
# `exercises.pixels_that_agree.hint()`; cada vez que la pides, la pista dice un poco más. La solución
# está en `exercises.pixels_that_agree.solution()`. Así es en todos los ejercicios.

# %% [markdown] lang="en"
# ### Exercise 1: count the agreements
#
# Complete the function: how many pixels are equal in two images of the same shape. The pixels may be
# other numbers, not only 1 and −1.
#
# The next cell checks it on images that you don't see. If you are stuck, write
# `exercises.pixels_that_agree.hint()` in a new cell; each time you ask, the hint says a little more.
# The solution is in `exercises.pixels_that_agree.solution()`. It is the same in every exercise.

# %% edition="student"
def pixels_that_agree(first, second):
    return ...

# %% edition="solution"
def pixels_that_agree(first, second):
    return (first == second).sum()

# %%
exercises.pixels_that_agree.check(pixels_that_agree)

# %% [markdown] lang="es"
# ## 3. Mirar las partes
#
# ¿Qué hiciste tú para ver una X en la deformada? Una X es un trazo que baja, un trazo que sube, y un
# cruce. Las partes siguen ahí aunque el conjunto se haya movido o torcido. Busquemos, entonces,
# **partes**: pedacitos de 3 × 3.
#
# En `images.from_drawing`, la `x` vale 1, el punto vale −1 y la barra separa las filas.

# %% [markdown] lang="en"
# ## 3. Look at the parts
#
# What did you do to see an X in the deformed one? An X is a falling stroke, a rising stroke, and a
# crossing. The parts are still there though the whole has moved or bent. So let us look for
# **parts**: little pieces of 3 × 3.
#
# In `images.from_drawing`, an `x` is 1, a dot is −1, and the slash separates the rows.

# %%
falling = images.from_drawing("x../.x./..x")
centre = images.from_drawing("x.x/.x./x.x")
rising = images.from_drawing("..x/.x./x..")
parts = {"\\": falling, "X": centre, "/": rising}

# %%
for ax, name in zip(plots.side_by_side(3, height=2.2), parts, strict=True):
    plots.kernel(parts[name], title=name, ax=ax)

# %% [markdown] lang="es"
# Cada una se llama **filtro** (o *núcleo*), y es **un dibujo de lo que busca**. Un pedazo de la imagen del mismo
# tamaño se llama **parche**. ¿Cómo medir cuánto se parecen?
#
# Multiplica cada píxel del parche por el número del filtro que le toca:
#
# | píxel | filtro | producto | |
# |:-:|:-:|:-:|:--|
# | 1 | 1 | 1 | coinciden |
# | −1 | −1 | 1 | coinciden |
# | 1 | −1 | −1 | difieren |
# | −1 | 1 | −1 | difieren |
#
# **Iguales dan 1, distintos dan −1.** La suma de los 9 productos es la respuesta del filtro.
#
# Hagámoslo con el centro de la X limpia (filas 3 a 5, columnas 3 a 5) y el filtro `\`. Fila por fila,
# píxel por filtro:
#
# $$
# \begin{aligned}
#  & 1 \cdot 1 + (-1)(-1) + 1 \cdot (-1) \\
#  +\; & (-1)(-1) + 1 \cdot 1 + (-1)(-1) \\
#  +\; & 1 \cdot (-1) + (-1)(-1) + 1 \cdot 1
# \end{aligned}
# $$
#
# **Predice:** ¿cuánto suma?

# %% [markdown] lang="en"
# Each of them is called a **filter** (or *kernel*), and it is **a drawing of what it looks for**. A piece of the
# image of the same size is called a **patch**. How can we measure how alike they are?
#
# Multiply each pixel of the patch by the number of the filter that lies on it:
#
# | pixel | filter | product | |
# |:-:|:-:|:-:|:--|
# | 1 | 1 | 1 | they agree |
# | −1 | −1 | 1 | they agree |
# | 1 | −1 | −1 | they differ |
# | −1 | 1 | −1 | they differ |
#
# **Equal ones give 1, different ones give −1.** The sum of the 9 products is the filter's answer.
#
# Let us do it with the middle of the clean X (rows 3 to 5, columns 3 to 5) and the filter `\`. Row by
# row, pixel times filter:
#
# $$
# \begin{aligned}
#  & 1 \cdot 1 + (-1)(-1) + 1 \cdot (-1) \\
#  +\; & (-1)(-1) + 1 \cdot 1 + (-1)(-1) \\
#  +\; & 1 \cdot (-1) + (-1)(-1) + 1 \cdot 1
# \end{aligned}
# $$
#
# **Predict:** what is the sum?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 5

# %%
# NBVAL_CHECK_OUTPUT
patch = clean[3:6, 3:6]
print(patch * falling)
compare(prediction, (patch * falling).sum())

# %% [markdown] lang="es"
# Siete coinciden y dos difieren: 7 − 2 = 5. Los dos que difieren son las esquinas del otro trazo.
#
# Ahora el parche que empieza en la fila 1, columna 1: el brazo de arriba a la izquierda. Es, píxel
# por píxel, igual al filtro `\`. Y con el filtro del cruce, el parche que empieza en la fila 2, columna
# 3. **Predice** las dos sumas: mira el dibujo de la X y escribe una lista de dos números.

# %% [markdown] lang="en"
# Seven agree and two differ: 7 − 2 = 5. The two that differ are the corners of the other stroke.
#
# Now the patch that starts at row 1, column 1: the arm at the top left. It is, pixel by pixel, equal
# to the filter `\`. And, with the filter of the crossing, the patch that starts at row 2, column 3.
# **Predict** both sums: look at the drawing of the X and write a list of two numbers.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [9, -7]

# %%
# NBVAL_CHECK_OUTPUT
arm, above = clean[1:4, 1:4], clean[2:5, 3:6]
compare(prediction, [int((arm * falling).sum()), int((above * centre).sum())])
print(above)

# %% [markdown] lang="es"
# - **9**: los nueve coinciden. Más no se puede.
# - **−7**: solo uno coincide y ocho difieren. Un número muy negativo dice «casi lo contrario»; no dice
#   «nada».
#
# Cada píxel que pasa de coincidir a diferir cambia un +1 por un −1, es decir, **resta 2**:
#
# $$ \text{suma} = 9 - 2 \cdot \text{distintos} $$
#
# Por eso un filtro de 3 × 3 solo puede responder 9, 7, 5, 3, 1, −1, −3, −5, −7 o −9. Verás también la
# suma dividida entre 9, para que la coincidencia perfecta valga 1 [1]: la cuenta es la misma.

# %% [markdown] lang="en"
# - **9**: all nine agree. There is no more to get.
# - **−7**: only one agrees and eight differ. A very negative number says "almost the opposite"; it
#   doesn't say "nothing".
#
# Each pixel that goes from agreeing to differing turns a +1 into a −1, that is, it **takes away 2**:
#
# $$ \text{sum} = 9 - 2 \cdot \text{different} $$
#
# So a 3 × 3 filter can only answer 9, 7, 5, 3, 1, −1, −3, −5, −7 or −9. You will also see the sum
# divided by 9, so that a perfect match is 1 [1]: it is the same calculation.

# %% [markdown] lang="es"
# ### Ejercicio 2: la respuesta de un filtro
#
# Multiplica elemento por elemento y suma. Funciona con filtros de cualquier tamaño y con cualquier
# número, no solo 1 y −1.

# %% [markdown] lang="en"
# ### Exercise 2: a filter's answer
#
# Multiply element by element and add. It works with filters of any size and with any number, not only
# 1 and −1.

# %% edition="student"
def patch_score(patch, part):
    return ...

# %% edition="solution"
def patch_score(patch, part):
    return (patch * part).sum()

# %%
exercises.patch_score.check(patch_score)

# %% [markdown] lang="es"
# ### Ejercicio 3: ¿cuántos píxeles difieren?
#
# Ahora al revés. Un filtro de unos y menos unos tiene `size` filas y `size` columnas, y su respuesta
# en un parche de unos y menos unos fue `score`. ¿En cuántos píxeles difieren?

# %% [markdown] lang="en"
# ### Exercise 3: how many pixels differ?
#
# Now the other way round. A filter of ones and minus ones has `size` rows and `size` columns, and its
# answer on a patch of ones and minus ones was `score`. In how many pixels do they differ?

# %% edition="student"
def pixels_that_differ(size, score):
    return ...

# %% edition="solution"
def pixels_that_differ(size, score):
    return (size * size - score) // 2

# %%
exercises.pixels_that_differ.check(pixels_that_differ)

# %% [markdown] lang="es"
# ## 4. El filtro, en todos los lugares
#
# No sabemos dónde está la parte, así que ponemos el filtro en **todos** los lugares donde cabe y
# anotamos cada respuesta. En una fila de 9 píxeles, un filtro de ancho 3 puede empezar en las columnas
# 0 a 6: son 7. De arriba abajo, lo mismo. Sale un **mapa** de 7 × 7 respuestas.

# %% [markdown] lang="en"
# ## 4. The filter, at every place
#
# We don't know where the part is, so we put the filter at **every** place where it fits and write down
# each answer. In a row of 9 pixels, a filter 3 wide can start at columns 0 to 6: that makes 7. From
# top to bottom, the same. The result is a **map** of 7 × 7 answers.

# %%
def everywhere(image, part):
    answers = np.zeros((7, 7), dtype=int)
    for row in range(7):
        for col in range(7):
            patch = image[row:row + 3, col:col + 3]
            answers[row, col] = (patch * part).sum()
    return answers

# %% [markdown] lang="es"
# El número de la fila 3, columna 3 del mapa es el que calculaste a mano. Aquí está esa cuenta, con el
# mapa lleno hasta ahí:

# %% [markdown] lang="en"
# The number at row 3, column 3 of the map is the one you worked out by hand. Here is that sum, with
# the map filled up to there:

# %%
plots.step(clean, falling, 3, 3)

# %% [markdown] lang="es"
# Cuidado con las coordenadas: `[3, 3]` en el mapa es la **esquina** superior izquierda del parche, no
# su centro. Ese parche ocupa las filas 3 a 5 y las columnas 3 a 5.
#
# **Predice:** en la X limpia, ¿en cuántos lugares llega a 9 cada filtro? Escribe una lista de tres
# números, en el orden `\`, `X`, `/`.

# %% [markdown] lang="en"
# Mind the coordinates: `[3, 3]` in the map is the top left **corner** of the patch, not its middle.
# That patch covers rows 3 to 5 and columns 3 to 5.
#
# **Predict:** in the clean X, at how many places does each filter reach 9? Write a list of three
# numbers, in the order `\`, `X`, `/`.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [4, 1, 4]

# %%
# NBVAL_CHECK_OUTPUT
clean_maps = [everywhere(clean, part) for part in parts.values()]
compare(prediction, [int((answers == 9).sum()) for answers in clean_maps])
for name, answers in zip(parts, clean_maps, strict=True):
    print(name, np.argwhere(answers == 9).tolist())

# %%
plots.feature_maps(clean_maps, parts)

# %% [markdown] lang="es"
# Naranja es positivo, morado es negativo y blanco es cero. El trazo que baja aparece cuatro veces,
# sobre una diagonal; el que sube, cuatro veces sobre la otra; el cruce, una sola vez, en `[3, 3]`: el
# parche del centro. **El computador encontró las partes de la X, y sabe dónde están.**
#
# Ahora la X movida un píxel a la derecha, la que coincidía en solo 55. **Predice** dónde llega a 9 el
# filtro del cruce: `[fila, columna]`.

# %% [markdown] lang="en"
# Orange is positive, purple is negative and white is zero. The falling stroke turns up four times,
# along one diagonal; the rising one four times along the other; the crossing only once, at `[3, 3]`:
# the patch in the middle. **The computer has found the parts of the X, and knows where they are.**
#
# Now the X moved one pixel to the right, the one that agreed in only 55. **Predict** where the filter
# of the crossing reaches 9: `[row, column]`.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [3, 4]

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, np.argwhere(everywhere(moved, centre) == 9)[0])

# %% [markdown] lang="es"
# Sigue siendo 9, un lugar más a la derecha. Moverla hundió la comparación de imágenes completas; a
# las partes no les hizo nada.

# %% [markdown] lang="en"
# It is still 9, one place further to the right. The move ruined the comparison of whole images; it did
# nothing to the parts.

# %% [markdown] lang="es"
# ### Ejercicio 4: para cualquier tamaño
#
# `everywhere` solo sirve para imágenes de 9 × 9 y filtros de 3 × 3. Escribe una que sirva para
# cualquier imagen y cualquier filtro que quepa en ella, aunque no sean cuadrados: `image.shape` da
# (filas, columnas). ¿Cuántos lugares hay a lo alto, y cuántos a lo ancho?

# %% [markdown] lang="en"
# ### Exercise 4: for any size
#
# `everywhere` is only good for images of 9 × 9 and filters of 3 × 3. Write one that is good for any
# image and any filter that fits into it, square or not: `image.shape` gives (rows, columns). How many
# places are there downwards, and how many across?

# %% edition="student"
def score_everywhere(image, part):
    ...

# %% edition="solution"
def score_everywhere(image, part):
    height, width = part.shape
    rows, cols = image.shape[0] - height + 1, image.shape[1] - width + 1
    answers = np.zeros((rows, cols))
    for row in range(rows):
        for col in range(cols):
            patch = image[row:row + height, col:col + width]
            answers[row, col] = (patch * part).sum()
    return answers

# %%
exercises.score_everywhere.check(score_everywhere)

# %% [markdown] lang="es"
# ## 5. La X deformada, y el umbral
#
# En la X limpia los tres mapas llegan a 9. **Predice** hasta dónde llega cada uno en la deformada:
# tres números, en el orden `\`, `X`, `/`. Mira su dibujo: ¿hay un trazo `\` perfecto? ¿Y un cruce?

# %% [markdown] lang="en"
# ## 5. The deformed X, and the threshold
#
# In the clean X all three maps reach 9. **Predict** how far each one gets in the deformed X: three
# numbers, in the order `\`, `X`, `/`. Look at its drawing: is there a perfect stroke `\`? And a
# crossing?

# %%
plots.image(deformed)

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [7, 3, 7]

# %%
# NBVAL_CHECK_OUTPUT
deformed_maps = [everywhere(deformed, part) for part in parts.values()]
compare(prediction, [int(answers.max()) for answers in deformed_maps])

# %% [markdown] lang="es"
# Ninguno llega a 9. Si exigimos la coincidencia perfecta, no hay ni una sola parte, y no hay X. Hay que
# aceptar «bastante parecido»: fijar un **umbral** y decir que la parte está si la respuesta lo
# **supera**. Para los trazos sirve un umbral de 6. Para el cruce tendría que ser menor que 3.
#
# Un umbral de 6 es lo mismo que sumarle −6 a cada respuesta y preguntar si queda algo positivo. Escrito
# así se llama **sesgo**: es el umbral con el signo cambiado, y volverás a encontrarlo en cada neurona.
#
# ¿Y dónde están esos máximos?

# %% [markdown] lang="en"
# None of them reaches 9. If we insist on a perfect match, there isn't a single part, and no X. We have
# to accept "similar enough": set a **threshold**, and say that the part is there if the answer
# **exceeds** it. For the strokes a threshold of 6 will do. For the crossing it would have to be less
# than 3.
#
# A threshold of 6 is the same as adding −6 to every answer and asking whether anything positive is
# left. Written like that it is called a **bias**: the threshold with its sign changed, and you will
# meet it again in every neuron.
#
# And where are those maxima?

# %%
# NBVAL_CHECK_OUTPUT
for name, answers in zip(parts, deformed_maps, strict=True):
    print(name, np.argwhere(answers == answers.max()).tolist())
print(deformed_maps[1][3, 3])

# %%
plots.feature_maps(deformed_maps, parts)

# %% [markdown] lang="es"
# Los trazos aparecen donde tú los ves: `\` en el brazo de arriba a la izquierda, `[1, 0]`, y en el de
# abajo a la derecha, `[6, 6]`; `/` en el de arriba a la derecha, `[0, 6]`. El cruce, en cambio, está
# perdido: su 3 se repite en siete lugares, y en el centro del dibujo, `[3, 3]`, da solo 1. Un cruce
# tan torcido ya no se parece al filtro que lo busca.

# %% [markdown] lang="en"
# The strokes turn up where you see them: `\` in the arm at the top left, `[1, 0]`, and in the one at
# the bottom right, `[6, 6]`; `/` in the one at the top right, `[0, 6]`. The crossing, however, is lost:
# its 3 occurs at seven places, and in the middle of the drawing, `[3, 3]`, it gives only 1. A crossing
# so bent no longer looks like the filter that looks for it.

# %% [markdown] lang="es"
# ## 6. Un detector de X
#
# Ya tenemos todo: de cada mapa, el número **mayor** dice si la parte está en algún lugar; y es una X si
# **las tres** partes están.

# %% [markdown] lang="en"
# ## 6. An X detector
#
# We have it all: the **largest** number of each map says whether the part is anywhere; and it is an X
# if **all three** parts are there.

# %%
# NBVAL_CHECK_OUTPUT
def largest_answers(image):
    return np.array([everywhere(image, part).max() for part in parts.values()])

print(largest_answers(clean), largest_answers(deformed), largest_answers(letter_o))

# %% [markdown] lang="es"
# ### Ejercicio 5: el veredicto
#
# `largest` es un arreglo con la respuesta mayor de cada filtro, y `thresholds` otro con sus umbrales;
# pueden ser más o menos de tres. Devuelve `True` si **cada** respuesta **supera** su propio umbral, y
# `False` si no.

# %% [markdown] lang="en"
# ### Exercise 5: the verdict
#
# `largest` is an array with the largest answer of each filter, and `thresholds` another with their
# thresholds; there may be more or fewer than three. Return `True` if **each** answer **exceeds** its
# own threshold, and `False` if not.

# %% edition="student"
def all_parts_found(largest, thresholds):
    return ...

# %% edition="solution"
def all_parts_found(largest, thresholds):
    return (largest > thresholds).all()

# %%
exercises.all_parts_found.check(all_parts_found)

# %% [markdown] lang="es"
# El detector completo, y una primera prueba: los 9 lugares de la hoja en que cabe la X limpia. ¿Cuántas
# de esas X reconoce el `==`, y cuántas el detector con un umbral de 8?

# %% [markdown] lang="en"
# The whole detector, and a first trial: the 9 places of the sheet where the clean X fits. How many of
# those X's does `==` recognise, and how many does the detector with a threshold of 8?

# %%
def is_x(image, thresholds):
    return bool((largest_answers(image) > thresholds).all())

# %%
# NBVAL_CHECK_OUTPUT
places = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
moved_ones = [np.roll(clean, place, axis=(0, 1)) for place in places]
print(sum(bool((image == clean).all()) for image in moved_ones))
print(sum(is_x(image, 8) for image in moved_ones))

# %% [markdown] lang="es"
# Una de 9 contra 9 de 9. Para eso sirve buscar partes en todos los lugares.
#
# ### Engáñalo, y sálvalo
#
# Este es el mismo detector, con todos sus pasos a la vista. En cada fila, de izquierda a derecha: el
# filtro y su umbral; el mapa; el mapa con el sesgo sumado; lo mismo con un 0 donde quedó algo negativo;
# y el número mayor, la **evidencia** de que la parte está. El veredicto mira la menor de las tres
# evidencias. (*ReLU* y *max pooling* son los nombres de los dos últimos pasos; los estudia la lección
# 7.)
#
# 1. Haz que la X deformada sea una X: quita la marca de «Mismo umbral» y baja cada umbral por separado, lo
#    menos posible.
# 2. Sin tocar los umbrales, elige la «O» en la lista. ¿Qué dice el detector? **Sálvalo**: busca umbrales
#    que rechacen la O y acepten la X limpia.
# 3. Vuelve a poner los tres umbrales en 8, presiona «Borrar» y dibuja algo que **no** sea una X, pero que
#    el detector tome por una.
# 4. ¿Hay umbrales que rechacen *ese* dibujo y acepten la X limpia? Piensa por qué antes de seguir.

# %% [markdown] lang="en"
# One out of 9 against 9 out of 9. That is what looking for parts at every place is good for.
#
# ### Fool it, and save it
#
# This is the same detector with all its steps in view. In each row, from left to right: the filter and
# its threshold; the map; the map with the bias added; the same with a 0 wherever something negative was
# left; and the largest number, the **evidence** that the part is there. The verdict looks at the
# smallest of the three evidences. (*ReLU* and *max pooling* are the names of the last two steps; lesson
# 7 studies them.)
#
# 1. Make the deformed X an X: untick "Same threshold" and bring each threshold down on its own, as little
#    as possible.
# 2. Without touching the thresholds, choose the "O" from the list. What does the detector say? **Save
#    it**: look for thresholds that reject the O and accept the clean X.
# 3. Put all three thresholds back to 8, press "Clear" and draw something that is **not** an X, but that
#    the detector takes for one.
# 4. Are there thresholds that reject *that* drawing and accept the clean X? Think why before you go on.

# %%
detector = widgets.XDetector(deformed, pool=None)
detector

# %% [markdown] lang="es"
# Lo que hiciste con la mano se puede leer en una celda: las tres respuestas mayores, los umbrales y el
# veredicto de lo que está dibujado ahora.

# %% [markdown] lang="en"
# What you did by hand can be read in a cell: the three largest answers, the thresholds and the verdict
# on what is drawn now.

# %%
print(detector.maps.max(axis=(1, 2)), detector.thresholds, detector.verdict)

# %% [markdown] lang="es"
# ## 7. ¿Qué tan bueno es? Contemos
#
# Un detector no se juzga con dos dibujos. Aquí hay 7 X y 7 dibujos que no lo son.
# `datasets.draw_shape` dibuja una forma con el giro, la escala o el grosor que le pidas.

# %% [markdown] lang="en"
# ## 7. How good is it? Let us count
#
# A detector isn't judged by two drawings. Here are 7 X's and 7 drawings that aren't.
# `datasets.draw_shape` draws a shape with the turn, the scale or the stroke that you ask for.

# %%
def drawn(name, **how):
    return np.where(datasets.draw_shape(name, size=9, **how) > 0.5, 1, -1)

# %% lang="es"
xs = {
    "limpia": clean, "movida": moved, "deformada": deformed,
    "encogida": drawn("x", scale=0.5), "gruesa": drawn("x", stroke=2),
    "giro 10°": drawn("x", angle=10), "giro 20°": drawn("x", angle=20),
}

# %% lang="en"
xs = {
    "clean": clean, "moved": moved, "deformed": deformed,
    "shrunk": drawn("x", scale=0.5), "thick": drawn("x", stroke=2),
    "turn 10°": drawn("x", angle=10), "turn 20°": drawn("x", angle=20),
}

# %% [markdown] lang="es"
# El último de los que no son una X son las tres partes **sueltas**: pegadas en cualquier lugar.

# %% [markdown] lang="en"
# The last of those that are no X is the three parts, **loose**: pasted just anywhere.

# %%
letter_v = sheet("x.....x/x.....x/.x...x./.x...x./..x.x../..x.x../...x...")
letter_y = sheet("x.....x/.x...x./..x.x../...x.../...x.../...x.../...x...")
scattered = empty.copy()
scattered[0:3, 5:8] = rising
scattered[4:7, 0:3] = falling
scattered[5:8, 5:8] = centre

# %% lang="es"
others = {
    "vacía": empty, "O": letter_o, "V": letter_v, "Y": letter_y,
    "+": drawn("plus"), "solo \\": np.where(np.eye(9) > 0, 1, -1),
    "sueltas": scattered,
}

# %% lang="en"
others = {
    "empty": empty, "O": letter_o, "V": letter_v, "Y": letter_y,
    "+": drawn("plus"), "only \\": np.where(np.eye(9) > 0, 1, -1),
    "loose": scattered,
}

# %%
for group in (xs, others):
    for ax, name in zip(plots.side_by_side(7, height=1.5), group, strict=True):
        plots.image(group[name], title=name, ax=ax)
        ax.set(xticks=[], yticks=[], xlabel="", ylabel="")

# %% [markdown] lang="es"
# **Predice:** con umbral 8 en los tres filtros (es decir, solo vale el 9), ¿cuántas de las 7 X reconoce,
# y a cuántos de los otros 7 toma por una X? Escribe `[reconocidas, falsas]`.

# %% [markdown] lang="en"
# **Predict:** with threshold 8 in all three filters (that is, only a 9 counts), how many of the 7 X's
# does it recognise, and how many of the other 7 does it take for an X? Write `[recognised, false]`.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [2, 1]

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, [sum(is_x(image, 8) for image in group.values())
                     for group in (xs, others)])

# %% [markdown] lang="es"
# Uno por uno: las tres respuestas mayores, el veredicto con umbral 8 y con umbral 6, y si el detector
# acertó (✓) o no (✗).

# %% [markdown] lang="en"
# One by one: the three largest answers, the verdict with threshold 8 and with threshold 6, and whether
# the detector was right (✓) or wrong (✗).

# %%
# NBVAL_CHECK_OUTPUT
for group, truth in ((xs, True), (others, False)):
    for name, image in group.items():
        words = ""
        for threshold in (8, 6):
            said = is_x(image, threshold)
            words += f"{'X' if said else 'no X':>8} {'✓' if said == truth else '✗'}"
        print(f"{name:>10} {largest_answers(image)!s:>10}{words}")

# %% [markdown] lang="es"
# Hay dos maneras de equivocarse: **perder** una X que sí lo es, y dar una **falsa alarma**. Contémoslas
# para cada umbral.

# %% [markdown] lang="en"
# There are two ways to be wrong: to **miss** an X that is one, and to raise a **false alarm**. Let us
# count them for each threshold.

# %%
def mistakes(thresholds):
    missed = sum(not is_x(image, thresholds) for image in xs.values())
    false_alarms = sum(is_x(image, thresholds) for image in others.values())
    return missed, false_alarms

# %% lang="es"
# NBVAL_CHECK_OUTPUT
for threshold in (8, 6, 4, 2, 0, -2):
    missed, false = mistakes(threshold)
    right = 14 - missed - false
    print(f"umbral {threshold:2}: pierde {missed}, falsas {false}, acierta {right}")

# %% lang="en"
# NBVAL_CHECK_OUTPUT
for threshold in (8, 6, 4, 2, 0, -2):
    missed, false = mistakes(threshold)
    right = 14 - missed - false
    print(f"threshold {threshold:2}: misses {missed}, false {false}, right {right}")

# %% [markdown] lang="es"
# Lee la tabla de arriba abajo. Al bajar el umbral las X perdidas nunca aumentan, y las falsas alarmas
# nunca disminuyen: **un umbral más bajo solo puede dejar pasar más dibujos**, buenos y malos. Lo que se
# elige es entre qué errores.
#
# El mejor umbral común acierta 10 de 14. Responder siempre «no es una X» acertaría 7: a esa cifra hay
# que ganarle. ¿Y si cada filtro tuviera su propio umbral? Probemos todas las combinaciones que pueden
# cambiar algo.

# %% [markdown] lang="en"
# Read the table from top to bottom. As the threshold comes down, the missed X's never become more, and
# the false alarms never become fewer: **a lower threshold can only let more drawings pass**, good ones
# and bad ones. What one chooses is between mistakes.
#
# The best common threshold gets 10 of 14 right. Always answering "not an X" would get 7: that is the
# figure to beat. And if each filter had a threshold of its own? Let us try every combination that can
# change anything.

# %%
# NBVAL_CHECK_OUTPUT
steps = (8, 6, 4, 2, 0, -2)
x_largest = np.array([largest_answers(image) for image in xs.values()])
other_largest = np.array([largest_answers(image) for image in others.values()])
three = [(a, b, c) for a in steps for b in steps for c in steps]
right = [sum((x_largest > t).all(axis=1)) + 7 - sum((other_largest > t).all(axis=1))
         for t in three]
print(len(three), max(right))

# %% [markdown] lang="es"
# 216 combinaciones, y ninguna pasa de 10. No es falta de paciencia: hay parejas que ningún umbral puede
# separar.

# %% [markdown] lang="en"
# 216 combinations, and none gets beyond 10. It isn't for lack of patience: there are pairs that no
# threshold can tell apart.

# %% [markdown] lang="es"
# ### Ejercicio 6: ¿hay unos umbrales para los dos?
#
# La X deformada responde 7, 3, 7. La O responde 9, 5, 9. ¿Hay tres umbrales que acepten a la X
# deformada y rechacen a la O?
#
# - **a.** Sí: bajando el umbral del cruce y dejando los otros en 6.
# - **b.** Sí: subiendo los umbrales de los trazos.
# - **c.** No hay ninguno.
#
# Escribe `"a"`, `"b"` o `"c"`.

# %% [markdown] lang="en"
# ### Exercise 6: are there thresholds for both?
#
# The deformed X answers 7, 3, 7. The O answers 9, 5, 9. Are there three thresholds that accept the
# deformed X and reject the O?
#
# - **a.** Yes: by lowering the threshold of the crossing and leaving the others at 6.
# - **b.** Yes: by raising the thresholds of the strokes.
# - **c.** There are none.
#
# Write `"a"`, `"b"` or `"c"`.

# %% edition="student"
my_choice = ...

# %% edition="solution"
my_choice = "c"

# %%
exercises.thresholds_for_both.check(my_choice)

# %% [markdown] lang="es"
# ## 8. Lo que este detector no sabe
#
# **Olvida el lugar.** Las partes sueltas dan 9, 9, 9, lo mismo que la X limpia: ningún umbral las
# distingue. Los mapas sí sabían dónde estaba cada parte; lo perdimos al quedarnos con el número mayor.
#
# **No conoce los giros.** Verás escrito que con partes así se reconoce una X «aunque esté desplazada,
# encogida, rotada o deformada». Lo medimos: desplazada sí, con los mismos números, mientras quepa en la
# hoja. Encogida o girada 10°, solo si baja el umbral. Girada 20°, gruesa o deformada, solo si también
# se acepta la O. ¿Y girada 45°?

# %% [markdown] lang="en"
# ## 8. What this detector doesn't know
#
# **It forgets the place.** The loose parts give 9, 9, 9, the same as the clean X: no threshold tells
# them apart. The maps did know where each part was; we lost that when we kept the largest number only.
#
# **It knows nothing of turns.** You will see it written that with parts like these an X is recognised
# "even if it is shifted, shrunk, rotated or deformed". We measured it: shifted yes, with the same
# numbers, as long as it fits on the sheet. Shrunk or turned by 10°, only if the threshold comes down.
# Turned by 20°, thick or deformed, only if the O is accepted too. And turned by 45°?

# %%
# NBVAL_CHECK_OUTPUT
print(np.array_equal(drawn("x", angle=45), drawn("plus")))

# %% [markdown] lang="es"
# Es, píxel por píxel, un signo +. Nadie puede decir si es una X girada: hay giros que **cambian** lo que
# un dibujo es. Cuáles deben importar y cuáles no, lo decide la tarea.
#
# **Lo hicimos todo nosotros**: los filtros, los umbrales y la regla de «las tres». Con otros dibujos
# habría que volver a empezar.

# %% [markdown] lang="en"
# It is, pixel by pixel, a plus sign. Nobody can say whether it is a turned X: there are turns that
# **change** what a drawing is. Which ones should matter and which should not is for the task to decide.
#
# **We made all of it ourselves**: the filters, the thresholds, and the rule of "all three". For other
# drawings we would have to start again.

# %% [markdown] lang="es"
# ## Para comprobar lo aprendido

# %% [markdown] lang="en"
# ## Check what you have learned

# %%
widgets.QuizCard(exercises.quiz(4))

# %% [markdown] lang="es"
# ## En resumen
#
# - El computador compara **literalmente**: para él, una hoja vacía se parece más a la X limpia que la
#   misma X movida un píxel (68 contra 55, de 81).
# - Un **filtro** es un dibujo de lo que busca. Multiplicar y sumar cuenta: con 1 y −1, la suma es 9
#   menos 2 por cada píxel distinto.
# - El filtro va a **todos los lugares**, y sale un mapa. Si el dibujo se mueve, el mapa se mueve con él.
# - «Bastante parecido» es un **umbral**; con el signo cambiado, un **sesgo**.
# - Cada umbral elige entre X perdidas y falsas alarmas. Ninguno acertó más de 10 de 14.
# - Quedarse con el mayor de cada mapa olvida **dónde** estaban las partes.
#
# ## Lo que sigue
#
# Poner un filtro en todos los lugares, multiplicar y sumar tiene nombre: **convolución**. La lección 5
# la recorre entera: su tamaño, su paso, su relleno, sus bucles y sus trampas. Después, la pregunta que
# cambió el campo: ¿y si los filtros y los umbrales los encuentra el computador?

# %% [markdown] lang="en"
# ## In short
#
# - The computer compares **literally**: to it, an empty sheet looks more like the clean X than the same
#   X moved by one pixel (68 against 55, of 81).
# - A **filter** is a drawing of what it looks for. Multiplying and adding counts: with 1 and −1, the sum
#   is 9 minus 2 for each different pixel.
# - The filter goes to **every place**, and a map comes out. If the drawing moves, the map moves with it.
# - "Similar enough" is a **threshold**; with its sign changed, a **bias**.
# - Every threshold chooses between missed X's and false alarms. None got more than 10 of 14 right.
# - Keeping the largest number of each map forgets **where** the parts were.
#
# ## What comes next
#
# To put a filter at every place, multiply and add has a name: **convolution**. Lesson 5 walks through
# all of it: its size, its stride, its padding, its loops and its traps. Then comes the question that
# changed the field: what if the computer finds the filters and the thresholds?

# %% [markdown] lang="es"
# ## Fuentes
#
# - [1] B. Rohrer, *How do Convolutional Neural Networks work?* (2016),
#   [brohrer.github.io](https://brohrer.github.io/how_convolutional_neural_networks_work.html): reconocer
#   una X por sus partes; allí la suma se divide entre el número de píxeles.
# - Las dos X y los tres filtros son los de la clase.

# %% [markdown] lang="en"
# ## Sources
#
# - [1] B. Rohrer, *How do Convolutional Neural Networks work?* (2016),
#   [brohrer.github.io](https://brohrer.github.io/how_convolutional_neural_networks_work.html):
#   recognising an X by its parts; there the sum is divided by the number of pixels.
# - The two X's and the three filters are those of the lecture.
