"""The filter explorer in a browser: what a hand changes, what is painted, and what Python says."""

import numpy as np
import pytest

from cnnlab import filters, images
from cnnlab.widgets import FilterExplorer

RNG = np.random.default_rng(11)
SMALL = RNG.integers(0, 256, (7, 9)).astype(np.uint8)
SLANTED = [[1, 2, 3], [0, -1, 4]]  # asymmetric both ways, and even
STEP = "input[type=range]"
HALF_A_SHADE = 2.1  # of 257: from white to orange blue falls by 197 in 64 shades; and rounding


def painted(page):
    """The map on the screen, as an array of colours."""
    page.settle()
    return np.array(page.pixels("map"))


def painted_grey(page):
    """The map on the screen as greys, for maps too large for `painted`."""
    shape, letters = page.part("map").locator("canvas").first.evaluate(
        """canvas => {
            const { width, height } = canvas;
            const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
            let letters = "";
            for (let at = 0; at < data.length; at += 4) letters += String.fromCharCode(data[at]);
            return [[height, width], letters];
        }"""
    )
    return np.array([ord(letter) for letter in letters]).reshape(shape)


def weights(page):
    """The numbers that stand in the cells of the kernel."""
    cells = page.part("kernel").get_by_role("gridcell").all_inner_texts()
    return [float(text.replace("−", "-")) for text in cells]


def cell(page, number):
    return page.part("kernel").get_by_role("gridcell").nth(number)


def press(page, *keys):
    for key in keys:
        page.page.keyboard.press(key)


def button(page, name):
    return page.root.get_by_role("button", name=name, exact=True)


def kernel_of(page):
    return page.state("kernels")[page.state("chosen")]


def in_python(page, image, **more):
    """What Python makes of the state that the browser would send."""
    traits = ("kernels", "chosen", "stride", "padding", "dilation", "flip", "scale", "bias",
              "relu", "absolute", "colour")
    explorer = FilterExplorer(image, **more)
    explorer.set_state({trait: page.state(trait) for trait in traits})
    return explorer.feature_map


# Every pixel -----------------------------------------------------------------------------


STOPS = {"red": [64, 145, 255, 232, 138], "green": [24, 131, 255, 149, 59],
         "blue": [122, 196, 255, 58, 0]}  # purple, white at zero, orange: cnnlab.plots.style.SIGNED


def as_signed_colours(feature_map):
    """The colours of the numbers, zero white, the largest number in full colour."""
    limit = np.abs(feature_map).max() or 1
    place = 2 * (feature_map / limit + 1)
    return np.stack([np.interp(place, range(5), stops) for stops in STOPS.values()], axis=-1)


def random_settings(seed):
    rng = np.random.default_rng(seed)
    bent = rng.choice(["", "relu", "absolute"])
    settings = {
        "kernel": rng.integers(-4, 5, rng.integers(1, 6, 2)).astype(float),
        "stride": tuple(int(each) for each in rng.integers(1, 4, 2)),
        "padding": ["same", 2, (1, 3)][rng.integers(3)],
        "dilation": int(rng.integers(1, 3)), "flip": bool(rng.integers(2)),
        "scale": float(rng.choice([1, -0.5, 2])), "bias": float(rng.choice([0, 40, -300])),
    }
    return settings | ({str(bent): True} if bent else {})


@pytest.mark.parametrize("seed", range(12))
def test_every_painted_pixel_is_that_of_python(seed, show):
    rng = np.random.default_rng(100 + seed)
    image = rng.integers(0, 256, rng.integers(12, 31, 2)).astype(np.uint8)
    image = image if seed % 2 else image / 255 - 0.3
    explorer = FilterExplorer(image, **random_settings(seed))
    expected = as_signed_colours(explorer.feature_map)
    assert np.abs(painted(show(explorer)) - expected).max() <= HALF_A_SHADE


def test_grey_is_clipped_to_the_range_of_the_image(show):
    image = np.array([[0, 100, 200, 255]], np.uint8)
    explorer = FilterExplorer(image, [[2]], bias=-100, signed=False)
    assert painted(show(explorer))[0].tolist() == [[0] * 3, [100] * 3, [255] * 3, [255] * 3]


