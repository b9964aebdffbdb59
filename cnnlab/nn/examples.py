"""Images with their labels: checked once, then dealt out in batches.

A batch is one look into the arrays and one turn, (N, H, W, C) -> (C, H, W, N). Decimal numbers come
out in the network's type; whole numbers stay what they are, and the first layer makes decimals of
them. Nothing is scaled: bytes from 0 to 255 arrive as 0 to 255.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import finite_number, numeric_array, say
from cnnlab.nn.batches import activations
from cnnlab.nn.layer import Layer
from cnnlab.nn.losses import BCEWithLogitsLoss, CrossEntropyLoss, Loss, MSELoss


class Examples:
    """Images (N, ...) and labels (N, ...), of which `rows` take part."""

    def __init__(self, images: ArrayLike, labels: ArrayLike, names: tuple[str, str]):
        self.images = numeric_array(images, names[0])
        self.labels = _numbers(labels, names[1])
        self.labels_name = names[1]
        activations(self.images[:1])  # has the right axes
        if self.labels.ndim == 0 or len(self.images) != len(self.labels):
            raise ValueError(
                say("Each image needs its label, but the shapes are {images} for {images_name} and "
                    "{labels} for {labels_name}: the first numbers must be equal.",
                    images=self.images.shape, images_name=names[0],
                    labels=self.labels.shape, labels_name=names[1])
            )
        self.rows = np.arange(len(self.images))

    def __len__(self) -> int:
        return len(self.rows)

    def split(self, fraction: Any, rng: np.random.Generator) -> tuple[Examples, Examples]:
        """Return the rest, and a random `fraction` set aside; both look into the same arrays."""
        fraction = finite_number(fraction, "validation", above=0)
        aside = max(round(fraction * len(self)), 1)
        if aside >= len(self):
            raise ValueError(
                say("validation={fraction} of {count} examples leaves none to learn from. Use a "
                    "smaller fraction, such as 0.2, or more examples.",
                    fraction=fraction, count=len(self))
            )
        shuffled = rng.permutation(self.rows)
        return self._of(shuffled[aside:]), self._of(shuffled[:aside])

    def _of(self, rows: np.ndarray) -> Examples:
        part = object.__new__(Examples)
        vars(part).update(vars(self), rows=rows)
        return part

    def batch(self, rows: np.ndarray, dtype: np.dtype) -> tuple[np.ndarray, np.ndarray]:
        """Return these examples as activations and labels, the batch last."""
        x = activations(self.images[rows])
        x = np.ascontiguousarray(x, dtype if x.dtype.kind == "f" else x.dtype)
        return x, _batch_last(self.labels[rows])

    def check(self, model: Layer, loss: Loss) -> None:
        """Take one example through network and loss; see whether all labels are possible ones."""
        if not isinstance(loss, Loss):
            raise TypeError(
                say("loss must be one such as nn.CrossEntropyLoss(), but {loss!r} arrived.",
                    loss=loss)
            )
        was_training = model.training
        model.eval()
        try:
            _, prediction, _ = judged(model, loss, *self.batch(self.rows[:1], model.dtype))
        finally:
            model.train(was_training)
        if isinstance(loss, CrossEntropyLoss):
            self._check_range(0, len(prediction) - 1, ignored=loss.ignore_index)
        if isinstance(loss, BCEWithLogitsLoss):
            self._check_range(0, 1)

    def _check_range(self, first: int, last: int, ignored: int | None = None) -> None:
        labels = self.labels
        wrong = (labels < first) | (labels > last)
        if ignored is not None:
            wrong &= labels != ignored
        if wrong.any():
            where = tuple(int(index) for index in np.argwhere(wrong)[0])
            raise ValueError(
                say("For this network and loss, labels go from {first} to {last}, but {value} "
                    "stands in {name} at index {where}. Change the labels, or how many outputs "
                    "the last layer has.", first=first, last=last, value=labels[where],
                    name=self.labels_name, where=where[0] if len(where) == 1 else where)
            )


def judged(
    model: Layer, loss: Loss, x: np.ndarray, target: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the loss of a batch, the prediction, and the target as it was compared with it.

    A network with one output, (1, N), is compared with labels (N,) where numbers are compared.
    """
    prediction = model.forward(x)
    if isinstance(loss, MSELoss | BCEWithLogitsLoss) and target.ndim == prediction.ndim - 1:
        target = target[None]
    return loss.forward(prediction, target), prediction, target


def _numbers(labels: ArrayLike, name: str) -> np.ndarray:
    try:
        return numeric_array(labels, name)
    except TypeError:
        raise TypeError(
            say("{name} must be numbers, but {type} arrived. Names of classes become numbers by "
                "names, {name} = np.unique({name}, return_inverse=True).",
                name=name, type=np.asarray(labels).dtype)
        ) from None


def _batch_last(labels: np.ndarray) -> np.ndarray:
    """Return labels (N,), (N, D), (N, H, W) or pictures (N, H, W, C) with the batch last."""
    if labels.ndim == 4:
        return labels.transpose(3, 1, 2, 0)
    return labels.transpose(*range(1, labels.ndim), 0)
