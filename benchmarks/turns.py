"""Taking turns: one process for each library, one burst of calls at a time, round after round.

Every library has a process of its own (process.py, and worker.py in it). A machine is never quiet,
so within a round the libraries follow each other closely, and what is compared are the times of one
round. Read `measure` first.
"""

from __future__ import annotations

import statistics
from pathlib import Path
from time import sleep
from typing import Any, NamedTuple

import numpy as np
import pictures
from libraries import PEERS
from process import Process

ROUNDS = 9
BURST = 0.02  # seconds that a burst lasts, if more than one call fits in
PAUSE = 0.004  # seconds in which the threads of the library before go to sleep
SLOW = 0.15  # seconds; a peer whose call takes longer takes part in SLOW_ROUNDS rounds only
SLOW_ROUNDS = 2


class Case(NamedTuple):
    """One line of the table: what is filtered with what."""

    side: int  # of the image, in pixels
    kernel: int  # side of the kernel, in weights
    dtype: str


class Against(NamedTuple):
    """cnnlab beside one peer; `error` says why there is nothing to compare."""

    ratio: float | None = None  # cnnlab's time / the peer's time
    rounds: int = 0  # in how many rounds the peer took part
    difference: float = 0.0  # largest difference of the results / largest result
    error: str = ""


class Measured(NamedTuple):
    case: Case
    seconds: float  # cnnlab's time for one call
    against: dict[str, Against]


def library_process(name: str) -> Process:
    """Start worker.py with one of LIBRARIES."""
    return Process(str(Path(__file__).with_name("worker.py")), name)


def measure(case: Case, processes: dict[str, Process], folder: Path) -> Measured:
    """Return cnnlab's time, and its ratio to each peer's, as medians over the rounds."""
    np.save(folder / "image.npy", pictures.photograph(case.side, case.dtype))
    np.save(folder / "kernel.npy", pictures.kernel(case.kernel, case.dtype))
    first = {name: _prepare(name, process, folder) for name, process in processes.items()}
    if "error" in first["cnnlab"]:
        raise RuntimeError(f"cnnlab itself failed at {case}: {first['cnnlab']['error']}")
    working = {name: answer["seconds"] for name, answer in first.items() if "error" not in answer}
    rounds = [_round(turn, working, processes) for turn in range(ROUNDS)]
    against = {
        peer: _against(peer, rounds, folder) if peer in working
        else Against(error=first[peer]["error"])
        for peer in PEERS
    }
    return Measured(case, statistics.median(times["cnnlab"] for times in rounds), against)


def _prepare(name: str, process: Process, folder: Path) -> dict[str, Any]:
    return process.ask(
        do="prepare", image=str(folder / "image.npy"), kernel=str(folder / "kernel.npy"),
        result=str(folder / f"{name}.npy"),
    )


def _round(
    turn: int, working: dict[str, float], processes: dict[str, Process]
) -> dict[str, float]:
    """Give each library one burst, and return the seconds of a call."""
    times = {}
    for name, seconds in working.items():
        if turn >= SLOW_ROUNDS and seconds > SLOW and name != "cnnlab":
            continue
        sleep(PAUSE)
        answer = processes[name].ask(do="burst", calls=max(1, round(BURST / seconds)))
        if "seconds" in answer:
            times[name] = answer["seconds"]
    return times


def ratios(peer: str, rounds: list[dict[str, float]]) -> list[float]:
    """Return cnnlab's time / the peer's time in each round that both took part in.

    >>> ratios("opencv", [{"cnnlab": 1.0, "opencv": 2.0}, {"cnnlab": 1.0}])
    [0.5]
    """
    return [times["cnnlab"] / times[peer] for times in rounds if peer in times]


def _against(peer: str, rounds: list[dict[str, float]], folder: Path) -> Against:
    per_round = ratios(peer, rounds)
    if not per_round:
        return Against(error="stopped in the middle of the measurement")
    return Against(
        ratio=statistics.median(per_round),
        rounds=len(per_round),
        difference=difference(np.load(folder / "cnnlab.npy"), np.load(folder / f"{peer}.npy")),
    )


def difference(result: np.ndarray, reference: np.ndarray) -> float:
    """Return the largest difference of two results as a part of the largest value.

    >>> difference(np.array([1.0, 3.0]), np.array([1.0, 4.0]))
    0.25
    """
    return float(np.max(np.abs(result - reference)) / np.max(np.abs(reference)))
