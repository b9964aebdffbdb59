"""The eye of the widgets' benchmark: it sees the right picture, in its frame, and no other."""

import base64
import json

import numpy as np
import pytest

from benchmarks.widgets import scenes
from benchmarks.widgets.stage import PROBE

PAGE = """<canvas id="map" width="64" height="64"></canvas>
<input type="range" min="-4" max="4" step="0.025" value="-1">"""
PAINT = """bytes => {
  const pixels = Uint8ClampedArray.from(atob(bytes), (each) => each.charCodeAt(0));
  const image = new ImageData(pixels, 64);
  window.paint = () => document.querySelector("#map").getContext("2d").putImageData(image, 0, 0);
}"""


@pytest.fixture(scope="module")
def picture():
    return scenes.image(64)


@pytest.fixture
def page(browser, picture):
    context = browser.new_context()
    page = context.new_page()
    page.set_content(PAGE)
    page.evaluate(PROBE)
    marks = scenes.right_marks(scenes.EXPLORER, picture)
    page.evaluate("watched => probe.watch(watched)", {
        "picture": "#map", "slider": "input", "valueOf": "Number(slider.value)",
        "lowest": float(scenes.WEIGHTS[0]), "step": scenes.STEP,
        "column": marks.column, "rows": marks.rows, "tolerance": marks.tolerance,
        "columns": base64.b64encode(marks.colours.tobytes()).decode("ascii"),
    })  # fmt: skip
    yield page
    context.close()


def prepare(page, colours: np.ndarray) -> None:
    """Give the page a function `paint` that shows these colours, (64, 64, 3) bytes."""
    opaque = np.dstack([colours, np.full((64, 64, 1), 255, np.uint8)])
    page.evaluate(PAINT, base64.b64encode(opaque.tobytes()).decode("ascii"))


def at(picture, position: int) -> np.ndarray:
    return scenes.EXPLORER.colours(scenes.right_map(picture, scenes.WEIGHTS[position]))


def shown(page) -> int:
    page.wait_for_timeout(100)
    return page.evaluate("probe.frames.at(-2).shown")


@pytest.mark.parametrize("position", [0, 79, 80, 200])
def test_it_knows_the_position_by_the_picture(page, picture, position):
    prepare(page, at(picture, position))
    page.evaluate("paint()")
    assert shown(page) == position


def test_an_empty_canvas_is_no_position(page):
    assert shown(page) == -1


def test_a_picture_upside_down_is_no_position(page, picture):
    prepare(page, at(picture, 80)[::-1])
    page.evaluate("paint()")
    assert shown(page) == -1


def test_half_a_picture_is_no_position(page, picture):
    half = at(picture, 80).copy()
    half[32:] = at(picture, 140)[32:]
    prepare(page, half)
    page.evaluate("paint()")
    assert shown(page) == -1


def test_what_a_frame_changes_at_its_end_is_seen_in_that_frame(page, picture):
    prepare(page, at(picture, 80))
    begun = page.evaluate(
        "new Promise((tell) => requestAnimationFrame((now) => { paint(); tell(now); }))"
    )
    page.evaluate("probe.paintedAt(80)")
    frames = json.loads(page.evaluate("JSON.stringify(probe.frames)"))
    first = next(frame for frame in frames if frame["shown"] == 80)
    assert first["begun"] == begun
    assert first["painted"] > begun


def test_a_key_is_timed_from_its_press(page):
    page.locator("input").focus()
    before = page.evaluate("probe.forget(), performance.now()")
    page.keyboard.press("ArrowRight")
    assert before <= page.evaluate("probe.keyAt") <= page.evaluate("performance.now()")


def test_every_position_of_the_slider_is_noted_once(page):
    page.locator("input").focus()
    page.evaluate("probe.forget()")
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    noted = page.evaluate("probe.changes.map(({ position }) => position)")
    assert noted == [80, 81, 82, 81]


def test_another_picture_has_another_number(page, picture):
    numbers = []
    for position in (80, 81, 80):
        prepare(page, at(picture, position))
        page.evaluate("paint()")
        numbers.append(page.evaluate("probe.hash()"))
    assert numbers[0] == numbers[2] != numbers[1]
