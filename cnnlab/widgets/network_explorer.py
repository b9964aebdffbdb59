"""A network taken apart: draw something, and every layer's maps and the scores follow.

What a layer is to the browser stands in `network_layers`, what can be shown to the network in
`network_examples`, the network for whoever brings none in `x_or_o`.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from cnnlab import nn
from cnnlab._validation import say
from cnnlab.language import translate
from cnnlab.nn.batches import activations, shape_inside
from cnnlab.plots import words
from cnnlab.widgets import network_examples
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.network_examples import Examples, paper_and_ink
from cnnlab.widgets.network_layers import described, flat
from cnnlab.widgets.traits import Image
from cnnlab.widgets.widget import Widget
from cnnlab.widgets.x_or_o import drawings, x_or_o

MOST_PANELS = 4  # maps in the picture that stands in the widget's place


class NetworkInput(Image):
    """What the network is shown: (H, W) or (H, W, C), float64."""

    def _checked(self, value: Any) -> np.ndarray:
        return super()._checked(value).astype(np.float64)


class NetworkExplorer(Widget):
    """Your own network: draw, and see each layer's maps, each number's making, and the scores.

    The widget computes in the browser, from a copy of the weights. After more training, call
    `refresh()`, or set `model` again. The network is used as after `eval()`: Dropout drops nothing.

    Parameters
    ----------
    model : nn.Sequential of Conv2d, pooling, BatchNorm2d, Dropout, Flatten, Linear and activations
        Without one it is a small network with weights made by hand that tells an X from an O.
    class_names : a name for each score; None: those of the examples, or numbers from 0
    examples : images to choose from, (N, H, W) or (N, H, W, C); or (images, labels); or Labelled
        At most 30 are kept. Drawings are made like them: their size, their paper, their ink.
    image : (H, W) or (H, W, C), what is shown at first; None: the first example, or empty paper

    Raises
    ------
    TypeError, ValueError
        Where the model is none, has a layer that the browser does not know, or the image, the
        examples or the names do not fit it.

    >>> from cnnlab import images
    >>> explorer = NetworkExplorer()
    >>> explorer
    Network explorer. Layers: 5. Image: 9 by 9. Highest score: X, 99.8 %.
    >>> explorer.maps(0).shape, explorer.scores
    ((3, 7, 7), array([ 3.125, -3.125], dtype=float32))
    >>> explorer.image = images.x_deformed()
    >>> explorer.scores
    array([ 1.125, -1.125], dtype=float32)
    """

    _esm = self_contained("network_explorer")
    _css = style("network_explorer")

    image = NetworkInput()
    layers = traitlets.List().tag(sync=True)  # as network_layers describes them
    class_names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    examples = traitlets.Dict().tag(sync=True)  # shape, bytes, titles
    paper = traitlets.Float().tag(sync=True)
    ink = traitlets.Float().tag(sync=True)

    def __init__(
        self,
        model: nn.Sequential | None = None,
        class_names: Sequence[str] | None = None,
        *,
        examples: Any = None,
        image: ArrayLike | None = None,
    ):
        if model is None:
            model, examples = x_or_o(), drawings() if examples is None else examples
            class_names = ("X", "O") if class_names is None else class_names
        self._network = _copied(model)
        self._model = model
        given = None if examples is None else network_examples.chosen(examples)
        if image is None:
            image = _empty_paper(model) if given is None else given.images[0]
        image = np.asarray(image)
        paper, ink = paper_and_ink(image if given is None else given.images)
        layers = described(self._network, shape_inside(image.shape))
        super().__init__(
            image=image, layers=layers, paper=paper, ink=ink,
            class_names=_names(class_names, given, layers),
            examples={} if given is None else _fitting(given, image).as_state(),
        )

    # The network --------------------------------------------------------------------------

    @property
    def model(self) -> nn.Sequential:
        """The network that is explored; set it, and its weights are shown."""
        return self._model

    @model.setter
    def model(self, model: nn.Sequential) -> None:
        network = _copied(model)
        layers = described(network, shape_inside(self.image.shape))
        names = _names(None, None, layers)
        self._model, self._network = model, network
        with self.hold_sync():
            if len(names) != len(self.class_names):
                self.class_names = names
            self.layers = layers

    def refresh(self) -> None:
        """Show the weights that the model has by now."""
        self.model = self._model

    # What the next cell can ask -----------------------------------------------------------

    def maps(self, layer: int) -> np.ndarray:
        """Return what a layer makes of the image: maps (C, H, W), or numbers (D,).

        Layers are counted from 0; -1 is the last one.
        """
        count = len(self.layers)
        if not isinstance(layer, int | np.integer) or not -count <= layer < count:
            raise ValueError(
                say("layer must be a whole number from 0 to {last}, or from -{count} to -1, but "
                    "{layer!r} arrived.", last=count - 1, count=count, layer=layer)
            )
        x = activations(self.image[np.newaxis])
        for each in list(flat(self._network))[: layer % count + 1]:
            x = each.forward(x)
        return x[..., 0].copy()

    @property
    def scores(self) -> np.ndarray:
        """The network's output for the image: (classes,), or maps where it ends with maps."""
        return self.maps(-1)

    @property
    def probabilities(self) -> np.ndarray:
        """What softmax makes of the scores, (classes,); of one score (2,): no, yes."""
        if self.scores.ndim > 1:
            raise ValueError(
                say("This network ends with maps of shape {shape}, not with one score for each "
                    "class, so there are no probabilities.", shape=self.scores.shape)
            )
        return self._network.predict_proba(self.image[np.newaxis])[0]

    # Its state ----------------------------------------------------------------------------

    @traitlets.validate("image")
    def _fits_the_network(self, proposal: Any) -> np.ndarray:
        image = proposal["value"]
        self._network.output_shape(shape_inside(image.shape))
        return image

    @traitlets.observe("image")
    def _other_sizes(self, change: Any) -> None:
        """A network with global pooling takes images of any size; its maps change with them."""
        if np.shape(change["old"]) not in ((), self.image.shape):
            self.layers = described(self._network, shape_inside(self.image.shape))
            if tuple(self.examples.get("shape", ())[1:]) != self.image.shape:
                self.examples = {}

    # What stands in its place -------------------------------------------------------------

    def _title(self) -> str:
        return translate("Network explorer")

    def _sentence(self) -> str:
        start = translate("Network explorer. Layers: {count}. Image: {size}.",
                          count=len(self.layers), size=words.size(self.image))
        if not self.class_names:
            return start
        probabilities = self.probabilities[-len(self.class_names) :]
        if not np.isfinite(probabilities).all():
            return translate("{start} Its numbers are too large: the scores are NaN or infinite.",
                             start=start)
        best = int(np.argmax(probabilities))
        percent = words.short(100 * float(probabilities[best]))
        if len(probabilities) == 1:
            verdict = translate("Probability: {percent} %", percent=percent)
        else:
            verdict = translate("Highest score: {name}, {percent} %",
                                name=self.class_names[best], percent=percent)
        return f"{start} {verdict}."

    def _panels(self) -> list[tuple[str, np.ndarray]]:
        image = self.image if self.image.ndim == 2 else self.image[..., :3]
        numbers = [number for number, layer in enumerate(self.layers) if len(layer["shape"]) == 3]
        maps = self.maps(numbers[0])[:MOST_PANELS] if numbers else []
        return [("image", image), *(("signed", each) for each in maps)]


