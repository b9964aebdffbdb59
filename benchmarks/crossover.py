"""Where does the Fourier transform overtake the matrix product? The reason for MATMUL_UP_TO.

    python benchmarks/crossover.py

Both are cnnlab's own, so they take turns in this one process. The table shows the time of
method="matmul" / the time of method="fft": below 1 the matrix product is faster.
"""

from __future__ import annotations

import statistics
from time import perf_counter

import numpy as np
import pictures

from cnnlab.convolution import cross_correlate

SIDES = [28, 64, 128, 256, 512, 1024]
KERNELS = [3, 5, 7, 9, 11, 13, 15, 21]
ROUNDS = 9
BURST = 0.02  # seconds


def seconds(image: np.ndarray, kernel: np.ndarray, method: str) -> float:
    """Return the median time of a call, over one burst of calls."""
    times = []
    while sum(times) < BURST:
        start = perf_counter()
        cross_correlate(image, kernel, padding="same", method=method)
        times.append(perf_counter() - start)
    return statistics.median(times)


def ratio(side: int, weights: int, dtype: str) -> float:
    """Return matmul's time / FFT's time, the median over the rounds."""
    image, kernel = pictures.photograph(side, dtype), pictures.kernel(weights, dtype)
    return statistics.median(
        seconds(image, kernel, "matmul") / seconds(image, kernel, "fft") for _ in range(ROUNDS)
    )


def main() -> None:
    for dtype in ("float32", "float64"):
        print(f"\n{dtype}: matmul's time / FFT's time, kernels across, images down")
        print(" " * 9 + "".join(f"{f'{side}x{side}':>8}" for side in KERNELS))
        for side in SIDES:
            row = "".join(f"{ratio(side, weights, dtype):>8.2f}" for weights in KERNELS)
            print(f"{f'{side}x{side}':>9}{row}", flush=True)


if __name__ == "__main__":
    main()
