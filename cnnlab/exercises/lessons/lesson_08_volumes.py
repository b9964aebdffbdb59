"""Lesson 8, volumes: the sum over channels, parameters, shapes, what a unit sees."""

import math

import numpy as np

from cnnlab.exercises.kinds import function_exercise, ordering_exercise, value_exercise
from cnnlab.exercises.quizzes import Question, Quiz, right, wrong
from cnnlab.language import later

# One filter over several channels --------------------------------------------------------


def _one_filter_cases():
    rng = np.random.default_rng(0)
    return [
        (np.arange(8.0).reshape(2, 2, 2), np.array([[[1.0, -2.0]], [[0.0, 3.0]]]), 5.0),
        (rng.integers(-3, 4, (3, 4, 5)), rng.integers(1, 4, (3, 2, 3)), -2),
        (rng.normal(size=(1, 5, 4)), rng.normal(size=(1, 3, 2)), 0.5),
    ]


@ordering_exercise(
    title=later("Put the loop over channels in order"),
    cases=_one_filter_cases,
    extra_lines=[
        "        total = 0",
        "            total = weights[c, i, j] * x[c, row + i, col + j]",
    ],
    hints=[
        later("Two lines are left over. Nothing can be written into the map before the map "
              "exists."),
        later("There is one loop over the positions and, inside it, one over the weights. What "
              "has to happen once for each position, before the products and after them?"),
        later("At each position: `total` starts with the bias, the inner loop adds every "
              "product, and only then is `total` written into the map."),
    ],
)
def map_of_one_filter(x, weights, bias):
    height = x.shape[1] - weights.shape[1] + 1
    width = x.shape[2] - weights.shape[2] + 1
    feature_map = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        total = bias
        for c, i, j in np.ndindex(weights.shape):
            total += weights[c, i, j] * x[c, row + i, col + j]
        feature_map[row, col] = total
    return feature_map


@map_of_one_filter.mistake(later("The bias never arrives in the map. With which number does the "
                                 "sum of each position start?"))
def no_bias_in_the_map(x, weights, bias):
    height = x.shape[1] - weights.shape[1] + 1
    width = x.shape[2] - weights.shape[2] + 1
    feature_map = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        total = 0
        for c, i, j in np.ndindex(weights.shape):
            total += weights[c, i, j] * x[c, row + i, col + j]
        feature_map[row, col] = total
    return feature_map


@map_of_one_filter.mistake(later("Only the last product is left at each position. What is the "
                                 "difference between `=` and `+=`?"))
def only_the_last_product(x, weights, bias):
    height = x.shape[1] - weights.shape[1] + 1
    width = x.shape[2] - weights.shape[2] + 1
    feature_map = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        total = bias
        for c, i, j in np.ndindex(weights.shape):
            total = weights[c, i, j] * x[c, row + i, col + j]
        feature_map[row, col] = total
    return feature_map


@map_of_one_filter.mistake(later("The map holds nothing but the bias: each number was written "
                                 "before the products were added. When is `total` ready?"))
def written_too_early(x, weights, bias):
    height = x.shape[1] - weights.shape[1] + 1
    width = x.shape[2] - weights.shape[2] + 1
    feature_map = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        total = bias
        feature_map[row, col] = total
        for c, i, j in np.ndindex(weights.shape):
            total += weights[c, i, j] * x[c, row + i, col + j]
    return feature_map


# A whole layer ---------------------------------------------------------------------------


def _layer_cases():
    rng = np.random.default_rng(0)
    return [
        (np.arange(8.0).reshape(2, 2, 2), rng.integers(-3, 4, (3, 2, 1, 2)), [5, -7, 11]),
        (rng.normal(size=(3, 5, 4)), rng.normal(size=(2, 3, 2, 3)), np.array([0.5, -2.0])),
        (rng.integers(-4, 5, (2, 4, 6)), rng.integers(-3, 4, (2, 2, 3, 2)), [1, 2]),
        (rng.normal(size=(1, 4, 5)), rng.normal(size=(4, 1, 2, 2)), np.arange(1.0, 5.0)),
    ]


