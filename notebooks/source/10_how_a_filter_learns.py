# ---
# cnnlab:
#   title:
#     es: Cómo aprende un filtro
#     en: How a filter learns
#   minutes: 75
#   topics:
#     es: [recuperar un núcleo a partir de ejemplos, la retropropagación paso a paso, comprobar un gradiente]
#     en: [recovering a kernel from examples, backpropagation step by step, checking a gradient]
#   needs: [07_a_cnn_by_hand, 09_scores_to_probabilities]
# ---

# %% [markdown] lang="es"
# Hasta aquí los pesos los elegiste tú. Hoy los encuentra el computador, con una receta corta: mira
# cuánto se equivoca, averigua hacia dónde baja el error y da un paso hacia allá. Empezamos con un
# solo peso y terminamos con una red entera.
#
# Al terminar podrás:
#
# - mover un peso cuesta abajo, a mano, y decir qué mide la pendiente;
# - elegir una tasa de aprendizaje y reconocer una demasiado pequeña o demasiado grande;
# - recuperar un filtro a partir de imágenes y de sus mapas;
# - llevar un gradiente hacia atrás por ReLU, por el submuestreo y por una convolución;
# - recorrer una red entera hacia atrás y obtener lo mismo que `cnnlab.nn`;
# - comprobar un gradiente, y descubrir uno que está mal aunque la red parezca aprender.

# %% [markdown] lang="en"
# So far it was you who chose the weights. Today the computer finds them, with a short recipe: look
# how wrong you are, find out in which direction the error goes down, and take a step that way. We
# begin with a single weight and end with a whole network.
#
# By the end of this lesson you will be able to:
#
# - move a weight downhill, by hand, and say what the slope measures;
# - choose a learning rate, and recognise one that is too small or too large;
# - recover a filter from images and their maps;
# - carry a gradient back through ReLU, through pooling and through a convolution;
# - go back through a whole network, and get what `cnnlab.nn` gets;
# - check a gradient, and catch one that is wrong although the network seems to learn.

# %%
import numpy as np
from scipy import signal

from cnnlab import convolution, datasets, exercises, filters, images, nn, plots, widgets
from cnnlab.exercises import compare
from cnnlab.plots.alt_text import describe

# %% [markdown] lang="es"
# ## 1. Un solo peso, cuesta abajo
#
# La red más pequeña posible: entra un número $x$, sale $y = w\,x$, y $w$ es su único peso. Para
# $x = 2$ queremos que salga 6, y el peso vale 1. Sale 2: el **error** es 2 − 6 = −4.
#
# Para que un error de −4 y uno de 4 sean igual de malos, lo elevamos al cuadrado. Ese número, 16, es
# la **pérdida** (*loss*): cuánto se equivoca la red. **Predice** la pérdida con $w = 2$.

# %% [markdown] lang="en"
# ## 1. A single weight, downhill
#
# The smallest network there is: a number $x$ goes in, $y = w\,x$ comes out, and $w$ is its only
# weight. For $x = 2$ we want 6 to come out, and the weight is 1. Out comes 2: the **error** is
# 2 − 6 = −4.
#
# So that an error of −4 and one of 4 are equally bad, we square it. That number, 16, is the **loss**:
# how wrong the network is. **Predict** the loss with $w = 2$.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 4

# %%
# NBVAL_CHECK_OUTPUT
x, target = 2, 6

def loss(w):
    return (w * x - target) ** 2

print(loss(1))
compare(prediction, loss(2))

# %% [markdown] lang="es"
# Conviene un peso mayor. ¿Cómo lo sabría el computador? **Probando.** Aumenta el peso un poquito,
# 0.001, y mira cuánto cambia la pérdida por cada unidad de peso:

# %% [markdown] lang="en"
# A larger weight is better. How would the computer know? **By trying.** It makes the weight a tiny
# bit larger, by 0.001, and looks how much the loss changes for each unit of weight:

# %%
# NBVAL_CHECK_OUTPUT
def slope_by_trying(w):
    return (loss(w + 0.001) - loss(w)) / 0.001

print(round(loss(1.001), 6), round(slope_by_trying(1), 3))

# %% [markdown] lang="es"
# Sale casi −16. Esa es la **pendiente** de la pérdida en $w = 1$: lo que sube la pérdida por cada unidad
# que sube el peso. Aquí es negativa: si el peso sube, la pérdida baja.
#
# Para bajar, el peso se mueve **contra** la pendiente. ¿Cuánto? Un poco: la pendiente por un número
# pequeño, la **tasa de aprendizaje** (*learning rate*, `lr`). Con `lr` = 0.05 y la pendiente −16,
# **predice** el peso nuevo:
#
# $$ w_{\text{nuevo}} = w - \text{lr} \cdot \text{pendiente} $$

# %% [markdown] lang="en"
# It is nearly −16. That is the **slope** of the loss at $w = 1$: how much the loss rises for each unit
# by which the weight rises. Here it is negative: when the weight rises, the loss falls.
#
# To go down, the weight moves **against** the slope. How far? A little: the slope times a small number,
# the **learning rate**, `lr`. With `lr` = 0.05 and the slope −16, **predict** the new weight:
#
# $$ w_{\text{new}} = w - \text{lr} \cdot \text{slope} $$

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 1.8

# %%
# NBVAL_CHECK_OUTPUT
w, lr = 1, 0.05
w = w - lr * -16
compare(prediction, w)
print(round(loss(w), 2))

# %% [markdown] lang="es"
# De 16 a 5.76 con un solo paso. Y otra vez, y otra, siempre lo mismo: probar, medir la pendiente, dar
# un paso.

# %% [markdown] lang="en"
# From 16 to 5.76 in a single step. And again, and again, always the same: try, measure the slope,
# take a step.

# %%
# NBVAL_CHECK_OUTPUT
path = [1.0]
for step in range(8):
    path.append(path[-1] - lr * slope_by_trying(path[-1]))
for step, w in enumerate(path):
    print(step, f"{w:.2f}", f"{loss(w):.2f}")

# %% lang="es"
(ax,) = plots.side_by_side(1)
weights = np.linspace(0, 6, 61)
ax.plot(weights, loss(weights), color="gray")
ax.plot(path, [loss(w) for w in path], "o-", color="#c43c00")
ax.set(xlabel="peso", ylabel="pérdida")
describe(ax, "La pérdida es un valle con el fondo en el peso 3. Los pasos bajan por su "
             "ladera izquierda, del peso 1 casi hasta el 3, cada vez más cortos.")

# %% lang="en"
(ax,) = plots.side_by_side(1)
weights = np.linspace(0, 6, 61)
ax.plot(weights, loss(weights), color="gray")
ax.plot(path, [loss(w) for w in path], "o-", color="#c43c00")
ax.set(xlabel="weight", ylabel="loss")
describe(ax, "The loss is a valley with its bottom at the weight 3. The steps go down "
             "its left side, from the weight 1 nearly to 3, shorter each time.")

# %% [markdown] lang="es"
# El peso se acerca a 3, y 3 · 2 = 6. Los pasos se acortan solos: cerca del fondo la pendiente es menor.
# Esto se llama **descenso de gradiente**. Nadie le dijo que dividiera 6 entre 2.
#
# ## 2. La regla de la cadena, con dos números
#
# Probar cada peso es lento: una red de un millón de pesos habría que ejecutarla un millón de veces por
# paso. Hay un atajo. La pérdida se calcula en dos eslabones: el peso cambia el error, y el error cambia
# la pérdida.
#
# - Si el peso sube 0.001, el error sube el doble, 0.002, porque $x = 2$.
# - Si el error sube 1 unidad, la pérdida sube 2 · error: la pendiente de un cuadrado. Con el error
#   en −4 son −8.
#
# Las pendientes de los eslabones **se multiplican**: −8 · 2 = −16. Es la misma que salió probando, y
# exacta. Eso es la **regla de la cadena**. Con $e$ el error y $L$ la pérdida:
#
# $$ \frac{dL}{dw} = \frac{dL}{de} \cdot \frac{de}{dw} = 2e \cdot x $$
#
# **Predice** la pendiente en $w = 4$, con $x = 2$ y 6 como meta.

