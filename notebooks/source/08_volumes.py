# ---
# cnnlab:
#   title:
#     es: "Volúmenes: alto, ancho y profundidad"
#     en: "Volumes: height, width and depth"
#   minutes: 75
#   topics:
#     es: [canales que entran y que salen, formas y parámetros de una red, "LeNet-5, contada a mano", el campo receptivo a través de las capas]
#     en: [channels in and out, shapes and parameters of a network, "LeNet-5, counted by hand", the receptive field through the layers]
#   needs: [07_a_cnn_by_hand]
# ---

# %% [markdown] lang="es"
# Lo que viaja por una red convolucional no es una imagen: es un **volumen**, con alto, ancho y
# profundidad. Quien sabe decir su forma después de cada capa puede armar una red, contar lo que
# aprende y entender los errores más comunes.
#
# Al terminar esta lección podrás:
#
# - calcular a mano y con bucles una convolución de muchos canales a muchos canales;
# - contar los parámetros y las multiplicaciones de una capa, y decir cuáles dependen del tamaño de la foto;
# - seguir la forma capa por capa, y explicar de dónde sale el «7 × 7» antes de aplanar;
# - decir dónde están los 61 706 parámetros de LeNet-5;
# - calcular cuántos píxeles ve una neurona profunda, y comprobarlo cambiando píxeles.
#
# Como siempre: **primero predice, después ejecuta.**

# %% [markdown] lang="en"
# What travels through a convolutional network is not an image: it is a **volume**, with a height, a
# width and a depth. Whoever can tell its shape after each layer can build a network, count what it
# learns, and understand the most common errors.
#
# By the end of this lesson you will be able to:
#
# - work out, by hand and with loops, a convolution from many channels to many channels;
# - count the parameters and the multiplications of a layer, and say which depend on the photo's size;
# - follow the shape layer by layer, and explain where the "7 × 7" before flattening comes from;
# - say where the 61,706 parameters of LeNet-5 are;
# - work out how many pixels a deep neuron sees, and check it by changing pixels.
#
# As always: **predict first, then run.**

# %%
import numpy as np

from cnnlab import exercises, filters, geometry, images, nn, plots, widgets
from cnnlab.exercises import attempt, compare

# %% [markdown] lang="es"
# ## 1. Un filtro es tan profundo como su entrada
#
# Esta entrada es pequeña: 2 canales de 3 × 4 números. Podrían ser dos colores de una foto, o dos
# mapas que hizo la capa anterior: a la convolución le da igual. Dentro de una red **los canales van
# primero**, así que su forma es `(2, 3, 4)`: canales, alto, ancho.

# %% [markdown] lang="en"
# ## 1. A filter is as deep as its input
#
# This input is small: 2 channels of 3 × 4 numbers. They could be two colours of a photo, or two
# maps made by the layer before: the convolution does not care. Inside a network **channels come
# first**, so its shape is `(2, 3, 4)`: channels, height, width.

# %%
# NBVAL_CHECK_OUTPUT
x = np.array([
    [[1, 0, 2, 1], [0, 1, 1, 0], [2, 1, 0, 1]],
    [[0, 1, 1, 0], [1, 0, 2, 1], [0, 1, 0, 2]],
])
x.shape

# %% [markdown] lang="es"
# El filtro tiene entonces **2 hojas**, una por canal. Aquí cada hoja mide 2 × 2, y además hay un
# sesgo, −1.

# %% [markdown] lang="en"
# So the filter has **2 sheets**, one per channel. Here each sheet is 2 × 2, and there is a bias
# too, −1.

# %%
# NBVAL_CHECK_OUTPUT
one_filter = np.array([[[1, 0], [0, 1]], [[0, 2], [1, 0]]])
one_bias = -1
one_filter.shape

# %%
left, right = plots.side_by_side(2, height=1.9)
plots.feature_maps(x, ["x, c = 0", "x, c = 1"], ax=left)
plots.feature_maps(one_filter, ["w, c = 0", "w, c = 1"], ax=right)

# %% [markdown] lang="es"
# El filtro empieza arriba a la izquierda. Cada hoja cubre el parche de **su** canal. Se suman los
# productos de las dos hojas y después el sesgo, una sola vez.
#
# **Predice** el número que sale. Hazlo en papel: son 8 productos, y la mitad son 0.

# %% [markdown] lang="en"
# The filter starts at the top left. Each sheet covers the patch of **its own** channel. The products
# of both sheets are added up, and then the bias, just once.
#
# **Predict** the number that comes out. Do it on paper: there are 8 products, and half of them are 0.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 4

# %%
# NBVAL_CHECK_OUTPUT
patch = x[:, 0:2, 0:2]
products = one_filter * patch
compare(prediction, products.sum() + one_bias)
print(products[0].sum(), products[1].sum(), one_bias)

# %% [markdown] lang="es"
# El canal 0 aporta 2, el canal 1 aporta 3 y el sesgo resta 1: 2 + 3 − 1 = 4. **Un solo número.**
#
# La fórmula es la de siempre con una suma más, la de los canales $c$:
#
# $$ y_{p,q} = b + \sum_c \sum_i \sum_j w_{c,i,j}\; x_{c,\;p+i,\;q+j} $$
#
# Hay dos errores muy comunes, y los dos nacen de olvidar esa suma. Uno es creer que el filtro tiene
# una sola hoja, la misma para todos los canales. El otro es creer que de 2 canales salen 2 mapas.
#
# **Predice** la forma del mapa que hace este filtro sobre toda la entrada.

# %% [markdown] lang="en"
# Channel 0 contributes 2, channel 1 contributes 3, and the bias takes away 1: 2 + 3 − 1 = 4. **A
# single number.**
#
# The formula is the usual one with one more sum, over the channels $c$:
#
# $$ y_{p,q} = b + \sum_c \sum_i \sum_j w_{c,i,j}\; x_{c,\;p+i,\;q+j} $$
#
# There are two very common mistakes, and both come from forgetting that sum. One is to think that
# the filter has one sheet only, the same for all channels. The other is to think that 2 channels
# make 2 maps.
#
# **Predict** the shape of the map that this filter makes over the whole input.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = (2, 3)

# %%
# NBVAL_CHECK_OUTPUT
from scipy import signal

one_map = signal.correlate(x, one_filter, mode="valid")[0] + one_bias
compare(prediction, one_map.shape)
one_map

# %% [markdown] lang="es"
# Un filtro, un mapa: 2 × 3, porque 3 − 2 + 1 = 2 y 4 − 2 + 1 = 3. El primer número es tu 4. La cuenta
# la hizo SciPy, que no sabe nada de redes: para ella el filtro es un bloque de 2 × 2 × 2 que se
# desliza dentro de otro bloque y, en profundidad, solo cabe en una posición.

# %% [markdown] lang="en"
# One filter, one map: 2 × 3, because 3 − 2 + 1 = 2 and 4 − 2 + 1 = 3. The first number is your 4. It
# was worked out by SciPy, which knows nothing of networks: to SciPy, the filter is a block of
# 2 × 2 × 2 that slides inside another block and, in depth, fits in one position only.

# %% [markdown] lang="es"
# ### Ejercicio 1: ordena el bucle
#
# Estas son las líneas de una función que hace el mapa de **un** filtro `weights`, de forma
# `(C, kh, kw)`, sobre una entrada `x`, de forma `(C, H, W)`. Están desordenadas, y dos sobran. `c`
# recorre los canales, `i` y `j` los pesos de cada hoja. Ponlas en orden con el ratón o con el teclado,
# y pide que las revise. Si te atascas, `exercises.map_of_one_filter.hint()` da una pista (y otra, si la
# vuelves a pedir), y `.solution()` muestra la respuesta.

# %% [markdown] lang="en"
# ### Exercise 1: put the loop in order
#
# These are the lines of a function that makes the map of **one** filter `weights`, of shape
# `(C, kh, kw)`, over an input `x`, of shape `(C, H, W)`. They are out of order, and two are not needed.
# `c` runs over the channels, `i` and `j` over the weights of each sheet. Put them in order with the
# mouse or with the keyboard, and have them checked. If you are stuck, `exercises.map_of_one_filter.hint()`
# gives a hint (and another one, if you ask again), and `.solution()` shows the answer.

# %%
board = widgets.ParsonsBoard(exercises.map_of_one_filter)
board

# %% edition="student"
exercises.map_of_one_filter.check(board.order)

# %% edition="solution"
exercises.map_of_one_filter.check(exercises.map_of_one_filter.order)

