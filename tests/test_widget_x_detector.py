"""The X detector without a browser: what it computes, and what it can and can't tell apart."""

import numpy as np
import pytest
from scipy import ndimage, signal

import cnnlab
from cnnlab import images
from cnnlab.widgets import XDetector
from cnnlab.widgets.x_drawings import DRAWINGS, named_drawings, x_shape


@pytest.fixture
def random_detector():
    """A detector in which no number is special."""
    rng = np.random.default_rng(8)
    return XDetector(
        rng.uniform(-1, 1, (8, 11)), filters=rng.normal(size=(3, 3, 3)),
        thresholds=rng.normal(size=3), pool=(2, 3), stride=(2, 1),
    )


# The lecture's numbers -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "places"),
    [
        (0, [(1, 1), (2, 2), (4, 4), (5, 5)]),
        (1, [(3, 3)]),
        (2, [(1, 5), (2, 4), (4, 2), (5, 1)]),
    ],
)
def test_on_the_clean_x_each_filter_reaches_9_where_the_lecture_says(number, places):
    assert [tuple(place) for place in np.argwhere(XDetector().maps[number] == 9)] == places


def test_on_the_deformed_x_the_filters_reach_7_3_and_7():
    maps = XDetector(images.x_deformed()).maps
    assert maps.max(axis=(1, 2)).tolist() == [7, 3, 7]


def test_with_the_strict_threshold_the_clean_x_is_an_x():
    assert XDetector().is_x


def test_with_the_strict_threshold_the_deformed_x_is_not_an_x():
    assert not XDetector(images.x_deformed()).is_x


def test_lower_thresholds_find_the_deformed_x():
    assert XDetector(images.x_deformed(), thresholds=[6, 2, 6]).is_x


# What it can't do ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["O", "K", "Y", "only \\", "only /"])
def test_the_threshold_that_finds_the_deformed_x_lets_others_in(name):
    assert not XDetector(DRAWINGS[name]).is_x
    assert XDetector(DRAWINGS[name], thresholds=2).is_x


@pytest.mark.parametrize("name", ["plus", "T", "empty"])
def test_at_that_threshold_some_are_still_kept_out(name):
    assert not XDetector(DRAWINGS[name], thresholds=2).is_x


def test_the_parts_of_an_x_pass_wherever_they_lie():
    assert XDetector(DRAWINGS["parts of an X"]).is_x


@pytest.mark.parametrize("name", ["small X", "thick X"])
def test_an_x_of_another_make_is_missed(name):
    assert not XDetector(DRAWINGS[name]).is_x


@pytest.mark.parametrize("angle", [15, 30, 45])
def test_a_turned_x_is_missed(angle):
    assert not XDetector(x_shape(angle=angle)).is_x


@pytest.mark.parametrize("shift", [(0, 0), (1, 1), (-1, 1), (0, -1)])
def test_a_shifted_x_is_found(shift):
    assert XDetector(x_shape(shift=shift)).is_x


# From step to step -----------------------------------------------------------------------


def test_the_maps_are_those_of_scipy(random_detector):
    expected = [
        signal.correlate2d(random_detector.image, each, "valid") for each in random_detector.filters
    ]
    np.testing.assert_allclose(random_detector.maps, expected, rtol=0, atol=1e-12)


def test_the_bias_is_minus_the_threshold():
    detector = XDetector(thresholds=[1, 2, 3.5])
    np.testing.assert_array_equal(
        (detector.biased - detector.maps)[:, 0, 0], [-1, -2, -3.5]
    )


def test_relu_leaves_nothing_below_zero(random_detector):
    positive = random_detector.biased > 0
    np.testing.assert_array_equal(
        random_detector.rectified, np.where(positive, random_detector.biased, 0)
    )


def test_without_relu_the_numbers_stay(random_detector):
    random_detector.relu = False
    np.testing.assert_array_equal(random_detector.rectified, random_detector.biased)


def test_pooling_keeps_the_largest_of_each_window(random_detector):
    for rectified, pooled in zip(random_detector.rectified, random_detector.pooled, strict=True):
        # SciPy's window is around each place: this one begins 1 column to the left of it.
        around = ndimage.maximum_filter(rectified, size=(2, 3), origin=(-1, 0))
        height, width = rectified.shape
        expected = around[0 : height - 1 : 2, 1 : width - 1 : 1]
        np.testing.assert_array_equal(pooled, expected)


