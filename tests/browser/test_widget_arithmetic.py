"""What the browser computes is what Python computes, number for number."""

import numpy as np
import pytest

from cnnlab import convolution, images, pooling
from tests.browser.widget_page import module_page


@pytest.fixture(scope="module")
def browser_page(browser):
    modules = ("parts/arithmetic", "parts/arrays", "parts/colours", "parts/words")
    with module_page(browser, *modules) as page:
        yield page


CORRELATE = """([shape, dtype, values, kernel, settings, pieces]) => {
    const [height, width, channels = 1] = shape;
    const numbers = dtype === "uint8" ? Uint8Array.from(values) : Float64Array.from(values);
    const picture = arrays.picture(height, width, channels, numbers);
    const slide = arithmetic.slideOver(picture, [kernel.length, kernel[0].length], settings);
    const map = new Float64Array(slide.rows * slide.columns * channels);
    const edge = (i) => Math.round((i * slide.rows) / pieces);
    for (let i = 0; i < pieces; i++)
        arithmetic.crossCorrelate(picture, kernel, slide, map, edge(i), edge(i + 1));
    return [slide.rows, slide.columns, [...map]];
}"""


def correlate_in_browser(page, image, kernel, pieces=1, **settings):
    """The map that the browser makes: (H', W') or (H', W', C)."""
    rows, columns, values = page.evaluate(
        CORRELATE,
        [image.shape, str(image.dtype), image.ravel().tolist(), kernel.tolist(), settings, pieces],
    )
    return np.reshape(values, (rows, columns, *image.shape[2:]))


def random_case(seed):
    """An image, a kernel and settings that fit each other, as a student may come to set them."""
    rng = np.random.default_rng(seed)
    kernel = rng.integers(-3, 4, rng.integers(1, 12, 2)) / rng.choice([1.0, 2.0, 9.0])
    dilation = rng.integers(1, 4, 2)
    stride = rng.integers(1, 4, 2)
    spans = dilation * (np.array(kernel.shape) - 1) + 1
    height, width = spans + rng.integers(0, 20, 2)
    shape = (height, width) if rng.random() < 0.7 else (height, width, rng.integers(1, 4))
    image = rng.integers(0, 256, shape)
    image = image.astype(np.uint8) if rng.random() < 0.6 else image / 255 - 0.5
    choices = ["same", "valid", int(rng.integers(0, 4)), rng.integers(0, 4, 2).tolist()]
    padding = choices[rng.integers(len(choices))]
    return image, kernel, {
        "stride": stride.tolist(), "padding": padding, "dilation": dilation.tolist()
    }


def in_python(slide, image, kernel, **settings):
    """What Python makes of each channel."""
    if image.ndim == 2:
        return slide(image, kernel, **settings)
    channels = [slide(image[..., c], kernel, **settings) for c in range(image.shape[2])]
    return np.stack(channels, axis=-1)


@pytest.mark.parametrize("seed", range(60))
def test_every_number_of_the_map_is_that_of_the_lectures_loops(seed, browser_page):
    image, kernel, settings = random_case(seed)
    expected = in_python(convolution.cross_correlate_slowly, image, kernel, **settings)
    found = correlate_in_browser(browser_page, image, kernel, **settings)
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("seed", range(60, 90))
def test_the_turned_kernel_gives_the_convolution(seed, browser_page):
    image, kernel, settings = random_case(seed)
    expected = in_python(convolution.convolve, image, kernel, **settings)
    turned = np.array(browser_page.evaluate("k => arithmetic.turned(k)", kernel.tolist()))
    found = correlate_in_browser(browser_page, image, turned, **settings)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("pieces", [2, 3, 7])
def test_a_map_made_in_pieces_is_the_same_map(pieces, browser_page):
    image, kernel, settings = random_case(1234)
    whole = correlate_in_browser(browser_page, image, kernel, **settings)
    found = correlate_in_browser(browser_page, image, kernel, pieces=pieces, **settings)
    np.testing.assert_array_equal(found, whole)


def test_a_kernel_that_does_not_fit_leaves_no_rows(browser_page):
    rows = browser_page.evaluate(
        "arithmetic.slideOver({ height: 3, width: 9 }, [5, 5], { stride: 1, padding: 0 }).rows"
    )
    assert rows <= 0


@pytest.mark.parametrize("seed", range(20))
def test_the_patch_is_that_of_python(seed, browser_page):
    image, kernel, settings = random_case(seed)
    image = image if image.ndim == 2 else image[..., 0]
    expected = convolution.patches(image, kernel.shape, **settings)
    rows, columns = expected.shape[:2]
    row, column = rows - 1, columns // 2
    found = browser_page.evaluate(
        """([shape, values, size, settings, row, column]) => {
            const picture = arrays.picture(...shape, 1, Float64Array.from(values));
            const slide = arithmetic.slideOver(picture, size, settings);
            return arithmetic.patchAt(picture, size, slide, row, column);
        }""",
        [image.shape, image.ravel().tolist(), kernel.shape, settings, row, column],
    )
    np.testing.assert_array_equal(found, expected[row, column])


