"""Conv2d: output and gradients are PyTorch's, at every stride, padding and dilation."""

import itertools

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d

from cnnlab import nn
from cnnlab.nn.gradient_check import gradient_check

TOLERANCE = {np.float64: 1e-10, np.float32: 1e-5}


def against_pytorch(options, shape=(3, 11, 13, 2), dtype=np.float64):
    """Return {what: (ours, theirs)} for a layer with 3 channels in and 4 out."""
    from tests.nn.peers import copy_params, their_gradients, torch

    rng = np.random.default_rng(0)
    layer = nn.Conv2d(shape[0], 4, **options, rng=rng, dtype=dtype)
    module = torch.nn.Conv2d(shape[0], 4, **options).to(torch.from_numpy(np.empty(0, dtype)).dtype)
    copy_params(layer, module)
    x = rng.standard_normal(shape).astype(dtype)
    y = layer.forward(x)
    grad_output = rng.standard_normal(y.shape).astype(dtype)
    to_input = layer.backward(grad_output)
    theirs, their_input, their_params = their_gradients(module, x, grad_output)
    found = {"output": (y, theirs), "input": (to_input, their_input)}
    return found | {name: (layer.grads[name], their_params[name]) for name in their_params}


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    ("kernel_size", "stride", "padding", "dilation"),
    [*itertools.product([3, (2, 3)], [1, 2, (2, 3)], [0, (2, 1)], [1, (1, 3)]),
     (1, 1, 0, 1), (5, 3, 4, 2), ((11, 1), 1, 0, 1), ((1, 13), 1, 0, 1), (4, 4, 0, 1)],
)
def test_output_and_gradients_are_pytorchs(kernel_size, stride, padding, dilation, dtype):
    options = {"kernel_size": kernel_size, "stride": stride, "padding": padding}
    options["dilation"] = dilation
    for what, (ours, theirs) in against_pytorch(options, dtype=dtype).items():
        assert ours.dtype == dtype
        scale = max(np.abs(theirs).max(), 1)
        np.testing.assert_allclose(ours / scale, theirs / scale, 0, TOLERANCE[dtype], err_msg=what)


@pytest.mark.parametrize("options", [{"padding": "same", "kernel_size": 4, "dilation": 2},
                                     {"padding": "valid", "kernel_size": 3},
                                     {"bias": False, "kernel_size": 3, "stride": 2}])
def test_same_padding_and_no_bias_are_pytorchs(options):
    for what, (ours, theirs) in against_pytorch(options).items():
        np.testing.assert_allclose(ours, theirs, 1e-10, 1e-10, err_msg=what)


def test_a_kernel_is_not_turned_and_the_sum_runs_over_the_channels():
    rng = np.random.default_rng(1)
    layer = nn.Conv2d(2, 1, (2, 3), bias=False, dtype=np.float64, rng=rng)
    x, [kernels] = rng.standard_normal((2, 5, 6)), layer.params["weight"]
    expected = sum(correlate2d(x[c], kernels[c], mode="valid") for c in (0, 1))
    np.testing.assert_allclose(layer.forward(x[..., None])[0, ..., 0], expected)


def test_at_stride_1_the_input_gradient_is_a_convolution_with_the_kernel():
    rng = np.random.default_rng(2)
    layer = nn.Conv2d(1, 1, (2, 3), dtype=np.float64, rng=rng)
    grad = rng.standard_normal((4, 4))
    layer.forward(rng.standard_normal((1, 5, 6, 1)))
    to_input = layer.backward(grad[None, ..., None])[0, ..., 0]
    np.testing.assert_allclose(to_input, convolve2d(grad, layer.params["weight"][0, 0]))


@pytest.mark.parametrize("options", [{"stride": 2, "padding": (1, 0)}, {"dilation": (2, 1)}])
def test_the_gradients_agree_with_differences(options):
    layer = nn.Conv2d(2, 3, (3, 2), **options, rng=0)
    assert gradient_check(layer, np.random.default_rng(3).standard_normal((2, 6, 7, 2))).passed


def test_a_batch_gives_what_its_images_give_one_by_one():
    rng = np.random.default_rng(4)
    layer = nn.Conv2d(3, 4, 3, stride=2, padding=1, dtype=np.float64, rng=rng)
    x = rng.standard_normal((3, 9, 8, 5))
    together = layer.forward(x)
    for n in range(5):
        np.testing.assert_allclose(layer.forward(x[..., n : n + 1])[..., 0], together[..., n])


