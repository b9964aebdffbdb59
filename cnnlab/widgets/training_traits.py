"""Two kinds of state: numbers that a hand may change, and what is looked up when it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from cnnlab._validation import finite_number, not_negative, whole_number


class Shown(traitlets.TraitType):
    """What the browser is shown: not kept, but looked up by a method whenever it is sent."""

    def __init__(self, method: str):
        super().__init__(None, allow_none=True, read_only=True)
        self.tag(sync=True, to_json=lambda _, widget: getattr(widget, method)())


class Number(traitlets.TraitType):
    """A number that one of cnnlab's checks lets pass: check(value, name)."""

    def __init__(self, default_value: Any, check: Callable[[Any, str], Any], **options: Any):
        super().__init__(default_value, **options)
        self._check = check
        self.tag(sync=True)

    def validate(self, widget: Any, value: Any) -> Any:
        """Return it as the check returns it."""
        return self._check(value, self.name)


def positive(value: Any, name: str) -> float:
    """Check for a number above 0."""
    return finite_number(value, name, above=0)


def below_one(value: Any, name: str) -> float | None:
    """Check for a number from 0 to less than 1, or None."""
    return None if value is None else float(not_negative(value, name, below=1))


def count(value: Any, name: str) -> int:
    """Check for a whole number from 1."""
    return whole_number(value, name, minimum=1)