@pytest.mark.parametrize("kind", ["max", "mean"])
@pytest.mark.parametrize("seed", range(15))
def test_pooling_is_that_of_python(kind, seed, browser_page):
    rng = np.random.default_rng(seed)
    size, stride = rng.integers(1, 5, 2), rng.integers(1, 4, 2)
    shape = [*(size + rng.integers(0, 12, 2)).tolist(), *([] if seed % 2 else [3])]
    image = rng.normal(size=shape)
    python = {"max": pooling.max_pool, "mean": pooling.mean_pool}[kind]
    expected = python(image, tuple(size.tolist()), tuple(stride.tolist()))
    found = browser_page.evaluate(
        """([shape, values, size, stride, kind]) => {
            const [height, width, channels = 1] = shape;
            const numbers = Float64Array.from(values);
            const picture = arrays.picture(height, width, channels, numbers);
            return [...arithmetic.pool(picture, size, stride, kind).values];
        }""",
        [shape, image.ravel().tolist(), size.tolist(), stride.tolist(), kind],
    )
    np.testing.assert_allclose(found, expected.ravel(), rtol=1e-12)


@pytest.mark.parametrize("dtype", ["uint8", "float64"])
def test_a_colour_image_becomes_the_same_grey(dtype, browser_page):
    rng = np.random.default_rng(8)
    image = rng.integers(0, 256, (40, 50, 3)).astype(dtype)
    found = browser_page.evaluate(
        """([values, dtype]) => {
            const type = dtype === "uint8" ? Uint8Array : Float64Array;
            return [...arrays.toGrey(arrays.picture(40, 50, 3, type.from(values))).values];
        }""",
        [image.ravel().tolist(), dtype],
    )
    np.testing.assert_array_equal(found, images.to_grey(image).ravel())


# Colours and numbers -----------------------------------------------------------------------


def shades(page, values, scale):
    return page.evaluate(
        f"""values => {{
            const pixels = new Uint32Array(values.length);
            colours.paintShades(pixels, values, colours.{scale});
            return [...new Uint8Array(pixels.buffer)];
        }}""",
        values,
    )


def test_zero_is_exactly_white(browser_page):
    assert shades(browser_page, [0.0], "signedScale(7)") == [255, 255, 255, 255]


def test_signed_colours_are_those_of_the_plots(browser_page):
    from cnnlab.plots.style import SIGNED

    values = np.linspace(-1, 1, 257)
    found = np.reshape(shades(browser_page, values.tolist(), "signedScale(1)"), (257, 4))
    expected = SIGNED((values + 1) / 2, bytes=True)
    assert np.abs(found - expected.astype(int)).max() <= 1


def test_grey_goes_from_black_to_white(browser_page):
    found = shades(browser_page, [-5, 0, 127.5, 255, 300], "greyScale(0, 255)")
    assert found[0::4] == [0, 0, 128, 255, 255]


@pytest.mark.parametrize(
    ("values", "expected"),
    [([0, 1], [0, 1]), ([-1, 0.5], [-1, 1]), ([0, 200], [0, 255]), ([0, 300], [0, 300]),
     ([-300, 2], [-300, 300]), ([0, 0], [0, 1])],
)
def test_black_and_white_are_chosen_as_in_the_plots(values, expected, browser_page):
    assert browser_page.evaluate("v => colours.rangeOf(v)", values) == expected


def test_a_few_extremes_do_not_make_all_others_pale(browser_page):
    rng = np.random.default_rng(0)
    values = rng.normal(size=5000)
    values[:10] = 1000
    found = browser_page.evaluate("v => colours.limitOf(v)", values.tolist())
    assert found == pytest.approx(np.quantile(np.abs(values), 0.995), abs=1000 / 2048 + 1e-9)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("2", 2), ("-1.5", -1.5), ("−1,5", -1.5), (" .5 ", 0.5), ("1/9", 1 / 9), ("-1/3", -1 / 3),
     ("+4", 4), ("1e-3", 1e-3)],
)
def test_numbers_are_read_as_people_write_them(typed, number, browser_page):
    assert browser_page.evaluate("t => words.readNumber(t)", typed) == pytest.approx(number)


@pytest.mark.parametrize(
    "typed", ["", "x", "1/0", "1/2/3", "nan", "NaN", "Infinity", "0x10", "1 2", "--1"]
)
def test_what_is_no_number_is_not_read(typed, browser_page):
    assert browser_page.evaluate("t => Number.isNaN(words.readNumber(t))", typed)


@pytest.mark.parametrize(
    "number", [3.0, -1, 0.0037, 12.34, 123.4, -0.0, 0.25, 999999, 1e-9, -0.004]
)
def test_short_numbers_are_those_of_the_plots(number, browser_page):
    from cnnlab.plots.words import short

    found = browser_page.evaluate("n => words.short(n)", number)
    assert float(found.replace("−", "-")) == float(short(number).replace("−", "-"))
