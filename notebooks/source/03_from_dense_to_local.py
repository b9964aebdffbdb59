# ---
# cnnlab:
#   title:
#     es: De lo denso a lo local
#     en: From dense to local
#   minutes: 45
#   topics:
#     es: ["una capa totalmente conectada, contada", los píxeles barajados, "una ventana, un filtro, pesos compartidos", la ventana como matriz]
#     en: ["a fully connected layer, counted", the shuffled pixels, "a window, a filter, shared weights", the window as a matrix]
#   needs: [01_pixels_as_numbers]
# ---

# %% [markdown] lang="es"
# La manera más directa de que un computador responda algo sobre una imagen es darle un peso a cada
# píxel, multiplicar y sumar. Funciona. También cuesta millones de números y olvida que la imagen
# tenía forma. Hoy contarás lo que cuesta, medirás lo que olvida y llegarás a la idea que lo
# arregla: mirar de a poco, y con los mismos pesos en todas partes.
#
# **Al terminar podrás**
#
# - contar los parámetros de una capa totalmente conectada y la memoria que pide;
# - explicar qué información espacial no aprovecha, y mostrarlo con una medición;
# - contar las posiciones de una ventana que se desliza;
# - contar los parámetros de un filtro y decir de qué dependen;
# - escribir la ventana deslizante como una matriz, con sus ceros y sus pesos repetidos.

# %% [markdown] lang="en"
# The most direct way for a computer to answer something about an image is to give every pixel a
# weight, multiply and add. It works. It also costs millions of numbers, and forgets that the image
# had a shape. Today you will count what it costs, measure what it forgets, and reach the idea that
# mends it: look at a little at a time, with the same weights everywhere.
#
# **By the end you will**
#
# - count the parameters of a fully connected layer, and the memory that it takes;
# - explain which spatial information it makes no use of, and show it by measuring;
# - count the positions of a sliding window;
# - count the parameters of a filter, and say what they depend on;
# - write the sliding window as a matrix, with its zeros and its repeated weights.

# %%
import numpy as np
from scipy import linalg, signal

from cnnlab import datasets, exercises, geometry, images, nn, plots, widgets
from cnnlab.exercises import compare

# %% [markdown] lang="es"
# ## 1. Una neurona
#
# Esta imagen mide 3 × 3 y muestra una línea vertical: 1 es el trazo, 0 es el fondo. Al lado hay un
# **peso** para cada píxel.

# %% [markdown] lang="en"
# ## 1. A neuron
#
# This image is 3 × 3 and shows a vertical line: 1 is the stroke, 0 is the background. Beside it
# there is one **weight** for every pixel.

# %%
line = np.array([[0, 1, 0], [0, 1, 0], [0, 1, 0]])
weights = np.array([[-1, 1, -1], [-1, 1, -1], [-1, 1, -1]])
bias = -2
left, right = plots.side_by_side(2, height=2.2)
plots.numbers(line, ax=left)
plots.kernel(weights, ax=right)

# %% [markdown] lang="es"
# Una **neurona** multiplica cada píxel por su peso, suma los productos y al final suma un número
# que no depende de la imagen: el **sesgo** (*bias*), aquí −2. Un resultado positivo quiere decir
# «sí, esto es lo que busco».
#
# **Predice:** ¿qué número da?

# %% [markdown] lang="en"
# A **neuron** multiplies each pixel by its weight, adds the products, and in the end adds one
# number that does not depend on the image: the **bias**, here −2. A positive result means "yes,
# this is what I look for".
#
# **Predict:** which number does it give?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 1

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, (line * weights).sum() + bias)

# %% [markdown] lang="es"
# Tres píxeles del trazo por 1, más −2, da 1. Los ceros no suman nada. La línea ahora se mueve un
# píxel a la derecha, y los pesos se quedan donde están. **Predice** otra vez.

# %% [markdown] lang="en"
# Three pixels of the stroke times 1, plus −2, gives 1. Zeros add nothing. Now the line moves one
# pixel to the right, and the weights stay where they are. **Predict** again.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = -5

# %%
# NBVAL_CHECK_OUTPUT
moved = np.array([[0, 0, 1], [0, 0, 1], [0, 0, 1]])
compare(prediction, (moved * weights).sum() + bias)

# %% [markdown] lang="es"
# Para ti sigue siendo una línea vertical. Para la neurona es un −5: sus pesos buscan un trazo *en
# la columna del medio*. Guarda este detalle; volverá en la sección 4.
#
# ### Aplanar
#
# Para multiplicar y sumar no hace falta la cuadrícula. La neurona recibe los píxeles en una sola
# fila, primero los de la fila 0, luego los de la 1, luego los de la 2. Eso es **aplanar**
# (*flatten*):

# %% [markdown] lang="en"
# To you it is still a vertical line. To the neuron it is −5: its weights look for a stroke *in the
# middle column*. Remember this; it will be back in section 4.
#
# ### Flattening
#
# To multiply and add, no grid is needed. The neuron receives the pixels in a single row, first
# those of row 0, then those of row 1, then those of row 2. That is **flattening**:

# %%
# NBVAL_CHECK_OUTPUT
print(line.ravel())
print(weights.ravel())
print(weights.ravel() @ line.ravel() + bias)

# %% [markdown] lang="es"
# Entre dos filas de números, `@` multiplica pareja por pareja y suma. El resultado es el mismo 1.
# Con letras: si la imagen aplanada es $x$ y tiene $n$ píxeles,
#
# $$ z = w_0 x_0 + w_1 x_1 + \dots + w_{n-1} x_{n-1} + b $$

# %% [markdown] lang="en"
# Between two rows of numbers, `@` multiplies pair by pair and adds. The result is the same 1. In
# letters: if the flattened image is $x$ and has $n$ pixels,
#
# $$ z = w_0 x_0 + w_1 x_1 + \dots + w_{n-1} x_{n-1} + b $$

# %% [markdown] lang="es"
# ### Ejercicio 1: la suma de una neurona
#
# Escribe la función para imágenes de cualquier forma. `check` la prueba con casos que no ves. Si te
# atascas, `exercises.neuron_sum.hint()` da una pista, y otra cada vez que la pides;
# `exercises.neuron_sum.solution()` muestra una solución.

# %% [markdown] lang="en"
# ### Exercise 1: the sum of a neuron
#
# Write the function for images of any shape. `check` tries it on cases that you do not see. If you
# are stuck, `exercises.neuron_sum.hint()` gives a hint, and another one each time you ask;
# `exercises.neuron_sum.solution()` shows a solution.

# %% edition="student"
def neuron_sum(image, weights, bias):
    return ...

# %% edition="solution"
def neuron_sum(image, weights, bias):
    return (image * weights).sum() + bias

# %%
# NBVAL_CHECK_OUTPUT
exercises.neuron_sum.check(neuron_sum)

