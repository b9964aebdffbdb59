"""A network at a glance: for each layer, what comes out, what it costs, how far it sees.

`summarise` walks through the layers with the shape of one example in hand; no number is computed
on any image. Read `_walk`: a box of layers is walked through like the network itself.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from cnnlab import geometry
from cnnlab._validation import say
from cnnlab.nn.batches import shape_inside
from cnnlab.nn.container import Container
from cnnlab.nn.layer import Layer, Shape, Window

Windows = list[Window | None]  # of every layer from the image on; None: sees everything


class Row(NamedTuple):
    """One layer; shapes are (channels, height, width), without the batch."""

    name: str
    layer: str
    output_shape: Shape
    parameters: int
    multiply_adds: int
    receptive_field: tuple[int, int] | None  # pixels of the image, (rows, columns); None: all


class Summary(NamedTuple):
    """The rows of the table; printing it shows it."""

    input_shape: Shape
    rows: list[Row]

    @property
    def parameters(self) -> int:
        """How many numbers are learned."""
        return sum(row.parameters for row in self.rows)

    @property
    def multiply_adds(self) -> int:
        """How often one image makes the network multiply and add."""
        return sum(row.multiply_adds for row in self.rows)

    def __repr__(self) -> str:
        head = ["", say("layer"), say("output"), say("parameters"), say("multiply-adds"),
                say("sees")]
        first = ["", say("input"), _by(self.input_shape), "", "", ""]
        total = ["", say("total"), "", _grouped(self.parameters),
                 _grouped(self.multiply_adds), ""]
        lines = [head, first, *map(_texts, self.rows), total]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(
                text.ljust(width) if place < 3 else text.rjust(width)
                for place, (text, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        )


def summarise(model: Layer, image_shape: tuple[int, ...]) -> Summary:
    """Return the table of a network for images (H, W) or (H, W, C), or for vectors (D,)."""
    input_shape = shape_inside(image_shape)
    rows, _, _ = _walk(model, "", input_shape, [])
    return Summary(input_shape, rows)


def _walk(
    layer: Layer, name: str, shape: Shape, below: Windows
) -> tuple[list[Row], Shape, Windows]:
    """Return the rows of a layer, the shape after it, and the windows up to there."""
    after, rows = layer.output_shape(shape), []
    if not isinstance(layer, Container):
        windows = [*below, layer.window]
        rows = [_row(layer, name, shape, after, windows)]
        return rows, after, windows
    dot = f"{name}." if name else ""
    if not hasattr(layer, "branches"):
        for number, inner in enumerate(layer.layers):
            inner_rows, shape, below = _walk(inner, f"{dot}{number}", shape, below)
            rows += inner_rows
        return rows, after, below
    ways = []
    for number, branch in enumerate(layer.branches):
        inner_rows, _, windows = _walk(branch, f"{dot}{number}", shape, below)
        rows += inner_rows
        ways.append(windows)
    widest = max(ways, key=lambda windows: _field(windows) or (math.inf, math.inf))
    joined = Row(name, type(layer).__name__, after, 0, 0, _field(widest))
    return [*rows, joined], after, widest


def _row(layer: Layer, name: str, shape: Shape, after: Shape, windows: Windows) -> Row:
    parameters = sum(param.size for param in layer.params.values())
    return Row(name, repr(layer), after, parameters, layer.multiply_adds(shape), _field(windows))


def _field(windows: Windows) -> tuple[int, int] | None:
    """Return how many pixels of the image, (rows, columns), one output sees; None for all."""
    if None in windows:
        return None
    return tuple(
        geometry.receptive_field([tuple(pair[axis] for pair in window) for window in windows])
        for axis in (0, 1)
    )


def _texts(row: Row) -> list[str]:
    sees = say("everything") if row.receptive_field is None else _by(row.receptive_field)
    return [row.name, row.layer, _by(row.output_shape), _grouped(row.parameters),
            _grouped(row.multiply_adds), sees]


def _grouped(number: int) -> str:
    """Return a number in groups of three, apart by a space: a comma is a decimal sign for many.

    >>> _grouped(1508), _grouped(115200)
    ('1508', '115 200')
    """
    return f"{number:,}".replace(",", " ") if number >= 10_000 else str(number)


def _by(shape: Shape) -> str:
    return " x ".join(map(str, shape))
