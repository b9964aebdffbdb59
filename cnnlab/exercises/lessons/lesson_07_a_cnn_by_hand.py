"""Lesson 7, a CNN by hand: the neuron, ReLU, two filters in one, max pooling, the whole network."""

import numpy as np

from cnnlab import filters, nn, pooling
from cnnlab.exercises.kinds import (
    function_exercise,
    ordering_exercise,
    prediction_exercise,
    value_exercise,
)
from cnnlab.exercises.quizzes import Question, Quiz, right, wrong
from cnnlab.language import later

# The neuron ------------------------------------------------------------------------------


def _patches():
    rng = np.random.default_rng(0)
    settings = [((2, 3), 9), ((3, 3), -5), ((4, 4), 30), ((4, 4), 2), ((3, 5), -40)]
    cases = [(rng.integers(-4, 5, shape), rng.integers(-3, 4, shape), bias)
             for shape, bias in settings]
    unlit = (np.ones((2, 2)), np.array([[1.0, -1], [0.5, -1]]), 0.25)
    return [*cases, unlit, (rng.random((4, 4)), rng.random((4, 4)), -1.5)]


@function_exercise(
    title=later("The convolutional neuron"),
    cases=_patches,
    hints=[
        later("Three steps: the products, their sum with the bias, and the activation."),
        later("`patch * weights` are all the products at once; an array has a method that adds "
              "up."),
        later("ReLU of one number `z` is the larger of 0 and `z`."),
    ],
)
def neuron(patch, weights, bias):
    return max(0, (patch * weights).sum() + bias)


@neuron.mistake(
    later("Sum and bias are right, and negative totals come out as they are. Which of the three "
          "steps is still to come?")
)
def without_activation(patch, weights, bias):
    return (patch * weights).sum() + bias


@neuron.mistake(
    later("This neuron answers as if its threshold were 0. Which of its inputs has no part in "
          "the result?")
)
def without_bias(patch, weights, bias):
    return max(0, (patch * weights).sum())


@neuron.mistake(
    later("You took the bias away. It is a threshold that has already changed its sign: what is "
          "done with it then?")
)
def bias_taken_away(patch, weights, bias):
    return max(0, (patch * weights).sum() - bias)


@neuron.mistake(
    later("The bias got into the sum once for every pixel. How many biases does one neuron have?")
)
def bias_for_each_pixel(patch, weights, bias):
    return max(0, (patch * weights + bias).sum())


@neuron.mistake(
    later("ReLU was applied to each product, so no weight could speak against the pattern. At "
          "which point does it act?")
)
def each_product_rectified(patch, weights, bias):
    return np.maximum(patch * weights, 0).sum() + bias


@neuron.mistake(
    later("`@` is the matrix product: it mixes rows with columns. What multiplies element by "
          "element?")
)
def matrix_product(patch, weights, bias):
    return max(0, (patch @ weights).sum() + bias)


@neuron.mistake(
    later("The bias came in after the activation, so it is never compared with the sum. In which "
          "order do the three steps come?")
)
def bias_too_late(patch, weights, bias):
    return max(0, (patch * weights).sum()) + bias


# ReLU ------------------------------------------------------------------------------------


def _arrays():
    rng = np.random.default_rng(1)
    return [(np.array([-7, 3, 0, -1, 5]),), (rng.integers(-9, 10, (3, 5)),),
            (rng.normal(size=(2, 3, 4)),), (np.array([[-0.5, 0.25, 4.0, -2.0]]),)]


@function_exercise(
    title=later("ReLU, element by element"),
    cases=_arrays,
    hints=[
        later("Each number is compared with 0 on its own, and the larger of the two is kept."),
        later("NumPy has a function that compares two arrays, or an array and a number, and "
              "keeps the larger of each pair."),
        later("`np.max` gives one number for all; `np.maximum` gives one for each."),
    ],
)
def relu(array):
    return np.maximum(array, 0)


@relu.mistake(
    later("Negative numbers became positive ones: that is the absolute value. What should be "
          "left of a −7?")
)
def absolute(array):
    return np.abs(array)


@relu.mistake(later("Positive numbers were cut off at 1. Does ReLU have an upper limit?"))
def cut_off_at_1(array):
    return np.clip(array, 0, 1)


@relu.mistake(
    later("You threw the negative numbers out, and the map has lost its shape. Does ReLU take "
          "numbers away, or does it put something in their place?")
)
def thrown_out(array):
    return array[array > 0]