# %% [markdown] lang="es"
# ## 2. Una capa es una matriz
#
# Una neurona responde una pregunta. Cien neuronas que miran la misma imagen, cada una con sus
# pesos, forman una **capa totalmente conectada** (*fully connected*, o **densa**): cada neurona
# está unida a cada píxel.
#
# Toma una imagen de 28 × 28.

# %% [markdown] lang="en"
# ## 2. A layer is a matrix
#
# One neuron answers one question. A hundred neurons that look at the same image, each with weights
# of its own, form a **fully connected** or **dense** layer: every neuron is tied to every pixel.
#
# Take an image of 28 × 28.

# %%
image = datasets.shapes(2, size=28, clutter=0, rng=0).images[0]
(panel,) = plots.side_by_side(1, height=2.4)
plots.image(image, ax=panel)

# %% [markdown] lang="es"
# Los **parámetros** de una capa son todos sus números que se pueden ajustar: pesos y sesgos.
# **Predice** cuántos tiene una capa de 100 neuronas sobre esta imagen. Puedes escribir la cuenta.

# %% [markdown] lang="en"
# The **parameters** of a layer are all the numbers in it that can be adjusted: weights and biases.
# **Predict** how many a layer of 100 neurons over this image has. You may write
# the calculation.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 28 * 28 * 100 + 100

# %%
# NBVAL_CHECK_OUTPUT
layer = nn.Linear(28 * 28, 100, rng=0)
weight, bias = layer.params["weight"], layer.params["bias"]
compare(prediction, weight.size + bias.size)
print(weight.shape, bias.shape)

# %% [markdown] lang="es"
# Son 784 pesos por neurona, 78 400 en total, y **un sesgo por neurona**: 78 500. Los pesos están
# guardados como una matriz de 100 filas y 784 columnas. Cada fila es una neurona; cada columna, un
# píxel. Por eso la capa completa es un solo producto de matriz por imagen aplanada:

# %% [markdown] lang="en"
# There are 784 weights for each neuron, 78,400 in all, and **one bias for each neuron**: 78,500.
# The weights are kept as a matrix of 100 rows and 784 columns. Each row is a neuron, each column a
# pixel. So the whole layer is a single product of a matrix and a flattened image:

# %%
# NBVAL_CHECK_OUTPUT
answers = weight @ image.ravel() + bias
one_by_one = [row @ image.ravel() + b for row, b in zip(weight, bias, strict=True)]
print(answers.shape, np.allclose(answers, one_by_one, atol=1e-5))

# %% [markdown] lang="es"
# Sale una respuesta por neurona: 100 números.
#
# Ahora una foto de verdad: la de 1080 × 1080 y tres canales de la lección 1. Estos son los pesos
# de **una** neurona, y después los parámetros de 100. Un peso se guarda como `float32`, que ocupa 4
# bytes.

# %% [markdown] lang="en"
# Out comes one answer for each neuron: 100 numbers.
#
# Now a real photograph: the one of 1080 × 1080 with three channels, from lesson 1. These are the
# weights of **one** neuron, and then the parameters of 100. A weight is kept as `float32`, which
# takes 4 bytes.

# %%
# NBVAL_CHECK_OUTPUT
one = geometry.linear_parameters(1080 * 1080 * 3, 1, bias=False)
hundred = geometry.linear_parameters(1080 * 1080 * 3, 100)
print(f"{one:_} {hundred:_} {hundred * np.dtype(np.float32).itemsize:_}")

# %% [markdown] lang="es"
# Una sola neurona tiene 3 499 200 pesos. Cien neuronas, casi 350 millones de parámetros, que ocupan
# 1.4 GB, y es una sola capa, con pocas neuronas. Además, cada parámetro hay que aprenderlo de
# ejemplos.

# %% [markdown] lang="en"
# A single neuron has 3,499,200 weights. A hundred neurons have almost 350 million parameters, which
# take 1.4 GB, and that is a single layer with few neurons. Besides, every parameter has to be
# learned from examples.

# %% [markdown] lang="es"
# ### Ejercicio 2: los parámetros de una capa densa

# %% [markdown] lang="en"
# ### Exercise 2: the parameters of a dense layer

# %% edition="student"
def dense_parameters(height, width, channels, neurons):
    return ...

# %% edition="solution"
def dense_parameters(height, width, channels, neurons):
    pixels = height * width * channels
    return pixels * neurons + neurons

# %%
# NBVAL_CHECK_OUTPUT
exercises.dense_parameters.check(dense_parameters)

# %% [markdown] lang="es"
# ## 3. Los píxeles barajados
#
# Verás escrito que en una capa densa «no hay información espacial». Pongámoslo a prueba con dígitos
# escritos a mano, de 8 × 8 píxeles. Vienen de 14 formularios; los repartimos **por
# formularios enteros**, para que en el examen no aparezca una escritura ya conocida.

# %% [markdown] lang="en"
# ## 3. The shuffled pixels
#
# You will see it written that in a dense layer "there is no spatial information". Let us put that
# to the test with handwritten digits of 8 × 8 pixels. They come from 14 forms; we deal them out
# **by whole forms**, so that no familiar hand turns up in the exam.

# %%
# NBVAL_CHECK_OUTPUT
digits = datasets.digits()
train, test = datasets.split(digits, parts=(0.7, 0.3), groups=digits.forms, rng=0)
print(train.images.shape, test.images.shape, set(train.forms) & set(test.forms))

# %% [markdown] lang="es"
# Aprendemos con 1279 dígitos y examinamos con otros 518. `set()` es el conjunto vacío: ningún
# formulario está en los dos lados.
#
# Ahora barajamos los píxeles. `order` es un orden al azar de los 64 lugares, **el mismo para todas
# las imágenes**: el píxel que estaba en el lugar `order[0]` pasa al lugar 0, y así con todos.

# %% [markdown] lang="en"
# We learn from 1279 digits and examine with 518 others. `set()` is the empty set: no form is on
# both sides.
#
# Now we shuffle the pixels. `order` is a random order of the 64 places, **the same for all
# images**: the pixel that was at place `order[0]` goes to place 0, and so on with all of them.

# %%
order = np.random.default_rng(0).permutation(64)

def shuffled(images):
    rows = images.reshape(len(images), 64)
    return rows[:, order].reshape(images.shape)

# %%
four = test.images[39:43]
for ax, digit in zip(plots.side_by_side(4, 2), shuffled(four), strict=True):
    plots.image(digit, ax=ax)

# %% [markdown] lang="es"
# ¿Qué dígitos son? Anota tu respuesta antes de mirar los originales:

# %% [markdown] lang="en"
# Which digits are they? Write your answer down before you look at the originals:

# %%
for ax, digit in zip(plots.side_by_side(4, 2), four, strict=True):
    plots.image(digit, ax=ax)

# %% [markdown] lang="es"
# Una persona ya no los lee. ¿Y una red densa? Esta tiene 64 neuronas y después 10, una por dígito;
# gana la que da el número más alto. `ReLU` cambia los negativos por 0, y `nn.fit` busca los pesos a
# partir de los ejemplos. Cómo lo hace es tema de las lecciones 10 y 11; hoy es una herramienta.

