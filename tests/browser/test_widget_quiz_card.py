"""The quiz card in a browser: choosing, checking, choosing again, and what the kernel hears."""

from types import SimpleNamespace

import nbformat
import pytest

from cnnlab.widgets import QuizCard
from tests.browser.notebook_page import NotebookPage
from tests.browser.test_widgets_in_lab import write_notebook


def option(text, why, is_right=False):
    return SimpleNamespace(text=text, why=why, is_right=is_right)


EVIL = "<img src=x onerror=alert(1)> `<b>`"
LONG = "convolución " * 40 + "x" * 200
QUIZ = SimpleNamespace(
    questions=[
        SimpleNamespace(
            text="How wide is `(427, 640, 3)`?",
            options=[
                option("427", "That is its `height`."),
                option("640", "Height, width, channels.", True),
                option("3", "Those are the channels."),
            ],
        ),
        SimpleNamespace(text=EVIL, options=[option(EVIL, EVIL, True), option(LONG, LONG)]),
    ],
    answered=lambda question, option: None,
)


@pytest.fixture
def page(show):
    return show(QuizCard(QUIZ))


def radios(page, question=0):
    return page.part(f"question-{question}").locator("input[type=radio]")


def explanations(page, question=0):
    """What can be read below the options."""
    whys = page.part(f"question-{question}").locator(".quiz-why")
    return [text for text in whys.all_inner_texts() if text]


def check(page, question=0):
    page.part(f"question-{question}").get_by_role("button", name="Check").click()
    page.settle()


def answer(page, option, question=0):
    radios(page, question).nth(option).check()
    check(page, question)


# Choosing and checking -------------------------------------------------------------------


def test_before_the_check_nothing_is_given_away(page):
    radios(page).nth(0).check()
    assert (explanations(page), page.state("chosen")) == ([], [None, None])
    assert not page.part("question-0").locator("details").is_visible()


def test_a_wrong_option_says_why(page):
    answer(page, 0)
    assert explanations(page) == ["✗ Not yet. That is its height."]
    assert page.state("chosen") == [0, None]


def test_after_a_wrong_option_one_may_choose_again(page):
    answer(page, 0)
    answer(page, 1)
    assert explanations(page) == ["✓ Correct. Height, width, channels."]
    assert page.state("chosen") == [1, None]


def test_an_explanation_stays_while_the_next_option_is_chosen(page):
    answer(page, 0)
    radios(page).nth(1).check()
    assert explanations(page) == ["✗ Not yet. That is its height."]


def test_once_it_is_right_the_other_options_can_be_read(page):
    answer(page, 1)
    others = page.part("question-0").locator("details")
    others.locator("summary").click()
    assert others.locator("li").all_inner_texts() == [
        "✗ 427\nThat is its height.", "✗ 3\nThose are the channels.",
    ]


def test_the_count_follows(page):
    counts = [page.part("count").inner_text()]
    for chosen, question in ((0, 0), (1, 0), (0, 1), (2, 0)):
        answer(page, chosen, question)
        counts.append(page.part("count").inner_text())
    assert [count.split()[0] for count in counts] == ["0", "0", "1", "2", "1"]
    assert counts[0] == "0 of 2 right"


def test_checking_with_nothing_chosen_says_what_to_do(page):
    check(page)
    assert "Choose an option first." in page.part("question-0").inner_text()
    assert page.heard() == "Choose an option first."
    radios(page).nth(0).check()
    assert "Choose an option first." not in page.part("question-0").inner_text()


# Every hand ------------------------------------------------------------------------------


def test_the_keyboard_is_enough(page):
    press = page.page.keyboard.press
    for key in ("Tab", "Space", "Enter"):
        press(key)
    assert page.heard() == "✗ Not yet. That is its height. 0 of 2 right"
    for key in ("ArrowDown", "Enter"):
        press(key)
    assert page.heard() == "✓ Correct. Height, width, channels. 1 of 2 right"
    press("Tab")
    press("Space")  # the button checks as well
    assert page.state("chosen") == [1, None]


def test_a_finger_is_enough(show):
    page = show(QuizCard(QUIZ), has_touch=True, width=360)
    page.part("question-0").get_by_text("640", exact=True).tap()
    page.part("question-0").get_by_role("button").tap()
    assert page.state("chosen") == [1, None]


