# ---
# cnnlab:
#   title:
#     es: De las puntuaciones a las probabilidades
#     en: From scores to probabilities
#   minutes: 60
#   topics:
#     es: [la capa que clasifica, "softmax: las puntuaciones suman uno", la entropía cruzada y su gradiente]
#     en: [the layer that classifies, "softmax: scores that add to one", cross-entropy and its gradient]
#   needs: [07_a_cnn_by_hand]
# ---

# %% [markdown] lang="es"
# La red que armaste a mano en la lección 7 termina en dos números: 37.3 para la X y 7.3 para la O. Gana la
# mayor. Pero ¿qué tan segura está? ¿Y cuánto se equivoca cuando se equivoca? Sin un número para eso, un
# computador no puede mejorar sus pesos.
#
# Al terminar podrás:
#
# - escribir la capa que clasifica, `W @ features + b`, y decir sus formas;
# - convertir puntuaciones en probabilidades con softmax, a mano y sin que el computador se desborde;
# - explicar qué hace la temperatura y por qué la salida de softmax **no** es una probabilidad calibrada;
# - medir el error con la entropía cruzada, y decir cuánto vale antes de aprender nada;
# - calcular su gradiente, $p - y$, comprobarlo y dar un paso que la baja.

# %% [markdown] lang="en"
# The network that you built by hand in lesson 7 ends in two numbers: 37.3 for the X and 7.3 for the O. The
# larger one wins. But how sure is it? And when it is wrong, how wrong? Without a number for that, a computer
# can't improve its weights.
#
# By the end of this lesson you will be able to:
#
# - write the layer that classifies, `W @ features + b`, and say its shapes;
# - turn scores into probabilities with softmax, by hand and without an overflow;
# - explain what temperature does, and why the output of softmax is **not** a calibrated probability;
# - measure the error with cross-entropy, and say what it is before anything has been learned;
# - work out its gradient, $p - y$, check it, and take a step that lowers it.

# %%
import math

import numpy as np
from scipy import special

from cnnlab import datasets, exercises, filters, nn, plots, pooling, widgets
from cnnlab.exercises import compare
from cnnlab.plots.alt_text import describe

# %% [markdown] lang="es"
# ## 1. La capa que clasifica
#
# Las capas de convolución, ReLU y *pooling* de la lección 7 dejan 12 números por dibujo: las
# **características**. Aquí están otra vez, en una función.

# %% [markdown] lang="en"
# ## 1. The layer that classifies
#
# The convolution, ReLU and pooling of lesson 7 leave 12 numbers for each drawing: its **features**. Here
# they are again, as a function.

# %%
bank = filters.bank("x_falling", "x_centre", "x_rising")

def features(drawing):
    maps = pooling.relu(filters.feature_maps(2 * drawing - 1, bank) - 2)
    return np.ravel([pooling.max_pool(each, 4, stride=3) for each in maps])

# %% [markdown] lang="es"
# Lo que sigue se llama **cabeza** (*head*) o capa lineal: una fila de pesos y un sesgo por clase.
# Multiplicar cada característica por su peso y sumar es lo que hace `@`. **Predice** la forma de lo que
# sale.

# %% [markdown] lang="en"
# What follows is called the **head**, or a linear layer: one row of weights and one bias for each class.
# Multiplying each feature by its weight and adding up is what `@` does. **Predict** the shape of what comes
# out.

# %%
# NBVAL_CHECK_OUTPUT
W = np.array([[1, 0, 0, 1,   1, 1, 1, 1,   0, 1, 1, 0],
              [0, 1, 1, 0,   0, 0, 0, 0,   1, 0, 0, 1]])
b = np.zeros(2)
clear_x = features(datasets.draw_shape("x", 9))
W.shape, clear_x.shape, b.shape

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = (2,)

# %%
# NBVAL_CHECK_OUTPUT
scores = W @ clear_x + b
compare(prediction, scores.shape)
scores.round(1)

# %% [markdown] lang="es"
# Son las **puntuaciones** (*scores*, o *logits*): un número por clase, de cualquier tamaño y signo. Con $C$
# clases y $D$ características:
#
# $$ z = W f + b \qquad W: (C, D) \quad f: (D) \quad b: (C) \quad z: (C) $$
#
# Para muchos dibujos a la vez, cada uno es una columna: `(12, N)` entra y `(2, N)` sale. Los dibujos son los
# «sencillos» de la lección 7.

# %% [markdown] lang="en"
# These are the **scores**, or **logits**: one number for each class, of any size and sign. With $C$ classes
# and $D$ features:
#
# $$ z = W f + b \qquad W: (C, D) \quad f: (D) \quad b: (C) \quad z: (C) $$
#
# For many drawings at once, each of them is a column: `(12, N)` goes in and `(2, N)` comes out. The drawings
# are the "plain" ones of lesson 7.

# %%
plain = {"angle": 10, "scale": (0.8, 1), "stroke": 0.2, "noise": 0.05}
plain |= {"stretch": 0, "deformation": 0, "contrast": 0, "background": 0, "clutter": 0}

def drawn(count, rng, **changes):
    data = datasets.shapes(count, 9, ("x", "o"), rng, **{**plain, **changes})
    columns = np.array([features(each) for each in data.images]).T
    return columns, data.labels, data.images

# %%
# NBVAL_CHECK_OUTPUT
F, labels, images = drawn(1000, rng=1)
z = W @ F + b[:, None]
F.shape, z.shape

# %% [markdown] lang="es"
# El **veredicto** es la clase de la puntuación mayor: `argmax`, 0 para X y 1 para O. Comparemos tres
# dibujos. **Predice** sus tres veredictos a partir de las puntuaciones.

# %% [markdown] lang="en"
# The **verdict** is the class with the largest score: `argmax`, 0 for X and 1 for O. Let us compare three
# drawings. **Predict** their three verdicts from the scores.

# %%
# NBVAL_CHECK_OUTPUT
for place in (6, 815, 934):
    print(z[:, place].round(2))

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [0, 0, 1]

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, z.argmax(axis=0)[[6, 815, 934]])

# %%
for ax, place in zip(plots.side_by_side(3, 2.2), (6, 815, 934)):
    title = "XO"[labels[place]] + " → " + "XO"[z[:, place].argmax()]
    plots.image(images[place], title, ax=ax)
    ax.set(xticks=[], yticks=[], xlabel="", ylabel="")

# %% [markdown] lang="es"
# Los dos primeros reciben el mismo veredicto, X, y son muy distintos: uno gana por 12 y el otro por 0.31. El
# tercero es una X y el veredicto es O, por 0.01. **El veredicto solo no dice nada de eso.** Para decirlo, la
# puntuación tampoco basta: sus unidades no significan nada. Con pesos diez veces mayores, las puntuaciones se
# multiplican por diez y ningún veredicto cambia:

# %% [markdown] lang="en"
# The first two get the same verdict, X, and are very different: one wins by 12, the other by 0.31. The third
# is an X and its verdict is O, by 0.01. **The verdict alone says nothing of this.** A score won't do either:
# its units mean nothing. With weights ten times as large, the scores are ten times as large and no verdict
# changes:

# %%
# NBVAL_CHECK_OUTPUT
print((10 * W @ clear_x).round(1))
print(np.array_equal((10 * W @ F).argmax(axis=0), (W @ F).argmax(axis=0)))

