"""The lessons in their order, those that exist (from their sources) and those still planned.

Beside them stand the playgrounds, which have no place in the order.
"""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import yaml

from pipeline.lesson import Header, SourceError, header_from, read_header

MAP_MARKER = "<!-- course-map -->"

_WORDS = {
    "es": {
        "columns": "| | Lección | Qué verás | Minutos |",
        "planned": "*en preparación*",
        "play": "Para jugar, cuando quieras: {links}.",
    },
    "en": {
        "columns": "| | Lesson | What you will see | Minutes |",
        "planned": "*in preparation*",
        "play": "To play, whenever you like: {links}.",
    },
}


@dataclass(frozen=True)
class Course:
    """All lessons by number, and the playgrounds; `written` are the names that have a source."""

    headers: list[Header]
    written: frozenset[str]
    playgrounds: tuple[Header, ...] = ()

    def find(self, name: str) -> Header:
        """The header of a lesson, written or planned."""
        for header in self.headers:
            if header.name == name:
                return header
        raise SourceError(f"No lesson is called {name!r}, neither in source/ nor in course.yml.")

    def neighbours(self, name: str) -> tuple[Header | None, Header | None]:
        """The nearest written lessons before and after; a playground has none."""
        written = [header for header in self.headers if header.name in self.written]
        names = [header.name for header in written]
        if name not in names:
            return None, None
        place = names.index(name)
        before = written[place - 1] if place > 0 else None
        after = written[place + 1] if place + 1 < len(written) else None
        return before, after

    def start(self) -> Header | None:
        """The lesson that shows the map of the course: number 0."""
        first = [header for header in self.headers if header.number == 0]
        return first[0] if first and first[0].name in self.written else None

    def map(self, language: str) -> str:
        """The table of all lessons, and where to play, as markdown."""
        rows = [_WORDS[language]["columns"], "|--:|:--|:--|--:|"]
        for header in self.headers:
            title = self.link(header, language)
            if header.name not in self.written:
                title = f"{header.title[language]} ({_WORDS[language]['planned']})"
            topics = "; ".join(header.topics[language])
            rows.append(f"| {header.number} | {title} | {topics} | {header.minutes} |")
        if self.playgrounds:
            links = "; ".join(self.link(header, language) for header in self.playgrounds)
            rows += ["", _WORDS[language]["play"].format(links=links)]
        return "\n".join(rows)

    def link(self, header: Header, language: str, text: str = "{title}") -> str:
        """A link to a written lesson; the bare words for a planned one."""
        words = text.format(title=header.title[language], number=header.number)
        return f"[{words}]({header.name}.ipynb)" if header.name in self.written else words


def read_course(folder: Path) -> Course:
    """The course whose sources are in folder/source and whose plan is folder/course.yml."""
    written = [read_header(path) for path in sorted((folder / "source").glob("*.py"))]
    lessons = [header for header in written if header.is_lesson]
    playgrounds = tuple(header for header in written if not header.is_lesson)
    headers = sorted([*lessons, *_planned(folder / "course.yml")], key=lambda h: h.number)
    for one, other in pairwise(headers):
        if one.number == other.number:
            raise SourceError(
                f"Number {one.number:02} is taken by {one.name} and by {other.name}. "
                "Renumber one; a lesson that is written has no entry in course.yml."
            )
    return Course(headers, frozenset(header.name for header in written), playgrounds)


def _planned(path: Path) -> list[Header]:
    if not path.exists():
        return []
    plan = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    planned = [header_from(fields, name, f"{path.name}, {name}") for name, fields in plan.items()]
    for header in planned:
        if not header.is_lesson:
            raise SourceError(f"{path.name}, {header.name}: only lessons are planned. Delete it.")
    return planned
