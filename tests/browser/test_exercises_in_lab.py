"""The exercises as a student meets them in JupyterLab: typed into a cell, run, and read.

A language has one notebook, which stays open for all tests of this file. Answers are typed into its
last cell, which is run again for each of them.
"""

import re

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cnnlab import exercises
from tests.browser.notebook_page import THEMES, NotebookPage
from tests.browser.test_widgets_in_lab import write_notebook

HEADINGS = {
    "en": {"blank": "○ No answer yet", "wrong": "✗ Not yet", "right": "✓ Correct"},
    "es": {"blank": "○ Sin respuesta", "wrong": "✗ Todavía no", "right": "✓ Correcto"},
}
# One line each: JupyterLab indents a second one by itself.
HOW_MANY = "def how_many(size, kernel_size, stride): return {}\nexercises.how_many.check(how_many)"
ANSWERS = {
    "blank": HOW_MANY.format("..."),
    "wrong": HOW_MANY.format("(size - kernel_size) // stride"),
    "right": HOW_MANY.format("(size - kernel_size) // stride + 1"),
}
SHOWN = {
    **ANSWERS,
    "hint": "exercises.how_many.hint()",
    "solution": "exercises.slide_with_stride.solution()",
    "a Parsons problem": "exercises.order_the_loops",
    "static quiz": "exercises.quiz(5)",
    "progress": "exercises.progress()",
}


class Student:
    """Someone at the keyboard of an open notebook."""

    def __init__(self, page: NotebookPage):
        self.page, self.keyboard = page.page, page.page.keyboard
        self.notebook, self.language = page, page.lab.language
        self.cell = self.page.locator(".jp-CodeCell").last

    def answer(self, text: str):
        """Type `text` in place of what is in the last cell, run it, and return its output."""
        script = "cnnlab.cells().at(-1).model.executionCount"
        before = self.page.evaluate(script)
        self.cell.locator(".cm-content").click()
        self.press("ControlOrMeta+a")
        self.keyboard.type(text)
        self.press("ControlOrMeta+Enter")
        self.page.wait_for_function(f"before => cnnlab.isIdle() && {script} > before", arg=before)
        return self.cell.locator(".jp-OutputArea-output")

    def heading(self, text: str) -> str:
        """Return the first line of the card that an answer gets."""
        return self.answer(text).locator("b").first.inner_text()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keyboard.press(key)

    def tab_to(self, selector: str) -> None:
        """Press Tab until something that fits `selector` has the focus."""
        for _ in range(20):
            if self.page.evaluate("what => document.activeElement.matches(what)", selector):
                return
            self.press("Tab")
        pytest.fail(f"Tab does not get to {selector}")


@pytest.fixture(scope="module", params=["en", "es"])
def student(request, browser, lab, tmp_path_factory):
    """A student whose progress goes to a folder of the tests, like that of a real one."""
    folder = tmp_path_factory.mktemp("progress").as_posix()
    start = f"import os\nos.environ['CNNLAB_PROGRESS'] = {folder!r}\nfrom cnnlab import exercises"
    path = write_notebook(lab(request.param), "exercises", start, "1")
    with NotebookPage(browser, lab(request.param), path) as page:
        page.run_all()
        yield Student(page)
        assert page.page_errors == []
        assert page.requests_outside == []


# Answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_typed_answer_gets_its_symbol_and_word(kind, student):
    assert student.heading(ANSWERS[kind]).startswith(HEADINGS[student.language][kind] + " · ")


def test_a_card_says_its_word_and_its_text_in_one_language(student):
    cards = {student.answer(text).inner_text() for text in ANSWERS.values()}
    spanish = [card for card in cards if re.search(r"\b(la|el|en|función)\b", card)]
    assert len(cards) == 3
    assert len(spanish) == (3 if student.language == "es" else 0)


def test_the_details_of_a_wrong_answer_open_with_the_keyboard(student):
    card = student.answer(ANSWERS["wrong"])
    expect(card.locator("pre")).to_be_hidden()
    student.tab_to("details summary")
    student.press("Enter")
    expect(card.locator("pre")).to_contain_text("size = ")


def test_each_call_gives_one_hint_more(student):
    hints = exercises.five_sizes.hints
    for number in range(1, len(hints) + 1):
        card = student.answer("exercises.five_sizes.hint()")
        assert re.search(rf"\b{number} \w+ {len(hints)}", card.locator("b").inner_text())
        last = number == len(hints)  # a sentence follows it: that was the last one
        expect(card.locator("p")).to_have_count(1 + number + last)


def test_the_solution_is_a_program(student):
    card = student.answer("exercises.how_many.solution()")
    assert "(size - kernel_size) // stride + 1" in card.locator("pre").inner_text()


# What can go wrong -----------------------------------------------------------------------


def test_a_loop_without_an_end_gets_a_message_and_the_next_cell_runs(student):
    student.answer("from cnnlab.exercises import running\nrunning.run.__defaults__ = (0.5,)")
    try:
        endless = "def how_many(a, b, c):\nwhile True: a = a + 1"  # the editor indents
        card = student.answer(f"{endless}").page  # noqa: F841
        card = student.answer("exercises.how_many.check(how_many)")
        assert HEADINGS[student.language]["wrong"] in card.inner_text()
        assert "while True" in card.inner_text() or "size = 3" in card.inner_html()
        assert student.answer("6 * 7").inner_text() == "42"
    finally:
        student.answer("running.run.__defaults__ = (running.SECONDS,)")