def test_colour_is_filtered_channel_by_channel(show):
    image = RNG.integers(0, 256, (12, 10, 3)).astype(np.uint8)
    explorer = FilterExplorer(image, "box_blur", colour=True)
    expected = np.clip(np.rint(explorer.feature_map), 0, 255)
    assert np.abs(painted(show(explorer)) - expected).max() <= 1


def test_a_colour_image_is_shown_in_the_grey_that_the_kernel_sees(show):
    image = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8)
    page = show(FilterExplorer(image))
    assert np.abs(np.array(page.pixels("image"))[0, :, 0] - [76, 150, 29]).max() <= 1


def test_a_large_map_is_made_in_pieces_and_complete(show):
    image = RNG.integers(0, 256, (900, 800)).astype(np.uint8)
    explorer = FilterExplorer(image, np.ones((7, 7)) / 49, signed=False)
    page = show(explorer)
    page.page.wait_for_timeout(1500)
    expected = np.clip(explorer.feature_map, 0, 255)
    assert np.abs(painted_grey(page) - expected).max() <= 1


def test_after_a_change_no_row_of_a_large_map_is_old(show):
    image = RNG.integers(0, 256, (900, 800)).astype(np.uint8)
    page = show(FilterExplorer(image, np.ones((7, 7)) / 49, signed=False))
    for weight in (1, 2, 3):  # each change arrives while the last one is being worked on
        page.page.evaluate("w => widget.model.set('kernels', [[[w]]])", weight / 4)
        page.page.wait_for_timeout(20)
    page.page.wait_for_timeout(1500)
    assert np.abs(painted_grey(page) - image * 0.75).max() <= 1


# Editing a kernel ------------------------------------------------------------------------


def test_a_typed_number_changes_the_map(show):
    page = show(FilterExplorer(SMALL, [[1.0]]))
    cell(page, 0).click()
    page.page.keyboard.type("-2,5")
    press(page, "Enter")
    assert kernel_of(page) == [[-2.5]]
    expected = as_signed_colours(-2.5 * SMALL.astype(float))
    np.testing.assert_allclose(painted(page), expected, atol=HALF_A_SHADE)


def test_keys_change_the_chosen_cell(show):
    page = show(FilterExplorer(SMALL, SLANTED))
    cell(page, 0).click()
    press(page, "ArrowRight", "ArrowDown", "PageUp", "PageUp", "ArrowLeft", "Delete")
    assert kernel_of(page) == [[1, 2, 3], [0, -0.5, 4]]


def test_the_wheel_changes_the_cell_under_it(show):
    page = show(FilterExplorer(SMALL, SLANTED))
    cell(page, 1).click()
    page.page.mouse.wheel(0, -100)
    page.settle()
    assert kernel_of(page)[0] == [1, 2.25, 3]


def test_the_slider_changes_the_chosen_cell(show):
    page = show(FilterExplorer(SMALL, SLANTED))
    cell(page, 5).click()
    slider = page.part("kernel").locator(STEP).first
    slider.focus()
    press(page, "ArrowLeft")
    step = float(slider.get_attribute("step"))
    assert kernel_of(page) == [[1, 2, 3], [0, -1, 4 - step]]


