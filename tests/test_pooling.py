"""Pooling against SciPy's rank and mean filters, and against bad input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from cnnlab import pooling

MAX = {"fast": pooling.max_pool, "loops": pooling.max_pool_slowly}
MEAN = {"fast": pooling.mean_pool, "loops": pooling.mean_pool_slowly}
max_versions = pytest.mark.parametrize("max_pool", MAX.values(), ids=MAX)
mean_versions = pytest.mark.parametrize("mean_pool", MEAN.values(), ids=MEAN)
all_versions = pytest.mark.parametrize(
    "pool", [*MAX.values(), *MEAN.values()], ids=["max", "max, loops", "mean", "mean, loops"]
)


@st.composite
def windows(draw):
    size = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    stride = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    padding = tuple(draw(st.integers(0, side // 2)) for side in size)
    shape = tuple(draw(st.integers(side, side + 9)) for side in size)
    channels = draw(st.sampled_from([(), (3,)]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    dtype = draw(st.sampled_from(["uint8", "int32", "float32", "float64"]))
    values = rng.integers(0, 200, (*shape, *channels)) - (100 if dtype != "uint8" else 0)
    return values.astype(dtype), size, stride, padding


def by_scipy(filter_, feature_map, size, stride, padding, outside):
    """A filter of SciPy at every pixel of the padded map; then every stride-th full window."""
    frame = [(side, side) for side in padding] + [(0, 0)] * (feature_map.ndim - 2)
    padded = np.pad(feature_map.astype(float), frame, constant_values=outside)
    everywhere = filter_(padded, (*size, 1)[: padded.ndim])
    first = [side // 2 for side in size]
    last = [length - (side - 1 - side // 2)
            for length, side in zip(padded.shape, size, strict=False)]
    return everywhere[first[0] : last[0] : stride[0], first[1] : last[1] : stride[1]]


@max_versions
@settings(max_examples=100, deadline=None)
@given(window=windows())
def test_max_pooling_agrees_with_scipy_on_any_shape_stride_padding_and_type(max_pool, window):
    feature_map, size, stride, padding = window
    result = max_pool(feature_map, size, stride, padding)
    expected = by_scipy(ndimage.maximum_filter, feature_map, size, stride, padding, -np.inf)
    np.testing.assert_array_equal(result, expected)
    assert result.dtype == feature_map.dtype


@mean_versions
@settings(max_examples=100, deadline=None)
@given(window=windows())
def test_mean_pooling_agrees_with_scipy_on_any_shape_stride_padding_and_type(mean_pool, window):
    feature_map, size, stride, padding = window
    result = mean_pool(feature_map, size, stride, padding)
    expected = by_scipy(ndimage.uniform_filter, feature_map, size, stride, padding, 0)
    np.testing.assert_allclose(result, expected, atol=1e-4)
    assert result.dtype == (np.float32 if feature_map.dtype == np.float32 else np.float64)


@all_versions
def test_without_a_stride_windows_stand_side_by_side_and_the_rest_is_left_out(pool):
    assert pool(np.ones((7, 10)), (2, 3)).shape == (3, 3)


@max_versions
def test_padding_never_wins_even_over_negative_numbers(max_pool):
    np.testing.assert_array_equal(max_pool([[-5, -7]], kernel_size=(1, 2), padding=(0, 1)),
                                  [[-5, -7]])


@mean_versions
def test_padding_counts_as_zero_in_a_mean(mean_pool):
    np.testing.assert_array_equal(mean_pool([[-5, -7]], kernel_size=(1, 2), padding=(0, 1)),
                                  [[-2.5, -3.5]])


@mean_versions
def test_the_mean_of_bytes_does_not_wrap_around(mean_pool):
    np.testing.assert_array_equal(mean_pool(np.full((2, 2), 250, np.uint8)), [[250]])


@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32", "float64", "bool"])
@pytest.mark.parametrize("shape", [(5,), (3, 4), (2, 3, 4), (2, 2, 3, 4)])
def test_relu_keeps_shape_and_type_and_clips_at_zero(dtype, shape):
    array = np.random.default_rng(0).integers(-4, 5, shape).astype(dtype)
    result = pooling.relu(array)
    np.testing.assert_array_equal(result, np.clip(array, 0, None))
    assert (result.dtype, result.shape) == (array.dtype, shape)


def test_relu_leaves_its_argument_alone():
    array = np.array([-1.0, 2.0])
    pooling.relu(array)
    np.testing.assert_array_equal(array, [-1, 2])


BAD = {
    "a window larger than the map": ((np.ones((2, 2)), 3), ValueError, "spanning 3 pixels"),
    "window 0": ((np.ones((4, 4)), 0), ValueError, "kernel_size must be at least 1"),
    "stride 0": ((np.ones((4, 4)), 2, 0), ValueError, "stride must be at least 1"),
    "negative padding": ((np.ones((4, 4)), 2, 2, -1), ValueError, "padding must be at least 0"),
    "padding of more than half a window": (
        (np.ones((4, 4)), 3, 1, 2), ValueError, r"padding=2 is more than half .* most padding=1"),
    "an empty map": ((np.ones((0, 4)),), ValueError, "feature_map is empty"),
    "a row": (([1, 2],), ValueError, "feature_map must have the axes"),
    "NaN": (([[1, np.nan], [1, 1]],), ValueError, r"feature_map holds 1 .* index \(0, 1\)"),
    "text": (("map",), TypeError, "feature_map must be an array of numbers"),
}


@all_versions
@pytest.mark.parametrize(("arguments", "error", "message"), BAD.values(), ids=BAD)
def test_bad_input_gets_an_error_that_says_what_to_do(pool, arguments, error, message):
    with pytest.raises(error, match=message):
        pool(*arguments)


@pytest.mark.parametrize("wrong", [[[np.nan]], [], "text", [[1, 2], [3]]])
def test_relu_refuses_what_is_not_an_array_of_finite_numbers(wrong):
    with pytest.raises((TypeError, ValueError), match="array"):
        pooling.relu(wrong)
