# ---
# cnnlab:
#   title:
#     es: Lo que aprendió
#     en: What it learned
#   minutes: 50
#   topics:
#     es: ["los filtros y mapas de tu red, antes y después", "oclusión, saliencia y Grad-CAM, puestos a prueba", un empujón que la engaña]
#     en: ["the filters and maps of your network, before and after", "occlusion, saliency and Grad-CAM, put to the test", a nudge that fools it]
#   needs: [11_training_a_cnn]
# ---

# %% [markdown] lang="es"
# Tu red acierta. ¿Qué aprendió? En la lección 4 tú pusiste los filtros y sabías qué buscaba cada uno. Ahora
# los puso el entrenamiento, y hay que ir a mirar.
#
# Al terminar esta lección podrás:
#
# - comparar los filtros de una red antes y después de entrenar, y decir si se parecen a otros **más de lo que
#   se parecerían por azar**;
# - ver los mapas de cada capa para un dibujo tuyo, y medir cuánto se sabe en cada una;
# - hacer un mapa de oclusión, uno de saliencia y uno de Grad-CAM, y decir qué dice cada uno y qué no;
# - poner a prueba una explicación: ¿cambia si la red no sabe nada?
# - engañar a la red con un empujón que casi no se ve, y medirlo junto a un ruido del mismo tamaño.
#
# Como siempre: **primero predice, después ejecuta.**

# %% [markdown] lang="en"
# Your network gets it right. What did it learn? In lesson 4 you made the filters, and you knew what each one
# looked for. This time training made them, so we have to go and look.
#
# By the end of this lesson you will be able to:
#
# - compare a network's filters before and after training, and say whether they resemble others **more than
#   they would by chance**;
# - see the maps of each layer for a drawing of yours, and measure how much is known in each one;
# - make an occlusion map, a saliency map and a Grad-CAM, and say what each one says and what it doesn't;
# - put an explanation to the test: does it change if the network knows nothing?
# - fool the network with a nudge that hardly shows, and measure it beside noise of the same size.
#
# As always: **predict first, then run.**

# %%
import copy

import numpy as np

from cnnlab import datasets, exercises, filters, nn, plots, widgets
from cnnlab.exercises import attempt, compare
from cnnlab.plots.alt_text import describe
from cnnlab.vision import inspect

# %% [markdown] lang="es"
# ## 1. Una red pequeña, entrenada aquí
#
# Cuatro formas. Cada dibujo está en otro lugar y tiene otro tamaño, giro, grosor y ruido.

# %% [markdown] lang="en"
# ## 1. A small network, trained here
#
# Four shapes. Each drawing is in another place, with another size, turn, stroke and noise.

# %%
names = ["x", "o", "plus", "triangle"]
spoken = [datasets.spoken_name(name) for name in names]
train = datasets.shapes(2000, classes=names, rng=0)
test = datasets.shapes(1000, classes=names, rng=1)
for k, ax in enumerate(plots.side_by_side(4, height=2.2)):
    plots.image(test.images[test.labels == k][0], spoken[k], ax=ax).set_axis_off()

# %% [markdown] lang="es"
# La red tiene tres convoluciones. Después de la última, `GlobalAvgPool2d` deja de cada mapa un solo número, su
# promedio, y una capa lineal hace con esos 16 números las cuatro puntuaciones.

# %% [markdown] lang="en"
# The network has three convolutions. After the last one, `GlobalAvgPool2d` leaves a single number of each map,
# its mean, and a linear layer makes the four scores of those 16 numbers.

# %%
model = nn.Sequential(
    nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(8, 12, 3, padding=1), nn.ReLU(),
    nn.Conv2d(12, 16, 3, padding=1), nn.ReLU(),
    nn.GlobalAvgPool2d(), nn.Linear(16, 4), rng=0,
)
print(model)

# %% [markdown] lang="es"
# ### Ejercicio 1: cuánto ve
#
# Un número que sale de la tercera convolución (la capa 5) ve un cuadrado de la imagen. ¿De cuántos píxeles de
# lado? En la lección 8 lo calculaste: convolución de 3, *pooling* de 2 con paso 2, convolución de 3, convolución de 3.
# Si te atascas, `.hint()` da una pista y `.solution()` muestra la respuesta.

# %% [markdown] lang="en"
# ### Exercise 1: how much it sees
#
# A number that comes out of the third convolution (layer 5) sees a square of the image. Of how many pixels along
# each side? In lesson 8 you worked it out: convolution of 3, pooling of 2 with stride 2, convolution of 3,
# convolution of 3. If you are stuck, `.hint()` gives a hint and `.solution()` shows the answer.

# %% edition="student"
my_field = ...

# %% edition="solution"
my_field = 12

# %%
# NBVAL_CHECK_OUTPUT
exercises.field_of_the_third_convolution.check(my_field)

# %%
# NBVAL_CHECK_OUTPUT
model.summary((16, 16))

# %% [markdown] lang="es"
# La última columna es el **campo receptivo** de cada capa: 3, 8 y 12 píxeles para las tres convoluciones, en
# imágenes de 16. Un filtro de la primera capa ve un pedazo de trazo; uno de la tercera, casi la forma entera. Son
# 2 768 parámetros.
#
# Guardamos una copia sin entrenar y entrenamos. Toma unos segundos.

# %% [markdown] lang="en"
# The last column is the **receptive field** of each layer: 3, 8 and 12 pixels for the three convolutions, in
# images of 16. A filter of the first layer sees a piece of a stroke; one of the third, nearly the whole shape.
# There are 2,768 parameters.
#
# We keep an untrained copy, and train. It takes a few seconds.

# %%
untrained = copy.deepcopy(model)
adam = nn.Adam(model, lr=0.005)
history = nn.fit(model, train.images, train.labels, epochs=20, batch_size=32,
                 optimiser=adam, rng=0, progress=False)
plots.history(history)

# %%
# NBVAL_CHECK_OUTPUT
before, after = (np.mean(net.predict(test.images) == test.labels)
                 for net in (untrained, model))
print(before < 0.5, after > 0.9)

