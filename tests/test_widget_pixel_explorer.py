"""The pixel explorer without a browser: what it takes, what it refuses, what it shows."""

import numpy as np
import pytest

from cnnlab import images
from cnnlab.widgets import PixelExplorer
from cnnlab.widgets.pixel_tones import channel_of, toned

PHOTO = images.photo("grace_hopper")[::3, ::3]
BYTES = (0, 255)


def row(*numbers, dtype=np.uint8):
    return np.array([numbers], dtype=dtype)


# What happens to the numbers ---------------------------------------------------------------


def test_neutral_settings_leave_every_number_alone():
    every = np.arange(256, dtype=np.uint8).reshape(16, 16)
    np.testing.assert_array_equal(toned(every, BYTES), every)


def test_contrast_moves_numbers_away_from_128():
    assert toned(row(28, 128, 138), BYTES, contrast=2).tolist() == [[0, 128, 148]]


def test_brightness_is_added_after_contrast():
    assert toned(row(138), BYTES, contrast=2, brightness=10).tolist() == [[158]]


def test_what_leaves_the_range_stays_at_its_end():
    assert toned(row(10, 250), BYTES, brightness=100).tolist() == [[110, 255]]


def test_halves_are_rounded_to_the_even_neighbour():
    assert toned(row(1, 2), BYTES, brightness=0.5).tolist() == [[2, 2]]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [(2, [0, 0, 255, 255]), (3, [0, 128, 128, 255]), (4, [0, 85, 170, 255])],
)
def test_numbers_go_to_the_nearest_level(levels, expected):
    assert toned(row(0, 127, 128, 255), BYTES, levels=levels).tolist() == [expected]


def test_so_many_levels_are_left():
    ramp = np.arange(256, dtype=np.uint8)[np.newaxis]
    assert [np.unique(toned(ramp, BYTES, levels=n)).size for n in range(2, 257)] == [*range(2, 257)]


def test_only_what_exceeds_the_threshold_is_white():
    assert toned(row(127, 128, 129), BYTES, threshold=128).tolist() == [[0, 0, 255]]


def test_floats_in_0_to_1_keep_their_decimals():
    shown = toned(row(0.1, 0.5, 0.9, dtype=float), (0, 1), contrast=2)
    np.testing.assert_allclose(shown, [[0, 0.5, 1]])


def test_signed_numbers_have_their_levels_around_zero():
    shown = toned(row(-0.9, 0.2, 0.6, dtype=float), (-1, 1), levels=3)
    assert shown.tolist() == [[-1, 0, 1]]


def test_the_type_of_the_image_stays():
    assert toned(row(3), BYTES, contrast=1.5, levels=7, threshold=2).dtype == np.uint8


@pytest.mark.parametrize(("name", "place"), [("red", 0), ("green", 1), ("blue", 2)])
def test_a_channel_is_one_sheet_of_the_image(name, place):
    np.testing.assert_array_equal(PixelExplorer(channel=name).shown, PHOTO[..., place])


def test_grey_is_that_of_to_grey_but_for_halves():
    grey = channel_of(PHOTO, "grey").astype(int)
    exact = PHOTO @ np.array([299, 587, 114]) / 1000
    assert np.abs(grey - exact).max() <= 0.5


# Its state ---------------------------------------------------------------------------------


def test_without_an_image_it_shows_a_photograph():
    np.testing.assert_array_equal(PixelExplorer().image, PHOTO)


def test_a_small_image_is_magnified_as_a_whole():
    assert PixelExplorer(images.portrait()).region == (0, 0, 16, 12)


@pytest.mark.parametrize(
    ("shape", "region"),
    [((100, 60), (38, 18, 24, 24)), ((100, 60, 3), (45, 25, 10, 10)), ((1, 1000), (0, 488, 1, 24)),
     ((1, 1), (0, 0, 1, 1)), ((30, 8, 1), (3, 0, 24, 8))],
)
def test_of_a_large_image_so_much_of_the_middle_that_numbers_can_be_read(shape, region):
    assert PixelExplorer(np.zeros(shape)).region == region


def test_a_pixel_edited_in_the_browser_reaches_the_image():
    explorer = PixelExplorer(images.portrait())
    edited = images.portrait()
    edited[3, 5] = 99
    sent = {"shape": [16, 12], "dtype": "uint8", "data": memoryview(edited.tobytes())}
    explorer.set_state({"image": sent})
    np.testing.assert_array_equal(explorer.image, edited)
    assert explorer.image.dtype == np.uint8


