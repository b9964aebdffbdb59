"""Feature maps: many pictures, one scale, zero white."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from cnnlab._validation import numeric_array, say
from cnnlab.convolution import cross_correlate
from cnnlab.language import translate
from cnnlab.plots import cells, style, words
from cnnlab.plots.alt_text import AxesArray, axes_array, describe
from cnnlab.plots.kernels import checked, colour_bar, kernel_scale

MOST_FILTERS = 10  # columns of the table that still show something
MOST_MAPS = 64
COLOUR_BAR = 1.0  # inches, with its numbers
MOST_HEARD = 100  # numbers of a map, of which there are several: more is tiring to listen to
READABLE = 15  # points: cells of this side and more get their numbers


def feature_maps(
    maps: ArrayLike,
    names: Iterable[str] | None = None,
    limit: float | None = None,
    ax: Axes | None = None,
) -> AxesArray:
    """Draw feature maps (F, H', W') in a grid on one scale; returns F Axes.

    `names` are their titles, one for each map; a bank of filters serves too. `limit` is the size
    of number that gets full colour; None takes the largest, or in large maps what only one number
    in 200 exceeds. Raises ValueError for other axes or another number of names.
    """
    maps = numeric_array(maps, "maps")
    if maps.ndim != 3:
        raise ValueError(
            say("maps must have the axes (maps, height, width), but its shape is {shape}. A single "
                "map needs maps[np.newaxis].", shape=maps.shape)
        )
    if len(maps) > MOST_MAPS:
        raise ValueError(
            say("{count} maps beside each other would be too small to see. Draw some of them: "
                "maps[:{most}].", count=len(maps), most=MOST_MAPS)
        )
    titles = _titles(names, len(maps))
    columns = _columns(*maps.shape)
    rows = math.ceil(len(maps) / columns)
    panel = min((style.WIDEST - COLOUR_BAR) / columns, 2.8)  # inches
    height = rows * (panel * min(maps.shape[1] / maps.shape[2], 1.5) + 0.3)
    axes = style.grid(ax, max(panel * columns + COLOUR_BAR, 3.0), height, rows, columns).ravel()
    scale = cells.signed_scale(maps, limit)
    for panel_ax, feature_map, title in zip(axes, maps, titles, strict=False):
        _map(panel_ax, feature_map, scale, title)
        panel_ax.set_title(style.heading(title, panel), fontsize=9)
    for spare in axes[len(maps):]:
        spare.set_axis_off()
    colour_bar(axes, axes[0].images[0], maps)
    _write_if_readable(axes[: len(maps)])
    return axes_array(axes[: len(maps)])


def _columns(count: int, height: int, width: int) -> int:
    """Return how many maps stand in a row; four wide ones are larger in two rows of two."""
    if count == 4 and width > 1.2 * height:
        return 2
    return min(count, 4 if count <= 8 else 6)


def _titles(names: Iterable[str] | None, count: int) -> list[str]:
    if names is None:
        return [translate("map {number}", number=number) for number in range(count)]
    titles = [str(name) for name in names]
    if len(titles) != count:
        raise ValueError(
            say("There are {maps} maps, but {names} names. Give one name for each map.",
                maps=count, names=len(titles))
        )
    return titles


def _map(ax: Axes, feature_map: np.ndarray, scale: cells.Scale, name: str) -> None:
    cells.paint(ax, feature_map, scale)
    ax.set(xticks=[], yticks=[])
    describe(ax, translate("Feature map {name}, {size}: {rows}.", name=name,
                           size=words.size(feature_map), rows=_in_words(feature_map)))


def _in_words(feature_map: np.ndarray) -> str:
    """Return a small map as its rows, a large one as its range and where its largest number is."""
    if feature_map.size <= MOST_HEARD:
        return words.rows(feature_map)
    return f"{words.value_range(feature_map)}, {words.largest_place(feature_map)}"


def _write_if_readable(axes: np.ndarray) -> None:
    """Write the numbers on every painted array whose cells are large enough."""
    cells.settle(axes[0])
    for ax in axes:
        [painted] = ax.images
        array = painted.get_array()
        if max(array.shape) > cells.SMALL:
            continue
        points = cells.cell_points(ax, *array.shape)
        if points >= READABLE:
            cells.outline(ax, *array.shape)
            cells.write(ax, words.texts(array), painted, points)


# The table -------------------------------------------------------------------------------


def filter_table(
    images: Mapping[str, ArrayLike] | Sequence[ArrayLike],
    bank: Mapping[str, ArrayLike] | Sequence[ArrayLike],
    limit: float | None = None,
    ax: Axes | None = None,
) -> AxesArray:
    """Draw every image under every filter: rows are images, columns are filters, one scale.

    `images` is a dictionary name -> image, or a list of images; `bank` a dictionary name ->
    kernel, see `filters.bank`, or a list of kernels. Each filter stands above its column, each
    image before its row. `limit` as in `feature_maps`. Returns (images, filters) Axes. Raises
    ValueError for more than 10 filters, for no image or filter, and where a kernel doesn't fit an
    image.
    """
    images = _named(images, translate("image {number}"))
    bank = _named(bank, translate("filter {number}"))
    _check_table(images, bank)
    pictures = [cells.drawable(image, name) for name, image in images.items()]
    kernels = {name: checked(kernel) for name, kernel in bank.items()}
    maps = [[cross_correlate(image, kernel) for kernel in kernels.values()] for image in pictures]
    everything = np.concatenate([one.ravel() for row in maps for one in row])
    scale = cells.signed_scale(everything, limit)
    axes = style.grid(ax, *_table_inches(pictures, len(bank)), len(pictures) + 1, len(bank) + 1)
    _headings(axes, pictures, list(images), kernels)
    for row, name in enumerate(images):
        for column, filter_name in enumerate(kernels):
            title = translate("{filter} on {image}", filter=filter_name, image=name)
            _map(axes[row + 1, column + 1], maps[row][column], scale, title)
    colour_bar(axes[1:].ravel(), axes[1, 1].images[0], everything)
    _write_if_readable(axes[:, 1:].ravel())
    return axes_array(axes[1:, 1:])


def _named(
    arrays: Mapping[str, ArrayLike] | Sequence[ArrayLike], name: str
) -> dict[str, ArrayLike]:
    if isinstance(arrays, Mapping):
        return dict(arrays)
    return {name.format(number=number): one for number, one in enumerate(arrays)}


def _check_table(images: Mapping[str, ArrayLike], bank: Mapping[str, ArrayLike]) -> None:
    if not images or not bank:
        raise ValueError(say("The table needs at least one image and at least one filter."))
    if len(bank) > MOST_FILTERS:
        raise ValueError(
            say("{count} filters beside each other would be too small to see. Choose at most "
                "{most}, for example filters.bank('sobel_x', 'sobel_y').",
                count=len(bank), most=MOST_FILTERS)
        )


def _column(filter_count: int) -> float:
    """Return the width of a column in inches."""
    return min((style.WIDEST - COLOUR_BAR) / (filter_count + 1), 2.0)


def _table_inches(pictures: list[np.ndarray], filter_count: int) -> tuple[float, float]:
    column = _column(filter_count)
    heights = [column * picture.shape[0] / picture.shape[1] + 0.1 for picture in pictures]
    return column * (filter_count + 1) + COLOUR_BAR, sum(heights) + min(column, 1.2) + 0.5


def _headings(
    axes: np.ndarray,
    pictures: list[np.ndarray],
    names: list[str],
    kernels: dict[str, np.ndarray],
) -> None:
    """Draw the images down the first column and the filters along the first row."""
    axes[0, 0].set_axis_off()
    for ax, picture, name in zip(axes[1:, 0], pictures, names, strict=True):
        cells.paint(ax, picture, cells.grey_scale(picture) if picture.ndim == 2 else None)
        ax.set(xticks=[], yticks=[], ylabel=name)
    for ax, (name, kernel) in zip(axes[0, 1:], kernels.items(), strict=True):
        sheet = kernel if kernel.ndim == 2 else kernel.mean(axis=2)
        cells.paint(ax, sheet, kernel_scale(sheet))
        ax.set(xticks=[], yticks=[])
        ax.set_title(style.heading(name, _column(len(kernels))), fontsize=9)