def _copied(model: Any) -> nn.Sequential:
    """Return the model as it is now: what is trained later does not change the copy."""
    if not isinstance(model, nn.Sequential):
        raise TypeError(
            say("model must be an nn.Sequential, such as the one that you trained, but {type} "
                "arrived.", type=type(model).__name__)
        )
    return copy.deepcopy(model).eval()


def _empty_paper(model: nn.Sequential) -> np.ndarray:
    """Return zeros of the shape that the model has seen last."""
    shape = vars(model).get("_input_shape", ())
    if len(shape) != 3:
        raise ValueError(
            say("The network has seen no image yet, so it is not known how large they are. Give "
                "one, image=images[0], or some to choose from, examples=images.")
        )
    channels, height, width = shape
    return np.zeros((height, width) if channels == 1 else (height, width, channels))


def _names(
    class_names: Sequence[str] | None, given: Examples | None, layers: list[dict]
) -> list[str]:
    """Return a name for each score; none where the network ends with maps."""
    shape = layers[-1]["shape"] if layers else ()
    count = shape[0] if len(shape) == 1 else 0
    if class_names is None and given and given.class_names and len(given.class_names) == count:
        class_names = given.class_names
    names = list(map(str, range(count) if class_names is None else class_names))
    if len(names) != count:
        raise ValueError(
            say("The network gives {count} scores, so class_names must be as many names, but "
                "{given} arrived.", count=count, given=len(names))
        )
    return names


def _fitting(given: Examples, image: np.ndarray) -> Examples:
    """Return the examples, once they have the image's shape."""
    if given.images.shape[1:] != image.shape:
        raise ValueError(
            say("The examples have the shape {shape}, but the image has {image}. They must be "
                "alike.", shape=given.images.shape[1:], image=image.shape)
        )
    return given
