"""Dropout: what chance drops, what it keeps, and that a seed repeats it."""

import copy

import numpy as np
import pytest
from scipy import stats

from cnnlab import nn
from cnnlab.nn.dropout import Dropout

MANY = np.ones((10, 10, 20, 50), np.float32)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_the_part_that_is_dropped_is_p_within_what_chance_allows(p):
    dropped = int((Dropout(p, rng=0).forward(MANY) == 0).sum())
    assert stats.binomtest(dropped, MANY.size, p).pvalue > 0.001


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_what_is_kept_grows_so_that_the_mean_stays(p):
    y = Dropout(p, rng=0).forward(MANY)
    np.testing.assert_allclose(np.unique(y), [0, 1 / (1 - p)], rtol=1e-6)
    np.testing.assert_allclose(y.mean(dtype=np.float64), 1, atol=4 * np.sqrt(p / (1 - p) / y.size))


@pytest.mark.parametrize("axis", [0, 1, 2, 3])
def test_neighbours_are_dropped_independently_of_each_other(axis):
    dropped = Dropout(0.5, rng=0).forward(MANY) == 0
    same = np.equal(*(np.delete(dropped, end, axis) for end in (0, -1)))
    assert stats.binomtest(int(same.sum()), same.size, 0.5).pvalue > 0.001


def test_dropped_and_kept_are_the_two_values_that_pytorchs_dropout_gives():
    from tests.nn.peers import torch

    theirs = torch.nn.Dropout(0.3)(torch.ones(1000)).unique().numpy()
    np.testing.assert_allclose(np.unique(Dropout(0.3, rng=0).forward(MANY)), theirs, rtol=1e-6)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_gradient_goes_through_the_same_mask(dtype):
    layer = Dropout(0.4, rng=0, dtype=dtype)
    x = np.random.default_rng(1).standard_normal((3, 4, 5, 6)).astype(dtype)
    y = layer.forward(x)
    to_input = layer.backward(np.ones_like(y))
    np.testing.assert_allclose(to_input * x, y, rtol=1e-6)
    np.testing.assert_array_equal(to_input == 0, y == 0)
    assert y.dtype == to_input.dtype == dtype


def test_with_the_mask_held_the_gradient_is_the_slope_of_the_loss():
    x, step = np.random.default_rng(1).standard_normal((4, 6)), 1e-6
    weights = np.random.default_rng(2).standard_normal((4, 6))
    layer = Dropout(0.4, rng=0, dtype=np.float64)
    layer.forward(x)
    to_input = layer.backward(weights)
    for place in np.ndindex(x.shape):
        moved = x.copy()
        moved[place] += step
        above, here = (np.vdot(weights, Dropout(0.4, rng=0, dtype=np.float64).forward(image))
                       for image in (moved, x))
        np.testing.assert_allclose(to_input[place], (above - here) / step, atol=1e-6)


def test_every_batch_has_a_mask_of_its_own():
    layer = Dropout(rng=0)
    assert not np.array_equal(layer.forward(MANY), layer.forward(MANY))


def test_in_use_the_output_and_the_gradient_are_what_came_in():
    layer = Dropout(0.9, rng=0).eval()
    np.testing.assert_array_equal(layer.forward(2 * MANY), 2 * MANY)
    np.testing.assert_array_equal(layer.backward(3 * MANY), 3 * MANY)


def test_use_takes_nothing_from_the_chance_of_training():
    straight, interrupted = Dropout(rng=0), Dropout(rng=0)
    interrupted.eval().forward(MANY)
    interrupted.train()
    np.testing.assert_array_equal(interrupted.forward(MANY), straight.forward(MANY))


def test_with_p_0_nothing_and_with_p_1_everything_is_dropped():
    np.testing.assert_array_equal(Dropout(0, rng=0).forward(MANY), MANY)
    layer = Dropout(1, rng=0)
    assert not layer.forward(MANY).any()
    assert not layer.backward(MANY).any()


