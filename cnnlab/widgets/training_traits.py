"""Three kinds of state: what is looked up when it is sent, and numbers that a hand may change, kept
by the widget or by its optimiser."""

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


class Steered(Number):
    """A number that lives in the widget's optimiser, where a cell may change it as well."""

    def __init__(
        self, check: Callable[[Any, str], Any], look_up: Callable[[Any], Any],
        put: Callable[[Any, Any], None],
    ):
        super().__init__(None, check)
        self._look_up, self._put = look_up, put

    def get(self, widget: Any, cls: Any = None) -> Any:
        """Return what the optimiser has."""
        return self._look_up(widget.optimiser)

    def set(self, widget: Any, value: Any) -> None:
        """Give it to the optimiser."""
        self._put(widget.optimiser, self._validate(widget, value))
        self.refresh(widget)

    def refresh(self, widget: Any) -> None:
        """Tell those who listen, if it is no longer what they were told last."""
        told, now = widget._trait_values.get(self.name), self.get(widget)
        if now != told:
            widget._trait_values[self.name] = now
            widget._notify_trait(self.name, told, now)


def positive(value: Any, name: str) -> float:
    """Check for a number above 0."""
    return finite_number(value, name, above=0)


def below_one(value: Any, name: str) -> float | None:
    """Check for a number from 0 to less than 1, or None."""
    return None if value is None else float(not_negative(value, name, below=1))


def count(value: Any, name: str) -> int:
    """Check for a whole number from 1."""
    return whole_number(value, name, minimum=1)