@pytest.mark.parametrize("pool", [None, 7, 100])
def test_a_window_as_large_as_the_map_leaves_one_number(pool):
    np.testing.assert_array_equal(XDetector(pool=pool).pooled, [[[1]], [[1]], [[1]]])


def test_a_window_that_leaves_the_edge_out_can_lose_evidence():
    """The only 9 of this stroke is in row 6 of the map, and windows of 2 end at row 5."""
    image = np.full((9, 9), -1)
    image[[6, 7, 8], [6, 7, 8]] = 1
    assert XDetector(image, pool=3, stride=2).evidence[0] == 1
    assert XDetector(image, pool=2, stride=2).evidence[0] == 0


def test_the_score_is_the_smallest_evidence():
    detector = XDetector(thresholds=[0, 4, 8])
    assert detector.evidence.tolist() == [9, 5, 1]
    assert detector.score == 1


def test_a_score_of_zero_is_not_an_x():
    detector = XDetector(thresholds=9)
    assert (detector.score, detector.is_x, detector.verdict) == (0, False, "not an X")


def test_the_verdict_is_the_same_without_relu():
    for name, drawing in DRAWINGS.items():
        verdicts = {XDetector(drawing, thresholds=4, relu=relu).is_x for relu in (True, False)}
        assert len(verdicts) == 1, name


# What it takes ---------------------------------------------------------------------------


def test_booleans_are_strokes_and_paper():
    np.testing.assert_array_equal(XDetector(images.x_clean() > 0).image, images.x_clean())


def test_a_drawing_may_be_a_list_of_another_size():
    detector = XDetector([[-1, 1, -1, 1, -1, 1]] * 5)
    assert detector.maps.shape == (3, 3, 4)


def test_one_threshold_goes_for_all():
    assert XDetector(thresholds=2).thresholds.tolist() == [2, 2, 2]


def test_filters_may_bring_their_names():
    kernels = {name: np.full((3, 3), number) for number, name in enumerate("abc")}
    detector = XDetector(filters=kernels)
    assert detector.names == ["a", "b", "c"]
    assert detector.filters[:, 0, 0].tolist() == [0, 1, 2]


@pytest.mark.parametrize("image", [np.ones((4, 9)), np.ones((9, 17))])
def test_a_drawing_of_an_unfit_size_is_refused(image):
    with pytest.raises(ValueError, match="from 5 to 16 rows and columns"):
        XDetector(image)


def test_a_photograph_is_refused_with_the_remedy():
    image = np.arange(81, dtype=np.uint8).reshape(9, 9)
    with pytest.raises(ValueError, match=r"np\.where\(image > 40, 1, -1\)"):
        XDetector(image)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_number_that_is_not_finite_is_refused(value):
    image = np.ones((9, 9))
    image[2, 3] = value
    with pytest.raises(ValueError, match=r"the first is .* at index \(2, 3\)"):
        XDetector(image)


@pytest.mark.parametrize(
    "filters", [np.ones((2, 3, 3)), np.ones((3, 5, 5)), {"a": np.ones((3, 3))}]
)
def test_other_than_three_filters_of_3_by_3_are_refused(filters):
    with pytest.raises(ValueError, match="three filters of 3 by 3"):
        XDetector(filters=filters)


@pytest.mark.parametrize("thresholds", [[1, 2], [[1, 2, 3]]])
def test_two_thresholds_for_three_filters_are_refused(thresholds):
    with pytest.raises(ValueError, match="one for each of the three filters"):
        XDetector(thresholds=thresholds)


@pytest.mark.parametrize("setting", [{"pool": 0}, {"stride": 0}])
def test_a_window_or_stride_of_0_is_refused(setting):
    with pytest.raises(ValueError, match="at least 1"):
        XDetector(**setting)


def test_after_a_refusal_the_old_drawing_stays():
    detector = XDetector()
    with pytest.raises(ValueError, match="strokes"):
        detector.image = np.full((9, 9), 200)
    np.testing.assert_array_equal(detector.image, images.x_clean())


# State and words -------------------------------------------------------------------------


def test_what_the_browser_sends_is_there_for_the_next_cell():
    detector = XDetector()
    detector.set_state({
        "image": images.x_deformed().tolist(), "thresholds": [6, 2, 6], "pool": None,
        "filters": np.ones((3, 3, 3)).tolist(),
    })
    np.testing.assert_array_equal(detector.image, images.x_deformed())
    assert detector.thresholds.tolist() == [6, 2, 6]
    assert detector.pool is None
    np.testing.assert_array_equal(detector.filters, np.ones((3, 3, 3)))