# %% [markdown] lang="es"
# Con dibujos nuevos acierta más de 9 de cada 10. Sin entrenar acertaba menos de la mitad: quien adivina entre
# cuatro acierta 1 de cada 4. (`print(after)` da el número exacto. En otra computadora puede ser un poco distinto:
# un redondeo en el último decimal, repetido mil pasos, lleva a otros pesos. Por eso aquí comprobamos «más de», y
# no el decimal.)

# %% [markdown] lang="en"
# On new drawings it is right more than 9 times out of 10. Untrained, it was right less than half of the time:
# whoever guesses among four is right 1 time out of 4. (`print(after)` gives the exact number. On another computer
# it may be a little different: rounding in the last decimal, over a thousand steps, leads to other weights. That is
# why we check "more than" here, and not the decimal.)

# %% [markdown] lang="es"
# ## 2. Los filtros, antes y después
#
# Estos son los 8 filtros de la primera capa antes de entrenar (al azar) y después. Cero es blanco; naranja,
# positivo; morado, negativo.

# %% [markdown] lang="en"
# ## 2. The filters, before and after
#
# These are the 8 filters of the first layer before training (random) and after. Zero is white; orange, positive;
# purple, negative.

# %%
w_before = untrained.params["0.weight"][:, 0]
plots.feature_maps(w_before, [f"w[{f}]" for f in range(8)])

# %%
w_after = model.params["0.weight"][:, 0]
plots.feature_maps(w_after, [f"w[{f}]" for f in range(8)])

# %% [markdown] lang="es"
# ¿Estarán entre ellos los tres filtros de la X que hicimos a mano, `\`, `X` y `/`? Es fácil ver lo que uno quiere
# ver. Mejor medir.
#
# El **coseno** entre dos filtros es 1 si son el mismo (aunque uno sea más fuerte), −1 si uno es el otro con los
# signos cambiados, y 0 si no tienen nada en común:
#
# $$ \cos(a, b) = \frac{\sum a_{ij}\, b_{ij}}{\sqrt{\sum a_{ij}^2}\;\sqrt{\sum b_{ij}^2}} $$
#
# Arriba está lo que hace un filtro con un parche: multiplicar y sumar. Abajo, los largos de los dos.
#
# ### Ejercicio 2: el coseno

# %% [markdown] lang="en"
# Will our three hand-made filters of the X, `\`, `X` and `/`, be among them? It is easy to see what one wants to
# see. Better to measure.
#
# The **cosine** between two filters is 1 if they are the same (even if one is stronger), −1 if one is the other
# with its signs changed, and 0 if they have nothing in common:
#
# $$ \cos(a, b) = \frac{\sum a_{ij}\, b_{ij}}{\sqrt{\sum a_{ij}^2}\;\sqrt{\sum b_{ij}^2}} $$
#
# Above is what a filter does with a patch: multiply and add. Below, the lengths of both.
#
# ### Exercise 2: the cosine

# %% edition="student"
def cosine_similarity(a, b):
    return ...

# %% edition="solution"
def cosine_similarity(a, b):
    return (a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum())

# %%
# NBVAL_CHECK_OUTPUT
exercises.cosine_similarity.check(cosine_similarity)

# %% [markdown] lang="es"
# Un coseno de 0.5, ¿es mucho? Depende de lo que daría el azar. Con 8 filtros al azar, alguno se parece siempre un
# poco al que buscas. Hagamos 1 000 veces 8 filtros al azar y miremos el más parecido a `\`:

# %% [markdown] lang="en"
# Is a cosine of 0.5 a lot? It depends on what chance would give. Of 8 random filters, one always resembles a little
# the one you are looking for. Let us make 8 random filters 1,000 times and look at the one most like `\`:

# %%
hand_made = filters.bank("x_falling", "x_centre", "x_rising")

def best_cosine(bank, kernel):
    lengths = np.linalg.norm(bank, axis=(1, 2)) * np.linalg.norm(kernel)
    return ((bank * kernel).sum(axis=(1, 2)) / lengths).max()

# %%
# NBVAL_CHECK_OUTPUT
rng = np.random.default_rng(0)
by_chance = [best_cosine(rng.normal(size=(8, 3, 3)), hand_made["x_falling"])
             for _ in range(1000)]
print(np.quantile(by_chance, [0.5, 0.95]).round(2))

# %% [markdown] lang="es"
# La mitad de las veces el azar llega a 0.47, y una de cada veinte pasa de 0.75. Así que pedimos **más de 0.75**.
# **Predice**: ¿cuántos de los tres filtros hechos a mano tienen un parecido así entre los 8 aprendidos?

# %% [markdown] lang="en"
# Half of the time chance reaches 0.47, and one time in twenty it goes beyond 0.75. So we ask for **more than 0.75**.
# **Predict**: how many of the three hand-made filters have a match like that among the 8 learned ones?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 0

# %%
# NBVAL_CHECK_OUTPUT
best = {name: best_cosine(w_after, kernel) for name, kernel in hand_made.items()}
compare(prediction, sum(cosine > 0.75 for cosine in best.values()))

# %%
for name, cosine in best.items():
    print(name, f"{cosine:.2f}")

# %% [markdown] lang="es"
# **Ninguno.** La red reconoce X sin nuestros filtros. A ella nadie se los pidió: la pérdida solo mira la
# respuesta final, y hay muchas maneras de llegar.
#
# ¿Y qué hay entonces en los filtros? Se suele decir: «bordes». Midámoslo también. Un borde es «un lado menos el
# otro»: una rampa. Con la rampa horizontal y la vertical se arma un borde en cualquier dirección. ¿Qué parte de
# cada filtro (de su largo al cuadrado) es un borde así? Por azar sería 2/9 en promedio, porque son 2 direcciones
# de las 9 que tiene un filtro de 3 × 3. Otra vez hacemos 1 000 bancos de 8 filtros al azar, para saber cuánto varía.

