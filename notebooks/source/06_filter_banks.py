# ---
# cnnlab:
#   title:
#     es: Bancos de filtros y mapas de características
#     en: Filter banks and feature maps
#   minutes: 50
#   topics:
#     es: ["original, nitidez, bordes y bordes fuertes", "dirección, tamaño y textura: Sobel, LoG y Gabor", filtros separables, diseñar un filtro]
#     en: ["original, sharpened, edges and strong edges", "direction, size and texture: Sobel, LoG and Gabor", separable filters, designing a filter]
#   needs: [05_convolution_step_by_step]
# ---

# %% [markdown] lang="es"
# Un filtro hace una pregunta. Un **banco de filtros** hace muchas a la vez, sobre la misma
# imagen: ¿qué hay de borde, de raya, de textura, y dónde?
#
# Al terminar esta lección podrás:
#
# - leer una tabla de mapas de características y decir qué significa cada color;
# - construir filtros sumando otros filtros, y saber por qué funciona;
# - medir el tamaño y la dirección de un borde;
# - encontrar una textura con un banco de Gabor;
# - reconocer un filtro separable y contar lo que ahorra;
# - diseñar el filtro que produce un mapa dado, a mano y con cuentas.

# %% [markdown] lang="en"
# A filter asks a question. A **filter bank** asks many at once, of the same image: what is
# there of edges, of stripes, of texture, and where?
#
# By the end of this lesson you will be able to:
#
# - read a table of feature maps, and say what each colour means;
# - build filters by adding other filters, and know why that works;
# - measure the size and the direction of an edge;
# - find a texture with a Gabor bank;
# - recognise a separable filter, and count what it saves;
# - design the filter that makes a given map, by hand and by calculation.

# %%
import numpy as np

from cnnlab import convolution, exercises, filters, images, plots, widgets
from cnnlab.exercises import attempt, compare

# %% [markdown] lang="es"
# ## 1. Cuatro preguntas, una escala
#
# Dos fotos de verdad, en gris: la cara de Grace Hopper, pionera de la computación, y una dalia. Y un
# banco de cuatro filtros. `identity` deja cada píxel como está; los otros tres los viste en la
# lección 5.

# %% [markdown] lang="en"
# ## 1. Four questions, one scale
#
# Two real photographs, in grey: the face of Grace Hopper, a pioneer of computing, and a dahlia. And a
# bank of four filters. `identity` leaves each pixel as it is; the other three you met in lesson 5.

# %%
# NBVAL_CHECK_OUTPUT
face = images.to_grey(images.photo("grace_hopper"))[150:300, 130:370]
flower = images.to_grey(images.photo("flower"))[80:370, 160:460]
bank = filters.bank("identity", "sharpen", "edges", "strong_edges")
print(face.shape, flower.shape, len(bank))

# %% [markdown] lang="es"
# `filters.feature_maps` desliza el banco completo y apila los mapas. **Predice** la forma de la pila
# para la cara: `(mapas, alto, ancho)`.

# %% [markdown] lang="en"
# `filters.feature_maps` slides the whole bank and stacks the maps. **Predict** the shape of the stack
# for the face: `(maps, height, width)`.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = (4, 148, 238)

# %%
# NBVAL_CHECK_OUTPUT
maps = filters.feature_maps(face, bank)
compare(prediction, maps.shape)

# %% [markdown] lang="es"
# Cuatro filtros, cuatro mapas: el primer eje dice **qué filtro**, los otros dos dicen **dónde**.
#
# Ahora, la tabla. Cada fila es una imagen, cada columna un filtro, y hay **una sola escala** para
# todos los mapas: blanco es cero, naranja es positivo, morado es negativo. Sin una escala común no
# podrías comparar dos mapas.

# %% [markdown] lang="en"
# Four filters, four maps: the first axis says **which filter**, the other two say **where**.
#
# Now the table. Each row is an image, each column a filter, and there is **one scale** for all the
# maps: white is zero, orange is positive, purple is negative. Without a common scale you could not
# compare two maps.

# %%
plots.filter_table([face, flower], bank)

# %% [markdown] lang="es"
# De izquierda a derecha: la original, la misma más nítida, sus bordes, y sus bordes con más fuerza.
# Las dos primeras columnas conservan los grises, y por eso son naranjas. En las otras dos, las zonas
# lisas quedan blancas.
#
# `strong_edges` suele llamarse «bordes fuertes». El nombre engaña: no elige los bordes fuertes,
# responde **más fuerte a todos**. ¿Cuánto más? Aquí hay un borde de una sola columna a la siguiente,
# de 10 a 200. `edges` responde −190 en el lado oscuro y 190 en el claro. **Predice** los dos números
# de `strong_edges`.

# %% [markdown] lang="en"
# From left to right: the original, the same but sharper, its edges, and its edges more strongly.
# The first two columns keep the greys, which is why they are orange. In the other two, flat areas
# are white.
#
# `strong_edges` is usually called "strong edges". The name misleads: it does not pick out the strong
# edges, it answers **all of them more strongly**. How much more? Here is an edge from one column to
# the next, from 10 to 200. `edges` answers −190 on the dark side and 190 on the bright side.
# **Predict** the two numbers of `strong_edges`.

# %%
step = np.tile([10, 10, 10, 200, 200, 200], (3, 1))
plots.numbers(step)

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [-570, 570]

# %%
# NBVAL_CHECK_OUTPUT
step_maps = filters.feature_maps(step, bank)[:, 0]
compare(prediction, step_maps[3, 1:3])
for name, row in zip(bank, step_maps, strict=True):
    print(f"{name:>12}", row)

# %% [markdown] lang="es"
# El triple, porque tres de sus ocho vecinos están al otro lado del borde, y en `edges` solo uno.
#
# Fíjate en los signos. Un borde deja **dos** rastros, uno a cada lado: morado donde el píxel es más
# oscuro que sus vecinos, naranja donde es más claro. «Negro significa negativo» es falso en la foto
# (negro es 0), y «negativo significa que no hay nada» es falso en el mapa.

# %% [markdown] lang="en"
# Three times as much, because three of its eight neighbours lie across the edge, and only one in
# `edges`.
#
# Look at the signs. An edge leaves **two** traces, one on each side: purple where the pixel is darker
# than its neighbours, orange where it is brighter. "Black means negative" is false in the photograph
# (black is 0), and "negative means there is nothing" is false in the map.

# %% [markdown] lang="es"
# ### ¿Y si hay más luz?
#
# La misma cara con 50 más en cada píxel. **Predice** cuánto cambia cada uno de los cuatro mapas, como
# lista de cuatro números. Pista: `identity` y `sharpen` suman 1; `edges` y `strong_edges` suman 0.

# %% [markdown] lang="en"
# ### What if there is more light?
#
# The same face with 50 added to each pixel. **Predict** by how much each of the four maps changes, as
# a list of four numbers. Hint: `identity` and `sharpen` add up to 1; `edges` and `strong_edges` to 0.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [50, 50, 0, 0]

# %%
# NBVAL_CHECK_OUTPUT
change = filters.feature_maps(face.astype(float) + 50, bank) - maps
print([bool(np.allclose(one, one[0, 0])) for one in change])
compare(prediction, change[:, 0, 0])

