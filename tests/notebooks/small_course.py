"""A course of small lessons, in a folder of its own."""

from pathlib import Path

from build import check, main
from nbformat import NotebookNode
from pipeline.keeping import load

HEADER = """\
# ---
# cnnlab:
#   title: {es: Los píxeles, en: The pixels}
#   minutes: 30
#   topics: {es: [una matriz gris], en: [a grey matrix]}
# ---
"""

OPENING = """
# %% [markdown] lang="es"
# Una imagen es una matriz de números entre 0 y 255; la mitad es 127,5.

# %% [markdown] lang="en"
# An image is a matrix of numbers between 0 and 255; half of it is 127.5.
"""

CODE = """
# %%
2 + 2

# %% edition="student"
answer = ...

# %% edition="solution"
answer = 42
"""

BODY = OPENING + CODE


class SmallCourse:
    """A folder like notebooks/, and the shortest ways to fill it and to look into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, body: str = BODY, name: str = "01_pixels", header: str = HEADER) -> Path:
        """Write one source; return its path."""
        path = self.folder / "source" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(header + body, encoding="utf-8", newline="\n")
        return path

    def build(self, *arguments: str) -> int:
        """Run build.py without executing the solutions; return its exit code."""
        return main([*arguments, "--run=none"], folder=self.folder)

    def check(self) -> list[str]:
        """Say what `build.py --check` says."""
        names = sorted(path.stem for path in (self.folder / "source").glob("*.py"))
        return check(self.folder, names)

    def path(self, language: str = "es", name: str = "01_pixels", edition: str = "student") -> Path:
        """Say where a notebook is."""
        place = self.folder if edition == "student" else self.folder / "solutions"
        return place / language / f"{name}.ipynb"

    def notebook(self, *place: str, **named: str) -> NotebookNode:
        """Read a notebook."""
        return load(self.path(*place, **named))

    def files(self) -> dict[str, bytes]:
        """Every notebook of the course, byte for byte."""
        found = sorted(self.folder.rglob("*.ipynb"))
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}
