"""The same weights, the same image, PyTorch's gradients: both get the same pictures."""

import numpy as np
import pytest

from cnnlab.vision import inspect
from tests.nn.peers import torch
from tests.vision.inspect.networks import COLOUR, GREY, image, plain

nn, functional = torch.nn, torch.nn.functional

CASES = [(GREY, np.float64), (COLOUR, np.float64), (COLOUR, np.float32)]
cases = pytest.mark.parametrize(("shape", "dtype"), CASES)


def pair(shape, dtype):
    """Return our network and PyTorch's, with the same weights; the image as theirs has it."""
    channels = shape[2] if len(shape) == 3 else 1
    ours = plain(dtype, channels, shape)
    theirs = nn.Sequential(
        nn.Conv2d(channels, 5, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(5, 6, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten(),
        nn.Linear(ours[6].in_features, 4))
    picture = image(shape, dtype)
    tensor = torch.from_numpy(np.atleast_3d(picture).transpose(2, 0, 1)[None].copy())
    theirs.to(tensor.dtype)
    theirs.load_state_dict({name: torch.from_numpy(value)
                            for name, value in ours.state_dict().items()})
    return ours, theirs, picture, tensor.requires_grad_(True)


def tolerance(dtype):
    return {"rtol": 1e-10, "atol": 1e-12} if dtype == np.float64 else {"rtol": 1e-4, "atol": 1e-5}


@cases
def test_saliency(shape, dtype):
    ours, theirs, picture, tensor = pair(shape, dtype)
    theirs(tensor)[0, 3].backward()
    expected = tensor.grad[0].abs().amax(dim=0).numpy()
    np.testing.assert_allclose(inspect.saliency(ours, picture, 3), expected, **tolerance(dtype))


@cases
@pytest.mark.parametrize("layer", [None, 1, 3])
def test_grad_cam(shape, dtype, layer):
    ours, theirs, picture, tensor = pair(shape, dtype)
    place = 5 if layer is None else layer + 1  # None: the ReLU after the last convolution
    maps = theirs[:place](tensor)
    maps.retain_grad()
    theirs[place:](maps)[0, 3].backward()
    cam = (maps.grad.mean(dim=(2, 3), keepdim=True) * maps).sum(dim=1, keepdim=True).relu()
    stretched = functional.interpolate(cam, shape[:2], mode="bilinear", align_corners=False)
    found = inspect.grad_cam(ours, picture, 3, layer)
    assert found.max() > 0
    np.testing.assert_allclose(found, stretched[0, 0].detach().numpy(), **tolerance(dtype))


@cases
def test_the_adversarial_nudge(shape, dtype):
    ours, theirs, picture, tensor = pair(shape, dtype)
    functional.cross_entropy(theirs(tensor), torch.tensor([3])).backward()
    expected = (tensor + 0.1 * tensor.grad.sign()).clamp(0, 1).detach().numpy()[0]
    expected = expected.transpose(1, 2, 0).reshape(shape)
    found = inspect.adversarial_nudge(ours, picture, 3, size=0.1)
    np.testing.assert_allclose(found, expected, **tolerance(dtype))


@cases
def test_the_feature_maps_of_every_layer(shape, dtype):
    ours, theirs, picture, tensor = pair(shape, dtype)
    for place in range(len(ours)):
        expected = theirs[: place + 1](tensor)[0].detach().numpy()
        found = inspect.feature_maps(ours, picture, place)
        np.testing.assert_allclose(found, expected, **tolerance(dtype))


@pytest.mark.parametrize("layer", [None, 3])
def test_activation_maximisation(layer):
    ours, theirs, *_ = pair(COLOUR, np.float64)

    def climb(steps, step_size):
        return inspect.activation_maximisation(ours, 2, COLOUR, layer, steps=steps, rng=0,
                                               step_size=step_size, l2=0.01, bounds=None)

    start = climb(1, 1e-12).transpose(2, 0, 1)[None]
    tensor = torch.from_numpy(start.copy())
    for step in range(3):
        tensor.requires_grad_(True)
        answers = theirs[: 7 if layer is None else layer + 1](tensor)[0, 2]
        worth = answers.mean() - 0.01 * tensor.square().sum()
        (uphill,) = torch.autograd.grad(worth, tensor)
        length = 0.1 * (1 - step / 3) / uphill.square().mean().sqrt()
        tensor = (tensor + length * uphill).detach()
    expected = tensor[0].permute(1, 2, 0).numpy()
    np.testing.assert_allclose(climb(3, 0.1), expected, atol=1e-9)
