"""What can differ between two drawings of one shape: how much of it, and how much is too much."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real
from typing import Any, NamedTuple

import numpy as np

from cnnlab._validation import finite_number, say, whole_number

Range = float | tuple[float, float]


class Factor(NamedTuple):
    """The range of one factor, and its value in the plain drawing."""

    least: float
    plain: float
    most: float


def factors(size: int = 16) -> dict[str, Factor]:
    """Return the factors of `draw_shape` and `shapes`, for images of size x size pixels.

    >>> factors(16)["scale"], factors(28)["stroke"]
    (Factor(least=0.2, plain=1, most=2), Factor(least=0.5, plain=2.8, most=14.0))
    """
    size = whole_number(size, "size", minimum=5)
    return {
        "angle": Factor(-180, 0, 180),
        "scale": Factor(0.2, 1, 2),
        "shift": Factor(-size, 0, size),
        "stretch": Factor(0, 0, 0.6),
        "deformation": Factor(0, 0, 0.5),
        "stroke": Factor(0.5, max(1, size / 10), size / 2),
        "occlusion": Factor(0, 0, 1),
        "contrast": Factor(0, 1, 1),
        "background": Factor(0, 0, 1),
        "noise": Factor(0, 0, 0.5),
        "clutter": Factor(0, 0, 20),
    }


def within(value: Any, name: str, size: int) -> float:
    """Return `value` as a float, if it lies in the range of the factor `name`."""
    least, _, most = factors(size)[name]
    if name == "clutter":
        whole_number(value, name)
    if not least <= finite_number(value, name) <= most:
        raise ValueError(
            say("{name} goes from {least} to {most}, but {value} arrived.",
                name=name, least=least, most=most, value=value)
        )
    return float(value)


def range_of(value: Range, name: str, size: int) -> tuple[float, float]:
    """Return (lowest, highest) from both, or from how far they may lie from the plain drawing.

    >>> range_of(20, "angle", 16), range_of(0.6, "contrast", 16), range_of((40, 50), "angle", 16)
    ((-20.0, 20.0), (0.4, 1), (40.0, 50.0))
    """
    if isinstance(value, Real):
        return _around_plain(value, name, size)
    if not isinstance(value, Sequence | np.ndarray) or isinstance(value, str) or len(value) != 2:
        raise TypeError(
            say("{name} takes one number, how far it may lie from the plain drawing, or two as "
                "(lowest, highest), but {value!r} arrived.", name=name, value=value)
        )
    lowest, highest = (within(each, name, size) for each in value)
    if lowest > highest:
        raise ValueError(
            say("{name} takes (lowest, highest), but {value!r} arrived. Swap them.",
                name=name, value=value)
        )
    return lowest, highest


def _around_plain(far: float, name: str, size: int) -> tuple[float, float]:
    least, plain, most = factors(size)[name]
    if name == "clutter":
        whole_number(far, name)
    if name == "scale":
        most = plain  # larger drawings would leave the image
    furthest = max(plain - least, most - plain)
    if not 0 <= finite_number(far, name) <= furthest:
        raise ValueError(
            say("As one number, {name} is how far it may lie from the plain drawing, from 0 to "
                "{furthest}, but {value} arrived. For a range, give two: (lowest, highest).",
                name=name, furthest=furthest, value=far)
        )
    return max(least, plain - float(far)), min(most, plain + float(far))
