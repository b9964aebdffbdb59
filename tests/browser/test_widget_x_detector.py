"""The X detector in a browser: every number, drawing by hand, and where the numbers come from."""

import numpy as np
import pytest

from cnnlab import images
from cnnlab.plots import style
from cnnlab.widgets import XDetector
from cnnlab.widgets.x_drawings import DRAWINGS, x_shape
from tests.browser.widget_page import module_page

# The numbers -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def module(browser):
    """A page with the module that computes, as `detection`."""
    with module_page(browser, "x_detector_parts/detection") as page:
        yield page


def random_detector(seed):
    """A detector as a student may come to set it: often of whole numbers, sometimes of any."""
    rng = np.random.default_rng(seed)
    shape, whole = rng.integers(5, 17, 2), rng.random() < 0.6
    image = rng.choice([-1.0, 1.0], shape) if whole else rng.uniform(-1, 1, shape)
    filters = rng.integers(-2, 3, (3, 3, 3)) / (1 if whole else 7)
    thresholds = rng.integers(-3, 10, 3) / (1 if whole else 10)
    pools = [None, int(rng.integers(1, 20)), rng.integers(1, 6, 2).tolist()]
    return XDetector(
        image, filters=filters, thresholds=thresholds, relu=bool(rng.integers(2)),
        pool=pools[seed % 3], stride=rng.integers(1, 5, 2).tolist(),
    )


DETECT = """(state) => {
    const { rows, score, isX } = detection.detect(state);
    const stages = ["map", "biased", "rectified", "pooled"];
    const asRows = ({ height, width, values }) =>
        Array.from({ length: height }, (_, i) => [...values.slice(i * width, (i + 1) * width)]);
    return {
        score, isX, evidence: rows.map((row) => row.evidence),
        stages: stages.map((stage) => rows.map((row) => asRows(row[stage]))),
    };
}"""


