"""The Parsons board in a browser: by mouse, finger and keyboard, from check to verdict."""

from types import SimpleNamespace

import nbformat
import pytest

from cnnlab.widgets import ParsonsBoard
from tests.browser.notebook_page import NotebookPage
from tests.browser.test_widgets_in_lab import write_notebook

LONG = " " * 8 + "total += kernel[i, j] * image[row * stride + i, col * stride + j] # " + "x" * 99
PROBLEM = SimpleNamespace(
    name="add_up",
    lines=["    total = <b>0</b>", LONG, "def add_up(image):", "    return total"],
    letters=["A", "B", "C", "D"],
    check=lambda order: None,
)


@pytest.fixture
def page(show):
    return show(ParsonsBoard(PROBLEM))


@pytest.fixture
def full(show):
    """A board whose program is CABD already."""
    board = ParsonsBoard(PROBLEM)
    board.order = "CABD"
    return show(board)


def line(page, letter):
    return page.root.locator(f'[data-letter="{letter}"]')


def letters(page, part):
    """The letters on one side, from top to bottom."""
    shown = page.part(part).locator("[data-letter]")
    return "".join(shown.evaluate_all("lines => lines.map((line) => line.dataset.letter)"))


def order(page):
    return "".join(page.state("order"))


def place(page, letter, down=0.5):
    """Where a line is: the middle of its letter, or further up or down."""
    box = line(page, letter).bounding_box()
    return box["x"] + 15, box["y"] + down * box["height"]


def take(page, letter):
    page.page.mouse.move(*place(page, letter))
    page.page.mouse.down()


def drag(page, letter, x, y):
    take(page, letter)
    page.page.mouse.move(x, y, steps=5)
    page.page.mouse.up()
    page.settle()


def inside(page, part, down=0.9):
    box = page.part(part).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + down * box["height"]


def press(page, *keys):
    for key in keys:
        page.page.keyboard.press(key)


# By mouse --------------------------------------------------------------------------------


def test_at_first_every_line_is_on_the_left(page):
    assert (letters(page, "lines"), letters(page, "program")) == ("ABCD", "")


def test_a_click_sends_a_line_to_the_other_side(page):
    for letter in "CAD":
        line(page, letter).click()
    assert (letters(page, "lines"), letters(page, "program"), order(page)) == ("B", "CAD", "CAD")
    line(page, "A").click()
    assert (letters(page, "lines"), order(page)) == ("AB", "CD")


def test_a_line_is_dragged_into_the_program(page):
    drag(page, "C", *inside(page, "program"))
    drag(page, "A", *inside(page, "program"))
    assert (letters(page, "program"), order(page)) == ("CA", "CA")


def test_a_line_is_dragged_to_its_place(full):
    drag(full, "D", *place(full, "C", 0.2))
    assert order(full) == "DCAB"
    drag(full, "D", *place(full, "A", 0.9))
    assert order(full) == "CADB"


def test_a_line_is_dragged_out_of_the_program(full):
    drag(full, "A", *inside(full, "lines"))
    assert (letters(full, "lines"), order(full)) == ("A", "CBD")


def test_a_drag_that_ends_outside_leaves_the_line_where_it_was_last(full):
    take(full, "D")
    full.page.mouse.move(*place(full, "C", 0.2), steps=5)
    full.page.mouse.move(998, place(full, "D")[1], steps=5)
    full.page.mouse.up()
    assert order(full) == "DCAB"


def test_escape_takes_a_drag_back(full):
    take(full, "D")
    full.page.mouse.move(*place(full, "C", 0.2), steps=5)
    assert letters(full, "program") == "DCAB"
    press(full, "Escape")
    full.page.mouse.up()
    full.settle()
    assert (letters(full, "program"), order(full)) == ("CABD", "CABD")
    assert full.root.locator(".parsons-picture").count() == 0


def test_a_drag_is_no_click(full):
    drag(full, "C", *[sum(pair) for pair in zip(place(full, "C"), (30, 3), strict=True)])
    assert order(full) == "CABD"
    line(full, "C").click()
    assert order(full) == "ABD"