# %% [markdown] lang="es"
# ## 2. Softmax, a mano
#
# Queremos un número entre 0 y 1 por clase, que sumen 1 y que respeten el orden. Con tres puntuaciones, para
# X, O y +:

# %% [markdown] lang="en"
# ## 2. Softmax, by hand
#
# We want one number between 0 and 1 for each class; they add up to 1 and keep the order. With three scores,
# for X, O and +:

# %%
three = np.array([2.0, 1.0, -1.0])

# %% [markdown] lang="es"
# Dividir cada una por la suma no sirve: una saldría negativa. Primero hay que volverlas positivas, y eso lo
# hace la exponencial, $e^z$: siempre es positiva, y sumar 1 a $z$ es multiplicar por $e \approx 2.72$.

# %% [markdown] lang="en"
# Dividing each by the sum won't do: one of them would come out negative. First they have to become positive,
# and the exponential, $e^z$, does that: it is always positive, and adding 1 to $z$ multiplies it by
# $e \approx 2.72$.

# %%
# NBVAL_CHECK_OUTPUT
print((three / three.sum()).round(3))
powers = np.exp(three)
print(powers.round(2), powers.sum().round(2))

# %% [markdown] lang="es"
# La segunda es 2.72 y la suma de las tres, 10.48. **Predice** la probabilidad de O, con dos decimales.

# %% [markdown] lang="en"
# The second is 2.72, and the sum of all three is 10.48. **Predict** the probability of O, to two decimals.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 0.26

# %%
# NBVAL_CHECK_OUTPUT
p = powers / powers.sum()
compare(prediction, p[1].round(2))
print(p.round(3), p.sum().round(6))

# %% [markdown] lang="es"
# Eso es **softmax**:
#
# $$ p_k = \frac{e^{z_k}}{\sum_j e^{z_j}} $$
#
# Lo verás escrito como softmax$(y_i)$. Recibe las **puntuaciones** $z$; la $y$ la guardamos para la
# respuesta correcta, la etiqueta. Y `scipy` y `cnnlab.nn` lo tienen hecho:

# %% [markdown] lang="en"
# That is **softmax**:
#
# $$ p_k = \frac{e^{z_k}}{\sum_j e^{z_j}} $$
#
# You will see it written as softmax$(y_i)$. What it takes are the **scores** $z$; we keep $y$ for the right
# answer, the label. And `scipy` and `cnnlab.nn` have it ready-made:

# %%
# NBVAL_CHECK_OUTPUT
print(special.softmax(three).round(3), nn.softmax(three).round(3))

# %% [markdown] lang="es"
# Fíjate en el cociente entre dos probabilidades: $p_X / p_O = e^{z_X - z_O}$. Solo importan las
# **diferencias**. **Predice** las tres probabilidades, con tres decimales, si sumamos 1 a las tres
# puntuaciones.

# %% [markdown] lang="en"
# Look at the ratio of two probabilities: $p_X / p_O = e^{z_X - z_O}$. Only **differences** matter. **Predict**
# the three probabilities, to three decimals, if we add 1 to all three scores.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [0.705, 0.259, 0.035]

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, special.softmax(three + 1).round(3))

# %% [markdown] lang="es"
# Nada cambió: el factor $e^1$ está arriba y abajo de la división y se cancela.
#
# ### Una falla a propósito
#
# ¿Y si las puntuaciones son grandes?

# %% [markdown] lang="en"
# Nothing has changed: the factor $e^1$ stands above and below the line and cancels.
#
# ### A failure on purpose
#
# And if the scores are large?

# %% tags=["raises-exception"]
math.exp(1000)

# %% [markdown] lang="es"
# El mayor número que cabe es cerca de $1.8 \cdot 10^{308}$, y $e^{1000}$ no cabe. NumPy no se detiene: pone
# `inf` (infinito), y el error sale más adelante, disfrazado.

# %% [markdown] lang="en"
# The largest number that fits is about $1.8 \cdot 10^{308}$, and $e^{1000}$ does not fit. NumPy does not
# stop: it writes `inf` (infinity), and the error comes out later, in disguise.

# %%
# NBVAL_CHECK_OUTPUT
print(f"{np.finfo(float).max:.1e}")
large = np.array([1000.0, 999.0])
with np.errstate(all="ignore"):
    powers = np.exp(large)
    print(powers, powers / powers.sum())

# %% [markdown] lang="es"
# `nan` quiere decir *not a number*, «no es un número». La reparación ya la conoces: sumar lo mismo a todas no
# cambia nada. **Restemos la mayor**; así la más grande es 0 y ninguna exponencial pasa de 1.

# %% [markdown] lang="en"
# `nan` means *not a number*. You know the repair already: adding the same to all of them changes nothing.
# **Let us subtract the largest**; then the largest is 0 and no exponential is more than 1.

# %%
# NBVAL_CHECK_OUTPUT
powers = np.exp(large - large.max())
print(powers.round(3), (powers / powers.sum()).round(3))

# %% [markdown] lang="es"
# ### Ejercicio 1: softmax de cada fila
#
# `scores` tiene la forma `(N, clases)`: una fila por dibujo, como la devuelve `model.scores`. Escribe
# softmax de **cada fila**, y que resista puntuaciones de 1000 y de −1000. Si te atascas,
# `exercises.softmax.hint()`; cada vez dice un poco más. `exercises.softmax.solution()` muestra una solución.

# %% [markdown] lang="en"
# ### Exercise 1: softmax of each row
#
# `scores` has the shape `(N, classes)`: one row for each drawing, as `model.scores` returns it. Write the
# softmax of **each row**, and let it stand scores of 1000 and of −1000. If you are stuck,
# `exercises.softmax.hint()`; each time it says a little more. `exercises.softmax.solution()` shows a solution.

# %% edition="student"
def softmax(scores):
    return ...

# %% edition="solution"
def softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)

# %%
# NBVAL_CHECK_OUTPUT
exercises.softmax.check(softmax)

# %% [markdown] lang="es"
# Cuidado con el eje. En `cnnlab.nn` el lote va al final y softmax suma sobre el eje 0; tu función, con una
# fila por dibujo, sobre el 1; `special.softmax` sin `axis`, **sobre la tabla entera**.

# %% [markdown] lang="en"
# Mind the axis. In `cnnlab.nn` the batch comes last and softmax sums over axis 0; your function, with one row
# for each drawing, over axis 1; `special.softmax` without `axis`, **over the whole table**.

# %%
# NBVAL_CHECK_OUTPUT
table = np.array([three, three])
print(special.softmax(table).sum(axis=1).round(2))
print(special.softmax(table, axis=1).sum(axis=1).round(2))

# %% [markdown] lang="es"
# ## 3. La temperatura
#
# Antes de softmax, las puntuaciones se pueden dividir por un número $T$, la **temperatura**. **Predice**: con
# $T = 10$, la probabilidad de X (ahora 0.705) ¿`"sube"` o `"baja"`?

# %% [markdown] lang="en"
# ## 3. Temperature
#
# Before softmax, the scores may be divided by a number $T$, the **temperature**. **Predict**: with $T = 10$,
# does the probability of X (now 0.705) go `"up"` or `"down"`?

# %% edition="student"
prediction = ...