# %% [markdown] lang="es"
# ## 2. Varios filtros: la profundidad que sale
#
# Un filtro hace un mapa. Con $F$ filtros salen $F$ mapas, y esos mapas, apilados, son el volumen que
# recibe la capa siguiente. Los pesos de toda la capa caben en **un** arreglo, y conviene saberse su
# forma de memoria:
#
# | Arreglo | Forma | |
# |:--|:--|:--|
# | entrada | `(C, H, W)` | $C$ canales |
# | pesos | `(F, C, kh, kw)` | $F$ filtros, cada uno con $C$ hojas |
# | sesgos | `(F,)` | uno por filtro |
# | salida | `(F, H', W')` | $F$ mapas |
#
# $C$ desaparece en la suma. $F$ no tiene nada que ver con $C$: lo eliges tú. El volumen de salida
# se escribe también $h \times w \times d$, y su profundidad $d$ es el número de filtros.
#
# Una segunda entrada, con 3 canales de 5 × 6, y 4 filtros de 2 × 3. **Predice** la forma de los pesos
# y la de la salida, en ese orden: `[(.., .., .., ..), (.., .., ..)]`.

# %% [markdown] lang="en"
# ## 2. Several filters: the depth that comes out
#
# One filter makes one map. With $F$ filters there are $F$ maps, and those maps, stacked, are the
# volume that the next layer receives. The weights of the whole layer fit into **one** array, and its
# shape is worth knowing by heart:
#
# | Array | Shape | |
# |:--|:--|:--|
# | input | `(C, H, W)` | $C$ channels |
# | weights | `(F, C, kh, kw)` | $F$ filters, each with $C$ sheets |
# | biases | `(F,)` | one for each filter |
# | output | `(F, H', W')` | $F$ maps |
#
# $C$ disappears in the sum. $F$ has nothing to do with $C$: you choose it. The output volume is also
# written $h \times w \times d$, and its depth $d$ is the number of filters.
#
# A second input, with 3 channels of 5 × 6, and 4 filters of 2 × 3. **Predict** the shape of the
# weights and that of the output, in that order: `[(.., .., .., ..), (.., .., ..)]`.

# %% edition="student"
prediction = [..., ...]

# %% edition="solution"
prediction = [(4, 3, 2, 3), (4, 4, 4)]

# %%
# NBVAL_CHECK_OUTPUT
layer = nn.Conv2d(3, 4, kernel_size=(2, 3), rng=0, dtype=np.float64)
shapes = [layer.params["weight"].shape, layer.output_shape((3, 5, 6))]
for answer, shape in zip(prediction, shapes, strict=True):
    compare(answer, shape)

# %% [markdown] lang="es"
# `nn.Conv2d(3, 4, ...)` es la capa convolucional del curso, con los nombres de PyTorch: los canales
# que entran, los que salen, el tamaño del filtro. Empieza con pesos al azar; `rng=0` hace que el azar
# sea siempre el mismo.
#
# ### Ejercicio 2: la capa completa, con bucles
#
# Ahora la escribes tú. Faltan tres cosas: con qué empieza cada número de la salida, qué peso y qué
# número de la entrada se multiplican.

# %% [markdown] lang="en"
# `nn.Conv2d(3, 4, ...)` is the course's convolutional layer, with PyTorch's names: channels in,
# channels out, size of the filter. It starts with random weights; `rng=0` makes the randomness the
# same every time.
#
# ### Exercise 2: the whole layer, with loops
#
# Now you write it. Three things are missing: what each number of the output starts with, which
# weight and which number of the input are multiplied.

# %% edition="student"
def conv_over_channels(x, weights, bias):
    height, width = np.subtract(x.shape[1:], weights.shape[2:]) + 1
    maps = np.zeros((len(weights), height, width))
    for f, row, col in np.ndindex(maps.shape):
        maps[f, row, col] = ...
        for c, i, j in np.ndindex(weights.shape[1:]):
            maps[f, row, col] += weights[..., ...] * x[..., ...]
    return maps

# %% edition="solution"
def conv_over_channels(x, weights, bias):
    height, width = np.subtract(x.shape[1:], weights.shape[2:]) + 1
    maps = np.zeros((len(weights), height, width))
    for f, row, col in np.ndindex(maps.shape):
        maps[f, row, col] = bias[f]
        for c, i, j in np.ndindex(weights.shape[1:]):
            maps[f, row, col] += weights[f, c, i, j] * x[c, row + i, col + j]
    return maps

# %%
# NBVAL_CHECK_OUTPUT
exercises.conv_over_channels.check(conv_over_channels)

# %% [markdown] lang="es"
# Un ejemplo que puedes mirar: la entrada pequeña y dos filtros, el tuyo y el mismo con los signos
# cambiados. Lo que debe salir lo calcula SciPy, filtro por filtro. ¿Reconoces tu 4?

# %% [markdown] lang="en"
# An example that you can look at: the small input and two filters, yours and the same one with its
# signs changed. What should come out is computed by SciPy, filter by filter. Do you recognise your 4?

# %%
# NBVAL_CHECK_OUTPUT
two_filters = np.stack([one_filter, -one_filter])
by_scipy = [signal.correlate(x, one, mode="valid")[0] for one in two_filters]
expected = np.stack([by_scipy[0] - 1, by_scipy[1] + 5])
compare(attempt(conv_over_channels, x, two_filters, [-1, 5]), expected)

# %% [markdown] lang="es"
# Y la capa `nn.Conv2d`, con sus 4 filtros al azar, contra SciPy:

# %% [markdown] lang="en"
# And the layer `nn.Conv2d`, with its 4 random filters, against SciPy:

# %%
# NBVAL_CHECK_OUTPUT
volume = np.random.default_rng(0).normal(size=(3, 5, 6))
weights, bias = layer.params["weight"], layer.params["bias"]
fast = layer.forward(volume[..., np.newaxis])[..., 0]
by_scipy = [signal.correlate(volume, one, mode="valid")[0] for one in weights]
print(fast.shape, np.allclose(fast, np.stack(by_scipy) + bias[:, None, None]))

# %% [markdown] lang="es"
# `True`: coinciden. Fíjate en `[..., np.newaxis]`: la capa trabaja siempre con un **lote** de
# imágenes, y aquí el lote va **al final**, `(C, H, W, N)`. Con una sola imagen, $N = 1$.
#
# ### Una foto entra, un volumen sale
#
# La flor, con cuatro filtros hechos a mano. Cada uno se arma con lo que le pide a cada color y lo que
# le pide al espacio: `np.multiply.outer` multiplica los tres números de la izquierda por la hoja de la
# derecha, y salen tres hojas.

# %% [markdown] lang="en"
# `True`: they agree. Note `[..., np.newaxis]`: the layer always works on a **batch** of images, and here
# the batch comes **last**, `(C, H, W, N)`. With a single image, $N = 1$.
#
# ### A photo goes in, a volume comes out
#
# The flower, with four filters made by hand. Each is built from what it asks of each colour and what
# it asks of space: `np.multiply.outer` multiplies the three numbers on the left by the sheet on the
# right, and out come three sheets.

# %%
box, sobel_x, edges = map(filters.get, ("box_blur", "sobel_x", "edges"))
weights = np.stack([
    np.multiply.outer([1, 0, -1], box),
    np.multiply.outer([-1, 1, 0], box),
    np.multiply.outer([0.1, 0.1, 0.1], sobel_x),
    np.multiply.outer([0, 1, 0], edges),
])
names = ["R - B", "G - R", "sobel_x", "edges, G"]

# %% [markdown] lang="es"
# **Predice** la forma de `weights` y, con ella, la de la salida: la foto mide 427 × 640 y no hay
# relleno. Escribe solo la de la salida.

# %% [markdown] lang="en"
# **Predict** the shape of `weights` and, with it, that of the output: the photo is 427 × 640, and
# there is no padding. Write that of the output only.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = (4, 425, 638)

# %%
# NBVAL_CHECK_OUTPUT
flower = images.to_unit(images.photo("flower"))
channels_first = np.moveaxis(flower, -1, 0)
by_hand = nn.Conv2d(3, 4, 3, bias=False)
by_hand.params["weight"][...] = weights
maps = by_hand.forward(channels_first[..., np.newaxis])[..., 0]
compare(prediction, maps.shape)
print(flower.shape, channels_first.shape, weights.shape)

# %%
plots.feature_maps(maps[:, 60:360, 110:510], names)

# %% [markdown] lang="es"
# Cuatro filtros, cuatro mapas. El primero encuentra la flor por su color; el segundo, las hojas,
# más verdes que rojas; el tercero, bordes verticales; el cuarto, contornos finos en el verde. La capa siguiente recibirá
# los cuatro a la vez, y sus filtros tendrán 4 hojas.

