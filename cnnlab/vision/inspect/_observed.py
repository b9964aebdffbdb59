"""A twin of a network, watched at one layer: it has the same weights, and all else for itself.

So whoever looks inside a network leaves it as it was: its gradients, what its layers keep, whether
it is training. Read `Watch`, which stands in a layer's place, then `Observed`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from cnnlab._validation import say, whole_number
from cnnlab.nn.batches import activations, shape_inside
from cnnlab.nn.container import Container
from cnnlab.nn.layer import Layer
from cnnlab.nn.network import Sequential

LayerName = int | str
"""The place of a layer: 2 for the third one, "2.0" for the first one inside it."""


class Watch(Layer):
    """Stand in a layer's place, and keep what comes out of it (`y`) and what comes back (`grad`).

    `instead`, where it is set, goes back in the place of `grad`: so the way back can begin here.
    """

    def __init__(self, layer: Layer):
        super().__init__(layer.dtype)
        self._layer = layer
        self.y = self.grad = self.instead = None

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the layer's output, and keep it."""
        self.y = self._layer.forward(x)
        return self.y

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Return the layer's dL/dx, and keep its dL/dy."""
        self.grad = grad_output
        return self._layer.backward(grad_output if self.instead is None else self.instead)


class Observed:
    """A network that is looked at; `layer` is the one with a watch, None the last.

    `images` are a batch, (N, H, W) or (N, H, W, C), and what comes out has the batch last.
    """

    def __init__(self, model: Sequential, layer: LayerName | None = None):
        names = layers_of(model)
        path = _path(names, len(model) - 1 if layer is None else layer, len(model))
        self.name, self.layer = path, names[path]
        self._model = model
        self._twin = model.twin().eval()
        self._twin.outermost = False  # one image needs no second thread
        self.watch = _put_watch(self._twin, path)

    def forward(self, images: np.ndarray) -> np.ndarray:
        """Return the output for a batch of images, the batch last."""
        shape = images.shape[1:]
        try:
            self._model.output_shape(shape_inside(shape))
        except (ValueError, IndexError) as error:
            raise ValueError(
                say("The network can't take an image of shape {shape}: {reason} Give one of the "
                    "size, and with as many channels, as those it was trained on.",
                    shape=shape, reason=error)
            ) from None
        return self._twin.forward(activations(images))

    def scores(self, images: np.ndarray) -> np.ndarray:
        """Return the scores of a batch, (classes, N)."""
        scores = self.forward(images)
        if scores.ndim != 2:
            raise ValueError(
                say("The network gives an output of shape {shape}, not one score for each class. "
                    "Give one that ends in scores, as with nn.Linear.", shape=scores.shape[:-1])
            )
        return scores

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Go back from the output of the last `forward`: the gradient of the images, as a batch."""
        return self._outside(self._twin.backward(grad_output))

    def backward_from_watch(self, output: np.ndarray, grad: np.ndarray) -> np.ndarray:
        """Go back from the watched layer instead; `output` is what `forward` returned."""
        self.watch.instead = grad
        return self.backward(np.zeros_like(output))

    @staticmethod
    def _outside(gradient: np.ndarray) -> np.ndarray:
        """Return (C, H, W, N) as (N, H, W, C)."""
        return gradient.transpose(3, 1, 2, 0)


def layers_of(model: Sequential) -> dict[str, Layer]:
    """Return every layer of a network by its name, in order, those inside a block after it."""
    if not isinstance(model, Sequential) or not model.layers:
        raise TypeError(
            say("model must be a network with layers, such as nn.Sequential(...), but {model!r} "
                "arrived.", model=model)
        )
    return dict(_named(model))


def _named(block: Container, above: str = "") -> Iterator[tuple[str, Layer]]:
    for number, layer in enumerate(block.layers):
        name = f"{above}{number}"
        yield name, layer
        if isinstance(layer, Container):
            yield from _named(layer, name + ".")


def known_class(target: Any, scores: np.ndarray) -> int:
    """Return `target` once it is a class of these scores (classes, 1); for None, the best one."""
    if target is None:
        return int(scores[:, 0].argmax())
    target = whole_number(target, "target")
    if target >= len(scores):
        raise ValueError(
            say("The network has {count} classes, numbered from 0 to {last}, but target={target} "
                "arrived.", count=len(scores), last=len(scores) - 1, target=target)
        )
    return target


def one_at(index: int, like: np.ndarray) -> np.ndarray:
    """Return an array of the same shape, 1 at this class and 0 elsewhere.

    >>> one_at(2, np.array([[5.0], [6], [7]])).ravel()
    array([0., 0., 1.])
    """
    grad = np.zeros_like(like)
    grad[index] = 1
    return grad


def _path(names: dict[str, Layer], layer: LayerName, count: int) -> str:
    """Return the name of a layer that is there; a number may count from the end."""
    number = isinstance(layer, int | np.integer) and not isinstance(layer, bool)
    path = str(layer + count if layer < 0 else layer) if number else layer
    if not isinstance(path, str) or path not in names:
        raise ValueError(
            say("The network has no layer {layer!r}. Its layers are: {layers}.", layer=layer,
                layers=", ".join(f"{name} {type(one).__name__}" for name, one in names.items()))
        )
    return path


def _put_watch(twin: Container, path: str) -> Watch:
    """Put a watch in the place of one layer of the twin."""
    *blocks, last = map(int, path.split("."))
    for number in blocks:
        twin = twin.layers[number]
    watch = twin.layers[last] = Watch(twin.layers[last])
    return watch
