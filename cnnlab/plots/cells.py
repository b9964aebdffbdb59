"""Arrays as cells: paint them on one scale, write their numbers, frame some of them.

Pixel (row, col) has its middle at x = col, y = row, as in Matplotlib's imshow.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from cnnlab._validation import finite_number, image_array, numeric_array, say
from cnnlab.language import translate
from cnnlab.plots.style import FRAME, GREY, INK, LINE, SIGNED, ink_on

SMALL = 32  # pixels: up to here rows and columns are numbered
SEEN = 0.5  # cells: a smaller frame is drawn this large, or it would be lost
SHARP = 128  # pixels: up to here every pixel is a sharp square


class Scale(NamedTuple):
    """Which colour stands for which number."""

    colours: Colormap
    lowest: float
    highest: float


def drawable(image, name: str = "image") -> np.ndarray:
    """Return a checked grey (H, W) or RGB (H, W, 3) array; one channel counts as grey."""
    array = image_array(image, name)
    if array.dtype == bool:
        array = array.astype(float)  # 0 and 1, not two of the 256 greys
    if array.ndim == 3 and array.shape[2] == 1:
        return array[:, :, 0]
    if array.ndim == 3 and array.shape[2] != 3:
        raise ValueError(
            say("A picture has 1 channel (grey) or 3 (red, green, blue), but {name} has {count}: "
                "its shape is {shape}. Draw one channel at a time: {name}[:, :, 0].",
                name=name, count=array.shape[2], shape=array.shape)
        )
    return array


def grey_scale(image: np.ndarray, value_range: tuple[float, float] | None = None) -> Scale:
    """Return black to white over the range that fits the image's numbers.

    uint8 is [0, 255]. Anything else is the first of [0, 1], [-1, 1] and [0, 255] that holds every
    number; failing that, from 0 to the largest number or as far to both sides of 0.
    """
    if value_range is not None:
        return Scale(GREY, *_checked_range(value_range))
    if image.dtype == np.uint8:
        return Scale(GREY, 0, 255)
    low, high = float(image.min()), float(image.max())
    most = max(-low, high)
    ranges = [(0, 1), (-1, 1), (0, 255), (0, most), (-most, most)]
    return Scale(GREY, *next((a, b) for a, b in ranges if a <= low and high <= b))


def _checked_range(value_range: tuple[float, float]) -> tuple[float, float]:
    black, white = numeric_array(value_range, "value_range").ravel()[[0, -1]].tolist()
    if np.shape(value_range) != (2,) or black >= white:
        raise ValueError(
            say("value_range must be two numbers, what is black and what is white, such as (0, 1), "
                "but {value_range!r} arrived.", value_range=value_range)
        )
    return black, white


def signed_scale(array: np.ndarray, limit: float | None = None) -> Scale:
    """Return purple, white, orange over [-limit, limit]; zero is exactly white.

    Without a limit it is the largest size of a number; among 1024 numbers and more, the size that
    only one in 200 exceeds, so that a few extremes don't make all the others pale.
    """
    if limit is not None:
        limit = finite_number(limit, "limit", above=0)
    else:
        sizes = np.abs(np.asarray(array, dtype=float))
        limit = np.quantile(sizes, 0.995) if sizes.size >= 1024 else sizes.max()
        limit = float(limit or sizes.max()) or 1.0  # all zeros: white on any scale
    return Scale(SIGNED, -limit, limit)


def paint(
    ax: Axes,
    array: np.ndarray,
    scale: Scale | None = None,
    left: float = 0,
    top: float = 0,
    unit: float = 1,
) -> AxesImage:
    """Paint an array with square cells of side `unit`, its first pixel's middle at (left, top)."""
    height, width = array.shape[:2]
    x, y = left - 0.5, top - 0.5
    if array.ndim == 3:
        array = rgb(array)
    return ax.imshow(
        array,
        cmap=scale and scale.colours,
        vmin=scale and scale.lowest,
        vmax=scale and scale.highest,
        extent=(x, x + width * unit, y + height * unit, y),
        interpolation="nearest" if max(height, width) <= SHARP else "auto",
    )


def rgb(image: np.ndarray) -> np.ndarray:
    """Return a colour image as Matplotlib wants it: uint8, or floats in [0, 1]."""
    highest = 1 if image.dtype.kind == "f" and image.max() <= 1 else 255
    if image.min() < 0 or image.max() > highest:
        raise ValueError(
            say("A colour image has its values in [0, 255], or in [0, 1] as decimals, but these "
                "reach from {smallest} to {largest}.", smallest=image.min(), largest=image.max())
        )
    return image.astype(float) if highest == 1 else np.rint(image).astype(np.uint8)


def write(
    ax: Axes,
    texts: np.ndarray,
    painted: AxesImage,
    points: float,
    left: float = 0,
    top: float = 0,
) -> None:
    """Write one text in each painted cell of side 1, black or white as its colour asks.

    `points` is the side of a cell in points (1/72 inch).
    """
    colours = painted.to_rgba(painted.get_array())
    longest = max(len(line) for text in texts.flat for line in str(text).split("\n"))
    lines = max(str(text).count("\n") + 1 for text in texts.flat)
    font_size = min(10, 0.85 * points / (0.65 * longest), 0.8 * points / (1.25 * lines))
    for (row, col), text in np.ndenumerate(texts):
        ax.text(left + col, top + row, text, ha="center", va="center", fontsize=font_size,
                color=ink_on(colours[row, col]), clip_on=True)


def settle(ax: Axes) -> None:
    """Let the layout give every Axes of the figure its final size; it takes as long as drawing."""
    ax.get_figure(root=True).draw_without_rendering()


def cell_points(ax: Axes, rows: int, columns: int) -> float:
    """Return the side of a square cell in points (1/72 inch), once the layout is settled."""
    box = ax.get_window_extent()
    return min(box.width / columns, box.height / rows) * 72 / ax.get_figure(root=True).dpi


def frame(ax: Axes, left: float, top: float, width: float, height: float) -> Rectangle:
    """Draw a frame around cells whose upper left corner is at (left, top)."""
    wider, higher = (max(SEEN - side, 0) / 2 for side in (width, height))
    rectangle = Rectangle(
        (left - wider, top - higher), width + 2 * wider, height + 2 * higher,
        fill=False, edgecolor=FRAME, linewidth=2.5, zorder=5, clip_on=False,
        path_effects=[withStroke(linewidth=5, foreground="white")],
    )
    return ax.add_patch(rectangle)


def outline(ax: Axes, rows: int, columns: int, left: float = 0, top: float = 0) -> None:
    """Draw thin lines between cells, so that white ones can be told apart."""
    style = {"colors": LINE, "linewidth": 0.6, "zorder": 2}
    x, y = left - 0.5, top - 0.5
    ax.hlines(y + np.arange(rows + 1), x, x + columns, **style)
    ax.vlines(x + np.arange(columns + 1), y, y + rows, **style)


def number_axes(ax: Axes, rows: int, columns: int, labels: bool = True) -> None:
    """Number the rows and columns of a small picture; leave a large one without ticks."""
    if max(rows, columns) > SMALL:
        ax.set(xticks=[], yticks=[])
        return
    every = 1 if max(rows, columns) <= 16 else 4
    ax.set(xticks=range(0, columns, every), yticks=range(0, rows, every))
    ax.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    ax.spines[:].set(color=LINE, linewidth=0.6)  # where a white cell ends
    if labels:
        ax.set_xlabel(translate("column"), color=INK)
        ax.set_ylabel(translate("row"), color=INK)
        ax.xaxis.set_label_position("top")
