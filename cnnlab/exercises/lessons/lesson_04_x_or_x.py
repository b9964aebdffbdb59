"""Lesson 4, X or X?: whole pictures compared, the parts of an X, thresholds, and what they cost."""

import numpy as np

from cnnlab.exercises.kinds import choice_exercise, function_exercise
from cnnlab.exercises.quizzes import Question, Quiz, right, wrong
from cnnlab.images import from_drawing, x_clean, x_deformed
from cnnlab.language import later

# Count the agreements --------------------------------------------------------------------


def _pairs():
    rng = np.random.default_rng(0)
    bytes_of_pixels = rng.integers(0, 4, (2, 5, 6), dtype=np.uint8)
    return [(x_clean(), x_deformed()), (x_clean(), x_clean()),
            tuple(rng.integers(0, 3, (2, 2, 5))), tuple(rng.choice([-1, 1], (2, 4, 3))),
            tuple(bytes_of_pixels)]


@function_exercise(
    title=later("Count the agreements"),
    cases=_pairs,
    hints=[
        later("`==` answers `True` or `False` for every pixel. What do you want to know about "
              "all those answers together?"),
        later("For NumPy, `True` is 1 and `False` is 0. What does `.sum()` of such a table say?"),
    ],
)
def pixels_that_agree(first, second):
    return (first == second).sum()


@pixels_that_agree.mistake(later("You return the whole table of `True` and `False`. Who counts "
                                 "them?"))
def the_table_itself(first, second):
    return first == second


@pixels_that_agree.mistake(later("That is in how many pixels they differ. Which sign asks "
                                 "whether two numbers are equal?"))
def differences(first, second):
    return (first != second).sum()


@pixels_that_agree.mistake(later("That is the fraction of pixels that agree. What was asked: a "
                                 "fraction, or how many?"))
def a_fraction(first, second):
    return (first == second).mean()


@pixels_that_agree.mistake(later("That says whether every pixel agrees, not how many do. What "
                                 "counts them?"))
def all_or_nothing(first, second):
    return (first == second).all()


@pixels_that_agree.mistake(later("A sum of products: each pixel that differs takes something "
                                 "away from it, and other numbers than 1 and −1 weigh more. "
                                 "Which comparison gives one answer per pixel?"))
def products_added(first, second):
    return (first * second).sum()


@pixels_that_agree.mistake(later("You counted where both have a stroke. Doesn't paper on paper "
                                 "agree too?"))
def strokes_only(first, second):
    return ((first == 1) & (second == 1)).sum()


# A filter's answer -----------------------------------------------------------------------


def _patches():
    rng = np.random.default_rng(1)
    sizes = [(2, 2), (3, 3), (2, 4), (4, 3)]
    cases = [(rng.integers(-4, 5, size), rng.integers(-3, 4, size)) for size in sizes]
    return [*cases, (from_drawing("x.x/.../xx."), from_drawing("xx./.x./..x")),
            (rng.random((3, 5)), rng.standard_normal((3, 5)))]


@function_exercise(
    title=later("A filter's answer"),
    cases=_patches,
    hints=[
        later("Two steps: first one product for each pixel, then one number out of all of them."),
        later("`patch * part` multiplies element by element. What is missing is the sum of that "
              "table."),
    ],
)
def patch_score(patch, part):
    return (patch * part).sum()


@patch_score.mistake(later("Those are the products, one for each pixel. What is done with them "
                           "at the end?"))
def products_only(patch, part):
    return patch * part


@patch_score.mistake(later("`@` is the matrix product: it mixes rows with columns. Which sign "
                           "multiplies each pixel by the number that lies on it?"))
def matrix_product(patch, part):
    return (patch @ part).sum()


@patch_score.mistake(later("That is the mean of the products: it depends on how large the filter "
                           "is. What was asked is what they add up to."))
def mean_product(patch, part):
    return (patch * part).mean()


@patch_score.mistake(later("You counted the pixels that agree. Where does a pixel that differs "
                           "take something away?"))
def agreements(patch, part):
    return (patch == part).sum()


@patch_score.mistake(later("You added pixel and filter. What has to be done with the two before "
                           "anything is added up?"))
def added_not_multiplied(patch, part):
    return (patch + part).sum()


# How many pixels differ ------------------------------------------------------------------


@function_exercise(
    title=later("How many pixels differ?"),
    cases=[(2, 2), (2, -4), (3, 9), (3, 5), (3, -7), (4, 0), (5, 17), (7, -3)],
    hints=[
        later("How large is the answer if all pixels agree? A filter of 5 × 5 has 25 of them."),
        later("Each pixel that differs takes away 2. How much has been taken away in all?"),
        later("What has been taken away is `size * size - score`. How many times 2 is that?"),
    ],
)
def pixels_that_differ(size, score):
    return (size * size - score) // 2


@pixels_that_differ.mistake(later("That is how much has been taken away in all. How much does "
                                  "one pixel that differs take away?"))
def one_for_each(size, score):
    return size * size - score


@pixels_that_differ.mistake(later("That is right for 3 × 3 only. What is the largest answer of a "
                                  "filter of `size` × `size`?"))