@pytest.mark.parametrize("seed", range(60))
def test_every_number_is_that_of_python(seed, module):
    detector = random_detector(seed)
    found = module.evaluate(DETECT, detector_state(detector))
    expected = [detector.maps, detector.biased, detector.rectified, detector.pooled]
    for ours, theirs in zip(found["stages"], expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(found["evidence"], detector.evidence)
    assert (found["score"], found["isX"]) == (detector.score, detector.is_x)


def detector_state(detector):
    """What the browser is sent."""
    traits = ["image", "filters", "thresholds", "relu", "pool", "stride"]
    state = detector.get_state(traits)
    return {trait: state[trait] for trait in traits}


def test_every_x_of_the_sliders_is_that_of_python(module):
    rng = np.random.default_rng(4)
    cases = [
        {
            "shift": rng.integers(-4, 5, 2).tolist(), "size": rng.integers(2, 11) / 2,
            "angle": int(rng.integers(-9, 10) * 5), "shear": rng.integers(-10, 11) / 10,
        }
        for _ in range(2000)
    ]
    grids = rng.integers(5, 17, (2000, 2)).tolist()
    script = "cases => cases.map(([shape, grid]) => detection.drawX(shape, ...grid))"
    drawn = module.evaluate(script, list(zip(cases, grids, strict=True)))
    wrong = [
        case for case, grid, ours in zip(cases, grids, drawn, strict=True)
        if not np.array_equal(ours, x_shape(**case, grid=grid))
    ]
    assert wrong == []


def test_without_measures_the_browser_draws_the_lectures_x(module):
    shape = {"shift": [0, 0], "size": 3, "angle": 0, "shear": 0}
    drawn = module.evaluate("shape => detection.drawX(shape, 9, 9)", shape)
    np.testing.assert_array_equal(drawn, images.x_clean())


# What is on the screen -------------------------------------------------------------------


def test_a_sum_of_9_is_as_orange_as_in_the_plots(show):
    pixels = show(XDetector()).pixels("map-0")
    full = style.SIGNED(1.0, bytes=True)[:3]
    at_nine = [
        (row, column) for row in range(7) for column in range(7)
        if pixels[row][column] == [int(part) for part in full]
    ]
    assert at_nine == [(1, 1), (2, 2), (4, 4), (5, 5)]


def test_strokes_are_white_and_paper_is_black(show):
    pixels = np.array(show(XDetector()).pixels("drawing"))[..., 0]
    np.testing.assert_array_equal(pixels, np.where(images.x_clean() > 0, 255, 0))


@pytest.mark.parametrize(
    ("name", "thresholds", "verdict", "evidence"),
    [
        ("clean X", 8, "✓ It is an X", ["✓ 1", "✓ 1", "✓ 1"]),
        ("deformed X", 8, "✗ It is not an X", ["✗ 0", "✗ 0", "✗ 0"]),
        ("deformed X", 2, "✓ It is an X", ["✓ 5", "✓ 1", "✓ 5"]),
        ("O", 8, "✗ It is not an X", ["✓ 1", "✗ 0", "✓ 1"]),
    ],
)
def test_the_verdict_is_said_with_a_word_and_a_sign(name, thresholds, verdict, evidence, show):
    page = show(XDetector(DRAWINGS[name], thresholds=thresholds))
    assert verdict in page.part("verdict").inner_text()
    for number, expected in enumerate(evidence):
        assert expected in page.part(f"evidence-{number}").inner_text()


def test_the_score_and_its_rule_stand_there(show):
    texts = show(XDetector(thresholds=[0, 4, 8])).part("verdict").locator("p").all_inner_texts()
    assert texts == ["score 1", "the smallest of 9, 5, 1", "an X if it is above 0"]


def test_a_large_drawing_fits_as_well(show):
    page = show(XDetector(np.ones((16, 16))), width=900)
    assert np.shape(page.pixels("map-2")) == (14, 14, 3)
    assert not page.wider_than_the_page()


def test_nothing_moves_when_the_numbers_change(show):
    page = show(XDetector(), width=916)
    boxes = """[...document.querySelectorAll("[data-part]")]
        .map((part) => JSON.stringify(part.getBoundingClientRect()))"""
    before = page.page.evaluate(boxes)
    page.set("image", DRAWINGS["O"].tolist())
    page.set("thresholds", [2, -3, 0.25])
    page.set("relu", False)
    stage(page, "map-1").hover(position={"x": 50, "y": 50})
    page.settle()
    assert page.page.evaluate(boxes) == before


# Drawing ---------------------------------------------------------------------------------


def stage(page, part):
    return page.part(part).locator(".cnnlab-stage")


def centre(page, part, row, column):
    """Where on the page a cell is."""
    box = stage(page, part).bounding_box()
    height, width = page.part(part).locator(".cnnlab-pixels").evaluate("c => [c.height, c.width]")
    x = box["x"] + 1 + (column + 0.5) * (box["width"] - 2) / width
    return x, box["y"] + 1 + (row + 0.5) * (box["height"] - 2) / height


def drag(page, *places):
    """Press at the first place, go straight to each of the others, and let go."""
    mouse = page.page.mouse
    mouse.move(*centre(page, "drawing", *places[0]))
    mouse.down()
    for place in places[1:]:
        mouse.move(*centre(page, "drawing", *place))
    mouse.up()
    page.settle()


def strokes(page):
    """The cells that are drawn."""
    return [tuple(place) for place in np.argwhere(np.array(page.state("image")) > 0).tolist()]


@pytest.fixture
def empty(show):
    return show(XDetector(DRAWINGS["empty"]))


def test_a_click_draws_a_cell_and_another_takes_it_away(empty):
    drag(empty, (2, 3))
    assert strokes(empty) == [(2, 3)]
    drag(empty, (2, 3))
    assert strokes(empty) == []


def test_a_fast_stroke_leaves_no_gap(empty):
    drag(empty, (0, 0), (8, 8))
    assert strokes(empty) == [(i, i) for i in range(9)]


def test_the_first_cell_decides_whether_a_stroke_draws_or_erases(show):
    page = show(XDetector())
    drag(page, (4, 4), (1, 1), (1, 7))  # begins on a stroke, so it erases
    left = {tuple(place) for place in np.argwhere(images.x_clean() > 0).tolist()}
    left -= {(4, 4), (3, 3), (2, 2), (1, 1), (1, 7)}
    assert set(strokes(page)) == left


def test_a_drag_that_leaves_the_drawing_goes_on_where_it_comes_back(empty):
    drag(empty, (8, 0), (8, -2), (8, 2))
    assert strokes(empty) == [(8, 0), (8, 1), (8, 2)]


def test_an_x_drawn_by_hand_is_an_x(empty):
    drag(empty, (1, 1), (7, 7))
    drag(empty, (1, 7), (3, 5))
    drag(empty, (5, 3), (7, 1))
    assert "✓ It is an X" in empty.part("verdict").inner_text()


def test_the_keys_draw(empty):
    stage(empty, "drawing").focus()
    for key in ("ArrowDown", "ArrowUp", "ArrowLeft", "Space"):
        empty.page.keyboard.press(key)
    assert empty.heard() == "row 3, column 3: 1. not an X, score 0"
    assert strokes(empty) == [(3, 3)]


def test_the_keys_say_where_they_are(empty):
    stage(empty, "drawing").focus()
    empty.page.keyboard.press("ArrowDown")
    assert empty.heard() == "row 4, column 4: −1"


def test_a_finger_draws(show):
    page = show(XDetector(DRAWINGS["empty"]), has_touch=True, width=400)
    session = page.context.new_cdp_session(page.page)
    for kind, place in (("Start", (2, 2)), ("Move", (2, 4)), ("Move", (6, 4)), ("End", None)):
        points = [] if place is None else [
            dict(zip("xy", centre(page, "drawing", *place), strict=True))
        ]
        session.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    page.settle()
    assert strokes(page) == [(2, 2), (2, 3), (2, 4), (3, 4), (4, 4), (5, 4), (6, 4)]


def test_on_a_narrow_page_a_cell_is_large_enough_for_a_finger(show):
    page = show(XDetector(), width=320)
    assert stage(page, "drawing").bounding_box()["width"] / 9 >= 24


@pytest.mark.parametrize("name", ["deformed X", "O", "parts of an X"])
def test_examples_can_be_chosen(name, show):
    page = show(XDetector())
    page.part("example").locator("select").select_option(label=name)
    np.testing.assert_array_equal(page.state("image"), DRAWINGS[name])


def test_the_example_that_is_drawn_is_named(show):
    page = show(XDetector(DRAWINGS["K"]))
    chosen = page.part("example").locator("option:checked")
    assert chosen.inner_text() == "K"
    drag(page, (8, 8))
    assert chosen.inner_text() == "my drawing"


def test_clear_leaves_an_empty_drawing(show):
    page = show(XDetector())
    page.root.get_by_role("button", name="Clear").click()
    assert strokes(page) == []


@pytest.mark.parametrize(
    ("slider", "value", "measures"),
    [
        ("down", -1, {"shift": (-1, 0)}), ("right", 2, {"shift": (0, 2)}),
        ("size", 1.5, {"size": 1.5}),
        ("angle", 30, {"angle": 30}), ("shear", -0.3, {"shear": -0.3}),
    ],
)
def test_a_slider_draws_an_x(slider, value, measures, show):
    page = show(XDetector(DRAWINGS["O"]))
    page.root.locator(f"[data-shape={slider}]").fill(str(value))
    np.testing.assert_array_equal(page.state("image"), x_shape(**measures))


def test_sliders_work_together_and_by_keys(show):
    page = show(XDetector())
    for slider in ("down", "angle"):
        page.root.locator(f"[data-shape={slider}]").focus()
        page.page.keyboard.press("ArrowRight")
    np.testing.assert_array_equal(page.state("image"), x_shape(shift=(1, 0), angle=5))


# Filters, thresholds, settings -----------------------------------------------------------


def type_threshold(page, number, text):
    field = page.part(f"filter-{number}").locator("input[type=text]")
    field.fill(text)
    field.press("Enter")
    page.settle()


def test_one_threshold_goes_for_all_until_the_tick_is_taken_away(show):
    page = show(XDetector())
    type_threshold(page, 1, "2")
    assert page.state("thresholds") == [2, 2, 2]
    page.root.get_by_label("Same threshold").uncheck()
    type_threshold(page, 0, "6,5")
    assert page.state("thresholds") == [6.5, 2, 2]


def test_thresholds_that_differ_start_without_the_tick(show):
    page = show(XDetector(thresholds=[6, 2, 6]))
    assert not page.root.get_by_label("Same threshold").is_checked()


def test_a_threshold_has_a_slider(show):
    page = show(XDetector())
    page.part("filter-2").locator("input[type=range]").fill("4.5")
    assert page.state("thresholds") == [4.5, 4.5, 4.5]
    assert page.part("filter-0").locator("input[type=text]").input_value() == "4.5"
    assert "+ bias −4.5" in page.part("biased-0").inner_text()


def test_a_threshold_that_is_no_number_gets_a_sentence_and_the_old_one_stays(show):
    page = show(XDetector())
    type_threshold(page, 0, "high")
    assert "“high” is not a number" in page.complaint()
    assert page.state("thresholds") == [8, 8, 8]
    type_threshold(page, 0, "7")
    assert page.complaint() == ""


def test_a_weight_can_be_typed_and_the_lectures_filters_come_back(show):
    page = show(XDetector())
    page.part("filter-1").locator("[role=gridcell]").nth(4).click()
    page.page.keyboard.type("5")
    page.page.keyboard.press("Enter")
    assert page.state("filters")[1] == [[1, -1, 1], [-1, 5, -1], [1, -1, 1]]
    page.settle()
    assert "✓ 5" in page.part("evidence-1").inner_text()  # 9 + 4 − 8
    page.root.get_by_role("button", name="Lecture's filters").click()
    assert page.state("filters")[1] == [[1, -1, 1], [-1, 1, -1], [1, -1, 1]]


def test_relu_can_be_switched_off(show):
    page = show(XDetector(images.x_deformed()))
    page.root.get_by_role("checkbox", name="ReLU").uncheck()
    page.settle()
    assert "score −5" in page.part("verdict").inner_text()  # 3 − 8


def test_pooling_can_take_the_whole_map(show):
    page = show(XDetector())
    page.root.get_by_label("Pooling", exact=True).select_option(label="whole map")
    page.settle()
    assert page.state("pool") is None
    assert np.shape(page.pixels("pooled-0")) == (1, 1, 3)


def test_a_window_that_python_has_set_is_among_the_choices(show):
    chosen = show(XDetector(pool=(2, 3))).root.get_by_label("Pooling", exact=True)
    assert chosen.locator("option:checked").inner_text() == "2 × 3"


def test_what_the_kernel_sets_is_shown(show):
    page = show(XDetector())
    page.set("image", DRAWINGS["O"].tolist())
    page.set("thresholds", [2, 2, 2])
    assert page.heard() == "an X, score 3"
    assert "the smallest of 7, 3, 7" in page.part("verdict").inner_text()


def test_two_views_stay_in_step(show):
    page = show(XDetector(DRAWINGS["empty"]))
    page.open_another_view()
    verdicts = page.page.locator("[data-part=verdict]")
    page.part("example").locator("select").first.select_option(label="clean X")
    page.settle()
    assert ["It is an X" in text for text in verdicts.all_inner_texts()] == [True, True]


# Where a number comes from ---------------------------------------------------------------

FRAME = [0, 87, 184]


def framed(page, part, top, left, sides):
    """Whether a frame's upper edge runs over the middle of this cell's."""
    return page.part(part).locator(".cnnlab-marks").evaluate(
        """(canvas, [top, left, sides, colour]) => {
            const x = Math.round((left + 0.5) * canvas.width / sides);
            const y = Math.round(top * canvas.height / sides);
            const { width, height } = canvas;
            const copy = Object.assign(document.createElement("canvas"), { width, height });
            const context = copy.getContext("2d", { willReadFrequently: true });
            context.drawImage(canvas, 0, 0);
            const { data } = context.getImageData(x, Math.max(0, y - 1), 1, 2);
            const is = (at) => colour.every((part, i) => Math.abs(data[at + i] - part) < 30);
            return is(0) || is(4);
        }""",
        [top, left, sides, FRAME],
    )


def test_pointing_at_a_map_shows_the_patch_and_the_sum_written_out(show):
    page = show(XDetector(images.x_deformed()))
    page.page.mouse.move(*centre(page, "map-0", 6, 6))
    page.settle()
    text = page.part("readout").inner_text()
    # The patch, rows 6 to 8 and columns 6 to 8, is  1 −1 −1 / −1 1 −1 / −1 −1 −1.
    assert "Map of \\, row 6, column 6: 7" in text
    assert "1·1 + (−1)·(−1) + (−1)·(−1) + (−1)·(−1) + 1·1 + (−1)·(−1)" in text
    assert "(−1)·1 = 7" in text
    assert "Cells that match the filter: 8; that do not: 1; 8 − 1 = 7." in text
    assert "With the bias −8 it is −1; ReLU makes it 0." in text
    assert framed(page, "drawing", 6, 6, 9)
    assert not framed(page, "drawing", 2, 2, 9)


def test_the_same_place_is_framed_in_every_stage(show):
    page = show(XDetector())
    page.page.mouse.move(*centre(page, "biased-1", 3, 2))
    page.settle()
    for name in ("map-1", "biased-1", "rectified-1"):
        assert framed(page, name, 3, 2, 7)
    assert not framed(page, "map-0", 3, 2, 7)


def test_the_keys_read_a_map(show):
    page = show(XDetector())
    stage(page, "map-0").focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowUp", "ArrowLeft", "ArrowLeft"):
        page.page.keyboard.press(key)  # the first shows the cursor, in the middle
    assert page.heard().startswith("Map of \\, row 1, column 1: 9")


def test_pointing_at_a_filter_says_where_it_reaches_its_maximum(show):
    page = show(XDetector())
    page.part("filter-0").locator("[role=gridcell]").first.hover()
    assert page.heard() == "\\ reaches its largest sum, 9, at (1, 1), (2, 2), (4, 4), (5, 5)."
    assert all(framed(page, "map-0", place, place, 7) for place in (1, 2, 4, 5))
    assert not framed(page, "map-0", 3, 3, 7)


def test_many_places_are_counted_instead(show):
    page = show(XDetector(DRAWINGS["empty"]))
    page.part("filter-2").locator("[role=gridcell]").first.hover()
    assert page.heard() == "/ reaches its largest sum, 3, at 49 places."


def test_pointing_at_the_pooled_map_shows_its_window(show):
    page = show(XDetector())
    page.page.mouse.move(*centre(page, "pooled-0", 1, 2))
    assert page.heard().startswith("Max pooling of \\, row 1, column 2: 1")
    assert "rows 2 to 4 and columns 4 to 6" in page.part("readout").inner_text()
    assert framed(page, "rectified-0", 2, 5, 7)
    assert not framed(page, "map-0", 2, 5, 7)


def test_a_place_that_is_gone_is_no_longer_pointed_at(show):
    page = show(XDetector())
    page.page.mouse.move(*centre(page, "pooled-0", 2, 2))
    page.set("pool", None)
    assert "Point at a filter" in page.part("readout").inner_text()


def test_when_the_mouse_goes_the_frames_go(show):
    page = show(XDetector())
    page.page.mouse.move(*centre(page, "map-0", 2, 2))
    page.settle()
    page.page.mouse.move(1, 1)
    page.settle()
    assert not framed(page, "drawing", 2, 2, 9)


def test_a_finger_points_and_what_it_showed_stays(show):
    page = show(XDetector(), has_touch=True)
    page.page.touchscreen.tap(*centre(page, "map-2", 1, 5))
    page.settle()
    assert "Map of /, row 1, column 5: 9" in page.part("readout").inner_text()


def test_the_frames_follow_when_the_drawing_changes(show):
    page = show(XDetector())
    page.page.mouse.move(*centre(page, "map-1", 3, 3))
    page.set("image", DRAWINGS["empty"].tolist())
    assert "Map of X, row 3, column 3: −1" in page.part("readout").inner_text()


def test_on_a_narrow_page_the_words_come_to_where_one_points(show):
    page = show(XDetector(), width=320)
    stage(page, "map-0").scroll_into_view_if_needed()
    stage(page, "map-0").hover()
    page.settle()
    box = page.part("readout").bounding_box()
    assert 0 <= box["y"] < page.page.viewport_size["height"] - 20