# %% [markdown] lang="en"
# The weight comes near 3, and 3 · 2 = 6. The steps get shorter by themselves: near the bottom the slope
# is smaller. This is called **gradient descent**. Nobody told it to divide 6 by 2.
#
# ## 2. The chain rule, with two numbers
#
# To try each weight is slow: a network of a million weights would have to run a million times for each
# step. There is a short cut. The loss is computed in two links: the weight changes the error, and the
# error changes the loss.
#
# - If the weight rises by 0.001, the error rises twice as much, 0.002, because $x = 2$.
# - If the error rises by 1 unit, the loss rises by 2 · error: the slope of a square. With the error
#   at −4 that is −8.
#
# The slopes of the links **are multiplied**: −8 · 2 = −16. It is the one we found by trying, and exact.
# That is the **chain rule**. With $e$ for the error and $L$ for the loss:
#
# $$ \frac{dL}{dw} = \frac{dL}{de} \cdot \frac{de}{dw} = 2e \cdot x $$
#
# **Predict** the slope at $w = 4$, with $x = 2$ and 6 as the target.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 8

# %%
# NBVAL_CHECK_OUTPUT
error = 4 * x - target
compare(prediction, 2 * error * x)
print(round(slope_by_trying(4), 3))

# %% [markdown] lang="es"
# Positiva: ahora el peso se pasó, y el paso lo devuelve. Probando sale 8.004, por el pedacito de 0.001.
# Con muchos pesos hay una pendiente por peso; todas juntas se llaman el **gradiente**.
#
# ### Ejercicio 1: un paso
#
# Calcula el error, la pendiente con la regla de la cadena y el paso, y devuelve el **peso nuevo**. Si te
# atascas, ejecuta
# `exercises.one_step_downhill.hint()`; cada vez dice un poco más. `exercises.one_step_downhill.solution()`
# muestra una solución.

# %% [markdown] lang="en"
# Positive: this time the weight went too far, and the step brings it back. Trying gives 8.004, because of
# that little bit of 0.001. With many weights there is one slope for each; all of them together are called
# the **gradient**.
#
# ### Exercise 1: one step
#
# Work out the error, the slope by the chain rule, and the step; return the **new weight**. If you are stuck, run
# `exercises.one_step_downhill.hint()`; each time it says a little more.
# `exercises.one_step_downhill.solution()` shows a solution.

# %% edition="student"
def one_step_downhill(weight, x, target, lr):
    return ...

# %% edition="solution"
def one_step_downhill(weight, x, target, lr):
    error = weight * x - target
    slope = 2 * error * x
    return weight - lr * slope

# %%
# NBVAL_CHECK_OUTPUT
exercises.one_step_downhill.check(one_step_downhill)

# %% [markdown] lang="es"
# ## 3. La tasa de aprendizaje
#
# ¿Por qué 0.05? Mira la distancia a la meta, $w - 3$: al principio −2, después de un paso −1.2. Cada paso
# la multiplica por 0.6, que es 1 − 8 · 0.05. (El 8 sale de la pendiente: $2(2w - 6) \cdot 2 = 8\,(w - 3)$.)
#
# Contemos los pasos que hacen falta hasta que la pérdida sea menor que 0.01:

# %% [markdown] lang="en"
# ## 3. The learning rate
#
# Why 0.05? Look at the distance to the goal, $w - 3$: at first −2, after one step −1.2. Each step
# multiplies it by 0.6, which is 1 − 8 · 0.05. (The 8 comes from the slope:
# $2(2w - 6) \cdot 2 = 8\,(w - 3)$.)
#
# Let us count the steps that it takes until the loss is below 0.01:

# %%
# NBVAL_CHECK_OUTPUT
def steps_needed(lr, w=1.0, most=1000):
    for step in range(most):
        if loss(w) < 0.01:
            return step
        w = w - lr * 8 * (w - 3)
    return None

print([steps_needed(rate) for rate in (0.005, 0.01, 0.05)])

# %% [markdown] lang="es"
# Con una tasa diez veces menor hacen falta unas diez veces más pasos. Entonces, ¿cuanto mayor, mejor?
# **Predice** cuántos pasos hacen falta con 0.125. Calcula primero el factor, $1 - 8 \cdot 0.125$.

# %% [markdown] lang="en"
# A rate ten times smaller, about ten times as many steps. So the larger, the better? **Predict** how many
# steps it takes with 0.125. Work out the factor first, $1 - 8 \cdot 0.125$.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 1

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, steps_needed(0.125))

# %%
# NBVAL_CHECK_OUTPUT
for rate in (0.2, 0.25, 0.3):
    print(rate, f"{1 - 8 * rate:.1f}", steps_needed(rate))

# %% [markdown] lang="es"
# Un paso y llegó. Más allá, cada paso **salta por encima** del fondo: el factor es negativo. Con 0.2 aún
# se acerca. Con 0.25 rebota para siempre entre los mismos dos pesos. Con 0.3 cada salto cae más lejos que
# el anterior: **diverge**, y la pérdida crece sin fin. `None` quiere decir que en 1000 pasos no llegó.
#
# En una red nadie conoce el 8. Por eso la tasa se prueba: si la pérdida crece, bájala; si apenas se mueve,
# súbela.
#
# ### Ejercicio 2: ¿qué tasa hizo esta curva?
#
# Cuatro caminos del mismo peso, con las tasas 0.01, 0.1, 0.2 y 0.26, en otro orden. **¿Cuál es el de
# 0.2?** Escribe su letra entre comillas.

# %% [markdown] lang="en"
# One step, and there it is. Beyond that, each step **jumps over** the bottom: the factor is negative. With
# 0.2 it still comes nearer. With 0.25 it bounces between the same two weights for ever. With 0.3 each jump
# lands further away than the one before: it **diverges**, and the loss grows without end. `None` means that
# it did not arrive in 1000 steps.
#
# In a network nobody knows the 8. So the rate is found by trying: if the loss grows, make it smaller; if it
# hardly moves, make it larger.
#
# ### Exercise 2: which rate made this curve?
#
# Four paths of the same weight, with the rates 0.01, 0.1, 0.2 and 0.26, in another order. **Which is that
# of 0.2?** Write its letter in quotes.

# %%
def walk(lr, steps=10):
    return [float(3 - 2 * (1 - 8 * lr) ** step) for step in range(steps + 1)]

rates = np.random.default_rng(4).permutation([0.01, 0.1, 0.2, 0.26])
walks = dict(zip("ABCD", map(walk, rates), strict=True))

# %% lang="es"
for ax, (letter, steps) in zip(plots.side_by_side(4, 2.2), walks.items(), strict=True):
    ax.axhline(3, linestyle="--", color="gray")
    ax.plot(steps, "o-", markersize=3)
    ax.set(title=letter, xlabel="paso", ylim=(-2, 8))
    describe(ax, f"{letter}, el peso en cada paso: {np.round(steps, 1).tolist()}.")

# %% lang="en"
for ax, (letter, steps) in zip(plots.side_by_side(4, 2.2), walks.items(), strict=True):
    ax.axhline(3, linestyle="--", color="gray")
    ax.plot(steps, "o-", markersize=3)
    ax.set(title=letter, xlabel="step", ylim=(-2, 8))
    describe(ax, f"{letter}, the weight at each step: {np.round(steps, 1).tolist()}.")

# %% edition="student"
my_letter = ...

# %% edition="solution"
my_letter = "D"

# %%
# NBVAL_CHECK_OUTPUT
exercises.curve_of_a_large_rate.check(my_letter)

# %% [markdown] lang="es"
# ## 4. Recuperar un filtro: dos pesos
#
# Alguien deslizó un filtro de 1 × 2 sobre la fila `3 1 4 1 5` y nos muestra la fila y el mapa que salió.
# El filtro, no. (Es `1 -1`: cada píxel menos su vecino de la derecha.) Empezamos con `0 0`, que responde 0
# en todas partes.

# %% [markdown] lang="en"
# ## 4. Recovering a filter: two weights
#
# Somebody slid a 1 × 2 filter over the row `3 1 4 1 5` and shows us the row and the map that came out. Not
# the filter. (It is `1 -1`: each pixel minus its neighbour to the right.) We begin with `0 0`, which
# answers 0 everywhere.

