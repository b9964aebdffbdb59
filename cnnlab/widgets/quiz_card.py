"""Multiple-choice questions: a wrong option says why, and one may choose again.

Everything that can be answered travels to the browser, so the card also works on a page without a
kernel. Where there is one, it hears of each answer; read `_record` for that.
"""

from __future__ import annotations

from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import traitlets

from cnnlab._validation import say
from cnnlab.language import later, translate
from cnnlab.widgets.fallback import marked_up
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.widget import Widget

# What is asked ---------------------------------------------------------------------------


def _option(text: str, why: str, is_right: bool = False) -> SimpleNamespace:
    return SimpleNamespace(text=text, why=why, is_right=is_right)


SAMPLE = SimpleNamespace(
    questions=[
        SimpleNamespace(
            text=later("A grey picture has the `shape` (2, 3). How many pixels does it have?"),
            options=[
                _option("5", later("That is 2 + 3. How many pixels are in each row?")),
                _option("6", later("2 rows of 3 pixels each."), is_right=True),
                _option("8", later("That is 2 · 2 · 2. The `shape` says rows and columns.")),
            ],
        )
    ],
    answered=lambda question, option: None,
)


def _questions(quiz: Any) -> list[dict[str, Any]]:
    """Return the questions of a quiz as the browser takes them, in the current language."""
    if not hasattr(quiz, "questions") or not callable(getattr(quiz, "answered", None)):
        raise TypeError(
            say("quiz must be a quiz, as exercises.quiz(5) returns one, but {type} arrived.",
                type=type(quiz).__name__)
        )
    return [
        {
            "text": translate(question.text),
            "options": [
                {"text": translate(each.text), "why": translate(each.why), "right": each.is_right}
                for each in question.options
            ],
        }
        for question in quiz.questions
    ]


# The widget ------------------------------------------------------------------------------


class QuizCard(Widget):
    """Multiple-choice questions to answer by hand; a wrong option explains itself.

    Parameters
    ----------
    quiz : an object with `questions`; None is a question to try it with
        Each question has `text` and `options`; each option has `text`, `why` and `is_right`. The
        texts are English and are shown in the current language; `code` between backquotes is their
        only markup. `quiz.answered(question, option)` is called with each option that is checked;
        both numbers count from 0. If it returns a sentence, the card shows it.

    Attributes
    ----------
    questions : list of dict, what is asked, as the browser shows it
    chosen : list, for each question the number of the option that was checked last, or None
    right : int, how many of these are right

    Raises
    ------
    TypeError, ValueError
        Where `quiz` is no quiz, or `chosen` names an option that is not there.

    >>> card = QuizCard()
    >>> card.chosen, card.right
    ([None], 0)
    >>> card.chosen = [1]
    >>> card
    Quiz: 1 of 1 right
    """

    _esm = self_contained("quiz_card")
    _css = style("quiz_card")

    questions = traitlets.List().tag(sync=True)
    chosen = traitlets.List().tag(sync=True, echo_update=False)
    trouble = traitlets.Unicode().tag(sync=True)  # why the last answer could not be kept

    def __init__(self, quiz: Any = None):
        self._quiz = SAMPLE if quiz is None else quiz
        questions = _questions(self._quiz)
        super().__init__(questions=questions, chosen=[None] * len(questions))
        self.observe(self._record, "chosen")

    @traitlets.validate("chosen")
    def _are_there(self, proposal: dict[str, Any]) -> list[int | None]:
        chosen, questions = proposal["value"], self.questions
        fits = len(chosen) == len(questions) and all(
            option is None or option in range(len(question["options"]))
            for option, question in zip(chosen, questions, strict=True)
        )
        if not fits:
            raise ValueError(
                say("chosen takes, for each of the {count} questions, the number of an option (the "
                    "first is 0) or None, but {chosen} arrived.",
                    count=len(questions), chosen=chosen)
            )
        return chosen

    def _record(self, change: dict[str, Any]) -> None:
        """Tell the quiz what was checked; where it can't keep that, the card goes on."""
        for question, (before, now) in enumerate(zip(change["old"], change["new"], strict=True)):
            if now is not None and now != before:
                with suppress(Exception):
                    self.trouble = self._quiz.answered(question, now) or ""

    @property
    def right(self) -> int:
        """How many of the options that were checked last are right."""
        return sum(
            question["options"][option]["right"]
            for question, option in zip(self.questions, self.chosen, strict=True)
            if option is not None
        )

    # What stands in its place -------------------------------------------------------------

    def _title(self) -> str:
        return translate("Quiz")

    def _sentence(self) -> str:
        return translate(
            "Quiz: {right} of {count} right", right=self.right, count=len(self.questions)
        )

    def _stand_in(self) -> dict[str, str]:
        asked = list(enumerate(self.questions, 1))
        shown, plain = ([write(*each) for each in asked] for write in (_as_html, _as_text))
        return {
            "text/html": f'<div lang="{self.language}">{"".join(shown)}</div>',
            "text/plain": "\n\n".join([self._sentence(), *plain]),
        }


def _as_html(number: int, question: dict[str, Any]) -> str:
    """Return a question whose options can be opened, in tags that Jupyter and GitHub leave in."""
    options = [
        f"<details><summary>{marked_up(each['text'])}</summary>"
        f"<p>{'✓' if each['right'] else '✗'} {marked_up(each['why'])}</p></details>"
        for each in question["options"]
    ]
    return f"<p><b>{number}. {marked_up(question['text'])}</b></p>{''.join(options)}"


def _as_text(number: int, question: dict[str, Any]) -> str:
    options = [f"   ○ {each['text']}" for each in question["options"]]
    return "\n".join([f"{number}. {question['text']}", *options])
