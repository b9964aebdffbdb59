# ---
# cnnlab:
#   title:
#     es: La convolución, paso a paso
#     en: The convolution, step by step
#   minutes: 90
#   topics:
#     es: [la convolución a mano y con bucles, "tamaño, paso, relleno y dilatación", convolución y correlación cruzada, filtros sobre fotos en color]
#     en: [the convolution by hand and with loops, "size, stride, padding and dilation", convolution and cross-correlation, filters over colour photographs]
#   needs: [01_pixels_as_numbers, 04_x_or_x]
# ---

# %% [markdown] lang="es"
# Una convolución es multiplicar y sumar, muchas veces, con los mismos pocos números.
# Con eso un computador encuentra bordes, trazos y las partes de una X.
#
# Al terminar esta lección podrás:
#
# - calcular una convolución a mano y decir qué significa cada número que sale;
# - predecir el tamaño del resultado antes de ejecutar nada;
# - programarla con bucles y comprobar que la versión rápida da lo mismo;
# - elegir el paso, el relleno y la dilatación;
# - distinguir la convolución de la correlación cruzada, y saber cuándo importa;
# - aplicar un filtro a una foto en color;
# - decir qué le pasa al mapa cuando la imagen se mueve.
#
# **Primero predice, después ejecuta.** Donde veas `prediction = ...`, cambia los tres
# puntos por tu respuesta. Equivocarse no cuesta nada: tu respuesta aparece junto al
# resultado, y de la diferencia es de donde más se aprende.

# %% [markdown] lang="en"
# A convolution is multiplying and adding, many times over, with the same few numbers.
# With no more than that, a computer finds edges, strokes and the parts of an X.
#
# By the end of this lesson you will be able to:
#
# - work out a convolution by hand, and say what each number in the result means;
# - predict the size of the result before you run anything;
# - write it with loops, and check that the fast version agrees;
# - choose a stride, a padding and a dilation;
# - tell convolution from cross-correlation, and know when it matters;
# - slide a filter over a colour photograph;
# - say what happens to the map when the image moves.
#
# **Predict first, then run.** Wherever you see `prediction = ...`, replace the three dots
# with your answer. Being wrong costs nothing: your answer appears beside the result, and
# the difference between the two is where most of the learning is.

# %%
import numpy as np

from cnnlab import convolution, exercises, filters, geometry, images, plots, widgets
from cnnlab.exercises import compare

# %% [markdown] lang="es"
# Dos nombres te acompañan toda la lección: `compare` pone tu predicción junto al resultado, y
# `exercises` revisa tus ejercicios, te dice qué error hay y te da pistas.

# %% [markdown] lang="en"
# Two names stay with you for the whole lesson: `compare` puts your prediction beside the result,
# and `exercises` looks at your exercises, tells you which mistake there is, and gives you hints.

# %% [markdown] lang="es"
# ## 1. Multiplicar y sumar
#
# Empecemos por lo más pequeño. Un **parche** es un pedazo de la imagen; este mide 3 × 3
# píxeles y todos valen 1. Un **filtro** (o **núcleo**) es una cuadrícula de **pesos**; este
# también mide 3 × 3 y todos sus pesos valen 1.
#
# Cada píxel se multiplica por el peso que le toca, y los productos se suman.
#
# **Predice:** ¿qué número sale?

# %% [markdown] lang="en"
# ## 1. Multiply and add
#
# Let us start with the smallest case. A **patch** is a piece of the image; this one is
# 3 × 3 pixels, and each of them is 1. A **filter** (or **kernel**) is a grid of
# **weights**; this one is 3 × 3 too, and each weight is 1.
#
# Every pixel is multiplied by the weight that lies on it, and the products are added up.
#
# **Predict:** which number comes out?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 9

# %%
# NBVAL_CHECK_OUTPUT
patch = np.ones((3, 3), dtype=int)
ones = np.ones((3, 3), dtype=int)
compare(prediction, (patch * ones).sum())

# %% [markdown] lang="es"
# Son 9 productos, cada uno 1 · 1 = 1, y suman 9. **Esa es toda la operación.** Lo que queda
# de la lección es dónde poner el filtro y qué pesos darle.
#
# Un tropiezo frecuente es escribir `@` en lugar de `*`. En NumPy, `*` multiplica elemento
# por elemento; `@` es el producto de matrices, que mezcla filas con columnas:

# %% [markdown] lang="en"
# There are 9 products, each of them 1 · 1 = 1, and they add up to 9. **That is the whole
# operation.** The rest of the lesson is about where to put the filter and which weights to
# give it.
#
# A common slip is to write `@` instead of `*`. In NumPy, `*` multiplies element by
# element; `@` is the matrix product, which mixes rows with columns:

# %%
# NBVAL_CHECK_OUTPUT
print((patch @ ones).sum())

# %% [markdown] lang="es"
# Sale 27, y no hubo ningún error que te avisara. Cuando una convolución dé números
# sospechosamente grandes, busca un `@`.

# %% [markdown] lang="en"
# It says 27, and no error warned you. When a convolution gives suspiciously large numbers,
# look for an `@`.

# %% [markdown] lang="es"
# ## 2. Nueve posiciones, a mano
#
# Ahora una imagen de 5 × 5 con ceros y unos, y un filtro de 3 × 3 cuyos unos forman dos
# diagonales.

# %% [markdown] lang="en"
# ## 2. Nine positions, by hand
#
# Now a 5 × 5 image of zeros and ones, and a 3 × 3 filter whose ones form two diagonals.

# %%
image = images.example()
plots.numbers(image)

# %%
kernel = filters.get("diagonal_cross")
plots.kernel(kernel)

# %% [markdown] lang="es"
# El filtro empieza arriba a la izquierda, donde cabe completo. Fila por fila, píxel por
# peso:
#
# $$
# \begin{aligned}
#  & 1 \cdot 1 + 1 \cdot 0 + 1 \cdot 1 \\
#  +\; & 0 \cdot 0 + 1 \cdot 1 + 1 \cdot 0 \\
#  +\; & 0 \cdot 1 + 0 \cdot 0 + 1 \cdot 1 \;=\; 4
# \end{aligned}
# $$
#
# La misma cuenta en una figura. El 4 cae en la primera casilla del **mapa de
# características**: así se llama lo que sale.

# %% [markdown] lang="en"
# The filter starts at the top left, where it just fits. Row by row, pixel times weight:
#
# $$
# \begin{aligned}
#  & 1 \cdot 1 + 1 \cdot 0 + 1 \cdot 1 \\
#  +\; & 0 \cdot 0 + 1 \cdot 1 + 1 \cdot 0 \\
#  +\; & 0 \cdot 1 + 0 \cdot 0 + 1 \cdot 1 \;=\; 4
# \end{aligned}
# $$
#
# The same sum as a figure. The 4 lands in the first cell of the **feature map**: that is
# the name of what comes out.

# %%
plots.step(image, kernel, 0, 0)

# %% [markdown] lang="es"
# ¿Qué *significa* el 4? El filtro hace una pregunta: «¿cuántos píxeles encendidos hay en
# mis dos diagonales?». En este parche son 4, de 5 posibles.
#
# El filtro se mueve un píxel a la derecha. **Predice** la suma. Hazla en papel: te toma
# menos de un minuto, y todo lo que sigue está hecho de esta cuenta.

# %% [markdown] lang="en"
# What does the 4 *mean*? The filter asks a question: "how many pixels are lit on my two
# diagonals?" In this patch there are 4, out of 5 possible ones.
#
# The filter moves one pixel to the right. **Predict** the sum. Do it on paper: it takes
# less than a minute, and everything that follows is made of this sum.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 3

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, int((image[0:3, 1:4] * kernel).sum()))

# %%
plots.step(image, kernel, 0, 1)

# %% [markdown] lang="es"
# Quedan 7 posiciones, y son tuyas. Este widget se detuvo en la siguiente y espera tu número:
# multiplica, suma y escríbelo antes de verlo. Si fallas puedes intentar otra vez, pedir los
# productos o ver el resultado. Después avanza, hasta la novena. Todo funciona también con el
# teclado.

# %% [markdown] lang="en"
# There are 7 positions to go, and they are yours. This widget has stopped at the next one and
# waits for your number: multiply, add, and write it before you see it. If it is wrong you can try
# again, ask for the products, or see the result. Then go forward, up to the ninth. Everything
# works with the keyboard too.

