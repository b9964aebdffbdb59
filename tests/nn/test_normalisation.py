"""BatchNorm2d: PyTorch's outputs, gradients and running statistics, in training and in use."""

import copy

import numpy as np
import pytest

from cnnlab import nn
from cnnlab.nn.normalisation import BatchNorm2d
from tests.nn.agreement import assert_close, assert_like_pytorch, assert_like_slopes, random_like

DTYPES = pytest.mark.parametrize("dtype", [np.float64, np.float32])
OPTIONS = {
    "as it is": {},
    "no weights": {"affine": False},
    "momentum": {"momentum": 0.3},
    "momentum 0": {"momentum": 0.0},
    "momentum 1": {"momentum": 1},
    "all batches alike": {"momentum": None},
    "no running statistics": {"track_running_stats": False},
    "neither": {"affine": False, "track_running_stats": False},
    "large eps": {"eps": 0.5},
}
options_of_all_kinds = pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)


def pixels(seed=1, shape=(3, 4, 6, 5), dtype=np.float64):
    """Three channels of different means and spreads."""
    x = np.random.default_rng(seed).standard_normal(shape)
    spreads, means = np.reshape([2, 0.1, 1], (3, 1, 1, 1)), np.reshape([5, -1, 0], (3, 1, 1, 1))
    return (spreads * x + means).astype(dtype)


def layer_and_pytorchs(options, dtype):
    from tests.nn.peers import torch

    layer = BatchNorm2d(3, **options, dtype=dtype)
    for name, param in layer.params.items():
        param[...] = random_like(param, seed=len(name))
    return layer, torch.nn.BatchNorm2d(3, **options)


# Against PyTorch -------------------------------------------------------------------------


@DTYPES
@options_of_all_kinds
def test_training_is_pytorchs_batch_after_batch(options, dtype):
    layer, module = layer_and_pytorchs(options, dtype)
    for seed in range(3):
        assert_like_pytorch(layer, module, pixels(seed, dtype=dtype))


@DTYPES
@options_of_all_kinds
def test_use_after_training_is_pytorchs(options, dtype):
    layer, module = layer_and_pytorchs(options, dtype)
    for seed in range(3):
        layer.forward(pixels(seed, dtype=dtype))
    layer.eval()
    assert_like_pytorch(layer, module.eval(), pixels(9, dtype=dtype))


@DTYPES
def test_one_example_is_enough_for_training_if_it_has_several_pixels(dtype):
    layer, module = layer_and_pytorchs({}, dtype)
    assert_like_pytorch(layer, module, pixels(shape=(3, 1, 2, 1), dtype=dtype))


def test_inside_a_network_it_is_pytorchs_by_the_same_names():
    from tests.nn.peers import torch

    model = nn.Sequential(nn.Conv2d(3, 4, 3, stride=2, bias=False), BatchNorm2d(4), nn.ReLU(),
                          nn.Conv2d(4, 2, 2), BatchNorm2d(2), rng=0, dtype=np.float64)
    module = torch.nn.Sequential(
        torch.nn.Conv2d(3, 4, 3, stride=2, bias=False), torch.nn.BatchNorm2d(4), torch.nn.ReLU(),
        torch.nn.Conv2d(4, 2, 2), torch.nn.BatchNorm2d(2))
    assert set(module.state_dict()) == set(model.state_dict())
    assert_like_pytorch(model, module, pixels(shape=(3, 9, 7, 4)))


# Without PyTorch -------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["train", "eval"])
@pytest.mark.parametrize("affine", [True, False])
def test_gradients_are_the_slopes_of_the_loss(affine, mode):
    layer = BatchNorm2d(3, affine=affine, momentum=None, dtype=np.float64)
    for name, param in layer.params.items():
        param[...] = random_like(param, seed=len(name))
    x = np.random.default_rng(0).standard_normal((3, 2, 3, 2)) * 2 + 1
    layer.forward(x)
    getattr(layer, mode)()
    assert_like_slopes(layer, x, tolerance=2e-5)


def test_every_channel_comes_out_with_mean_0_and_variance_1():
    y = BatchNorm2d(3, eps=1e-12, dtype=np.float64).forward(pixels())
    np.testing.assert_allclose(y.mean(axis=(1, 2, 3)), 0, atol=1e-9)
    np.testing.assert_allclose(y.var(axis=(1, 2, 3)), 1, atol=1e-9)


def test_shifting_or_stretching_a_channel_changes_nothing():
    x, layer = pixels(), BatchNorm2d(3, eps=1e-12, dtype=np.float64)
    np.testing.assert_allclose(layer.forward(7 * x - 4), layer.forward(x), atol=1e-8)


