"""Mistakes that can be made in any exercise, and the sentence that names each.

A mistake that belongs to one exercise stands with that exercise. These come after them: each is a
question to the answer and the result, in the order of `GENERAL`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from cnnlab.exercises.comparing import numbers, same
from cnnlab.exercises.running import SECONDS, Failure, Run
from cnnlab.language import later, translate

SHOWN = 300  # characters of an input or of an answer


class Difference(NamedTuple):
    """One case in which an answer is wrong: the arguments, what came out, what should have."""

    arguments: Sequence[Any]
    got: Any
    expected: Any


def general(case: Difference) -> str:
    """Return the sentence for the first general mistake that fits, or ""."""
    for fits, sentence in GENERAL:
        if fits(case):
            return translate(sentence)
    return ""


# Each asks one question ------------------------------------------------------------------


def _nothing_returned(case: Difference) -> bool:
    return case.got is None


def _no_numbers(case: Difference) -> bool:
    return numbers(case.expected) is not None and numbers(case.got) is None


def _not_finite(case: Difference) -> bool:
    got = numbers(case.got)
    return got is not None and got.dtype.kind == "f" and not np.isfinite(got).all()


def _the_input(case: Difference) -> bool:
    arrays = [part for part in case.arguments if np.ndim(part)]
    return any(same(case.got, array, tolerance=0) for array in arrays)


def _all_zeros(case: Difference) -> bool:
    got = numbers(case.got)
    return got is not None and got.size > 0 and got.ndim > 0 and not got.any()


def _rows_and_columns_swapped(case: Difference) -> bool:
    got = numbers(case.got)
    return got is not None and got.ndim == 2 and same(got.T, case.expected)


def _another_shape(case: Difference) -> bool:
    got, expected = numbers(case.got), numbers(case.expected)
    return got is not None and expected is not None and got.shape != expected.shape


def _opposite_sign(case: Difference) -> bool:
    got = numbers(case.got)
    return got is not None and got.any() and same(-got.astype(float), case.expected)


def _wrapped_around(case: Difference) -> bool:
    got, expected = numbers(case.got), numbers(case.expected)
    if got is None or got.dtype != np.uint8 or expected.dtype.kind == "b":
        return False
    return bool(np.array_equal(got, np.mod(np.rint(expected), 256)))


def _decimals_cut(case: Difference) -> bool:
    got, expected = numbers(case.got), numbers(case.expected)
    if got is None or expected.dtype.kind != "f":
        return False
    rounded = (np.trunc(expected), np.floor(expected), np.rint(expected))
    return any(np.array_equal(got, each) for each in rounded)


def _a_constant_away(case: Difference) -> bool:
    got, expected = numbers(case.got), numbers(case.expected)
    if got is None or got.size < 2 or got.dtype.kind == "b" or expected.dtype.kind == "b":
        return False
    away = expected.astype(float) - got
    return bool(np.allclose(away, away.flat[0], rtol=0, atol=1e-9))


GENERAL: list[tuple[Callable[[Difference], bool], str]] = [
    (_nothing_returned, later("Your function returns nothing. Is there a `return` before the "
                              "result?")),
    (_no_numbers, later("The answer should be made of numbers, and this one isn't. What does "
                        "your function return?")),
    (_not_finite, later("There are values in it that are no numbers (nan or inf). Is something "
                        "divided by zero, or never filled in?")),
    (_the_input, later("That is the input, unchanged. Does what you compute end up in what you "
                       "return?")),
    (_all_zeros, later("Only zeros come out. Is each result stored where it belongs, and is "
                       "anything added up?")),
    (_rows_and_columns_swapped, later("Rows and columns have changed places. Which index comes "
                                      "first?")),
    (_another_shape, later("The shape is not right yet. Work out on paper how many numbers "
                           "should come out along each axis.")),
    (_opposite_sign, later("Every sign is the opposite. What is subtracted from what?")),
    (_wrapped_around, later("The numbers wrapped around at 256: `uint8` has no room for them. "
                            "Widen the type before you calculate.")),
    (_decimals_cut, later("The decimals are gone. Which operation, or which type, cuts them "
                          "off?")),
    (_a_constant_away, later("Every number is off by the same amount. What is added once too "
                             "often, or never?")),
]


# The smallest case that differs, and what failed -----------------------------------------


def size_of(arguments: Sequence[Any]) -> int:
    """Say how large a case is: how many numbers its arguments hold."""
    return sum(np.size(part) for part in arguments if not callable(part))


def shown(value: Any) -> str:
    """Return a value as a student would print it, not too long."""
    text = str(value) if isinstance(value, np.ndarray) else repr(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + " …"


def shape_words(value: Any) -> str:
    """Say the shape of a value, or that it is a single number."""
    array = numbers(value)
    if array is None:
        return type(value).__name__
    return translate("a single number") if array.ndim == 0 else str(array.shape)


def inputs_shown(names: Sequence[str], arguments: Sequence[Any]) -> str:
    """Return the arguments of a case, one a line: `name = value`, an array below its name."""
    lines = []
    for name, value in zip(names, arguments, strict=True):
        between = "\n" if isinstance(value, np.ndarray) and value.ndim > 1 else " "
        lines.append(f"{name} ={between}{shown(value)}")
    return "\n".join(lines)


def smallest_case(names: Sequence[str], case: Difference) -> str:
    """Return the case as text: input, expected shape, what came out; never what should have."""
    got = numbers(case.got)
    several = got is not None and got.ndim > 0
    between = "\n" if several and got.ndim > 1 else " "
    shape = "   " + translate("(shape {shape})", shape=got.shape) if several else ""
    return "\n".join([
        translate("Input:"),
        inputs_shown(names, case.arguments),
        translate("Expected shape: {shape}", shape=shape_words(case.expected)),
        translate("Your result:") + between + shown(case.got) + shape,
    ])


def what_failed(failure: Failure) -> str:
    """Say in a sentence which error arose, and at which line."""
    error = f"{failure.kind}: {failure.text}" if failure.text else failure.kind
    if failure.line:
        return translate("Your function stopped with an error at the line `{line}`: {error}",
                         line=failure.line, error=error)
    return translate("Your function stopped with an error: {error}", error=error)


def no_end(run: Run) -> str:
    """Say that a function was stopped, or that it could not be."""
    if run.goes_on:
        return translate("After {seconds} seconds it was still running, and it can't be stopped: "
                         "it goes on in the background until you clear the memory with ↻. What "
                         "is it waiting for?", seconds=f"{SECONDS:g}")
    return translate("After {seconds} seconds it was still running, so it was stopped. Does "
                     "every loop come to an end?", seconds=f"{SECONDS:g}")
