"""The way back through a convolution without a browser: three gradients, step by step."""

import numpy as np
import pytest

import cnnlab
from cnnlab import convolution
from cnnlab.widgets import BackpropStepper
from tests.nn.peers import torch

CASES = [
    {"stride": 1, "padding": 0},
    {"stride": 2, "padding": 1},
    {"stride": (2, 1), "padding": (0, 2)},
    {"stride": 3, "padding": 0},  # rows and columns at the end that no position reaches
    {"stride": (1, 3), "padding": (3, 1)},
]


def a_stepper(seed=0, shape=(6, 8), kernel=(3, 2), **settings):
    """Not square, not symmetric, with an upstream gradient by chance."""
    rng = np.random.default_rng(seed)
    image, kernel = rng.normal(size=shape), rng.normal(size=kernel)
    stepper = BackpropStepper(image, kernel, **settings)
    stepper.gradient = rng.normal(size=stepper.feature_map.shape)
    return stepper


def their_gradients(stepper):
    """dL/dkernel, dL/dinput and dL/dbias by PyTorch."""
    image, kernel = (
        torch.tensor(each)[None, None].requires_grad_(True)
        for each in (stepper.image, stepper.kernel)
    )
    bias = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    settings = {"stride": stepper.stride, "padding": stepper.padding}
    feature_map = torch.nn.functional.conv2d(image, kernel, bias, **settings)
    feature_map.backward(torch.tensor(stepper.gradient)[None, None])
    return kernel.grad[0, 0].numpy(), image.grad[0, 0].numpy(), bias.grad.item()


# The three gradients -----------------------------------------------------------------------


@pytest.mark.parametrize("settings", CASES)
def test_the_gradients_are_those_of_pytorch(settings):
    stepper = a_stepper(**settings)
    kernel, image, bias = their_gradients(stepper)
    np.testing.assert_allclose(stepper.kernel_gradient, kernel, atol=1e-12)
    np.testing.assert_allclose(stepper.input_gradient, image, atol=1e-12)
    assert stepper.bias_gradient == pytest.approx(bias)


def test_the_gradients_are_how_the_loss_changes():
    """With "same" padding and an even kernel, which PyTorch's plain padding does not have."""
    stepper = a_stepper(stride=2, padding="same", kernel=(2, 3))
    small = 1e-6

    def loss(image, kernel):
        moved = convolution.cross_correlate(image, kernel, stepper.stride, stepper.padding)
        return np.sum(stepper.gradient * moved)

    def differences(array, loss_of):
        result = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            change = np.zeros(array.shape)
            change[place] = small
            result[place] = (loss_of(array + change) - loss_of(array - change)) / (2 * small)
        return result

    for_kernel = differences(stepper.kernel, lambda kernel: loss(stepper.image, kernel))
    for_input = differences(stepper.image, lambda image: loss(image, stepper.kernel))
    np.testing.assert_allclose(stepper.kernel_gradient, for_kernel, atol=1e-7)
    np.testing.assert_allclose(stepper.input_gradient, for_input, atol=1e-7)


def test_two_positions_by_hand():
    """Image 1 2 3, kernel 4 5, upstream 10 and -1."""
    first, second = BackpropStepper([[1, 2, 3]], [[4, 5]], [[10, -1]]).steps
    assert (first.upstream, second.upstream) == (10, -1)
    assert (first.kernel_share.tolist(), second.kernel_share.tolist()) == ([[10, 20]], [[-2, -3]])
    assert (first.input_share.tolist(), second.input_share.tolist()) == ([[40, 50]], [[-4, -5]])
    assert (second.row, second.col, second.top, second.left) == (0, 1, 0, 1)
    stepper = BackpropStepper([[1, 2, 3]], [[4, 5]], [[10, -1]])
    assert stepper.kernel_gradient.tolist() == [[8, 17]]
    assert stepper.input_gradient.tolist() == [[40, 46, -5]]
    assert stepper.bias_gradient == 9


def test_what_falls_on_the_padding_is_dropped():
    """Image 1, kernel 2 3 4: of the middle position only the 3 meets a pixel."""
    stepper = BackpropStepper([[1]], [[2, 3, 4]], [[10]], padding=(0, 1))
    assert stepper.input_gradient.tolist() == [[30]]
    assert stepper.kernel_gradient.tolist() == [[0, 10, 0]]


# What the widget says at the end -----------------------------------------------------------


@pytest.mark.parametrize("padding", [0, 1, (2, 0)])
def test_the_kernel_gradient_is_a_cross_correlation_of_image_and_upstream_gradient(padding):
    stepper = a_stepper(padding=padding)
    slid = convolution.cross_correlate(stepper.image, stepper.gradient, padding=padding)
    np.testing.assert_allclose(stepper.kernel_gradient, slid)


