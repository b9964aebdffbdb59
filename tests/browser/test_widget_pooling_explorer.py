"""The pooling explorer in a browser: every number, every way to move, and what it says."""

import re

import numpy as np
import pytest

from cnnlab.widgets import PoolingExplorer
from tests.browser.widget_page import module_page

SMALL = [[3, 9, 0, 2], [-1, 5, 1, 4], [7, 0, 2, 2], [0, 6, -3, 8]]
METHODS = {"max": "max_pooled", "mean": "mean_pooled", "strided": "strided"}

# The numbers -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def module(browser):
    """A page with the module that computes, as `downsample`."""
    with module_page(browser, "pooling_explorer_parts/downsample") as page:
        yield page


COMPUTE = """([shape, dtype, values, shift, window, stride, kernel]) => {
    const numbers = dtype === "uint8" ? Uint8Array.from(values) : Float64Array.from(values);
    const map = { height: shape[0], width: shape[1], channels: 1, values: numbers };
    const moved = downsample.shiftedMap(map, shift);
    const outputs = downsample.downsampled(moved, window, stride, kernel);
    const plain = ({ height, width, values }) => [[height, width], [...values]];
    return [moved, outputs.max, outputs.mean, outputs.strided].map(plain);
}"""


@pytest.mark.parametrize("seed", range(60))
def test_every_number_is_that_of_python(seed, module):
    rng = np.random.default_rng(seed)
    window = tuple(rng.integers(1, 6, 2).tolist())
    stride = None if seed % 5 == 0 else tuple(rng.integers(1, 6, 2).tolist())
    feature_map = rng.normal(size=window + rng.integers(0, 12, 2))
    if seed % 3 == 0:
        feature_map = (40 * feature_map).astype(np.uint8)
    kernel = [rng.normal(size=window), "mean", "top_left"][seed % 3]
    shift = tuple(rng.integers(-6, 7, 2).tolist())
    explorer = PoolingExplorer(
        feature_map, window=window, stride=stride, kernel=kernel, shift=shift
    )
    found = module.evaluate(
        COMPUTE,
        [feature_map.shape, str(explorer.feature_map.dtype), explorer.feature_map.ravel().tolist(),
         shift, window, stride or window, explorer.kernel.tolist()],
    )  # fmt: skip
    python = explorer.shifted
    expected = [python.feature_map, python.max_pooled, python.mean_pooled, python.strided]
    for (shape, values), array in zip(found, expected, strict=True):
        np.testing.assert_allclose(np.reshape(values, shape), array, rtol=1e-12, atol=1e-12)


def in_no_window(size, window, stride):
    """The rows that no window covers, one by one: the reference."""
    covered = {top + i for top in range(0, size - window + 1, stride) for i in range(window)}
    return [row for row in range(size) if row not in covered]


@pytest.mark.parametrize(
    ("size", "window", "stride"),
    [(7, 2, 2), (8, 2, 2), (9, 2, 4), (10, 3, 1), (5, 5, 2), (9, 4, 3)],
)
def test_the_rows_left_out_are_those_in_no_window(size, window, stride, module):
    count = (size - window) // stride + 1
    runs = module.evaluate("a => downsample.leftOut(...a)", [size, window, stride, count])
    found = [run["start"] + i for run in runs for i in range(run["length"])]
    assert found == in_no_window(size, window, stride)


@pytest.mark.parametrize("seed", range(10))
def test_a_place_feeds_the_outputs_whose_windows_hold_it(seed, module):
    rng = np.random.default_rng(seed)
    window, stride, output = (rng.integers(1, 5, 2).tolist() for _ in range(3))
    place = rng.integers(0, 8, 2).tolist()
    found = module.evaluate(
        """([place, window, stride, [height, width]]) => downsample.placesFedBy(
            { row: place[0], column: place[1] }, window, stride, { height, width })""",
        [place, window, stride, output],
    )
    expected = [
        {"row": i, "column": j} for i in range(output[0]) for j in range(output[1])
        if 0 <= place[0] - i * stride[0] < window[0] and 0 <= place[1] - j * stride[1] < window[1]
    ]
    assert found == expected


@pytest.mark.parametrize("window", [(2, 2), (1, 3), (4, 1)])
@pytest.mark.parametrize("kernel", ["mean", "top_left", "own"])
def test_a_kernel_follows_the_window_as_in_python(kernel, window, module):
    own = [[1.0, 2, 3], [4, 5, 6]]
    explorer = PoolingExplorer(
        np.zeros((9, 9)), window=(2, 3), kernel=own if kernel == "own" else kernel
    )
    found = module.evaluate(
        "([kernel, window]) => downsample.refitted(kernel, window)",
        [explorer.kernel.tolist(), list(window)],
    )
    explorer.window = window
    assert found == explorer.kernel.tolist()


