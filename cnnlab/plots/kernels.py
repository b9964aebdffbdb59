"""One kernel: a grid of signed weights, zero white."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from numpy.typing import ArrayLike

from cnnlab import filters
from cnnlab._validation import numeric_array, say
from cnnlab.language import translate
from cnnlab.plots import cells, style, words
from cnnlab.plots.alt_text import AxesArray, axes_array, describe
from cnnlab.plots.pictures import channel_names

MOST_NUMBERS = 11  # rows or columns whose weights are written; larger kernels are only painted


def kernel(
    kernel: ArrayLike | str, title: str | None = None, ax: Axes | None = None
) -> Axes | AxesArray:
    """Draw a kernel (kh, kw) with its weights; (kh, kw, C) gives one grid for each channel.

    The name of a filter, such as "sobel_x", draws that filter with its meaning below. Raises
    ValueError for a name that isn't known and for an array of other axes.
    """
    meaning = None
    if isinstance(kernel, str):
        title, meaning = title or kernel, translate(filters.meaning(kernel))
        kernel = filters.get(kernel)
    weights = checked(kernel)
    scale = kernel_scale(weights)
    if weights.ndim == 2:
        ax = style.own_axes(ax, *_inches(*weights.shape, meaning))
        return _grid(ax, weights, scale, title, meaning)
    count = weights.shape[2]
    width, height = _inches(*weights.shape[:2], meaning)
    axes = style.grid(ax, width * count, height, 1, count)[0]
    names = channel_names() if count == 3 else [str(channel) for channel in range(count)]
    for channel, name in enumerate(names):
        label = translate("channel {number}: {name}", number=channel, name=name)
        panel_title = f"{title}, {label}" if title else label
        _grid(axes[channel], weights[:, :, channel], scale, panel_title, None)
    return axes_array(axes)


def checked(kernel: ArrayLike) -> np.ndarray:
    """Return the kernel as an array, once its axes are known to be right."""
    weights = numeric_array(kernel, "kernel")
    if weights.ndim not in (2, 3):
        raise ValueError(
            say("kernel must have the axes (height, width) or (height, width, channels), but its "
                "shape is {shape}.", shape=weights.shape)
        )
    return weights.astype(float) if weights.dtype == bool else weights


def kernel_scale(weights: np.ndarray) -> cells.Scale:
    """Return purple, white, orange up to the largest weight, however many weights there are."""
    return cells.signed_scale(weights, limit=float(np.abs(weights.astype(float)).max()) or 1.0)


def _inches(height: int, width: int, meaning: str | None) -> tuple[float, float]:
    side = 0.5 if max(height, width) <= MOST_NUMBERS else 3.5 / max(height, width)
    below = 0.6 if meaning else 0
    return max(width * side + 0.6, 3.4 if meaning else 1.8), height * side + 0.6 + below


def _grid(
    ax: Axes, weights: np.ndarray, scale: cells.Scale, title: str | None, meaning: str | None
) -> Axes:
    height, width = weights.shape
    painted = cells.paint(ax, weights, scale)
    ax.set(xticks=[], yticks=[], title=title)
    ax.spines[:].set_color(style.LINE)
    if meaning:
        ax.set_xlabel(textwrap.fill(meaning, _letters(ax)), color=style.INK)
    if max(height, width) <= MOST_NUMBERS:
        cells.outline(ax, height, width)
        cells.settle(ax)
        texts = words.texts(weights)
        cells.write(ax, texts, painted, cells.cell_points(ax, height, width))
    else:
        colour_bar([ax], painted, weights)
    describe(ax, _sentence(weights, title, meaning))
    return ax


def _letters(ax: Axes) -> int:
    """Return how long a line below `ax` may be: beside others, no wider than the kernel itself."""
    figure = ax.get_figure(root=True)
    if len(figure.axes) == 1:
        return 44
    ax.set_xlabel("\n" * 2)  # the room that three lines will take
    cells.settle(ax)
    return max(12, int(ax.get_window_extent().width / figure.dpi / 0.08))


def colour_bar(axes: Sequence[Axes], painted: AxesImage, values: np.ndarray) -> None:
    """Draw the scale that `axes` share; arrowheads say that some numbers lie beyond its ends."""
    scale = painted.norm
    below, above = values.min() < scale.vmin, values.max() > scale.vmax
    extend = {(False, False): "neither", (True, False): "min", (False, True): "max"}
    bar = axes[0].get_figure(root=True).colorbar(
        painted, ax=list(axes), extend=extend.get((below, above), "both"), shrink=0.8, aspect=25,
        ticks=[scale.vmin, 0, scale.vmax], format=lambda value, _: words.short(value),
    )
    bar.outline.set_visible(False)
    bar.ax.tick_params(colors=style.INK)


def _sentence(weights: np.ndarray, title: str | None, meaning: str | None) -> str:
    numbers = words.rows(weights)
    text = translate("Kernel, {size}: {rows}.", size=words.size(weights), rows=numbers)
    return " ".join(filter(None, [f"{title}:" if title else None, text, meaning]))
