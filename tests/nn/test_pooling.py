"""Pooling layers: PyTorch's numbers and gradients, ties and padding included."""

import numpy as np
import pytest

from cnnlab import nn

WINDOWS = [
    {"kernel_size": 2},
    {"kernel_size": 3, "stride": 2, "padding": 1},
    {"kernel_size": (2, 3), "stride": (2, 1), "padding": (1, 1)},
    {"kernel_size": 2, "stride": 3},
    {"kernel_size": 3, "stride": 1},
]


def against_pytorch(layer, module, integers=False, shape=(3, 11, 13, 2)):
    from tests.nn.peers import their_gradients

    rng = np.random.default_rng(0)
    x = rng.standard_normal(shape)
    x = rng.integers(0, 3, shape).astype(float) if integers else x  # few values: many ties
    y = layer.forward(x)
    grad_output = rng.standard_normal(y.shape)
    to_input = layer.backward(grad_output)
    theirs, their_input, _ = their_gradients(module, x, grad_output)
    return (y, theirs), (to_input, their_input)


@pytest.mark.parametrize("options", [*WINDOWS, {"kernel_size": 3, "stride": 2, "dilation": 2},
                                     {"kernel_size": 2, "dilation": (1, 3), "padding": 1}])
@pytest.mark.parametrize("integers", [False, True])
def test_max_pooling_is_pytorchs_bit_for_bit_ties_included(options, integers):
    from tests.nn.peers import torch

    layer = nn.MaxPool2d(**options, dtype=np.float64)
    module = torch.nn.MaxPool2d(**options)
    rounding = 1e-14 if layer.overlap else 0  # where windows overlap, gradients are added up
    for ours, theirs in against_pytorch(layer, module, integers):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=rounding)


@pytest.mark.parametrize("options", WINDOWS)
@pytest.mark.parametrize("count_include_pad", [True, False])
def test_average_pooling_is_pytorchs(options, count_include_pad):
    from tests.nn.peers import torch

    options = options | {"count_include_pad": count_include_pad}
    layer, module = nn.AvgPool2d(**options, dtype=np.float64), torch.nn.AvgPool2d(**options)
    for ours, theirs in against_pytorch(layer, module):
        np.testing.assert_allclose(ours, theirs, 1e-12, 1e-12)


def test_global_average_pooling_is_pytorchs_followed_by_flatten():
    from tests.nn.peers import torch

    module = torch.nn.Sequential(torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten())
    for ours, theirs in against_pytorch(nn.GlobalAvgPool2d(dtype=np.float64), module):
        np.testing.assert_allclose(ours, theirs, 1e-12, 1e-12)


def test_padding_never_wins_a_maximum():
    y = nn.MaxPool2d(3, stride=1, padding=1).forward(np.full((1, 2, 2, 1), -5.0))
    np.testing.assert_array_equal(y, -5)


def test_a_nan_is_the_maximum_of_its_window_and_of_no_other():
    x = np.zeros((1, 2, 4, 1))
    x[0, 0, 0] = np.nan
    assert np.isnan(nn.MaxPool2d(2).forward(x)).ravel().tolist() == [True, False]


def test_pixels_that_fill_no_window_get_no_gradient():
    layer = nn.MaxPool2d(2)
    y = layer.forward(np.ones((1, 3, 5, 1)))
    grad = layer.backward(np.ones_like(y))[0, ..., 0]
    assert not grad[2].any()
    assert not grad[:, 4].any()


@pytest.mark.parametrize("layer", [nn.MaxPool2d(2), nn.AvgPool2d(2), nn.GlobalAvgPool2d()])
def test_float32_stays_float32(layer):
    y = layer.forward(np.ones((2, 4, 4, 3), np.float32))
    assert y.dtype == layer.backward(np.ones(y.shape)).dtype == np.float32


@pytest.mark.parametrize("layer", [nn.MaxPool2d(2), nn.AvgPool2d(2), nn.GlobalAvgPool2d()])
def test_pooling_has_no_parameters(layer):
    assert layer.params == layer.grads == {}


@pytest.mark.parametrize(("arguments", "word"), [
    ((0,), "kernel_size"), ((2, 0), "stride"), ((2, 2, 2), "at most padding=1"),
])
def test_a_window_that_cannot_be_is_an_error(arguments, word):
    with pytest.raises(ValueError, match=word):
        nn.MaxPool2d(*arguments)


def test_an_image_smaller_than_the_window_is_an_error():
    with pytest.raises(ValueError, match="does not fit"):
        nn.MaxPool2d(3).forward(np.ones((1, 2, 5, 1)))


def test_a_pooling_layer_says_all_that_is_not_as_usual():
    assert repr(nn.MaxPool2d(3, 1, 1, 2)) == (
        "MaxPool2d(kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), dilation=(2, 2))")
    assert repr(nn.AvgPool2d(2, count_include_pad=False)) == (
        "AvgPool2d(kernel_size=(2, 2), stride=(2, 2), count_include_pad=False)")


def test_a_global_average_of_a_large_image_is_exact_in_float32():
    x = np.random.default_rng(0).random((1, 512, 512, 2), np.float32)
    exact = x.astype(np.float64).mean(axis=(1, 2))
    np.testing.assert_allclose(nn.GlobalAvgPool2d().forward(x), exact, rtol=2e-6)
