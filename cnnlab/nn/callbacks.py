"""Listening to a training, and steering it, while it runs.

`fit` calls each of its callbacks when it begins, after each batch, after each epoch and at the end,
and hands over the `Training`, which knows how far it is. Write a class with the methods you need:

    class Halve(nn.Callback):
        def on_epoch_end(self, training):
            training.optimiser.lr /= 2

The progress bar is one too.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from cnnlab._validation import say
from cnnlab.nn.history import VALIDATION

if TYPE_CHECKING:
    from cnnlab.nn.loop import Training

EVERY = 0.1  # seconds between two looks of the bar: more often, nobody could read it


class Callback:
    """Does nothing at each of these moments; a subclass writes those that it wants.

    It may change `training.optimiser.lr` and `training.batch_size`, and call `training.stop()`. An
    exception that it raises ends the training and goes on to whoever called `fit`.
    """

    def on_fit_begin(self, training: Training) -> None:
        """The training is about to begin."""

    def on_batch_end(self, training: Training) -> None:
        """The weights have taken a step: `training.step`, `training.batch_loss`."""

    def on_epoch_end(self, training: Training) -> None:
        """An epoch is over, and `training.history` has its numbers."""

    def on_fit_end(self, training: Training) -> None:
        """The training is over, whatever ended it; callbacks hear of it in reverse order."""


class AfterEachEpoch(Callback):
    """Calls a function after each epoch: how a schedule gets to change the learning rate."""

    def __init__(self, function: Callable[[], None]):
        self._function = function

    def on_epoch_end(self, training: Training) -> None:
        """Call it."""
        self._function()


class ProgressBar(Callback):
    """One line of text that grows: the epoch, how much is done, the loss and the metrics."""

    def on_fit_begin(self, training: Training) -> None:
        """Draw the empty bar."""
        from tqdm.std import tqdm  # the plain one: the notebook's own asks for widgets, and warns

        self._first = training.epoch
        self._bar = tqdm(
            total=(training.epochs - self._first) * training.examples,
            file=sys.stdout,  # what goes to stderr looks like an error in a notebook
            bar_format="{desc} {percentage:3.0f}%|{bar}| {elapsed}<{remaining}{postfix}",
        )
        self._bar.set_description_str(_epoch(training, self._first + 1))
        self._shown, self._values = time.monotonic(), {}

    def on_batch_end(self, training: Training) -> None:
        """Show how far it is, where somebody could have read what was there before."""
        if time.monotonic() - self._shown >= EVERY:
            self._update(training, {**self._values, **training.means})
            self._bar.refresh()
            self._shown = time.monotonic()

    def on_epoch_end(self, training: Training) -> None:
        """Remember its numbers: those of validation stay on the line during the next one."""
        history = training.history
        self._values = {name: history[name][-1] for name in history if name != "lr"}

    def on_fit_end(self, training: Training) -> None:
        """Leave the last epoch's numbers on the screen, or why it ended early."""
        self._update(training, self._values)
        if training.history.stopped:
            self._bar.set_postfix_str(training.history.stopped, refresh=False)
        self._bar.close()

    def _update(self, training: Training, values: dict[str, float]) -> None:
        self._bar.set_description_str(_epoch(training, training.epoch), refresh=False)
        numbers = (f"{_named(name)} {value:.4g}" for name, value in values.items())
        self._bar.set_postfix_str(", ".join(numbers), refresh=False)
        whole_epochs = max(training.epoch - 1 - self._first, 0)
        self._bar.n = whole_epochs * training.examples + training.seen


def _epoch(training: Training, epoch: int) -> str:
    return say("epoch {epoch}/{epochs}", epoch=epoch, epochs=training.epochs)


def _named(name: str) -> str:
    """Return "val_loss" as people say it."""
    words = {"loss": say("loss"), "accuracy": say("accuracy")}
    plain = name.removeprefix(VALIDATION)
    word = words.get(plain, plain)
    return word if plain == name else say("validation {name}", name=word)