# %% [markdown] lang="en"
# Four filters, four maps. The first finds the flower by its colour; the second, the leaves, which
# are more green than red; the third, vertical edges; the fourth, fine outlines in the green. The next layer will receive
# all four at once, and its filters will have 4 sheets.

# %% [markdown] lang="es"
# ### Algo que falla a propósito: los ejes en otro orden
#
# Una foto se guarda con los canales al final, `(H, W, C)`, y un lote de fotos con las fotos primero,
# `(N, H, W, C)`. Démoselo así a la capa. Con `try` y `except` dejamos que falle y mostramos solo el
# mensaje, que siempre es la última línea de un error. **Léelo**: dice qué forma esperaba y cuál llegó.

# %% [markdown] lang="en"
# ### Something that fails on purpose: the axes in another order
#
# A photo is stored with the channels last, `(H, W, C)`, and a batch of photos with the photos first,
# `(N, H, W, C)`. Let us hand it to the layer like that. With `try` and `except` we let it fail and show the
# message only, which is always the last line of an error. **Read it**: it says which shape was expected
# and which one arrived.

# %%
# NBVAL_CHECK_OUTPUT
batch = flower[np.newaxis]
try:
    by_hand.forward(batch)
except ValueError as error:
    print(error)

# %% [markdown] lang="es"
# Esperaba los 3 canales primero y llegó un 1. Este error es amable: avisa. Hay quien lo «repara» con
# `reshape`, que también da una forma que empieza por 3. Probemos:

# %% [markdown] lang="en"
# It expected the 3 channels first, and a 1 arrived. This error is a kind one: it tells you. Some
# people "repair" it with `reshape`, which also gives a shape that starts with 3. Let us try:

# %%
# NBVAL_CHECK_OUTPUT
reshaped = flower.reshape(3, 427, 640)
print(reshaped.shape == channels_first.shape, np.array_equal(reshaped, channels_first))

# %%
left, right = plots.side_by_side(2)
plots.image(channels_first[0], "moveaxis", ax=left)
plots.image(reshaped[0], "reshape", ax=right)

# %% [markdown] lang="es"
# La misma forma, otros números. `reshape` no mueve los ejes: lee los números en fila y los reparte de
# nuevo, así que el primer «canal» es el tercio de arriba de la foto, estirado, con rojos, verdes y azules mezclados. Sin ningún
# error. Una red entrenada así aprende de fotos trituradas, y nadie se entera.
#
# **`moveaxis` y `transpose` cambian el orden de los ejes. `reshape` cambia cómo se cortan los números.**
# `predict` y `fit` reciben las fotos como las guarda la gente, `(N, H, W, C)`, y hacen el cambio por ti.

# %% [markdown] lang="en"
# The same shape, other numbers. `reshape` does not move the axes: it reads the numbers in a row and
# deals them out anew, so the first "channel" is the top third of the photo, stretched, with reds, greens and blues mixed up. Without
# any error. A network trained like this learns from shredded photos, and nobody notices.
#
# **`moveaxis` and `transpose` change the order of the axes. `reshape` changes how the numbers are cut.**
# `predict` and `fit` take photos as people keep them, `(N, H, W, C)`, and make the change for you.

# %% [markdown] lang="es"
# ## 3. Lo que se aprende y lo que se calcula
#
# Una capa de 3 a 16 canales con filtros de 3 × 3. Cada filtro tiene 3 · 3 · 3 = 27 pesos y 1 sesgo.
# **Predice** cuántos números aprende la capa.

# %% [markdown] lang="en"
# ## 3. What is learned and what is computed
#
# A layer from 3 to 16 channels with 3 × 3 filters. Each filter has 3 · 3 · 3 = 27 weights and 1 bias.
# **Predict** how many numbers the layer learns.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 448

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, geometry.conv_parameters(3, 16, kernel_size=3))

# %% [markdown] lang="es"
# (27 + 1) · 16 = 448. En general:
#
# $$ (k_h \, k_w \, C + 1) \, F $$
#
# ¿Y el tamaño de la foto? Pasemos de 64 × 64 a 128 × 128, con relleno 1 para conservar el tamaño.
# **Predice** por cuánto se multiplican los parámetros y por cuánto las multiplicaciones:
# `[parámetros, multiplicaciones]`.

# %% [markdown] lang="en"
# (27 + 1) · 16 = 448. In general:
#
# $$ (k_h \, k_w \, C + 1) \, F $$
#
# And the size of the photo? Let us go from 64 × 64 to 128 × 128, with padding 1 to keep the size.
# **Predict** by how much the parameters are multiplied, and by how much the multiplications:
# `[parameters, multiplications]`.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [1, 4]

