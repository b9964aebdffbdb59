"""How good is the network, in numbers that people ask for? And their means over many batches.

The loss is what has a gradient; a metric is what one wants to know. A metric of your own is a
function of (prediction, target), as the loss gets them, the batch last, which returns a number for
the batch: the history has its mean over all examples.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np

from cnnlab._validation import say
from cnnlab.nn.losses import BCEWithLogitsLoss, CrossEntropyLoss, Loss

Metric = str | Callable[[np.ndarray, np.ndarray], float]
Counted = tuple[float, float]  # a sum, and over how many


def accuracy(prediction: np.ndarray, target: np.ndarray, ignore_index: int | None = None) -> float:
    """Return which part is right, of scores (classes, ..., N) for labels (..., N).

    A target of the prediction's own shape says yes (1) or no (0) to each number: right is what is
    positive for a yes, and is not for a no. Labels of `ignore_index` don't count; NaN if none does.

    >>> scores = np.array([[3.0, 1.0], [0.0, 2.0]])     # two classes, two examples
    >>> accuracy(scores, np.array([0, 0]))
    0.5
    """
    right, counted = _right(prediction, target, ignore_index)
    return float(right / counted) if counted else math.nan


def _right(prediction: np.ndarray, target: np.ndarray, ignore_index: int | None) -> Counted:
    if target.ndim == prediction.ndim:
        return np.count_nonzero((prediction > 0) == (target > 0.5)), target.size
    right, counted = prediction.argmax(axis=0) == target, target.size
    if ignore_index is not None:
        kept = target != ignore_index
        right, counted = right & kept, np.count_nonzero(kept)
    return np.count_nonzero(right), counted


class Tally:
    """Adds up the loss and the metrics, batch by batch: the size of the batches plays no part."""

    def __init__(self, loss: Loss, metrics: Iterable[Metric] | None):
        self._loss = loss
        self._counts = _counting(metrics, loss)
        self.clear()

    def clear(self) -> None:
        """Begin again."""
        self._totals = dict.fromkeys(("loss", *self._counts), (0.0, 0.0))

    def add(self, value: float, prediction: np.ndarray, target: np.ndarray) -> None:
        """Add a batch, of which the loss is `value`: a mean over all that counted, or a sum."""
        counted = prediction.shape[-1]
        if getattr(self._loss, "reduction", "mean") == "mean":
            counted = getattr(self._loss, "counted", counted)
            value *= counted
        self._add("loss", value, counted)
        for name, count in self._counts.items():
            self._add(name, *count(prediction, target))

    def _add(self, name: str, total: float, count: float) -> None:
        total_so_far, count_so_far = self._totals[name]
        self._totals[name] = total_so_far + total, count_so_far + count

    def means(self) -> dict[str, float]:
        """Return the means by name: over examples, or over labels for the accuracy."""
        return {name: float(total / count) if count else math.nan
                for name, (total, count) in self._totals.items()}


def _counting(
    metrics: Iterable[Metric] | None, loss: Loss
) -> dict[str, Callable[[np.ndarray, np.ndarray], Counted]]:
    """Return, by name, the functions that count over a batch.

    None stands for the accuracy, where the loss is one of classes or of yes and no.
    """
    if metrics is None:
        metrics = ("accuracy",) if isinstance(loss, CrossEntropyLoss | BCEWithLogitsLoss) else ()
    counting = {}
    for metric in (metrics,) if isinstance(metrics, str) or callable(metrics) else metrics:
        if metric == "accuracy" or metric is accuracy:
            ignored = getattr(loss, "ignore_index", None)
            counting["accuracy"] = partial(_right, ignore_index=ignored)
        elif callable(metric):
            name = getattr(metric, "__name__", type(metric).__name__)
            counting[name] = partial(_by_example, metric)
        else:
            raise ValueError(
                say("A metric is 'accuracy' or a function of (prediction, target), but {metric!r} "
                    "arrived.", metric=metric)
            )
    return counting


def _by_example(
    metric: Callable[..., float], prediction: np.ndarray, target: np.ndarray
) -> Counted:
    count = prediction.shape[-1]
    return float(metric(prediction, target)) * count, count
