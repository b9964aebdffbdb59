import numpy as np
import pytest
from scipy.signal import correlate2d

import cnnlab
from cnnlab import images
from cnnlab.widgets import PoolingExplorer
from cnnlab.widgets.pooling_explorer import shifted

RAMP = np.arange(20.0).reshape(4, 5)


@pytest.fixture
def in_spanish():
    cnnlab.use_language("es")
    yield
    cnnlab.use_language("en")


def random_case(seed):
    """A map, a window and a stride that fit each other, and a kernel as large as the window."""
    rng = np.random.default_rng(seed)
    window, stride = rng.integers(1, 5, 2), rng.integers(1, 5, 2)
    feature_map = rng.normal(size=window + rng.integers(0, 9, 2))
    return feature_map, tuple(window.tolist()), tuple(stride.tolist()), rng.normal(size=window)


def windows(feature_map, window, stride):
    """Every window of the map, cut out one by one: the reference."""
    tops = range(0, feature_map.shape[0] - window[0] + 1, stride[0])
    lefts = range(0, feature_map.shape[1] - window[1] + 1, stride[1])
    return [[feature_map[i : i + window[0], j : j + window[1]] for j in lefts] for i in tops]


# What it computes ------------------------------------------------------------------------


def test_the_map_at_the_start_is_that_of_the_lectures_x():
    ahead = correlate2d(images.x_clean(), [[1, -1, -1], [-1, 1, -1], [-1, -1, 1]], "valid")
    np.testing.assert_array_equal(PoolingExplorer().feature_map, ahead)


def test_the_lectures_map_is_pooled_as_by_hand():
    expected = [[9, 3, 5], [3, 9, 3], [5, 3, 9]]
    np.testing.assert_array_equal(PoolingExplorer().max_pooled, expected)


@pytest.mark.parametrize("seed", range(12))
def test_max_pooled_is_the_largest_number_of_each_window(seed):
    feature_map, window, stride, _ = random_case(seed)
    explorer = PoolingExplorer(feature_map, window=window, stride=stride)
    expected = [[each.max() for each in row] for row in windows(feature_map, window, stride)]
    np.testing.assert_array_equal(explorer.max_pooled, expected)


