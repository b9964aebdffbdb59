"""A source file is a header and a list of pairs: what the Spanish and the English notebook show.

Sources are in jupytext's percent format. A text stands beside its twin, so a cell with lang="es"
is followed at once by its lang="en"; a cell without `lang` goes to both notebooks. Because each
pair gives one cell to each language, the two notebooks cannot drift apart in their structure.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import jupytext
import yaml
from nbformat import NotebookNode

LANGUAGES = ("es", "en")
EDITIONS = ("student", "solution")
ALLOWED_METADATA = {"lang", "edition", "tags"}
# What each kind of source is called, and what its header must say. A playground is a page beside
# the lessons: no number, no minutes, nothing to solve.
NAMES = {"lesson": r"\d\d_[a-z0-9_]+", "playground": r"[a-z][a-z0-9_]*"}
EXAMPLES = {"lesson": "NN_name, like 05_convolution_step_by_step", "playground": "by a plain name"}
REQUIRED = {"lesson": {"title", "minutes", "topics"}, "playground": {"title", "topics"}}

_CELL_MARKER = re.compile(r"^# %%( |$)")


class SourceError(ValueError):
    """A source that cannot become a notebook: the file, the line, and what to do."""


@dataclass(frozen=True)
class Header:
    """What a source says of itself; `title`, `topics` and `summary` are {"es": ..., "en": ...}."""

    name: str
    title: dict[str, str]
    topics: dict[str, list[str]]
    minutes: int | None = None
    kind: str = "lesson"
    summary: dict[str, str] | None = None
    needs: tuple[str, ...] = ()

    @property
    def is_lesson(self) -> bool:
        """Whether it has a place in the course, and not beside it."""
        return self.kind == "lesson"

    @property
    def number(self) -> int | None:
        """A lesson's place in the course: the first two digits of its name."""
        return int(self.name[:2]) if self.is_lesson else None

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that are built from it: where nothing is solved, only the student's."""
        return EDITIONS if self.is_lesson else EDITIONS[:1]


