"""The benchmark measures what it says: the same job for all, honest ratios, goals that can fail.

No time is asserted here. PyTorch and OpenCV are not needed: a stand-in module takes their place.
"""

import os
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import report  # noqa: E402
import run  # noqa: E402
import turns  # noqa: E402
from libraries import LIBRARIES, PEERS  # noqa: E402
from process import Process  # noqa: E402
from turns import Against, Case, Measured, library_process  # noqa: E402

LARGE = Case(256, 31, "float32")


def measured(ratio: float, case: Case = LARGE, **changes: Against) -> Measured:
    return Measured(case, 0.001, {peer: Against(ratio, 9) for peer in PEERS} | changes)


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Return a function that puts a module of our own in the place of an installed one."""
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{ROOT}")
    return lambda name, code: (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")


@pytest.fixture
def start():
    """Return a function that starts a library's process; all are stopped after the test."""
    started = []

    def start(name: str) -> Process:
        started.append(library_process(name))
        return started[-1]

    yield start
    for process in started:
        process.stop()


@pytest.mark.parametrize("name", ["cnnlab", "ndimage", "correlate2d"])
def test_every_library_slides_the_kernel_without_turning_it_and_keeps_the_size(name):
    rng = np.random.default_rng(0)
    image, kernel = rng.standard_normal((8, 9)), rng.standard_normal((3, 5))
    windows = sliding_window_view(np.pad(image, ((1, 1), (2, 2))), (3, 5))
    expected = np.einsum("pqij,ij->pq", windows, kernel)
    np.testing.assert_allclose(LIBRARIES[name].prepare(image, kernel)(), expected)


def test_a_ratio_compares_times_of_the_same_round_only():
    rounds = [{"cnnlab": 1.0, "opencv": 4.0}, {"cnnlab": 9.0}, {"cnnlab": 6.0, "opencv": 2.0}]
    assert turns.ratios("opencv", rounds) == [0.25, 3.0]


def test_the_difference_of_two_results_is_relative_to_the_largest_value():
    assert turns.difference(np.array([0.0, -7.0]), np.array([0.0, -8.0])) == 0.125


def test_a_library_that_is_not_installed_is_a_missing_peer_and_the_run_goes_on(
    stand_in, start, tmp_path
):
    stand_in("cv2", "raise ImportError('no cv2')")
    processes = {name: start(name) for name in ("cnnlab", "opencv", "ndimage")}
    processes |= {name: start("opencv") for name in ("pytorch", "correlate2d")}
    result = turns.measure(Case(28, 3, "float64"), processes, tmp_path)
    assert result.against["opencv"].error == "not installed (no cv2)"
    assert result.against["ndimage"].ratio > 0
    assert report.line(result).count("missing") == 3


def test_a_peer_that_computes_something_else_is_named(stand_in, start, tmp_path):
    stand_in("cv2", "__version__ = '0'; BORDER_CONSTANT = 0\n"
                    "def filter2D(image, *_, **__): print('chatter'); return image\n")
    processes = {name: start(name) for name in ("cnnlab", "opencv")}
    processes |= {name: start("opencv") for name in ("pytorch", "ndimage", "correlate2d")}
    result = turns.measure(Case(28, 3, "float32"), processes, tmp_path)
    assert "opencv" in report.disagreeing(result)
    assert "DISAGREE" in report.line(result)


def test_an_exception_in_a_library_is_an_answer(stand_in, start, tmp_path):
    stand_in("cv2", "__version__ = '0'\n")  # without filter2D
    for name in ("image", "kernel"):
        np.save(tmp_path / f"{name}.npy", np.ones((3, 3)))
    answer = turns._prepare("opencv", start("opencv"), tmp_path)
    assert answer["error"].startswith("AttributeError")


def test_a_process_that_dies_is_an_error_and_not_a_wait_without_end(stand_in, start):
    stand_in("cv2", "raise SystemExit")
    assert start("opencv").ask(do="burst", calls=1) == {"error": "the process stopped"}


@pytest.mark.parametrize("goal", report.GOALS)
def test_one_case_over_the_limit_misses_a_goal_and_is_named(goal):
    good, bad = measured(goal.limit), measured(goal.limit * 1.01, Case(512, 31, "float64"))
    assert report.verdict(goal, [good])[0]
    reached, sentence = report.verdict(goal, [good, bad, good])
    assert not reached
    assert "512x512 with 31x31, float64" in sentence


def test_the_goals_speak_of_256_pixels_and_more():
    small = measured(100.0, Case(128, 31, "float32"))
    assert all(report.verdict(goal, [small, measured(0.1)])[0] for goal in report.GOALS)


@pytest.mark.parametrize("goal", report.GOALS)
def test_a_goal_that_nothing_was_measured_for_is_not_reached(goal):
    missing = measured(0.1, **{goal.peer: Against(error="not installed (no such module)")})
    assert not report.verdict(goal, [missing])[0]


def test_every_number_stands_under_its_heading():
    head = report.heading("float32").splitlines()[-1]
    row = report.line(measured(0.5))
    ends = [head.index(LIBRARIES[peer].title) + len(LIBRARIES[peer].title) for peer in PEERS]
    assert [row[end - 6 : end].strip() for end in ends] == ["0.500"] * len(PEERS)


def test_a_peer_with_fewer_rounds_is_marked():
    few = measured(0.5, opencv=Against(0.25, rounds=turns.SLOW_ROUNDS))
    assert report.line(few).count("*") == 1


@pytest.mark.parametrize(("ratio", "exit_code"), [(0.1, 0), (1.5, 1)])
def test_strict_turns_a_missed_goal_into_an_exit_code(monkeypatch, ratio, exit_code):
    monkeypatch.setattr(sys, "argv", ["run.py", "--strict"])
    monkeypatch.setattr(run, "LIBRARIES", {})
    monkeypatch.setattr(run, "print_table", lambda chosen, processes: [measured(ratio)])
    assert run.main() == exit_code
