"""Lesson 2, features by hand: a colour, two diagonals, a rule, an error, what breaks, a repair."""

import numpy as np

from cnnlab.exercises.kinds import choice_exercise, function_exercise, value_exercise
from cnnlab.exercises.quizzes import Question, Quiz, right, wrong
from cnnlab.language import later

# A feature of a photograph ---------------------------------------------------------------


def _photos():
    """One pixel that is exactly at the threshold, one with more blue than red, and photographs."""
    rng = np.random.default_rng(0)
    small = np.array([[[200, 90, 140], [10, 0, 250], [255, 255, 0]]], dtype=np.uint8)
    photos = [rng.integers(0, 256, shape, dtype=np.uint8) for shape in ((4, 5, 3), (6, 3, 3))]
    return [(small, 60), (photos[0], 60), (photos[1], 20), (photos[1], 0)]


@function_exercise(
    title=later("The share of orange pixels"),
    cases=_photos,
    hints=[
        later("Three steps: red minus blue for each pixel, then a question with yes or no, "
              "then the share of yes."),
        later("Red is `photo[:, :, 0]` and blue is `photo[:, :, 2]`. In `uint8` a difference "
              "below zero wraps around; what did lesson 1 do before it calculated?"),
        later("`difference > threshold` is `True` or `False` for each pixel, and the mean of "
              "such a table is the share of `True`."),
    ],
)
def orange_share(photo, threshold):
    photo = photo.astype(float)
    return (photo[:, :, 0] - photo[:, :, 2] > threshold).mean()


@orange_share.mistake(later(
    "Where there is more blue than red, your difference is a large positive number. What does "
    "`uint8` do with a difference below zero?"))
def orange_wrapped(photo, threshold):
    return (photo[:, :, 0] - photo[:, :, 2] > threshold).mean()


@orange_share.mistake(later(
    "You found what is blue. Which of the two channels is subtracted from the other?"))
def blue_share(photo, threshold):
    photo = photo.astype(float)
    return (photo[:, :, 2] - photo[:, :, 0] > threshold).mean()


@orange_share.mistake(later(
    "That is how many pixels are orange. Which part of all pixels is it?"))
def orange_count(photo, threshold):
    photo = photo.astype(float)
    return (photo[:, :, 0] - photo[:, :, 2] > threshold).sum()


@orange_share.mistake(later(
    "Your share is a third of what it should be. Did you divide by the number of pixels, or "
    "by the number of numbers?"))
def orange_third(photo, threshold):
    wide = photo.astype(float)
    return (wide[:, :, 0] - wide[:, :, 2] > threshold).sum() / photo.size


@orange_share.mistake(later(
    "Yours is a percentage. The threshold in the text, 0.2, is a share: from 0 to 1."))
def orange_percent(photo, threshold):
    photo = photo.astype(float)
    return 100 * (photo[:, :, 0] - photo[:, :, 2] > threshold).mean()


@orange_share.mistake(later(
    "A pixel whose difference is exactly the threshold does not exceed it. Is it among yours?"))
def orange_or_equal(photo, threshold):
    photo = photo.astype(float)
    return (photo[:, :, 0] - photo[:, :, 2] >= threshold).mean()


# A feature of a drawing, and a rule ------------------------------------------------------


def _squares():
    rng = np.random.default_rng(0)
    numbers = [rng.integers(0, 10, (size, size)) for size in (3, 4, 7)]
    return [(numbers[0],), (numbers[1],), (numbers[2] / 10,)]


@function_exercise(
    title=later("Ink on the diagonals"),
    cases=_squares,
    hints=[
        later("Take a picture of 3 × 3 pixels and write down, row by row, in which columns "
              "the two diagonals pass."),
        later("In row `i` one diagonal passes column `i`. The other one starts in the last "
              "column, which is `n - 1`, and moves one to the left with each row."),
        later("Add `picture[i, i]` and `picture[i, n - 1 - i]` for each row, and divide by "
              "how many numbers you added: `2 * n`."),
    ],
)
def diagonal_ink(picture):
    n = len(picture)
    total = 0
    for i in range(n):
        total += picture[i, i] + picture[i, n - 1 - i]
    return total / (2 * n)


@diagonal_ink.mistake(later("You followed one diagonal, `\\`. An X has two strokes."))
def one_diagonal(picture):
    return sum(picture[i, i] for i in range(len(picture))) / len(picture)


@diagonal_ink.mistake(later(
    "Your second diagonal begins at the wrong end of row 0: `picture[0, -0]` is the first "
    "column, not the last. Which index does the last column have?"))
def begins_at_minus_zero(picture):
    n = len(picture)
    return sum(picture[i, i] + picture[i, -i] for i in range(n)) / (2 * n)


@diagonal_ink.mistake(later(
    "That is the sum. A larger picture would have more of it with the same drawing: divide by "
    "how many numbers you added."))
def diagonal_sum(picture):
    n = len(picture)
    return sum(picture[i, i] + picture[i, n - 1 - i] for i in range(n))


