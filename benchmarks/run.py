"""How fast is cnnlab beside SciPy, PyTorch and OpenCV? One run, one table, three goals.

    python benchmarks/run.py            everything, about four minutes
    python benchmarks/run.py --quick    a few sizes, half a minute
    python benchmarks/run.py --strict   exit code 1 if a goal is missed

README.md says how to read the table. The code, in reading order: libraries.py (what is timed),
turns.py (how), process.py and worker.py (in which process), pictures.py (on what), report.py (what
is printed).
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

import report
from libraries import LIBRARIES
from process import Process
from turns import BURST, ROUNDS, SLOW, SLOW_ROUNDS, Case, Measured, library_process, measure

SIDES = [28, 64, 128, 256, 512, 1024]
KERNELS = [3, 5, 7, 11, 15, 31]
DTYPES = ["float32", "float64"]
QUICK = {"sides": [28, 256, 512], "kernels": [3, 11, 31], "dtypes": ["float32"]}


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a few sizes only")
    parser.add_argument("--strict", action="store_true", help="exit code 1 if a goal is missed")
    parser.add_argument("--sides", nargs="+", type=int, default=SIDES, help="image sides")
    parser.add_argument("--kernels", nargs="+", type=int, default=KERNELS, help="odd kernel sides")
    parser.add_argument("--dtypes", nargs="+", choices=DTYPES, default=DTYPES)
    chosen = parser.parse_args()
    if any(side % 2 == 0 for side in chosen.kernels):
        parser.error("kernel sides must be odd: an even one has no middle to agree on")
    if chosen.quick:
        vars(chosen).update(QUICK)
    return chosen


def print_setting(processes: dict[str, Process]) -> None:
    print(f"{date.today()}, {os.cpu_count()} cores, Python {platform.python_version()}. "
          "Each library in a process of its own, with its default threads.")
    for name, process in processes.items():
        version = process.greeting.get("version") or f"MISSING: {process.missing}"
        print(f"  {LIBRARIES[name].title:<12} {LIBRARIES[name].call:<36} {version}")
    print(f"Bursts of {BURST * 1e3:.0f} ms in turns, {ROUNDS} rounds, medians of their ratios.\n"
          f"* = a call of this peer takes more than {SLOW} s, so it took {SLOW_ROUNDS} rounds.")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0  # Windows doesn't know
    if load > 1:
        print(f"OTHER PROGRAMS ARE BUSY (load {load:.1f}): close them, and repeat.")


def print_table(chosen: argparse.Namespace, processes: dict[str, Process]) -> list[Measured]:
    """Measure case after case, and print each as soon as it is known."""
    table = []
    with tempfile.TemporaryDirectory() as folder:
        for dtype in chosen.dtypes:
            print(report.heading(dtype))
            for side, kernel in itertools.product(chosen.sides, chosen.kernels):
                table.append(measure(Case(side, kernel, dtype), processes, Path(folder)))
                print(report.line(table[-1]), flush=True)
    return table


def main() -> int:
    chosen = options()
    start = perf_counter()
    processes = {name: library_process(name) for name in LIBRARIES}
    try:
        print_setting(processes)
        table = print_table(chosen, processes)
    finally:
        for process in processes.values():
            process.stop()
    verdicts = [report.agreement(table), *(report.verdict(goal, table) for goal in report.GOALS)]
    print(f"\nGoals, after {perf_counter() - start:.0f} s:")
    for _, sentence in verdicts:
        print(f"  {sentence}")
    return int(chosen.strict and not all(reached for reached, _ in verdicts))


if __name__ == "__main__":
    sys.exit(main())