# %% [markdown] lang="en"
# **None.** The network recognises X's without our filters. Nobody asked it for them: the loss looks at the final
# answer only, and there are many ways to get there.
#
# What is in the filters, then? It is often said: "edges". Let us measure that as well. An edge is "one side minus the
# other": a ramp. The horizontal ramp and the vertical one make an edge in any direction. What part of each filter (of
# its squared length) is such an edge? By chance it would be 2/9 on average, because these are 2 directions of the 9
# that a 3 × 3 filter has. Again we make 1,000 banks of 8 random filters, to know how much it varies.

# %%
ramp = np.tile([-1, 0, 1], (3, 1)) / np.sqrt(6)

def edge_part(bank):
    lengths = (bank**2).sum(axis=(1, 2))
    along = [(bank * one).sum(axis=(1, 2)) ** 2 for one in (ramp, ramp.T)]
    return float((sum(along) / lengths).mean())

# %%
# NBVAL_CHECK_OUTPUT
random_banks = np.random.default_rng(0).normal(size=(1000, 8, 3, 3))
by_chance = [edge_part(bank) for bank in random_banks]
first, last = edge_part(w_before), edge_part(w_after)
print(np.quantile(by_chance, [0.5, 0.95]).round(2), round(first, 2), last > 1.5 * first)

# %% [markdown] lang="es"
# La mitad de las veces el azar llega a 0.22, y una de cada veinte pasa de 0.33. Antes de entrenar, 0.29: nada raro.
# Después, más de una vez y media eso. **Se parecen más a bordes que al empezar, y más que por azar**, aunque no son
# bordes puros. Míralos otra vez: en varios, un lado es naranja y el otro morado.

# %% [markdown] lang="en"
# Half of the time chance reaches 0.22, and one time in twenty it goes beyond 0.33. Before training, 0.29: nothing
# unusual. Afterwards, more than one and a half times that. **They are more like edges than at the start, and more than
# by chance**, though they are no pure edges. Look at them again: in several, one side is orange and the other purple.

# %% [markdown] lang="es"
# ## 3. Los mapas de cada capa
#
# `inspect.feature_maps(model, imagen, capa)` da lo que sale de una capa. El dibujo es tuyo: cambia la forma, el giro o
# el tamaño, o dibuja más abajo, en el explorador, y vuelve aquí con `picture = explorer.image`.

# %% [markdown] lang="en"
# ## 3. The maps of each layer
#
# `inspect.feature_maps(model, image, layer)` gives what comes out of a layer. The drawing is yours: change the shape,
# its turn or its size, or draw below, in the explorer, and come back here with `picture = explorer.image`.

# %%
picture = datasets.draw_shape("x", 16, angle=10, scale=0.75)
plots.image(picture)

# %%
plots.feature_maps(inspect.feature_maps(model, picture, 1))

# %%
plots.feature_maps(inspect.feature_maps(model, picture, 4))

# %%
plots.feature_maps(inspect.feature_maps(model, picture, 6))

# %% [markdown] lang="es"
# En la capa 1 todavía ves la X, con unos trazos más fuertes que otros. En la 4 hay pedazos. En la 6, en sus 7 × 7
# lugares, quedan manchas que ya no parecen un dibujo, y hay mapas vacíos.
#
# Ahora dibuja tú. Cada trazo cambia los mapas de todas las capas y las cuatro puntuaciones. Busca un mapa de la última
# capa que se encienda **solo** con una de las formas.

# %% [markdown] lang="en"
# In layer 1 you still see the X, some strokes stronger than others. In layer 4 there are pieces. In layer 6, in its
# 7 × 7 places, there are blots that no longer look like a drawing, and there are empty maps.
#
# Now draw. Each stroke changes the maps of all the layers and the four scores. Look for a map of the last layer that
# lights up for **one** of the shapes only.

# %%
some = test.images[:12], test.labels[:12]
explorer = widgets.NetworkExplorer(model, spoken, examples=some, image=picture)
explorer

# %% [markdown] lang="es"
# ¿Lo encontraste? Contemos con los 1 000 dibujos. Una unidad «de una sola forma» sería la que a su segunda forma
# responde menos de la mitad que a la primera. **Predice** cuántas de las 16 lo son.

# %% [markdown] lang="en"
# Did you find one? Let us count on the 1,000 drawings. A unit "of one shape" would be one whose answer to its second
# shape is less than half its answer to the first. **Predict** how many of the 16 are like that.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 0

# %%
answers = np.array([inspect.feature_maps(model, image, 6).mean(axis=(1, 2))
                    for image in test.images])
by_shape = np.array([answers[test.labels == k].mean(axis=0) for k in range(4)])
second, top = np.sort(by_shape, axis=0)[-2:]
compare(prediction, int((second < top / 2).sum()))

# %%
# NBVAL_CHECK_OUTPUT
print((second < top / 2).sum() <= 2, (top < 0.01).sum() >= 1)

# %%
for name, row in zip(spoken, by_shape):
    print(f"{name:>12}", *(f"{number:4.1f}" for number in row))

# %% [markdown] lang="es"
# Casi ninguna, o ninguna. Cada columna es una unidad, y casi todas responden a varias formas. **Un filtro no es «la
# neurona de la X»**: la red sabe que hay una X por el conjunto. Y alguna unidad está **muerta**: responde 0 a todo.
# Su ReLU recibe siempre números negativos y, como su gradiente es 0, sus pesos ya no cambian.

# %% [markdown] lang="en"
# Hardly any, or none. Each column is a unit, and nearly all answer to several shapes. **A filter is not "the neuron of
# the X"**: the network knows that there is an X from all of them together. And some unit is **dead**: it answers 0 to
# everything. Its ReLU always gets negative numbers and, as its gradient is 0, its weights no longer change.

# %% [markdown] lang="es"
# ## 4. ¿Bajo, medio, alto?
#
# Verás escrito: «las primeras capas ven bordes; las del medio, ojos y narices; las últimas, caras». Esas figuras vienen
# de redes entrenadas **solo con caras** (Lee et al., 2009). En fotos de todo tipo las capas no se separan con tanta claridad, y
# en tu red ya viste que no hay «mapas de X».
#
# Lo que sí se puede medir es **cuánto se sabe de la forma en cada capa**. Tomamos el promedio de cada mapa y buscamos,
# con 500 dibujos, la mejor suma con pesos de esos números. Después, con otros 500, contamos aciertos. **Predice**: de capa en
# capa, ¿los aciertos `"suben"` o `"bajan"`?

