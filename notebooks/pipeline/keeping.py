"""Writing a notebook without ever losing what a student wrote in it."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from pipeline.frame import fingerprint

_SET_ASIDE = {
    "es": "{old}: tenía cambios tuyos; los guardé en {new}",
    "en": "{old}: had changes of yours; they are kept in {new}",
}


def load(path: Path) -> NotebookNode | None:
    """The notebook on disk; None if there is none, or none that can be read."""
    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except (OSError, ValueError, AttributeError, nbformat.ValidationError):
        return None


def text_of(notebook: NotebookNode) -> str:
    """The file's text, always the same for the same notebook."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def was_edited(path: Path) -> bool:
    """Whether the file holds anything but the cells that were generated into it."""
    if not path.exists():
        return False
    found = load(path)
    if found is None:
        return True
    return found.metadata.get("cnnlab", {}).get("fingerprint") != fingerprint(found.cells)


def set_aside(path: Path) -> Path:
    """Move a notebook to the first free name among NAME.mine.ipynb, NAME.mine-2.ipynb, ..."""
    number, place = 1, path.with_suffix(".mine.ipynb")
    while place.exists():
        number += 1
        place = path.with_suffix(f".mine-{number}.ipynb")
    path.rename(place)
    return place


def save(notebook: NotebookNode, path: Path) -> list[str]:
    """Write the notebook if it changed; say what was done, one sentence each."""
    text = text_of(notebook)
    if path.exists() and not was_edited(path) and path.read_text(encoding="utf-8") == text:
        return []
    said = []
    if was_edited(path):
        sentence = _SET_ASIDE[notebook.metadata.cnnlab.language]
        said.append(sentence.format(old=path, new=set_aside(path).name))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(text, encoding="utf-8", newline="\n")
    unfinished.replace(path)
    return [*said, f"{path}: written"]