# %%
# NBVAL_CHECK_OUTPUT
row = np.array([[3, 1, 4, 1, 5]])
wanted = convolution.cross_correlate(row, [[1, -1]])
error = convolution.cross_correlate(row, [[0, 0]]) - wanted
print(wanted[0], error[0])

# %% [markdown] lang="es"
# Ahora hay 4 errores; la pérdida es el **promedio** de sus cuadrados. Cada peso es compartido: trabaja en
# las 4 posiciones, y **sus efectos se suman**. El primer peso encuentra los píxeles 3, 1, 4, 1; el
# segundo, 1, 4, 1, 5. En cada posición la cadena es la de antes, 2 · error · píxel, y se divide
# entre 4 por el promedio:
#
# $$ \tfrac{2}{4}\,(-2 \cdot 3 + 3 \cdot 1 - 3 \cdot 4 + 4 \cdot 1) = -5.5 $$
#
# **Predice** la pendiente del segundo peso.

# %% [markdown] lang="en"
# Now there are 4 errors; the loss is the **mean** of their squares. Each weight is shared: it works at all
# 4 positions, and **its effects add up**. The first weight meets the pixels 3, 1, 4, 1; the second one
# 1, 4, 1, 5. At each position the chain is as before, 2 · error · pixel, and the mean divides by 4:
#
# $$ \tfrac{2}{4}\,(-2 \cdot 3 + 3 \cdot 1 - 3 \cdot 4 + 4 \cdot 1) = -5.5 $$
#
# **Predict** the slope of the second weight.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 13.5

# %%
# NBVAL_CHECK_OUTPUT
print(2 / 4 * (error[0] * row[0, 0:4]).sum())
compare(prediction, 2 / 4 * (error[0] * row[0, 1:5]).sum())

# %% [markdown] lang="es"
# Negativa la primera y positiva la segunda: el primer peso subirá y el segundo bajará, hacia `1 -1`. ¿Notas
# cómo se hizo la cuenta? Los errores se **deslizaron** sobre la fila, primero desde la columna 0 y después
# desde la columna 1. El gradiente de un filtro es otra correlación cruzada. La sección 7 dirá por qué; por
# ahora la usamos:

# %% [markdown] lang="en"
# The first is negative and the second positive: the first weight will go up and the second one down, towards
# `1 -1`. Do you notice how it was worked out? The errors **slid** over the row, first from column 0, then
# from column 1. The gradient of a filter is another cross-correlation. Section 7 will say why; for now we use it:

# %%
# NBVAL_CHECK_OUTPUT
def loss_and_gradient(kernel, image, wanted):
    error = convolution.cross_correlate(image, kernel) - wanted
    gradient = convolution.cross_correlate(image, 2 * error / error.size)
    return (error**2).mean(), gradient

print(*loss_and_gradient(np.zeros((1, 2)), row, wanted))

# %%
def learn(kernel, image, wanted, lr, steps):
    kernels, losses = [kernel], []
    for _ in range(steps):
        loss, gradient = loss_and_gradient(kernels[-1], image, wanted)
        losses.append(loss)
        kernels.append(kernels[-1] - lr * gradient)
    return kernels, losses

# %%
# NBVAL_CHECK_OUTPUT
kernels, losses = learn(np.zeros((1, 2)), row, wanted, lr=0.05, steps=21)
for step in (0, 1, 2, 5, 10, 20):
    print(step, kernels[step][0].round(3), f"{losses[step]:.6f}")

# %% [markdown] lang="es"
# El filtro, dibujado; arriba, el número del paso:

# %% [markdown] lang="en"
# The filter, drawn; above it, the number of the step:

# %%
for ax, step in zip(plots.side_by_side(4, 1.2), (0, 1, 5, 20), strict=True):
    plots.kernel(kernels[step].round(2), str(step), ax=ax)

# %% [markdown] lang="es"
# En 20 pasos el filtro reaparece: `1 -1`, con tres decimales. Lo encontró a partir de **ejemplos**: lo que
# entra y lo que debe salir.
#
# ### Algo que falla a propósito
#
# Otra fila, `4 4 4 4 4`, y el mismo filtro secreto. Empezamos en `0.7 0.1`. **Predice** (`True` o `False`):
# ¿llega a `1 -1`?

# %% [markdown] lang="en"
# In 20 steps the filter is back: `1 -1`, to three decimals. It was found from **examples**: what goes in
# and what has to come out.
#
# ### Something that fails on purpose
#
# Another row, `4 4 4 4 4`, and the same secret filter. We begin at `0.7 0.1`. **Predict** (`True` or
# `False`): does it get to `1 -1`?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = False

# %%
# NBVAL_CHECK_OUTPUT
flat, start = np.full((1, 5), 4), np.array([[0.7, 0.1]])
nothing = convolution.cross_correlate(flat, [[1, -1]])
kernels, losses = learn(start, flat, nothing, lr=0.01, steps=100)
compare(prediction, np.allclose(kernels[-1], [[1, -1]], atol=0.01))
print(kernels[-1].round(3), f"{losses[-1]:.6f}")

# %% [markdown] lang="es"
# La pérdida es 0 y el filtro **no** es el que buscábamos. No es un error de cuentas: en una fila lisa, todo
# filtro cuyos pesos suman 0 responde 0, y los ejemplos no distinguen uno de otro. Un filtro aprende de lo
# que los ejemplos muestran, y de nada más. La reparación no está en la tasa: está en los datos.
#
# ### A mano
#
# Aquí una imagen de ruido, un filtro por aprender y un primer intento al azar. Cada paso es uno de los
# tuyos. **Predice** antes de cada cosa:
#
# 1. Da los primeros pasos de uno en uno. ¿Qué peso subirá y cuál bajará?
# 2. Busca la tasa más grande con la que aún aprende. ¿Qué se ve cuando te pasas?
# 3. Elige las barras verticales y el filtro `[[1], [−1]]`, el que resta el píxel de abajo. ¿Lo encontrará?
# 4. Elige `sobel_x`. ¿Cuántos pasos necesita con el ruido, y cuántos con la X de la clase?

# %% [markdown] lang="en"
# The loss is 0, and the filter is **not** the one we were looking for. The sums are right: on a flat row,
# every filter whose weights add up to 0 answers 0, and the examples can't tell one from another. A filter
# learns from what the examples show, and from nothing else. The repair is not in the rate: it is in the data.
#
# ### By hand
#
# Here are an image of noise, a filter to be learned and a first guess made by chance. Each step is one of
# yours. **Predict** before each thing:
#
# 1. Take the first steps one by one. Which weight will go up, and which one down?
# 2. Look for the largest rate with which it still learns. What do you see when it is too large?
# 3. Choose the vertical bars and the filter `[[1], [−1]]`, which takes away the pixel below. Will it be found?
# 4. Choose `sobel_x`. How many steps does it take with the noise, and how many with the lecture's X?

# %%
learner = widgets.LearnAKernel(lr=0.1)
learner

# %% [markdown] lang="es"
# <details><summary>Compara con tus respuestas</summary>
#
# 1. El primero sube hacia 1 y el segundo baja hacia −1, cada uno contra su pendiente.
# 2. Al pasarte, la pérdida crece en lugar de bajar, y los pesos saltan de un lado a otro. El límite depende de
#    la imagen y del tamaño del filtro: es `learner.largest_lr`.
# 3. No: hacia abajo nada cambia en las barras. La pérdida llega a 0 con cualquier filtro que sume 0, como
#    en la fila lisa.
# 4. Con la X muchos más: sus parches se repiten y se parecen, y el ruido los tiene de todas clases.
# </details>
#
# Lo que aprendió es un arreglo, y la historia de su pérdida, una lista:

# %% [markdown] lang="en"
# <details><summary>Compare with your answers</summary>
#
# 1. The first goes up to 1 and the second goes down to −1, each of them against its slope.
# 2. When it is too large, the loss grows instead of falling, and the weights jump from side to side. The limit
#    depends on the image and on the size of the filter: it is `learner.largest_lr`.
# 3. No: downwards, nothing changes in the bars. The loss gets to 0 with any filter that adds up to 0, as on
#    the flat row.
# 4. Many more with the X: its patches repeat and resemble one another, and noise has all kinds of them.
# </details>
#
# What it learned is an array, and the story of its loss is a list:

