"""The sources of an image in a real JupyterLab: what is chosen by hand is in the kernel."""

import io

import numpy as np
import pytest
from PIL import Image

from cnnlab import images
from tests.browser.image_widget import RAMP
from tests.browser.notebook_page import NotebookPage
from tests.browser.test_widget_camera import SPY
from tests.browser.test_widgets_in_lab import write_notebook

SHOWN = "explorer = widgets.FilterExplorer(images.example())\nexplorer"


@pytest.fixture
def page(camera_browser, lab):
    """A notebook that shows a filter explorer; the camera is allowed."""
    path = write_notebook(lab("en"), "sources", "from cnnlab import images", SHOWN)
    with NotebookPage(camera_browser, lab("en"), path, permissions=["camera"]) as opened:
        opened.page.evaluate(f"() => {{ {SPY} }}")
        opened.run_all()
        yield opened
        assert opened.page_errors == []
        assert opened.requests_outside == []


def sources(page):
    return page.page.locator('[data-part="sources"]')


def note(page):
    return sources(page).locator('[data-part="source-note"]')


def image_in_kernel(page):
    return np.array(page.ask_kernel("explorer.image.tolist()"))


def wait_for_note(page, start):
    page.page.wait_for_function(
        "start => document.querySelector('[data-part=source-note]').textContent.startsWith(start)",
        arg=start, timeout=20_000,
    )


def start_camera(page):
    sources(page).locator('[data-part="camera"]').click()
    wait_for_note(page, "The camera is on")


def states(page):
    page.page.wait_for_timeout(300)
    return page.page.evaluate("tracks.map((track) => track.readyState)")


@pytest.mark.parametrize(
    ("name", "title"), [("china", "Temple in China"), ("grace_hopper", "Grace Hopper")]
)
def test_a_photograph_is_sent_by_the_kernel_and_known_to_it(name, title, page):
    sources(page).locator("select").first.select_option(label=title)
    wait_for_note(page, f"{title}: made smaller")
    np.testing.assert_array_equal(image_in_kernel(page), images.photo(name)[::2, ::2])


DROP = """bytes => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], "own.png"));
    const options = { bubbles: true, cancelable: true, dataTransfer: transfer };
    for (const kind of ["dragenter", "dragover", "drop"])
        document.querySelector("section.cnnlab").dispatchEvent(new DragEvent(kind, options));
}"""


def test_a_file_that_is_dropped_is_in_the_kernel_and_nowhere_else(page, lab):
    before = page.page.evaluate("cnnlab.cells().length")
    file = io.BytesIO()
    Image.fromarray(RAMP).save(file, "PNG")
    page.page.evaluate(DROP, list(file.getvalue()))
    wait_for_note(page, "own.png: 6 by 8 pixels.")
    np.testing.assert_array_equal(image_in_kernel(page), RAMP)
    assert page.page.evaluate("cnnlab.cells().length") == before
    assert not list(lab("en").notebooks.rglob("own.png"))


def test_the_frame_of_the_camera_is_in_the_kernel(page):
    start_camera(page)
    page.page.wait_for_timeout(1500)
    shape, dtype = page.ask_kernel("[explorer.image.shape, str(explorer.image.dtype)]")
    assert (shape, dtype) == ([240, 320, 3], "uint8")


def test_the_answers_of_the_kernel_do_not_stop_the_camera(page):
    start_camera(page)
    page.page.wait_for_timeout(3500)
    assert states(page) == ["live"]


@pytest.mark.parametrize("end", ["explorer.image = [[1, 2], [3, 4]]", "explorer.close()"])
def test_the_kernel_releases_the_camera_with(end, page):
    start_camera(page)
    page.ask_kernel("1", after=end)
    assert states(page) == ["ended"]


def test_running_the_cell_again_releases_the_camera(page):
    start_camera(page)
    page.run_all()
    assert states(page) == ["ended"]


def test_a_drawing_is_in_the_kernel(page):
    sources(page).locator('[data-part="draw"]').click()
    sources(page).locator("[data-part=drawing-board] .cnnlab-stage").focus()
    for key in ("ArrowUp", "Home", "Space"):
        page.page.keyboard.press(key)
    page.page.wait_for_timeout(500)
    expected = np.full((28, 28), 255)
    expected[13:15, 0:2] = 0
    np.testing.assert_array_equal(image_in_kernel(page), expected)
