"""What every layer is: a function that remembers enough to be walked backwards.

`forward` computes the output and keeps what the way back needs; `backward` takes the gradient of
the loss with respect to the output and gives the one with respect to the input, leaving those of
the weights in `grads`. Whoever writes a layer writes these: `forward`, `backward_params` (if it has
weights), `backward_input`, and `output_shape`.

Inside a network the batch is the LAST axis: images are (C, H, W, N), vectors (C, N). So a formula
for one image (C, H, W) is, letter by letter, the code for a whole batch.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cnnlab._memory import keep_what_is_freed
from cnnlab._validation import say
from cnnlab.nn.state import load_state

keep_what_is_freed()

Shape = tuple[int, ...]
Window = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]


class Layer:
    """A layer: `params` and `grads` have the same keys, PyTorch's; `buffers` are kept, not learned.

    Gradients are those of the last `backward`: they don't add up, and need not be set to zero.
    `training` is True until `eval()`; dropout and batch normalisation act on it.
    """

    alone = False
    """Whether two threads may share a batch: for a layer of your own, say True only if no example
    acts on another (as in batch normalisation), chance plays no part, and it holds no layers."""
    outermost = True
    """False for a layer inside another one."""
    window: Window | None = ((1, 1), (1, 1), (1, 1))
    """What an output sees of the layer below: kernel_size, stride, dilation; None is all of it."""

    def __init__(self, dtype: DTypeLike = np.float32):
        self.dtype = _decimal_type(dtype)
        self.params: dict[str, np.ndarray] = {}
        self.grads: dict[str, np.ndarray] = {}
        self.buffers: dict[str, np.ndarray] = {}
        self.training = True
        self._work: dict[str, np.ndarray] = {}

    # To be written by each layer ----------------------------------------------------------

    def initialise(self, rng: Any = None) -> None:
        """Draw new weights from `rng`, a seed or a Generator; without weights, do nothing."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the output for `x`, and keep what `backward` needs."""
        raise NotImplementedError

    def backward_params(self, grad_output: np.ndarray) -> None:
        """Put the gradients of the weights into `grads`; a layer without weights does nothing."""

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the gradient with respect to the input."""
        raise NotImplementedError

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of one example's output; both shapes are without the batch."""
        return tuple(input_shape)

    def multiply_adds(self, input_shape: Shape) -> int:
        """Return how often the layer multiplies and adds for one example of that shape."""
        return 0

    # The same for all ---------------------------------------------------------------------

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Take dL/d(output), of the output's shape; fill `grads`, return dL/d(input).

        It speaks of the last `forward`.
        """
        self.backward_params(grad_output)
        return self.backward_input(grad_output)

    def to(self, dtype: DTypeLike) -> Layer:
        """Change the type of all weights, in place, and return the layer."""
        self.dtype = _decimal_type(dtype)
        for arrays in (self.params, self.grads, self.buffers):
            for name, array in arrays.items():
                if array.dtype.kind == "f":
                    arrays[name] = array.astype(self.dtype)
        return self

    def train(self, mode: bool = True) -> Layer:
        """From now on this is training (or, with False, use); returns the layer."""
        self.training = mode
        return self

    def eval(self) -> Layer:
        """From now on the layer is used, not trained: no dropout, the kept statistics."""
        return self.train(False)

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """The same as `forward`."""
        return self.forward(x)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._described()})"

    def _described(self) -> str:
        """What stands between the brackets of the layer's name."""
        return ""

    def _options(self, **usual: Any) -> str:
        """Return ", name=value" for each of these arguments that isn't what it usually is."""
        values = {name: getattr(self, name, value) for name, value in usual.items()}
        return "".join(f", {name}={value!r}" for name, value in values.items()
                       if value != usual[name])

    def state_dict(self) -> dict[str, np.ndarray]:
        """Return copies of all weights and buffers, by PyTorch's names."""
        return {name: array.copy() for name, array in {**self.params, **self.buffers}.items()}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Take weights and buffers by name, from here or from PyTorch: all of them, or none."""
        load_state(self, state)

    # What `forward` keeps begins with an underscore ----------------------------------------

    def twin(self) -> Layer:
        """Return a layer with the same weights, and gradients and memory of its own."""
        twin = copy.copy(self)
        twin.grads = {name: np.zeros_like(grad) for name, grad in self.grads.items()}
        return twin

    def __getstate__(self) -> dict[str, Any]:
        """What copies and other processes get: all but what the last `forward` kept."""
        state = {name: value for name, value in vars(self).items() if not name.startswith("_")}
        return {**state, "_work": {}}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") and not name.startswith("__"):
            raise AttributeError(
                say("{layer} has seen nothing yet: call forward(x) before backward(grad_output).",
                    layer=repr(self))
            )
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    # For the layers themselves ------------------------------------------------------------

    def set_param(self, name: str, value: np.ndarray) -> None:
        """Give the layer this parameter, with a gradient of zeros."""
        self.params[name] = np.ascontiguousarray(value, dtype=self.dtype)
        self.grads[name] = np.zeros_like(self.params[name])

    def _kept(self, name: str, shape: Shape) -> np.ndarray:
        """Return an array to work in, the same one as long as its shape is asked for."""
        array = self._work.get(name)
        if array is None or array.shape != shape or array.dtype != self.dtype:
            array = self._work[name] = np.empty(shape, self.dtype)
        return array

    def _input(self, x: np.ndarray, axes: str, **sizes: int) -> np.ndarray:
        """Return `x` in the layer's type, once it has these axes: _input(x, "CHWN", C=3)."""
        x = np.asarray(x, self.dtype)
        self._check_shape(x.shape, axes, **sizes)
        return x

    def _check_shape(self, shape: Shape, axes: str, **sizes: int) -> None:
        if len(shape) != len(axes) or any(shape[axes.index(axis)] != size
                                          for axis, size in sizes.items()):
            raise ValueError(
                say("{layer} takes an input of shape ({expected}), but {shape} arrived.",
                    layer=repr(self), shape=tuple(shape),
                    expected=", ".join(str(sizes.get(axis, axis)) for axis in axes))
            )


def _decimal_type(dtype: DTypeLike) -> np.dtype:
    try:
        kind = np.dtype(dtype).kind
    except TypeError:  # a word that NumPy doesn't know
        kind = None
    if kind != "f":
        raise TypeError(
            say("dtype must be a type of decimal numbers such as float32, but {dtype} arrived.",
                dtype=dtype)
        )
    return np.dtype(dtype)


class Identity(Layer):
    """What goes in comes out: the way round of a residual block.

    >>> Identity().forward(np.ones((2, 1)))
    array([[1.],
           [1.]], dtype=float32)
    """

    alone = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return `x`."""
        return np.asarray(x, self.dtype)

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return `grad_output`: dy/dx = 1."""
        return grad_output


def check_is_layer(model: Any) -> None:
    """Raise TypeError where something else stands in the model's place."""
    if not isinstance(model, Layer):
        raise TypeError(
            say("The first argument must be a network or a layer, but {type} arrived.",
                type=type(model).__name__)
        )
