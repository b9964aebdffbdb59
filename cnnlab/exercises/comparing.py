"""Is this answer that result? A list may stand for an array, 3.0 for 3; `...` is no answer yet."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Number
from typing import Any

import numpy as np

TOLERANCE = 1e-5  # of the largest number expected: what float32 may lose in a sum
MOST = 1_000_000  # numbers in one answer: more than any exercise asks for


def is_blank(answer: Any) -> bool:
    """Whether the answer, or a part of it, is still `...`.

    >>> is_blank(...), is_blank([1, ...]), is_blank(np.zeros(2))
    (True, True, False)
    """
    if isinstance(answer, tuple | list):
        return any(is_blank(part) for part in answer)
    if isinstance(answer, np.ndarray) and answer.dtype == object:
        return any(part is ... for part in answer.ravel())
    return answer is ...


def is_too_large(answer: Any) -> bool:
    """Whether an answer holds so much that to look through it would take a long time.

    >>> is_too_large(range(10**9)), is_too_large([1, 2])
    (True, False)
    """
    if isinstance(answer, np.ndarray):
        return answer.size > MOST
    return isinstance(answer, Sequence) and len(answer) > MOST


def same(answer: Any, expected: Any, tolerance: float = TOLERANCE) -> bool:
    """Whether the answer says what is expected: same shape, and numbers equal up to rounding.

    `tolerance` is relative to the largest number expected. NaN equals only NaN.

    >>> same([[4, 3]], np.array([[4.0, 3.0]])), same((213, 319), [213, 318])
    (True, False)
    """
    if isinstance(expected, str):
        return isinstance(answer, str) and answer.strip().lower() == expected.strip().lower()
    if isinstance(expected, dict):
        return (isinstance(answer, dict) and answer.keys() == expected.keys()
                and all(same(answer[key], expected[key], tolerance) for key in expected))
    given, wanted = numbers(answer), numbers(expected)
    if wanted is None:  # several things of several shapes, or no numbers at all
        return _same_parts(answer, expected, tolerance)
    if given is None or given.shape != wanted.shape:
        return False
    return _close(given, wanted, tolerance)


def numbers(value: Any) -> np.ndarray | None:
    """Return `value` as an array of real numbers, or None where it isn't one."""
    try:
        if not (isinstance(value, Number | Sequence) or hasattr(value, "__array__")):
            return None  # NumPy would ask an object of any class for its parts, without end
        array = np.asarray(value)
        if array.dtype == object and all(isinstance(part, Number) for part in array.flat):
            array = array.astype(float)  # fractions, or an array that was made for any objects
    except Exception:  # whatever a stranger's object may raise
        return None
    return array if array.dtype.kind in "buif" else None


def decimal_comma(answer: Any, expected: Any) -> str:
    """Return as Python writes it what was typed with a decimal comma where a number is expected.

    >>> decimal_comma((0, 5), 0.25), decimal_comma((0, 5), (3, 4)), decimal_comma(0.5, 0.25)
    ('0.5', '', '')
    """
    wanted = numbers(expected)
    if wanted is None or wanted.ndim or not isinstance(answer, tuple) or len(answer) != 2:
        return ""
    whole, decimals = answer
    if type(whole) is not int or type(decimals) is not int or decimals < 0:
        return ""
    return f"{whole}.{decimals}"


def _close(given: np.ndarray, wanted: np.ndarray, tolerance: float) -> bool:
    if tolerance == 0 or (given.dtype.kind in "bui" and wanted.dtype.kind in "bui"):
        return bool(np.array_equal(given, wanted, equal_nan=True))
    whole = wanted.dtype.kind in "bui" and given.dtype.itemsize == 8  # float32 rounds large ones
    given, wanted = given.astype(np.float64), wanted.astype(np.float64)
    finite = np.isfinite(wanted)
    if not np.array_equal(given[~finite], wanted[~finite], equal_nan=True):
        return False
    slack = tolerance * np.abs(wanted[finite]).max(initial=0)
    slack = min(slack, 0.1) if whole else slack
    return bool((np.abs(given[finite] - wanted[finite]) <= slack + 1e-12).all())


def _same_parts(answer: Any, expected: Any, tolerance: float) -> bool:
    if isinstance(expected, tuple | list):
        return (isinstance(answer, tuple | list) and len(answer) == len(expected)
                and all(same(a, e, tolerance) for a, e in zip(answer, expected, strict=True)))
    try:
        return bool(answer == expected)
    except Exception:
        return False
