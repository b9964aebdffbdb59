"""What holds layers is a layer too: its weights are theirs, each under its number.

Sequential and the branching blocks share this: names as in PyTorch, "0.weight" for the first
layer's weight, "2.0.bias" for one two boxes down.
"""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cnnlab._validation import say
from cnnlab.nn.layer import Layer

Arrays = dict[str, np.ndarray]


class Container(Layer):
    """Layers in a list, `layers`; `params`, `grads` and `buffers` are views of theirs."""

    def __init__(self, *layers: Layer, rng: Any = None, dtype: DTypeLike | None = None):
        for number, layer in enumerate(layers):
            if not isinstance(layer, Layer):
                raise TypeError(
                    say("{name} is made of layers, but its argument {number} is {layer!r}. Give "
                        "layers, separated by commas.", name=type(self).__name__, number=number,
                        layer=layer)
                )
            if any(layer is other for other in layers[:number]):
                raise ValueError(
                    say("{layer} stands twice in one network. Make a second one: a layer remembers "
                        "its last input only.", layer=repr(layer))
                )
            layer.outermost = False
        self.layers = list(layers)
        self.training = True
        self._work: Arrays = {}
        if dtype is not None:
            self.to(dtype)
        if rng is not None:
            self.initialise(rng)

    def initialise(self, rng: Any = None) -> None:
        """Draw new weights for every layer, one after the other, from one `rng`."""
        rng = np.random.default_rng(rng)
        for layer in self.layers:
            layer.initialise(rng)

    @property
    def params(self) -> Arrays:
        """All weights, by name; change them in place."""
        return self._named("params")

    @property
    def grads(self) -> Arrays:
        """Their gradients after `backward`, by the same names."""
        return self._named("grads")

    @property
    def buffers(self) -> Arrays:
        """What the layers keep without learning it, such as running means."""
        return self._named("buffers")

    def _named(self, kind: str) -> Arrays:
        return {
            f"{number}.{name}": array
            for number, layer in enumerate(self.layers)
            for name, array in getattr(layer, kind).items()
        }

    @property
    def dtype(self) -> np.dtype:
        """The type that the layers compute in."""
        return self.layers[0].dtype if self.layers else np.dtype(np.float32)

    @property
    def alone(self) -> bool:
        """Whether every layer treats each example alone."""
        return all(layer.alone for layer in self.layers)

    def to(self, dtype: DTypeLike) -> Container:
        """Change the type of all layers, in place, and return the container."""
        for layer in self.layers:
            layer.to(dtype)
        return self

    def train(self, mode: bool = True) -> Container:
        """From now on this is training (or, with False, use); returns the container."""
        self.training = mode
        for layer in self.layers:
            layer.train(mode)
        return self

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return dL/dx: the same way as `backward`, so `grads` are filled too."""
        return self.backward(grad_output)

    def twin(self) -> Container:
        """Return a container of twins."""
        twin = copy.copy(self)
        twin.layers = [layer.twin() for layer in self.layers]
        for layer in twin.layers:
            layer.outermost = False
        return twin

    def __len__(self) -> int:
        return len(self.layers)

    def __getitem__(self, number: int) -> Layer:
        return self.layers[number]

    def __repr__(self) -> str:
        inside = [f"  {number}: {layer!r}".replace("\n", "\n  ")
                  for number, layer in enumerate(self.layers)]
        return "\n".join([f"{type(self).__name__}(", *inside, ")"])
