"""Each named kernel against what its name promises, and the bank against SciPy."""

import numpy as np
import pytest
from scipy import ndimage, signal

from cnnlab import filters, images

every_filter = pytest.mark.parametrize("name", filters.names())
PHOTO = images.to_unit(images.to_grey(images.photo("china")))[200:264, 300:380]


@every_filter
def test_every_kernel_is_a_small_finite_float_grid(name):
    kernel = filters.get(name)
    assert kernel.ndim == 2
    assert kernel.dtype == np.float64
    assert np.isfinite(kernel).all()


@every_filter
def test_every_filter_says_what_it_looks_for_in_one_sentence(name):
    assert filters.meaning(name).endswith(".")


@every_filter
def test_a_kernel_that_is_changed_does_not_change_the_bank(name):
    filters.get(name)[:] = 99
    assert not (filters.get(name) == 99).any()


KEEP_A_FLAT_AREA = ["identity", "box_blur", "gaussian_blur", "sharpen", "emboss"]
SILENT_ON_A_FLAT_AREA = ["prewitt_x", "prewitt_y", "sobel_x", "sobel_y", "scharr_x", "scharr_y",
                         "laplacian", "laplacian_of_gaussian", "edges", "strong_edges", "line",
                         "gabor"]


@pytest.mark.parametrize("name", KEEP_A_FLAT_AREA)
def test_blur_and_sharpen_keep_the_grey_of_a_flat_area(name):
    assert filters.get(name).sum() == pytest.approx(1)


@pytest.mark.parametrize("name", SILENT_ON_A_FLAT_AREA)
def test_edge_and_line_detectors_are_silent_on_a_flat_area(name):
    assert filters.get(name).sum() == pytest.approx(0, abs=1e-12)


SCIPY = {
    "prewitt_x": lambda image: ndimage.prewitt(image, axis=1, mode="constant"),
    "prewitt_y": lambda image: ndimage.prewitt(image, axis=0, mode="constant"),
    "sobel_x": lambda image: ndimage.sobel(image, axis=1, mode="constant"),
    "sobel_y": lambda image: ndimage.sobel(image, axis=0, mode="constant"),
    "laplacian": lambda image: ndimage.laplace(image, mode="constant"),
    "box_blur": lambda image: ndimage.uniform_filter(image, 3, mode="constant"),
    "gaussian_blur": lambda image: ndimage.gaussian_filter(image, 1, mode="constant", radius=2),
    "identity": lambda image: image,
}


@pytest.mark.parametrize("name", SCIPY)
def test_a_filter_that_scipy_has_too_makes_the_same_picture(name):
    result = filters.feature_maps(PHOTO, filters.bank(name), padding="same")[0]
    np.testing.assert_allclose(result, SCIPY[name](PHOTO), atol=1e-12)


def test_the_laplacian_of_gaussian_is_that_of_scipy_up_to_a_common_factor():
    spot = np.zeros((41, 41))
    spot[20, 20] = 1
    expected = ndimage.gaussian_laplace(spot, sigma=3, truncate=6)[8:33, 8:33]
    ours = filters.get("laplacian_of_gaussian", size=25, sigma=3)
    assert np.corrcoef(ours.ravel(), expected.ravel())[0, 1] > 0.999
    assert np.sign(ours[12, 12]) == np.sign(expected[12, 12])


def test_a_vertical_edge_that_gets_brighter_to_the_right_is_positive():
    edge = np.repeat([[0.0, 0, 0, 1, 1, 1]], 6, axis=0)
    for name in ("prewitt_x", "sobel_x", "scharr_x"):
        assert (filters.feature_maps(edge, filters.bank(name))[0].max(axis=0)[1:3] > 0).all()
        assert (filters.feature_maps(edge[:, ::-1], filters.bank(name)) <= 0).all()


def test_scharr_answers_slanted_edges_more_evenly_than_sobel():
    def unevenness(family):
        y, x = np.mgrid[-16:17, -16:17]
        answers = []
        for angle in np.deg2rad(np.arange(0, 46, 5)):
            wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 0.6)
            parts = [signal.correlate2d(wave, filters.get(f"{family}_{axis}"), "valid")
                     for axis in "xy"]
            answers.append(np.hypot(*parts)[15, 15])
        return np.std(answers) / np.mean(answers)

    assert unevenness("scharr") < unevenness("sobel") / 2


@pytest.mark.parametrize("name", ["line", "gabor"])
@pytest.mark.parametrize("angle", [0, 30, 45, 90, 135, 160])
def test_an_oriented_filter_answers_a_line_at_its_own_angle_most(name, angle):
    rows, columns = np.mgrid[-20:21, -20:21]

    def answer(drawn_angle):
        radians = np.deg2rad(drawn_angle)
        distance = columns * np.sin(radians) + rows * np.cos(radians)
        drawing = (np.abs(distance) < 0.75).astype(float)
        return filters.feature_maps(drawing, [filters.get(name, angle=angle)])[0].max()

    assert answer(angle) > answer(angle + 30)
    assert answer(angle) > answer(angle + 90)


