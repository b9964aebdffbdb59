"""Drawing an image in a widget: with the mouse, a finger and the keyboard."""

import numpy as np
import pytest

from tests.browser.image_widget import RAMP, image_on, image_widget, note

BLACK, GREY, WHITE = 0, 128, 255


@pytest.fixture
def page(show, tmp_path):
    """A page whose sheet is open: 28 x 28 pixels, a black brush of 2 x 2."""
    shown = show(image_widget(tmp_path), has_touch=True)
    shown.part("draw").click()
    shown.settle()
    return shown


def sheet(page):
    return page.part("drawing-board").locator(".cnnlab-stage")


def middle_of(page, row, column, size=28):
    """Where a pixel of the sheet is on the screen."""
    box = sheet(page).bounding_box()
    side = (box["width"] - 2) / size
    return box["x"] + 1 + (column + 0.5) * side, box["y"] + 1 + (row + 0.5) * side


def set_tool(page, label, option):
    page.part("drawing").get_by_label(label).select_option(label=option)
    page.settle()


def drag(page, *places, size=28):
    """Draw with the mouse from place to place, each (row, column)."""
    mouse = page.page.mouse
    mouse.move(*middle_of(page, *places[0], size))
    mouse.down()
    for place in places[1:]:
        mouse.move(*middle_of(page, *place, size))
    mouse.up()
    page.settle()


def press(page, *keys):
    sheet(page).focus()
    for key in keys:
        page.page.keyboard.press(key)
    page.settle()


# What is drawn ---------------------------------------------------------------------------


def test_the_sheet_is_white_when_it_is_opened(page):
    np.testing.assert_array_equal(image_on(page), np.full((28, 28), WHITE))


def test_a_line_by_mouse_has_no_gaps(page):
    set_tool(page, "Size", "9 × 9")
    drag(page, (1, 1), (1, 7), (7, 7), size=9)
    expected = np.full((9, 9), WHITE)
    expected[1, 1:8] = expected[1:8, 7] = BLACK
    np.testing.assert_array_equal(image_on(page), expected)


def test_a_slanted_line_goes_from_corner_to_corner(page):
    set_tool(page, "Size", "16 × 16")
    drag(page, (0, 0), (15, 15), size=16)
    np.testing.assert_array_equal(image_on(page), np.where(np.eye(16), BLACK, WHITE))


def test_a_finger_draws(page):
    set_tool(page, "Size", "9 × 9")
    page.page.touchscreen.tap(*middle_of(page, 2, 5, 9))
    page.settle()
    rows, columns = np.nonzero(image_on(page) == BLACK)
    assert (rows.tolist(), columns.tolist()) == ([2], [5])


def test_space_draws_where_the_arrow_keys_have_moved(page):
    set_tool(page, "Size", "9 × 9")
    press(page, "ArrowUp", "Home", "Space", "ArrowDown", "ArrowRight", "Space")
    rows, columns = np.nonzero(image_on(page) == BLACK)
    assert (rows.tolist(), columns.tolist()) == ([4, 5], [0, 1])


def test_the_place_and_its_number_are_heard(page):
    set_tool(page, "Size", "9 × 9")
    press(page, "ArrowUp")
    assert page.heard() == "row 4, column 4: 255"
    press(page, "Space")
    assert page.heard() == "row 4, column 4: 0"


@pytest.mark.parametrize(("size", "width"), [(9, 1), (16, 1), (28, 2), (64, 4)])
def test_the_brush_is_wider_on_a_larger_sheet(size, width, page):
    set_tool(page, "Size", f"{size} × {size}")
    press(page, "ArrowUp", "Space")
    assert image_on(page).shape == (size, size)
    assert (image_on(page) == BLACK).sum() == width * width


def test_a_wide_brush_is_whole_in_the_corner(page):
    drag(page, (0, 0))
    drag(page, (27, 27))
    expected = np.full((28, 28), WHITE)
    expected[:2, :2] = expected[26:, 26:] = BLACK
    np.testing.assert_array_equal(image_on(page), expected)


