"""An image for a widget, from the list: what it was made with, the lecture's, photographs.

Files, the camera and the drawing sheet have tests of their own beside this one.
"""

import numpy as np
import pytest

from cnnlab import images
from tests.browser.image_widget import RAMP, image_on, image_widget, note


@pytest.fixture
def page(show, tmp_path):
    """A page with a widget that takes images."""
    return show(image_widget(tmp_path))


@pytest.fixture
def rng():
    return np.random.default_rng(2024)


def choose(page, title):
    page.part("sources").locator("select").first.select_option(label=title)
    page.settle()


# From the list ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [("Portrait", "portrait"), ("Clean X", "x_clean"), ("Deformed X", "x_deformed"),
     ("Worked example", "example")],
)
def test_an_array_of_the_lecture_arrives_number_for_number(title, name, page):
    choose(page, title)
    np.testing.assert_array_equal(image_on(page), getattr(images, name)())


def test_the_image_at_the_start_comes_back(page):
    choose(page, "Clean X")
    choose(page, "The one at the start")
    np.testing.assert_array_equal(image_on(page), RAMP)


def test_the_size_is_told(page):
    choose(page, "Portrait")
    assert note(page) == page.heard() == "Portrait: 16 by 12 pixels."


def test_after_another_source_the_same_one_can_be_chosen_again(page):
    choose(page, "Portrait")
    page.part("draw").click()
    choose(page, "Portrait")
    np.testing.assert_array_equal(image_on(page), images.portrait())


def test_an_image_that_python_assigns_takes_the_words_about_the_last_one_away(page):
    choose(page, "Portrait")
    page.page.evaluate("widget.model.set('image', { ...widget.model.get('given') })")
    page.settle()
    assert note(page) == ""
    assert page.part("sources").locator("select").first.input_value() == ""


# Photographs, which Python has -----------------------------------------------------------

PRETEND_KERNEL = """async () => {
    const { model, close } = widget, listeners = new Set(), { on, off } = model;
    const heard = (names) => names === "msg:custom";
    model.on = (names, call) => heard(names) ? listeners.add(call) : on.call(model, names, call);
    model.off = (names, call) =>
        heard(names) ? listeners.delete(call) : off.call(model, names, call);
    model.send = (question) => (window.asked = question);
    window.answer = (content, bytes = []) => listeners.forEach((listener) =>
        listener(content, [new DataView(Uint8Array.from(bytes).buffer)]));
    close();
    const { script } = JSON.parse(document.getElementById("carried").textContent);
    const blob = new Blob([script], { type: "text/javascript" });
    const { default: made } = await import(URL.createObjectURL(blob));
    made.render({ model, el: document.getElementById("widget") });
}"""


@pytest.fixture
def asking(page):
    """The page with a kernel that answers when the test says so."""
    page.page.evaluate(PRETEND_KERNEL)
    return page


def answer(page, name, array):
    picture = {"shape": array.shape, "dtype": "uint8"}
    message = {"photograph": name, "picture": picture, "full_size": [20, 30]}
    page.page.evaluate("([m, bytes]) => answer(m, bytes)", [message, array.ravel().tolist()])
    page.settle()


def test_a_page_without_python_offers_no_photographs(page):
    assert "Flower" not in page.part("sources").inner_text()
    assert "Portrait" in page.part("sources").locator("select").first.inner_text()


def test_a_photograph_is_asked_for_by_its_name(asking):
    choose(asking, "Temple in China")
    assert asking.page.evaluate("asked") == {"photograph": "china"}
    assert note(asking).startswith("Waiting for Python")


def test_the_answer_is_the_image(asking, rng):
    sent = rng.integers(0, 256, (10, 15, 3), dtype=np.uint8)
    choose(asking, "Flower")
    answer(asking, "flower", sent)
    np.testing.assert_array_equal(image_on(asking), sent)
    assert note(asking) == "Flower: made smaller, from 20 by 30 to 10 by 15 pixels."


def test_an_answer_that_comes_after_another_choice_is_not_wanted(asking, rng):
    choose(asking, "Flower")
    choose(asking, "Portrait")
    answer(asking, "flower", rng.integers(0, 256, (10, 15, 3), dtype=np.uint8))
    np.testing.assert_array_equal(image_on(asking), images.portrait())


def test_a_refusal_is_read_and_the_image_stays(asking):
    choose(asking, "Flower")
    asking.page.evaluate("answer({ photograph: 'flower', refused: 'It is not here.' })")
    assert asking.complaint() == "It is not here."
    assert note(asking) == ""
    np.testing.assert_array_equal(image_on(asking), RAMP)


def test_a_kernel_that_does_not_answer_is_not_waited_for_in_silence(page):
    page.page.clock.install()
    page.page.evaluate(PRETEND_KERNEL)
    page.part("sources").locator("select").first.select_option(label="Flower")
    page.page.clock.fast_forward(7000)
    assert page.complaint() == ""
    page.page.clock.fast_forward(2000)
    assert page.complaint().startswith("Python has not answered yet.")