# %% [markdown] lang="en"
# ## 4. Low, middle, high?
#
# You will see it written: "the first layers see edges; those in the middle, eyes and noses; the last ones, faces". Those
# figures come from networks trained **on faces only** (Lee et al., 2009). On photos of all kinds the layers do not split
# so cleanly, and in your network you saw that there are no "maps of X".
#
# What can be measured is **how much is known about the shape in each layer**. We take the mean of each map and look, with
# 500 drawings, for the best weighted sum of those numbers. Then we count, on another 500, how often it is right.
# **Predict**: from layer to layer, does that go `"up"` or `"down"`?

# %% edition="student"
prediction = ...

# %% edition="solution" lang="es"
prediction = "suben"

# %% edition="solution" lang="en"
prediction = "up"

# %%
def read_out(net, layer):
    maps = [inspect.feature_maps(net, image, layer) for image in test.images]
    means = np.array([[*m.mean(axis=(1, 2)), 1] for m in maps])
    wanted = np.eye(4)[test.labels]
    weights = np.linalg.lstsq(means[:500], wanted[:500], rcond=None)[0]
    guess = (means[500:] @ weights).argmax(axis=1)
    return float(np.mean(guess == test.labels[500:]))

# %%
known = [read_out(model, layer) for layer in (1, 4, 6)]
known_before = [read_out(untrained, layer) for layer in (1, 4, 6)]
for numbers in (known, known_before):
    print([f"{number:.0%}" for number in numbers])

# %% lang="es"
compare(prediction, "suben" if known == sorted(known) else "bajan")

# %% lang="en"
compare(prediction, "up" if known == sorted(known) else "down")

# %%
# NBVAL_CHECK_OUTPUT
print(known[0] < 0.65 < known[1] < 0.88 < known[2], max(known_before) < 0.65)

# %% [markdown] lang="es"
# En tu red **sube de capa en capa**: de menos del 65 % a más del 88 %. En la que no se entrenó no pasa del 65 % en
# ninguna. Esa es la jerarquía que aquí es verdad: no «bordes, ojos, caras», sino que cada capa deja la respuesta más a
# la mano que la anterior. Lo hace el entrenamiento, no solo la profundidad.

# %% [markdown] lang="en"
# In your network **it rises from layer to layer**: from less than 65 % to more than 88 %. In the untrained one it stays
# below 65 % in all of them. That is the hierarchy that is true here: not "edges, eyes, faces", but each layer leaves the
# answer closer at hand than the one before. Training does that, and not depth alone.

# %% [markdown] lang="es"
# ## 5. ¿Qué parte miró? Tapar y volver a preguntar
#
# La pregunta más directa: tapo un cuadrado, vuelvo a preguntar, y miro **cuánto baja** la puntuación. Eso es la
# **oclusión** (Zeiler y Fergus, 2014).
#
# ### Ejercicio 3: tapa un cuadrado
#
# Devuelve una **copia** de la imagen con un cuadrado negro (0) de lado `size` (impar) y centro en `(row, col)`. En el
# borde se tapa lo que queda dentro.

# %% [markdown] lang="en"
# ## 5. Which part did it look at? Cover it and ask again
#
# The most direct question: cover a square, ask again, and see **how far** the score falls. That is **occlusion** (Zeiler
# and Fergus, 2014).
#
# ### Exercise 3: cover a square
#
# Return a **copy** of the image with a black square (0) of side `size` (odd), its middle at `(row, col)`. At the border,
# what lies inside is covered.

# %% edition="student"
def cover_square(image, row, col, size):
    half = size // 2
    return ...

# %% edition="solution"
def cover_square(image, row, col, size):
    half = size // 2
    covered = image.copy()
    covered[max(row - half, 0):row + half + 1, max(col - half, 0):col + half + 1] = 0
    return covered

# %%
# NBVAL_CHECK_OUTPUT
exercises.cover_square.check(cover_square)

# %% [markdown] lang="es"
# Con tu función, la bajada en un solo lugar, el cruce de la X; al lado, la de `inspect.occlusion_map`, que lo hace en
# todos los lugares:

# %% [markdown] lang="en"
# With your function, the fall at one place, the crossing of the X; beside it, that of `inspect.occlusion_map`, which
# does it at every place:

# %%
def x_score(image):
    return float(model.scores(image[np.newaxis])[0, 0])

def fall_at(row, col):
    return round(x_score(picture) - x_score(cover_square(picture, row, col, 3)), 3)

occlusion = inspect.occlusion_map(model, picture, target=0, size=3)
compare(attempt(fall_at, 7, 7), round(float(occlusion[7, 7]), 3))

# %%
left, right = plots.side_by_side(2)
plots.image(picture, ax=left).set_axis_off()
plots.feature_maps(occlusion[np.newaxis], ["occlusion_map"], ax=right)

# %% [markdown] lang="es"
# Naranja: al tapar ahí, la puntuación de X **baja**, así que la red usaba esa parte. Morado: al tapar, **sube**; ahí algo
# hablaba contra la X. Cuidado: dice qué pasa al poner **negro** (Zeiler y Fergus ponían gris). Un dibujo con un hueco es
# otro dibujo, que la red quizá nunca vio, y con un cuadrado de otro color o de otro tamaño sale otro mapa.

# %% [markdown] lang="en"
# Orange: covered there, the score of X **falls**, so the network used that part. Purple: covered, it **rises**; something
# there spoke against the X. Careful: it says what happens if you put **black** there (Zeiler and Fergus put grey). A
# drawing with a hole is another drawing, one that the network perhaps never saw, and a square of another colour or size
# makes another map.

