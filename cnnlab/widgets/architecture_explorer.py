"""Build a CNN layer by layer, and see what each layer does to the volume.

What the layers are stands in `architecture_kinds`, what they make of the volume in
`architecture_trace`; here is the widget around them.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from cnnlab import images, nn
from cnnlab._validation import say, whole_number
from cnnlab.language import translate
from cnnlab.widgets import architecture_kinds
from cnnlab.widgets.architecture_kinds import in_a_row
from cnnlab.widgets.architecture_picture import drawn_volume
from cnnlab.widgets.architecture_trace import (
    Fault,
    Step,
    by,
    field_and_jump,
    seen_below,
    sides,
    trace,
)
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.traits import Image
from cnnlab.widgets.widget import Widget

LARGEST_PICTURE = 256  # pixels of the longer side: more of a photograph than a CNN is given here
MOST_PANELS = 8


class ReceptiveField(NamedTuple):
    """What one unit sees: `rows` and `columns` are places that exist, each row with each column.

    `size` is that of the receptive field, (rows, columns): what lies in the padding, or in the gaps
    of a dilated kernel, counts. It is None where a layer below looks at everything.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    size: tuple[int, int] | None


class Layers(traitlets.TraitType):
    """Layers as dictionaries; a network or layers of cnnlab.nn become such."""

    def validate(self, widget: Any, value: Any) -> list[dict]:
        """Return a list of its own, once layers of cnnlab.nn are known to be for this input."""
        plain = architecture_kinds.plain_layers(value)
        steps, _ = trace(plain, widget.input_shape)
        for number, (step, layer) in enumerate(zip(steps, in_a_row(value), strict=False)):
            _check_depth(number, layer, step.before[-1])
        return plain


class InputShape(traitlets.TraitType):
    """(height, width, depth)."""

    def validate(self, widget: Any, value: Any) -> tuple[int, int, int]:
        """Return three whole numbers."""
        return architecture_kinds.plain_shape(value)


class Unit(traitlets.TraitType):
    """(layer, row, column) of the unit that is looked at, or None."""

    def validate(self, widget: Any, value: Any) -> tuple[int, int, int] | None:
        """Return three whole numbers."""
        if value is None:
            return None
        places = tuple(value) if isinstance(value, tuple | list) else ()
        if len(places) != 3:
            raise ValueError(
                say("unit must be (layer, row, column) or None, but {value} arrived.",
                    value=repr(value))
            )
        return tuple(whole_number(place, "unit") for place in places)


