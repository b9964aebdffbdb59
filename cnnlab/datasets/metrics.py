"""How good is a model? Labels against predictions, counted by scikit-learn.

Read `accuracy`, then `confusion_matrix`, which says what is taken for what, then `top_k_accuracy`,
the number of the ImageNet challenge. For others, such as precision and recall, see sklearn.metrics.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import numeric_array, say, whole_number
from cnnlab.datasets._needs import scikit_learn


def accuracy(labels: ArrayLike, predictions: ArrayLike) -> float:
    """Return the fraction of predictions that are right, 0 to 1.

    Both are (N,) whole numbers. Raises ValueError or TypeError where they are not, or where
    `predictions` are still scores.

    >>> accuracy([0, 1, 2, 2], [0, 1, 1, 2])
    0.75
    """
    labels, predictions = _classes(labels, "labels"), _classes(predictions, "predictions")
    _refuse_other_length(labels, predictions, "predictions")
    with scikit_learn():
        from sklearn.metrics import accuracy_score

    return float(accuracy_score(labels, predictions))


def confusion_matrix(
    labels: ArrayLike, predictions: ArrayLike, classes: int | Sequence[str] | None = None
) -> np.ndarray:
    """Return how often each class is taken for each: row = true class, column = predicted.

    `labels` and `predictions` are (N,) whole numbers; `classes` is how many there are, or their
    names (`data.class_names`); None = up to the largest number seen. The result is an integer
    (classes, classes) array; right answers stand on its diagonal. Raises ValueError or TypeError
    where a number is no class.

    A 2 was taken for a 1:

    >>> confusion_matrix([0, 1, 2, 2], [0, 1, 1, 2])
    array([[1, 0, 0],
           [0, 1, 0],
           [0, 1, 1]])
    """
    labels, predictions = _classes(labels, "labels"), _classes(predictions, "predictions")
    _refuse_other_length(labels, predictions, "predictions")
    count = _how_many(classes, int(max(labels.max(), predictions.max())) + 1)
    _refuse_strangers(labels, "labels", count)
    _refuse_strangers(predictions, "predictions", count)
    with scikit_learn():
        from sklearn.metrics import confusion_matrix as counted

    return counted(labels, predictions, labels=np.arange(count))


def top_k_accuracy(labels: ArrayLike, scores: ArrayLike, k: int = 5) -> float:
    """Return how often the true class is among the k highest scores, 0 to 1.

    `labels` is (N,) whole numbers, `scores` (N, classes). ImageNet's top-5 error is 1 minus this,
    with k = 5. Raises ValueError where k is as large as the number of classes: then any answer is
    right.

    >>> scores = [[0.1, 0.7, 0.2], [0.5, 0.2, 0.3], [0.6, 0.3, 0.1]]
    >>> top_k_accuracy([1, 2, 2], scores, k=1), top_k_accuracy([1, 2, 2], scores, k=2)
    (0.3333333333333333, 0.6666666666666666)
    """
    labels, scores = _classes(labels, "labels"), numeric_array(scores, "scores")
    if scores.ndim != 2:
        raise ValueError(
            say("scores must have the shape (N, classes), but {shape} arrived.", shape=scores.shape)
        )
    _refuse_other_length(labels, scores, "scores")
    count, k = scores.shape[1], whole_number(k, "k", minimum=1)
    _refuse_strangers(labels, "labels", count)
    if k >= count:
        raise ValueError(
            say("With {count} classes, the true one is always among the {k} highest. Use a k "
                "smaller than {count}.", count=count, k=k)
        )
    if count == 2:  # scikit-learn wants a single column here; k can only be 1
        return accuracy(labels, scores.argmax(axis=1))
    with scikit_learn():
        from sklearn.metrics import top_k_accuracy_score

    return float(top_k_accuracy_score(labels, scores, k=k, labels=np.arange(count)))


# What was asked for ----------------------------------------------------------------------


def _classes(numbers: ArrayLike, name: str) -> np.ndarray:
    numbers = numeric_array(numbers, name)
    if numbers.ndim == 2:
        raise ValueError(
            say("{name} must hold one class for each example, but its shape is {shape}. If these "
                "are scores, take the highest first: {name}.argmax(axis=1).",
                name=name, shape=numbers.shape)
        )
    if numbers.ndim != 1 or numbers.dtype.kind not in "iu":
        raise TypeError(
            say("{name} must be a row of whole numbers, one for each example, but {dtype} of shape "
                "{shape} arrived.", name=name, dtype=numbers.dtype, shape=numbers.shape)
        )
    return numbers


def _refuse_other_length(labels: np.ndarray, others: np.ndarray, name: str) -> None:
    if len(labels) != len(others):
        raise ValueError(
            say("There are {count} labels, but {name} is for {others} examples. Use the same "
                "examples for both.", count=len(labels), name=name, others=len(others))
        )


def _how_many(classes: int | Sequence[str] | None, seen: int) -> int:
    if classes is None:
        return seen
    if isinstance(classes, Sequence) and not isinstance(classes, str):
        return len(classes)
    return whole_number(classes, "classes", minimum=1)


def _refuse_strangers(numbers: np.ndarray, name: str, count: int) -> None:
    if not 0 <= numbers.min() <= numbers.max() < count:
        raise ValueError(
            say("{name} must be from 0 to {last}, for {count} classes, but they reach from "
                "{smallest} to {largest}.", name=name, last=count - 1, count=count,
                smallest=numbers.min(), largest=numbers.max())
        )
