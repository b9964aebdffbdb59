"""The pixel explorer driven by mouse, finger and keys, and its arithmetic against Python's."""

import numpy as np
import pytest

import cnnlab
from cnnlab import images
from cnnlab.widgets import PixelExplorer
from tests.browser.widget_page import module_page

PHOTO = images.photo("grace_hopper")[::3, ::3]
CHANNELS = ["all", "red", "green", "blue", "grey"]


@pytest.fixture(scope="module")
def browser_page(browser):
    """A page with the modules that know nothing of a page."""
    modules = ("pixel_explorer_parts/tones", "pixel_explorer_parts/region", "parts/colours")
    with module_page(browser, *modules) as page:
        yield page


# The numbers -------------------------------------------------------------------------------


def shown_in_browser(page, explorer):
    """What the browser makes of the widget's state."""
    array = explorer.image
    state = {name: getattr(explorer, name)
             for name in ("brightness", "contrast", "levels", "threshold")}
    values = page.evaluate(
        """([shape, dtype, values, channel, settings]) => {
            const [height, width, channels = 1] = shape;
            const type = dtype === "uint8" ? Uint8Array : Float64Array;
            const image = { height, width, channels, values: type.from(values) };
            const picture = tones.opaquePart(image), range = colours.rangeOf(picture.values);
            return [...tones.toned(tones.channelOf(picture, channel), range, settings).values];
        }""",
        [array.shape, str(array.dtype), array.ravel().tolist(), explorer.channel, state],
    )
    return np.reshape(values, explorer.shown.shape)


def random_explorer(seed):
    """An image of any kind, with settings as a student may come to choose them."""
    rng = np.random.default_rng(seed)
    shape = [*rng.integers(1, 30, 2), *[[], [1], [3], [4]][seed % 4]]
    image = [rng.integers(0, 256, shape).astype(np.uint8), rng.random(shape),
             rng.uniform(-1, 1, shape), rng.normal(0, 300, shape)][rng.integers(4)]
    span = 255 if image.dtype == np.uint8 else np.abs(image).max()
    colour = len(shape) == 3 and shape[2] > 1
    return PixelExplorer(
        image,
        channel=str(rng.choice(CHANNELS)) if colour else "all",
        brightness=rng.choice([0, span / 3, -span / 2, 7.5]),
        contrast=rng.choice([1, 0, 0.5, 1.35, 4]),
        levels=rng.choice([256, 2, 3, 4, 7, 100, 255]),
        threshold=rng.choice([None, 0, span / 2, 128]),
    )


@pytest.mark.parametrize("seed", range(80))
def test_every_number_shown_is_that_of_python(seed, browser_page):
    explorer = random_explorer(seed)
    np.testing.assert_array_equal(shown_in_browser(browser_page, explorer), explorer.shown)


def test_grey_is_that_of_python_where_it_lies_halfway(browser_page):
    """Colours whose grey is a whole number and a half: the rounding must agree."""
    colours = np.stack(np.meshgrid(*[np.arange(0, 256, 3)] * 3), -1).reshape(-1, 3)
    halves = colours[colours @ [299, 587, 114] % 1000 == 500]
    explorer = PixelExplorer(halves[np.newaxis].astype(np.uint8), channel="grey")
    assert len(halves) > 300
    np.testing.assert_array_equal(shown_in_browser(browser_page, explorer), explorer.shown)


@pytest.mark.parametrize("dtype", ["uint8", "float64"])
def test_the_share_that_is_cut_off_is_counted(dtype, browser_page):
    image = np.arange(256).astype(dtype)
    share = browser_page.evaluate(
        """([values, dtype]) => {
            const type = dtype === "uint8" ? Uint8Array : Float64Array;
            const settings = { contrast: 2, brightness: 30 };
            return tones.shareCutOff({ values: type.from(values) }, [0, 255], settings);
        }""",
        [image.tolist(), dtype],
    )
    stretched = (np.arange(256) - 128) * 2 + 128 + 30
    assert share == ((stretched < 0) | (stretched > 255)).mean()


# The rectangle -----------------------------------------------------------------------------

