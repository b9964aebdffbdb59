"""The answer is an order: the lines of a program, shuffled, to be put in place (a Parsons problem).

The program that the student puts together is run like any function, so that every order that works
is right. It is for people who do not write programs yet: B. J. Ericson et al., "Parsons Problems
and Beyond: Systematic Literature Review and Empirical Study Designs", ITiCSE-WGR 2022.
"""

from __future__ import annotations

import linecache
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from string import ascii_uppercase
from typing import Any

import numpy as np

from cnnlab.exercises.cards import Card, Result
from cnnlab.exercises.comparing import TOLERANCE, is_blank
from cnnlab.exercises.exercise import source_of
from cnnlab.exercises.kinds.function import Cases, FunctionExercise
from cnnlab.exercises.running import Failure
from cnnlab.language import translate

MOST_LINES = 1_000  # of an answer that are read


def ordering_exercise(
    *,
    title: str,
    cases: Cases | Callable[[], Cases],
    hints: Sequence[str],
    extra_lines: Sequence[str] = (),
    why: str = "",
) -> Callable[[Callable[..., Any]], OrderingExercise]:
    """Turn a function into the exercise to put its lines in order.

    `extra_lines` do not belong to the program; they keep their indentation, as all lines do.
    """

    def make(reference: Callable[..., Any]) -> OrderingExercise:
        return OrderingExercise(
            reference, cases, extra_lines=extra_lines, title=title, hints=hints, why=why
        )

    return make


class OrderingExercise(FunctionExercise):
    """An exercise whose answer is the letters of its lines, in order: "CAB", or ["C", "A", "B"]."""

    def __init__(
        self,
        reference: Callable[..., Any],
        cases: Cases | Callable[[], Cases],
        extra_lines: Sequence[str] = (),
        tolerance: float = TOLERANCE,
        **about: Any,
    ):
        super().__init__(reference, cases, tolerance, **about)
        in_order = source_of(reference).splitlines()
        every = [*in_order, *extra_lines]
        shuffled = np.random.default_rng(zlib.crc32(self.name.encode())).permutation(len(every))
        self.lines = [every[i] for i in shuffled]
        self.letters = list(ascii_uppercase[: len(every)])
        self._in_order = in_order

    @property
    def order(self) -> str:
        """The letters of the solution."""
        return self.letters_of(self.reference)

    def letters_of(self, function: Callable[..., Any]) -> str:
        """Return the letters of a function that is made of the same lines.

        The first line bears the function's own name, which does not count.
        """
        free = list(self.lines)
        letters = ""
        for line in source_of(function).splitlines():
            line = re.sub(r"^def \w+", f"def {self.name}", line)
            place = free.index(line)
            letters += self.letters[place]
            free[place] = ""  # two lines may be the same
        return letters

    def program(self, letters: Sequence[str]) -> str:
        """Return the lines that these letters name, one below the other."""
        return "\n".join(self.lines[self.letters.index(letter)] for letter in letters)

    def _judge(self, answer: Any) -> Result:
        if is_blank(answer) or _is_nothing(answer):
            return self._not_attempted(translate("Put the lines in order, or give their letters."))
        letters = _letters(answer)
        if complaint := self._unknown_or_twice(letters):
            return self._incorrect(complaint)
        text = self.program(letters)
        try:
            function = self._compiled(text)
        except (SyntaxError, NameError) as error:
            return self._incorrect(self._not_a_program(error), text)
        return self._judge_runs(function)

    def _what_failed(self, failure: Failure) -> str:
        if failure.kind == "UnboundLocalError":
            return translate("The line `{line}` uses something before it exists. Which line makes "
                             "it, and has to come earlier?", line=failure.line)
        return super()._what_failed(failure)

    def _unknown_or_twice(self, letters: list[str]) -> str:
        for letter in letters:
            if letter not in self.letters:
                return translate("There is no line {letter}. The lines are {first} to {last}.",
                                 letter=letter, first=self.letters[0], last=self.letters[-1])
            if letters.count(letter) > 1:
                return translate("Line {letter} is there twice. Each line is used once.",
                                 letter=letter)
        return ""

    def _compiled(self, text: str) -> Callable[..., Any]:
        file = f"<{self.name}>"
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        space = dict(self.reference.__globals__)
        space.pop(self.name, None)
        exec(compile(text, file, "exec"), space)  # its lines are ours: only their order is not
        if self.name not in space:
            raise NameError(self.name)
        return space[self.name]

    def _not_a_program(self, error: SyntaxError | NameError) -> str:
        lines = [line.strip() for line in (getattr(error, "text", None) or "").splitlines()]
        if isinstance(error, IndentationError) and lines:
            return translate("Python stops at the line `{line}`: it is indented as if it "
                             "belonged to another one. Which line opens the block that it "
                             "belongs to?",
                             line=lines[0])
        return translate("This is not a program yet. Which line has to come first of all, and "
                         "which ones belong inside which?")

    def _solution_text(self) -> str:
        return f"{self.order}\n\n{source_of(self.reference)}"

    def _card(self) -> Card:
        numbered = zip(self.letters, self.lines, strict=True)
        example = "".join(self.letters[:3]) + "…"
        call = f'`exercises.{self.name}.check("{example}")`'
        return Card(
            translate(self.title),
            translate("Put the lines in order and give their letters: {call}", call=call),
            program="\n".join(f"{letter}   {line}" for letter, line in numbered),
        )


def _letters(answer: Any) -> list[str]:
    """The letters of "C A, b" or ["C", "a", "B"]."""
    if isinstance(answer, Iterable) and not isinstance(answer, str):
        answer = "".join(map(str, islice(answer, MOST_LINES)))
    text = str(answer)
    return [letter.upper() for letter in text[:MOST_LINES] if letter.isalnum()]


def _is_nothing(answer: Any) -> bool:
    return answer is None or (hasattr(answer, "__len__") and len(answer) == 0)
