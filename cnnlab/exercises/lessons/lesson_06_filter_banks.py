"""Lesson 6, filter banks: sharpening by a strength, directions, stacks of maps, two passes."""

import numpy as np

from cnnlab import convolution, filters
from cnnlab.exercises.kinds import choice_exercise, function_exercise, value_exercise
from cnnlab.exercises.quizzes import Question, Quiz, right, wrong
from cnnlab.language import later

# The image plus its edges ----------------------------------------------------------------


def _pictures():
    noisy = np.random.default_rng(0).normal(100, 50, (5, 7))
    steps = np.array([[10, 10, 200, 200], [10, 10, 200, 90], [20, 10, 200, 0]], dtype=np.uint8)
    return [(steps, 1), (steps, 0), (np.arange(20).reshape(4, 5) ** 2, 0.5), (noisy, 1 / 3)]


@function_exercise(
    title=later("The strength of sharpening"),
    cases=_pictures,
    hints=[
        later("`sharpen` is `identity` plus `edges`. Which of the two should grow with the "
              "strength?"),
        later("`filters.get(\"edges\")` is an array, so it can be multiplied by a number. With a "
              "strength of 0 the photograph should stay as it is."),
        later("The filter is `identity`, a plus, the strength times `edges`. "
              "`convolution.cross_correlate` slides it."),
    ],
)
def sharpen_by(image, strength):
    kernel = filters.get("identity") + strength * filters.get("edges")
    return convolution.cross_correlate(image, kernel)


@sharpen_by.mistake(later("The weights add up to 0 now, so the greys are lost and only edges are "
                          "left. What has to be there besides the edges?"))
def edges_alone(image, strength):
    return convolution.cross_correlate(image, strength * filters.get("edges"))


@sharpen_by.mistake(later("The strength multiplies the photograph too: at 3, a flat area becomes "
                          "three times as bright. Which part should it leave alone?"))
def everything_stronger(image, strength):
    return convolution.cross_correlate(image, strength * filters.get("sharpen"))


@sharpen_by.mistake(later("This takes the edges away from the photograph: it blurs. Which sign "
                          "does the centre of the part that you add have?"))
def edges_taken_away(image, strength):
    kernel = filters.get("identity") - strength * filters.get("edges")
    return convolution.cross_correlate(image, kernel)


@sharpen_by.mistake(later("With a strength of 0 there are edges in it already. Where do they "
                          "come from?"))
def edges_twice(image, strength):
    kernel = filters.get("sharpen") + strength * filters.get("edges")
    return convolution.cross_correlate(image, kernel)


@sharpen_by.mistake(later("That is the filter. What is asked for is the map that it makes of the "
                          "image."))
def the_filter(image, strength):
    return filters.get("identity") + strength * filters.get("edges")


# Directions ------------------------------------------------------------------------------

LETTERS = ("a", "b", "c", "d")


@choice_exercise(
    title=later("Which filter made which map?"),
    options=LETTERS,
    hints=[
        later("First drop two maps: in which ones does the outline vanish at the left and the "
              "right?"),
        later("Two maps are left, with opposite signs. At the right side of the disc, which "
              "pixel is brighter: the one to the left or the one to the right?"),
    ],
    why=later("Left minus right: at the right side of the disc the left pixel is brighter, so "
              "that side is positive, orange; the left side is purple."),
)
def left_minus_right():
    return _letter(1)


def _letter(place):
    """The letter of a map: 0 is that of sobel_x, 1 of -sobel_x, 2 of sobel_y, 3 of -sobel_y."""
    return LETTERS[list(np.random.default_rng(0).permutation(4)).index(place)]


@left_minus_right.mistake(later("That one is positive where the right is brighter. On which side "
                                "of the disc is the right pixel the brighter one?"))
def right_minus_left():
    return _letter(0)


@left_minus_right.mistake(later("In that map the outline vanishes at the left and the right, so "
                                "it does not compare left with right. It is orange at the top."))
def below_minus_above():
    return _letter(2)


@left_minus_right.mistake(later("In that map the outline vanishes at the left and the right, so "
                                "it does not compare left with right. It is purple at the top."))
def above_minus_below():
    return _letter(3)


def _gradients():
    numbers = np.random.default_rng(0)
    return [
        (np.array([[3.0, -5.0]]), np.array([[4.0, 12.0]])),
        (np.array([[8, -6, 0], [-1, 7, 2]]), np.array([[-6, -8, -4], [1, 24, 0]])),
        (numbers.normal(0, 90, (4, 7)), numbers.normal(0, 90, (4, 7))),
    ]