def test_touch_moves_the_slider(show):
    page = show(FilterExplorer(SMALL, [[1.0]]), has_touch=True)
    box = page.part("kernel").locator(STEP).first.bounding_box()
    page.page.touchscreen.tap(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    page.settle()
    assert kernel_of(page)[0][0] > 1.5


def test_letters_in_a_cell_get_a_sentence_and_the_old_number_stays(show):
    page = show(FilterExplorer(SMALL, SLANTED))
    cell(page, 0).dblclick()
    page.page.keyboard.type("NaN")
    press(page, "Enter")
    assert "not a number" in page.complaint()
    assert kernel_of(page) == SLANTED


def test_more_rows_keep_the_numbers_in_the_middle(show):
    page = show(FilterExplorer(SMALL, [[5]]))
    button(page, "One row more").click()
    button(page, "One row more").click()
    button(page, "One column more").click()
    assert kernel_of(page) == [[0, 0], [5, 0], [0, 0]]


def test_one_more_and_one_less_is_the_old_kernel(show):
    page = show(FilterExplorer(SMALL, SLANTED))
    for name in ("One row more", "One column more", "One row less", "One column less"):
        button(page, name).click()
    assert kernel_of(page) == SLANTED


def test_a_kernel_grows_to_11_and_no_further(show):
    page = show(FilterExplorer(SMALL, np.ones((1, 10))))
    for _ in range(3):
        button(page, "One column more").click(force=True)  # although it is switched off by then
    assert len(kernel_of(page)[0]) == 11


WHOLE = [
    ("Turn 90°", [[0, 1], [-1, 2], [4, 3]]),
    ("Change signs", [[-1, -2, -3], [0, 1, -4]]),
    ("Sum 1", [[1 / 9, 2 / 9, 3 / 9], [0, -1 / 9, 4 / 9]]),
    ("All zero", [[0, 0, 0], [0, 0, 0]]),
]


@pytest.mark.parametrize(("name", "expected"), WHOLE)
def test_all_weights_change_at_once(name, expected, show):
    page = show(FilterExplorer(SMALL, SLANTED))
    button(page, name).click()
    np.testing.assert_allclose(kernel_of(page), expected)


def test_weights_that_add_up_to_0_are_not_divided(show):
    page = show(FilterExplorer(SMALL, "sobel_x"))
    button(page, "Sum 1").click()
    assert "add up to 0" in page.complaint()
    assert kernel_of(page) == filters.get("sobel_x").tolist()


def test_a_filter_is_picked_from_the_bank_with_its_meaning(show):
    page = show(FilterExplorer(SMALL))
    page.part("kernel").locator("select").select_option("emboss")
    assert kernel_of(page) == filters.get("emboss").tolist()
    assert filters.meaning("emboss") in page.part("meaning").inner_text()


def test_a_changed_filter_is_no_longer_called_by_its_name(show):
    page = show(FilterExplorer(SMALL, "sobel_x"))
    cell(page, 0).click()
    press(page, "PageUp")
    assert page.part("kernel").locator("select").input_value() == ""


# Several kernels -------------------------------------------------------------------------


def small_map(page, number):
    """The colour of the first pixel of a kernel's small map."""
    page.settle()
    return page.part("kernels").locator("canvas").nth(number).evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(0, 0, 1, 1).data].slice(0, 3)")


def test_every_kernel_has_its_own_small_map(show):
    page = show(FilterExplorer([[1.0, 1]], kernels=[[[1]], [[0]], [[-1]]]))
    found = [small_map(page, number) for number in range(3)]
    assert found == [[138, 59, 0], [255, 255, 255], [64, 24, 122]]


def test_another_kernel_is_chosen_by_its_card(show):
    page = show(FilterExplorer(SMALL, kernels={"one": [[1]], "two": [[2, 5]]}))
    page.part("kernels").get_by_role("button", name="two").click()
    assert weights(page) == [2, 5]


def test_editing_changes_the_chosen_kernel_only(show):
    page = show(FilterExplorer(SMALL, kernels=[[[1]], [[2]]]))
    page.part("kernels").get_by_role("button").nth(1).click()
    cell(page, 0).click()
    press(page, "PageUp")
    assert page.state("kernels") == [[[1]], [[2.25]]]


def test_a_new_kernel_leaves_the_picture_as_it_is(show):
    page = show(FilterExplorer(SMALL, "sobel_x"))
    button(page, "Add a kernel").click()
    assert page.state("chosen") == 1
    np.testing.assert_allclose(in_python(page, SMALL), SMALL)


def test_a_duplicate_is_independent(show):
    page = show(FilterExplorer(SMALL, [[3]]))
    button(page, "Duplicate").click()
    cell(page, 0).click()
    press(page, "Delete")
    assert page.state("kernels") == [[[3]], [[0]]]


def test_removing_chooses_a_neighbour(show):
    page = show(FilterExplorer(SMALL, kernels=[[[1]], [[2]], [[3]]]))
    page.part("kernels").get_by_role("button").nth(2).click()
    button(page, "Remove").click()
    assert (page.state("kernels"), page.state("chosen")) == ([[[1]], [[2]]], 1)


def test_the_last_kernel_stays(show):
    page = show(FilterExplorer(SMALL, [[1]]))
    button(page, "Remove").click(force=True)
    assert page.state("kernels") == [[[1]]]


def test_there_are_at_most_six_kernels(show):
    page = show(FilterExplorer(SMALL, [[1]]))
    for _ in range(7):
        button(page, "Duplicate").click(force=True)
    assert len(page.state("kernels")) == 6


