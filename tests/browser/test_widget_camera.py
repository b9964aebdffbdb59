"""The camera of a widget: asked for, shown frame by frame, and never left on.

Chromium has a camera for tests that draws a green clock. Where a test needs to know every pixel, a
canvas takes the camera's place.
"""

import numpy as np
import pytest

from tests.browser.image_widget import RAMP, image_on, image_widget, note
from tests.browser.widget_page import WidgetPage

SPY = """
window.tracks = [];
if (navigator.mediaDevices) {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wishes) => {
        const stream = await real(wishes);
        tracks.push(...stream.getTracks());
        return stream;
    };
}
"""


@pytest.fixture
def open_page(camera_browser, tmp_path):
    """A function that opens the widget where the camera is allowed, or not."""
    pages = []

    def opened(permissions=("camera",)):
        widget = image_widget(tmp_path)
        shown = WidgetPage(camera_browser, widget, tmp_path, permissions=[*permissions])
        shown.context.add_init_script(SPY)
        pages.append(shown.__enter__())
        return shown

    yield opened
    for page in pages:
        page.context.close()
        assert page.errors == []
        assert page.requests_outside == []


@pytest.fixture
def page(open_page):
    """A page whose camera is off, and allowed."""
    return open_page()


def wait_for_frames(page, count=3):
    page.page.evaluate(
        """count => new Promise((resolve, reject) => {
            const frame = () => {
                if (--count > 0) return;
                widget.model.off("change:image", frame);
                resolve();
            };
            widget.model.on("change:image", frame);
            setTimeout(() => reject(new Error("the camera sends no frames")), 30_000);
        })""",
        count,
    )


def start(page):
    page.part("camera").first.click()
    wait_for_frames(page)


def states(page):
    """Of every camera track that was ever handed out, whether it is live or ended."""
    page.settle()
    return page.page.evaluate("tracks.map((track) => track.readyState)")


def lend(page, width, height, columns):
    """Put a canvas in the camera's place; `columns` are [from, to, colour], in its pixels."""
    page.page.evaluate(
        """([width, height, columns]) => {
            const canvas = Object.assign(document.createElement("canvas"), { width, height });
            const context = canvas.getContext("2d");
            const draw = () => {
                for (const [from, to, colour] of columns) {
                    context.fillStyle = colour;
                    context.fillRect(from, 0, to - from, height);
                }
            };
            draw();
            setInterval(draw, 30);
            navigator.mediaDevices.getUserMedia = async () => {
                const stream = canvas.captureStream(30);
                tracks.push(...stream.getTracks());
                return stream;
            };
        }""",
        [width, height, columns],
    )


# What is seen ----------------------------------------------------------------------------


def test_it_is_off_until_the_button_is_pressed(page):
    assert states(page) == []
    assert page.part("camera").inner_text() == "Start the camera"


def test_its_frames_are_the_image(page):
    start(page)
    assert image_on(page).shape == (240, 320, 3)
    assert image_on(page).dtype == np.uint8


def test_one_frame_follows_the_other(page):
    start(page)
    first = image_on(page)
    wait_for_frames(page, 30)
    assert (image_on(page) != first).any()


def test_left_and_right_are_exchanged_as_in_a_mirror(page):
    lend(page, 320, 240, [[0, 160, "#000"], [160, 320, "#fff"]])
    start(page)
    frame = image_on(page).astype(int)
    assert frame[:, :150].min() > 240
    assert frame[:, 170:].max() < 15


def test_of_a_wide_camera_the_middle_is_taken_and_nothing_is_stretched(page):
    edges = [[0, 80, "#f00"], [560, 640, "#f00"]]
    lend(page, 640, 360, [*edges, [80, 320, "#000"], [320, 560, "#fff"]])
    start(page)
    frame = image_on(page).astype(int)
    assert frame[:, 4:150].min() > 240
    assert frame[:, 170:-4].max() < 15


def test_the_keyboard_turns_it_on_and_off(page):
    page.part("camera").press("Enter")
    wait_for_frames(page)
    page.part("camera").press("Space")
    assert states(page) == ["ended"]


def test_its_state_is_told(page):
    start(page)
    assert page.heard() == note(page)
    assert note(page).startswith("The camera is on,")
    assert page.part("camera").inner_text() == "Stop the camera"
    page.part("camera").click()
    assert page.heard() == "The camera is off; its last picture stays."
    assert page.part("camera").inner_text() == "Start the camera"


def test_axe_finds_no_fault_while_it_is_on(page):
    start(page)
    assert page.accessibility_faults() == []


# What the kernel hears -------------------------------------------------------------------

COUNT = """() => {
    const { model } = widget;
    [window.began, window.frames, window.saved] = [performance.now(), 0, []];
    model.on("change:image", () => frames++);
    model.save_changes = () => saved.push(model.get("image"));
}"""


def test_it_hears_of_a_frame_a_second(page):
    page.page.evaluate(COUNT)
    start(page)
    wait_for_frames(page, 40)
    frames, saved, seconds = page.page.evaluate(
        "[frames, saved.length, (performance.now() - began) / 1000]"
    )
    assert frames >= 40
    assert 1 <= saved <= seconds + 1


def test_it_hears_of_the_last_frame(page):
    page.page.evaluate(COUNT)
    start(page)
    page.part("camera").click()
    page.settle()
    assert page.page.evaluate("saved.at(-1) === widget.model.get('image')")


# It is released --------------------------------------------------------------------------


def test_the_button_releases_it(page):
    start(page)
    assert states(page) == ["live"]
    page.part("camera").click()
    assert states(page) == ["ended"]