def test_another_image_and_its_region_may_arrive_together():
    explorer = PixelExplorer(images.portrait())
    sent = {"shape": [50, 50], "dtype": "uint8", "data": memoryview(bytes(2500))}
    explorer.set_state({"region": [40, 40, 9, 9], "image": sent})
    assert (explorer.region, explorer.image.shape) == ((40, 40, 9, 9), (50, 50))


def test_a_region_that_the_next_image_does_not_have_is_given_up():
    explorer = PixelExplorer(region=(150, 100, 40, 40))
    explorer.image = images.x_clean()
    assert explorer.region == (0, 0, 9, 9)


def test_a_channel_that_the_next_image_does_not_have_is_given_up():
    explorer = PixelExplorer(channel="blue")
    explorer.image = images.portrait()
    assert explorer.channel == "all"


def test_lists_are_taken_as_images():
    assert PixelExplorer([[0, 1], [1, 0]]).shown.tolist() == [[0, 1], [1, 0]]


def test_truth_values_become_0_and_1():
    explorer = PixelExplorer(np.array([[True, False]]))
    assert (explorer.shown.tolist(), explorer.value_range) == ([[1, 0]], (0, 1))


def test_a_single_channel_counts_as_grey():
    assert PixelExplorer(np.zeros((5, 6, 1))).shown.shape == (5, 6)


def test_transparency_is_kept_but_not_shown():
    explorer = PixelExplorer(np.dstack([PHOTO, PHOTO[..., 0]]))
    assert (explorer.image.shape[2], explorer.shown.shape[2]) == (4, 3)


def test_what_is_transparent_does_not_change_the_range():
    picture = np.dstack([np.full((2, 2, 3), 0.5), np.full((2, 2), 200.0)])
    assert PixelExplorer(picture).value_range == (0, 1)


# What it refuses ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"region": (0, 0, 17, 3)}, r"region \(0, 0, 17, 3\) reaches beyond the image of 16 × 12"),
        ({"region": (0, 0, 3)}, "four whole numbers"),
        ({"region": (-1, 0, 3, 3)}, "at least 0"),
        ({"region": (0, 0, 0, 3)}, "at least 1"),
        ({"channel": "yellow"}, "one of all, red, green, blue, grey"),
        ({"channel": "red"}, "needs a colour image"),
        ({"contrast": -1}, "contrast must be at least 0"),
        ({"brightness": np.inf}, "brightness must be a finite number"),
        ({"levels": 1}, "levels must be at least 2"),
        ({"levels": 257}, "levels must be at most 256"),
        ({"threshold": np.nan}, "threshold must be a finite number"),
    ],
)
def test_settings_that_do_not_fit_get_a_sentence(settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        PixelExplorer(images.portrait(), **settings)


@pytest.mark.parametrize("settings", [{"levels": 2.5}, {"contrast": "2"}, {"threshold": True}])
def test_settings_of_another_type_get_a_sentence(settings):
    with pytest.raises(TypeError, match=next(iter(settings))):
        PixelExplorer(images.portrait(), **settings)


@pytest.mark.parametrize(
    ("image", "sentence"),
    [
        (np.zeros((3, 3, 2)), "1 channel"),
        (np.zeros((0, 3)), "empty"),
        (np.zeros(9), "axes"),
        ([[0, np.nan]], "not finite"),
    ],
)
def test_what_is_no_picture_gets_a_sentence(image, sentence):
    with pytest.raises(ValueError, match=sentence):
        PixelExplorer(image)


def test_an_image_that_is_too_large_gets_a_slice_that_is_not():
    large = np.broadcast_to(np.uint8(7), (4000, 3001))
    with pytest.raises(ValueError, match=r"image\[::2, ::2\]"):
        PixelExplorer(large)
    assert PixelExplorer(large[::2, ::2]).image.size == 2000 * 1501


def test_a_refused_setting_leaves_the_old_one():
    explorer = PixelExplorer(images.portrait(), threshold=100)
    with pytest.raises(ValueError, match="finite"):
        explorer.threshold = np.inf
    assert explorer.threshold == 100


def test_it_is_told_in_a_sentence():
    sentence = "Pixel explorer: an image of 200 by 171; magnified are rows 58 to 67, columns 69"
    assert repr(PixelExplorer()).startswith(sentence)
