"""Lesson 3, from dense to local: a neuron, a dense layer, a window, a filter, a banded matrix."""

import numpy as np

from cnnlab.exercises.kinds import choice_exercise, function_exercise
from cnnlab.exercises.quizzes import Question, Quiz, right, wrong
from cnnlab.language import later

# A neuron --------------------------------------------------------------------------------


def _neurons():
    rng = np.random.default_rng(0)
    shapes = [(1, 2), (2, 3), (4, 4), (3, 5)]
    whole = [(rng.integers(0, 9, shape), rng.integers(-3, 4, shape), 4) for shape in shapes]
    return [*whole, (rng.random((5, 2, 3)), rng.normal(size=(5, 2, 3)), -0.5)]


@function_exercise(
    title=later("The sum of a neuron"),
    cases=_neurons,
    hints=[
        later("Do it for the line by hand: what happens to each pixel, and what to the "
              "products?"),
        later("`image * weights` multiplies pair by pair, whatever the shape."),
        later("`.sum()` adds all products up. What is still missing after the sum?"),
    ],
)
def neuron_sum(image, weights, bias):
    return (image * weights).sum() + bias


@neuron_sum.mistake(later("That is the sum of the products. Which number, that does not depend "
                          "on the image, is still missing?"))
def without_bias(image, weights, bias):
    return (image * weights).sum()


@neuron_sum.mistake(later("The bias was added to every product. How often does a neuron add it?"))
def bias_at_every_pixel(image, weights, bias):
    return (image * weights + bias).sum()


@neuron_sum.mistake(later("The bias was subtracted. Which sign does it have in the formula?"))
def bias_subtracted(image, weights, bias):
    return (image * weights).sum() - bias


@neuron_sum.mistake(later("That is an average of the products. Does a neuron divide by their "
                          "number?"))
def averaged(image, weights, bias):
    return (image * weights).mean() + bias


@neuron_sum.mistake(later("Pixels and weights were added up each on their own. Which pixel "
                          "belongs to which weight?"))
def two_sums(image, weights, bias):
    return image.sum() * weights.sum() + bias


# A dense layer ---------------------------------------------------------------------------


@function_exercise(
    title=later("The parameters of a dense layer"),
    cases=[(2, 3, 1, 1), (8, 8, 1, 10), (4, 6, 3, 5), (28, 28, 1, 100), (1080, 1080, 3, 100)],
    hints=[
        later("Begin with a single neuron: how many numbers of the image does it look at?"),
        later("Each neuron has one weight for each of those numbers, and a bias."),
        later("Multiply what one neuron has by the number of neurons."),
    ],
)
def dense_parameters(height, width, channels, neurons):
    pixels = height * width * channels
    return pixels * neurons + neurons


@dense_parameters.mistake(later("Those are the weights. What else does each neuron have?"))
def without_biases(height, width, channels, neurons):
    return height * width * channels * neurons


@dense_parameters.mistake(later("You counted one bias for the whole layer. Do the neurons share "
                                "it?"))
def one_bias_for_all(height, width, channels, neurons):
    return height * width * channels * neurons + 1


@dense_parameters.mistake(later("That is right for a grey image. How many numbers does a pixel "
                                "of a colour image have?"))
def without_channels(height, width, channels, neurons):
    return height * width * neurons + neurons


@dense_parameters.mistake(later("That is what one neuron has. How many neurons are there?"))
def of_one_neuron(height, width, channels, neurons):
    return height * width * channels + 1


@dense_parameters.mistake(later("A bias was counted for every number of the image. Who has the "
                                "biases: the pixels or the neurons?"))
def one_bias_for_each_pixel(height, width, channels, neurons):
    return height * width * channels * (neurons + 1)


# The shuffled pixels ---------------------------------------------------------------------


@choice_exercise(
    title=later("What the shuffled pixels show"),
    options=("a", "b", "c", "d"),
    hints=[
        later("What happened when every image was shuffled in an order of its own?"),
        later("With `order`, could you put a shuffled digit back together? Then what was lost?"),
    ],
    why=later("The order was the same for all images, so nothing was lost; and the sums of the "
              "layer do not change if its columns are put in the same order."),
)
def what_shuffling_shows():
    return "b"


@what_shuffling_shows.mistake(later("With another order for each image the accuracy collapsed. "
                                    "Does it matter, then, where each pixel is?"))
def places_do_not_matter():
    return "a"


@what_shuffling_shows.mistake(later("Whoever knows `order` can put each image back together. Can "
                                    "something that was wiped out be put back?"))
def information_wiped_out():
    return "c"