# %% [markdown] lang="en"
# A person cannot read them any more. And a dense network? This one has 64 neurons and then 10, one
# for each digit; the one with the highest number wins. `ReLU` replaces negatives by 0, and `nn.fit`
# searches for the weights, from the examples. How it does so is what lessons 10 and 11 are about;
# today it is a tool.

# %%
def new_network(pixels, seed):
    hidden = nn.Linear(pixels, 64)
    return nn.Sequential(nn.Flatten(), hidden, nn.ReLU(), nn.Linear(64, 10), rng=seed)

def learn(images, labels, seed):
    network = new_network(images[0].size, seed)
    nn.fit(network, images, labels, epochs=30, rng=seed, progress=False)
    return network

# %%
def accuracy(network, images, labels):
    return (network.predict(images) == labels).mean()

# %% [markdown] lang="es"
# Entrenaremos una red con los dígitos normales y otra con los barajados. La **exactitud** es la
# parte de los 518 dígitos del examen que acierta. Cada red empieza con pesos al azar, así que lo
# haremos con cinco semillas: una sola podría engañarnos.
#
# **Predice:** comparada con la de los normales, la exactitud de los barajados será `"A"`, mucho
# menor; `"B"`, igual, salvo lo que cambia de una semilla a otra; o `"C"`, mucho mayor.

# %% [markdown] lang="en"
# We will train one network on the normal digits and another on the shuffled ones. The **accuracy**
# is the part of the 518 exam digits that it gets right. Every network starts with random weights,
# so we will use five seeds: a single one might fool us.
#
# **Predict:** compared with the normal ones, the accuracy on the shuffled digits will be `"A"`,
# much lower; `"B"`, the same, but for what changes from one seed to another; or `"C"`, much higher.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = "B"

# %%
normal, scrambled = [], []
for seed in range(5):
    network = learn(train.images, train.labels, seed)
    normal.append(accuracy(network, *test))
    network = learn(shuffled(train.images), train.labels, seed)
    scrambled.append(accuracy(network, shuffled(test.images), test.labels))
print(np.round(normal, 3), np.round(scrambled, 3), sep="\n")

# %%
# NBVAL_CHECK_OUTPUT
gap = abs(np.mean(normal) - np.mean(scrambled))
compare(prediction, "B" if gap < 0.02 else "A")
print(f"{np.mean(normal):.1f} {np.mean(scrambled):.1f}")

# %% [markdown] lang="es"
# Las dos aciertan unas 9 de cada 10, y la diferencia entre sus promedios no llega a 0.02: es del
# tamaño de lo que cambia de una semilla a otra. (Los decimales pueden variar un poco en tu
# computador.)
#
# No es casualidad. Toma la red ya entrenada y baraja también **las columnas** de su matriz, en el
# mismo orden que los píxeles. Cada peso vuelve a encontrarse con su píxel, y las 64 sumas son las
# mismas:

# %% [markdown] lang="en"
# Both get about 9 out of 10 right, and their means differ by less than 0.02: as much as one seed
# differs from another. (The decimals may vary a little on your computer.)
#
# This is no accident. Take a trained network and shuffle **the columns** of its matrix too, in the
# same order as the pixels. Every weight meets its own pixel again, and the 64 sums are the same:

# %%
# NBVAL_CHECK_OUTPUT
network = learn(train.images, train.labels, seed=0)
weight = network.params["1.weight"]
digit = test.images[0].ravel()
print(np.allclose(weight[:, order] @ digit[order], weight @ digit, atol=1e-5))

# %% [markdown] lang="es"
# Por cada red densa que lee los dígitos normales hay otra que lee los barajados igual de bien. A la
# capa le da lo mismo qué píxel es vecino de cuál: ningún peso sabe qué peso tiene al lado.
#
# Así que la frase exacta no es «no hay información espacial». La información está: con `order` se
# puede deshacer todo. Es la capa la que **no la aprovecha**. ¿Y si de verdad la destruimos, con un
# orden *distinto* para cada imagen?

# %% [markdown] lang="en"
# For every dense network that reads the normal digits there is another one that reads the shuffled
# ones just as well. The layer does not care which pixel is whose neighbour: no weight knows which
# weight lies beside it.
#
# So the exact sentence is not "there is no spatial information". The information is there: with
# `order` everything can be undone. It is the layer that **makes no use of it**. And if we really
# destroy it, with *another* order for each image?

# %%
# NBVAL_CHECK_OUTPUT
rng = np.random.default_rng(0)

def each_its_own(images):
    return rng.permuted(images.reshape(len(images), 64), axis=1).reshape(images.shape)

network = learn(each_its_own(train.images), train.labels, seed=0)
print(accuracy(network, each_its_own(test.images), test.labels) < 0.25)

# %% [markdown] lang="es"
# Ahora sí se derrumba: acierta menos de la cuarta parte, y al azar acertaría una de cada diez.
# **Dónde** está cada píxel importa; para la capa densa, cada lugar es un nombre, sin vecinos.
#
# Los vecinos valen mucho. En una foto, ¿cuántos grises de diferencia hay, en promedio, entre un
# píxel y el de su derecha? ¿Y si la foto está barajada?

# %% [markdown] lang="en"
# Now it does collapse: it gets less than a quarter right, and pure chance would get one in ten.
# **Where** each pixel is does matter; to the dense layer each place is a name, without neighbours.
#
# Neighbours are worth a lot. In a photograph, by how many greys does a pixel differ, on average,
# from the one to its right? And if the photograph is shuffled?

# %%
# NBVAL_CHECK_OUTPUT
grey = images.to_grey(images.photo("china")).astype(float)
mixed = rng.permuted(grey.ravel()).reshape(grey.shape)
for photo in (grey, mixed):
    print(f"{np.abs(np.diff(photo, axis=1)).mean():.0f}")

# %% [markdown] lang="es"
# 14 grises contra 94. De un píxel se puede adivinar bastante sobre el siguiente, y la capa densa
# deja eso sin usar. Algo que mirara **solo vecinos** viviría de esa información, y con los píxeles
# barajados se quedaría sin ella. En la lección 11 lo pondrás a prueba.

# %% [markdown] lang="en"
# 14 greys against 94. One pixel tells you a good deal about the next, and the dense layer leaves
# that unused. Something that looked **only at neighbours** would live on this information, and with
# shuffled pixels it would be left without it. In lesson 11 you will put that to the test.

# %% [markdown] lang="es"
# ### Ejercicio 3: ¿qué muestran los píxeles barajados?
#
# - `"a"`: que para reconocer un dígito no importa dónde está cada píxel.
# - `"b"`: que la capa densa no usa qué píxeles son vecinos, aunque esa información está en la imagen.
# - `"c"`: que barajar los píxeles borra la información espacial de la imagen.
# - `"d"`: que la red primero aprende a ordenar los píxeles, y después lee el dígito ya ordenado.