# %% [markdown] lang="es"
# El cambio es el mismo en todo el mapa: 50 por la suma de los pesos.
#
# - Suma **1**: el filtro conserva los grises. Lo que sale se puede mirar como una foto.
# - Suma **0**: al filtro no le importa cuánta luz hay, solo los cambios. Lo que sale no es una foto.
#
# Un filtro no tiene que ser un promedio: los pesos de un promedio suman 1 y ninguno es negativo. De
# estos cuatro, solo `identity` cumple las dos cosas.

# %% [markdown] lang="en"
# The change is the same all over the map: 50 times the sum of the weights.
#
# - It adds up to **1**: the filter keeps the greys. What comes out can be looked at as a photograph.
# - It adds up to **0**: the filter does not care how much light there is, only about changes. What
#   comes out is not a photograph.
#
# A filter need not be an average: the weights of an average add up to 1 and none of them is negative.
# Of these four, only `identity` meets both.

# %% [markdown] lang="es"
# ## 2. Nitidez es la imagen más sus bordes
#
# Suma los filtros `identity` y `edges`, peso por peso. Sale uno conocido:

# %% [markdown] lang="en"
# ## 2. Sharp is the image plus its edges
#
# Add the filters `identity` and `edges`, weight by weight. Out comes one you know:

# %%
# NBVAL_CHECK_OUTPUT
bank["identity"] + bank["edges"]

# %% [markdown] lang="es"
# Es `sharpen`. ¿Pasa lo mismo con los mapas? **Predice** `True` o `False`: el mapa de `identity` más
# el de `edges`, ¿es exactamente el de `sharpen`?

# %% [markdown] lang="en"
# It is `sharpen`. Is it the same with the maps? **Predict** `True` or `False`: is the map of
# `identity` plus that of `edges` exactly the one of `sharpen`?

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = True

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, np.array_equal(maps[0] + maps[2], maps[1]))

# %% [markdown] lang="es"
# En cada posición se multiplica y se suma, así que da lo mismo sumar antes o después. Si $\star$ es
# deslizar un filtro sobre la imagen $x$, entonces
#
# $$ (w + v) \star x = w \star x + v \star x $$
#
# Eso se llama **linealidad**: el mapa de una suma es la suma de los mapas. Por eso los filtros se
# pueden armar por partes, y por eso puedes decidir la **fuerza** $a$ de la nitidez:
# $\text{identity} + a \cdot \text{edges}$.

# %% [markdown] lang="en"
# At each position we multiply and add, so it makes no difference whether we add before or after. If
# $\star$ is sliding a filter over the image $x$, then
#
# $$ (w + v) \star x = w \star x + v \star x $$
#
# That is called **linearity**: the map of a sum is the sum of the maps. It is why filters can be
# built from parts, and why you may choose the **strength** $a$ of the sharpening:
# $\text{identity} + a \cdot \text{edges}$.

# %% [markdown] lang="es"
# ### Con la mano
#
# Los cuatro filtros sobre la cara; elige uno y cambia sus pesos. **Predice** antes de mirar:
#
# 1. Parte de `identity` y conviértelo en un `sharpen` con la mitad de fuerza.
# 2. En `strong_edges` cambia **un solo** peso para que conserve los grises. ¿Cuál, y a cuánto?
# 3. En `edges` cambia todos los signos. ¿Qué cambia en el mapa?

# %% [markdown] lang="en"
# ### By hand
#
# The four filters over the face; choose one and change its weights. **Predict** before you look:
#
# 1. Start from `identity` and turn it into a `sharpen` of half the strength.
# 2. In `strong_edges` change **one** weight so that it keeps the greys. Which one, and to what?
# 3. In `edges` change every sign. What changes in the map?

# %%
explorer = widgets.FilterExplorer(face, kernels=bank)
explorer

# %% [markdown] lang="es"
# <details><summary>Compara con tus respuestas</summary>
#
# 1. El centro pasa a 3 y los cuatro vecinos directos a −0.5. La suma sigue siendo 1.
# 2. El centro, de 8 a 9: la suma pasa de 0 a 1. Es otro filtro de nitidez, con ocho vecinos.
# 3. Naranja y morado se intercambian. Los bordes son los mismos. Es `laplacian`.
# </details>

# %% [markdown] lang="en"
# <details><summary>Compare with your answers</summary>
#
# 1. The centre becomes 3 and the four direct neighbours −0.5. The sum is still 1.
# 2. The centre, from 8 to 9: the sum goes from 0 to 1. It is another sharpening filter, with eight
#    neighbours.
# 3. Orange and purple trade places. The edges are the same. It is `laplacian`.
# </details>

# %%
# NBVAL_CHECK_OUTPUT
half = bank["identity"] + bank["edges"] / 2
print(half[1], half.sum())
print(bank["strong_edges"][1, 1] + 1 - bank["strong_edges"].sum())
print(np.array_equal(-bank["edges"], filters.get("laplacian")))

# %% [markdown] lang="es"
# ### Ejercicio 1: la fuerza de la nitidez
#
# Completa la función que da nitidez a una imagen con la fuerza `strength`. Si te trabas,
# `exercises.sharpen_by.hint()` te da una pista, y `exercises.sharpen_by.solution()` la solución.

# %% [markdown] lang="en"
# ### Exercise 1: the strength of sharpening
#
# Complete the function that sharpens an image with that `strength`. If you get stuck,
# `exercises.sharpen_by.hint()` gives you a hint, and `exercises.sharpen_by.solution()` the solution.

# %% edition="student"
def sharpen_by(image, strength):
    kernel = ...
    return convolution.cross_correlate(image, kernel)

# %% edition="solution"
def sharpen_by(image, strength):
    kernel = filters.get("identity") + strength * filters.get("edges")
    return convolution.cross_correlate(image, kernel)

# %%
# NBVAL_CHECK_OUTPUT
exercises.sharpen_by.check(sharpen_by)

# %% [markdown] lang="es"
# ### La máscara de desenfoque
#
# Hay otro camino hasta `sharpen`. Desenfoca la foto, resta lo desenfocado a la original, y lo que
# queda son los **detalles**. Súmalos varias veces a la foto. Los fotógrafos lo hacían en el cuarto
# oscuro, y muchos programas de fotos lo llaman todavía *unsharp mask*.
#
# Con el promedio de un píxel y sus cuatro vecinos, ¿cuántas veces hay que sumar los detalles para
# obtener `sharpen`? **Predice** el número $n$. Pista: el centro de `sharpen` es 5, y el del
# promedio es 1/5.

# %% [markdown] lang="en"
# ### Unsharp masking
#
# There is another road to `sharpen`. Blur the photograph, take the blurred one away from the
# original, and what is left are the **details**. Add them to the photograph, several times over.
# Photographers did it in the darkroom, and many photo programs still call it *unsharp mask*.
#
# With the mean of a pixel and its four neighbours, how many times do the details have to be added to
# get `sharpen`? **Predict** the number $n$. Hint: the centre of `sharpen` is 5, that of the mean is
# 1/5.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 5

# %%
# NBVAL_CHECK_OUTPUT
plus_mean = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]]) / 5
details = bank["identity"] - plus_mean
unsharp = {n: bank["identity"] + n * details for n in range(10)}
matches = [n for n in unsharp if np.allclose(unsharp[n], bank["sharpen"])]
compare(prediction, matches[0])

# %% [markdown] lang="es"
# ## 3. Algo que falla a propósito
#
# ### Guardar el mapa como foto
#
# En el borde de 10 a 200, `sharpen` respondió −180 y 390. Un archivo de imagen guarda enteros de 0 a
# 255. **Predice** en qué se convierten los dos números al pasarlos a `uint8`. (Se suma o se resta
# 256 hasta que quepan.)