# %%
print(learner.guess.round(3), len(learner.losses), learner.losses[-1])

# %% [markdown] lang="es"
# ## 5. Sobel, sin que nadie lo escriba
#
# Ahora el filtro es `sobel_x` y la imagen es un recorte de una foto. Nueve pesos que aprender, todos desde
# 0. Restamos el promedio de los grises, y ya verás por qué.

# %% [markdown] lang="en"
# ## 5. Sobel, written by nobody
#
# Now the filter is `sobel_x`, and the image is a crop of a photograph. Nine weights to learn, all from 0. We
# take the mean of the greys away, and you will see why.

# %%
photo = images.to_unit(images.to_grey(images.photo("china")))
crop = photo[100:132, 200:232]
centred = crop - crop.mean()
sobel_x = filters.get("sobel_x")
edges = convolution.cross_correlate(centred, sobel_x)

# %%
left, right = plots.side_by_side(2)
plots.image(crop, ax=left)
plots.feature_maps(edges[None], ["sobel_x"], ax=right)

# %%
# NBVAL_CHECK_OUTPUT
kernels, losses = learn(np.zeros((3, 3)), centred, edges, lr=4, steps=301)
for step in (0, 1, 10, 100, 300):
    furthest = np.abs(kernels[step] - sobel_x).max()
    print(step, f"{losses[step]:.6f}", f"{furthest:.3f}")

# %%
for ax, step in zip(plots.side_by_side(4, 2), (1, 10, 100, 300), strict=True):
    plots.kernel(kernels[step].round(1), str(step), ax=ax)

# %% [markdown] lang="es"
# A los 10 pasos la columna izquierda es morada y la derecha naranja; la del medio aún no sabe que le toca el
# blanco. Con 100, ningún peso está a más de 0.1 del de Sobel;
# con 300, a más de 0.01. **Este es el puente del curso.** Sobel diseñó su filtro pensando; el descenso de
# gradiente llega a los mismos nueve números mirando ejemplos. En una red no hay un filtro secreto: la
# pérdida solo dice «dijiste X y era O», y los filtros que salen son los que ayudan a decirlo bien.
#
# (Lo que se aprende con correlación cruzada se usa con correlación cruzada. Con `convolve` saldría el mismo
# filtro girado.)
#
# ¿Y sin restar el promedio? Comparemos cuántos pasos faltan hasta que todos los pesos estén a menos de 0.05:

# %% [markdown] lang="en"
# After 10 steps the left column is purple and the right one orange; the middle one does not know yet that it
# is to be white. After 100, no weight is further than 0.1
# from Sobel's; after 300, none further than 0.01. **This is the bridge of the course.** Sobel designed his
# filter by thinking; gradient descent comes to the same nine numbers by looking at examples. In a network
# there is no secret filter: the loss says only "you said X and it was O", and the filters that come out are
# those that help to get it right.
#
# (What is learned with cross-correlation is used with cross-correlation. With `convolve` the same filter
# would come out turned.)
#
# And without taking the mean away? Let us compare how many steps it takes until every weight is within 0.05:

# %%
def steps_to_sobel(image, lr, most=1000):
    wanted = convolution.cross_correlate(image, sobel_x)
    kernels, _ = learn(np.zeros((3, 3)), image, wanted, lr, most)
    furthest = np.abs(np.array(kernels) - sobel_x).max(axis=(1, 2))
    return int(np.argmax(furthest < 0.05)) if furthest[-1] < 0.05 else None

# %%
# NBVAL_CHECK_OUTPUT
print(steps_to_sobel(centred, lr=4), steps_to_sobel(crop, lr=0.9))
print(learn(np.zeros((3, 3)), crop, edges, lr=1.1, steps=200)[1][-1] > 1000)

# %% [markdown] lang="es"
# Con los grises como están hacen falta más del cuádruple de pasos, y con una tasa apenas mayor, 1.1, la pérdida
# ya diverge. Todos los píxeles son positivos, así que los nueve pesos tiran a la vez de lo mismo, la suma, y
# ese único rumbo empinado obliga a dar pasos cortos en los demás. Centrar las imágenes es un hábito barato.

# %% [markdown] lang="en"
# With the greys as they are it takes more than four times as many steps, and with a rate hardly larger, 1.1, the loss
# already diverges. All the pixels are positive, so the nine weights all pull at the same thing, the sum, and
# that one steep direction forces short steps on all the others. To centre the images is a cheap habit.

# %% [markdown] lang="es"
# ## 6. Hacia atrás por ReLU y por el submuestreo
#
# Una red son muchos eslabones: convolución, ReLU, submuestreo, una suma al final. La **retropropagación**
# (*backpropagation*) recorre la cadena desde la pérdida hacia la imagen. En cada capa llega un número por
# salida: cuánto sube la pérdida si **esa salida** sube un poco. La capa responde con un número por entrada:
# cuánto sube la pérdida si **esa entrada** sube un poco. No vuelve la imagen: vuelven pendientes.
#
# ### ReLU
#
# A ReLU entraron −2, 3, 0 y 5; salieron 0, 3, 0 y 5. De arriba llega el gradiente `1 -4 2 3`. Si el 3 sube
# un poco, la salida sube lo mismo: su pendiente es 1 y el gradiente pasa entero. Si el −2 sube un poco, la
# salida sigue en 0: pendiente 0, no pasa nada. En el 0 exacto hay un codo; por acuerdo, tampoco pasa.
#
# **Predice** los cuatro números que pasan.

# %% [markdown] lang="en"
# ## 6. Back through ReLU and through pooling
#
# A network is many links: convolution, ReLU, pooling, a sum at the end. **Backpropagation** goes along the
# chain from the loss towards the image. At each layer one number arrives for each output: how much the loss
# rises if **that output** rises a little. The layer answers with one number for each input: how much the
# loss rises if **that input** rises a little. It is not the image that comes back: slopes do.
#
# ### ReLU
#
# Into ReLU went −2, 3, 0 and 5; out came 0, 3, 0 and 5. From above comes the gradient `1 -4 2 3`. If the 3
# rises a little, the output rises as much: its slope is 1, and the gradient gets through whole. If the −2
# rises a little, the output stays 0: slope 0, nothing gets through. At exactly 0 there is a kink; by
# agreement, nothing gets through either.
#
# **Predict** the four numbers that get through.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [0, -4, 0, 3]

# %%
# NBVAL_CHECK_OUTPUT
z, from_above = np.array([-2, 3, 0, 5]), np.array([1, -4, 2, 3])
layer = nn.ReLU()
layer.forward(z)
compare(prediction, layer.backward(from_above))

# %% [markdown] lang="es"
# El −4 pasa: decide el signo de lo que **entró**, no el del gradiente. Por eso la ida guarda lo que la vuelta
# necesita.
#
# ### Ejercicio 3: ReLU hacia atrás
#
# `z` es lo que entró y `gradient` lo que llega de arriba; los dos tienen la misma forma, la que sea.

# %% [markdown] lang="en"
# The −4 gets through: what decides is the sign of what **went in**, not that of the gradient. That is why
# the way forward keeps what the way back needs.
#
# ### Exercise 3: ReLU, backwards
#
# `z` is what went in, and `gradient` what comes from above; both have the same shape, whichever it is.

# %% edition="student"
def relu_backward(z, gradient):
    return ...

# %% edition="solution"
def relu_backward(z, gradient):
    return gradient * (z > 0)

# %%
# NBVAL_CHECK_OUTPUT
exercises.relu_backward.check(relu_backward)

# %% [markdown] lang="es"
# ### Submuestreo
#
# Una ventana tenía 1, 3, 5 y 4, y el máximo dejó pasar el 5. Llega el gradiente 10. Si el 5 sube un poco, el
# máximo sube igual; si el 3 sube un poco, el máximo sigue en 5. Así que **todo va al ganador**: 0, 0, 10, 0.
# Si hay empate, lo toma el primero en orden de lectura, como en `nn` y en PyTorch.
#
# El promedio hizo (1 + 3 + 5 + 4) / 4: cada píxel influyó un cuarto. **Predice** lo que recibe cada uno.

