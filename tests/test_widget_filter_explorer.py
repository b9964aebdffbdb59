"""The filter explorer's state, as Python sees it; what it looks like is for tests/browser."""

import json

import numpy as np
import pytest
import traitlets
from scipy import ndimage, signal

import cnnlab
from cnnlab import filters, images
from cnnlab.widgets import FilterExplorer

RNG = np.random.default_rng(3)
PHOTO = RNG.integers(0, 256, (9, 12)).astype(np.uint8)
COLOUR = RNG.integers(0, 256, (8, 7, 3)).astype(np.uint8)
SLANTED = np.array([[1.0, 2, 3], [0, -1, 4]])  # asymmetric both ways, and even


# The map ---------------------------------------------------------------------------------


def test_the_map_of_a_kernel_is_its_cross_correlation():
    explorer = FilterExplorer(PHOTO, SLANTED, padding="valid")
    expected = signal.correlate2d(PHOTO.astype(float), SLANTED, "valid")
    np.testing.assert_allclose(explorer.feature_map, expected)


def test_flip_makes_it_the_convolution_of_mathematics():
    explorer = FilterExplorer(PHOTO, SLANTED, padding="valid", flip=True)
    expected = signal.convolve2d(PHOTO.astype(float), SLANTED, "valid")
    np.testing.assert_allclose(explorer.feature_map, expected)


def test_same_padding_keeps_the_size():
    explorer = FilterExplorer(PHOTO, "sobel_x")
    expected = ndimage.correlate(PHOTO.astype(float), filters.get("sobel_x"), mode="constant")
    np.testing.assert_allclose(explorer.feature_map, expected)


def test_stride_leaves_numbers_out():
    dense = signal.correlate2d(PHOTO.astype(float), SLANTED, "valid")
    explorer = FilterExplorer(PHOTO, SLANTED, padding="valid", stride=(2, 3))
    np.testing.assert_allclose(explorer.feature_map, dense[::2, ::3])


def test_dilation_puts_holes_between_the_weights():
    holes = np.zeros((3, 5))
    holes[::2, ::2] = SLANTED
    explorer = FilterExplorer(PHOTO, SLANTED, padding="valid", dilation=2)
    expected = signal.correlate2d(PHOTO.astype(float), holes, "valid")
    np.testing.assert_allclose(explorer.feature_map, expected)


AFTER = {"relu": [[0, 7]], "absolute": [[13, 7]], None: [[-13, 7]]}


@pytest.mark.parametrize("step", AFTER)
def test_the_sum_is_scaled_then_shifted_then_bent(step):
    settings = {step: True} if step else {}
    explorer = FilterExplorer([[-8.0, 2]], [[1]], scale=2, bias=3, **settings)
    np.testing.assert_array_equal(explorer.feature_map, AFTER[step])


def test_a_colour_image_is_seen_in_grey():
    explorer = FilterExplorer(COLOUR, "laplacian", padding="valid")
    grey = np.rint(COLOUR @ np.array([0.299, 0.587, 0.114]))
    expected = signal.correlate2d(grey, filters.get("laplacian"), "valid")
    np.testing.assert_allclose(explorer.feature_map, expected)


def test_with_colour_each_channel_has_its_own_map():
    explorer = FilterExplorer(COLOUR, SLANTED, padding="valid", colour=True)
    green = signal.correlate2d(COLOUR[..., 1].astype(float), SLANTED, "valid")
    assert explorer.feature_map.shape == (7, 5, 3)
    np.testing.assert_allclose(explorer.feature_map[..., 1], green)


def test_every_kernel_has_a_map():
    explorer = FilterExplorer(PHOTO, kernels=["identity", [[1, -1]]], padding="valid")
    assert [each.shape for each in explorer.feature_maps] == [(7, 10), (9, 11)]


def test_a_kernel_that_does_not_fit_is_an_error_only_when_the_map_is_asked_for():
    explorer = FilterExplorer(np.zeros((3, 3)), "line", padding="valid")
    with pytest.raises(ValueError, match="spanning 7 pixels does not fit in 3"):
        _ = explorer.feature_map