# %%
# NBVAL_CHECK_OUTPUT
small = geometry.conv_multiply_adds(64, 3, 16, kernel_size=3, padding=1)
large = geometry.conv_multiply_adds(128, 3, 16, kernel_size=3, padding=1)
compare(prediction, [1, large // small])
print(small, large)

# %% [markdown] lang="es"
# Los **parámetros** no cambian: los mismos 448 se usan en todas las posiciones. El **trabajo** sí: cada
# peso se usa una vez por posición, y hay 4 veces más posiciones.
#
# Tampoco cambia nada en la **memoria** de los pesos, pero sí en la de los mapas, que hay que guardar
# para entrenar. Esta es la primera capa de VGG-16 (Simonyan y Zisserman, 2014): de 3 a 64 canales, 3 × 3,
# sobre 224 × 224. Con decimales de 4 bytes, ¿qué ocupa más?

# %% [markdown] lang="en"
# The **parameters** do not change: the same 448 are used at all positions. The **work** does: each
# weight is used once per position, and there are 4 times as many positions.
#
# Nor does the **memory** for the weights change, but that for the maps does, and they have to be kept
# in training. This is the first layer of VGG-16 (Simonyan and Zisserman, 2014): from 3 to 64 channels,
# 3 × 3, over 224 × 224. With decimals of 4 bytes, which takes more?

# %%
# NBVAL_CHECK_OUTPUT
weight_bytes = 4 * geometry.conv_parameters(3, 64, 3)
map_bytes = 4 * 64 * 224 * 224
print(weight_bytes, map_bytes, map_bytes // weight_bytes)

# %% [markdown] lang="es"
# Los pesos ocupan 7 168 bytes; los mapas, casi 13 millones, **por cada imagen del lote**. Cuando a un
# computador «se le acaba la memoria» al entrenar una red convolucional, mira primero los mapas: con un
# lote más pequeño ocupan menos.

# %% [markdown] lang="en"
# The weights take 7,168 bytes; the maps almost 13 million, **for each image of the batch**. When a
# computer "runs out of memory" while training a convolutional network, look at the maps first: with a
# smaller batch they take less.

# %% [markdown] lang="es"
# ### Ejercicio 3: los parámetros de una capa
#
# Escribe la cuenta en una función. Recibe cinco números, en este orden: alto y ancho de la foto,
# canales que entran, filtros y lado del filtro (cuadrado). Cuidado: no todos hacen falta.

# %% [markdown] lang="en"
# ### Exercise 3: the parameters of a layer
#
# Write the count as a function. It receives five numbers, in this order: height and width of the
# photo, channels in, number of filters, and side of the (square) filter. Careful: not all are needed.

# %% edition="student"
def conv_layer_parameters(height, width, channels, filters, side):
    return ...

# %% edition="solution"
def conv_layer_parameters(height, width, channels, filters, side):
    return (side * side * channels + 1) * filters

# %%
# NBVAL_CHECK_OUTPUT
exercises.conv_layer_parameters.check(conv_layer_parameters)

# %% [markdown] lang="es"
# ### Una capa famosa
#
# AlexNet ganó el concurso de ImageNet en 2012. Su primera capa: 96 filtros de 11 × 11 sobre una foto en
# color, con paso 4, sin relleno. El artículo dice que la foto mide 224 × 224 y dibuja mapas de 55 × 55.
# ¿Se puede?

# %% [markdown] lang="en"
# ### A famous layer
#
# AlexNet won the ImageNet challenge in 2012. Its first layer: 96 filters of 11 × 11 over a colour
# photo, at stride 4, without padding. The paper says that the photo is 224 × 224, and draws maps of
# 55 × 55. Is that possible?

# %%
# NBVAL_CHECK_OUTPUT
print((224 - 11) / 4 + 1, geometry.output_size(224, 11, stride=4))
print((227 - 11) / 4 + 1, geometry.output_size(227, 11, stride=4))
print(geometry.output_size(224, 11, stride=4, padding=2))

# %% [markdown] lang="es"
# Con 224 la cuenta da 54.25, es decir 54 posiciones, no 55. Con **227** da 55 exacto. Por eso
# muchas implementaciones usan 227 × 227 (o 224 con relleno 2, que también da 55). El artículo es
# excelente y ese número no cuadra: la fórmula del piso sirve también para leer con ojo crítico.
#
# ¿Cuántos parámetros tiene esa capa? Y su salida, ¿cuántos números?

# %% [markdown] lang="en"
# With 224 the count is 54.25, that is 54 positions, not 55. With **227** it is exactly 55. This is why
# many implementations use 227 × 227 (or 224 with padding 2, which gives 55 too). The paper is
# excellent, and that number does not add up: the formula with the floor is also a tool for reading
# critically.
#
# How many parameters does that layer have? And how many numbers come out of it?

# %%
# NBVAL_CHECK_OUTPUT
first = nn.Conv2d(3, 96, 11, stride=4, rng=0)
print(11 * 11 * 3 * 96 + 96, geometry.conv_parameters(3, 96, 11))
print(first.output_shape((3, 227, 227)), 96 * 55 * 55)

# %% [markdown] lang="es"
# 34 944 parámetros hacen 290 400 números: un volumen de 55 × 55 × 96.

# %% [markdown] lang="en"
# 34,944 parameters make 290,400 numbers: a volume of 55 × 55 × 96.

# %% [markdown] lang="es"
# ## 4. ¿Para qué sirve un filtro de 1 × 1?
#
# No mira a los vecinos: en cada posición ve un solo lugar, pero **todos los canales**. Con 3 canales son
# 3 pesos, y lo que hace es mezclarlos. Ya conoces una mezcla así: pasar de color a gris. **Predice:**
# con los pesos 0.299, 0.587 y 0.114, ¿dará lo mismo que `images.to_grey`? Escribe `True` o `False`.

# %% [markdown] lang="en"
# ## 4. What is a 1 × 1 filter good for?
#
# It does not look at neighbours: at each position it sees one place only, but **all the channels**.
# With 3 channels it has 3 weights, and what it does is mix them. You know such a mixture already: from
# colour to grey. **Predict:** with the weights 0.299, 0.587 and 0.114, will it give the same as
# `images.to_grey`? Write `True` or `False`.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = True

# %%
# NBVAL_CHECK_OUTPUT
mixer = nn.Conv2d(3, 1, kernel_size=1, bias=False)
mixer.params["weight"][0, :, 0, 0] = [0.299, 0.587, 0.114]
grey = mixer.forward(channels_first[..., np.newaxis])[0, :, :, 0]
compare(prediction, np.allclose(grey, images.to_grey(flower), atol=1e-6))

# %% [markdown] lang="es"
# Un filtro de 1 × 1 es una neurona densa que se aplica, igual, en cada posición. Sirve para **cambiar la
# profundidad** sin tocar alto ni ancho. GoogLeNet (Szegedy y otros, 2014) lo usa para ahorrar: antes de
# una convolución cara, baja la profundidad. Con 64 canales de entrada, 64 de salida y filtros de 5 × 5:

# %% [markdown] lang="en"
# A 1 × 1 filter is a dense neuron that is applied, the same one, at every position. It serves to **change
# the depth** without touching height or width. GoogLeNet (Szegedy and others, 2014) saves with it: before
# an expensive convolution, it brings the depth down. With 64 channels in, 64 out and filters of 5 × 5:

# %%
# NBVAL_CHECK_OUTPUT
direct = geometry.conv_parameters(64, 64, 5)
squeezed = geometry.conv_parameters(64, 16, 1) + geometry.conv_parameters(16, 64, 5)
print(direct, squeezed, round(direct / squeezed, 1))

# %% [markdown] lang="es"
# De 102 464 a 26 704 parámetros: casi 4 veces menos, con la misma forma a la salida. No es gratis: por el medio
# pasan 16 canales, no 64.

# %% [markdown] lang="en"
# From 102,464 to 26,704 parameters: almost 4 times fewer, with the same shape at the end. It is not free:
# 16 channels pass through the middle, not 64.

# %% [markdown] lang="es"
# ## 5. ¿De dónde sale el 7 × 7?
#
# En muchos tutoriales hay una línea como `Linear(16 * 7 * 7, 10)`, y nadie explica el 7. Sigamos la forma
# de una imagen gris de 28 × 28. Recuerda: `MaxPool2d(2)` deja el mayor de cada 2 × 2 y avanza de a 2, y
# `Flatten` pone el volumen entero en una columna.
#
# **Predice** la forma después de cada capa que la cambia: primera convolución, primer `MaxPool2d`,
# segunda convolución, segundo `MaxPool2d`. Escribe solo los cuatro **lados**: `[.., .., .., ..]`.

# %% [markdown] lang="en"
# ## 5. Where does the 7 × 7 come from?
#
# In many tutorials there is a line such as `Linear(16 * 7 * 7, 10)`, and nobody explains the 7. Let us
# follow the shape of a grey image of 28 × 28. Remember: `MaxPool2d(2)` keeps the largest of each 2 × 2 and
# advances by 2, and `Flatten` puts the whole volume into one column.
#
# **Predict** the shape after each layer that changes it: first convolution, first `MaxPool2d`, second
# convolution, second `MaxPool2d`. Write the four **sides** only: `[.., .., .., ..]`.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [28, 14, 14, 7]

# %%
# NBVAL_CHECK_OUTPUT
eyes = [
    nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
]
sides = [nn.Sequential(*eyes[:n]).output_shape((1, 28, 28))[1] for n in (1, 3, 4, 6)]
compare(prediction, sides)

# %% [markdown] lang="es"
# El relleno 1 conserva el lado en cada convolución de 3 × 3; cada submuestreo lo divide entre 2:
# 28 → 14 → 7. Y 16 es la profundidad que dejó la última convolución. La forma completa, capa por capa:

# %% [markdown] lang="en"
# Padding 1 keeps the side in each 3 × 3 convolution; each pooling divides it by 2: 28 → 14 → 7. And 16 is the
# depth that the last convolution left. The whole shape, layer by layer:

# %%
# NBVAL_CHECK_OUTPUT
shape = (1, 28, 28)
for each in [*eyes, nn.Flatten()]:
    shape = each.output_shape(shape)
    print(f"{type(each).__name__:>10}", shape)

# %% [markdown] lang="es"
# 16 · 7 · 7 = 784 números llegan al `Linear`. Con otra foto, otro relleno u otra capa, sería otro número:
# **no es una constante de las CNN, es el final de una cuenta.**
#
# ### Otra falla a propósito: un `Linear` que espera otra cosa
#
# Alguien olvidó los submuestreos al hacer la cuenta. Lee el mensaje y busca dos números:
# lo que la capa esperaba y lo que llegó.

# %% [markdown] lang="en"
# 16 · 7 · 7 = 784 numbers reach the `Linear`. With another photo, another padding or another layer it would
# be another number: **it is no constant of CNNs, it is the end of a count.**
#
# ### Another failure on purpose: a `Linear` that expects something else
#
# Someone forgot the poolings in the count. Read the message and look for two numbers:
# what the layer expected, and what arrived.

# %%
# NBVAL_CHECK_OUTPUT
broken = nn.Sequential(*eyes, nn.Flatten(), nn.Linear(16 * 28 * 28, 10))
try:
    broken.predict(np.zeros((5, 28, 28)))
except ValueError as error:
    print(error)

# %% [markdown] lang="es"
# Esperaba 12 544 números por imagen y llegaron 784, de un lote de 5: por eso dice `(784, 5)`. El remedio
# es hacer bien la cuenta o, mejor, **preguntar la forma** en vez de adivinarla:

# %% [markdown] lang="en"
# It expected 12,544 numbers per image, and 784 arrived, of a batch of 5: hence `(784, 5)`. The remedy is
# to count properly or, better, to **ask for the shape** instead of guessing it:

# %%
# NBVAL_CHECK_OUTPUT
[features] = nn.Sequential(*eyes, nn.Flatten()).output_shape((1, 28, 28))
model = nn.Sequential(*eyes, nn.Flatten(), nn.Linear(features, 10), rng=0)
model.scores(np.zeros((5, 28, 28))).shape

# %% [markdown] lang="es"
# Cinco imágenes, diez puntuaciones para cada una.
#
# ### Ejercicio 4: los tamaños de una pila
#
# Escribe una función que reciba el lado de la foto y una lista de capas, cada una como
# `(lado del filtro, paso, relleno)`. Devuelve una lista con el lado después de cada capa. Un
# submuestreo es una capa más: `(2, 2, 0)`.

# %% [markdown] lang="en"
# Five images, ten scores for each.
#
# ### Exercise 4: the sizes of a stack
#
# Write a function that receives the side of the photo and a list of layers, each as
# `(side of the filter, stride, padding)`. It returns a list with the side after each layer. A pooling is
# one more layer: `(2, 2, 0)`.

# %% edition="student"
def sizes_through_a_stack(size, layers):
    sizes = []
    for kernel, stride, padding in layers:
        size = ...
        sizes.append(size)
    return sizes

# %% edition="solution"
def sizes_through_a_stack(size, layers):
    sizes = []
    for kernel, stride, padding in layers:
        size = (size + 2 * padding - kernel) // stride + 1
        sizes.append(size)
    return sizes

# %%
# NBVAL_CHECK_OUTPUT
exercises.sizes_through_a_stack.check(sizes_through_a_stack)

# %% [markdown] lang="es"
# ### Ejercicio 5: cuántos números antes de aplanar
#
# Una red sobre fotos grises de 28 × 28, **sin relleno**: convolución de 3 × 3 con 8 filtros, `MaxPool2d(2)`,
# convolución de 3 × 3 con 12 filtros, `MaxPool2d(2)`, `Flatten`. ¿Cuántos números recibe el `Linear`?

# %% [markdown] lang="en"
# ### Exercise 5: how many numbers before flattening
#
# A network over grey photos of 28 × 28, **without padding**: a 3 × 3 convolution with 8 filters,
# `MaxPool2d(2)`, a 3 × 3 convolution with 12 filters, `MaxPool2d(2)`, `Flatten`. How many numbers does the
# `Linear` receive?

# %% edition="student"
my_answer = ...

# %% edition="solution"
my_answer = 300

# %%
# NBVAL_CHECK_OUTPUT
exercises.numbers_before_the_flatten.check(my_answer)

# %% [markdown] lang="es"
# ### Con la mano
#
# En este explorador las capas se agregan, se cambian, se mueven y se quitan, y cada volumen se dibuja con su
# forma. Cada capa muestra su cuenta. La que no cabe queda marcada, con lo que hay que hacer. (Aquí las formas se escriben
# alto × ancho × profundidad.)
#
# 1. El volumen final es de 28 × 28. Llévalo a **7 × 7** de dos maneras distintas. **Predice** primero:
#    ¿se puede con una sola capa?
# 2. Cuando lo logres, haz que el 7 × 7 tenga profundidad 32. ¿Qué hubo que tocar, y qué no cambió?

# %% [markdown] lang="en"
# ### By hand
#
# In this explorer layers are added, changed, moved and removed, and each volume is drawn with its shape.
# Each layer shows its arithmetic. One that does not fit is marked, with what to do. (Here shapes are written
# height × width × depth.)
#
# 1. The last volume is 28 × 28. Bring it down to **7 × 7** in two different ways. **Predict** first: can
#    it be done with a single layer?
# 2. When you have it, make the 7 × 7 have depth 32. What did you have to touch, and what did not change?

# %%
explorer = widgets.ArchitectureExplorer([nn.Conv2d(1, 8, 3, padding=1), nn.ReLU()])
explorer

# %% [markdown] lang="es"
# Lo que armaste con la mano es una red de verdad, con los canales primero. Pregúntale:

# %% [markdown] lang="en"
# What you built by hand is a real network, with the channels first. Ask it:

# %%
shape = explorer.model.output_shape((1, 28, 28))
print(shape, shape[1:] == (7, 7), sum(explorer.parameters))

# %% [markdown] lang="es"
# <details><summary>Compara con tu respuesta</summary>
#
# Con una sola capa se puede: una convolución o un submuestreo de 4 × 4 con paso 4, porque 28 / 4 = 7. O
# dos submuestreos de 2 × 2; o dos convoluciones de 3 × 3 con paso 2 y relleno 1. La profundidad es el
# número de filtros de la última convolución: alto y ancho no cambian.
# </details>

# %% [markdown] lang="en"
# <details><summary>Compare with your answer</summary>
#
# It can be done with a single layer: a 4 × 4 convolution or pooling at stride 4, because 28 / 4 = 7. Or two
# 2 × 2 poolings; or two 3 × 3 convolutions at stride 2 with padding 1. The depth is the number of filters of
# the last convolution: height and width do not change.
# </details>

# %%
# NBVAL_CHECK_OUTPUT
print(geometry.output_size(28, 4, stride=4))
print(geometry.output_size(28, 3, stride=2, padding=1),
      geometry.output_size(14, 3, stride=2, padding=1))

# %% [markdown] lang="es"
# Ahora la red completa de esta sección, la que termina en 10 puntuaciones. **Predice** qué capa tiene más
# parámetros, y después: **deja la red con la mitad de los parámetros o menos, sin cambiar la forma de la
# salida.** Hay varias maneras.

# %% [markdown] lang="en"
# Now the whole network of this section, the one that ends in 10 scores. **Predict** which layer has most
# parameters, and then: **leave the network with half its parameters or fewer, without changing the shape of
# the output.** There are several ways.

# %%
half = widgets.ArchitectureExplorer(model)
half

# %%
before = sum(value.size for value in model.params.values())
after, shape = sum(half.parameters), half.model.output_shape((1, 28, 28))
print(before, after, shape)
print(2 * after <= before and shape == (10,))

# %% [markdown] lang="es"
# <details><summary>Tres maneras</summary>
#
# Casi todo está en el `Linear`: 7 850 de 9 098. Así que: otro submuestreo antes de aplanar (llegan 16 · 3 · 3
# números); o 7 filtros en vez de 16 en la segunda convolución; o `GlobalAvgPool2d` en lugar de `Flatten`, que
# deja un número por mapa. Quitar filtros de la **primera** convolución casi no ayuda.
#
# Fíjate: el submuestreo no tiene parámetros ni le quita ninguno a las convoluciones. Lo que encoge es el
# `Linear`, porque le llegan menos números.
# </details>

# %% [markdown] lang="en"
# <details><summary>Three ways</summary>
#
# Almost everything is in the `Linear`: 7,850 of 9,098. So: another pooling before flattening (16 · 3 · 3
# numbers arrive); or 7 filters instead of 16 in the second convolution; or `GlobalAvgPool2d` in place of
# `Flatten`, which leaves one number per map. Taking filters away from the **first** convolution hardly helps.
#
# Note: pooling has no parameters, and takes none away from the convolutions. What shrinks is the `Linear`,
# because fewer numbers reach it.
# </details>

# %%
# NBVAL_CHECK_OUTPUT
convs = geometry.conv_parameters(1, 8, 3) + geometry.conv_parameters(8, 16, 3)
linear = geometry.linear_parameters(784, 10)
print(convs, linear, convs + linear)
print(convs + geometry.linear_parameters(16 * 3 * 3, 10))
fewer = geometry.conv_parameters(1, 8, 3) + geometry.conv_parameters(8, 7, 3)
print(fewer + geometry.linear_parameters(7 * 7 * 7, 10))
print(convs + geometry.linear_parameters(16, 10))

# %% [markdown] lang="es"
# ## 6. LeNet-5: de dónde salen 61 706
#
# En 1998, LeNet-5 leía los dígitos de los cheques (LeCun y otros). Es la abuela de todas: convolución,
# submuestreo, convolución, submuestreo y tres capas densas. La foto mide 32 × 32. **Predice** la forma del
# volumen justo antes de `Flatten`, como `(canales, alto, ancho)`, con filtros de 5 × 5 sin relleno.

# %% [markdown] lang="en"
# ## 6. LeNet-5: where 61,706 comes from
#
# In 1998, LeNet-5 read the digits on cheques (LeCun and others). It is the grandmother of them all:
# convolution, pooling, convolution, pooling and three dense layers. The photo is 32 × 32. **Predict** the shape
# of the volume just before `Flatten`, as `(channels, height, width)`, with 5 × 5 filters without padding.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = (16, 5, 5)

# %%
# NBVAL_CHECK_OUTPUT
eyes = [nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2)]
eyes += [nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2)]
head = [nn.Flatten(), nn.Linear(400, 120), nn.Tanh()]
head += [nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10)]
lenet = nn.Sequential(*eyes, *head, rng=0)
compare(prediction, nn.Sequential(*eyes).output_shape((1, 32, 32)))