# %% edition="solution" lang="es"
prediction = "baja"

# %% edition="solution" lang="en"
prediction = "down"

# %% lang="es"
# NBVAL_CHECK_OUTPUT
compare(prediction, "baja" if special.softmax(three / 10)[0] < 0.705 else "sube")

# %% lang="en"
# NBVAL_CHECK_OUTPUT
compare(prediction, "down" if special.softmax(three / 10)[0] < 0.705 else "up")

# %%
# NBVAL_CHECK_OUTPUT
for T in (0.1, 0.5, 1, 2, 10):
    print(f"{T:>4}", special.softmax(three / T).round(3))

# %% [markdown] lang="es"
# Con $T$ alta las puntuaciones se acercan y las probabilidades se **aplanan**, hacia 1/3; con $T$ baja, la
# mayor se lo lleva todo, como `argmax`. El orden nunca cambia. Multiplicar los pesos por 10, como hicimos al
# principio, es lo mismo que $T = 0.1$: las puntuaciones de una red hecha a mano dependen de una escala en la
# que nadie pensó.
#
# Juega un momento con este widget. Las flechas del teclado mueven un control.
#
# 1. Haz que X y O tengan la misma probabilidad.
# 2. Suma 1 a todas. ¿Qué se mueve y qué no?
# 3. Sube y baja la temperatura. ¿Puede cambiar la estrella de lugar?
#
# De la pérdida hablaremos en la sección 6 y del gradiente en la 9.

# %% [markdown] lang="en"
# With a high $T$ the scores come closer and the probabilities are **flattened**, towards 1/3; with a low $T$
# the largest takes all, like `argmax`. The order never changes. To multiply the weights by 10, as we did in
# the beginning, is the same as $T = 0.1$: the scores of a network made by hand depend on a scale that nobody
# thought about.
#
# Play with this widget for a moment. The arrow keys move a slider.
#
# 1. Make X and O equally probable.
# 2. Add 1 to all. What moves, and what does not?
# 3. Turn the temperature up and down. Can the star change places?
#
# The loss is explained in section 6, the gradient in section 9.

# %%
explorer = widgets.SoftmaxExplorer(three, names=["X", "O", "+"])
explorer

# %% [markdown] lang="es"
# Lo que haces con la mano está en la celda siguiente:

# %% [markdown] lang="en"
# What you do by hand is there in the next cell:

# %%
print(explorer.scores.round(2), explorer.temperature, explorer.probabilities.round(3))

# %% [markdown] lang="es"
# ## 4. Dos clases
#
# Con dos clases, divide arriba y abajo por $e^{z_X}$:
#
# $$ p_X = \frac{e^{z_X}}{e^{z_X} + e^{z_O}} = \frac{1}{1 + e^{-(z_X - z_O)}} $$
#
# Es la función **sigmoide** de la diferencia. Sin ventaja, 0.5; con una ventaja de $\ln 3 \approx 1.1$, 0.75.
#
# ### Ejercicio 2: la probabilidad de X
#
# Recibe las dos puntuaciones y devuelve la probabilidad de X. Que resista, como antes, puntuaciones de 1000.

# %% [markdown] lang="en"
# ## 4. Two classes
#
# With two classes, divide above and below the line by $e^{z_X}$:
#
# $$ p_X = \frac{e^{z_X}}{e^{z_X} + e^{z_O}} = \frac{1}{1 + e^{-(z_X - z_O)}} $$
#
# It is the **sigmoid** function of the difference. With no lead, 0.5; with a lead of $\ln 3 \approx 1.1$,
# 0.75.
#
# ### Exercise 2: the probability of X
#
# It takes the two scores and returns the probability of X. Let it stand scores of 1000, as before.

# %% edition="student"
def probability_of_x(score_x, score_o):
    return ...

# %% edition="solution"
def probability_of_x(score_x, score_o):
    return 1 / (1 + np.exp(-(score_x - score_o)))

# %%
# NBVAL_CHECK_OUTPUT
exercises.probability_of_x.check(probability_of_x)

# %%
# NBVAL_CHECK_OUTPUT
print(special.expit([0, math.log(3), -math.log(3)]).round(2))
p = special.softmax(z, axis=0)
print(np.allclose(p[0], special.expit(z[0] - z[1])))
print(p[0, [6, 815, 934]].round(3))

# %% [markdown] lang="es"
# Ahora sí se ve la diferencia entre los tres dibujos: X con probabilidad 1.000, con 0.577, y con 0.499. (En
# el primero gana por 12: es 0.999994.) Para la X del principio, que gana por 30, la probabilidad de O es
# $10^{-13}$, uno entre diez billones. ¿De verdad está **tan** segura una red que hicimos a ojo?

# %% [markdown] lang="en"
# Now the difference between the three drawings shows: X with probability 1.000, with 0.577, and with 0.499.
# (In the first it wins by 12: that is 0.999994.) For the X of the beginning, which wins by 30, the probability
# of O is $10^{-13}$, one in ten million million. Is a network that we made by eye really **that** sure?

# %%
# NBVAL_CHECK_OUTPUT
print(p[0, 6].round(6))
print(f"{special.softmax(scores)[1]:.0e}")

# %% [markdown] lang="es"
# ## 5. Entre 0 y 1, pero ¿probabilidad?
#
# Que los números sumen 1 no los vuelve verdaderos. Una probabilidad está **calibrada** si, de todas las veces
# que dice «90 %», acierta el 90 %. Eso se mide. A la probabilidad del veredicto se le dice **confianza**.
#
# Los trazos gruesos de la lección 7 hacen fallar a nuestra red. **Predice** su confianza media en ellos:
# `"A"`, cerca de 0.13, lo que acierta; `"B"`, cerca de 0.5, porque no sabe; `"C"`, mucho más.

# %% [markdown] lang="en"
# ## 5. Between 0 and 1, but a probability?
#
# That the numbers add up to 1 does not make them true. A probability is **calibrated** if, of all the times
# it says "90 %", it is right 90 % of the time. That can be measured. The probability of the verdict is called
# its **confidence**.
#
# The thick strokes of lesson 7 make our network fail. **Predict** its mean confidence on them: `"A"`, about
# 0.13, as often as it is right; `"B"`, about 0.5, for it doesn't know; `"C"`, much more.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = "C"

# %%
thick_F, thick_labels, _ = drawn(1000, rng=1, stroke=(2, 2))
thick_z = W @ thick_F + b[:, None]

# %%
# NBVAL_CHECK_OUTPUT
confidence = special.softmax(thick_z, axis=0).max(axis=0).mean()
compare(prediction, "C" if confidence > 0.6 else "B" if confidence > 0.3 else "A")
right = datasets.accuracy(thick_labels, thick_z.argmax(axis=0))
print(confidence.round(3), right)

# %% [markdown] lang="es"
# Confianza media 0.666; aciertos, 0.129. Y esos pesos los pusimos nosotros. ¿Qué pasa con una red
# **aprendida**? Tomamos los dígitos de la lección 1, **por formularios**: catorce veces, la red aprende de
# trece formularios y se examina en el que queda. (Cómo aprende `fit` es cosa de las próximas dos lecciones.)