def always_nine(size, score):
    return (9 - score) // 2


@pixels_that_differ.mistake(later("A filter of `size` rows and `size` columns has more than "
                                  "`size` pixels. How many?"))
def a_single_row(size, score):
    return (size - score) / 2


@pixels_that_differ.mistake(later("That is in how many pixels they agree. And the others?"))
def those_that_agree(size, score):
    return (size * size + score) // 2


# For any size ----------------------------------------------------------------------------


def _images_and_parts():
    rng = np.random.default_rng(2)
    sizes = [((3, 3), (2, 2)), ((4, 6), (2, 3)), ((6, 4), (1, 3)), ((10, 9), (3, 3))]
    cases = [(rng.integers(-4, 5, image), rng.integers(-3, 4, part)) for image, part in sizes]
    return [*cases, (x_deformed(), from_drawing("x../.x./..x")),
            (rng.random((7, 5)), rng.standard_normal((4, 2)))]


@function_exercise(
    title=later("For any size"),
    cases=_images_and_parts,
    hints=[
        later("A row of 8 pixels and a filter 3 wide: at which columns can it start? How many "
              "are those?"),
        later("`height, width = part.shape`. In `everywhere`, which of the numbers 7 and 3 "
              "become which of these?"),
        later("There are `image.shape[0] - height + 1` rows of answers; likewise for the "
              "columns. The patch is `image[row:row + height, col:col + width]`."),
    ],
)
def score_everywhere(image, part):
    height, width = part.shape
    rows, cols = image.shape[0] - height + 1, image.shape[1] - width + 1
    answers = np.zeros((rows, cols))
    for row in range(rows):
        for col in range(cols):
            patch = image[row:row + height, col:col + width]
            answers[row, col] = (patch * part).sum()
    return answers


def _answers(image, part, rows, cols):
    """The answers at as many rows and columns of places as are given."""
    height, width = part.shape
    answers = np.zeros((rows, cols))
    for row, col in np.ndindex(rows, cols):
        answers[row, col] = (image[row:row + height, col:col + width] * part).sum()
    return answers


@score_everywhere.mistake(later("The last row and the last column of places are missing: the "
                                "loop stops one too early. How many places are there for a "
                                "filter of 3 in 9 pixels?"))
def one_too_few(image, part):
    return score_everywhere.reference(image, part)[:-1, :-1]


@score_everywhere.mistake(later("The filter runs past the last place where it fits, so it sticks "
                                "out of the image. Where does the last patch begin?"))
def past_the_end(image, part):
    return _answers(image, part, *image.shape)


@score_everywhere.mistake(later("Rows and columns have changed places in the size of the map. "
                                "What does `image.shape` give first?"))
def sizes_swapped(image, part):
    height, width = part.shape
    return _answers(image, part, image.shape[1] - width + 1, image.shape[0] - height + 1)


@score_everywhere.mistake(later("It still counts on 7 places or on a filter of 3 × 3. Which "
                                "numbers have to come from `image.shape` and `part.shape`?"))
def nine_by_nine_only(image, part):
    answers = np.zeros((7, 7), dtype=int)
    for row, col in np.ndindex(7, 7):
        answers[row, col] = (image[row:row + 3, col:col + 3] * part).sum()
    return answers


@score_everywhere.mistake(later("Your map is as large as the image, and each answer stands at "
                                "the middle of its patch. Which place of the map belongs to the "
                                "patch in the corner?"))
def at_the_middle(image, part):
    height, width = part.shape
    found = score_everywhere.reference(image, part)
    answers = np.zeros(image.shape)
    top, left = height // 2, width // 2
    answers[top:top + found.shape[0], left:left + found.shape[1]] = found
    return answers


# The verdict -----------------------------------------------------------------------------


def _verdicts():
    pairs = [([9, 7], [8, 6]), ([5, 1], [2, 9]), ([5, 9], [6, 2]), ([4, 2], [5, 3]),
             ([7, 3, 7], [6, 2, 6]), ([7, 3, 7], [6, 3, 6]), ([3, 3, -9], [2, 2, 4]),
             ([9, 1, 3, 3], [8, 2, 2, 2]), ([9, 9, 9, 1], [2, 2, 2, 8]),
             ([-1, 9, 3, 5], [-2, 8, 2, 4])]
    return [(np.array(largest), np.array(thresholds)) for largest, thresholds in pairs]


@function_exercise(
    title=later("The verdict"),
    cases=_verdicts,
    hints=[
        later("`largest > thresholds` compares each answer with its own threshold. How many "
              "`True` does it take?"),
        later("A table of `True` and `False` has `.any()`, at least one, and `.all()`, every "
              "one."),
    ],
)
def all_parts_found(largest, thresholds):
    return (largest > thresholds).all()


@all_parts_found.mistake(later("You return one answer for each part. What makes a single verdict "
                               "out of them?"))
def one_for_each_part(largest, thresholds):
    return largest > thresholds


@all_parts_found.mistake(later("One part that is found is enough for you. Is a lone diagonal an "
                               "X?"))