# %% [markdown] lang="en"
# ### Exercise 3: what do the shuffled pixels show?
#
# - `"a"`: that to recognise a digit it does not matter where each pixel is.
# - `"b"`: that the dense layer does not use which pixels are neighbours, although that information is
#   in the image.
# - `"c"`: that shuffling the pixels wipes the spatial information out of the image.
# - `"d"`: that the network first learns to put the pixels in order, and then reads the digit.

# %% edition="student"
my_choice = ...

# %% edition="solution"
my_choice = "b"

# %%
# NBVAL_CHECK_OUTPUT
exercises.what_shuffling_shows.check(my_choice)

# %% [markdown] lang="es"
# ## 4. Un píxel a la derecha
#
# La línea de la sección 1 se movió un píxel y la neurona ya no la encontró. ¿Le pasa lo mismo a una
# red entrenada? Ponemos cada dígito en medio de un marco vacío de 2 píxeles, así que la imagen mide
# ahora 12 × 12. Entrenamos, y después examinamos con **los mismos** dígitos, movidos un píxel
# dentro del marco. Ningún trazo se pierde.
#
# **Predice** la exactitud con los dígitos movidos un píxel: `"A"`, más de 0.8; `"B"`, entre 0.6 y
# 0.8; o `"C"`, menos de 0.6.

# %% [markdown] lang="en"
# ## 4. One pixel to the right
#
# The line of section 1 moved by one pixel, and the neuron no longer found it. Does the same happen
# to a trained network? We put each digit in the middle of an empty frame of 2 pixels, so the image
# is now 12 × 12. We train, and then examine with **the same** digits, moved by one pixel within the
# frame. No stroke is lost.
#
# **Predict** the accuracy on the digits moved by one pixel: `"A"`, more than 0.8; `"B"`, between
# 0.6 and 0.8; or `"C"`, less than 0.6.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = "C"

# %%
def framed(images):
    return np.pad(images, ((0, 0), (2, 2), (2, 2)))

network = learn(framed(train.images), train.labels, seed=0)
by_shift = {}
for shift in [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)]:
    moved = np.roll(framed(test.images), shift, axis=(1, 2))
    by_shift[shift] = accuracy(network, moved, test.labels)

# %%
for (down, right), correct in by_shift.items():
    print(f"{down:>3} {right:>3}  {correct:.2f}")

# %%
# NBVAL_CHECK_OUTPUT
still, *moved_by_one = by_shift.values()
mean = np.mean(moved_by_one)
compare(prediction, "A" if mean > 0.8 else "B" if mean > 0.6 else "C")
print(still > 0.85, mean < 0.55)

# %% [markdown] lang="es"
# Cada línea dice cuántos píxeles bajó el dígito, cuántos fue a la derecha, y la exactitud. Sin
# mover, pasa de 0.85; movidos un solo píxel, en promedio no llega a 0.55. **Lo que aprendió en un
# lugar no lo sabe en otro.**
#
# Se ve en sus pesos. Restemos a los pesos entrenados los que tenía al empezar: lo que queda es lo
# aprendido. Estas son las cuatro neuronas, de las 64, que más cambiaron. Cada fila de la matriz
# vuelve a ser una cuadrícula:

# %% [markdown] lang="en"
# Each line says how many pixels the digit moved down, how many to the right, and the accuracy. Not
# moved, it is above 0.85; moved by a single pixel, on average it is below 0.55. **What it has
# learned in one place it does not know in another.**
#
# Its weights show it. Take the trained weights and subtract those that it began with: what is left
# is what was learned. These are the four neurons, of the 64, that changed most. Each row of the
# matrix is a grid again:

# %%
begin = new_network(144, seed=0).params["1.weight"]
learned = network.params["1.weight"] - begin
most = np.abs(learned).max(axis=1).argsort()[:-5:-1]
plots.feature_maps(learned[most].reshape(4, 12, 12), [f"{row}" for row in most])

# %%
# NBVAL_CHECK_OUTPUT
never_inked = (framed(train.images) == 0).all(axis=0).ravel()
print(never_inked.sum(), never_inked.size, (learned[:, never_inked] == 0).all())

# %% [markdown] lang="es"
# Blanco es exactamente cero. En 84 de los 144 píxeles nunca hubo tinta durante el entrenamiento:
# ahí cada peso se multiplicó siempre por 0, no influyó en ninguna respuesta, y quedó tal como el
# azar lo puso al empezar. Cuando el dígito se mueve hacia allá, lo reciben pesos que no saben nada.
#
# Un remedio es mostrarle cada dígito en todos los lugares posibles: más ejemplos para aprender lo
# mismo una y otra vez. Hay otro: que lo aprendido en un lugar **valga en todos**. Lo construiremos
# en dos pasos.

# %% [markdown] lang="en"
# White is exactly zero. In 84 of the 144 pixels there was never any ink during training: there each
# weight was always multiplied by 0, had no say in any answer, and stayed just as chance had set it
# at the start. When the digit moves that way, it is met by weights that know nothing.
#
# One remedy is to show it each digit in every possible place: more examples, to learn the same
# thing over and over. There is another: let what was learned in one place **count everywhere**. We
# will build it in two steps.

# %% [markdown] lang="es"
# ## 5. Primer paso: un parche por neurona
#
# Una neurona no tiene por qué mirar la imagen entera. Que mire un **parche**, un cuadrado de 4 × 4
# píxeles, y que la siguiente mire el parche que está 2 píxeles más allá. Dicho de otro modo: una
# **ventana** de 4 × 4 se desliza de a 2, y en cada parada hay una neurona. Así se conserva quién es
# vecino de quién.
#
# Primero una sola fila de 10 píxeles. ¿En qué columnas puede empezar la ventana?

# %% [markdown] lang="en"
# ## 5. First step: a patch for each neuron
#
# A neuron does not have to look at the whole image. Let it look at a **patch**, a square of 4 × 4
# pixels, and let the next one look at the patch 2 pixels further on. In other words: a **window**
# of 4 × 4 slides by 2, and at each stop there is a neuron. This keeps who is whose neighbour.
#
# First a single row of 10 pixels. In which columns can the window start?

# %%
# NBVAL_CHECK_OUTPUT
[left for left in range(0, 10, 2) if left + 4 <= 10]

# %% [markdown] lang="es"
# En cuatro: 0, 2, 4 y 6. **Predice** cuántas posiciones hay en una fila de **11** píxeles.

# %% [markdown] lang="en"
# In four: 0, 2, 4 and 6. **Predict** how many positions there are in a row of **11** pixels.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 4