def test_a_reader_of_the_checked_option_hears_its_explanation(page):
    answer(page, 0)
    described = radios(page).nth(0).get_attribute("aria-describedby")
    assert page.page.locator(f"#{described}").inner_text() == "✗ Not yet. That is its height."
    assert radios(page).nth(1).get_attribute("aria-describedby") is None


def test_the_questions_are_one_choice_each(page):
    radios(page, 0).nth(1).check()
    radios(page, 1).nth(0).check()
    assert radios(page, 0).nth(1).is_checked()


# From elsewhere --------------------------------------------------------------------------


def test_two_views_stay_in_step(page):
    page.open_another_view()
    page.root.first.locator("input").nth(0).check()
    page.root.first.get_by_role("button", name="Check").first.click()
    page.settle()
    other = page.root.nth(1)
    assert other.locator("input").nth(0).is_checked()
    assert "That is its height." in other.inner_text()


def test_what_python_takes_back_is_taken_back(page):
    answer(page, 1)
    page.set("chosen", [None, None])
    assert (explanations(page), page.part("count").inner_text()) == ([], "0 of 2 right")
    assert not radios(page).nth(1).is_checked()


def test_what_could_not_be_kept_is_said(page):
    page.set("trouble", "The disk is full.")
    assert page.complaint() == "The disk is full."


# Its texts -------------------------------------------------------------------------------


def test_code_is_marked_and_nothing_else_is(page):
    legend = page.part("question-0").locator("legend")
    assert legend.inner_text() == "1. How wide is (427, 640, 3)?"
    assert legend.locator("code").inner_text() == "(427, 640, 3)"


def test_a_text_is_never_taken_for_html(page):
    answer(page, 0, question=1)
    question = page.part("question-1")
    assert question.locator("img").count() == 0
    assert question.locator("code").all_inner_texts() == ["<b>"] * 3
    assert question.locator("legend").inner_text() == "2. <img src=x onerror=alert(1)> <b>"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_long_texts_fit_a_narrow_page(theme, show):
    page = show(QuizCard(QUIZ), width=320, theme=theme)
    answer(page, 1, question=1)
    answer(page, 1)
    page.part("question-0").locator("summary").click()
    assert not page.wider_than_the_page()
    assert page.accessibility_faults() == []


# In JupyterLab ---------------------------------------------------------------------------

RECORDER = """
from types import SimpleNamespace as Plain
option = lambda text, right: Plain(text=text, why="why " + text, is_right=right)
heard = []
quiz = Plain(questions=[Plain(text="?", options=[option("a", False), option("b", True)])],
             answered=lambda *answer: heard.append(list(answer)))
"""


def test_the_kernel_hears_of_each_answer(browser, lab):
    path = write_notebook(lab("en"), "quiz", RECORDER, "card = widgets.QuizCard(quiz)\ncard")
    with NotebookPage(browser, lab("en"), path) as page:
        page.run_all()
        card = page.page.locator("section.cnnlab")
        for choice in (0, 1):
            card.locator("input").nth(choice).check()
            card.get_by_role("button", name="Check").click()
        assert page.ask_kernel("[heard, card.chosen, card.right]") == [[[0, 0], [0, 1]], [1], 1]
        assert page.page_errors == []


def test_before_the_notebook_is_trusted_the_questions_can_be_opened(browser, lab):
    server = lab("en")
    path = write_notebook(server, "saved-quiz", "1")
    notebook = nbformat.read(server.notebooks / path, as_version=4)
    bundle = QuizCard(QUIZ)._repr_mimebundle_()[0]
    notebook.cells[1].outputs = [nbformat.v4.new_output("display_data", bundle)]
    nbformat.write(notebook, server.notebooks / path)
    with NotebookPage(browser, server, path) as page:
        shown = page.page.locator(".jp-OutputArea-output")
        assert "1. How wide is (427, 640, 3)?" in shown.inner_text()
        assert "That is its height." not in shown.inner_text()
        shown.get_by_text("427", exact=True).click()
        assert "✗ That is its height." in shown.inner_text()
        assert shown.locator("img").count() == 0
