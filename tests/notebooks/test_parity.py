"""Do both languages say the same? The rules, one by one, and then every real lesson."""

import build
import pytest
from pipeline import parity
from pipeline.course import read_course
from pipeline.lesson import read_lesson

from tests.notebooks.small_course import HEADER

SOURCES = sorted((build.HERE / "source").glob("*.py"))


def text(es: str, en: str) -> str:
    """A pair of twins, in the percent format."""
    cells = [
        f'\n# %% [markdown] lang="{language}"\n' + "".join(f"# {x}\n" for x in words.split("\n"))
        for language, words in (("es", es), ("en", en))
    ]
    return "".join(cells)


def said(course, body: str) -> str:
    """What the rules say of a lesson with this body."""
    lesson = read_lesson(course.write(body, header=HEADER))
    return "\n".join(parity.problems(lesson, read_course(course.folder), course.folder))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_lesson_says_the_same_in_both_languages(source):
    course = read_course(build.HERE)
    assert parity.problems(read_lesson(source), course, build.HERE) == []


@pytest.mark.parametrize(
    ("es", "en"),
    [
        ("Mide 3,5 y 12 píxeles.", "It measures 3.5 and 12 pixels."),
        ("Tiene 3 499 200 pesos.", "It has 3,499,200 weights."),
        ("Tiene 3499200 pesos.", "It has 3,499,200 weights."),
        ("Luma: $0{,}299 R$.", "Luma weight: $0.299 R$."),
        ("Vale −1 o 1.", "Worth -1 or 1."),
        ("De 5 a 3, de 1 a 2.", "Up to 2 from 1, up to 3 from 5."),
        ("La lista `[4,3,4]` va.", "This list `[4, 3, 4]` goes."),
    ],
)
def test_a_number_may_be_written_as_its_language_does(course, es, en):
    assert said(course, text(es, en)) == ""


@pytest.mark.parametrize(
    ("es", "en", "lost"),
    [
        ("Mide 3 píxeles.", "It measures 4 pixels.", "in en and not in es: 4"),
        ("Mide 3 y 3 píxeles.", "It measures 3 pixels.", "in es and not in en: 3"),
        ("Mide 3,5 píxeles.", "It measures 35 pixels.", "in en and not in es: 35"),
        ("Vale -1.", "It is 1.", "in es and not in en: -1"),
        ("Vale $x_{12}$.", "It is $x_{13}$.", "in es and not in en: 12"),
        ("Prueba `f(2)`.", "Try `f(3)`.", "in es and not in en: 2"),
    ],
)
def test_a_number_that_only_one_language_has_is_found(course, es, en, lost):
    assert lost in said(course, text(es, en))


@pytest.mark.parametrize(
    ("es", "en", "found"),
    [
        ("## Uno\n\nHola.", "### One\n\nHello.", "different headings"),
        ("## Uno", "One", "different headings"),
        ("# Uno", "# One", "level 1"),
        ("Hola.\n\nAny kernel slides here.", "Hi.\n\nAny kernel slides here.", "the same words"),
        ("Una red ve bordes.", "Una red ve bordes.", "the same words in both languages"),
        ("This is the patch of it.", "El parche es de la imagen.", "Are the twins swapped?"),
        ("![](a.png)", "![a picture](a.png)", "without alt text"),
        ("<div>hola</div>", "<div>hello</div>", "<div>: JupyterLab may strip it"),
        ('Un <span style="a">punto</span>', "One point", "<span>"),
        ("Ve [allá](09_no.ipynb).", "Go [there](09_no.ipynb).", "leads nowhere"),
        ("Ve [allá](01_pixels.ipynb).", "Go there.", "different links"),
    ],
)
def test_a_text_that_would_mislead_one_reader_is_found(course, es, en, found):
    assert found in said(course, text(es, en))


