"""The exercises as a student meets them in JupyterLab: typed into a cell, run, and read.

A language has one notebook, which stays open for all tests of this file. Answers are typed into
its last cell, which is run again for each of them.
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
FUNCTION = "def how_many(size, kernel_size, stride): return {}"
HOW_MANY = FUNCTION + "\nexercises.how_many.check(how_many)"
ANSWERS = {
    "blank": HOW_MANY.format("..."),
    "wrong": HOW_MANY.format("(size - kernel_size) // stride"),
    "right": HOW_MANY.format("(size - kernel_size) // stride + 1"),
}
EVERY_CARD = """
how_many = lambda size, kernel_size, stride: size
display(exercises.how_many.check(), exercises.how_many.check(how_many),
exercises.how_many.check(exercises.how_many.reference), exercises.how_many.hint(),
exercises.how_many.solution(), exercises.order_the_loops, exercises.quiz(5), exercises.progress())
"""


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
    endless = "def how_many(size, kernel_size, stride):\nwhile True: size += 1"
    student.answer(endless)
    card = student.answer("exercises.how_many.check(how_many)")
    assert card.locator("b").inner_text().startswith(HEADINGS[student.language]["wrong"])
    assert "size = 3" in card.locator("pre").text_content()  # the case in which it was stopped
    assert student.answer("6 * 7").inner_text() == "42"
    student.answer("running.run.__defaults__ = (running.SECONDS,)")


# For everyone ----------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_no_fault_and_every_text_stands_out_in(theme, student):
    cards = student.answer(EVERY_CARD)
    assert cards.count() == 8
    student.page.evaluate("cnnlab.all('details').forEach((each) => (each.open = true))")
    student.notebook.set_theme(theme)
    only = {"resultTypes": ["violations"]}
    found = Axe().run(student.page, context=".jp-OutputArea-output", options=only)
    assert [(each["id"], each["nodes"]) for each in found.response["violations"]] == []
    faint = student.notebook.ask("faintTexts")
    assert [text for text in faint if text[-1] not in "█░"] == []  # a bar repeats its numbers
    assert student.notebook.ask("outputsWiderThanThePage") == []


def test_a_quiz_is_done_by_keyboard_alone_and_kept(student):
    questions = exercises.quiz(5).questions
    quiz = student.answer("widgets.QuizCard(exercises.quiz(5))")
    for number, question in enumerate(questions):
        student.tab_to(f"[data-part=question-{number}] input")
        right = [option.is_right for option in question.options].index(True)
        student.press("Space", *["ArrowDown"] * right, "Enter")
    count = len(questions)
    counted = re.compile(rf"^{count} \w+ {count} \w+$")
    expect(quiz.locator("[data-part=count]")).to_have_text(counted)
    first = re.compile(r"^5$")  # the number of the lesson
    rows = student.answer("exercises.progress()").locator("tbody tr")
    row = rows.filter(has=student.page.locator("td:first-child", has_text=first))
    assert row.locator("td").nth(2).inner_text() == f"{count}/{count}"


def test_an_option_of_a_quiz_without_buttons_opens_by_keyboard(student):
    question = exercises.quiz(5).questions[0]
    quiz = student.answer("exercises.quiz(5)")
    expect(quiz.locator("details p").first).to_be_hidden()
    student.tab_to("details summary")
    student.press("Enter")
    expect(quiz.locator("details p").first).to_be_visible()
    signs = [text[0] for text in quiz.locator("details p").all_text_contents()]
    expected = ["✓" if option.is_right else "✗" for option in question.options]
    assert signs[: len(expected)] == expected


def test_lines_are_put_in_order_by_keyboard_alone(student):
    board = student.answer("board = widgets.ParsonsBoard(exercises.order_the_loops)\nboard")
    student.tab_to("[data-letter]")
    for letter in exercises.order_the_loops.order:
        student.press(letter.lower(), "Enter")
    student.tab_to(".parsons-check")
    student.press("Enter")
    verdict = HEADINGS[student.language]["right"]
    expect(board.locator("[data-part=verdict]")).to_contain_text(verdict)
    check = "exercises.order_the_loops.check(board.order)"
    assert student.heading(check).startswith(verdict)


# Saved, sent, and opened by somebody else ------------------------------------------------


# The last test of a language: whoever opens a second notebook ends the first one's kernel.


def test_before_the_notebook_is_trusted_card_and_quiz_can_be_read(student, browser):
    wrong = "how_many = lambda size, kernel_size, stride: size"
    shown = "display(exercises.how_many.check(how_many), widgets.QuizCard(exercises.quiz(5)))"
    card = student.answer(f"{wrong}\n{shown}").first.inner_text()
    student.page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    student.page.wait_for_function("!cnnlab.panel().context.model.dirty")
    server = student.notebook.lab
    notebook = nbformat.read(server.notebooks / "exercises.ipynb", as_version=4)
    notebook.metadata["sent_by"] = "somebody"  # a change that Jupyter hasn't signed
    nbformat.write(notebook, server.notebooks / "received.ipynb")
    with NotebookPage(browser, server, "received.ipynb") as page:
        outputs = page.page.locator(".jp-CodeCell").last.locator(".jp-OutputArea-output")
        assert outputs.first.inner_text() == card
        assert page.page.locator("section.cnnlab").count() == 0  # no script has run
        question = exercises.quiz(5).questions[0]
        options = outputs.last.locator("details")
        assert options.count() == sum(len(each.options) for each in exercises.quiz(5).questions)
        options.first.locator("summary").click()
        sign = "✓" if question.options[0].is_right else "✗"
        assert options.first.locator("p").inner_text().startswith(sign)