@relu.mistake(
    later("It is the negative numbers that are left. Which of a number and 0 is to be kept?")
)
def negative_part(array):
    return np.minimum(array, 0)


@relu.mistake(
    later("You say where a number is positive, but no longer how large it is. What becomes of a "
          "5?")
)
def yes_or_no(array):
    return (array > 0).astype(int)


@relu.mistake(
    later("One number came out for the whole array. ReLU acts on each element: does `np.max` do "
          "that?")
)
def largest_of_all(array):
    return max(0, np.max(array))


# Two filters in one ----------------------------------------------------------------------


@value_exercise(
    title=later("Two filters in one"),
    like=[1, 0, -1],
    hints=[
        later("The first filter makes `2 x0 + x1` of the first two pixels. What does it make of "
              "the next two?"),
        later("The second filter takes one time the first result and 3 times the second. How "
              "often does `x1` appear in all?"),
        later("`(2 x0 + x1) + 3 (2 x1 + x2)`: collect the weights of `x0`, `x1` and `x2`."),
    ],
    why=later("`(2 x0 + x1) + 3 (2 x1 + x2)` is `2 x0 + 7 x1 + 3 x2`."),
)
def two_filters_in_one():
    return np.convolve([2, 1], [1, 3]).tolist()


@two_filters_in_one.mistake(
    later("You multiplied the weights pairwise. How many pixels does one result of the second "
          "filter depend on?")
)
def pairwise_products():
    return [2 * 1, 1 * 3]


@two_filters_in_one.mistake(
    later("You added the filters. That would be both of them side by side on the image; here the "
          "second reads what the first has written.")
)
def added():
    return [2 + 1, 1 + 3]


@two_filters_in_one.mistake(
    later("The outer weights are right. The middle pixel is seen by both results of the first "
          "filter: is it counted twice?")
)
def middle_seen_once():
    return [2, 6, 3]


@two_filters_in_one.mistake(
    later("The outer weights are right. By how much does the second filter multiply its second "
          "input?")
)
def middle_without_the_second_weight():
    return [2, 3, 3]


# Max pooling -----------------------------------------------------------------------------


def _maps():
    rng = np.random.default_rng(2)
    settings = [((4, 6), 2, 2), ((3, 7), 2, 1), ((7, 10), 3, 2), ((9, 5), 2, 3), ((8, 6), 3, 3)]
    cases = [(rng.integers(-9, 10, shape), size, stride) for shape, size, stride in settings]
    return [*cases, (-1 - rng.random((5, 8)), 2, 2), (rng.random((6, 9)).astype(np.float32), 4, 2)]