# %% [markdown] lang="en"
# ## 3. Something that fails on purpose
#
# ### Saving the map as a photograph
#
# At the edge from 10 to 200, `sharpen` answered −180 and 390. An image file stores whole numbers from
# 0 to 255. **Predict** what the two numbers become when they are turned into `uint8`. (256 is added or
# taken away until they fit.)

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [76, 134]

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, np.array([-180, 390]).astype(np.uint8))

# %% [markdown] lang="es"
# El lado oscuro se aclaró y el claro se oscureció, justo lo contrario de dar nitidez, y nadie avisó. En la
# foto se ve así (izquierda); a la derecha, el remedio: recortar antes a [0, 255] con `np.clip`.

# %% [markdown] lang="en"
# The dark side got brighter and the bright side darker, the very opposite of sharpening, and nobody
# warned us. In the photograph it looks like this (left); on the right is the remedy: clip to [0, 255]
# beforehand, with `np.clip`.

# %%
sharp = maps[1].astype(int)
left, right = plots.side_by_side(2, height=1.5)
plots.image(sharp.astype(np.uint8), ax=left)
plots.image(np.clip(sharp, 0, 255).astype(np.uint8), ax=right)

# %% [markdown] lang="es"
# Y con el mapa de `edges`, ¿también basta con recortar? Contemos qué parte de cada mapa queda fuera de
# [0, 255], y qué parte es negativa.

# %% [markdown] lang="en"
# And with the map of `edges`, is clipping good enough too? Let us count which part of each map lies
# outside [0, 255], and which part is negative.

# %%
# NBVAL_CHECK_OUTPUT
for name, one in zip(bank, maps, strict=True):
    outside, negative = (one < 0) | (one > 255), one < 0
    print(f"{name:>12} {outside.mean():6.1%} {negative.mean():6.1%}")

# %% [markdown] lang="es"
# En `sharpen` se recorta el 6.2 %, y la foto sigue siendo la foto. En `edges`, recortar borraría el
# 47.9 % del mapa: un lado entero de cada borde. Un mapa con signo se guarda como números (con
# `np.save`) y se dibuja con una escala que tenga el cero en medio. Si solo importa cuánto borde hay,
# usa el valor absoluto.

# %% [markdown] lang="en"
# In `sharpen` 6.2 % is clipped, and the photograph is still the photograph. In `edges`, clipping would
# erase 47.9 % of the map: one whole side of every edge. A signed map is stored as numbers (with
# `np.save`) and drawn on a scale with zero in its middle. If only the amount of edge matters, use the
# absolute value.

# %% [markdown] lang="es"
# ### Más nítido, más nítido
#
# Si un `sharpen` es bueno, ¿dos son mejores? Una pared gris y lisa de 100, con un poco de **ruido**:
# cada píxel se aparta de 100 al azar, unos 5 niveles (su desviación estándar). La suma de los pesos es
# 1, así que el promedio sigue en 100. ¿Y el ruido?

# %% [markdown] lang="en"
# ### Sharper, and sharper
#
# If one `sharpen` is good, are two better? A flat grey wall of 100, with a little **noise**: each
# pixel strays from 100 at random, by about 5 levels (its standard deviation). The weights add up to 1,
# so the mean stays at 100. And the noise?

# %%
# NBVAL_CHECK_OUTPUT
noise = np.random.default_rng(0).normal(0, 5, (200, 200))
wall = [100 + noise]
for _ in range(2):
    wall.append(convolution.cross_correlate(wall[-1], bank["sharpen"]))
for one in wall:
    print(f"{one.mean():6.1f} {one.std():6.1f}")

# %%
axes = plots.side_by_side(3, height=1.8)
for ax, one in zip(axes, wall, strict=True):
    plots.image(one[:50, :75], value_range=(0, 255), ax=ax)

# %% [markdown] lang="es"
# El promedio no se mueve, y el ruido pasa de 5 a 27 y a 179: más que lo que separa ese
# gris del blanco. El ruido también es una diferencia entre vecinos, y `sharpen` aumenta las diferencias.
#
# ¿De dónde sale el factor? El ruido de un píxel no sabe nada del de su vecino, así que no se suman
# los pesos sino sus **cuadrados**, y al final se toma la raíz:

# %% [markdown] lang="en"
# The mean does not move, and the noise goes from 5 to 27 and to 179: more than what separates
# this grey from white. Noise is a difference between neighbours too, and `sharpen` increases
# differences.
#
# Where does the factor come from? The noise of one pixel knows nothing of its neighbour's, so it is
# not the weights that add up but their **squares**, and at the end we take the root:

# %%
# NBVAL_CHECK_OUTPUT
twice = convolution.convolve(bank["sharpen"], bank["sharpen"], padding=2)
for kernel in (filters.get("box_blur"), bank["sharpen"], twice):
    print(f"{kernel.sum():.0f} {np.sqrt((kernel**2).sum()):6.2f}")

# %% [markdown] lang="es"
# La suma dice qué le pasa a una zona lisa; la raíz de la suma de cuadrados, qué le pasa al ruido.
# `box_blur` lo reduce a un tercio, `sharpen` lo multiplica por 5.39, y dos veces `sharpen` por 35.51.
#
# Para el último usamos algo que volverá en la lección 7: **dos filtros seguidos son un solo filtro más
# grande**. Este, de 5 × 5:

# %% [markdown] lang="en"
# The sum says what happens to a flat area; the root of the sum of squares, what happens to noise.
# `box_blur` brings it down to a third, `sharpen` multiplies it by 5.39, and `sharpen` twice by 35.51.
#
# For the last one we used something that returns in lesson 7: **two filters in a row are one larger
# filter**. This one, of 5 × 5:

# %%
# NBVAL_CHECK_OUTPUT
print(twice.astype(int))
print(np.allclose(convolution.cross_correlate(wall[0], twice), wall[2]))

# %% [markdown] lang="es"
# ## 4. Desenfocar para ver
#
# El remedio contra el ruido es promediar primero. `gaussian_blur` promedia dando más peso a los
# vecinos cercanos; $\sigma$ (sigma) es el ancho de esa campana, en píxeles.

# %% [markdown] lang="en"
# ## 4. Blurring in order to see
#
# The remedy against noise is to average first. `gaussian_blur` averages with more weight on the
# nearest neighbours; $\sigma$ (sigma) is the width of that bell, in pixels.

# %%
def blur(sigma, size=25):
    return filters.get("gaussian_blur", size=size, sigma=sigma)

for ax, sigma in zip(plots.side_by_side(3, height=2), (1, 2, 4), strict=True):
    blurred = convolution.cross_correlate(flower, blur(sigma))
    plots.image(blurred, f"σ = {sigma}", value_range=(0, 255), ax=ax)

# %% [markdown] lang="es"
# Con $\sigma = 4$ los pétalos casi se funden y queda la forma. Entonces, lo que hay en el desenfoque
# fino y **falta** en el grueso son los detalles de un tamaño. Restemos los dos filtros. **Predice**
# cuánto suman los pesos de la resta.

# %% [markdown] lang="en"
# At $\sigma = 4$ the petals nearly melt together and the shape remains. So what the fine blur has and
# the coarse one **lacks** are the details of one size. Let us subtract the two filters. **Predict**
# what the weights of the difference add up to.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 0

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, (blur(1) - blur(2)).sum().round(6) + 0)