def test_what_python_sets_is_sent_to_the_browser():
    detector = XDetector()
    detector.image, detector.thresholds = DRAWINGS["O"], 2
    state = detector.get_state()
    assert state["image"] == DRAWINGS["O"].tolist()
    assert state["thresholds"] == [2, 2, 2]


def test_an_array_can_not_be_changed_behind_the_screens_back():
    with pytest.raises(ValueError, match="read-only"):
        XDetector().image[0, 0] = 1


def test_draw_x_draws_on_the_grid_that_is_there_and_sets_the_sliders():
    detector = XDetector(np.ones((11, 7)))
    detector.draw_x(angle=30, size=2)
    np.testing.assert_array_equal(detector.image, x_shape(angle=30, size=2, grid=(11, 7)))
    assert detector.shape == {"shift": [0, 0], "size": 2, "angle": 30, "shear": 0}


def test_it_says_what_it_shows():
    assert repr(XDetector()) == "X detector: an X, score 1."


def test_a_picture_stands_in_its_place():
    data, _ = XDetector()._repr_mimebundle_()
    assert data["image/png"]
    assert data["text/plain"] == "X detector: an X, score 1."


# An X by its measures --------------------------------------------------------------------


def distance_by_walking(shift=(0, 0), size=3, angle=0, shear=0, grid=(9, 9)):
    """Walk along both strokes in tiny steps, and note how near they come to each cell."""
    steps = np.linspace(-size, size, 20001)
    turn = np.exp(1j * np.radians(angle))  # columns are real, rows imaginary: clockwise, as seen
    strokes = np.concatenate([(lean + shear) * steps + 1j * steps for lean in (1, -1)]) * turn
    strokes += (grid[1] - 1) / 2 + shift[1] + 1j * ((grid[0] - 1) / 2 + shift[0])
    rows, columns = np.indices(grid)
    return np.abs((columns + 1j * rows)[..., np.newaxis] - strokes).min(axis=-1)


@pytest.mark.parametrize("seed", range(25))
def test_the_cells_of_an_x_are_those_that_its_strokes_come_near(seed):
    rng = np.random.default_rng(seed)
    measures = {
        "shift": rng.uniform(-2, 2, 2), "size": rng.uniform(0.5, 5), "angle": rng.uniform(-90, 90),
        "shear": rng.uniform(-1, 1), "grid": tuple(rng.integers(5, 12, 2).tolist()),
    }
    distance = distance_by_walking(**measures)
    clear = np.abs(distance - 0.6) > 1e-3  # the steps are tiny, but not infinitely
    np.testing.assert_array_equal((x_shape(**measures) > 0)[clear], (distance < 0.6)[clear])


def test_without_measures_it_is_the_lectures_x():
    np.testing.assert_array_equal(x_shape(), images.x_clean())


def test_turned_by_45_degrees_an_x_is_a_plus():
    expected = np.full((9, 9), -1)
    expected[4, :] = expected[:, 4] = 1
    np.testing.assert_array_equal(x_shape(angle=45), expected)


def test_an_x_turned_by_90_degrees_is_the_same_x():
    np.testing.assert_array_equal(x_shape(angle=90), x_shape())


def test_a_positive_angle_turns_clockwise():
    """The lower right end, at row 7 and column 7, moves down and to the left."""
    assert (x_shape(angle=20)[8, 6], x_shape(angle=-20)[8, 6]) == (1, -1)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"size": 0}, ValueError), ({"angle": np.nan}, ValueError), ({"shear": "1"}, TypeError),
        ({"shift": 1}, ValueError), ({"shift": (1, 2, 3)}, ValueError),
        ({"grid": (0, 9)}, ValueError),
    ],
)
def test_an_x_that_can_not_be_drawn_is_refused(wrong, error):
    with pytest.raises(error, match=next(iter(wrong))):
        x_shape(**wrong)


def test_every_drawing_has_a_name_in_the_students_language():
    cnnlab.use_language("es")
    try:
        names = [name for name, _ in named_drawings()]
    finally:
        cnnlab.use_language("en")
    assert len(set(names)) == len(DRAWINGS)


def test_every_drawing_is_one_of_9_by_9():
    assert {drawing.shape for drawing in DRAWINGS.values()} == {(9, 9)}
    assert all(set(np.unique(drawing)) <= {-1, 1} for drawing in DRAWINGS.values())
