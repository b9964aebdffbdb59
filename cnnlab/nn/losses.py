"""How wrong is the network? One number, and its gradient, with which everything begins.

Each loss has `forward(prediction, target)`, which returns the number, and `backward()`, which
returns dL/d(prediction). Read `softmax`, then `CrossEntropyLoss`: their common gradient is p - y.

Predictions are activations, (classes, N) or (classes, H, W, N): the batch is last.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import say
from cnnlab.nn.activations import sigmoid


def softmax(logits: ArrayLike, axis: int = 0) -> np.ndarray:
    """Turn scores into positive numbers that add up to 1: exp(z) / sum of exp(z).

    The largest score is taken off first: the result is the same, and no exp is too large.

    >>> softmax([0.0, np.log(3)]).tolist(), softmax([1000.0, 1000.0]).tolist()
    ([0.25, 0.75], [0.5, 0.5])
    """
    return np.exp(log_softmax(logits, axis))


def log_softmax(logits: ArrayLike, axis: int = 0) -> np.ndarray:
    """Return the logarithm of `softmax`: z - log(sum of exp(z)), exact for large scores too."""
    logits = _decimals(logits)
    shifted = logits - logits.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


class Loss:
    """A mean over what was compared, or, with reduction="sum", their sum.

    After `forward`, `counted` is over how much: examples, pixels, numbers, or their weights.
    """

    def __init__(self, *, reduction: str = "mean"):
        if reduction not in ("mean", "sum"):
            raise ValueError(
                say("reduction must be 'mean' or 'sum', but {reduction!r} arrived.",
                    reduction=reduction)
            )
        self.reduction = reduction

    def forward(self, prediction: np.ndarray, target: np.ndarray) -> float:
        """Return the loss, and keep what `backward` needs."""
        raise NotImplementedError

    def backward(self) -> np.ndarray:
        """Return dL/d(prediction) for the last `forward`."""
        raise NotImplementedError

    def __call__(self, prediction: np.ndarray, target: np.ndarray) -> float:
        """The same as `forward`."""
        return self.forward(prediction, target)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") and not name.startswith("__"):
            raise AttributeError(
                say("{loss} has compared nothing yet: call forward(prediction, target) before "
                    "backward().", loss=type(self).__name__)
            )
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def _share(self, counted: float) -> float:
        """Return what one unit of the sum is worth in the loss, a mean over so many."""
        self.counted = float(counted)
        return 1.0 if self.reduction == "sum" else 1.0 / max(counted, np.finfo(np.float32).tiny)


class CrossEntropyLoss(Loss):
    """-log of the probability that softmax gives to the right class, averaged over the examples.

        L = -mean over n of log p[label[n], n],  p = softmax(logits);  dL/dlogits = (p - y) / N

    where y is 1 at the right class and 0 elsewhere. Untrained, L is about log(classes).

    Parameters
    ----------
    weight : (classes,) numbers or None, how much each class counts; the mean is a weighted one
    ignore_index : int, a label that is not counted (pixels that nobody labelled)
    reduction : "mean" or "sum"

    `forward` takes logits (classes, N) with labels (N,), or (classes, H, W, N) with one label for
    each pixel (H, W, N); labels are whole numbers from 0 to classes - 1. If every label is ignored,
    the loss is 0 (PyTorch: NaN).

    >>> loss = CrossEntropyLoss()
    >>> round(loss.forward(np.zeros((2, 1)), [0]), 3)        # log(2)
    0.693
    >>> loss.backward().tolist()
    [[-0.5], [0.5]]
    """

    def __init__(
        self, weight: ArrayLike | None = None, *, ignore_index: int = -100, reduction: str = "mean"
    ):
        super().__init__(reduction=reduction)
        self.weight = None if weight is None else np.asarray(weight)
        self.ignore_index = ignore_index

    def forward(self, logits: np.ndarray, labels: ArrayLike) -> float:
        """Return the loss of logits (classes, ..., N) for labels (..., N)."""
        logits = _decimals(logits)
        labels, counts = self._checked(logits, np.asarray(labels))
        self._log_p = log_softmax(logits)
        self._right = labels.ravel(), np.arange(labels.size)
        self._each = counts * self._share(counts.sum())
        return -float(self._log_p.reshape(len(logits), -1)[self._right] @ self._each.ravel())

    def backward(self) -> np.ndarray:
        """Return (p - y) times what each example counts, of the shape of the logits."""
        grad = np.exp(self._log_p)
        grad.reshape(len(grad), -1)[self._right] -= 1
        return grad * self._each

    def _checked(self, logits: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the labels, ignored ones made 0, and how much each one counts."""
        if labels.shape != logits.shape[1:] or labels.dtype.kind not in "iu":
            raise ValueError(
                say("Logits of shape {logits} need one whole number as label for each of {places}, "
                    "but labels of shape {labels} and type {dtype} arrived. Decimals become whole "
                    "numbers by labels.astype(int), one-hot rows by labels.argmax(axis=1).",
                    logits=logits.shape, places=logits.shape[1:], labels=labels.shape,
                    dtype=labels.dtype)
            )
        counted = labels != self.ignore_index
        labels = np.where(counted, labels, 0)
        if labels.size and not 0 <= labels.min() <= labels.max() < len(logits):
            raise ValueError(
                say("With {classes} scores for each example, labels go from 0 to {last}, but these "
                    "go from {smallest} to {largest}.", classes=len(logits),
                    last=len(logits) - 1, smallest=labels.min(), largest=labels.max())
            )
        if self.weight is None:
            return labels, counted.astype(logits.dtype)
        if self.weight.shape != logits.shape[:1]:
            raise ValueError(
                say("weight must be one number for each of {classes} classes, but its shape is "
                    "{shape}.", classes=len(logits), shape=self.weight.shape)
            )
        return labels, (counted * self.weight[labels]).astype(logits.dtype)


