"""Lines of code to put in order (a Parsons problem): by drag, by touch or by keyboard.

Which orders are right is the problem's own affair: the board asks it, see `check`.
"""

from __future__ import annotations

import html
from types import SimpleNamespace
from typing import Any

import traitlets

from cnnlab._validation import say
from cnnlab.language import later, translate
from cnnlab.widgets.fallback import marked_up
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.widget import Widget

# What is put in order --------------------------------------------------------------------


def _check_sample(order: list[str]) -> SimpleNamespace:
    if order == ["E", "A", "D", "B"]:
        return SimpleNamespace(outcome="correct", message=translate(COUNTS))
    return SimpleNamespace(outcome="incorrect", message=translate(COUNTS_NOT))


COUNTS = later("It looks at each pixel once and counts those above 200.")
COUNTS_NOT = later("Start at 0, look at each pixel of the row, and add 1 for each bright one.")
SAMPLE = SimpleNamespace(
    name="",
    lines=[
        "for pixel in row:",
        "        bright += 1",
        "        bright = 1",
        "    if pixel > 200:",
        "bright = 0",
    ],
    letters=["A", "B", "C", "D", "E"],
    check=_check_sample,
)


class Letters(traitlets.TraitType):
    """Some of the widget's letters, each at most once: a list, or one text such as "CAB"."""

    def validate(self, widget: Any, value: Any) -> list[str]:
        """Return the letters as a list."""
        order = list(value)
        if len(set(order)) < len(order) or not set(order) <= set(widget.letters):
            raise ValueError(
                say("{name} takes letters from {letters}, each at most once, but {value!r} "
                    "arrived.",
                    name=self.name, letters=", ".join(widget.letters), value=value)
            )
        return order


def _state(problem: Any) -> dict[str, Any]:
    """Return what the board takes from a problem."""
    needed = ("name", "lines", "letters", "check")
    if not all(hasattr(problem, name) for name in needed):
        raise TypeError(
            say("problem must be an ordering exercise, such as exercises.NAME, but {type} arrived.",
                type=type(problem).__name__)
        )
    lines, letters = list(problem.lines), list(problem.letters)
    if len(lines) != len(letters):
        raise ValueError(
            say("Each line needs a letter, but there are {lines} lines and {letters} letters.",
                lines=len(lines), letters=len(letters))
        )
    return {"name": problem.name, "lines": lines, "letters": letters}


# The widget ------------------------------------------------------------------------------


class ParsonsBoard(Widget):
    """Lines of code on the left, your program on the right: put them in order.

    Parameters
    ----------
    problem : an ordering exercise; None is a problem to try it with
        It has a `name`, `lines` (shuffled; their indentation stays), `letters`, one for each line,
        and `check(order)`, which returns an object with `outcome`, `message` and, if there is more
        to say, `details` and `note`.

    Attributes
    ----------
    order : list of letters, the program from top to bottom; "CAB" may be assigned, too
    outcome : "correct", "incorrect", "not attempted", or "" where this order was not checked
    message : str, what the check has to say about it
    program : str, the lines of the program

    Raises
    ------
    TypeError, ValueError
        Where `problem` is no ordering exercise, or `order` has a letter that is not there.

    >>> board = ParsonsBoard()
    >>> board.order = "EADB"
    >>> print(board.program)
    bright = 0
    for pixel in row:
        if pixel > 200:
            bright += 1
    >>> board.check()
    >>> board.outcome
    'correct'
    """

    _esm = self_contained("parsons_board")
    _css = style("parsons_board")

    name = traitlets.Unicode().tag(sync=True)
    lines = traitlets.List(traitlets.Unicode()).tag(sync=True)
    letters = traitlets.List(traitlets.Unicode()).tag(sync=True)
    order = Letters().tag(sync=True, echo_update=False)
    outcome = traitlets.Unicode().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)
    details = traitlets.Unicode().tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)
    checked = traitlets.List().tag(sync=True)  # the order that all this is about

    def __init__(self, problem: Any = None):
        self._problem = SAMPLE if problem is None else problem
        super().__init__(order=[], **_state(self._problem))
        self.observe(self._forget, "order")
        self.on_msg(self._received)

    def check(self) -> None:
        """Ask the problem whether the program is right: what the button in the browser does."""
        try:
            result = self._problem.check(list(self.order))
        except Exception as error:  # the board goes on, whatever happened
            failed = translate("The check itself failed: {error}", error=error)
            result = SimpleNamespace(outcome="not attempted", message=failed)
        self._tell(result, checked=self.order)

    def _received(self, widget: Any, content: Any, buffers: Any) -> None:
        """Check the order that the browser asks about; the state may still be on its way."""
        self.order = content["check"]
        self.check()

    def _forget(self, change: dict[str, Any]) -> None:
        self._tell(None, checked=[])

    def _tell(self, result: Any, checked: list[str]) -> None:
        with self.hold_sync():  # all of it arrives together
            for name in ("outcome", "message", "details", "note"):
                self.set_trait(name, getattr(result, name, ""))
            self.checked = checked

    @property
    def program(self) -> str:
        """The lines of the program, from top to bottom."""
        lines = dict(zip(self.letters, self.lines, strict=True))
        return "\n".join(lines[letter] for letter in self.order)

    # What stands in its place -------------------------------------------------------------

    def _title(self) -> str:
        return translate("Lines to put in order")

    def _sentence(self) -> str:
        return translate(
            "Lines to put in order: {used} of {count} are in the program",
            used=len(self.order), count=len(self.lines),
        )

    def _stand_in(self) -> dict[str, str]:
        asked = translate("Put these lines in order. Some may not belong.")
        code = "\n".join(f"{a}  {line}" for a, line in zip(self.letters, self.lines, strict=True))
        call = f'`exercises.{self.name}.check("{"".join(self.letters[:3])}...")`'
        how = translate("Answer with their letters: {call}", call=call) if self.name else ""
        shown = f"<p>{asked}</p><pre>{html.escape(code, quote=False)}</pre><p>{marked_up(how)}</p>"
        return {
            "text/html": f'<div lang="{self.language}">{shown}</div>',
            "text/plain": "\n\n".join(filter(None, [self._sentence(), asked, code, how])),
        }
