"""A training, epoch by epoch: its loss, its accuracy, and where each was best.

Training and validation differ in colour, line and marker, and each line carries its name. A ring is
round the best epoch; the panel's title says which one it was.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from cnnlab._validation import say
from cnnlab.language import translate
from cnnlab.plots import style, words
from cnnlab.plots.alt_text import AxesArray, axes_array, describe

VALIDATION = "val_"
NOT_DRAWN = {"lr"}
MOST_PANELS = 3
MOST_MARKERS = 25  # more would run into each other
ROOM = 0.34  # for the name beside a line, of the width that the line has
LOOKS = {"": ("#0057b8", "-", "o"), VALIDATION: ("#c43c00", "--", "s")}


class Line(NamedTuple):
    """One quantity over the epochs; not finite where it is not known."""

    name: str
    numbers: np.ndarray

    @property
    def prefix(self) -> str:
        """The beginning of its name: "val_", or nothing."""
        return VALIDATION if self.name.startswith(VALIDATION) else ""

    @property
    def known(self) -> np.ndarray:
        """The epochs, from 1, at which it is known."""
        return np.flatnonzero(np.isfinite(self.numbers)) + 1

    def at(self, epoch: int) -> float:
        """Return its number at an epoch."""
        return float(self.numbers[epoch - 1])

    @property
    def best(self) -> int | None:
        """The epoch at which it was best; None for a quantity of which that isn't known."""
        plain = self.name.removeprefix(VALIDATION)
        if plain not in ("loss", "accuracy"):
            return None
        sign = 1 if plain == "loss" else -1
        return int(min(self.known, key=lambda epoch: sign * self.at(epoch)))


def history(history: Mapping[str, Sequence[float]], ax: Axes | None = None) -> AxesArray:
    """Draw how a training went: a panel for the loss, one for the accuracy; returns their Axes.

    `history` is what `nn.fit` returns, or any dictionary of names with one number for each epoch;
    validation has names that begin with "val_". A metric of another name gets a panel too, up to
    three in all. Epochs without a finite number are left out. Raises ValueError where there is
    nothing to draw.

    >>> from cnnlab import plots
    >>> axes = plots.history({"loss": [2.3, 0.4], "accuracy": [0.1, 0.9]})
    >>> plots.alt_text(axes[1])
    'Accuracy, training: from 0.1 to 0.9, best 0.9 at epoch 2.'
    """
    panels = _panels(history)
    epochs = max(len(line.numbers) for lines in panels.values() for line in lines)
    width = min(style.WIDEST, 4.1 * len(panels))
    axes = style.grid(ax, width, 2.9, 1, len(panels))[0]
    for panel, (name, lines) in zip(axes, panels.items(), strict=True):
        _draw(panel, lines, epochs)
        panel.set_title(_title(name, lines[-1], width / len(panels)))
        _set_height(panel, name, lines)
    over = (translate("Training over 1 epoch.") if epochs == 1
            else translate("Training over {epochs} epochs.", epochs=epochs))
    for number, (panel, (name, lines)) in enumerate(zip(axes, panels.items(), strict=True)):
        sentences = [over] if number == 0 else []
        describe(panel, " ".join([*sentences, *(_sentence(name, line) for line in lines)]))
    return axes_array(axes)


# What is to be drawn ----------------------------------------------------------------------


def _panels(history: Mapping[str, ArrayLike]) -> dict[str, list[Line]]:
    """Return, for each quantity, its lines: training first, then validation."""
    if not isinstance(history, Mapping):
        raise TypeError(
            say("history must be what fit returned, or a dictionary of lists, but {type} arrived.",
                type=type(history).__name__)
        )
    panels: dict[str, list[Line]] = {}
    for name in sorted(history, key=lambda name: str(name).startswith(VALIDATION)):
        line = Line(str(name), np.asarray(history[name], dtype=float).ravel())
        plain = line.name.removeprefix(VALIDATION)
        if plain not in NOT_DRAWN and line.known.size:
            panels.setdefault(plain, []).append(line)
    if not panels:
        raise ValueError(
            say("The history has no epoch with a finite number, so there is nothing to draw. Train "
                "first: history = nn.fit(model, images, labels).")
        )
    names = sorted(panels, key=lambda name: (name != "loss", name != "accuracy"))
    return {name: panels[name] for name in names[:MOST_PANELS]}


# Drawing it -------------------------------------------------------------------------------


