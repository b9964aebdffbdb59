"""Long short-term memory: a second state that changes only where a gate lets it.

Read `rnn` first, and what is wrong with it. Here the cell c is a notebook beside the output h:
the forget gate says how much of it stays, the input gate how much is written into it, the output
gate how much of it is shown. Where the forget gate is 1, what was noted stays, and its gradient
too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cnnlab.nn.activations import sigmoid
from cnnlab.nn.recurrent import Arrays, Recurrent


class LSTM(Recurrent):
    """A recurrent layer with a memory cell c and three gates, each a sigmoid between 0 and 1.

        z[t] = W_ih x[t] + b_ih + W_hh h[t-1] + b_hh  four parts, in PyTorch's order:
        i = sigmoid(z_i)    input gate                f = sigmoid(z_f)    forget gate
        g = tanh(z_g)       what may be written       o = sigmoid(z_o)    output gate
        c[t] = f c[t-1] + i g                         h[t] = o tanh(c[t])

    Back, with dL/dh[t] as `recurrent` adds it up; c[t] is used by h[t] and by c[t+1]:

        dL/dc[t]   = dL/dc[t] from the next step + dL/dh[t] o (1 - tanh(c[t])^2)
        dL/dc[t-1] = dL/dc[t] f                       no matrix here: this is the point
        dL/dz_i = dL/dc[t] g i (1 - i)                dL/dz_f = dL/dc[t] c[t-1] f (1 - f)
        dL/dz_g = dL/dc[t] i (1 - g^2)                dL/dz_o = dL/dh[t] tanh(c[t]) o (1 - o)

    Parameters
    ----------
    input_size, hidden_size : int, how many numbers come in at each step, and go out
    num_layers : int; each further layer reads the outputs of the one below
    bias : bool
    bidirectional : bool, whether each layer reads the sequence from its end too
        The output then has 2 * hidden_size numbers: first those of the walk forwards.
    rng : seed or Generator for the first weights, uniform in +-1/sqrt(hidden_size)
    dtype : float32, or float64 for checks

    `params`: weight_ih_l0 (4 hidden_size, input_size), weight_hh_l0 (4 hidden_size, hidden_size),
    bias_ih_l0 and bias_hh_l0 (4 hidden_size,); then l0_reverse, l1, ..., as in PyTorch. For
    dropout between layers, put layers with num_layers=1 and Dropout in a row.

    `forward(x, state=None)` returns the sequence; `state` is then the last (h, c), each of shape
    (num_layers * directions, hidden_size, N), and after `backward` `grad_state` is the gradient
    of the first one.

    Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9 (1997),
    doi:10.1162/neco.1997.9.8.1735; the forget gate is from Gers, Schmidhuber and Cummins,
    "Learning to Forget", Neural Computation 12 (2000), doi:10.1162/089976600300015015.

    The whole sequence at once, or word by word, each time from the state of the word before:

    >>> layer = LSTM(8, 16, rng=0)
    >>> words = np.random.default_rng(0).normal(size=(8, 5, 1))
    >>> whole = layer.forward(words)                       # (input_size, T, N)
    >>> state = None
    >>> for t in range(5):
    ...     word = layer.forward(words[:, t : t + 1], state)
    ...     state = layer.state
    >>> whole.shape, np.allclose(word[:, 0], whole[:, -1], atol=1e-6)
    ((16, 5, 1), True)
    """

    gates = 4
    state_names = ("h", "c")

    def __init__(
        self, input_size: int, hidden_size: int, num_layers: int = 1, bias: bool = True,
        *, bidirectional: bool = False, rng: Any = None, dtype: DTypeLike = np.float32,
    ):
        super().__init__(input_size, hidden_size, num_layers, bias, bidirectional, rng, dtype)

    def step(self, z: np.ndarray, state: Arrays) -> tuple[Arrays, Arrays]:
        """Return ((h, c), what to remember) for z (4 * hidden_size, N)."""
        _, c_before = state
        z_i, z_f, z_g, z_o = z.reshape(4, *c_before.shape)
        i, f, g, o = sigmoid(z_i), sigmoid(z_f), np.tanh(z_g), sigmoid(z_o)
        c = f * c_before + i * g
        tanh_c = np.tanh(c)
        return (o * tanh_c, c), (i, f, g, o, c_before, tanh_c)

    def step_back(self, memory: Arrays, grad_state: Arrays) -> Arrays:
        """Return (dL/dz, dL/dc before)."""
        i, f, g, o, c_before, tanh_c = memory
        grad_h, grad_c = grad_state
        grad_c = grad_c + grad_h * o * (1 - tanh_c**2)
        grad_z = np.concatenate([
            grad_c * g * i * (1 - i),
            grad_c * c_before * f * (1 - f),
            grad_c * i * (1 - g**2),
            grad_h * tanh_c * o * (1 - o),
        ])
        return grad_z, grad_c * f