# %% [markdown] lang="en"
# Mean confidence 0.666; right, 0.129. And these weights we had set ourselves. What about a network that has
# **learned**? We take the digits of lesson 1, **by forms**: fourteen times, the network learns from thirteen
# forms and is examined on the one left over. (How `fit` learns is for the next two lessons.)

# %%
def learned_scores(train, test):
    layers = [nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10)]
    model = nn.Sequential(*layers, rng=0)
    nn.fit(model, train.images, train.labels, epochs=30,
           optimiser=nn.Adam(model, lr=0.01), rng=0, progress=False)
    return model.scores(test.images)

# %%
digits = datasets.digits()
digit_z = np.zeros((1797, 10))
for train, test in datasets.leave_one_form_out(digits):
    digit_z[digits.forms == test.forms[0]] = learned_scores(train, test)

# %%
# NBVAL_CHECK_OUTPUT
digit_p = special.softmax(digit_z, axis=1)
confidence = digit_p.max(axis=1)
right = digit_p.argmax(axis=1) == digits.labels
print(confidence.mean().round(2), right.mean().round(2))

# %% [markdown] lang="es"
# En promedio está segura al 97 % y acierta el 93 %. Miremos por tramos: de las veces que su confianza estuvo
# entre dos números, ¿cuántas acertó? Cada renglón dice cuántos dígitos son, su confianza media y sus aciertos.

# %% [markdown] lang="en"
# On average it is 97 % sure and 93 % right. Let us look at it by ranges: of the times when its confidence was
# between two numbers, how often was it right? Each line says how many digits there are, their mean confidence,
# and the fraction that was right.

# %%
edges = [0, 0.7, 0.9, 0.99, 1.01]
ranges = [(low <= confidence) & (confidence < high)
          for low, high in zip(edges, edges[1:])]
said = [confidence[each].mean() for each in ranges]
hits = [right[each].mean() for each in ranges]

# %%
# NBVAL_CHECK_OUTPUT
for each, sure, hit in zip(ranges, said, hits):
    print(f"{each.sum():>5} {sure:.2f} {hit:.2f}")

# %% lang="es"
(ax,) = plots.side_by_side(1, height=3.0)
ax.plot([0.4, 1], [0.4, 1], "--", color="gray", label="calibrada")
ax.plot(said, hits, "o-", label="nuestra red")
ax.set(xlabel="confianza", ylabel="aciertos")
ax.legend(loc="upper left")
describe(ax, "Aciertos contra confianza: la red queda por debajo de la diagonal.")

# %% lang="en"
(ax,) = plots.side_by_side(1, height=3.0)
ax.plot([0.4, 1], [0.4, 1], "--", color="gray", label="calibrated")
ax.plot(said, hits, "o-", label="our network")
ax.set(xlabel="confidence", ylabel="right")
ax.legend(loc="upper left")
describe(ax, "Right answers against confidence: the network stays below the diagonal.")

# %% [markdown] lang="es"
# Los puntos están debajo de la diagonal. De 88 dígitos con una confianza cercana a 0.81, acertó el 53 %: está
# **demasiado segura de sí misma**. Así les pasa a muchas redes modernas
# (Guo y otros, 2017). El remedio más sencillo que proponen es una temperatura.
#
# ### Ejercicio 3: ¿qué temperatura?
#
# La red está demasiado segura. ¿Qué hacemos con las puntuaciones antes de softmax?
#
# - `"A"`: dividirlas por 0.5.
# - `"B"`: dividirlas por 2. Los veredictos no cambian.
# - `"C"`: dividirlas por 2. También cambian algunos veredictos.
# - `"D"`: restarles 2.

# %% [markdown] lang="en"
# The points are below the diagonal. Of 88 digits with a confidence of about 0.81 it got 53 % right: it is
# **too sure of itself**. Many modern networks are (Guo and others, 2017).
# The simplest remedy that they propose is a temperature.
#
# ### Exercise 3: which temperature?
#
# The network is too sure. What do we do with its scores before softmax?
#
# - `"A"`: divide them by 0.5.
# - `"B"`: divide them by 2. No verdict changes.
# - `"C"`: divide them by 2. Some verdicts change, too.
# - `"D"`: subtract 2 from them.

# %% edition="student"
my_choice = ...

# %% edition="solution"
my_choice = "B"

# %%
# NBVAL_CHECK_OUTPUT
exercises.which_temperature.check(my_choice)

# %% [markdown] lang="es"
# ¿Cuánto exactamente? Lo elegiremos en la sección 6, cuando tengamos con qué medir. Y hay algo que ninguna
# temperatura arregla: si le muestras un **gato**, las probabilidades de los diez dígitos también suman 1.

# %% [markdown] lang="en"
# How much exactly? We shall choose it in section 6, once we have something to measure with. And there is something
# that no temperature mends: show it a **cat**, and the probabilities of the ten digits add up to 1 as well.

# %% [markdown] lang="es"
# ## 6. La entropía cruzada: cuánto cuesta equivocarse
#
# Para aprender hace falta un solo número que diga cuán mala es una respuesta: la **pérdida** (*loss*). Miremos
# la probabilidad $p$ que la red dio a la clase **verdadera** y tomemos $-\ln p$. **Predice** la pérdida de
# $p = 1$, una respuesta perfecta.

# %% [markdown] lang="en"
# ## 6. Cross-entropy: what a mistake costs
#
# To learn, we need a single number that says how bad an answer is: the **loss**. Take the probability $p$ that
# the network gave to the **true** class, and $-\ln p$ of it. **Predict** the loss of $p = 1$, a perfect
# answer.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 0

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, abs(-math.log(1)))
for probability in (0.9, 0.5, 0.1, 0.01, 0.0001):
    print(f"{probability:>6} {-math.log(probability):.2f}")

# %% lang="es"
(ax,) = plots.side_by_side(1, height=2.8)
probability = np.linspace(0.005, 1, 200)
ax.plot(probability, -np.log(probability))
ax.set(xlabel="probabilidad de la clase verdadera", ylabel="pérdida, −ln p", ylim=0)
describe(ax, "La pérdida −ln p: cero en p = 1; crece sin límite cuando p va a 0.")

# %% lang="en"
(ax,) = plots.side_by_side(1, height=2.8)
probability = np.linspace(0.005, 1, 200)
ax.plot(probability, -np.log(probability))
ax.set(xlabel="probability of the true class", ylabel="loss, −ln p", ylim=0)
describe(ax, "The loss −ln p: zero at p = 1; it grows without limit as p goes to 0.")

# %% [markdown] lang="es"
# Dudar cuesta poco: con $p = 0.5$, 0.69. Equivocarse **con seguridad** cuesta mucho: con $p = 0.01$, 4.61.
#
# La fórmula general usa la etiqueta como una fila de ceros con un solo 1, $y$ (*one-hot*):
#
# $$ J = -\sum_k y_k \ln p_k $$
#
# Todos los términos se anulan menos el de la clase verdadera. Con varios ejemplos, $J$ es el **promedio**. La
# verás escrita **sin el menos**. Así no puede ser: $\ln p$ es negativo, y la respuesta perfecta sería la de
# mayor pérdida. Con el menos, $J \geq 0$.