def test_an_explorer_without_a_map_still_has_its_stand_in_picture():
    explorer = FilterExplorer(np.zeros((3, 3)), "line", padding="valid")
    assert explorer._repr_mimebundle_()[0]["image/png"]


# Both ways -------------------------------------------------------------------------------


def test_setting_the_kernel_changes_the_chosen_one():
    explorer = FilterExplorer(PHOTO, kernels=["identity", "sobel_x"])
    explorer.chosen = 1
    explorer.kernel = [[5]]
    assert [each.tolist() for each in explorer.kernels][1] == [[5.0]]
    assert explorer.kernels[0].shape == (3, 3)


def test_a_filter_can_be_set_by_its_name():
    explorer = FilterExplorer(PHOTO)
    explorer.kernel = "emboss"
    np.testing.assert_array_equal(explorer.kernel, filters.get("emboss"))


def test_what_the_browser_sends_is_the_kernel():
    explorer = FilterExplorer(PHOTO, kernels=["identity", "sobel_x"])
    explorer.set_state({"kernels": [[[1]], [[2, 3]]], "chosen": 1})
    assert explorer.kernel.tolist() == [[2.0, 3.0]]


def test_a_change_in_the_browser_is_observed():
    explorer, seen = FilterExplorer(PHOTO), []
    explorer.observe(lambda change: seen.append(change["new"].tolist()), "kernel")
    explorer.set_state({"kernels": [[[4, 5]]]})
    assert seen == [[[4.0, 5.0]]]


def test_two_explorers_can_follow_each_other():
    one, other = FilterExplorer(PHOTO), FilterExplorer(COLOUR)
    traitlets.dlink((one, "kernel"), (other, "kernel"))  # link would ask whether an array is true
    traitlets.dlink((other, "kernel"), (one, "kernel"))
    other.kernel = [[1, 2]]
    one.kernel = 2 * one.kernel
    assert other.kernel.tolist() == [[2.0, 4.0]]


def test_choosing_another_kernel_changes_kernel():
    explorer = FilterExplorer(PHOTO, kernels={"a": [[1]], "b": [[2]]})
    explorer.chosen = 1
    assert explorer.kernel.tolist() == [[2.0]]


def test_with_fewer_kernels_the_last_one_is_chosen():
    explorer = FilterExplorer(PHOTO, kernels=[[[1]], [[2]], [[3]]])
    explorer.chosen = 2
    explorer.kernels = [[[8]], [[9]]]
    assert (explorer.chosen, explorer.kernel.tolist()) == (1, [[9.0]])


def test_the_names_of_a_bank_are_kept():
    explorer = FilterExplorer(PHOTO, kernels={"mine": [[1]], "yours": [[2]]})
    assert explorer.names == ["mine", "yours"]


def test_names_do_not_outlive_their_kernels():
    explorer = FilterExplorer(PHOTO, kernels={"mine": [[1]], "yours": [[2]]})
    explorer.kernels = [[[1]]]
    assert explorer.names == []


def test_the_kernel_cannot_be_changed_behind_the_screen():
    explorer = FilterExplorer(PHOTO)
    with pytest.raises(ValueError, match="read-only"):
        explorer.kernel[0, 0] = 7


def test_relu_switches_the_absolute_value_off():
    explorer = FilterExplorer(PHOTO, absolute=True)
    explorer.relu = True
    assert not explorer.absolute


def test_the_image_of_the_browser_is_an_array():
    explorer = FilterExplorer(PHOTO)
    data = memoryview(COLOUR.tobytes())
    explorer.set_state({"image": {"shape": [8, 7, 3], "dtype": "uint8", "data": data}})
    np.testing.assert_array_equal(explorer.image, COLOUR)


# What is refused -------------------------------------------------------------------------

