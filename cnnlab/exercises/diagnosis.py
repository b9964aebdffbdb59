"""Mistakes that can be made in any exercise, and the sentence that names each.

A mistake that belongs to one exercise stands with that exercise. These come after them: each is a
question to an answer and the result, first those of `EVERYWHERE`, then those of `HERE`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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


def general(cases: Sequence[Difference], wrong: Difference) -> str:
    """Return the sentence for the first general mistake that fits, or "".

    `cases` are all of them, `wrong` the one that is shown. What is said of a function holds in
    every case: whoever returns only zeros does so everywhere.
    """
    for fits, sentence in EVERYWHERE:
        if all(map(fits, cases)):
            return translate(sentence)
    for fits, sentence in HERE:
        if fits(wrong):
            return translate(sentence)
    return ""


# Each asks one question ------------------------------------------------------------------


def _nothing_returned(case: Difference) -> bool:
    return case.got is None


def _one_by_one(case: Difference) -> bool:
    return isinstance(case.got, Iterator)


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
    computed = bool(case.arguments)  # and not a value that somebody wrote down
    return computed and got is not None and got.size > 0 and got.ndim > 0 and not got.any()


def _rows_and_columns_swapped(case: Difference) -> bool:
    got = numbers(case.got)
    return got is not None and got.ndim == 2 and same(got.T, case.expected)


def _several_for_one(case: Difference) -> bool:
    got, expected = numbers(case.got), numbers(case.expected)
    return got is not None and expected is not None and got.ndim > expected.ndim == 0


def _another_shape(case: Difference) -> bool:
    got, expected = numbers(case.got), numbers(case.expected)
    return got is not None and expected is not None and got.shape != expected.shape


def _opposite_sign(case: Difference) -> bool:
    pair = _two_of_a_shape(case)
    return pair is not None and same(-pair[0].astype(float), case.expected)


def _wrapped_around(case: Difference) -> bool:
    pair = _two_of_a_shape(case)
    if pair is None or pair[0].dtype != np.uint8:
        return False
    got, expected = pair
    fits = ((expected >= 0) & (expected < 256)).all()
    return not fits and any(np.array_equal(got, np.mod(cut(expected), 256)) for cut in CUTS)


def _decimals_cut(case: Difference) -> bool:
    pair = _two_of_a_shape(case)
    return pair is not None and any(np.array_equal(pair[0], cut(pair[1])) for cut in CUTS)


def _a_constant_away(case: Difference) -> bool:
    pair = _two_of_a_shape(case)
    if pair is None or pair[0].size < 2:
        return False
    away = pair[1] - pair[0]
    return bool(away.flat[0] and np.isfinite(away).all() and np.ptp(away) <= 1e-9)


CUTS = (np.trunc, np.floor, np.rint)


def _two_of_a_shape(case: Difference) -> tuple[np.ndarray, np.ndarray] | None:
    """Return what came and what should have, if both are numbers and of the same shape."""
    got, expected = numbers(case.got), numbers(case.expected)
    if got is None or expected is None or got.shape != expected.shape:
        return None
    return None if "b" in (got.dtype.kind, expected.dtype.kind) else (got, expected.astype(float))


Rule = tuple[Callable[[Difference], bool], str]

EVERYWHERE: list[Rule] = [
    (_the_input, later("That is the input, unchanged. Does what you compute end up in what you "
                       "return?")),
    (_all_zeros, later("Only zeros come out. Is each result stored where it belongs, and is "
                       "anything added up?")),
    (_rows_and_columns_swapped, later("Rows and columns have changed places. Which index comes "
                                      "first?")),
    (_opposite_sign, later("Every sign is the opposite. What is subtracted from what?")),
    (_wrapped_around, later("The numbers wrapped around at 256: `uint8` has no room for them. "
                            "Widen the type before you calculate.")),
    (_decimals_cut, later("The decimals are gone. Which operation, or which type, cuts them "
                          "off?")),
    (_a_constant_away, later("Every number is off by the same amount. What is added once too "
                             "often, or never?")),
]

HERE: list[Rule] = [
    (_nothing_returned, later("Your function returns nothing. Is there a `return` before the "
                              "result?")),
    (_one_by_one, later("Your function gives its numbers one by one, and only when they are asked "
                        "for. Put them into a list and return that.")),
    (_no_numbers, later("The answer should be made of numbers, and this one isn't. What does "
                        "your function return?")),
    (_several_for_one, later("A single value is asked for, and yours is a list or an array. What "
                             "makes one out of it?")),
    (_another_shape, later("The shape is not right yet. Work out on paper how many numbers "
                           "should come out along each axis.")),
    (_not_finite, later("There are values in it that are no numbers (nan or inf). Is something "
                        "divided by zero, too large for exp, or never filled in?")),
]


# The smallest case that differs, and what failed -----------------------------------------


def size_of(arguments: Sequence[Any]) -> int:
    """Say how large a case is: how many numbers its arguments hold."""
    return sum(np.size(part) for part in arguments if not callable(part))


def shown(value: Any) -> str:
    """Return a value as a student would print it, not too long."""
    if isinstance(value, np.generic):
        value = value.item()  # 0.5, not np.float64(0.5)
    text = str(value) if isinstance(value, np.ndarray) else repr(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + " …"


def shape_words(value: Any) -> str:
    """Say the shape of a value, or that it is a single number, or a yes or no."""
    array = numbers(value)
    if array is None:
        return type(value).__name__
    if array.ndim == 0 and array.dtype.kind == "b":
        return translate("True or False")
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
    if failure.line:
        sentence = translate("Your function stopped with an error at the line `{line}`: {error}",
                             line=failure.line, error=failure.words)
    else:
        sentence = translate("Your function stopped with an error: {error}", error=failure.words)
    if TRUTH_OF_AN_ARRAY not in failure.words:
        return sentence
    return sentence + ". " + translate("`if`, `in`, `and`, `or` and `max` want one single number, "
                                       "or one yes or no; there was a whole array.")


TRUTH_OF_AN_ARRAY = "truth value of an array"  # what NumPy says to `if array > 0`


def too_large() -> str:
    """Say that there is more in an answer than can be looked through."""
    return translate("More than a million numbers come out. How many should there be?")


def with_a_point(number: str) -> str:
    """Say how a number is written that was typed with a comma."""
    return translate("To Python, those are two numbers. Write decimals with a point, {number}, and "
                     "thousands without any sign, `1000`.", number=f"`{number}`")


def no_end(run: Run) -> str:
    """Say that a function was stopped, or that it could not be."""
    if run.goes_on:
        return translate("After {seconds} seconds it was still running, and it can't be stopped: "
                         "it goes on in the background until you clear the memory with ↻. What "
                         "is it waiting for?", seconds=f"{SECONDS:g}")
    return translate("After {seconds} seconds it was still running, so it was stopped. Does "
                     "every loop come to an end?", seconds=f"{SECONDS:g}")
