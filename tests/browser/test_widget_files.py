"""Image files in every shape they come in: picked, dropped and pasted, good and bad."""

import io

import numpy as np
import pytest
from PIL import Image

from cnnlab.widgets.module import HERE, self_contained
from tests.browser.image_widget import RAMP, image_on, image_widget, note


@pytest.fixture
def page(show, tmp_path):
    """A page with a widget that takes images."""
    return show(image_widget(tmp_path))


@pytest.fixture
def rng():
    return np.random.default_rng(2024)


def file_of(array, kind="PNG", **options):
    """The bytes of an image file."""
    file = io.BytesIO()
    Image.fromarray(array).save(file, kind, **options)
    return file.getvalue()


def pick(page, name, content):
    """Choose a file, as in the dialog of the browser."""
    file = {"name": name, "mimeType": "image/png", "buffer": content}
    page.root.locator("input[type=file]").set_input_files(file)
    page.settle()


HAND_OVER = """([kind, files]) => {
    const transfer = new DataTransfer();
    for (const [name, bytes] of files) transfer.items.add(new File([new Uint8Array(bytes)], name));
    const options = { bubbles: true, cancelable: true };
    const event = kind === "paste"
        ? new ClipboardEvent(kind, { ...options, clipboardData: transfer })
        : new DragEvent(kind, { ...options, dataTransfer: transfer });
    document.querySelector("section.cnnlab button").dispatchEvent(event);
    return event.defaultPrevented;
}"""


def hand_over(page, kind, *files):
    """Drop or paste files; returns whether the widget kept the event to itself."""
    listed = [[name, list(content)] for name, content in files]
    kept = page.page.evaluate(HAND_OVER, [kind, listed])
    page.settle()
    return kept


# Files that are images -------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(30, 40), (40, 30), (1, 7), (30, 40, 3), (512, 3, 3)])
def test_a_png_file_arrives_with_exactly_its_numbers(shape, page, rng):
    written = rng.integers(0, 256, shape, dtype=np.uint8)
    pick(page, "own.png", file_of(written))
    np.testing.assert_array_equal(image_on(page), written)
    assert image_on(page).dtype == np.uint8


@pytest.mark.parametrize("kind", ["BMP", "GIF", "WEBP"])
def test_other_formats_without_loss_do_too(kind, page, rng):
    written = rng.integers(0, 256, (20, 30), dtype=np.uint8)
    pick(page, "own", file_of(written, kind, **({"lossless": True} if kind == "WEBP" else {})))
    np.testing.assert_array_equal(image_on(page), written)


def test_a_colour_file_whose_colours_are_equal_is_grey(page, rng):
    grey = rng.integers(0, 256, (6, 9), dtype=np.uint8)
    pick(page, "grey.png", file_of(np.stack([grey] * 3, axis=-1)))
    np.testing.assert_array_equal(image_on(page), grey)


def test_transparent_parts_stand_on_white(page):
    pixels = np.zeros((2, 2, 4), np.uint8)
    pixels[:, 1, 3] = 255  # the right half is opaque black
    pick(page, "clear.png", file_of(pixels))
    np.testing.assert_array_equal(image_on(page), [[255, 0], [255, 0]])


def test_a_photograph_that_was_taken_sideways_is_upright(page):
    pixels = np.zeros((16, 32), np.uint8)
    pixels[:, 16:] = 255
    turned = Image.Exif()
    turned[0x0112] = 6  # orientation: turn right by 90 degrees
    pick(page, "phone.jpg", file_of(pixels, "JPEG", exif=turned))
    upright = image_on(page)
    assert upright.shape == (32, 16)
    assert upright[:8].max() < 40
    assert upright[-8:].min() > 215


def test_a_large_image_is_made_smaller_and_says_so(page):
    pixels = np.zeros((800, 1200), np.uint8)
    pixels[400:] = 255
    pick(page, "large.png", file_of(pixels))
    assert image_on(page).shape == (341, 512)
    assert image_on(page)[:169].max() == 0
    assert image_on(page)[172:].min() == 255
    assert note(page) == "large.png: made smaller, from 800 by 1200 to 341 by 512 pixels."


def test_the_kernel_hears_of_a_file(page):
    page.page.evaluate("widget.model.save_changes = () => (window.saved = true)")
    pick(page, "own.png", file_of(RAMP))
    assert page.page.evaluate("saved")


# How files come --------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_opens_the_dialog(key, page, tmp_path):
    (tmp_path / "own.png").write_bytes(file_of(RAMP.T))
    with page.page.expect_file_chooser() as opened:
        page.part("open-file").press(key)
    opened.value.set_files(tmp_path / "own.png")
    page.settle()
    np.testing.assert_array_equal(image_on(page), RAMP.T)


def test_the_same_file_can_be_picked_again(page):
    """A browser tells of no change where the field still holds the file."""
    pick(page, "own.png", file_of(RAMP.T))
    np.testing.assert_array_equal(image_on(page), RAMP.T)
    assert page.root.locator("input[type=file]").input_value() == ""


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_file_can_be_given_by(kind, page):
    assert hand_over(page, kind, ("own.png", file_of(RAMP.T)))
    np.testing.assert_array_equal(image_on(page), RAMP.T)


@pytest.mark.parametrize("kind", ["dragenter", "dragover", "drop", "paste"])
def test_nobody_else_on_the_page_takes_what_the_widget_takes(kind, page):
    page.page.evaluate("kind => document.addEventListener(kind, () => (window.leaked = 1))", kind)
    hand_over(page, kind, ("own.png", file_of(RAMP)))
    assert page.page.evaluate("window.leaked") is None


