"""Metrics against counting by hand, and against what students mix up: scores, order, k."""

import numpy as np
import pytest

from cnnlab.datasets import accuracy, confusion_matrix, top_k_accuracy


def examples(classes, seed=0, count=200):
    rng = np.random.default_rng(seed)
    return rng.integers(0, classes, count), rng.normal(size=(count, classes))


@pytest.mark.parametrize("dtype", ["uint8", "int32", "int64"])
def test_accuracy_is_the_share_of_equal_numbers(dtype):
    labels, scores = examples(4)
    predictions = scores.argmax(axis=1).astype(dtype)
    assert accuracy(labels, predictions) == (labels == predictions).mean()


def test_a_row_is_a_true_class_and_a_column_what_it_was_taken_for():
    labels, predictions = examples(5)[0], examples(5, seed=1)[0]
    matrix = confusion_matrix(labels, predictions)
    for true in range(5):
        for taken in range(5):
            assert matrix[true, taken] == ((labels == true) & (predictions == taken)).sum()


@pytest.mark.parametrize("classes", [4, ["x", "o", "plus", "t"], ("a", "b", "c", "d")])
def test_a_class_that_never_comes_has_its_row_and_column(classes):
    matrix = confusion_matrix([0, 1], [1, 1], classes)
    assert matrix.tolist() == [[0, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_top_k_looks_for_the_label_among_the_k_highest_scores(classes):
    labels, scores = examples(classes)
    for k in range(1, classes):
        higher = (scores > scores[np.arange(len(labels)), labels][:, np.newaxis]).sum(axis=1)
        assert top_k_accuracy(labels, scores, k) == pytest.approx((higher < k).mean())


def test_top_k_works_where_only_two_of_many_classes_are_in_the_labels():
    assert top_k_accuracy([0, 1], [[0, 1, 2], [0, 2, 1]], k=1) == 0.5


def test_top_k_works_on_one_example():
    assert top_k_accuracy([2], [[0.2, 0.3, 0.5]], k=1) == 1


BAD = {
    "other lengths": (accuracy, ([0, 1], [0]), ValueError, "2 labels, but predictions is for 1"),
    "scores for predictions": (accuracy, ([0], [[0.2, 0.8]]), ValueError, r"predictions\.argmax"),
    "decimals": (accuracy, ([0, 1], [0.0, 1.0]), TypeError, "predictions must be a row of whole"),
    "nothing": (accuracy, ([], []), ValueError, "labels is empty"),
    "names": (accuracy, (["x"], ["o"]), TypeError, "labels must be an array of numbers"),
    "a class too many": (confusion_matrix, ([0, 2], [0, 1], 2), ValueError, "labels .* 0 to 1"),
    "a prediction too many": (
        confusion_matrix, ([0, 1], [0, 5], ["x", "o"]), ValueError, "predictions must be from 0"),
    "negative": (confusion_matrix, ([0, -1], [0, 1]), ValueError, "reach from -1"),
    "one name": (confusion_matrix, ([0], [0], "xo"), TypeError, "classes must be a whole number"),
    "swapped": (top_k_accuracy, ([[0.1, 0.9, 0]], [1], 1), ValueError, r"labels\.argmax"),
    "predictions for scores": (top_k_accuracy, ([0], [1], 1), ValueError, r"\(N, classes\)"),
    "k of all classes": (
        top_k_accuracy, ([0], [[1, 2, 3]], 3), ValueError, "Use a k smaller than 3"),
    "k = 0": (top_k_accuracy, ([0], [[1, 2, 3]], 0), ValueError, "k must be at least 1"),
    "NaN": (top_k_accuracy, ([0], [[1, np.nan, 3]], 1), ValueError, "scores holds 1 value"),
    "a label without scores": (
        top_k_accuracy, ([3], [[1, 2, 3]], 1), ValueError, "labels must be from 0 to 2"),
    "other lengths of scores": (
        top_k_accuracy, ([0, 1], [[1, 2, 3]], 1), ValueError, "2 labels, but scores is for 1"),
}


@pytest.mark.parametrize(("metric", "arguments", "error", "message"), BAD.values(), ids=BAD)
def test_what_cannot_be_compared_gets_an_error_that_says_what_to_do(
    metric, arguments, error, message
):
    with pytest.raises(error, match=message):
        metric(*arguments)
