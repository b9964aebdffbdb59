"""An exercise: a question with three calls, `check(answer)`, `hint()` and `solution()`.

It is made from its solution: a decorator of `kinds` turns the function that solves it into the
exercise of that name, and `mistake` adds the usual wrong answers, each with the sentence that names
it. What an answer is, and how it is judged, differs by kind: see `kinds`.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Sequence
from typing import Any

from cnnlab.exercises.attempts import log
from cnnlab.exercises.cards import INCORRECT, NOT_ATTEMPTED, Card, Result
from cnnlab.exercises.running import failure_of
from cnnlab.language import translate


class Exercise:
    """What all exercises share. `reference` is the solution; it gives the exercise its name."""

    def __init__(
        self, reference: Callable[..., Any], *, title: str, hints: Sequence[str], why: str = ""
    ):
        self.reference, self.name = reference, reference.__name__
        self.title, self.hints, self.why = title, list(hints), why
        self.mistakes: list[tuple[str, Callable[..., Any]]] = []
        self._hints_given = 0

    @property
    def lesson(self) -> int:
        """The number of its lesson, from the name of the module in which it stands."""
        return lesson_number(self.reference.__module__)

    def mistake(self, message: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Decorate a usual wrong answer; `message` names the mistake and asks a question."""

        def add(wrong: Callable[..., Any]) -> Callable[..., Any]:
            self.mistakes.append((message, wrong))
            return wrong

        return add

    # What a student calls -----------------------------------------------------------------

    def check(self, answer: Any = ...) -> Result:
        """Judge an answer. Returns a Result; raises nothing, whatever arrives."""
        try:
            result = self._judge(answer)
        except (Exception, SystemExit) as error:  # an answer may be an object of any kind
            result = self._incorrect(translate(
                "This answer can't be compared: {error}", error=failure_of(error).words))
        if result.outcome != NOT_ATTEMPTED:
            not_kept = log.record(self.lesson, self.name, result.outcome)
            result.note = " ".join(filter(None, [result.note, not_kept]))
        return result

    def hint(self) -> Card:
        """Return the hints so far and one more, from a nudge to nearly there."""
        self._hints_given = min(self._hints_given + 1, len(self.hints))
        given = [translate(hint) for hint in self.hints[: self._hints_given]]
        count, call = len(self.hints), f"`exercises.{self.name}.solution()`"
        last = self._hints_given == count
        return Card(
            translate("Hint {number} of {count}", number=self._hints_given, count=count),
            *given,
            note=translate("That was the last hint. {call} shows a solution.", call=call)
            if last else "",
        )

    def solution(self) -> Card:
        """Return a solution, as code."""
        return Card(translate("A solution"), translate(self.why), program=self._solution_text())

    def _repr_html_(self) -> str:
        return self._card()._repr_html_()

    def __repr__(self) -> str:
        return repr(self._card())

    # What a kind of exercise adds ---------------------------------------------------------

    def _judge(self, answer: Any) -> Result:
        raise NotImplementedError

    def _solution_text(self) -> str:
        return source_of(self.reference)

    def _card(self) -> Card:
        call = f"`exercises.{self.name}.check(…)`"
        return Card(translate(self.title), translate("Check your answer with {call}.", call=call))

    def _not_attempted(self, message: str = "") -> Result:
        message = message or translate("Put your answer in place of the dots.")
        return Result(NOT_ATTEMPTED, message, translate(self.title), note=self._way_on())

    def _incorrect(self, message: str, details: str = "") -> Result:
        return Result(INCORRECT, message, translate(self.title), details, note=self._way_on())

    def _way_on(self) -> str:
        return translate("A hint: {call}", call=f"`exercises.{self.name}.hint()`")


def lesson_number(module: str) -> int:
    """Return the lesson of a module.

    >>> lesson_number("cnnlab.exercises.lessons.lesson_05_convolution_step_by_step")
    5
    """
    found = re.search(r"lesson_(\d+)", module)
    return int(found[1]) if found else 0


def source_of(function: Callable[..., Any]) -> str:
    """Return the code of a function without its decorators and its docstring."""
    lines = textwrap.dedent(inspect.getsource(function)).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("def "))
    text = "\n".join(lines[start:])
    if function.__doc__:
        text = re.sub(r'\n\s+"""(?:.|\n)*?"""', "", text, count=1)
    return text.rstrip()
