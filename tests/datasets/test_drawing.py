"""Drawn shapes: each factor does what it says and nothing else, and together they are hard."""

import itertools
import subprocess
import sys

import numpy as np
import pytest
from scipy import ndimage
from threadpoolctl import threadpool_limits

from cnnlab.datasets import draw_shape, factors, shape_names, shapes

PLAIN = dict.fromkeys(factors(), 0)  # what `shapes` calls plain
EVERYTHING = {
    "angle": 30, "scale": 0.7, "shift": (1, -2), "stretch": 0.2, "deformation": 0.2, "stroke": 2,
    "occlusion": 0.3, "contrast": 0.6, "background": 0.3, "noise": 0.1, "clutter": 3,
}
every_shape = pytest.mark.parametrize("name", shape_names())


def extent(image):
    """First and last row with ink, first and last column."""
    rows, cols = np.nonzero(image > 0.5)
    return rows.min(), rows.max(), cols.min(), cols.max()


# One drawing -----------------------------------------------------------------------------


@every_shape
@pytest.mark.parametrize("size", [5, 9, 16, 28])
def test_a_drawing_is_float32_in_0_to_1_of_the_size_asked_for(name, size):
    image = draw_shape(name, size, **EVERYTHING)
    assert (image.dtype, image.shape) == (np.float32, (size, size))
    assert image.min() >= 0
    assert image.max() <= 1


@pytest.mark.parametrize("size", [9, 16, 28])
def test_no_two_shapes_look_alike(size):
    images = {name: draw_shape(name, size).ravel() for name in shape_names()}
    for one, other in itertools.combinations(images, 2):
        assert np.corrcoef(images[one], images[other])[0, 1] < 0.9, (one, other)


@every_shape
def test_a_quarter_turn_is_clockwise(name):
    turned = draw_shape(name, 15, angle=90)
    np.testing.assert_allclose(turned, np.rot90(draw_shape(name, 15), -1), atol=1e-5)


@every_shape
@pytest.mark.parametrize("size", [9, 16, 28])
def test_a_plain_drawing_loses_nothing_when_it_is_turned(name, size):
    inks = [draw_shape(name, size, angle=angle).sum() for angle in range(-180, 180, 15)]
    np.testing.assert_allclose(inks, np.mean(inks), rtol=1.2 / size)


@every_shape
def test_a_shift_by_whole_pixels_moves_down_and_right(name):
    image = draw_shape(name, 16, scale=0.5)
    moved = draw_shape(name, 16, scale=0.5, shift=(2, -3))
    np.testing.assert_allclose(moved, np.roll(image, (2, -3), axis=(0, 1)), atol=1e-5)


def test_half_the_scale_is_half_as_tall_and_wide():
    large, small = (draw_shape("square", 101, scale=s, stroke=1) for s in (0.9, 0.45))
    first, last, left, right = extent(large)
    a, b, c, d = extent(small)
    assert abs((last - first) - 2 * (b - a)) <= 2
    assert abs((right - left) - 2 * (d - c)) <= 2


@pytest.mark.parametrize("stretch", [0.1, 0.3, 0.5])
def test_a_stretched_circle_is_an_ellipse_of_that_elongation(stretch):
    image = draw_shape("o", 101, scale=0.6, stroke=2, stretch=stretch)
    spread = np.cov(np.indices(image.shape).reshape(2, -1), aweights=image.ravel())
    short, long = np.sqrt(np.linalg.eigvalsh(spread))
    # of a line of even width; its second moments are those of points evenly along the ellipse
    around = np.linspace(0, 2 * np.pi, 10_000)
    a, b = (1 + stretch) * np.cos(around), (1 - stretch) * np.sin(around)
    length = np.hypot(np.gradient(a), np.gradient(b))
    expected = np.sqrt(np.average(a**2, weights=length) / np.average(b**2, weights=length))
    assert long / short == pytest.approx(expected, rel=0.02)


def test_deformation_grows_from_nothing():
    plain = draw_shape("o", 28)
    changes = [np.abs(draw_shape("o", 28, deformation=d) - plain).mean() for d in (0, 0.05, 0.2)]
    assert changes[0] == 0 < changes[1] < changes[2]


def test_deformation_does_not_tear_a_circle():
    for seed in range(20):
        image = draw_shape("o", 41, scale=0.6, deformation=0.2, rng=seed)
        assert ndimage.label(image > 0.3, np.ones((3, 3)))[1] == 1