SIZE = {"height": 200, "width": 100}


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("moved([5, 5, 10, 10], -9, 3, size)", [0, 8, 10, 10]),
        ("moved([5, 5, 10, 10], 500, 500, size)", [190, 90, 10, 10]),
        ("stretched([5, 95, 10, 5], 3, 9, size)", [5, 95, 13, 5]),
        ("stretched([5, 5, 1, 1], -1, -1, size)", [5, 5, 1, 1]),
        ("zoomed([50, 50, 20, 20], 0.5, size)", [55, 55, 10, 10]),
        ("zoomed([50, 50, 20, 20], 0.5, size, { row: 50, column: 70 })", [50, 60, 10, 10]),
        ("zoomed([0, 0, 1, 1], 0.5, size)", [0, 0, 1, 1]),
        ("zoomed([10, 10, 1, 1], 1.25, size)", [10, 10, 2, 2]),
        ("zoomed([90, 40, 150, 60], 2, size)", [0, 0, 200, 100]),
        ("spanned({ row: 9.5, column: 7.9 }, { row: 3.2, column: 200 }, size)", [3, 7, 7, 93]),
        ("dragged([5, 5, 9, 9], { down: -1, right: 0 }, at(5, 8), at(20, 8), size)", [13, 5, 1, 9]),
        ("dragged([5, 5, 9, 9], { down: 1, right: 1 }, at(14, 14), at(16, 11), size)",
         [5, 5, 11, 6]),
    ],
)
def test_the_rectangle_stays_in_the_picture(call, expected, browser_page):
    script = f"size => {{ const at = (row, column) => ({{ row, column }}); return region.{call}; }}"
    assert browser_page.evaluate(script, SIZE) == expected


@pytest.mark.parametrize(
    ("place", "grip"),
    [((50, 50), [0, 0]), ((40, 50), [-1, 0]), ((61, 61), [1, 1]), ((50, 38), [0, -1]),
     ((70, 50), None)],
)
def test_a_rectangle_is_taken_by_its_middle_edges_and_corners(place, grip, browser_page):
    found = browser_page.evaluate(
        "([row, column]) => region.gripAt([40, 40, 20, 20], { row, column }, "
        "{ row: 3, column: 3 })",
        place,
    )
    assert (found and [found["down"], found["right"]]) == grip


def test_a_rectangle_of_one_pixel_can_still_be_moved(browser_page):
    found = browser_page.evaluate(
        "region.gripAt([40, 40, 1, 1], { row: 40.5, column: 40.5 }, { row: 9, column: 9 })"
    )
    assert found == {"down": 0, "right": 0}


# By mouse and finger -----------------------------------------------------------------------


def point_in(page, part, row, column, size):
    """Where a pixel of a picture is on the page."""
    box = page.part(part).locator("canvas").first.bounding_box()
    return (box["x"] + (column + 0.5) / size[1] * box["width"],
            box["y"] + (row + 0.5) / size[0] * box["height"])


def drag(page, start, end):
    mouse = page.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move(*end, steps=5)
    mouse.up()
    page.settle()


def test_the_rectangle_is_dragged(show):
    page = show(PixelExplorer(region=(50, 50, 30, 30)))
    drag(page, point_in(page, "image", 64, 64, (200, 171)),
         point_in(page, "image", 84, 74, (200, 171)))
    assert page.state("region") == [70, 60, 30, 30]


def test_its_corner_is_dragged(show):
    page = show(PixelExplorer(region=(50, 50, 30, 30)))
    drag(page, point_in(page, "image", 79, 79, (200, 171)),
         point_in(page, "image", 99, 119, (200, 171)))
    assert page.state("region") == [50, 50, 50, 70]


def test_a_drag_beside_it_draws_a_new_one(show):
    page = show(PixelExplorer(region=(50, 50, 30, 30)))
    drag(page, point_in(page, "image", 120, 20, (200, 171)),
         point_in(page, "image", 150, 60, (200, 171)))
    assert page.state("region") == [120, 20, 31, 41]


def test_a_click_beside_it_fetches_it(show):
    page = show(PixelExplorer(region=(50, 50, 30, 30)))
    page.page.mouse.click(*point_in(page, "image", 150, 100, (200, 171)))
    assert page.state("region") == [135, 85, 30, 30]


