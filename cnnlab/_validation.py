"""Checks whose errors a student can act on: the name, what arrived, and what to do.

Read `say` first: it is how a sentence reaches the student in their own language without this
room knowing about languages. Then come the checks, from single numbers to whole images.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from numbers import Real
from typing import Any

import numpy as np

_translator: Callable[[str], str] = str


def set_translator(translator: Callable[[str], str]) -> None:
    """Let `translator` (English sentence -> the student's language) word every error below."""
    global _translator
    _translator = translator


def say(sentence: str, **values: Any) -> str:
    """Return the sentence in the student's language, with its `{values}` filled in."""
    return _translator(sentence).format(**values)


# Single numbers --------------------------------------------------------------------------


def whole_number(value: Any, name: str, minimum: int = 0) -> int:
    """Return `value` as an int of at least `minimum`; decimals, texts and booleans are errors."""
    try:
        if isinstance(value, bool | np.bool_):
            raise TypeError
        number = operator.index(value)
    except TypeError:
        raise TypeError(
            say("{name} must be a whole number such as {minimum}, but {value!r} arrived.",
                name=name, minimum=max(minimum, 1), value=value)
        ) from None
    if number < minimum:
        raise ValueError(
            say("{name} must be at least {minimum}, but {value} arrived.",
                name=name, minimum=minimum, value=number)
        )
    return number


def pair(value: Any, name: str, minimum: int = 0) -> tuple[int, int]:
    """Return (rows, columns) from one whole number for both, or from two."""
    if isinstance(value, tuple | list) or (isinstance(value, np.ndarray) and value.ndim):
        if len(value) != 2:
            raise ValueError(
                say("{name} takes one whole number, or two as (rows, columns), "
                    "but {count} arrived: {value!r}.", name=name, count=len(value), value=value)
            )
        rows, columns = value
    else:
        rows = columns = value
    return whole_number(rows, name, minimum), whole_number(columns, name, minimum)


def finite_number(value: Any, name: str, above: float = -math.inf) -> float:
    """Return `value` as a float greater than `above`; texts, NaN and infinity are errors."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(
            say("{name} must be a number, but {value!r} arrived.", name=name, value=value)
        )
    if not math.isfinite(value):
        raise ValueError(
            say("{name} must be a finite number, but {value} arrived.", name=name, value=value)
        )
    if value <= above:
        raise ValueError(
            say("{name} must be greater than {above}, but {value} arrived.",
                name=name, above=above, value=value)
        )
    return float(value)


def not_negative(value: float, name: str, below: float = math.inf) -> float:
    """Return `value` as a float from 0 to less than `below`."""
    value = finite_number(value, name)
    if not 0 <= value < below:
        raise ValueError(
            say("{name} must be at least 0 and less than {below}, but {value} arrived.",
                name=name, below=below, value=value)
        )
    return value


def fraction(value: float, name: str) -> float:
    """Return `value` as a float from 0 to 1, both included.

    >>> fraction(1, "p")
    1.0
    """
    value = finite_number(value, name)
    if not 0 <= value <= 1:
        raise ValueError(
            say("{name} must be from 0 to 1, but {value} arrived.", name=name, value=value)
        )
    return value


# Arrays ----------------------------------------------------------------------------------


def numeric_array(value: Any, name: str) -> np.ndarray:
    """Return `value` as an array of finite real numbers with at least one element."""
    if np.ma.is_masked(value):
        raise ValueError(
            say("{name} has masked values. Say what they count as first, for example with "
                "{name}.filled(0).", name=name)
        )
    try:
        array = np.asarray(value)
    except ValueError:  # NumPy's word for rows of different lengths
        raise ValueError(
            say("The rows of {name} have different lengths. Give every row as many numbers.",
                name=name)
        ) from None
    if array.dtype.kind not in "buif":
        raise TypeError(
            say("{name} must be an array of numbers, but its type is {type} ({dtype}). "
                "Convert it first, for example with np.array(..., dtype=float).",
                name=name, type=type(value).__name__, dtype=array.dtype)
        )
    if array.size == 0:
        raise ValueError(
            say("{name} is empty: its shape is {shape}. Check how it was sliced or loaded.",
                name=name, shape=array.shape)
        )
    _refuse_non_finite(array, name)
    return array


def _refuse_non_finite(array: np.ndarray, name: str) -> None:
    if array.dtype.kind != "f":
        return
    finite = np.isfinite(array)
    if finite.all():
        return
    where = tuple(int(index) for index in np.argwhere(~finite)[0])
    raise ValueError(
        say("{name} holds {count} value(s) that are not finite numbers; the first is {value} at "
            "index {where}. Replace them first, for example with np.nan_to_num({name}).",
            name=name, count=int(array.size - finite.sum()), value=array[where], where=where)
    )


def image_array(value: Any, name: str = "image") -> np.ndarray:
    """Return `value` as a grey (H, W) or colour (H, W, C) array of finite numbers."""
    array = numeric_array(value, name)
    if array.ndim not in (2, 3):
        raise ValueError(
            say("{name} must have the axes (height, width) or (height, width, channels), but its "
                "shape is {shape}.", name=name, shape=array.shape)
        )
    return array


def widened(array: np.ndarray) -> np.ndarray:
    """Return `array` in a float type that cannot wrap around: integers become float64.

    >>> widened(np.array([0, 255], dtype=np.uint8)) - 256
    array([-256.,   -1.])
    """
    if array.dtype.kind != "f":
        return array.astype(np.float64)
    return array.astype(np.result_type(array.dtype, np.float32), copy=False)  # float16 is too small