# %%
stepper = widgets.ConvolutionStepper(image, kernel, step=2, predict=True)
stepper

# %% [markdown] lang="es"
# Lo que haces con la mano y lo que escribes en las celdas es lo mismo. Cuando termines, pregunta
# por tu cuenta: cuántas acertaste, de cuántas.

# %% [markdown] lang="en"
# What you do by hand and what you write in cells is one and the same. When you are done, ask for
# your score: how many you got right, out of how many.

# %%
print(stepper.right, stepper.tried)

# %% [markdown] lang="es"
# Ahora con código. `convolution.steps` recorre las nueve en orden de lectura: de izquierda a
# derecha y de arriba abajo. De cada una nos da el lugar en el mapa, el parche, los productos y
# la suma.

# %% [markdown] lang="en"
# Now with code. `convolution.steps` visits all nine in reading order: left to right, top to
# bottom. Each one tells us its place in the map, the patch, the products and the sum.

# %%
# NBVAL_CHECK_OUTPUT
for step in convolution.steps(image, kernel):
    print((step.row, step.col), "->", int(step.sum))

# %% [markdown] lang="es"
# Cada suma va a su casilla, y el mapa queda lleno. Lo guardamos como `by_hand`: todo lo que
# programemos después tendrá que dar exactamente esto.

# %% [markdown] lang="en"
# Each sum goes to its own cell, and the map is full. We keep it as `by_hand`: whatever we
# write later will have to give exactly this.

# %%
def fill(steps):
    steps = list(steps)
    feature_map = np.zeros((steps[-1].row + 1, steps[-1].col + 1))
    for step in steps:
        feature_map[step.row, step.col] = step.sum
    return feature_map

# %%
# NBVAL_CHECK_OUTPUT
by_hand = fill(convolution.steps(image, kernel))
by_hand

# %%
plots.step(image, kernel, 2, 2)

# %% [markdown] lang="es"
# Ya tienes los números; ahora los símbolos. El número del mapa $y$ en la fila $p$, columna
# $q$, con el filtro $w$ y la imagen $x$, es
#
# $$ y_{p,q} = \sum_i \sum_j w_{i,j}\; x_{p+i,\;q+j} $$
#
# El signo $\sum$ se lee «suma»: los dos juntos suman un producto por cada peso. La pareja
# $(p, q)$ dice **dónde está** el filtro. La pareja $(i, j)$ recorre **sus pesos**.
# Aquí las dos cuentan desde 0, como en Python. La verás escrita también con índices que
# empiezan en 1 y con un **sesgo** $b$ sumado al final: un número que no depende de la
# imagen.

# %% [markdown] lang="en"
# You have the numbers; now the symbols. The number of the map $y$ at row $p$, column $q$,
# with the filter $w$ and the image $x$, is
#
# $$ y_{p,q} = \sum_i \sum_j w_{i,j}\; x_{p+i,\;q+j} $$
#
# The sign $\sum$ reads "sum": the two together add up one product for each weight. The pair
# $(p, q)$ says **where the filter stands**. The pair $(i, j)$ runs over **its
# weights**. Both count from 0 here, as in Python. You will also see it written with indices
# that start at 1, and with a **bias** $b$ added at the end: one number that does not depend
# on the image.

# %% [markdown] lang="es"
# ## 3. ¿De qué tamaño es el mapa?
#
# Entró una imagen de 5 × 5 y salió un mapa de 3 × 3. Para ver por qué, basta una fila: 5
# píxeles y un filtro de ancho 3. ¿En qué columnas puede empezar el filtro sin salirse?

# %% [markdown] lang="en"
# ## 3. How large is the map?
#
# A 5 × 5 image went in and a 3 × 3 map came out. One row is enough to see why: 5 pixels,
# and a filter 3 wide. In which columns can the filter start without sticking out?

# %%
# NBVAL_CHECK_OUTPUT
[left for left in range(5) if left + 3 <= 5]

# %% [markdown] lang="es"
# En 3 lugares: las columnas 0, 1 y 2. **Predice:** ¿en cuántos lugares cabe en una fila de
# 9 píxeles?

# %% [markdown] lang="en"
# In 3 places: columns 0, 1 and 2. **Predict:** in how many places does it fit in a row of
# 9 pixels?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 7

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, len([left for left in range(9) if left + 3 <= 9]))

# %% [markdown] lang="es"
# Con $H$ píxeles y un filtro de $K$, la cuenta es $H - K + 1$. El filtro puede avanzar
# $H - K$ píxeles, **y además** está el lugar de partida: ese es el $+1$ que tanto se olvida.
#
# ### El paso
#
# El filtro puede avanzar más de un píxel a la vez. Ese avance es el **paso** (*stride*) $S$.
# (Para no confundirnos, a cada parada del filtro la llamamos *posición*, nunca *paso*.)
#
# **Predice:** en una fila de 8 píxeles, con un filtro de 3 y paso 2, ¿cuántas posiciones hay?

# %% [markdown] lang="en"
# With $H$ pixels and a filter of $K$, the count is $H - K + 1$. The filter can advance by
# $H - K$ pixels, **and then** there is the place where it starts: that is the $+1$ that is
# so easily forgotten.
#
# ### The stride
#
# The filter can advance by more than one pixel at a time. That advance is the **stride** $S$.
#
# **Predict:** in a row of 8 pixels, with a filter of 3 and stride 2, how many positions are
# there?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 3

# %%
# NBVAL_CHECK_OUTPUT
starts = [left for left in range(0, 8, 2) if left + 3 <= 8]
compare(prediction, len(starts))
starts

# %% [markdown] lang="es"
# Son 3. La posición siguiente empezaría en la columna 6 y necesitaría las columnas 6, 7 y
# 8, pero la última es la 7: no cabe. La columna 7 se queda sin mirar, y nadie te avisa.
#
# ¿Qué dice una división?

# %% [markdown] lang="en"
# There are 3. The next position would start at column 6 and need columns 6, 7 and 8, but
# the last one is 7: it does not fit. Column 7 is never looked at, and nobody tells you.
#
# What does a division say?

# %%
# NBVAL_CHECK_OUTPUT
(8 - 3) / 2 + 1, (8 - 3) // 2 + 1

# %% [markdown] lang="es"
# La fórmula sin redondeo dice 3.5, y medias posiciones no existen. Se redondea **hacia
# abajo**: es el *piso*, $\lfloor\;\rfloor$, y en Python se escribe `//`. Muchas diapositivas
# lo omiten.
#
# La fórmula completa tiene dos letras más, que veremos en la sección 7:
#
# $$ H' = \left\lfloor \frac{H + 2P - D\,(K - 1) - 1}{S} \right\rfloor + 1 $$
#
# | Letra | Qué es | Por ahora |
# |:--|:--|:--|
# | $H$, $H'$ | píxeles que entran, números que salen (a lo alto o a lo ancho) | |
# | $K$ | tamaño del filtro | |
# | $S$ | paso: píxeles que avanza | 1 |
# | $P$ | relleno: píxeles que se agregan **a cada lado** | 0 |
# | $D$ | dilatación: distancia entre pesos vecinos | 1 |
#
# Con $S = 1$, $P = 0$ y $D = 1$ vuelve a ser $H - K + 1$: cada fórmula nueva debe contener
# la anterior.

# %% [markdown] lang="en"
# Without rounding the formula says 3.5, and there are no half positions. We round **down**:
# that is the *floor*, $\lfloor\;\rfloor$, written `//` in Python. Many slides leave it out.
#
# The full formula has two more letters, which section 7 explains:
#
# $$ H' = \left\lfloor \frac{H + 2P - D\,(K - 1) - 1}{S} \right\rfloor + 1 $$
#
# | Letter | What it is | For now |
# |:--|:--|:--|
# | $H$, $H'$ | pixels in, numbers out (down or across) | |
# | $K$ | size of the filter | |
# | $S$ | stride: pixels it advances | 1 |
# | $P$ | padding: pixels added **on each side** | 0 |
# | $D$ | dilation: distance between neighbouring weights | 1 |
#
# With $S = 1$, $P = 0$ and $D = 1$ it is $H - K + 1$ again: each new formula must contain
# the one before.

# %% [markdown] lang="es"
# ### Ejercicio 1: la fórmula en Python
#
# Completa la línea para cualquier paso $S$, todavía sin relleno ni dilatación.

# %% [markdown] lang="en"
# ### Exercise 1: the formula in Python
#
# Complete the line for any stride $S$, still without padding or dilation.

