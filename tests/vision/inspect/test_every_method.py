"""What holds of every look inside: the network, the image and the errors."""

import copy

import numpy as np
import pytest

from cnnlab import nn
from cnnlab.vision import inspect
from tests.vision.inspect.networks import COLOUR, GREY, image, plain, with_blocks

# Each method, called as people call it: (name, function of model and image).
METHODS = {
    "feature_maps": lambda model, picture: inspect.feature_maps(model, picture, 1),
    "occlusion_map": lambda model, picture: inspect.occlusion_map(model, picture, 2),
    "gradient": inspect.gradient,
    "saliency": inspect.saliency,
    "grad_cam": inspect.grad_cam,
    "activation_maximisation": lambda model, picture: inspect.activation_maximisation(
        model, 1, picture.shape, steps=3, rng=0),
    "adversarial_nudge": inspect.adversarial_nudge,
}
of_classes = pytest.mark.parametrize(
    "method", [inspect.occlusion_map, inspect.gradient, inspect.saliency, inspect.grad_cam,
               inspect.adversarial_nudge])
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


@every_method
def test_the_network_is_left_exactly_as_it_was(method):
    model = with_blocks().train()
    batch = image((3, 11, 8, 2))
    output = model.forward(batch)
    model.backward(np.ones_like(output))
    kept, grads = model.state_dict(), {name: g.copy() for name, g in model.grads.items()}
    layers, drawn = list(model.layers), copy.deepcopy(model[2].rng.bit_generator.state)
    method(model, image(COLOUR))
    assert model.layers == layers
    for layer in (model, *layers, *layers[1].layers, *layers[1].layers[0].layers):
        assert layer.training
    assert model[2].rng.bit_generator.state == drawn
    for name, array in model.state_dict().items():
        np.testing.assert_array_equal(array, kept[name])
    model.backward(np.ones_like(output))  # the way back of the batch from before is still there
    for name, grad in model.grads.items():
        np.testing.assert_array_equal(grad, grads[name])


@every_method
def test_dropout_is_off_so_the_same_question_gets_the_same_answer(method):
    model, picture = with_blocks(), image(COLOUR)
    np.testing.assert_array_equal(method(model, picture), method(model, picture))


@every_method
def test_the_image_is_left_as_it_was(method):
    picture = image(COLOUR)
    before = picture.copy()
    method(with_blocks(), picture)
    np.testing.assert_array_equal(picture, before)


@every_method
def test_an_image_of_another_size_is_refused_with_the_remedy(method):
    with pytest.raises(ValueError, match=r"can't take an image of shape \(7, 7\).*trained on"):
        method(plain(), image((7, 7)))


@every_method
def test_a_colour_image_for_a_grey_network_is_refused(method):
    with pytest.raises(ValueError, match="as many channels"):
        method(plain(), image((9, 12, 3)))


@every_method
def test_what_is_no_network_is_refused(method):
    with pytest.raises(TypeError, match=r"nn.Sequential\(\.\.\.\), but Conv2d"):
        method(nn.Conv2d(1, 1, 3), image())


@of_classes
def test_a_class_that_is_not_there_is_refused(method):
    with pytest.raises(ValueError, match="4 classes, numbered from 0 to 3, but target=4"):
        method(plain(), image(), 4)


@of_classes
def test_without_a_class_it_is_the_one_that_the_network_chooses(method):
    model, picture = plain(), image()
    chosen = int(model.predict(picture[None])[0])
    np.testing.assert_array_equal(method(model, picture), method(model, picture, chosen))
    assert not np.array_equal(method(model, picture), method(model, picture, (chosen + 1) % 4))


@of_classes
def test_a_network_that_gives_maps_is_refused(method):
    with pytest.raises(ValueError, match="not one score for each class"):
        method(nn.Sequential(nn.Conv2d(1, 4, 3)), image())


@of_classes
@pytest.mark.parametrize(("shape", "dtype"), [(GREY, np.float32), (COLOUR, np.float64)])
def test_the_map_has_the_size_of_the_image(method, shape, dtype):
    model = plain(dtype, channels=shape[2] if len(shape) == 3 else 1, image_shape=shape)
    result = method(model, image(shape, dtype))
    whole = method in (inspect.gradient, inspect.adversarial_nudge)
    assert (result.shape, result.dtype) == (shape if whole else shape[:2], dtype)