@dataclass(frozen=True)
class Pair:
    """One place in the lesson: its cell in each language (the same cell when it is shared)."""

    es: NotebookNode
    en: NotebookNode
    edition: str | None
    where: str

    @property
    def shared(self) -> bool:
        """Whether both notebooks show the same cell."""
        return self.es is self.en

    @property
    def kind(self) -> str:
        """Either "markdown" or "code"."""
        return self.es.cell_type

    @property
    def tags(self) -> list[str]:
        """The cell's tags, such as "raises-exception"."""
        return self.es.metadata.get("tags", [])

    def cell(self, language: str) -> NotebookNode:
        """What the notebook in this language shows here."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True)
class Lesson:
    """A source file, read and checked."""

    header: Header
    pairs: list[Pair]

    def edition(self, edition: str) -> list[Pair]:
        """The pairs that the student's or the teacher's notebook shows."""
        return [pair for pair in self.pairs if pair.edition in (None, edition)]


def read_header(path: Path) -> Header:
    """The header of a source file."""
    return _header_of(path, _read_cells(path))


def read_lesson(path: Path) -> Lesson:
    """A source file as header and pairs; `SourceError` says what is wrong and where."""
    cells = _read_cells(path)
    header = _header_of(path, cells)
    body = list(zip(_places(path, cells), cells, strict=True))[1:]
    for where, cell in body:
        _check_cell(where, cell)
    lesson = Lesson(header, _pair_up(body))
    _check_editions(lesson)
    return lesson


def header_from(fields: dict, name: str, where: str) -> Header:
    """A `Header` from its YAML fields, checked; `where` opens the error messages."""
    kind = fields.get("kind", "lesson")
    if kind not in NAMES:
        raise SourceError(f"{where}: kind is {kind!r}. Use one of {tuple(NAMES)}, or leave it.")
    if not re.fullmatch(NAMES[kind], name):
        raise SourceError(f"{where}: call a {kind} {EXAMPLES[kind]}.")
    known = {"kind", "summary", "needs", *REQUIRED[kind]}
    if unknown := sorted(set(fields) - known):
        raise SourceError(f"{where}: unknown header field {unknown[0]!r}. Known: {sorted(known)}.")
    if missing := sorted(REQUIRED[kind] - set(fields)):
        raise SourceError(f"{where}: the header lacks {', '.join(missing)}.")
    for field in ("title", "topics", "summary"):
        _check_languages(fields.get(field), field, where)
    minutes = fields.get("minutes", 1)
    if type(minutes) is not int or minutes <= 0:
        raise SourceError(f"{where}: minutes is {minutes!r}. Give a whole number.")
    if len(fields["topics"]["es"]) != len(fields["topics"]["en"]):
        raise SourceError(f"{where}: topics has more entries in one language than in the other.")
    return Header(name=name, **{**fields, "needs": tuple(fields.get("needs", ()))})


def _read_cells(path: Path) -> list[NotebookNode]:
    return jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent").cells


def _header_of(path: Path, cells: list[NotebookNode]) -> Header:
    """The YAML block on top: jupytext hands it over as a raw cell."""
    text = cells[0].source if cells and cells[0].cell_type == "raw" else ""
    try:
        fields = yaml.safe_load(text.strip().strip("-"))
    except yaml.YAMLError as error:
        raise SourceError(f"{path.name}:1: the header is not valid YAML: {error}") from error
    if not isinstance(fields, dict) or not isinstance(fields.get("cnnlab"), dict):
        raise SourceError(f"{path.name}:1: open with a '# ---' header with a 'cnnlab:' section.")
    return header_from(fields["cnnlab"], path.stem, f"{path.name}:1")


def _check_languages(field: dict | None, name: str, where: str) -> None:
    if field is None:
        return
    if not isinstance(field, dict) or set(field) != set(LANGUAGES) or not all(field.values()):
        raise SourceError(f"{where}: {name} needs both languages: {name}: {{es: ..., en: ...}}.")


def _check_editions(lesson: Lesson) -> None:
    for pair in lesson.pairs:
        if pair.edition and pair.edition not in lesson.header.editions:
            kind = lesson.header.kind
            raise SourceError(f"{pair.where}: a {kind} has no {pair.edition} edition. Delete it.")


def _places(path: Path, cells: list[NotebookNode]) -> list[str]:
    """Where each cell starts, as "file:line"; by cell number if a string hides a cell marker."""
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines, 1) if _CELL_MARKER.match(line)]
    if len(starts) != len(cells) - 1:
        return [f"{path.name}, cell {number}" for number in range(len(cells))]
    return [f"{path.name}:{number}" for number in [1, *starts]]


def _check_cell(where: str, cell: NotebookNode) -> None:
    """Refuse what a notebook would show wrongly, and drop jupytext's notes to itself."""
    for note in ("lines_to_next_cell", "lines_to_end_of_cell_marker"):
        cell.metadata.pop(note, None)
    if cell.cell_type not in ("markdown", "code"):
        raise SourceError(f"{where}: a {cell.cell_type} cell. Use markdown or code.")
    if not cell.source.strip():
        raise SourceError(f"{where}: an empty cell. Delete it.")
    if "incorrectly_encoded_metadata" in cell.metadata:
        written = cell.metadata["incorrectly_encoded_metadata"]
        raise SourceError(f'{where}: cannot read {written!r}. Write lang="es", tags=["a", "b"].')
    if unknown := sorted(set(cell.metadata) - ALLOWED_METADATA):
        raise SourceError(f"{where}: unknown {unknown[0]!r}. Known: {sorted(ALLOWED_METADATA)}.")
    for field, known in (("lang", LANGUAGES), ("edition", EDITIONS)):
        if cell.metadata.get(field, known[0]) not in known:
            written = cell.metadata[field]
            raise SourceError(f"{where}: {field} is {written!r}. Use one of {known}, or leave it.")


def _pair_up(body: list[tuple[str, NotebookNode]]) -> list[Pair]:
    pairs = []
    remaining = iter(body)
    for where, cell in remaining:
        edition = cell.metadata.get("edition")
        if "lang" not in cell.metadata:
            pairs.append(Pair(cell, cell, edition, where))
            continue
        _, twin = next(remaining, (None, None))
        _check_twins(where, cell, twin)
        both = {cell.metadata.lang: cell, twin.metadata.lang: twin}
        pairs.append(Pair(both["es"], both["en"], edition, where))
    return pairs


def _check_twins(where: str, cell: NotebookNode, twin: NotebookNode | None) -> None:
    other = "en" if cell.metadata.lang == "es" else "es"
    if twin is None or twin.metadata.get("lang") != other:
        raise SourceError(f'{where}: no twin. Put its lang="{other}" version right after it.')
    if twin.cell_type != cell.cell_type:
        raise SourceError(f"{where}: a {cell.cell_type} cell whose twin is {twin.cell_type}.")
    for field in ("edition", "tags"):
        if cell.metadata.get(field) != twin.metadata.get(field):
            raise SourceError(f"{where}: its twin has another {field}. Give both the same.")
