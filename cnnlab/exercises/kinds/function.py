"""The answer is a function: it is run on hidden cases and compared with the solution on each.

Read `_judge`: first what is no answer, then what can't be run, then the cases. A wrong function is
compared with the usual mistakes: one that fails in the same way in every case has the same name.
"""

from __future__ import annotations

import dis
import inspect
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from cnnlab.exercises import diagnosis
from cnnlab.exercises.cards import CORRECT, Result
from cnnlab.exercises.comparing import TOLERANCE, is_blank, is_too_large, same
from cnnlab.exercises.exercise import Exercise
from cnnlab.exercises.running import Failure, Run, run
from cnnlab.language import translate

Cases = Sequence[tuple[Any, ...]]


def function_exercise(
    *,
    title: str,
    cases: Cases | Callable[[], Cases],
    hints: Sequence[str],
    tolerance: float = TOLERANCE,
    why: str = "",
    on_a_copy: bool = False,
) -> Callable[[Callable[..., Any]], FunctionExercise]:
    """Turn a function into the exercise that it solves.

    `cases` are tuples of arguments, or a function that makes them; `tolerance` is relative to the
    largest number that is expected; `on_a_copy` rejects what changes its input, where the text asks
    for a copy.
    """

    def make(reference: Callable[..., Any]) -> FunctionExercise:
        return FunctionExercise(
            reference, cases, tolerance, on_a_copy, title=title, hints=hints, why=why
        )

    return make


class FunctionExercise(Exercise):
    """An exercise whose answer is a function."""

    def __init__(
        self,
        reference: Callable[..., Any],
        cases: Cases | Callable[[], Cases],
        tolerance: float = TOLERANCE,
        on_a_copy: bool = False,
        **about: Any,
    ):
        super().__init__(reference, **about)
        self._cases, self.tolerance, self.on_a_copy = cases, tolerance, on_a_copy

    @cached_property
    def cases(self) -> Cases:
        """The hidden cases, the smallest first."""
        cases = self._cases() if callable(self._cases) else self._cases
        return sorted(cases, key=diagnosis.size_of)

    @cached_property
    def expected(self) -> list[Any]:
        """What the solution gives in each case."""
        return [run(self.reference, case).value for case in self.cases]

    @cached_property
    def _wrong_runs(self) -> list[tuple[str, list[Run]]]:
        return [(message, [run(wrong, case) for case in self.cases])
                for message, wrong in self.mistakes]

    def _judge(self, answer: Any) -> Result:
        if is_blank(answer):
            return self._not_attempted()
        if not callable(answer):
            call = f"`exercises.{self.name}.check({self.name})`"
            return self._incorrect(translate(
                "The answer here is the function itself, without calling it: {call}", call=call))
        if _is_empty(answer):
            return self._not_attempted(translate("The function has no body yet."))
        if complaint := self._wrong_parameters(answer):
            return self._incorrect(complaint)
        return self._judge_runs(answer)

    def _judge_runs(self, answer: Callable[..., Any]) -> Result:
        runs: list[Run] = []
        for case in self.cases:
            runs.append(run(answer, case))
            if runs[-1].endless:
                return self._incorrect(diagnosis.no_end(runs[-1]), self._inputs(case))
            if is_too_large(runs[-1].value):
                return self._incorrect(diagnosis.too_large(), self._inputs(case))
        if any(map(_left_blank, runs)):
            return self._not_attempted(translate("There are still dots in the function."))
        wrong = [i for i, each in enumerate(runs) if not self._right(each, self.expected[i])]
        if not wrong:
            return self._correct(runs)
        return self._explain(runs, wrong[0])

    def _right(self, run: Run, expected: Any) -> bool:
        return run.failure is None and same(run.value, expected, self.tolerance)

    def _correct(self, runs: list[Run]) -> Result:
        message = translate("It gives the right result in {count} hidden cases.", count=len(runs))
        note = ""
        changed = any(each.changed_input for each in runs)
        if changed and self.on_a_copy:
            return self._incorrect(translate("The numbers are right, but your function changed the "
                                             "original. What makes a copy of an array?"))
        if changed:
            note = translate("Note: your function also changed what it was given. Whoever calls "
                             "it would lose the original; work on a copy.")
        return Result(CORRECT, message, translate(self.title), note=note)

    def _explain(self, runs: list[Run], first: int) -> Result:
        """Name the mistake: a usual one, an error, a general one; else the smallest case."""
        got = runs[first]
        known = self._known_mistake(runs)
        if got.failure:
            message = known or self._what_failed(got.failure)
            return self._incorrect(message, self._inputs(self.cases[first]) + _printed(got))
        cases = [diagnosis.Difference(case, each.value, expected)
                 for case, each, expected in zip(self.cases, runs, self.expected, strict=True)]
        message = known or diagnosis.general(cases, cases[first]) or self._counted(runs)
        shown = diagnosis.smallest_case(self._parameters, cases[first])
        return self._incorrect(message, shown + _printed(got))

    def _counted(self, runs: list[Run]) -> str:
        right = sum(map(self._right, runs, self.expected))
        if not right:
            return translate("It is not right in any of the {count} cases yet. Below is the "
                             "smallest one.", count=len(runs))
        return translate("It is right in {right} of {count} cases. Below is the smallest one in "
                         "which it isn't.", right=right, count=len(runs))

    def _what_failed(self, failure: Failure) -> str:
        return diagnosis.what_failed(failure)

    def _known_mistake(self, runs: list[Run]) -> str:
        for message, wrong in self._wrong_runs:
            if all(map(self._alike, runs, wrong)):
                return translate(message)
        return ""

    def _alike(self, one: Run, other: Run) -> bool:
        if one.failure or other.failure:
            return bool(one.failure and other.failure and one.failure.kind == other.failure.kind)
        return same(one.value, other.value, self.tolerance)

    # The parameters -----------------------------------------------------------------------

    @property
    def _parameters(self) -> list[str]:
        return list(inspect.signature(self.reference).parameters)

    def _inputs(self, case: Sequence[Any]) -> str:
        return translate("Input:") + "\n" + diagnosis.inputs_shown(self._parameters, case)

    def _wrong_parameters(self, answer: Callable[..., Any]) -> str:
        try:
            inspect.signature(answer).bind(*self.cases[0])
        except TypeError:
            call = f"`{self.name}({', '.join(self._parameters)})`"
            return translate("The function is called like this: {call}. Yours takes other "
                             "arguments.", call=call)
        except ValueError:  # a function written in C may not tell
            return ""
        return ""


def _left_blank(run: Run) -> bool:
    return run.failure.by_blank if run.failure else is_blank(run.value)


def _printed(run: Run) -> str:
    return "\n" + translate("It printed:") + "\n" + run.printed if run.printed else ""


def _is_empty(function: Callable[..., Any]) -> bool:
    """Whether a function does nothing: its body is `pass`, `...` or a docstring."""
    code = getattr(function, "__code__", None)
    if code is None:
        return False
    idle = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "CACHE"}
    steps = list(dis.get_instructions(code))
    returned = [step.argval for step in steps if step.opname in ("LOAD_CONST", "RETURN_CONST")]
    return all(step.opname in idle for step in steps) and set(returned) <= {None}
