"""Lesson 5, the convolution: how many positions, the loops, stride, padding, channels, the flip."""

import numpy as np

from cnnlab import convolution, geometry, images
from cnnlab.exercises.kinds import (
    function_exercise,
    ordering_exercise,
    prediction_exercise,
    value_exercise,
)
from cnnlab.exercises.quizzes import Question, Quiz, right, wrong
from cnnlab.language import later

# How many positions ----------------------------------------------------------------------


@function_exercise(
    title=later("How many positions"),
    cases=[(3, 3, 1), (9, 3, 1), (8, 3, 2), (14, 3, 4), (28, 4, 2), (227, 11, 4)],
    hints=[
        later("Draw a row of 8 pixels and a filter of 3. How far can the filter advance?"),
        later("It can advance by `size - kernel_size` pixels. With a stride, in how many moves?"),
        later("Moves are counted with `//`. The place where the filter starts is a position "
              "too."),
    ],
)
def how_many(size, kernel_size, stride):
    return (size - kernel_size) // stride + 1


@how_many.mistake(later("You counted the moves of the filter. Where does it stand before the "
                        "first one?"))
def without_the_start(size, kernel_size, stride):
    return (size - kernel_size) // stride


@how_many.mistake(later("There are no half positions. What becomes of a move for which the "
                        "pixels don't suffice?"))
def without_rounding(size, kernel_size, stride):
    return (size - kernel_size) / stride + 1


@how_many.mistake(later("You rounded up: that position would stick out of the image. Which way "
                        "has to be rounded?"))
