"""Fully connected: every output adds up every input, each with a weight of its own."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cnnlab._validation import say, whole_number
from cnnlab.nn.initialise import weight_and_bias
from cnnlab.nn.layer import Layer, Shape


class Flatten(Layer):
    """Put the numbers of each example into one column: (C, H, W, N) -> (C H W, N).

    They come channel by channel, row by row, as in PyTorch; where each one was is forgotten.

    >>> Flatten().forward(np.zeros((16, 5, 5, 64))).shape
    (400, 64)
    """

    alone = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return `x` (..., N) as (numbers of an example, N)."""
        x = np.asarray(x, self.dtype)
        self._shape = x.shape
        return x.reshape(math.prod(x.shape[:-1]), x.shape[-1])

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the same numbers in the shape of the input."""
        return np.asarray(grad_output, self.dtype).reshape(self._shape)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (C H W,) for an input (C, H, W)."""
        return (math.prod(input_shape),)


class Linear(Layer):
    """A matrix and a bias: y = weight x + bias, for each example.

        dL/dweight = dL/dy x^T (the sum over the batch),  dL/dx = weight^T dL/dy,
        dL/dbias = dL/dy (the sum over the batch)

    The input is (in_features, N), or (in_features, T, N) for sequences: between the features and
    the batch there may be any axes, and each place is treated alike.

    Parameters
    ----------
    in_features, out_features : int
    bias : bool, whether each output has a number that it adds
    rng : seed or Generator for the first weights, uniform in +-1/sqrt(in_features)

    `params`: weight (out_features, in_features), bias (out_features,).

    >>> layer = Linear(2, 1)
    >>> layer.params["weight"][...], layer.params["bias"][...] = [[1, -1]], 0.5
    >>> layer.forward(np.array([[3], [1]]))
    array([[2.5]], dtype=float32)
    """

    alone = True
    window = None

    def __init__(
        self, in_features: int, out_features: int, bias: bool = True,
        *, rng: Any = None, dtype: DTypeLike = np.float32,
    ):
        super().__init__(dtype)
        self.in_features = whole_number(in_features, "in_features", minimum=1)
        self.out_features = whole_number(out_features, "out_features", minimum=1)
        self.bias = bool(bias)
        self.initialise(rng)

    def initialise(self, rng: Any = None) -> None:
        """Draw all weights and biases, uniform in +-1/sqrt(in_features)."""
        shape = (self.out_features, self.in_features)
        weight_and_bias(self, shape, self.out_features, rng)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return (out_features, ..., N) for `x` (in_features, ..., N)."""
        x = np.asarray(x, self.dtype)
        self._check_features(x.shape, fewest_axes=2)
        self._x, self._places = x.reshape(len(x), -1), x.shape[1:]
        y = self.params["weight"] @ self._x
        if self.bias:
            y += self.params["bias"][:, None]
        return y.reshape(self.out_features, *self._places)

    def _check_features(self, shape: Shape, fewest_axes: int) -> None:
        if len(shape) < fewest_axes or shape[0] != self.in_features:
            raise ValueError(
                say("{layer} takes {features} numbers of each example, but an input of shape "
                    "{shape} arrived. After a convolution, Flatten() makes one column of each "
                    "example.", layer=repr(self), features=self.in_features, shape=tuple(shape))
            )

    def backward_params(self, grad_output: np.ndarray) -> None:
        """Fill `grads`: each weight's is the sum of its input times its output's gradient."""
        grad = np.asarray(grad_output, self.dtype).reshape(self.out_features, -1)
        np.matmul(grad, self._x.T, out=self.grads["weight"])
        if self.bias:
            self.grads["bias"][...] = grad.sum(axis=1)

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return dL/dx: the same weights, the other way."""
        grad = np.asarray(grad_output, self.dtype).reshape(self.out_features, -1)
        return (self.params["weight"].T @ grad).reshape(self.in_features, *self._places)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (out_features, ...) for an input (in_features, ...)."""
        self._check_features(input_shape, fewest_axes=1)
        return (self.out_features, *input_shape[1:])

    def multiply_adds(self, input_shape: Shape) -> int:
        """Return the number of weights, once for each place."""
        return self.params["weight"].size * math.prod(input_shape[1:])

    def _described(self) -> str:
        return f"{self.in_features}, {self.out_features}" + self._options(bias=True)
