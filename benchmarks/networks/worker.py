"""The process in which one contestant trains one network: a line of JSON in, one out.

    python -m benchmarks.networks.worker CONTESTANT NET

It first says {"version": ...}, or {"error": ...} where its library is missing. Then it knows:

    {"do": "burst", "steps": 20}    answer: {"seconds": the median of what a step took}
    {"do": "weights", "file": FILE.npz}   save the weights after the steps so far
    {"do": "memory", "steps": 20}   answer: {"bytes": how far memory rises above what it was}
"""

from __future__ import annotations

import importlib
import json
import statistics
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.networks.contestants import CONTESTANTS
from benchmarks.networks.nets import NETS


class Worker:
    """What a process remembers between requests: its training."""

    def __init__(self, contestant: str, net: str) -> None:
        self._step, self._weights = CONTESTANTS[contestant].train(NETS[net])

    def burst(self, steps: int) -> dict[str, float]:
        times = []
        for _ in range(steps):
            start = perf_counter()
            self._step()
            times.append(perf_counter() - start)
        return {"seconds": statistics.median(times)}

    def weights(self, file: str) -> dict[str, str]:
        np.savez(file, **self._weights())
        return {"file": file}

    def memory(self, steps: int) -> dict[str, int]:
        """Linux tells how high memory has been since it was asked to forget (see proc(5))."""
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        before = _highest()
        self.burst(steps)
        return {"bytes": _highest() - before}


def _highest() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return 1024 * int(line.split()[1])


def answer(worker: Worker, request: dict[str, Any]) -> dict[str, Any]:
    """Do what the request says; an exception becomes an answer too, and the run goes on."""
    try:
        return getattr(worker, request.pop("do"))(**request)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def main(contestant: str, net: str) -> None:
    answers, sys.stdout = sys.stdout, sys.stderr  # whatever a library prints is no answer

    def say(message: dict[str, Any]) -> None:
        print(json.dumps(message), file=answers, flush=True)

    try:
        package = importlib.import_module(CONTESTANTS[contestant].package)
    except ImportError as error:
        return say({"error": f"not installed ({error})"})
    say({"version": package.__version__})
    worker = Worker(contestant, net)
    for line in sys.stdin:
        say(answer(worker, json.loads(line)))


if __name__ == "__main__":
    main(*sys.argv[1:])