@function_exercise(
    title=later("A convolution over channels"),
    cases=_layer_cases,
    hints=[
        later("Filter `f` starts each of its numbers with its own bias."),
        later("The weight has four indices: which filter, which channel, which row and which "
              "column of the sheet. The input has three: which channel, which row, which "
              "column."),
        later("The channel `c` is the same in both: a sheet meets its own channel. The row of "
              "the input is `row + i`."),
    ],
)
def conv_over_channels(x, weights, bias):
    height, width = np.subtract(x.shape[1:], weights.shape[2:]) + 1
    maps = np.zeros((len(weights), height, width))
    for f, row, col in np.ndindex(maps.shape):
        maps[f, row, col] = bias[f]
        for c, i, j in np.ndindex(weights.shape[1:]):
            maps[f, row, col] += weights[f, c, i, j] * x[c, row + i, col + j]
    return maps


@conv_over_channels.mistake(later("`bias` holds one number for each filter, and a position has "
                                  "room for one. Whose bias belongs to filter `f`?"))
def every_bias_at_once(x, weights, bias):
    maps = conv_over_channels.reference(x, weights, bias)
    maps[0, 0, 0] = np.append(bias, bias)
    return maps


@conv_over_channels.mistake(later("Every weight of a sheet meets the same pixel, the first of "
                                  "the patch. Which pixel belongs to the weight in row `i`, "
                                  "column `j`?"))
def first_pixel_only(x, weights, bias):
    sheets = weights.sum(axis=(2, 3), keepdims=True)
    height, width = np.subtract(x.shape[1:], weights.shape[2:]) + 1
    return conv_over_channels.reference(x[:, :height, :width], sheets, bias)


@conv_over_channels.mistake(later("The products are right, and something is missing that every "
                                  "filter adds once. What is it?"))
def without_bias(x, weights, bias):
    return conv_over_channels.reference(x, weights, np.zeros(len(weights)))


@conv_over_channels.mistake(later("Each filter adds its bias once for every weight. How often "
                                  "should it be added at a position?"))
def bias_at_every_weight(x, weights, bias):
    return conv_over_channels.reference(x, weights, np.multiply(bias, weights[0].size))


@conv_over_channels.mistake(later("All filters add the same bias, the first one's. How many "
                                  "biases does a layer have?"))
def one_bias_for_all(x, weights, bias):
    return conv_over_channels.reference(x, weights, [bias[0]] * len(weights))


@conv_over_channels.mistake(later("There is one map for each filter and each channel. What still "
                                  "has to be done with the maps of one filter?"))
def no_sum_over_channels(x, weights, bias):
    return np.stack([
        [conv_over_channels.reference(x[c : c + 1], one[None, c : c + 1], [bias[f]])[0]
         for c in range(len(x))]
        for f, one in enumerate(weights)
    ])


@conv_over_channels.mistake(later("Every channel meets the same sheet of the filter, the first "
                                  "one. How many sheets does a filter have, and which index of "
                                  "`weights` names the sheet?"))
def one_sheet_for_all_channels(x, weights, bias):
    return conv_over_channels.reference(x, np.repeat(weights[:, :1], len(x), axis=1), bias)


@conv_over_channels.mistake(later("There is one map for each channel that came in. How many maps "
                                  "does one filter make, and how many filters are there?"))
def as_many_maps_as_channels(x, weights, bias):
    return np.stack([
        conv_over_channels.reference(channel[None], weights[:1, c : c + 1], bias[:1])[0]
        for c, channel in enumerate(x)
    ])


@conv_over_channels.mistake(later("Every map was made with the weights of filter 0. Which index "
                                  "of `weights` names the filter?"))
def the_first_filter_only(x, weights, bias):
    return conv_over_channels.reference(x, np.repeat(weights[:1], len(weights), axis=0), bias)


@conv_over_channels.mistake(later("Every sheet meets channel 0 of the input. Which channel "
                                  "belongs to sheet `c`?"))
def channel_zero_for_all_sheets(x, weights, bias):
    return conv_over_channels.reference(np.repeat(x[:1], len(x), axis=0), weights, bias)


@conv_over_channels.mistake(later("The filter stays at the top left: all the numbers of a map "
                                  "are the same. Where is the filter when it makes the number at "
                                  "`row`, `col`?"))
