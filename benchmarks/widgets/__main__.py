"""How soon does a widget answer, beside interact with Matplotlib? One run, one table, the goals.

python -m benchmarks.widgets            everything, about four minutes
python -m benchmarks.widgets --quick    256 x 256 only, a few presses
python -m benchmarks.widgets --strict   exit code 1 if a goal is missed
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

from benchmarks.widgets import hands, report
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
ROUNDS, PRESSES, CELLS, TRIPS = 2, 40, 8, 60


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="256 x 256 only, a few presses")
    parser.add_argument("--strict", action="store_true", help="exit code 1 if a goal is missed")
    chosen = parser.parse_args()
    chosen.sides = SIDES[:1] if chosen.quick else SIDES
    chosen.rounds, chosen.presses = (1, 10) if chosen.quick else (ROUNDS, PRESSES)
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


def run(chosen: argparse.Namespace, folder: Path) -> tuple[list[Measured], list[str]]:
    """Measure everything; return the numbers of each scene, and sentences about the kernel."""
    for scene in SCENES:
        for side in chosen.sides:
            write_notebook(folder / "notebooks", folder_name(scene, side), scene.code, image(side))
    for name in ("lab", "lab-with-delay"):
        (folder / name).mkdir()
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        print_setting(browser)
        with LabServer(folder / "lab", folder / "notebooks", "en") as lab:
            scenes = [measure(browser, lab, scene, chosen) for scene in SCENES]
            scenes[0] |= measure_camera(browser, lab)
            soon = round_trip(browser, lab)
        with LabWithDelay(folder / "lab-with-delay", folder / "notebooks", "en") as lab:
            late = round_trip(browser, lab)
        browser.close()
    return scenes, [f"to the kernel and back, median: {soon:.1f} ms with cnnlab.nodelay, "
                    f"{late:.1f} ms without"]  # fmt: skip


def main() -> int:
    chosen, start = options(), perf_counter()
    with tempfile.TemporaryDirectory(prefix="cnnlab-bench-") as folder:
        scenes, said = run(chosen, Path(folder))
    print(f"\n{report.table([scene.name for scene in SCENES], scenes)}\n")
    print("\n".join(said))
    verdicts = [report.verdict(goal, scenes[0]) for goal in report.GOALS]
    print(f"\nGoals, after {perf_counter() - start:.0f} s:")
    for _, sentence in verdicts:
        print(f"  {sentence}")
    return int(chosen.strict and not all(reached for reached, _ in verdicts))


if __name__ == "__main__":
    sys.exit(main())
