"""One step of a convolution, taken apart: patch times kernel, products, sum, and where it lands.

Everything stands on one Axes, a board measured in cells: above, the image with the patch framed
and the map as far as it is filled; below, one line for each channel, patch x kernel = products.
What is shown is worked out in `moment`.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from cnnlab.convolution import Padding, Pair
from cnnlab.language import translate
from cnnlab.plots import cells, style, words
from cnnlab.plots.alt_text import describe
from cnnlab.plots.kernels import kernel_scale
from cnnlab.plots.moment import Moment, moment, sentence
from cnnlab.plots.pictures import channel_names

BOX = 12  # cells: a larger image or map is drawn smaller, without its numbers
TITLE = 6  # cells: room for the title of an image or a map
GAP = 2.2  # cells between two blocks, room for a sign
HEAD = 1.4  # cells above a block, room for its title


def step(
    image: ArrayLike,
    kernel: ArrayLike,
    row: int,
    col: int,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    ax: Axes | None = None,
) -> Axes:
    """Draw the step that fills (row, col) of the feature map.

    Parameters
    ----------
    image : (H, W) or (H, W, 3) array
    kernel : (kh, kw) or (kh, kw, 3) array, at most 7 x 7
        In colour there is one line of products for each channel.
    row, col : int, position in the feature map
    stride, padding, dilation : as in `convolution.cross_correlate`
        Padding is hatched; with dilation each pixel under a weight has its own frame.

    Raises
    ------
    ValueError, TypeError
        Where an argument can't be used; the message says what to do.

    >>> from cnnlab import filters, images, plots
    >>> ax = plots.step(images.example(), filters.get("diagonal_cross"), 0, 1)
    >>> plots.alt_text(ax).split(". ")[4]
    'Products: 1 0 0 / 0 1 0 / 0 0 1'
    """
    now = moment(image, kernel, (row, col), stride, padding, dilation)
    width, height = _board_size(now)
    side = min(style.WIDEST / width, style.HIGHEST / height, 0.45)  # inches of a cell
    ax = style.own_axes(ax, width * side, height * side)
    ax.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5), aspect="equal")
    ax.set_axis_off()
    cells.settle(ax)
    points = cells.cell_points(ax, height, width)
    _draw_above(ax, now, points)
    _draw_lines(ax, now, points)
    ax.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5))
    describe(ax, sentence(now))
    return ax


# Above: the image and the map ------------------------------------------------------------


def _unit(shape: tuple[int, ...]) -> float:
    """Return how many cells of the board a pixel takes: 1, or less where the array is large."""
    return min(1.0, BOX / max(shape[:2]))


def _extent(shape: tuple[int, ...]) -> tuple[float, float]:
    return shape[0] * _unit(shape), shape[1] * _unit(shape)


def _board_size(now: Moment) -> tuple[float, float]:
    """Return the width and the height of the board, in cells."""
    above = [_extent(now.padded_shape), _extent(now.feature_map.shape)]
    rows, columns, channels = now.kernel.shape
    block = _block_width(columns)
    upper = max(above[0][1], TITLE) + GAP + max(above[1][1], TITLE)
    lower = 3 * block + 3 * GAP + 3
    height = HEAD + max(above[0][0], above[1][0]) + channels * (HEAD + rows)
    return max(upper, lower), height + (1.6 if channels > 1 else 0.4)


def _block_width(columns: int) -> float:
    return max(columns, 3)


def _draw_above(ax: Axes, now: Moment, points: float) -> None:
    _title(ax, 0, HEAD, translate("image, {size}", size=words.size(now.image)))
    _draw_image(ax, now, points)
    left = max(_extent(now.padded_shape)[1], TITLE) + GAP
    _title(ax, left, HEAD, translate("map, {size}", size=words.size(now.feature_map)))
    _draw_map(ax, now, left, points)


def _draw_image(ax: Axes, now: Moment, points: float) -> None:
    shape = now.padded_shape
    unit = _unit(shape)
    above, left = now.before
    ax.add_patch(Rectangle((-0.5, HEAD - 0.5), shape[1] * unit, shape[0] * unit, hatch="////",
                           facecolor="white", edgecolor=style.LINE, linewidth=0.6, zorder=-1))
    picture = now.image if now.image.shape[2] == 3 else now.image[:, :, 0]
    scale = cells.grey_scale(picture) if picture.ndim == 2 else None
    corner = (left * unit, HEAD + above * unit)
    painted = cells.paint(ax, picture, scale, *corner, unit)
    if unit == 1:
        cells.outline(ax, *shape, top=HEAD)
        if picture.ndim == 2:
            cells.write(ax, words.texts(picture), painted, points, *corner)
    _frame_patch(ax, now, unit)


def _frame_patch(ax: Axes, now: Moment, unit: float) -> None:
    """Frame the pixels under the kernel: one frame, or with holes one for each weight."""
    top, left = now.top + now.before[0], now.left + now.before[1]
    rows, columns = now.kernel.shape[:2]
    down, right = now.dilation
    origin_x, origin_y = -0.5, HEAD - 0.5
    if (down, right) == (1, 1):
        cells.frame(ax, origin_x + left * unit, origin_y + top * unit, columns * unit, rows * unit)
        return
    for i, j in np.ndindex(rows, columns):
        x, y = left + j * right, top + i * down
        cells.frame(ax, origin_x + x * unit, origin_y + y * unit, unit, unit)


def _draw_map(ax: Axes, now: Moment, left: float, points: float) -> None:
    height, width = now.feature_map.shape
    unit = _unit((height, width))
    later = np.arange(height * width).reshape(height, width) > now.row * width + now.col
    ax.add_patch(Rectangle((left - 0.5, HEAD - 0.5), width * unit, height * unit,
                           facecolor=style.EMPTY, edgecolor=style.LINE, linewidth=0.6, zorder=-1))
    so_far = np.ma.masked_where(later, now.feature_map)
    scale = cells.signed_scale(now.feature_map)
    painted = cells.paint(ax, so_far, scale, left, HEAD, unit)
    if unit == 1:
        cells.outline(ax, height, width, left, HEAD)
        texts = np.where(later, "", words.texts(now.feature_map))
        cells.write(ax, texts, painted, points, left, HEAD)
    cells.frame(ax, left - 0.5 + now.col * unit, HEAD - 0.5 + now.row * unit, unit, unit)


# Below: patch x kernel = products, and their sum -----------------------------------------


def _draw_lines(ax: Axes, now: Moment, points: float) -> None:
    rows, columns, channels = now.kernel.shape
    above = max(_extent(now.padded_shape)[0], _extent(now.feature_map.shape)[0])
    top = HEAD + above + HEAD
    for channel in range(channels):
        _draw_line(ax, now, channel, top, points)
        top += rows + HEAD
    if channels > 1:
        sums = words.texts(now.products.sum(axis=(0, 1)))
        total = words.short(now.products.sum())
        ax.text(_block_width(columns) * 3 + GAP * 3 + 2.5, top - 0.4, ha="right", fontsize=10,
                color=style.INK,
                s=translate("{terms} = {total}, lands in the map",
                            terms=_sum_of(sums), total=total))


def _sum_of(terms: Iterable[str]) -> str:
    return " + ".join(f"({term})" if term.startswith("−") else term for term in terms)


def _draw_line(ax: Axes, now: Moment, channel: int, top: float, points: float) -> None:
    patch, kernel, products = (
        array[:, :, channel] for array in (now.patch, now.kernel, now.products)
    )
    whole = now.image[:, :, channel]
    name = f", {channel_names()[channel]}" if now.kernel.shape[2] > 1 else ""
    blocks = [
        (translate("patch") + name, patch, cells.grey_scale(whole), "×"),
        (translate("kernel") + name, kernel, kernel_scale(now.kernel), "="),
        (translate("products"), products, cells.signed_scale(now.products), "→"),
        (translate("sum"), np.array([[products.sum()]]),
         cells.signed_scale(now.feature_map), ""),
    ]
    left, rows = 0.0, kernel.shape[0]
    for title, array, scale, sign in blocks:
        y = top + (rows - array.shape[0]) / 2
        _draw_block(ax, array, scale, left, y, points)
        _title(ax, left, y, title)
        ax.text(left + array.shape[1] - 0.5 + GAP / 2, top + (rows - 1) / 2, sign,
                ha="center", va="center", fontsize=14, color=style.INK)
        left += _block_width(array.shape[1]) + GAP


def _draw_block(
    ax: Axes, array: np.ndarray, scale: cells.Scale, left: float, top: float, points: float
) -> None:
    painted = cells.paint(ax, array, scale, left, top)
    cells.outline(ax, *array.shape, left, top)
    cells.write(ax, words.texts(array), painted, points, left, top)


def _title(ax: Axes, left: float, top: float, text: str) -> None:
    ax.text(left - 0.5, top - 0.7, text, ha="left", va="bottom", fontsize=9, color=style.INK)
