"""Taking turns: one process for each contestant, a burst of steps each, round after round.

Within a round the contestants follow each other closely, so what is compared are the times of one
round; the table shows medians of these ratios. Read `measure` first.
"""

from __future__ import annotations

import statistics
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import NamedTuple

import numpy as np

from benchmarks.process import Process

ROUNDS = 15
BURST = 0.2  # seconds that a burst lasts
PAUSE = 0.05  # seconds in which the threads of the one before go to sleep
WARM_UP = 5  # steps; after them, the weights of all contestants are compared
MEMORY_STEPS = 20


def training_process(contestant: str, net: str) -> Process:
    """Start a contestant with one of NETS."""
    return Process("-m", "benchmarks.networks.worker", contestant, net)


class Result(NamedTuple):
    """One contestant on one network; `error` says why there is nothing to compare."""

    seconds: float = float("nan")  # median of a step
    ratio: float = float("nan")  # cnnlab's time / its time, median over the rounds
    difference: float = float("nan")  # of the weights after WARM_UP steps, to cnnlab's
    memory: int | None = None  # bytes that training adds at the most; None: not measured
    error: str = ""


def measure(net: str, contestants: list[str]) -> dict[str, Result]:
    """Return the result of each contestant; "cnnlab" is among them and comes first."""
    processes = {name: training_process(name, net) for name in contestants}
    try:
        with TemporaryDirectory() as folder:
            weights = {name: _first_steps(process, Path(folder) / f"{name}.npz")
                       for name, process in processes.items()}
        errors = {name: found for name, found in weights.items() if isinstance(found, str)}
        well = {name: process for name, process in processes.items() if name not in errors}
        rounds = _rounds(well)
    finally:
        for process in processes.values():
            process.stop()
    return {name: Result(error=error) for name, error in errors.items()} | {
        name: Result(
            seconds=statistics.median(times[name] for times in rounds),
            ratio=statistics.median(times["cnnlab"] / times[name] for times in rounds),
            difference=difference(weights["cnnlab"], weights[name]),
            memory=_memory(name, net),
        )
        for name in well
    }


def _first_steps(process: Process, file: Path) -> dict[str, np.ndarray] | str:
    """Return the weights after a few steps, or an error."""
    for answer in (process.ask(do="burst", steps=WARM_UP),
                   process.ask(do="weights", file=str(file))):
        if "error" in answer:
            return answer["error"]
    with np.load(file) as arrays:
        return dict(arrays)


def _rounds(processes: dict[str, Process]) -> list[dict[str, float]]:
    """Return, for each round, the seconds of a step of each contestant."""
    usual = {name: process.ask(do="burst", steps=3)["seconds"]
             for name, process in processes.items()}
    rounds = []
    for _ in range(ROUNDS):
        times = {}
        for name, process in processes.items():
            sleep(PAUSE)
            steps = max(3, round(BURST / usual[name]))
            times[name] = process.ask(do="burst", steps=steps)["seconds"]
        rounds.append(times)
    return rounds


def _memory(name: str, net: str) -> int | None:
    """Return what training adds to the memory of a fresh process, which has done nothing yet."""
    process = training_process(name, net)
    try:
        return process.ask(do="memory", steps=MEMORY_STEPS).get("bytes")
    finally:
        process.stop()


def difference(ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> float:
    """Return the largest difference of two sets of weights, as a part of the largest weight.

    >>> difference({"bias": np.array([1.0, 4.0])}, {"bias": np.array([2.0, 4.0])})
    0.25
    """
    largest = max(np.abs(array).max() for array in theirs.values())
    return float(max(np.abs(ours[name] - array).max() for name, array in theirs.items()) / largest)