# %% [markdown] lang="en"
# ### Pooling
#
# A window held 1, 3, 5 and 4, and the maximum let the 5 through. The gradient 10 arrives. If the 5 rises a
# little, the maximum rises as much; if the 3 rises a little, the maximum stays 5. So **everything goes to
# the winner**: 0, 0, 10, 0. Where there is a tie the first one in reading order takes it, as in `nn` and in
# PyTorch.
#
# The mean worked out (1 + 3 + 5 + 4) / 4: each pixel had a quarter of the influence. **Predict** what each
# of them gets.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 2.5

# %%
# NBVAL_CHECK_OUTPUT
window = np.array([[1.0, 3], [5, 4]])[None, :, :, None]
for layer in (nn.MaxPool2d(2), nn.AvgPool2d(2)):
    layer.forward(window)
    back = layer.backward(np.full((1, 1, 1, 1), 10))
    print(back.ravel())
compare(prediction, back.ravel()[0])

# %% [markdown] lang="es"
# (Dentro de `nn` la forma es canales, alto, ancho, imágenes; de ahí los `None`.)
#
# ### Ejercicio 4: el máximo hacia atrás
#
# `feature_map` entró, sus ventanas son de 2 × 2 y no se pisan; `gradient` tiene un número por ventana. Pon
# cada uno en la fila y la columna de su ganador: `i` y `j` dicen dónde está **dentro** de la ventana.

# %% [markdown] lang="en"
# (Inside `nn` the shape is channels, height, width, images; hence the `None`.)
#
# ### Exercise 4: the maximum, backwards
#
# `feature_map` went in, its windows are 2 × 2 and don't overlap; `gradient` has one number for each window.
# Put each of them at the row and the column of its winner: `i` and `j` say where that is **inside** the
# window.

# %% edition="student"
def max_pool_backward(feature_map, gradient):
    back = np.zeros(feature_map.shape)
    for row, col in np.ndindex(gradient.shape):
        window = feature_map[2 * row : 2 * row + 2, 2 * col : 2 * col + 2]
        i, j = divmod(window.argmax(), 2)
        back[..., ...] = gradient[row, col]
    return back

# %% edition="solution"
def max_pool_backward(feature_map, gradient):
    back = np.zeros(feature_map.shape)
    for row, col in np.ndindex(gradient.shape):
        window = feature_map[2 * row : 2 * row + 2, 2 * col : 2 * col + 2]
        i, j = divmod(window.argmax(), 2)
        back[2 * row + i, 2 * col + j] = gradient[row, col]
    return back

# %%
# NBVAL_CHECK_OUTPUT
exercises.max_pool_backward.check(max_pool_backward)

# %% [markdown] lang="es"
# ## 7. El gradiente de una convolución es una convolución
#
# Números pequeños: una imagen de 3 × 3, un filtro de 2 × 2 y el gradiente que llega de arriba, uno por cada
# una de las 4 posiciones. El filtro cambia al girarlo, para que se note si alguien lo gira.

# %% [markdown] lang="en"
# ## 7. The gradient of a convolution is a convolution
#
# Small numbers: a 3 × 3 image, a 2 × 2 filter, and the gradient that comes from above, one number for each
# of the 4 positions. The filter changes when it is turned, so that it shows if anybody turns it.

# %%
image = np.array([[1, -1, 0], [0, 1, 1], [-1, 0, 1]])
kernel = np.array([[1, 2], [0, -1]])
gradient = np.array([[1, -1], [2, 0]])

# %%
left, middle, right = plots.side_by_side(3, 1.8)
plots.numbers(image, "x", ax=left)
plots.kernel(kernel, "w", ax=middle)
plots.kernel(gradient, "dL/dy", ax=right)

# %% [markdown] lang="es"
# ### Hacia los pesos
#
# Sigue **un** peso, el de arriba a la izquierda. En las cuatro posiciones encuentra los píxeles 1, −1, 0 y 1:
# el trozo de la imagen que empieza en la fila 0, columna 0. Cada píxel por lo que a la pérdida le importa
# esa posición, y se suma: $1 \cdot 1 - 1 \cdot (-1) + 2 \cdot 0 + 0 \cdot 1 = 2$.
#
# **Predice** la pendiente del peso de arriba a la derecha. Su trozo empieza una columna más allá.

# %% [markdown] lang="en"
# ### To the weights
#
# Follow **one** weight, the top left one. At the four positions it meets the pixels 1, −1, 0 and 1: the
# piece of the image that begins at row 0, column 0. Each pixel times how much that position matters to the
# loss, and added up: $1 \cdot 1 - 1 \cdot (-1) + 2 \cdot 0 + 0 \cdot 1 = 2$.
#
# **Predict** the slope of the top right weight. Its piece begins one column further on.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 1

# %%
# NBVAL_CHECK_OUTPUT
print((gradient * image[0:2, 0:2]).sum())
compare(prediction, int((gradient * image[0:2, 1:3]).sum()))

# %% [markdown] lang="es"
# ### Ejercicio 5: el gradiente del filtro
#
# Escribe la suma para el peso de la fila `i`, columna `j`. El trozo de la imagen es tan grande como
# `gradient`.

# %% [markdown] lang="en"
# ### Exercise 5: the gradient of the filter
#
# Write the sum for the weight at row `i`, column `j`. The piece of the image is as large as `gradient`.

# %% edition="student"
def kernel_gradient(image, gradient):
    height, width = gradient.shape
    rows, cols = np.subtract(image.shape, gradient.shape) + 1
    slopes = np.zeros((rows, cols))
    for i, j in np.ndindex(rows, cols):
        slopes[i, j] = ...
    return slopes

# %% edition="solution"
def kernel_gradient(image, gradient):
    height, width = gradient.shape
    rows, cols = np.subtract(image.shape, gradient.shape) + 1
    slopes = np.zeros((rows, cols))
    for i, j in np.ndindex(rows, cols):
        slopes[i, j] = (gradient * image[i : i + height, j : j + width]).sum()
    return slopes

# %%
# NBVAL_CHECK_OUTPUT
exercises.kernel_gradient.check(kernel_gradient)

# %% [markdown] lang="es"
# Ya la conocías: es **la correlación cruzada de la imagen con el gradiente**, que hace de filtro. SciPy está
# de acuerdo:

# %% [markdown] lang="en"
# You knew it already: it is **the cross-correlation of the image with the gradient**, which plays the
# filter's part. SciPy agrees:

# %%
# NBVAL_CHECK_OUTPUT
print(convolution.cross_correlate(image, gradient))
print(signal.correlate2d(image, gradient, mode="valid"))

# %% [markdown] lang="es"
# El **sesgo** se sumó una vez en cada posición, con pendiente 1. Su gradiente es la suma:
# 1 − 1 + 2 + 0 = 2.
#
# ### Hacia la imagen
#
# Si hay otra capa debajo, necesita el gradiente de los píxeles. La posición de arriba a la izquierda vio
# cuatro píxeles, cada uno por su peso; a cada uno le devuelve su parte: gradiente por peso. Es estampar el
# filtro, multiplicado por el gradiente, donde el filtro estuvo. Donde las estampas se pisan, se suman.
#
# **Predice** lo que recibe el píxel del centro. Lo vieron las cuatro posiciones, cada una por un peso distinto.

# %% [markdown] lang="en"
# The **bias** was added once at each position, with slope 1. Its gradient is the sum: 1 − 1 + 2 + 0 = 2.
#
# ### To the image
#
# If there is another layer below, it needs the gradient of the pixels. The top left position saw four
# pixels, each through its weight; to each of them it gives back its part: gradient times weight. That is
# stamping the filter, multiplied by the gradient, where the filter stood. Where stamps overlap, they add up.
#
# **Predict** what the pixel in the centre gets. All four positions saw it, each through another weight.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 3

# %%
# NBVAL_CHECK_OUTPUT
to_image = np.zeros(image.shape, dtype=int)
for p, q in np.ndindex(gradient.shape):
    to_image[p : p + 2, q : q + 2] += gradient[p, q] * kernel