def without_sliding(x, weights, bias):
    maps = conv_over_channels.reference(x, weights, bias)
    return np.broadcast_to(maps[:, :1, :1], maps.shape)


# What is learned -------------------------------------------------------------------------


@function_exercise(
    title=later("The parameters of a layer"),
    cases=[(28, 28, 1, 6, 5), (64, 48, 3, 16, 3), (227, 227, 3, 96, 11), (7, 9, 32, 10, 1)],
    hints=[
        later("Begin with a single filter: how many sheets does it have, and how many weights "
              "has a sheet?"),
        later("Each filter has one more number, besides its weights. Then multiply by the "
              "filters."),
        later("Does the same filter need other weights on a larger photo? What does not matter "
              "need not be used."),
    ],
)
def conv_layer_parameters(height, width, channels, filters, side):
    return (side * side * channels + 1) * filters


@conv_layer_parameters.mistake(later("You counted all the weights and none of the biases. What "
                                     "else does each filter learn?"))
def weights_without_biases(height, width, channels, filters, side):
    return side * side * channels * filters


@conv_layer_parameters.mistake(later("You added a single bias for the whole layer. How many "
                                     "filters add one of their own?"))
def one_bias_in_all(height, width, channels, filters, side):
    return side * side * channels * filters + 1


@conv_layer_parameters.mistake(later("Your filters have one sheet only, so the count is right "
                                     "for grey photos and for no others. How deep is a filter?"))
def flat_filters(height, width, channels, filters, side):
    return (side * side + 1) * filters


@conv_layer_parameters.mistake(later("You gave each sheet a bias of its own. The sheets of a "
                                     "filter are added up: how often is the bias added?"))
def a_bias_for_each_sheet(height, width, channels, filters, side):
    return (side * side + 1) * channels * filters


@conv_layer_parameters.mistake(later("You multiplied by the number of positions. Does a filter "
                                     "learn new weights when it moves on?"))
def new_weights_at_each_position(height, width, channels, filters, side):
    positions = (height - side + 1) * (width - side + 1)
    return (side * side * channels + 1) * filters * positions


# Shapes, layer by layer ------------------------------------------------------------------


@function_exercise(
    title=later("Sizes through a stack"),
    cases=[
        (28, [(3, 1, 1), (2, 2, 0), (3, 1, 1), (2, 2, 0)]),
        (32, [(5, 1, 0), (2, 2, 0), (5, 1, 0), (2, 2, 0)]),
        (224, [(7, 2, 3), (3, 2, 1), (3, 1, 1)]),
        (10, [(3, 2, 0)]),
    ],
    hints=[
        later("What comes out of one layer goes into the next: keep the size in one variable."),
        later("For one layer it is the formula of lesson 5: how far the kernel can move, divided "
              "by the stride, rounded down, and the place where it starts. Padding adds on both "
              "sides."),
        later("In the loop: `size = (size + 2 * padding - kernel) // stride + 1`. Then put the "
              "size at the end of the list."),
    ],
)
def sizes_through_a_stack(size, layers):
    sizes = []
    for kernel, stride, padding in layers:
        size = (size + 2 * padding - kernel) // stride + 1
        sizes.append(size)
    return sizes


@sizes_through_a_stack.mistake(later("Some of your sizes are not whole numbers. Half a position "
                                     "does not exist: which way is it rounded, and how is that "
                                     "written in Python?"))
def without_the_floor(size, layers):
    sizes = []
    for kernel, stride, padding in layers:
        size = (size + 2 * padding - kernel) / stride + 1
        sizes.append(size)
    return sizes


@sizes_through_a_stack.mistake(later("You rounded up. Does the kernel still fit in that last "
                                     "position?"))
def rounded_up(size, layers):
    sizes = []
    for kernel, stride, padding in layers:
        size = math.ceil((size + 2 * padding - kernel) / stride) + 1
        sizes.append(size)
    return sizes


@sizes_through_a_stack.mistake(later("Without padding it is right. Padding counts each side: how "
                                     "many sides does a row have?"))
def padding_on_one_side(size, layers):
    sizes = []
    for kernel, stride, padding in layers:
        size = (size + padding - kernel) // stride + 1
        sizes.append(size)
    return sizes