def rounded_up(size, kernel_size, stride):
    return -(-(size - kernel_size) // stride) + 1


@how_many.mistake(later("The start was counted before dividing. Should the stride divide the "
                        "starting place too?"))
def start_divided(size, kernel_size, stride):
    return (size - kernel_size + 1) // stride


@how_many.mistake(later("That ignores the size of the filter: it has to fit in as a whole. "
                        "Where does the last position begin?"))
def kernel_ignored(size, kernel_size, stride):
    return size // stride


@how_many.mistake(later("That is right for stride 1. What changes if the filter advances by "
                        "more?"))
def stride_ignored(size, kernel_size, stride):
    return size - kernel_size + 1


# Five sizes ------------------------------------------------------------------------------

FIVE = [(28, 5, 1, 0, 1), (32, 3, 1, 1, 1), (10, 3, 2, 0, 1), (7, 3, 1, 0, 2), (224, 7, 2, 3, 1)]


@value_exercise(
    title=later("Five sizes"),
    like=[1, 2, 3, 4, 5],
    hints=[
        later("Start with a: only `H - K + 1` is needed. In b, padding adds pixels on both "
              "sides."),
        later("In d the 3 weights lie 2 pixels apart: how many pixels do they span?"),
        later("In e: 224 + 2 · 3 = 230 pixels. From the first position on, how often do 2 "
              "pixels fit into what is left?"),
    ],
)
def five_sizes():
    return [geometry.output_size(*case) for case in FIVE]


@five_sizes.mistake(later("In b and in e the padding was added on one side only. On how many "
                          "sides does it stand?"))
def padded_on_one_side():
    return [(h + p - d * (k - 1) - 1) // s + 1 for h, k, s, p, d in FIVE]


@five_sizes.mistake(later("Your five are without the padding. Which letter says how many "
                          "pixels are added?"))
def padding_ignored():
    return [(h - d * (k - 1) - 1) // s + 1 for h, k, s, p, d in FIVE]


@five_sizes.mistake(later("In d the filter was taken to span 3 pixels. With dilation 2, how "
                          "many lie between its first and its last weight?"))
def dilation_ignored():
    return [(h + 2 * p - k) // s + 1 for h, k, s, p, d in FIVE]


@five_sizes.mistake(later("One place is missing in each of them: the one where the filter "
                          "starts."))
def without_the_start_five():
    return [(h + 2 * p - d * (k - 1) - 1) // s for h, k, s, p, d in FIVE]


@five_sizes.mistake(later("In c and e the division was rounded up. Does that position fit?"))
def rounded_up_five():
    return [-(-(h + 2 * p - d * (k - 1) - 1) // s) + 1 for h, k, s, p, d in FIVE]


# The loops, in order ---------------------------------------------------------------------


def _maps():
    rng = np.random.default_rng(0)
    sizes = [((3, 3), (2, 2)), ((4, 6), (3, 2)), ((5, 5), (3, 3)), ((6, 4), (1, 3))]
    return [(rng.integers(0, 9, image), rng.integers(-3, 4, kernel)) for image, kernel in sizes]


@ordering_exercise(
    title=later("The loops, in order"),
    cases=_maps,
    extra_lines=["            total = 0"],
    hints=[
        later("The first line says what the function is called and what it takes. The last one "
              "gives the map back."),
        later("For each position a new sum begins at 0. Inside, each weight adds its product."),
        later("The sum goes into the map when all its products are in it: after the inner loop."),
    ],
)
def order_the_loops(image, kernel):
    height, width = np.subtract(image.shape, kernel.shape) + 1
    feature_map = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        total = 0
        for i, j in np.ndindex(kernel.shape):
            total += kernel[i, j] * image[row + i, col + j]
        feature_map[row, col] = total
    return feature_map


@order_the_loops.mistake(later("The sum begins anew at each weight, so only the last product "
                               "is left. When should it begin at 0?"))
def sum_begun_too_often(image, kernel):
    height, width = np.subtract(image.shape, kernel.shape) + 1
    feature_map = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        for i, j in np.ndindex(kernel.shape):
            total = 0
            total += kernel[i, j] * image[row + i, col + j]
        feature_map[row, col] = total
    return feature_map


@order_the_loops.mistake(later("Each number is stored before anything has been added up. When "
                               "is the sum complete?"))
def stored_too_early(image, kernel):
    height, width = np.subtract(image.shape, kernel.shape) + 1
    feature_map = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        total = 0
        feature_map[row, col] = total
        for i, j in np.ndindex(kernel.shape):
            total += kernel[i, j] * image[row + i, col + j]
    return feature_map


# Repair the loop -------------------------------------------------------------------------


def _strided():
    rng = np.random.default_rng(1)
    sizes = [((3, 3), (2, 2), 1), ((5, 7), (3, 2), 2), ((8, 6), (2, 3), 3), ((5, 7), (2, 2), 2)]
    cases = [(rng.integers(0, 9, image), rng.integers(-3, 4, kernel), stride)
             for image, kernel, stride in sizes]
    return [*cases, (rng.random((6, 9)).astype(np.float32), rng.random((3, 3)), 2),
            (rng.integers(0, 256, (7, 6), dtype=np.uint8), np.array([[-1, 0], [2, 3]]), 1)]


@function_exercise(
    title=later("Repair the loop"),
    cases=_strided,
    hints=[
        later("With stride 2, at which pixel does position 1 start? And position 2?"),
        later("Position `row` starts at the pixel `stride * row`. How far from there is weight "
              "`i`?"),
        later("Neighbouring weights lie on neighbouring pixels: only the position is "
              "multiplied."),
    ],
)
def slide_with_stride(image, kernel, stride):
    height, width = np.subtract(image.shape, kernel.shape) // stride + 1
    feature_map = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        for i, j in np.ndindex(kernel.shape):
            pixel = image[stride * row + i, stride * col + j]
            feature_map[row, col] += kernel[i, j] * pixel
    return feature_map


def _slide(image, kernel, stride, pixel):
    """The loops, with the pixel of each weight as given."""
    height, width = np.subtract(image.shape, kernel.shape) // stride + 1
    feature_map = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        for i, j in np.ndindex(kernel.shape):
            feature_map[row, col] += kernel[i, j] * image[pixel(row, col, i, j)]
    return feature_map


@slide_with_stride.mistake(later("At stride 1 it is right; at stride 2 it is the corner of the "
                                 "dense map: the filter moves on by one pixel only. Which of "
                                 "the indices has to do with the stride?"))
def stride_only_in_the_size(image, kernel, stride):
    return _slide(image, kernel, stride, lambda row, col, i, j: (row + i, col + j))


@slide_with_stride.mistake(later("The weights were moved apart too: you look past the end of "
                                 "the image. The stride separates the positions; what "
                                 "separates the weights?"))
def weights_moved_apart(image, kernel, stride):
    return _slide(image, kernel, stride,
                  lambda row, col, i, j: (stride * (row + i), stride * (col + j)))


@slide_with_stride.mistake(later("The stride multiplies the weights and not the positions. "
                                 "Which of them has to advance by more than one pixel?"))
def stride_on_the_weights(image, kernel, stride):
    return _slide(image, kernel, stride,
                  lambda row, col, i, j: (row + stride * i, col + stride * j))


@slide_with_stride.mistake(later("From row to row the filter moves on by the stride, and from "
                                 "column to column by one pixel only. Where is the other "
                                 "`stride`?"))
def stride_down_only(image, kernel, stride):
    return _slide(image, kernel, stride, lambda row, col, i, j: (stride * row + i, col + j))


@slide_with_stride.mistake(later("From column to column the filter moves on by the stride, and "
                                 "from row to row by one pixel only. Where is the other "
                                 "`stride`?"))
def stride_across_only(image, kernel, stride):
    return _slide(image, kernel, stride, lambda row, col, i, j: (row + i, stride * col + j))


@slide_with_stride.mistake(later("`row` and `col` have changed places in `image[..., ...]`. Which "
                                 "one comes first?"))
def row_and_col_swapped(image, kernel, stride):
    return _slide(image, kernel, stride,
                  lambda row, col, i, j: (stride * col + i, stride * row + j))


@slide_with_stride.mistake(later("The filter is turned by 180 degrees: that is `convolve`, "
                                 "which comes in section 8. Which weight belongs to the first "
                                 "pixel?"))
def turned(image, kernel, stride):
    return slide_with_stride.reference(image, kernel[::-1, ::-1], stride)


@slide_with_stride.mistake(later("Each weight replaces what was there before it. Which sign "
                                 "adds to it?"))
def last_product_only(image, kernel, stride):
    last = np.zeros_like(kernel)
    last[-1, -1] = kernel[-1, -1]
    return slide_with_stride.reference(image, last, stride)


@slide_with_stride.mistake(later("The size of the map has one row and one column too few. Look "
                                 "at the `+ 1` in the first line."))
def map_too_small(image, kernel, stride):
    return slide_with_stride.reference(image, kernel, stride)[:-1, :-1]


# The shape of a strided map --------------------------------------------------------------


@prediction_exercise(
    title=later("The shape of a map with stride 2"),
    like=(100, 200),
    hints=[
        later("Height and width are two separate sums. Start with the height, 427."),
        later("`(427 - 3) / 2` comes out even; `(640 - 3) / 2` doesn't. What is done with the "
              "half?"),
    ],
)
def strided_shape():
    return tuple(geometry.output_size(side, 3, stride=2) for side in (427, 640))


@strided_shape.mistake(later("The width was rounded up. Does that last position fit?"))
def width_rounded_up():
    return 213, 320


@strided_shape.mistake(later("The starting places are missing: count the moves, then add the "
                             "place where the filter starts."))
def starts_missing():
    return 212, 318


@strided_shape.mistake(later("That is the shape for stride 1. How far does the filter advance?"))
def shape_at_stride_1():
    return 425, 638


# The whole function ----------------------------------------------------------------------


def _any():
    rng = np.random.default_rng(2)
    settings = [((3, 3), (2, 2), 1, 0, 1), ((4, 4), (3, 3), 1, 1, 1), ((5, 7), (2, 3), 2, 1, 1),
                ((6, 8), (2, 2), 2, 1, 2), ((7, 5), (3, 2), 1, 2, 2)]
    cases = [(rng.integers(0, 9, image), rng.integers(-3, 4, kernel), stride, padding, dilation)
             for image, kernel, stride, padding, dilation in settings]
    return [*cases, (rng.random((7, 8)), rng.standard_normal((3, 3)), 3, 1, 1)]


@function_exercise(
    title=later("The whole function"),
    cases=_any,
    hints=[
        later("`padded` is one call of `np.pad`. From then on, everything happens in `padded`."),
        later("A filter of `K` weights with dilation `D` spans `D * (K - 1) + 1` pixels. How "
              "often does that fit into the padded side?"),
        later("The pixel is at `stride * row + dilation * i`, and likewise for the column. "
              "`geometry.output_size` may compute the size."),
    ],
)
def slide_any(image, kernel, stride, padding, dilation):
    padded = np.pad(image, padding)
    size = [
        geometry.output_size(image.shape[axis], kernel.shape[axis], stride, padding, dilation)
        for axis in (0, 1)
    ]
    feature_map = np.zeros(size)
    for row, col in np.ndindex(*size):
        for i, j in np.ndindex(kernel.shape):
            pixel = padded[stride * row + dilation * i, stride * col + dilation * j]
            feature_map[row, col] += kernel[i, j] * pixel
    return feature_map


@slide_any.mistake(later("The map has the size for a padding on one side. On how many sides does "
                         "`np.pad` put zeros?"))
def size_with_one_side(image, kernel, stride, padding, dilation):
    whole = slide_any.reference(image, kernel, stride, padding, dilation)
    sides = [(image.shape[a] + padding - dilation * (kernel.shape[a] - 1) - 1) // stride + 1
             for a in (0, 1)]
    return whole[: sides[0], : sides[1]]


@slide_any.mistake(later("Right as long as the dilation is 1. How far from the first weight "
                         "does weight `i` lie?"))
def dilation_in_the_size_only(image, kernel, stride, padding, dilation):
    size = [geometry.output_size(image.shape[a], kernel.shape[a], stride, padding, dilation)
            for a in (0, 1)]
    whole = slide_any.reference(image, kernel, stride, padding, 1)
    return whole[: size[0], : size[1]]


@slide_any.mistake(later("Right as long as the stride is 1. At which pixel of `padded` does "
                         "position `row` start?"))
def stride_in_the_size_only(image, kernel, stride, padding, dilation):
    size = [geometry.output_size(image.shape[a], kernel.shape[a], stride, padding, dilation)
            for a in (0, 1)]
    return slide_any.reference(image, kernel, 1, padding, dilation)[: size[0], : size[1]]


@slide_any.mistake(later("Right as long as there is no padding. In which array do you look for "
                         "the pixel?"))
def padding_forgotten(image, kernel, stride, padding, dilation):
    return slide_any.reference(image, kernel, stride, 0, dilation)


@slide_any.mistake(later("The filter is turned by 180 degrees: that is `convolve`. Which "
                         "weight belongs to the first pixel?"))
def turned_any(image, kernel, stride, padding, dilation):
    return slide_any.reference(image, kernel[::-1, ::-1], stride, padding, dilation)


# A point through a filter ----------------------------------------------------------------

POINT, ASYMMETRIC = [[0, 0, 1, 0, 0]], [[1, 2, 3]]


@prediction_exercise(
    title=later("A lit point through an asymmetric filter"),
    like=[0, 0, 0, 0, 0],
    hints=[
        later("The middle weight, 2, lies on the point when the filter stands right above it."),
        later("One position to the left, which of the three weights lies on the point?"),
    ],
)
def mirrored_point():
    return convolution.cross_correlate(POINT, ASYMMETRIC, padding="same")[0].astype(int).tolist()


@mirrored_point.mistake(later("That is what a convolution gives: it turns the filter first. "
                              "Without turning, which end of the filter meets the point first?"))
def convolved_point():
    return convolution.convolve(POINT, ASYMMETRIC, padding="same")[0].astype(int).tolist()


@mirrored_point.mistake(later("The filter answers wherever one of its weights lies on the "
                              "point, not only where it stands above it. In how many positions "
                              "is that?"))
def middle_weight_only():
    return [0, 0, 2, 0, 0]


@mirrored_point.mistake(later("That is the sum of all weights. Only one pixel is lit: how many "
                              "products are not 0?"))
def all_weights_at_once():
    return [0, 0, 6, 0, 0]


# How many weights ------------------------------------------------------------------------


@prediction_exercise(
    title=later("The weights of a filter over a colour photograph"),
    like=10,
    hints=[
        later("How many sheets does the filter have, and how many weights has each?"),
        later("4 · 4 weights on each of the 3 sheets; and how many biases does one filter have?"),
    ],
)
def colour_filter_parameters():
    return geometry.conv_parameters(in_channels=3, out_channels=1, kernel_size=4)


@colour_filter_parameters.mistake(later("That is one sheet of weights. How many channels does "
                                        "a colour photograph have?"))
def one_sheet():
    return 4 * 4


@colour_filter_parameters.mistake(later("That is one sheet with its bias. How many channels "
                                        "does a colour photograph have?"))
def one_sheet_and_bias():
    return 4 * 4 + 1


@colour_filter_parameters.mistake(later("All the weights are there. What is added once at the "
                                        "end of each sum?"))
def bias_forgotten():
    return 4 * 4 * 3


@colour_filter_parameters.mistake(later("You gave each sheet a bias of its own. How many sums "
                                        "does one filter make at a position?"))
def three_biases():
    return 3 * (4 * 4 + 1)


# A filter for an L -----------------------------------------------------------------------


@value_exercise(
    title=later("A filter for an L"),
    like=[[0, 0, 0], [0, 0, 0], [0, 0, 0]],
    hints=[
        later("A filter is a drawing of what it looks for. What does the patch around the L "
              "look like?"),
        later("9 is reached where all 9 pixels agree: +1 where the L has a stroke, −1 "
              "elsewhere."),
        later("The upright stroke is the left column. How is the lowest row written, from left "
              "to right?"),
    ],
)
def filter_of_an_l():
    return images.from_drawing("x../x../xxx")


@filter_of_an_l.mistake(later("That finds the L in the mirror. On which side does the upright "
                              "stroke stand?"))
def l_in_the_mirror():
    return images.from_drawing("..x/..x/xxx")


@filter_of_an_l.mistake(later("This L is turned by 180 degrees: `convolve` would need it like "
                              "that. Does `cross_correlate` turn the filter?"))
def turned_l():
    return images.from_drawing("xxx/..x/..x")


@filter_of_an_l.mistake(later("With 0 in place of −1 it reaches 5 at most, and it can't tell "
                              "an L from a filled square. What should it ask of the pixels "
                              "beside the strokes?"))
def zeros_for_paper():
    return (images.from_drawing("x../x../xxx") > 0).astype(int)


@filter_of_an_l.mistake(later("Strokes and paper have changed places: this filter reaches −9 "
                              "at the L. Which sign has a stroke?"))
def negative_l():
    return -images.from_drawing("x../x../xxx")


# Quiz ------------------------------------------------------------------------------------

quiz = Quiz(
    Question(
        later("What is a filter?"),
        wrong(later("An average of the neighbouring pixels."),
              later("That is `box_blur` only. Weights may be negative and need not add up to "
                    "1: those of `edges` add up to 0.")),
        wrong(later("A matrix that is multiplied by the patch with @."),
              later("That mixes rows with columns. Here we multiply element by element, and "
                    "add.")),
        right(later("A grid of weights; the map says how much each patch resembles what they "
                    "look for."),
              later("Yes. That is why the X filters answer most where the patch looks most "
                    "like the filter.")),
    ),
    Question(
        later("A row of 10 pixels, filter of 3, stride 2, no padding. How many numbers come "
              "out?"),
        wrong(later("3"),
              later("The +1 is missing: the position where it starts counts too.")),
        right(later("4"),
              later("Yes: it starts at columns 0, 2, 4 and 6. The floor drops the half "
                    "position.")),
        wrong(later("5"),
              later("You rounded up. The fifth would start at column 8 and stick out.")),
    ),
    Question(
        later("A 5 × 5 × 3 filter over a photograph of 100 × 100 × 3, no padding. Which shape "
              "comes out?"),
        right(later("(96, 96)"),
              later("Yes: one filter, one map. There are 75 products and one sum at each "
                    "position.")),
        wrong(later("(96, 96, 3)"),
              later("That would be one map per channel, not added up. The sum runs over the "
                    "channels too.")),
        wrong(later("(100, 100)"),
              later("Without padding the filter only goes where it fits. To keep the size it "
                    "would take a padding of 2.")),
    ),
    Question(
        later("Your function is right at stride 1. At stride 2 the shape is right, but the "
              "numbers are not. What is wrong?"),
        right(later("It reads the pixel x[p + i, q + j]."),
              later("Yes: it should read the pixel `x[S p + i, S q + j]`.")),
        wrong(later("The filter has to be turned."),
              later("Then it would fail at stride 1 as well.")),
        wrong(later("It forgets to round down."),
              later("That would change the shape, and the shape is right.")),
    ),
    Question(
        later("A network learned its filters with cross-correlation. If you trained it with "
              "convolution …"),
        wrong(later("… it would do worse, because the operation is another one."),
              later("The operation is another one, but the weights are learned with it in "
                    "place.")),
        right(later("… it would learn the same filters, turned by 180°."),
              later("Yes, if it starts with the weights turned, and it would give the same "
                    "maps. The turn matters when it is you who sets the weights and they are "
                    "not symmetric.")),
        wrong(later("… nothing would change, not even the weights: the turn never matters."),
              later("The weights do come out turned. And with `sobel_x`, made by hand, every "
                    "edge changes sign.")),
    ),
    Question(
        later("The X moves 2 pixels to the right. What happens to the map (away from the "
              "borders)?"),
        wrong(later("It does not change."),
              later("That would be invariance. Convolution alone does not give it.")),
        wrong(later("Its values drop, because the filter is no longer in its place."),
              later("The filter visits every position with the same weights: it finds the X "
                    "just as well.")),
        right(later("It moves 2 to the right."),
              later("Yes: equivariance. At stride 2 it would move by 1, since each cell of "
                    "the map is 2 pixels further on.")),
    ),
)