# %%
# NBVAL_CHECK_OUTPUT
starts = [left for left in range(0, 11, 2) if left + 4 <= 11]
compare(prediction, len(starts))
print((11 - 4) / 2 + 1, (11 - 4) // 2 + 1)

# %% [markdown] lang="es"
# Las mismas cuatro: la siguiente empezaría en la columna 8 y se saldría. La ventana puede avanzar
# 11 − 4 = 7 píxeles, de a 2, **y además** está el lugar de partida. La división da 4.5, y medias
# posiciones no existen: se redondea hacia abajo, con `//`. La última columna se queda sin mirar.
#
# ### Ejercicio 4: ¿cuántas posiciones?
#
# Ahora con filas y columnas. La imagen puede no ser cuadrada; la ventana sí lo es. `stride`, el
# **paso**, es cuántos píxeles avanza, igual hacia abajo que a la derecha.

# %% [markdown] lang="en"
# The same four: the next one would start at column 8 and stick out. The window can move on by
# 11 − 4 = 7 pixels, 2 at a time, **and then** there is the place where it starts. The division says
# 4.5, and there are no half positions: round down, with `//`. The last column is never looked at.
#
# ### Exercise 4: how many positions?
#
# Now with rows and columns. The image need not be square; the window is. The **stride** is
# how many pixels it moves, down as well as to the right.

# %% edition="student"
def window_positions(height, width, window, stride):
    return ...

# %% edition="solution"
def window_positions(height, width, window, stride):
    down = (height - window) // stride + 1
    across = (width - window) // stride + 1
    return down * across

# %%
# NBVAL_CHECK_OUTPUT
exercises.window_positions.check(window_positions)

# %% [markdown] lang="es"
# En la imagen de 28 × 28 la ventana tiene 13 posiciones hacia abajo y 13 a la derecha. Con una
# neurona en cada una, **predice** los parámetros. Cada neurona tiene 4 × 4 pesos y un sesgo, todos
# suyos.

# %% [markdown] lang="en"
# On the 28 × 28 image the window has 13 positions down and 13 across. With a neuron at each of
# them, **predict** the parameters. Each neuron has 4 × 4 weights and a bias, all its own.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 13 * 13 * (4 * 4 + 1)

# %%
# NBVAL_CHECK_OUTPUT
positions = geometry.output_size(28, 4, stride=2) ** 2
compare(prediction, positions * (4 * 4 + 1))
print(positions, geometry.linear_parameters(28 * 28, positions))

# %% [markdown] lang="es"
# 169 neuronas locales tienen 2873 parámetros. Las mismas 169 neuronas, densas, tendrían 132 665.
#
# Pero mira lo que falta. Cada parche tiene **pesos propios**: si la neurona de arriba a la
# izquierda aprende a ver una esquina, la de abajo a la derecha no se entera. El problema de la
# sección 4 sigue ahí.

# %% [markdown] lang="en"
# 169 local neurons have 2873 parameters. The same 169 neurons, dense, would have 132,665.
#
# But look at what is missing. Each patch has **weights of its own**: if the neuron at the top left
# learns to see a corner, the one at the bottom right does not hear of it. The problem of section 4
# is still there.

# %% [markdown] lang="es"
# ## 6. Segundo paso: los mismos pesos en todas partes
#
# Lo que importa en una parte de la imagen suele importar en otra: una esquina es una esquina en
# cualquier lugar. Entonces, que todas las neuronas usen **los mismos pesos y el mismo sesgo**. Ese
# juego de pesos que se desliza se llama **filtro**.
#
# **Predice** los parámetros que quedan, para las 169 posiciones juntas.

# %% [markdown] lang="en"
# ## 6. Second step: the same weights everywhere
#
# What matters in one part of the image usually matters in another: a corner is a corner anywhere.
# So let all neurons use **the same weights and the same bias**. Such a set of weights that slides
# is called a **filter**.
#
# **Predict** the parameters that are left, for the 169 positions together.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 4 * 4 + 1

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, geometry.conv_parameters(1, 1, 4))

# %% [markdown] lang="es"
# 17: dieciséis pesos y un sesgo. Los parámetros se **comparten**; las respuestas no, cada posición
# da la suya. La cuenta no menciona el 28 por ninguna parte: **los parámetros de un filtro no
# dependen del tamaño de la imagen**.
#
# Veámoslo trabajar. El dibujo mide 8 × 8, con 1 en los trazos y −1 en el fondo. El filtro, sin
# sesgo, busca una esquina: un trazo que baja y otro que sale hacia la derecha.

# %% [markdown] lang="en"
# 17: sixteen weights and a bias. The parameters are **shared**; the answers are not, each position
# gives its own. The sum does not mention the 28 anywhere: **the parameters of a filter do not
# depend on the size of the image**.
#
# Let us see it at work. The drawing is 8 × 8, with 1 on the strokes and −1 on the background. The
# filter, without a bias, looks for a corner: a stroke that goes down and another one to the right.

# %%
corner = np.full((4, 4), -1)
corner[:, 0] = corner[3, :] = 1
drawing = np.full((8, 8), -1)
drawing[0:4, 0:4] = drawing[4:8, 4:8] = corner

# %% [markdown] lang="es"
# La ventana avanza de a 2, así que hay 3 × 3 posiciones. Para una sola hace falta multiplicar 16 veces
# y sumar. (En la figura, y en el widget que sigue, el filtro se llama **núcleo**, y la cuadrícula de
# las sumas, **mapa**.)

# %% [markdown] lang="en"
# The window moves by 2, so there are 3 × 3 positions. A single one takes 16 products and a sum. (In
# the figure, and in the widget below, the filter is called **kernel**, and the grid of sums,
# **map**.)

# %%
plots.step(drawing, corner, 0, 0, stride=2)

# %% [markdown] lang="es"
# En el dibujo la esquina está dos veces. La primera dio 16, lo más que puede dar: los 16 píxeles
# coinciden con sus pesos, y cada coincidencia suma 1.
#
# **Predice** tres números, en una lista como `[1, 2, 3]`:
#
# 1. Cambias **un peso** del filtro. ¿Cuántas de las 9 sumas cambian?
# 2. Cambias el **píxel de la esquina** superior izquierda. ¿Cuántas cambian?
# 3. Cambias un **píxel del medio**, el de la fila 3 y columna 4. ¿Cuántas cambian?

# %% [markdown] lang="en"
# The drawing holds the corner twice. The first gave 16, the most there can be: all 16 pixels agree
# with their weights, and each agreement adds 1.
#
# **Predict** three numbers, in a list such as `[1, 2, 3]`:
#
# 1. You change **one weight** of the filter. How many of the 9 sums change?
# 2. You change the **pixel in the** upper left **corner**. How many change?
# 3. You change a **pixel in the middle**, the one in row 3, column 4. How many change?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [9, 1, 4]

# %% [markdown] lang="es"
# Ahora con la mano. Avanza hasta la novena posición y encuentra la otra esquina. Con las nueve
# sumas a la vista, cambia un peso, mira, y déjalo como estaba; luego un píxel, y luego el otro.
# Todo funciona también con el teclado.

