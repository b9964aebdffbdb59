"""Lesson 0, a first taste: the numbers of a photograph, a flat wall, pixels that agree."""

import numpy as np

from cnnlab import filters, images
from cnnlab.exercises.kinds import prediction_exercise, value_exercise
from cnnlab.exercises.quizzes import Question, Quiz, right, wrong
from cnnlab.language import later


@prediction_exercise(
    title=later("The numbers of a photograph"),
    like=10,
    hints=[
        later("How many pixels are there: how many rows of how many?"),
        later("Each of the 600 × 512 pixels holds 3 numbers."),
    ],
)
def numbers_in_the_photo():
    return images.photo("grace_hopper").size


@numbers_in_the_photo.mistake(later("Those are its pixels. How many numbers does each pixel "
                                    "hold?"))
def pixels_only():
    return 600 * 512


@numbers_in_the_photo.mistake(later("Rows and columns were added. In 2 rows of 5 there are 10 "
                                    "pixels: which operation gives 10?"))
def added_up():
    return 600 + 512 + 3


@value_exercise(
    title=later("The horizontal edges"),
    like="prewitt_x",
    hints=[
        later("The x counts columns, from left to right. What is the direction from top to "
              "bottom called?"),
        later("`filters.names()` in a new cell lists all filters. Which one bears the same "
              "name but for its last letter?"),
    ],
)
def horizontal_edges():
    return "prewitt_y"


@horizontal_edges.mistake(later("That one answers to vertical edges. Which letter stands for "
                                "the other direction?"))
def vertical_edges():
    return "prewitt_x"


@horizontal_edges.mistake(later("It finds horizontal edges too, and gives the middle column "
                                "more weight. The exercise asks for the sister of `prewitt_x`."))
def another_family():
    return "sobel_y"


@value_exercise(
    title=later("Pixels that agree"),
    like=3,
    hints=[
        later("Each pixel that agrees adds 1; each one that doesn't takes 1 away."),
        later("With all 9 in agreement the sum is 9. How far does it drop when one stops "
              "agreeing?"),
    ],
)
def agreeing_pixels():
    patch = images.x_deformed()[1:4, 0:3]
    return int(np.sum(patch == filters.get("x_falling")))


@agreeing_pixels.mistake(later("7 is the sum. A pixel that doesn't agree does more than not "
                               "count: it takes 1 away. How many agree, then?"))
def sum_taken_for_a_count():
    return 7


@agreeing_pixels.mistake(later("If all 9 agreed, the sum would be 9. How many are missing?"))
def all_nine():
    return 9


@agreeing_pixels.mistake(later("That is how many don't agree. How many do?"))
def the_others():
    return 1


quiz = Quiz(
    Question(
        later("You run a cell and read `NameError`. What happened, most likely?"),
        wrong(later("The notebook is broken."),
              later("Nothing you run can break it. The message says which name is missing.")),
        right(later("A cell further up, which makes that name, has not been run."),
              later("What counts is the order in which cells are run. Run them from the top.")),
        wrong(later("The computer forgot it after a while."),
              later("It remembers everything until you clear the memory with ↻.")),
    ),
    Question(
        later("What does a computer receive when you show it a photograph?"),
        right(later("A table of numbers, and nothing but numbers."),
              later("Faces, edges and X's have to be found in them.")),
        wrong(later("The objects that are in it."),
              later("Nobody tells it what is in there. That is what has to be computed.")),
        wrong(later("The picture, as we see it."),
              later("Whatever it draws on the screen, it has only the numbers.")),
    ),
    Question(
        later("The sum of the filter `\\` over a patch is 9. What do you know?"),
        wrong(later("That the patch is white."),
              later("A white patch agrees with the filter in its 3 ones only: the sum is 3 − "
                    "6 = −3.")),
        wrong(later("That there is an X in the picture."),
              later("Only a falling stroke. For an X you need the other parts too.")),
        right(later("That the patch is exactly what the filter is a drawing of."),
              later("9 products, and each of them is 1.")),
    ),
)
