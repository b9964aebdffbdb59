"""Lesson 1, pixels: mirror, negative, counting, the mean of two photographs, grey, a baseline."""

import numpy as np

from cnnlab.exercises.kinds import function_exercise
from cnnlab.exercises.quizzes import Question, Quiz, right, wrong
from cnnlab.language import later


def _grey_images():
    rng = np.random.default_rng(0)
    shapes = [(1, 3), (2, 3), (4, 2), (5, 7)]
    return [rng.integers(0, 256, shape, dtype=np.uint8) for shape in shapes]


# Mirror ----------------------------------------------------------------------------------


def _to_mirror():
    colour = np.random.default_rng(1).integers(0, 256, (3, 4, 3), dtype=np.uint8)
    return [(image,) for image in (*_grey_images(), colour)]


@function_exercise(
    title=later("Mirror"),
    cases=_to_mirror,
    hints=[
        later("Further up, `::-1` turned the axis of the channels around. Which axis is turned "
              "here?"),
        later("From left to right you go from column to column. Which place do columns have in "
              "`image[..., ...]`?"),
        later("`image[:, ...]` keeps all rows. What has to stand in place of the dots?"),
    ],
)
def mirror(image):
    return image[:, ::-1]


@mirror.mistake(later("The image is upside down: the rows changed places. Which axis runs from "
                      "left to right?"))
def upside_down(image):
    return image[::-1]


@mirror.mistake(later("Both axes were turned, so the image is also upside down. Which one has "
                      "to stay?"))
def turned_by_180(image):
    return image[::-1, ::-1]


@mirror.mistake(later("In a colour image the channels were turned too: its reds became blues. "
                      "Which axis comes last in (height, width, channels)?"))
def last_axis_mirrored(image):
    return image[..., ::-1]


# Negative --------------------------------------------------------------------------------


@function_exercise(
    title=later("Negative"),
    cases=lambda: [(np.array([[0, 1, 100, 255]], dtype=np.uint8),),
                   *((image,) for image in _grey_images())],
    hints=[
        later("What should become of 0? And of 255? And of 100?"),
        later("0 becomes 255 and 255 becomes 0: how far is a value from 255?"),
    ],
)
def negative(image):
    return 255 - image


@negative.mistake(later("The negative of 1 wrapped around to 255, and black stayed black. From "
                        "which number must a pixel be subtracted?"))
def minus_sign(image):
    return -image


@negative.mistake(later("White becomes 1, and black 256, for which `uint8` has no room. Which is "
                        "its largest number?"))
def from_256(image):
    return 256 - image.astype(int)


@negative.mistake(later("A number in your formula does not fit into `uint8`, which goes from 0 "
                        "to 255. From which number must a pixel be subtracted?"))
def too_large_for_uint8(image):
    return np.uint8(256) - image


@negative.mistake(later("That is a negative on the scale from 0 to 1. On which scale is this "
                        "image?"))
def from_one(image):
    return 1 - image.astype(float)


@negative.mistake(later("Those are negative numbers, and no image of `uint8` holds them. What "
                        "should black become?"))
def below_zero(image):
    return -image.astype(int)


# Counting --------------------------------------------------------------------------------


@function_exercise(
    title=later("Count the light pixels"),
    cases=lambda: [(image, threshold) for image in _grey_images() for threshold in (0, 100, 200)]
    + [(np.array([[199, 200, 201]], dtype=np.uint8), 200)],
    hints=[
        later("`image > threshold` gives `True` or `False` for each pixel."),
        later("`True` counts as 1. How do you add up everything in an array?"),
    ],
)
def count_above(image, threshold):
    return int((image > threshold).sum())


@count_above.mistake(later("Pixels that equal the threshold were counted too. Do they exceed "
                           "it?"))
def at_least(image, threshold):
    return int((image >= threshold).sum())


@count_above.mistake(later("You added up the values of the pixels. How many are there?"))
def sum_of_values(image, threshold):
    return int(image[image > threshold].sum())


@count_above.mistake(later("Those are the pixels that don't exceed it. Which way does the "
                           "comparison point?"))
