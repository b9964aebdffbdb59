"""Learning a kernel in a browser: every step is Python's, and every hand can take it."""

import numpy as np
import pytest

from cnnlab import filters
from cnnlab.widgets import LearnAKernel
from tests.browser.widget_page import module_page

# The numbers -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def module(browser):
    """A page with the module of the descent, as `learning`."""
    with module_page(browser, "learn_a_kernel_parts/learning") as page:
        yield page


def random_task(seed):
    rng = np.random.default_rng(seed)
    image = rng.normal(size=rng.integers(5, 10, 2))
    target = rng.integers(-3, 4, rng.integers(1, 5, 2))
    return LearnAKernel(image, target, lr=[0.05, 0.002, 0.4][seed % 3], rng=seed)


def descent(module, learner, steps):
    """Every step of the browser: guess, loss, gradient and outcome."""
    names = ("image", "target", "guess", "losses", "lr")
    state = {name: getattr(learner, name) for name in names}
    state = {name: np.asarray(value).tolist() for name, value in state.items()}
    return module.evaluate(
        """([state, steps]) => Array.from({ length: steps }, () => {
            const { gradient } = learning.compareMaps(state);
            const next = learning.stepDown(state);
            if (next) state = { ...state, ...next };
            return [gradient, state.guess, state.losses, learning.outcomeOf(state)];
        })""",
        [state, steps],
    )


@pytest.mark.parametrize("seed", range(12))
def test_every_step_is_that_of_python(seed, module):
    learner = random_task(seed)
    for gradient, guess, losses, outcome in descent(module, learner, 25):
        np.testing.assert_allclose(gradient, learner.gradient, rtol=1e-8, atol=1e-9)
        learner.step()
        np.testing.assert_allclose(guess, learner.guess, rtol=1e-8, atol=1e-9)
        np.testing.assert_allclose(losses, learner.losses, rtol=1e-8, atol=1e-15)
        assert outcome == learner.outcome


def test_the_first_guess_is_that_of_python(module):
    learner = LearnAKernel(target="sobel_x")
    found = module.evaluate(
        "state => learning.firstGuess(state)",
        {name: getattr(learner, name).tolist() for name in ("image", "target", "first")},
    )
    assert found["guess"] == learner.guess.tolist()
    assert found["losses"] == pytest.approx(learner.losses)


# What a hand does --------------------------------------------------------------------------


def press(page, name):
    page.root.locator(f'[data-press="{name}"]').click()
    page.settle()


def texts(page, part):
    return page.part(part).locator("[role=gridcell]").all_inner_texts()


def one_pixel_pair():
    """Image 1 2, target 3, guess 0: the loss is 22.5 and the gradient -15."""
    learner = LearnAKernel([[1, 2]], [[3]], lr=0.1)
    learner.guess = [[0]]
    return learner


def test_one_step_by_hand_is_shown(show):
    page = show(one_pixel_pair())
    assert (texts(page, "guess"), texts(page, "gradient")) == (["0"], ["−15"])
    press(page, "step")
    assert texts(page, "guess") == ["1.5"]
    assert page.heard() == "Step 1: loss 5.6. The loss falls."
    assert page.part("curve").locator("svg").get_attribute("aria-label") == (
        "Loss curve: from 22.5 to 5.6 in 1 steps."
    )


def test_started_it_runs_until_the_target_is_found_and_stops(show):
    learner = LearnAKernel(lr=0.5)
    page = show(learner)
    page.part("runner").locator("select").select_option("50")
    press(page, "run")
    page.page.wait_for_function("document.querySelector('[data-press=run]').innerText === 'Start'")
    learner.step(len(page.state("losses")) - 1)
    assert learner.outcome == "found"
    np.testing.assert_allclose(page.state("guess"), learner.guess, atol=1e-12)
    assert "Found" in page.heard()


def test_the_speed_is_in_steps_a_second(show):
    page = show(LearnAKernel(target="sobel_x"))
    page.page.clock.install()  # the page's own time: nothing is measured
    page.page.clock.pause_at("2100-01-01")
    page.part("runner").locator("select").select_option("2")
    page.root.locator('[data-press="run"]').click()
    page.page.clock.run_for(1700)
    assert len(page.state("losses")) - 1 == 4  # at 0, 0.5, 1 and 1.5 seconds


def test_pause_stops_it(show):
    page = show(LearnAKernel(target="sobel_x"))
    press(page, "run")
    press(page, "run")
    stopped_at = len(page.state("losses"))
    page.page.wait_for_timeout(300)
    assert len(page.state("losses")) == stopped_at > 1