# %% [markdown] lang="es"
# 1 − 1 = 0: no le importa la luz, como a `edges`. Es una **diferencia de gaussianas** (DoG), y hay una
# por tamaño:

# %% [markdown] lang="en"
# 1 − 1 = 0: it does not care about light, and neither does `edges`. It is a **difference of
# Gaussians** (DoG), and there is one for each size:

# %%
dogs = {f"σ = {sigma}": blur(sigma, 49) - blur(2 * sigma, 49) for sigma in (1, 2, 4)}
plots.filter_table([flower], dogs)

# %% [markdown] lang="es"
# El primero ve el contorno de cada pétalo; el último, pétalos enteros como manchas. Con un banco de
# tamaños no hay que adivinar el tamaño de lo que se busca.
#
# Un pariente muy cercano es `laplacian_of_gaussian` (LoG): desenfocar y después aplicar el laplaciano,
# en un solo filtro. Marr y Hildreth propusieron en 1980 buscar bordes así, y encontraron que una DoG cuyos anchos
# están en razón 1.6 se le parece mucho. ¿Cuánto se parecen? 1 sería idénticos, salvo un
# factor:

# %% [markdown] lang="en"
# The first sees the outline of every petal; the last, whole petals as blobs. With a bank of sizes
# there is no need to guess the size of what we look for.
#
# A very close relative is `laplacian_of_gaussian` (LoG): blur, then apply the Laplacian, in one filter.
# In 1980 Marr and Hildreth proposed to look for edges in this way, and found that a DoG whose widths are in
# the ratio 1.6 is much like it. How alike are they? 1 would be identical, but for a factor:

# %%
# NBVAL_CHECK_OUTPUT
dog = blur(2) - blur(3.2)
log = -filters.get("laplacian_of_gaussian", size=25, sigma=2.5)
print(f"{np.corrcoef(dog.ravel(), log.ravel())[0, 1]:.3f}")

# %% [markdown] lang="es"
# ¿Sirvió contra el ruido? Un borde de 50 niveles, y ruido de 20. Comparemos lo que cada filtro responde
# al borde con lo que responde al ruido solo; si el cociente es menor que 1, el borde se pierde.

# %% [markdown] lang="en"
# Did it help against noise? An edge of 50 levels, and noise of 20. Let us compare what each filter
# answers to the edge with what it answers to noise alone; if the ratio is below 1, the edge is lost.

# %%
# NBVAL_CHECK_OUTPUT
edge = np.tile(np.repeat([0, 50], 20), (40, 1))
for name in ("edges", "laplacian_of_gaussian"):
    to_edge = convolution.cross_correlate(edge, filters.get(name))
    to_noise = convolution.cross_correlate(4 * noise, filters.get(name))
    print(f"{np.abs(to_edge).max() / to_noise.std():6.2f}  {name}")

# %% [markdown] lang="es"
# `edges` pierde el borde entre el ruido (0.56); el LoG lo saca a más del doble del ruido (2.21). El
# precio: sus 9 × 9 pesos ven el borde menos fino.

# %% [markdown] lang="en"
# `edges` loses the edge in the noise (0.56); the LoG lifts it to more than twice the noise (2.21). The
# price: its 9 × 9 weights see the edge less finely.

# %% [markdown] lang="es"
# ## 5. ¿Hacia dónde?
#
# `edges` responde a bordes en cualquier dirección. Un banco puede preguntar por cada una. De `sobel_x`
# sale `sobel_y` con un cuarto de vuelta. Para las diagonales, la ronda de ocho pesos alrededor del
# centro avanza un solo lugar (Robinson, 1977).

# %% [markdown] lang="en"
# ## 5. In which direction?
#
# `edges` answers to edges in any direction. A bank can ask for each of them. A quarter turn makes
# `sobel_y` out of `sobel_x`. For the diagonals, the ring of eight weights around the centre moves on by
# just one place (Robinson, 1977).

# %%
sobel_x, sobel_y = filters.get("sobel_x"), filters.get("sobel_y")
diagonal = np.array([[-2, -1, 0], [-1, 0, 1], [0, 1, 2]])
directions = {"|": sobel_x, "/": diagonal, "—": sobel_y, "\\": np.rot90(diagonal)}
plots.filter_table([flower], directions)

# %% [markdown] lang="es"
# Encima de cada filtro está la dirección **del borde** que busca. Mira el contorno de la flor: cada
# mapa lo pierde en dos lugares, donde el contorno va a través de su dirección.
#
# Y el signo dice hacia qué lado aclara. `sobel_x` es «derecha menos izquierda»: en una flor clara sobre
# fondo oscuro, el lado izquierdo sale naranja.

# %% [markdown] lang="en"
# Above each filter stands the direction **of the edge** that it looks for. Look at the outline of the
# flower: each map loses it in two places, where the outline runs across its direction.
#
# And the sign says towards which side it gets brighter. `sobel_x` is "right minus left": on a bright
# flower before a dark background, the left side comes out orange.

# %% [markdown] lang="es"
# ### Ejercicio 2: ¿qué filtro hizo qué mapa?
#
# Un disco claro sobre fondo negro y, en desorden, cuatro mapas suyos: de `sobel_x`, de `sobel_y` y de
# los dos con los signos cambiados. ¿Cuál hizo **«izquierda menos derecha»** (`-sobel_x`)? Responde con
# su letra: `"a"`, `"b"`, `"c"` o `"d"`.

# %% [markdown] lang="en"
# ### Exercise 2: which filter made which map?
#
# A bright disc on black and, in disorder, four maps of it: by `sobel_x`, by `sobel_y` and by both with
# their signs changed. Which one was made by **"left minus right"** (`-sobel_x`)? Answer with its letter:
# `"a"`, `"b"`, `"c"` or `"d"`.

# %%
offsets = np.arange(9) - 4
disc = 200 * (np.hypot(*np.meshgrid(offsets, offsets)) < 3.5)
plots.image(disc)

# %%
four = np.stack([sobel_x, -sobel_x, sobel_y, -sobel_y])
order = np.random.default_rng(0).permutation(4)
plots.feature_maps(filters.feature_maps(disc, four[order]), "abcd")

# %% edition="student"
my_letter = ...

# %% edition="solution"
my_letter = "abcd"[list(order).index(1)]

# %%
# NBVAL_CHECK_OUTPUT
exercises.left_minus_right.check(my_letter)

# %% [markdown] lang="es"
# ### Tamaño y ángulo
#
# Dos números por píxel, $g_x$ de `sobel_x` y $g_y$ de `sobel_y`, forman una flecha: el **gradiente**.
# Apunta hacia donde la imagen aclara más rápido. Su largo dice **cuánto** borde hay, y su ángulo
# **hacia dónde**:
#
# $$ |g| = \sqrt{g_x^2 + g_y^2} \qquad \theta = \operatorname{atan2}(g_y,\, g_x) $$
#
# En NumPy son `np.hypot` y `np.arctan2`. Recuerda que las filas crecen **hacia abajo**: 90° es abajo.
#
# Otra vez el disco. **Predice** el ángulo en sus cuatro extremos, en este orden: izquierda, arriba,
# derecha, abajo.