# %% [markdown] lang="es"
# 32 → 28 → 14 → 10 → 5. De ahí el 5 × 5, y de 16 · 5 · 5 salen los 400. `summary` hace la tabla entera;
# recórrela con el dedo, forma por forma:

# %% [markdown] lang="en"
# 32 → 28 → 14 → 10 → 5. Hence the 5 × 5, and 16 · 5 · 5 gives the 400. `summary` makes the whole table; follow
# it with a finger, shape by shape:

# %%
# NBVAL_CHECK_OUTPUT
table = lenet.summary((32, 32))
table

# %% [markdown] lang="es"
# **Predice:** de cada 100 parámetros, ¿cuántos están en el primer `Linear`? (Un entero.)

# %% [markdown] lang="en"
# **Predict:** out of every 100 parameters, how many are in the first `Linear`? (A whole number.)

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 78

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, round(100 * table.rows[7].parameters / table.parameters))
for row in table.rows:
    if row.parameters:
        learned, work = row.parameters / table.parameters, row.multiply_adds
        print(f"{row.name:>2} {learned:6.1%} {work / table.multiply_adds:6.1%}")

# %% [markdown] lang="es"
# La primera columna es el número de la capa; la segunda, su parte de los **parámetros**; la tercera, su parte
# del **trabajo**. Las dos convoluciones tienen el 4 % de los parámetros y hacen el 86 % del trabajo: pocos
# pesos, usados muchas veces. El primer `Linear` es lo contrario.
#
# La cuenta a mano, capa por capa:

# %% [markdown] lang="en"
# The first column is the number of the layer; the second, its share of the **parameters**; the third, its share
# of the **work**. The two convolutions have 4 % of the parameters and do 86 % of the work: few weights, used
# many times. The first `Linear` is the opposite.
#
# The count by hand, layer by layer:

# %%
# NBVAL_CHECK_OUTPUT
c1, c3 = (5 * 5 * 1 + 1) * 6, (5 * 5 * 6 + 1) * 16
dense = (400 + 1) * 120, (120 + 1) * 84, (84 + 1) * 10
print(c1, c3, *dense, c1 + c3 + sum(dense), table.parameters)
conv_rows = table.rows[0], table.rows[3]
print(round(100 * (c1 + c3) / table.parameters),
      round(100 * sum(row.multiply_adds for row in conv_rows) / table.multiply_adds))

# %% [markdown] lang="es"
# El artículo dice **60 000**. No se equivocó: aquella LeNet-5 no era esta. En su segunda convolución, C3,
# cada filtro miraba solo **algunos** de los 6 mapas: seis filtros miraban 3, nueve miraban 4 y uno miraba los 6. Sus
# submuestreos tenían dos números que se aprendían por mapa, y su última capa no aprendía nada:

# %% [markdown] lang="en"
# The paper says **60,000**. It was not wrong: that LeNet-5 was not this one. In its second convolution, C3, each
# filter looked at **some** of the 6 maps only: six filters looked at 3, nine at 4, and one at all 6. Its poolings
# had two learned numbers per map, and its last layer learned nothing:

# %%
# NBVAL_CHECK_OUTPUT
partial_c3 = 6 * (5 * 5 * 3 + 1) + 9 * (5 * 5 * 4 + 1) + 1 * (5 * 5 * 6 + 1)
s2, s4 = 2 * 6, 2 * 16
print(partial_c3, c1 + s2 + partial_c3 + s4 + dense[0] + dense[1])

# %% [markdown] lang="es"
# Exactamente 60 000. Cuando dos fuentes den números distintos para «la misma» red, busca qué cuenta cada una.
#
# ### Con la mano
#
# La misma LeNet-5 en el explorador. Su primera capa densa está escrita como una convolución de 5 × 5: sobre un mapa de 5 × 5
# solo cabe en una posición, así que mira todo, como un `Linear`, y aprende los mismos 48 120 números.
#
# **Predice** y después prueba:
#
# 1. Si la foto mide 28 × 28 en vez de 32 × 32, ¿qué capa deja de caber?
# 2. ¿Y si la primera convolución tiene relleno 2?
# 3. Duplica los filtros de la primera convolución, de 6 a 12. ¿Cuántos parámetros gana **la segunda**?

# %% [markdown] lang="en"
# Exactly 60,000. When two sources give different numbers for "the same" network, find out what each one counts.
#
# ### By hand
#
# The same LeNet-5 in the explorer. Its first dense layer is written as a 5 × 5 convolution: over a map of 5 × 5 it
# fits in one position only, so it looks at everything, like a `Linear`, and learns the same 48,120 numbers.
#
# **Predict**, and then try:
#
# 1. If the photo is 28 × 28 instead of 32 × 32, which layer does not fit any more?
# 2. And if the first convolution has padding 2?
# 3. Double the filters of the first convolution, from 6 to 12. How many parameters does **the second** gain?

# %%
lenet_by_hand = widgets.ArchitectureExplorer("lenet5")
lenet_by_hand

# %%
for plain, shape in zip(lenet_by_hand.layers, lenet_by_hand.shapes):
    print(f"{plain['kind']:>10}", shape)
print(sum(lenet_by_hand.parameters), lenet_by_hand.fault)

# %% [markdown] lang="es"
# <details><summary>Compara con tus respuestas</summary>
#
# 1. La tercera convolución, de 5 × 5: le llega un mapa de 4 × 4.
# 2. Cabe de nuevo: 28 + 2 · 2 − 5 + 1 = 28, y de ahí en adelante todo es igual.
# 3. 2 400: sus 16 filtros ganan 6 hojas de 25 pesos cada uno. Los sesgos son los mismos.
# </details>

# %% [markdown] lang="en"
# <details><summary>Compare with your answers</summary>
#
# 1. The third convolution, of 5 × 5: a map of 4 × 4 reaches it.
# 2. It fits again: 28 + 2 · 2 − 5 + 1 = 28, and from there on everything is the same.
# 3. 2,400: its 16 filters gain 6 sheets of 25 weights each. The biases are the same.
# </details>

# %%
# NBVAL_CHECK_OUTPUT
print(nn.Sequential(*eyes).output_shape((1, 28, 28)))
print(geometry.output_size(28, 5, padding=2))
print(geometry.conv_parameters(12, 16, 5) - geometry.conv_parameters(6, 16, 5))

# %% [markdown] lang="es"
# ## 7. ¿Cuánto ve una neurona?
#
# Un número del primer mapa depende de los pocos píxeles que hay bajo el filtro. Un número de un mapa más
# profundo depende de varios números del anterior, y cada uno de ellos, de su propio parche. Los píxeles de
# la foto de los que depende son su **campo receptivo**.
#
# Verás «campo receptivo» usado como otro nombre del tamaño del filtro. Eso solo vale para la primera capa.
#
# **Predice:** dos convoluciones de 3 × 3 seguidas. ¿Cuántos píxeles **de lado** ve un número del segundo mapa?

# %% [markdown] lang="en"
# ## 7. How much does a neuron see?
#
# A number of the first map depends on the few pixels under the filter. A number of a deeper map depends on
# several numbers of the one before, and each of those on its own patch. The pixels of the photo on which it
# depends are its **receptive field**.
#
# You will see "receptive field" used as another name for the size of the filter. That holds for the first layer
# only.
#
# **Predict:** two 3 × 3 convolutions in a row. How many pixels **across** does a number of the second map see?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 5

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, geometry.receptive_field([3, 3]))

# %% [markdown] lang="es"
# 5, no 3 ni 6 ni 9. El número mira 3 vecinos del primer mapa; el de la izquierda ve un píxel más a la
# izquierda, y el de la derecha, uno más a la derecha: 3 + 1 + 1. Los parches de en medio se solapan.
#
# Con pasos mayores que 1, los vecinos están más separados. La regla: se empieza con 1 píxel, y cada capa
# agrega $(k - 1)$ veces la distancia entre dos vecinos **de su entrada**, medida en píxeles de la foto. Esa
# distancia es el producto de los pasos de las capas anteriores:
#
# $$ r = 1 + \sum_l (k_l - 1) \prod_{i < l} s_i $$
#
# El signo $\prod$ se lee «producto». Con números, para una convolución de 3 × 3, un submuestreo de 2 × 2 con
# paso 2 y otra convolución de 3 × 3:
#
# | Capa | $k$ | distancia entre vecinos de la entrada | agrega | $r$ |
# |:--|--:|--:|--:|--:|
# | (un píxel) | | | | 1 |
# | convolución | 3 | 1 | 2 · 1 = 2 | 3 |
# | submuestreo, paso 2 | 2 | 1 | 1 · 1 = 1 | 4 |
# | convolución | 3 | 2 | 2 · 2 = 4 | 8 |