@pytest.mark.parametrize("part", METHODS)
def test_the_pictures_are_painted_on_one_scale(part, show):
    page = show(PoolingExplorer(SMALL, shift=(0, 1)))
    colours = {}
    for picture in ("input", part, f"{part}-shifted"):
        explorer = PoolingExplorer(SMALL, shift=(0, 1))
        side = explorer.shifted if picture.endswith("shifted") else explorer
        array = side.feature_map if picture == "input" else getattr(side, METHODS[part])
        pixels = [pixel for row in page.pixels(picture) for pixel in row]
        for number, pixel in zip(array.ravel(), pixels, strict=True):
            assert colours.setdefault(float(number), pixel) == pixel


def test_zero_is_white(show):
    page = show(PoolingExplorer([[0, 0], [0, 0]]))
    assert page.pixels("max") == [[[255, 255, 255]]]


# What a shift changes ----------------------------------------------------------------------


def facts(page, part):
    """What a card says: changed, mean change, moved along."""
    return page.part(f"{part}-change").locator("dd").all_inner_texts()


def test_without_a_shift_nothing_changes(show):
    page = show(PoolingExplorer())
    assert [facts(page, part)[0] for part in METHODS] == ["0 of 9"] * 3


@pytest.mark.parametrize("shift", [(0, 1), (1, 0), (-1, -1), (2, 1)])
@pytest.mark.parametrize("part", METHODS)
def test_a_card_says_how_many_numbers_change_and_by_how_much(part, shift, show):
    explorer = PoolingExplorer(SMALL, shift=shift, kernel="top_left")
    before, after = (getattr(each, METHODS[part]) for each in (explorer, explorer.shifted))
    changed, mean, _ = facts(show(explorer), part)
    size = np.abs(after - before).mean()
    assert changed == f"{np.sum(before != after)} of 4"
    assert mean == f"{size:.3g} ({100 * size / np.abs(before).mean():.0f} %)"


def test_the_arrow_moves_the_map_by_a_pixel(show):
    page = show(PoolingExplorer(SMALL))
    page.part("shift").get_by_label("Shift right by one pixel").click()
    page.settle()
    assert page.state("shift") == [0, 1]
    assert "4 of 4" not in facts(page, "max")[0]


def test_arrow_keys_move_the_map(show):
    page = show(PoolingExplorer(SMALL))
    page.part("shift").get_by_label("No shift").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowRight"):
        page.page.keyboard.press(key)
    assert page.state("shift") == [1, 1]


def test_a_finger_moves_the_map(show):
    page = show(PoolingExplorer(SMALL), width=400, has_touch=True)
    page.part("shift").get_by_label("Shift up by one pixel").tap()
    assert page.state("shift") == [-1, 0]


def test_the_middle_button_takes_the_shift_back(show):
    page = show(PoolingExplorer(SMALL, shift=(3, -2)))
    page.part("shift").get_by_label("No shift").click()
    assert page.state("shift") == [0, 0]


def test_the_map_can_be_moved_out_but_not_further(show):
    page = show(PoolingExplorer([[1, 2], [3, 4]]))
    page.part("shift").get_by_label("Shift up by one pixel").focus()
    for _ in range(5):
        page.page.keyboard.press("ArrowUp")
    assert page.state("shift") == [-2, 0]


@pytest.mark.parametrize("part", METHODS)
def test_a_shift_by_the_stride_moves_every_output_along(part, show):
    assert facts(show(PoolingExplorer(shift=(0, 2))), part)[2] == "6 of 6"


@pytest.mark.parametrize("part", METHODS)
def test_another_shift_moves_no_output_along(part, show):
    assert facts(show(PoolingExplorer(shift=(0, 1))), part)[2] == "—"


def test_it_says_that_a_shift_is_no_whole_stride(show):
    page = show(PoolingExplorer(shift=(0, 1)))
    assert "Shifted: 1 right. Not whole strides" in page.part("shift-words").inner_text()


def test_it_says_by_how_much_a_whole_stride_moves(show):
    page = show(PoolingExplorer(shift=(2, -4)))
    assert "(1 down, 2 left)" in page.part("shift-words").inner_text()