# %% [markdown] lang="en"
# ### Size and angle
#
# Two numbers per pixel, $g_x$ from `sobel_x` and $g_y$ from `sobel_y`, make an arrow: the **gradient**.
# It points to where the image gets brighter fastest. Its length says **how much** edge there is, and
# its angle **which way**:
#
# $$ |g| = \sqrt{g_x^2 + g_y^2} \qquad \theta = \operatorname{atan2}(g_y,\, g_x) $$
#
# In NumPy they are `np.hypot` and `np.arctan2`. Remember that rows grow **downwards**: 90° is down.
#
# The disc again. **Predict** the angle at its four ends, in this order: left, top, right, bottom.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = [0, 90, 180, -90]

# %%
# NBVAL_CHECK_OUTPUT
gx, gy = filters.feature_maps(disc, [sobel_x, sobel_y])
angle = np.degrees(np.arctan2(gy + 0.0, gx))
compare(prediction, [int(angle[place]) for place in [(3, 0), (0, 3), (3, 6), (6, 3)]])

# %% [markdown] lang="es"
# Siempre hacia el centro, porque ahí está lo claro. (En otros libros el eje vertical crece hacia arriba
# y los signos de arriba y abajo se intercambian: fíjate siempre cuál usan.)
#
# ¿Por qué la raíz de los cuadrados y no la suma $|g_x| + |g_y|$? Hagamos rampas que aclaran 1 nivel por
# píxel en varias direcciones. El borde es igual de fuerte en todas:

# %% [markdown] lang="en"
# Always towards the centre, because the bright part is there. (In other books the vertical axis grows
# upwards, and the signs of up and down trade places: always look which one is used.)
#
# Why the root of the squares, and not the sum $|g_x| + |g_y|$? Let us make ramps that get brighter by 1
# level per pixel in several directions. The edge is equally strong in all of them:

# %%
# NBVAL_CHECK_OUTPUT
rows, columns = np.mgrid[:3, :3]
for degrees in (0, 30, 45, 90):
    ramp = np.cos(np.radians(degrees)) * columns + np.sin(np.radians(degrees)) * rows
    x, y = filters.feature_maps(ramp, [sobel_x, sobel_y]).ravel()
    print(f"{degrees:3}° {np.hypot(x, y):6.2f} {abs(x) + abs(y):6.2f}")

# %% [markdown] lang="es"
# El largo da 8 en todas; la suma da hasta 11.31, y favorece las diagonales sin motivo. (El 8 es de
# Sobel: sus pesos positivos suman cuatro y están a dos píxeles de los negativos. Para tener niveles por
# píxel, divide entre 8.)
#
# Sobre la flor, junto a otra biblioteca que también lo calcula, SciPy:

# %% [markdown] lang="en"
# The length is 8 in all of them; the sum is up to 11.31, and favours the diagonals for no reason. (The
# 8 is Sobel's: positive weights that add up to four, two pixels away from the negative ones. To have
# levels per pixel, divide by 8.)
#
# On the flower, beside another library that computes it too, SciPy:

# %%
# NBVAL_CHECK_OUTPUT
from scipy import ndimage

gx, gy = filters.feature_maps(flower, [sobel_x, sobel_y])
size = np.hypot(gx, gy)
theirs = [ndimage.sobel(flower.astype(float), axis)[1:-1, 1:-1] for axis in (1, 0)]
print(np.allclose(size, np.hypot(*theirs)))

# %%
plots.feature_maps(size[None], ["|g|"])

# %% [markdown] lang="es"
# Este mapa no pierde el contorno en ningún lugar. Y no es el mapa de **ningún** filtro: elevar al
# cuadrado y sacar raíz no es lineal. Guárdalo en la memoria; una red también necesita un paso que no
# sea lineal, y es el tema de la lección 7.

# %% [markdown] lang="en"
# This map loses the outline nowhere. And it is not the map of **any** filter: squaring and taking
# the root is not linear. Keep it in mind; a network needs a step that is not linear too, and that is
# what lesson 7 is about.

# %% [markdown] lang="es"
# ### Ejercicio 3: el tamaño del gradiente
#
# Recibes los dos mapas, `along_x` y `along_y`. Devuelve el mapa de los tamaños.

# %% [markdown] lang="en"
# ### Exercise 3: the size of the gradient
#
# You are given the two maps, `along_x` and `along_y`. Return the map of the sizes.

# %% edition="student"
def gradient_size(along_x, along_y):
    return ...

# %% edition="solution"
def gradient_size(along_x, along_y):
    return np.sqrt(along_x**2 + along_y**2)

# %%
# NBVAL_CHECK_OUTPUT
exercises.gradient_size.check(gradient_size)

# %% [markdown] lang="es"
# ## 6. Texturas: el banco de Gabor
#
# Un borde es un cambio. Una **textura** es un cambio que se repite: rayas, tejas, tela. Un filtro de
# **Gabor** es una onda que se apaga bajo una campana. Tiene dos perillas: el **ángulo** de sus rayas
# (0 es horizontal, 90 vertical) y la **longitud de onda**, los píxeles de raya a raya.

# %% [markdown] lang="en"
# ## 6. Textures: the Gabor bank
#
# An edge is a change. A **texture** is a change that repeats: stripes, roof tiles, cloth. A **Gabor**
# filter is a wave that fades out under a bell. It has two knobs: the **angle** of its stripes (0 is
# horizontal, 90 vertical) and the **wavelength**, the pixels from stripe to stripe.

# %%
left, middle, right = plots.side_by_side(3)
plots.kernel(filters.get("gabor", angle=0, wavelength=6), "0°, 6", ax=left)
plots.kernel(filters.get("gabor", angle=45, wavelength=6), "45°, 6", ax=middle)
plots.kernel(filters.get("gabor", angle=45, wavelength=12), "45°, 12", ax=right)

# %% [markdown] lang="es"
# La torre de la lección 5 está llena de texturas: columnas, barandas, y las tejas de este techo.
# **Predice** antes de ejecutar la tabla: ¿bajo qué ángulo resaltarán las columnas, y bajo cuál las
# tejas? El banco tiene cuatro, con 4 píxeles de raya a raya.

# %% [markdown] lang="en"
# The tower of lesson 5 is full of textures: columns, railings, and the tiles of this roof. **Predict**
# before you run the table: under which angle will the columns stand out, and under which the tiles? The
# bank has four, with 4 pixels from stripe to stripe.

# %%
temple = images.to_grey(images.photo("china"))[155:345, 70:360]
tiles = temple[103:125, 115:220]
plots.image(tiles)

# %%
def gabor(angle, wavelength):
    kernel = filters.get("gabor", angle=angle, wavelength=wavelength, size=11)
    return kernel / np.abs(kernel).sum()

waves = {f"{angle}°": gabor(angle, 4) for angle in (0, 45, 90, 135)}
plots.filter_table([temple], waves)

# %% [markdown] lang="es"
# A 0° responden las barandas y cornisas; a 90°, las columnas. Las tejas centrales, inclinadas, aparecen
# a 90° y a 135°. ¿Cuál es entonces su dirección, y cuánto miden? Preguntemos en el recorte a un banco
# más fino: 12 ángulos por 4 longitudes de onda. Cada número es la respuesta media, sin signo.

# %% [markdown] lang="en"
# At 0° the railings and ledges answer; at 90°, the columns. The tiles in the middle, which lean, show
# at 90° and at 135°. What is their direction, then, and how wide are they? Let us ask a finer bank in
# the crop: 12 angles by 4 wavelengths. Each number is the mean answer, without its sign.

# %%
# NBVAL_CHECK_OUTPUT
def mean_answer(angle, wavelength):
    return np.abs(convolution.cross_correlate(tiles, gabor(angle, wavelength))).mean()

