"""The convolutional layer: one matrix product for every row of the output, and the way back.

What it computes is one line, the textbook's formula. The code is fast because no patch is copied:
read `_line_up` with a pencil, then `forward`, then the two ways back, which do the same in reverse.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import DTypeLike

from cnnlab._slide import Padding, Pair, Slide, known_padding
from cnnlab._validation import pair, whole_number
from cnnlab.nn._frame import framed, unframed
from cnnlab.nn.initialise import weight_and_bias
from cnnlab.nn.layer import Layer, Shape

# Measured with benchmarks/ on two cores; another value changes the time, never the result.
SMALL_PRODUCT = 1_000_000  # multiply-adds; OpenBLAS has faster code for a product up to this size

_slide = lru_cache(Slide.over)  # a training asks thousands of times for the same


class Conv2d(Layer):
    """Cross-correlation with learned kernels, summed over the input's channels, plus a bias.

        y[f, p, q] = bias[f] + sum over c, i, j of weight[f, c, i, j] * x[c, S p + D i, S q + D j]

    with stride S and dilation D, zeros around x. Each weight meets many pixels, and each pixel many
    weights; the chain rule adds up what every meeting contributes:

        dL/dweight[f, c, i, j] = sum over p, q of dL/dy[f, p, q] * x[c, S p + D i, S q + D j]
        dL/dx[c, S p + D i, S q + D j] += weight[f, c, i, j] * dL/dy[f, p, q], all f, i, j, p, q
        dL/dbias[f] = sum over p, q of dL/dy[f, p, q]

    The first is a cross-correlation of x with dL/dy; at stride 1 the second is a convolution of
    dL/dy with the kernel, which this time is turned by 180 degrees.

    Parameters
    ----------
    in_channels, out_channels : int, the depth of the input, the number of filters
    kernel_size, stride, dilation : int or (rows, columns)
    padding : int or (rows, columns) of zeros on each side; "same" or "valid"
    bias : bool, whether each filter has a number that it adds
    rng : seed or Generator for the first weights
    dtype : float32, or float64 for checks

    `params`: weight (out_channels, in_channels, kh, kw), bias (out_channels,).

    >>> layer = Conv2d(1, 1, kernel_size=(1, 2), bias=False)
    >>> layer.params["weight"][...] = [1, -1]
    >>> layer.forward(np.array([3, 1, 1, 2]).reshape(1, 1, 4, 1)).squeeze()
    array([ 2.,  0., -1.], dtype=float32)
    """

    alone = True

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Pair,
        stride: Pair = 1,
        padding: Padding = 0,
        dilation: Pair = 1,
        *,
        bias: bool = True,
        rng: Any = None,
        dtype: DTypeLike = np.float32,
    ):
        super().__init__(dtype)
        self.in_channels = whole_number(in_channels, "in_channels", minimum=1)
        self.out_channels = whole_number(out_channels, "out_channels", minimum=1)
        self.kernel_size = pair(kernel_size, "kernel_size", minimum=1)
        self.stride = pair(stride, "stride", minimum=1)
        self.padding = known_padding(padding)
        self.dilation = pair(dilation, "dilation", minimum=1)
        self.window = (self.kernel_size, self.stride, self.dilation)
        self.bias = bool(bias)
        self.initialise(rng)

    def initialise(self, rng: Any = None) -> None:
        """Draw all weights and biases, uniform in +-1/sqrt(in_channels * kh * kw)."""
        shape = (self.out_channels, self.in_channels, *self.kernel_size)
        weight_and_bias(self, shape, self.out_channels, rng)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the feature maps (out_channels, H', W', N) of `x` (in_channels, H, W, N)."""
        x = self._input(x, "CHWN", C=self.in_channels)
        self._slide = self._slide_over(x.shape)
        self._bands = self._line_up(framed(x, self._slide.before, self._slide.after))
        weight = self.params["weight"].transpose(0, 2, 1, 3).reshape(self.out_channels, -1)
        y = np.empty((self.out_channels, *self._slide.output_shape, x.shape[-1]), self.dtype)
        np.matmul(weight, self._in_blocks(self._bands), out=self._in_blocks(_by_row(y)))
        if self.bias:
            y += self.params["bias"][:, None, None, None]
        return y

    def _line_up(self, x: np.ndarray) -> np.ndarray:
        """Return the pixels that each row of the output needs: (H', kh * C * kw, W' * N).

        `rows[h, c, j]` holds row h of channel c as column j of the kernel meets it on its way. What
        output row p needs are then rows S p, S p + D, ...: neighbours, so the band is a view, and
        nothing is copied kh times. Only where dilation keeps them apart, `reshape` makes a copy.
        """
        (channels, height, self._width, batch), (kh, kw) = x.shape, self.kernel_size
        out_height, out_width = self._slide.output_shape
        self._rows = self._kept("rows", (height, channels, kw, out_width, batch))
        for j in range(kw):
            self._rows[:, :, j] = x[:, :, self._met_by(j, axis=1)].transpose(1, 0, 2, 3)
        per_row, _, per_column, _, per_value = self._rows.strides
        return as_strided(
            self._rows,
            (out_height, kh, channels * kw, out_width * batch),
            (self.stride[0] * per_row, self.dilation[0] * per_row, per_column, per_value),
        ).reshape(out_height, kh * channels * kw, out_width * batch)

    def _in_blocks(self, rows: np.ndarray) -> np.ndarray:
        """Return rows (H', M, W' * N) as (H', blocks, M, shorter): small products are fast."""
        (height, numbers, length), out_width = rows.shape, self._slide.output_shape[1]
        work = self.params["weight"].size * length
        blocks = 1
        while blocks < out_width and (out_width % blocks or work > blocks * SMALL_PRODUCT):
            blocks += 1
        return rows.reshape(height, numbers, blocks, length // blocks).swapaxes(1, 2)

    def _met_by(self, place: int, axis: int) -> slice:
        """Return the rows (axis 0) or columns of the input that one of the kernel's meets."""
        first, step = place * self.dilation[axis], self.stride[axis]
        return slice(first, first + step * (self._slide.output_shape[axis] - 1) + 1, step)

    def backward_params(self, grad_output: np.ndarray) -> None:
        """Fill `grads`: the product of `forward` with its roles changed, added over the rows."""
        grad, (kh, kw), channels = _by_row(grad_output), self.kernel_size, self.in_channels
        by_weight = np.matmul(self._bands, grad.swapaxes(1, 2)).sum(axis=0)
        by_weight = by_weight.reshape(kh, channels, kw, self.out_channels)
        self.grads["weight"][...] = by_weight.transpose(3, 1, 0, 2)
        if self.bias:
            self.grads["bias"][...] = grad.sum(axis=(0, 2))

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return dL/dx: what `forward` copied for each row and column of the kernel, added up."""
        grad, (height, channels, kw, _, batch) = _by_row(grad_output), self._rows.shape
        weight = self.params["weight"].transpose(2, 1, 3, 0)
        by_row = self._kept("by_row", (height, channels * kw, grad.shape[-1]))
        share = self._kept("share", (len(grad), *by_row.shape[1:]))
        by_row[...] = 0
        for i in range(self.kernel_size[0]):
            np.matmul(weight[i].reshape(channels * kw, self.out_channels), grad, out=share)
            by_row[self._met_by(i, axis=0)] += share
        by_copy = by_row.reshape(self._rows.shape).transpose(2, 1, 0, 3, 4)
        by_pixel = np.zeros((channels, height, self._width, batch), self.dtype)
        for j in range(kw):
            by_pixel[:, :, self._met_by(j, axis=1)] += by_copy[j]
        return unframed(by_pixel, self._slide.before, self._slide.after)

    def _slide_over(self, shape: Shape) -> Slide:
        return _slide(shape[1:3], self.kernel_size, self.stride, self.padding, self.dilation)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (out_channels, H', W') for an input (in_channels, H, W)."""
        self._check_shape(input_shape, "CHW", C=self.in_channels)
        return (self.out_channels, *self._slide_over(input_shape).output_shape)

    def multiply_adds(self, input_shape: Shape) -> int:
        """Return the number of weights, once for each pixel of the output."""
        return self.params["weight"].size * math.prod(self.output_shape(input_shape)[1:])

    def _described(self) -> str:
        text = f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}"
        return text + self._options(stride=(1, 1), padding=(0, 0), dilation=(1, 1), bias=True)


def _by_row(maps: np.ndarray) -> np.ndarray:
    """Return maps (F, H', W', N) as (H', F, W' * N), one matrix for each row of the output."""
    features, height, width, batch = maps.shape
    return maps.reshape(features, height, width * batch).swapaxes(0, 1)
