"""What does watching cost? `nn.fit` alone, and the same training under TrainingMonitor, in turns.

    python -m benchmarks.monitor            about four minutes
    python -m benchmarks.monitor --strict   exit code 1 if the goal is missed

A kernel of Jupyter's runs both, so that what the monitor sends is really signed, packed and sent.
Both train the same network from the same weights, about two seconds, again and again, in an order
by lot. Each time is divided by that of `fit` in the same round, since a machine is faster at one
moment than at another; the median of the rounds counts, in time of the processor, of all threads,
and of the clock. `fit` takes part twice: how far its second figure is from 1 says how exact the
monitor's is.
"""

from __future__ import annotations

import random
import statistics
import sys
from time import perf_counter, process_time

import numpy as np

from cnnlab import datasets, nn

ROUNDS = 20
CLOCK, PROCESSOR = 0, 1
GOAL = 1.05  # times the time of fit alone
NETS = {
    "X/O, 16 x 16, batches of 16": (600, 16, 16, 160),
    "LeNet, 28 x 28, batches of 64": (640, 28, 64, 100),
}


def network(size: int) -> nn.Sequential:
    """Return two convolutions and a linear layer, for two classes."""
    side = ((size - 4) // 2 - 4) // 2
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16 * side * side, 2), rng=0,
    )


def rounds(net: str) -> list[dict[str, tuple[float, float]]]:
    """Return for each round what each way took: seconds of the clock, of the processor."""
    count, size, batch_size, epochs = NETS[net]
    data = datasets.shapes(count, size, rng=0)
    settings = {"validation": 0.2, "epochs": epochs, "batch_size": batch_size, "rng": 0}
    ways = {"alone": fit, "watched": watched_fit, "again": fit}
    lot = random.Random(0)
    return [{name: ways[name](network(size), *data, settings)
             for name in lot.sample(list(ways), len(ways))} for _ in range(ROUNDS)]


def fit(model: nn.Sequential, images, labels, settings: dict) -> tuple[float, float]:
    """Return how long `nn.fit` takes."""
    optimiser = nn.SGD(model, lr=0.01)
    start = now()
    nn.fit(model, images, labels, optimiser=optimiser, progress=False, **settings)
    return tuple(np.subtract(now(), start).tolist())


def watched_fit(model: nn.Sequential, images, labels, settings: dict) -> tuple[float, float]:
    """Return how long the same takes under the monitor, from its start to its end."""
    from cnnlab.widgets import TrainingMonitor

    monitor = TrainingMonitor(model, images, labels, optimiser=nn.SGD(model, lr=0.01), **settings)
    start = now()
    monitor.start()
    monitor.wait()
    took = tuple(np.subtract(now(), start).tolist())
    monitor.close()
    return took


def now() -> tuple[float, float]:
    return perf_counter(), process_time()


def in_a_kernel(code: str) -> list:
    """Run `code` in a kernel of its own; return the value of its last line."""
    import ast

    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel()
    try:
        reply = client.execute_interactive(
            code.rpartition("\n")[0], timeout=1200, output_hook=lambda message: None,
            user_expressions={"answer": code.rpartition("\n")[2]},
        )
        answer = reply["content"]["user_expressions"]["answer"]
        return ast.literal_eval(answer["data"]["text/plain"])
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def times_of_fit(measured: list[dict], name: str, which: int) -> float:
    """Return how many times that of `fit` a way of training took, the median of the rounds."""
    return statistics.median(each[name][which] / each["alone"][which] for each in measured)


def main() -> int:
    reached = True
    for net in NETS:
        measured = in_a_kernel(f"from benchmarks.monitor import rounds\nrounds({net!r})")
        alone = statistics.median(each["alone"][CLOCK] for each in measured)
        clock, processor = (
            times_of_fit(measured, "watched", which) for which in (CLOCK, PROCESSOR)
        )
        again = times_of_fit(measured, "again", PROCESSOR)
        reached &= processor <= GOAL
        print(f"{net}: fit alone {alone:.2f} s; with the monitor "
              f"{processor:.3f} times the processor's time, {clock:.3f} times the clock's; "
              f"fit once more {again:.3f}")
    print(f"goal: at most {GOAL}; {'reached' if reached else 'MISSED'}")
    return int("--strict" in sys.argv and not reached)


if __name__ == "__main__":
    sys.exit(main())
