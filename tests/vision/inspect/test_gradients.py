"""Saliency and Grad-CAM: against differences, and against class activation maps."""

import numpy as np
import pytest

from cnnlab import nn
from cnnlab.vision import inspect
from tests.vision.inspect.networks import COLOUR, image, plain, score, with_blocks


@pytest.mark.parametrize("model", [plain(channels=3, image_shape=COLOUR), with_blocks()])
def test_the_gradient_is_what_differences_say(model):
    picture, eps = image(COLOUR), 1e-6
    found = inspect.gradient(model, picture, 1)
    for place in [(0, 0, 0), (5, 4, 1), (10, 7, 2), (3, 6, 0)]:
        up, down = picture.copy(), picture.copy()
        up[place] += eps
        down[place] -= eps
        slope = (score(model, up, 1) - score(model, down, 1)) / (2 * eps)
        assert found[place] == pytest.approx(slope, abs=1e-7)


def test_saliency_is_the_largest_size_over_the_channels():
    model, picture = with_blocks(), image(COLOUR)
    red, green, blue = np.moveaxis(np.abs(inspect.gradient(model, picture)), -1, 0)
    np.testing.assert_array_equal(inspect.saliency(model, picture),
                                  np.maximum(np.maximum(red, green), blue))


def test_with_a_global_mean_grad_cam_is_the_map_of_class_activation():
    """Then the weights are those of the last layer over the places: Zhou et al. 2016's CAM."""
    model = nn.Sequential(nn.Conv2d(1, 5, 3, padding=1), nn.ReLU(), nn.GlobalAvgPool2d(),
                          nn.Linear(5, 3), rng=0, dtype=float)
    maps = inspect.feature_maps(model, image(), 1)
    cam = np.tensordot(model.params["3.weight"][2], maps, axes=1) / maps[0].size
    np.testing.assert_allclose(inspect.grad_cam(model, image(), 2), np.maximum(cam, 0), atol=1e-12)


def test_grad_cam_reads_the_activation_after_the_last_convolution():
    model, picture = plain(), image()
    np.testing.assert_array_equal(inspect.grad_cam(model, picture, 1),
                                  inspect.grad_cam(model, picture, 1, layer=4))
    blocks, colour = with_blocks(), image(COLOUR)
    np.testing.assert_array_equal(inspect.grad_cam(blocks, colour, 1),
                                  inspect.grad_cam(blocks, colour, 1, layer="1.0.2"))


def test_a_network_without_a_convolution_has_no_grad_cam():
    model = nn.Sequential(nn.Flatten(), nn.Linear(108, 4))
    with pytest.raises(ValueError, match="maps of a convolution, but this network has none: Fl"):
        inspect.grad_cam(model, image())


def test_a_layer_without_maps_has_no_grad_cam():
    with pytest.raises(ValueError, match=r"needs maps, but layer 5 Flatten\(\) gives \(36,\)"):
        inspect.grad_cam(plain(), image(), layer=5)