def count_below(image, threshold):
    return int((image <= threshold).sum())


@count_above.mistake(later("That is a part of all pixels, between 0 and 1. How many pixels is "
                           "it?"))
def share_above(image, threshold):
    return float((image > threshold).mean())


@count_above.mistake(later("That says for each pixel whether it exceeds the threshold. And how "
                           "many do?"))
def mask_only(image, threshold):
    return image > threshold


# The mean of two -------------------------------------------------------------------------


def _two_images():
    rng = np.random.default_rng(2)
    pairs = [tuple(rng.integers(0, 256, shape, dtype=np.uint8) for _ in range(2))
             for shape in [(2, 3), (4, 5), (3, 2)]]
    return [(np.array([[200, 10]], dtype=np.uint8), np.array([[100, 20]], dtype=np.uint8)), *pairs]


@function_exercise(
    title=later("The mean of two photographs"),
    cases=_two_images,
    hints=[
        later("200 + 100 is 44 in `uint8`. What comes first: widening or adding?"),
        later("`first.astype(float)` has room for the sum. Only then is it divided by 2."),
    ],
)
def mean_of_two(first, second):
    return (first.astype(float) + second) / 2


@mean_of_two.mistake(later("The sum wrapped around before it was divided: 200 + 100 is already "
                           "44. What has to come before the addition?"))
def added_too_early(first, second):
    return (first + second) / 2


@mean_of_two.mistake(later("The sum wrapped around, and the decimals were cut off as well. "
                           "Which type has room for both?"))
def whole_and_wrapped(first, second):
    return (first + second) // 2


@mean_of_two.mistake(later("Nothing wrapped around, but the halves are cut off. Is it the "
                           "division, or a type that has no decimals?"))
def halves_cut(first, second):
    return (first.astype(int) + second) // 2


@mean_of_two.mistake(later("That is the sum. What makes a mean of it?"))
def sum_of_two(first, second):
    return first.astype(float) + second


@mean_of_two.mistake(later("Only the second image was halved: division comes before addition. "
                           "Where do the brackets go?"))
def only_one_halved(first, second):
    return first.astype(float) + second / 2


# Grey ------------------------------------------------------------------------------------


def _colour_images():
    rng = np.random.default_rng(3)
    pure = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], dtype=np.uint8)
    return [(pure,), *((rng.integers(0, 256, (h, w, 3), dtype=np.uint8),)
                       for h, w in [(2, 3), (4, 1), (3, 5)])]


@function_exercise(
    title=later("From colour to grey"),
    cases=_colour_images,
    hints=[
        later("`image[:, :, 0]` are the reds of all pixels. How do you get the greens and the "
              "blues?"),
        later("Multiply each channel by its weight and add the three: 0.299, 0.587 and 0.114."),
    ],
)
def grey_of(image):
    return 0.299 * image[:, :, 0] + 0.587 * image[:, :, 1] + 0.114 * image[:, :, 2]


@grey_of.mistake(later("That is the mean of the three channels: it makes pure green and pure "
                       "blue equally light. Which weights belong to the colours?"))
def mean_of_channels(image):
    return image.mean(axis=2)


@grey_of.mistake(later("The weights stand in the order B G R. Which channel comes first here?"))
def weights_reversed(image):
    return grey_of.reference(image[:, :, ::-1])


@grey_of.mistake(later("The decimals were cut off. The exercise asks for the number before it "
                       "is rounded."))
def grey_cut(image):
    return grey_of.reference(image).astype(np.uint8)


@grey_of.mistake(later("The three channels were added without weights: white becomes 765. What "
                       "do the weights add up to?"))
def channels_added(image):
    return image.sum(axis=2)


# By how much it misses -------------------------------------------------------------------