def test_no_timer_outlives_the_view(show):
    page = show(LearnAKernel(target="sobel_x"))
    press(page, "run")
    left = page.page.evaluate(
        """async () => {
            const { model } = widget;
            widget.close();
            const before = model.get("losses").length;
            await new Promise((resolve) => setTimeout(resolve, 400));
            return model.get("losses").length - before;
        }"""
    )
    assert left == 0


def test_back_to_the_first_guess(show):
    learner = LearnAKernel()
    page = show(learner)
    press(page, "step")
    press(page, "reset")
    assert page.state("guess") == learner.guess.tolist()
    assert len(page.state("losses")) == 1


def test_the_slider_changes_the_learning_rate_with_the_keyboard(show):
    page = show(LearnAKernel())
    page.root.locator('[data-press="rate"]').focus()
    page.page.keyboard.press("ArrowRight")
    page.settle()
    assert page.state("lr") == 0.2
    assert "0.2 × gradient" in page.part("rule").inner_text()


def test_a_learning_rate_between_two_stops_is_told_exactly(show):
    page = show(LearnAKernel(lr=0.037))
    slider = page.root.locator('[data-press="rate"]')
    assert slider.get_attribute("aria-valuetext") == "0.037"


def test_divergence_is_a_sentence_and_every_number_stays_a_number(show):
    page = show(LearnAKernel(target="sobel_x", lr=2))
    for _ in range(12):
        page.root.locator('[data-press="step"]').click()
    page.settle()
    assert "The learning rate is too large" in page.part("status").inner_text()
    assert page.state("losses")[-1] < 1e9
    assert "NaN" not in page.root.inner_html()
    assert "Infinity" not in page.root.inner_html()


def test_a_hidden_target_can_not_be_read_and_comes_back(show):
    page = show(LearnAKernel(target="sobel_x", hidden=True))
    assert not page.part("target").locator("[role=grid]").is_visible()
    page.part("task").get_by_label("Hide the target").uncheck()
    page.settle()
    assert texts(page, "target") == ["−1", "0", "1", "−2", "0", "2", "−1", "0", "1"]


def choose(page, label, option):
    page.part("task").get_by_label(label, exact=True).select_option(label=option)
    page.settle()


def test_another_target_begins_anew(show):
    page = show(LearnAKernel())
    press(page, "step")
    choose(page, "Target", "sobel_y")
    assert page.state("target") == filters.sobel_y().tolist()
    assert page.state("guess") == [row[:3] for row in page.state("first")[:3]]
    assert len(page.state("losses")) == 1


def test_a_secret_target_is_one_of_the_list_and_hidden(show):
    page = show(LearnAKernel())
    choose(page, "Target", "a secret one")
    assert page.state("hidden") is True
    assert page.state("target") in [rows for _, rows in page.state("targets")]


def test_another_image_begins_anew(show):
    page = show(LearnAKernel([[1, 2, 3], [4, 5, 6]]))
    press(page, "step")
    choose(page, "Image", "Vertical bars")
    assert page.state("image")[0] == [0, 0, 1, 1] * 3
    assert len(page.state("losses")) == 1
    choose(page, "Image", "the given image")
    assert page.state("image") == [[1, 2, 3], [4, 5, 6]]


def test_a_number_can_be_typed(show):
    page = show(LearnAKernel())
    for part in ("target", "guess"):
        press(page, "step")
        page.part(part).locator("[role=gridcell]").first.click()
        page.page.keyboard.type("0,5")
        page.page.keyboard.press("Enter")
        assert page.state(part)[0][0] == 0.5
        assert len(page.state("losses")) == 1


def test_a_target_of_another_shape_from_python_is_shown(show):
    page = show(LearnAKernel())
    page.set("target", [[1, 2, 3]])
    assert len(page.state("guess")[0]) == 3
    assert texts(page, "target") == ["1", "2", "3"]


def test_two_views_stay_in_step(show):
    page = show(one_pixel_pair())
    page.open_another_view()
    page.root.first.locator('[data-press="step"]').click()
    page.settle()
    shown = page.root.nth(1).locator('[data-part="guess"] [role=gridcell]')
    assert shown.all_inner_texts() == ["1.5"]


def test_axe_finds_no_fault_where_it_diverged_behind_a_hidden_target(show):
    learner = LearnAKernel(target="sobel_x", lr=2, hidden=True)
    learner.step(9)
    assert show(learner, theme="dark").accessibility_faults() == []


def test_it_fits_a_cell_of_900_by_640_pixels(show):
    box = show(LearnAKernel(target="sobel_x"), width=900).root.bounding_box()
    assert box["height"] <= 640
