"""Pooling layers: one number for each window, channel by channel; nothing to learn.

Corner after corner of all windows at once is a view of the input, `x[:, i::S, j::S]`: read
`_Pooling._corners`, the rest is one line forward and a few lines back.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import DTypeLike

from cnnlab import geometry
from cnnlab._slide import Pair
from cnnlab._validation import pair, say
from cnnlab.nn._frame import framed, unframed
from cnnlab.nn.layer import Layer, Shape

_output_size = lru_cache(geometry.output_size)  # a training asks thousands of times for the same


class _Pooling(Layer):
    """What slides a window: its sizes, and the frame around the input."""

    alone = True

    def __init__(
        self,
        kernel_size: Pair,
        stride: Pair | None,
        padding: Pair,
        dilation: Pair,
        dtype: DTypeLike,
    ):
        super().__init__(dtype)
        self.kernel_size = pair(kernel_size, "kernel_size", minimum=1)
        self.stride = self.kernel_size if stride is None else pair(stride, "stride", minimum=1)
        self.padding = pair(padding, "padding")
        self.dilation = pair(dilation, "dilation", minimum=1)
        self.window = (self.kernel_size, self.stride, self.dilation)
        spans = map(geometry.span, self.kernel_size, self.dilation)
        self.overlap = any(span > step for span, step in zip(spans, self.stride, strict=True))
        for side, size in zip(self.padding, self.kernel_size, strict=True):
            if 2 * side > size:
                raise ValueError(
                    say("padding={padding} is more than half of a window of {kernel_size}: some "
                        "windows would see no pixel. Use at most padding={most}.",
                        padding=side, kernel_size=size, most=size // 2)
                )

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (C, H', W') for an input (C, H, W)."""
        self._check_shape(input_shape, "CHW")
        channels, *sides = input_shape
        return (channels, *(
            _output_size(*axis)
            for axis in zip(sides, self.kernel_size, self.stride, self.padding, self.dilation,
                            strict=True)
        ))

    def _corners(self) -> Iterator[tuple[slice, slice, slice]]:
        """Yield, for each place in the window, where it is in all windows at once."""
        _, height, width = self._output_shape
        (down, right), (apart, aside) = self.stride, self.dilation
        for i in range(0, apart * self.kernel_size[0], apart):
            for j in range(0, aside * self.kernel_size[1], aside):
                yield (slice(None), slice(i, i + down * (height - 1) + 1, down),
                       slice(j, j + right * (width - 1) + 1, right))

    def _empty_gradient(self, shape: Shape) -> np.ndarray:
        """Return a gradient for `_give`: zeros, unless every pixel is in exactly one window."""
        in_windows = math.prod(self.kernel_size) * math.prod(self._output_shape[1:])
        tiled = not self.overlap and in_windows == shape[1] * shape[2]
        return (np.empty if tiled else np.zeros)(shape, self.dtype)

    def _give(self, grad: np.ndarray, corner: tuple[slice, ...], value: np.ndarray) -> None:
        """Give the pixels in a corner their gradient; where windows overlap, one more."""
        if self.overlap:
            grad[corner] += value
        else:
            grad[corner] = value

    def _framed(self, x: np.ndarray, value: float) -> np.ndarray:
        x = self._input(x, "CHWN")
        self._output_shape = self.output_shape(x.shape[:3])
        return framed(x, self.padding, self.padding, value)

    def _described(self) -> str:
        text = f"kernel_size={self.kernel_size}, stride={self.stride}"
        return text + self._options(padding=(0, 0), dilation=(1, 1), count_include_pad=True)