def test_a_shift_is_announced_with_what_changed(show):
    page = show(PoolingExplorer(SMALL))
    page.part("shift").get_by_label("Shift right by one pixel").click()
    assert re.search(r"Shift: 1 right\. Max pooling: \d of 4 changed\.", page.heard())


def test_the_changed_numbers_have_a_mark(show):
    page = show(PoolingExplorer(SMALL, shift=(0, 1)))
    marks = page.part("max-shifted").locator(".cnnlab-changed").count()
    assert f"{marks} of 4" == facts(page, "max")[0]


def test_the_zeros_that_came_in_have_a_pattern(show):
    page = show(PoolingExplorer(SMALL, shift=(1, -2)))
    assert page.part("shifted").locator(".cnnlab-entered").count() == 2


# One place and its window ------------------------------------------------------------------


def point_at(page, part, row, column, shape):
    stage = page.part(part).locator(".cnnlab-stage")
    box = stage.bounding_box()
    x, y = (column + 0.5) / shape[1] * box["width"], (row + 0.5) / shape[0] * box["height"]
    stage.hover(position={"x": x, "y": y})
    page.settle()


def reading(page):
    return page.part("reading").inner_text()


def test_pointing_at_an_output_says_which_number_is_the_largest(show):
    page = show(PoolingExplorer(SMALL))
    point_at(page, "max", 0, 0, (2, 2))
    assert "largest of 3, 9, −1, 5 is 9, at (0, 1)." in reading(page)


def test_pointing_at_an_output_says_the_mean_and_the_products(show):
    page = show(PoolingExplorer(SMALL, kernel=[[1, 0], [0, -2]]))
    point_at(page, "mean", 0, 0, (2, 2))
    assert "mean of 3, 9, −1, 5 is 4." in reading(page)
    assert "1·3 + (−2)·5 = −7" in reading(page)


def test_after_a_shift_both_windows_are_told(show):
    page = show(PoolingExplorer(SMALL, shift=(0, 1)))
    point_at(page, "strided-shifted", 0, 1, (2, 2))
    assert "largest of 0, 2, 1, 4 is 4, at (1, 3)." in reading(page)
    assert "largest of 9, 0, 5, 1 is 9, at (0, 2)." in reading(page)


def test_several_largest_numbers_are_counted(show):
    page = show(PoolingExplorer([[5, 5], [1, 5]]))
    point_at(page, "max", 0, 0, (1, 1))
    assert "is 5, in 3 places." in reading(page)


def test_arrow_keys_on_an_output_are_announced(show):
    page = show(PoolingExplorer(SMALL))
    page.part("max").locator(".cnnlab-stage").focus()
    for key in ("ArrowRight", "Home", "ArrowUp"):
        page.page.keyboard.press(key)
    heard = page.heard()
    assert heard.startswith("Row 0, column 0: the window is rows 0 to 1, columns 0 to 1.")
    assert "largest of 3, 9, −1, 5 is 9" in heard


def test_a_pixel_in_overlapping_windows_names_them(show):
    page = show(PoolingExplorer(SMALL, stride=1))
    point_at(page, "input", 1, 1, (4, 4))
    said = reading(page)
    assert "5. It is in 4 windows, those of the outputs (0, 0), (0, 1), (1, 0), (1, 1)." in said
    assert "It is the largest in 1 of 4." in said


def test_a_pixel_in_no_window_is_said_to_be_left_out(show):
    page = show(PoolingExplorer(window=2))
    point_at(page, "input", 6, 3, (7, 7))
    assert "It is in no window: left out." in reading(page)


def test_what_is_left_out_is_hatched(show):
    page = show(PoolingExplorer(window=2))
    assert page.part("input").locator(".cnnlab-unused").count() == 2  # a row and a column


def test_nothing_is_hatched_where_every_number_is_used(show):
    assert show(PoolingExplorer(SMALL)).part("input").locator(".cnnlab-unused").count() == 0


# Window, stride, kernel --------------------------------------------------------------------


def type_into(page, label, text):
    field = page.part("settings").get_by_label(label, exact=True)
    field.fill(text)
    field.press("Enter")
    page.settle()


def test_a_typed_window_takes_the_kernel_along(show):
    page = show(PoolingExplorer())
    type_into(page, "Window", "3 × 1")
    assert (page.state("window"), page.state("kernel")) == ([3, 1], [[1 / 3], [1 / 3], [1 / 3]])