REFUSED = [
    ({"kernel": np.ones((3, 3, 3))}, ValueError, "three axes"),
    ({"kernel": np.ones((12, 3))}, ValueError, "at most 11 rows"),
    ({"kernel": "gabor"}, ValueError, "at most 11 rows"),
    ({"kernel": "sobel"}, ValueError, "no filter named"),
    ({"kernel": [1, 0, -1]}, ValueError, "axes"),
    ({"kernel": [[1, np.nan]]}, ValueError, "finite"),
    ({"kernel": [["a"]]}, TypeError, "array of numbers"),
    ({"kernels": []}, ValueError, "1 to 6 kernels"),
    ({"kernels": [[[1]]] * 7}, ValueError, "1 to 6 kernels"),
    ({"kernels": "sobel_x"}, TypeError, "kernel='sobel_x'"),
    ({"kernel": [[1]], "kernels": [[[1]]]}, ValueError, "not both"),
    ({"stride": 0}, ValueError, "at least 1"),
    ({"padding": "full"}, ValueError, "'same' or 'valid'"),
    ({"dilation": 1.5}, TypeError, "whole number"),
    ({"scale": np.inf}, ValueError, "finite"),
    ({"bias": "2"}, TypeError, "must be a number"),
    ({"relu": True, "absolute": True}, ValueError, "not both"),
    ({"image": np.zeros((0, 3))}, ValueError, "empty"),
    ({"image": np.full((2, 2), np.nan)}, ValueError, "finite"),
    ({"image": np.zeros((5, 5, 4))}, ValueError, "1 channel"),
    ({"image": np.zeros((2001, 2000), np.uint8)}, ValueError, r"image\[::2, ::2\]"),
]


@pytest.mark.parametrize(("arguments", "error", "words"), REFUSED)
def test_what_cannot_be_shown_is_refused_in_a_sentence(arguments, error, words):
    with pytest.raises(error, match=words):
        FilterExplorer(**({"image": PHOTO} | arguments))


def test_a_refused_kernel_leaves_the_old_one():
    explorer = FilterExplorer(PHOTO, "sobel_x")
    with pytest.raises(ValueError, match="three axes"):
        explorer.kernel = np.ones((3, 3, 3))
    np.testing.assert_array_equal(explorer.kernel, filters.get("sobel_x"))


@pytest.mark.parametrize("kernel", [[[1]], np.ones((11, 11)), [[1, 2]], np.ones((4, 7), int)])
def test_any_size_up_to_11_is_taken(kernel):
    np.testing.assert_array_equal(FilterExplorer(PHOTO, kernel).kernel, kernel)


@pytest.mark.parametrize(
    "image", [[[0, 1], [1, 0]], np.eye(4, dtype=bool), np.eye(3, dtype=np.float16), COLOUR[..., :1]]
)
def test_any_picture_is_taken(image):
    assert FilterExplorer(image).feature_map.shape == np.shape(image)[:2]


# What travels ----------------------------------------------------------------------------


def test_every_filter_of_the_bank_that_fits_can_be_picked():
    picked = {each["name"] for each in FilterExplorer(PHOTO).bank}
    assert set(filters.names()) - picked == {"gabor"}


def test_the_meanings_are_in_the_language_of_the_notebook():
    cnnlab.use_language("es")
    try:
        explorer = FilterExplorer(PHOTO)
    finally:
        cnnlab.use_language("en")
    meanings = {each["name"]: each["meaning"] for each in explorer.bank}
    assert meanings["sobel_x"].startswith("Bordes verticales")


def test_the_state_is_plain_data():
    state = FilterExplorer(PHOTO, kernels=filters.bank("sobel_x", "emboss")).get_state()
    plain = {key: state[key] for key in ("kernels", "names", "chosen", "stride", "padding", "bank")}
    assert json.loads(json.dumps(plain))["names"] == ["sobel_x", "emboss"]


def test_it_says_itself_in_a_sentence():
    explorer = FilterExplorer(images.example(), [[1, -1]])
    assert repr(explorer) == "Filter explorer: an image of 5 by 5 and a kernel of 1 by 2: 1 −1."
