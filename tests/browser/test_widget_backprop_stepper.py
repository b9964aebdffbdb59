"""The way back in a browser: every number is Python's, every way to move, and predicting."""

import numpy as np
import pytest

from cnnlab.widgets import BackpropStepper
from tests.browser.widget_page import module_page

# The numbers -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def module(browser):
    """A page with the module of the way back, as `backward`."""
    with module_page(browser, "backprop_stepper_parts/backward") as page:
        yield page


def random_stepper(seed):
    rng = np.random.default_rng(seed)
    kernel = rng.integers(-4, 5, rng.integers(1, 5, 2)) / rng.choice([1, 2, 9])
    image = rng.integers(-5, 6, np.array(kernel.shape) + rng.integers(0, 6, 2))
    padding = ["same", "valid", int(rng.integers(0, 4)), rng.integers(0, 4, 2).tolist()][seed % 4]
    stepper = BackpropStepper(image, kernel, stride=rng.integers(1, 4, 2).tolist(), padding=padding)
    stepper.gradient = rng.integers(-3, 4, stepper.feature_map.shape) / 2
    return stepper


@pytest.mark.parametrize("seed", range(24))
def test_every_share_and_every_sum_is_that_of_python(seed, module):
    stepper = random_stepper(seed)
    matrices = [getattr(stepper, name).tolist() for name in ("image", "kernel", "gradient")]
    steps, sums = module.evaluate(
        """([matrices, settings]) => {
            const walk = backward.walkBack(...matrices, settings);
            return [walk.steps, walk.steps.map((_, at) => backward.addedUp(walk, at + 1))];
        }""",
        [matrices, {"stride": stepper.stride, "padding": stepper.padding}],
    )
    theirs = stepper.steps
    assert len(steps) == len(theirs)
    for at, (ours, step) in enumerate(zip(steps, theirs, strict=True)):
        places = [ours[name] for name in ("row", "column", "top", "left", "upstream")]
        assert places == [step.row, step.col, step.top, step.left, step.upstream]
        np.testing.assert_array_equal(ours["patch"], step.patch)
        np.testing.assert_array_equal(ours["kernelShare"], step.kernel_share)
        np.testing.assert_array_equal(ours["inputShare"], step.input_share)
        stepper.step = at
        np.testing.assert_allclose(sums[at]["kernel"], stepper.so_far.kernel, atol=1e-12)
        np.testing.assert_allclose(sums[at]["input"], stepper.so_far.input, atol=1e-12)
        assert sums[at]["bias"] == pytest.approx(stepper.so_far.bias)


@pytest.mark.parametrize("shape", [(3, 3), (1, 4), (5, 2)])
def test_without_a_gradient_both_take_the_same_one(shape, module):
    found = module.evaluate(
        "([rows, columns]) => backward.someGradient({ rows, columns })", list(shape)
    )
    python = BackpropStepper(np.ones(np.add(shape, 1)), [[1, 1], [1, 1]]).gradient
    np.testing.assert_array_equal(found, python)


# What is shown -----------------------------------------------------------------------------


def small(**options):
    """Image 1 2 3, kernel 4 5, upstream 10 and -1: two steps."""
    return BackpropStepper([[1, 2, 3]], [[4, 5]], [[10, -1]], **options)


def texts(page, part):
    return page.part(part).locator("[role=gridcell]").all_inner_texts()


def press(page, name):
    page.root.locator(f'[data-press="{name}"]').click()
    page.settle()


def test_two_steps_by_hand(show):
    page = show(small())
    parts = ("kernel-share", "kernel-gradient", "input-share", "input-gradient")
    shown = [["10", "20"], ["10", "20"], ["40", "50"], ["40", "50", "0"]]
    assert [texts(page, part) for part in parts] == shown
    assert page.part("bias").inner_text() == "10"
    press(page, "forward")
    shown = [["−2", "−3"], ["8", "17"], ["−4", "−5"], ["40", "46", "−5"]]
    assert [texts(page, part) for part in parts] == shown
    assert page.part("bias").inner_text() == "9"


def test_what_falls_on_the_padding_is_said_to_be_dropped(show):
    page = show(BackpropStepper(padding=1))
    assert page.part("input-gradient").locator(".cnnlab-zero").all_inner_texts() == [""] * 24
    assert "dropped" in page.part("input-gradient").inner_text()


@pytest.mark.parametrize("stride", [1, 2])
def test_the_result_is_told_after_the_last_step_only(stride, show):
    page = show(BackpropStepper(stride=stride))
    assert not page.part("result").is_visible()
    press(page, "last")
    told = page.part("result").inner_text()
    assert "cross_correlate(image, gradient)" in told
    assert "convolve(gradient, kernel, padding=(2, 2))" in told
    assert ("zeros between" in told) == (stride > 1)


