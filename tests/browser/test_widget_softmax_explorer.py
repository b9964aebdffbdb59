"""The softmax explorer in a browser: its numbers are those of Python; every hand can move it."""

import numpy as np
import pytest

from cnnlab.widgets import SoftmaxExplorer
from tests.browser.widget_page import module_page

SCORES = [2.0, 1.0, -1.0]


@pytest.fixture(scope="module")
def module(browser):
    """A page with the module that computes, as `softmax`."""
    with module_page(browser, "softmax_explorer_parts/softmax") as page:
        yield page


@pytest.fixture
def page(show):
    return show(SoftmaxExplorer(SCORES, names=["X", "O", "+"], true=1))


def row(page, name):
    return page.root.get_by_role("group", name=name, exact=True)


def shown(page, part):
    """The numbers of the rows, from top to bottom."""
    return [text.split()[0] for text in page.part(part).all_inner_texts()]


# The numbers -----------------------------------------------------------------------------


def test_every_number_is_that_of_python(module):
    rng = np.random.default_rng(0)
    for _ in range(200):
        count = int(rng.integers(2, 6))
        explorer = SoftmaxExplorer(rng.normal(0, 10 ** rng.uniform(-1, 3), count),
                                   true=int(rng.integers(count)), temperature=rng.uniform(0.1, 10))
        state = [explorer.scores.tolist(), explorer.temperature, explorer.true]
        found = module.evaluate("state => softmax.computed(...state)", state)
        np.testing.assert_allclose(found["p"], explorer.probabilities, rtol=1e-9, atol=1e-300)
        np.testing.assert_allclose(found["loss"], explorer.loss, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(found["gradient"], explorer.gradient, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.70538, "0.705"), (0, "0.000"), (-0.25, "−0.250"), (2.04e-5, "2.0e−5"),
     (-2.04e-5, "−2.0e−5"), (1, "1.000"), (0.0005, "0.001")],
)  # fmt: skip
def test_a_number_keeps_its_digits(number, text, module):
    assert module.evaluate("number => softmax.decimals(number)", number) == text


def test_it_shows_probabilities_loss_and_gradient(page):
    # By hand: e^2 = 7.389, e^1 = 2.718, e^-1 = 0.368; together 10.475.
    assert shown(page, "p") == ["0.705", "0.259", "0.035"]
    assert shown(page, "gradient") == ["0.705", "−0.741", "0.035"]
    assert "−ln p(O) = −ln 0.259 = 1.349" in page.part("loss").inner_text()


def test_the_verdict_has_a_star_and_a_word(page):
    assert [("★" in text) for text in page.part("p").all_inner_texts()] == [True, False, False]
    assert "✗ The verdict is X, and it is wrong." in page.part("loss").inner_text()


# Every hand ------------------------------------------------------------------------------


def test_an_arrow_key_moves_a_score(page):
    page.root.get_by_label("Score of O").focus()
    page.page.keyboard.press("ArrowRight")
    page.settle()
    assert page.state("scores") == [2, 1.1, -1]
    assert shown(page, "p")[1] == f"{np.exp(1.1) / np.exp([2, 1.1, -1]).sum():.3f}"


def test_a_finger_moves_a_score(show):
    page = show(SoftmaxExplorer(SCORES), width=400, has_touch=True)
    box = page.root.get_by_label("Score of A").bounding_box()
    page.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.settle()
    assert abs(page.state("scores")[0]) < 0.5


def test_another_true_class_is_chosen(page):
    row(page, "X").get_by_role("radio").check()
    page.settle()
    assert page.state("true") == 0
    assert shown(page, "gradient")[0] == "−0.295"


def test_two_widgets_choose_apart(page):
    page.open_another_view()
    page.page.locator("#other").get_by_role("radio").nth(2).check()
    page.settle()
    checked = page.page.get_by_role("radio").evaluate_all("all => all.map((one) => one.checked)")
    assert checked == [False, False, True] * 2


def test_no_two_widgets_share_an_id(page):
    """A label would otherwise lead to the slider of another widget."""
    page.open_another_view()
    ids = page.page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids)) > 8


def test_adding_one_to_every_score_changes_no_probability(page):
    before = shown(page, "p")
    page.root.get_by_role("button", name="All scores + 1").click()
    page.settle()
    assert page.state("scores") == [3, 2, 0]
    assert shown(page, "p") == before


def test_no_score_is_pushed_out_of_its_slider(show):
    page = show(SoftmaxExplorer([9.5, -9.5]))
    for sign in "+−":
        assert page.root.get_by_role("button", name=f"All scores {sign} 1").is_disabled()


def test_a_step_takes_the_gradient_off_and_lowers_the_loss(page):
    explorer = SoftmaxExplorer(SCORES, true=1)
    expected = explorer.scores - explorer.gradient
    page.root.get_by_role("button", name="Step").click()
    page.settle()
    np.testing.assert_allclose(page.state("scores"), expected, rtol=1e-12)
    # By hand: 1.741 for O, 1.295 and −1.035 for the others; e^1.741 = 5.70 of 9.71.
    assert "= 0.532" in page.part("loss").inner_text()


def test_heat_flattens_and_the_button_takes_it_back(page):
    page.part("temperature").locator("input").fill("10")
    page.settle()
    assert shown(page, "p") == ["0.378", "0.342", "0.280"]
    page.root.get_by_role("button", name="Temperature 1").click()
    page.settle()
    assert shown(page, "p") == ["0.705", "0.259", "0.035"]


def test_a_change_is_announced(page):
    page.root.get_by_role("button", name="Step").click()
    assert "O: probability 0.587. +: probability 0.037. Loss 0.532." in page.heard()


# Python ----------------------------------------------------------------------------------


def test_what_python_sets_is_shown(page):
    page.set("scores", [0, 0, 0])
    assert shown(page, "p") == ["0.333"] * 3


@pytest.mark.parametrize("width", [320, 700])
def test_five_classes_with_long_names_fit(width, show):
    names = ["a long name", "incomprehensibilities", "c", "d", "e"]
    explorer = SoftmaxExplorer([37.3, -40, 3, 2, 1], names=names)
    assert not show(explorer, width=width).wider_than_the_page()