# %% [markdown] lang="es"
# ## 6. Lo que dice el gradiente
#
# La oclusión pregunta 256 veces. El gradiente contesta en una sola pasada hacia atrás: **¿cuánto cambiaría la puntuación
# si este píxel cambiara un poquito?** Su tamaño es la **saliencia** (Simonyan et al., 2014).
#
# **Grad-CAM** (Selvaraju et al., 2017) pregunta lo mismo a los *mapas* de la última convolución: el promedio del
# gradiente sobre cada mapa es su peso; se suman los mapas con esos pesos, y ReLU deja lo que habla **a favor**.
#
# ### Ejercicio 4: Grad-CAM
#
# `maps` y `gradients` tienen la forma `(F, H, W)`. Devuelve el mapa `(H, W)`.

# %% [markdown] lang="en"
# ## 6. What the gradient says
#
# Occlusion asks 256 times. The gradient answers in a single backward pass: **how much would the score change if this
# pixel changed a tiny bit?** Its size is the **saliency** (Simonyan et al., 2014).
#
# **Grad-CAM** (Selvaraju et al., 2017) asks the same of the *maps* of the last convolution: the mean of the gradient over
# each map is its weight; the maps are added with those weights, and ReLU leaves what speaks **in favour**.
#
# ### Exercise 4: Grad-CAM
#
# `maps` and `gradients` have the shape `(F, H, W)`. Return the map `(H, W)`.

# %% edition="student"
def weighted_maps(maps, gradients):
    weights = ...
    total = ...
    return ...

# %% edition="solution"
def weighted_maps(maps, gradients):
    weights = gradients.mean(axis=(1, 2))
    total = sum(weight * one for weight, one in zip(weights, maps))
    return np.maximum(total, 0)

# %%
# NBVAL_CHECK_OUTPUT
exercises.weighted_maps.check(weighted_maps)

# %% [markdown] lang="es"
# ¿De qué capa? Probemos con la última, la lineal. Falla a propósito: **lee la última línea**.

# %% [markdown] lang="en"
# Of which layer? Let us try the last one, the linear layer. It fails on purpose: **read the last line**.

# %% tags=["raises-exception"]
inspect.grad_cam(model, picture, target=0, layer=8)

# %% [markdown] lang="es"
# La capa 8 da cuatro números, no mapas: ya no hay un «dónde». Si no decimos la capa, `grad_cam` toma la última
# convolución con su ReLU (aquí, la 6) y estira sus 7 × 7 lugares al tamaño de la imagen.
#
# Los tres mapas, cada uno dividido por su mayor valor para verlos en una sola escala:

# %% [markdown] lang="en"
# Layer 8 gives four numbers, not maps: there is no "where" any more. If we do not name a layer, `grad_cam` takes the last
# convolution with its ReLU (here, layer 6), and stretches its 7 × 7 places to the size of the image.
#
# The three maps, each divided by its largest value, to see them on one scale:

# %% lang="es"
methods = [inspect.occlusion_map, inspect.saliency, inspect.grad_cam]

def three_maps(net, image, target):
    maps = [image, *(method(net, image, target) for method in methods)]
    scaled = [one / max(np.abs(one).max(), 1e-9) for one in maps]
    titles = ["imagen", *(method.__name__ for method in methods)]
    return plots.feature_maps(np.array(scaled), titles)

# %% lang="en"
methods = [inspect.occlusion_map, inspect.saliency, inspect.grad_cam]

def three_maps(net, image, target):
    maps = [image, *(method(net, image, target) for method in methods)]
    scaled = [one / max(np.abs(one).max(), 1e-9) for one in maps]
    titles = ["image", *(method.__name__ for method in methods)]
    return plots.feature_maps(np.array(scaled), titles)

# %%
three_maps(model, picture, 0)

# %% [markdown] lang="es"
# | Mapa | Responde a | No dice |
# |:--|:--|:--|
# | oclusión | ¿cuánto baja la puntuación si tapo esta parte? | qué pasaría con otro color u otro tamaño; ni lo que hacen dos partes juntas |
# | saliencia | ¿a qué píxeles es sensible, para cambios muy pequeños? | en qué dirección, ni cuánto aportó cada píxel |
# | Grad-CAM | ¿en qué zona están los mapas que hablan a favor? | dónde, con más detalle que 7 × 7; ni lo que habla en contra |
#
# Ninguno dice **por qué**. Tampoco coinciden entre sí: son respuestas a preguntas distintas.

# %% [markdown] lang="en"
# | Map | It answers | It does not say |
# |:--|:--|:--|
# | occlusion | how far does the score fall if I cover this part? | what would happen with another colour or size; nor what two parts do together |
# | saliency | to which pixels is it sensitive, for very small changes? | in which direction, nor how much each pixel contributed |
# | Grad-CAM | in which region are the maps that speak in favour? | where, more finely than 7 × 7; nor what speaks against |
#
# None of them says **why**. Nor do they agree with each other: they are answers to different questions.

# %% [markdown] lang="es"
# ## 7. La prueba: ¿y si la red no supiera nada?
#
# Un mapa que se ve convincente puede no decir nada de lo aprendido. Adebayo et al. (2018) propusieron una prueba sencilla:
# **pon pesos al azar y vuelve a mirar**. Si el mapa queda igual, no hablaba de lo que la red aprendió.

# %% [markdown] lang="en"
# ## 7. The test: what if the network knew nothing?
#
# A map that looks convincing may say nothing about what was learned. Adebayo et al. (2018) proposed a simple test: **put
# random weights in and look again**. If the map stays the same, it did not speak of what the network had learned.

# %%
ignorant = copy.deepcopy(model)
ignorant.initialise(3)
three_maps(ignorant, picture, 0)

# %% [markdown] lang="es"
# Aquí también hay mapas, y esta red no sabe nada. Midamos en 40 dibujos el parecido entre el mapa de tu red y el de la
# ignorante: la correlación de Spearman, que es 1 si los dos ordenan los píxeles igual y 0 si no tienen nada que ver. La
# calculamos dos veces, como en el artículo: sin signo (¿dónde es fuerte el mapa?) y con signo. Para comparar, un «método»
# que ni siquiera mira la red: los **bordes de la imagen**. **Predice** su parecido.

