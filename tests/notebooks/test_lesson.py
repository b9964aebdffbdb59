"""What a source must be, and what its author reads when it is not."""

import pytest
from pipeline.lesson import SourceError, read_lesson

from tests.notebooks.small_course import HEADER, OPENING

SPANISH = '\n# %% [markdown] lang="es"\n# Hola.\n'
ENGLISH = '\n# %% [markdown] lang="en"\n# Hello.\n'


def complaint(course, body: str = OPENING, header: str = HEADER, name: str = "01_pixels") -> str:
    path = course.write(body, name=name, header=header)
    with pytest.raises(SourceError) as caught:
        read_lesson(path)
    return str(caught.value)


def test_twins_become_one_pair_whichever_comes_first(course):
    for body in (SPANISH + ENGLISH, ENGLISH + SPANISH):
        [pair] = read_lesson(course.write(body)).pairs
        assert (pair.cell("es").source, pair.cell("en").source) == ("Hola.", "Hello.")


def test_a_cell_without_language_is_shared(course):
    [pair] = read_lesson(course.write("\n# %%\n1 + 1\n")).pairs
    assert pair.shared
    assert pair.cell("es").source == pair.cell("en").source == "1 + 1"


def test_an_edition_shows_its_own_cells_and_the_common_ones(course):
    body = '\n# %%\n1\n\n# %% edition="student"\n2\n\n# %% edition="solution"\n3\n'
    lesson = read_lesson(course.write(body))
    assert [pair.es.source for pair in lesson.edition("student")] == ["1", "2"]
    assert [pair.es.source for pair in lesson.edition("solution")] == ["1", "3"]


def test_a_problem_is_said_with_its_file_and_line(course):
    place = (HEADER + OPENING + SPANISH).count("\n", 0, -len(SPANISH)) + 2
    assert complaint(course, OPENING + SPANISH).startswith(f"01_pixels.py:{place}: no twin")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (SPANISH, "no twin"),
        (SPANISH + SPANISH + ENGLISH, "no twin"),
        (SPANISH + '\n# %% lang="en"\n1\n', "whose twin is code"),
        (SPANISH.replace('"es"', '"fr"'), "lang is 'fr'"),
        ('\n# %% edition="teacher"\n1\n', "edition is 'teacher'"),
        ('\n# %% langs="es"\n1\n', "unknown 'langs'"),
        ("\n# %% lang=es\n1\n", "cannot read 'lang=es'"),
        ("\n# %% [raw]\n# text\n", "a raw cell"),
        ("\n# %%\n\n# %%\n1\n", "an empty cell"),
    ],
)
def test_a_cell_that_fits_no_notebook_is_refused(course, body, said):
    assert said in complaint(course, body)


def test_twins_have_the_same_tags(course):
    body = '\n# %% lang="es" tags=["a"]\nprint("uno")\n\n# %% lang="en"\nprint("one")\n'
    assert "another tags" in complaint(course, body)


def test_twins_are_of_the_same_edition(course):
    english = ENGLISH.replace('"en"', '"en" edition="student"')
    assert "another edition" in complaint(course, SPANISH + english)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("#   minutes: 30\n", ""), "lacks minutes"),
        (("30", "soon"), "minutes is 'soon'"),
        (("30", "true"), "minutes is True"),
        (("30", "-5"), "minutes is -5"),
        ((", en: The pixels", ""), "title needs both languages"),
        (("[a grey matrix]", "[a grey matrix, a photograph]"), "topics has more entries"),
        (("#   minutes", "#   minuets: 3\n#   minutes"), "unknown header field 'minuets'"),
        (("# cnnlab:", "# other:"), "'cnnlab:' section"),
        (("title: {es", "title: {{es"), "not valid YAML"),
    ],
)
def test_a_header_that_lacks_something_is_refused(course, change, said):
    header = HEADER.replace(*change)
    assert header != HEADER
    assert said in complaint(course, header=header)


def test_a_source_without_header_is_refused(course):
    assert "'cnnlab:' section" in complaint(course, header="")


def test_an_empty_source_is_refused(course):
    assert "'cnnlab:' section" in complaint(course, body="", header="")


def test_a_lesson_needs_its_number_in_its_name(course):
    assert "NN_name" in complaint(course, name="pixels")
