"""One course, two languages: every sentence a student reads passes through here.

The English sentence is the key; a gettext catalogue in `locales/` holds its Spanish. Read
`translate` first, then `use_language`. After changing a sentence anywhere in cnnlab, run
`python -m cnnlab.locales.update`: it lists what is still to be translated.
"""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import Any

from cnnlab._validation import say, set_translator

_LOCALES = Path(__file__).parent / "locales"
_ENGLISH = gettext.NullTranslations()

_code, _catalogue = "en", _ENGLISH


def translate(text: str, **values: Any) -> str:
    """Return the English `text` in the current language, with its `{values}` filled in.

    A text that no catalogue knows comes back in English.

    >>> translate("Image"), translate("Row {row}", row=3)
    ('Image', 'Row 3')
    """
    translated = _catalogue.gettext(text) if text else text  # gettext("") is the file's header
    return translated.format(**values) if values else translated


def later(text: str) -> str:
    """Mark an English sentence that is written here and translated where it is shown.

    A module is read once, and the language may change afterwards, so what stands at its top is
    marked, and goes to `translate` each time that it is shown.

    >>> HINT = later("Image")
    >>> translate(HINT)
    'Image'
    """
    return text


def use_language(code: str) -> None:
    """Speak this language from now on: "es", "en", or a regional form such as "es_CO".

    It governs labels, error messages and text alternatives; figures that are already drawn keep
    theirs. Raises ValueError for a language that cnnlab does not speak.

    >>> use_language("es-MX")
    >>> current(), translate("Image")
    ('es', 'Imagen')
    >>> use_language("en")
    """
    global _code, _catalogue
    language = str(code).replace("-", "_").partition("_")[0].lower()
    if language not in available():
        raise ValueError(
            say("cnnlab does not speak {code!r}. It speaks: {languages}.",
                code=code, languages=", ".join(available()))
        )
    _catalogue = (
        _ENGLISH if language == "en"
        else gettext.translation("cnnlab", _LOCALES, languages=[language])
    )
    _code = language
    set_translator(translate)


def current() -> str:
    """Return the code of the current language; it is "en" until `use_language` says otherwise.

    >>> current()
    'en'
    """
    return _code


def available() -> list[str]:
    """Return the codes of the languages that cnnlab speaks: English and each compiled catalogue.

    >>> available()
    ['en', 'es']
    """
    return sorted({"en"} | {file.parts[-3] for file in _LOCALES.glob("*/LC_MESSAGES/cnnlab.mo")})