# %% [markdown] lang="en"
# There are maps here too, and this network knows nothing. Let us measure on 40 drawings how much the map of your network
# resembles that of the ignorant one: Spearman's correlation, which is 1 if both put the pixels in the same order, and 0
# if they have nothing to do with each other. We work it out twice, as in the paper: without the sign (where is the map
# strong?) and with it. For comparison, a "method" that does not even look at the network: the **edges of the image**.
# **Predict** its resemblance.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 1

# %%
from scipy import stats

def image_edges(net, image, target):
    return np.hypot(*np.gradient(image))

def agreement(method, look):
    pairs = [[look(method(net, *one)).ravel() for net in (model, ignorant)]
             for one in forty]
    return np.mean([stats.spearmanr(*p)[0] for p in pairs if np.std(p, axis=1).all()])

# %%
# NBVAL_CHECK_OUTPUT
forty = list(zip(test.images[:40], test.labels[:40]))
compare(prediction, round(float(agreement(image_edges, np.abs)), 2))

# %%
looks = np.abs, np.positive
alike = {one.__name__: [agreement(one, look) for look in looks] for one in methods}
for name, (unsigned, signed) in alike.items():
    print(f"{name:>14} {unsigned:5.2f} {signed:5.2f}")

# %%
# NBVAL_CHECK_OUTPUT
covered, of_saliency, of_cam = alike.values()
print(max(of_saliency[0], of_cam[0]) < 0.4 < covered[0], covered[1] < 0.4)

# %% [markdown] lang="es"
# La primera columna es sin signo; la segunda, con él. Los bordes dan 1: no dependen de la red, así que **no pueden
# explicarla**, por bonitos que sean. La saliencia y Grad-CAM quedan por debajo de 0.4: cambian cuando cambian los pesos, y
# pasan la prueba. En el artículo también la pasaron el gradiente y Grad-CAM; otros métodos muy usados, como *guided
# backpropagation*, no.
#
# La oclusión la pasa **a medias**. Sin signo queda por encima de 0.4: donde no hay tinta, tapar cambia poco en cualquier
# red, así que una parte del mapa es el dibujo mismo. Míralo arriba: con pesos al azar, la X sigue ahí. Lo que cambia es el
# **signo**, si esa parte habla a favor o en contra: con él queda por debajo de 0.4.
#
# Pasar la prueba es lo mínimo. Que un mapa dependa de lo aprendido no significa que lo explique.
#
# ### Ejercicio 5: ¿qué dice un mapa de saliencia?
#
# - **A.** La razón por la que la red eligió esa clase.
# - **B.** Cuánto bajaría la puntuación si se borrara cada píxel.
# - **C.** Cuánto cambiaría la puntuación, para cambios muy pequeños de cada píxel de esta imagen.
# - **D.** Dónde está la forma en la imagen.

# %% [markdown] lang="en"
# The first column is without the sign; the second, with it. The edges give 1: they do not depend on the network, so **they
# can't explain it**, however pretty they are. Saliency and Grad-CAM stay below 0.4: they change when the weights change, and
# pass the test. In the paper the gradient and Grad-CAM passed it as well; other methods that are much used, such as *guided
# backpropagation*, did not.
#
# Occlusion **half** passes it. Without the sign it stays above 0.4: where there is no ink, covering changes little in any
# network, so a part of the map is the drawing itself. Look above: with random weights, the X is still there. What changes is
# the **sign**, whether that part speaks in favour or against: with it, it stays below 0.4.
#
# Passing the test is the least one can ask. That a map depends on what was learned does not mean that it explains it.
#
# ### Exercise 5: what does a saliency map say?
#
# - **A.** The reason why the network chose that class.
# - **B.** How far the score would fall if each pixel were erased.
# - **C.** How much the score would change, for very small changes of each pixel of this image.
# - **D.** Where the shape is in the image.

# %% edition="student"
my_answer = ...

# %% edition="solution"
my_answer = "C"

# %%
# NBVAL_CHECK_OUTPUT
exercises.what_saliency_says.check(my_answer)

# %% [markdown] lang="es"
# ## 8. La imagen que más la excita
#
# Ahora al revés: dejamos quietos los pesos y cambiamos **la imagen**, subiendo por el gradiente hasta que la puntuación
# de una clase sea enorme (Erhan et al., 2009). Arriba, sin más; abajo, con un poco de desenfoque después de cada paso.
# El número es la puntuación de esa clase.

# %% [markdown] lang="en"
# ## 8. The image that excites it most
#
# Now the other way round: we leave the weights alone and change **the image**, climbing along the gradient until the score
# of a class is enormous (Erhan et al., 2009). Above, nothing else; below, with a little blur after each step. The number
# is the score of that class.

# %%
climbed = np.array([
    inspect.activation_maximisation(model, k, (16, 16), blur=blur, rng=0)
    for blur in (0, 0.4) for k in range(4)
])
own_score = model.scores(climbed)[range(8), [0, 1, 2, 3] * 2]
plots.feature_maps(climbed, [f"{spoken[i % 4]}: {own_score[i]:.0f}" for i in range(8)])

# %%
# NBVAL_CHECK_OUTPUT
real = model.scores(test.images).max(axis=0)
print((own_score[:4] > 1.5 * real).all())
print((model.predict(climbed) == [0, 1, 2, 3] * 2).all())

# %% [markdown] lang="es"
# Las ocho las clasifica como pedimos. Las de arriba pasan de una vez y media la mayor puntuación de los 1 000 dibujos
# reales, **y no parecen nada**: son texturas. Con desenfoque aparecen diagonales, lazos, cruces, lados inclinados.
#
# Dos cuidados. La imagen depende tanto de lo que **prohibimos** (el desenfoque) como de la red: no es «lo que la red
# tiene en mente». Y una puntuación enorme no significa una imagen de esa clase: la red contesta **algo** a cualquier
# imagen, también a las que nunca vio.

# %% [markdown] lang="en"
# All eight are classified as we asked. Those above go beyond one and a half times the largest score of the 1,000 real
# drawings, **and look like nothing**: they are textures. With blur, diagonals appear, loops, crosses, sloping sides.
#
# Two cautions. The image depends on what we **forbade** (the blur) as much as on the network: it is not "what the network
# has in mind". And an enormous score does not mean an image of that class: the network answers **something** to any image,
# those that it never saw included.