class MSELoss(Loss):
    """The mean of the squared differences: for numbers instead of labels; dL/dz = 2 (z - t) / size.

    `forward` takes a prediction and a target of one shape.

    >>> loss = MSELoss()
    >>> loss.forward(np.array([[1.0, 5.0]]), np.array([[3.0, 5.0]])), loss.backward().tolist()
    (2.0, [[-2.0, 0.0]])
    """

    def forward(self, prediction: np.ndarray, target: ArrayLike) -> float:
        """Return the mean square of prediction - target."""
        prediction = _decimals(prediction)
        self._difference = prediction - _same_shape(prediction, target)
        self._each = self._share(self._difference.size)
        return float((self._difference**2).sum() * self._each)

    def backward(self) -> np.ndarray:
        """Return 2 (prediction - target) / size."""
        return 2 * self._each * self._difference


class BCEWithLogitsLoss(Loss):
    """Yes or no, for each number on its own: binary cross-entropy of sigmoid(z) and t in [0, 1].

        L = mean of -t log s(z) - (1 - t) log(1 - s(z)),  s = sigmoid;  dL/dz = (s(z) - t) / size

    Parameters
    ----------
    pos_weight : how much a "yes" counts against a "no": a number, or an array that broadcasts
    reduction : "mean" or "sum"

    >>> loss = BCEWithLogitsLoss()
    >>> round(loss.forward(np.zeros((1, 2)), [[0, 1]]), 3), loss.backward().tolist()
    (0.693, [[0.25, -0.25]])
    """

    def __init__(self, *, pos_weight: ArrayLike = 1.0, reduction: str = "mean"):
        super().__init__(reduction=reduction)
        self.pos_weight = np.asarray(pos_weight)

    def forward(self, logits: np.ndarray, target: ArrayLike) -> float:
        """Return the loss; logaddexp(0, z) = log(1 + exp(z)) = -log(1 - s(z)), without overflow."""
        self._logits = _decimals(logits)
        self._target = _same_shape(self._logits, target)
        self._each = self._share(self._logits.size)
        yes = np.logaddexp(0, -self._logits) * self._target * self.pos_weight
        no = np.logaddexp(0, self._logits) * (1 - self._target)
        return float((yes + no).sum() * self._each)

    def backward(self) -> np.ndarray:
        """Return dL/dlogits."""
        p, target = sigmoid(self._logits), self._target
        grad = p * (1 - target) - (1 - p) * target * self.pos_weight
        return (grad * self._each).astype(self._logits.dtype)


def _decimals(numbers: ArrayLike) -> np.ndarray:
    """Return decimal numbers in their own type, whole numbers as float64."""
    numbers = np.asarray(numbers)
    return numbers if numbers.dtype.kind == "f" else numbers.astype(np.float64)


def _same_shape(prediction: np.ndarray, target: ArrayLike) -> np.ndarray:
    target = np.asarray(target, prediction.dtype)
    if target.shape != prediction.shape:
        raise ValueError(
            say("Prediction and target must have one shape, but {prediction} and {target} arrived.",
                prediction=prediction.shape, target=target.shape)
        )
    return target