class Picture(Image):
    """A picture, or the name of a photograph; a large one with fewer pixels."""

    def _checked(self, value: Any) -> np.ndarray:
        array = super()._checked(images.photo(value) if isinstance(value, str) else value)
        if array.ndim == 3 and array.shape[2] != 3:
            raise ValueError(
                say("{name} must be grey, (H, W), or colour, (H, W, 3), but its shape is {shape}.",
                    name=self.name, shape=array.shape)
            )
        step = -(-max(array.shape[:2]) // LARGEST_PICTURE)
        return array[::step, ::step]


class ArchitectureExplorer(Widget):
    """Build a CNN and see every shape with its arithmetic, every cost, and what each unit sees.

    Layers are added, changed, moved and removed by hand. One that doesn't fit is marked, with what
    to do; those behind it wait. A unit of any map can be pointed at: its receptive field is framed
    in the picture and in every layer below.

    Parameters
    ----------
    layers : nn.Sequential; or a list of layers of cnnlab.nn, or of dictionaries such as
        {"kind": "Conv2d", "out_channels": 6, "kernel_size": 5}; or the name of a network to begin
        with: "small", "lenet5", "alexnet", "vgg16"; None is "small"
    input_shape : (height, width) or (height, width, depth); None is what the named network
        takes, and else (28, 28, 1)
    picture : (H, W) or (H, W, 3) array, or the name of a photograph (`images.photo_names`), to lie
        under the receptive field; it is cut to the input's proportions, and changes no number.
        None is a photograph that comes with Matplotlib
    unit : (layer, row, column) that is looked at; of a vector, row is the number

    Layers, rows and columns count from 0, so layer 2 is `model[2]`. The arguments are attributes as
    well, and what is changed by hand is there for the next cell.

    Raises
    ------
    ValueError, TypeError
        Where an argument can't be used; the message says what to do.

    LeNet-5 with a full C3 (LeCun et al. 1998) has 61,706 parameters:

    >>> explorer = ArchitectureExplorer("lenet5")
    >>> explorer.shapes[:4]
    [(28, 28, 6), (28, 28, 6), (14, 14, 6), (10, 10, 16)]
    >>> sum(explorer.parameters)
    61706
    >>> explorer.receptive_field(3, row=0, col=9).columns[0], explorer.receptive_field(3).size
    (18, (14, 14))
    >>> explorer.receptive_field(3, in_layer=2).rows
    (0, 1, 2, 3, 4)
    """

    _esm = self_contained("architecture_explorer")
    _css = style("architecture_explorer")

    input_shape = InputShape((28, 28, 1)).tag(sync=True)
    layers = Layers(()).tag(sync=True)
    unit = Unit(None, allow_none=True).tag(sync=True)
    picture = Picture()
    kinds = traitlets.Dict().tag(sync=True)  # the fields of a new layer, by its kind
    presets = traitlets.List().tag(sync=True)  # to begin with: [title, input_shape, layers]

    def __init__(
        self,
        layers: Any = None,
        input_shape: tuple[int, ...] | None = None,
        picture: ArrayLike | str | None = None,
        *,
        unit: tuple[int, int, int] | None = None,
    ):
        presets = architecture_kinds.presets()
        if layers is None or isinstance(layers, str):
            _, usual_shape, layers = _preset(presets, layers or "small")
            input_shape = input_shape or usual_shape
        super().__init__(
            input_shape=input_shape or (28, 28, 1), layers=layers, unit=unit,
            picture="grace_hopper" if picture is None else picture, kinds=architecture_kinds.KINDS,
            presets=[list(each) for each in presets.values()],
        )
        if self.unit is None:
            self.unit = _middle(self._trace()[0])

    # What it shows, computed by Python ----------------------------------------------------

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        """The shape after each layer, (height, width, depth), or (numbers,) of a vector."""
        return [step.shape for step in self._trace()[0]]

    @property
    def parameters(self) -> list[int]:
        """How many numbers each layer learns."""
        return [step.parameters for step in self._trace()[0]]

    @property
    def multiply_adds(self) -> list[int]:
        """How often each layer multiplies and adds, for one example."""
        return [step.multiply_adds for step in self._trace()[0]]

    @property
    def memory(self) -> list[int]:
        """How many bytes each layer's output takes, for one example, in float32."""
        return [step.memory for step in self._trace()[0]]

    @property
    def fault(self) -> str | None:
        """Which layer does not fit, and why; None if all do. The lists end before that layer."""
        fault = self._trace()[1]
        return fault and say("Layer {layer} ({kind}) does not fit. {reason}", layer=fault.layer,
                             kind=self.layers[fault.layer]["kind"], reason=fault.sentence)

    @property
    def model(self) -> nn.Sequential:
        """A new network of these layers; its weights are drawn with rng=0.

        Raises ValueError where a layer doesn't fit.
        """
        if self.fault:
            raise ValueError(self.fault)
        steps, _ = self._trace()
        layers = (architecture_kinds.as_layer(step.layer, step.before[-1]) for step in steps)
        return nn.Sequential(*layers, rng=0)

    def receptive_field(
        self, layer: int, row: int = 0, col: int = 0, in_layer: int | None = None
    ) -> ReceptiveField:
        """Return what a unit of a layer sees: of the picture, or of a layer below it.

        Of a vector, `row` is the number. Raises ValueError where there is no such unit.
        """
        steps, _ = self._trace()
        layer = _below(layer, "layer", len(steps))
        height, width = sides(steps[layer].shape)
        row, col = _below(row, "row", height), _below(col, "col", width)
        first = 0 if in_layer is None else _below(in_layer, "in_layer", layer) + 1
        between = steps[first : layer + 1]
        rows, columns = seen_below(between, row, col)[-1]
        return ReceptiveField(tuple(rows), tuple(columns), field_and_jump(between)[0])

    def _trace(self) -> tuple[list[Step], Fault | None]:
        return trace(self.layers, self.input_shape)

    # What stands in its place -------------------------------------------------------------

    def _title(self) -> str:
        return translate("Architecture explorer")

    def _sentence(self) -> str:
        steps, fault = self._trace()
        way = [translate("input {shape}", shape=by(self.input_shape))]
        way += [f"{step.layer['kind']} {by(step.shape)}" for step in steps]
        what = translate(
            "Architecture explorer: {way}. {parameters} parameters, {multiply_adds} multiply-adds "
            "for one example.", way=" → ".join(way), parameters=sum(self.parameters),
            multiply_adds=sum(self.multiply_adds),
        )
        return f"{what} {self.fault}" if fault else what

    def _panels(self) -> list[tuple[str, np.ndarray]]:
        steps, _ = self._trace()
        shapes = [self.input_shape]
        shapes += [step.shape for step in steps if step.shape != step.before]
        largest = max(self.input_shape[:2])
        drawn = [("image", drawn_volume(shape, largest)) for shape in shapes[:MOST_PANELS]]
        return [("image", self.picture), *drawn]


def _check_depth(number: int, layer: Any, arriving: int) -> None:
    asked_for = architecture_kinds.depth_asked_for(layer)
    if asked_for not in (None, arriving):
        raise ValueError(
            say("Layer {number}, {layer}, was made for a depth of {depth}, but {arriving} arrives. "
                "Give the input_shape that the network takes.",
                number=number, layer=repr(layer), depth=asked_for, arriving=arriving)
        )


def _preset(presets: dict, name: str) -> tuple:
    if name not in presets:
        raise ValueError(
            say("There is no network named {name}. Choose one of: {names}.",
                name=repr(name), names=", ".join(presets))
        )
    return presets[name]


def _middle(steps: list[Step]) -> tuple[int, int, int] | None:
    """Return the unit in the middle of the last map of more than one unit."""
    maps = [number for number, step in enumerate(steps) if math.prod(step.shape[:-1]) > 1]
    if not maps:
        return None
    height, width, _ = steps[maps[-1]].shape
    return maps[-1], height // 2, width // 2


def _below(value: int, name: str, end: int) -> int:
    number = whole_number(value, name)
    if number >= end:
        raise ValueError(
            say("{name} must be below {end}, but {value} arrived: counting begins at 0.",
                name=name, end=end, value=number)
        )
    return number
