"""Optimisers and schedules against torch.optim, step by step on the same gradients."""

import numpy as np
import pytest

from cnnlab import nn
from tests.nn.peers import torch

SHAPES = {"weight": (3, 4), "bias": (3,)}

OPTIMISERS = {
    "SGD": (nn.SGD, torch.optim.SGD, {"lr": 0.1}),
    "SGD with momentum": (nn.SGD, torch.optim.SGD, {"lr": 0.1, "momentum": 0.9}),
    "SGD with decay": (nn.SGD, torch.optim.SGD, {"lr": 0.1, "weight_decay": 0.3}),
    "SGD with both": (
        nn.SGD, torch.optim.SGD, {"lr": 0.05, "momentum": 0.5, "weight_decay": 0.1}),
    "Adam": (nn.Adam, torch.optim.Adam, {}),
    "Adam with everything": (
        nn.Adam, torch.optim.Adam,
        {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-3, "weight_decay": 0.2}),
}
every_optimiser = pytest.mark.parametrize(
    ("ours", "theirs", "options"), OPTIMISERS.values(), ids=OPTIMISERS)


def a_layer(dtype=np.float64):
    return nn.Linear(4, 3, rng=0, dtype=dtype)


def gradients(steps, seed=1):
    """Gradients of very different sizes, half of them zero."""
    rng = np.random.default_rng(seed)
    for _ in range(steps):
        size = 10.0 ** rng.integers(-4, 2)
        yield {name: rng.normal(size=shape) * size * rng.integers(0, 2, shape)
               for name, shape in SHAPES.items()}


def paths(ours, theirs, options, dtype, steps, between=lambda optimiser: None):
    """The weights after each step: with our optimiser, and with PyTorch's."""
    layer = a_layer(dtype)
    tensors = {name: torch.nn.Parameter(torch.from_numpy(value.copy()))
               for name, value in layer.params.items()}
    optimisers = ours(layer, **options), theirs(tensors.values(), **options)
    for grads in gradients(steps):
        for name, grad in grads.items():
            layer.grads[name][...] = grad
            tensors[name].grad = torch.from_numpy(grad.astype(dtype))
        for optimiser in optimisers:
            optimiser.step()
            between(optimiser)
        yield layer.params, {name: tensor.detach().numpy() for name, tensor in tensors.items()}


@every_optimiser
@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 1e-5)])
def test_every_step_is_that_of_pytorch(ours, theirs, options, dtype, tolerance):
    for mine, expected in paths(ours, theirs, options, dtype, steps=12):
        for name in SHAPES:
            np.testing.assert_allclose(mine[name], expected[name], rtol=tolerance, atol=tolerance)
            assert mine[name].dtype == dtype


@every_optimiser
def test_a_learning_rate_changed_on_the_way_counts_from_the_next_step(ours, theirs, options):
    def halve(optimiser):
        if isinstance(optimiser, torch.optim.Optimizer):
            optimiser.param_groups[0]["lr"] /= 2
        else:
            optimiser.lr /= 2

    *_, (mine, expected) = paths(ours, theirs, options, np.float64, 5, between=halve)
    np.testing.assert_allclose(mine["weight"], expected["weight"], rtol=1e-12)


@every_optimiser
def test_weights_are_changed_in_place(ours, theirs, options):
    layer = a_layer()
    weight = layer.params["weight"]
    before = weight.copy()
    layer.grads["weight"][...] = 1
    ours(layer, **{"lr": 0.1, **options}).step()
    assert layer.params["weight"] is weight
    assert not np.array_equal(weight, before)


@every_optimiser
def test_gradients_stay_as_they_were(ours, theirs, options):
    layer = a_layer()
    layer.grads["weight"][...] = 2
    ours(layer, **{"lr": 0.1, **options}).step()
    assert (layer.grads["weight"] == 2).all()


@every_optimiser
def test_after_reset_the_next_step_is_like_the_first(ours, theirs, options):
    first, later = a_layer(), a_layer()
    optimiser = ours(later, **{"lr": 0.1, **options})
    for grads in gradients(3):
        later.grads["weight"][...] = grads["weight"]
        optimiser.step()
    optimiser.reset()
    later.params["weight"][...] = first.params["weight"]
    later.params["bias"][...] = first.params["bias"]
    for layer in (first, later):
        layer.grads["weight"][...] = 0.5
    ours(first, **{"lr": 0.1, **options}).step()
    optimiser.step()
    np.testing.assert_array_equal(first.params["weight"], later.params["weight"])