# After the sum, and how it is shown ------------------------------------------------------


def test_scale_bias_and_relu_change_the_map(show):
    page = show(FilterExplorer(SMALL, "sobel_x"))
    fields = page.part("after-sum").locator("input[type=text]")
    for field, text in ((fields.nth(0), "0,5"), (fields.nth(1), "−20")):
        field.fill(text)
        field.press("Enter")
    page.part("after-sum").locator("select").select_option("relu")
    expected = np.maximum(0.5 * FilterExplorer(SMALL, "sobel_x").feature_map - 20, 0)
    np.testing.assert_allclose(in_python(page, SMALL), expected)
    np.testing.assert_allclose(painted(page), as_signed_colours(expected), atol=HALF_A_SHADE)


def test_the_colours_are_explained_in_numbers(show):
    page = show(FilterExplorer([[1.0, -3]], [[2]]))
    assert page.part("legend").inner_text().split()[:3] == ["−6", "0", "6"]


def test_stride_and_padding_change_the_size_of_the_map(show):
    page = show(FilterExplorer(SMALL, "sobel_x"))
    field = page.part("settings").locator("input[type=text]").first
    field.fill("2 x 3")
    field.press("Enter")
    page.part("settings").locator("select").select_option("valid")
    assert painted(page).shape[:2] == (3, 3)


def test_a_kernel_that_does_not_fit_gets_the_sentence_of_python(show):
    explorer = FilterExplorer(np.ones((5, 6)), "line", padding=0)
    with pytest.raises(ValueError, match="does not fit") as error:
        _ = explorer.feature_map
    assert show(explorer).complaint() == str(error.value)


def test_it_goes_on_once_the_kernel_fits_again(show):
    page = show(FilterExplorer(np.ones((5, 6)), "line", padding="valid"))
    page.set("kernels", [[[2]]])
    assert page.complaint() == ""
    assert painted(page).shape[:2] == (5, 6)


def test_without_a_map_its_place_is_empty(show):
    page = show(FilterExplorer(SMALL, "sobel_x", padding="valid"))
    page.set("dilation", 9)
    alpha = page.part("map").locator("canvas").first.evaluate(
        "canvas => canvas.getContext('2d').getImageData(0, 0, 1, 1).data[3]")
    assert alpha == 0


# The probe -------------------------------------------------------------------------------


def probe_rows(page, number):
    """One of the three small matrices, as it is read out."""
    page.settle()
    label = page.part("probe").get_by_role("img").nth(number).get_attribute("aria-label")
    rows = label.split(": ")[1].replace("−", "-").split(" / ")
    return [[float(each) for each in row.split()] for row in rows]


def point_at(page, part, row, column):
    """Move the mouse over a pixel."""
    stage = page.part(part).locator(".cnnlab-stage")
    box = stage.bounding_box()
    height, width = np.array(page.pixels(part)).shape[:2]
    page.page.mouse.move(box["x"] + box["width"] * (column + 0.5) / width,
                         box["y"] + box["height"] * (row + 0.5) / height)


def test_pointing_at_the_map_shows_patch_kernel_and_products(show):
    page = show(FilterExplorer(images.example(), SLANTED, padding="valid"))
    point_at(page, "map", 1, 2)
    patch = images.example()[1:3, 2:5]
    found = [probe_rows(page, number) for number in range(3)]
    np.testing.assert_array_equal(found, [patch, SLANTED, patch * SLANTED])


def test_the_formula_leads_from_the_sum_to_the_number(show):
    page = show(FilterExplorer([[2.0]], [[3]], scale=-2, bias=5, relu=True))
    formula = page.part("probe").locator(".cnnlab-formula").inner_text()
    assert formula == "sum 6  →  −2 × 6 + 5 = −7  →  ReLU(−7) = 0"


def test_in_the_padding_the_patch_is_zero(show):
    page = show(FilterExplorer([[7.0]], np.ones((3, 3))))
    assert probe_rows(page, 0) == [[0, 0, 0], [0, 7, 0], [0, 0, 0]]


def test_a_turned_kernel_is_shown_turned(show):
    page = show(FilterExplorer(SMALL, SLANTED, flip=True))
    assert probe_rows(page, 1) == [[4, -1, 0], [3, 2, 1]]