def full_convolution(stepper, gradient):
    """`convolve(gradient, kernel, padding=...)` without what falls on the padding."""
    rows, columns = stepper.kernel.shape
    full = convolution.convolve(gradient, stepper.kernel, padding=(rows - 1, columns - 1))
    above, before = np.broadcast_to(stepper.padding, 2)
    return full[above : above + stepper.image.shape[0], before : before + stepper.image.shape[1]]


@pytest.mark.parametrize("padding", [0, 1, (2, 0)])
def test_the_input_gradient_is_a_full_convolution(padding):
    stepper = a_stepper(padding=padding)
    np.testing.assert_allclose(
        stepper.input_gradient, full_convolution(stepper, stepper.gradient), atol=1e-12
    )


def test_with_a_stride_both_hold_once_zeros_stand_between():
    stepper = a_stepper(shape=(7, 9), kernel=(3, 3), stride=2, padding=1)
    rows, columns = stepper.gradient.shape
    spread = np.zeros((2 * rows - 1, 2 * columns - 1))
    spread[::2, ::2] = stepper.gradient
    slid = convolution.cross_correlate(stepper.image, spread, padding=1)
    np.testing.assert_allclose(stepper.kernel_gradient, slid)
    np.testing.assert_allclose(
        stepper.input_gradient, full_convolution(stepper, spread), atol=1e-12
    )


# Step by step ------------------------------------------------------------------------------


def test_so_far_is_the_sum_of_the_steps_up_to_now():
    stepper = BackpropStepper([[1, 2, 3]], [[4, 5]], [[10, -1]])
    assert [each.tolist() for each in stepper.so_far[:2]] == [[[10, 20]], [[40, 50, 0]]]
    stepper.step = 1
    assert [each.tolist() for each in stepper.so_far[:2]] == [[[8, 17]], [[40, 46, -5]]]
    assert stepper.so_far.bias == 9


def test_in_prediction_mode_the_present_step_counts_once_it_is_solved():
    stepper = BackpropStepper([[1, 2, 3]], [[4, 5]], [[10, -1]], predict=True, step=1)
    assert stepper.so_far.kernel.tolist() == [[10, 20]]
    stepper.solved = [1]
    assert stepper.so_far.kernel.tolist() == [[8, 17]]


@pytest.mark.parametrize(
    ("trait", "value", "shape"),
    [("stride", 2, (2, 2)), ("padding", 1, (5, 5)), ("kernel", np.eye(2), (4, 4)),
     ("image", np.ones((3, 6)), (1, 4))],
)  # fmt: skip
def test_for_a_map_of_another_size_there_is_another_gradient(trait, value, shape):
    stepper = BackpropStepper(step=8)
    setattr(stepper, trait, value)
    assert stepper.gradient.shape == stepper.feature_map.shape == shape
    assert 0 <= stepper.step < stepper.gradient.size


def test_a_gradient_that_fits_stays():
    stepper = BackpropStepper(gradient=np.eye(3))
    stepper.kernel = np.ones((3, 3))
    np.testing.assert_array_equal(stepper.gradient, np.eye(3))


@pytest.mark.parametrize(
    ("trait", "value"), [("gradient", np.eye(3)), ("kernel", np.eye(3)), ("stride", 2)]
)
def test_other_numbers_are_not_known_yet(trait, value):
    stepper = BackpropStepper(predict=True)
    stepper.solved = [0, 1]
    setattr(stepper, trait, value)
    assert stepper.solved == []


def test_the_browser_may_change_stride_and_gradient_at_once():
    stepper = BackpropStepper()
    stepper.set_state({"stride": 2, "gradient": [[1, 2], [3, 4]]})
    assert stepper.gradient.tolist() == [[1, 2], [3, 4]]


# What is refused ---------------------------------------------------------------------------


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"feature map, \(3, 3\).*\(2, 2\)"):
        BackpropStepper(gradient=np.eye(2))
    stepper = BackpropStepper()
    with pytest.raises(ValueError, match=r"\(3, 3\)"):
        stepper.gradient = [[1]]
    assert stepper.gradient.shape == (3, 3)


def test_a_kernel_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        BackpropStepper([[1, 2]], np.eye(3))


def test_padding_beyond_what_can_be_read_is_refused():
    with pytest.raises(ValueError, match="25 × 25 cells"):
        BackpropStepper(padding=10)


def test_a_step_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="0 to 8"):
        BackpropStepper(step=9)


def test_a_large_image_is_refused():
    with pytest.raises(ValueError, match=r"image\[:12, :12\]"):
        BackpropStepper(np.zeros((13, 5)))


# In its place ------------------------------------------------------------------------------


def test_the_sentence_says_the_place_and_the_upstream_gradient():
    assert repr(BackpropStepper(step=4)) == (
        "Backpropagation stepper: a kernel of 3 by 3 over an image of 5 by 5, step 5 of 9: "
        "row 1, column 1, upstream gradient −2."
    )


def test_it_speaks_spanish():
    cnnlab.use_language("es")
    try:
        assert "gradiente que llega" in repr(BackpropStepper())
    finally:
        cnnlab.use_language("en")