@pytest.mark.parametrize("kind", ["dragover", "drop", "paste"])
def test_what_holds_no_file_is_left_to_the_page(kind, page):
    assert not hand_over(page, kind)


def test_the_place_to_drop_is_seen_until_the_file_is_dropped_or_leaves(page):
    marked = lambda: "cnnlab-dropping" in page.root.get_attribute("class")  # noqa: E731
    for end in ("drop", "dragleave"):
        hand_over(page, "dragenter", ("own.png", b"-"))
        assert marked()
        hand_over(page, end, ("own.png", b"-"))
        assert not marked()


def test_of_several_files_the_first_is_taken(page):
    hand_over(page, "drop", ("a.png", file_of(RAMP.T)), ("b.png", file_of(RAMP)))
    np.testing.assert_array_equal(image_on(page), RAMP.T)
    assert note(page) == "a.png: 8 by 6 pixels. Of 2 files, only the first was taken."


def test_of_two_files_one_after_the_other_the_last_one_stays(page):
    large = np.tile(np.uint8([0, 255]), (3000, 1000))
    listed = [["a.png", list(file_of(large))], ["b.png", list(file_of(RAMP.T))]]
    page.page.evaluate(
        f"async (files) => {{ for (const file of files) ({HAND_OVER})(['drop', [file]]); }}", listed
    )
    page.page.wait_for_timeout(1500)
    np.testing.assert_array_equal(image_on(page), RAMP.T)


# Files that are not ----------------------------------------------------------------------

PHOTO = file_of(np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8), "JPEG")
BAD = {
    "empty.png": (b"", "empty.png is empty."),
    "text.png": (b"these are words, not pixels", "text.png is not an image"),
    "letter.png": (b"x", "letter.png is not an image"),
    "scan.tiff": (file_of(RAMP, "TIFF"), "scan.tiff is a TIFF file"),
    "phone.heic": (b"\0\0\0\x18ftypheic" + bytes(40), "phone.heic is a HEIC file"),
    "paper.pdf": (b"%PDF-1.7 and so on", "paper.pdf is a PDF file"),
    "cut.png": (file_of(RAMP)[:40], "cut.png is damaged"),
    "cut.jpg": (PHOTO[:300], "cut.jpg is damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_sentence_says_what_is_wrong_with(name, page):
    content, sentence = BAD[name]
    pick(page, name, content)
    assert page.complaint().startswith(sentence)


@pytest.mark.parametrize("name", BAD)
def test_the_image_stays_after(name, page):
    pick(page, name, BAD[name][0])
    np.testing.assert_array_equal(image_on(page), RAMP)


def test_the_next_good_file_takes_the_complaint_away(page):
    pick(page, "empty.png", b"")
    pick(page, "own.png", file_of(RAMP.T))
    assert page.complaint() == ""


DECODED = """() => {
    const real = createImageBitmap;
    window.decoded = 0;
    window.createImageBitmap = (...all) => (window.decoded++, real(...all));
}"""


def test_a_small_file_with_too_many_pixels_is_refused_before_it_fills_the_memory(page):
    page.page.evaluate(DECODED)
    bomb = io.BytesIO()
    Image.new("1", (10_000, 5_001)).save(bomb, "PNG")
    pick(page, "bomb.png", bomb.getvalue())
    assert page.complaint() == "bomb.png has more than 50 million pixels. Make it smaller first."
    assert page.page.evaluate("decoded") == 0


def test_a_huge_file_is_refused_before_it_is_read(page, tmp_path):
    page.page.evaluate(DECODED)
    with (tmp_path / "film.png").open("wb") as file:
        file.truncate(50_000_001)
    page.root.locator("input[type=file]").set_input_files(tmp_path / "film.png")
    page.settle()
    assert page.complaint() == "film.png has more than 50 megabytes. Make it smaller first."
    assert page.page.evaluate("decoded") == 0


# What the first bytes tell ---------------------------------------------------------------

HEADERS = [
    ("PNG", {}), ("GIF", {}), ("BMP", {}), ("JPEG", {}), ("JPEG", {"progressive": True}),
    ("JPEG", {"exif": b"Exif\0\0" + bytes(30_000), "comment": b"\xff\xc0 is no size"}),
    ("WebP", {}), ("WebP", {"lossless": True}), ("WebP", {"exif": b"Exif\0\0MM\0*"}),
]


@pytest.fixture(scope="module")
def header_of(browser):
    """What the browser reads in the first bytes of a file."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    script = self_contained("file_header", HERE / "parts")
    yield lambda content: page.evaluate(
        """async ([script, bytes]) => {
            const blob = new Blob([script], { type: "text/javascript" });
            const { readHeader } = await import(URL.createObjectURL(blob));
            return readHeader(new DataView(Uint8Array.from(bytes).buffer));
        }""",
        [script, list(content)],
    )
    context.close()


@pytest.mark.parametrize("size", [(3, 5), (640, 427), (5000, 2)])
@pytest.mark.parametrize(("kind", "options"), HEADERS)
def test_the_header_of_a_file_tells_its_kind_and_size(kind, options, size, header_of):
    width, height = size
    file = file_of(np.full((height, width, 3), 77, np.uint8), kind, **options)
    assert header_of(file) == {"kind": kind, "width": width, "height": height}