@diagonal_ink.mistake(later(
    "With an odd size your result is too small: the pixel in the middle is added once, though "
    "you divide as if it came twice. On how many diagonals does it lie?"))
def middle_added_once(picture):
    n = len(picture)
    places = {(i, i) for i in range(n)} | {(i, n - 1 - i) for i in range(n)}
    return sum(picture[place] for place in places) / (2 * n)


@diagonal_ink.mistake(later(
    "Your result is twice the mean. How many numbers do you add in each row?"))
def divided_by_rows(picture):
    n = len(picture)
    return sum(picture[i, i] + picture[i, n - 1 - i] for i in range(n)) / n


@function_exercise(
    title=later("The rule with two thresholds"),
    cases=[(0.8, 0.5), (0.8, 0.1), (0.1, 0.5), (0.0, 0.0), (0.5, 0.6), (0.9, 0.3), (0.51, 0.31)],
    hints=[
        later("An X needs ink in the centre, and it needs ink on the diagonals. Which word of "
              "Python says that both must be so?"),
        later("The answer is `True` or `False`: a comparison, the word, another comparison."),
    ],
)
def looks_like_an_x(centre, diagonals):
    return centre > 0.5 and diagonals > 0.3


@looks_like_an_x.mistake(later(
    "With `or` one of the two is enough, so a plus passes: its centre is ink. What does an X "
    "need?"))
def either_is_enough(centre, diagonals):
    return centre > 0.5 or diagonals > 0.3


@looks_like_an_x.mistake(later(
    "A feature that is exactly at its threshold does not exceed it. What do yours answer "
    "there?"))
def at_the_threshold_too(centre, diagonals):
    return centre >= 0.5 and diagonals >= 0.3


@looks_like_an_x.mistake(later(
    "Your rule looks at the centre only. What keeps a plus out?"))
def centre_alone(centre, diagonals):
    return centre > 0.5


@looks_like_an_x.mistake(later(
    "Both features have the same threshold in your rule. Which one belongs to which feature?"))
def one_threshold_for_both(centre, diagonals):
    return centre > 0.5 and diagonals > 0.5


# How far off -----------------------------------------------------------------------------

DIAMETERS, GUESSES = np.array([10, 14, 6, 18]), np.array([12, 13, 6, 13])


@value_exercise(
    title=later("The mean absolute error"),
    like=3.5,
    decimals=2,
    hints=[
        later("By how many pixels does each guess miss? Too large and too small count alike."),
        later("The first misses by 2, the second by 1. Find the other two, add all four, and "
              "divide by how many they are."),
    ],
    why=later("|12 − 10| + |13 − 14| + |6 − 6| + |13 − 18| = 2 + 1 + 0 + 5 = 8, divided by 4."),
)
def mean_error():
    return float(np.abs(GUESSES - DIAMETERS).mean())


@mean_error.mistake(later(
    "You kept the signs, so a guess that is too large makes up for one that is too small. "
    "Does an error get smaller by another one?"))
def errors_cancel():
    return float((GUESSES - DIAMETERS).mean())


@mean_error.mistake(later(
    "The same with the opposite sign: errors cancel in it. Take their sizes."))
def errors_cancel_the_other_way():
    return float((DIAMETERS - GUESSES).mean())


@mean_error.mistake(later("That is the sum of the errors. The mean is per drawing."))
def sum_of_errors():
    return float(np.abs(GUESSES - DIAMETERS).sum())


@mean_error.mistake(later(
    "You squared each error. That is another measure, the mean squared error; here each "
    "counts as it is."))
def squared_errors():
    return float(((GUESSES - DIAMETERS) ** 2).mean())


@mean_error.mistake(later(
    "The guess that is exact counts as well: its error is 0. By how many do you divide?"))
def exact_one_left_out():
    return float(np.abs(GUESSES - DIAMETERS).sum() / 3)


# What breaks what ------------------------------------------------------------------------


@choice_exercise(
    title=later("What breaks the centre?"),
    options=("a", "b", "c", "d"),
    hints=[
        later("The rule asks one thing: is the middle brighter than 0.5? For each option, "
              "what happens to the middle of an X, and to the middle of an O?"),
        later("An X that is turned still crosses in the same place. Which of the four changes "
              "the brightness of the ink itself?"),
    ],
    why=later("With a contrast of 0.3 even the whitest ink stays below 0.5, so nothing is an "
              "X."),
)
def what_breaks_the_centre():
    return "c"


@what_breaks_the_centre.mistake(later(
    "Turning breaks the diagonals. Where do the strokes of a turned X cross?"))
def turning_moves_the_crossing():
    return "a"


@what_breaks_the_centre.mistake(later(
    "At half the size the crossing is still in the middle, and is the hole of the O gone "
    "already?"))
def half_size_moves_the_crossing():
    return "b"


@what_breaks_the_centre.mistake(later(
    "A bend moves the crossing a little. By more than the 4 × 4 pixels that the rule looks at?"))
def a_bend_moves_the_crossing():
    return "d"


# A repair --------------------------------------------------------------------------------