@pytest.mark.parametrize(
    ("brush", "level"), [("black (0)", BLACK), ("grey (128)", GREY), ("white (255)", WHITE)]
)
def test_the_brush_paints_its_number(brush, level, page):
    set_tool(page, "Size", "9 × 9")
    page.part("drawing").get_by_role("button", name="Clear").click()
    set_tool(page, "Brush", "black (0)")
    page.part("drawing").get_by_role("button", name="Fill with the brush").click()
    set_tool(page, "Brush", brush)
    drag(page, (3, 6), size=9)
    assert image_on(page)[3, 6] == level
    assert image_on(page)[6, 3] == BLACK


def test_clear_makes_it_white_again(page):
    drag(page, (3, 3), (20, 20))
    page.part("drawing").get_by_role("button", name="Clear").click()
    page.settle()
    assert image_on(page).min() == WHITE


def test_the_right_button_of_the_mouse_does_not_draw(page):
    page.page.mouse.click(*middle_of(page, 5, 5), button="right")
    page.settle()
    assert image_on(page).min() == WHITE


def test_each_size_keeps_its_drawing(page):
    drag(page, (3, 3), (20, 20))
    drawn = image_on(page)
    set_tool(page, "Size", "16 × 16")
    set_tool(page, "Size", "28 × 28")
    np.testing.assert_array_equal(image_on(page), drawn)


# What the kernel hears, and what else happens --------------------------------------------


def test_it_hears_of_a_stroke_once_it_is_finished(page):
    page.page.evaluate(
        """() => {
            window.changes = window.saved = 0;
            widget.model.on("change:image", () => changes++);
            widget.model.save_changes = () => saved++;
        }"""
    )
    drag(page, (3, 3), (5, 9), (12, 9), (20, 20))
    changes, saved = page.page.evaluate("[changes, saved]")
    assert saved == 1
    assert changes >= 4


def test_the_button_closes_the_sheet_and_the_drawing_stays(page):
    drag(page, (3, 3), (20, 20))
    drawn = image_on(page)
    page.part("draw").click()
    assert not page.part("drawing").is_visible()
    assert page.part("draw").get_attribute("aria-expanded") == "false"
    np.testing.assert_array_equal(image_on(page), drawn)


def test_another_image_closes_the_sheet(page):
    page.part("sources").locator("select").first.select_option(label="Portrait")
    assert not page.part("drawing").is_visible()
    assert note(page) == "Portrait: 16 by 12 pixels."


def test_a_bad_file_leaves_the_sheet_open(page):
    bad = {"name": "empty.png", "mimeType": "image/png", "buffer": b""}
    page.root.locator("input[type=file]").set_input_files(bad)
    page.settle()
    assert page.complaint().startswith("empty.png is empty.")
    assert page.part("drawing").is_visible()


def test_an_older_state_of_the_drawing_is_gone_on_with(page):
    """As after "undo": the next stroke must not bring back what was undone."""
    page.page.evaluate("() => { window.before = widget.model.get('image'); }")
    drag(page, (3, 3), (20, 20))
    page.page.evaluate("widget.model.set('image', before)")
    drag(page, (25, 2))
    assert (image_on(page) == BLACK).sum() == 4
    assert page.part("drawing").is_visible()


def test_an_image_of_another_size_from_python_closes_the_sheet(page):
    page.page.evaluate("widget.model.set('image', widget.model.get('given'))")
    assert not page.part("drawing").is_visible()
    np.testing.assert_array_equal(image_on(page), RAMP)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_fault_in_an_open_sheet(theme, show, tmp_path):
    page = show(image_widget(tmp_path), theme=theme)
    page.part("draw").click()
    assert page.accessibility_faults() == []


@pytest.mark.parametrize("width", [320, 1600])
def test_the_open_sheet_fits_a_narrow_and_a_wide_page(width, show, tmp_path):
    page = show(image_widget(tmp_path), width=width)
    page.part("draw").click()
    assert not page.wider_than_the_page()


def test_every_control_is_large_enough_for_a_finger(page):
    boxes = [each.bounding_box() for each in page.part("sources").locator("button, select").all()]
    assert len(boxes) >= 8
    assert min(min(box["width"], box["height"]) for box in boxes) >= 24
