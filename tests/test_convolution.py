"""The kernel on its way over the image: against SciPy, against the lecture, against bad input."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage, signal

from cnnlab import _slide, convolution, images

VERSIONS = {
    "loops": convolution.cross_correlate_slowly,
    "matmul": lambda *args, **kwargs: convolution.cross_correlate(*args, **kwargs, method="matmul"),
    "fft": lambda *args, **kwargs: convolution.cross_correlate(*args, **kwargs, method="fft"),
    "auto": convolution.cross_correlate,
}
every_version = pytest.mark.parametrize("version", VERSIONS.values(), ids=VERSIONS)


def by_scipy(image, kernel, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    """The same sum by scipy.signal.correlate2d, channel by channel, in float64."""
    image, kernel = np.atleast_3d(image).astype(float), np.atleast_3d(kernel).astype(float)
    frame = [(side, side) for side in padding]
    total = 0
    for channel in range(image.shape[2]):
        spread = np.zeros([(k - 1) * d + 1 for k, d in zip(kernel.shape, dilation, strict=False)])
        spread[:: dilation[0], :: dilation[1]] = kernel[..., channel]
        total = total + signal.correlate2d(np.pad(image[..., channel], frame), spread, "valid")
    return total[:: stride[0], :: stride[1]]


def assert_close(result, expected, dtype=np.float64, largest=None):
    """Compare to within the rounding of the largest sum that could have come out."""
    tolerance = {np.float32: 2e-5, np.float64: 1e-12}[dtype]
    largest = np.abs(expected).max() if largest is None else largest
    np.testing.assert_allclose(result, expected, rtol=0, atol=tolerance * (1 + largest))


@st.composite
def slides(draw):
    """An image, a kernel that fits it, and a way to move: every shape and type there is."""
    channels = draw(st.sampled_from([(), (1,), (3,), (5,)]))
    kernel_shape = draw(st.tuples(st.integers(1, 5), st.integers(1, 5)))
    stride = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    padding = draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
    dilation = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    least = [max(1, (k - 1) * d + 1 - 2 * p)
             for k, d, p in zip(kernel_shape, dilation, padding, strict=True)]
    shape = tuple(draw(st.integers(low, low + 9)) for low in least)
    dtype = draw(st.sampled_from(["uint8", "int16", "int64", "bool", "float32", "float64"]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    image = rng.integers(0, 256, (*shape, *channels)).astype(dtype)
    kernel = rng.normal(size=(*kernel_shape, *channels))
    return image, kernel, {"stride": stride, "padding": padding, "dilation": dilation}


@every_version
@settings(max_examples=150, deadline=None)
@given(slide=slides())
def test_every_version_agrees_with_scipy_on_any_shape_stride_padding_dilation_and_type(
    version, slide
):
    image, kernel, moves = slide
    result = version(image, kernel, **moves)
    expected = by_scipy(image, kernel, **moves)
    assert result.shape == expected.shape
    dtype = np.float32 if image.dtype == np.float32 else np.float64
    assert_close(result, expected, dtype, largest=255 * np.abs(kernel).sum())


@every_version
@pytest.mark.parametrize("size", [(3, 3), (11, 11), (31, 31), (1, 25), (12, 10)])
def test_a_photograph_comes_out_as_scipy_has_it(version, size):
    photo = images.to_grey(images.photo("flower"))[:64, :80]
    kernel = np.random.default_rng(0).normal(size=size)
    if version is convolution.cross_correlate_slowly:
        photo = photo[:34, :36]
    assert_close(version(photo, kernel), signal.correlate2d(photo.astype(float), kernel, "valid"))


@pytest.mark.parametrize("method", ["matmul", "fft"])
@pytest.mark.parametrize("stride", [1, (2, 3)])
@pytest.mark.parametrize("padding", [0, (3, 1), "same"])
@pytest.mark.parametrize(
    ("image_shape", "kernel_shape"),
    [
        ((300, 900), (3, 5)),
        ((700, 400, 3), (4, 3, 3)),
        ((20_000, 20), (7, 7)),
        ((9, 30_000), (9, 2)),
    ],
)
def test_an_image_of_several_strips_is_filtered_without_a_seam(
    image_shape, kernel_shape, padding, stride, method
):
    rng = np.random.default_rng(6)
    image, kernel = rng.normal(size=image_shape), rng.normal(size=kernel_shape)
    result = convolution.cross_correlate(image, kernel, stride, padding, method=method)
    before, after = {0: ((0, 0), (0, 0)), (3, 1): ((3, 1), (3, 1))}.get(
        padding, tuple(zip(*[((k - 1) // 2, k // 2) for k in kernel_shape[:2]], strict=True))
    )
    frame = list(zip(before, after, strict=True)) + [(0, 0)] * (image.ndim - 2)
    expected = by_scipy(np.pad(image, frame), kernel, np.broadcast_to(stride, 2))
    assert result.shape == expected.shape
    assert_close(result, expected)


def test_the_images_above_are_filtered_in_several_strips():
    for height, width in [(300, 900), (700, 400), (20_000, 20), (9, 30_000)]:
        assert height * width * 8 > 2 * _slide.IN_ONE_GO


@pytest.mark.parametrize(
    ("dtype", "value"), [("float16", 300), ("float32", 1e30), ("float64", 1e200)]
)
def test_numbers_whose_squares_are_too_large_are_numbers_all_the_same(dtype, value):
    image = np.full((3, 3), value, dtype)
    result = convolution.cross_correlate(image, [[1, -1]])
    np.testing.assert_array_equal(result, np.zeros((3, 2)))


@every_version
@pytest.mark.parametrize("stride", [1, 2, 5])
@pytest.mark.parametrize("padding", [(9, 0), (0, 9), 11])
def test_padding_may_be_wider_than_the_image(version, padding, stride):
    rng = np.random.default_rng(7)
    image, kernel = rng.normal(size=(4, 5)), rng.normal(size=(3, 4))
    moves = {"stride": (stride, stride), "padding": tuple(np.broadcast_to(padding, 2))}
    assert_close(version(image, kernel, stride, padding), by_scipy(image, kernel, **moves))


@every_version
def test_the_worked_example_of_the_lecture_gives_its_nine_numbers(version):
    diagonals = [[1, 0, 1], [0, 1, 0], [1, 0, 1]]
    result = version(images.example(), diagonals)
    np.testing.assert_allclose(result, [[4, 3, 4], [2, 4, 3], [2, 3, 4]], atol=1e-12)


@every_version
def test_an_asymmetric_kernel_is_not_turned(version):
    result = version([[0, 0, 1, 0, 0]], [[1, 2, 3]])
    np.testing.assert_allclose(result, [[3, 2, 1]], atol=1e-12)


@settings(max_examples=80, deadline=None)
@given(slide=slides())
def test_convolve_is_scipys_convolution(slide):
    image, kernel, moves = slide
    turned = np.flip(kernel, axis=(0, 1))
    expected = by_scipy(image, turned, **moves)
    if kernel.ndim == 2 and moves == {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1)}:
        expected = signal.convolve2d(image.astype(float), kernel, "valid")
    dtype = np.float32 if image.dtype == np.float32 else np.float64
    assert_close(convolution.convolve(image, kernel, **moves), expected, dtype)


@pytest.mark.parametrize("shape", [(3, 3), (2, 5), (4, 1)])
def test_convolve_agrees_with_scipys_convolve2d(shape):
    rng = np.random.default_rng(1)
    image, kernel = rng.normal(size=(9, 12)), rng.normal(size=shape)
    assert_close(convolution.convolve(image, kernel), signal.convolve2d(image, kernel, "valid"))


@pytest.mark.parametrize("size", [(3, 3), (5, 3), (1, 7), (31, 31)])
def test_same_padding_with_an_odd_kernel_is_ndimages_zero_border(size):
    rng = np.random.default_rng(2)
    image, kernel = rng.normal(size=(40, 33)), rng.normal(size=size)
    result = convolution.cross_correlate(image, kernel, padding="same")
    assert_close(result, ndimage.correlate(image, kernel, mode="constant"))


@every_version
def test_same_padding_with_an_even_kernel_puts_the_odd_zero_after_as_pytorch_does(version):
    rng = np.random.default_rng(5)
    image, kernel = rng.normal(size=(7, 6)), rng.normal(size=(4, 2))
    framed = np.pad(image, [(1, 2), (0, 1)])
    assert_close(version(image, kernel, padding="same"),
                 signal.correlate2d(framed, kernel, "valid"))


@pytest.mark.parametrize("stride", [2, 3, (1, 2)])
def test_same_padding_with_a_stride_keeps_every_stride_th_result(stride):
    rng = np.random.default_rng(3)
    image, kernel = rng.normal(size=(11, 8)), rng.normal(size=(3, 5))
    down, right = (stride, stride) if isinstance(stride, int) else stride
    whole = ndimage.correlate(image, kernel, mode="constant")
    result = convolution.cross_correlate(image, kernel, stride=stride, padding="same")
    assert_close(result, whole[::down, ::right])


def test_valid_padding_is_no_padding():
    image, kernel = np.arange(12.0).reshape(3, 4), [[1, 2], [3, 5]]
    np.testing.assert_array_equal(
        convolution.cross_correlate(image, kernel, padding="valid"),
        convolution.cross_correlate(image, kernel, padding=0),
    )


@every_version
def test_unsigned_bytes_do_not_wrap_around(version):
    image = np.array([[10, 200]], dtype=np.uint8)
    np.testing.assert_allclose(version(image, np.array([[1, -1]], dtype=np.int8)), [[-190]])


@every_version
@pytest.mark.parametrize(
    ("given", "comes_out"),
    [("uint8", "float64"), ("bool", "float64"), ("int64", "float64"), ("float16", "float32"),
     ("float32", "float32"), ("float64", "float64")],
)
def test_floats_keep_their_type_and_everything_else_is_widened(version, given, comes_out):
    assert version(np.ones((4, 4), given), np.ones((3, 3))).dtype == comes_out


@every_version
@pytest.mark.parametrize("given", [">f2", ">f4", ">f8", ">i2"])
def test_numbers_of_another_byte_order_are_the_same_numbers(version, given):
    image = np.full((4, 4), 6000, given)
    result = version(image, np.full((3, 3), 10))
    np.testing.assert_array_equal(result, np.full((2, 2), 540_000))
    assert result.dtype.isnative


@every_version
def test_a_weight_too_large_for_the_image_s_type_is_refused(version):
    with pytest.raises(ValueError, match=r"kernel holds 9 value.* not finite"):
        version(np.ones((5, 5), np.float32), np.full((3, 3), 1e39))


def test_a_large_stride_does_not_ask_for_more_memory():
    image, kernel = np.ones((2000, 1500), np.float32), np.ones((31, 31), np.float32)
    peaks = {}
    for stride in (1, 16):
        tracemalloc.start()
        convolution.cross_correlate(image, kernel, stride)
        peaks[stride] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peaks[16] <= peaks[1]


@every_version
def test_the_arguments_are_left_as_they_were(version):
    image, kernel = np.arange(20.0).reshape(4, 5), np.arange(6.0).reshape(2, 3)
    image.flags.writeable = kernel.flags.writeable = False
    version(image, kernel, padding=1)
    np.testing.assert_array_equal(image, np.arange(20.0).reshape(4, 5))


@pytest.mark.parametrize("layout", [np.asfortranarray, lambda image: image[::-1].copy()[::-1]])
def test_an_image_that_is_a_view_or_in_column_order_gives_the_same_map(layout):
    rng = np.random.default_rng(4)
    image, kernel = rng.normal(size=(8, 9)), rng.normal(size=(3, 2))
    assert_close(convolution.cross_correlate(layout(image), kernel),
                 signal.correlate2d(image, kernel, "valid"))


# Patches and steps -----------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(slide=slides())
def test_each_patch_times_the_kernel_adds_up_to_the_feature_map(slide):
    image, kernel, moves = slide
    windows = convolution.patches(image, kernel.shape[:2], **moves)
    sums = (windows * kernel).reshape(*windows.shape[:2], -1).sum(axis=-1)
    assert windows.dtype == image.dtype
    assert_close(sums, by_scipy(image, kernel, **moves))


def test_patches_can_not_be_written_to_so_the_image_is_safe():
    windows = convolution.patches(np.zeros((4, 4)), 2)
    with pytest.raises(ValueError, match="read-only"):
        windows[0, 0] = 1


def test_the_steps_visit_the_map_row_by_row_and_say_where_the_patch_stands():
    walk = list(convolution.steps(np.ones((4, 5)), np.ones((3, 3)), stride=2, padding=1))
    assert [(step.row, step.col) for step in walk] == [
        (row, col) for row in range(2) for col in range(3)
    ]
    assert [(step.top, step.left) for step in walk][:4] == [(-1, -1), (-1, 1), (-1, 3), (1, -1)]


@settings(max_examples=60, deadline=None)
@given(slide=slides())
def test_the_sums_of_the_steps_are_the_feature_map(slide):
    image, kernel, moves = slide
    expected = by_scipy(image, kernel, **moves)
    walk = list(convolution.steps(image, kernel, **moves))
    dtype = np.float32 if image.dtype == np.float32 else np.float64
    assert_close(np.array([step.sum for step in walk]), expected.ravel(), dtype)
    assert all(step.products.shape == step.patch.shape == kernel.shape for step in walk)


def test_steps_complain_when_they_are_asked_for_not_when_they_are_walked():
    with pytest.raises(ValueError, match="does not fit"):
        convolution.steps(np.ones((2, 2)), np.ones((3, 3)))


# Bad input: the name, what arrived, what to do ------------------------------------------

GREY, RGB, KERNEL = np.ones((6, 7)), np.ones((6, 7, 3)), np.ones((3, 3))

BAD = {
    "a kernel larger than the image": (
        (np.ones((3, 9)), np.ones((5, 5))), {},
        ValueError, r"spanning 5 pixels does not fit in 3 pixels with padding=0\. .*padding=1"),
    "a kernel too large in spite of its padding": (
        (np.ones((3, 9)), np.ones((7, 7))), {"padding": 1},
        ValueError, r"in 3 pixels with padding=1\. .*padding=2"),
    "a dilated kernel larger than the image": (
        (GREY, KERNEL), {"dilation": 3}, ValueError, "spanning 7 pixels does not fit in 6"),
    "a 2-D kernel on a colour image": (
        (RGB, KERNEL), {}, ValueError, r"to_grey\(image\).*np\.stack\(\[kernel\] \* 3, axis=-1\)"),
    "a deep kernel on a grey image": (
        (GREY, np.ones((3, 3, 3))), {}, ValueError, r"Use a kernel of shape \(3, 3\)"),
    "a kernel of another depth": (
        (RGB, np.ones((3, 3, 4))), {}, ValueError, r"as deep as its input.*\(3, 3, 3\)"),
    "stride 0": ((GREY, KERNEL), {"stride": 0}, ValueError, "stride must be at least 1"),
    "stride with decimals": (
        (GREY, KERNEL), {"stride": 1.5}, TypeError, "stride must be a whole number"),
    "three strides": (
        (GREY, KERNEL), {"stride": (1, 2, 3)}, ValueError, "stride takes one whole number, or two"),
    "negative padding": ((GREY, KERNEL), {"padding": -1}, ValueError, "padding must be at least 0"),
    "an unknown padding": ((GREY, KERNEL), {"padding": "full"}, ValueError, "'same' or 'valid'"),
    "dilation 0": ((GREY, KERNEL), {"dilation": 0}, ValueError, "dilation must be at least 1"),
    "an empty image": ((np.ones((0, 5)), KERNEL), {}, ValueError, "image is empty"),
    "an empty kernel": ((GREY, []), {}, ValueError, "kernel is empty"),
    "a row instead of an image": (([1, 2, 3], KERNEL), {}, ValueError, r"image must have the axes"),
    "a batch instead of an image": (
        (np.ones((2, 6, 7, 3)), KERNEL), {}, ValueError, r"image must have the axes"),
    "a row instead of a kernel": ((GREY, [1, 0, -1]), {}, ValueError, "kernel must have the axes"),
    "NaN in the image": (
        ([[1, 2], [np.nan, 4]], [[1]]), {}, ValueError, r"image holds 1 .*nan at index \(1, 0\)"),
    "infinity in the kernel": ((GREY, [[np.inf]]), {}, ValueError, "kernel holds 1 .*inf"),
    "text as image": (("photo.png", KERNEL), {}, TypeError, "image must be an array of numbers"),
    "text as kernel": ((GREY, [["a", "b"]]), {}, TypeError, "kernel must be an array of numbers"),
    "objects": (
        (np.array([[1, None]], dtype=object), [[1]]), {}, TypeError, "image must be an array"),
    "complex numbers": ((GREY * 1j, KERNEL), {}, TypeError, "complex128"),
    "ragged rows": (([[1, 2], [3]], [[1]]), {}, ValueError, "rows of image have different lengths"),
    "masked values": (
        (np.ma.masked_greater(GREY, 0), KERNEL), {}, ValueError, r"image has masked values.*fill"),
    "nothing": ((None, KERNEL), {}, TypeError, "image must be an array of numbers"),
}


@pytest.mark.parametrize("function", [*VERSIONS.values(), convolution.convolve, convolution.steps],
                         ids=[*VERSIONS, "convolve", "steps"])
@pytest.mark.parametrize(("arguments", "moves", "error", "message"), BAD.values(), ids=BAD)
def test_bad_input_gets_an_error_that_says_what_to_do(function, arguments, moves, error, message):
    with pytest.raises(error, match=message):
        function(*arguments, **moves)


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="'auto', 'matmul' or 'fft', but 'magic' arrived"):
        convolution.cross_correlate(GREY, KERNEL, method="magic")