@sizes_through_a_stack.mistake(later("You counted how often the kernel moves on. The place where "
                                     "it starts is a position too."))
def only_the_moves(size, layers):
    sizes = []
    for kernel, stride, padding in layers:
        size = (size + 2 * padding - kernel) // stride
        sizes.append(size)
    return sizes


@sizes_through_a_stack.mistake(later("Your first size is right. The later ones are worked out "
                                     "from the photo again: what goes into the second layer?"))
def always_from_the_photo(size, layers):
    return [(size + 2 * padding - kernel) // stride + 1 for kernel, stride, padding in layers]


@sizes_through_a_stack.mistake(later("That is the last size only. The answer is a list, with one "
                                     "size for each layer."))
def the_last_size(size, layers):
    return sizes_through_a_stack.reference(size, layers)[-1]


@value_exercise(
    title=later("Numbers before the flatten"),
    like=123,
    hints=[
        later("Follow the side of the square first, layer by layer. No layer has padding here."),
        later("28 becomes 26. Of 11 pixels, a window of 2 at stride 2 uses 10."),
        later("The last volume has the height, the width, and one map for each filter of the "
              "last convolution. Pooling leaves the depth as it is."),
    ],
    why=later("28 → 26 → 13 → 11 → 5, and 12 maps: 12 · 5 · 5 numbers."),
)
def numbers_before_the_flatten():
    side = sizes_through_a_stack.reference(28, [(3, 1, 0), (2, 2, 0), (3, 1, 0), (2, 2, 0)])[-1]
    return 12 * side * side


@numbers_before_the_flatten.mistake(later("That is one map of the last volume. How deep is it?"))
def one_map_only():
    return 5 * 5


@numbers_before_the_flatten.mistake(later("You multiplied by the depth and by one side. Height "
                                          "and width both count."))
def one_side_only():
    return 12 * 5


@numbers_before_the_flatten.mistake(later("The last pooling meets 11 rows, and you rounded 5.5 "
                                          "up. Does the window fit there?"))
def rounded_the_side_up():
    return 12 * 6 * 6


@numbers_before_the_flatten.mistake(later("28 / 2 / 2 is 7, and that holds where padding keeps "
                                          "the size in each convolution. Is there padding here?"))
def as_if_padded():
    return 12 * 7 * 7


@numbers_before_the_flatten.mistake(later("You multiplied the depths of both convolutions. The "
                                          "second one adds the 8 channels up: how many maps does "
                                          "it make?"))
def all_depths_multiplied():
    return 8 * 12 * 5 * 5


@numbers_before_the_flatten.mistake(later("That is the volume before the last pooling. One layer "
                                          "is left."))
def before_the_last_pooling():
    return 12 * 11 * 11


# What a unit sees ------------------------------------------------------------------------


@function_exercise(
    title=later("The receptive field of a stack"),
    cases=[
        [[(3, 1), (3, 1)]],
        [[(3, 1), (2, 2), (3, 1)]],
        [[(5, 1), (2, 2), (5, 1), (2, 2)]],
        [[(7, 2), (3, 2), (3, 1), (3, 1), (1, 1)]],
        [[(3, 1), (3, 1), (3, 1)]],
    ],
    hints=[
        later("One pixel sees itself: start with 1. Each layer adds something to it."),
        later("A layer adds `kernel - 1` steps. How long is a step, in pixels of the photo? That "
              "is the product of the strides of the layers below."),
        later("Keep two numbers: `field`, which grows by `(kernel - 1) * jump`, and `jump`, "
              "which is then multiplied by the layer's stride."),
    ],
)
def receptive_field_of_a_stack(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump *= stride
    return field


@receptive_field_of_a_stack.mistake(later("You added up the kernel sizes. Two 3 × 3 layers see 5 "
                                          "pixels, not 6: neighbouring patches overlap. How many "
                                          "new pixels does the second layer bring?"))
def sum_of_the_kernels(layers):
    return sum(kernel for kernel, _ in layers)


@receptive_field_of_a_stack.mistake(later("You multiplied the kernel sizes. Two 3 × 3 layers see "
                                          "5 pixels, not 9. What does each layer add?"))
def product_of_the_kernels(layers):
    return math.prod(kernel for kernel, _ in layers)


@receptive_field_of_a_stack.mistake(later("Right as long as every stride is 1. After a stride of "
                                          "2, how far apart are two neighbouring units, in "
                                          "pixels of the photo?"))
def strides_ignored(layers):
    return 1 + sum(kernel - 1 for kernel, _ in layers)


@receptive_field_of_a_stack.mistake(later("You let each layer's own stride act on its own "
                                          "kernel. A stride moves the outputs apart, not the "
                                          "inputs: for which layers does it count?"))
def own_stride_too_early(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        jump *= stride
        field += (kernel - 1) * jump
    return field


@receptive_field_of_a_stack.mistake(later("That is the size of the last kernel: what the unit "
                                          "sees of the layer below. What does that layer see in "
                                          "its turn?"))
def the_last_kernel(layers):
    return layers[-1][0]


# The quiz --------------------------------------------------------------------------------

quiz = Quiz(
    Question(
        later("A layer takes 32 channels and makes 64, with 3 × 3 filters. Which shape do its "
              "weights have?"),
        wrong(later("(64, 3, 3)"),
              later("These filters have one sheet each. A filter is as deep as its input.")),
        right(later("(64, 32, 3, 3)"),
              later("64 filters, each with 32 sheets of 3 × 3.")),
        wrong(later("(32, 64, 3, 3)"),
              later("Those would be 32 filters with 64 sheets: a layer from 64 channels to 32.")),
    ),
    Question(
        later("A convolutional layer is trained on photos of 64 × 64 and then used on photos of "
              "128 × 128. What grows?"),
        wrong(later("Its parameters, by 4."),
              later("The same filters are used at every position; no weight is added.")),
        wrong(later("Nothing."),
              later("The parameters stay. But the filters visit 4 times as many positions.")),
        right(later("Its work and the memory for its maps, by about 4; not its parameters."),
              later("Each weight is used once per position, and there are about 4 times as many "
                    "positions.")),
    ),
    Question(
        later("A tutorial ends with `Linear(64 * 7 * 7, 10)` and works on 28 × 28 photos. You "
              "give it photos of 32 × 32. What happens?"),
        right(later("It fails at the Linear: other photos make a volume of another size."),
              later("The convolutions would take any size. The 7 × 7 is 28 halved twice; 32 "
                    "gives 8 × 8.")),
        wrong(later("It fails at the first convolution: its weights are for 28 × 28."),
              later("The weights of a convolution know nothing of the photo's size.")),
        wrong(later("It works: the network adapts."),
              later("The convolutions do; the Linear has one weight for each number it gets.")),
    ),
    Question(
        later("Three convolutions of 3 × 3, one after the other, at stride 1. How many pixels "
              "across does one unit of the last map see?"),
        wrong(later("3"),
              later("That is what it sees of the map below. That map sees further.")),
        right(later("7"),
              later("1 + 2 + 2 + 2: each layer brings one pixel on each side.")),
        wrong(later("9"),
              later("You added the kernel sizes. Neighbouring patches overlap.")),
        wrong(later("27"),
              later("You multiplied. Each layer adds two pixels: it does not triple them.")),
    ),
    Question(
        later("`photo` has the shape (427, 640, 3). What does `photo.reshape(3, 427, 640)` "
              "give?"),
        wrong(later("The three channels, one after the other."),
              later("That is `np.moveaxis(photo, -1, 0)`. `reshape` keeps the numbers in a row "
                    "and cuts the row elsewhere.")),
        wrong(later("An error: the axes are in another order."),
              later("There are as many numbers as before, so NumPy is content. That is the "
                    "danger.")),
        right(later("The right shape, with the pixels mixed up."),
              later("The first channel then holds reds, greens and blues of the top third.")),
    ),
    Question(
        later("What does a 1 × 1 convolution do?"),
        wrong(later("Nothing: it multiplies each pixel by a number."),
              later("That would be so with one channel. With more there is a sum.")),
        right(later("At each position it mixes the channels, and can change their number."),
              later("It is a dense layer over the channels, the same at every position.")),
        wrong(later("It makes the picture smaller."),
              later("At stride 1, height and width stay. What changes is the depth.")),
    ),
)
