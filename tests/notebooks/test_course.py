"""The order of the lessons, what stands before and after each, and the map."""

import re

import pytest
from build import HERE
from pipeline.course import read_course
from pipeline.lesson import SourceError

from tests.notebooks.small_course import HEADER, OPENING

PLAN = """\
02_filters:
  title: {es: Los filtros, en: The filters}
  minutes: 45
  topics: {es: [bordes], en: [edges]}
"""


@pytest.fixture
def three(course):
    """Lessons 0, 1 and 5 are written, 2 is planned."""
    for name, title in (("00_start", "Start"), ("01_pixels", "Pixels"), ("05_steps", "Steps")):
        course.write(OPENING, name, HEADER.replace("The pixels", title))
    (course.folder / "course.yml").write_text(PLAN, encoding="utf-8")
    return course


def test_the_map_has_a_row_for_each_lesson_in_order(three):
    rows = read_course(three.folder).map("en").splitlines()[2:]
    assert [row.split("|")[1].strip() for row in rows] == ["0", "1", "2", "5"]


def test_the_map_links_a_written_lesson(three):
    assert "[Steps](05_steps.ipynb)" in read_course(three.folder).map("en")


def test_the_map_says_that_a_planned_lesson_is_in_preparation(three):
    shown = read_course(three.folder)
    assert "| The filters (*in preparation*) |" in shown.map("en")
    assert "| Los filtros (*en preparación*) |" in shown.map("es")


def test_the_map_fills_its_marker(three):
    three.write(OPENING + "\n# %% [markdown]\n# <!-- course-map -->\n", "00_start")
    three.build("00")
    [cell] = [cell for cell in three.notebook(name="00_start").cells if "| 5 |" in cell.source]
    assert cell.source == read_course(three.folder).map("es")


def test_neighbours_are_the_nearest_written_lessons(three):
    before, after = read_course(three.folder).neighbours("01_pixels")
    assert (before.name, after.name) == ("00_start", "05_steps")


def test_the_first_lesson_has_none_before_it_and_the_last_none_after(three):
    assert read_course(three.folder).neighbours("00_start")[0] is None
    assert read_course(three.folder).neighbours("05_steps")[1] is None


def test_every_link_that_build_writes_leads_to_a_notebook(three):
    three.build()
    for edition in ("student", "solution"):
        for path in three.path(edition=edition).parent.glob("*.ipynb"):
            links = re.findall(r"\]\(([^)]*)\)", path.read_text(encoding="utf-8"))
            inside = [link for link in links if not link.startswith("https://")]
            assert inside
            assert [link for link in inside if not (path.parent / link).exists()] == []


def test_two_lessons_may_not_have_one_number(three):
    three.write(OPENING, "02_colours")
    with pytest.raises(SourceError, match="02 is taken by 02_colours and by 02_filters"):
        read_course(three.folder)


def test_a_lesson_that_needs_an_unknown_one_is_refused(three, capsys):
    three.write(header=HEADER.replace("#   minutes", "#   needs: [09_nothing]\n#   minutes"))
    assert three.build("01") == 1
    assert "09_nothing" in capsys.readouterr().err


def test_a_planned_entry_is_checked_like_a_header(three):
    plan = PLAN.replace("45", "long")
    (three.folder / "course.yml").write_text(plan, encoding="utf-8")
    with pytest.raises(SourceError, match=r"course\.yml, 02_filters: minutes is 'long'"):
        read_course(three.folder)


def test_the_real_course_has_lessons_0_to_18():
    assert [header.number for header in read_course(HERE).headers] == list(range(19))