# %% [markdown] lang="en"
# Doubt costs little: with $p = 0.5$, 0.69. Being wrong **and sure** costs a lot: with $p = 0.01$, 4.61.
#
# The general formula uses the label as a row of zeros with a single 1, $y$ (*one-hot*):
#
# $$ J = -\sum_k y_k \ln p_k $$
#
# All terms vanish but that of the true class. With several examples, $J$ is their **mean**. You will see it
# written **without the minus**. That can't be: $\ln p$ is negative, and the perfect answer would have the
# largest loss. With the minus, $J \geq 0$.

# %%
# NBVAL_CHECK_OUTPUT
y = np.array([0, 1, 0])
p = special.softmax(three)
print((-(y * np.log(p)).sum()).round(3), (-np.log(p[1])).round(3))

# %% [markdown] lang="es"
# ### ¿Cuánto vale antes de aprender?
#
# Una red recién creada no sabe nada: da a todas las $C$ clases casi la misma probabilidad, $1/C$. Su pérdida es
# entonces $-\ln(1/C) = \ln C$. Comprobémoslo con 2 clases y con 10.

# %% [markdown] lang="en"
# ### What is it before anything is learned?
#
# A network just made knows nothing: it gives all $C$ classes about the same probability, $1/C$. So its loss is
# $-\ln(1/C) = \ln C$. Let us check it with 2 classes and with 10.