print("     ", *(f"{wavelength:6}" for wavelength in (3, 4, 5, 6)))
for angle in range(0, 180, 15):
    row = [mean_answer(angle, wavelength) for wavelength in (3, 4, 5, 6)]
    print(f"{angle:4}°", *(f"{number:6.1f}" for number in row))

# %% [markdown] lang="es"
# La mayor respuesta, 33.1, es a 105° y 4 píxeles: rayas casi verticales, que caen un poco hacia la
# derecha. Comprobémoslo sin Gabor: en una fila del recorte, contemos los píxeles más claros que sus dos
# vecinos.

# %% [markdown] lang="en"
# The largest answer, 33.1, is at 105° and 4 pixels: stripes that are nearly vertical and fall a little
# to the right. Let us check without Gabor: in one row of the crop, count the pixels that are brighter
# than both neighbours.

# %%
# NBVAL_CHECK_OUTPUT
row = tiles[11].astype(int)
peaks = (row[1:-1] > row[:-2]) & (row[1:-1] > row[2:])
print(peaks.sum(), round(len(row) / peaks.sum(), 1))

# %% [markdown] lang="es"
# Unas 27 tejas en 105 píxeles: una cada 3.9. El banco lo había dicho.
#
# Gabor estudió estas ondas en 1946, para señales en el tiempo, como el sonido. En 1985 Daugman mostró que
# su versión en dos dimensiones describe bien a ciertas neuronas de la corteza visual. Y en la primera capa
# de AlexNet, una red que aprendió sus filtros sola, aparecen filtros muy parecidos (Krizhevsky y otros,
# 2012). Nadie los puso ahí.

# %% [markdown] lang="en"
# Some 27 tiles in 105 pixels: one every 3.9. The bank had said so.
#
# Gabor studied these waves in 1946, for signals in time, such as sound. In 1985 Daugman showed that their
# form in two dimensions describes certain neurons of the visual cortex well. And in the first layer of
# AlexNet, a network that learned its filters by itself, very similar filters turn up (Krizhevsky and
# others, 2012). Nobody put them there.

# %% [markdown] lang="es"
# ### Ejercicio 4: los mapas de un banco
#
# Escribe tu propio `feature_maps`: recibe una imagen en gris y una lista de filtros del mismo tamaño, y
# devuelve la pila `(mapas, alto, ancho)`. Puedes usar `convolution.cross_correlate` y `np.stack`.

# %% [markdown] lang="en"
# ### Exercise 4: the maps of a bank
#
# Write your own `feature_maps`: it takes a grey image and a list of filters of the same size, and
# returns the stack `(maps, height, width)`. You may use `convolution.cross_correlate` and `np.stack`.

# %% edition="student"
def maps_of_a_bank(image, kernels):
    return ...

# %% edition="solution"
def maps_of_a_bank(image, kernels):
    return np.stack([convolution.cross_correlate(image, kernel) for kernel in kernels])

# %%
# NBVAL_CHECK_OUTPUT
exercises.maps_of_a_bank.check(maps_of_a_bank)

# %% [markdown] lang="es"
# ## 7. Dos pasadas en vez de una
#
# `sobel_x` es una tabla de multiplicar: cada peso es el número de su fila por el de su columna. Hacia
# abajo promedia (1, 2, 1) y a lo ancho resta (−1, 0, 1). Es un **producto externo**:

# %% [markdown] lang="en"
# ## 7. Two passes instead of one
#
# `sobel_x` is a multiplication table: each weight is the number of its row times that of its column.
# Downwards it averages (1, 2, 1) and across it subtracts (−1, 0, 1). It is an **outer product**:

# %%
# NBVAL_CHECK_OUTPUT
np.outer([1, 2, 1], [-1, 0, 1])

# %% [markdown] lang="es"
# Un filtro así se llama **separable**: deslizar la columna y después, sobre lo que salió, la fila, da
# lo mismo que deslizar el filtro completo.

# %% [markdown] lang="en"
# Such a filter is called **separable**: sliding the column, and then the row over what came out, gives
# the same as sliding the whole filter.

# %%
# NBVAL_CHECK_OUTPUT
column, row = np.array([[1], [2], [1]]), np.array([[-1, 0, 1]])
in_two = convolution.cross_correlate(convolution.cross_correlate(face, column), row)
np.array_equal(in_two, convolution.cross_correlate(face, sobel_x))

# %% [markdown] lang="es"
# ¿Y qué se gana? Por píxel, un filtro de $k \times k$ pide $k \cdot k$ multiplicaciones. **Predice**
# cuántas piden las dos pasadas si $k = 15$.

# %% [markdown] lang="en"
# And what is gained? Per pixel, a filter of $k \times k$ asks for $k \cdot k$ multiplications.
# **Predict** how many the two passes ask for if $k = 15$.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 30

# %%
# NBVAL_CHECK_OUTPUT
compare(prediction, 15 + 15)
print(15 * 15, 15 * 15 / (15 + 15))

# %% [markdown] lang="es"
# 30 en lugar de 225: 7.5 veces menos. ¿Tarda también 7.5 veces menos? Midamos en *tu* computador, que
# las multiplicaciones no son lo único que cuesta. (`method="matmul"` pide multiplicar de verdad: con
# filtros grandes, `cross_correlate` usa por su cuenta otro método, la transformada de Fourier.)

# %% [markdown] lang="en"
# 30 instead of 225: 7.5 times fewer. Does it also take 7.5 times less time? Let us measure on *your*
# computer, for multiplications are not all that costs. (`method="matmul"` asks for real
# multiplications: with large filters, `cross_correlate` uses another method of its own accord, the
# Fourier transform.)

# %%
from time import perf_counter

bell = blur(2.5, 15)
profile = bell.sum(axis=1, keepdims=True)

def one_pass(image):
    return convolution.cross_correlate(image, bell, method="matmul")

# %%
def two_passes(image):
    return convolution.cross_correlate(
        convolution.cross_correlate(image, profile), profile.T
    )

# %%
seconds = {one_pass: [], two_passes: []}
for _ in range(9):
    for function, times in seconds.items():
        start = perf_counter()
        function(temple)
        times.append(perf_counter() - start)
print(f"{min(seconds[one_pass]) / min(seconds[two_passes]):.1f}")

# %% [markdown] lang="es"
# Ejecútalo varias veces: el cociente cambia, y suele quedar por debajo de 7.5. Contar operaciones dice
# qué esperar; solo medir dice qué pasó. Lo que sí es seguro es que el resultado es el mismo:

# %% [markdown] lang="en"
# Run it several times: the ratio changes, and it usually stays below 7.5. Counting operations says what
# to expect; only measuring says what happened. What is certain is that the result is the same:

# %%
# NBVAL_CHECK_OUTPUT
np.allclose(one_pass(temple), two_passes(temple))

# %% [markdown] lang="es"
# ¿Cómo se sabe si un filtro es separable? Todas las filas de una tabla de multiplicar son múltiplos de
# una sola. En álgebra se dice que su **rango** es 1. La descomposición en valores singulares (SVD) lo
# muestra: escribe cualquier filtro como suma de filtros separables, cada uno con su tamaño.

# %% [markdown] lang="en"
# How can we tell whether a filter is separable? All rows of a multiplication table are multiples of a
# single one. In algebra one says that its **rank** is 1. The singular value decomposition (SVD) shows
# it: it writes any filter as a sum of separable filters, each with its size.