@pytest.mark.parametrize("wavelength", [4, 6, 10])
def test_a_gabor_filter_answers_stripes_of_its_own_wavelength_most(wavelength):
    x = np.arange(120)

    def answer(period):
        stripes = np.repeat(np.cos(2 * np.pi * x / period)[None], 41, axis=0)
        kernel = filters.get("gabor", angle=90, wavelength=wavelength, size=31)
        return np.abs(filters.feature_maps(stripes, [kernel])).max()

    assert answer(wavelength) > answer(wavelength * 1.6)
    assert answer(wavelength) > answer(wavelength / 1.6)


def test_the_lecture_s_filters_find_their_strokes_where_the_lecture_says():
    bank = filters.bank("x_falling", "x_centre", "x_rising")
    falling, centre, rising = filters.feature_maps(images.x_clean(), bank)
    assert np.argwhere(falling == 9).tolist() == [[1, 1], [2, 2], [4, 4], [5, 5]]
    assert np.argwhere(centre == 9).tolist() == [[3, 3]]
    assert np.argwhere(rising == 9).tolist() == [[1, 5], [2, 4], [4, 2], [5, 1]]


def test_on_the_deformed_x_the_three_maxima_are_7_3_and_7():
    bank = filters.bank("x_falling", "x_centre", "x_rising")
    maps = filters.feature_maps(images.x_deformed(), bank)
    assert maps.max(axis=(1, 2)).tolist() == [7, 3, 7]


def test_the_lecture_s_filters_are_its_grids():
    assert filters.get("x_falling").tolist() == [[1, -1, -1], [-1, 1, -1], [-1, -1, 1]]
    assert filters.get("x_centre").tolist() == [[1, -1, 1], [-1, 1, -1], [1, -1, 1]]
    assert filters.get("x_rising").tolist() == [[-1, -1, 1], [-1, 1, -1], [1, -1, -1]]
    assert filters.get("diagonal_cross").tolist() == [[1, 0, 1], [0, 1, 0], [1, 0, 1]]


# The bank --------------------------------------------------------------------------------


def test_a_bank_without_names_holds_every_filter_in_order():
    assert list(filters.bank()) == filters.names()


def test_a_bank_of_different_sizes_makes_one_stack_with_same_padding():
    maps = filters.feature_maps(PHOTO, filters.bank(), padding="same")
    assert maps.shape == (len(filters.names()), *PHOTO.shape)


def test_a_bank_of_different_sizes_without_padding_is_told_to_use_same():
    with pytest.raises(ValueError, match="Use padding='same'"):
        filters.feature_maps(PHOTO, filters.bank("sobel_x", "gabor"))


def test_an_array_of_colour_kernels_is_a_bank_too():
    rng = np.random.default_rng(0)
    image, bank = rng.normal(size=(9, 8, 3)), rng.normal(size=(4, 3, 2, 3))
    maps = filters.feature_maps(image, bank, stride=2)
    for feature_map, kernel in zip(maps, bank, strict=True):
        expected = signal.correlate(image, kernel, "valid")[::2, ::2, 0]
        np.testing.assert_allclose(feature_map, expected, atol=1e-12)


@pytest.mark.parametrize("empty", [{}, [], np.ones((0, 3, 3))])
def test_an_empty_bank_is_refused(empty):
    with pytest.raises(ValueError, match="bank is empty"):
        filters.feature_maps(PHOTO, empty)


@pytest.mark.parametrize("bank", [None, 3, "sobel_x", ["sobel_x"], np.ones((3, 3)), [[1, 2]]])
def test_what_is_no_bank_is_answered_with_what_a_bank_is(bank):
    with pytest.raises(TypeError, match=r"bank must hold kernels: .* filters\.bank\('sobel_x'\)"):
        filters.feature_maps(PHOTO, bank)


@pytest.mark.parametrize("name", ["gaussian_blur", "laplacian_of_gaussian", "gabor"])
@pytest.mark.parametrize("sigma", [0.11, 1, 1e200])
@pytest.mark.parametrize("size", [3, 4, 9])
def test_a_kernel_stays_finite_whatever_its_width(name, sigma, size):
    kernel = filters.get(name, sigma=sigma, size=size)
    assert np.isfinite(kernel).all()


@pytest.mark.parametrize("name", ["sobel", "", None, 3])
def test_an_unknown_name_is_answered_with_the_known_ones(name):
    with pytest.raises(ValueError, match=r"There is no filter named .* sobel_x, sobel_y"):
        filters.get(name)


@pytest.mark.parametrize(
    ("name", "parameters", "error", "complaint"),
    [
        ("sobel_x", {"size": 5}, TypeError, "sobel_x has no parameter size"),
        ("gabor", {"radius": 5}, TypeError, "It takes: angle, wavelength, size, sigma"),
        ("gaussian_blur", {"sigma": 0}, ValueError, "sigma must be greater than 0"),
        ("gaussian_blur", {"sigma": "1"}, TypeError, "sigma must be a number"),
        ("gaussian_blur", {"size": 2.5}, TypeError, "size must be a whole number"),
        ("box_blur", {"size": 0}, ValueError, "size must be at least 1"),
        ("line", {"size": 1}, ValueError, "size must be at least 3"),
        ("gabor", {"size": 2}, ValueError, "size must be at least 3"),
        ("gabor", {"wavelength": 2}, ValueError, "wavelength must be greater than 2"),
        ("gabor", {"angle": float("nan")}, ValueError, "angle must be a finite number"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused_by_name(name, parameters, error, complaint):
    with pytest.raises(error, match=complaint):
        filters.get(name, **parameters)
