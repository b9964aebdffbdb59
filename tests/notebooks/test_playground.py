"""A playground is a page beside the lessons: no number, no minutes, no neighbours, no solutions."""

import re

import pytest
from build import HERE
from pipeline.course import read_course
from pipeline.lesson import SourceError, header_from

from tests.notebooks.small_course import BODY, HEADER, OPENING

PLAYGROUND = """\
# ---
# cnnlab:
#   kind: playground
#   title: {es: Zona de juegos, en: Playground}
#   topics: {es: [un filtro], en: [a filter]}
# ---
"""
FIELDS = {
    "kind": "playground",
    "title": {"es": "Zona de juegos", "en": "Playground"},
    "topics": {"es": ["un filtro"], "en": ["a filter"]},
}


@pytest.fixture
def with_playground(course):
    """Lessons 0 and 1, and a playground, built."""
    course.write(BODY + "\n# %% [markdown]\n# <!-- course-map -->\n", "00_start")
    course.write()
    course.write(OPENING + "\n# %%\n2 + 2\n", "playground", PLAYGROUND)
    assert course.build() == 0
    return course


def heading(course, language="en") -> str:
    return course.notebook(language, name="playground").cells[0].source


def test_a_playground_gives_two_notebooks_and_no_solutions(with_playground):
    built = [name for name in with_playground.files() if "playground" in name]
    assert built == ["en/playground.ipynb", "es/playground.ipynb"]


def test_check_is_content_with_two_notebooks(with_playground):
    with_playground.write(OPENING, name="00_start")  # not a lesson with a blank to execute
    with_playground.write(OPENING)
    with_playground.build()
    said = [sentence for sentence in with_playground.check() if "playground" in sentence]
    assert said == []


def test_check_finds_a_solution_of_a_playground(with_playground):
    left_over = with_playground.path(name="playground", edition="solution")
    left_over.write_bytes(with_playground.path(name="playground").read_bytes())
    said = [sentence for sentence in with_playground.check() if "playground" in sentence]
    assert len(said) == 1
    assert "has no source" in said[0]


def test_its_title_has_no_number_and_no_minutes(with_playground):
    assert heading(with_playground).startswith("# Playground\n")
    assert "minutes" not in heading(with_playground)


def test_it_links_the_other_language_and_the_map_and_no_lesson_before_or_after(with_playground):
    links = re.findall(r"\]\(([^)]*)\)", heading(with_playground))
    assert links == ["../es/playground.ipynb", "00_start.ipynb"]


def test_no_lesson_has_it_before_or_after(with_playground):
    last = with_playground.notebook(name="01_pixels").cells[-1].source
    assert "playground" not in last


def test_its_language_is_set_as_in_a_lesson(with_playground):
    code = [c for c in with_playground.notebook(name="playground").cells if c.cell_type == "code"]
    assert code[0].source == 'import cnnlab\n\ncnnlab.use_language("es")'


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "Para jugar, cuando quieras: [Zona de juegos](playground.ipynb)."),
        ("en", "To play, whenever you like: [Playground](playground.ipynb)."),
    ],
)
def test_the_map_has_it_below_the_lessons(with_playground, language, sentence):
    table, below = read_course(with_playground.folder).map(language).split("\n\n")
    assert below == sentence
    assert "playground" not in table


def test_the_lessons_are_counted_without_it(with_playground):
    assert [header.number for header in read_course(with_playground.folder).headers] == [0, 1]


@pytest.mark.parametrize("edition", ["student", "solution"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_link_to_it_leads_to_it(with_playground, language, edition):
    start = with_playground.path(language, "00_start", edition)
    links = re.findall(r"\]\(([^)]*playground[^)]*)\)", start.read_text(encoding="utf-8"))
    found = [(start.parent / link).resolve() for link in links]
    assert found == [with_playground.path(language, "playground").resolve()]


def test_a_lesson_may_link_to_it(with_playground):
    link = OPENING.replace("127,5.", "127,5. [Juega](playground.ipynb).")
    link = link.replace("127.5.", "127.5. [Play](playground.ipynb).")
    with_playground.write(link)
    assert with_playground.build("01") == 0


@pytest.mark.parametrize("edition", ["student", "solution"])
def test_a_blank_with_a_solution_belongs_in_a_lesson(course, capsys, edition):
    exercise = f'\n# %% edition="{edition}"\nanswer = 42\n'
    course.write(OPENING + exercise, "playground", PLAYGROUND)
    assert course.build() == (edition == "solution")
    assert ("has no solution edition" in capsys.readouterr().err) == (edition == "solution")


def test_a_lesson_still_needs_its_number(course, capsys):
    course.write(name="pixels", header=HEADER)
    assert course.build() == 1
    assert "call a lesson NN_name" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("06_playground", {}, "call a playground by a plain name"),
        ("playground", {"kind": "game"}, "kind is 'game'"),
        ("playground", {"minutes": 30}, "unknown header field 'minutes'"),
        ("playground", {"title": {"es": "Zona"}}, "title needs both languages"),
    ],
)
def test_a_wrong_header_is_refused(name, change, message):
    with pytest.raises(SourceError, match=re.escape(message)):
        header_from(FIELDS | change, name, "source")


def test_a_playground_is_not_planned(course):
    plan = "playground: {kind: playground, title: {es: a, en: b}, topics: {es: [a], en: [b]}}"
    course.write()
    (course.folder / "course.yml").write_text(plan, encoding="utf-8")
    with pytest.raises(SourceError, match="only lessons are planned"):
        read_course(course.folder)


def test_the_real_course_has_one():
    assert [header.name for header in read_course(HERE).playgrounds] == ["playground"]