# %% [markdown] lang="es"
# ## 9. Un empujón
#
# Si subir por el gradiente cambia la puntuación tan fácilmente, ¿cuánto hay que mover un dibujo real para que la red se
# equivoque? Muy poco, como mostraron Szegedy et al. (2014). El método más simple, el del signo del gradiente (*fast
# gradient sign method*, Goodfellow et al., 2015): cada píxel se mueve **lo mismo**, `size`, hacia donde crece la
# pérdida. Solo se usa el **signo** del gradiente, y la imagen sigue entre 0 y 1.
#
# ### Ejercicio 6: el paso

# %% [markdown] lang="en"
# ## 9. A nudge
#
# If climbing along the gradient changes the score so easily, how far must a real drawing be moved for the network to err?
# Very little, as Szegedy et al. (2014) showed. The simplest method, the *fast gradient sign method* (Goodfellow et al.,
# 2015): each pixel moves **by the same amount**, `size`, towards where the loss grows. Only the **sign** of the gradient is used, and the image stays between 0 and 1.
#
# ### Exercise 6: the step

# %% edition="student"
def nudge_step(image, gradient, size):
    return ...

# %% edition="solution"
def nudge_step(image, gradient, size):
    return np.clip(image + size * np.sign(gradient), 0, 1)

# %%
# NBVAL_CHECK_OUTPUT
exercises.nudge_step.check(nudge_step)

# %% [markdown] lang="es"
# `inspect.adversarial_nudge` calcula el gradiente y da ese paso. Esta es una X de las nuevas, la misma con un empujón de 0.1 y
# con un **ruido** de 0.1 (la elegimos porque cae): cada píxel sube o baja 0.1 al azar. Arriba de cada uno, lo que dice la red.

# %% [markdown] lang="en"
# `inspect.adversarial_nudge` works out the gradient and takes that step. Here is one of the new X's, the same with a nudge of 0.1,
# and with **noise** of 0.1 (we chose it because it falls): each pixel goes up or down by 0.1 at random. Above each one, what the network says.

# %%
def with_noise(image, label, size):
    return np.clip(image + rng.choice([-size, size], image.shape), 0, 1)

def nudged(image, label, size):
    return inspect.adversarial_nudge(model, image, label, size)

real_x = test.images[test.labels == 0][3]
trio = [real_x, nudged(real_x, 0, 0.1), with_noise(real_x, 0, 0.1)]
for ax, one in zip(plots.side_by_side(3, height=2.6), trio):
    plots.image(one, spoken[model.predict(one[np.newaxis])[0]], ax=ax).set_axis_off()

# %% [markdown] lang="es"
# Un solo ejemplo no prueba nada. Medimos con 200 dibujos y empujones de varios tamaños, siempre junto al ruido del mismo
# tamaño. **Predice**: con empujones de 0.1, ¿cuántos de cada 10 dibujos acierta la red?

# %% [markdown] lang="en"
# A single example proves nothing. We measure with 200 drawings and nudges of several sizes, always beside noise of the
# same size. **Predict**: with nudges of 0.1, on how many out of 10 drawings is the network right?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 2

# %%
two_hundred = test.images[:200], test.labels[:200]

def right_after(change, size):
    changed = np.array([change(*one, size) for one in zip(*two_hundred)])
    return float(np.mean(model.predict(changed) == two_hundred[1]))

# %%
sizes = [0, 0.02, 0.05, 0.1, 0.15]
nudges = [right_after(nudged, size) for size in sizes]
noises = [right_after(with_noise, size) for size in sizes]
for row in zip(sizes, nudges, noises):
    print("{:5.2f} {:5.0%} {:5.0%}".format(*row))
compare(prediction, round(10 * nudges[3]))

# %% lang="es"
(ax,) = plots.side_by_side(1)
ax.plot(sizes, noises, "o--", color="#1f4e9c", label="ruido al azar")
ax.plot(sizes, nudges, "s-", color="#c43c00", label="empujón")
ax.set(xlabel="cuánto se mueve cada píxel", ylabel="aciertos", ylim=(0, 1.05))
ax.legend()
describe(ax, f"Aciertos según el tamaño. Con ruido: {np.round(noises, 2).tolist()}. "
             f"Con empujones: {np.round(nudges, 2).tolist()}.")

# %% lang="en"
(ax,) = plots.side_by_side(1)
ax.plot(sizes, noises, "o--", color="#1f4e9c", label="random noise")
ax.plot(sizes, nudges, "s-", color="#c43c00", label="nudge")
ax.set(xlabel="how far each pixel moves", ylabel="accuracy", ylim=(0, 1.05))
ax.legend()
describe(ax, f"Accuracy by size. With noise: {np.round(noises, 2).tolist()}. "
             f"With nudges: {np.round(nudges, 2).tolist()}.")

# %%
# NBVAL_CHECK_OUTPUT
print(nudges[3] < 0.4, noises[3] > 0.8)

# %% [markdown] lang="es"
# Con empujones de 0.1 acierta menos de 4 de cada 10; con ruido de 0.1, más de 8 de cada 10. El tamaño es el mismo, la
# **dirección** no. En el empujón, 256 cambios pequeños suman todos contra la clase correcta; los del ruido casi se
# cancelan. Para tus ojos, la forma sigue ahí.
#
# No es un defecto de esta red tan pequeña: pasa también en las grandes, y por eso importa dónde se usan. La lección 17
# vuelve a esto.

# %% [markdown] lang="en"
# With nudges of 0.1 it is right less than 4 times out of 10; with noise of 0.1, more than 8 times out of 10. The size is
# the same, the **direction** is not. In the nudge, 256 small changes all add up against the right class; those of the
# noise nearly cancel out. To your eyes, the shape is still there.
#
# It is not a flaw of this small network: it happens in large ones too, and so it matters where they are used. Lesson 17
# comes back to this.

# %% [markdown] lang="es"
# ## Para comprobar lo aprendido