@function_exercise(
    title=later("By how much it misses"),
    cases=lambda: [(np.array([1, 2]), np.array([1, 5])), (np.array([3, 0, 4]), np.array([0, 3, 4])),
                   (np.array([16.0, 2.5, 7.0, 1.0]), np.array([10.0, 4.0, 7.0, 3.0])),
                   (np.arange(6), np.array([5, 4, 3, 2, 1, 9]))],
    hints=[
        later("`[3, 0]` for `[0, 3]` misses by 3 both times. What is its mean, and what is the "
              "mean of 3 and −3?"),
        later("`np.abs` takes the sign away. After which step, and before which?"),
    ],
)
def mean_absolute_error(guesses, truth):
    return np.abs(np.subtract(guesses, truth)).mean()


@mean_absolute_error.mistake(later("Errors upwards and downwards cancelled each other out. "
                                   "What should happen to their signs before the mean?"))
def signs_kept(guesses, truth):
    return np.subtract(guesses, truth).mean()


@mean_absolute_error.mistake(later("The mean came first and the sign was taken away "
                                   "afterwards: by then the errors had cancelled each other "
                                   "out."))
def absolute_too_late(guesses, truth):
    return abs(np.subtract(guesses, truth).mean())


@mean_absolute_error.mistake(later("That is the mean of the squares. It is a measure too, but "
                                   "in squared greys. How else can a sign be taken away?"))
def squared(guesses, truth):
    return (np.subtract(guesses, truth) ** 2).mean()


@mean_absolute_error.mistake(later("That counts how often the guess is wrong, as in "
                                   "classification. Here it matters by how much."))
def share_of_misses(guesses, truth):
    return np.not_equal(guesses, truth).mean()


@mean_absolute_error.mistake(later("That is the sum of the errors. With more examples it would "
                                   "grow; what makes a mean of it?"))
def total_error(guesses, truth):
    return np.abs(np.subtract(guesses, truth)).sum()


# Quiz ------------------------------------------------------------------------------------

quiz = Quiz(
    Question(
        later("A photo has the `shape` (427, 640, 3). How wide is it?"),
        wrong(later("427 pixels"),
              later("That is its height. Rows come first, unlike in (x, y).")),
        wrong(later("3 pixels"),
              later("Those are the channels: red, green and blue of each pixel.")),
        right(later("640 pixels"),
              later("Yes: height, width, channels.")),
    ),
    Question(
        later("Two `uint8` photos, `a` and `b`. You want their mean. Which one is right?"),
        right(later("`(a.astype(float) + b) / 2`"),
              later("Yes: widen first, then add.")),
        wrong(later("`(a + b).astype(float) / 2`"),
              later("It widens too late: brackets are calculated first, and the harm is done.")),
        wrong(later("`(a + b) / 2`"),
              later("The sum wraps around before the division: 200 + 100 is 44 already.")),
    ),
    Question(
        later("In a map of negative and positive numbers, drawn from black to white, one pixel "
              "is black. What do you know?"),
        wrong(later("That it is 0."),
              later("That held for a photo. Here black stands at the lowest end of the scale.")),
        right(later("That it is the most negative of the scale, if the scale goes from −m to m."),
              later("Yes, and 0 is a middle grey. Without its scale, a grey says nothing.")),
        wrong(later("That it is negative: black always means negative."),
              later("In a photo, black is 0. The colour does not carry the sign; the scale "
                    "does.")),
    ),
    Question(
        later("To estimate a person's age, in years, from a photo is…"),
        wrong(later("classification, because the age comes from a list of numbers"),
              later("Then saying 31 instead of 30 would be as bad as saying 80. In years, it "
                    "matters how far off you are.")),
        right(later("regression"),
              later("Yes: a number on a scale. \"Is this person an adult?\" would be "
                    "classification.")),
    ),
    Question(
        later("A reader of digits gets 99 % right in an exam with images picked at random. "
              "What do you ask before you celebrate?"),
        wrong(later("Nothing: 99 % is almost perfect."),
              later("It depends on who wrote the exam, and on how much a silly answer gets "
                    "right.")),
        right(later("Whether the people in the exam also wrote the data already seen, and what "
                    "the baseline is."),
              later("Yes: the same hand on both sides gives points away, and without a "
                    "baseline a mark means nothing.")),
        wrong(later("Whether the images have enough pixels."),
              later("64 pixels are enough to read a digit. More pixels don't make an exam "
                    "honest.")),
    ),
)
