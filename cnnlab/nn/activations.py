"""What bends the line: functions of one number, element by element.

Without one between them, two convolutions are one convolution. Each layer here keeps what its
derivative is easiest told from: mostly its own output.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from cnnlab._validation import finite_number
from cnnlab.nn.layer import Layer


class ReLU(Layer):
    """g(z) = max(0, z). Its derivative is 1 where z > 0, and 0 elsewhere (at 0 too, by agreement).

    Nair and Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines" (2010).

    >>> ReLU().forward(np.array([[-1, 2]]))
    array([[0., 2.]], dtype=float32)
    """

    alone = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return max(0, x)."""
        self._y = np.maximum(np.asarray(x, self.dtype), 0)
        return self._y

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient where the input was positive, zero elsewhere."""
        return np.asarray(grad_output, self.dtype) * (self._y > 0)


class LeakyReLU(Layer):
    """z where z > 0, `negative_slope` times z elsewhere: a little gets through, and comes back.

    Maas, Hannun and Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models" (2013).

    >>> LeakyReLU(0.5).forward(np.array([[-1, 2]]))
    array([[-0.5,  2. ]], dtype=float32)
    """

    alone = True

    def __init__(self, negative_slope: float = 0.01, *, dtype: DTypeLike = np.float32):
        super().__init__(dtype)
        self.negative_slope = finite_number(negative_slope, "negative_slope")

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return x, its negative numbers made smaller."""
        x = np.asarray(x, self.dtype)
        self._slope = np.where(x > 0, self.dtype.type(1), self.dtype.type(self.negative_slope))
        return x * self._slope

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient times the slope where the input was."""
        return np.asarray(grad_output, self.dtype) * self._slope

    def _described(self) -> str:
        return f"{self.negative_slope:g}"


class Sigmoid(Layer):
    """s(z) = 1 / (1 + exp(-z)), between 0 and 1; its derivative is s (1 - s).

    >>> Sigmoid().forward(np.array([[0, -1000]]))
    array([[0.5, 0. ]], dtype=float32)
    """

    alone = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return s(x)."""
        self._y = sigmoid(np.asarray(x, self.dtype))
        return self._y

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient times s (1 - s)."""
        return np.asarray(grad_output, self.dtype) * self._y * (1 - self._y)


class Tanh(Layer):
    """tanh(z), between -1 and 1; its derivative is 1 - tanh(z)^2.

    >>> Tanh().forward(np.array([[0.0, 1000.0]]))
    array([[0., 1.]], dtype=float32)
    """

    alone = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return tanh(x)."""
        self._y = np.tanh(np.asarray(x, self.dtype))
        return self._y

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient times 1 - tanh(x)^2."""
        return np.asarray(grad_output, self.dtype) * (1 - self._y**2)


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-z)), written with tanh, which no number is too large for.

    >>> sigmoid(np.array([0.0, 1e9]))
    array([0.5, 1. ])
    """
    return 0.5 * np.tanh(0.5 * z) + 0.5
