"""What nobody should write by hand: heading, navigation, licence, metadata, cell ids."""

import hashlib
import json

from nbformat import NotebookNode, v4

from pipeline.course import MAP_MARKER, Course
from pipeline.lesson import Header, Lesson, Pair

LANGUAGE_MARKER = "<!-- language-cell -->"
CHECK_MARKER = "# NBVAL_CHECK_OUTPUT\n"

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE_INFO = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}

_WORDS = {
    "es": {
        "solution": "con soluciones",
        "minutes": "**{minutes} minutos**",
        "needs": "Antes, conviene haber hecho: {lessons}",
        "other": "[Read it in English](../en/{name}.ipynb)",
        "map": "Mapa del curso",
        "licence": (
            "Texto y figuras: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/deed.es) "
            "(puedes copiarlos y cambiarlos si citas la fuente). Código: BSD-3-Clause."
        ),
    },
    "en": {
        "solution": "with solutions",
        "minutes": "**{minutes} minutes**",
        "needs": "Best done after: {lessons}",
        "other": "[Léelo en español](../es/{name}.ipynb)",
        "map": "Course map",
        "licence": (
            "Text and figures: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/) "
            "(copy and change them as you like, and name the source). Code: BSD-3-Clause."
        ),
    },
}


def notebook(lesson: Lesson, course: Course, language: str, edition: str) -> NotebookNode:
    """One of the notebooks of a source, not executed."""
    header = lesson.header
    cells = [_markdown(_heading(header, course, language, edition), id="heading")]
    cells += _body(lesson, course, language, edition)
    cells += [_markdown(_footer(header, course, language), id="footer")]
    metadata = {
        "kernelspec": KERNEL,
        "language_info": LANGUAGE_INFO,
        "cnnlab": {
            "lesson": header.name,
            "language": language,
            "edition": edition,
            "fingerprint": fingerprint(cells),
        },
    }
    return v4.new_notebook(cells=cells, metadata=metadata)


def fingerprint(cells: list[NotebookNode]) -> str:
    """A digest of what the cells say; running them does not change it, editing them does."""
    said = [[cell.cell_type, cell.source, cell.get("attachments", {})] for cell in cells]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _heading(header: Header, course: Course, language: str, edition: str) -> str:
    words = _WORDS[language]
    suffix = f" ({words['solution']})" if edition == "solution" else ""
    facts = [words["minutes"].format(minutes=header.minutes)] if header.is_lesson else []
    if header.needs:
        needed = [course.link(course.find(name), language) for name in header.needs]
        facts.append(words["needs"].format(lessons=", ".join(needed)))
    facts.append(words["other"].format(name=header.name))
    number = f"{header.number} · " if header.is_lesson else ""
    title = f"# {number}{header.title[language]}{suffix}"
    return _paragraphs(title, " · ".join(facts), _navigation(header, course, language))


def _navigation(header: Header, course: Course, language: str) -> str:
    before, after = course.neighbours(header.name)
    start = course.start()
    links = []
    if before:
        links.append(course.link(before, language, "← {number} · {title}"))
    if start and start.name not in (header.name, before and before.name):
        links.append(f"[{_WORDS[language]['map']}]({start.name}.ipynb)")
    if after:
        links.append(course.link(after, language, "{number} · {title} →"))
    return " | ".join(links)


def _footer(header: Header, course: Course, language: str) -> str:
    return _paragraphs("---", _navigation(header, course, language), _WORDS[language]["licence"])


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


def _body(lesson: Lesson, course: Course, language: str, edition: str) -> list[NotebookNode]:
    """The author's cells, with the language cell after the opening text or at its marker."""
    pairs = lesson.edition(edition)
    cells: list[NotebookNode] = []
    place = 1 if pairs and pairs[0].kind == "markdown" else 0
    seen: dict[str, int] = {}
    for pair in pairs:
        if pair.es.source.strip() == LANGUAGE_MARKER:
            place = len(cells)
            continue
        cell = _cell(pair, course, language, seen)
        if edition == "solution":
            cell.source = _with_links_out_of_solutions(cell.source, course, language)
        if edition == "student":  # it has no outputs that could be checked
            cell.source = cell.source.replace(CHECK_MARKER, "")
        cells.append(cell)
    setting = f'import cnnlab\n\ncnnlab.use_language("{language}")'
    cells.insert(place, v4.new_code_cell(setting, id="language"))
    return cells


def _with_links_out_of_solutions(source: str, course: Course, language: str) -> str:
    """A playground has no solutions: from there, its links lead to the student's notebook."""
    for header in course.playgrounds:
        notebook = f"{header.name}.ipynb"
        source = source.replace(f"]({notebook}", f"](../../{language}/{notebook}")
    return source


def _cell(pair: Pair, course: Course, language: str, seen: dict[str, int]) -> NotebookNode:
    source = pair.cell(language).source.replace(MAP_MARKER, course.map(language))
    metadata = {"tags": pair.tags} if pair.tags else {}
    make = v4.new_markdown_cell if pair.kind == "markdown" else v4.new_code_cell
    return make(source, id=_cell_id(pair, language, seen), metadata=metadata)


def _cell_id(pair: Pair, language: str, seen: dict[str, int]) -> str:
    """An id made of the cell's own words: a new cell elsewhere does not change it."""
    said = f"{pair.kind}\n{pair.cell(language).source}"
    digest = hashlib.sha256(said.encode()).hexdigest()[:12]
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def _markdown(source: str, id: str) -> NotebookNode:
    return v4.new_markdown_cell(source, id=id)