# %% edition="student"
def how_many(size, kernel_size, stride):
    return ...

# %% edition="solution"
def how_many(size, kernel_size, stride):
    return (size - kernel_size) // stride + 1

# %%
# NBVAL_CHECK_OUTPUT
exercises.how_many.check(how_many)

# %% [markdown] lang="es"
# `check` prueba tu función con casos que aquí no ves. Si falla, dice en qué te equivocaste, sin
# darte la respuesta. ¿No sale? Agrega una celda con `exercises.how_many.hint()`: cada vez te da
# una pista más. `exercises.how_many.solution()` muestra una solución. Así son todos los ejercicios.

# %% [markdown] lang="en"
# `check` tries your function on cases that you don't see here. If it fails, it says what went
# wrong, without giving the answer away. Stuck? Add a cell with `exercises.how_many.hint()`: each
# time it gives one more hint. `exercises.how_many.solution()` shows a solution. All exercises are
# like this.

# %% [markdown] lang="es"
# ### Ejercicio 2: cinco tamaños
#
# `geometry.output_size` es la fórmula completa. **Predice** los cinco tamaños con lápiz y
# escríbelos como una lista, por ejemplo `[1, 2, 3, 4, 5]`:
#
# | | $H$ | $K$ | $S$ | $P$ | $D$ |
# |:--|--:|--:|--:|--:|--:|
# | a | 28 | 5 | 1 | 0 | 1 |
# | b | 32 | 3 | 1 | 1 | 1 |
# | c | 10 | 3 | 2 | 0 | 1 |
# | d | 7 | 3 | 1 | 0 | 2 |
# | e | 224 | 7 | 2 | 3 | 1 |
#
# La última es la primera capa de una red famosa, ResNet (He et al., 2016), con el relleno de
# sus implementaciones.

# %% [markdown] lang="en"
# ### Exercise 2: five sizes
#
# `geometry.output_size` is the full formula. **Predict** the five sizes with a pencil and
# write them as a list, such as `[1, 2, 3, 4, 5]`:
#
# | | $H$ | $K$ | $S$ | $P$ | $D$ |
# |:--|--:|--:|--:|--:|--:|
# | a | 28 | 5 | 1 | 0 | 1 |
# | b | 32 | 3 | 1 | 1 | 1 |
# | c | 10 | 3 | 2 | 0 | 1 |
# | d | 7 | 3 | 1 | 0 | 2 |
# | e | 224 | 7 | 2 | 3 | 1 |
#
# The last one is the first layer of a famous network, ResNet (He et al., 2016), with the
# padding that its implementations use.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [24, 32, 4, 3, 112]

# %%
# NBVAL_CHECK_OUTPUT
exercises.five_sizes.check(prediction)

# %% [markdown] lang="es"
# ## 4. Los bucles
#
# Programemos la fórmula. `np.ndindex` da todas las parejas de índices de una cuadrícula,
# así que dos bucles dicen todo: uno recorre **las posiciones** y otro, por dentro, **los
# pesos**.

# %% [markdown] lang="en"
# ## 4. The loops
#
# Let us turn the formula into code. `np.ndindex` gives every pair of indices of a grid, so
# two loops say it all: one runs over **the positions** and, inside it, the other over
# **the weights**.

# %%
list(np.ndindex(2, 3))

# %% [markdown] lang="es"
# ### Ejercicio 3: los bucles, en orden
#
# No hace falta que sepas programar. Estas son las líneas del programa, revueltas; una sobra. Llévalas
# a su lugar con el ratón, o con el teclado, y pide que las revise. Cada línea conserva su sangría:
# lo que está más adentro pertenece a la línea de arriba que está más afuera.

# %% [markdown] lang="en"
# ### Exercise 3: the loops, in order
#
# You need not know how to program. These are the lines of the program, shuffled; one is not needed.
# Bring them to their places with the mouse, or with the keyboard, and have them checked. Each line
# keeps its indentation: what stands further in belongs to the line above that stands further out.

# %%
board = widgets.ParsonsBoard(exercises.order_the_loops)
board

# %% edition="student"
exercises.order_the_loops.check(board.order)

# %% edition="solution"
exercises.order_the_loops.check(exercises.order_the_loops.order)

# %% [markdown] lang="es"
# Aquí está, escrito un poco más corto: en lugar de guardar la suma en `total`, cada producto se suma
# directamente en su casilla del mapa.

# %% [markdown] lang="en"
# Here it is, written a little shorter: instead of keeping the sum in `total`, each product is added
# right in its cell of the map.