def test_a_finger_fetches_it_too(show):
    page = show(PixelExplorer(region=(50, 50, 30, 30)), has_touch=True)
    page.page.touchscreen.tap(*point_in(page, "image", 150, 100, (200, 171)))
    assert page.state("region") == [135, 85, 30, 30]


def test_the_wheel_zooms_around_the_pointer(show):
    page = show(PixelExplorer(region=(50, 50, 40, 40)))
    page.part("image").locator("[role=application]").focus()
    page.page.mouse.move(*point_in(page, "image", 50, 50, (200, 171)))
    page.page.mouse.wheel(0, -100)
    page.settle()
    assert page.state("region") == [50, 50, 32, 32]


def test_the_wheel_scrolls_the_page_where_nothing_was_chosen(show):
    page = show(PixelExplorer(region=(50, 50, 40, 40)))
    page.page.mouse.move(*point_in(page, "image", 50, 50, (200, 171)))
    page.page.mouse.wheel(0, -100)
    page.settle()
    assert page.state("region") == [50, 50, 40, 40]


@pytest.mark.parametrize(
    ("button", "region"),
    [("Closer", [63, 63, 5, 5]), ("Further", [55, 55, 20, 20]),
     ("Whole picture", [0, 0, 200, 171])],
)
def test_buttons_zoom(button, region, show):
    page = show(PixelExplorer(region=(60, 60, 10, 10)))
    page.root.get_by_role("button", name=button).click()
    assert page.state("region") == region


# By keys -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "region"),
    [("ArrowRight", [60, 61, 10, 10]), ("ArrowUp", [59, 60, 10, 10]),
     ("Shift+ArrowDown", [60, 60, 11, 10]), ("Shift+ArrowLeft", [60, 60, 10, 9]),
     ("PageDown", [70, 60, 10, 10]), ("+", [61, 61, 8, 8]), ("-", [59, 59, 13, 13])],
)
def test_keys_move_and_zoom_the_rectangle(key, region, show):
    page = show(PixelExplorer(region=(60, 60, 10, 10)))
    page.part("image").locator("[role=application]").press(key)
    assert page.state("region") == region


def test_where_the_rectangle_went_is_heard(show):
    page = show(PixelExplorer(region=(60, 60, 10, 10)))
    page.part("image").locator("[role=application]").press("ArrowDown")
    assert page.heard() == "rows 61 to 70, columns 60 to 69 are magnified"


def test_an_arrow_key_beyond_the_edge_takes_the_rectangle_along(show):
    page = show(PixelExplorer(region=(60, 60, 3, 3)))
    for _ in range(3):
        matrix(page).press("ArrowDown")
    assert page.state("region") == [62, 60, 3, 3]


def test_the_chosen_pixel_is_heard(show):
    page = show(PixelExplorer(images.portrait()))
    matrix(page).press("Home")
    red = images.portrait()[8, 0]
    assert page.heard() == f"row 8, column 0: {red}"


def matrix(page):
    return page.part("matrix").locator("[role=application]")


# What is painted ---------------------------------------------------------------------------


def test_the_whole_picture_has_the_colours_of_the_image(show):
    np.testing.assert_array_equal(show(PixelExplorer()).pixels("image"), PHOTO)


def test_the_whole_picture_shows_the_changed_numbers(show):
    explorer = PixelExplorer(contrast=2, brightness=-20, levels=5)
    np.testing.assert_array_equal(show(explorer).pixels("image"), explorer.shown)


def test_a_channel_is_grey(show):
    pixels = np.array(show(PixelExplorer(channel="green")).pixels("image"))
    np.testing.assert_array_equal(pixels, np.repeat(PHOTO[..., 1:2], 3, axis=2))


def test_a_tinted_channel_has_its_own_colour(show):
    pixels = np.array(show(PixelExplorer(channel="green", tinted=True)).pixels("image"))
    np.testing.assert_array_equal(pixels, PHOTO * [0, 1, 0])


