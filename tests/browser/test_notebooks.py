"""Every student notebook, in both themes, as the student's browser shows it.

The English twin has the same code and structure (build.py sees to it) and shorter words, so three
stand for all, and nbval runs the others. `--every-notebook` or `--screenshots` visits each.
"""

import re

import pytest

from tests.browser.lab_server import ROOT
from tests.browser.notebook_page import THEMES, NotebookPage

LANGUAGES = ("en", "es")
NOTEBOOKS = [
    path.relative_to(ROOT / "notebooks").as_posix()
    for language in LANGUAGES
    for path in sorted((ROOT / "notebooks" / language).glob("*.ipynb"))
    if ".mine" not in path.name  # a student's own copy
]
# Words that headings in one language are full of, and that the other one does not have.
WORDS = {
    "en": {"the", "of", "and", "is", "are", "what", "how", "with", "this", "you", "your", "here"},
    "es": {"el", "la", "los", "las", "de", "del", "y", "que", "qué", "cómo", "con", "una", "aquí"},
}


SOME_IN_ENGLISH = ("en/00_", "en/05_", "en/playground")


def pytest_generate_tests(metafunc):
    """Choose the notebooks that this run visits."""
    if "notebook" in metafunc.fixturenames:
        options = metafunc.config.option
        every = getattr(options, "every_notebook", False) or getattr(options, "screenshots", None)
        chosen = NOTEBOOKS if every else [
            path for path in NOTEBOOKS if path.startswith(("es/", *SOME_IN_ENGLISH))
        ]
        ids = [path.removesuffix(".ipynb") for path in chosen]
        metafunc.parametrize("notebook", chosen, ids=ids, indirect=True, scope="module")


@pytest.fixture(scope="module")
def notebook(request, lab, browser):
    """A notebook that has been opened and run from top to bottom, once for all tests."""
    language = request.param.split("/")[0]
    with NotebookPage(browser, lab(language), request.param) as page:
        if not page.questions:
            page.run_all()
        if folder := request.config.getoption("--screenshots", None):
            for theme in THEMES:
                page.save_pictures(folder, theme)
        yield page


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_notebooks_in(language):
    assert [path for path in NOTEBOOKS if path.startswith(language)]


def test_it_opens_without_asking_a_question(notebook):
    assert notebook.questions == []


def test_it_runs_to_its_last_cell(notebook):
    assert notebook.ask("cellsThatDidNotRun") == []


def test_only_cells_that_say_so_raise_an_error(notebook):
    assert notebook.ask("unexpectedErrors") == []


def test_every_picture_is_drawn(notebook):
    assert notebook.ask("picturesNotDrawn") == []


def test_every_picture_has_a_text_alternative(notebook):
    assert notebook.ask("picturesWithoutText") == []


def test_no_output_is_wider_than_the_page(notebook):
    assert notebook.ask("outputsWiderThanThePage") == []


def test_links_lead_somewhere(notebook):
    assert notebook.ask("brokenLinks") == []


def test_jupyterlab_speaks_its_language(notebook):
    assert notebook.page.locator("html").get_attribute("lang").startswith(notebook.lab.language)


def test_its_headings_are_in_its_language(notebook):
    own, other = notebook.lab.language, {"en": "es", "es": "en"}[notebook.lab.language]
    words = set(re.findall(r"\w+", " ".join(notebook.ask("headings")).lower()))
    assert words & WORDS[own]
    assert not words & WORDS[other]


@pytest.mark.parametrize("theme", THEMES)
def test_text_stands_out_from_its_background_in(theme, notebook):
    notebook.set_theme(theme)
    assert notebook.ask("faintTexts") == []


def test_every_picture_brings_its_own_background(notebook):
    assert notebook.ask("picturesWithoutBackground") == []


def test_nothing_is_asked_of_another_machine(notebook):
    assert notebook.requests_outside == []


def test_the_page_reports_no_error(notebook):
    assert notebook.page_errors == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_in_the_first_notebook_opens_another_one(language, lab, browser):
    first = next(path for path in NOTEBOOKS if path.startswith(language))
    with NotebookPage(browser, lab(language), first) as page:
        link = page.page.locator(".jp-RenderedMarkdown a[href*='.ipynb']").first
        target = re.search(r"(en|es)/[^/?]+\.ipynb", link.get_attribute("href"))[0]
        link.click()
        page.wait_for_notebook(target)