# %% [markdown] lang="en"
# Now by hand. Go on to the ninth position and find the other corner. With all nine sums in view,
# change one weight, look, and put it back; then one pixel, and then the other. Everything works
# with the keyboard too.

# %%
stepper = widgets.ConvolutionStepper(drawing, corner, stride=2)
stepper

# %% [markdown] lang="es"
# Y ahora lo cuenta el computador. `sums` desliza la ventana; cada cambio se compara con el
# original.

# %% [markdown] lang="en"
# And now the computer counts. `sums` slides the window; each change is compared with the original.

# %%
def sums(image, filter_weights):
    starts = range(0, 8 - 4 + 1, 2)
    places = [(top, left) for top in starts for left in starts]
    patches = [image[top : top + 4, left : left + 4] for top, left in places]
    return np.reshape([(patch * filter_weights).sum() for patch in patches], (3, 3))

# %%
# NBVAL_CHECK_OUTPUT
original = sums(drawing, corner)
print(original)

# %%
# NBVAL_CHECK_OUTPUT
new_corner, new_edge, new_middle = corner.copy(), drawing.copy(), drawing.copy()
new_corner[1, 2] = new_edge[0, 0] = new_middle[3, 4] = 5
changed = [sums(drawing, new_corner), sums(new_edge, corner), sums(new_middle, corner)]
compare(prediction, [int((new != original).sum()) for new in changed])

# %% [markdown] lang="es"
# ¿Y en una capa densa de 9 neuronas? Cambiamos un peso, y después el píxel de la esquina:

# %% [markdown] lang="en"
# And in a dense layer of 9 neurons? We change one weight, and then the pixel in the corner:

# %%
# NBVAL_CHECK_OUTPUT
dense = rng.integers(1, 9, size=(9, 64))
answers = dense @ drawing.ravel()
new_dense = dense.copy()
new_dense[0, 0] = 50
print((new_dense @ drawing.ravel() != answers).sum())
print((dense @ new_edge.ravel() != answers).sum())

# %% [markdown] lang="es"
# | Cambia… | en la capa densa de 9 neuronas | con el filtro |
# |:--|:--|:--|
# | un peso | 1 respuesta | **las 9**: el peso es de todas |
# | un píxel | las 9: cada neurona lo mira | **solo las de su vecindad**: 1 en la orilla, 4 en medio |
#
# Es exactamente al revés. Mirar un parche hace que lo lejano no influya: eso es ser **local**.
# Compartir los pesos hace que lo aprendido en un lugar valga en todos: por eso las dos esquinas
# dieron 16 con un solo filtro.

# %% [markdown] lang="en"
# | What changes | in a dense layer of 9 neurons | with the filter |
# |:--|:--|:--|
# | one weight | 1 answer | **all 9**: the weight belongs to all |
# | one pixel | all 9: every neuron looks at it | **only those nearby**: 1 at the border, 4 in the middle |
#
# It is exactly the other way round. To look at a patch keeps out what is far away: that is being
# **local**. To share the weights makes what was learned in one place count everywhere: that is why
# both corners gave 16 with a single filter.

# %% [markdown] lang="es"
# ### Varios filtros, varios canales
#
# Un filtro busca una sola cosa. Para buscar varias se usan **varios filtros**, cada uno con sus
# pesos y su sesgo, y cada uno da sus propias sumas. Este es el espejo del anterior:

# %% [markdown] lang="en"
# ### Several filters, several channels
#
# A filter looks for one thing. To look for several, use **several filters**, each with its own
# weights and bias, and each gives sums of its own. Here is the mirror image of the one before:

# %%
# NBVAL_CHECK_OUTPUT
mirrored = corner[:, ::-1]
print(sums(drawing, mirrored))

# %% [markdown] lang="es"
# Aquí nada llega a 16: el dibujo no tiene ninguna esquina de esas.
#
# Verás escrito que un filtro de 4 × 4 tiene «16 pesos diferentes». Eso vale **por cada canal de
# entrada**. En una foto RGB el parche mide 4 × 4 × 3, y a cada uno de sus números le toca un peso.
# **Predice** los parámetros de **un** filtro de 4 × 4 sobre una foto RGB, con su sesgo.

# %% [markdown] lang="en"
# Nothing reaches 16 here: the drawing has no corner of that kind.
#
# You will see it written that a 4 × 4 filter has "16 different weights". That holds **for each
# input channel**. In an RGB photograph the patch is 4 × 4 × 3, and each of its numbers gets a
# weight. **Predict** the parameters of **one** 4 × 4 filter over an RGB photograph, with its bias.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 4 * 4 * 3 + 1

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, geometry.conv_parameters(3, 1, 4))

# %% [markdown] lang="es"
# 48 pesos y un sesgo. Los 48 productos se suman en **un solo** número por posición. Que entren tres
# canales no significa que salgan tres: sale una cuadrícula de sumas por cada filtro.
#
# ### Ejercicio 5: los parámetros de una capa de filtros
#
# La función recibe todo lo que se sabe de la imagen y de la capa. No todo hace falta.

# %% [markdown] lang="en"
# 48 weights and a bias. The 48 products are added up to **a single** number at each position. Three
# channels going in does not mean that three come out: out comes one grid of sums for each filter.
#
# ### Exercise 5: the parameters of a layer of filters
#
# The function receives all there is to know about the image and the layer. Not all of it is needed.

# %% edition="student"
def filter_parameters(height, width, channels, window, filters):
    return ...

# %% edition="solution"
def filter_parameters(height, width, channels, window, filters):
    weights = window * window * channels
    return filters * (weights + 1)

# %%
# NBVAL_CHECK_OUTPUT
exercises.filter_parameters.check(filter_parameters)

# %% [markdown] lang="es"
# ### Una red de verdad
#
# AlexNet, la red que en 2012 ganó el concurso de ImageNet (Krizhevsky et al., 2012), empieza con 96
# filtros de 11 × 11 × 3 que avanzan de a 4 píxeles. La salida mide 55 × 55 por filtro. (El artículo
# dice que la imagen es de 224 × 224; para que salga 55 sin agregar una orilla tiene que medir 227.)
# Contemos su primera capa de tres maneras: con pesos compartidos, con un parche y pesos propios por
# neurona, y densa.

# %% [markdown] lang="en"
# ### A real network
#
# AlexNet, the network that won the ImageNet challenge of 2012 (Krizhevsky et al., 2012), begins
# with 96 filters of 11 × 11 × 3 that move by 4 pixels. Each filter gives 55 × 55 numbers. (The
# paper says that the image is 224 × 224; for 55 to come out without adding a border it has to be
# 227.) Let us count its first layer in three ways: with shared weights, with a patch and weights of
# its own for each neuron, and dense.

# %%
# NBVAL_CHECK_OUTPUT
side = geometry.output_size(227, 11, stride=4)
neurons = side * side * 96
print(side, f"{neurons:_}")
print(f"{geometry.conv_parameters(3, 96, 11):_}")
print(f"{neurons * (11 * 11 * 3 + 1):_}")
print(f"{geometry.linear_parameters(227 * 227 * 3, neurons):_}")