# %%
def slide(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    feature_map = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        for i, j in np.ndindex(kernel.shape):
            feature_map[row, col] += kernel[i, j] * image[row + i, col + j]
    return feature_map

# %%
# NBVAL_CHECK_OUTPUT
np.array_equal(slide(image, kernel), by_hand)

# %% [markdown] lang="es"
# `True`: los bucles dan lo mismo que la cuenta a mano.
#
# ### Algo que falla a propósito
#
# Queremos paso 2. Parece que basta con cambiar el tamaño del mapa, así que hagamos
# exactamente eso y nada más:

# %% [markdown] lang="en"
# `True`: the loops agree with the sums done by hand.
#
# ### Something that fails on purpose
#
# We want stride 2. It looks as if only the size of the map has to change, so let us change
# exactly that and nothing else:

# %%
def slide_wrongly(image, kernel, stride):
    height = (image.shape[0] - kernel.shape[0]) // stride + 1
    width = (image.shape[1] - kernel.shape[1]) // stride + 1
    feature_map = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        for i, j in np.ndindex(kernel.shape):
            feature_map[row, col] += kernel[i, j] * image[row + i, col + j]
    return feature_map

# %%
# NBVAL_CHECK_OUTPUT
slide_wrongly(image, kernel, 2)

# %% [markdown] lang="es"
# No hubo ningún error. ¿Está bien? Contemos las posiciones una por una:

# %% [markdown] lang="en"
# There was no error. Is it right? Let us visit the positions one by one:

# %%
# NBVAL_CHECK_OUTPUT
expected = fill(convolution.steps(image, kernel, stride=2))
expected

# %% [markdown] lang="es"
# El primer mapa está mal. Su forma es correcta, y 3 de sus 4 números también: por
# eso este error sobrevive tanto tiempo en programas de verdad. ¿Ves qué hizo? Copió la
# esquina de `by_hand`: el filtro avanzó de a un píxel aunque el mapa es para paso 2.
#
# Con paso $S$, la posición $p$ empieza en el píxel $S p$:
#
# $$ y_{p,q} = \sum_i \sum_j w_{i,j}\; x_{S p + i,\; S q + j} $$
#
# Verás $x_{p+i,\,q+j}$ junto a un dibujo en el que la ventana avanza de a 2. Esa fórmula
# solo vale para paso 1.

# %% [markdown] lang="en"
# The first map is wrong. Its shape is right, and so are 3 of its 4 numbers: that is
# why this mistake survives so long in real programs. Do you see what it did? It copied the
# corner of `by_hand`: the filter moved on by one pixel although the map is for stride 2.
#
# With stride $S$, position $p$ starts at pixel $S p$:
#
# $$ y_{p,q} = \sum_i \sum_j w_{i,j}\; x_{S p + i,\; S q + j} $$
#
# You will see $x_{p+i,\,q+j}$ beside a drawing in which the window moves by 2. That formula
# holds for stride 1 only.

# %% [markdown] lang="es"
# ### Ejercicio 4: repara el bucle
#
# En `image[..., ...]` pon la fila y la columna del píxel que le toca al peso $(i, j)$. La
# primera línea es tu fórmula, para lo alto y lo ancho a la vez.

# %% [markdown] lang="en"
# ### Exercise 4: repair the loop
#
# In `image[..., ...]` put the row and the column of the pixel that belongs to weight
# $(i, j)$. The first line is your formula, for height and width at once.

# %% edition="student"
def slide_with_stride(image, kernel, stride):
    height, width = np.subtract(image.shape, kernel.shape) // stride + 1
    feature_map = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        for i, j in np.ndindex(kernel.shape):
            pixel = image[..., ...]
            feature_map[row, col] += kernel[i, j] * pixel
    return feature_map

# %% edition="solution"
def slide_with_stride(image, kernel, stride):
    height, width = np.subtract(image.shape, kernel.shape) // stride + 1
    feature_map = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        for i, j in np.ndindex(kernel.shape):
            pixel = image[stride * row + i, stride * col + j]
            feature_map[row, col] += kernel[i, j] * pixel
    return feature_map

# %%
# NBVAL_CHECK_OUTPUT
exercises.slide_with_stride.check(slide_with_stride)

# %% [markdown] lang="es"
# ## 5. La versión rápida
#
# `convolution.cross_correlate` hace lo mismo sin bucles de Python. (El nombre se explica en
# la sección 8.) Antes de confiar en ella, la comparamos con el mapa hecho a mano:

# %% [markdown] lang="en"
# ## 5. The fast version
#
# `convolution.cross_correlate` does the same without loops in Python. (Section 8 explains
# the name.) Before we trust it, we compare it with the map made by hand:

# %%
# NBVAL_CHECK_OUTPUT
fast = convolution.cross_correlate(image, kernel)
np.array_equal(fast, by_hand)

# %% [markdown] lang="es"
# Ahora una foto de verdad. Tomamos un recorte de 200 × 200 píxeles, porque los bucles son
# lentos. ¿Cuántas multiplicaciones hay que hacer?

# %% [markdown] lang="en"
# Now a real photograph. We take a crop of 200 × 200 pixels, because the loops are slow.
# How many multiplications are there to do?

# %%
# NBVAL_CHECK_OUTPUT
grey = images.to_grey(images.photo("china"))
crop = grey[100:300, 200:400]
geometry.conv_multiply_adds(crop.shape, in_channels=1, out_channels=1, kernel_size=3)

# %%
from time import perf_counter

for function in (slide, convolution.cross_correlate):
    start = perf_counter()
    function(crop, kernel)
    milliseconds = 1000 * (perf_counter() - start)
    print(f"{function.__name__:>16} {milliseconds:8.1f} ms")

# %% [markdown] lang="es"
# Los tiempos son los de *tu* computador. Divide el primero entre el segundo: suele dar
# cien o más.
#
# La versión rápida no se salta nada: hace las mismas multiplicaciones. Lo que se ahorra es
# que Python interprete cada una por separado; las pide todas juntas a código compilado.

# %% [markdown] lang="en"
# The times are those of *your* computer. Divide the first by the second: it is usually a
# hundred or more.
#
# The fast version skips nothing: it does the same multiplications. What it saves is having
# Python interpret each of them on its own; it asks compiled code for all of them at once.

# %% [markdown] lang="es"
# ## 6. Una foto, cuatro preguntas
#
# La foto completa, en gris: una imagen de 427 × 640.

# %% [markdown] lang="en"
# ## 6. One photograph, four questions
#
# The whole photograph, in grey: an image of 427 × 640.

# %%
# NBVAL_CHECK_OUTPUT
print(grey.shape, grey.dtype, grey.min(), grey.max())

# %%
plots.image(grey)

# %% [markdown] lang="es"
# Cambiar los pesos es cambiar la pregunta. Estos son cuatro filtros famosos y su suma:

# %% [markdown] lang="en"
# To change the weights is to change the question. Here are four famous filters, and their
# sums:

# %%
# NBVAL_CHECK_OUTPUT
bank = filters.bank("box_blur", "sharpen", "edges", "strong_edges")
for name, weights in bank.items():
    print(f"{name:>12}  {weights.sum():.0f}")

# %%
left, right = plots.side_by_side(2)
plots.kernel("sharpen", ax=left)
plots.kernel("edges", ax=right)

# %% [markdown] lang="es"
# En una zona lisa todos los píxeles valen lo mismo, digamos 100. **Predice** qué responden
# `sharpen` y `edges` en esa zona. Escribe una lista de dos números.

# %% [markdown] lang="en"
# In a flat area all pixels are the same, say 100. **Predict** what `sharpen` and `edges`
# answer there. Write a list of two numbers.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [100, 0]

# %%
# NBVAL_CHECK_OUTPUT
flat = np.full((3, 3), 100)
answers = [int((flat * bank[name]).sum()) for name in ("sharpen", "edges")]
compare(prediction, answers)

# %% [markdown] lang="es"
# En una zona lisa sale el gris multiplicado por la suma de los pesos. Si la suma es 1, el
# gris se conserva; si es 0, la respuesta es 0 y solo hablan los cambios.
#
# Por eso **un filtro no es siempre un promedio**. `box_blur` sí lo es; los otros tres tienen
# pesos negativos, y comparan.

# %% [markdown] lang="en"
# In a flat area the result is the grey times the sum of the weights. If the sum is 1, the
# grey stays; if it is 0, the answer is 0, and only changes speak up.
#
# So **a filter is not always an average**. `box_blur` is one; the other three have negative
# weights, and they compare.

# %% [markdown] lang="es"
# Para ver bien los mapas, miremos un recorte: el techo contra el cielo.

# %% [markdown] lang="en"
# To see the maps well, let us look at a crop: the roof against the sky.

# %%
roof = grey[30:130, 90:270]
plots.image(roof)

# %%
maps = filters.feature_maps(roof, bank)
plots.feature_maps(maps, bank)

# %%
# NBVAL_CHECK_OUTPUT
for name, feature_map in zip(bank, maps, strict=True):
    print(f"{name:>12} {feature_map.min():8.1f} {feature_map.max():8.1f}")

# %% [markdown] lang="es"
# Un mapa de características no es una foto: tiene números negativos. En nuestras figuras
# **blanco es cero**, naranja es positivo y morado es negativo. Mira el cielo, casi liso:
# `box_blur` y `sharpen` conservan su gris, y sale naranja; `edges` y `strong_edges`
# responden casi 0, y sale blanco.
#
# Verás mapas como estos dibujados en grises. Ahí el cero suele ser un gris intermedio, y **negro no
# significa «nada»**: significa «muy negativo».

# %% [markdown] lang="en"
# A feature map is not a photograph: it has negative numbers. In our figures **white is
# zero**, orange is positive and purple is negative. Look at the sky, which is almost flat:
# `box_blur` and `sharpen` keep its grey, so it is orange; `edges` and `strong_edges` answer
# nearly 0, so it is white.
#
# You will see maps like these drawn in greys. There zero is usually a middle grey, and **black does
# not mean "nothing"**: it means "very negative".

# %% [markdown] lang="es"
# ### Los negativos que desaparecen
#
# La foto guarda cada píxel como `uint8`: un entero de 0 a 255, sin lugar para negativos.
# **Predice:** ¿cuánto da 10 − 200 si los dos son `uint8`?

# %% [markdown] lang="en"
# ### The negatives that vanish
#
# The photograph stores each pixel as `uint8`: a whole number from 0 to 255, with no room
# for negatives. **Predict:** what is 10 − 200 if both are `uint8`?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 66

# %%
# NBVAL_CHECK_OUTPUT
dark, bright = np.array([10], dtype=np.uint8), np.array([200], dtype=np.uint8)
compare(prediction, (dark - bright)[0])

# %% [markdown] lang="es"
# Da la vuelta, como el contador de kilómetros de un carro: −190 + 256 = 66. Y con arreglos no hay
# ningún aviso. El remedio es ampliar el tipo **antes** de restar. `cross_correlate` lo hace por ti:

# %% [markdown] lang="en"
# It wraps around, like a car's mileage counter: −190 + 256 = 66. And with arrays there is no
# warning. The remedy is to widen the type **before** subtracting. `cross_correlate` does it for
# you:

# %%
# NBVAL_CHECK_OUTPUT
print(dark.astype(float) - bright)
print(convolution.cross_correlate(np.array([[10, 200]], dtype=np.uint8), [[1, -1]]))

# %% [markdown] lang="es"
# ### ¿Qué lado de un borde es positivo?
#
# Una fila que pasa de oscuro a claro y vuelve a oscuro: `10 10 200 200 10 10`. El filtro
# `-1 0 1` calcula «derecha menos izquierda». **Predice** los cuatro números que salen.

# %% [markdown] lang="en"
# ### Which side of an edge is positive?
#
# A row that goes from dark to bright and back to dark: `10 10 200 200 10 10`. The filter
# `-1 0 1` computes "right minus left". **Predict** the four numbers that come out.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [190, 190, -190, -190]

# %%
# NBVAL_CHECK_OUTPUT
row_of_pixels = [[10, 10, 200, 200, 10, 10]]
compare(prediction, convolution.cross_correlate(row_of_pixels, [[-1, 0, 1]])[0])

# %% [markdown] lang="es"
# Positivo donde la derecha es **más clara**; negativo donde es más oscura. Los dos son
# bordes: el signo no dice cuánto borde hay, sino hacia dónde aclara.
#
# `sobel_x` es la misma idea con tres filas. El techo es oscuro y el cielo es claro: antes de
# ejecutar, di de qué color saldrá su lado izquierdo y de qué color el derecho.

# %% [markdown] lang="en"
# Positive where the right side is **brighter**; negative where it is darker. Both are edges:
# the sign does not say how much edge there is, but towards which side it gets brighter.
#
# `sobel_x` is the same idea over three rows. The roof is dark and the sky is bright: before
# you run it, say which colour its left side will have, and which its right.

# %%
sobel_x = filters.get("sobel_x")
left, right = plots.side_by_side(2)
plots.image(roof, ax=left)
roof_edges = convolution.cross_correlate(roof, sobel_x)
plots.feature_maps(roof_edges[None], ["sobel_x"], ax=right)

# %% [markdown] lang="es"
# Izquierda morada (de claro a oscuro, negativo) y derecha naranja (de oscuro a claro,
# positivo).

# %% [markdown] lang="en"
# The left is purple (from bright to dark, negative) and the right is orange (from dark to
# bright, positive).

# %% [markdown] lang="es"
# ### Con la mano
#
# Aquí puedes cambiar cualquier peso y ver el mapa al instante: escribe un número en una casilla, o
# elígela y arrastra el control. Pon el cursor sobre el mapa para ver qué parche, qué productos y qué
# suma hay detrás de cada número. Haz tres cosas y **predice** cada vez antes de mirar:
#
# 1. Convierte `sobel_x` en un filtro que responda a los bordes de arriba y abajo del techo, y no a
#    los de los lados.
# 2. Busca pesos, no todos 0, con los que el cielo quede blanco. ¿Cuánto suman?
# 3. Pon todos los pesos en 1/9. ¿Por qué todo sale naranja?

# %% [markdown] lang="en"
# ### By hand
#
# Here you can change any weight and see the map at once: type a number into a cell, or choose it
# and drag the slider. Point at the map to see which patch, which products and which sum are behind
# each number. Do three things, and **predict** each time before you look:
#
# 1. Turn `sobel_x` into a filter that answers to the edges above and below, and not to those at the
#    sides of the roof.
# 2. Find weights, not all of them 0, that leave the sky white. What do they add up to?
# 3. Make every weight 1/9. Why is everything orange?

# %%
explorer = widgets.FilterExplorer(roof, "sobel_x")
explorer

# %% [markdown] lang="es"
# <details><summary>Compara con tus respuestas</summary>
#
# 1. Gira el filtro un cuarto de vuelta: −1 −2 −1 arriba, ceros en medio, 1 2 1 abajo. Es `sobel_y`.
# 2. Suman 0. En una zona lisa sale el gris por la suma de los pesos.
# 3. Es un promedio de grises, y ningún gris es negativo: no hay nada morado ni blanco, salvo el
#    negro, que es 0.
# </details>
#
# El filtro que dejaste ahí es un arreglo como cualquier otro:

# %% [markdown] lang="en"
# <details><summary>Compare with your answers</summary>
#
# 1. Turn the filter by a quarter: −1 −2 −1 above, zeros in the middle, 1 2 1 below. It is `sobel_y`.
# 2. They add up to 0. In a flat area the result is the grey times the sum of the weights.
# 3. It is a mean of greys, and no grey is negative: nothing is purple, nothing is white but for
#    black, which is 0.
# </details>
#
# The filter that you left there is an array like any other:

# %%
print(explorer.kernel, explorer.kernel.sum(), explorer.feature_map.shape)

# %% [markdown] lang="es"
# ## 7. Paso, relleno, dilatación
#
# ### Paso
#
# **Predice** la forma del mapa de esta foto de 427 × 640 con un filtro de 3 × 3 y paso 2.
# Escríbela como `(alto, ancho)`.

# %% [markdown] lang="en"
# ## 7. Stride, padding, dilation
#
# ### Stride
#
# **Predict** the shape of the map of this 427 × 640 photograph with a 3 × 3 filter and
# stride 2. Write it as `(height, width)`.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = (213, 319)

# %%
# NBVAL_CHECK_OUTPUT
strided = convolution.cross_correlate(grey, sobel_x, stride=2)
exercises.strided_shape.check(prediction)

# %% [markdown] lang="es"
# A lo alto la cuenta es exacta, y a lo ancho hubo que redondear hacia abajo:

# %% [markdown] lang="en"
# Down, the division comes out even; across, it had to be rounded down:

# %%
# NBVAL_CHECK_OUTPUT
(427 - 3) / 2 + 1, (640 - 3) / 2 + 1

# %% [markdown] lang="es"
# El paso 2 no inventa nada: se queda con uno de cada dos números del mapa de paso 1, en
# cada dirección. ¿Lo crees? Compruébalo:

# %% [markdown] lang="en"
# Stride 2 invents nothing: it keeps every second number of the stride-1 map, in each
# direction. Do you believe it? Check:

# %%
# NBVAL_CHECK_OUTPUT
dense = convolution.cross_correlate(grey, sobel_x)
np.array_equal(strided, dense[::2, ::2])

# %%
plots.step(image, kernel, 1, 1, stride=2)

# %% [markdown] lang="es"
# ### Relleno
#
# ¿Cuántas veces se usa cada píxel? El de la esquina solo cae bajo el filtro en una posición.
# **Predice** cuántas veces se usa el píxel **central** de la imagen de 5 × 5.

# %% [markdown] lang="en"
# ### Padding
#
# How often is each pixel used? The one in the corner lies under the filter in one position
# only. **Predict** how often the **central** pixel of the 5 × 5 image is used.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 9

# %%
# NBVAL_CHECK_OUTPUT
uses = np.zeros((5, 5), dtype=int)
for step in convolution.steps(image, kernel):
    uses[step.top : step.top + 3, step.left : step.left + 3] += 1
compare(prediction, uses[2, 2])

# %%
plots.feature_maps(uses[None], ["P = 0"])

# %% [markdown] lang="es"
# El centro cuenta 9 veces y la esquina 1. Además, el mapa es más pequeño que la imagen.
# El **relleno** (*padding*) agrega un marco de ceros: con $P = 1$, un filtro de 3 × 3
# conserva el tamaño. Se pide con `padding=1`, o con `padding="same"`.

# %% [markdown] lang="en"
# The centre counts 9 times and the corner 1. And the map is smaller than the image.
# **Padding** adds a frame of zeros: with $P = 1$, a 3 × 3 filter keeps the size. Ask for it
# with `padding=1`, or with `padding="same"`.

# %%
# NBVAL_CHECK_OUTPUT
convolution.cross_correlate(image, kernel, padding="same")

# %% [markdown] lang="es"
# ¿Reconoces el centro? Es `by_hand`, intacto. Lo nuevo está en el borde:

# %% [markdown] lang="en"
# Do you recognise the middle? It is `by_hand`, untouched. What is new lies along the border:

# %%
plots.step(image, kernel, 0, 0, padding=1)

# %% [markdown] lang="es"
# **Predice:** con este relleno, ¿se usan ya todos los píxeles por igual? Escribe cuántas
# veces se usa ahora el de la **esquina**.

# %% [markdown] lang="en"
# **Predict:** with this padding, are all pixels used equally? Write how often the **corner**
# pixel is used now.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 4

# %%
# NBVAL_CHECK_OUTPUT
uses = np.zeros((7, 7), dtype=int)
for step in convolution.steps(image, kernel, padding=1):
    uses[step.row : step.row + 3, step.col : step.col + 3] += 1
uses = uses[1:-1, 1:-1]
compare(prediction, uses[0, 0])

# %%
plots.feature_maps(uses[None], ["P = 1"])

# %% [markdown] lang="es"
# La esquina cuenta 4 veces, un lado 6, el interior 9. «Same» se refiere al **tamaño** del
# mapa, no a un trato igual para todos los píxeles.
#
# Y los ceros no son neutrales: son píxeles **negros** que nadie fotografió. Esta imagen es
# lisa, toda de 100, sin un solo borde. **Predice** lo que responde `edges` en la esquina.

# %% [markdown] lang="en"
# The corner counts 4 times, a side 6, the inside 9. "Same" refers to the **size** of the
# map, not to equal treatment of the pixels.
#
# And the zeros are not neutral: they are **black** pixels that nobody photographed. This
# image is flat, 100 everywhere, without a single edge. **Predict** what `edges` answers in
# the corner.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 200

# %%
# NBVAL_CHECK_OUTPUT
flat = np.full((5, 5), 100)
border = convolution.cross_correlate(flat, bank["edges"], padding="same")
compare(prediction, int(border[0, 0]))

# %%
plots.feature_maps(border[None], ["edges"])

# %% [markdown] lang="es"
# En la esquina, 4 · 100 − 100 − 100 − 0 − 0 = 200: dos de los cuatro vecinos son relleno.
# Salió un marco de bordes que no existen. Cuando un mapa con relleno tenga algo raro en la
# orilla, sospecha primero del relleno.

# %% [markdown] lang="en"
# In the corner, 4 · 100 − 100 − 100 − 0 − 0 = 200: two of the four neighbours are padding.
# Out came a frame of edges that do not exist. When a padded map shows something odd along its
# border, suspect the padding first.

# %% [markdown] lang="es"
# ### Dilatación
#
# Con **dilatación** 2 los pesos se separan: entre uno y otro queda un píxel sin mirar. El
# filtro sigue teniendo 9 pesos, pero abarca $2 \cdot (3 - 1) + 1 = 5$ píxeles.
#
# **Predice** la forma del mapa de la imagen de 5 × 5, como `(alto, ancho)`.

# %% [markdown] lang="en"
# ### Dilation
#
# With **dilation** 2 the weights move apart: between one and the next, a pixel is left out.
# The filter still has 9 weights, but it spans $2 \cdot (3 - 1) + 1 = 5$ pixels.
#
# **Predict** the shape of the map of the 5 × 5 image, as `(height, width)`.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = (1, 1)

# %%
# NBVAL_CHECK_OUTPUT
dilated = convolution.cross_correlate(image, kernel, dilation=2)
compare(prediction, dilated.shape)
dilated

# %%
plots.step(image, kernel, 0, 0, dilation=2)

# %% [markdown] lang="es"
# ### Ejercicio 5: la función completa
#
# Paso, relleno y dilatación en una sola función. Faltan tres cosas:
#
# - `padded`: la imagen con su marco. `np.pad(image, padding)` pone ceros alrededor.
# - el tamaño del mapa a lo largo de un eje: `image.shape[axis]` son los píxeles y
#   `kernel.shape[axis]` los pesos.
# - la fila y la columna del píxel. El peso $i$ está a $D i$ píxeles del primero.

# %% [markdown] lang="en"
# ### Exercise 5: the whole function
#
# Stride, padding and dilation in one function. Three things are missing:
#
# - `padded`: the image with its frame. `np.pad(image, padding)` puts zeros around it.
# - the size of the map along one axis: `image.shape[axis]` counts the pixels and
#   `kernel.shape[axis]` the weights.
# - the row and the column of the pixel. Weight $i$ lies $D i$ pixels from the first one.

# %% edition="student"
def slide_any(image, kernel, stride, padding, dilation):
    padded = ...
    size = [... for axis in (0, 1)]
    feature_map = np.zeros(size)
    for row, col in np.ndindex(*size):
        for i, j in np.ndindex(kernel.shape):
            feature_map[row, col] += kernel[i, j] * padded[..., ...]
    return feature_map

# %% edition="solution"
def slide_any(image, kernel, stride, padding, dilation):
    padded = np.pad(image, padding)
    size = [
        geometry.output_size(
            image.shape[axis], kernel.shape[axis], stride, padding, dilation
        )
        for axis in (0, 1)
    ]
    feature_map = np.zeros(size)
    for row, col in np.ndindex(*size):
        for i, j in np.ndindex(kernel.shape):
            pixel = padded[stride * row + dilation * i, stride * col + dilation * j]
            feature_map[row, col] += kernel[i, j] * pixel
    return feature_map

# %% [markdown] lang="es"
# Los casos ocultos son exigentes a propósito: imágenes que no son cuadradas, filtros que no son
# simétricos, y paso, relleno y dilatación a la vez.

# %% [markdown] lang="en"
# The hidden cases are demanding on purpose: images that are not square, filters that are not
# symmetric, and stride, padding and dilation at once.

# %%
# NBVAL_CHECK_OUTPUT
exercises.slide_any.check(slide_any)

# %% [markdown] lang="es"
# ## 8. ¿Convolución o correlación cruzada?
#
# En matemáticas, la **convolución** gira el filtro 180° antes de deslizarlo. Lo que hemos
# hecho, sin girar, se llama **correlación cruzada**. El aprendizaje profundo (*deep
# learning*), el de las redes neuronales, hace lo segundo y lo llama convolución.
#
# ¿Cómo es que no lo notamos? Giremos nuestro filtro: `[::-1, ::-1]` invierte filas y
# columnas.

# %% [markdown] lang="en"
# ## 8. Convolution or cross-correlation?
#
# In mathematics, a **convolution** turns the filter by 180° before sliding it. What we have
# done, without turning, is called **cross-correlation**. Deep learning, the kind that uses
# neural networks, does the latter and calls it convolution.
#
# How come we did not notice? Let us turn our filter: `[::-1, ::-1]` reverses rows and
# columns.

# %%
# NBVAL_CHECK_OUTPUT
for name in ("diagonal_cross", "x_falling", "x_centre", "x_rising", "edges"):
    weights = filters.get(name)
    print(f"{name:>14}  {np.array_equal(weights, weights[::-1, ::-1])}")

# %% [markdown] lang="es"
# Todos quedan iguales al girarlos, así que **no pueden** mostrar la diferencia. Hace falta un
# filtro que cambie al girarlo 180°: aquí lo llamamos **asimétrico**.
#
# Un punto encendido, `0 0 1 0 0`, y el filtro `1 2 3`. **Predice** los cinco números de la
# correlación cruzada, con relleno «same».

# %% [markdown] lang="en"
# All of them look the same after the turn, so they **cannot** show the difference. It takes
# a filter that changes when turned by 180°: here we call it **asymmetric**.
#
# One lit point, `0 0 1 0 0`, and the filter `1 2 3`. **Predict** the five numbers of the
# cross-correlation, with "same" padding.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [0, 3, 2, 1, 0]

# %%
# NBVAL_CHECK_OUTPUT
exercises.mirrored_point.check(prediction)

# %%
# NBVAL_CHECK_OUTPUT
point, asymmetric = [[0, 0, 1, 0, 0]], [[1, 2, 3]]
print(convolution.cross_correlate(point, asymmetric, padding="same")[0])
print(convolution.convolve(point, asymmetric, padding="same")[0])

# %% [markdown] lang="es"
# El filtro llega deslizándose desde la izquierda, así que toca el punto primero con su
# extremo derecho: 3, luego 2, luego 1. La correlación cruzada deja el filtro **al revés**. La
# convolución lo gira antes, y por eso lo estampa al derecho: 1, 2, 3.
#
# Aquí están el punto y el filtro, ya en la última posición. Debajo hay una casilla que gira el
# núcleo. **Predice** antes de marcarla: ¿qué cambia en el núcleo, y qué en el mapa? Después
# desmárcala, cambia el 3 del filtro por un 1 y vuelve a predecir.

# %% [markdown] lang="en"
# The filter slides in from the left, so it meets the point with its right end first: 3, then
# 2, then 1. Cross-correlation leaves the filter **back to front**. Convolution turns it
# beforehand, and so it stamps it the right way round: 1, 2, 3.
#
# Here are the point and the filter, in the last position already. Below there is a box to tick
# that turns the kernel. **Predict** before you tick it: what changes in the kernel, and what in
# the map? Then untick it, change the 3 of the filter into a 1, and predict again.

# %%
turning = widgets.ConvolutionStepper(point, asymmetric, step=4, padding="same")
turning

# %% [markdown] lang="es"
# <details><summary>Compara con tus respuestas</summary>
#
# El núcleo pasa de `1 2 3` a `3 2 1`, y el mapa, de `0 3 2 1 0` a `0 1 2 3 0`. Con `1 2 1` no cambia
# nada: al girarlo queda igual, como los de antes.
# </details>

# %% [markdown] lang="en"
# <details><summary>Compare with your answers</summary>
#
# The kernel goes from `1 2 3` to `3 2 1`, and the map from `0 3 2 1 0` to `0 1 2 3 0`. With `1 2 1`
# nothing changes: turned, it is the same, like those before.
# </details>

# %%
# NBVAL_CHECK_OUTPUT
symmetric = [[1, 2, 1]]
print(convolution.cross_correlate(point, symmetric, padding="same")[0])
print(convolution.convolve(point, symmetric, padding="same")[0])

# %% [markdown] lang="es"
# En una foto, girar `sobel_x` cambia «derecha menos izquierda» por «izquierda menos
# derecha». Todos los signos se invierten:

# %% [markdown] lang="en"
# On a photograph, turning `sobel_x` changes "right minus left" into "left minus right".
# Every sign is reversed:

# %%
turned_edges = convolution.convolve(roof, sobel_x)
names = ["cross_correlate", "convolve"]
plots.feature_maps([roof_edges, turned_edges], names)

# %%
# NBVAL_CHECK_OUTPUT
np.array_equal(turned_edges, -roof_edges)

# %% [markdown] lang="es"
# No nos creas solo a nosotros. SciPy es otra biblioteca, escrita por otra gente, y tiene las
# dos operaciones:

# %% [markdown] lang="en"
# Do not just take our word for it. SciPy is another library, written by other people, and
# it has both operations:

# %%
# NBVAL_CHECK_OUTPUT
from scipy import signal

print(np.allclose(roof_edges, signal.correlate2d(roof, sobel_x, mode="valid")))
print(np.allclose(turned_edges, signal.convolve2d(roof, sobel_x, mode="valid")))

# %% [markdown] lang="es"
# | Lo verás escrito como… | ¿Gira el filtro? |
# |:--|:--|
# | «convolución» en un texto de aprendizaje profundo, `torch.nn.Conv2d` | no |
# | `scipy.signal.correlate2d` | no |
# | «convolución» en un texto de matemáticas o de señales | sí |
# | `scipy.signal.convolve2d` | sí |
#
# **¿Cuándo importa?** Con filtros asimétricos hechos a mano, siempre: cambia, por ejemplo, el
# signo de un borde.
#
# **¿Cuándo no?** Con pesos aprendidos. Una red entrenada con una de las dos operaciones
# aprende el filtro; con la otra, si empieza con los pesos girados, aprende el mismo filtro
# girado, y los mapas son idénticos:

# %% [markdown] lang="en"
# | You will see it written as … | Does it turn the filter? |
# |:--|:--|
# | "convolution" in a deep-learning text, `torch.nn.Conv2d` | no |
# | `scipy.signal.correlate2d` | no |
# | "convolution" in a text on mathematics or signals | yes |
# | `scipy.signal.convolve2d` | yes |
#
# **When does it matter?** With asymmetric filters made by hand, always: the sign of an edge
# changes, for example.
#
# **When does it not?** With learned weights. A network trained with one of the two
# operations learns the filter; with the other, if it starts with the weights turned, it
# learns the same filter turned, and the maps are identical:

# %%
# NBVAL_CHECK_OUTPUT
turned = sobel_x[::-1, ::-1]
np.array_equal(convolution.convolve(roof, turned), roof_edges)

# %% [markdown] lang="es"
# ## 9. En color
#
# Una foto en color tiene tres números por píxel: rojo, verde y azul. Un filtro para esa
# foto tiene entonces **tres hojas de pesos**, una por canal.
#
# El caso más pequeño es un filtro de 1 × 1: tres pesos. Este es un píxel naranja de una
# flor, y los pesos `1 0 -1` calculan «rojo menos azul».

# %% [markdown] lang="en"
# ## 9. In colour
#
# A colour photograph has three numbers per pixel: red, green and blue. So a filter for it
# has **three sheets of weights**, one per channel.
#
# The smallest case is a 1 × 1 filter: three weights. Here is an orange pixel of a flower,
# and the weights `1 0 -1` compute "red minus blue".

# %%
# NBVAL_CHECK_OUTPUT
flower = images.photo("flower")
print(flower.shape)
print(flower[200, 320])

# %% [markdown] lang="es"
# **Predice** la respuesta del filtro en ese píxel.

# %% [markdown] lang="en"
# **Predict** the filter's answer at that pixel.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 167

# %%
# NBVAL_CHECK_OUTPUT
red_minus_blue = np.array([1, 0, -1]).reshape(1, 1, 3)
warm = convolution.cross_correlate(flower, red_minus_blue)
compare(prediction, int(warm[200, 320]))

# %% [markdown] lang="es"
# Tres productos, **una sola** suma: 218 − 51 = 167. La suma recorre también los canales.
# Aplicado a toda la foto, ese filtro diminuto ya encuentra la flor:

# %% [markdown] lang="en"
# Three products, **one** sum: 218 − 51 = 167. The sum runs over the channels too. Applied to
# the whole photograph, this tiny filter already finds the flower:

# %%
left, right = plots.side_by_side(2)
plots.image(flower, ax=left)
plots.feature_maps(warm[None], ["R - B"], ax=right)

# %% [markdown] lang="es"
# ### Otra falla a propósito
#
# ¿Y si le damos a la foto en color un filtro de una sola hoja, como `edges`? Ejecuta y
# **lee el mensaje completo**: la última línea dice qué pasó y nombra dos salidas.

# %% [markdown] lang="en"
# ### Another failure on purpose
#
# What if we give the colour photograph a filter with one sheet only, such as `edges`? Run
# it and **read the whole message**: the last line says what happened and names two ways out.

# %% tags=["raises-exception"]
edges = filters.get("edges")
convolution.cross_correlate(flower, edges)

# %% [markdown] lang="es"
# La primera salida es pasar la foto a gris. La segunda es repetir la hoja una vez por
# canal:

# %% [markdown] lang="en"
# The first way out is to make the photograph grey. The second is to repeat the sheet once
# per channel:

# %%
# NBVAL_CHECK_OUTPUT
on_grey = convolution.cross_correlate(images.to_grey(flower), edges)
sheets = np.stack([edges] * 3, axis=-1)
on_grey.shape, sheets.shape

# %% [markdown] lang="es"
# **Predice** la forma que sale al deslizar `sheets`, de 3 × 3 × 3, sobre la foto de
# 427 × 640 × 3. Cuidado: ¿sale un mapa o salen tres?

# %% [markdown] lang="en"
# **Predict** the shape that comes out when `sheets`, 3 × 3 × 3, slides over the photograph
# of 427 × 640 × 3. Careful: is it one map, or three?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = (425, 638)

# %%
# NBVAL_CHECK_OUTPUT
in_colour = convolution.cross_correlate(flower, sheets)
compare(prediction, in_colour.shape)

# %% [markdown] lang="es"
# **Un filtro, un mapa.** Son 27 productos y una sola suma por posición. Da lo mismo que
# filtrar cada canal con su hoja y sumar los tres mapas:

# %% [markdown] lang="en"
# **One filter, one map.** There are 27 products and a single sum at each position. It is
# the same as filtering each channel with its own sheet and adding the three maps:

# %%
# NBVAL_CHECK_OUTPUT
channel_maps = [convolution.cross_correlate(flower[..., c], edges) for c in range(3)]
np.allclose(in_colour, sum(channel_maps)), sheets.size

# %% [markdown] lang="es"
# ¿Cuánto hay que aprender? Un filtro de 4 × 4 sobre una foto en color tiene un peso por
# píxel **y por canal**, y además un sesgo. **Predice** el total.

# %% [markdown] lang="en"
# How much is there to learn? A 4 × 4 filter over a colour photograph has one weight per
# pixel **and per channel**, and one bias. **Predict** the total.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 49

# %%
# NBVAL_CHECK_OUTPUT
exercises.colour_filter_parameters.check(prediction)

# %%
# NBVAL_CHECK_OUTPUT
for filters_in_the_layer in (1, 8):
    print(geometry.conv_parameters(3, filters_in_the_layer, kernel_size=4))

# %% [markdown] lang="es"
# Son 4 · 4 · 3 + 1 = 49, no 16. Con 8 filtros salen 8 mapas y son 8 · 49 = 392.
# El tamaño de la foto no aparece en la cuenta: los mismos pesos se usan en todas partes.
#
# Al número de canales, de hojas o de mapas se le llama **profundidad**:
#
# - La profundidad de un **filtro** es la de su entrada.
# - La profundidad de la **salida** es el número de filtros.

# %% [markdown] lang="en"
# It is 4 · 4 · 3 + 1 = 49, not 16. With 8 filters there are 8 maps, and 8 · 49 = 392.
# The size of the photograph plays no part: the same weights are used everywhere.
#
# The number of channels, of sheets or of maps is called **depth**:
#
# - The depth of a **filter** is the depth of its input.
# - The depth of the **output** is the number of filters.

# %% [markdown] lang="es"
# ## 10. La X se mueve
#
# En la lección 4 pusiste tres filtros en todos los lugares de una X. Era una correlación cruzada, y
# ahora es una sola línea. El cruce daba 9 en `[3, 3]`:

# %% [markdown] lang="en"
# ## 10. The X moves
#
# In lesson 4 you put three filters at every place of an X. That was a cross-correlation, and now it
# is a single line. The crossing gave 9 at `[3, 3]`:

# %%
# NBVAL_CHECK_OUTPUT
parts = filters.bank("x_falling", "x_centre", "x_rising")
clean_maps = filters.feature_maps(images.x_clean(), parts)
np.argwhere(clean_maps[1] == 9).tolist()

# %% [markdown] lang="es"
# Movamos la X un píxel a la derecha. **Predice** dónde da 9 ahora: `[fila, columna]`.

# %% [markdown] lang="en"
# Let us move the X one pixel to the right. **Predict** where it gives 9 now: `[row, column]`.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [3, 4]

# %%
# NBVAL_CHECK_OUTPUT
moved = np.roll(images.x_clean(), 1, axis=1)
moved_maps = filters.feature_maps(moved, parts)
compare(prediction, np.argwhere(moved_maps[1] == 9)[0])
print(np.array_equal(moved_maps[:, :, 1:], clean_maps[:, :, :-1]))

# %%
plots.filter_table([images.x_clean(), moved], parts)

# %% [markdown] lang="es"
# Se movió la X y **se movieron los mapas con ella**, sin cambiar de valores. Eso se llama
# **equivarianza**: el resultado acompaña al desplazamiento. No es *invarianza*, que sería
# que el resultado no cambie. Y vale para desplazamientos; no para giros ni cambios de
# tamaño.

# %% [markdown] lang="en"
# The X moved and **the maps moved along with it**, their values unchanged. That is called
# **equivariance**: the result follows the shift. It is not *invariance*, which would mean
# that the result does not change. And it holds for shifts; not for turns or changes of
# size.

# %% [markdown] lang="es"
# ### Ejercicio 6: diseña un filtro
#
# En este dibujo hay una L y, a su lado, la misma L vista en un espejo. Diseña un filtro de
# 3 × 3 que llegue a 9 **solo** en la L. Puedes dibujarlo con `images.from_drawing`: la `x`
# vale +1, el punto vale −1 y la barra separa las filas.

# %% [markdown] lang="en"
# ### Exercise 6: design a filter
#
# In this drawing there is an L and, beside it, the same L seen in a mirror. Design a 3 × 3
# filter that reaches 9 **only** at the L. You can draw it with `images.from_drawing`: an
# `x` is +1, a dot is −1, and the slash separates the rows.

# %%
letters = images.from_drawing("........./.x.....x./.x.....x./.xxx.xxx./.........")
plots.image(letters)

# %% edition="student"
my_filter = ...

# %% edition="solution"
my_filter = images.from_drawing("x../x../xxx")

# %%
# NBVAL_CHECK_OUTPUT
exercises.filter_of_an_l.check(my_filter)

# %% [markdown] lang="es"
# ¿Y si usaras `convolve` en lugar de `cross_correlate`? La L no es igual al girarla 180°: ese es un
# filtro hecho a mano en el que el giro sí importa.

# %% [markdown] lang="en"
# And if you used `convolve` instead of `cross_correlate`? An L is not the same after a turn by 180°:
# here is a filter made by hand for which the turn does matter.

# %% [markdown] lang="es"
# ## Para comprobar lo aprendido
#
# Elige una opción y revísala. Las equivocadas también explican algo.

# %% [markdown] lang="en"
# ## Check what you have learned
#
# Choose an option and check it. The wrong ones explain something too.

# %%
widgets.QuizCard(exercises.quiz(5))

# %% [markdown] lang="es"
# Los números del cuestionario, calculados:

# %% [markdown] lang="en"
# The numbers of the quiz, computed:

# %%
# NBVAL_CHECK_OUTPUT
print(geometry.output_size(10, 3, stride=2))
print(geometry.output_size(100, 5), geometry.output_size(100, 5, padding=2), 5 * 5 * 3)

# %% [markdown] lang="es"
# ## En resumen
#
# - Una convolución **multiplica** el parche por el filtro, elemento por elemento, y **suma**.
#   El número dice cuánto hay, en ese lugar, de lo que el filtro busca.
# - El tamaño de salida es $\lfloor (H + 2P - D(K-1) - 1) / S \rfloor + 1$, con su piso y su $+1$.
# - Con paso $S$, la posición $p$ lee el píxel $S p + i$.
# - El mapa tiene **signo**: negativo también es información.
# - El relleno conserva el tamaño, pero inventa píxeles negros.
# - Lo que el aprendizaje profundo llama convolución es **correlación cruzada**. Un filtro
#   simétrico no muestra la diferencia; uno asimétrico la sufre si está hecho a mano, y no si es
#   aprendido.
# - En color, el filtro tiene una hoja por canal y sale **un solo mapa**.
# - Si la imagen se desplaza, el mapa se desplaza: **equivarianza**.
#
# ## Lo que sigue
#
# Un filtro hace una pregunta. La lección 6 hace muchas a la vez: un **banco de filtros**, sobre
# fotos reales. En la 7, con umbrales y un voto al final, ya será una red que decide. Y más adelante
# viene la pregunta que cambió el campo: ¿y si los pesos los encuentra el computador?

# %% [markdown] lang="en"
# ## In short
#
# - A convolution **multiplies** the patch by the filter, element by element, and **adds**.
#   The number says how much of what the filter looks for is there.
# - The output size is $\lfloor (H + 2P - D(K-1) - 1) / S \rfloor + 1$, with its floor and its $+1$.
# - With stride $S$, position $p$ reads pixel $S p + i$.
# - The map has a **sign**: negative is information too.
# - Padding keeps the size, but it makes up black pixels.
# - What deep learning calls convolution is **cross-correlation**. A symmetric filter does not
#   show the difference; an asymmetric one suffers from it if made by hand, and not if learned.
# - In colour, the filter has one sheet per channel, and **one map** comes out.
# - If the image shifts, the map shifts: **equivariance**.
#
# ## What comes next
#
# A filter asks one question. Lesson 6 asks many at once: a **bank of filters**, on real photographs.
# In lesson 7, with thresholds and a vote at the end, it becomes a network that decides. And further
# on comes the question that changed the field: what if the computer finds the weights?

# %% [markdown] lang="es"
# ## Fuentes
#
# - V. Dumoulin y F. Visin, *A guide to convolution arithmetic for deep learning* (2016),
#   [arXiv:1603.07285](https://arxiv.org/abs/1603.07285): tamaños, paso, relleno, dilatación.
# - I. Goodfellow, Y. Bengio y A. Courville, *Deep Learning* (2016),
#   [sección 9.1](https://www.deeplearningbook.org/contents/convnets.html): convolución y
#   correlación cruzada.
# - I. Sobel y G. Feldman, *A 3x3 isotropic gradient operator for image processing* (1968): `sobel_x`.
# - K. He, X. Zhang, S. Ren y J. Sun, *Deep Residual Learning for Image Recognition* (2016),
#   [arXiv:1512.03385](https://arxiv.org/abs/1512.03385), tabla 1: la primera capa de ResNet.
# - Las fotos vienen con scikit-learn.

# %% [markdown] lang="en"
# ## Sources
#
# - V. Dumoulin and F. Visin, *A guide to convolution arithmetic for deep learning* (2016),
#   [arXiv:1603.07285](https://arxiv.org/abs/1603.07285): sizes, stride, padding, dilation.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning* (2016),
#   [section 9.1](https://www.deeplearningbook.org/contents/convnets.html): convolution and
#   cross-correlation.
# - I. Sobel and G. Feldman, *A 3x3 isotropic gradient operator for image processing* (1968): `sobel_x`.
# - K. He, X. Zhang, S. Ren and J. Sun, *Deep Residual Learning for Image Recognition* (2016),
#   [arXiv:1512.03385](https://arxiv.org/abs/1512.03385), table 1: the first layer of ResNet.
# - The photographs come with scikit-learn.
