"""A quiz: questions with options, each of which explains itself when it is chosen.

Shown as it is, a quiz is text in which each option opens. `widgets.QuizCard(exercises.quiz(5))` is
the same quiz with buttons, keyboard and a count.
"""

from __future__ import annotations

import inspect
from typing import NamedTuple

from cnnlab import language
from cnnlab.exercises.attempts import log
from cnnlab.exercises.cards import CORRECT, INCORRECT, marked_up
from cnnlab.exercises.exercise import lesson_number
from cnnlab.language import translate


class Option(NamedTuple):
    """One answer to a question, and what is said to whoever chooses it."""

    text: str
    why: str
    is_right: bool

    @property
    def explanation(self) -> str:
        """`why` in the current language, with the sign of right or wrong before it."""
        return ("✓ " if self.is_right else "✗ ") + translate(self.why)


def right(text: str, why: str) -> Option:
    """Return the right option."""
    return Option(text, why, True)


def wrong(text: str, why: str) -> Option:
    """Return a wrong option; `why` says what speaks against it."""
    return Option(text, why, False)


class Question:
    """A question with its options, one of them right."""

    def __init__(self, text: str, *options: Option):
        if sum(option.is_right for option in options) != 1 or len(options) < 2:
            raise ValueError(f"A question has one right option and some wrong ones: {text!r}")
        self.text, self.options = text, options


class Quiz:
    """The questions of a lesson."""

    def __init__(self, *questions: Question):
        self.questions = questions
        self.lesson = lesson_number(inspect.stack()[1].filename)

    def answered(self, question: int, option: int) -> str:
        """Keep in the student's progress which option was chosen; both count from 0.

        Returns a sentence if that could not be kept, else "".
        """
        is_right = self.questions[question].options[option].is_right
        outcome = CORRECT if is_right else INCORRECT
        return log.record(self.lesson, f"quiz {question + 1}", outcome)

    def __repr__(self) -> str:
        lines = []
        for number, question in enumerate(self.questions, 1):
            lines.append(f"{number}. {translate(question.text)}")
            lines += [f"   ○ {translate(option.text)}" for option in question.options]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        parts = []
        for number, question in enumerate(self.questions, 1):
            parts.append(f"<p><b>{number}. {marked_up(translate(question.text))}</b></p>")
            parts += [
                f"<details><summary>{marked_up(translate(option.text))}</summary>"
                f"<p>{marked_up(option.explanation)}</p></details>"
                for option in question.options
            ]
        return f'<div lang="{language.current()}">{"".join(parts)}</div>'
