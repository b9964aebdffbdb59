"""What each layer makes of the volume, and what one unit of it sees of everything below.

No weight is made and no picture is touched: `trace` walks through the layers with the shape in
hand, `seen_below` walks back from one unit with two sets of numbers in hand, its rows and its
columns. The widget's script does the same; this is what it is compared with.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cnnlab import geometry
from cnnlab._validation import pair, say
from cnnlab.widgets.architecture_kinds import MOST_ROWS, SLIDING, Fields

BYTES = 4  # of a float32
Shape = tuple[int, ...]  # (height, width, depth), or (numbers,) once it is a vector
Places = tuple[Sequence[int], Sequence[int]]  # rows and columns; each row with each column


class Step(NamedTuple):
    """One layer that fits: what arrives, what it makes of it, what it costs for one example."""

    layer: Fields
    before: Shape
    shape: Shape
    parameters: int
    multiply_adds: int

    @property
    def memory(self) -> int:
        """Bytes that the layer's output takes in float32."""
        return BYTES * math.prod(self.shape)


class Fault(NamedTuple):
    """The layer that does not fit, and why."""

    layer: int
    sentence: str


def trace(layers: list[Fields], input_shape: Shape) -> tuple[list[Step], Fault | None]:
    """Return a step for each layer, up to the first that doesn't fit, and what is wrong there.

    >>> steps, fault = trace([{"kind": "Linear", "out_features": 10, "bias": True}], (5, 5, 16))
    >>> fault.sentence.partition(". ")[2]
    'Put Flatten or GlobalAvgPool2d before it.'
    """
    steps, shape = [], input_shape
    for number, layer in enumerate(layers):
        try:
            after = shape_after(layer, shape)
            _check_size(after)
        except ValueError as error:
            return steps, Fault(number, str(error))
        costs = _parameters(layer, shape), _multiply_adds(layer, shape, after)
        steps.append(Step(layer, shape, after, *costs))
        shape = after
    return steps, None


def sides(shape: Shape) -> tuple[int, int]:
    """Return how many rows and columns a map has; a vector has as many rows."""
    return shape[:2] if len(shape) > 1 else (shape[0], 1)


def by(shape: Shape) -> str:
    """Return a shape as people write it.

    >>> by((28, 28, 6))
    '28 × 28 × 6'
    """
    return " × ".join(map(str, shape))


# The volume ------------------------------------------------------------------------------


def shape_after(layer: Fields, shape: Shape) -> Shape:
    """Return the shape after a layer; ValueError where it can't take what arrives."""
    kind = layer["kind"]
    if kind == "Linear":
        if len(shape) > 1:
            raise ValueError(
                say("Linear takes a vector, but a volume of {shape} arrives. Put "
                    "Flatten or GlobalAvgPool2d before it.", shape=by(shape))
            )
        return (layer["out_features"],)
    if kind == "Flatten":
        return (math.prod(shape),)
    if len(shape) == 1 and kind in (*SLIDING, "GlobalAvgPool2d", "BatchNorm2d"):
        raise ValueError(
            say("{kind} takes a volume, height × width × depth, but a vector of {count} numbers "
                "arrives. Move it up, before the layer that makes the vector.",
                kind=kind, count=shape[0])
        )
    if kind == "GlobalAvgPool2d":
        return shape[2:]
    if kind not in SLIDING:
        return shape
    if kind != "Conv2d":
        _check_pool_padding(layer)
    height, width = (_slid(layer, shape, axis) for axis in (0, 1))
    return height, width, layer.get("out_channels", shape[2])


def _check_size(shape: Shape) -> None:
    """Raise ValueError where a map or a vector is larger than a student's computer can show."""
    if len(shape) == 1 and shape[0] > MOST_ROWS**2:
        raise ValueError(
            say("A vector of {count} numbers is longer than what can be shown, {most}. Make the "
                "volume smaller first.", count=shape[0], most=MOST_ROWS**2)
        )
    if len(shape) > 1 and max(shape[:2]) > MOST_ROWS:
        raise ValueError(
            say("A map of {rows} × {columns} is larger than what can be shown: {most} rows and "
                "columns. Use less padding.", rows=shape[0], columns=shape[1], most=MOST_ROWS)
        )


def padding_of(layer: Fields, axis: int) -> tuple[int, int]:
    """Return the zeros before and after, along rows (axis 0) or columns."""
    if layer["padding"] != "same":
        return (pair(layer["padding"], "padding")[axis],) * 2
    return geometry.same_padding(*(pair(layer[name], name)[axis]
                                   for name in ("kernel_size", "dilation")))


