"""Colours, sizes and the white card on which everything is drawn.

A figure is an opaque white card with dark text, so it reads the same in JupyterLab's light and
dark themes and on paper. Numbers with a sign go from purple (negative) over white (zero) to orange
(positive): the pair keeps apart for every kind of colour blindness, and both sides darken evenly.
"""

from __future__ import annotations

import textwrap

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap, to_rgb

from cnnlab._validation import say, whole_number
from cnnlab.plots.alt_text import AxesArray, axes_array

WIDEST = 8.2  # inches: a notebook cell beside the list of files on a small laptop
HIGHEST = 8.5  # inches
INK = "#1a1a1a"
FRAME = "#0057b8"  # marks "this one"; drawn with a white border, so it shows on any cell
LINE = "#8c8c8c"  # between cells
EMPTY = "#f0f0f0"  # a cell without a number yet

GREY = colormaps["gray"]
SIGNED = LinearSegmentedColormap.from_list(
    "cnnlab_signed", ["#40187a", "#9183c4", "#ffffff", "#e8953a", "#8a3b00"], N=257
)
CHANNEL_COLOURS = ("#c43c00", "#00795a", "#0057b8")  # red, green, blue: also apart in grey
CHANNEL_LINES = ("-", "--", ":")

_CARD = {
    "axes.facecolor": "white",
    "axes.grid": False,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlesize": 10,
    "axes.labelsize": 9,
    "font.size": 9,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
}


def new_axes(width: float, height: float, rows: int = 1, columns: int = 1) -> np.ndarray:
    """Return a (rows, columns) array of Axes on a new card of that many inches."""
    # The first figure makes IPython set Matplotlib up; inside rc_context that would be undone.
    figure = plt.figure(
        figsize=(min(width, WIDEST), min(height, HIGHEST)), dpi=100, facecolor="white",
        layout="compressed",
    )
    with plt.rc_context(_CARD):
        return figure.subplots(rows, columns, squeeze=False)


def own_axes(ax: Axes | None, width: float, height: float) -> Axes:
    """Return `ax`, or, where it is None, the only Axes of a new card."""
    _check_axes(ax)
    return new_axes(width, height)[0, 0] if ax is None else ax


def grid(ax: Axes | None, width: float, height: float, rows: int, columns: int) -> np.ndarray:
    """Return a (rows, columns) array of Axes: on a new card, or in the place of `ax`."""
    _check_axes(ax)
    if ax is None:
        return new_axes(width, height, rows, columns)
    ax.set_axis_off()
    place = ax.get_subplotspec()
    if place is None:  # an Axes that was put somewhere by hand
        box = ax.get_position()
        return ax.figure.add_gridspec(
            rows, columns, left=box.x0, right=box.x1, bottom=box.y0, top=box.y1
        ).subplots(squeeze=False)
    return place.subgridspec(rows, columns).subplots(squeeze=False)


def _check_axes(ax: Axes | None) -> None:
    if ax is not None and not isinstance(ax, Axes):
        raise TypeError(
            say("ax must be one Axes of Matplotlib, but {type} arrived. Of several, give one: "
                "axes[0].", type=type(ax).__name__)
        )


def side_by_side(count: int, height: float = 3.0) -> AxesArray:
    """Return `count` Axes beside each other on one card, `height` inches high.

    >>> from cnnlab import images, plots
    >>> left, right = plots.side_by_side(2)
    >>> plots.image(images.x_clean(), ax=left)
    <Axes: xlabel='column', ylabel='row'>
    """
    count = whole_number(count, "count", minimum=1)
    return axes_array(new_axes(WIDEST, height, 1, count)[0])


def heading(name: str, inches: float) -> str:
    """Return a name that fits above a panel so wide: a long one is broken after an underscore."""
    letters = int(inches / 0.085)
    return "\n".join(textwrap.wrap(name.replace("_", "_ "), letters)).replace("_ ", "_")


def luminance(colours: np.ndarray) -> np.ndarray:
    """Return the relative luminance (WCAG 2) of sRGB colours (..., 3 or 4) in [0, 1]."""
    channels = np.asarray(colours, dtype=float)[..., :3]
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def ink_on(colour: np.ndarray) -> str:
    """Return black or white, whichever stands out more from `colour`.

    Their contrasts multiply to 21, so the better one is at least 4.58: WCAG's AA asks for 4.5.
    """
    light = luminance(colour)
    return "black" if (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) else "white"


def fading_to_black(colour: str) -> Colormap:
    """Return the colours from black to `colour`."""
    return LinearSegmentedColormap.from_list(colour, ["black", to_rgb(colour)])