@function_exercise(
    title=later("The size of the gradient"),
    cases=_gradients,
    hints=[
        later("At each pixel the two numbers are the sides of a right triangle. Which side is "
              "asked for?"),
        later("Pythagoras: the square of the long side is the sum of the squares of the other "
              "two."),
        later("`**2` squares every number of an array, and `np.sqrt` takes every root."),
    ],
)
def gradient_size(along_x, along_y):
    return np.sqrt(along_x**2 + along_y**2)


@gradient_size.mistake(later("You added the two sizes. A slanted edge then comes out larger than "
                             "an upright one of the same strength. How long is the long side of "
                             "a right triangle?"))
def sum_of_sizes(along_x, along_y):
    return np.abs(along_x) + np.abs(along_y)


@gradient_size.mistake(later("You added first and dropped the sign afterwards: where one is 5 "
                             "and the other −5, the edge vanishes. What makes a number positive "
                             "before adding?"))
def size_of_the_sum(along_x, along_y):
    return np.abs(along_x + along_y)


@gradient_size.mistake(later("That is the square of the size. Which step is left?"))
def without_the_root(along_x, along_y):
    return along_x**2 + along_y**2


# A stack of maps -------------------------------------------------------------------------


def _banks():
    numbers = np.random.default_rng(0)
    return [
        (np.arange(12).reshape(3, 4), [np.array([[1, 2], [3, -4]]), np.array([[0, 1], [-1, 5]])]),
        (numbers.integers(0, 256, (6, 9), dtype=np.uint8),
         [filters.get("sobel_x"), filters.get("sobel_y"), filters.get("emboss")]),
        (numbers.normal(size=(7, 5)), list(numbers.normal(size=(4, 2, 3)))),
    ]


@function_exercise(
    title=later("The maps of a bank"),
    cases=_banks,
    hints=[
        later("A `for` over the filters: each of them makes one map."),
        later("Collect the maps in a list: `[convolution.cross_correlate(image, kernel) for "
              "kernel in kernels]`."),
        later("`np.stack` makes an array of the list; the new axis comes first."),
    ],
)
def maps_of_a_bank(image, kernels):
    return np.stack([convolution.cross_correlate(image, kernel) for kernel in kernels])


@maps_of_a_bank.mistake(later("The maps lie along the last axis. `maps[0]` should be the whole "
                              "map of the first filter: which axis does `np.stack` add?"))
def maps_last(image, kernels):
    return np.stack([convolution.cross_correlate(image, kernel) for kernel in kernels], axis=-1)


@maps_of_a_bank.mistake(later("You turned the filters by 180°: that is `convolve`. Which "
                              "operation do we call convolution here?"))
def turned(image, kernels):
    return np.stack([convolution.convolve(image, kernel) for kernel in kernels])


@maps_of_a_bank.mistake(later("A single map comes out, that of the first filter. Does your "
                              "`return` stand inside the loop, or after it?"))
def only_the_first(image, kernels):
    return convolution.cross_correlate(image, kernels[0])


@maps_of_a_bank.mistake(later("You added the maps up into one. How many maps do several filters "
                              "make?"))
def added_up(image, kernels):
    return sum(convolution.cross_correlate(image, kernel) for kernel in kernels)


@maps_of_a_bank.mistake(later("Your maps are as large as the image: there is padding in them. "
                              "The exercise asks for none."))
def padded(image, kernels):
    return filters.feature_maps(image, kernels, padding="same")


# Separable filters -----------------------------------------------------------------------


def _kernels():
    return [
        (np.array([[1, 2, 3]]),),
        (np.array([[1.0, 2.0], [3.0, 4.0]]),),
        (np.array([[2, -1], [4, -2], [6, -3]]),),
        (np.array([[2, -1], [4, -2], [6, 3]]),),
        *((filters.get(name),) for name in ("sharpen", "sobel_y", "strong_edges", "x_centre")),
        (filters.get("gaussian_blur", size=7, sigma=1.3),),
        (filters.get("gabor", angle=45, size=7),),
    ]


@function_exercise(
    title=later("Is it separable?"),
    cases=_kernels,
    hints=[
        later("In a multiplication table every row is a multiple of any other row. How many "
              "really different rows does it have?"),
        later("That number is the rank, and `np.linalg.matrix_rank` computes it."),
        later("Compare the rank with 1; `==` gives `True` or `False`."),
    ],
)
def is_separable(kernel):
    return np.linalg.matrix_rank(kernel) == 1


@is_separable.mistake(later("You asked whether the filter equals its transpose. `sharpen` does, "
                            "and is not separable; `sobel_y` does not, and is. What do the rows "
                            "of a multiplication table have in common?"))
def is_symmetric(kernel):
    return np.array_equal(kernel, kernel.T)


@is_separable.mistake(later("That is the rank itself. Which rank does a separable filter have? Ask "
                            "for that, so that the answer is `True` or `False`."))