@what_shuffling_shows.mistake(later("Look at the sums with the columns shuffled: they were the "
                                    "same at once, in the first layer. Did anything have to be "
                                    "put in order?"))
def put_in_order_first():
    return "d"


# The sliding window ----------------------------------------------------------------------


@function_exercise(
    title=later("How many positions a window has"),
    cases=[(3, 3, 3, 1), (5, 8, 3, 1), (10, 11, 4, 2), (9, 14, 3, 4), (28, 28, 4, 2)],
    hints=[
        later("Count down and across separately. Begin with a single row."),
        later("The window can move on by `width - window` pixels, `stride` at a time."),
        later("With `//`, and the place where it starts: that is across. The same for down; then "
              "multiply."),
    ],
)
def window_positions(height, width, window, stride):
    down = (height - window) // stride + 1
    across = (width - window) // stride + 1
    return down * across


@window_positions.mistake(later("You counted the moves. Where does the window stand before the "
                                "first one?"))
def moves_only(height, width, window, stride):
    return ((height - window) // stride) * ((width - window) // stride)


@window_positions.mistake(later("You counted one direction. The window moves down too, and "
                                "across."))
def one_direction(height, width, window, stride):
    return (width - window) // stride + 1


@window_positions.mistake(later("Both directions were added. For each position down, how many "
                                "are there across?"))
def directions_added(height, width, window, stride):
    return (height - window) // stride + 1 + (width - window) // stride + 1


@window_positions.mistake(later("You rounded up: that window would stick out of the image. Which "
                                "way has to be rounded?"))
def sticking_out(height, width, window, stride):
    return (-(-(height - window) // stride) + 1) * (-(-(width - window) // stride) + 1)


@window_positions.mistake(later("A half position came out. What becomes of a move for which the "
                                "pixels do not suffice?"))
def half_positions(height, width, window, stride):
    return ((height - window) / stride + 1) * ((width - window) / stride + 1)


@window_positions.mistake(later("That is right if the window moves by 1. What changes if it "
                                "moves by more?"))
def one_at_a_time(height, width, window, stride):
    return (height - window + 1) * (width - window + 1)


# The filters -----------------------------------------------------------------------------


@function_exercise(
    title=later("The parameters of a layer of filters"),
    cases=[(6, 8, 1, 2, 1), (9, 9, 1, 4, 5), (10, 12, 3, 4, 1), (32, 20, 3, 5, 6),
           (227, 227, 3, 11, 96)],
    hints=[
        later("Begin with one filter on a grey image. What does the photograph's size change in "
              "it?"),
        later("With several channels, the patch has `window * window * channels` numbers."),
        later("One weight for each number of the patch, and a bias: that is one filter. How many "
              "filters are there?"),
    ],
)
def filter_parameters(height, width, channels, window, filters):
    weights = window * window * channels
    return filters * (weights + 1)


@filter_parameters.mistake(later("Those are the weights. What else does each filter have?"))
def filters_without_bias(height, width, channels, window, filters):
    return filters * window * window * channels


@filter_parameters.mistake(later("That is right for a grey image. How deep is the patch that a "
                                 "filter meets on a colour image?"))
def filters_without_channels(height, width, channels, window, filters):
    return filters * (window * window + 1)


@filter_parameters.mistake(later("You gave every channel a bias. The products of all channels go "
                                 "into one sum: how many biases does that sum need?"))
def one_bias_for_each_channel(height, width, channels, window, filters):
    return filters * channels * (window * window + 1)


@filter_parameters.mistake(later("You counted one bias for all filters together. Does each have "
                                 "its own?"))
def filters_with_one_bias(height, width, channels, window, filters):
    return filters * window * window * channels + 1


@filter_parameters.mistake(later("Your count grows with the image: every position has got "
                                 "weights of its own. What does it mean that they are shared?"))
def weights_at_every_position(height, width, channels, window, filters):
    positions = (height - window + 1) * (width - window + 1)
    return positions * filters * (window * window * channels + 1)


@filter_parameters.mistake(later("That is a dense layer: each filter looks at the whole image. "
                                 "How many numbers are there in a patch?"))
def dense_after_all(height, width, channels, window, filters):
    return filters * (height * width * channels + 1)


@filter_parameters.mistake(later("Those are the parameters of one filter. How many filters are "
                                 "there?"))
def of_one_filter(height, width, channels, window, filters):
    return window * window * channels + 1


@filter_parameters.mistake(later("You counted as many filters as the image has channels. Which "
                                 "argument says how many filters there are?"))
def a_filter_for_each_channel(height, width, channels, window, filters):
    return channels * (window * window * channels + 1)


# The window as a matrix ------------------------------------------------------------------


@function_exercise(
    title=later("The window as a matrix"),
    cases=[([1, -2], 3), ([2, 5], 2), ([1, 2, 3], 6), ([4, 0, -1, 7], 9), ([0.25, 1.375, -2.0], 5)],
    hints=[
        later("One row for each position of the window: how many are there, for 6 pixels and 3 "
              "weights?"),
        later("In row 0 the weights begin in column 0; in row 1, in column 1. And in row `row`?"),
        later("`matrix[row, row:...] = weights`: where must the slice end, to hold all weights?"),
    ],
)
def window_matrix(weights, size):
    rows = size - len(weights) + 1
    matrix = np.zeros((rows, size))
    for row in range(rows):
        matrix[row, row : row + len(weights)] = weights
    return matrix


@window_matrix.mistake(later("The weights stand back to front in each row. Does the window turn "
                             "them around?"))
def back_to_front(weights, size):
    return window_matrix.reference(weights[::-1], size)


@window_matrix.mistake(later("Every row looks at the first pixels. What does the window do from "
                             "one position to the next?"))
def standing_still(weights, size):
    rows = size - len(weights) + 1
    return np.tile([*weights, *[0] * (size - len(weights))], (rows, 1))


@window_matrix.mistake(later("In your last rows the window leaves the image on one side and "
                             "comes back on the other. At how many positions does it fit as a "
                             "whole?"))
def around_the_end(weights, size):
    row = [*weights, *[0] * (size - len(weights))]
    return np.array([np.roll(row, shift) for shift in range(size)])


@window_matrix.mistake(later("There is a row too few. Where does the window stand before it "
                             "moves for the first time?"))
def a_row_too_few(weights, size):
    return window_matrix.reference(weights, size)[:-1]


# The quiz --------------------------------------------------------------------------------

quiz = Quiz(
    Question(
        later("A dense layer of 10 neurons looks at a photograph of 100 × 100 × 3. How many "
              "parameters does it have?"),
        wrong(later("300,000"), later("Those are the weights. Each neuron has a bias too.")),
        right(later("300,010"), later("Yes: 30,000 weights and a bias for each of the 10 "
                                      "neurons.")),
        wrong(later("100,010"), later("That would be a grey image. Each pixel has 3 numbers "
                                      "here.")),
    ),
    Question(
        later("A dense network has learned from normal digits. In which exam does it fail?"),
        wrong(later("In none: it does not use which pixels are neighbours."),
              later("It does not use that, but each weight is tied to one place. Other pixels "
                    "stand there now.")),
        right(later("With digits whose pixels were shuffled, all in the same order."),
              later("Yes: each weight meets a pixel that is not its own. It would have to learn "
                    "from digits shuffled in that order.")),
        wrong(later("With normal digits from a new form."),
              later("That is the exam it passed: about 9 out of 10 right.")),
    ),
    Question(
        later("The photograph gets twice as high and twice as wide. Which number stays the "
              "same?"),
        wrong(later("The parameters of a dense layer with 100 neurons."),
              later("Each neuron has one weight for each pixel, and there are four times as "
                    "many.")),
        wrong(later("The positions of a 4 × 4 window."),
              later("There is more room, so there are more positions.")),
        right(later("The parameters of a layer with 100 filters of 4 × 4."),
              later("Yes: a filter has as many weights as its patch has numbers, at any size.")),
    ),
    Question(
        later("A layer has 10 filters of 5 × 5 and looks at an RGB photograph. How many grids of "
              "sums come out?"),
        wrong(later("3"), later("That is how many channels go in. Each sum runs over all of "
                                "them.")),
        right(later("10"), later("Yes: one grid for each filter, however many channels go in.")),
        wrong(later("30"), later("The three channels of a filter go into one sum: it gives one "
                                 "grid.")),
    ),
    Question(
        later("And how many parameters does one of those filters have?"),
        wrong(later("25"), later("For one channel, without a bias. The patch is 5 × 5 × 3.")),
        wrong(later("75"), later("Those are its weights. The bias is missing.")),
        right(later("76"), later("Yes: 75 weights and one bias.")),
    ),
    Question(
        later("The sliding window is written as a matrix. What tells it apart from the matrix of "
              "a dense layer?"),
        right(later("Most numbers are zero, and the others repeat."),
              later("Yes: zeros where the window does not look, and the same weights in every "
                    "row.")),
        wrong(later("Nothing: it is a matrix with as many free weights."),
              later("Its form is that of a matrix, but most of its numbers are fixed at zero, "
                    "and the others may not differ from row to row.")),
        wrong(later("It can be multiplied by the flattened image, and the dense one can't."),
              later("Both can: that is how each of them gives its answers.")),
    ),
)