class MaxPool2d(_Pooling):
    """Keep the largest number of each window; padding never wins.

    Only the number that won has an influence, so backward it alone gets the gradient; of equal
    numbers the first, as in PyTorch.

    Parameters
    ----------
    kernel_size : int or (rows, columns), size of the window
    stride : int or (rows, columns), pixels moved at each step; None = kernel_size
    padding : int or (rows, columns), at most half a window on each side
    dilation : int or (rows, columns), the distance between the pixels of a window

    >>> MaxPool2d(2).forward(np.array([[1, 3, 2, 0], [5, 4, 1, 1]])[None, ..., None]).squeeze()
    array([5., 2.], dtype=float32)
    """

    def __init__(
        self, kernel_size: Pair, stride: Pair | None = None, padding: Pair = 0, dilation: Pair = 1,
        *, dtype: DTypeLike = np.float32,
    ):
        super().__init__(kernel_size, stride, padding, dilation, dtype)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the maxima (C, H', W', N) of `x` (C, H, W, N)."""
        self._x = self._framed(x, -np.inf)
        first, *others = self._corners()
        self._y = self._x[first].copy()
        for corner in others:
            np.maximum(self._y, self._x[corner], out=self._y)
        return self._y

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return dL/dx: the first corner that holds the maximum takes all, and leaves nothing."""
        grad = self._empty_gradient(self._x.shape)
        left = np.array(grad_output, self.dtype)
        taken = np.empty_like(left)
        *corners, last = self._corners()
        for corner in corners:
            np.equal(self._x[corner], self._y, out=taken)
            taken *= left
            left -= taken
            self._give(grad, corner, taken)
        self._give(grad, last, left)
        return unframed(grad, self.padding, self.padding)


class AvgPool2d(_Pooling):
    """Keep the mean of each window; each of its pixels gets an equal share of the gradient back.

    Parameters as in `MaxPool2d`. The frame counts as zeros, or, with `count_include_pad=False`, not
    at all.

    >>> AvgPool2d(2).forward(np.array([[1, 3, 2, 0], [5, 4, 1, 1]])[None, ..., None]).squeeze()
    array([3.25, 1.  ], dtype=float32)
    """

    def __init__(
        self, kernel_size: Pair, stride: Pair | None = None, padding: Pair = 0,
        *, count_include_pad: bool = True, dtype: DTypeLike = np.float32,
    ):
        super().__init__(kernel_size, stride, padding, 1, dtype)
        self.count_include_pad = bool(count_include_pad)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the means (C, H', W', N) of `x` (C, H, W, N)."""
        whole = self._framed(x, 0)
        self._whole_shape = whole.shape
        self._share = (1 / self._counted(whole.shape)).astype(self.dtype)
        return self._sum_of_corners(whole) * self._share

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return dL/dx: dy/dx is one over the number of pixels counted, for each of them."""
        share = np.asarray(grad_output, self.dtype) * self._share
        grad = self._empty_gradient(self._whole_shape)
        for corner in self._corners():
            self._give(grad, corner, share)
        return unframed(grad, self.padding, self.padding)

    def _sum_of_corners(self, whole: np.ndarray) -> np.ndarray:
        first, *others = self._corners()
        total = whole[first].copy()
        for corner in others:
            total += whole[corner]
        return total

    def _counted(self, whole_shape: Shape) -> np.ndarray:
        """Return how many pixels each window divides by."""
        if self.count_include_pad:
            return np.array(math.prod(self.kernel_size))
        inside = np.zeros((1, *whole_shape[1:3], 1))
        unframed(inside, self.padding, self.padding)[...] = 1
        return self._sum_of_corners(inside)


class GlobalAvgPool2d(Layer):
    """Keep the mean of each channel: (C, H, W, N) -> (C, N), whatever the size of the image.

    Lin, Chen and Yan, "Network In Network" (2014), arXiv:1312.4400. PyTorch writes it
    AdaptiveAvgPool2d(1), followed by Flatten().

    >>> GlobalAvgPool2d().forward(np.array([[1, 3], [5, 7]])[None, ..., None])
    array([[4.]], dtype=float32)
    """

    alone = True
    window = None

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the means (C, N) of `x` (C, H, W, N)."""
        x = self._input(x, "CHWN")
        self._shape = x.shape
        return x.mean(axis=2).mean(axis=1)  # in two sums, each short enough for float32

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return dL/dx: every pixel of a channel has the same share, 1 / (H W)."""
        _, height, width, _ = self._shape
        share = np.asarray(grad_output, self.dtype) / (height * width)
        return np.broadcast_to(share[:, None, None], self._shape).copy()

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (C,) for an input (C, H, W)."""
        return input_shape[:1]
