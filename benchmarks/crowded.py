"""What does another program cost a training? Two at once, with or without threads of NumPy's own.

    python -m benchmarks.crowded            about half a minute
    python -m benchmarks.crowded --strict   exit code 1 if the goal is missed

Each training runs in a process of its own. "free" leaves matrix products the threads that NumPy's
library takes by itself; "limited" is `nn.fit` as it is, which allows them one (cnnlab/nn/_blas.py).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from contextlib import nullcontext
from time import perf_counter

from cnnlab import datasets, nn
from cnnlab.nn import loop

TRAININGS = 7
GOAL = 1.5  # times as long as alone; a processor each, and one memory for both
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def train(way: str) -> float:
    """Return the seconds that two epochs over the handwritten digits take, the median of a few."""
    if way == "free":
        loop.one_blas_thread = nullcontext
    digits, took = datasets.digits(), []
    for _ in range(TRAININGS):
        model = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
            nn.MaxPool2d(2), nn.Flatten(), nn.Linear(512, 10), rng=0,
        )
        start = perf_counter()
        nn.fit(model, digits.images, digits.labels, epochs=2, rng=0, progress=False)
        took.append(perf_counter() - start)
    return statistics.median(took)


def at_once(count: int, way: str) -> float:
    """Return the longest of the times that so many trainings take, all at the same time."""
    environment = {name: value for name, value in os.environ.items() if name not in THREADS}
    command = [sys.executable, "-m", "benchmarks.crowded", way]
    running = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
               for _ in range(count)]
    return max(float(each.communicate()[0]) for each in running)


def main() -> int:
    for way in ("free", "limited"):
        alone, beside = at_once(1, way), at_once(2, way)
        print(f"{way:>8}: alone {alone:.2f} s; beside another one {beside:.2f} s, "
              f"{beside / alone:.1f} times as long")
    reached = beside / alone <= GOAL
    print(f"goal for limited: at most {GOAL}; {'reached' if reached else 'MISSED'}")
    return int("--strict" in sys.argv and not reached)


if __name__ == "__main__":
    if len(sys.argv) == 2 and sys.argv[1] in ("free", "limited"):
        print(train(sys.argv[1]))
    else:
        sys.exit(main())
