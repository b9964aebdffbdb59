"""What every widget shares: its words, its stand-in picture, its page without Jupyter.

A widget is state and a thin view. The state is the traits of the Python class, kept in step with
the browser both ways; the view is one script that draws the state and lets a hand change it. The
browser computes, so nothing waits for the kernel, and the widget also works where there is none;
Python computes the same from the same state when the next cell asks (`explorer.feature_map`).

To add a widget: NAME.py with a subclass that names its script and style and gives `_title`,
`_sentence` and `_panels` (a widget of words: `_stand_in`); NAME.js with `export default
{ render }`; NAME.css; a line in `__init__`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from cnnlab import language
from cnnlab._validation import say
from cnnlab.widgets import fallback, page

SAID = re.compile(r'\bsay\(\s*"((?:[^"\\]|\\.)*)"')


def texts_of(script: str) -> dict[str, str]:
    """Return what a script says, English sentence -> the current language."""
    return {text: language.translate(text) for text in SAID.findall(script)}


class Widget(anywidget.AnyWidget):
    """A widget of cnnlab: its labels are in the language that was current when it was made."""

    language = traitlets.Unicode().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(self, **state: Any):
        super().__init__(language=language.current(), texts=texts_of(self._esm), **state)

    # What the browser sends ---------------------------------------------------------------

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the browser sends; where it can't be used, send back what is so."""
        try:
            super().set_state(sync_data)
        except Exception:
            self.send_state([name for name in sync_data if name in self.keys])
            raise

    @contextmanager
    def hold_trait_notifications(self) -> Iterator[None]:
        """Change several traits at once: all of them or, after an error, none.

        traitlets takes changes back after a TraitError only; cnnlab's errors are ValueErrors.
        """
        if self._cross_validation_lock:  # inside another one, which does the rest
            yield
            return
        try:
            with super().hold_trait_notifications():
                before = self._trait_values.copy()
                try:
                    yield
                    self._check_together(before)
                except Exception as error:
                    raise traitlets.TraitError(str(error)) from error
        except traitlets.TraitError as error:
            raise (error.__cause__ or error) from None

    def _check_together(self, before: dict[str, Any]) -> None:
        """Ask each changed trait whether it fits the others."""
        for name, value in list(self._trait_values.items()):
            if before.get(name) is not value:
                self.traits()[name]._cross_validate(self, value)

    # What stands in its place -------------------------------------------------------------

    def _title(self) -> str:
        """Return the widget's name."""
        raise NotImplementedError

    def _sentence(self) -> str:
        """Say in words what the widget shows."""
        raise NotImplementedError

    def _panels(self) -> list[tuple[str, np.ndarray]]:
        """Return the pictures that stand in its place, as `fallback.picture` takes them."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return self._sentence()

    def _stand_in(self) -> dict[str, str]:
        """Return what is shown where no widget runs, by its MIME type."""
        picture, sentence = fallback.picture(self._panels()), self._sentence()
        return {
            "image/png": page.base64_text(picture),
            "text/html": fallback.as_html(picture, sentence),
            "text/plain": sentence,
        }

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**options)
        return {**data, **self._stand_in()}, metadata

    def save_html(self, path: str | os.PathLike) -> Path:
        """Write the widget, as it is now, as a web page of its own that needs nothing else.

        The page opens in any browser, from a file or from a web server, without a network and
        without Python. Raises FileExistsError where the file is already there.
        """
        path, text = Path(path), page.html_page(self)
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            raise FileExistsError(
                say("There is a file named {name} already, and it stays as it is. Choose another "
                    "name, or delete it first.", name=path.name)
            ) from None
        return path