# %% [markdown] lang="en"
# ## Check what you have learned

# %%
widgets.QuizCard(exercises.quiz(12))

# %% [markdown] lang="es"
# ## En resumen
#
# - Los filtros aprendidos **no son** los que hicimos a mano. Un parecido se compara siempre con el azar.
# - Los de la primera capa se parecen más a bordes que al empezar. Los mapas de las últimas no son «mapas de X»: una unidad
#   responde a varias formas, y alguna a ninguna.
# - De capa en capa la respuesta queda más a la mano. Eso lo hace el entrenamiento.
# - **Oclusión**: tapar y volver a preguntar. **Saliencia**: sensibilidad a cambios muy pequeños. **Grad-CAM**: la zona de
#   los mapas que hablan a favor. Ninguno dice por qué.
# - Un mapa que no cambia con pesos al azar no habla de lo aprendido.
# - Una imagen que excita a la red no es lo que la red «imagina», y una puntuación enorme no es una garantía.
# - Un **empujón** en la dirección del gradiente hace más daño que un ruido del mismo tamaño.
#
# ## Lo que sigue
#
# Tu red tiene 2 768 parámetros. Las que cambiaron el campo tienen millones y están hechas de las mismas capas. La próxima
# lección las arma y las compara: AlexNet, VGG, GoogLeNet, ResNet.

# %% [markdown] lang="en"
# ## In short
#
# - The learned filters **are not** the ones we made by hand. A resemblance is always compared with chance.
# - Those of the first layer are more like edges than at the start. The maps of the last ones are no "maps of X": a unit
#   answers to several shapes, and some to none.
# - From layer to layer the answer is closer at hand. Training does that.
# - **Occlusion**: cover it and ask again. **Saliency**: sensitivity to very small changes. **Grad-CAM**: the region of the
#   maps that speak in favour. None says why.
# - A map that does not change with random weights does not speak of what was learned.
# - An image that excites the network is not what the network "imagines", and an enormous score guarantees nothing.
# - A **nudge** in the gradient's direction does more harm than noise of the same size.
#
# ## What comes next
#
# Your network has 2,768 parameters. Those that changed the field have millions, and are made of the same layers. The next
# lesson builds and compares them: AlexNet, VGG, GoogLeNet, ResNet.

# %% [markdown] lang="es"
# ## Fuentes
#
# - M. D. Zeiler y R. Fergus, *Visualizing and Understanding Convolutional Networks* (2014),
#   [arXiv:1311.2901](https://arxiv.org/abs/1311.2901): oclusión.
# - K. Simonyan, A. Vedaldi y A. Zisserman, *Deep Inside Convolutional Networks* (2014),
#   [arXiv:1312.6034](https://arxiv.org/abs/1312.6034): saliencia, y la imagen de una clase.
# - R. R. Selvaraju et al., *Grad-CAM* (2017), [arXiv:1610.02391](https://arxiv.org/abs/1610.02391).
# - J. Adebayo et al., *Sanity Checks for Saliency Maps* (2018), [arXiv:1810.03292](https://arxiv.org/abs/1810.03292).
# - D. Erhan et al., *Visualizing Higher-Layer Features of a Deep Network* (2009), informe 1341 de la Universidad de
#   Montreal; J. Yosinski et al. (2015), [arXiv:1506.06579](https://arxiv.org/abs/1506.06579): con desenfoque.
# - C. Szegedy et al., *Intriguing properties of neural networks* (2014),
#   [arXiv:1312.6199](https://arxiv.org/abs/1312.6199): los primeros empujones, también en redes grandes.
# - I. J. Goodfellow, J. Shlens y C. Szegedy, *Explaining and Harnessing Adversarial Examples* (2015),
#   [arXiv:1412.6572](https://arxiv.org/abs/1412.6572).
# - G. Alain e Y. Bengio, *Understanding Intermediate Layers Using Linear Classifier Probes* (2016),
#   [arXiv:1610.01644](https://arxiv.org/abs/1610.01644): leer una capa con una suma con pesos.
# - H. Lee et al., *Convolutional Deep Belief Networks for Scalable Unsupervised Learning of Hierarchical
#   Representations* (2009), ICML: de dónde viene la figura de las caras.

# %% [markdown] lang="en"
# ## Sources
#
# - M. D. Zeiler and R. Fergus, *Visualizing and Understanding Convolutional Networks* (2014),
#   [arXiv:1311.2901](https://arxiv.org/abs/1311.2901): occlusion.
# - K. Simonyan, A. Vedaldi and A. Zisserman, *Deep Inside Convolutional Networks* (2014),
#   [arXiv:1312.6034](https://arxiv.org/abs/1312.6034): saliency, and the image of a class.
# - R. R. Selvaraju et al., *Grad-CAM* (2017), [arXiv:1610.02391](https://arxiv.org/abs/1610.02391).
# - J. Adebayo et al., *Sanity Checks for Saliency Maps* (2018), [arXiv:1810.03292](https://arxiv.org/abs/1810.03292).
# - D. Erhan et al., *Visualizing Higher-Layer Features of a Deep Network* (2009), report 1341 of the University of
#   Montreal; J. Yosinski et al. (2015), [arXiv:1506.06579](https://arxiv.org/abs/1506.06579): with blur.
# - C. Szegedy et al., *Intriguing properties of neural networks* (2014),
#   [arXiv:1312.6199](https://arxiv.org/abs/1312.6199): the first nudges, in large networks too.
# - I. J. Goodfellow, J. Shlens and C. Szegedy, *Explaining and Harnessing Adversarial Examples* (2015),
#   [arXiv:1412.6572](https://arxiv.org/abs/1412.6572).
# - G. Alain and Y. Bengio, *Understanding Intermediate Layers Using Linear Classifier Probes* (2016),
#   [arXiv:1610.01644](https://arxiv.org/abs/1610.01644): reading a layer with a weighted sum.
# - H. Lee et al., *Convolutional Deep Belief Networks for Scalable Unsupervised Learning of Hierarchical
#   Representations* (2009), ICML: where the figure of the faces comes from.
