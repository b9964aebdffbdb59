"""The plain recurrent layer: the new state is a bend of what comes in and what was.

Read `recurrent` for the loop over time; here is one step of it. Then read `lstm`, which repairs
what is wrong with this one: on its way back through T steps, a gradient is multiplied T times by
W_hh^T and by tanh', so after many steps it is nearly nothing, or far too much.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cnnlab._validation import say
from cnnlab.nn.recurrent import Arrays, Recurrent


class RNN(Recurrent):
    """A recurrent layer whose state is its output h, with one bend for each step.

        z[t] = W_ih x[t] + b_ih + W_hh h[t-1] + b_hh,    h[t] = tanh(z[t])

    and back, with dL/dh[t] as `recurrent` adds it up,

        dL/dz[t] = dL/dh[t] (1 - h[t]^2)          since tanh'(z) = 1 - tanh(z)^2

    Parameters
    ----------
    input_size, hidden_size : int, how many numbers come in at each step, and go out
    num_layers : int; each further layer reads the outputs of the one below
    nonlinearity : "tanh" or "relu"
    bias : bool
    bidirectional : bool, whether each layer reads the sequence from its end too
        The output then has 2 * hidden_size numbers: first those of the walk forwards.
    rng : seed or Generator for the first weights, uniform in +-1/sqrt(hidden_size)
    dtype : float32, or float64 for checks

    `params`: weight_ih_l0 (hidden_size, input_size), weight_hh_l0 (hidden_size, hidden_size),
    bias_ih_l0 and bias_hh_l0 (hidden_size,); then l0_reverse, l1, ..., as in PyTorch. For dropout
    between layers, put layers with num_layers=1 and Dropout in a row.

    `forward(x, state=None)` returns the sequence; `state` is then the last h, of shape
    (num_layers * directions, hidden_size, N), and after `backward` `grad_state` is the gradient
    of the first one.

    Elman, "Finding Structure in Time", Cognitive Science 14 (1990),
    doi:10.1207/s15516709cog1402_1.

    A layer that adds up what it has seen, told one number after the other:

    >>> layer = RNN(1, 1, nonlinearity="relu", bias=False)
    >>> layer.params["weight_ih_l0"][...] = layer.params["weight_hh_l0"][...] = 1
    >>> layer.forward(np.array([1, 2, 3]).reshape(1, 3, 1)).ravel()
    array([1., 3., 6.], dtype=float32)
    >>> layer.forward(np.full((1, 1, 1), 4), layer.state).item()
    10.0
    """

    def __init__(
        self, input_size: int, hidden_size: int, num_layers: int = 1, nonlinearity: str = "tanh",
        bias: bool = True, *, bidirectional: bool = False,
        rng: Any = None, dtype: DTypeLike = np.float32,
    ):
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(
                say("nonlinearity must be 'tanh' or 'relu', but {nonlinearity!r} arrived.",
                    nonlinearity=nonlinearity)
            )
        self.nonlinearity = nonlinearity
        super().__init__(input_size, hidden_size, num_layers, bias, bidirectional, rng, dtype)

    def step(self, z: np.ndarray, state: Arrays) -> tuple[Arrays, Arrays]:
        """Return ((h,), what to remember: h itself) for z (hidden_size, N)."""
        h = np.tanh(z) if self.nonlinearity == "tanh" else np.maximum(z, 0)
        return (h,), (h,)

    def step_back(self, memory: Arrays, grad_state: Arrays) -> Arrays:
        """Return (dL/dz,)."""
        [h], [grad_h] = memory, grad_state
        return (grad_h * (1 - h**2 if self.nonlinearity == "tanh" else h > 0),)
