"""What does watching cost? `nn.fit` alone, and the same training under TrainingMonitor, in turns.

    python -m benchmarks.monitor            about a minute
    python -m benchmarks.monitor --strict   exit code 1 if the goal is missed

A kernel of Jupyter's runs both, so that what the monitor sends is really signed, packed and sent.
Within a round the two follow each other closely, and the median of the rounds' ratios counts: that
of the processor's time, of all threads, since on a busy machine the clock measures the others.
"""

from __future__ import annotations

import statistics
import sys
from time import perf_counter, process_time

import numpy as np

from cnnlab import datasets, nn

ROUNDS = 11
GOAL = 1.05  # times the time of fit alone
NETS = {
    "X/O, 16 x 16, batches of 16": (600, 16, 16, 10),
    "LeNet, 28 x 28, batches of 64": (640, 28, 64, 2),
}


def network(size: int) -> nn.Sequential:
    """Return two convolutions and a linear layer, for two classes."""
    side = ((size - 4) // 2 - 4) // 2
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16 * side * side, 2), rng=0,
    )


def rounds(net: str) -> list[list[float]]:
    """Return for each round the seconds of clock and processor: of fit, then of the monitor."""
    from cnnlab.widgets import TrainingMonitor

    count, size, batch_size, epochs = NETS[net]
    data = datasets.shapes(count, size, rng=0)
    alone, watched = network(size), network(size)
    monitor = TrainingMonitor(watched, *data, validation=0.2, epochs=epochs,
                              batch_size=batch_size, optimiser=nn.SGD(watched, lr=0.01))
    optimiser, measured = nn.SGD(alone, lr=0.01), []
    for _ in range(ROUNDS + 1):
        times = [now()]
        nn.fit(alone, *data, validation=0.2, epochs=epochs, batch_size=batch_size,
               optimiser=optimiser, rng=0, progress=False)
        times.append(now())
        monitor.start()
        monitor.wait()
        times.append(now())
        measured.append(np.diff(times, axis=0).ravel().tolist())
    monitor.close()
    return measured[1:]  # the first one warms up


def now() -> tuple[float, float]:
    return perf_counter(), process_time()


def in_a_kernel(code: str) -> list:
    """Run `code` in a kernel of its own; return the value of its last line."""
    import ast

    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel()
    try:
        reply = client.execute_interactive(
            code.rpartition("\n")[0], timeout=300, output_hook=lambda message: None,
            user_expressions={"answer": code.rpartition("\n")[2]},
        )
        answer = reply["content"]["user_expressions"]["answer"]
        return ast.literal_eval(answer["data"]["text/plain"])
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main() -> int:
    reached = True
    for net in NETS:
        measured = in_a_kernel(f"from benchmarks.monitor import rounds\nrounds({net!r})")
        clock = statistics.median(watched / alone for alone, _, watched, _ in measured)
        processor = statistics.median(watched / alone for _, alone, _, watched in measured)
        reached &= processor <= GOAL
        alone = statistics.median(alone for alone, *_ in measured)
        print(f"{net}: fit alone {alone:.2f} s; with the monitor {processor:.3f} times the "
              f"processor's time, {clock:.3f} times the clock's")
    print(f"goal: at most {GOAL}; {'reached' if reached else 'MISSED'}")
    return int("--strict" in sys.argv and not reached)


if __name__ == "__main__":
    sys.exit(main())
