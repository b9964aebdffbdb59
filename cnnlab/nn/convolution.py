"""The convolutional layer: one matrix product for every row of the output, and the way back.

What it computes is one line, the textbook's formula. The code is fast because no patch is copied:
read `_line_up` with a pencil, then `forward`, then the two ways back, which do the same in reverse.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import DTypeLike

from cnnlab._slide import Padding, Pair, Slide
from cnnlab._validation import pair, whole_number
from cnnlab.nn._frame import framed, unframed
from cnnlab.nn.initialise import uniform
from cnnlab.nn.layer import Layer, Shape


class Conv2d(Layer):
    """Cross-correlation with learned kernels, summed over the input's channels, plus a bias.

        y[f, p, q] = bias[f] + sum over c, i, j of weight[f, c, i, j] * x[c, S p + D i, S q + D j]

    with stride S and dilation D, zeros around x. Every weight meets many pixels, and every pixel many
    weights; the chain rule adds up what each meeting contributes:

        dL/dweight[f, c, i, j]       = sum over p, q of  dL/dy[f, p, q] * x[c, S p + D i, S q + D j]
        dL/dx[c, S p + D i, S q + D j] += weight[f, c, i, j] * dL/dy[f, p, q]   for all f, i, j, p, q
        dL/dbias[f]                  = sum over p, q of  dL/dy[f, p, q]

    The first is a cross-correlation of x with dL/dy; at stride 1 the second is a convolution of dL/dy
    with the kernel, this time turned by 180 degrees.

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

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Pair,
        stride: Pair = 1,
        padding: Padding = 0,
        dilation: Pair = 1,
        bias: bool = True,
        *,
        rng: Any = None,
        dtype: DTypeLike = np.float32,
    ):
        super().__init__(dtype)
        self.in_channels = whole_number(in_channels, "in_channels", minimum=1)
        self.out_channels = whole_number(out_channels, "out_channels", minimum=1)
        self.kernel_size = pair(kernel_size, "kernel_size", minimum=1)
        self.stride = pair(stride, "stride", minimum=1)
        self.padding = padding if isinstance(padding, str) else pair(padding, "padding")
        self.dilation = pair(dilation, "dilation", minimum=1)
        self.window = (self.kernel_size, self.stride, self.dilation)
        self.bias = bool(bias)
        self.initialise(rng)

    def initialise(self, rng: Any = None) -> None:
        """Draw all weights and biases, uniform in +-1/sqrt(in_channels * kh * kw)."""
        shapes = {"weight": (self.out_channels, self.in_channels, *self.kernel_size)}
        if self.bias:
            shapes["bias"] = (self.out_channels,)
        uniform(self, 1 / math.sqrt(math.prod(shapes["weight"][1:])), rng, **shapes)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the feature maps (out_channels, H', W', N) of `x` (in_channels, H, W, N)."""
        x = self._input(x, "CHWN", C=self.in_channels)
        self._slide = self._slide_over(x.shape)
        self._bands = self._line_up(framed(x, self._slide.before, self._slide.after))
        weight = self.params["weight"].transpose(0, 2, 1, 3).reshape(self.out_channels, -1)
        y = np.empty((self.out_channels, *self._slide.output_shape, x.shape[-1]), self.dtype)
        np.matmul(weight, self._bands, out=_in_rows(y).transpose(1, 0, 2))
        if self.bias:
            y += self.params["bias"][:, None, None, None]
        return y

    def _line_up(self, x: np.ndarray) -> np.ndarray:
        """Return, for each row of the output, all the pixels that it needs: (H', kh * C * kw, W' * N).

        `rows[h, c, j]` holds row h of channel c as column j of the kernel meets it on its way. What
        output row p needs are then rows S p, S p + D, ...: neighbours, so the band is a view, and
        nothing is copied kh times. Only where dilation keeps them apart, `reshape` makes a copy.
        """
        (channels, height, self._width, batch), (kh, kw) = x.shape, self.kernel_size
        out_height, out_width = self._slide.output_shape
        self._rows = self._kept("rows", (height, channels, kw, out_width, batch))
        for j in range(kw):
            self._rows[:, :, j] = x[:, :, self._columns(j)].transpose(1, 0, 2, 3)
        per_row, _, per_column, _, per_value = self._rows.strides
        return as_strided(
            self._rows,
            (out_height, kh, channels * kw, out_width * batch),
            (self.stride[0] * per_row, self.dilation[0] * per_row, per_column, per_value),
        ).reshape(out_height, kh * channels * kw, out_width * batch)

    def _columns(self, j: int) -> slice:
        """Return the columns of the padded input that column j of the kernel meets."""
        first, step = j * self.dilation[1], self.stride[1]
        return slice(first, first + step * (self._slide.output_shape[1] - 1) + 1, step)

    def backward_params(self, grad_output: np.ndarray) -> None:
        """Fill `grads`: the product of `forward` with its roles changed, added over the rows."""
        grad = _in_rows(grad_output)
        (kh, kw), channels = self.kernel_size, self.in_channels
        by_weight = np.matmul(self._bands, grad.transpose(1, 2, 0)).sum(axis=0)
        by_weight = by_weight.reshape(kh, channels, kw, self.out_channels)
        self.grads["weight"][...] = by_weight.transpose(3, 1, 0, 2)
        if self.bias:
            self.grads["bias"][...] = grad.sum(axis=(1, 2))

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return dL/dx: each output row gives its band what it owes it, then the copies add up."""
        grad = _in_rows(grad_output)
        (height, channels, kw, out_width, batch), slide = self._rows.shape, self._slide
        weight = self.params["weight"].transpose(2, 1, 3, 0).reshape(-1, self.out_channels)
        by_row = self._kept("by_row", (height, channels * kw, out_width * batch))
        by_row[...] = 0
        for p in range(slide.output_shape[0]):
            top = p * self.stride[0]
            band = by_row[top : top + slide.spans[0] : self.dilation[0]]
            band += (weight @ grad[:, p]).reshape(band.shape)
        by_copy = by_row.reshape(self._rows.shape).transpose(2, 1, 0, 3, 4)
        by_pixel = np.zeros((channels, height, self._width, batch), self.dtype)
        for j in range(kw):
            by_pixel[:, :, self._columns(j)] += by_copy[j]
        return unframed(by_pixel, slide.before, slide.after)

    def _slide_over(self, shape: Shape) -> Slide:
        return Slide.over(shape[1:3], self.kernel_size, self.stride, self.padding, self.dilation)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (out_channels, H', W') for an input (in_channels, H, W)."""
        return (self.out_channels, *self._slide_over(input_shape).output_shape)

    def multiply_adds(self, input_shape: Shape) -> int:
        """Return the number of weights, once for each pixel of the output."""
        return self.params["weight"].size * math.prod(self.output_shape(input_shape)[1:])

    def _described(self) -> str:
        text = f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}"
        options = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1), "bias": True}
        values = {name: getattr(self, name) for name in options}
        return "".join([text, *(f", {name}={value}" for name, value in values.items()
                                if value != options[name])])


def _in_rows(maps: np.ndarray) -> np.ndarray:
    """Return maps (F, H', W', N) as (F, H', W' * N): all that one row of the output holds."""
    return maps.reshape(*maps.shape[:2], -1)
