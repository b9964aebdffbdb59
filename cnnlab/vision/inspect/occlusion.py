"""Cover a part of the image, and ask the network again: no gradient, only the forward pass."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import image_array, numeric_array, say, whole_number, widened
from cnnlab.nn.network import Sequential
from cnnlab.vision.inspect._observed import Observed, known_class


def occlusion_map(
    model: Sequential,
    image: ArrayLike,
    target: int | None = None,
    *,
    size: int = 3,
    stride: int = 1,
    fill: ArrayLike = 0.0,
) -> np.ndarray:
    """Return how far the score of a class falls when a square is covered: (H, W).

    Parameters
    ----------
    size : odd, the side of the square in pixels. It is centred on each pixel in turn; at the
        border, the part inside the image is covered
    stride : cover at every so many pixels only, in the middle of blocks that share the number
    fill : what the square is filled with, a number or one for each channel. 0 is black. On an image
        without ink where it is black, black hides ink, and grey would add some

    Positive: without this part the score is lower, so the network used it. Negative: this part
    speaks against the class. The paper shows the probability that is left; the score's own fall has
    no ceiling, and adds up.

    Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks" (2014),
    arXiv:1311.2901, figure 6.

    >>> from cnnlab import nn
    >>> model = nn.Sequential(nn.Flatten(), nn.Linear(6, 1, bias=False))
    >>> model.params["1.weight"][...] = [[1, 2, 3, 4, 5, 6]]
    >>> occlusion_map(model, np.ones((2, 3)), size=1)
    array([[1., 2., 3.],
           [4., 5., 6.]], dtype=float32)
    """
    image, fill = widened(image_array(image)), widened(numeric_array(fill, "fill"))
    if fill.ndim and fill.shape != image.shape[2:]:
        raise ValueError(
            say("fill must be one number, or one for each channel of an image of shape {image}, "
                "but its shape is {shape}.", image=image.shape, shape=fill.shape)
        )
    half, stride = _half(size), whole_number(stride, "stride", minimum=1)
    observed = Observed(model)
    scores = observed.scores(image[None])
    target = known_class(target, scores)
    rows, columns = (_middles(length, stride) for length in image.shape[:2])
    left = [observed.scores(_covered(image, row, columns, half, fill))[target] for row in rows]
    falls = scores[target] - np.array(left)
    blocks = falls.repeat(stride, axis=0).repeat(stride, axis=1)
    return blocks[: image.shape[0], : image.shape[1]]


def _half(size: int) -> int:
    size = whole_number(size, "size", minimum=1)
    if size % 2 == 0:
        raise ValueError(
            say("size must be odd, so that a pixel is in the middle of the square, but {size} "
                "arrived.", size=size)
        )
    return size // 2


def _middles(length: int, stride: int) -> np.ndarray:
    """Return the middle of each block of `stride` pixels; the last block may be cut off.

    >>> _middles(8, 3)
    array([1, 4, 7])
    """
    return np.minimum(np.arange(0, length, stride) + stride // 2, length - 1)


def _covered(
    image: np.ndarray, row: int, columns: np.ndarray, half: int, fill: np.ndarray
) -> np.ndarray:
    """Return a batch of images, each covered around the same row and one of the columns."""
    batch = np.repeat(image[None], len(columns), axis=0)
    for one, column in zip(batch, columns, strict=True):
        one[max(row - half, 0) : row + half + 1, max(column - half, 0) : column + half + 1] = fill
    return batch