def test_an_output_stays_when_the_next_batch_comes():
    layer = nn.Conv2d(1, 2, 3, rng=0)
    first = layer.forward(np.ones((1, 5, 5, 2)))
    before = first.copy()
    layer.forward(np.zeros((1, 5, 5, 2)))
    np.testing.assert_array_equal(first, before)


def test_gradients_are_of_the_last_batch_and_do_not_add_up():
    layer = nn.Conv2d(1, 2, 3, rng=0)
    y = layer.forward(np.ones((1, 5, 5, 2)))
    layer.backward(np.ones_like(y))
    once = layer.grads["weight"].copy()
    layer.backward(np.ones_like(y))
    np.testing.assert_array_equal(layer.grads["weight"], once)


@pytest.mark.parametrize("order", ["F", "strided"])
def test_a_gradient_in_any_memory_order_is_understood(order):
    rng = np.random.default_rng(5)
    layer = nn.Conv2d(2, 3, 3, dtype=np.float64, rng=rng)
    grad = rng.standard_normal(layer.forward(rng.standard_normal((2, 6, 7, 4))).shape)
    expected = layer.backward(grad)
    other = np.asfortranarray(grad) if order == "F" else np.repeat(grad, 2, axis=2)[:, :, ::2]
    np.testing.assert_allclose(layer.backward(other), expected)


def test_integers_are_widened_and_nothing_wraps_around():
    layer = nn.Conv2d(1, 1, 3, bias=False)
    layer.params["weight"][...] = -1
    assert layer.forward(np.full((1, 3, 3, 1), 255, np.uint8)).item() == -9 * 255


def test_a_nan_reaches_only_the_outputs_that_see_it():
    x = np.zeros((1, 5, 9, 1))
    x[0, 2, 0] = np.nan
    seen = np.isnan(nn.Conv2d(1, 1, 3, rng=0).forward(x))[0, ..., 0]
    assert seen[:, 0].all()
    assert not seen[:, 1:].any()


def test_an_empty_batch_gives_an_empty_batch():
    assert nn.Conv2d(1, 2, 3).forward(np.zeros((1, 5, 5, 0))).shape == (2, 3, 3, 0)


def test_first_weights_lie_within_pytorchs_bound_and_fill_it():
    weight = nn.Conv2d(3, 200, (2, 4), rng=0).params["weight"]
    bound = (3 * 2 * 4) ** -0.5
    assert 0.99 * bound < np.abs(weight).max() <= bound
    assert abs(weight.std() - bound / 3**0.5) < 0.02 * bound


@pytest.mark.parametrize(
    ("arguments", "word"),
    [((0, 1, 3), "in_channels"), ((1, 1.5, 3), "out_channels"), ((1, 1, 0), "kernel_size"),
     ((1, 1, 3, 0), "stride"), ((1, 1, 3, 1, -1), "padding"),
     ((1, 1, 3, 1, "full"), "padding"), ((1, 1, 3, 1, 0, 0), "dilation")],
)
def test_an_argument_that_cannot_be_is_named(arguments, word):
    with pytest.raises((ValueError, TypeError), match=word):
        nn.Conv2d(*arguments)


@pytest.mark.parametrize(
    ("shape", "words"),
    [((1, 28, 28, 4), r"\(3, H, W, N\), but \(1, 28, 28, 4\)"), ((28, 28), r"\(28, 28\)"),
     ((3, 2, 28, 4), "does not fit")],
)
def test_an_input_that_does_not_fit_is_an_error_with_both_shapes(shape, words):
    with pytest.raises(ValueError, match=words):
        nn.Conv2d(3, 1, 3).forward(np.zeros(shape))


def test_backward_before_forward_says_what_to_do():
    with pytest.raises(AttributeError, match="forward"):
        nn.Conv2d(1, 1, 3).backward(np.zeros((1, 1, 1, 1)))


def test_its_shape_and_work_are_known_beforehand():
    layer = nn.Conv2d(3, 96, 11, stride=4)  # AlexNet's first: Krizhevsky et al. 2012
    assert layer.output_shape((3, 227, 227)) == (96, 55, 55)
    assert layer.multiply_adds((3, 227, 227)) == 105_415_200
    assert sum(param.size for param in layer.params.values()) == 34_944
