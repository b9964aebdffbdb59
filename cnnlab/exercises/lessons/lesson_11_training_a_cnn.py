"""Lesson 11, training a CNN: steps of an epoch, curves, stopping, shifts, forms, classes."""

import numpy as np

from cnnlab.exercises.kinds import choice_exercise, function_exercise
from cnnlab.exercises.quizzes import Question, Quiz, right, wrong
from cnnlab.language import later

# The steps of an epoch -------------------------------------------------------------------


@function_exercise(
    title=later("The steps of an epoch"),
    cases=[(5, 10), (9, 4), (10, 4), (97, 1), (100, 99), (640, 64), (1000, 64), (1027, 32)],
    hints=[
        later("Try it with 10 images in batches of 4. How many images are in each batch?"),
        later("The last batch may be smaller than the others. It is a step as well."),
        later("Divide and round up. `-(-a // b)` and `math.ceil(a / b)` both do that."),
    ],
)
def steps_per_epoch(examples, batch_size):
    return -(-examples // batch_size)


@steps_per_epoch.mistake(later("You rounded down, so in each epoch nothing is learned from "
                               "the images left over. What happens to them at its end?"))
def full_batches_only(examples, batch_size):
    return examples // batch_size


@steps_per_epoch.mistake(later("You always added one step for what is left over. Try 640 images "
                               "in batches of 64: what is left?"))
def always_one_more(examples, batch_size):
    return examples // batch_size + 1


@steps_per_epoch.mistake(later("You rounded to the nearest whole number. Try 9 images in batches "
                               "of 4: after two steps, how many images are still waiting?"))
def nearest_whole_number(examples, batch_size):
    return round(examples / batch_size)


@steps_per_epoch.mistake(later("You divided, and parts of a step are left. The last batch is "
                               "smaller: is it a step or a part of one?"))
def parts_of_a_step(examples, batch_size):
    return examples / batch_size


@steps_per_epoch.mistake(later("That is how many images are left for the last batch. How many "
                               "batches are there?"))
def what_is_left(examples, batch_size):
    return examples % batch_size


# Reading curves --------------------------------------------------------------------------


@choice_exercise(
    title=later("Which curves show overfitting?"),
    options=("A", "B", "C", "D"),
    hints=[
        later("Overfitting shows in two curves, not in one: look at the training and at the "
              "validation of the same panel."),
        later("Look for the panel in which the two drift apart: one goes on falling, and the "
              "other has turned round."),
    ],
    why=later("The training loss goes on falling to nearly 0 while that of validation turns and "
              "rises: the network learns its images by heart."),
)
def curves_that_overfit():
    return "C"


@curves_that_overfit.mistake(later("Both curves hardly fall: this network has learned little "
                                   "yet, by heart or otherwise. Which sign does overfitting "
                                   "have?"))
def curves_that_creep():
    return "A"


@curves_that_overfit.mistake(later("Both curves fall, side by side: what helps with one set of "
                                   "images helps with the other. Where does that end?"))
def curves_that_fall():
    return "B"


@curves_that_overfit.mistake(later("Both curves jump, also that of training: the steps are too "
                                   "long. Does this network know its own images by heart?"))
def curves_that_jump():
    return "D"


# When to stop ----------------------------------------------------------------------------


@function_exercise(
    title=later("Which epoch to keep"),
    cases=[([0.5, 0.4, 0.3], 3),
           ([0.5, 0.4, 0.45], 3),  # it ends before patience does
           ([0.3, 0.4, 0.5, 0.6], 3),
           ([0.9, 0.5, 0.5, 0.5, 0.4], 2),  # as low is not lower
           ([1.0, 0.8, 0.9, 0.7, 0.75, 0.6], 1),
           ([1.0, 0.5, 0.8, 0.7, 0.6, 0.4], 3),  # it falls, but not below the minimum
           ([1.0, 0.9, 0.95, 0.8, 0.85, 0.7, 0.75], 2),  # patience begins anew
           ([0.9, 0.6, 0.7, 0.5, 0.55, 0.6, 0.65, 0.4], 2),
           ([2.0, 1.5, 1.6, 1.7, 1.4, 1.41, 1.42, 1.43, 1.2], 3)],
    hints=[
        later("Remember the place of the smallest loss so far. When a smaller one comes, it "
              "takes its place."),
        later("`epoch - best` says how many epochs have passed since. When that reaches "
              "`patience`, `break`."),
        later("In the loop `epoch` counts from 0. The answer counts from 1."),
    ],
)
def epoch_to_keep(val_loss, patience):
    best = 0
    for epoch in range(len(val_loss)):
        if val_loss[epoch] < val_loss[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best + 1


@epoch_to_keep.mistake(later("You counted from 0. Epochs count from 1, as in the figure: what is "
                             "the number of the first one?"))
def counted_from_zero(val_loss, patience):
    return epoch_to_keep.reference(val_loss, patience) - 1


@epoch_to_keep.mistake(later("That is the epoch at which the training stopped. Its weights have "
                             "been getting worse for a while: which ones do you want to keep?"))
def where_it_stopped(val_loss, patience):
    return min(epoch_to_keep.reference(val_loss, patience) + patience, len(val_loss))


@epoch_to_keep.mistake(later("You gave up at the first rise. A curve goes up and down a little "
                             "all the time: what is `patience` for?"))
def first_rise(val_loss, patience):
    return epoch_to_keep.reference(val_loss, 1)


@epoch_to_keep.mistake(later("You looked at the whole list. When the training has stopped, the "
                             "epochs after that never happen: which ones can it still know of?"))
def whole_list(val_loss, patience):
    return int(np.argmin(val_loss)) + 1


@epoch_to_keep.mistake(later("You compared each epoch with the one before. The loss may fall and "
                             "still be above its minimum: what is each one compared with?"))
def compared_with_the_one_before(val_loss, patience):
    best = waited = 0
    for epoch in range(1, len(val_loss)):
        waited += 1
        if val_loss[epoch] < val_loss[epoch - 1]:
            best, waited = epoch, 0
        if waited == patience:
            break
    return best + 1


@epoch_to_keep.mistake(later("You counted all the epochs without a new minimum. When one comes, "
                             "where does the count begin again?"))
def never_counted_anew(val_loss, patience):
    best = waited = 0
    for epoch in range(1, len(val_loss)):
        if val_loss[epoch] < val_loss[best]:
            best = epoch
        else:
            waited += 1
        if waited == patience:
            break
    return best + 1


@epoch_to_keep.mistake(later("You waited one epoch longer than `patience`. With a patience of 1, "
                             "how many epochs without a new minimum are enough?"))
def one_epoch_longer(val_loss, patience):
    return epoch_to_keep.reference(val_loss, patience + 1)


# Shifted images --------------------------------------------------------------------------


def _images_and_shifts():
    rng = np.random.default_rng(0)
    by_hand = np.arange(1, 7).reshape(1, 2, 3)
    return [(by_hand, 1, 0), (by_hand, 0, -2), (rng.integers(1, 9, (2, 4, 5)), -1, 2),
            (rng.uniform(0.1, 1, (3, 6, 4)), 2, 1)]


@function_exercise(
    title=later("Shifted images"),
    cases=_images_and_shifts,
    hints=[
        later("Put a frame of zeros round every image, `np.pad`, and cut out a window of the old "
              "size."),
        later("If the drawing is to move down by 1, the window has to begin 1 row further up."),
        later("With a frame of `abs(down)` rows, the window begins at row `abs(down) - down`. "
              "Columns likewise."),
    ],
)
def shift_images(images, down, right):
    height, width = images.shape[1:]
    frame = (0, 0), (abs(down), abs(down)), (abs(right), abs(right))
    top, left = abs(down) - down, abs(right) - right
    return np.pad(images, frame)[:, top : top + height, left : left + width]


@shift_images.mistake(later("What leaves the image on one side comes back in on the other, as "
                            "with `np.roll`. Would a pen do that? What should be there instead?"))
def rolled_round(images, down, right):
    return np.roll(images, (down, right), axis=(1, 2))


@shift_images.mistake(later("The drawings moved the opposite way. Row 0 of the result, after a "
                            "move down by 1: from which row can it come?"))
def opposite_way(images, down, right):
    return shift_images.reference(images, -down, -right)


@shift_images.mistake(later("Rows and columns are swapped: `down` moved the drawings to the "
                            "right. Which axis of (N, H, W) is the height?"))
def axes_swapped(images, down, right):
    return shift_images.reference(images, right, down)


@shift_images.mistake(later("The edge of the drawing was repeated into the free space. Paper is "
                            "0: what should come in there?"))
def edge_repeated(images, down, right):
    height, width = images.shape[1:]
    frame = (0, 0), (abs(down), abs(down)), (abs(right), abs(right))
    top, left = abs(down) - down, abs(right) - right
    padded = np.pad(images, frame, mode="edge")
    return padded[:, top : top + height, left : left + width]


@shift_images.mistake(later("A negative number moved the drawings the same way as a positive one. "
                            "Where should −2 to the right take them?"))
def sign_ignored(images, down, right):
    return shift_images.reference(images, abs(down), abs(right))


# A split by forms ------------------------------------------------------------------------


def _forms():
    rng = np.random.default_rng(3)
    return [(np.array([2, 0, 1, 2, 0, 1, 0, 0]), [0, 1]), (rng.integers(0, 5, 12), [3, 1]),
            (np.repeat(np.arange(4), 3), [1]), (rng.integers(0, 9, 30), [8, 2, 5])]


@function_exercise(
    title=later("A split by forms"),
    cases=_forms,
    hints=[
        later("Ask of every example: is its form in the list? The answers are one row of `True` "
              "and `False`."),
        later("`forms == 3` asks it for one form. `np.isin` asks it for several at once."),
    ],
)
def is_for_testing(forms, test_forms):
    return np.isin(forms, test_forms)


@is_for_testing.mistake(later("That is the other part: `True` stands where the network may "
                              "learn. Which examples are to be kept back?"))
def for_training(forms, test_forms):
    return ~np.isin(forms, test_forms)


@is_for_testing.mistake(later("Only one of the forms was kept back. What about the others in "
                              "`test_forms`?"))
def one_form_only(forms, test_forms):
    return forms == test_forms[0]


@is_for_testing.mistake(later("Only the last one of `test_forms` was kept back. If you go through "
                              "them in a loop, what becomes of the answers for those before?"))
def each_one_replaces_the_last(forms, test_forms):
    return forms == test_forms[-1]


@is_for_testing.mistake(later("You asked of each form in `test_forms` whether it is in `forms`. Of "
                              "what should there be one answer each?"))
def the_other_way_round(forms, test_forms):
    return np.isin(test_forms, forms)


@is_for_testing.mistake(later("You kept back the right number of examples, the last ones. The "
                              "forms need not come in order: whose are these?"))
def the_last_examples(forms, test_forms):
    return np.arange(len(forms)) >= len(forms) - np.isin(forms, test_forms).sum()


# Class by class --------------------------------------------------------------------------


def _confusions():
    rng = np.random.default_rng(1)
    return [(np.array([[8, 2], [6, 4]]),), (np.array([[40, 5, 5], [0, 18, 2], [10, 1, 19]]),),
            (rng.integers(0, 4, (10, 10)) + 20 * np.eye(10, dtype=int),)]


@function_exercise(
    title=later("Accuracy, class by class"),
    cases=_confusions,
    hints=[
        later("The right answers stand on the diagonal, `np.diag(matrix)`."),
        later("All examples of a class stand in its row. Add up along the row: which `axis` is "
              "that?"),
    ],
)
def accuracy_by_class(matrix):
    return np.diag(matrix) / matrix.sum(axis=1)


@accuracy_by_class.mistake(later("You divided by the columns: of all that it called X, how much "
                                 "was an X? (That is called precision.) The question was: of all "
                                 "the X's, how many did it find?"))
def by_columns(matrix):
    return np.diag(matrix) / matrix.sum(axis=0)


@accuracy_by_class.mistake(later("These are numbers of right answers. Of how many, in "
                                 "each class?"))
def counts_only(matrix):
    return np.diag(matrix)


@accuracy_by_class.mistake(later("You divided by all the examples of all classes. How many "
                                 "examples does one class have?"))
def by_everything(matrix):
    return np.diag(matrix) / matrix.sum()


@accuracy_by_class.mistake(later("That is one number for all classes together. It hides which ones "
                                 "are difficult: what would be the number of one row?"))
def all_classes_together(matrix):
    return np.trace(matrix) / matrix.sum()


@accuracy_by_class.mistake(later("Those are percentages, and a fraction is asked for. Between "
                                 "which numbers does a fraction lie?"))
def percentages(matrix):
    return 100 * np.diag(matrix) / matrix.sum(axis=1)


@accuracy_by_class.mistake(later("You took the largest number of each row. Is the answer that "
                                 "comes most often always the right one?"))
def largest_of_each_row(matrix):
    return matrix.max(axis=1) / matrix.sum(axis=1)


# Quiz ------------------------------------------------------------------------------------

quiz = Quiz(
    Question(
        later("On its training images a network is right every time; on validation, 7 times in "
              "10. What do you conclude?"),
        wrong(later("It needs more epochs."),
              later("On its own images it has nothing left to learn. More epochs will make it "
                    "more sure, also where it is wrong.")),
        right(later("It learned its images by heart: more data, or shifts, would help."),
              later("Yes: overfitting. The distance between the two numbers is its sign.")),
        wrong(later("The learning rate was too large."),
              later("Then it would hardly have learned its own images so well.")),
    ),
    Question(
        later("Why did we keep back whole forms of the digits?"),
        wrong(later("So that all classes have as many images."),
              later("Each form has about as many of each digit, and a random split does, too.")),
        wrong(later("Because training gets faster."),
              later("The number of images is the same.")),
        right(later("Because we want to know how it does with a hand that it has not seen."),
              later("Yes. With the same hand on both sides, the result is that of an easier "
                    "question.")),
    ),
    Question(
        later("Which images may you look at to choose the number of epochs?"),
        wrong(later("Those of training."),
              later("Their loss goes on falling: they would always say: more.")),
        right(later("Those of validation."),
              later("Yes: they are there for choosing. The test waits until nothing is left to "
                    "choose.")),
        wrong(later("Those of the test."),
              later("Then the test would have taken part in the choice, and would flatter it.")),
    ),
    Question(
        later("All images get the same permutation of their pixels. Why does it harm the CNN and "
              "not the dense network?"),
        right(later("The CNN relies on neighbours, and they are no longer together."),
              later("Yes. To a dense layer each pixel is a number in a row; the order is the "
                    "same to it.")),
        wrong(later("The permutation deletes information."),
              later("It can be undone: nothing is lost.")),
        wrong(later("The CNN has more parameters."),
              later("In the duel both had nearly the same number.")),
    ),
    Question(
        later("A network for digits gives a drawing of an X the class 4 with a score of 0.97. "
              "What does that say?"),
        wrong(later("That it is a 4, with 97 % certainty."),
              later("A score after softmax is not a measured certainty; and nothing like this "
                    "was ever in its training.")),
        wrong(later("That the network is broken."),
              later("It does what it was built for: to share out 1 among ten digits, whatever it "
                    "is shown.")),
        right(later("That of the ten digits it finds 4 the most similar. It has no other "
                    "answer."),
              later("Yes: it has no way of saying “none of these”.")),
    ),
)
