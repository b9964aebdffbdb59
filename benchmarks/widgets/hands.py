"""What a hand does, and how long the eye waits: keys, a drag, the camera, a cell that is run.

Times are in milliseconds. All of them end when a frame with the right picture has been painted.
"""

from __future__ import annotations

import itertools
import random
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.widgets.scenes import STEP, WEIGHTS, right_map
from benchmarks.widgets.stage import FIRST, Stage, WrongPicture

MOVES = 120  # of the mouse, in a drag
PACE = 0.02  # seconds from one to the next
FROM, TO = 20, 180  # positions between which the mouse goes


def press_keys(stage: Stage, presses: int) -> list[float]:
    """Press an arrow key on the slider, there and back; return the time to the picture of each."""
    stage.page.locator(stage.scene.slider).last.focus()
    times, position = [], FIRST
    for number in range(presses):
        key, step = ("ArrowRight", 1) if number < presses / 2 else ("ArrowLeft", -1)
        position += step
        stage.rest(120 + 20 * random.random())  # at any moment of a frame
        stage.page.evaluate("probe.forget()")
        stage.page.keyboard.press(key)
        painted = stage.painted_at(position)
        times.append(painted - stage.page.evaluate("probe.keyAt"))
    stage.check(position)
    return times


@dataclass(frozen=True)
class Drag:
    """What was seen of a drag."""

    positions: int  # that the slider took
    shown: int  # of these, how many were painted in their turn
    settle: float  # from the last position to its picture
    gap: float  # the longest time without a frame: the page stood still


def drag(stage: Stage) -> Drag:
    """Drag the slider there and back, with many moves of the mouse."""
    mouse = stage.page.mouse
    now = stage.page.evaluate("probe.position()")
    there = np.linspace(FROM, TO, MOVES // 2 + 1)
    held, *places = places_on_the_slider(stage, [now, *there, *there[-2::-1]])
    mouse.move(*held)
    mouse.down()
    mouse.move(*places[0], steps=5)
    stage.rest(500)
    stage.page.evaluate("probe.forget()")
    start = time.perf_counter()
    for number, place in enumerate(places[1:], 1):
        time.sleep(max(0.0, start + number * PACE - time.perf_counter()))
        mouse.move(*place)
    mouse.up()
    last = stage.page.evaluate("probe.changes.at(-1)")
    stage.check(last["position"], since=last["at"])
    return what_was_seen(*stage.page.evaluate("[probe.changes, probe.frames]"))


def places_on_the_slider(stage: Stage, positions: list[float]) -> list[tuple[float, float]]:
    """Return where the mouse takes hold of each position, as (x, y) in the page."""
    left, right, y = stage.page.evaluate("probe.track()")
    weights = WEIGHTS[0] + STEP * np.array(positions)
    return [(left + (weight + 4) / 8 * (right - left), y) for weight in weights]


def what_was_seen(changes: list[dict[str, Any]], frames: list[dict[str, Any]]) -> Drag:
    """Find each position of the slider among the pictures that followed, in the same order.

    >>> changes = [{"at": 0, "position": 7}, {"at": 10, "position": 8}, {"at": 20, "position": 9}]
    >>> frames = [{"begun": at, "painted": at + 2, "shown": at // 3} for at in (21, 28)]
    >>> what_was_seen(changes, frames)
    Drag(positions=2, shown=1, settle=10, gap=7)
    """
    taken = changes[1:]  # the first is where the mouse went down
    frames = [frame for frame in frames if frame["painted"] is not None]
    shown = next_one = 0
    for frame in frames:
        for number, change in enumerate(taken[next_one:], next_one):
            if change["position"] == frame["shown"] and change["at"] <= frame["painted"]:
                shown, next_one = shown + 1, number + 1
                break
    last = taken[-1]
    settled = next(
        frame["painted"] for frame in frames
        if frame["painted"] >= last["at"] and frame["shown"] == last["position"]
    )  # fmt: skip
    during = [frame["begun"] for frame in frames if frame["begun"] <= settled]
    gap = max(after - before for before, after in itertools.pairwise(during))
    return Drag(len(taken), shown, settled - last["at"], gap)


def run_cells(stage: Stage, times: int) -> list[float]:
    """Run the widget's cell again and again; return the times from its end to the picture."""
    waited = []
    for number in range(times):
        position = FIRST + 3 * (number + 1)
        stage.page.evaluate("probe.forget()")
        stage.show_again(position)
        waited.append(stage.time_to_picture(position))
    stage.check(position)
    return waited


def camera_frames(stage: Stage, seconds: float = 5) -> float:
    """Turn the camera on; return how many different maps a second were painted."""
    button = stage.page.locator("section.cnnlab-filter-explorer [data-part=camera]")
    button.click()
    stage.page.wait_for_function("probe.element()?.width === 320")
    stage.rest(1000)
    stage.page.evaluate("probe.hashing = true; probe.forget()")
    stage.rest(1000 * seconds)
    frames = stage.page.evaluate("probe.hashing = false, probe.frames")
    button.click()
    stage.rest(500)
    compare_with_kernel(stage)
    keys = [frame["key"] for frame in frames if frame["painted"] is not None]
    length = (frames[-1]["begun"] - frames[0]["begun"]) / 1000
    return sum(after != before for before, after in itertools.pairwise(keys)) / length


def compare_with_kernel(stage: Stage) -> None:
    """Raise if the map on the screen is not that of the image and the weight that Python has."""
    rows, weight = stage.ask_kernel("[shown.image.tolist(), float(shown.kernel[0, 0])]")
    if np.std(rows) < 1:
        raise WrongPicture("The camera's picture is empty.")
    grey = np.array(rows) if np.ndim(rows) == 2 else to_grey(np.array(rows))
    stage.compare(right_map(grey, weight))


def to_grey(image: np.ndarray) -> np.ndarray:
    """Return the brightness of a colour image."""
    from cnnlab import images

    return images.to_grey(image.astype(np.uint8))