compare(prediction, to_image[1, 1])
print(to_image)

# %% [markdown] lang="es"
# $1 \cdot (-1) + (-1) \cdot 0 + 2 \cdot 2 + 0 \cdot 1 = 3$. Fíjate en el orden: la **primera** posición vio el
# centro por su **último** peso, y la última, por el primero. Por eso, dicho desde el píxel, el filtro aparece
# **girado 180°**. Es la convolución de verdad, con giro y en tamaño completo (*full*). Y olvidar el giro da
# otra cosa:

# %% [markdown] lang="en"
# $1 \cdot (-1) + (-1) \cdot 0 + 2 \cdot 2 + 0 \cdot 1 = 3$. Look at the order: the **first** position saw the
# centre through its **last** weight, and the last one through the first. So, told from the pixel, the filter
# appears **turned by 180°**. It is the true convolution, with the turn, in its full size. And forgetting the
# turn gives something else:

# %%
# NBVAL_CHECK_OUTPUT
print(signal.convolve2d(gradient, kernel, mode="full"))
print(signal.correlate2d(gradient, kernel, mode="full"))

# %% [markdown] lang="es"
# La primera es nuestra `to_image`; la segunda, sin girar, no. Con paso $S$, los números del gradiente se
# separan antes, con $S - 1$ ceros entre uno y otro; con relleno, al final se recorta el marco.
#
# | Hacia… | Qué se hace |
# |:--|:--|
# | los pesos | correlación cruzada de la imagen con el gradiente |
# | la imagen | convolución completa del gradiente con el filtro (aquí sí se gira) |
# | el sesgo | suma del gradiente |
#
# ### La vuelta, posición por posición
#
# Este widget recorre las cuatro posiciones con los mismos números. En cada una el gradiente se reparte: a cada
# peso, gradiente por píxel; a cada píxel, gradiente por peso; al sesgo, el gradiente. **Predice** antes de ver.

# %% [markdown] lang="en"
# The first is our `to_image`; the second, without the turn, is not. With stride $S$ the numbers of the
# gradient are moved apart before, with $S - 1$ zeros between them; with padding, the frame is cut off at
# the end.
#
# | To … | What is done |
# |:--|:--|
# | the weights | cross-correlation of the image with the gradient |
# | the image | full convolution of the gradient with the filter (here it does turn) |
# | the bias | sum of the gradient |
#
# ### The way back, position by position
#
# This widget visits the four positions with the same numbers. At each of them the gradient is handed out: to
# each weight, gradient times pixel; to each pixel, gradient times weight; to the bias, the gradient. **Predict**
# before you look.

# %%
stepper = widgets.BackpropStepper(image, kernel, gradient, predict=True)
stepper

# %%
# NBVAL_CHECK_OUTPUT
print(stepper.kernel_gradient, stepper.input_gradient, stepper.bias_gradient, sep="\n")

# %% [markdown] lang="es"
# ## 8. Una red entera, hacia atrás
#
# Ahora todo junto, sin magia: una imagen de 5 × 5, dos filtros, ReLU, máximo, y una capa densa que da las
# puntuaciones de dos clases. Tomamos los pesos de una red de `nn`, para comparar al final.

# %% [markdown] lang="en"
# ## 8. A whole network, backwards
#
# Now everything together, no magic: a 5 × 5 image, two filters, ReLU, a maximum, and a dense layer that
# gives the scores of two classes. We take the weights from a network of `nn`, to compare in the end.

# %%
# NBVAL_CHECK_OUTPUT
network = nn.Sequential(
    nn.Conv2d(1, 2, 2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8, 2),
    rng=0, dtype=np.float64,
)
for name, weights in network.params.items():
    print(name, weights.shape)
print(sum(weights.size for weights in network.params.values()))

# %%
picture, label = np.random.default_rng(0).normal(size=(5, 5)), 1
kernels, biases = network.params["0.weight"][:, 0], network.params["0.bias"]
dense, dense_biases = network.params["4.weight"], network.params["4.bias"]

# %% [markdown] lang="es"
# La ida, y cada resultado guardado con su nombre. `windows` tiene cinco ejes: mapa, fila de la ventana, fila
# dentro de ella, columna de la ventana, columna dentro de ella. El máximo recorre los dos de dentro.

# %% [markdown] lang="en"
# The way forward, each result kept under its name. `windows` has five axes: map, row of the window, row inside
# it, column of the window, column inside it. The maximum runs over the two inner ones.

# %%
# NBVAL_CHECK_OUTPUT
z = filters.feature_maps(picture, kernels) + biases[:, None, None]
active = np.maximum(z, 0)
windows = active.reshape(2, 2, 2, 2, 2)
pooled = windows.max(axis=(2, 4))
p = nn.softmax(dense @ pooled.ravel() + dense_biases)
print(z.shape, pooled.shape, p.shape)
print(p.round(3), round(-np.log(p[label]), 3))

# %% [markdown] lang="es"
# La vuelta, en el orden contrario. Empieza con el gradiente de las puntuaciones, que en la lección 9 salió
# $p - y$: la probabilidad, menos 1 en la clase correcta. Cada línea es un eslabón que ya conoces:

# %% [markdown] lang="en"
# The way back, in the opposite order. It begins with the gradient of the scores, which in lesson 9 came out
# as $p - y$: the probability, minus 1 at the right class. Each line is a link that you know:

# %%
d_scores = p - np.eye(2)[label]
d_dense = np.outer(d_scores, pooled.ravel())
d_pooled = (dense.T @ d_scores).reshape(2, 2, 2)
winners = windows == pooled[:, :, None, :, None]
d_active = (winners * d_pooled[:, :, None, :, None]).reshape(2, 4, 4)
d_z = d_active * (z > 0)
d_kernels = filters.feature_maps(picture, d_z)
d_biases = d_z.sum(axis=(1, 2))

# %% [markdown] lang="es"
# En la penúltima línea los gradientes hacen de banco de filtros y se deslizan por la imagen. ¿Da lo mismo que
# `nn`, escrito por separado? **Predice** cuántos de los cuatro coinciden.

# %% [markdown] lang="en"
# In the last line but one the gradients play the bank of filters and slide over the image. Is it what `nn`
# gets, written separately? **Predict** how many of the four agree.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 4

# %%
# NBVAL_CHECK_OUTPUT
cross_entropy = nn.CrossEntropyLoss()
cross_entropy.forward(network.forward(picture[None, :, :, None]), [label])
network.backward(cross_entropy.backward())
by_hand = [d_kernels[:, None], d_biases, d_dense, d_scores]
pairs = zip(by_hand, network.grads.values(), strict=True)
agree = [np.allclose(ours, theirs) for ours, theirs in pairs]
compare(prediction, sum(agree))

# %% [markdown] lang="es"
# Los cuatro. Una sola ida y una sola vuelta dieron **todas** las pendientes, 28 aquí: por eso se puede
# entrenar una red de un millón de pesos. Dar el paso es la línea de la sección 1, peso por peso; `nn.fit` la
# repite miles de veces.
#
# ## 9. ¿Está bien? Desconfía con método
#
# Una vuelta mal escrita no da ningún error, y la red **puede aprender igual**, solo que peor. Para eso sirve
# la primera idea de la lección, probar: mover cada peso un poquito y mirar. Es lenta, pero no hay derivada en la que
# equivocarse.
#
# Mejor a los dos lados: de $w - h$ a $w + h$ hay $2h$, con $w$ en el centro. Con $w^3$ en $w = 2$, donde la
# pendiente es 12, y $h = 0.1$:

# %% [markdown] lang="en"
# All four. A single way forward and a single way back gave **all** the slopes, 28 here: that is why a
# network of a million weights can be trained. Taking the step is the line of section 1, weight by weight;
# `nn.fit` repeats it thousands of times.
#
# ## 9. Is it right? Distrust, with a method
#
# A way back that is written wrongly gives no error, and the network **may learn all the same**, only worse.
# That is what the first idea of this lesson is good for, trying: move each weight a little, and look. It is
# slow, but there is no derivative to get wrong.
#
# Better on both sides: from $w - h$ to $w + h$ it is $2h$, with $w$ in the middle. With $w^3$ at $w = 2$,
# where the slope is 12, and $h = 0.1$:

