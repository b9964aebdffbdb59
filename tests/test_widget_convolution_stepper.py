"""The convolution stepper without a browser: what it takes, refuses, and gives back to Python."""

import numpy as np
import pytest
from scipy import signal

from cnnlab.widgets import ConvolutionStepper

LECTURE = [[4, 3, 4], [2, 4, 3], [2, 3, 4]]


def test_with_nothing_said_it_is_the_lectures_example():
    np.testing.assert_array_equal(ConvolutionStepper().feature_map, LECTURE)


def test_the_map_fills_step_by_step():
    filled = ConvolutionStepper(step=3).filled
    np.testing.assert_array_equal(filled, [[4, 3, 4], [2, np.nan, np.nan], [np.nan] * 3])


def test_at_the_last_step_the_map_is_full():
    np.testing.assert_array_equal(ConvolutionStepper(step=8).filled, LECTURE)


def test_in_prediction_mode_nothing_is_filled_at_first():
    assert np.isnan(ConvolutionStepper(predict=True, step=5).filled).all()


def test_in_prediction_mode_what_is_solved_is_filled():
    stepper = ConvolutionStepper(predict=True)
    stepper.solved = [0, 4]
    filled = stepper.filled
    assert (filled[0, 0], filled[1, 1], np.isnan(filled).sum()) == (4, 4, 7)


def test_the_present_step_has_its_patch_its_products_and_its_sum():
    now = ConvolutionStepper(step=3).now
    assert (now.row, now.col, now.sum) == (1, 0, 2)
    np.testing.assert_array_equal(now.patch, [[0, 1, 1], [0, 0, 1], [0, 0, 1]])
    np.testing.assert_array_equal(now.products, [[0, 0, 1], [0, 0, 0], [0, 0, 1]])


@pytest.mark.parametrize("flip", [False, True])
def test_the_map_is_that_of_scipy(flip):
    rng = np.random.default_rng(7)
    image, kernel = rng.normal(size=(7, 9)), rng.normal(size=(2, 3))
    scipy = signal.convolve2d if flip else signal.correlate2d
    expected = scipy(np.pad(image, ((1, 1), (2, 2))), kernel, "valid")[::2, ::3]
    stepper = ConvolutionStepper(image, kernel, stride=(2, 3), padding=(1, 2), flip=flip)
    np.testing.assert_allclose(stepper.feature_map, expected)


def test_a_turned_kernel_makes_the_step_that_convolution_makes():
    stepper = ConvolutionStepper([[1, 2]], [[3, 4]], flip=True)
    assert stepper.now.sum == 1 * 4 + 2 * 3


def test_a_uint8_image_does_not_wrap_around():
    image = np.full((3, 3), 200, np.uint8)
    stepper = ConvolutionStepper(image, [[1, 1], [1, 1]])
    assert stepper.feature_map[0, 0] == 800


def test_the_image_can_not_be_changed_behind_the_widgets_back():
    with pytest.raises(ValueError, match="read-only"):
        ConvolutionStepper().image[0, 0] = 5


# What is refused ---------------------------------------------------------------------------


def test_a_large_image_is_sent_to_the_filter_explorer():
    with pytest.raises(ValueError, match=r"image\[:12, :12\].*FilterExplorer"):
        ConvolutionStepper(np.zeros((13, 5)))


def test_a_large_kernel_is_sent_to_the_filter_explorer():
    with pytest.raises(ValueError, match="FilterExplorer"):
        ConvolutionStepper(np.zeros((9, 9)), np.ones((1, 6)))


def test_a_colour_image_is_to_be_made_grey_first():
    with pytest.raises(ValueError, match="to_grey"):
        ConvolutionStepper(np.zeros((5, 5, 3)))


def test_a_kernel_with_channels_is_refused():
    with pytest.raises(ValueError, match=r"\(3, 3, 2\)"):
        ConvolutionStepper(kernel=np.ones((3, 3, 2)))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_is_refused(bad):
    with pytest.raises(ValueError, match="not finite"):
        ConvolutionStepper(kernel=[[1, bad]])


def test_an_empty_image_is_refused():
    with pytest.raises(ValueError, match="empty"):
        ConvolutionStepper([])


def test_a_kernel_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        ConvolutionStepper(dilation=3)


def test_padding_beyond_what_can_be_read_is_refused():
    with pytest.raises(ValueError, match="25 × 25 cells"):
        ConvolutionStepper(padding=10)


@pytest.mark.parametrize("step", [9, 100])
def test_a_step_that_there_is_not_is_refused(step):
    with pytest.raises(ValueError, match="0 to 8"):
        ConvolutionStepper(step=step)


def test_a_step_must_be_a_whole_number():
    with pytest.raises(TypeError, match="step must be a whole number"):
        ConvolutionStepper(step=1.5)


def test_a_refused_setting_changes_nothing():
    stepper = ConvolutionStepper()
    with pytest.raises(ValueError, match="does not fit"):
        stepper.dilation = 3
    assert stepper.dilation == 1


# What follows from a change ----------------------------------------------------------------


def test_with_fewer_steps_it_stands_at_the_last_one():
    stepper = ConvolutionStepper(step=8)
    stepper.stride = 2
    assert stepper.step == 3


@pytest.mark.parametrize(
    ("trait", "value"),
    [("kernel", [[1, 2], [3, 4]]), ("padding", "same"), ("flip", True), ("stride", 2),
     ("image", np.ones((4, 4)))],
)
def test_other_numbers_are_not_known_yet(trait, value):
    stepper = ConvolutionStepper(predict=True)
    stepper.solved = [0, 1]
    setattr(stepper, trait, value)
    assert stepper.solved == []


def test_the_count_of_answers_outlives_a_change_of_the_kernel():
    stepper = ConvolutionStepper(predict=True)
    stepper.right, stepper.tried = 3, 4
    stepper.kernel = [[1]]
    assert (stepper.right, stepper.tried) == (3, 4)


# What stands in its place ------------------------------------------------------------------


def test_its_sentence_says_the_step_and_the_sum():
    sentence = repr(ConvolutionStepper(step=3))
    assert "step 4 of 9: row 1, column 0" in sentence
    assert "Sum: 2." in sentence


def test_its_sentence_keeps_the_sum_where_it_is_to_be_predicted():
    assert "Sum" not in repr(ConvolutionStepper(predict=True))


def test_its_picture_keeps_the_map_where_it_is_to_be_predicted():
    assert len(ConvolutionStepper(predict=True)._panels()) == 2


def test_its_picture_has_the_map_when_it_is_full():
    np.testing.assert_array_equal(ConvolutionStepper(step=8)._panels()[2][1], LECTURE)


def test_there_is_a_picture_for_where_it_can_not_run():
    data, _ = ConvolutionStepper()._repr_mimebundle_()
    assert {"image/png", "text/html", "text/plain"} <= set(data)
