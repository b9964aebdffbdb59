"""The answer is a value: a number, a shape, an array, a list, a word, or one of some options.

The right one is computed by the decorated function, which has no parameters, so that no result is
written down twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from cnnlab.exercises import diagnosis
from cnnlab.exercises.cards import CORRECT, Result
from cnnlab.exercises.comparing import (
    TOLERANCE,
    decimal_comma,
    is_blank,
    is_too_large,
    numbers,
    same,
)
from cnnlab.exercises.exercise import Exercise
from cnnlab.language import translate


def value_exercise(
    *,
    title: str,
    hints: Sequence[str],
    like: Any = None,
    decimals: int | None = None,
    why: str = "",
    reveal: bool = False,
) -> Callable[[Callable[[], Any]], ValueExercise]:
    """Turn the function that computes a value into the exercise to find it.

    `like` shows what an answer looks like, without giving it away; `decimals` says how many
    decimals are enough; `why` is said with the solution; `reveal` shows the result beside every
    answer.
    """

    def make(reference: Callable[[], Any]) -> ValueExercise:
        return ValueExercise(reference, like=like, decimals=decimals, reveal=reveal,
                             title=title, hints=hints, why=why)

    return make


def prediction_exercise(**about: Any) -> Callable[[Callable[[], Any]], ValueExercise]:
    """Turn the function that computes a result into a prediction of it: see `value_exercise`.

    A prediction is made once, before the result is known: a wrong one costs nothing, and the result
    is shown beside it.
    """
    return value_exercise(reveal=True, **about)


def choice_exercise(
    *, options: Sequence[str], title: str, hints: Sequence[str], why: str = ""
) -> Callable[[Callable[[], str]], ChoiceExercise]:
    """Turn the function that returns the right option into the exercise to choose it."""

    def make(reference: Callable[[], str]) -> ChoiceExercise:
        return ChoiceExercise(reference, options, title=title, hints=hints, why=why)

    return make


class ValueExercise(Exercise):
    """An exercise whose answer is a value."""

    def __init__(
        self,
        reference: Callable[[], Any],
        like: Any = None,
        decimals: int | None = None,
        reveal: bool = False,
        **about: Any,
    ):
        super().__init__(reference, **about)
        self.like, self.decimals, self.reveal = like, decimals, reveal

    @cached_property
    def expected(self) -> Any:
        """The right answer."""
        return self.reference()

    def _judge(self, answer: Any) -> Result:
        if is_too_large(answer):
            return self._wrong(diagnosis.too_large())
        if is_blank(answer):
            return self._not_attempted()
        if callable(answer):
            return self._incorrect(translate("The answer here is a value, not a function: give "
                                             "what the function returns."))
        if self._right(answer, self.expected):
            return Result(CORRECT, self._beside() or translate(self.why), translate(self.title))
        for message, wrong in self.mistakes:
            if self._right(answer, wrong()):
                return self._wrong(translate(message))
        if number := decimal_comma(answer, self.expected):
            return self._wrong(diagnosis.with_a_point(number))
        return self._wrong(self._form(answer) or self._general(answer)
                           or translate("That is not it. Which step could you check by hand?"))

    def _right(self, answer: Any, expected: Any) -> bool:
        if self.decimals is None:
            return same(answer, expected, TOLERANCE)
        given, wanted = numbers(answer), np.asarray(expected, dtype=float)
        if given is None or given.shape != wanted.shape:
            return False
        return bool((np.abs(given - wanted) <= 0.5 * 10.0**-self.decimals + 1e-9).all())

    def _wrong(self, message: str) -> Result:
        result = self._incorrect(message)
        if beside := self._beside():
            result.paragraphs.append(beside)
            result.note = ""  # after the result no hint is needed
        return result

    def _beside(self) -> str:
        if not self.reveal:
            return ""
        result = diagnosis.shown(_plain(self.expected))
        return translate("The result: {result}", result=f"`{result}`")

    def _form(self, answer: Any) -> str:
        """Say what an answer looks like, where this one looks different."""
        if self.like is None or _form_of(answer) == _form_of(self.like):
            return ""
        return translate("An answer looks like {example}.", example=f"`{self.like!r}`")

    def _general(self, answer: Any) -> str:
        given, wanted = numbers(answer), numbers(self.expected)
        if given is None or wanted is None:
            return ""
        if given.ndim == 1 and given.size > 1 and same(given[::-1], wanted):
            return translate("The numbers are right, and their order is the opposite.")
        if given.ndim == 0 and wanted.ndim == 0 and abs(float(given) - float(wanted)) == 1:
            return translate("You are one away. What is counted once too often, or not at all?")
        case = diagnosis.Difference((), answer, self.expected)
        return diagnosis.general([case], case)

    def _solution_text(self) -> str:
        return diagnosis.shown(_plain(self.expected))


class ChoiceExercise(ValueExercise):
    """An exercise whose answer is one of some options."""

    def __init__(self, reference: Callable[[], str], options: Sequence[str], **about: Any):
        super().__init__(reference, **about)
        self.options = tuple(options)

    def _form(self, answer: Any) -> str:
        if isinstance(answer, str) and answer.strip().lower() in self.options:
            return ""
        options = ", ".join(f'`"{option}"`' for option in self.options)
        return translate("Choose one of {options}.", options=options)


def _form_of(value: Any) -> tuple[int, ...] | str:
    """The shape of what is made of numbers; the type of anything else."""
    array = numbers(value)
    return type(value).__name__ if array is None else array.shape


def _plain(value: Any) -> Any:
    """The value without NumPy's types around numbers: 3, not np.int64(3)."""
    if isinstance(value, tuple | list):
        return type(value)(_plain(part) for part in value)
    return value.item() if isinstance(value, np.generic) else value