def _along(layer: Fields, axis: int) -> tuple[int, int, int]:
    """Return kernel size, stride and dilation along one axis."""
    return tuple(pair(layer.get(name, 1), name)[axis]
                 for name in ("kernel_size", "stride", "dilation"))


def _slid(layer: Fields, shape: Shape, axis: int) -> int:
    kernel_size, stride, dilation = _along(layer, axis)
    before, after = padding_of(layer, axis)
    size = shape[axis] + after - before
    return geometry.output_size(size, kernel_size, stride, before, dilation)


def _check_pool_padding(layer: Fields) -> None:
    sizes = zip(pair(layer["padding"], "padding"), pair(layer["kernel_size"], "kernel_size"),
                strict=True)
    for side, size in sizes:
        if 2 * side > size:
            raise ValueError(
                say("padding={padding} is more than half of a window of {kernel_size}: some "
                    "windows would see no pixel. Use at most padding={most}.",
                    padding=side, kernel_size=size, most=size // 2)
            )


def _parameters(layer: Fields, shape: Shape) -> int:
    depth = shape[-1]
    if layer["kind"] == "Conv2d":
        kernel_size = pair(layer["kernel_size"], "kernel_size")
        return geometry.conv_parameters(depth, layer["out_channels"], kernel_size, layer["bias"])
    if layer["kind"] == "Linear":
        return geometry.linear_parameters(depth, layer["out_features"], layer["bias"])
    return 2 * depth if layer.get("affine") else 0


def _multiply_adds(layer: Fields, shape: Shape, after: Shape) -> int:
    if layer["kind"] == "Linear":
        return geometry.linear_multiply_adds(shape[0], after[0])
    if layer["kind"] != "Conv2d":
        return 0
    kernel_size = pair(layer["kernel_size"], "kernel_size")
    weights = geometry.conv_parameters(shape[2], after[2], kernel_size, bias=False)
    return weights * after[0] * after[1]


# What a unit sees ------------------------------------------------------------------------


def _window(layer: Fields) -> list[tuple[int, int, int]] | None:
    """Return (kernel size, stride, dilation) along rows and columns; None for all there is."""
    if layer["kind"] in ("Linear", "GlobalAvgPool2d"):
        return None
    if layer["kind"] not in SLIDING:
        return [(1, 1, 1)] * 2
    return [_along(layer, axis) for axis in (0, 1)]


def field_and_jump(steps: list[Step]) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Return the receptive field of the last step's units, and the jump from one to the next.

    Both are (rows, columns) of the first step's input; None where a layer looks at everything.
    """
    windows = [_window(step.layer) for step in steps]
    if None in windows:
        return None, None
    axes = [[window[axis] for window in windows] for axis in (0, 1)]
    return (tuple(geometry.receptive_field(axis) for axis in axes),
            tuple(math.prod(stride for _, stride, _ in axis) for axis in axes))


def seen_below(steps: list[Step], row: int, col: int) -> list[Places]:
    """Return what a unit of the last step sees: its own place, ..., places in the first's input.

    What lies in the padding is left out: a zero that was added depends on nothing.
    """
    places = [((row,), (col,))]
    for step in reversed(steps):
        places.append(_one_below(step, places[-1]))
    return places


def _one_below(step: Step, places: Places) -> Places:
    kind, (height, width) = step.layer["kind"], sides(step.before)
    if kind in ("Linear", "GlobalAvgPool2d"):
        return range(height), range(width)
    if kind == "Flatten" and len(step.before) == 3:  # channel by channel, row by row
        if len(places[0]) == math.prod(step.before):
            return range(height), range(width)
        numbers = [number % (height * width) for number in places[0]]
        return _in_order(n // width for n in numbers), _in_order(n % width for n in numbers)
    if kind not in SLIDING:
        return places
    return tuple(_covered(step, axis, places[axis]) for axis in (0, 1))


def _covered(step: Step, axis: int, places: Sequence[int]) -> tuple[int, ...]:
    (kernel_size, stride, dilation), size = _along(step.layer, axis), step.before[axis]
    before, _ = padding_of(step.layer, axis)
    met = (place * stride - before + dilation * i for place in places for i in range(kernel_size))
    return _in_order(place for place in met if 0 <= place < size)


def _in_order(places: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(places)))