def matrix_pixel(page, across, down):
    """The colour on the canvas, at a share of its width and height."""
    return page.part("matrix").locator("canvas").evaluate(
        """(canvas, [across, down]) => {
            const { width, height } = canvas, [x, y] = [across * width, down * height];
            return [...canvas.getContext("2d").getImageData(x, y, 1, 1).data.slice(0, 3)];
        }""",
        [across, down],
    )


@pytest.mark.parametrize("sharp", [1, 1.5, 2])
def test_magnified_pixels_are_squares_of_whole_screen_pixels(sharp, show):
    page = show(PixelExplorer(images.portrait()), device_scale_factor=sharp)
    width, height, shown = page.part("matrix").locator("canvas").evaluate(
        "canvas => [canvas.width, canvas.height, canvas.getBoundingClientRect().width]"
    )
    assert (width % 12, height % 16, width / 12) == (0, 0, height / 16)
    assert shown * sharp == pytest.approx(width, abs=0.01)


def test_magnified_pixels_have_the_colour_of_their_numbers(show):
    page = show(PixelExplorer(images.portrait()))
    corner = (0.08 / 12, 0.08 / 16)  # beside its number
    assert matrix_pixel(page, *corner) == [images.portrait()[0, 0]] * 3


@pytest.mark.parametrize(
    ("size", "written"), [((24, 24), True), ((25, 25), False), ((10, 10, 3), True),
                          ((11, 11, 3), False)]
)
def test_numbers_stand_in_the_cells_where_they_can_be_read(size, written, show):
    page = show(PixelExplorer(np.full(size, 200, np.uint8), region=(0, 0, *size[:2])))
    assert (matrix(page).get_attribute("data-numbers") is not None) == written


def test_rows_and_columns_are_numbered_as_in_the_image(show):
    page = show(PixelExplorer(region=(58, 69, 10, 10)))
    rows = page.root.locator(".cnnlab-row-numbers span").all_inner_texts()
    columns = page.root.locator(".cnnlab-column-numbers span").all_inner_texts()
    assert (rows, columns) == ([*map(str, range(58, 68))], [*map(str, range(69, 79))])


def test_the_size_in_memory_is_told(show):
    told = show(PixelExplorer()).part("memory").inner_text()
    assert told == "The image is 200 × 171 × 3 = 102,600 numbers: 102,600 bytes as uint8."


def test_in_spanish_digits_are_grouped_by_a_space(show):
    cnnlab.use_language("es")
    try:
        assert "102\u00a0600" in show(PixelExplorer()).part("memory").inner_text()
    finally:
        cnnlab.use_language("en")


def test_the_pointer_reads_a_pixel_out(show):
    page = show(PixelExplorer())
    page.page.mouse.move(*point_in(page, "image", 20, 30, (200, 171)))
    page.settle()
    red, green, blue = PHOTO[20, 30]
    said = f"row 20, column 30: R {red}, G {green}, B {blue}"
    assert page.part("readout").inner_text() == said


def test_a_changed_number_is_read_out_beside_its_own(show):
    page = show(PixelExplorer(images.portrait(), threshold=128))
    matrix(page).press("Home")
    page.settle()
    assert page.part("readout").inner_text() == f"row 8, column 0: {images.portrait()[8, 0]} → 255"


# A pixel is changed ------------------------------------------------------------------------


def image_in(page):
    """The image that the kernel would get."""
    shape, dtype, values = page.page.evaluate(
        """() => {
            const { shape, dtype, data } = widget.model.get("image");
            const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
            return [shape, dtype, [...(dtype === "uint8" ? new Uint8Array(bytes)
                                                          : new Float64Array(bytes))]];
        }"""
    )
    return np.array(values, dtype).reshape(shape)


def test_a_number_is_typed_on_the_chosen_pixel(show):
    page = show(PixelExplorer(images.portrait()))
    page.page.mouse.click(*point_in(page, "matrix", 3, 5, (16, 12)))
    page.page.keyboard.type("99")
    page.page.keyboard.press("Enter")
    expected = images.portrait()
    expected[3, 5] = 99
    np.testing.assert_array_equal(image_in(page), expected)
    assert image_in(page).dtype == np.uint8