def the_rank_itself(kernel):
    return np.linalg.matrix_rank(kernel)


@is_separable.mistake(later("You asked whether some row can be made from the others. In a "
                            "separable filter, one single row has to make all of them."))
def not_of_full_rank(kernel):
    return np.linalg.matrix_rank(kernel) < min(kernel.shape)


# A filter for a given map ----------------------------------------------------------------


@value_exercise(
    title=later("The hidden filter"),
    like=[[1, 2, 3], [4, 5, 6], [7, 8, 9]],
    hints=[
        later("Around the lone point, no other pixel plays a part: the nine numbers there are "
              "the nine weights, in some order."),
        later("Cross-correlation leaves the filter back to front around a point. Which corner of "
              "the filter touches the point when the filter stands to its lower right?"),
        later("Copy the 3 × 3 numbers around the point and turn them by 180°: `[::-1, ::-1]`."),
    ],
    why=later("They are the nine numbers around the lone point, turned by 180°."),
)
def hidden_kernel():
    return np.array([[0, 1, 0],
                     [0, 1, -1],
                     [0, 0, -1]])


@hidden_kernel.mistake(later("Those are the numbers around the point, as they stand there. Slide "
                             "them over the point: do the same numbers come out?"))
def as_it_stands():
    return hidden_kernel.expected[::-1, ::-1]


@hidden_kernel.mistake(later("You reversed each row, but not the order of the rows. A turn by "
                             "180° does both."))
def left_and_right_swapped():
    return hidden_kernel.expected[::-1]


@hidden_kernel.mistake(later("You reversed the order of the rows, but not each row. A turn by "
                             "180° does both."))
def up_and_down_swapped():
    return hidden_kernel.expected[:, ::-1]


quiz = Quiz(
    Question(
        later("The weights of a filter add up to 0. What does it answer in a flat area of grey "
              "180?"),
        wrong(later("180"), later("That is what a filter whose weights add up to 1 answers: it "
                                  "keeps the greys.")),
        right(later("0"), later("Yes: in a flat area the answer is the grey times the sum of the "
                                "weights.")),
        wrong(later("It depends on where the negative weights are."),
              later("In a flat area all pixels are equal, so the place of a weight makes no "
                    "difference.")),
    ),
    Question(
        later("A part of a feature map is dark purple. What does that mean?"),
        wrong(later("The photograph is black there."),
              later("Black in the photograph is 0, and so is white in the map. The map does not "
                    "show greys; it shows answers.")),
        wrong(later("The filter found nothing there."),
              later("Finding nothing is 0, and zero is white. Purple is a strong answer.")),
        right(later("The answer is strongly negative there."),
              later("Yes: the patch resembles the filter with its signs changed.")),
    ),
    Question(
        later("A bright disc on black. `sobel_y` is below minus above. Where is its map "
              "positive?"),
        right(later("At the upper end of the disc."),
              later("Yes: there it gets brighter on the way down.")),
        wrong(later("At the lower end of the disc."),
              later("There it gets darker on the way down: below minus above is negative.")),
        wrong(later("All around the disc, since there is an edge everywhere."),
              later("The sign says which way it gets brighter, and to the left and right of the "
                    "disc nothing changes downwards. The size of the gradient is positive all "
                    "around.")),
    ),
    Question(
        later("Why does `sharpen`, used twice, spoil a noisy photograph?"),
        wrong(later("Because its weights no longer add up to 1."),
              later("They still do: 1 · 1 = 1. The mean grey stays as it was.")),
        right(later("Because it enlarges every difference between neighbours, and noise is one."),
              later("Yes: each time the noise grows, and the second time it starts from what the "
                    "first one left.")),
        wrong(later("Because convolution adds noise."),
              later("It adds nothing of its own: a flat area without noise stays flat.")),
    ),
    Question(
        later("A separable filter of 7 × 7. How many multiplications per pixel do two passes "
              "take?"),
        wrong(later("49"), later("That is the single pass, with the whole filter.")),
        wrong(later("7"), later("That is one pass. The column and the row have 7 weights each.")),
        right(later("14"), later("Yes: 7 down and 7 across.")),
    ),
    Question(
        later("Least squares found no good 3 × 3 filter for the size of the gradient. Why?"),
        wrong(later("There were too few equations."),
              later("There were thousands for 9 unknowns, and with as many it found `sharpen` "
                    "exactly.")),
        wrong(later("It takes a larger filter."),
              later("The size is computed from 3 × 3 pixels. A larger filter still only "
                    "multiplies and adds.")),
        right(later("That map is not linear in the pixels, and a filter's map always is."),
              later("Yes: it takes a step that is not linear, after the filters.")),
    ),
)