def test_a_window_that_does_not_fit_is_refused_with_a_sentence(show):
    page = show(PoolingExplorer())
    type_into(page, "Window", "8")
    assert "A window of 8 × 8 does not fit in a map of 7 × 7." in page.complaint()
    assert page.state("window") == 2
    assert facts(page, "max")[0] == "0 of 9"


def test_a_window_that_is_too_large_to_be_quick_is_refused(show):
    page = show(PoolingExplorer(np.zeros((40, 40))))
    type_into(page, "Window", "17")
    assert "at most 16 rows and columns" in page.complaint()


def test_a_window_that_fits_again_takes_the_complaint_away(show):
    page = show(PoolingExplorer())
    type_into(page, "Window", "8")
    type_into(page, "Window", "3")
    assert page.complaint() == ""


def test_the_stride_follows_the_window_until_it_is_typed(show):
    page = show(PoolingExplorer())
    type_into(page, "Window", "3")
    assert page.part("settings").get_by_label("Stride").input_value() == "3"
    type_into(page, "Stride", "1")
    assert page.state("stride") == 1
    assert not page.part("settings").get_by_label("= window").is_checked()


def test_a_tick_ties_the_stride_to_the_window_again(show):
    page = show(PoolingExplorer(stride=1))
    page.part("settings").get_by_label("= window").check()
    assert page.state("stride") is None


def test_the_sizes_and_the_parameters_are_said(show):
    page = show(PoolingExplorer(window=3, stride=2))
    said = [page.part(f"{part}-size").inner_text() for part in METHODS]
    assert said == [f"9 of 49 numbers · parameters: {count}" for count in (0, 0, 9)]


def test_the_mean_kernel_is_said_to_be_mean_pooling(show):
    page = show(PoolingExplorer())
    assert "9 of 9 numbers are those of mean pooling." in page.part("kernel").inner_text()


def test_choosing_the_top_left_sets_its_kernel(show):
    page = show(PoolingExplorer())
    page.part("kernel").locator("select").select_option("top_left")
    assert page.state("kernel") == [[1, 0], [0, 0]]


def test_a_weight_is_typed_into_the_kernel(show):
    page = show(PoolingExplorer(SMALL))
    page.part("kernel").get_by_role("gridcell").first.dblclick()
    page.page.keyboard.type("1,25")
    page.page.keyboard.press("Enter")
    page.settle()
    assert page.state("kernel") == [[1.25, 0.25], [0.25, 0.25]]
    assert page.part("kernel").locator("select").input_value() == "own"


def test_a_large_kernel_is_not_edited_number_by_number(show):
    page = show(PoolingExplorer(window=6))
    assert page.part("kernel").get_by_role("grid").count() == 0
    assert "6 × 6 weights: too many to edit here." in page.part("kernel").inner_text()


# Python, size, language --------------------------------------------------------------------


def test_what_python_sets_is_shown(show):
    page = show(PoolingExplorer())
    page.set("shift", [0, 2])
    assert facts(page, "strided")[2] == "6 of 6"


def test_a_smaller_map_from_python_keeps_the_cursor_inside(show):
    page = show(PoolingExplorer(SMALL))
    point_at(page, "input", 3, 3, (4, 4))
    sent = "{ shape: [2, 2], dtype: 'uint8', data: new DataView(Uint8Array.of(1, 2, 3, 4).buffer) }"
    page.page.evaluate(f"widget.model.set('feature_map', {sent})")
    page.settle()
    assert np.shape(page.pixels("max")) == (1, 1, 3)


def test_a_photographs_map_is_drawn_without_numbers(show):
    feature_map = np.random.default_rng(1).normal(size=(254, 254))
    page = show(PoolingExplorer(feature_map, shift=(1, 0)))
    assert np.shape(page.pixels("mean-shifted")) == (127, 127, 3)
    assert page.part("max-shifted").locator(".cnnlab-changed").count() == 0


@pytest.mark.parametrize("width", [320, 900])
def test_a_large_window_on_a_large_map_fits_the_page(width, show):
    explorer = PoolingExplorer(np.ones((300, 500)), window=(16, 5), stride=3, shift=(-3, 6))
    assert not show(explorer, width=width).wider_than_the_page()


def test_its_height_does_not_change_while_it_is_pointed_at(show):
    page = show(PoolingExplorer(shift=(0, 1)), width=900)
    before = page.root.bounding_box()["height"]
    point_at(page, "max", 1, 1, (3, 3))
    assert page.root.bounding_box()["height"] == before
