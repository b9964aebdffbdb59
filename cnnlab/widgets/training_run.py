"""A training in a thread of its own: it can be paused, led on step by step, and stopped.

`Run` listens to `nn.fit` as one of its callbacks. Read `on_batch_end` and `_look_up`: everything
that a hand can do to a training happens there, between two steps.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from time import perf_counter, thread_time
from typing import Any

import numpy as np

from cnnlab import nn
from cnnlab._validation import say

EVERY = 0.2  # seconds between two pictures: more often, nobody could follow
SHARE = 0.01  # of the work may go into showing; the rest is for the training
MOST_POINTS = 400


class LossCurve:
    """The loss of the batches over the epochs: all of them at first, then means of 2, 4, 8, ...

    >>> curve = LossCurve()
    >>> curve.add(0.5, 3)
    >>> curve.add(1, 1)
    >>> curve.points
    [(0.5, 3.0), (1.0, 1.0)]
    """

    def __init__(self):
        self.points: list[tuple[float, float]] = []
        self.together = 1  # batches in a point
        self.batches = 0
        self._waiting: list[tuple[float, float]] = []

    def add(self, epoch: float, loss: float) -> None:
        """Write down a batch: where it ended, in epochs, and its loss."""
        self.batches += 1
        self._waiting.append((epoch, loss))
        if len(self._waiting) < self.together:
            return
        self.points.append(_mean(self._waiting))
        self._waiting = []
        if len(self.points) >= MOST_POINTS:
            pairs = zip(self.points[::2], self.points[1::2], strict=False)
            self.points, self.together = list(map(_mean, pairs)), 2 * self.together

    def cut(self, epoch: float) -> None:
        """Forget what came after an epoch that training now goes on from."""
        self.points = [point for point in self.points if point[0] <= epoch]
        self._waiting = []

    def sent(self) -> bytes:
        """Return the points as the browser reads them: float32, epoch and loss in turn."""
        return np.array(self.points, "<f4").tobytes()


def _mean(points: Any) -> tuple[float, float]:
    epochs, losses = zip(*points, strict=True)
    return sum(epochs) / len(epochs), sum(losses) / len(losses)


class Run(nn.Callback):
    """One call of `fit`, from its start to its end, in a thread.

    `fit` is called with the run, to pass on as a callback; `tell` is called when there is something
    new to show. `steps` says how many steps it takes before it pauses.
    """

    def __init__(
        self, fit: Callable[[Run], nn.History], tell: Callable[[], None], curve: LossCurve,
        steps: float = math.inf, pace: Callable[[], float | None] = lambda: None,
    ):
        self.training: nn.Training | None = None
        self.ended: str | None = None  # "finished", "stopped", "diverged" or "failed"
        self.message = ""
        self._fit, self._tell, self._curve, self._pace = fit, tell, curve, pace
        self._left, self._stopping = steps, False
        self._due = self._earned = 0.0  # seconds: on the clock, of this thread's work
        self._gate = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="cnnlab-training", daemon=True)

    # From any thread ----------------------------------------------------------------------

    def start(self) -> Run:
        """Begin, and return the run."""
        self._thread.start()
        return self

    @property
    def phase(self) -> str:
        """The word for what it does: "running", "paused", "stopping", or how it ended."""
        if self.ended or self._stopping:
            return self.ended or "stopping"
        return "running" if self._left > 0 else "paused"

    def let(self, steps: float) -> None:
        """Let it take so many steps and pause; 0 pauses it now, infinity lets it run."""
        with self._gate:
            self._left = steps
            self._gate.notify_all()

    def stop(self) -> None:
        """End it before its next step; returns at once."""
        with self._gate:
            self._stopping = True
            if self.training is not None:
                self.training.stop()
            self._gate.notify_all()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until it has ended, or for so long."""
        if threading.current_thread() is not self._thread:
            self._thread.join(seconds)

    # In its own thread --------------------------------------------------------------------

    def _run(self) -> None:
        try:
            history = self._fit(self)
            ended, self.message = "finished", history.stopped or ""
            if self.message:
                ended = "stopped"
        except nn.TrainingDiverged as error:
            ended, self.message = "diverged", str(error)
        except Exception as error:
            ended = "failed"
            self.message = say("The training could not go on. {type}: {error}",
                               type=type(error).__name__, error=error)
        self.ended = ended
        self._tell()

    def on_fit_begin(self, training: nn.Training) -> None:
        """Remember the training, which can be stopped from now on."""
        self._due = perf_counter() + EVERY  # how it begins was shown already
        with self._gate:
            self.training = training
            if self._stopping:
                training.stop()

    def on_batch_end(self, training: nn.Training) -> None:
        """A step was taken; the last one of an epoch is looked at when the epoch is over."""
        where = training.epoch - 1 + training.seen / training.examples
        self._curve.add(where, training.batch_loss)
        with self._gate:
            self._left -= 1
        if training.seen < training.examples:
            self._look_up()

    def on_epoch_end(self, training: nn.Training) -> None:
        """The epoch's numbers are there."""
        if training.epoch < training.epochs:
            self._look_up()

    def _look_up(self) -> None:
        """Show how it stands, if it is time to, and wait for as long as it is paused."""
        if self._left > 0:
            pace = self._pace()
            if perf_counter() >= self._due and (pace or thread_time() >= self._earned):
                self._show()
            if pace:
                self._rest(1 / pace)
            return
        self._show()
        with self._gate:
            self._gate.wait_for(lambda: self._left > 0 or self._stopping)

    def _rest(self, seconds: float) -> None:
        """Rest between two steps, unless it is to pause or to stop."""
        with self._gate:
            self._gate.wait_for(lambda: self._left <= 0 or self._stopping, seconds)

    def _show(self) -> None:
        """Show it; the next time is when that has become a small share of this thread's work."""
        began = thread_time()
        self._tell()
        ended = thread_time()
        self._due, self._earned = perf_counter() + EVERY, ended + (ended - began) / SHARE