def test_it_can_be_started_again(page):
    start(page)
    page.part("camera").click()
    start(page)
    assert states(page) == ["ended", "live"]


def test_the_end_of_the_widget_releases_it(page):
    start(page)
    page.page.evaluate("widget.close()")
    assert states(page) == ["ended"]


def test_another_image_releases_it(page):
    start(page)
    page.part("sources").locator("select").first.select_option(label="Portrait")
    assert states(page) == ["ended"]
    assert image_on(page).shape == (16, 12)


def test_a_bad_file_does_not_turn_it_off(page):
    start(page)
    bad = {"name": "empty.png", "mimeType": "image/png", "buffer": b""}
    page.root.locator("input[type=file]").set_input_files(bad)
    wait_for_frames(page, 10)
    assert states(page) == ["live"]
    assert page.complaint().startswith("empty.png is empty.")


def test_an_image_that_python_assigns_releases_it(page):
    start(page)
    page.page.evaluate("widget.model.set('image', widget.model.get('given'))")
    assert states(page) == ["ended"]
    np.testing.assert_array_equal(image_on(page), RAMP)


LATE = """() => {
    const real = navigator.mediaDevices.getUserMedia;
    navigator.mediaDevices.getUserMedia = async (wishes) => {
        await new Promise((resolve) => (window.allow = resolve));
        return real(wishes);
    };
}"""


@pytest.mark.parametrize(
    "end",
    ["widget.close()", "document.querySelector('[data-part=camera]').click()",
     "document.querySelector('[data-part=draw]').click()"],
)
def test_a_permission_that_comes_too_late_turns_nothing_on(end, page):
    page.page.evaluate(LATE)
    page.part("camera").click()
    page.page.evaluate(end)
    page.page.evaluate("allow()")
    page.page.wait_for_function("tracks.length > 0")
    assert states(page) == ["ended"]


VIEWS = """async () => {
    const { script } = JSON.parse(document.getElementById("carried").textContent);
    const blob = new Blob([script], { type: "text/javascript" });
    const { default: made } = await import(URL.createObjectURL(blob));
    window.openView = () => {
        const element = document.createElement("div");
        document.querySelector("main").append(element);
        return [element, made.render({ model: widget.model, el: element })];
    };
}"""


def test_of_two_views_only_one_has_the_camera(page):
    page.page.evaluate(VIEWS)
    page.page.evaluate("() => { openView(); }")
    page.part("camera").nth(0).click()
    wait_for_frames(page)
    page.part("camera").nth(1).click()
    wait_for_frames(page)
    assert states(page) == ["ended", "live"]
    assert page.part("camera").all_inner_texts() == ["Start the camera", "Stop the camera"]


def test_a_hundred_widgets_that_came_and_went_leave_no_camera_on(page):
    page.page.evaluate(VIEWS)
    page.page.evaluate(
        """async () => {
            for (let i = 0; i < 100; i++) {
                const [element, close] = openView();
                element.querySelector("[data-part=camera]").click();
                await new Promise((resolve) => setTimeout(resolve, i % 2 ? 0 : 60));
                close();
                element.remove();
            }
        }"""
    )
    page.page.wait_for_function("tracks.length === 100")
    assert set(states(page)) == {"ended"}


# It cannot be had ------------------------------------------------------------------------


def refuse(page, name):
    page.page.evaluate(
        """name => {
            const refusal = new DOMException("No.", name);
            navigator.mediaDevices.getUserMedia = () => Promise.reject(refusal);
        }""",
        name,
    )


def test_a_camera_that_is_not_allowed_gets_a_sentence(open_page):
    page = open_page(permissions=[])
    page.part("camera").click()
    page.settle()
    assert page.complaint().startswith("The camera was not allowed. Allow it")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("NotFoundError", "There is no camera."), ("NotReadableError", "The camera does not start."),
     ("OverconstrainedError", "There is no camera."), ("SecurityError", "The camera was not"),
     ("TypeError", "The camera does not work here: No.")],
)
def test_each_reason_gets_its_own_sentence(name, sentence, page):
    refuse(page, name)
    page.part("camera").click()
    page.settle()
    assert page.complaint().startswith(sentence)


def test_the_widget_goes_on_after_a_refusal(page):
    refuse(page, "NotReadableError")
    page.part("camera").click()
    page.settle()
    assert note(page) == ""
    assert page.part("camera").inner_text() == "Start the camera"
    np.testing.assert_array_equal(image_on(page), RAMP)


def test_a_camera_that_is_unplugged_gets_a_sentence(page):
    start(page)
    page.page.evaluate("tracks[0].dispatchEvent(new Event('ended'))")
    page.settle()
    assert page.complaint().startswith("The camera went away.")
    assert states(page) == ["ended"]


def test_a_browser_without_cameras_gets_a_sentence(page):
    page.page.evaluate("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    page.part("camera").click()
    page.settle()
    assert page.complaint().startswith("This browser gives no access to a camera.")


def test_over_http_from_another_machine_a_sentence_names_the_remedy(page):
    answer = {"body": page.file.read_text(encoding="utf-8"), "content_type": "text/html"}
    page.context.route("http://lab.test/", lambda route: route.fulfill(**answer))
    page.page.goto("http://lab.test/")
    page.page.wait_for_function("window.widget?.model")
    page.part("camera").click()
    page.settle()
    assert page.complaint().startswith("Browsers lend the camera only to pages at localhost")
    page.requests_outside.clear()  # answered here; it never left the browser
