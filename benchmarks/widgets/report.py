"""From measurements to a table that a person can read, and to the goals it has to meet."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from benchmarks.widgets.hands import MOVES, Drag
from benchmarks.widgets.strokes import DIGITS, MANY_MAPS, Network, Stroke

Measured = dict[str, float]  # what was measured -> its number; both scenes have one
WIDTH = 52


class Goal(NamedTuple):
    """What the widget has to reach; `measure` is a key of its measurements."""

    measure: str
    holds: Callable[[float, float], bool]
    limit: float


GOALS = [
    Goal("256 x 256, key to picture, median (ms)", operator.le, 17),
    Goal("256 x 256, key to picture, p95 (ms)", operator.le, 25),
    Goal(f"256 x 256, drag: shown, of {MOVES}", operator.ge, 115),
    Goal("512 x 512, key to picture, p95 (ms)", operator.lt, 50),
    Goal("1024 x 1024, drag: longest stand-still (ms)", operator.lt, 100),
    Goal("first picture after the cell ran, slowest (ms)", operator.lt, 200),
    Goal("camera, 320 x 240, maps a second", operator.ge, 25),
]
STROKE_GOALS = [
    Goal(f"{DIGITS.name}, move to painted, p95 (ms)", operator.le, 50),
    Goal(f"{MANY_MAPS.name}, longest stand-still (ms)", operator.lt, 100),
]
SIGNS = {operator.le: "at most", operator.lt: "less than", operator.ge: "at least"}


def of_keys(side: int, times: list[float]) -> Measured:
    """Return what the key presses say."""
    name = f"{side} x {side}, key to picture"
    return {
        f"{name}, median (ms)": float(np.median(times)),
        f"{name}, p95 (ms)": float(np.percentile(times, 95)),
    }


def of_drags(side: int, drags: list[Drag]) -> Measured:
    """Return what the drags say; the worst one counts."""
    name = f"{side} x {side}, drag"
    return {
        f"{name}: shown, of {MOVES}": min(each.shown for each in drags),
        f"{name}: last position to its picture (ms)": max(each.settle for each in drags),
        f"{name}: longest stand-still (ms)": max(each.gap for each in drags),
    }


def of_cells(times: list[float]) -> Measured:
    """Return what running the cell says; the first time in a page it also loads the widget."""
    name = "first picture after the cell ran"
    return {
        f"{name}, median (ms)": float(np.median(times)),
        f"{name}, slowest (ms)": max(times),
    }


def of_strokes(network: Network, strokes: list[Stroke]) -> Measured:
    """Return what the strokes on a network's sheet say."""
    times = np.concatenate([each.times for each in strokes])
    return {
        f"{network.name}, move to painted, median (ms)": float(np.median(times)),
        f"{network.name}, move to painted, p95 (ms)": float(np.percentile(times, 95)),
        f"{network.name}, longest stand-still (ms)": float(max(each.gap for each in strokes)),
    }


def heading(names: list[str]) -> str:
    """Return the line above the numbers."""
    return " " * WIDTH + "".join(f"{name:>24}" for name in names)


def line(measure: str, scenes: list[Measured]) -> str:
    """Return one line of the table; a scene without that number has a dash."""
    numbers = [f"{scene[measure]:.1f}" if measure in scene else "–" for scene in scenes]
    return f"{measure:<{WIDTH}}" + "".join(f"{number:>24}" for number in numbers)


def table(names: list[str], scenes: list[Measured]) -> str:
    """Return all numbers, the scenes side by side."""
    measures = dict.fromkeys(measure for scene in scenes for measure in scene)
    return "\n".join([heading(names), *(line(measure, scenes) for measure in measures)])


def verdict(goal: Goal, widget: Measured) -> tuple[bool, str]:
    """Return whether a goal is reached, and a sentence; what was not measured is not reached."""
    wanted = f"{goal.measure}: {SIGNS[goal.holds]} {goal.limit:g}"
    if goal.measure not in widget:
        return False, f"MISSED   {wanted}; not measured"
    reached = goal.holds(widget[goal.measure], goal.limit)
    return reached, f"{'reached' if reached else 'MISSED '}  {wanted}; {widget[goal.measure]:.1f}"