# %% [markdown] lang="en"
# 5, neither 3 nor 6 nor 9. The number looks at 3 neighbours of the first map; the left one sees one pixel more
# to the left, and the right one sees one more to the right: 3 + 1 + 1. The patches in between overlap.
#
# With strides above 1, neighbours are further apart. The rule: start with 1 pixel, and each layer adds
# $(k - 1)$ times the distance between two neighbours **of its input**, measured in pixels of the photo. That
# distance is the product of the strides of the layers before:
#
# $$ r = 1 + \sum_l (k_l - 1) \prod_{i < l} s_i $$
#
# The sign $\prod$ reads "product". With numbers, for a 3 × 3 convolution, a 2 × 2 pooling at stride 2 and
# another 3 × 3 convolution:
#
# | Layer | $k$ | distance between neighbours of the input | adds | $r$ |
# |:--|--:|--:|--:|--:|
# | (one pixel) | | | | 1 |
# | convolution | 3 | 1 | 2 · 1 = 2 | 3 |
# | pooling, stride 2 | 2 | 1 | 1 · 1 = 1 | 4 |
# | convolution | 3 | 2 | 2 · 2 = 4 | 8 |

# %%
# NBVAL_CHECK_OUTPUT
layers = [(3, 1), (2, 2), (3, 1)]
[geometry.receptive_field(layers[:n]) for n in range(4)]

# %% [markdown] lang="es"
# ### ¿De verdad? Cambiemos píxeles
#
# Una fórmula se puede poner a prueba. Tomamos esa misma pila con pesos al azar y una imagen de 12 × 12.
# Encendemos **un** píxel, miramos qué números de la salida cambian, y repetimos con los 144. Como el lote va al
# final, las 144 imágenes pasan juntas. (El submuestreo es el promedio: así todo píxel visto deja huella.)

# %% [markdown] lang="en"
# ### Really? Let us change pixels
#
# A formula can be put to the test. We take that same stack with random weights, and a 12 × 12 image. We light
# **one** pixel, look which numbers of the output change, and repeat with all 144. Since the batch comes last,
# the 144 images go through together. (The pooling is the mean: so every pixel that is seen leaves a trace.)

# %%
# NBVAL_CHECK_OUTPUT
stack = nn.Sequential(nn.Conv2d(1, 1, 3), nn.AvgPool2d(2), nn.Conv2d(1, 1, 3), rng=0)
one_pixel_each = np.eye(144).reshape(1, 12, 12, 144)
dark = np.zeros((1, 12, 12, 1))
changes = stack.forward(one_pixel_each)[0] - stack.forward(dark)[0]
changes.shape

# %% [markdown] lang="es"
# `changes[p, q, n]` dice cuánto cambió el número $(p, q)$ al encender el píxel $n$. Miremos el número del
# centro, $(1, 1)$: ¿qué píxeles lo cambian? **Predice** cuántos son.

# %% [markdown] lang="en"
# `changes[p, q, n]` says by how much the number $(p, q)$ changed when pixel $n$ was lit. Let us look at the
# number in the middle, $(1, 1)$: which pixels change it? **Predict** how many there are.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 64

# %%
# NBVAL_CHECK_OUTPUT
influence = changes[1, 1].reshape(12, 12)
compare(prediction, np.count_nonzero(influence))

# %%
plots.numbers((influence != 0).astype(int))

# %% [markdown] lang="es"
# Un 1 dice «este píxel lo cambia». 8 × 8 = 64, como decía la fórmula. Fuera de ese cuadrado, nada. Ningún peso puede hacer que esa
# neurona se entere de lo que pasa ahí.
#
# ### Ejercicio 6: el campo receptivo de una pila
#
# Tu función recibe una lista de capas `(lado del filtro, paso)`, desde la foto, y devuelve cuántos píxeles de
# lado ve un número de la última.

# %% [markdown] lang="en"
# A 1 says "this pixel changes it". 8 × 8 = 64, as the formula said. Outside that square, nothing. No weights can make that
# neuron know what happens there.
#
# ### Exercise 6: the receptive field of a stack
#
# Your function receives a list of layers `(side of the filter, stride)`, from the photo on, and returns how many
# pixels across a number of the last one sees.