@pytest.mark.parametrize("stroke", [1, 2, 5])
def test_the_ink_of_a_bar_is_its_length_times_its_width(stroke):
    image = draw_shape("bar", 51, scale=0.6, stroke=stroke)
    length = 0.6 * (51 - 5.1)
    assert image.sum() == pytest.approx(length * stroke + np.pi * stroke**2 / 4, rel=0.02)


def test_without_a_stroke_width_it_is_a_tenth_of_the_size():
    np.testing.assert_array_equal(draw_shape("x", 30), draw_shape("x", 30, stroke=3))


def test_in_small_images_a_stroke_is_still_one_pixel_wide():
    np.testing.assert_array_equal(draw_shape("x", 7), draw_shape("x", 7, stroke=1))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("fraction", [0.25, 0.5, 0.75])
def test_occlusion_hides_that_fraction_of_the_width_from_one_side(fraction, seed):
    whole, part = (draw_shape("o", 101, stroke=1, occlusion=o, rng=seed) for o in (0, fraction))
    seen = np.argwhere(part > 0.5) - 50
    radius = np.linalg.norm(np.argwhere(whole > 0.5) - 50, axis=1).mean()
    middle = seen.mean(axis=0) / np.linalg.norm(seen.mean(axis=0))  # away from the card
    assert (seen @ middle).min() == pytest.approx(radius * (2 * fraction - 1), abs=2)


@every_shape
def test_with_full_occlusion_only_paper_is_left(name):
    assert draw_shape(name, occlusion=1, background=0.2).tolist() == [[np.float32(0.2)] * 16] * 16


def test_contrast_and_background_are_the_brightness_of_ink_and_paper():
    image = draw_shape("square", 28, stroke=4, background=0.2, contrast=0.5)
    assert image.min() == pytest.approx(0.2)
    assert image.max() == pytest.approx(0.2 + 0.5 * 0.8)


def test_noise_has_the_standard_deviation_it_says():
    image = draw_shape("x", 200, contrast=0, background=0.5, noise=0.1)
    assert (image.mean(), image.std()) == (pytest.approx(0.5, abs=0.002),
                                           pytest.approx(0.1, rel=0.02))


def test_each_stroke_of_clutter_is_added_to_those_before():
    images = [draw_shape("o", 28, clutter=count, rng=3) for count in range(8)]
    for fewer, more in itertools.pairwise(images):
        assert (more >= fewer).all()
        assert more.sum() > fewer.sum()


def test_clutter_is_as_many_strokes_as_it_says():
    image = draw_shape("x", 400, scale=0.2, stroke=2, clutter=3, occlusion=1, rng=1)
    assert ndimage.label(image > 0.3, np.ones((3, 3)))[1] == 3


@pytest.mark.parametrize("factor", ["angle", "scale", "stretch", "deformation", "occlusion"])
def test_moving_one_factor_leaves_the_noise_as_it_was(factor):
    value = factors()[factor].most / 2
    still = draw_shape("x", contrast=0, background=0.5, noise=0.1)
    moved = draw_shape("x", contrast=0, background=0.5, noise=0.1, **{factor: value})
    np.testing.assert_array_equal(moved, still)


@pytest.mark.parametrize("factor", factors())
def test_every_factor_can_be_set_to_both_ends_of_its_range(factor):
    for value in (factors()[factor].least, factors()[factor].most):
        draw_shape("x", **{factor: (value, value) if factor == "shift" else value})


@pytest.mark.parametrize("factor", factors())
def test_every_factor_changes_the_picture(factor):
    usual = {"background": 0.2, "contrast": 0.5, "scale": 0.5}
    other = usual | {factor: (2, 1) if factor == "shift" else factors()[factor].most * 0.3}
    if factor == "clutter":
        other[factor] = 3
    assert np.abs(draw_shape("l", **usual) - draw_shape("l", **other)).max() > 0.1


def test_the_same_seed_draws_the_same():
    np.testing.assert_array_equal(draw_shape("x", **EVERYTHING, rng=5),
                                  draw_shape("x", **EVERYTHING, rng=np.random.default_rng(5)))


def test_another_seed_draws_another():
    assert (draw_shape("x", **EVERYTHING, rng=5) != draw_shape("x", **EVERYTHING, rng=6)).any()