# %%
def untrained_loss(images, labels, classes):
    size = (images.shape[1] - 2) // 2
    layers = [nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
    model = nn.Sequential(*layers, nn.Linear(8 * size**2, classes), rng=0)
    return nn.CrossEntropyLoss()(model.scores(images).T, labels)

# %%
# NBVAL_CHECK_OUTPUT
print(f"{untrained_loss(images, labels, 2):.2f} {math.log(2):.2f}")
print(f"{untrained_loss(digits.images, digits.labels, 10):.2f} {math.log(10):.2f}")

# %% [markdown] lang="es"
# Es la primera prueba que se le hace a una red nueva. Si empieza muy por encima, algo está mal.
#
# ### Ejercicio 4: mil clases
#
# El desafío ImageNet tiene 1000 clases. ¿Con qué pérdida empieza una red, más o menos? Dos decimales.

# %% [markdown] lang="en"
# It is the first test that one gives to a new network. If it starts far above that, something is wrong.
#
# ### Exercise 4: a thousand classes
#
# The ImageNet challenge has 1000 classes. With what loss does a network start, more or less? Two decimals.

# %% edition="student"
my_loss = ...

# %% edition="solution"
my_loss = 6.91

# %%
# NBVAL_CHECK_OUTPUT
exercises.first_loss.check(my_loss)

# %% [markdown] lang="es"
# Y nuestra red a mano, en los trazos gruesos, ¿estará mejor o peor que $\ln 2 \approx 0.69$, o sea, que no
# saber nada?

# %% [markdown] lang="en"
# And our network made by hand, on the thick strokes: is it better or worse than $\ln 2 \approx 0.69$, that is,
# than knowing nothing?

# %%
# NBVAL_CHECK_OUTPUT
loss = nn.CrossEntropyLoss()
print(f"{loss(z, labels):.3f} {loss(thick_z, thick_labels):.3f}")

# %% [markdown] lang="es"
# En los sencillos, 0.030. En los gruesos, 1.136: **peor que no saber**, porque se equivoca con seguridad.
#
# ### El logaritmo de 0
#
# Otra falla a propósito. Las puntuaciones son 1000 y 0, y la clase verdadera es la segunda:

# %% [markdown] lang="en"
# On the plain ones, 0.030. On the thick ones, 1.136: **worse than not knowing**, because it is wrong and sure.
#
# ### The logarithm of 0
#
# Another failure on purpose. The scores are 1000 and 0, and the true class is the second:

# %%
# NBVAL_CHECK_OUTPUT
extreme = np.array([1000.0, 0.0])
with np.errstate(divide="ignore"):
    print(-np.log(special.softmax(extreme)[1]))

# %% [markdown] lang="es"
# La probabilidad, $e^{-1000}$, es tan pequeña que se guarda como 0, y $\ln 0$ es menos infinito. La salida es no
# calcularla nunca. Con las reglas del logaritmo:
#
# $$ -\ln p_k = -\ln \frac{e^{z_k}}{\sum_j e^{z_j}} = \ln \sum_j e^{z_j} - z_k $$
#
# El primer término se llama **logsumexp**, y se calcula restando la mayor: $m + \ln \sum_j e^{z_j - m}$. Por eso
# las pérdidas reciben **puntuaciones** y no probabilidades, también la de PyTorch.

# %% [markdown] lang="en"
# The probability, $e^{-1000}$, is so small that it is kept as 0, and $\ln 0$ is minus infinity. The way out is
# never to compute it. By the rules of the logarithm:
#
# $$ -\ln p_k = -\ln \frac{e^{z_k}}{\sum_j e^{z_j}} = \ln \sum_j e^{z_j} - z_k $$
#
# The first term is called **logsumexp**, and is computed with the largest taken off:
# $m + \ln \sum_j e^{z_j - m}$. That is why losses take **scores** and not probabilities, PyTorch's as well.

# %%
# NBVAL_CHECK_OUTPUT
print(special.logsumexp(extreme) - extreme[1])
print(nn.CrossEntropyLoss()(extreme[:, None], [1]))

# %% [markdown] lang="es"
# ### Ejercicio 5: la entropía cruzada
#
# Recibe puntuaciones `(N, clases)` y etiquetas `(N,)`. Devuelve **un** número: el promedio de las pérdidas. Que
# resista la fila `1000, 0, −1000` con etiqueta 1.

# %% [markdown] lang="en"
# ### Exercise 5: cross-entropy
#
# It takes scores `(N, classes)` and labels `(N,)`. Return **one** number: the mean of the losses. Let it stand
# the row `1000, 0, −1000` with label 1.

# %% edition="student"
def cross_entropy(scores, labels):
    return ...

# %% edition="solution"
def cross_entropy(scores, labels):
    of_the_label = scores[np.arange(len(labels)), labels]
    return (special.logsumexp(scores, axis=1) - of_the_label).mean()

# %%
# NBVAL_CHECK_OUTPUT
exercises.cross_entropy.check(cross_entropy)

# %% [markdown] lang="es"
# ### Softmax dos veces
#
# Un error que no avisa: dar **probabilidades** a una pérdida que espera puntuaciones. Softmax se aplica otra
# vez, sobre números que ya están entre 0 y 1. **Predice**: con 10 clases y la respuesta más segura posible
# (un 1 y nueve ceros), ¿qué probabilidad sale? `"A"`, 1; `"B"`, cerca de 0.9; `"C"`, menos de 0.25.

# %% [markdown] lang="en"
# ### Softmax twice
#
# A mistake that gives no warning: to hand **probabilities** to a loss that expects scores. Softmax is applied
# once more, to numbers that are between 0 and 1 already. **Predict**: with 10 classes and the surest answer
# there can be (a 1 and nine zeros), which probability comes out? `"A"`, 1; `"B"`, about 0.9; `"C"`, less than
# 0.25.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = "C"

# %%
# NBVAL_CHECK_OUTPUT
surest = special.softmax(np.eye(10)[0])[0]
compare(prediction, "C" if surest < 0.25 else "B" if surest < 1 else "A")
print(f"{surest:.3f} {-math.log(surest):.2f}")
print(f"{loss(digit_z.T, digits.labels):.2f} {loss(digit_p.T, digits.labels):.2f}")

# %% [markdown] lang="es"
# Sale 0.232, así que la pérdida ya no puede bajar de 1.46, por mucho que la red aprenda. Con nuestros dígitos pasa
# de 0.25 a 1.53. Ningún mensaje, y los veredictos son los mismos. **La red termina en puntuaciones; softmax va una
# sola vez**, y la pérdida lo trae adentro.
#
# ### La temperatura, medida
#
# Ya podemos elegir la temperatura de la sección 5 como lo hacen Guo y otros: la de menor pérdida. Se elige en los
# 7 primeros formularios y se mide en los otros 7: la pérdida y la confianza media, sin y con ella; después, los
# aciertos, que no cambian.

# %% [markdown] lang="en"
# It is 0.232, so the loss can't fall below 1.46 any more, whatever the network learns. On our digits it goes from
# 0.25 to 1.53. No message, and the verdicts are the same. **The network ends in scores; softmax comes once only**,
# and the loss has it inside.
#
# ### The temperature, measured
#
# Now we can choose the temperature of section 5 as Guo and others do: the one with the smallest loss. It is chosen
# on the first 7 forms and measured on the other 7: the loss and the mean confidence, without it and with it; then the
# accuracy, which stays.

# %%
def loss_at(T, some):
    return loss(digit_z[some].T / T, digits.labels[some])

first = digits.forms < 7
candidates = np.arange(1, 4.01, 0.25)
best = candidates[np.argmin([loss_at(T, first) for T in candidates])]

# %%
# NBVAL_CHECK_OUTPUT
print(f"T = {best}")
for T in (1, best):
    confidence = special.softmax(digit_z[~first] / T, axis=1).max(axis=1)
    print(f"{loss_at(T, ~first):.2f} {confidence.mean():.2f}")
print(right[~first].mean().round(2))

# %% [markdown] lang="es"
# Con $T = 1.75$, la pérdida en formularios que no se usaron para elegir baja de 0.22 a 0.18. La confianza media
# pasa de 0.97 a 0.94 y los aciertos son 0.95: antes le sobraban 2 puntos, ahora le falta 1. Mejor, no perfecta: lo
# que se calibra con unas manos no queda exacto para otras.

# %% [markdown] lang="en"
# With $T = 1.75$, the loss on forms that played no part in the choice falls from 0.22 to 0.18. The mean confidence
# goes from 0.97 to 0.94, and 0.95 of the answers are right: it was 2 points too high, and now it is 1 too low.
# Better, not perfect: what is calibrated on some hands is not exact for others.

# %% [markdown] lang="es"
# ## 7. ¿Y si la respuesta es un número?
#
# La lección 1 distinguía la clasificación de la **regresión**: estimar una cantidad. Ahí no hay probabilidades;
# se mide qué tan lejos quedó la respuesta. Hay dos medidas comunes: el **error cuadrático medio** (MSE) y el
# **error absoluto medio** (MAE).
#
# Cinco personas miden lo mismo y anotan 1, 2, 3, 4 y 10. Hay que responder **un** solo número. **Predice** cuál
# es la mejor respuesta según cada medida: `[MSE, MAE]`.

# %% [markdown] lang="en"
# ## 7. And if the answer is a number?
#
# Lesson 1 told classification from **regression**: to estimate a quantity. There are no probabilities there;
# one measures how far off the answer is. Two measures are common: the **mean squared error** (MSE) and the
# **mean absolute error** (MAE).
#
# Five people measure the same thing and write down 1, 2, 3, 4 and 10. **One** number has to be the answer.
# **Predict** which is the best one by each measure: `[MSE, MAE]`.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [4, 3]

# %%
# NBVAL_CHECK_OUTPUT
measured = np.array([1, 2, 3, 4, 10])
answers = np.linspace(0, 10, 101)
mse = [((answer - measured) ** 2).mean() for answer in answers]
mae = [np.abs(answer - measured).mean() for answer in answers]
compare(prediction, answers[[np.argmin(mse), np.argmin(mae)]])
print(measured.mean(), np.median(measured))

# %% [markdown] lang="es"
# El MSE prefiere la **media**, 4; el MAE, la **mediana**, 3. El 10, tan lejano, jala al primero porque su
# distancia se eleva al cuadrado. Elegir la pérdida es decidir qué error importa.

# %% [markdown] lang="en"
# MSE prefers the **mean**, 4; MAE, the **median**, 3. The 10, so far out, pulls the first one because its
# distance is squared. To choose a loss is to decide which error matters.

# %% [markdown] lang="es"
# ## 8. ¿Por qué no usar los aciertos?
#
# Lo que nos interesa al final son los aciertos. ¿Por qué no mejorar los pesos con ellos? Movamos un solo número,
# el sesgo de la X, con los primeros 20 dibujos sencillos, y miremos las dos medidas.

# %% [markdown] lang="en"
# ## 8. Why not use the accuracy?
#
# In the end it is the accuracy, how often it is right, that we care about. Why not improve the weights with it?
# Let us move a single number, the bias of X, with the first 20 plain drawings, and look at both measures.

# %%
def both_measures(bias_of_x):
    moved = z[:, :20] + np.array([[bias_of_x], [0]])
    right = datasets.accuracy(labels[:20], moved.argmax(axis=0))
    return right, loss(moved, labels[:20])

biases = np.linspace(-15, 15, 301)
accuracies, losses = zip(*[both_measures(bias) for bias in biases])

# %% lang="es"
on_the_left, on_the_right = plots.side_by_side(2, height=2.6)
on_the_left.plot(biases, accuracies)
on_the_left.set(xlabel="sesgo de la X", ylabel="aciertos")
on_the_right.plot(biases, losses)
on_the_right.set(xlabel="sesgo de la X", ylabel="pérdida")
describe(on_the_left, "Los aciertos: una escalera de tramos planos.")
describe(on_the_right, "La pérdida: una curva suave con un mínimo.")

# %% lang="en"
on_the_left, on_the_right = plots.side_by_side(2, height=2.6)
on_the_left.plot(biases, accuracies)
on_the_left.set(xlabel="bias of X", ylabel="accuracy")
on_the_right.plot(biases, losses)
on_the_right.set(xlabel="bias of X", ylabel="loss")
describe(on_the_left, "The accuracy: a staircase with flat treads.")
describe(on_the_right, "The loss: a smooth curve with a minimum.")

# %% [markdown] lang="es"
# **Predice**: en un sesgo de 6, si lo movemos 0.001, ¿cuánto cambian los aciertos?

# %% [markdown] lang="en"
# **Predict**: at a bias of 6, if we move it by 0.001, how much does the accuracy change?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 0

# %%
# NBVAL_CHECK_OUTPUT
here, near = both_measures(6), both_measures(6.001)
compare(prediction, near[0] - here[0])
print(f"{(near[1] - here[1]) / 0.001:.2f}")

# %% [markdown] lang="es"
# Nada: **0**. Los aciertos son una escalera, y en un tramo plano nadie sabe hacia dónde está la bajada. La pérdida
# cambia siempre, y su pendiente, 0.51, dice qué hacer: si el sesgo sube, la pérdida sube, así que hay que
# **bajarlo**. Esa pendiente es el **gradiente**.

# %% [markdown] lang="en"
# Not at all: **0**. The accuracy is a staircase, and on a flat tread nobody knows which way is down. The loss always
# changes, and its slope, 0.51, says what to do: if the bias goes up, the loss goes up, so it has to be
# **lowered**. That slope is the **gradient**.

# %% [markdown] lang="es"
# ## 9. El gradiente es una resta
#
# ¿Cuánto cambia la pérdida si una puntuación sube un poquito? Derivamos $J = \ln \sum_j e^{z_j} - z_t$, donde
# $t$ es la clase verdadera. La derivada del primer término por $z_k$ es $e^{z_k} / \sum_j e^{z_j}$, o sea $p_k$.
# La del segundo es $-1$ en la clase verdadera y 0 en las otras: $-y_k$. Entonces
#
# $$ \frac{\partial J}{\partial z_k} = p_k - y_k $$
#
# Lo que la red dijo menos lo que debía decir. **Predice** los tres números para `three` si la clase verdadera
# es O, con tres decimales. Las probabilidades son 0.705, 0.259 y 0.035.

# %% [markdown] lang="en"
# ## 9. The gradient is a subtraction
#
# By how much does the loss change if one score rises a little? We differentiate $J = \ln \sum_j e^{z_j} - z_t$,
# where $t$ is the true class. The derivative of the first term by $z_k$ is $e^{z_k} / \sum_j e^{z_j}$, that is,
# $p_k$. That of the second is $-1$ at the true class and 0 at the others: $-y_k$. So
#
# $$ \frac{\partial J}{\partial z_k} = p_k - y_k $$
#
# What the network said minus what it should have said. **Predict** the three numbers for `three` if the true
# class is O, to three decimals. The probabilities are 0.705, 0.259 and 0.035.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [0.705, -0.741, 0.035]

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, (special.softmax(three) - [0, 1, 0]).round(3))