# %% edition="student"
def receptive_field_of_a_stack(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        field = ...
        jump = ...
    return field

# %% edition="solution"
def receptive_field_of_a_stack(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        field = field + (kernel - 1) * jump
        jump = jump * stride
    return field

# %%
# NBVAL_CHECK_OUTPUT
exercises.receptive_field_of_a_stack.check(receptive_field_of_a_stack)

# %% [markdown] lang="es"
# ### Tres pequeños o uno grande
#
# Tres convoluciones de 3 × 3 ven 7 píxeles de lado, igual que una de 7 × 7. ¿Cuál cuesta menos, si todas van de 64 a 64
# canales? **Predice** cuántos **pesos** (sin sesgos) hay en las tres juntas, y cuántos en la de 7 × 7. Deja la
# multiplicación escrita, si quieres: `[3 * ..., ...]`.

# %% [markdown] lang="en"
# ### Three small ones or a large one
#
# Three 3 × 3 convolutions see 7 pixels across, the same as one of 7 × 7. Which costs less, if all go from 64 to 64
# channels? **Predict** how many **weights** (without biases) there are in the three together, and how many in the
# 7 × 7. You may leave the multiplication as it is: `[3 * ..., ...]`.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [3 * 3 * 3 * 64 * 64, 7 * 7 * 64 * 64]

# %%
# NBVAL_CHECK_OUTPUT
print(geometry.receptive_field([3, 3, 3]), geometry.receptive_field([7]))
three = 3 * geometry.conv_parameters(64, 64, 3, bias=False)
seven = geometry.conv_parameters(64, 64, 7, bias=False)
compare(prediction, [three, seven])
print(round(100 * seven / three - 100))

# %% [markdown] lang="es"
# La de 7 × 7 tiene un 81 % más de pesos. Y entre las tres caben tres ReLU, así que pueden calcular cosas que una sola
# no puede. Ese es el argumento de VGG-16 (Simonyan y Zisserman, 2014): todos sus filtros son de 3 × 3.
#
# ### Ver no es atender
#
# El campo receptivo dice qué píxeles **pueden** influir, no cuánto. Cada píxel influye por todos los caminos que lo
# unen con la neurona. En una fila, con tres filtros de ancho 3, los caminos se cuentan así:

# %% [markdown] lang="en"
# The 7 × 7 has 81 % more weights. And between the three there is room for three ReLUs, so they can compute things
# that one alone cannot. That is the argument of VGG-16 (Simonyan and Zisserman, 2014): all its filters are 3 × 3.
#
# ### Seeing is not attending
#
# The receptive field says which pixels **can** have an influence, not how much. Each pixel acts along all the paths
# that connect it with the neuron. In a row, with three filters of width 3, the paths are counted like this:

# %%
# NBVAL_CHECK_OUTPUT
paths = [1]
for _ in range(3):
    paths = np.convolve(paths, [1, 1, 1])
    print(paths)

# %% [markdown] lang="es"
# El píxel del extremo tiene 1 camino y el del centro, 7. En dos dimensiones se multiplican: 1 contra 49. **Predice:** con
# **diez** convoluciones de 3 × 3 el campo es de 21 × 21. ¿Qué porcentaje de los caminos pasa por los 11 × 11
# píxeles del centro, que son el 27 % del área? (Un entero.)

# %% [markdown] lang="en"
# The pixel at the end has 1 path and the one in the middle 7. In two dimensions they multiply: 1 against 49.
# **Predict:** with **ten** 3 × 3 convolutions the field is 21 × 21. What percentage of the paths go through the
# 11 × 11 pixels in the middle, which are 27 % of the area? (A whole number.)

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 94

# %% [markdown] lang="es"
# El gradiente cuenta los caminos por nosotros: con todos los pesos iguales a 1/9, lo que `backward` devuelve para cada
# píxel es la fracción de caminos que pasan por él. (Qué es un gradiente se verá más adelante: aquí es «cuánto
# cambia la salida si cambia este píxel».)

# %% [markdown] lang="en"
# The gradient counts the paths for us: with all weights equal to 1/9, what `backward` returns for each pixel is the
# fraction of the paths that go through it. (What a gradient is comes later: here it is "how much the output
# changes if this pixel does".)

# %%
# NBVAL_CHECK_OUTPUT
deep = nn.Sequential(*[nn.Conv2d(1, 1, 3, bias=False) for _ in range(10)])
for each in deep.layers:
    each.params["weight"][...] = 1 / 9
deep.forward(np.zeros((1, 21, 21, 1)))
influence = deep.backward(np.ones((1, 1, 1, 1)))[0, :, :, 0]
compare(prediction, round(100 * float(influence[5:16, 5:16].sum())))
print(round(100 * 11 * 11 / (21 * 21)), f"{influence.max() / influence.min():.0e}")

# %%
plots.feature_maps(influence[np.newaxis], ["10 × 3 × 3"])

# %% [markdown] lang="es"
# El 94 %. El centro influye unos 80 millones de veces más que una esquina: la neurona *ve* 21 × 21, y en la
# práctica *atiende* a mucho menos. A eso se le llama **campo receptivo efectivo**; tiene forma de campana y, en redes
# recién iniciadas, crece más despacio que el teórico (Luo y otros, 2016; Araujo y otros, 2019). Con pesos aprendidos la forma
# cambia, pero el borde del campo sigue teniendo pocos caminos.

# %% [markdown] lang="en"
# It is 94 %. The centre has about 80 million times the influence of a corner: the neuron *sees* 21 × 21, and in
# practice it *attends* to far less. This is called the **effective receptive field**; it is bell-shaped and, in
# freshly initialised networks, grows more slowly than the theoretical one (Luo and others, 2016; Araujo and others, 2019). With
# learned weights the shape changes, but the border of the field still has few paths.

# %% [markdown] lang="es"
# ### Con la mano: una neurona que lo vea todo
#
# La tarea: que **una neurona de un mapa vea los 28 × 28 píxeles**, sin usar `Flatten`, `Linear` ni
# `GlobalAvgPool2d`. Señala un número de cualquier mapa y mira su campo receptivo sobre la foto. **Predice** antes: ¿qué lo
# agranda más, agregar otra convolución de 3 × 3 al final, o poner paso 2 en la primera?

# %% [markdown] lang="en"
# ### By hand: a neuron that sees it all
#
# The task: **one neuron of a map has to see all 28 × 28 pixels**, without `Flatten`, `Linear` or
# `GlobalAvgPool2d`. Point at a number of any map, and look at its receptive field over the photo. **Predict** first:
# what makes it larger, adding another 3 × 3 convolution at the end, or stride 2 in the first one?

# %%
convolutions = [nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
convolutions += [nn.Conv2d(8, 16, 3, padding=1), nn.ReLU()]
convolutions += [nn.Conv2d(16, 16, 3, padding=1)]
seeing = widgets.ArchitectureExplorer(convolutions)
seeing

# %%
field = seeing.receptive_field(*seeing.unit)
print(seeing.unit, field.size)
print(len(field.rows), len(field.columns), len(field.rows) == len(field.columns) == 28)

# %% [markdown] lang="es"
# <details><summary>Compara con tu respuesta</summary>
#
# Al empezar, las neuronas del último mapa ven 12 píxeles de lado. Otra convolución de 3 × 3 al final lleva el campo a 16; el
# paso 2 en la primera, a 21, porque separa a los vecinos de **todas** las capas que siguen. Y una neurona de la orilla ve menos
# píxeles de verdad: parte de su campo cae en el relleno.
# </details>

# %% [markdown] lang="en"
# <details><summary>Compare with your answer</summary>
#
# To begin with, the neurons of the last map see 12 pixels across. Another 3 × 3 convolution at the end takes the field to 16;
# stride 2 in the first one, to 21, because it moves the neighbours apart for **all** layers that follow. And a neuron at the
# edge sees fewer real pixels: part of its field lies in the padding.
# </details>

# %%
# NBVAL_CHECK_OUTPUT
print(geometry.receptive_field([(3, 1), (2, 2), (3, 1), (3, 1)]))
print(geometry.receptive_field([(3, 1), (2, 2), (3, 1), (3, 1), (3, 1)]))
print(geometry.receptive_field([(3, 2), (2, 2), (3, 1), (3, 1)]))

# %% [markdown] lang="es"
# ## Para comprobar lo aprendido

# %% [markdown] lang="en"
# ## Check what you have learned

# %%
widgets.QuizCard(exercises.quiz(8))

# %% [markdown] lang="es"
# ## En resumen
#
# - Un filtro es **tan profundo como su entrada**, y la suma recorre los canales: un filtro, un mapa.
# - La profundidad de la salida es el **número de filtros**. Pesos: `(F, C, kh, kw)`.
# - Parámetros: $(k_h k_w C + 1)\,F$. No dependen del tamaño de la foto; el trabajo y la memoria de los mapas, sí.
# - Un filtro de 1 × 1 mezcla canales y cambia la profundidad.
# - El 7 × 7 antes de aplanar es el final de una cuenta. Pregunta la forma en vez de adivinarla.
# - En LeNet-5, las convoluciones hacen casi todo el trabajo y el primer `Linear` tiene casi todos los parámetros.
# - Campo receptivo: cada capa agrega $(k - 1)$ por el producto de los pasos anteriores. El efectivo es menor.
# - `moveaxis` cambia el orden de los ejes. `reshape` tritura la foto sin avisar.
#
# ## Lo que sigue
#
# La red termina en 10 números, las puntuaciones. ¿Cómo se convierten en probabilidades, y cómo se mide cuánto se
# equivoca? Con eso se puede empezar a aprender.

# %% [markdown] lang="en"
# ## In short
#
# - A filter is **as deep as its input**, and the sum runs over the channels: one filter, one map.
# - The depth of the output is the **number of filters**. Weights: `(F, C, kh, kw)`.
# - Parameters: $(k_h k_w C + 1)\,F$. They do not depend on the photo's size; the work and the memory for the maps do.
# - A 1 × 1 filter mixes channels and changes the depth.
# - The 7 × 7 before flattening is the end of a count. Ask for the shape instead of guessing it.
# - In LeNet-5 the convolutions do most of the work, and the first `Linear` has most of the parameters.
# - Receptive field: each layer adds $(k - 1)$ times the product of the strides before. The effective one is smaller.
# - `moveaxis` changes the order of the axes. `reshape` shreds the photo without a warning.
#
# ## What comes next
#
# The network ends in 10 numbers, the scores. How do they become probabilities, and how does one measure how wrong they
# are? With that, learning can begin.

# %% [markdown] lang="es"
# ## Fuentes
#
# - Y. LeCun, L. Bottou, Y. Bengio y P. Haffner, *Gradient-based learning applied to document recognition* (1998),
#   [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791): LeNet-5, sus capas y la tabla de C3.
# - A. Krizhevsky, I. Sutskever y G. Hinton, *ImageNet classification with deep convolutional neural networks* (2012),
#   [NeurIPS](https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks): AlexNet.
# - K. Simonyan y A. Zisserman, *Very deep convolutional networks for large-scale image recognition* (2014),
#   [arXiv:1409.1556](https://arxiv.org/abs/1409.1556), sección 2.3: tres filtros de 3 × 3 contra uno de 7 × 7.
# - C. Szegedy y otros, *Going deeper with convolutions* (2014), [arXiv:1409.4842](https://arxiv.org/abs/1409.4842):
#   filtros de 1 × 1 para reducir la profundidad.
# - A. Araujo, W. Norris y J. Sim, *Computing receptive fields of convolutional neural networks* (2019),
#   [doi:10.23915/distill.00021](https://doi.org/10.23915/distill.00021): la fórmula del campo receptivo.
# - W. Luo, Y. Li, R. Urtasun y R. Zemel, *Understanding the effective receptive field in deep convolutional neural
#   networks* (2016), [arXiv:1701.04128](https://arxiv.org/abs/1701.04128).
# - La foto de la flor viene con scikit-learn.

# %% [markdown] lang="en"
# ## Sources
#
# - Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, *Gradient-based learning applied to document recognition* (1998),
#   [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791): LeNet-5, its layers and the table of C3.
# - A. Krizhevsky, I. Sutskever and G. Hinton, *ImageNet classification with deep convolutional neural networks* (2012),
#   [NeurIPS](https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks): AlexNet.
# - K. Simonyan and A. Zisserman, *Very deep convolutional networks for large-scale image recognition* (2014),
#   [arXiv:1409.1556](https://arxiv.org/abs/1409.1556), section 2.3: three 3 × 3 filters against one of 7 × 7.
# - C. Szegedy and others, *Going deeper with convolutions* (2014), [arXiv:1409.4842](https://arxiv.org/abs/1409.4842):
#   1 × 1 filters to reduce the depth.
# - A. Araujo, W. Norris and J. Sim, *Computing receptive fields of convolutional neural networks* (2019),
#   [doi:10.23915/distill.00021](https://doi.org/10.23915/distill.00021): the formula of the receptive field.
# - W. Luo, Y. Li, R. Urtasun and R. Zemel, *Understanding the effective receptive field in deep convolutional neural
#   networks* (2016), [arXiv:1701.04128](https://arxiv.org/abs/1701.04128).
# - The photo of the flower comes with scikit-learn.
