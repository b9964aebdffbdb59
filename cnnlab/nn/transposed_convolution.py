"""The transposed convolution: a convolution walked backwards, to make a small map large again.

Where Conv2d gathers, one number from each patch, this layer scatters: each number of the input
stamps the whole kernel, that many times as strong, onto the output; where stamps overlap, they
add up. Read `forward` with `_meetings` beside it; the two ways back read the same places again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cnnlab import geometry
from cnnlab._slide import Pair
from cnnlab._validation import pair, whole_number
from cnnlab.nn._frame import framed, unframed
from cnnlab.nn.initialise import weight_and_bias
from cnnlab.nn.layer import Layer, Shape


class ConvTranspose2d(Layer):
    """What Conv2d does on its way back, used as a way forward: learned upsampling.

    A Conv2d takes a large map y to a small one, x, and its gradient flows from the small to the
    large: dL/dy[f, S p + D i, S q + D j] += weight[c, f, i, j] * dL/dx[c, p, q]. Read that
    without "dL/d", add a bias, and it is a layer:

        y[f, S p + D i, S q + D j] += weight[c, f, i, j] * x[c, p, q]    for all c, f, i, j, p, q

    So `forward` is Conv2d's `backward_input`. Each weight joins the same pairs of pixels as
    there, with x and y in exchanged roles, and so the way back is Conv2d's way forward. With
    g = dL/dy:

        dL/dx[c, p, q] = sum over f, i, j of weight[c, f, i, j] * g[f, S p + D i, S q + D j]
        dL/dweight[c, f, i, j] = sum over p, q of x[c, p, q] * g[f, S p + D i, S q + D j]
        dL/dbias[f] = sum over p, q of g[f, p, q]

    The name says it: as a matrix, a convolution is transposed here. It gives back the shape, not
    the values; it is no inverse.

    Parameters
    ----------
    in_channels, out_channels : int, the depth of the input, the depth of the output
    kernel_size, stride, dilation : int or (rows, columns), of the convolution walked backwards
    padding : int or (rows, columns), how many pixels are cut off each side
    output_padding : int or (rows, columns), pixels more below and to the right, below the stride
        At stride 2, sizes 5 and 6 both shrink to 3: this says which of the two to go back to.
    bias : bool, whether each output channel has a number that it adds
    rng : seed or Generator for the first weights
    dtype : float32, or float64 for checks

    `params`: weight (in_channels, out_channels, kh, kw), bias (out_channels,).

    Zeiler, Krishnan, Taylor and Fergus, "Deconvolutional Networks" (2010); Dumoulin and Visin, "A
    guide to convolution arithmetic for deep learning" (2016), arXiv:1603.07285.

    >>> layer = ConvTranspose2d(1, 1, kernel_size=(1, 3), stride=2, bias=False)
    >>> layer.params["weight"][...] = [1, 2, 1]
    >>> layer.forward(np.array([10, 100]).reshape(1, 1, 2, 1)).squeeze()
    array([ 10.,  20., 110., 200., 100.], dtype=float32)
    """

    alone = True

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Pair,
        stride: Pair = 1,
        padding: Pair = 0,
        output_padding: Pair = 0,
        *,
        bias: bool = True,
        dilation: Pair = 1,
        rng: Any = None,
        dtype: DTypeLike = np.float32,
    ):
        super().__init__(dtype)
        self.in_channels = whole_number(in_channels, "in_channels", minimum=1)
        self.out_channels = whole_number(out_channels, "out_channels", minimum=1)
        self.kernel_size = pair(kernel_size, "kernel_size", minimum=1)
        self.stride = pair(stride, "stride", minimum=1)
        self.padding = pair(padding, "padding")
        self.dilation = pair(dilation, "dilation", minimum=1)
        self.output_padding = pair(output_padding, "output_padding")
        for axis in zip(self.output_padding, self.stride, self.dilation, strict=True):
            geometry.check_output_padding(*axis)
        self.window = (self._seen(), (1, 1), (1, 1))
        self.bias = bool(bias)
        self.initialise(rng)

    def initialise(self, rng: Any = None) -> None:
        """Draw all weights and biases, uniform in +-1/sqrt(out_channels * kh * kw)."""
        shape = (self.in_channels, self.out_channels, *self.kernel_size)
        weight_and_bias(self, shape, self.out_channels, rng)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the larger maps (out_channels, H', W', N) of `x` (in_channels, H, W, N)."""
        x = self._input(x, "CHWN", C=self.in_channels)
        self._x, self._places = x.reshape(self.in_channels, -1), x.shape[1:]
        channels, height, width = self.output_shape(x.shape[:3])
        (above, left), batch = self.padding, x.shape[-1]
        whole = np.zeros((channels, height + 2 * above, width + 2 * left, batch), self.dtype)
        for i, j, places in self._meetings():
            stamps = self.params["weight"][:, :, i, j].T @ self._x
            whole[places] += stamps.reshape(channels, *self._places)
        y = unframed(whole, self.padding, self.padding)
        if self.bias:
            y += self.params["bias"][:, None, None, None]
        return y

    def _meetings(self) -> Iterator[tuple[int, int, tuple[slice, slice, slice]]]:
        """Yield, for each place (i, j) in the kernel, where all pixels of the input stamp it."""
        height, width, _ = self._places
        (down, right), (apart, aside) = self.stride, self.dilation
        for i in range(self.kernel_size[0]):
            rows = slice(apart * i, apart * i + down * (height - 1) + 1, down)
            for j in range(self.kernel_size[1]):
                columns = slice(aside * j, aside * j + right * (width - 1) + 1, right)
                yield i, j, (slice(None), rows, columns)

    def backward_params(self, grad_output: np.ndarray) -> None:
        """Fill `grads`: each weight adds up input times gradient, wherever it joined the two."""
        weight = self.grads["weight"]
        weight[...] = (self._x @ self._patches(grad_output).T).reshape(weight.shape)
        if self.bias:
            self.grads["bias"][...] = np.sum(grad_output, axis=(1, 2, 3))

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return dL/dx: a convolution of the gradient, with the layer's stride and dilation."""
        weight = self.params["weight"].reshape(self.in_channels, -1)
        return (weight @ self._patches(grad_output)).reshape(self.in_channels, *self._places)

    def _patches(self, grad_output: np.ndarray) -> np.ndarray:
        """Return, for each pixel of the input, the patch it was stamped on: (F kh kw, H W N)."""
        whole = framed(np.asarray(grad_output, self.dtype), self.padding, self.padding)
        shape = (self.out_channels, *self.kernel_size, *self._places)
        patches = self._kept("patches", shape)
        for i, j, places in self._meetings():
            patches[:, i, j] = whole[places]
        return patches.reshape(math.prod(shape[:3]), -1)

    def _seen(self) -> tuple[int, int]:
        """Return how many rows and columns of the input can meet in one pixel of the output."""
        return tuple(
            (geometry.span(size, dilation) - 1) // stride + 1
            for size, dilation, stride in zip(self.kernel_size, self.dilation, self.stride,
                                              strict=True)
        )

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (out_channels, H', W') for an input (in_channels, H, W)."""
        self._check_shape(input_shape, "CHW", C=self.in_channels)
        return (self.out_channels, *(
            geometry.transposed_output_size(*axis)
            for axis in zip(input_shape[1:], self.kernel_size, self.stride, self.padding,
                            self.output_padding, self.dilation, strict=True)
        ))

    def multiply_adds(self, input_shape: Shape) -> int:
        """Return the number of weights, once for each pixel of the input."""
        return self.params["weight"].size * math.prod(input_shape[1:])

    def _described(self) -> str:
        text = f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}"
        return text + self._options(stride=(1, 1), padding=(0, 0), output_padding=(0, 0),
                                    bias=True, dilation=(1, 1))