# %% [markdown] lang="es"
# No nos creas: comprobémoslo. Movemos cada puntuación un poco hacia cada lado y vemos cuánto se mueve la
# pérdida. Son **diferencias finitas**. Y preguntamos también a `nn`.

# %% [markdown] lang="en"
# Don't take our word for it: let us check. We move each score a little to either side and see how much the loss
# moves. These are **finite differences**. And we ask `nn` as well.

# %%
def loss_of_o(scores):
    return special.logsumexp(scores) - scores[1]

# %%
# NBVAL_CHECK_OUTPUT
small = 1e-5
differences = [loss_of_o(three + small * way) - loss_of_o(three - small * way)
               for way in np.eye(3)]
print((np.array(differences) / (2 * small)).round(3))
loss(three[:, None], [1])
print(loss.backward()[:, 0].round(3))

# %% [markdown] lang="es"
# Tres caminos, los mismos números. Léelos: **sube** la de O (su gradiente es negativo), **baja** la de X, y la
# de + casi no importa. Suman 0.
#
# Vuelve al widget, que ahora se entiende entero. Este empieza en un caso malo: la verdadera es +, y su puntuación
# es la menor.
#
# 1. ¿Cuál es la pérdida? ¿Qué pide el gradiente?
# 2. Da un paso: a cada puntuación se le **resta** su gradiente. Repite. ¿Cuántos pasos hasta que el veredicto sea
#    correcto? ¿Qué tan grande es el gradiente al final?

# %% [markdown] lang="en"
# Three ways, the same numbers. Read them: **raise** that of O (its gradient is negative), **lower** that of X,
# and that of + hardly matters. They add up to 0.
#
# Back to the widget, which you can now read as a whole. This one begins with a bad case: the true class is +, and its
# score is the smallest.
#
# 1. What is the loss? What does the gradient ask for?
# 2. Take a step: each score has its gradient **subtracted**. Again. How many steps until the verdict is right?
#    How large is the gradient in the end?

# %%
explorer = widgets.SoftmaxExplorer(three, names=["X", "O", "+"], true=2)
explorer

# %%
print(explorer.loss, explorer.gradient.round(3))

# %% [markdown] lang="es"
# Con código, los primeros pasos. La pérdida se anota antes de cada uno.

# %% [markdown] lang="en"
# With code, the first steps. The loss is written down before each of them.

# %%
# NBVAL_CHECK_OUTPUT
stepping = three.copy()
for turn in range(5):
    p = special.softmax(stepping)
    print(turn, f"{-math.log(p[2]):.3f}", "XO+"[p.argmax()], (p - [0, 0, 1]).round(2))
    stepping -= p - [0, 0, 1]

# %% [markdown] lang="es"
# La pérdida baja de 3.349 a 0.302, y tras 2 pasos el veredicto ya es +. El gradiente se encoge solo: un error grande
# y seguro empuja fuerte, y cuando $p$ se acerca a $y$ casi no empuja.
#
# ### Ejercicio 6: el gradiente de muchos
#
# La pérdida de un lote es el **promedio** de $N$ pérdidas. Recibe puntuaciones `(N, clases)` y etiquetas `(N,)`,
# y devuelve el gradiente de ese promedio, de la misma forma que las puntuaciones.

# %% [markdown] lang="en"
# The loss falls from 3.349 to 0.302, and after 2 steps the verdict is + already. The gradient shrinks by itself: a
# large and confident mistake pushes hard, and as $p$ comes close to $y$ there is hardly any push.
#
# ### Exercise 6: the gradient of many
#
# The loss of a batch is the **mean** of $N$ losses. It takes scores `(N, classes)` and labels `(N,)`, and returns
# the gradient of that mean, of the same shape as the scores.

# %% edition="student"
def score_gradient(scores, labels):
    return ...

# %% edition="solution"
def score_gradient(scores, labels):
    y = np.eye(scores.shape[1])[labels]
    return (special.softmax(scores, axis=1) - y) / len(labels)

# %%
# NBVAL_CHECK_OUTPUT
exercises.score_gradient.check(score_gradient)

# %% [markdown] lang="es"
# ## 10. La cabeza aprende
#
# Las puntuaciones salen de los pesos: $z_k = \sum_d W_{k,d} f_d + b_k$. Si el peso $W_{k,d}$ sube un poco, $z_k$
# sube $f_d$ veces eso. Así, su gradiente es el de la puntuación por la característica, sumado sobre los dibujos:
# `G @ F.T`. El del sesgo es la suma de `G`.
#
# Olvidemos los pesos hechos a mano. Empezamos con **ceros**, en 200 dibujos de trazo grueso. **Predice** la
# primera pérdida, con tres decimales.

# %% [markdown] lang="en"
# ## 10. The head learns
#
# The scores come from the weights: $z_k = \sum_d W_{k,d} f_d + b_k$. If the weight $W_{k,d}$ rises a little, $z_k$
# rises by $f_d$ times as much. So its gradient is that of the score times the feature, added up over the drawings:
# `G @ F.T`. That of the bias is the sum of `G`.
#
# Let us forget the weights made by hand. We start from **zeros**, on 200 drawings with thick strokes. **Predict**
# the first loss, to three decimals.

# %%
train_F, train_labels, _ = drawn(200, rng=0, stroke=(2, 2))

def step(W, b, rate):
    value = loss(W @ train_F + b[:, None], train_labels)
    G = loss.backward()
    return W - rate * G @ train_F.T, b - rate * G.sum(axis=1), value

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 0.693

