"""Two threads, half a batch each: how a network uses both processors of a laptop.

NumPy spends most of a step in functions that one thread computes, and lets go of Python meanwhile.
So a second thread takes half of the examples through a twin of the network, which has the same
weights and everything else for itself; in the end the two gradients are added. A batch stays whole
where halves would change the result (batch normalisation, dropout) or where it is not worth it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np

from cnnlab.nn._blas import one_blas_thread
from cnnlab.nn.layer import Layer, Shape

# Measured with benchmarks/ on two cores; another value changes the time, never the result.
PAYS_FROM = 40_000_000  # multiply-adds of a forward pass over the batch
FEWEST = 16  # examples
TURN = 1e-4  # seconds


class Halves:
    """Takes a network's batches through two threads."""

    def __init__(self, model: Layer):
        self._model = model
        self._twin: Layer | None = None
        self._twin_of: list[Any] = []
        self._work_for: dict[Shape, int] = {}

    def pay(self, x: np.ndarray) -> bool:
        """Say whether sharing this batch is right, and worth a thread."""
        if np.ndim(x) == 0 or not self._model.alone or (os.cpu_count() or 1) < 2:
            return False
        *shape, batch = np.shape(x)
        return batch >= FEWEST and self._work(tuple(shape)) * batch >= PAYS_FROM

    def _work(self, shape: Shape) -> int:
        """Return the multiply-adds for one example; none if a layer will refuse this shape."""
        if shape not in self._work_for:
            try:
                self._work_for[shape] = self._model.multiply_adds(shape)
            except (IndexError, ValueError):
                return 0
        return self._work_for[shape]

    def both(self, method: str, batch: np.ndarray, *arguments: Any) -> list[Any]:
        """Call a method of the network and of its twin, each with half of the batch."""
        middle = batch.shape[-1] // 2
        twin, errors = self._twin, np.geterr()

        def others() -> Any:
            with np.errstate(**errors):  # a thread begins with NumPy's own settings
                return getattr(twin, method)(batch[..., middle:], *arguments)

        with _one_at_a_time(), one_blas_thread(), _short_turns():
            second = _other_thread().submit(others)
            try:
                first = getattr(self._model, method)(batch[..., :middle], *arguments)
            finally:
                second.exception()  # waits: the other thread is never left behind
            return [first, second.result()]

    def add_gradients(self) -> None:
        """Add what the twin has found to the network's own gradients."""
        theirs = self._twin.grads
        for name, grad in self._model.grads.items():
            grad += theirs[name]

    def renew_twin(self) -> None:
        """Take a new twin if the network was changed since; not between forward and backward."""
        now = _as_it_is(self._model)
        if now != self._twin_of:
            self._twin, self._twin_of = self._model.twin(), now


def _as_it_is(layer: Layer) -> list[Any]:
    """Return every layer, and the identity of all it was given: these a twin has copied."""
    given = [id(value) for name, value in vars(layer).items() if not name.startswith("_")]
    return [layer, *given, *map(_as_it_is, getattr(layer, "layers", ()))]


@cache
def _other_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="cnnlab")


@cache
def _one_at_a_time() -> Any:
    """Two trainings at once take turns, or one would restore the settings of the other."""
    return threading.RLock()


if hasattr(os, "register_at_fork"):  # a forked process has the pool, but not its thread
    os.register_at_fork(after_in_child=_other_thread.cache_clear)
    os.register_at_fork(after_in_child=_one_at_a_time.cache_clear)


@contextmanager
def _short_turns() -> Iterator[None]:
    """While it lasts, a thread that waits for Python gets its turn at once, not after 5 ms."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