@pytest.mark.parametrize("shape", [(5, 3), (4, 6, 3), (2, 4, 4, 3), (5, 0)])
def test_any_shape_stays(shape):
    layer = Dropout(rng=0)
    assert layer.forward(np.ones(shape)).shape == layer.backward(np.ones(shape)).shape == shape
    assert layer.output_shape(shape[:-1]) == shape[:-1]


# Chance, repeated ------------------------------------------------------------------------


def network(rng, p=0.5):
    return nn.Sequential(nn.Linear(6, 8), Dropout(p), nn.Linear(8, 8), Dropout(p), rng=rng)


def test_a_seed_repeats_the_masks_and_another_gives_others():
    first, second, other = (Dropout(rng=seed).forward(MANY) for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)


def test_the_seed_of_a_network_repeats_its_dropout():
    first, second = network(rng=0), network(rng=0)
    x = np.ones((6, 40))
    for _ in range(3):
        np.testing.assert_array_equal(first.forward(x), second.forward(x))


def test_initialise_starts_the_chance_of_a_network_anew():
    model, x = network(rng=0), np.ones((6, 40))
    before = model.forward(x)
    model.initialise(0)
    np.testing.assert_array_equal(model.forward(x), before)


def test_two_dropouts_of_a_network_do_not_drop_the_same():
    model = nn.Sequential(Dropout(), Dropout(), rng=0)
    first, second = model.layers
    assert not np.array_equal(first.forward(MANY), second.forward(MANY))


def test_without_a_seed_two_layers_do_not_drop_the_same():
    assert not np.array_equal(Dropout().forward(MANY), Dropout().forward(MANY))


def test_a_shared_generator_is_left_alone_by_the_masks():
    rng, untouched = np.random.default_rng(0), np.random.default_rng(0)
    Dropout(rng=rng).forward(MANY)
    assert rng.random() == untouched.random()


def test_first_weights_are_the_same_with_dropout_as_without():
    plain = nn.Sequential(nn.Linear(6, 8), nn.Linear(8, 8), rng=0)
    np.testing.assert_array_equal(plain.params["1.weight"], network(rng=0).params["2.weight"])


def test_both_types_drop_the_same():
    fine = Dropout(rng=0, dtype=np.float64).forward(MANY)
    np.testing.assert_array_equal(Dropout(rng=0).forward(MANY), fine)


def test_a_copy_will_drop_the_same():
    layer = Dropout(rng=0)
    layer.forward(MANY)
    other = copy.deepcopy(layer)
    np.testing.assert_array_equal(other.forward(MANY), layer.forward(MANY))


def test_in_training_a_batch_is_not_shared_by_two_threads():
    layer = Dropout()
    assert not layer.alone
    assert layer.eval().alone


def test_after_to_float64_it_computes_in_float64():
    layer = Dropout(rng=0).to(np.float64)
    assert layer.forward(MANY).dtype == layer.backward(MANY).dtype == np.float64


def test_neither_the_input_nor_the_gradient_is_changed():
    x, grad = MANY.copy(), MANY.copy()
    layer = Dropout(rng=0)
    layer.forward(x)
    layer.backward(grad)
    np.testing.assert_array_equal(x, MANY)
    np.testing.assert_array_equal(grad, MANY)


@pytest.mark.parametrize(
    ("p", "error", "message"),
    [(-0.1, ValueError, "p must be from 0 to 1, but -0.1 arrived"),
     (1.5, ValueError, "p must be from 0 to 1, but 1.5 arrived"),
     (np.nan, ValueError, "p must be a finite number"), ("half", TypeError, "p must be a number"),
     (True, TypeError, "p must be a number")],
)
def test_a_probability_that_is_none_is_named(p, error, message):
    with pytest.raises(error, match=message):
        Dropout(p)


def test_backward_before_forward_is_explained():
    with pytest.raises(AttributeError, match=r"Dropout\(p=0\.5\) has seen nothing yet"):
        Dropout().backward(MANY)