@pytest.mark.parametrize(
    ("es", "en"),
    [
        ("Ve [allá](01_pixels.ipynb#x).", "Go [there](01_pixels.ipynb#x)."),
        ("Pulsa <kbd>Mayús</kbd>.<br>Ya.", "Press <kbd>Shift</kbd>.<br>Done."),
        ("AlexNet, VGG, ResNet", "AlexNet, VGG, ResNet"),
        ("LeCun, Bottou, Bengio, Haffner (1998)", "LeCun, Bottou, Bengio, Haffner (1998)"),
        ("Si `a <b> c`, y $a<b>c$.", "When `a <b> c`, also $a<b>c$."),
        ("Ve [la web](https://example.org).", "Visit [the web](https://example.org)."),
    ],
)
def test_what_is_the_same_thing_in_both_languages_passes(course, es, en):
    assert said(course, text(es, en)) == ""


def test_a_text_for_both_notebooks_has_no_words(course):
    assert "text without lang ('Hola')" in said(course, "\n# %% [markdown]\n# Hola.\n")


def test_a_formula_may_be_shared(course):
    assert said(course, "\n# %% [markdown]\n# $$y = \\sum_i w_i x_i$$\n") == ""


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("x = 1  # the first one", "a comment"),
        ('"""Return the biggest value."""', "a sentence"),
        ('print("sum", 3)', "a word to read in a cell without lang: 'sum'"),
        ('print(f"total {3}")', "a word to read"),
        ('plots.image(photo, title="China")', "a word to read"),
        ('plots.feature_maps(maps, names=["edges", "blur"])', "a word to read"),
        ('ax.set_title("edges")', "a word to read"),
        ('print("sum {}".format(3))', "a word to read"),
        ("\n".join(["x = 1"] * 9), "9 lines of code"),
        ("x = " + "1" * 90, "a line of 94 characters"),
        ("for", "not valid Python"),
    ],
)
def test_shared_code_with_words_or_too_much_of_it_is_found(course, code, found):
    assert found in said(course, f"\n# %%\n{code}\n")


@pytest.mark.parametrize(
    "code",
    [
        "# NBVAL_CHECK_OUTPUT\n1 + 1",
        'images.from_drawing("x.x/.x./x.x")',
        'plots.image(images.photo("china"))',
        'print(sizes["height"], f"{3} x {4}")',
        'plots.kernel(filters.get("sobel_x"))',
        "# %timeit 1 + 1",
        "\n\n".join(["x = 1"] * 8),
    ],
)
def test_code_without_words_may_be_shared(course, code):
    assert said(course, f"\n# %%\n{code}\n") == ""


def code(es: str, en: str) -> str:
    """A pair of code cells."""
    return f'\n# %% lang="es"\n{es}\n\n# %% lang="en"\n{en}\n'


def test_the_two_versions_of_a_code_cell_may_differ_in_their_words(course):
    es = 'print(f"suma {2 + 2}")  # el total\nx = "uno"'
    en = 'print(f"the sum: {2 + 2}")  # all of it\nx = "one"'
    assert said(course, code(es, en)) == ""


@pytest.mark.parametrize(
    ("es", "en"),
    [
        ('print("uno", 2)', 'print("one", 3)'),
        ('print("uno")', 'display("one")'),
        ('uno = "uno"', 'one = "one"'),
        ('print(f"suma {a}")', 'print(f"sum {b}")'),
    ],
)
def test_the_two_versions_of_a_code_cell_may_not_differ_in_their_code(course, es, en):
    assert "differ in more than their words" in said(course, code(es, en))


def test_two_equal_versions_of_a_code_cell_are_one(course):
    assert "Write the cell once" in said(course, code("x = 1", "x = 1"))


def test_a_solution_may_be_longer_than_a_student_s_cell(course):
    lines = "\n".join(["x = 1"] * 20)
    assert said(course, f'\n# %% edition="solution"\n{lines}\n') == ""


def test_a_cell_that_should_fail_may_be_invalid(course):
    assert said(course, '\n# %% tags=["raises-exception"]\nfor\n') == ""
