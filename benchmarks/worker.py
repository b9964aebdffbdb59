"""The process in which one library lives: it reads a line of JSON, does it, answers with one.

    python worker.py LIBRARY

It first says {"version": ...}, or {"error": ...} where the library is missing. Then it knows two
requests, and stops at the end of its input:

    {"do": "prepare", "image": FILE.npy, "kernel": FILE.npy, "result": FILE.npy}
        Load both, call twice (the first call warms up), save the result. Answer:
        {"seconds": what the second call took}
    {"do": "burst", "calls": 20}
        Call that often. Answer: {"seconds": the median of what a call took}
"""

from __future__ import annotations

import importlib
import json
import statistics
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
from libraries import LIBRARIES, Call

NOT_INSTALLED = "not installed"


def seconds(call: Call) -> float:
    """Return how long one call took."""
    start = perf_counter()
    call()
    return perf_counter() - start


class Worker:
    """What a process remembers between requests: its library, and the call to time."""

    def __init__(self, prepare: Callable[[np.ndarray, np.ndarray], Call]) -> None:
        self._prepare = prepare
        self._call: Call = lambda: None

    def prepare(self, image: str, kernel: str, result: str) -> float:
        pixels = np.load(image)
        self._call = self._prepare(pixels, np.load(kernel))
        np.save(result, np.asarray(self._call()).reshape(pixels.shape))
        return seconds(self._call)

    def burst(self, calls: int) -> float:
        return statistics.median(seconds(self._call) for _ in range(calls))

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Do what the request says; an exception becomes an answer too, and the run goes on."""
        arguments = dict(request)
        task = {"prepare": self.prepare, "burst": self.burst}[arguments.pop("do")]
        try:
            return {"seconds": task(**arguments)}
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}"}


def main(name: str) -> None:
    answers, sys.stdout = sys.stdout, sys.stderr  # whatever a library prints is no answer

    def say(answer: dict[str, Any]) -> None:
        print(json.dumps(answer), file=answers, flush=True)

    library = LIBRARIES[name]
    try:
        package = importlib.import_module(library.package)
    except ImportError as error:
        return say({"error": f"{NOT_INSTALLED} ({error})"})
    say({"version": package.__version__})
    worker = Worker(library.prepare)
    for line in sys.stdin:
        say(worker.answer(json.loads(line)))


if __name__ == "__main__":
    main(sys.argv[1])