def test_the_right_button_moves_nothing(full):
    line(full, "C").click(button="right")
    assert order(full) == "CABD"


def test_a_move_can_be_undone_and_all_of_them(page):
    for letter in "CA":
        line(page, letter).click()
    drag(page, "A", *place(page, "C", 0.1))
    orders = [order(page)]
    for name in ("Undo", "Undo", "Redo", "Reset"):
        page.root.get_by_role("button", name=name).click()
        orders.append(order(page))
    assert orders == ["AC", "CA", "C", "CA", ""]


# By keyboard -----------------------------------------------------------------------------


def focused(page):
    return page.page.evaluate("document.activeElement.dataset.letter ?? ''")


def test_the_keyboard_is_enough_from_the_start_to_the_verdict(page):
    press(page, "Tab", "ArrowDown", "ArrowDown")
    assert focused(page) == "C"
    press(page, "Enter", "Home", "Enter")  # C, then A
    press(page, "Enter", "Enter")  # what stood below each: B, then D
    assert (order(page), focused(page)) == ("CABD", "D")
    press(page, "Space", "ArrowUp", "Space")
    assert order(page) == "CADB"
    press(page, "Tab", "Enter")
    assert "The check needs a running notebook." in page.part("verdict").inner_text()


def test_a_line_that_is_picked_up_moves_with_the_arrow_keys(full):
    line(full, "D").focus()
    press(full, "Space", "ArrowUp", "ArrowUp")
    assert (order(full), focused(full)) == ("CDAB", "D")
    press(full, "Home")
    assert order(full) == "DCAB"
    press(full, "ArrowUp", "End", "ArrowDown", "ArrowLeft")
    assert (letters(full, "lines"), order(full)) == ("D", "CAB")
    press(full, "ArrowRight", "Enter")
    assert (order(full), focused(full)) == ("CABD", "D")


def test_escape_puts_a_line_back(full):
    line(full, "D").focus()
    press(full, "Space", "ArrowUp", "ArrowUp", "Escape", "ArrowUp")
    assert (order(full), focused(full)) == ("CABD", "B")


def test_leaving_a_line_puts_it_down(full):
    line(full, "D").focus()
    press(full, "Space", "ArrowUp", "Tab")
    assert full.root.locator('[aria-selected="true"]').count() == 0
    line(full, "D").focus()
    press(full, "Escape", "ArrowUp")
    assert (order(full), focused(full)) == ("CADB", "A")


def test_a_letter_goes_to_its_line(page):
    line(page, "A").focus()
    press(page, "d")
    assert focused(page) == "D"
    press(page, "z", "b")
    assert focused(page) == "B"


def test_left_and_right_go_from_side_to_side(page):
    for letter in "CA":
        line(page, letter).click()
    line(page, "D").focus()
    press(page, "ArrowRight")
    assert focused(page) in "CA"
    press(page, "ArrowLeft")
    assert focused(page) == "D"


def test_each_side_is_one_stop_of_the_tab_key(full):
    line(full, "D").click()
    assert full.root.locator("[data-letter][tabindex='0']").count() == 2


def test_a_move_by_keys_is_one_step_to_undo(full):
    line(full, "D").focus()
    press(full, "Space", "ArrowUp", "ArrowUp", "Space", "Control+z")
    assert order(full) == "CABD"


def test_every_move_is_said(page):
    line(page, "C").focus()
    press(page, "Enter")
    assert page.heard() == "C is line 1 of 1 of your program."
    line(page, "A").focus()
    press(page, "Space")
    assert page.heard().startswith("A is picked up.")
    press(page, "ArrowUp")
    assert page.heard() == "The right arrow key takes A into your program."
    press(page, "ArrowRight")
    assert page.heard() == "A is line 2 of 2 of your program."
    press(page, "ArrowUp")
    assert page.heard() == "A is line 1 of 2 of your program."
    press(page, "Escape")
    assert page.heard() == "A is not in your program."


def test_a_reader_hears_letter_indentation_and_code(page):
    option = page.root.get_by_role("option", name="A, 4 spaces: total = <b>0</b>", exact=True)
    assert option.count() == 1


# By touch --------------------------------------------------------------------------------


