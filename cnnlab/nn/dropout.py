"""Dropout: in training, chance switches numbers off, so that no feature can be relied on alone.

Read `forward`: one mask, drawn anew for every batch, and used again on the way back.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cnnlab._validation import fraction
from cnnlab.nn.layer import Layer


class Dropout(Layer):
    """Set each number to zero with probability `p`; make the others 1 / (1 - p) times as large.

        y = mask * x,  dL/dx = mask * dL/dy,  mask = 1 / (1 - p) with probability 1 - p, else 0

    Because of the factor (the "inverted" form) the mean stays what it was, and after `eval()`,
    where nothing is dropped, there is nothing to correct: the output is the input.

    Parameters
    ----------
    p : float from 0 to 1, the probability of being dropped
    rng : seed or Generator that decides
        The layer has a Generator of its own, spawned from it: a seed repeats the masks, and the
        weights drawn for other layers are the same with dropout as without.

    Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: A Simple Way to Prevent
    Neural Networks from Overfitting" (2014).

    >>> layer = Dropout(0.5, rng=0)
    >>> layer.forward(np.ones((1, 8)))
    array([[2., 2., 0., 0., 2., 2., 0., 0.]], dtype=float32)
    >>> layer.eval().forward(np.ones((1, 8)))
    array([[1., 1., 1., 1., 1., 1., 1., 1.]], dtype=float32)
    """

    def __init__(self, p: float = 0.5, *, rng: Any = None, dtype: DTypeLike = np.float32):
        super().__init__(dtype)
        self.p = fraction(p, "p")
        self.initialise(rng)

    def initialise(self, rng: Any = None) -> None:
        """Start the layer's own Generator anew, as a child of `rng`, a seed or a Generator."""
        [self.rng] = np.random.default_rng(rng).spawn(1)

    @property
    def alone(self) -> bool:
        """Not in training: there chance decides, and two halves of a batch would ask it twice."""
        return not self.training

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return `x` with some numbers dropped, in training; `x` as it is, otherwise."""
        x = np.asarray(x, self.dtype)
        self._mask = self._drawn(x.shape) if self.training else self.dtype.type(1)
        return x * self._mask

    def _drawn(self, shape: tuple[int, ...]) -> np.ndarray:
        """Return 0 where a number is dropped, 1 / (1 - p) where it is kept."""
        if self.p == 1:
            return np.zeros(shape, self.dtype)
        kept = self.rng.random(shape, np.float32) >= self.p
        return kept * self.dtype.type(1 / (1 - self.p))

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient through the same mask: what was dropped had no influence."""
        return np.asarray(grad_output, self.dtype) * self._mask

    def _described(self) -> str:
        return f"p={self.p}"
