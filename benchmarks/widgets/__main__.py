"""How soon does a widget answer, beside interact with Matplotlib? One run, one table, the goals.

python -m benchmarks.widgets                  everything, about seven minutes
python -m benchmarks.widgets --only strokes   only NetworkExplorer, a minute and a half
python -m benchmarks.widgets --quick          256 x 256 only, a few presses and strokes
python -m benchmarks.widgets --strict         exit code 1 if a goal is missed
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks.widgets import hands, report, strokes
from benchmarks.widgets.report import Measured
from benchmarks.widgets.scenes import EXPLORER, INTERACT_SCENE, Scene, image
from benchmarks.widgets.stage import (
    LabWithDelay,
    Stage,
    folder_name,
    open_browser,
    write_notebook,
)
from tests.browser.lab_server import LabServer

SCENES = [EXPLORER, INTERACT_SCENE]
SIDES = [256, 512, 1024]
ROUNDS, PRESSES, CELLS, TRIPS, STROKES = 2, 40, 8, 60, 20


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="only a few of each")
    parser.add_argument("--strict", action="store_true", help="exit code 1 if a goal is missed")
    parser.add_argument("--only", choices=["filters", "strokes"], help="one of the two widgets")
    chosen = parser.parse_args()
    chosen.sides = SIDES[:1] if chosen.quick else SIDES
    chosen.rounds, chosen.presses = (1, 10) if chosen.quick else (ROUNDS, PRESSES)
    chosen.strokes = 4 if chosen.quick else STROKES
    return chosen


def print_setting(browser: Browser) -> None:
    packages = ["jupyterlab", "anywidget", "ipywidgets", "matplotlib"]
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    print(f"{date.today()}, {os.cpu_count()} cores, Chromium {browser.version} without a window "
          f"or a graphics card, {versions}.")  # fmt: skip
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0  # Windows doesn't know
    if load > 1:
        print(f"OTHER PROGRAMS ARE BUSY (load {load:.1f}): close them, and repeat.")


def measure(browser: Browser, lab: LabServer, scene: Scene, chosen: argparse.Namespace) -> Measured:
    """Measure one scene with photographs of every size."""
    measured: Measured = {}
    for side in chosen.sides:
        times, drags, shown, costs = [], [], [], []
        for _ in range(chosen.rounds):
            with Stage(browser, lab, scene, side) as stage:
                times += hands.press_keys(stage, chosen.presses)
                drags.append(hands.drag(stage))
                costs += stage.page.evaluate("probe.frames.map(({ cost }) => cost)")
                if side == SIDES[0]:
                    shown += [stage.first, *hands.run_cells(stage, CELLS)]
        measured |= report.of_keys(side, times) | report.of_drags(side, drags)
        measured |= report.of_cells(shown) if shown else {}
        print(f"  {scene.name}, {side} x {side}: done; "
              f"looking took {np.median(costs):.1f} ms of a frame", flush=True)  # fmt: skip
    return measured


def measure_camera(browser: Browser, lab: LabServer) -> Measured:
    with Stage(browser, lab, EXPLORER, SIDES[0]) as stage:
        return {"camera, 320 x 240, maps a second": hands.camera_frames(stage)}


def round_trip(browser: Browser, lab: LabServer) -> float:
    """Return the median time from the browser to the kernel and back."""
    with Stage(browser, lab, INTERACT_SCENE, SIDES[0]) as stage:
        return float(np.median(stage.page.evaluate("count => probe.roundTrips(count)", TRIPS)))


def measure_strokes(browser: Browser, folder: Path, chosen: argparse.Namespace) -> Measured:
    """Draw on the sheets of two networks."""
    measured: Measured = {}
    for network in strokes.NETWORKS:
        strokes.write_notebook(folder / "notebooks", network)
    with LabServer(folder / "lab", folder / "notebooks", "en") as lab:
        for network in strokes.NETWORKS:
            with strokes.StrokeStage(browser, lab, network) as stage:
                drawn = [strokes.draw(stage, number) for number in range(chosen.strokes)]
            measured |= report.of_strokes(network, drawn)
            print(f"  NetworkExplorer, {network.name}: done", flush=True)
    return measured


def measure_filters(
    browser: Browser, folder: Path, chosen: argparse.Namespace
) -> tuple[list[Measured], str]:
    """Return the numbers of each scene, and a sentence about the kernel."""
    for scene in SCENES:
        for side in chosen.sides:
            write_notebook(folder / "notebooks", folder_name(scene, side), scene.code, image(side))
    with LabServer(folder / "lab", folder / "notebooks", "en") as lab:
        scenes = [measure(browser, lab, scene, chosen) for scene in SCENES]
        scenes[0] |= measure_camera(browser, lab)
        soon = round_trip(browser, lab)
    with LabWithDelay(folder / "lab-with-delay", folder / "notebooks", "en") as lab:
        late = round_trip(browser, lab)
    return scenes, (f"to the kernel and back, median: {soon:.1f} ms with cnnlab.nodelay, "
                    f"{late:.1f} ms without")  # fmt: skip


def run(browser: Browser, folder: Path, chosen: argparse.Namespace) -> list[tuple[bool, str]]:
    """Measure, print the tables, and return whether each goal is reached, and a sentence."""
    print_setting(browser)
    verdicts = []
    for name in ("filters/lab", "filters/lab-with-delay", "strokes/lab"):
        (folder / name).mkdir(parents=True)
    if chosen.only != "strokes":
        scenes, said = measure_filters(browser, folder / "filters", chosen)
        print(f"\n{report.table([scene.name for scene in SCENES], scenes)}\n\n{said}\n")
        verdicts += [report.verdict(goal, scenes[0]) for goal in report.GOALS]
    if chosen.only != "filters":
        measured = measure_strokes(browser, folder / "strokes", chosen)
        print(f"\n{report.table(['NetworkExplorer'], [measured])}\n")
        verdicts += [report.verdict(goal, measured) for goal in report.STROKE_GOALS]
    return verdicts


def main() -> int:
    chosen, start = options(), perf_counter()
    folder = tempfile.TemporaryDirectory(prefix="cnnlab-bench-")
    with folder, sync_playwright() as playwright, open_browser(playwright) as browser:
        verdicts = run(browser, Path(folder.name), chosen)
    print(f"Goals, after {perf_counter() - start:.0f} s:")
    for _, sentence in verdicts:
        print(f"  {sentence}")
    return int(chosen.strict and not all(reached for reached, _ in verdicts))


if __name__ == "__main__":
    sys.exit(main())