def test_arrow_keys_on_the_map_are_read_out(show):
    page = show(FilterExplorer(images.example(), "diagonal_cross", padding="valid"))
    page.part("map").locator(".cnnlab-stage").focus()
    press(page, "Home", "ArrowUp", "ArrowRight", "ArrowRight")
    assert page.heard() == "row 0, column 2: patch sum 4"


def fed_by_python(explorer, row, column):
    """The numbers of the map that change when a pixel changes."""
    image = np.array(explorer.image, float)
    image[row, column] += 1
    other = FilterExplorer(image, explorer.kernel, stride=explorer.stride,
                           padding=explorer.padding, dilation=explorer.dilation)
    return other.feature_map - explorer.feature_map


FED = [
    {"padding": "valid"}, {"padding": "same", "stride": 2}, {"padding": 2, "dilation": 2},
    {"padding": "valid", "stride": (2, 3), "dilation": (2, 1)},
]


@pytest.mark.parametrize("settings", FED)
def test_a_pixel_shows_each_weight_with_which_it_feeds_the_map(settings, show):
    kernel = np.arange(1.0, 7).reshape(2, 3)
    explorer = FilterExplorer(SMALL.astype(float), kernel, **settings)
    page = show(explorer)
    point_at(page, "image", 4, 4)
    changes = fed_by_python(explorer, 4, 4)
    found = np.ravel(probe_rows(page, 1))
    np.testing.assert_allclose(found, changes[np.abs(changes) > 1e-9], atol=1e-9)


def test_a_pixel_says_how_many_numbers_it_feeds(show):
    page = show(FilterExplorer(SMALL, "sobel_x"))
    page.part("image").locator(".cnnlab-stage").focus()
    press(page, "ArrowUp")
    assert page.heard() == f"row 3, column 4: pixel {SMALL[3, 4]}, feeds 9 numbers"


def test_a_pixel_that_is_stepped_over_feeds_nothing(show):
    page = show(FilterExplorer(SMALL, [[1]], stride=3))
    point_at(page, "image", 1, 1)
    assert "steps over" in page.part("probe").inner_text()


def test_a_tap_shows_the_patch_and_it_stays(show):
    page = show(FilterExplorer(images.example(), [[1]]), has_touch=True)
    box = page.part("map").locator(".cnnlab-stage").bounding_box()
    page.page.touchscreen.tap(box["x"] + 3, box["y"] + 3)
    page.settle()
    assert "row 0, column 0" in page.part("probe").inner_text()


def test_the_place_stays_inside_a_smaller_map(show):
    page = show(FilterExplorer(SMALL.astype(float), [[1]]))
    point_at(page, "map", 6, 8)
    page.set("stride", 4)
    assert "row 1, column 2" in page.part("probe").inner_text()


def test_the_channel_to_look_at_can_be_chosen(show):
    image = RNG.integers(0, 256, (3, 3, 3)).astype(np.uint8)
    page = show(FilterExplorer(image, [[1]], colour=True))
    page.part("probe").locator("select").select_option("2")
    assert probe_rows(page, 0) == [[image[1, 1, 2]]]


# Undo ------------------------------------------------------------------------------------


def test_undo_and_redo_by_keys(show):
    page = show(FilterExplorer(SMALL, [[1]]))
    cell(page, 0).click()
    press(page, "PageUp", "PageUp", "Control+z")
    undone = kernel_of(page)
    press(page, "Control+y")
    assert (undone, kernel_of(page)) == ([[1.25]], [[1.5]])


def test_the_slider_moves_a_weight_of_a_kernel_of_zeros_too(show):
    page = show(FilterExplorer(SMALL, np.zeros((3, 3))))
    page.part("kernel").locator(STEP).first.focus()
    press(page, "ArrowRight")
    assert kernel_of(page)[0][0] > 0


def test_a_drag_is_one_step(show):
    page = show(FilterExplorer(SMALL, [[1]]))
    box = page.part("kernel").locator(STEP).first.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.page.mouse.move(box["x"] + 20, middle)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + 90, middle, steps=20)
    page.page.mouse.up()
    button(page, "Undo").click()
    assert kernel_of(page) == [[1]]
    assert button(page, "Undo").get_attribute("aria-disabled") == "true"


