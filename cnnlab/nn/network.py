"""A network: layers one after the other; and what one asks of it from outside.

Read `forward` and `backward`, four lines each; then `predict`, where images come in as people keep
them, (N, H, W) or (N, H, W, C).
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import say, whole_number
from cnnlab.nn._halves import Halves
from cnnlab.nn.activations import ReLU, sigmoid
from cnnlab.nn.batches import activations
from cnnlab.nn.container import Container
from cnnlab.nn.layer import Identity, Layer, Shape
from cnnlab.nn.losses import softmax
from cnnlab.nn.pooling import MaxPool2d
from cnnlab.nn.summary import Summary, summarise


class Sequential(Container):
    """Layers in a row: each one's output is the next one's input.

    Parameters
    ----------
    layers : the layers, in order
    rng : seed or Generator; draws the first weights of all layers anew, so that a seed repeats them
    dtype : a type for all layers, such as float64 for checks; None leaves each its own

    `params`, `grads` and `state_dict()` name the weights as PyTorch does: "0.weight", "0.bias", ...

    >>> from cnnlab import nn
    >>> model = nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2),
    ...                       nn.Flatten(), nn.Linear(8 * 3 * 3, 2), rng=0)
    >>> model.forward(np.zeros((1, 8, 8, 5))).shape      # (C, H, W, N) -> (classes, N)
    (2, 5)
    >>> model.predict(np.zeros((5, 8, 8))).shape         # (N, H, W) -> (N,)
    (5,)
    """

    # Inside: activations, the batch last --------------------------------------------------

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the last layer's output for `x`, (C, H, W, N) or (D, N)."""
        self._input_shape = np.shape(x)[:-1]
        self._shared = self.outermost and self._halves.pay(x)
        if self._shared:
            self._halves.renew_twin()
            y = np.concatenate(self._halves.both("_through", np.asarray(x)), axis=-1)
        else:
            y = self._through(x)
        self._output_shape = np.shape(y)
        return y

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Fill the gradients of all weights; return dL/dx, layer by layer from the last."""
        return self._shared_back(grad_output, to_input=True)

    def backward_params(self, grad_output: np.ndarray) -> None:
        """Fill the gradients of all weights, and spare the way from there to the pixels."""
        self._shared_back(grad_output, to_input=False)

    def _through(self, x: np.ndarray) -> np.ndarray:
        for layer in _pooled_first(self.layers):
            x = layer.forward(x)
        return x

    def _back(self, grad: np.ndarray, to_input: bool) -> np.ndarray | None:
        first, *others = _pooled_first(self.layers) or [Identity()]
        for layer in reversed(others):
            grad = layer.backward(grad)
        return first.backward(grad) if to_input else first.backward_params(grad)

    def _shared_back(self, grad: np.ndarray, to_input: bool) -> np.ndarray | None:
        """Go back in the way that the last `forward` came."""
        if np.shape(grad) != self._output_shape:
            raise ValueError(
                say("The last output had the shape {shape}, so its gradient must have it too, but "
                    "{arrived} arrived.", shape=self._output_shape, arrived=np.shape(grad))
            )
        if not self._shared:
            return self._back(grad, to_input)
        to_inputs = self._halves.both("_back", np.asarray(grad), to_input)
        self._halves.add_gradients()
        return np.concatenate(to_inputs, axis=-1) if to_input else None

    @cached_property
    def _halves(self) -> Halves:
        return Halves(self)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape after the last layer, for one example."""
        for layer in self.layers:
            input_shape = layer.output_shape(input_shape)
        return input_shape

    def multiply_adds(self, input_shape: Shape) -> int:
        """Return the sum over the layers, for one example."""
        total = 0
        for layer in self.layers:
            total += layer.multiply_adds(input_shape)
            input_shape = layer.output_shape(input_shape)
        return total

    # Outside: examples first --------------------------------------------------------------

    def scores(self, images: ArrayLike, batch_size: int = 256) -> np.ndarray:
        """Return the last layer's output for images (N, H, W) or (N, H, W, C): logits (N, classes).

        The network is used, not trained (see `eval`), and is afterwards in the mode it was in.
        """
        images = np.asarray(images)
        batch_size = whole_number(batch_size, "batch_size", minimum=1)
        was_training = self.training
        self.eval()
        try:
            parts = [self.forward(activations(images[start : start + batch_size]))
                     for start in range(0, max(len(images), 1), batch_size)]
        finally:
            self.train(was_training)
        whole = np.concatenate(parts, axis=-1)  # (classes, N), (classes, H, W, N), ...
        return np.moveaxis(whole, (-1, 0), (0, -1))

    def predict_proba(self, images: ArrayLike, batch_size: int = 256) -> np.ndarray:
        """Return what softmax makes of the scores, (N, classes); they are no calibrated chances.

        A network with one output answers yes or no: two columns, for no and for yes.
        """
        scores = self.scores(images, batch_size)
        if scores.shape[-1] > 1:
            return softmax(scores, axis=-1)
        yes = sigmoid(scores)
        return np.concatenate([1 - yes, yes], axis=-1)

    def predict(self, images: ArrayLike, batch_size: int = 256) -> np.ndarray:
        """Return the class with the largest score, (N,); of one output, 1 where it is positive."""
        scores = self.scores(images, batch_size)
        return scores.argmax(axis=-1) if scores.shape[-1] > 1 else (scores[..., 0] > 0).astype(int)

    def summary(self, image_shape: tuple[int, ...] | None = None) -> Summary:
        """Return a table: what each layer gives out, learns and multiplies, and how far it sees.

        `image_shape` is (H, W), (H, W, C) or (D,), as the network is given them; None, those of the
        last `forward`. Shapes in the table are as inside, (C, H, W), without the batch.
        """
        if image_shape is None:
            if "_input_shape" not in vars(self):
                raise ValueError(
                    say("The network has seen no image yet. Say how large they are, for example "
                        "summary((28, 28)).")
                )
            channels, *sides = self._input_shape
            image_shape = (*sides, channels)
        return summarise(self, image_shape)


def _pooled_first(layers: list[Layer]) -> list[Layer]:
    """Return the layers in the order of work: max pooling before the ReLU that stands before it.

    max(0, .) keeps the order of numbers, so wherever a window sees a pixel the result is the same,
    gradients too, to the last bit; and a quarter of the pixels are a quarter of the work.
    """
    order = list(layers)
    for place, (layer, after) in enumerate(pairwise(layers)):
        if type(layer) is ReLU and type(after) is MaxPool2d:
            order[place : place + 2] = after, layer
    return order