@pytest.mark.parametrize("seed", range(12))
def test_mean_pooled_is_the_mean_of_each_window(seed):
    feature_map, window, stride, _ = random_case(seed)
    explorer = PoolingExplorer(feature_map, window=window, stride=stride)
    expected = [[each.mean() for each in row] for row in windows(feature_map, window, stride)]
    np.testing.assert_allclose(explorer.mean_pooled, expected, rtol=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_strided_is_the_correlation_at_every_stride(seed):
    feature_map, window, stride, kernel = random_case(seed)
    explorer = PoolingExplorer(feature_map, window=window, stride=stride, kernel=kernel)
    expected = correlate2d(feature_map, kernel, "valid")[:: stride[0], :: stride[1]]
    np.testing.assert_allclose(explorer.strided, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_with_the_kernel_at_the_start_the_strided_convolution_is_mean_pooling(seed):
    feature_map, window, stride, _ = random_case(seed)
    explorer = PoolingExplorer(feature_map, window=window, stride=stride)
    np.testing.assert_allclose(explorer.strided, explorer.mean_pooled, rtol=1e-12)


def test_the_top_left_kernel_is_subsampling():
    explorer = PoolingExplorer(RAMP, window=2, kernel="top_left")
    np.testing.assert_array_equal(explorer.strided, [[0, 2], [10, 12]])


def test_without_a_stride_windows_lie_side_by_side():
    explorer = PoolingExplorer(RAMP, window=(2, 3))
    np.testing.assert_array_equal(explorer.max_pooled, [[7], [17]])


def test_uint8_does_not_wrap_around():
    explorer = PoolingExplorer(np.full((2, 2), 255, np.uint8))
    assert (explorer.mean_pooled.item(), explorer.strided.item()) == (255, 255)


# The shift -------------------------------------------------------------------------------


@pytest.mark.parametrize("shift", [(0, 1), (1, 0), (-1, 2), (3, -4), (-4, -5), (0, 0), (9, 0)])
def test_a_shift_moves_every_number_and_zeros_come_in(shift):
    moved = shifted(RAMP, shift)
    for (row, column), number in np.ndenumerate(moved):
        y, x = row - shift[0], column - shift[1]
        assert number == (RAMP[y, x] if 0 <= y < 4 and 0 <= x < 5 else 0)


def test_the_outputs_of_the_shifted_map_are_those_of_a_map_that_was_shifted():
    explorer = PoolingExplorer(RAMP, shift=(-1, 2), kernel=[[1, 2], [3, 4]])
    other = PoolingExplorer(shifted(RAMP, (-1, 2)), kernel=[[1, 2], [3, 4]])
    for name in ("feature_map", "max_pooled", "mean_pooled", "strided"):
        np.testing.assert_array_equal(getattr(explorer.shifted, name), getattr(other, name))


@pytest.mark.parametrize("name", ["max_pooled", "mean_pooled", "strided"])
def test_a_shift_by_the_stride_moves_each_output_by_one(name):
    explorer = PoolingExplorer(np.random.default_rng(0).normal(size=(8, 9)), window=(2, 3))
    explorer.shift = (2, 3)
    after = getattr(explorer.shifted, name)
    np.testing.assert_allclose(after[1:, 1:], getattr(explorer, name)[:-1, :-1], rtol=1e-12)


# The state -------------------------------------------------------------------------------


def test_a_list_of_lists_is_a_map():
    assert PoolingExplorer([[1, 2], [3, 4]]).max_pooled.tolist() == [[4]]


def test_another_window_gets_a_kernel_of_the_same_kind():
    explorer = PoolingExplorer(window=2)
    explorer.window = (1, 3)
    np.testing.assert_array_equal(explorer.kernel, np.full((1, 3), 1 / 3))


def test_a_larger_window_keeps_the_weights_of_ones_own_kernel():
    explorer = PoolingExplorer(kernel=[[1, 2], [3, 4]])
    explorer.window = 3
    assert explorer.kernel.tolist() == [[1, 2, 0], [3, 4, 0], [0, 0, 0]]


def test_the_browser_sends_window_and_kernel_together():
    explorer = PoolingExplorer()
    explorer.set_state({"window": [1, 2], "kernel": [[5, 6]]})
    assert (explorer.window, explorer.kernel.tolist()) == ((1, 2), [[5, 6]])


def test_the_browser_sends_a_window_alone():
    explorer = PoolingExplorer(kernel="top_left")
    explorer.set_state({"window": 3})
    assert explorer.kernel.tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]


def test_the_browser_takes_the_stride_of_the_window():
    explorer = PoolingExplorer(stride=1)
    explorer.set_state({"stride": None})
    assert explorer.stride is None


def test_a_named_kernel_can_be_assigned():
    explorer = PoolingExplorer(window=(1, 2))
    explorer.kernel = "top_left"
    assert explorer.kernel.tolist() == [[1, 0]]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"feature_map": np.zeros((3, 4, 5))}, "Choose one: feature_map[0]"),
        ({"feature_map": np.zeros((1001, 1000))}, "more than the 1000000"),
        ({"feature_map": []}, "feature_map is empty"),
        ({"feature_map": [[1, np.nan]]}, "not finite numbers"),
        ({"feature_map": "map.png"}, "must be an array of numbers"),
        ({"window": 8}, "spanning 8 pixels does not fit in 7 pixels"),
        ({"window": 0}, "window must be at least 1"),
        ({"window": 2.5}, "window must be a whole number"),
        ({"window": (1, 2, 3)}, "takes one whole number, or two"),
        ({"feature_map": np.zeros((40, 40)), "window": 17}, "at most 16 rows and columns"),
        ({"stride": 0}, "stride must be at least 1"),
        ({"kernel": np.ones((3, 3))}, "as large as the window, (2, 2)"),
        ({"kernel": "median"}, "'mean' or 'top_left'"),
        ({"kernel": [[1, np.inf], [0, 0]]}, "not finite numbers"),
        ({"shift": (0, 1.5)}, "shift must be a whole number"),
        ({"shift": "left"}, "shift must be a whole number"),
    ],
)
def test_what_does_not_work_is_said(arguments, sentence):
    with pytest.raises((ValueError, TypeError)) as error:
        PoolingExplorer(**arguments)
    assert sentence in str(error.value)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("window", 8, "does not fit in 4 pixels"),
        ("feature_map", [[1.0]], "does not fit in 1 pixels"),
        ("kernel", [[1.0]], "as large as the window"),
        ("shift", (1, 2, 3), "or two as"),
    ],
)
def test_an_assignment_that_does_not_fit_leaves_everything_as_it_was(name, value, sentence):
    explorer = PoolingExplorer(RAMP)
    before = explorer.get_state()
    with pytest.raises(ValueError, match=sentence):
        setattr(explorer, name, value)
    assert explorer.get_state() == before


# What stands in its place ----------------------------------------------------------------


def test_the_sentence_says_how_many_numbers_change():
    sentence = repr(PoolingExplorer([[1, 2, 3, 4], [1, 2, 3, 4]], shift=(0, 1)))
    assert "2 (max), 2 (mean) and 2 (strided) of 2 numbers change" in sentence


def test_the_sentence_without_a_shift_says_the_sizes():
    assert "of a map of 7 by 7" in repr(PoolingExplorer())
    assert "each keep 3 by 3." in repr(PoolingExplorer())


def test_the_sentence_is_spanish_in_spanish(in_spanish):
    assert "ventana" in repr(PoolingExplorer())
