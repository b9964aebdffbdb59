"""The networks of lesson 11 beside PyTorch, and how well the digit network reads a new form.

The first weights, the order of the batches and the recipe are the same; the layers, gradients,
loss, optimiser and schedule are PyTorch's own.
"""

from itertools import islice

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from benchmarks.networks import lesson
from cnnlab import datasets

HARDEST = 12  # for the CNN and, over all, for the classic methods beside it


@pytest.fixture(autouse=True)
def one_blas_thread(one_thread):
    """On a busy machine, threads that wait for each other took thirty times as long."""
    with threadpool_limits(1):
        yield


def fold(form, shifts=True):
    return next(islice(lesson.digit_folds(shifts), form, None))


TRAININGS = {
    "X and O": (lesson.XO, lesson.xo, 5),
    "shapes": (lesson.SHAPES, lesson.shapes, 2),
    "digits": (lesson.DIGITS, lambda: fold(HARDEST, shifts=False), 3),
}


@pytest.mark.parametrize(("task", "examples", "epochs"), TRAININGS.values(), ids=TRAININGS)
def test_each_step_has_pytorchs_loss_and_each_image_its_answer(torch, task, examples, epochs):
    known, unknown = examples()
    ours, theirs = lesson.pair(task._replace(epochs=epochs), known, unknown)
    assert len(ours.losses) == epochs * -(-len(known[1]) // task.batch_size)
    np.testing.assert_allclose(ours.losses, theirs.losses, rtol=1e-9)
    np.testing.assert_array_equal(ours.answers, theirs.answers)


def test_the_digit_network_has_about_10_000_parameters():
    sizes = [weight.size for weight in lesson.network(lesson.DIGITS).params.values()]
    assert sum(sizes) == (9 + 1) * 16 + (16 * 9 + 1) * 32 + (32 * 4 * 4 + 1) * 10 == 9930


def test_a_recipe_shifts_each_image_one_pixel_each_way():
    corner = np.arange(1.0, 10).reshape(1, 3, 3)
    pictures, labels = lesson.moved(corner, np.array([7]))
    assert labels.tolist() == [7] * 5
    np.testing.assert_array_equal(pictures[1], [[0, 1, 2], [0, 4, 5], [0, 7, 8]])
    np.testing.assert_array_equal(pictures[3], [[0, 0, 0], [1, 2, 3], [4, 5, 6]])


def test_on_the_hardest_form_the_lessons_recipe_beats_logistic_regression():
    """The mean over all forms is checked by a cell of the lesson: at least 0.965."""
    known, (images, labels) = fold(HARDEST)
    trained = lesson.cnnlab(lesson.DIGITS, known, images, np.float32)
    assert datasets.accuracy(labels, trained.answers) > 0.92  # logistic regression: 0.885
