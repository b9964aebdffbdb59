"""The benchmark of the widgets: the right picture is known, and a goal can be missed.

No time is asserted here. What runs in the page is tried in tests/browser/test_bench_probe.py.
"""

import operator

import numpy as np
import pytest
from scipy.signal import correlate2d

from benchmarks.widgets import report, scenes, strokes
from benchmarks.widgets.hands import Drag, what_was_seen
from benchmarks.widgets.report import Goal
from benchmarks.widgets.stage import MOST_DIFFERENCE, Stage, WrongPicture
from cnnlab.plots.cells import signed_scale

EACH_SCENE = pytest.mark.parametrize("scene", [scenes.EXPLORER, scenes.INTERACT_SCENE])


@pytest.fixture(scope="module")
def picture():
    return scenes.image(128)


# The right picture -----------------------------------------------------------------------


def test_the_right_map_slides_the_kernel_without_turning_it_and_keeps_the_size(picture):
    kernel = [[0.5, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    expected = correlate2d(picture.astype(float), kernel, mode="same")
    np.testing.assert_allclose(scenes.right_map(picture, 0.5), expected, atol=1e-9)


@EACH_SCENE
def test_no_two_neighbouring_positions_look_the_same(scene, picture):
    marks = scenes.right_marks(scene, picture)
    steps = np.abs(np.diff(marks.colours.astype(int), axis=0)).mean(axis=(1, 2))
    assert steps.min() > marks.tolerance > 0


@EACH_SCENE
def test_the_column_is_taken_from_the_whole_picture(scene, picture):
    marks = scenes.right_marks(scene, picture)
    whole = scene.colours(scenes.right_map(picture, scenes.WEIGHTS[50]))
    assert np.array_equal(whole[marks.rows, marks.column], marks.colours[50])


def test_our_colours_are_those_of_the_plots_but_for_their_rounding(picture):
    feature_map = scenes.right_map(picture, -1)
    one, other = scenes.EXPLORER.colours(feature_map), scenes.EXPLORER.nearly(feature_map)
    assert np.abs(one.astype(int) - other).max() <= 6


@EACH_SCENE
def test_the_right_picture_on_the_screen_is_accepted(scene, picture, monkeypatch):
    stage, feature_map = Stage.__new__(Stage), scenes.right_map(picture, -1)
    stage.scene = scene
    monkeypatch.setattr(Stage, "whole_picture", lambda self: scene.colours(feature_map))
    stage.compare(feature_map)


@EACH_SCENE
@pytest.mark.parametrize("spoil", [
    lambda shown: np.zeros_like(shown),
    lambda shown: shown[:-1],
    lambda shown: np.vstack([shown[:-1], 255 - shown[-1:]]),
], ids=["black", "too small", "last row wrong"])  # fmt: skip
def test_a_wrong_picture_on_the_screen_stops_the_benchmark(scene, spoil, picture, monkeypatch):
    stage, feature_map = Stage.__new__(Stage), scenes.right_map(picture, -1)
    stage.scene = scene
    monkeypatch.setattr(Stage, "whole_picture", lambda self: spoil(scene.colours(feature_map)))
    with pytest.raises(WrongPicture):
        stage.compare(feature_map)


# What was seen of a drag -----------------------------------------------------------------


def changes(*positions):
    return [{"at": 10 * number, "position": each} for number, each in enumerate(positions)]


def frames(*seen):
    return [{"begun": at - 2, "painted": at, "shown": position} for at, position in seen]


def test_every_position_that_was_painted_counts():
    drag = what_was_seen(changes(5, 6, 7), frames((12, 6), (24, 7)))
    assert drag == Drag(positions=2, shown=2, settle=4, gap=12)


def test_a_position_that_was_passed_over_does_not_count():
    assert what_was_seen(changes(5, 6, 7, 8), frames((25, 6), (36, 8))).shown == 2


def test_a_picture_counts_once_however_long_it_stays():
    assert what_was_seen(changes(5, 6), frames((1, 5), (12, 6), (28, 6), (44, 6))).shown == 1


def test_there_and_back_are_two_positions():
    seen = frames((12, 6), (22, 7), (32, 6))
    assert what_was_seen(changes(5, 6, 7, 6), seen).shown == 3


def test_a_picture_from_before_the_hand_was_there_does_not_count():
    assert what_was_seen(changes(5, 6, 7), frames((5, 7), (12, 6), (25, 7))).shown == 2


def test_the_longest_time_without_a_frame_is_told():
    assert what_was_seen(changes(5, 6), frames((1, 5), (17, 6), (99, 6))).gap == 16
    assert what_was_seen(changes(5, 6), frames((1, 5), (99, 6))).gap == 98


def test_a_frame_that_was_never_painted_does_not_count():
    unpainted = [{"begun": 11, "painted": None, "shown": 6}]
    assert what_was_seen(changes(5, 6), unpainted + frames((3, 5), (30, 6))).settle == 20


# What was seen of a stroke ---------------------------------------------------------------


MAPS = np.random.default_rng(0).normal(size=(3, 4, 5))  # 3 maps of 4 by 5
BOXES = [[0, 0, 15, 12], [19, 0, 15, 12], [0, 16, 15, 12]]  # 3 pixels for each number


def canvas_of(maps, rows):
    """These rows of the canvas on which the maps stand at BOXES."""
    canvas = np.zeros((28, 34, 3), np.uint8)
    scale = signed_scale(maps)
    for (left, top, width, height), each in zip(BOXES, maps, strict=True):
        shades = (each / scale.highest + 1) / 2
        canvas[top : top + height, left : left + width] = np.kron(
            scale.colours(shades, bytes=True)[..., :3], np.ones((3, 3, 1), np.uint8))
    return canvas[rows]


@pytest.mark.parametrize(("whole", "rows"), [
    (False, [7, 23]), (True, [1, 4, 7, 10, 17, 20, 23, 26]),
])
def test_the_right_maps_are_known_by_these_rows_and_others_are_not(whole, rows):
    boxes = np.array(BOXES)
    assert np.unique(strokes.spots(MAPS.shape, boxes, whole)[2]).tolist() == rows
    right, other = MAPS, MAPS.copy()
    other[2, 2, 4] -= 1
    assert strokes.difference(MAPS, canvas_of(right, rows), boxes, whole) <= MOST_DIFFERENCE
    assert strokes.difference(MAPS, canvas_of(other, rows), boxes, whole) > MOST_DIFFERENCE


def test_scores_and_bars_are_those_of_the_network_or_the_benchmark_stops():
    right = {"scores": ["1.1", "−2"], "bars": [95.6893, 4.3107]}  # softmax(1.1, −2), to 4 decimals
    strokes.check_scores(np.array([1.1, -2.0]), right)
    for wrong in ({"scores": ["1.1", "2"]}, {"bars": [95.6, 4.4]}):
        with pytest.raises(WrongPicture):
            strokes.check_scores(np.array([1.1, -2.0]), right | wrong)


class Drawings:
    """A stage on which frames show what they say."""

    def check(self, seen):
        return seen


def test_a_move_waits_for_the_first_frame_with_ink_under_it():
    empty, one, both = np.zeros((1, 2)), np.array([[1, 0]]), np.array([[1, 1]])
    frames = [{"begun": at, "painted": at + 2, "seen": seen}
              for at, seen in ((0, empty), (16, one), (66, both), (82, both))]
    told = {"moves": [{"at": 1}, {"at": 21}], "frames": frames}
    seen = strokes.what_was_seen(Drawings(), [(0, 0), (0, 1)], told)
    assert seen == strokes.Stroke(times=[17, 47], gap=50)


def test_moves_that_never_arrived_stop_the_benchmark():
    with pytest.raises(WrongPicture, match="1 moves arrived, not 2"):
        strokes.what_was_seen(Drawings(), [(0, 0), (0, 1)], {"moves": [{"at": 1}], "frames": []})


# The goals -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "goal", report.GOALS + report.STROKE_GOALS, ids=lambda goal: goal.measure
)
def test_a_goal_can_be_reached_and_missed(goal):
    worse = -1 if goal.holds is operator.ge else 1
    assert report.verdict(goal, {goal.measure: goal.limit - worse})[0]
    assert not report.verdict(goal, {goal.measure: goal.limit + worse})[0]


def test_what_was_not_measured_is_not_reached():
    reached, sentence = report.verdict(Goal("speed", operator.le, 1), {"other": 0})
    assert not reached
    assert "not measured" in sentence


def test_every_goal_is_about_something_that_is_measured():
    drag = Drag(1, 1, 1.0, 1.0)
    measured = {"camera, 320 x 240, maps a second": 1.0} | report.of_cells([1.0])
    for side in (256, 512, 1024):
        measured |= report.of_keys(side, [1.0]) | report.of_drags(side, [drag])
    assert {goal.measure for goal in report.GOALS} <= set(measured)


def test_every_goal_of_a_stroke_is_about_something_that_is_measured():
    stroke = strokes.Stroke(times=[1.0], gap=1.0)
    measured = [report.of_strokes(network, [stroke]) for network in strokes.NETWORKS]
    assert {goal.measure for goal in report.STROKE_GOALS} <= set().union(*measured)


def test_the_worst_of_several_drags_counts():
    measured = report.of_drags(256, [Drag(120, 120, 5.0, 20.0), Drag(120, 90, 9.0, 70.0)])
    assert list(measured.values()) == [90, 9.0, 70.0]


def test_the_table_has_a_dash_where_a_scene_has_no_number():
    *_, last = report.table(["one", "other"], [{"a": 1.0, "b": 2.0}, {"a": 3.0}]).splitlines()
    assert last.split() == ["b", "2.0", "–"]