# %%
# NBVAL_CHECK_OUTPUT
for name in ("box_blur", "sobel_x", "gaussian_blur", "sharpen", "x_falling"):
    kernel = filters.get(name)
    sizes = np.linalg.svd(kernel, compute_uv=False)
    print(f"{name:>14}", np.linalg.matrix_rank(kernel), sizes[:3].round(2))

# %% [markdown] lang="es"
# Un solo tamaño distinto de cero: separable. `sharpen` necesita dos filtros separables, y `x_falling`
# tres. Con 3 × 3 no se gana casi nada: 9 contra 6.
#
# ### Ejercicio 5: ¿es separable?
#
# Devuelve `True` si el filtro es separable y `False` si no.

# %% [markdown] lang="en"
# A single size that is not zero: separable. `sharpen` takes two separable filters, and `x_falling`
# three. At 3 × 3 next to nothing is gained: 9 against 6.
#
# ### Exercise 5: is it separable?
#
# Return `True` if the filter is separable, and `False` if it is not.

# %% edition="student"
def is_separable(kernel):
    return ...

# %% edition="solution"
def is_separable(kernel):
    return np.linalg.matrix_rank(kernel) == 1

# %%
# NBVAL_CHECK_OUTPUT
exercises.is_separable.check(is_separable)

# %% [markdown] lang="es"
# ## 8. Un borde que el gris no ve
#
# Hay bordes que desaparecen al pasar a gris. Este rojo, a la izquierda, y este verde, a la
# derecha, tienen el mismo gris. **Predice** la mayor respuesta de `sobel_x` sobre la imagen en gris.

# %% [markdown] lang="en"
# ## 8. An edge that grey cannot see
#
# Some edges vanish when we turn to grey. This red, on the left, and this green, on the right,
# have the same grey. **Predict** the largest answer of `sobel_x` on the grey image.

# %%
flag = np.zeros((12, 20, 3), dtype=np.uint8)
flag[:, :10], flag[:, 10:] = (200, 0, 0), (0, 102, 0)
left, right = plots.side_by_side(2, height=2)
plots.image(flag, ax=left)
plots.image(images.to_grey(flag), ax=right)

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 0

# %%
# NBVAL_CHECK_OUTPUT
flat_answer = convolution.cross_correlate(images.to_grey(flag), sobel_x)
compare(prediction, int(np.abs(flat_answer).max()))

# %% [markdown] lang="es"
# Ni rastro. Hace falta un filtro con **tres hojas**. Primero los colores: los pesos 1, −1, 0 calculan
# «rojo menos verde» en cada píxel. Después el borde, con `sobel_x`. Multiplicados, son un filtro de
# 3 × 3 × 3: hoja roja, `sobel_x`; hoja verde, `-sobel_x`; hoja azul, ceros.

# %% [markdown] lang="en"
# Not a trace. It takes a filter with **three sheets**. First the colours: the weights 1, −1, 0 compute
# "red minus green" at each pixel. Then the edge, with `sobel_x`. Multiplied, they are a filter of
# 3 × 3 × 3: red sheet, `sobel_x`; green sheet, `-sobel_x`; blue sheet, zeros.

# %%
# NBVAL_CHECK_OUTPUT
opponent = np.multiply.outer(sobel_x, [1, -1, 0])
colour_edges = convolution.cross_correlate(flag, opponent)
print(opponent.shape, colour_edges.shape, np.unique(colour_edges))

# %%
plots.kernel(opponent)

# %% [markdown] lang="es"
# En el borde da −1208: el rojo está a la izquierda, y «rojo menos verde» baja al pasar a la derecha. Es
# la otra cara de la lección 5: si las tres hojas son iguales, el filtro ve luz; si se oponen, ve color.
#
# Los tres canales por separado, cada uno con `sobel_x`, dan tres mapas, y de ellos la suma con signos
# es la misma (linealidad otra vez):

# %% [markdown] lang="en"
# At the edge it gives −1208: red is on the left, and "red minus green" drops on the way to the right. It
# is the other side of lesson 5: if the three sheets are equal, the filter sees light; if they oppose
# each other, it sees colour.
#
# The three channels on their own, each with `sobel_x`, give three maps, and their signed sum is the
# same (linearity again):

# %%
# NBVAL_CHECK_OUTPUT
red, green, blue = (
    convolution.cross_correlate(flag[..., channel], sobel_x) for channel in range(3)
)
np.array_equal(red - green, colour_edges)

# %% [markdown] lang="es"
# ## 9. Diseña el filtro
#
# Hasta aquí: filtro e imagen, y sale el mapa. Ahora al revés. Tienes una imagen y el mapa que alguien
# obtuvo con un filtro de 3 × 3 y relleno «same». ¿Cuál era el filtro?

# %% [markdown] lang="en"
# ## 9. Design the filter
#
# So far: filter and image, and out comes the map. Now the other way round. You have an image, and the
# map that someone got from it with a 3 × 3 filter and "same" padding. Which filter was it?

# %%
picture = images.from_drawing(
    "........... / ..x........ / ........... / .....xxx... /"
    ".....xxx... / .....xxx... / ...........", off=0
)
plots.numbers(picture)