def test_an_upstream_gradient_of_0_gives_nobody_anything(show):
    page = show(BackpropStepper(step=2))
    assert "nobody gets anything" in page.part("line").inner_text()


def test_what_belongs_together_is_ringed_and_told(show):
    page = show(small())
    page.part("kernel").locator("[role=gridcell]").nth(1).hover()
    page.settle()
    parts = ("image", "patch", "kernel", "kernel-share", "input-share", "kernel-gradient",
             "input-gradient")  # fmt: skip
    assert [page.part(part).locator(".cnnlab-ring").count() for part in parts] == [1] * 7
    assert page.part("detail").inner_text() == (
        "Row 0, column 1: the weight gets 10 × 2 = 20, its pixel gets 10 × 5 = 50."
    )


# Ways to move ------------------------------------------------------------------------------


def test_a_step_is_announced(show):
    page = show(small())
    press(page, "forward")
    assert page.heard() == "Step 2 of 2: row 0, column 1. Upstream gradient −1."


def test_the_keys_move(show):
    page = show(BackpropStepper(step=4))
    page.root.locator('[data-press="forward"]').focus()
    visited = []
    for key in ("ArrowLeft", "Home", "ArrowRight", "End"):
        page.page.keyboard.press(key)
        visited.append(page.state("step"))
    assert visited == [3, 0, 1, 8]


def test_a_tap_on_the_upstream_gradient_goes_there(show):
    page = show(BackpropStepper(), has_touch=True)
    page.part("upstream").locator("[role=gridcell]").nth(5).tap()
    page.settle()
    assert page.state("step") == 5


def test_no_timer_outlives_the_view(show):
    page = show(BackpropStepper())
    page.part("player").locator("select").select_option("4")
    press(page, "play")
    left = page.page.evaluate(
        """async () => {
            const { model } = widget;
            widget.close();
            const step = model.get("step");
            await new Promise((resolve) => setTimeout(resolve, 500));
            return model.get("step") - step;
        }"""
    )
    assert left == 0


# Changing the numbers and the settings -----------------------------------------------------


def test_a_number_can_be_typed(show):
    page = show(BackpropStepper(padding=1))
    for part, trait in (("image", "image"), ("kernel", "kernel"), ("upstream", "gradient")):
        page.part(part).locator("[role=gridcell]").nth(1).click()
        page.page.keyboard.type("0,5")
        page.page.keyboard.press("Enter")
        assert page.state(trait)[0][1] == 0.5


def test_with_another_stride_there_is_a_gradient_of_another_size(show):
    page = show(BackpropStepper(step=8))
    page.set("stride", 2)
    assert page.state("gradient") == BackpropStepper(stride=2).gradient.tolist()
    assert page.state("step") == 3


def test_padding_that_can_not_be_read_is_told_and_taken_back(show):
    page = show(BackpropStepper())
    page.set("padding", 9)
    assert "23 × 23 cells" in page.complaint()
    assert page.state("padding") == 0


# Predicting --------------------------------------------------------------------------------


def answer(page, text):
    page.part("prediction").locator("input").fill(text)
    page.page.keyboard.press("Enter")
    page.settle()
    return page.part("feedback").inner_text()


def test_a_right_prediction_shows_the_shares(show):
    page = show(small(predict=True))
    assert texts(page, "kernel-share") == ["", ""]
    assert "weight at row 0, column 1" in page.part("prediction").inner_text()
    assert answer(page, "20").startswith("✓")
    assert texts(page, "kernel-share") == ["10", "20"]
    assert (page.state("solved"), page.state("right"), page.state("tried")) == ([0], 1, 1)


WRONG = [(0, "50", "the weight itself"), (0, "2", "what it met"), (1, "−3", "the pixel itself"),
         (1, "7", "Try again")]  # fmt: skip


def test_a_wrong_prediction_is_told_why(show):
    page = show(small(predict=True))
    for step, guess, message in WRONG:
        page.set("step", step)
        assert message in answer(page, guess)
    assert page.state("solved") == []
    assert (page.state("right"), page.state("tried")) == (0, 4)


def test_after_two_tries_the_number_can_be_shown(show):
    page = show(small(predict=True))
    assert page.root.locator('[data-press="reveal"]').is_disabled()
    answer(page, "7")
    answer(page, "8")
    press(page, "reveal")
    assert page.part("feedback").inner_text() == "○ It gets 20."


def test_axe_finds_no_fault_while_predicting_with_padding(show):
    page = show(BackpropStepper(predict=True, padding=1, stride=2), theme="dark")
    answer(page, "77")
    assert page.accessibility_faults() == []


def test_it_fits_a_cell_of_900_by_740_pixels(show):
    box = show(BackpropStepper(padding=1), width=900).root.bounding_box()
    assert box["height"] <= 740
