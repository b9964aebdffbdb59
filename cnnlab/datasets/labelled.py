"""What every data set is: images, and one whole number for each that says what it shows.

The numbers are places in `class_names`: label 0 means `class_names[0]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import say


@dataclass(frozen=True, eq=False, repr=False)
class Labelled:
    """Images and their labels.

    Parameters
    ----------
    images : (N, H, W) grey or (N, H, W, C) colour array
    labels : (N,) whole numbers from 0 to len(class_names) - 1
    class_names : the name of each class, in English
    forms : (N,) whole numbers or None
        Which sheet, or which writer, each image comes from; None where nobody knows.

    Raises
    ------
    ValueError, TypeError
        Where the parts don't fit each other; the message says which.

    It unpacks into what a network takes:

    >>> data = Labelled(np.zeros((3, 8, 8)), [1, 0, 1], ("x", "o"))
    >>> images, labels = data
    >>> images.shape, labels.tolist()
    ((3, 8, 8), [1, 0, 1])
    >>> data
    Labelled(images (3, 8, 8) float64, labels (3,): 1 x, 2 o)
    """

    images: np.ndarray
    labels: np.ndarray
    class_names: tuple[str, ...]
    forms: np.ndarray | None = None

    def __post_init__(self):
        images, labels = np.asarray(self.images), np.asarray(self.labels)
        names = tuple(map(str, self.class_names))
        if images.ndim not in (3, 4):
            raise ValueError(
                say("images must have the shape (N, height, width) or (N, height, width, "
                    "channels), but the shape is {shape}.", shape=images.shape)
            )
        _one_for_each_image(labels, "labels", images)
        if labels.size and not 0 <= labels.min() <= labels.max() < len(names):
            raise ValueError(
                say("With {count} classes the labels go from 0 to {last}, but they reach from "
                    "{smallest} to {largest}.", count=len(names), last=len(names) - 1,
                    smallest=labels.min(), largest=labels.max())
            )
        if self.forms is not None:
            object.__setattr__(self, "forms", np.asarray(self.forms))
            _one_for_each_image(self.forms, "forms", images)
        for name, value in (("images", images), ("labels", labels), ("class_names", names)):
            object.__setattr__(self, name, value)  # the way into a frozen dataclass

    def __iter__(self) -> Iterator[np.ndarray]:
        """Give the images, then the labels: `images, labels = data`."""
        yield self.images
        yield self.labels

    def take(self, which: ArrayLike) -> Labelled:
        """Return the chosen examples; `which` holds their places, or True and False for each.

        >>> data = Labelled(np.zeros((3, 8, 8)), [1, 0, 1], ("x", "o"))
        >>> data.take(data.labels == 1)
        Labelled(images (2, 8, 8) float64, labels (2,): 0 x, 2 o)
        """
        which = np.asarray(which)
        if which.ndim != 1 or which.dtype.kind not in "biu":
            raise TypeError(
                say("take needs a list of places such as [0, 2], or True and False for each "
                    "image, but {which!r} arrived.", which=which)
            )
        forms = None if self.forms is None else self.forms[which]
        return Labelled(self.images[which], self.labels[which], self.class_names, forms)

    def __repr__(self) -> str:
        counts = np.bincount(self.labels, minlength=len(self.class_names))
        each = [f"{count} {name}" for count, name in zip(counts, self.class_names, strict=True)]
        if len(each) > 12:
            each[10:] = ["..."]
        return (f"Labelled(images {self.images.shape} {self.images.dtype}, "
                f"labels {self.labels.shape}: {', '.join(each)})")


def _one_for_each_image(numbers: np.ndarray, name: str, images: np.ndarray) -> None:
    if numbers.dtype.kind not in "iu":
        raise TypeError(
            say("{name} must be whole numbers, one for each image, but their type is {dtype}.",
                name=name, dtype=numbers.dtype)
        )
    if numbers.shape != images.shape[:1]:
        raise ValueError(
            say("There are {count} images, so {name} must have the shape ({count},), but its "
                "shape is {shape}.", count=len(images), name=name, shape=numbers.shape)
        )
