"""What follows a convolution: switch off the negative, then keep one number per window.

Read `relu`, then `max_pool_slowly`, the loops; `max_pool` and `mean_pool` do the same at once.
Pooling has no weights, so it learns nothing; and it treats every channel on its own.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from cnnlab import geometry
from cnnlab._validation import image_array, numeric_array, pair, say, widened
from cnnlab.convolution import Pair, patches


def relu(array: ArrayLike) -> np.ndarray:
    """Replace every negative number by zero: g(z) = max(0, z), element by element.

    Any shape, any type; both stay as they are. Nothing else changes, and nothing is deleted:

    >>> relu([[-1, 2], [0, -3]])
    array([[0, 2],
           [0, 0]])
    """
    array = numeric_array(array, "array")
    return np.maximum(array, array.dtype.type(0))


def max_pool_slowly(
    feature_map: ArrayLike, kernel_size: Pair = 2, stride: Pair | None = None, padding: Pair = 0
) -> np.ndarray:
    """Keep the largest number of each window, with loops; parameters as in `max_pool`.

    >>> max_pool_slowly([[1, 3, 2, 0],
    ...                  [5, 4, 1, 1]])
    array([[5, 2]])
    """
    return _pool_slowly(*_ready(feature_map, kernel_size, stride, padding, "edge"), np.max)


def mean_pool_slowly(
    feature_map: ArrayLike, kernel_size: Pair = 2, stride: Pair | None = None, padding: Pair = 0
) -> np.ndarray:
    """Keep the mean of each window, with loops; parameters as in `mean_pool`.

    >>> mean_pool_slowly([[1, 3, 2, 0],
    ...                   [5, 4, 1, 1]])
    array([[3.25, 1.  ]])
    """
    padded, kernel_size, stride = _ready(feature_map, kernel_size, stride, padding, "constant")
    return _pool_slowly(widened(padded), kernel_size, stride, np.mean)


def max_pool(
    feature_map: ArrayLike, kernel_size: Pair = 2, stride: Pair | None = None, padding: Pair = 0
) -> np.ndarray:
    """Keep the largest number of each window.

    Parameters
    ----------
    feature_map : (H, W) or (H, W, C) array of numbers
    kernel_size : int or (rows, columns), size of the window
    stride : int or (rows, columns), pixels moved at each step; None = kernel_size
    padding : int or (rows, columns), at most half a window on each side
        Padding never wins: it counts as smaller than every number.

    Returns
    -------
    (H', W') or (H', W', C) array of the map's own type, H' = `geometry.output_size(H, ...)`
        Rows and columns that don't fill a window are left out.

    Raises
    ------
    ValueError, TypeError
        Where an argument can't be used; the message says what to do.

    >>> max_pool([[1, 3, 2, 0],
    ...           [5, 4, 1, 1]])
    array([[5, 2]])
    """
    padded, kernel_size, stride = _ready(feature_map, kernel_size, stride, padding, "edge")
    return patches(padded, kernel_size, stride).max(axis=(2, 3))


def mean_pool(
    feature_map: ArrayLike, kernel_size: Pair = 2, stride: Pair | None = None, padding: Pair = 0
) -> np.ndarray:
    """Keep the mean of each window; parameters as in `max_pool`.

    Padding counts as zeros, as PyTorch's AvgPool2d has it. The result is a float array.

    >>> mean_pool([[1, 3, 2, 0],
    ...            [5, 4, 1, 1]])
    array([[3.25, 1.  ]])
    """
    padded, kernel_size, stride = _ready(feature_map, kernel_size, stride, padding, "constant")
    return patches(widened(padded), kernel_size, stride).mean(axis=(2, 3))


# What all of them share ------------------------------------------------------------------


def _ready(
    feature_map: ArrayLike,
    kernel_size: Pair,
    stride: Pair | None,
    padding: Pair,
    frame: str,
) -> tuple[np.ndarray, tuple[int, int], tuple[int, int]]:
    """Return the padded map, the window and the stride, once they are known to fit.

    `frame` is NumPy's padding mode: "constant" adds zeros; "edge" repeats pixels that every
    window at the edge holds already, so the largest number stays what it was.
    """
    feature_map = image_array(feature_map, "feature_map")
    kernel_size = pair(kernel_size, "kernel_size", minimum=1)
    stride = kernel_size if stride is None else pair(stride, "stride", minimum=1)
    padding = pair(padding, "padding")
    for axis in (0, 1):
        if 2 * padding[axis] > kernel_size[axis]:
            raise ValueError(
                say("padding={padding} is more than half of a window of {kernel_size}: some "
                    "windows would see no pixel. Use at most padding={most}.",
                    padding=padding[axis], kernel_size=kernel_size[axis],
                    most=kernel_size[axis] // 2)
            )
        geometry.output_size(
            feature_map.shape[axis], kernel_size[axis], stride[axis], padding[axis]
        )
    sides = [(side, side) for side in padding] + [(0, 0)] * (feature_map.ndim - 2)
    return np.pad(feature_map, sides, mode=frame), kernel_size, stride


def _pool_slowly(
    padded: np.ndarray,
    kernel_size: tuple[int, int],
    stride: tuple[int, int],
    summary: Callable[..., np.ndarray],
) -> np.ndarray:
    height, width = (
        geometry.output_size(padded.shape[axis], kernel_size[axis], stride[axis])
        for axis in (0, 1)
    )
    pooled = np.zeros((height, width, *padded.shape[2:]), padded.dtype)
    for row in range(height):
        for col in range(width):
            top, left = row * stride[0], col * stride[1]
            window = padded[top : top + kernel_size[0], left : left + kernel_size[1]]
            pooled[row, col] = summary(window, axis=(0, 1))
    return pooled
