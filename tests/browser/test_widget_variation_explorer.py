"""The variation explorer in a browser: sliders under their curves, pictures, what is said."""

import numpy as np
import pytest

from cnnlab.widgets import VariationExplorer
from cnnlab.widgets.variation_explorer import VARIATIONS


@pytest.fixture
def page(show):
    return show(VariationExplorer())


def slider(page, name):
    return page.root.locator(f"input[data-factor={name}]")


def move(page, name, place):
    slider(page, name).evaluate(
        """(range, place) => {
            range.value = place;
            range.dispatchEvent(new Event("input"));
            range.dispatchEvent(new Event("change"));
        }""",
        place,
    )
    page.settle()


def test_there_is_a_slider_for_each_of_the_seven(page):
    script = "all => all.map((range) => range.dataset.factor)"
    names = page.root.locator("input[type=range]").evaluate_all(script)
    assert names == list(VARIATIONS)


def test_a_slider_tells_the_kernel_which_value_it_has(page):
    move(page, "occlusion", 5)
    assert page.state("at") == ["occlusion", 0.5]


def test_moving_one_takes_the_others_back_to_plain(page):
    move(page, "angle", 6)
    move(page, "scale", 3)
    assert slider(page, "angle").input_value() == "0"
    assert slider(page, "scale").input_value() == "3"


def test_the_keyboard_moves_a_slider(page):
    slider(page, "angle").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight"):
        page.page.keyboard.press(key)
    page.settle()
    assert page.state("at") == ["angle", 15]


@pytest.mark.parametrize(("name", "value"), [("angle", 30), ("clutter", 16), ("stroke", 1)])
def test_its_pictures_are_the_drawings_at_that_value(name, value, show):
    explorer = VariationExplorer()
    page = show(explorer)
    page.set("at", [name, value])
    explorer.at = (name, value)
    for number, picture in enumerate(explorer.frame.pictures):
        painted = np.array(page.pixels(f"example-{number}"))[..., 0]
        np.testing.assert_allclose(painted, 255 * picture, atol=1.1)  # a shade of 257 apart


@pytest.mark.parametrize(("name", "value"), [("angle", 15), ("clutter", 16), ("contrast", 0.4)])
def test_the_count_on_the_screen_is_that_of_python(name, value, show):
    explorer = VariationExplorer()
    explorer.at = (name, value)
    frame = explorer.frame
    right = [int(frame.right[frame.labels == label].sum()) for label in (0, 1)]
    text = show(explorer).part("verdict").inner_text()
    assert f"{sum(right)} of 200 drawings are judged right, {100 * explorer.accuracy:g} %." in text
    assert f"X: {right[0]} of 100 · O: {right[1]} of 100" in text


def test_right_and_wrong_are_said_with_a_sign_and_a_word(page):
    assert page.part("example-0").locator("figcaption").inner_text() == "✓ yes, right"
    assert page.part("example-3").locator("figcaption").inner_text() == "✓ no, right"
    page.set("at", ["angle", 45])
    assert page.part("example-0").locator("figcaption").inner_text() == "✗ no, wrong"


def test_what_was_measured_stands_below_each_picture(show):
    explorer = VariationExplorer()
    page = show(explorer)
    explorer.at = ("angle", 45)
    page.set("at", ["angle", 45])
    lines = page.part("example-0").locator("li").all_inner_texts()
    margins = explorer.frame.margins[0]
    written = [f"{name} {number:+.2f}".replace("-", "−") for name, number in margins.items()]
    assert lines == written
    assert lines[1].startswith("diagonals −")


def test_each_picture_has_a_text_alternative_that_follows_it(page):
    stage = page.part("example-0").locator(".cnnlab-stage")
    assert stage.get_attribute("aria-label").startswith("X. ✓ yes, right. centre +")
    page.set("at", ["angle", 45])
    assert stage.get_attribute("aria-label").startswith("X. ✗ no, wrong. centre +")


def test_a_screen_reader_hears_the_value_with_its_accuracy(page):
    assert slider(page, "angle").get_attribute("aria-valuetext") == "0° · 100 %"
    move(page, "angle", 12)
    assert slider(page, "angle").get_attribute("aria-valuetext") == "60° · 50 %"
    assert page.heard() == "Viewpoint (angle) 60°: 100 of 200 drawings are judged right, 50 %."


def test_each_slider_says_from_where_on_the_detector_is_broken(show):
    explorer = VariationExplorer()
    page = show(explorer)
    for name, value in explorer.breaks.items():
        note = page.part(f"slider-{name}").locator(".v-note").inner_text()
        assert note == f"✗ under 75 % from {value}{'°' if name == 'angle' else ''} on"


def test_a_slider_that_never_breaks_it_says_so(show):
    page = show(VariationExplorer(enough=0.5))
    assert page.part("slider-angle").locator(".v-note").inner_text() == "✓ never under 50 %"


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("place", [0, 4, 12])
def test_the_dot_on_the_curve_is_above_the_thumb(page, place):
    """A thumb of 16 pixels runs from end to end of the slider."""
    move(page, "angle", place)
    box = slider(page, "angle").bounding_box()
    thumb = box["x"] + 8 + (box["width"] - 16) * place / 12
    assert middle(page.part("slider-angle").locator(".v-dot"))[0] == pytest.approx(thumb, abs=1.5)


def test_the_dot_is_as_high_as_the_accuracy(page):
    move(page, "angle", 12)  # 50 %
    chart = page.part("slider-angle").locator(".v-chart").bounding_box()
    dot = middle(page.part("slider-angle").locator(".v-dot"))[1]
    assert dot == pytest.approx(chart["y"] + chart["height"] / 2, abs=1)


def test_two_views_stay_in_step(page):
    page.open_another_view()
    page.page.locator("#other input[data-factor=scale]").evaluate(
        "range => { range.value = 6; range.dispatchEvent(new Event('change')); }"
    )
    page.settle()
    both = page.page.locator("[data-part=verdict] strong").all_inner_texts()
    assert both[0] == both[1]
    assert both[0].startswith("Scale (scale) 0.4:")


def test_nothing_moves_when_a_slider_moves(page):
    boxes = """[...document.querySelectorAll("[data-part]")]
        .map((part) => JSON.stringify(part.getBoundingClientRect()))"""
    before = page.page.evaluate(boxes)
    for at in (["angle", 45], ["clutter", 20], ["stroke", 0.6]):
        page.set("at", at)
        assert page.page.evaluate(boxes) == before


def test_on_a_narrow_page_the_drawing_stays_in_sight_of_the_last_slider(show):
    page = show(VariationExplorer(), width=340)
    slider(page, "stroke").scroll_into_view_if_needed()
    box = page.part("example-0").locator(".cnnlab-stage").bounding_box()
    assert 0 <= box["y"] < page.page.viewport_size["height"] / 2