def test_reset_brings_everything_back_and_can_be_undone(show):
    page = show(FilterExplorer(SMALL, [[1]]))
    page.part("kernel").locator("select").select_option("emboss")
    page.part("after-sum").locator("select").select_option("relu")
    button(page, "Reset").click()
    reset = (kernel_of(page), page.state("relu"))
    button(page, "Undo").click()
    assert reset == ([[1]], False)
    assert (kernel_of(page), page.state("relu")) == (filters.get("emboss").tolist(), True)


def test_a_new_change_forgets_what_was_undone(show):
    page = show(FilterExplorer(SMALL, [[1]]))
    cell(page, 0).click()
    press(page, "PageUp", "Control+z", "PageDown", "Control+y")
    assert kernel_of(page) == [[0.75]]


def test_what_python_changes_can_be_undone(show):
    page = show(FilterExplorer(SMALL, [[1]]))
    page.set("stride", 2)
    button(page, "Undo").click()
    assert page.state("stride") == 1


@pytest.mark.parametrize("key", ["Control+z", "Control+y", "Control+Shift+z"])
def test_the_notebook_does_not_undo_as_well(key, show):
    page = show(FilterExplorer(SMALL))
    page.page.evaluate("document.addEventListener('keydown', (e) => { window.leaked = e.key; })")
    cell(page, 0).click()
    press(page, key)
    assert page.page.evaluate("window.leaked ?? ''") in ("Control", "Shift", "")


# One truth -------------------------------------------------------------------------------


def test_a_kernel_from_python_is_shown(show):
    page = show(FilterExplorer(SMALL, [[1]]))
    page.set("kernels", [[[7, 8]]])
    assert weights(page) == [7, 8]


def test_two_views_stay_in_step(show):
    page = show(FilterExplorer(SMALL, [[1]]))
    page.open_another_view()
    first, second = page.page.locator("section.cnnlab").all()
    first.get_by_role("gridcell").first.click()
    press(page, "PageUp", "PageUp")
    page.settle()
    assert second.locator('[data-part="kernel"]').get_by_role("gridcell").inner_text() == "1.5"


# Into the next cell ----------------------------------------------------------------------

COPIED = [
    {}, {"flip": True, "stride": (2, 1), "padding": 1}, {"scale": 0.5, "bias": -3, "relu": True},
    {"absolute": True, "dilation": 2}, {"colour": True, "padding": "valid"},
]


@pytest.mark.parametrize("settings", COPIED)
@pytest.mark.parametrize("shape", [(9, 8), (9, 8, 3)], ids=["grey", "colour"])
def test_the_copied_python_makes_the_same_map(shape, settings, show):
    image = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    explorer = FilterExplorer(image, SLANTED, **settings)
    page = show(explorer)
    button(page, "Copy as Python").click()
    page.settle()
    names = {"explorer": explorer}
    exec(page.part("python").locator("textarea").input_value(), names)
    np.testing.assert_allclose(names["feature_map"], explorer.feature_map)


def test_the_python_is_on_the_clipboard(show):
    page = show(FilterExplorer(SMALL), permissions=["clipboard-read", "clipboard-write"])
    button(page, "Copy as Python").click()
    page.settle()
    copied = page.page.evaluate("navigator.clipboard.readText()")
    assert copied == page.part("python").locator("textarea").input_value()
    assert "Copied" in page.part("python").inner_text()


def test_where_the_clipboard_is_refused_the_code_is_marked(show):
    page = show(FilterExplorer(SMALL))
    page.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    button(page, "Copy as Python").click()
    page.settle()
    marked = page.page.evaluate("getSelection().toString() || document.activeElement.value")
    assert "cross_correlate" in marked
    assert "Ctrl+C" in page.part("python").inner_text()


# Looks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 900])
def test_the_largest_kernel_fits(width, show):
    assert not show(FilterExplorer(SMALL, np.ones((11, 11))), width=width).wider_than_the_page()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_fault_with_everything_open(theme, show):
    explorer = FilterExplorer(SMALL, kernels=filters.bank("sobel_x", "line"), numbers=True)
    page = show(explorer, theme=theme)
    button(page, "Copy as Python").click()
    page.settle()
    assert page.accessibility_faults() == []


def test_nothing_jumps_while_the_pointer_wanders(show):
    page = show(FilterExplorer(SMALL))
    height = page.root.bounding_box()["height"]
    point_at(page, "image", 0, 0)
    page.settle()
    assert page.root.bounding_box()["height"] == height
