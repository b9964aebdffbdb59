"""Feature maps: against SciPy, and what the layers around them give."""

import numpy as np
import pytest

from cnnlab import nn
from cnnlab.vision import inspect
from tests.vision.inspect.networks import COLOUR, image, plain, with_blocks


def test_the_maps_of_the_first_layer_are_cross_correlations():
    from scipy.signal import correlate

    model, picture = nn.Sequential(nn.Conv2d(3, 2, (3, 2)), rng=0, dtype=float), image(COLOUR)
    maps = inspect.feature_maps(model, picture, 0)
    for one, weight, bias in zip(maps, *model.params.values(), strict=True):
        theirs = correlate(picture, weight.transpose(1, 2, 0), mode="valid")[..., 0] + bias
        np.testing.assert_allclose(one, theirs, atol=1e-12)


def test_relu_before_max_pooling_gives_its_own_maps():
    model, picture = plain(), image()
    convolved = inspect.feature_maps(model, picture, 0)
    assert convolved.min() < 0
    np.testing.assert_array_equal(inspect.feature_maps(model, picture, 1), np.maximum(convolved, 0))


def test_the_last_layer_gives_the_scores():
    model, picture = with_blocks(), image(COLOUR)
    np.testing.assert_allclose(inspect.feature_maps(model, picture, -1),
                               model.scores(picture[None])[0], atol=1e-12)


def test_a_layer_inside_a_block_is_found_by_its_name():
    model, picture = with_blocks(), image(COLOUR)
    inside = inspect.feature_maps(model, picture, "1.0.2")
    came_in, came_out = (inspect.feature_maps(model, picture, layer) for layer in (0, 1))
    np.testing.assert_allclose(came_in + inside, came_out, atol=1e-12)


@pytest.mark.parametrize("layer", [5, -6, "1.9", "conv", True, 1.0])
def test_an_unknown_layer_is_refused_with_a_list_of_those_there_are(layer):
    with pytest.raises(ValueError, match=r"no layer .*0 Conv2d, 1 Add, 1\.0 Sequential, 1\.0\.0"):
        inspect.feature_maps(with_blocks(), image(COLOUR), layer)
