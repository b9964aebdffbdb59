"""One step after the other, with a memory: what RNN and LSTM share, there and back through time.

A recurrent layer reads a sequence from left to right. At each step it sees one input and its own
state, and writes a new state. Read `_walk`, the loop over time, then `_walk_back`, the same loop
from the last step to the first; `forward` and `backward` do that for each layer and direction.
What happens inside one step, `step` and `step_back`, is written in `rnn` and `lstm`.

Why the way back is a loop: the state h[t] is used twice, as output and by the next step. With
z[t] = W_ih x[t] + b_ih + W_hh h[t-1] + b_hh, the chain rule adds up both uses,

    dL/dh[t] = dL/dy[t] + W_hh^T dL/dz[t+1]                     from the last step to the first
    dL/dz[t] = dL/dh[t] times what `step` does to z             `step_back`

and the same weights served at every step, so their gradients are sums over all of them:

    dL/dW_hh = sum over t of dL/dz[t] h[t-1]^T        dL/db_ih = dL/db_hh = sum over t of dL/dz[t]
    dL/dW_ih = sum over t of dL/dz[t] x[t]^T          dL/dx[t] = W_ih^T dL/dz[t]

Only the products with W_hh have to wait, step by step; those with W_ih are one matrix product for
all steps, and so are the gradients of the weights.

References
----------
Werbos, "Backpropagation through time: what it does and how to do it", Proceedings of the IEEE 78
(1990), doi:10.1109/5.58337.
Schuster and Paliwal, "Bidirectional recurrent neural networks", IEEE Transactions on Signal
Processing 45 (1997), doi:10.1109/78.650093.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cnnlab._validation import say, whole_number
from cnnlab.nn.initialise import uniform
from cnnlab.nn.layer import Layer, Shape

Arrays = tuple[np.ndarray, ...]


class Recurrent(Layer):
    """What RNN and LSTM share: stacked layers, one or two directions, the loop over time.

    Sequences are (features, T, N): T steps, the batch last. A step's state is a tuple of arrays
    (hidden_size, N), of which the first is the output h; `step` makes the next state of it.
    """

    alone = False
    """`state` belongs to the whole batch, so no half of it is given to another thread."""
    window = None
    """A step sees all steps before it."""
    gates = 1
    """How many numbers `step` needs for each number of h: z is (gates * hidden_size, N)."""
    state_names: tuple[str, ...] = ("h",)
    """What a state is made of."""

    _state: Arrays | None = None
    _grad_state: Arrays | None = None

    def __init__(
        self, input_size: int, hidden_size: int, num_layers: int, bias: bool, bidirectional: bool,
        rng: Any, dtype: DTypeLike,
    ):
        super().__init__(dtype)
        self.input_size = whole_number(input_size, "input_size", minimum=1)
        self.hidden_size = whole_number(hidden_size, "hidden_size", minimum=1)
        self.num_layers = whole_number(num_layers, "num_layers", minimum=1)
        self.bias = bool(bias)
        self.bidirectional = bool(bidirectional)
        self.initialise(rng)

    def initialise(self, rng: Any = None) -> None:
        """Draw all weights and biases, uniform in +-1/sqrt(hidden_size)."""
        rows, shapes = self.gates * self.hidden_size, {}
        for layer in range(self.num_layers):
            input_size = self.input_size if layer == 0 else self.output_shape(())[0]
            for walk in self._walks(layer):
                shapes[f"weight_ih_{walk}"] = (rows, input_size)
                shapes[f"weight_hh_{walk}"] = (rows, self.hidden_size)
                if self.bias:
                    shapes[f"bias_ih_{walk}"] = shapes[f"bias_hh_{walk}"] = (rows,)
        uniform(self, 1 / math.sqrt(self.hidden_size), rng, **shapes)

    def _walks(self, layer: int) -> list[str]:
        """Return the names of a layer's walks through time, as its weights have them."""
        return [f"l{layer}", f"l{layer}_reverse"] if self.bidirectional else [f"l{layer}"]

    # One step: written in `rnn` and `lstm` ------------------------------------------------

    def step(self, z: np.ndarray, state: Arrays) -> tuple[Arrays, Arrays]:
        """Return the state after this step, and what `step_back` has to remember."""
        raise NotImplementedError

    def step_back(self, memory: Arrays, grad_state: Arrays) -> Arrays:
        """Return dL/dz, then dL/d(state before) without its h, which went through z."""
        raise NotImplementedError

    # Through time: one layer in one direction ---------------------------------------------

    def _walk(self, walk: str, x: np.ndarray, state: Arrays) -> tuple[np.ndarray, Arrays]:
        """Return the output of every step (hidden_size, T, N), and the state after the last."""
        _, steps, batch = x.shape
        weight_hh = self.params[f"weight_hh_{walk}"]
        from_input = self._from_input(walk, x)
        before = np.empty((self.hidden_size, steps, batch), self.dtype)
        output = np.empty_like(before)
        memories = {}
        times = range(steps)
        for t in reversed(times) if walk.endswith("reverse") else times:
            before[:, t] = state[0]
            z = from_input[:, t] + weight_hh @ state[0]
            state, memories[t] = self.step(z, state)
            output[:, t] = state[0]
        self._walked[walk] = x, before, memories
        return output, state

    def _walk_back(
        self, walk: str, grad_output: np.ndarray, grad_state: Arrays
    ) -> tuple[np.ndarray, Arrays]:
        """Return dL/dx and the gradient of the first state; fill the gradients of the weights."""
        x, before, memories = self._walked[walk]
        weight_hh = self.params[f"weight_hh_{walk}"]
        grad_z = np.empty((len(weight_hh), *before.shape[1:]), self.dtype)
        for t in reversed(memories):
            grad_h, *others = grad_state
            grad_h = grad_h + grad_output[:, t]  # h[t] is output, and went on to the next step
            grad_now, *others = self.step_back(memories[t], (grad_h, *others))
            grad_state = (weight_hh.T @ grad_now, *others)
            grad_z[:, t] = grad_now
        self._fill_grads(walk, x, before, grad_z)
        grad_x = self.params[f"weight_ih_{walk}"].T @ _all_steps(grad_z)
        return grad_x.reshape(x.shape), grad_state

    def _from_input(self, walk: str, x: np.ndarray) -> np.ndarray:
        """Return W_ih x + b_ih + b_hh for all steps, (gates * hidden_size, T, N)."""
        product = self.params[f"weight_ih_{walk}"] @ _all_steps(x)
        if self.bias:
            bias = self.params[f"bias_ih_{walk}"] + self.params[f"bias_hh_{walk}"]
            product += bias[:, None]
        return product.reshape(len(product), *x.shape[1:])

    def _fill_grads(
        self, walk: str, x: np.ndarray, before: np.ndarray, grad_z: np.ndarray
    ) -> None:
        """Put into `grads` the sums over all steps and examples."""
        grad_z = _all_steps(grad_z)
        np.matmul(grad_z, _all_steps(x).T, out=self.grads[f"weight_ih_{walk}"])
        np.matmul(grad_z, _all_steps(before).T, out=self.grads[f"weight_hh_{walk}"])
        if self.bias:
            self.grads[f"bias_ih_{walk}"][...] = grad_z.sum(axis=1)
            self.grads[f"bias_hh_{walk}"][...] = self.grads[f"bias_ih_{walk}"]

    # Through the layers -------------------------------------------------------------------

    def __call__(self, x: np.ndarray, state: Any = None) -> np.ndarray:
        """The same as `forward`."""
        return self.forward(x, state)

    def forward(self, x: np.ndarray, state: Any = None) -> np.ndarray:
        """Return the output (directions * hidden_size, T, N) for `x` (input_size, T, N).

        It begins at `state`, or at zeros where none is given; `self.state` is where it ended.
        """
        x = self._input(x, "CTN", C=self.input_size)
        if x.shape[1] == 0:
            raise ValueError(
                say("{layer} needs a sequence of at least one step, but an input of shape "
                    "{shape} arrived.", layer=repr(self), shape=x.shape)
            )
        starts, ends = self._by_walk(state, "state", x.shape[-1]), {}
        self._walked: dict[str, tuple] = {}
        for layer in range(self.num_layers):
            outputs = []
            for walk in self._walks(layer):
                output, ends[walk] = self._walk(walk, x, starts[walk])
                outputs.append(output)
            x = np.concatenate(outputs)
        self._state = _stacked(ends.values())
        return x

    def backward(self, grad_output: np.ndarray, grad_state: Any = None) -> np.ndarray:
        """Return dL/dx and fill `grads`; `self.grad_state` is then dL/d(first state).

        `grad_state`, shaped as `self.state`, is what the loss asks of the last state itself.
        """
        _, before, _ = self._walked["l0"]
        _, steps, batch = before.shape
        grad = np.asarray(grad_output, self.dtype).reshape(*self.output_shape((0, steps)), batch)
        ends, starts = self._by_walk(grad_state, "grad_state", batch), {}
        for layer in reversed(range(self.num_layers)):
            walks, grads_x = self._walks(layer), []
            for walk, part in zip(walks, np.split(grad, len(walks)), strict=True):
                grad_x, starts[walk] = self._walk_back(walk, part, ends[walk])
                grads_x.append(grad_x)
            grad = sum(grads_x)
        self._grad_state = _stacked(starts[walk] for walk in ends)
        return grad

    def backward_params(self, grad_output: np.ndarray) -> None:
        """Fill `grads`: the walk back through time does everything at once, as `backward`."""
        self.backward(grad_output)

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return dL/dx: the same walk, so `grads` are filled too."""
        return self.backward(grad_output)

    # The state ----------------------------------------------------------------------------

    @property
    def state(self) -> Any:
        """The state after the last `forward`, None before: arrays (walks, hidden_size, N).

        Walks are counted as in PyTorch: layer by layer, and in each first the one forwards. The
        one backwards ends at the first word.
        """
        return self._as_given(self._state)

    @property
    def grad_state(self) -> Any:
        """dL/d(first state) after the last `backward`, None before; shaped as `state`."""
        return self._as_given(self._grad_state)

    def _as_given(self, arrays: Arrays | None) -> Any:
        """Return h alone without its tuple, as people give and take it."""
        return arrays[0] if arrays is not None and len(self.state_names) == 1 else arrays

    def _by_walk(self, state: Any, name: str, batch: int) -> dict[str, Arrays]:
        """Return the state of each walk, (h, ...); zeros where there is no state."""
        walks = [walk for layer in range(self.num_layers) for walk in self._walks(layer)]
        expected = (len(walks), self.hidden_size, batch)
        if state is None:
            parts = [np.zeros(expected, self.dtype) for _ in self.state_names]
        elif len(self.state_names) > 1 and isinstance(state, tuple | list):
            parts = [np.asarray(part, self.dtype) for part in state]
        else:
            parts = [np.asarray(state, self.dtype)]
        if [part.shape for part in parts] != [expected] * len(self.state_names):
            names = ", ".join(self.state_names)
            raise ValueError(
                say("{layer} takes {parts} of shape {expected} as {name}, but {arrived} arrived.",
                    layer=repr(self), parts=f"({names})" if len(self.state_names) > 1 else names,
                    expected=expected, name=name,
                    arrived=", ".join(str(part.shape) for part in parts))
            )
        return dict(zip(walks, zip(*parts, strict=True), strict=True))

    # What a layer tells of itself ---------------------------------------------------------

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (directions * hidden_size, T) for an input (input_size, T)."""
        return (len(self._walks(0)) * self.hidden_size, *input_shape[1:])

    def multiply_adds(self, input_shape: Shape) -> int:
        """Return the number of weights (no biases), once for each step."""
        weights = sum(param.size for param in self.params.values() if param.ndim == 2)
        return weights * math.prod(input_shape[1:])

    def _described(self) -> str:
        sizes = f"{self.input_size}, {self.hidden_size}"
        return sizes + self._options(num_layers=1, nonlinearity="tanh", bias=True,
                                     bidirectional=False)


def _all_steps(sequence: np.ndarray) -> np.ndarray:
    """Return a sequence (C, T, N) as the columns of one matrix (C, T * N)."""
    return sequence.reshape(len(sequence), -1)


def _stacked(states: Any) -> Arrays:
    """Return one array for each part of the state, with the walks along its first axis."""
    return tuple(np.stack(part) for part in zip(*states, strict=True))
