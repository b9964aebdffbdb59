"""What a network can be shown: the examples to choose from, and how paper and ink are written.

A drawing has to look like what the network was trained on: `paper_and_ink` reads off the examples
which number stands for empty paper and which for a stroke.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from cnnlab._validation import image_array, say
from cnnlab.datasets import Labelled
from cnnlab.language import translate
from cnnlab.widgets.network_layers import sent

MOST_EXAMPLES = 30


class Examples(NamedTuple):
    """Some images (N, H, W) or (N, H, W, C), and what each is called."""

    images: np.ndarray
    titles: list[str]
    class_names: tuple[str, ...] | None = None

    def as_state(self) -> dict[str, Any]:
        """Return them as the script takes them."""
        return {**sent(self.images), "titles": self.titles}


def chosen(examples: Any) -> Examples:
    """Return at most 30 of the examples: where they have labels, each class in turn.

    `examples` is a Labelled, a pair (images, labels), or images alone.
    """
    names, labels = None, None
    if isinstance(examples, Labelled):
        names = examples.class_names
    if isinstance(examples, Labelled | tuple) and len(list(examples)) == 2:
        examples, labels = examples
    images = np.asarray(examples)
    if images.ndim not in (3, 4) or not len(images):
        raise ValueError(
            say("examples must be images, (N, H, W) or (N, H, W, C), or such images and their "
                "labels, but the shape is {shape}.", shape=images.shape)
        )
    image_array(images[0], "examples")
    if labels is None:
        places = np.arange(min(len(images), MOST_EXAMPLES))
        titles = [translate("example {number}", number=place) for place in places]
    else:
        places = each_class_in_turn(np.asarray(labels))
        titles = [names[labels[place]] if names else str(labels[place]) for place in places]
    return Examples(images[places], titles, names)


def each_class_in_turn(labels: np.ndarray) -> np.ndarray:
    """Return where the first of each class stands, then the second of each, ...: at most 30.

    >>> each_class_in_turn(np.array([5, 5, 3, 5, 3])).tolist()
    [2, 0, 4, 1, 3]
    """
    turn = np.zeros(len(labels), int)
    for label in np.unique(labels):
        turn[labels == label] = np.arange(np.sum(labels == label))
    return np.lexsort((labels, turn))[:MOST_EXAMPLES]


def paper_and_ink(images: np.ndarray) -> tuple[float, float]:
    """Return the number for empty paper and the number for a stroke.

    The range is that of bytes, the first of [0, 1] and [-1, 1] that holds all numbers, or that of
    the numbers themselves; paper is the end of it where most numbers are.

    >>> paper_and_ink(np.array([[0, 0, 0.9]])), paper_and_ink(np.array([[255, 255, 7]], np.uint8))
    ((0.0, 1.0), (255.0, 0.0))
    """
    lowest, highest = float(np.min(images)), float(np.max(images))
    ranges = [(0.0, 255.0)] if images.dtype == np.uint8 else [(0.0, 1.0), (-1.0, 1.0)]
    low, high = next(
        (each for each in ranges if each[0] <= lowest and highest <= each[1]), (lowest, highest)
    )
    return (low, high) if np.median(images) <= (low + high) / 2 else (high, low)