@pytest.fixture
def touched(show):
    return show(ParsonsBoard(PROBLEM), has_touch=True, width=360)


def swipe(page, start, end):
    """A finger goes down, moves and lifts, as the browser itself hears it."""
    session = page.context.new_cdp_session(page.page)

    def touch(kind, *points):
        points = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", start)
    for part in (0.1, 0.4, 0.7, 1):
        touch("touchMove", [a + part * (b - a) for a, b in zip(start, end, strict=True)])
    touch("touchEnd")
    page.settle()


def test_a_tap_sends_a_line_to_the_other_side(touched):
    for letter in "CA":
        line(touched, letter).tap()
    assert order(touched) == "CA"


def test_a_finger_drags_a_line_by_its_letter(touched):
    line(touched, "C").tap()
    swipe(touched, place(touched, "A"), place(touched, "C", 0.2))
    assert order(touched) == "AC"


def test_a_finger_on_the_code_scrolls_the_page(touched):
    touched.page.set_viewport_size({"width": 360, "height": 300})
    x, y = place(touched, "C")
    swipe(touched, (x + 120, y), (x + 120, y - 150))
    assert order(touched) == ""
    assert touched.page.evaluate("scrollY") > 50


# The check -------------------------------------------------------------------------------

KERNEL = """() => {
    widget.model.send = ({ check }) => {
        (window.asked ??= []).push(check.join(""));
        const right = check.join("") === "CABD";
        for (const [trait, value] of Object.entries({
            outcome: right ? "correct" : "incorrect", message: right ? "Yes." : "What about `A`?",
            details: right ? "" : "Input: <b>", note: "A hint.", checked: check,
        })) widget.model.set(trait, value);
    };
}"""


def check(page):
    page.root.get_by_role("button", name="Check").click()
    page.settle()
    return page.part("verdict").inner_text()


@pytest.fixture
def answering(page):
    """A page that answers as a kernel would."""
    page.page.evaluate(KERNEL)
    return page


def test_first_wrong_then_right(answering):
    for letter in "ACBD":
        line(answering, letter).click()
    assert check(answering) == "✗ Not yet. What about A?"
    drag(answering, "A", *place(answering, "C", 0.9))
    assert answering.part("verdict").inner_text() == ""
    assert check(answering) == "✓ Correct. Yes."
    assert answering.page.evaluate("asked") == ["ACBD", "CABD"]


def test_the_verdict_goes_with_its_order(answering):
    line(answering, "C").click()
    check(answering)
    take(answering, "C")
    answering.page.mouse.move(*inside(answering, "lines"), steps=5)
    assert answering.part("verdict").inner_text() == ""
    press(answering, "Escape")
    answering.page.mouse.up()
    answering.settle()
    assert answering.part("verdict").inner_text() == "✗ Not yet. What about A?"


def test_the_same_order_is_not_asked_about_twice(answering):
    line(answering, "C").click()
    assert check(answering) == check(answering)
    assert answering.page.evaluate("asked") == ["C"]


def test_what_more_there_is_to_say_can_be_opened(answering):
    line(answering, "C").click()
    check(answering)
    details = answering.root.locator("details")
    details.locator("summary").click()
    assert details.locator("pre").inner_text() == "Input: <b>"
    assert "A hint." in answering.root.inner_text()
    line(answering, "A").click()
    assert not details.is_visible()
    assert "A hint." not in answering.root.inner_text()


def test_a_late_verdict_about_another_order_is_not_shown(page):
    line(page, "C").click()
    page.page.evaluate(KERNEL)
    page.page.evaluate("widget.model.send({ check: ['A'] })")
    assert page.part("verdict").inner_text() == ""


def test_an_empty_program_is_not_asked_about(answering):
    assert check(answering) == "Put some lines into your program first."
    assert answering.page.evaluate("window.asked ?? []") == []


def test_without_a_kernel_it_says_how_to_ask(full):
    said = check(full)
    assert "The check needs a running notebook." in said
    assert 'exercises.add_up.check("CABD")' in said