def _draw(ax: Axes, lines: list[Line], epochs: int) -> None:
    for line in lines:
        colour, dashes, marker = LOOKS[line.prefix]
        ax.plot(np.arange(1, len(line.numbers) + 1),
                np.where(np.isfinite(line.numbers), line.numbers, np.nan),
                color=colour, linestyle=dashes, marker=marker, markersize=4, linewidth=1.5,
                markevery=_markers(line.known), clip_on=False)
    judged = lines[-1]
    if judged.best is not None:
        ax.plot(judged.best, judged.at(judged.best), marker="o", markersize=11,
                markerfacecolor="none", markeredgecolor=style.INK, markeredgewidth=1.3,
                clip_on=False)
    _name_lines(ax, lines)
    width = max(epochs - 1, 1)
    first = 1 - 0.06 * width
    ax.set(xlabel=translate("epoch"), xlim=(first, 1 + width * (1 + ROOM)))
    ax.set_xticks(_ticks(epochs))
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines["bottom"].set_bounds(first, epochs)


def _markers(known: np.ndarray) -> list[int]:
    """Return the places of the markers: all where there are few, else some, and the last."""
    every = math.ceil(len(known) / MOST_MARKERS)
    return [int(epoch) - 1 for epoch in known[::-1][::every]]


def _name_lines(ax: Axes, lines: list[Line]) -> None:
    """Write each line's name at its end: the upper one's above it, the lower one's below."""
    ends = sorted(((line.at(line.known[-1]), line) for line in lines), key=lambda end: -end[0])
    for (height, line), side in zip(ends, ("bottom", "top"), strict=False):
        ax.annotate(_part(line), (line.known[-1], height), xytext=(7, 0),
                    textcoords="offset points", ha="left", fontsize=9,
                    va=side if len(ends) > 1 else "center", color=LOOKS[line.prefix][0])


def _ticks(epochs: int) -> list[int]:
    """Return 1 and a few round numbers up to the last epoch."""
    round_numbers = MaxNLocator(5, integer=True, steps=[1, 2, 5, 10]).tick_values(0, epochs)
    apart = round_numbers[1] / 2
    return [1, *(int(tick) for tick in round_numbers if 1 + apart <= tick <= epochs)]


def _set_height(ax: Axes, name: str, lines: list[Line]) -> None:
    """Begin a loss at zero; leave room for a name above the highest and below the lowest point."""
    numbers = np.concatenate([line.numbers[line.known - 1] for line in lines])
    low, high = float(numbers.min()), float(numbers.max())
    if name == "loss":
        low = min(low, 0.0)
    room = 0.14 * (high - low) or 0.1 * abs(high) or 1.0
    ax.set_ylim(low - (room if low else 0), high + room)
    if name == "accuracy":  # no more than all can be right
        ax.set_yticks([tick for tick in ax.get_yticks() if max(low - room, 0) <= tick <= 1])


# Words ------------------------------------------------------------------------------------


def _quantity(name: str) -> str:
    return {"loss": translate("Loss"), "accuracy": translate("Accuracy")}.get(name, name)


def _title(name: str, judged: Line, inches: float) -> str:
    """Return the name of a panel, and below it what was best; both fit a panel so wide."""
    parts = [_quantity(name)]
    if judged.best is not None:
        parts.append(translate("best (ringed): {number} at epoch {epoch}",
                               number=_short(judged.at(judged.best)), epoch=judged.best))
    return "\n".join(style.heading(part, inches) for part in parts)


def _part(line: Line) -> str:
    return translate("validation") if line.prefix else translate("training")


def _short(number: float) -> str:
    """Return a number with three digits: a loss may be tiny, an accuracy is nearly 1."""
    return words.short(float(f"{number:.3g}")) if abs(number) >= 1 else f"{number:.3g}"


def _sentence(name: str, line: Line) -> str:
    values = {"quantity": _quantity(name), "part": _part(line), "epoch": line.best,
              "first": _short(line.at(line.known[0])), "last": _short(line.at(line.known[-1]))}
    if line.known.size == 1:
        return translate("{quantity}, {part}: {first}.", **values)
    if line.best is None:
        return translate("{quantity}, {part}: from {first} to {last}.", **values)
    return translate("{quantity}, {part}: from {first} to {last}, best {best} at epoch {epoch}.",
                     best=_short(line.at(line.best)), **values)
