"""Images that excite a unit or fool the network: they do so, more than random ones."""

import numpy as np
import pytest

from cnnlab.vision import inspect
from tests.vision.inspect.networks import COLOUR, GREY, image, plain, score, with_blocks


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


def test_each_channel_is_blurred_by_itself():
    from scipy.ndimage import gaussian_filter

    sharp, blurred = (inspect.activation_maximisation(with_blocks(), 0, COLOUR, steps=1, rng=0,
                                                      blur=blur, bounds=None) for blur in (0, 1))
    for channel in range(3):
        alone = gaussian_filter(sharp[..., channel], 1)
        np.testing.assert_allclose(blurred[..., channel], alone, atol=1e-12)


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