def test_the_picture_changes_with_the_number(show):
    page = show(PixelExplorer(images.portrait()))
    page.page.mouse.click(*point_in(page, "matrix", 0, 0, (16, 12)))
    page.page.keyboard.type("3")
    page.page.keyboard.press("Enter")
    page.settle()
    assert page.pixels("image")[0][0] == [3, 3, 3]


def test_after_enter_the_keys_go_on_choosing_pixels(show):
    page = show(PixelExplorer(images.portrait()))
    page.page.mouse.click(*point_in(page, "matrix", 0, 0, (16, 12)))
    for number in ("11", "22"):
        page.page.keyboard.type(number)
        page.page.keyboard.press("Enter")
        page.page.keyboard.press("ArrowRight")
    assert image_in(page)[0, :2].tolist() == [11, 22]


def test_escape_leaves_the_old_number(show):
    page = show(PixelExplorer(images.portrait()))
    matrix(page).press("Home")
    page.page.keyboard.type("7")
    page.page.keyboard.press("Escape")
    np.testing.assert_array_equal(image_in(page), images.portrait())


def test_a_decimal_comma_is_understood(show):
    page = show(PixelExplorer(images.x_clean()))
    page.root.get_by_label("value of the pixel").fill("-0,5")
    page.page.keyboard.press("Enter")
    assert image_in(page)[4, 4] == -0.5


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("300", "wrap around to 44"), ("-1", "wrap around to 255"), ("12,5", "not a whole number"),
     ("abc", "is not a number")],
)
def test_what_uint8_cannot_hold_gets_a_sentence(typed, sentence, show):
    page = show(PixelExplorer(images.portrait()))
    page.root.get_by_label("value of the pixel").fill(typed)
    page.page.keyboard.press("Enter")
    assert sentence in page.complaint()
    np.testing.assert_array_equal(image_in(page), images.portrait())


def test_a_float_beyond_white_gets_a_sentence(show):
    page = show(PixelExplorer(images.to_unit(images.portrait())))
    page.root.get_by_label("value of the pixel").fill("1.5")
    page.page.keyboard.press("Enter")
    assert "from 0, black, to 1, white" in page.complaint()


def test_one_channel_of_a_pixel_is_typed(show):
    page = show(PixelExplorer(region=(60, 60, 3, 3)))
    page.root.get_by_label("green").fill("250")
    page.page.keyboard.press("Enter")
    expected = PHOTO.copy()
    expected[61, 61, 1] = 250
    np.testing.assert_array_equal(image_in(page), expected)


def test_transparency_stays_as_it_is(show):
    image = np.dstack([PHOTO, PHOTO[..., 0]])
    page = show(PixelExplorer(image, region=(60, 60, 3, 3)))
    page.root.get_by_label("blue").fill("9")
    page.page.keyboard.press("Enter")
    image[61, 61, 2] = 9
    np.testing.assert_array_equal(image_in(page), image)


@pytest.mark.parametrize(("key", "by"), [("PageUp", 1), ("PageDown", -1), ("Shift+PageUp", 10)])
def test_keys_make_a_pixel_lighter_or_darker(key, by, show):
    page = show(PixelExplorer(images.portrait()))
    matrix(page).press(key)
    assert image_in(page)[8, 6] == int(images.portrait()[8, 6]) + by


def test_the_wheel_makes_the_pixel_lighter(show):
    page = show(PixelExplorer(images.portrait()))
    page.page.mouse.click(*point_in(page, "matrix", 2, 3, (16, 12)))
    page.page.mouse.wheel(0, -100)
    page.settle()
    assert image_in(page)[2, 3] == images.portrait()[2, 3] + 1


def test_white_does_not_become_black(show):
    page = show(PixelExplorer(np.array([[250]], np.uint8)))
    matrix(page).press("Shift+PageUp")
    assert image_in(page).tolist() == [[255]]


def test_delete_makes_only_the_channel_in_hand_black(show):
    page = show(PixelExplorer(region=(60, 60, 3, 3), channel="red"))
    matrix(page).press("Delete")
    assert image_in(page)[61, 61].tolist() == [0, *PHOTO[61, 61, 1:]]