# %% [markdown] lang="es"
# | Las mismas 290 400 neuronas | parámetros |
# |:--|--:|
# | parche y pesos compartidos | 34 944 |
# | parche, pesos propios | 105 705 600 |
# | densa | 44 892 355 200 |
#
# Las tres dan 290 400 respuestas. Compartir los pesos las hace posibles con 35 mil parámetros en
# vez de 106 millones.

# %% [markdown] lang="en"
# | The same 290,400 neurons | parameters |
# |:--|--:|
# | patch, shared weights | 34,944 |
# | patch, weights of their own | 105,705,600 |
# | dense | 44,892,355,200 |
#
# All three give 290,400 answers. Sharing the weights makes them possible with 35 thousand
# parameters instead of 106 million.

# %% [markdown] lang="es"
# ## 7. Lo mismo, como una matriz
#
# En la sección 2 una capa era una matriz. ¿Dejó de serlo? Empecemos por una fila de 6 píxeles y una
# ventana de 3 pesos que avanza de a 1. Hay 4 posiciones, así que la matriz tiene 4 filas, una por
# posición, y 6 columnas, una por píxel. Donde la ventana no mira, el peso es 0.
#
# **Predice:** ¿cuántos de los 24 números de la matriz son cero?

# %% [markdown] lang="en"
# ## 7. The same thing, as a matrix
#
# In section 2 a layer was a matrix. Is it one no longer? Let us begin with a row of 6 pixels and a
# window of 3 weights that moves by 1. There are 4 positions, so the matrix has 4 rows, one for each
# position, and 6 columns, one for each pixel. Where the window does not look, the weight is 0.
#
# **Predict:** how many of the 24 numbers in the matrix are zero?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 12

# %%
# NBVAL_CHECK_OUTPUT
banded = linalg.toeplitz([1, 0, 0, 0], [1, 2, 3, 0, 0, 0])
compare(prediction, (banded == 0).sum())

# %%
plots.matrix(banded)

# %% [markdown] lang="es"
# La mitad son ceros, y los otros 12 son solo 3 pesos, repetidos: cada fila es la anterior, corrida
# un lugar. Es una **matriz de bandas**. SciPy llama `toeplitz` a las que repiten el mismo número a
# lo largo de cada diagonal.
#
# ¿Da lo mismo que deslizar la ventana? SciPy también tiene eso, en otra función:

# %% [markdown] lang="en"
# Half of them are zeros, and the other 12 are just 3 weights, repeated: each row is the one before,
# moved along by one place. It is a **banded matrix**. SciPy calls those that repeat one number
# along each diagonal `toeplitz`.
#
# Does it give the same as sliding the window? SciPy has that too, in another function:

# %%
# NBVAL_CHECK_OUTPUT
pixels = np.array([2, 0, 1, 3, 0, 1])
print(banded @ pixels)
print(signal.correlate(pixels, [1, 2, 3], mode="valid"))

# %% [markdown] lang="es"
# Lo mismo. La primera suma, a mano: 1 · 2 + 2 · 0 + 3 · 1 = 5.
#
# ### Ejercicio 6: construye la matriz
#
# `weights` son los pesos de la ventana y `size` es el número de píxeles. La ventana avanza de a 1.
# Calcula cuántas filas hay y pon los pesos de cada fila en su lugar. `matrix[2, 1:4] = ...` escribe
# en las columnas 1, 2 y 3 de la fila 2.

# %% [markdown] lang="en"
# The same. The first sum, by hand: 1 · 2 + 2 · 0 + 3 · 1 = 5.
#
# ### Exercise 6: build the matrix
#
# `weights` are the weights of the window and `size` is the number of pixels. The window moves by 1.
# Work out how many rows there are, and put the weights of each row into their place.
# `matrix[2, 1:4] = ...` writes into columns 1, 2 and 3 of row 2.

# %% edition="student"
def window_matrix(weights, size):
    rows = ...
    matrix = np.zeros((rows, size))
    for row in range(rows):
        matrix[row] = ...
    return matrix

# %% edition="solution"
def window_matrix(weights, size):
    rows = size - len(weights) + 1
    matrix = np.zeros((rows, size))
    for row in range(rows):
        matrix[row, row : row + len(weights)] = weights
    return matrix

# %%
# NBVAL_CHECK_OUTPUT
exercises.window_matrix.check(window_matrix)

# %% [markdown] lang="es"
# ### En dos dimensiones
#
# El filtro de la esquina sobre el dibujo de 8 × 8: 9 posiciones, 64 píxeles. Cada fila de la matriz
# se hace en una hoja vacía de 8 × 8, con el filtro puesto en su posición, que después se aplana.

# %% [markdown] lang="en"
# ### In two dimensions
#
# The corner filter over the 8 × 8 drawing: 9 positions, 64 pixels. Each row of the matrix is made
# on an empty sheet of 8 × 8, with the filter put at its position, and then flattened.

# %%
def matrix_of(filter_weights):
    rows = []
    for top, left in np.ndindex(3, 3):
        sheet = np.zeros((8, 8))
        sheet[2 * top : 2 * top + 4, 2 * left : 2 * left + 4] = filter_weights
        rows.append(sheet.ravel())
    return np.array(rows)

# %%
matrix = matrix_of(corner)
plots.matrix(matrix)

# %% [markdown] lang="es"
# Naranja es 1, morado es −1 y blanco es 0. Cada fila tiene cuatro grupos de cuatro pesos: las cuatro
# filas del filtro, separadas porque al aplanar quedan lejos unas de otras. Cuando la ventana va a la
# derecha, los grupos se corren 2 columnas. Cuando baja, se corren 16: dos filas de la imagen.
#
# ¿Da lo mismo? Comparamos con la ventana de SciPy, de la que tomamos una posición de cada dos:

# %% [markdown] lang="en"
# Orange is 1, purple is −1, and white is 0. Each row has four groups of four weights: the four rows of
# the filter, apart because flattening puts them far from one another. When the window moves to the
# right, the groups move along by 2 columns. When it moves down, by 16: two rows of the image.
#
# Does it give the same? We compare with SciPy's window, and take every second position of it:

# %%
# NBVAL_CHECK_OUTPUT
slid = signal.correlate2d(drawing, corner, mode="valid")[::2, ::2]
print(np.array_equal(matrix @ drawing.ravel(), slid.ravel()))

# %% [markdown] lang="es"
# Para contar los pesos repetidos sirve un filtro con 16 pesos distintos, del 1 al 16:

# %% [markdown] lang="en"
# To count the repeated weights, a filter with 16 different weights helps, from 1 to 16:

# %%
# NBVAL_CHECK_OUTPUT
matrix = matrix_of(np.arange(1, 17).reshape(4, 4))
values, times = np.unique(matrix, return_counts=True)
print(matrix.shape, matrix.size, times[0], len(values) - 1, set(times[1:].tolist()))

# %% [markdown] lang="es"
# De los 576 números, 432 son cero y los demás son 16 pesos, cada uno repetido 9 veces. Una capa
# densa de 9 neuronas tendría aquí 576 pesos libres.
#
# Así que el filtro **es** una capa densa, con dos condiciones: ceros donde no se mira, y pesos
# iguales en cada posición. Una capa densa podría llegar a esta misma matriz, si tuviera ejemplos de
# sobra para descubrir cada cero y cada igualdad. El filtro las trae puestas, porque sabemos algo de
# las imágenes: los vecinos importan, y lo que sirve en un lugar sirve en otro. Donde eso no es
# cierto, como con los píxeles barajados, no hay por qué esperar una ventaja: lo medirás en la lección
# 11.

# %% [markdown] lang="en"
# Of the 576 numbers, 432 are zero and the others are 16 weights, each of them repeated 9 times. A
# dense layer of 9 neurons would have 576 free weights here.
#
# So the filter **is** a dense layer, under two conditions: zeros where it does not look, and equal
# weights at every position. A dense layer could arrive at this very matrix, if it had examples
# enough to find out each zero and each equality. The filter comes with them, because we know
# something about images: neighbours matter, and what is useful in one place is useful in another.
# Where that is not true, as with the shuffled pixels, there is no reason to expect an advantage: you
# will measure it in lesson 11.

# %% [markdown] lang="es"
# ## Cuestionario
#
# Elige una respuesta en cada pregunta. Cada opción explica por qué.

# %% [markdown] lang="en"
# ## Quiz
#
# Choose an answer to each question. Each option explains itself.

# %%
widgets.QuizCard(exercises.quiz(3))

# %% [markdown] lang="es"
# Los números del cuestionario, calculados:

# %% [markdown] lang="en"
# The numbers of the quiz, computed:

# %%
# NBVAL_CHECK_OUTPUT
print(f"{geometry.linear_parameters(100 * 100 * 3, 10):_}")
print(geometry.conv_parameters(3, 1, 5))
network = learn(train.images, train.labels, seed=0)
print(accuracy(network, shuffled(test.images), test.labels) < 0.25)

# %% [markdown] lang="es"
# ## En resumen
#
# - Una **neurona** multiplica cada número de la imagen por un peso, suma, y agrega un sesgo.
# - Una **capa densa** es una matriz: una fila por neurona, una columna por número de la imagen. Sus
#   parámetros crecen con la imagen: una neurona sobre 1080 × 1080 × 3 tiene 3 499 200 pesos.
# - La información espacial está en la imagen, pero la capa densa **no la aprovecha**: con los píxeles
#   barajados siempre igual, aprende lo mismo.
# - Lo que una capa densa aprende en un lugar no lo sabe en otro.
# - Un **parche** por neurona la hace local; **compartir** los pesos hace que lo aprendido valga en
#   todas las posiciones. Las posiciones se cuentan con $\lfloor (H - K) / S \rfloor + 1$ en cada dirección, para
#   $H$ píxeles, una ventana de $K$ y un paso de $S$.
# - Un **filtro** tiene alto × ancho × canales de entrada pesos, y un sesgo. No depende del tamaño de la
#   imagen. El número de filtros decide cuántas cuadrículas de sumas salen.
# - La ventana deslizante es una matriz de bandas: sobre todo ceros, y pocos pesos que se repiten.
#
# ## Lo que sigue
#
# Hoy el filtro encontró dos esquinas perfectas. En la lección 4 tendrá que vérselas con una X
# movida y deformada. Y en la lección 5 esta operación, multiplicar y sumar con una ventana que se
# desliza, recibe su nombre, que ya viste en el del widget: **convolución**.

# %% [markdown] lang="en"
# ## In short
#
# - A **neuron** multiplies each number of the image by a weight, adds, and then adds a bias.
# - A **dense layer** is a matrix: a row for each neuron, a column for each number of the image. Its
#   parameters grow with the image: one neuron over 1080 × 1080 × 3 has 3,499,200 weights.
# - The spatial information is in the image, but the dense layer **makes no use of it**: with the
#   pixels always shuffled alike, it learns just as well.
# - What a dense layer learns in one place it does not know in another.
# - A **patch** for each neuron makes it local; **sharing** the weights makes what is learned count at
#   all positions. Positions are counted by $\lfloor (H - K) / S \rfloor + 1$ in each direction, for
#   $H$ pixels, a window of $K$ and a stride of $S$.
# - A **filter** has height × width × input channels weights, and one bias. It does not depend on the
#   size of the image. The number of filters decides how many grids of sums come out.
# - The sliding window is a banded matrix: mostly zeros, and few weights that repeat.
#
# ## What comes next
#
# Today the filter found two perfect corners. In lesson 4 it will have to cope with an X that is
# moved and deformed. And in lesson 5 this operation, multiplying and adding with a window that
# slides, is given its name, which you have seen in that of the widget: **convolution**.

# %% [markdown] lang="es"
# ## Fuentes
#
# - A. Krizhevsky, I. Sutskever y G. E. Hinton,
#   [*ImageNet Classification with Deep Convolutional Neural Networks*](https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks)
#   (2012): los 96 filtros de la primera capa.
# - Stanford CS231n, [*Convolutional Neural Networks*](https://cs231n.github.io/convolutional-networks/):
#   la cuenta de esa capa con y sin pesos compartidos, y por qué 227.
# - Y. LeCun, L. Bottou, Y. Bengio y P. Haffner, *Gradient-Based Learning Applied to Document
#   Recognition* (1998), sección II: campos locales y pesos compartidos, y por qué una capa densa ignora la
#   forma de la entrada.
# - Los dígitos: E. Alpaydin y C. Kaynak (1998), UCI Machine Learning Repository,
#   [doi:10.24432/C50P49](https://doi.org/10.24432/C50P49), CC BY 4.0. Vienen con scikit-learn, igual que la
#   foto.

# %% [markdown] lang="en"
# ## Sources
#
# - A. Krizhevsky, I. Sutskever and G. E. Hinton,
#   [*ImageNet Classification with Deep Convolutional Neural Networks*](https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks)
#   (2012): the 96 filters of the first layer.
# - Stanford CS231n, [*Convolutional Neural Networks*](https://cs231n.github.io/convolutional-networks/):
#   that layer counted with shared weights and without, and why 227.
# - Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, *Gradient-Based Learning Applied to Document
#   Recognition* (1998), section II: local fields and shared weights, and why a dense layer ignores the
#   shape of its input.
# - The digits: E. Alpaydin and C. Kaynak (1998), UCI Machine Learning Repository,
#   [doi:10.24432/C50P49](https://doi.org/10.24432/C50P49), CC BY 4.0. They come with scikit-learn, as
#   does the photograph.