# %%
# NBVAL_CHECK_OUTPUT
h = 0.1
print(round(((2 + h) ** 3 - 2**3) / h, 4))
print(round(((2 + h) ** 3 - (2 - h) ** 3) / (2 * h), 4))

# %% [markdown] lang="es"
# El error es 0.61 por un lado y 0.01 por los dos. **Predice** (`True` o `False`): ¿con un $h$ mil millones de
# veces menor que 0.001 sale aún mejor?

# %% [markdown] lang="en"
# The error is 0.61 on one side and 0.01 on both. **Predict** (`True` or `False`): with an $h$ a thousand
# million times smaller than 0.001, is it better still?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = False

# %%
# NBVAL_CHECK_OUTPUT
def wrong_by(h, w=2.0):
    return abs(((w + h) ** 3 - (w - h) ** 3) / (2 * h) - 12)

for h in (1e-1, 1e-3, 1e-6, 1e-12):
    print(h, f"{wrong_by(h):.0e}")
compare(prediction, wrong_by(1e-12) < wrong_by(1e-3))

# %% [markdown] lang="es"
# Con un $h$ diminuto se restan dos números casi iguales, y el computador solo guarda unas 16 cifras de cada
# uno (con `float32`, unas 7). $10^{-6}$ con `float64` es un buen punto medio.
#
# ### Ejercicio 6: un gradiente por diferencias
#
# `loss` es una función de los pesos; `weights`, un arreglo. Mueve **un** peso a la vez, en una copia.

# %% [markdown] lang="en"
# With a tiny $h$, two numbers that are nearly equal are subtracted, and the computer keeps only some 16
# digits of each (with `float32`, some 7). $10^{-6}$ with `float64` is a good middle way.
#
# ### Exercise 6: a gradient by differences
#
# `loss` is a function of the weights; `weights`, an array. Move **one** weight at a time, in a copy.

# %% edition="student"
def numerical_gradient(loss, weights, h):
    slopes = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        moved = weights.copy()
        ...
        slopes[place] = ...
    return slopes

# %% edition="solution"
def numerical_gradient(loss, weights, h):
    slopes = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        moved = weights.copy()
        moved[place] = weights[place] + h
        above = loss(moved)
        moved[place] = weights[place] - h
        slopes[place] = (above - loss(moved)) / (2 * h)
    return slopes

# %%
# NBVAL_CHECK_OUTPUT
exercises.numerical_gradient.check(numerical_gradient)

# %% [markdown] lang="es"
# `nn.gradient_check` hace eso con cualquier capa o red, y compara. Le pedimos lo difícil: paso 2, relleno 1,
# imagen y filtro no cuadrados, y de arriba un gradiente **al azar**:

# %% [markdown] lang="en"
# `nn.gradient_check` does that with any layer or network, and compares. We ask for what is hard: stride 2,
# padding 1, image and filter not square, and a **random** gradient from above:

# %%
# NBVAL_CHECK_OUTPUT
report = nn.gradient_check(nn.Conv2d(2, 3, (3, 2), stride=2, padding=1), (2, 7, 6, 2))
print(report.passed, report.worst.error < 1e-6)

# %% [markdown] lang="es"
# ### Romperla a propósito
#
# Dos convoluciones con un error en la vuelta. A una se le olvida girar el filtro; la otra le da a sus pesos el
# gradiente con el signo cambiado. La ida es correcta en las dos.

# %% [markdown] lang="en"
# ### Break it on purpose
#
# Two convolutions with a mistake in their way back. One forgets to turn the filter; the other gives its
# weights the gradient with the wrong sign. The way forward is right in both.

# %%
class ForgotTheTurn(nn.Conv2d):
    def backward_input(self, gradient):
        weight = self.params["weight"]
        self.params["weight"] = weight[:, :, ::-1, ::-1]
        back = super().backward_input(gradient)
        self.params["weight"] = weight
        return back

# %%
class WrongSign(nn.Conv2d):
    def backward_params(self, gradient):
        super().backward_params(-gradient)

# %% [markdown] lang="es"
# La misma red con cada una, con los dígitos de la lección 11 (8 × 8 píxeles, diez clases) y quince vueltas a
# los datos. Los dígitos de prueba vienen de hojas que el entrenamiento no vio.

# %% [markdown] lang="en"
# The same network with each of them, on the digits of lesson 11 (8 × 8 pixels, ten classes), fifteen times
# through the data. The test digits come from forms that the training never saw.

# %%
data = datasets.digits()
train, test = datasets.split(data, (0.7, 0.3), rng=0, groups=data.forms)

def digit_network(Convolution):
    layers = [nn.Conv2d(1, 6, 3, padding=1), nn.ReLU(), Convolution(6, 8, 3), nn.ReLU()]
    layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 3 * 3, 10)]
    return nn.Sequential(*layers, rng=0, dtype=np.float64)

# %%
# NBVAL_CHECK_OUTPUT
for Convolution in (nn.Conv2d, ForgotTheTurn, WrongSign):
    model = digit_network(Convolution)
    losses = nn.fit(model, *train, epochs=15, rng=0, progress=False)["loss"]
    right = nn.evaluate(model, *test)["accuracy"]
    print(f"{Convolution.__name__:>14} {losses[0]:.2f} {losses[-1]:.2f} {right:.2f}")

# %% [markdown] lang="es"
# Con el signo mal, la red se hunde: 0.30. Pero mira la que olvidó el giro: la pérdida bajó de 2.29 a 0.29 y
# acierta 0.87, contra 0.88 de la correcta. **Nadie lo notaría.** La capa densa y la segunda convolución
# aprenden bien y tapan a la primera, que recibe un gradiente equivocado. La comprobación sí lo ve:

# %% [markdown] lang="en"
# With the wrong sign the network goes under: 0.30. But look at the one that forgot the turn: the loss went
# from 2.29 to 0.29, and it gets 0.87 right, against 0.88 of the correct one. **Nobody would notice.** The
# dense layer and the second convolution learn well and cover up for the first, which gets a wrong gradient.
# The check does see it:

# %%
# NBVAL_CHECK_OUTPUT
for Convolution in (nn.Conv2d, ForgotTheTurn, WrongSign):
    report = nn.gradient_check(digit_network(Convolution), (1, 8, 8, 3))
    wrong = {each.name for each in report.comparisons if each.error > report.tolerance}
    print(f"{Convolution.__name__:>14}", report.passed, sorted(wrong))

# %% [markdown] lang="es"
# Y dice **dónde**: con el giro olvidado fallan la entrada y la capa 0, las que están *debajo* de la
# convolución rota (la 2); con el signo mal, los pesos de la propia capa 2.
#
# ¿Por qué un filtro que cambia al girarlo? Una comprobación cómoda puede no ver nada. **Predice** (`True` o
# `False`): ¿pasa la capa que olvida el giro, si su filtro es `box_blur`?

# %% [markdown] lang="en"
# And it says **where**: with the turn forgotten, the input and layer 0 fail, those *below* the broken
# convolution (layer 2); with the wrong sign, the weights of layer 2 itself.
#
# Why a filter that changes when it is turned? A comfortable check may see nothing. **Predict** (`True` or
# `False`): does the layer that forgets the turn pass, if its filter is `box_blur`?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = True

# %%
# NBVAL_CHECK_OUTPUT
broken = ForgotTheTurn(1, 1, 3)
broken.params["weight"][...] = filters.get("box_blur")
compare(prediction, nn.gradient_check(broken, (1, 6, 7, 2)).passed)

# %% [markdown] lang="es"
# Pasa, y está rota. Por eso se comprueba con lo más incómodo:
#
# | Lo que se pide | El error que solo así se ve |
# |:--|:--|
# | filtro que cambia al girarlo | olvidar el giro |
# | paso 2 | tratar las posiciones como si fueran vecinas |
# | relleno 1 | no recortar el marco |
# | gradiente al azar | confundir una salida con otra |
# | `float64` | ninguno: sin él, el redondeo tapa los errores pequeños |
#
# ### Tres rituales antes de entrenar
#
# **Uno: comprobar el gradiente.** Ya lo hiciste.
#
# **Dos: la primera pérdida.** Una red que no sabe nada reparte por igual entre 10 clases, y su pérdida es
# $\ln 10$. **Predice** ese número, con un decimal.