def test_each_edit_is_undone(show):
    page = show(PixelExplorer(images.portrait()))
    matrix(page).press("PageUp")
    matrix(page).press("Delete")
    matrix(page).press("Control+z")
    after_one = image_in(page)[8, 6]
    matrix(page).press("Control+z")
    assert after_one == images.portrait()[8, 6] + 1
    np.testing.assert_array_equal(image_in(page), images.portrait())


def test_an_image_too_large_to_be_sent_is_only_looked_at(show):
    page = show(PixelExplorer(np.zeros((1200, 1000))))
    matrix(page).press("PageUp")
    assert "only be looked at" in page.complaint()


# All numbers are changed -------------------------------------------------------------------


def slide_to(page, label, value):
    page.root.get_by_label(label, exact=True).evaluate(
        """(range, value) => {
            range.value = value;
            range.dispatchEvent(new Event("input"));
            range.dispatchEvent(new Event("change"));
        }""",
        value,
    )
    page.settle()


@pytest.mark.parametrize(
    ("label", "place", "trait", "value"),
    [("Contrast", 1.5, "contrast", 1.5), ("Brightness", -40, "brightness", -40),
     ("Number of levels", 2, "levels", 4)],
)
def test_a_slider_changes_the_state(label, place, trait, value, show):
    page = show(PixelExplorer())
    slide_to(page, label, place)
    assert page.state(trait) == value


def test_the_threshold_is_switched_on_at_mid_grey(show):
    page = show(PixelExplorer())
    page.root.get_by_label("Threshold").check()
    assert page.state("threshold") == 128


def test_the_numbers_that_are_cut_off_are_told(show):
    page = show(PixelExplorer(images.portrait(), brightness=100))
    share = round(100 * (images.portrait() > 155).mean())
    assert f"{share} % of the numbers leave [0, 255]" in page.part("cut-off").inner_text()


def test_the_original_numbers_come_back(show):
    page = show(PixelExplorer(contrast=2, brightness=9, levels=3, threshold=77))
    page.root.get_by_role("button", name="Original numbers").click()
    found = [page.state(name) for name in ("contrast", "brightness", "levels", "threshold")]
    assert found == [1, 0, 256, None]


def test_any_number_of_levels_from_python_is_shown(show):
    told = show(PixelExplorer(levels=7)).part("tones").locator("output").nth(2).inner_text()
    assert told == "7"


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_is_chosen_by_its_picture(channel, show):
    page = show(PixelExplorer())
    page.part("channels").get_by_role("button", name=channel).click()
    assert page.state("channel") == channel


def test_a_grey_image_has_no_channels_to_choose(show):
    assert not show(PixelExplorer(images.portrait())).part("channels").is_visible()


# Python and other views --------------------------------------------------------------------


def test_a_region_set_by_python_is_shown(show):
    page = show(PixelExplorer())
    page.set("region", [3, 4, 5, 6])
    rows = page.root.locator(".cnnlab-row-numbers span").all_inner_texts()
    assert rows == ["3", "4", "5", "6", "7"]


def test_an_image_from_the_lecture_is_magnified_as_a_whole(show):
    page = show(PixelExplorer(channel="red", region=(150, 100, 9, 9)))
    page.part("sources").get_by_label("Choose an image").select_option(label="Portrait")
    page.settle()
    assert (page.state("region"), page.state("channel")) == ([0, 0, 16, 12], "all")
    np.testing.assert_array_equal(image_in(page), images.portrait())


@pytest.mark.parametrize(
    "image",
    [np.arange(1000).reshape(1, 1000), np.arange(1000).reshape(1000, 1), [[7]], images.x_clean(),
     np.eye(30, dtype=bool), np.zeros((7, 5, 1)), np.zeros((9, 9, 4)), np.full((5, 5), -1e6)],
    ids=["wide", "high", "one pixel", "signed", "truth values", "one channel", "four", "negative"],
)
@pytest.mark.parametrize("width", [320, 1000])
def test_any_image_is_shown_and_can_be_pointed_at(image, width, show):
    page = show(PixelExplorer(image), width=width)
    matrix(page).press("End")
    matrix(page).press("PageUp")
    assert page.heard().startswith("row ")
    assert not page.wider_than_the_page()
