"""The result of every data set: its parts fit each other, or an error says which do not."""

import numpy as np
import pytest

from cnnlab.datasets import Labelled

IMAGES = np.arange(3 * 4 * 5, dtype=np.float32).reshape(3, 4, 5)
DATA = Labelled(IMAGES, np.array([1, 0, 1]), ("x", "o"), forms=np.array([7, 8, 7]))


def test_it_unpacks_into_images_and_labels():
    images, labels = DATA
    np.testing.assert_array_equal(images, IMAGES)
    np.testing.assert_array_equal(labels, [1, 0, 1])


@pytest.mark.parametrize("which", [[2, 0], [True, False, True], np.array([0], np.uint8)])
def test_take_chooses_images_labels_and_forms_alike(which):
    some = DATA.take(which)
    np.testing.assert_array_equal(some.images, IMAGES[np.asarray(which)])
    np.testing.assert_array_equal(some.labels, np.array([1, 0, 1])[which])
    np.testing.assert_array_equal(some.forms, np.array([7, 8, 7])[which])
    assert some.class_names == ("x", "o")


def test_its_repr_says_the_shapes_and_how_many_of_each_class():
    assert repr(DATA) == "Labelled(images (3, 4, 5) float32, labels (3,): 1 x, 2 o)"


def test_its_repr_stays_short_with_a_hundred_classes():
    names = [f"class {number}" for number in range(100)]
    assert len(repr(Labelled(IMAGES, [0, 1, 2], names))) < 300


def test_colour_images_are_welcome():
    assert Labelled(np.zeros((2, 4, 5, 3), np.uint8), [0, 0], ["x"]).images.dtype == np.uint8


def test_its_parts_cannot_be_replaced():
    with pytest.raises(AttributeError):
        DATA.labels = np.zeros(3, int)


BAD = {
    "one image": ((IMAGES[0], [0], ["x"]), ValueError, r"\(N, height, width\)"),
    "too few labels": ((IMAGES, [0, 0], ["x"]), ValueError, r"3 images, so labels .* \(3,\)"),
    "labels of decimals": ((IMAGES, [0.0, 1, 1], ["x", "o"]), TypeError, "labels must be whole"),
    "labels as text": ((IMAGES, ["x", "o", "x"], ["x", "o"]), TypeError, "labels must be whole"),
    "a label without a name": ((IMAGES, [0, 1, 2], ["x", "o"]), ValueError, "go from 0 to 1"),
    "a negative label": ((IMAGES, [0, 1, -1], ["x", "o"]), ValueError, "reach from -1 to 1"),
    "too few forms": ((IMAGES, [0, 1, 1], ["x", "o"], [1]), ValueError, "forms must have"),
}


@pytest.mark.parametrize(("parts", "error", "message"), BAD.values(), ids=BAD)
def test_parts_that_do_not_fit_get_an_error_that_says_which(parts, error, message):
    with pytest.raises(error, match=message):
        Labelled(*parts)


@pytest.mark.parametrize("which", [0, [0.5], [[0, 1]], "x"])
def test_take_refuses_what_is_no_list_of_places(which):
    with pytest.raises(TypeError, match="take needs a list of places"):
        DATA.take(which)
