"""Numbers as short words: for the cells of a picture and for text alternatives."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from cnnlab.language import translate

MOST_LISTED = 256  # a longer list of numbers tells a listener less than its range does


def short(number: float) -> str:
    """Return a number as few characters as it needs: no decimals where there are none.

    >>> [short(number) for number in (3.0, -1, 0.0037, 12.34, 123.4, -0.0)]
    ['3', '−1', '0.0037', '12.3', '123', '0']
    """
    size = abs(float(number))
    if size == round(size) or size >= 100:
        text = f"{size:.0f}" if size < 1e6 else f"{size:.2g}"
    else:
        text = f"{size:.1f}" if size >= 10 else f"{size:.2g}"
    return f"−{text}" if number < 0 else text  # a minus sign, not a hyphen: it can be heard


def texts(array: np.ndarray) -> np.ndarray:
    """Return the numbers of an array as texts with equally many decimals, at most four.

    >>> texts(np.array([0.25, -0.5, 0])).tolist(), texts(np.array([3.0, -1])).tolist()
    (['0.25', '−0.50', '0'], ['3', '−1'])
    """
    array = np.asarray(array, dtype=float)
    largest = float(np.abs(array).max())
    if largest >= 1e6 or 0 < largest < 1e-3:
        return np.vectorize(short, otypes=[object])(array)
    enough = 0 if largest >= 100 else min(4, 2 - math.floor(math.log10(largest or 1)))
    decimals = next(
        (count for count in range(enough) if np.allclose(array, np.round(array, count), 0, 1e-9)),
        enough,
    )
    return np.vectorize(partial(_fixed, decimals=decimals), otypes=[object])(array)


def _fixed(number: float, decimals: int) -> str:
    text = f"{abs(float(number)):.{decimals}f}"
    if float(text) == 0:
        return "0"
    return f"−{text}" if number < 0 else text


def rows(array: np.ndarray) -> str:
    """Return a small array as its rows, a large one as its range.

    >>> rows(np.array([[1, -1], [0, 2]]))
    '1 −1 / 0 2'
    """
    if array.size > MOST_LISTED:
        return value_range(array)
    return " / ".join(" ".join(row) for row in texts(array))


def value_range(array: np.ndarray) -> str:
    """Return the smallest and the largest number of an array, as words.

    >>> value_range(np.array([[3, -1]]))
    'values from −1 to 3'
    """
    return translate(
        "values from {smallest} to {largest}", smallest=short(array.min()),
        largest=short(array.max()),
    )


def largest_place(array: np.ndarray) -> str:
    """Return where the largest number of an array stands, as words.

    >>> largest_place(np.array([[3, -1], [0, 7]])), largest_place(np.array([[0, 2, 2]]))
    ('the largest at row 1, column 1', 'the largest in 2 places, first at row 0, column 1')
    """
    count = int((array == array.max()).sum())
    row, column = divmod(int(array.argmax()), array.shape[1])
    if count == 1:
        return translate("the largest at row {row}, column {column}", row=row, column=column)
    return translate("the largest in {count} places, first at row {row}, column {column}",
                     count=count, row=row, column=column)


def size(array: np.ndarray) -> str:
    """Return height and width, as words.

    >>> size(np.zeros((5, 7)))
    '5 by 7'
    """
    return translate("{height} by {width}", height=array.shape[0], width=array.shape[1])