def _pooled(feature_map, size, stride, summary, step=None):
    """One number for each window; `step` is how far the window really moves."""
    step = step or stride
    height, width = ((side - size) // stride + 1 for side in feature_map.shape)
    pooled = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        top, left = step * row, step * col
        pooled[row, col] = summary(feature_map[top : top + size, left : left + size])
    return pooled


@function_exercise(
    title=later("Max pooling with any stride"),
    cases=_maps,
    hints=[
        later("The size of the result is that of a convolution: how many windows fit, down and "
              "across?"),
        later("Height: `(feature_map.shape[0] - size) // stride + 1`. The width is alike, with "
              "the other axis."),
        later("Window `row, col` begins at the pixel `stride * row, stride * col` and is `size` "
              "long on both axes. A slice takes it out; `.max()` gives its largest number."),
    ],
)
def max_pool(feature_map, size, stride):
    height = (feature_map.shape[0] - size) // stride + 1
    width = (feature_map.shape[1] - size) // stride + 1
    pooled = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        top, left = stride * row, stride * col
        pooled[row, col] = feature_map[top : top + size, left : left + size].max()
    return pooled


@max_pool.mistake(
    later("These are the means: that is average pooling. Which number of each window is to be "
          "kept?")
)
def mean_of_each(feature_map, size, stride):
    return _pooled(feature_map, size, stride, np.mean)


@max_pool.mistake(
    later("Each window gives its smallest number. Which one says that the pattern is there?")
)
def smallest_of_each(feature_map, size, stride):
    return _pooled(feature_map, size, stride, np.min)


@max_pool.mistake(
    later("The shape is right, but the window moves on by one pixel only. At which pixel does "
          "window 1 begin if the stride is 2?")
)
def stride_only_in_the_size(feature_map, size, stride):
    return _pooled(feature_map, size, stride, np.max, step=1)


@max_pool.mistake(
    later("Your windows lie side by side, as if the stride were always as large as the window. "
          "Which parameter says how far it moves?")
)
def side_by_side(feature_map, size, stride):
    return _pooled(feature_map, size, size, np.max)


@max_pool.mistake(
    later("Windows that stick out of the map were counted too. What is to be done with rows and "
          "columns that don't fill a window?")
)
def rest_kept(feature_map, size, stride):
    height, width = (-(-(side - size) // stride) + 1 for side in feature_map.shape)
    pooled = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        top, left = stride * row, stride * col
        pooled[row, col] = feature_map[top : top + size, left : left + size].max()
    return pooled


@max_pool.mistake(
    later("The last row and the last column of windows are missing. The place where the window "
          "starts counts as well.")
)
def start_not_counted(feature_map, size, stride):
    return max_pool.reference(feature_map, size, stride)[:-1, :-1]


@max_pool.mistake(
    later("Where a whole window is negative you give 0. Is 0 one of its numbers? With which one "
          "could the search begin?")
)
def search_from_zero(feature_map, size, stride):
    return np.maximum(max_pool.reference(feature_map, size, stride), 0)


@max_pool.mistake(
    later("You keep the corner of each window and never look at the rest. That is a strided "
          "convolution with a single weight. Which numbers compete here?")
)
def corner_of_each(feature_map, size, stride):
    return _pooled(feature_map, size, stride, lambda window: window[0, 0])


# The whole network, in order -------------------------------------------------------------


def _drawings():
    rng = np.random.default_rng(3)
    bank = filters.bank("x_falling", "x_centre", "x_rising")
    weights = rng.integers(0, 3, (2, 12))
    return [(rng.choice([-1.0, 1.0], (9, 9)), bank, bias, weights) for bias in (-2, 1, -4)]


@ordering_exercise(
    title=later("The network, in order"),
    cases=_drawings,
    extra_lines=["    maps = np.abs(maps)"],
    hints=[
        later("Begin with the line that says what the network is called and what it takes; end "
              "with the one that gives the scores back."),
        later("As in the text: filters, bias, ReLU, pooling, weighted sum."),
        later("The bias decides what lies above zero, so it comes before ReLU looks. One line is "
              "not needed."),
    ],
)
def network_by_hand(image, bank, bias, weights):
    maps = filters.feature_maps(image, bank)
    maps = maps + bias
    maps = pooling.relu(maps)
    pooled = [pooling.max_pool(each, 4, stride=3) for each in maps]
    scores = weights @ np.ravel(pooled)
    return scores


@network_by_hand.mistake(
    later("ReLU looks at the sums before the threshold was taken away from them. What does it "
          "have to see?")
)
def relu_too_early(image, bank, bias, weights):
    maps = filters.feature_maps(image, bank)
    maps = pooling.relu(maps)
    maps = maps + bias
    pooled = [pooling.max_pool(each, 4, stride=3) for each in maps]
    scores = weights @ np.ravel(pooled)
    return scores


@network_by_hand.mistake(
    later("The maps are pooled first, and what happens to them afterwards reaches nobody. Which "
          "lines have to come before `pooled`?")
)
def pooled_too_early(image, bank, bias, weights):
    maps = filters.feature_maps(image, bank)
    pooled = [pooling.max_pool(each, 4, stride=3) for each in maps]
    maps = maps + bias
    maps = pooling.relu(maps)
    scores = weights @ np.ravel(pooled)
    return scores


@network_by_hand.mistake(
    later("With `np.abs`, the opposite of a stroke counts as much as the stroke. Which line "
          "leaves negative sums at 0?")
)
def absolute_instead(image, bank, bias, weights):
    maps = filters.feature_maps(image, bank)
    maps = maps + bias
    maps = np.abs(maps)
    pooled = [pooling.max_pool(each, 4, stride=3) for each in maps]
    scores = weights @ np.ravel(pooled)
    return scores


# The shape after pooling -----------------------------------------------------------------


@prediction_exercise(
    title=later("The shape after convolution, ReLU and pooling"),
    like=(1, 2, 3),
    hints=[
        later("Follow the shape layer by layer. How many maps do 8 filters make, and how large "
              "is each?"),
        later("A 3 × 3 filter fits into 14 rows at 12 places. ReLU changes no shape."),
        later("Windows of 2 side by side: how many fit into 12 rows, and how many into 19 "
              "columns?"),
    ],
)
def pooled_shape():
    layers = nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2))
    return layers.output_shape((1, 14, 21))


@pooled_shape.mistake(
    later("The width was rounded up: that window would stick out. What is done with the last "
          "column?")
)
def width_rounded_up():
    return 8, 6, 10


@pooled_shape.mistake(
    later("You halved the drawing itself. How many places does a 3 × 3 filter have in 14 rows "
          "without padding?")
)
def convolution_forgotten():
    return 8, 7, 10


@pooled_shape.mistake(
    later("That is the shape before pooling. How many windows of 2 fit into it?")
)
def pooling_forgotten():
    return 8, 12, 19


@pooled_shape.mistake(
    later("The three numbers are right, in the order of a colour photograph. Which one comes "
          "first inside a network?")
)
def channels_last():
    return 6, 9, 8


@pooled_shape.mistake(
    later("Height and width are right. How many maps come out of 8 filters, if pooling treats "
          "each of them on its own?")
)
def one_map():
    return 1, 6, 9


@pooled_shape.mistake(
    later("Pooling went over the maps too, and halved their number. Does it mix the channels?")
)
def channels_halved():
    return 4, 6, 9


# Quiz ------------------------------------------------------------------------------------

quiz = Quiz(
    Question(
        later("A neuron should answer only where the weighted sum is more than 5. What is its "
              "bias?"),
        wrong(
            later("5"),
            later("Then ReLU would let every sum above −5 pass. Which sign has a threshold when "
                  "it is added?"),
        ),
        right(
            later("−5"),
            later("Yes: sum − 5 is positive exactly where the sum is more than 5. The bias is "
                  "minus the threshold."),
        ),
        wrong(
            later("0, and ReLU does the rest"),
            later("ReLU only knows the limit 0. It is the bias that moves the sums to it."),
        ),
    ),
    Question(
        later("What does ReLU do to a map of 7 × 7 in which 43 numbers are negative?"),
        wrong(later("It deletes them: 6 numbers are left."),
              later("Then the map would have lost its shape. It is still 7 × 7.")),
        wrong(later("It makes them positive."), later("That is the absolute value.")),
        right(later("It puts 0 in their place: 49 numbers stay 49."),
              later("Yes. A 0 means \"not here\". Neither the map nor the image has lost a "
                    "place.")),
    ),
    Question(
        later("Somebody stacks ten convolutions, with nothing in between. What have they built?"),
        right(later("One convolution with a larger kernel."),
              later("Yes: a weighted sum of weighted sums is a weighted sum. The non-linearity "
                    "between them is what makes depth worth something.")),
        wrong(later("A deep network, which needs only more data."),
              later("No data will help: whatever ten can do, a single one can do too.")),
        wrong(later("Nothing that runs: each convolution needs its ReLU."),
              later("It runs without any error, and that is what makes it hard to notice.")),
    ),
    Question(
        later("In a network you replace a strided convolution by max pooling of the same window "
              "and stride. What happens to the parameters of that layer?"),
        wrong(later("They become fewer: pooling keeps one of every four weights."),
              later("Pooling keeps one of every four values of a map. It has no weights to keep.")),
        wrong(later("They stay: the window is the same."),
              later("A convolution has a weight for each place in the window, a max has none.")),
        right(later("They disappear: pooling has nothing to learn."),
              later("Yes, 0. And whether the layers after it have fewer depends on them: a "
                    "convolution doesn't, a dense layer does.")),
    ),
    Question(
        later("\"A deep CNN is invariant to shifts: wherever the cat is, the answer is the "
              "same.\" What do you reply?"),
        wrong(later("True: convolution and pooling are invariant."),
              later("Convolution is equivariant: its map moves along. Pooling forgives a little, "
                    "and only within a window.")),
        right(later("Not exactly: it forgives a little, and one pixel can change the answer."),
              later("Yes. Zhang, and Azulay and Weiss, measured it on deep networks in 2019; you "
                    "measured it on yours.")),
        wrong(later("False: no layer has anything to do with shifts."),
              later("Shared weights do: the same filter looks everywhere, so the map moves with "
                    "the image.")),
    ),
    Question(
        later("You choose the bias that does best on 400 drawings, and report its accuracy on "
              "the same 400. What is wrong with that?"),
        right(later("It flatters: the choice has already seen the answers."),
              later("Yes. Choose with some drawings and measure on others, as we did.")),
        wrong(later("Nothing: 400 are enough."),
              later("Of how many is not the point. On new drawings, what was chosen to suit "
                    "these may suit less.")),
        wrong(later("Accuracy is never a good measure."),
              later("With two classes of the same size it is one, next to what always answering "
                    "X would get.")),
    ),
)