def _pale_pictures():
    rng = np.random.default_rng(0)
    return [
        (np.array([[0.2, 0.3, 0.7]]),),
        (np.full((2, 3), 0.4),),
        (rng.uniform(0.3, 0.5, (4, 3)),),
        (rng.integers(40, 90, (3, 5)).astype(float),),
    ]


@function_exercise(
    title=later("Stretch the greys"),
    cases=_pale_pictures,
    hints=[
        later("First move the darkest pixel to 0: what do you subtract from all of them?"),
        later("Then the brightest one is at `picture.max() - picture.min()`. By what do you "
              "divide to make it 1?"),
        later("On a page of one single grey that is a division by zero. Look for that case "
              "first, and return `np.zeros(picture.shape)` there."),
    ],
)
def stretch_greys(picture):
    span = picture.max() - picture.min()
    if span == 0:
        return np.zeros(picture.shape)
    return (picture - picture.min()) / span


@stretch_greys.mistake(later(
    "The brightest pixel becomes 1, but the darkest stays grey. What has to happen to it "
    "first?"))
def only_the_brightest(picture):
    return picture / picture.max()


@stretch_greys.mistake(later(
    "The darkest pixel becomes 0, but the brightest does not become 1. What is left to do?"))
def only_the_darkest(picture):
    return picture - picture.min()


@stretch_greys.mistake(later(
    "It works while there are two greys. On a page of one single grey it divides by zero."))
def no_blank_page(picture):
    with np.errstate(invalid="ignore"):
        return (picture - picture.min()) / (picture.max() - picture.min())


@stretch_greys.mistake(later(
    "On a page of one single grey you return one 0. What shape does the stretched picture "
    "have?"))
def one_zero_for_the_page(picture):
    span = picture.max() - picture.min()
    return (picture - picture.min()) / span if span else 0


@stretch_greys.mistake(later(
    "You divide by the brightest value as it was before you subtracted. Where is the "
    "brightest pixel after the subtraction?"))
def divided_by_the_old_brightest(picture):
    return (picture - picture.min()) / picture.max()


# The quiz --------------------------------------------------------------------------------

quiz = Quiz(
    Question(
        later("What is a feature?"),
        right(later("A number computed from the image that says something about what one "
                    "looks for"),
              later("Yes: the share of orange pixels, the ink in the centre. Whoever defines "
                    "it needs to know the subject.")),
        wrong(later("The name of the class"),
              later("That is the answer. The feature is what the answer is based on.")),
        wrong(later("Any pixel of the image"),
              later("A pixel is raw data. Alone it says little about what is in the image.")),
    ),
    Question(
        later("Someone asks how many degrees a wheel is turned. Which kind of question is it?"),
        wrong(later("Classification: there are 360 answers"),
              later("Then 31° instead of 30° would be as wrong as 210°. Here it matters how "
                    "far off one is.")),
        right(later("Regression: the answer is a number on a scale"),
              later("Yes, and it is measured by the mean error, in degrees, beside a baseline.")),
        wrong(later("Neither: it is detection"),
              later("Detection says whether something is there, and where.")),
    ),
    Question(
        later("Half of the drawings are X and half are O. A detector gets 50 % right. What is "
              "likely?"),
        wrong(later("It recognises half of the X's and half of the O's, so it has understood "
                    "half"),
              later("Always giving the same answer reaches 50 % too. That is the baseline.")),
        wrong(later("It is broken only for one of the factors"),
              later("The number says nothing about factors. Compare it with the baseline "
                    "first.")),
        right(later("It may be giving the same answer to all of them"),
              later("Yes. Turned by 30°, ours answers “no” to every drawing: all O's right, "
                    "all X's missed.")),
    ),
    Question(
        later("You add one more rule, joined by `and`. What can happen?"),
        right(later("Fewer false alarms, and more X's that are missed"),
              later("Yes: the diagonals kept the plus out, and lost the X's that are turned.")),
        wrong(later("The detector can only get better"),
              later("Whatever fails the new rule is lost, including X's that were found "
                    "before.")),
        wrong(later("More false alarms"),
              later("With `and` a drawing has to pass one more test, so fewer pass.")),
    ),
    Question(
        later("Stretching the greys makes a pale X visible. What does it do to an empty page "
              "with grain?"),
        wrong(later("Nothing: there is nothing to see"),
              later("There is grain, and the darkest grain becomes black, the brightest one "
                    "white.")),
        right(later("It makes the grain as strong as ink, and the detector sees X's in it"),
              later("Yes. The repair takes away the only sign that the page was empty.")),
        wrong(later("It makes the page black"),
              later("The darkest pixel becomes black, and another becomes white.")),
    ),
    Question(
        later("“A network learns edges first, then eyes and noses, then faces.” When is that "
              "so?"),
        right(later("It was seen in networks that were trained on faces"),
              later("Yes. On photographs of all kinds the later layers mix textures, parts "
                    "and objects.")),
        wrong(later("Always: low, middle and high levels are the same in every network"),
              later("Edges come back in nearly all of them. What follows depends on the data.")),
        wrong(later("Never: networks do not learn features"),
              later("They do, and looking at them is part of lesson 12.")),
    ),
)
