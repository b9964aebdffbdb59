"""What a training leaves behind: one number for each epoch, under each name.

    history["loss"], history["accuracy"]              over the epoch's training examples
    history["val_loss"], history["val_accuracy"]      over the validation examples, after the epoch
    history["lr"]                                     the learning rate of the epoch

Epochs count from 1, as people do: epoch 3 is `history["loss"][2]`. `plots.history` draws it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from cnnlab._validation import say

VALIDATION = "val_"
MOST_ROWS = 12  # a longer table shows its beginning, its end, and the best epoch


class History(Mapping):
    """Lists of numbers by name, one number for each epoch; reads like a dictionary.

    `stopped` says in words why a training ended early; None where it ran to its end. `seconds` is
    how long it took. A name that an epoch lacks has NaN there, so all lists are equally long.

    >>> history = History()
    >>> history.add({"loss": 0.7, "accuracy": 0.5})
    >>> history.add({"loss": 0.2, "accuracy": 0.9})
    >>> history["loss"], history.epochs, history.best_epoch
    ([0.7, 0.2], 2, 2)
    >>> history
    epoch  loss  accuracy
        1   0.7       0.5
       *2   0.2       0.9
    * the smallest loss. Epochs: 2, in 0.0 s.
    """

    def __init__(self):
        self.stopped: str | None = None
        self.seconds = 0.0
        self.epochs = 0
        self._lists: dict[str, list[float]] = {}

    def add(self, values: Mapping[str, float]) -> None:
        """Write down an epoch: its numbers by name."""
        for name in values:
            self._lists.setdefault(name, [math.nan] * self.epochs)
        for name, numbers in self._lists.items():
            numbers.append(float(values.get(name, math.nan)))
        self.epochs += 1

    @property
    def judged_by(self) -> str:
        """The name by which epochs are compared: "val_loss", or "loss" without validation."""
        validation = self._lists.get(VALIDATION + "loss", ())
        return VALIDATION + "loss" if any(map(math.isfinite, validation)) else "loss"

    @property
    def best_epoch(self) -> int | None:
        """The epoch with the smallest loss, validation if there is any; None without epochs."""
        losses = self._lists.get(self.judged_by, ())
        epochs = [epoch for epoch, value in enumerate(losses, start=1) if not math.isnan(value)]
        return min(epochs, key=lambda epoch: losses[epoch - 1], default=None)

    def __getitem__(self, name: str) -> list[float]:
        try:
            return self._lists[name]
        except KeyError:
            raise KeyError(
                say("The history has no {name!r}. It has: {names}.",
                    name=name, names=", ".join(self._lists) or "-")
            ) from None

    def __contains__(self, name: object) -> bool:
        return name in self._lists

    def __iter__(self) -> Iterator[str]:
        return iter(self._lists)

    def __len__(self) -> int:
        return len(self._lists)

    def __repr__(self) -> str:
        if not self.epochs:
            return self._summary(None)
        best = self.best_epoch
        rows = [[say("epoch"), *self]]
        for epoch in range(1, self.epochs + 1):
            mark = "*" if epoch == best else ""
            rows.append([f"{mark}{epoch}", *(f"{self[name][epoch - 1]:.4g}" for name in self)])
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(map(str.rjust, row, widths)) for row in rows]
        return "\n".join([*_shortened(lines, best), self._summary(best)])

    def _summary(self, best: int | None) -> str:
        text = say("Epochs: {epochs}, in {seconds:.1f} s.",
                   epochs=self.epochs, seconds=self.seconds)
        if best is not None:
            text = say("* the smallest {name}.", name=self.judged_by) + " " + text
        return f"{text} {self.stopped}" if self.stopped else text


def _shortened(lines: list[str], best: int | None) -> list[str]:
    """Return the heading and so many rows as one likes to read, the best one among them."""
    last = len(lines) - 1
    if last <= MOST_ROWS:
        return lines
    half = MOST_ROWS // 2
    shown = sorted({*range(half + 1), best or 1, *range(last - half + 1, last + 1)})
    short = []
    for before, number in zip([-1, *shown], shown, strict=False):
        short += [lines[number]] if number == before + 1 else ["...", lines[number]]
    return short