# %%
# NBVAL_CHECK_OUTPUT
W0, b0 = np.zeros((2, 12)), np.zeros(2)
W1, b1, before = step(W0, b0, rate=0.1)
compare(prediction, round(before, 3))

# %% [markdown] lang="es"
# Es $\ln 2$. Ahora esa pérdida con cuatro decimales, la de **después** de un paso cuesta abajo y, para comparar, de uno cuesta arriba (con el
# signo equivocado, $y - p$):

# %% [markdown] lang="en"
# It is $\ln 2$. Now that loss with four decimals, the one **after** a step downhill and, for comparison, after one uphill (with the wrong sign,
# $y - p$):

# %%
# NBVAL_CHECK_OUTPUT
W_up, b_up, _ = step(W0, b0, rate=-0.1)
for weights, biases in ((W0, b0), (W1, b1), (W_up, b_up)):
    print(f"{loss(weights @ train_F + biases[:, None], train_labels):.4f}")

# %% [markdown] lang="es"
# Un paso baja la pérdida de 0.6931 a 0.6900; el otro la sube. Demos 200 pasos y midamos en los 1 000 dibujos
# gruesos de antes, que esta cabeza nunca vio.

# %% [markdown] lang="en"
# One step lowers the loss from 0.6931 to 0.6900; the other raises it. Let us take 200 steps and measure on the
# 1,000 thick drawings from before, which this head has never seen.

# %%
# NBVAL_CHECK_OUTPUT
W_new, b_new = W0, b0
for _ in range(200):
    W_new, b_new, value = step(W_new, b_new, rate=0.1)
new_z = W_new @ thick_F + b_new[:, None]
print(f"{value:.3f} {loss(new_z, thick_labels):.3f}")
print(datasets.accuracy(thick_labels, thick_z.argmax(axis=0)))
print(datasets.accuracy(thick_labels, new_z.argmax(axis=0)))

# %% [markdown] lang="es"
# Con los **mismos** filtros, la cabeza hecha a mano acierta el 12.9 % y la aprendida el 76.1 %. Nadie le dijo qué
# cuadrante mirar: solo restó gradientes. Pero 76.1 % no es mucho: los filtros siguen siendo los de trazos finos, y
# la cabeza solo puede sumar lo que ellos ven.

# %% [markdown] lang="en"
# With the **same** filters, the head made by hand is right 12.9 % of the time, and the learned one 76.1 %. Nobody
# told it which quadrant to look at: it only subtracted gradients. But 76.1 % is not much: the filters are still
# those for thin strokes, and the head can only add up what they see.

# %% [markdown] lang="es"
# ## Para comprobar lo aprendido

# %% [markdown] lang="en"
# ## Check what you have learned

# %%
widgets.QuizCard(exercises.quiz(9))

# %% [markdown] lang="es"
# ## En resumen
#
# - La **cabeza** es $z = W f + b$: una puntuación por clase. El veredicto es la mayor.
# - **Softmax** las vuelve positivas y las hace sumar 1. Solo importan las diferencias; por eso se resta la mayor
#   antes de la exponencial.
# - La **temperatura** aplana o agudiza, y no cambia ningún veredicto. Con dos clases, softmax es la sigmoide de la
#   diferencia.
# - Lo que sale es una puntuación entre 0 y 1, **no** una probabilidad calibrada: mídelo antes de creerle.
# - La **entropía cruzada** es $-\ln p$ de la clase verdadera, con su menos, promediada. Al principio vale cerca de
#   $\ln C$. Se calcula desde las puntuaciones, y softmax se aplica **una** vez.
# - Los aciertos son planos y no enseñan hacia dónde ir. El gradiente de la entropía cruzada es $p - y$.
#
# ## Lo que sigue
#
# La cabeza ya aprende. ¿Y los filtros? El mismo gradiente puede seguir hacia atrás, a través del *pooling*, de ReLU
# y de la convolución, hasta cada peso. Es la lección 10.

# %% [markdown] lang="en"
# ## In short
#
# - The **head** is $z = W f + b$: one score for each class. The verdict is the largest.
# - **Softmax** makes them positive and lets them add up to 1. Only differences matter; that is why the largest is
#   taken off before the exponential.
# - **Temperature** flattens or sharpens, and changes no verdict. With two classes, softmax is the sigmoid of the
#   difference.
# - What comes out is a score between 0 and 1, **not** a calibrated probability: measure it before you believe it.
# - **Cross-entropy** is $-\ln p$ of the true class, with its minus, averaged. In the beginning it is about $\ln C$.
#   It is computed from scores, and softmax is applied **once**.
# - The accuracy is flat and doesn't show where to go. The gradient of the cross-entropy is $p - y$.
#
# ## What comes next
#
# The head learns now. And the filters? The same gradient can go on backwards, through pooling, ReLU and the
# convolution, to every single weight. That is lesson 10.

# %% [markdown] lang="es"
# ## Fuentes
#
# - J. Bridle, *Probabilistic interpretation of feedforward classification network outputs* (1990),
#   [doi:10.1007/978-3-642-76153-9_28](https://doi.org/10.1007/978-3-642-76153-9_28): de ahí viene el nombre softmax.
# - I. Goodfellow, Y. Bengio y A. Courville, *Deep Learning* (2016),
#   [capítulo 6](https://www.deeplearningbook.org/contents/mlp.html): softmax y entropía cruzada.
# - P. Blanchard, D. Higham y N. Higham, *Accurately computing the log-sum-exp and softmax functions* (2021),
#   [doi:10.1093/imanum/draa038](https://doi.org/10.1093/imanum/draa038): por qué se resta la mayor.
# - C. Guo, G. Pleiss, Y. Sun y K. Weinberger, *On calibration of modern neural networks* (2017),
#   [arXiv:1706.04599](https://arxiv.org/abs/1706.04599): redes demasiado seguras y la temperatura.
# - E. Alpaydin y C. Kaynak, *Optical recognition of handwritten digits* (1998),
#   [doi:10.24432/C50P49](https://doi.org/10.24432/C50P49): los dígitos, que vienen con scikit-learn.

# %% [markdown] lang="en"
# ## Sources
#
# - J. Bridle, *Probabilistic interpretation of feedforward classification network outputs* (1990),
#   [doi:10.1007/978-3-642-76153-9_28](https://doi.org/10.1007/978-3-642-76153-9_28): where the name softmax comes from.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning* (2016),
#   [chapter 6](https://www.deeplearningbook.org/contents/mlp.html): softmax and cross-entropy.
# - P. Blanchard, D. Higham and N. Higham, *Accurately computing the log-sum-exp and softmax functions* (2021),
#   [doi:10.1093/imanum/draa038](https://doi.org/10.1093/imanum/draa038): why the largest is taken off.
# - C. Guo, G. Pleiss, Y. Sun and K. Weinberger, *On calibration of modern neural networks* (2017),
#   [arXiv:1706.04599](https://arxiv.org/abs/1706.04599): networks too sure of themselves, and temperature.
# - E. Alpaydin and C. Kaynak, *Optical recognition of handwritten digits* (1998),
#   [doi:10.24432/C50P49](https://doi.org/10.24432/C50P49): the digits, which come with scikit-learn.