def test_where_no_answer_comes_it_says_so(full):
    full.page.evaluate("widget.model.send = () => {}")
    assert check(full) == "Checking…"
    full.page.wait_for_timeout(3200)
    assert "No answer yet" in full.part("verdict").inner_text()
    full.page.evaluate(KERNEL)
    assert check(full) == "✓ Correct. Yes."


# How it looks ----------------------------------------------------------------------------


def test_the_indentation_is_seen(page):
    lefts = {}
    for letter in "CAB":
        text = line(page, letter).locator("code")
        lefts[letter] = text.evaluate(
            """code => {
                const range = document.createRange();
                range.setStart(code.firstChild, 0);
                range.setEnd(code.firstChild, 1);
                return range.getBoundingClientRect().left;
            }"""
        )
    four = lefts["A"] - lefts["C"]
    assert 20 < four < 60
    assert lefts["B"] - lefts["C"] == pytest.approx(2 * four, abs=0.5)


def test_code_is_never_taken_for_html(page):
    assert line(page, "A").locator("b").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_long_lines_fit_a_narrow_page(theme, show):
    board = ParsonsBoard(PROBLEM)
    board.order = "CB"
    page = show(board, width=320, theme=theme)
    page.page.evaluate(KERNEL)
    check(page)
    page.root.locator("summary").click()
    assert not page.wider_than_the_page()
    assert page.accessibility_faults() == []


def test_on_a_narrow_page_the_sides_stand_below_each_other(show):
    page = show(ParsonsBoard(PROBLEM), width=320)
    above, below = page.part("lines").bounding_box(), page.part("program").bounding_box()
    assert above["y"] + above["height"] <= below["y"]


def test_two_views_stay_in_step(page):
    page.open_another_view()
    page.root.first.locator('[data-letter="C"]').click()
    other = page.root.nth(1).locator('[data-part="program"] [data-letter]')
    assert other.evaluate_all("lines => lines.map((line) => line.dataset.letter)") == ["C"]


# In JupyterLab ---------------------------------------------------------------------------

DOUBLING = """
from types import SimpleNamespace as Plain
def judge(order):
    right = order == ["B", "A"]
    return Plain(outcome="correct" if right else "incorrect", message=f"{len(order)} lines.")
problem = Plain(name="double", lines=["    return 2 * x", "def double(x):"], letters=["A", "B"],
                check=judge)
"""


def test_the_kernel_checks_the_program(browser, lab):
    shown = "board = widgets.ParsonsBoard(problem)\nboard"
    path = write_notebook(lab("en"), "board", DOUBLING, shown)
    with NotebookPage(browser, lab("en"), path) as page:
        page.run_all()
        root = page.page.locator("section.cnnlab")
        verdict = root.locator('[data-part="verdict"]')
        root.locator('[data-letter="B"]').click()
        root.get_by_role("button", name="Check").click()
        page.page.wait_for_function("document.querySelector('[data-outcome=incorrect]')")
        root.locator('[data-letter="A"]').click()
        assert verdict.inner_text() == ""
        root.get_by_role("button", name="Check").click()
        page.page.wait_for_function("document.querySelector('[data-outcome=correct]')")
        assert verdict.inner_text() == "✓ Correct. 2 lines."
        assert page.ask_kernel("[board.order, board.outcome]") == [["B", "A"], "correct"]
        page.ask_kernel("1", after="board.order = 'A'")
        page.page.wait_for_timeout(300)
        assert verdict.inner_text() == ""
        assert page.page_errors == []


def test_before_the_notebook_is_trusted_the_lines_stand_there(browser, lab):
    server = lab("en")
    path = write_notebook(server, "saved-board", "1")
    notebook = nbformat.read(server.notebooks / path, as_version=4)
    bundle = ParsonsBoard(PROBLEM)._repr_mimebundle_()[0]
    notebook.cells[1].outputs = [nbformat.v4.new_output("display_data", bundle)]
    nbformat.write(notebook, server.notebooks / path)
    with NotebookPage(browser, server, path) as page:
        shown = page.page.locator(".jp-OutputArea-output").inner_text()
        assert "A      total = <b>0</b>" in shown
        assert 'exercises.add_up.check("ABC...")' in shown