def any_part(largest, thresholds):
    return (largest > thresholds).any()


@all_parts_found.mistake(later("An answer equal to its threshold passes. Does it exceed it?"))
def at_least(largest, thresholds):
    return (largest >= thresholds).all()


@all_parts_found.mistake(later("You compared them all together: a part that is clearly there makes "
                               "up for one that is missing. What does each part have to do on its "
                               "own?"))
def in_total(largest, thresholds):
    return largest.sum() > thresholds.sum()


@all_parts_found.mistake(later("The first part decides alone. When do you know that none is "
                               "missing: at the first one, or after the last?"))
def first_part_only(largest, thresholds):
    return largest[0] > thresholds[0]


@all_parts_found.mistake(later("Every answer is compared with the first threshold. Whose is that "
                               "one?"))
def first_threshold_for_all(largest, thresholds):
    return (largest > thresholds[0]).all()


# Thresholds for both ---------------------------------------------------------------------

DEFORMED, LETTER_O = np.array([7, 3, 7]), np.array([9, 5, 9])


@choice_exercise(
    title=later("Are there thresholds for both?"),
    options=("a", "b", "c"),
    hints=[
        later("Write 7, 3, 7 above 9, 5, 9 and compare them column by column."),
        later("A threshold that 3 exceeds: does 5 exceed it, too?"),
    ],
    why=later("In all three the O answers more than the deformed X. Whatever lets 7, 3, 7 "
              "through lets 9, 5, 9 through."),
)
def thresholds_for_both():
    return "c" if (LETTER_O >= DEFORMED).all() else "a"


@thresholds_for_both.mistake(later("With 6, 2, 6 the deformed X does pass. And what do the "
                                   "answers of the O, 9, 5, 9, do with those thresholds?"))
def lower_the_crossing():
    return "a"


@thresholds_for_both.mistake(later("To stop the 9 of the O a threshold has to be 9 or more. What "
                                   "happens to the 7 of the deformed X?"))
def raise_the_strokes():
    return "b"


# Quiz ------------------------------------------------------------------------------------

quiz = Quiz(
    Question(
        later("An empty sheet agrees with the clean X in 68 of 81 pixels, and a moved X in only "
              "55. Why?"),
        wrong(later("Because the computer made a rounding error."),
              later("It counted exactly. The trouble is with what it was asked to count.")),
        right(later("Because nearly all of the sheet is paper, and the strokes of a moved X lie "
                    "elsewhere."),
              later("The empty sheet fails in 13 pixels; the moved X fails in its own 13 and in "
                    "those of the other.")),
        wrong(later("Because a moved X is no longer an X."),
              later("You recognise it at once. Comparing whole pictures is what fails.")),
    ),
    Question(
        later("What is each of these filters?"),
        wrong(later("A small average of the neighbouring pixels."),
              later("Some of its numbers are negative: they take away. Its largest answer is 9, "
                    "not a mean.")),
        right(later("A drawing of what it looks for."),
              later("Where the patch is equal to that drawing, the answer is the largest "
                    "possible.")),
        wrong(later("A smaller copy of the whole X."),
              later("Only of a part. That is why it still finds something when the whole has "
                    "moved.")),
    ),
    Question(
        later("A 3 × 3 filter answers 3. In how many pixels does the patch differ from it?"),
        wrong(later("6"), later("9 − 3 = 6 is what has been taken away, 2 for each pixel that "
                                "differs.")),
        right(later("3"), later("9 − 2 · 3 = 3.")),
        wrong(later("None: it is positive."),
              later("Positive means more agreements than differences. Only a 9 means none.")),
    ),
    Question(
        later("The map of the crossing has its 9 at row 3, column 4. Which pixels is that patch "
              "made of?"),
        wrong(later("The pixel at row 3, column 4, and no other"),
              later("Each number of the map comes from 9 pixels.")),
        wrong(later("Rows 2 to 4, columns 3 to 5"),
              later("It would be, if the coordinates were those of the middle. Here they are "
                    "those of the corner.")),
        right(later("Rows 3 to 5, columns 4 to 6"),
              later("The coordinates of the map are those of the top left corner of the patch.")),
    ),
    Question(
        later("You lower all the thresholds from 8 to 4. What can't happen?"),
        wrong(later("That an O is taken for an X."),
              later("That can happen: a lower threshold lets more drawings in, good and bad.")),
        wrong(later("That an X that was missed is recognised."),
              later("That can happen: it is what thresholds are lowered for.")),
        right(later("That an X that was recognised is missed."),
              later("What exceeds 8 exceeds 4 as well.")),
    ),
    Question(
        later("Loose parts pass for an X with any thresholds that accept the clean X. What would "
              "help?"),
        wrong(later("More pixels in each drawing."),
              later("The parts would still be there, wherever they lie.")),
        wrong(later("Adding up the three largest answers."),
              later("A part that is missing could then be made up for by another, and the places "
                    "would still be unknown.")),
        right(later("Looking at where in the maps the large answers lie."),
              later("The maps know it. Keeping only the largest number of each throws it away.")),
    ),
)