def test_a_large_mean_does_not_spoil_the_variance_in_float32():
    x = (pixels(shape=(3, 32, 32, 16)) + 3000).astype(np.float32)
    exact = x.astype(np.float64)
    mean, std = (getattr(exact, of)(axis=(1, 2, 3), keepdims=True) for of in ("mean", "std"))
    y = BatchNorm2d(3).forward(x)
    np.testing.assert_allclose(y, (exact - mean) / np.sqrt(std**2 + 1e-5), atol=0.01)


def test_without_momentum_the_running_statistics_are_the_mean_over_all_batches():
    layer, batches = BatchNorm2d(3, momentum=None, dtype=np.float64), [pixels(i) for i in range(4)]
    for batch in batches:
        layer.forward(batch)
    means = np.mean([batch.mean(axis=(1, 2, 3)) for batch in batches], axis=0)
    variances = np.mean([batch.var(axis=(1, 2, 3), ddof=1) for batch in batches], axis=0)
    np.testing.assert_allclose(layer.buffers["running_mean"], means)
    np.testing.assert_allclose(layer.buffers["running_var"], variances)
    assert layer.buffers["num_batches_tracked"] == 4


def test_in_use_an_example_s_output_does_not_depend_on_the_others():
    layer, x = BatchNorm2d(3, dtype=np.float64), pixels()
    layer.forward(x)
    layer.eval()
    np.testing.assert_array_equal(layer.forward(x)[..., 2:3], layer.forward(x[..., 2:3]))


def test_use_leaves_the_running_statistics_as_they_are():
    layer = BatchNorm2d(3).eval()
    before = copy.deepcopy(layer.buffers)
    layer.forward(pixels(dtype=np.float32))
    for name, array in before.items():
        np.testing.assert_array_equal(layer.buffers[name], array)


@pytest.mark.parametrize(("tracked", "training", "alone"),
                         [(True, True, False), (True, False, True),
                          (False, True, False), (False, False, False)])
def test_examples_are_alone_only_with_running_statistics(tracked, training, alone):
    layer = BatchNorm2d(3, track_running_stats=tracked).train(training)
    assert layer.alone is alone


@pytest.mark.parametrize("mode", ["train", "eval"])
def test_each_way_back_alone_finds_what_backward_finds(mode):
    layer = getattr(BatchNorm2d(3, dtype=np.float64), mode)()
    grad = random_like(layer.forward(pixels()))
    to_input = layer.backward(grad)
    together = {name: array.copy() for name, array in layer.grads.items()}
    np.testing.assert_array_equal(layer.backward_input(grad), to_input)
    for array in layer.grads.values():
        array[...] = np.nan
    layer.backward_params(grad)
    for name, array in together.items():
        np.testing.assert_array_equal(layer.grads[name], array)


def test_backward_goes_the_way_that_forward_came_even_after_a_change_of_mode():
    layer = BatchNorm2d(3, dtype=np.float64)
    grad = random_like(layer.forward(pixels()))
    expected = layer.backward(grad)
    np.testing.assert_array_equal(layer.eval().backward(grad), expected)


def test_gradients_do_not_depend_on_how_the_numbers_lie_in_memory():
    layer, x = BatchNorm2d(3, dtype=np.float64), pixels()
    grad = random_like(layer.forward(x))
    expected = layer.backward(grad)
    layer.forward(np.asfortranarray(x))
    np.testing.assert_allclose(layer.backward(np.asfortranarray(grad)), expected, atol=1e-12)


def test_neither_the_input_nor_the_gradient_is_changed():
    layer, x = BatchNorm2d(3, dtype=np.float64), pixels()
    grad = random_like(layer.forward(x))
    before = grad.copy()
    layer.backward(grad)
    np.testing.assert_array_equal(x, pixels())
    np.testing.assert_array_equal(grad, before)


def test_nan_stays_in_its_channel():
    x = pixels()
    x[1, 0, 0, 0] = np.nan
    y = BatchNorm2d(3, dtype=np.float64).forward(x)
    assert np.isnan(y[1]).all()
    assert not np.isnan(y[[0, 2]]).any()


def test_a_constant_channel_comes_out_as_zeros():
    assert not BatchNorm2d(3).forward(np.full((3, 2, 2, 2), 7, np.uint8)).any()


def test_an_empty_batch_passes_in_use():
    layer = BatchNorm2d(3).eval()
    y = layer.forward(np.zeros((3, 2, 2, 0)))
    assert layer.backward(y).shape == y.shape == (3, 2, 2, 0)


