"""Fully connected layers and activations, against PyTorch and against differences."""

import numpy as np
import pytest
from scipy.special import expit

from cnnlab import nn
from cnnlab.nn.gradient_check import gradient_check

ACTIVATIONS = [nn.ReLU, nn.LeakyReLU, nn.Sigmoid, nn.Tanh]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("make", ACTIVATIONS)
def test_an_activation_is_pytorchs_forward_and_back(make, dtype):
    from tests.nn.peers import their_gradients, torch

    rng = np.random.default_rng(0)
    x = (3 * rng.standard_normal((2, 3, 5, 4))).astype(dtype)
    x[0, 0, 0] = 0
    grad_output = rng.standard_normal(x.shape).astype(dtype)
    layer = make(dtype=dtype)
    y, to_input = layer.forward(x), layer.backward(grad_output)
    theirs, their_input, _ = their_gradients(getattr(torch.nn, make.__name__)(), x, grad_output)
    assert y.dtype == to_input.dtype == dtype
    tolerance = 1e-14 if dtype == np.float64 else 1e-6
    np.testing.assert_allclose(y, theirs, 0, tolerance)
    np.testing.assert_allclose(to_input, their_input, 0, 4 * tolerance)


@pytest.mark.parametrize("make", ACTIVATIONS)
def test_an_activation_agrees_with_differences(make):
    assert gradient_check(make(), np.random.default_rng(1).standard_normal((2, 3, 4))).passed


def test_no_score_is_too_large_for_sigmoid():
    x = np.array([[-1e30, -800, -30, 0, 30, 800, 1e30]])
    np.testing.assert_allclose(nn.Sigmoid(dtype=np.float64).forward(x), expit(x), atol=1e-15)


@pytest.mark.parametrize("make", ACTIVATIONS)
def test_a_nan_goes_through(make):
    assert np.isnan(make().forward(np.array([[np.nan]]))).all()


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("places", [(), (6,)])
def test_linear_is_pytorchs_forward_and_back(bias, places):
    from tests.nn.peers import copy_params, torch

    rng = np.random.default_rng(2)
    layer = nn.Linear(5, 3, bias=bias, dtype=np.float64, rng=rng)
    module = torch.nn.Linear(5, 3, bias=bias).double()
    copy_params(layer, module)
    x, grad = rng.standard_normal((5, *places, 4)), rng.standard_normal((3, *places, 4))
    y, to_input = layer.forward(x), layer.backward(grad)
    tensor = torch.from_numpy(x.swapaxes(0, -1).copy()).requires_grad_(True)  # features last
    theirs = module(tensor)
    theirs.backward(torch.from_numpy(grad.swapaxes(0, -1).copy()))
    np.testing.assert_allclose(y, theirs.detach().numpy().swapaxes(0, -1), 1e-12)
    np.testing.assert_allclose(to_input, tensor.grad.numpy().swapaxes(0, -1), 1e-12)
    for name, param in module.named_parameters():
        np.testing.assert_allclose(layer.grads[name], param.grad.numpy(), 1e-12)


def test_linear_agrees_with_differences():
    assert gradient_check(nn.Linear(4, 3, rng=0), np.random.default_rng(3).random((4, 5))).passed


def test_flatten_orders_the_numbers_as_pytorch_does():
    from tests.nn.peers import batch_first, batch_last, torch

    x = np.arange(2 * 3 * 4 * 5.0).reshape(2, 3, 4, 5)
    np.testing.assert_array_equal(
        nn.Flatten(dtype=np.float64).forward(x), batch_last(torch.nn.Flatten()(batch_first(x)))
    )


def test_flatten_puts_each_gradient_back_in_its_place():
    x = np.random.default_rng(4).standard_normal((2, 3, 4, 5))
    layer = nn.Flatten(dtype=np.float64)
    np.testing.assert_array_equal(layer.backward(layer.forward(x)), x)


def test_images_given_to_linear_are_told_of_flatten():
    with pytest.raises(ValueError, match=r"48 numbers .* \(3, 4, 4, 7\) arrived.*Flatten"):
        nn.Linear(48, 10).forward(np.zeros((3, 4, 4, 7)))
