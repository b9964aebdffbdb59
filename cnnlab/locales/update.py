"""Bring the catalogues up to date with the code: `python -m cnnlab.locales.update`.

It collects every sentence in `say(...)`, `translate(...)` or `later(...)`, in Python or in a
widget's JavaScript, and the meaning of every filter, and merges them into each cnnlab.po
(translations are kept, sentences no longer in use are dropped), compiles cnnlab.mo, and lists what
is still to be translated. Needs Babel, which comes with `pip install -e .[test]`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cnnlab import filters

PACKAGE = Path(__file__).parents[1]


def messages(package: Path = PACKAGE) -> set[str]:
    """Return every sentence in `package` that a student may read."""
    from babel.messages.extract import extract_from_dir

    found = extract_from_dir(
        str(package), method_map=[("**.py", "python"), ("**.js", "javascript")],
        keywords={"say": None, "translate": None, "later": None},
    )
    return {message for _, _, message, _, _ in found}


def update(po_file: Path, sentences: set[str]) -> list[str]:
    """Merge `sentences` into one catalogue, compile it, and return those without translation."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po, write_po

    template = Catalog()
    for sentence in sorted(sentences):
        template.add(sentence)
    with po_file.open("rb") as file:
        catalogue = read_po(file)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    with po_file.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, ignore_obsolete=True)
    with po_file.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    return [message.id for message in catalogue if message.id and not message.string]


def main() -> int:
    """Update every catalogue; the exit code is 1 while something is untranslated."""
    sentences = messages() | {filters.meaning(name) for name in filters.names()}
    untranslated = {po: update(po, sentences) for po in PACKAGE.glob("locales/*/*/cnnlab.po")}
    for po_file, missing in untranslated.items():
        counts = f"{len(sentences)} sentences, {len(missing)} untranslated"
        sys.stdout.write("\n  ".join([f"{po_file.parts[-3]}: {counts}", *missing]) + "\n")
    return int(any(untranslated.values()))


if __name__ == "__main__":
    sys.exit(main())