BAD = {
    "unknown shape": (("circle",), {}, ValueError, "Choose from: x, o"),
    "size 4": (("x", 4), {}, ValueError, "size must be at least 5"),
    "size of decimals": (("x", 16.0), {}, TypeError, "size must be a whole number"),
    "angle 181": (("x",), {"angle": 181}, ValueError, "angle goes from -180 to 180, but 181"),
    "scale 0": (("x",), {"scale": 0}, ValueError, r"scale goes from 0\.2 to 2"),
    "NaN": (("x",), {"noise": np.nan}, ValueError, "noise must be a finite number"),
    "text": (("x",), {"contrast": "high"}, TypeError, "contrast must be a number"),
    "one shift": (("x",), {"shift": 2}, TypeError, "shift takes two numbers"),
    "three shifts": (("x",), {"shift": (1, 2, 3)}, TypeError, "shift takes two numbers"),
    "a shift of text": (("x",), {"shift": "12"}, TypeError, "shift takes two numbers"),
    "half a stroke of clutter": (("x",), {"clutter": 1.5}, TypeError, "clutter must be a whole"),
    "a text as seed": (("x",), {"rng": "seed"}, TypeError, "rng must be a seed"),
    "a negative seed": (("x",), {"rng": -1}, ValueError, "rng must be a seed"),
}


@pytest.mark.parametrize(("arguments", "factor", "error", "message"), BAD.values(), ids=BAD)
def test_a_bad_drawing_gets_an_error_that_says_what_to_do(arguments, factor, error, message):
    with pytest.raises(error, match=message):
        draw_shape(*arguments, **factor)


# Many drawings ---------------------------------------------------------------------------


@pytest.mark.parametrize("size", [5, 9, 28])
def test_images_are_float32_in_0_to_1_with_one_label_each(size):
    data = shapes(50, size, shape_names(), rng=0)
    assert (data.images.dtype, data.images.shape) == (np.float32, (50, size, size))
    assert (data.labels.dtype.kind, data.labels.shape) == ("i", (50,))
    assert data.class_names == tuple(shape_names())
    assert data.images.min() >= 0
    assert data.images.max() <= 1


def test_classes_are_balanced():
    labels = shapes(1000, classes=("x", "o", "t"), rng=0).labels
    assert np.bincount(labels).tolist() == [334, 333, 333]


def test_labels_are_shuffled():
    labels = shapes(1000, rng=0).labels
    assert abs(np.corrcoef(labels[1:], labels[:-1])[0, 1]) < 0.1
    assert abs(labels[:500].mean() - 0.5) < 0.1


def test_with_every_factor_at_0_all_images_are_the_plain_drawing():
    data = shapes(40, classes=shape_names(), rng=0, **PLAIN)
    for image, label in zip(*data, strict=True):
        np.testing.assert_array_equal(image, draw_shape(data.class_names[label]))


@every_shape
def test_an_image_shows_what_its_label_says(name):
    """Turned and shifted by fixed amounts, an image can be drawn again by hand."""
    same = {"angle": 30, "scale": 0.6, "contrast": 0.5}
    fixed = PLAIN | {factor: (value, value) for factor, value in same.items()} | {"shift": (2, 2)}
    classes = [name, *(other for other in ("x", "o") if other != name)]
    data = shapes(30, classes=classes, rng=0, **fixed)
    expected = draw_shape(name, shift=(2, 2), **same)
    for image in data.images[data.labels == 0]:
        np.testing.assert_array_equal(image, expected)


@pytest.mark.parametrize("classes", [("x", "o"), ("bar", "arrow", "star", "l")])
@pytest.mark.parametrize("size", [9, 16, 28])
def test_without_a_shift_nothing_leaves_the_image(classes, size):
    """The same ink wherever the shape is; where it is cut off, some is missing."""
    data = shapes(300, size, classes, rng=0, **(PLAIN | {"shift": None, "scale": (0.7, 0.7)}))
    for label in range(len(classes)):
        inks = data.images[data.labels == label].sum(axis=(1, 2))
        np.testing.assert_allclose(inks, np.median(inks), rtol=1.2 / size)


def test_without_a_shift_a_shape_can_be_anywhere():
    data = shapes(500, classes=["bar"], rng=0, **(PLAIN | {"shift": None}), size=20)
    middles = [np.mean(extent(image)[2:]) for image in data.images]
    assert min(middles) < 2
    assert max(middles) > 17


def test_a_number_varies_on_both_sides_of_plain():
    images = shapes(400, 31, ["bar"], rng=0, **(PLAIN | {"angle": 30})).images
    tops = np.array([(image[4] * np.arange(31)).sum() / image[4].sum() - 15 for image in images])
    angles = np.rad2deg(np.arctan2(tops, 15 - 4))
    assert (angles.min(), angles.max()) == (pytest.approx(-30, abs=2), pytest.approx(30, abs=2))


def test_two_numbers_are_the_range_itself():
    images = shapes(400, rng=0, **(PLAIN | {"contrast": (0.3, 0.4)})).images
    brightest = images.max(axis=(1, 2))
    ink = draw_shape("x").max(), draw_shape("o").max()
    assert brightest.min() == pytest.approx(0.3 * min(ink), abs=0.01)
    assert brightest.max() == pytest.approx(0.4 * max(ink), abs=0.01)


