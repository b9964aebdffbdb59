"""Build the notebooks: python notebooks/build.py [--check] [NAME ...]

Each source/NN_name.py becomes four notebooks: es/ and en/ for the student, without outputs, and
solutions/es/ and solutions/en/ for the teacher, solved, executed, outputs saved. A playground has
nothing to solve, and becomes two. Building twice changes nothing. Read `build` and `check` here;
pipeline/__init__.py gives the order of the rest.
"""

import argparse
import sys
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from nbformat import NotebookNode
from pipeline import frame, keeping, parity, solutions
from pipeline.course import Course, read_course
from pipeline.lesson import LANGUAGES, Header, SourceError, read_lesson

HERE = Path(__file__).resolve().parent


def main(arguments: list[str] | None = None, folder: Path = HERE) -> int:
    """The command line; 0 if all is well, 1 if something needs a person."""
    sys.stdout.reconfigure(encoding="utf-8")  # Windows consoles may not know every letter
    options = _options().parse_args(arguments)
    try:
        names = _chosen(options.names, folder)
        said = check(folder, names) if options.check else build(folder, names, options.run)
    except SourceError as error:
        said = [str(error)]
    for sentence in said:
        print(sentence, file=sys.stderr)
    return 1 if said else 0


def build(folder: Path, names: list[str], run: str = "changed") -> list[str]:
    """Write the notebooks of these sources; return what needs a person, one sentence each."""
    course = read_course(folder)
    said = []
    for name in names:
        lesson = read_lesson(folder / "source" / f"{name}.py")
        said += parity.problems(lesson, course, folder)
        for language, edition, path in _targets(folder, lesson.header):
            notebook = frame.notebook(lesson, course, language, edition)
            try:
                if edition == "solution":
                    _give_outputs(notebook, path, run)
                for sentence in keeping.save(notebook, path):
                    print(sentence, flush=True)
                said += [f"{path}: {sentence}" for sentence in solutions.too_large(path)]
            except solutions.ExecutionFailed as error:
                said.append(f"{path}: not written, because a cell failed.\n{error}")
    return said


def check(folder: Path, names: list[str]) -> list[str]:
    """What differs between the sources and the notebooks on disk, one sentence each."""
    course = read_course(folder)
    said = []
    for name in names:
        lesson = read_lesson(folder / "source" / f"{name}.py")
        said += parity.problems(lesson, course, folder)
        for language, edition, path in _targets(folder, lesson.header):
            expected = frame.notebook(lesson, course, language, edition)
            said += [f"{path}: {sentence}" for sentence in _differences(expected, path, edition)]
    return said + _without_source(folder, course)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Build the notebooks from notebooks/source.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="as 05; all if none")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    parser.add_argument(
        "--run",
        choices=["changed", "all", "none"],
        default="changed",
        help="which solutions to execute: those whose code changed (default), all, or none",
    )
    return parser


def _chosen(wanted: list[str], folder: Path) -> list[str]:
    """Names of sources, from numbers, names or paths; all of them if none is wanted."""
    known = sorted(path.stem for path in (folder / "source").glob("*.py"))
    chosen = []
    for text in wanted or known:
        found = [name for name in known if Path(text).stem in (name, name[:2])]
        if not found:
            raise SourceError(f"No source is called {text!r}. There are: {', '.join(known)}.")
        chosen += found
    return chosen


def _targets(folder: Path, header: Header) -> Iterator[tuple[str, str, Path]]:
    for edition in header.editions:
        for language in LANGUAGES:
            place = folder if edition == "student" else folder / "solutions"
            yield language, edition, place / language / f"{header.name}.ipynb"


def _give_outputs(notebook: NotebookNode, path: Path, run: str) -> None:
    """Outputs for a teacher's notebook: the saved ones if its code is the same, else fresh ones."""
    if run != "all" and solutions.reuse_outputs(notebook, keeping.load(path)):
        return
    if run == "none":
        return
    print(f"{path}: executing", flush=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    solutions.execute(notebook, path.parent)


def _differences(expected: NotebookNode, path: Path, edition: str) -> list[str]:
    """How the notebook on disk differs from the one that its source would give."""
    found = keeping.load(path)
    if found is None:
        return ["missing or unreadable. Run python notebooks/build.py."]
    said = []
    if edition == "student" and any(
        cell.outputs or cell.execution_count is not None for cell in solutions.code_cells(found)
    ):
        said.append("holds outputs; a student should predict first. Run python notebooks/build.py.")
    if edition == "solution":
        said += solutions.wrong_outputs(found)
        said += solutions.too_large(path)
    bare = solutions.without_outputs(found)
    if keeping.text_of(bare) != keeping.text_of(expected):
        place = _first_difference(expected, bare)
        said.append(f"differs from its source, {place}. Run python notebooks/build.py.")
    return said


def _first_difference(expected: NotebookNode, found: NotebookNode) -> str:
    for number, (one, other) in enumerate(zip_longest(expected.cells, found.cells), 1):
        if one != other:
            return f"first in cell {number}"
    return "in its metadata"


def _without_source(folder: Path, course: Course) -> list[str]:
    """Notebooks that no source would give; a student's own copies are left in peace."""
    written = [
        header for header in (*course.headers, *course.playgrounds) if header.name in course.written
    ]
    expected = {target for header in written for *_, target in _targets(folder, header)}
    said = []
    for path in sorted(folder.rglob("*.ipynb")):
        theirs = ".mine" in path.name or ".ipynb_checkpoints" in path.parts
        if not theirs and path not in expected:
            said.append(f"{path}: has no source. Delete it, or write source/{path.stem}.py.")
    return said


if __name__ == "__main__":
    sys.exit(main())