# %%
target = np.array([[0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                   [0, -1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
                   [0, 0, 1, 0, -1, -1, -1, 0, 0, 0, 0],
                   [0, 0, 0, 0, -2, -1, -1, 1, 0, 0, 0],
                   [0, 0, 0, 0, -2, 0, 0, 2, 0, 0, 0],
                   [0, 0, 0, 0, -1, 1, 1, 2, 0, 0, 0],
                   [0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0]])

# %%
plots.kernel(target)

# %% [markdown] lang="es"
# Cambia los pesos en el explorador hasta que su mapa sea igual al de arriba. Una idea ahorra casi todo
# el trabajo: mira lo que pasa alrededor del **punto solo**. Ya viste en la lección 5 lo que un filtro
# asimétrico deja alrededor de un punto, y en qué orden.

# %% [markdown] lang="en"
# Change the weights in the explorer until its map equals the one above. One idea saves nearly all the
# work: look at what happens around the **lone point**. In lesson 5 you saw what an asymmetric filter
# leaves around a point, and in which order.

# %%
designer = widgets.FilterExplorer(picture, np.zeros((3, 3)), numbers=True)
designer

# %% [markdown] lang="es"
# ¿Cuántos números coinciden ya?

# %% [markdown] lang="en"
# How many numbers agree by now?

# %%
print(int((designer.feature_map == target).sum()), target.size)

# %% [markdown] lang="es"
# ### Ejercicio 6: el filtro escondido
#
# Cuando coincidan los 77, entrégalo: `my_kernel = designer.kernel`, o escríbelo como tres listas. Abajo
# tienes tu mapa contra el pedido: cuántos números coinciden.

# %% [markdown] lang="en"
# ### Exercise 6: the hidden filter
#
# Once all 77 agree, hand it in: `my_kernel = designer.kernel`, or write it as three lists. Below it is
# your map against the one asked for: how many numbers agree.

# %% edition="student"
my_kernel = ...

# %% edition="solution"
my_kernel = [[0, 1, 0], [0, 1, -1], [0, 0, -1]]

# %%
# NBVAL_CHECK_OUTPUT
exercises.hidden_kernel.check(my_kernel)

# %%
# NBVAL_CHECK_OUTPUT
def agreeing(kernel):
    found = convolution.cross_correlate(picture, kernel, padding="same")
    return int((found == target).sum())

compare(attempt(agreeing, my_kernel), target.size)

# %% [markdown] lang="es"
# ### Que lo encuentre el computador
#
# Con una foto no hay un punto solo. Pero cada número del mapa es una ecuación: nueve píxeles por nueve
# pesos desconocidos dan ese número. Ponemos cada parche como una fila, y queda
# `patches @ weights = target`.
#
# **Predice** cuántas ecuaciones hay para la cara, de 150 × 240, sin relleno.

# %% [markdown] lang="en"
# ### Let the computer find it
#
# In a photograph there is no lone point. But each number of the map is an equation: nine pixels times
# nine unknown weights give that number. We put each patch into a row, and get
# `patches @ weights = target`.
#
# **Predict** how many equations there are for the face, 150 × 240, without padding.

# %% edition="student"
prediction = ...

# %% edition="solution"
prediction = 35224

# %%
# NBVAL_CHECK_OUTPUT
patches = convolution.patches(face, 3).reshape(-1, 9).astype(float)
compare(prediction, len(patches))

# %% [markdown] lang="es"
# 35 224 ecuaciones con 9 incógnitas. `np.linalg.lstsq` busca los pesos con menor error cuadrático:
# **mínimos cuadrados**. Le damos el mapa de `sharpen`, sin decirle cuál era el filtro:

# %% [markdown] lang="en"
# 35 224 equations in 9 unknowns. `np.linalg.lstsq` looks for the weights with the least squared error:
# **least squares**. We give it the map of `sharpen`, without saying which filter it was:

# %%
# NBVAL_CHECK_OUTPUT
def best_kernel(wanted):
    weights, *_ = np.linalg.lstsq(patches, wanted.ravel(), rcond=None)
    return weights.reshape(3, 3)

best_kernel(maps[1]).round(3) + 0.0

# %% [markdown] lang="es"
# Lo encontró, exacto. ¿Y si el mapa no lo hizo ningún filtro? Pidámosle el tamaño del gradiente de la
# cara, y veamos cuánto se aparta en promedio del mapa pedido:

# %% [markdown] lang="en"
# It found it, exactly. And if no filter made the map? Let us ask for the size of the face's gradient,
# and see how far it is, on average, from the map we asked for:

# %%
# NBVAL_CHECK_OUTPUT
wanted = np.hypot(*filters.feature_maps(face, [sobel_x, sobel_y]))
found = convolution.cross_correlate(face, best_kernel(wanted))
print(f"{np.abs(found - wanted).mean() / wanted.mean():.0%}")

# %% [markdown] lang="es"
# Se equivoca en un 74 % del tamaño medio: ningún filtro puede, porque ese mapa no es lineal. Hay dos
# salidas, y una red usa las dos: varios filtros con un paso no lineal entre ellos (lección 7), y
# aprender los pesos poco a poco, a partir de ejemplos (lección 10), cuando ya no hay ecuaciones que
# resolver de una vez.

# %% [markdown] lang="en"
# It is off by 74 % of the mean size: no filter can do it, because that map is not linear. There are two
# ways out, and a network takes both: several filters with a step between them that is not linear
# (lesson 7), and learning the weights little by little, from examples (lesson 10), once there are no
# equations to solve in one go.

# %% [markdown] lang="es"
# ## Para comprobar lo aprendido

# %% [markdown] lang="en"
# ## Check what you have learned

# %%
widgets.QuizCard(exercises.quiz(6))

# %% [markdown] lang="es"
# ## En resumen
#
# - Un **banco** de $F$ filtros da una pila de mapas $(F, H', W')$. Para compararlos, una sola escala.
# - Si los pesos suman **1**, se conservan los grises; si suman **0**, solo hablan los cambios. La suma
#   de los **cuadrados** dice qué le pasa al ruido.
# - El mapa de una suma es la suma de los mapas: `sharpen` es `identity` más `edges`.
# - Un mapa con signo no es una foto: al guardarlo como `uint8` da la vuelta, y al recortarlo pierde un
#   lado de cada borde.
# - El gradiente tiene tamaño (`np.hypot`) y ángulo (`np.arctan2`), y ningún filtro solo puede darlos.
# - DoG y LoG buscan detalles de un tamaño; Gabor, rayas de un ángulo y un ancho.
# - Un filtro de rango 1 es **separable**: $2k$ multiplicaciones en lugar de $k \cdot k$.
# - De una imagen y su mapa se recupera el filtro, si es que lo hizo un filtro.
#
# ## Lo que sigue
#
# En la lección 7 armas una CNN a mano: filtros como estos, un paso que no es lineal, y una forma de
# quedarse con lo importante.

# %% [markdown] lang="en"
# ## In short
#
# - A **bank** of $F$ filters gives a stack of maps $(F, H', W')$. To compare them, one scale.
# - If the weights add up to **1**, the greys are kept; if they add up to **0**, only changes speak up.
#   The sum of their **squares** says what happens to noise.
# - The map of a sum is the sum of the maps: `sharpen` is `identity` plus `edges`.
# - A signed map is not a photograph: stored as `uint8` it wraps around, and clipped it loses one side
#   of every edge.
# - The gradient has a size (`np.hypot`) and an angle (`np.arctan2`), and no single filter can give
#   them.
# - DoG and LoG look for details of one size; Gabor, for stripes of one angle and one width.
# - A filter of rank 1 is **separable**: $2k$ multiplications instead of $k \cdot k$.
# - From an image and its map the filter can be recovered, if it was a filter that made it.
#
# ## What comes next
#
# In lesson 7 you build a CNN by hand: filters like these, a step that is not linear, and a way to keep
# what matters.

# %% [markdown] lang="es"
# ## Fuentes
#
# - J. M. S. Prewitt, *Object enhancement and extraction* (1970), e I. Sobel y G. Feldman, *A 3x3
#   isotropic gradient operator for image processing* (1968): el gradiente con 3 × 3 pesos.
# - G. S. Robinson, *Edge detection by compass gradient masks* (1977): una máscara por dirección.
# - D. Marr y E. Hildreth, *Theory of edge detection* (1980): LoG, DoG y la razón 1.6.
# - D. Gabor, *Theory of communication* (1946), y J. G. Daugman, *Uncertainty relation for resolution in
#   space, spatial frequency, and orientation optimized by two-dimensional visual cortical filters*
#   (1985).
# - A. Krizhevsky, I. Sutskever y G. Hinton, *ImageNet classification with deep convolutional neural
#   networks* (2012), figura 3: los filtros que aprendió AlexNet.
# - Las fotos vienen con Matplotlib y scikit-learn.

# %% [markdown] lang="en"
# ## Sources
#
# - J. M. S. Prewitt, *Object enhancement and extraction* (1970), and I. Sobel and G. Feldman, *A 3x3
#   isotropic gradient operator for image processing* (1968): the gradient with 3 × 3 weights.
# - G. S. Robinson, *Edge detection by compass gradient masks* (1977): one mask for each direction.
# - D. Marr and E. Hildreth, *Theory of edge detection* (1980): LoG, DoG and the ratio 1.6.
# - D. Gabor, *Theory of communication* (1946), and J. G. Daugman, *Uncertainty relation for resolution
#   in space, spatial frequency, and orientation optimized by two-dimensional visual cortical filters*
#   (1985).
# - A. Krizhevsky, I. Sutskever and G. Hinton, *ImageNet classification with deep convolutional neural
#   networks* (2012), figure 3: the filters that AlexNet learned.
# - The photographs come with Matplotlib and scikit-learn.