# %% [markdown] lang="en"
# It passes, and it is broken. That is why one checks with what is least comfortable:
#
# | What is asked for | The mistake that shows only then |
# |:--|:--|
# | a filter that changes when turned | forgetting the turn |
# | stride 2 | treating the positions as if they were neighbours |
# | padding 1 | not cutting off the frame |
# | a random gradient | taking one output for another |
# | `float64` | none: without it, rounding covers up the small mistakes |
#
# ### Three rituals before training
#
# **One: check the gradient.** You have just done it.
#
# **Two: the first loss.** A network that knows nothing gives each of 10 classes the same, and its loss is
# $\ln 10$. **Predict** that number, with one decimal.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 2.3

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, round(np.log(10), 1))
model = digit_network(nn.Conv2d)
for scale in (1, 255):
    print(scale, round(nn.evaluate(model, scale * data.images, data.labels)["loss"], 2))

# %% [markdown] lang="es"
# Empieza en 2.3, como debe. Con los píxeles de 0 a 255, en cambio, empieza en 25.95: la red está
# segurísima de respuestas equivocadas antes del primer paso. Un número te lo dice en un segundo.
#
# **Tres: aprenderse 20 imágenes de memoria.** Si una red no logra que la pérdida de 20 imágenes sea casi 0,
# hay un error en alguna parte: no hace falta esperar a entrenarla con todas. (Aprender de memoria no es
# aprender; eso lo mide la lección 11.)

# %% [markdown] lang="en"
# It begins at 2.3, as it should. With pixels from 0 to 255, however, it begins at 25.95: the network
# is very sure of wrong answers before the first step. One number tells you in a second.
#
# **Three: learn 20 images by heart.** If a network can't get the loss of 20 images to nearly 0, there is a
# mistake somewhere: no need to wait and train it with all of them. (To learn by heart is not to learn; lesson
# 11 measures that.)

# %%
# NBVAL_CHECK_OUTPUT
few = data.images[:20], data.labels[:20]
optimiser = nn.SGD(model, lr=0.1)
history = nn.fit(model, *few, epochs=200, optimiser=optimiser, rng=0, progress=False)
print(f"{history['loss'][0]:.2f} {history['loss'][-1]:.4f} {history['accuracy'][-1]}")

# %%
plots.history(history)

# %% [markdown] lang="es"
# De 2.30 a casi 0, y las 20 bien. El pico a mitad del camino ya lo conoces: unos pasos saltaron por encima del
# fondo, y los siguientes volvieron. Todo en orden: ya se puede entrenar.
#
# ## Para comprobar lo aprendido
#
# Elige una opción y revísala. Las equivocadas también explican algo.

# %% [markdown] lang="en"
# From 2.30 to nearly 0, and all 20 right. You know the peak half way: some steps jumped over the bottom, and
# the next ones came back. Everything is in order: training may begin.
#
# ## Check what you have learned
#
# Choose an option and check it. The wrong ones explain something too.

# %%
widgets.QuizCard(exercises.quiz(10))

# %% [markdown] lang="es"
# ## En resumen
#
# - La **pérdida** dice cuánto se equivoca la red; la **pendiente** dice cómo cambia con un peso; un paso va
#   **contra** la pendiente: $w - \text{lr} \cdot \text{pendiente}$.
# - Una tasa pequeña tarda; una grande salta por encima del fondo y puede divergir.
# - Un filtro aprende de lo que los ejemplos muestran: con pérdida 0 puede ser otro, si los datos no los
#   distinguen.
# - Las pendientes de una cadena **se multiplican**. ReLU deja pasar el gradiente donde entró algo positivo; el
#   máximo lo da al ganador; el promedio lo reparte.
# - En una convolución: los pesos, **correlación cruzada** de imagen y gradiente; la imagen, **convolución
#   completa** con el filtro girado; el sesgo, la suma.
# - Una vuelta equivocada puede parecer que aprende. El **gradiente por diferencias** la descubre; la primera
#   pérdida y las 20 imágenes, casi todo lo demás.
#
# ## Lo que sigue
#
# La lección 11 entrena de verdad: primero X contra O, después dígitos escritos a mano, con datos que la red no
# ha visto. La 12 abre la red y mira qué filtros aprendió.

# %% [markdown] lang="en"
# ## In short
#
# - The **loss** says how wrong the network is; the **slope** says how it changes with a weight; a step goes
#   **against** the slope: $w - \text{lr} \cdot \text{slope}$.
# - A small rate takes long; a large one jumps over the bottom and may diverge.
# - A filter learns from what the examples show: with a loss of 0 it may be another one, if the data can't
#   tell them apart.
# - The slopes of a chain **are multiplied**. ReLU lets the gradient through where something positive went in;
#   the maximum gives it to the winner; the mean shares it out.
# - In a convolution: the weights, **cross-correlation** of image and gradient; the image, **full convolution**
#   with the filter turned; the bias, the sum.
# - A wrong way back may seem to learn. The **gradient by differences** catches it; the first loss and the 20
#   images catch nearly everything else.
#
# ## What comes next
#
# Lesson 11 trains in earnest: first X against O, then handwritten digits, with data that the network has not
# seen. Lesson 12 opens the network and looks at the filters it learned.

# %% [markdown] lang="es"
# ## Fuentes
#
# - D. Rumelhart, G. Hinton y R. Williams, *Learning representations by back-propagating errors* (Nature,
#   1986), [doi:10.1038/323533a0](https://doi.org/10.1038/323533a0): la retropropagación.
# - Y. LeCun et al., *Gradient-based learning applied to document recognition* (1998),
#   [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791): filtros aprendidos para leer dígitos.
# - I. Goodfellow, Y. Bengio y A. Courville, *Deep Learning* (2016),
#   [capítulo 6](https://www.deeplearningbook.org/contents/mlp.html): la regla de la cadena en una red.
# - V. Dumoulin y F. Visin, *A guide to convolution arithmetic for deep learning* (2016),
#   [arXiv:1603.07285](https://arxiv.org/abs/1603.07285): la vuelta con paso y relleno.
# - A. Zhang, Z. Lipton, M. Li y A. Smola, *Dive into Deep Learning*,
#   [sección 7.2](https://d2l.ai/chapter_convolutional-neural-networks/conv-layer.html): la idea de recuperar
#   `1 -1`.
# - A. Karpathy, notas de CS231n, [Neural Networks Part 3](https://cs231n.github.io/neural-networks-3/):
#   comprobar gradientes, la primera pérdida, aprenderse pocas imágenes.
# - I. Sobel y G. Feldman, *A 3x3 isotropic gradient operator for image processing* (1968): `sobel_x`.
# - La foto y los dígitos vienen con scikit-learn.

# %% [markdown] lang="en"
# ## Sources
#
# - D. Rumelhart, G. Hinton and R. Williams, *Learning representations by back-propagating errors* (Nature,
#   1986), [doi:10.1038/323533a0](https://doi.org/10.1038/323533a0): backpropagation.
# - Y. LeCun et al., *Gradient-based learning applied to document recognition* (1998),
#   [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791): filters learned to read digits.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning* (2016),
#   [chapter 6](https://www.deeplearningbook.org/contents/mlp.html): the chain rule in a network.
# - V. Dumoulin and F. Visin, *A guide to convolution arithmetic for deep learning* (2016),
#   [arXiv:1603.07285](https://arxiv.org/abs/1603.07285): the way back with stride and padding.
# - A. Zhang, Z. Lipton, M. Li and A. Smola, *Dive into Deep Learning*,
#   [section 7.2](https://d2l.ai/chapter_convolutional-neural-networks/conv-layer.html): the idea of recovering
#   `1 -1`.
# - A. Karpathy, notes of CS231n, [Neural Networks Part 3](https://cs231n.github.io/neural-networks-3/):
#   checking gradients, the first loss, learning few images by heart.
# - I. Sobel and G. Feldman, *A 3x3 isotropic gradient operator for image processing* (1968): `sobel_x`.
# - The photograph and the digits come with scikit-learn.