def test_the_same_seed_gives_the_same_data_and_another_gives_other():
    first, again, other = (shapes(20, rng=rng) for rng in (1, np.random.default_rng(1), 2))
    np.testing.assert_array_equal(first.images, again.images)
    np.testing.assert_array_equal(first.labels, again.labels)
    assert (first.images != other.images).any()


def test_each_image_has_its_own_number_of_strokes_of_clutter():
    hidden = PLAIN | {"occlusion": (1, 1), "stroke": (2, 2), "clutter": (0, 2)}
    images = shapes(90, 200, ["x"], rng=0, **hidden).images
    strokes = [ndimage.label(image > 0.3, np.ones((3, 3)))[1] for image in images]
    assert set(strokes) == {0, 1, 2}
    assert np.bincount(strokes).min() > 15


def test_without_a_seed_every_call_gives_other_data():
    assert (shapes(20).images != shapes(20).images).any()


def test_nothing_touches_the_global_seed():
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    shapes(20)
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


def scores_of_a_linear_classifier(training):
    from sklearn.linear_model import LogisticRegression

    images, labels = shapes(3000, rng=0)
    pixels, test = images.reshape(len(images), -1), slice(1500, 3000)
    with threadpool_limits(1):
        model = LogisticRegression(C=0.1, max_iter=1000).fit(pixels[:training], labels[:training])
        return model.score(pixels[test], labels[test])


def test_a_linear_classifier_is_better_than_chance_and_far_from_perfect():
    assert 0.65 < scores_of_a_linear_classifier(400) < 0.9


def test_more_examples_make_a_better_classifier():
    assert scores_of_a_linear_classifier(1500) > scores_of_a_linear_classifier(50) + 0.05


def test_a_classifier_that_is_not_linear_can_learn_them():
    from sklearn.svm import SVC

    images, labels = shapes(4500, rng=0)
    pixels = images.reshape(len(images), -1)
    with threadpool_limits(1):
        model = SVC(C=10).fit(pixels[:3000], labels[:3000])
        assert model.score(pixels[3000:], labels[3000:]) > 0.95


WRONG = {
    "no images": ((0,), {}, ValueError, "count must be at least 2"),
    "one image for two classes": ((1,), {}, ValueError, "count must be at least 2"),
    "one name": ((9, 16, "x"), {}, TypeError, "classes must be a list of names"),
    "no classes": ((9, 16, []), {}, TypeError, "classes must be a list of names"),
    "a number of classes": ((9, 16, 2), {}, TypeError, "classes must be a list of names"),
    "a class twice": ((9, 16, ["x", "x"]), {}, ValueError, "only once"),
    "a class that is not there": ((9, 16, ["x", "y"]), {}, ValueError, "no shape named 'y'"),
    "size 3": ((9, 3), {}, ValueError, "size must be at least 5"),
    "a negative spread": ((9,), {"angle": -5}, ValueError, "from 0 to 180"),
    "too wide a spread": ((9,), {"contrast": 1.5}, ValueError, "from 0 to 1, but 1.5"),
    "a range upside down": ((9,), {"angle": (20, 10)}, ValueError, "Swap them"),
    "a range of three": ((9,), {"angle": (1, 2, 3)}, TypeError, "lowest, highest"),
    "text": ((9,), {"angle": "wide"}, TypeError, "lowest, highest"),
    "a range too far": ((9,), {"scale": (0.5, 3)}, ValueError, r"scale goes from 0\.2 to 2"),
    "half a stroke": ((9,), {"clutter": 1.5}, TypeError, "clutter must be a whole number"),
    "halves of strokes": ((9,), {"clutter": (0, 1.5)}, TypeError, "clutter must be a whole"),
    "NaN": ((9,), {"noise": np.nan}, ValueError, "noise must be a finite number"),
    "a text as seed": ((9,), {"rng": "seed"}, TypeError, "rng must be a seed"),
}


@pytest.mark.parametrize(("arguments", "more", "error", "message"), WRONG.values(), ids=WRONG)
def test_bad_wishes_get_an_error_that_says_what_to_do(arguments, more, error, message):
    with pytest.raises(error, match=message):
        shapes(*arguments, **more)


def test_importing_the_data_sets_takes_nothing_heavy_with_it():
    program = (
        "import sys, cnnlab.datasets;"
        "assert not {'sklearn', 'scipy', 'PIL', 'matplotlib', 'requests'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
