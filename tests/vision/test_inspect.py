"""Looking inside a network: against brute force, differences, and what must hold of each method."""

import copy

import numpy as np
import pytest

from cnnlab import nn
from cnnlab.vision import inspect
from tests.vision.networks import COLOUR, GREY, image, plain, with_blocks

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


def score(model, picture, target):
    return float(model.scores(picture[None])[0, target])


# For all of them -------------------------------------------------------------------------


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


# Feature maps ----------------------------------------------------------------------------


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


# Occlusion -------------------------------------------------------------------------------


@pytest.mark.parametrize(("shape", "size", "fill"), [
    (GREY, 3, 0), (GREY, 5, 0.5), (COLOUR, 1, 0), (COLOUR, 3, (0.1, 0.2, 0.9))])
def test_occlusion_is_the_fall_of_the_score_pixel_by_pixel(shape, size, fill):
    model = plain(channels=shape[2] if len(shape) == 3 else 1, image_shape=shape)
    picture, reach = image(shape), size // 2
    expected = np.empty(shape[:2])
    for row in range(shape[0]):
        for column in range(shape[1]):
            covered = picture.copy()
            for r in range(shape[0]):
                for c in range(shape[1]):
                    if abs(r - row) <= reach and abs(c - column) <= reach:
                        covered[r, c] = fill
            expected[row, column] = score(model, picture, 2) - score(model, covered, 2)
    found = inspect.occlusion_map(model, picture, 2, size=size, fill=fill)
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_with_a_stride_the_pixels_of_a_block_share_the_number_of_its_middle():
    model, picture = plain(), image((9, 12))
    each = inspect.occlusion_map(model, picture, 1)
    by_blocks = inspect.occlusion_map(model, picture, 1, stride=5)
    rows, columns = [2] * 5 + [7] * 4, [2] * 5 + [7] * 5 + [11] * 2
    np.testing.assert_allclose(by_blocks, each[np.ix_(rows, columns)], atol=1e-12)


def test_whole_numbers_of_an_image_can_be_covered_by_decimals():
    model = nn.Sequential(nn.Flatten(), nn.Linear(2, 1), dtype=float)
    model.params["1.weight"][...] = 1
    bytes_ = np.array([[200, 100]], np.uint8)
    found = inspect.occlusion_map(model, bytes_, size=1, fill=0.5)
    np.testing.assert_allclose(found, [[199.5, 99.5]])


@pytest.mark.parametrize(("wrong", "message"), [
    ({"size": 2}, "size must be odd"), ({"size": 0}, "size"), ({"stride": 0}, "stride"),
    ({"fill": (0, 0)}, "one for each channel")])
def test_an_occlusion_that_can_not_be_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        inspect.occlusion_map(plain(), image(), **wrong)


# Gradients -------------------------------------------------------------------------------


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


# Grad-CAM --------------------------------------------------------------------------------


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


# Activation maximisation -----------------------------------------------------------------


@pytest.mark.parametrize("wish", [{}, {"l2": 0.01}, {"blur": 0.4}, {"bounds": None, "l2": 1e-4}])
def test_the_score_rises_above_that_of_any_random_image(wish):
    model = plain()
    rng = np.random.default_rng(0)
    found = inspect.activation_maximisation(model, 2, GREY, rng=0, **wish)
    random = rng.random((500, *GREY))
    assert score(model, found, 2) > model.scores(random)[:, 2].max()


def test_a_map_inside_the_network_can_be_excited_too():
    model = with_blocks()
    found = inspect.activation_maximisation(model, 1, COLOUR, layer="1.0.0", rng=0)
    random = image((200, *COLOUR))
    strengths = [inspect.feature_maps(model, one, "1.0.0")[1].mean() for one in random]
    assert inspect.feature_maps(model, found, "1.0.0")[1].mean() > max(strengths)
    assert found.shape == COLOUR


def test_pixels_stay_within_black_and_white():
    found = inspect.activation_maximisation(plain(), 0, GREY, bounds=(-1, 2), rng=0)
    assert (found.min(), found.max()) == (-1, 2)


def test_l2_makes_the_image_fainter_and_blur_makes_it_smoother():
    def climb(**wish):
        return inspect.activation_maximisation(plain(), 0, GREY, bounds=None, rng=0, **wish)

    def roughness(picture):
        return np.abs(np.diff(picture)).mean() / picture.std()

    assert np.sum(climb(l2=0.5) ** 2) < np.sum(climb() ** 2)
    assert roughness(climb(blur=0.8)) < roughness(climb())


def test_a_seed_repeats_the_image():
    first, second, other = (inspect.activation_maximisation(plain(), 0, GREY, steps=5, rng=seed)
                            for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)


def test_a_unit_that_answers_to_nothing_leaves_the_noise():
    model = plain()
    model.params["3.weight"][...], model.params["3.bias"][...] = 0, -1
    found = inspect.activation_maximisation(model, 0, GREY, layer=4, rng=0)
    assert np.abs(found - 0.5).max() <= 0.05


@pytest.mark.parametrize(("wrong", "message"), [
    ({"unit": 4}, r"Layer 6 Linear\(36, 4\) has 4 units"), ({"image_shape": (9,)}, "image_shape"),
    ({"bounds": (1, 0)}, "bounds must be two numbers"), ({"steps": 0}, "steps"),
    ({"l2": -1}, "l2"), ({"blur": -1}, "blur"), ({"layer": 9}, "no layer 9")])
def test_a_climb_that_can_not_be_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        inspect.activation_maximisation(**{"model": plain(), "unit": 0, "image_shape": GREY,
                                           **wrong})


# The adversarial nudge -------------------------------------------------------------------


def test_the_nudge_moves_every_pixel_by_its_size_and_raises_the_loss():
    model, picture = plain(), 0.4 + 0.2 * image()
    nudged = inspect.adversarial_nudge(model, picture, 1, size=0.03)
    np.testing.assert_allclose(np.abs(nudged - picture), 0.03)
    before, after = (-np.log(model.predict_proba(one[None])[0, 1]) for one in (picture, nudged))
    assert after > before


def test_no_random_nudge_of_that_size_does_as_much():
    model, picture, rng = plain(), 0.4 + 0.2 * image(), np.random.default_rng(0)
    nudged = inspect.adversarial_nudge(model, picture, 1, size=0.001)
    random = picture + 0.001 * rng.choice([-1, 1], (500, *GREY))
    assert model.predict_proba(nudged[None])[0, 1] < model.predict_proba(random)[:, 1].min()


def test_the_nudge_stays_within_black_and_white_unless_told_otherwise():
    model, picture = plain(), np.round(image())
    assert set(np.unique(np.abs(inspect.adversarial_nudge(model, picture, size=0.25) - picture))
               ) == {0, 0.25}
    free = inspect.adversarial_nudge(model, picture, size=0.25, bounds=None)
    np.testing.assert_array_equal(np.abs(free - picture), 0.25)


def test_an_image_beyond_its_bounds_is_refused():
    with pytest.raises(ValueError, match=r"beyond bounds=\(0, 1\).*bounds=\(0, 255\)"):
        inspect.adversarial_nudge(plain(), 255 * image())
