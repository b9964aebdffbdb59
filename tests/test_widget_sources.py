"""Where a widget's image comes from, as Python sees it: what it offers and what it answers."""

import importlib.util

import numpy as np
import pytest

import cnnlab
from cnnlab import images
from cnnlab.widgets.sources import ImageWidget

RAMP = np.arange(12, dtype=np.uint8).reshape(3, 4)


class Plain(ImageWidget):
    """A widget that shows nothing."""

    _esm = "export default { render() {} }"


@pytest.fixture
def ask(monkeypatch):
    """A function that asks as the script does; returns the messages that are sent back."""

    def asked(question):
        widget, sent = Plain(RAMP), []
        monkeypatch.setattr(widget, "send", lambda *message: sent.append(message))
        message = {"data": {"method": "custom", "content": question}}
        widget.comm.handle_msg({"content": message, "buffers": []})
        return sent

    return asked


def array_of(sent, data):
    return np.frombuffer(data, sent["dtype"]).reshape(sent["shape"])


# What travels with the widget ------------------------------------------------------------


def test_the_image_it_was_made_with_stays_known():
    widget = Plain(RAMP)
    widget.image = np.zeros((2, 2))
    np.testing.assert_array_equal(widget.given, RAMP)


def test_an_image_that_cannot_be_one_is_an_error_about_image():
    with pytest.raises(ValueError, match="image must have the axes"):
        Plain([1, 2, 3])


@pytest.mark.parametrize(
    ("number", "name"), [(0, "portrait"), (1, "x_clean"), (2, "x_deformed"), (3, "example")]
)
def test_the_lectures_arrays_travel_with_every_number(number, name):
    _, sent = Plain(RAMP).get_state()["lecture"][number]
    np.testing.assert_array_equal(array_of(sent, sent["data"]), getattr(images, name)())


def test_the_portrait_keeps_its_type():
    assert Plain(RAMP).lecture[0][1]["dtype"] == "uint8"


def test_every_photograph_is_offered_by_its_name():
    assert [name for name, _ in Plain(RAMP).photographs] == images.photo_names()


def test_a_photograph_has_a_title_for_people():
    for name, title in Plain(RAMP).photographs:
        assert title != name
        assert "_" not in title


def test_titles_are_in_the_language_of_the_widget():
    english = {title for title, _ in Plain(RAMP).lecture}
    cnnlab.use_language("es")
    try:
        spanish = {title for title, _ in Plain(RAMP).lecture}
    finally:
        cnnlab.use_language("en")
    assert not english & spanish


# What is asked for -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["china", "flower", "grace_hopper"])
def test_every_second_pixel_of_a_photograph_is_sent(name, ask):
    [(answer, [data])] = ask({"photograph": name})
    np.testing.assert_array_equal(
        array_of(answer["picture"], data), images.photo(name)[::2, ::2]
    )


@pytest.mark.parametrize("name", images.photo_names())
def test_what_is_sent_is_small_enough_to_filter_at_once(name, ask):
    [(answer, _)] = ask({"photograph": name})
    assert max(answer["picture"]["shape"][:2]) <= 320


def test_the_answer_says_how_large_the_photograph_is(ask):
    [(answer, _)] = ask({"photograph": "grace_hopper"})
    assert tuple(answer["full_size"]) == (600, 512)


def test_an_unknown_photograph_gets_a_sentence(ask):
    [(answer,)] = ask({"photograph": "mona_lisa"})
    assert "There is no photograph named 'mona_lisa'" in answer["refused"]


def test_a_photograph_that_is_not_installed_gets_a_sentence(ask, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    [(answer,)] = ask({"photograph": "china"})
    assert answer["photograph"] == "china"
    assert "scikit-learn, which is not here" in answer["refused"]


def test_other_messages_are_not_answered(ask):
    assert ask({"kind": "something else"}) == []
