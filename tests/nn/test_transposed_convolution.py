"""ConvTranspose2d: PyTorch's output and gradients, SciPy's convolution, and Conv2d's way back."""

import copy
import importlib
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import convolve2d

from cnnlab import nn
from cnnlab.nn.transposed_convolution import ConvTranspose2d
from tests.nn.agreement import assert_like_pytorch, assert_like_slopes, random_like


def pixels(shape=(3, 4, 6, 2), dtype=np.float64):
    return np.random.default_rng(1).standard_normal(shape).astype(dtype)


def pytorchs(in_channels, out_channels, **options):
    from tests.nn.peers import torch

    return torch.nn.ConvTranspose2d(in_channels, out_channels, **options)


def names(*values):
    return dict(zip(("kernel_size", "stride", "padding", "output_padding", "dilation"), values,
                    strict=True))


# Against PyTorch -------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    "options",
    [*itertools.starmap(names, itertools.product(
        [3, (2, 4)], [1, 2, (3, 2)], [0, (1, 2)], [0], [1, (1, 3)])),
     names(2, 2, 0, 0, 1), names(4, 2, 1, 0, 1), names(3, 2, 1, 1, 1), names(1, 1, 0, 0, 1),
     names((1, 5), (3, 2), (0, 2), (2, 1), (1, 2)), names(3, 1, 2, (0, 1), (1, 2)),
     names(2, 3, 0, 2, 1), {**names(3, 2, 1, 1, 2), "bias": False}],
    ids=lambda options: "-".join(str(value).replace(" ", "") for value in options.values()),
)
def test_output_and_gradients_are_pytorchs(options, dtype):
    layer = ConvTranspose2d(3, 5, **options, rng=0, dtype=dtype)
    assert_like_pytorch(layer, pytorchs(3, 5, **options), pixels(dtype=dtype))


small = st.tuples(st.integers(1, 4), st.integers(1, 4))


