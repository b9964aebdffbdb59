"""Drawings of +1 (the strokes) and -1 (the paper): an X of any size, turn and slant, and no X's.

Read `x_shape`: it says exactly which cells two crossing strokes cover. `DRAWINGS` holds what the
X detector offers to be tried, the lecture's two X's first.
"""

from __future__ import annotations

import math

import numpy as np

from cnnlab._validation import finite_number, say, whole_number
from cnnlab.images import from_drawing, x_clean, x_deformed
from cnnlab.language import translate

REACH = 0.6  # a stroke covers the cells whose centres are at most this far from it


def x_shape(
    shift: tuple[float, float] = (0, 0),
    size: float = 3,
    angle: float = 0,
    shear: float = 0,
    grid: tuple[int, int] = (9, 9),
) -> np.ndarray:
    """Return an X of two straight strokes that cross in the middle, drawn on a grid of cells.

    Parameters
    ----------
    shift : (down, right), in cells
    size : from the crossing to the end of a stroke: so many rows and so many columns
    angle : degrees, clockwise
    shear : columns to the right for each row downwards
    grid : (rows, columns) of the result

    Returns
    -------
    array of the shape `grid`: +1 where a cell's centre is at most 0.6 from a stroke, else -1

    The X is slanted first, then turned, then shifted. Raises TypeError or ValueError where an
    argument is no finite number, or `size` is not above 0.

    >>> bool((x_shape() == x_clean()).all())
    True
    >>> x_shape(size=1, shift=(0, 1), grid=(3, 5))
    array([[-1, -1,  1, -1,  1],
           [-1, -1, -1,  1, -1],
           [-1, -1,  1, -1,  1]])
    """
    down, right = (finite_number(each, "shift") for each in _two(shift, "shift"))
    rows, columns = (whole_number(each, "grid", minimum=1) for each in _two(grid, "grid"))
    size, shear = finite_number(size, "size", above=0), finite_number(shear, "shear")
    cosine, sine = _cosine_and_sine(finite_number(angle, "angle"))
    row = np.arange(rows)[:, np.newaxis] - ((rows - 1) / 2 + down)  # from the crossing
    column = np.arange(columns) - ((columns - 1) / 2 + right)
    covered = np.zeros((rows, columns), bool)
    for lean in (1, -1):  # the stroke \ and the stroke /
        end_row, end_column = size, (lean + shear) * size
        end_row, end_column = (
            end_column * sine + end_row * cosine, end_column * cosine - end_row * sine
        )
        covered |= _squared_distance(row, column, end_row, end_column) <= REACH * REACH
    return np.where(covered, 1, -1)


def _two(value: object, name: str) -> tuple | list | np.ndarray:
    """Return the two numbers of a pair."""
    if not isinstance(value, tuple | list | np.ndarray) or len(value) != 2:
        raise ValueError(
            say("{name} takes two numbers, (rows, columns), but {value!r} arrived.",
                name=name, value=value)
        )
    return value


def _cosine_and_sine(angle: float) -> tuple[float, float]:
    """Return both rounded to 12 decimals, in which Python and every browser agree."""
    radians = angle * math.pi / 180
    exact = math.cos(radians), math.sin(radians)
    cosine, sine = (math.floor(each * 1e12 + 0.5) / 1e12 for each in exact)
    return cosine, sine


def _squared_distance(
    row: np.ndarray, column: np.ndarray, end_row: float, end_column: float
) -> np.ndarray:
    """Return how far each cell is from the stroke between minus the end and the end, squared."""
    along = (row * end_row + column * end_column) / (end_row * end_row + end_column * end_column)
    along = np.clip(along, -1, 1)  # the nearest point of the stroke, from one end to the other
    row, column = row - along * end_row, column - along * end_column
    return row * row + column * column


DRAWINGS = {
    "clean X": x_clean(),
    "deformed X": x_deformed(),
    "small X": x_shape(size=1),
    "thick X": from_drawing("""
        .........
        .xx...xx.
        .xxx.xxx.
        ..xxxxx..
        ...xxx...
        ..xxxxx..
        .xxx.xxx.
        .xx...xx.
        .........
    """),
    "O": from_drawing("""
        .........
        ...xxx...
        ..x...x..
        .x.....x.
        .x.....x.
        .x.....x.
        ..x...x..
        ...xxx...
        .........
    """),
    "plus": from_drawing("""
        .........
        ....x....
        ....x....
        ....x....
        .xxxxxxx.
        ....x....
        ....x....
        ....x....
        .........
    """),
    "T": from_drawing("""
        .........
        .xxxxxxx.
        ....x....
        ....x....
        ....x....
        ....x....
        ....x....
        ....x....
        .........
    """),
    "K": from_drawing("""
        .........
        ..x...x..
        ..x..x...
        ..x.x....
        ..xx.....
        ..x.x....
        ..x..x...
        ..x...x..
        .........
    """),
    "Y": from_drawing("""
        .........
        .x.....x.
        ..x...x..
        ...x.x...
        ....x....
        ....x....
        ....x....
        ....x....
        .........
    """),
    "only \\": np.where(np.eye(9) > 0, 1, -1),
    "only /": np.where(np.eye(9)[::-1] > 0, 1, -1),
    "parts of an X": from_drawing("""
        .......x.
        ......x..
        .....x...
        .........
        x........
        .x...x.x.
        ..x...x..
        .....x.x.
        .........
    """),
    "empty": np.full((9, 9), -1),
}


def named_drawings() -> list[tuple[str, np.ndarray]]:
    """Return the drawings with their names in the current language."""
    names = [
        translate("clean X"), translate("deformed X"), translate("small X"), translate("thick X"),
        "O", translate("plus"), "T", "K", "Y", translate("only {stroke}", stroke="\\"),
        translate("only {stroke}", stroke="/"), translate("parts of an X"), translate("empty"),
    ]
    return list(zip(names, DRAWINGS.values(), strict=True))