@every_optimiser
def test_every_weight_of_a_network_is_reached(ours, theirs, options):
    model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.Flatten(), nn.Linear(8, 2), rng=0)
    before = model.state_dict()
    for grad in model.grads.values():
        grad[...] = 1
    ours(model, **{"lr": 0.1, **options}).step()
    assert all((before[name] != param).all() for name, param in model.params.items())


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_after_a_change_of_type_the_memory_has_it_too(dtype):
    layer = nn.Linear(2, 1, dtype=np.float32 if dtype == np.float64 else np.float64)
    optimiser = nn.SGD(layer, lr=0.5, momentum=0.5)
    layer.params["weight"][...], layer.grads["weight"][...] = 0, 0.5
    optimiser.step()
    layer.to(dtype)
    layer.grads["weight"][...] = 1 / 3
    optimiser.step()
    by_hand = np.full((1, 2), -0.25) - 0.5 * (0.25 + dtype(1 / 3))
    np.testing.assert_allclose(layer.params["weight"], by_hand.astype(dtype),
                               rtol=4 * np.finfo(dtype).eps)


@every_optimiser
def test_a_new_layer_of_another_size_begins_without_memory(ours, theirs, options):
    model = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 2), rng=0)
    optimiser = ours(model, **{"lr": 0.1, **options})
    for layer in (model[1], nn.Linear(2, 5, rng=1)):
        model.layers[1] = layer
        model.forward(np.ones((3, 4)))
        model.backward(np.ones((len(layer.params["bias"]), 4)))
        before = layer.params["weight"].copy()
        optimiser.step()
        assert (layer.params["weight"] != before).all()


def test_weights_in_place_of_their_network_are_an_error():
    with pytest.raises(TypeError, match="must be a network or a layer, but dict"):
        nn.SGD(a_layer().params, lr=0.1)


SCHEDULES = {
    "StepLR": (nn.StepLR, torch.optim.lr_scheduler.StepLR, {"step_size": 3, "gamma": 0.2}),
    "StepLR, a tenth": (nn.StepLR, torch.optim.lr_scheduler.StepLR, {"step_size": 1}),
    "cosine": (nn.CosineAnnealingLR, torch.optim.lr_scheduler.CosineAnnealingLR, {"T_max": 9}),
    "cosine, not to zero": (
        nn.CosineAnnealingLR, torch.optim.lr_scheduler.CosineAnnealingLR,
        {"T_max": 5, "eta_min": 0.01}),
}


@pytest.mark.parametrize(("ours", "theirs", "options"), SCHEDULES.values(), ids=SCHEDULES)
def test_every_learning_rate_is_that_of_pytorch(ours, theirs, options):
    optimiser = nn.SGD(a_layer(), lr=0.3)
    their_optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
    schedule, their_schedule = ours(optimiser, **options), theirs(their_optimiser, **options)
    for _ in range(9):
        their_optimiser.step()
        schedule.step()
        their_schedule.step()
        assert optimiser.lr == pytest.approx(their_optimiser.param_groups[0]["lr"], abs=1e-12)


BAD = {
    "lr 0": (lambda m: nn.SGD(m, lr=0), "lr must be greater than 0"),
    "negative lr": (lambda m: nn.Adam(m, lr=-1), "lr must be greater than 0"),
    "lr NaN": (lambda m: nn.SGD(m, lr=float("nan")), "lr must be a finite number"),
    "momentum 1": (lambda m: nn.SGD(m, lr=1, momentum=1), "momentum must be at least 0 and less"),
    "negative decay": (lambda m: nn.SGD(m, lr=1, weight_decay=-1), "weight_decay must be at least"),
    "beta 1": (lambda m: nn.Adam(m, betas=(0.9, 1)), "betas must be at least 0 and less than 1"),
    "eps 0": (lambda m: nn.Adam(m, eps=0), "eps must be greater than 0"),
    "nothing to learn": (lambda m: nn.SGD(nn.ReLU(), lr=1), "has no weights"),
    "step_size 0": (lambda m: nn.StepLR(nn.SGD(m, lr=1), 0), "step_size must be at least 1"),
    "T_max 0": (lambda m: nn.CosineAnnealingLR(nn.SGD(m, lr=1), 0), "T_max must be at least 1"),
}


@pytest.mark.parametrize(("make", "message"), BAD.values(), ids=BAD)
def test_numbers_that_make_no_sense_are_errors(make, message):
    with pytest.raises(ValueError, match=message):
        make(a_layer())


@pytest.mark.parametrize("lr", ["0.1", None, True])
def test_a_learning_rate_that_is_no_number_is_an_error(lr):
    with pytest.raises(TypeError, match="lr must be a number"):
        nn.SGD(a_layer(), lr=lr)