@settings(max_examples=60, deadline=None)
@given(size=small, kernel_size=small, stride=small, dilation=small, data=st.data())
def test_any_geometry_that_pytorch_takes_gives_its_output(
    size, kernel_size, stride, dilation, data
):
    output_padding = tuple(data.draw(st.integers(0, max(pair) - 1), "output_padding")
                           for pair in zip(stride, dilation, strict=True))
    whole = [(n - 1) * s + d * (k - 1) + 1 + o for n, k, s, d, o in
             zip(size, kernel_size, stride, dilation, output_padding, strict=True)]
    padding = tuple(data.draw(st.integers(0, (side - 1) // 2), "padding") for side in whole)
    options = names(kernel_size, stride, padding, output_padding, dilation)
    layer = ConvTranspose2d(2, 3, **options, rng=0, dtype=np.float64)
    x = pixels((2, *size, 3))
    assert_like_pytorch(layer, pytorchs(2, 3, **options), x)
    assert layer.output_shape(x.shape[:3]) == layer.forward(x).shape[:3]


def test_multiply_adds_are_half_of_the_operations_that_pytorch_counts():
    from tests.nn.peers import batch_first

    flops = importlib.import_module("torch.utils.flop_counter")
    with flops.FlopCounterMode(display=False) as counter:
        pytorchs(3, 5, kernel_size=(2, 3), stride=2)(batch_first(pixels(dtype=np.float32)))
    layer = ConvTranspose2d(3, 5, (2, 3), stride=2)
    assert 2 * layer.multiply_adds((3, 4, 6)) * 2 == counter.get_total_flops()  # a batch of 2


# Without PyTorch -------------------------------------------------------------------------


def test_at_stride_1_each_output_channel_is_a_sum_of_scipys_full_convolutions():
    layer = ConvTranspose2d(3, 2, (2, 4), bias=False, rng=0, dtype=np.float64)
    x = pixels((3, 5, 7, 1))
    expected = [sum(convolve2d(x[c, ..., 0], layer.params["weight"][c, f]) for c in range(3))
                for f in range(2)]
    np.testing.assert_allclose(layer.forward(x)[..., 0], expected, atol=1e-12)


def test_its_forward_is_the_way_back_of_the_convolution_with_the_same_weight():
    options = {"kernel_size": (3, 2), "stride": (2, 3), "padding": (1, 0), "dilation": (1, 2)}
    there = nn.Conv2d(4, 3, **options, bias=False, rng=0, dtype=np.float64)
    large = pixels((4, 8, 12, 2))
    small = there.forward(large)
    layer = ConvTranspose2d(3, 4, **options, output_padding=(1, 0), bias=False, dtype=np.float64)
    layer.params["weight"][...] = there.params["weight"]
    grad = random_like(small)
    np.testing.assert_allclose(layer.forward(grad), there.backward_input(grad), atol=1e-12)


@pytest.mark.parametrize("options", [names((2, 3), (2, 1), (1, 0), (1, 0), (1, 2)),
                                     names(3, 2, 1, 1, 1)])
def test_gradients_are_the_slopes_of_the_loss(options):
    layer = ConvTranspose2d(2, 3, **options, rng=0, dtype=np.float64)
    assert_like_slopes(layer, pixels((2, 3, 4, 2)))


def test_one_pixel_stamps_the_kernel_and_overlaps_add_up():
    layer = ConvTranspose2d(1, 1, 2, stride=1, bias=False)
    layer.params["weight"][0, 0] = [[1, 2], [3, 4]]
    x = np.zeros((1, 2, 2, 1), np.float32)
    x[0, 0, 0], x[0, 1, 1] = 1, 10
    np.testing.assert_array_equal(layer.forward(x)[0, ..., 0],
                                  [[1, 2, 0], [3, 4 + 10, 20], [0, 30, 40]])


def test_backward_params_alone_finds_the_same_gradients():
    layer = ConvTranspose2d(3, 2, 3, stride=2, padding=1, rng=0)
    grad = random_like(layer.forward(pixels(dtype=np.float32)))
    layer.backward(grad)
    together = {name: array.copy() for name, array in layer.grads.items()}
    for array in layer.grads.values():
        array[...] = np.nan
    layer.backward_params(grad)
    for name, array in together.items():
        np.testing.assert_array_equal(layer.grads[name], array)


def test_gradients_do_not_depend_on_how_the_numbers_lie_in_memory():
    layer = ConvTranspose2d(3, 2, 3, stride=2, padding=1, rng=0, dtype=np.float64)
    x = pixels()
    grad = random_like(layer.forward(x))
    expected = layer.backward(grad), layer.grads["weight"].copy()
    layer.forward(np.asfortranarray(x))
    np.testing.assert_allclose(layer.backward(np.asfortranarray(grad)), expected[0], atol=1e-12)
    np.testing.assert_allclose(layer.grads["weight"], expected[1], atol=1e-12)


def test_first_weights_are_uniform_within_pytorchs_bound():
    layer = ConvTranspose2d(40, 20, (3, 5), rng=0)
    bound = 1 / np.sqrt(20 * 3 * 5)
    for param in layer.params.values():
        assert np.abs(param).max() <= bound
    np.testing.assert_allclose(layer.params["weight"].std(), bound / np.sqrt(3), rtol=0.02)


def test_a_seed_repeats_the_first_weights():
    first, second, other = (ConvTranspose2d(2, 3, 2, rng=seed).params["weight"]
                            for seed in (4, 4, 5))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)


def test_bytes_are_computed_as_decimals():
    layer = ConvTranspose2d(1, 1, 2, bias=False)
    layer.params["weight"][...] = 1
    y = layer.forward(np.full((1, 2, 2, 1), 200, np.uint8))
    assert y.dtype == np.float32
    assert y[0, 1, 1, 0] == 800


def test_nan_spoils_only_what_its_stamp_reaches():
    x = pixels((1, 4, 4, 1))
    x[0, 0, 0, 0] = np.nan
    y = ConvTranspose2d(1, 1, 2, stride=2, rng=0, dtype=np.float64).forward(x)
    assert np.isnan(y[0, :2, :2]).all()
    assert np.isnan(y).sum() == 4


def test_an_empty_batch_gives_an_empty_batch_and_no_gradient():
    layer = ConvTranspose2d(3, 2, 3, stride=2)
    y = layer.forward(np.zeros((3, 4, 5, 0)))
    assert y.shape == (2, 9, 11, 0)
    assert layer.backward(y).shape == (3, 4, 5, 0)
    assert not layer.grads["weight"].any()


def test_a_copy_gives_the_same_output_and_has_weights_of_its_own():
    layer = ConvTranspose2d(3, 2, 3, rng=0)
    x = pixels(dtype=np.float32)
    expected = layer.forward(x)
    other = copy.deepcopy(layer)
    np.testing.assert_array_equal(other.forward(x), expected)
    other.params["weight"][...] = 0
    np.testing.assert_array_equal(layer.forward(x), expected)


def test_a_twin_shares_the_weights_but_not_the_gradients():
    layer = ConvTranspose2d(3, 2, 3, rng=0)
    twin = layer.twin()
    x = pixels(dtype=np.float32)
    twin.backward(random_like(twin.forward(x)))
    assert twin.params["weight"] is layer.params["weight"]
    assert not layer.grads["weight"].any()


def test_after_to_float64_it_computes_in_float64():
    layer = ConvTranspose2d(3, 2, 3, rng=0)
    x = pixels()
    coarse = layer.forward(x)
    fine = layer.to(np.float64).forward(x)
    assert (coarse.dtype, fine.dtype) == (np.float32, np.float64)
    assert layer.backward(fine).dtype == np.float64
    np.testing.assert_allclose(coarse, fine, atol=1e-5)


def test_inside_a_network_an_upsampling_gives_the_size_back():
    model = nn.Sequential(nn.Conv2d(1, 4, 3, stride=2, padding=1), nn.ReLU(),
                          ConvTranspose2d(4, 1, 3, 2, 1, output_padding=1), rng=0)
    x = np.zeros((1, 8, 10, 2), np.float32)
    y = model.forward(x)
    assert y.shape == x.shape == (*model.output_shape(x.shape[:3]), 2)


@pytest.mark.parametrize(("kernel_size", "stride"), [(3, 1), (2, 2), (4, 2), (5, 3), (1, 2)])
def test_its_window_is_how_far_apart_the_inputs_of_one_output_can_be(kernel_size, stride):
    layer = ConvTranspose2d(1, 1, kernel_size, stride, rng=0)
    y, seen = layer.forward(np.zeros((1, 1, 9, 1))), []
    for column in range(y.shape[2]):
        grad = np.zeros_like(y)
        grad[0, 0, column] = 1
        [_, columns, *_] = np.nonzero(layer.backward(grad)[0])
        seen.append(np.ptp(columns) + 1 if len(columns) else 0)
    assert layer.window == ((max(seen),) * 2, (1, 1), (1, 1))


def test_its_name_shows_what_is_not_the_default():
    layer = ConvTranspose2d(8, 4, 3, 2, output_padding=1, bias=False)
    assert repr(layer) == ("ConvTranspose2d(8, 4, kernel_size=(3, 3), stride=(2, 2), "
                           "output_padding=(1, 1), bias=False)")


BAD = {
    "no input channels": ((0, 1, 2), {}, ValueError, "in_channels must be at least 1"),
    "kernel of decimals": ((1, 1, 2.5), {}, TypeError, "kernel_size must be a whole number"),
    "stride 0": ((1, 1, 2, 0), {}, ValueError, "stride must be at least 1"),
    "padding in words": ((1, 1, 2, 1, "same"), {}, TypeError, "padding must be a whole number"),
    "output_padding of a stride": (
        (1, 1, 2, 2, 0, 2), {}, ValueError,
        r"output_padding=2 must be smaller than stride=2 or dilation=1\. Use output_padding=1"),
    "output_padding at stride 1": (
        (1, 1, 3, 1, 0, (0, 1)), {}, ValueError, r"output_padding=1 .* Use output_padding=0"),
    "whole numbers as a type": ((1, 1, 2), {"dtype": int}, TypeError, "dtype must be a type"),
}


@pytest.mark.parametrize(("arguments", "options", "error", "message"), BAD.values(), ids=BAD)
def test_arguments_that_make_no_sense_are_named(arguments, options, error, message):
    with pytest.raises(error, match=message):
        ConvTranspose2d(*arguments, **options)


def test_pytorchs_groups_cannot_be_taken_for_the_bias():
    with pytest.raises(TypeError, match="positional"):
        ConvTranspose2d(4, 4, 3, 1, 0, 0, 2)


@pytest.mark.parametrize("shape", [(2, 4, 4, 1), (3, 4, 4)])
def test_an_input_of_another_depth_or_without_a_batch_is_refused(shape):
    with pytest.raises(ValueError, match=r"takes an input of shape \(3, H, W, N\)"):
        ConvTranspose2d(3, 1, 2).forward(np.zeros(shape))


def test_padding_that_leaves_nothing_is_refused():
    with pytest.raises(ValueError, match=r"cuts all 3 pixels off\. Use at most padding=1"):
        ConvTranspose2d(1, 1, 3, padding=2).forward(np.zeros((1, 1, 1, 1)))


def test_backward_before_forward_is_explained():
    with pytest.raises(AttributeError, match="has seen nothing yet"):
        ConvTranspose2d(1, 1, 3).backward(np.zeros((1, 3, 3, 1)))