def test_initialise_forgets_what_was_learned_and_seen():
    layer = BatchNorm2d(3)
    layer.forward(pixels(dtype=np.float32))
    layer.params["weight"][...] = 5
    layer.initialise()
    fresh = BatchNorm2d(3)
    for kind in ("params", "buffers"):
        for name, array in getattr(fresh, kind).items():
            np.testing.assert_array_equal(getattr(layer, kind)[name], array)


def test_a_copy_gives_the_same_output_and_has_statistics_of_its_own():
    layer = BatchNorm2d(3)
    x = pixels(dtype=np.float32)
    layer.forward(x)
    before = layer.buffers["running_mean"].copy()
    other = copy.deepcopy(layer)
    np.testing.assert_array_equal(copy.deepcopy(layer).eval()(x), other.eval()(x))
    other.train().forward(x)
    np.testing.assert_array_equal(layer.buffers["running_mean"], before)


def test_a_twin_in_use_gives_the_same_output():
    layer = BatchNorm2d(3)
    x = pixels(dtype=np.float32)
    layer.forward(x)
    layer.eval()
    np.testing.assert_array_equal(layer.twin().forward(x), layer.forward(x))


def test_after_to_float64_it_computes_in_float64_and_still_counts_in_whole_numbers():
    layer = BatchNorm2d(3)
    layer.forward(pixels(dtype=np.float32))
    coarse = copy.deepcopy(layer).eval().forward(pixels(2))
    fine = layer.to(np.float64).eval().forward(pixels(2))
    assert (coarse.dtype, fine.dtype, layer.backward(fine).dtype) == (
        np.float32, np.float64, np.float64)
    assert layer.buffers["num_batches_tracked"].dtype == np.int64
    np.testing.assert_allclose(coarse, fine, atol=1e-4)


def test_a_network_shared_by_two_threads_in_use_gives_what_one_gives(two_threads):
    model = nn.Sequential(nn.Conv2d(3, 16, 5, padding=2), BatchNorm2d(16), rng=0)
    x = pixels(shape=(3, 32, 32, 32), dtype=np.float32)
    model.forward(x)
    model.eval()
    parts = [model.forward(x[..., start : start + 8]) for start in range(0, 32, 8)]
    assert_close(model.forward(x), np.concatenate(parts, axis=-1), "output")


def test_its_name_shows_what_is_not_the_default():
    assert repr(BatchNorm2d(16)) == "BatchNorm2d(16)"
    assert repr(BatchNorm2d(16, momentum=None, affine=False)) == (
        "BatchNorm2d(16, momentum=None, affine=False)")


@pytest.mark.parametrize("layer", [BatchNorm2d(3),
                                   BatchNorm2d(3, track_running_stats=False).eval()])
@pytest.mark.parametrize("shape", [(3, 1, 1, 1), (3, 2, 2, 0)])
def test_a_single_number_per_channel_is_too_few_for_a_variance(layer, shape):
    with pytest.raises(ValueError, match=r"has [01] number\(s\) per channel, too few"):
        layer.forward(np.zeros(shape))


def test_too_few_numbers_leave_the_running_statistics_as_they_are():
    layer = BatchNorm2d(3)
    with pytest.raises(ValueError, match="too few"):
        layer.forward(np.ones((3, 1, 1, 1)))
    assert layer.buffers["num_batches_tracked"] == 0


def test_in_use_a_single_number_is_enough():
    assert BatchNorm2d(3).eval().forward(np.ones((3, 1, 1, 1))).shape == (3, 1, 1, 1)


@pytest.mark.parametrize("shape", [(4, 2, 2, 5), (3, 5), (3, 2, 2)])
def test_other_channels_and_vectors_are_refused(shape):
    with pytest.raises(ValueError, match=r"takes an input of shape \(3, H, W, N\)"):
        BatchNorm2d(3).forward(np.zeros(shape))


BAD = {
    "no channels": ((0,), ValueError, "num_features must be at least 1"),
    "eps 0": ((3, 0.0), ValueError, "eps must be greater than 0"),
    "momentum 2": ((3, 1e-5, 2), ValueError, "momentum must be from 0 to 1, but 2.0 arrived"),
    "momentum NaN": ((3, 1e-5, np.nan), ValueError, "momentum must be a finite number"),
    "momentum in words": ((3, 1e-5, "0.1"), TypeError, "momentum must be a number"),
}


@pytest.mark.parametrize(("arguments", "error", "message"), BAD.values(), ids=BAD)
def test_arguments_that_make_no_sense_are_named(arguments, error, message):
    with pytest.raises(error, match=message):
        BatchNorm2d(*arguments)


def test_backward_before_forward_is_explained():
    with pytest.raises(AttributeError, match="has seen nothing yet"):
        BatchNorm2d(3).backward(np.zeros((3, 2, 2, 2)))
