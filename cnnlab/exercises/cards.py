"""What an exercise says, as a card: rich in a notebook, plain text elsewhere.

A card has a symbol and a word, a text, and perhaps something to open. The colour only repeats what
the word says. `code` between backquotes is the only markup in a text.
"""

from __future__ import annotations

import html
import re

from cnnlab import language
from cnnlab.language import translate

CORRECT, INCORRECT, NOT_ATTEMPTED = "correct", "incorrect", "not attempted"

# Colours that colour-blind readers can tell apart (ColorBrewer's Dark2).
GREEN, ORANGE, PURPLE, GREY = "#1b9e77", "#d95f02", "#7570b3", "#808080"

FRAME = (
    "border-left: 5px solid {colour}; padding: 0.2em 0 0.2em 0.9em; margin: 0.4em 0; "
    "white-space: normal; overflow-wrap: break-word; line-height: 1.45"
)
PROGRAM = (
    "white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere; margin: 0.4em 0; "
    "font-size: 0.95em; background: none; color: inherit"
)


def marked_up(text: str) -> str:
    """Return `text` as HTML: what stands between backquotes is code.

    >>> marked_up("`a < b` & c")
    '<code>a &lt; b</code> &amp; c'
    """
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))


class Card:
    """A heading, paragraphs, a program, and details that can be opened."""

    colour = GREY

    def __init__(
        self,
        heading: str,
        *paragraphs: str,
        program: str = "",
        details: str = "",
        note: str = "",
    ):
        self.heading = heading
        self.paragraphs = [text for text in paragraphs if text]
        self.program, self.details, self.note = program, details, note

    def __repr__(self) -> str:
        parts = [self.heading, *self.paragraphs, self.program, self.details, self.note]
        return "\n".join(part for part in parts if part)

    def _repr_html_(self) -> str:
        parts = [f"<p><b>{marked_up(self.heading)}</b></p>"]
        parts += map(_paragraph, self.paragraphs)
        if self.program:
            parts.append(_program(self.program))
        if self.details:
            summary = f"<summary>{translate('See where it differs')}</summary>"
            parts.append(f"<details>{summary}{_program(self.details)}</details>")
        if self.note:
            parts.append(_paragraph(self.note))
        style = FRAME.format(colour=self.colour)
        return (f'<div role="status" lang="{language.current()}" style="{style}">'
                f'{"".join(parts)}</div>')


class Result(Card):
    """What `check` returns.

    `outcome` is "correct", "incorrect" or "not attempted", in any language; `message` says why.

    >>> Result("incorrect", "Count again.", title="Positions")
    ✗ Not yet · Positions
    Count again.
    """

    def __init__(
        self, outcome: str, message: str, title: str = "", details: str = "", note: str = ""
    ):
        words = {
            CORRECT: translate("✓ Correct"),
            INCORRECT: translate("✗ Not yet"),
            NOT_ATTEMPTED: translate("○ No answer yet"),
        }
        self.outcome, self.message = outcome, message
        self.colour = {CORRECT: GREEN, INCORRECT: ORANGE, NOT_ATTEMPTED: PURPLE}[outcome]
        heading = " · ".join(filter(None, [words[outcome], title]))
        super().__init__(heading, message, details=details, note=note)


def _paragraph(text: str) -> str:
    """A paragraph in lines that are short enough to read; a program may be wider."""
    return f'<p style="max-width: 46em">{marked_up(text)}</p>'


def _program(text: str) -> str:
    return f'<pre style="{PROGRAM}">{html.escape(text, quote=False)}</pre>'
