"""One step of a convolution, taken apart: patch times kernel, products, sum, and where it lands.

Everything stands on one Axes, a board measured in cells: above, the image with the patch framed
and the map as far as it is filled; below, one line for each channel, patch x kernel = products.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from cnnlab._validation import say, whole_number
from cnnlab.convolution import Padding, Pair, cross_correlate, patches, steps
from cnnlab.geometry import span
from cnnlab.language import translate
from cnnlab.plots import cells, style, words
from cnnlab.plots.alt_text import describe
from cnnlab.plots.kernels import checked, kernel_scale
from cnnlab.plots.pictures import channel_names

BOX = 12  # cells: a larger image or map is drawn smaller, without its numbers
GAP = 2.2  # cells between two blocks, room for a sign
HEAD = 1.4  # cells above a block, room for its title
LARGEST_KERNEL = 7  # rows or columns whose products can still be read


class _Moment(NamedTuple):
    """All that one step shows; every array has its channels last."""

    image: np.ndarray  # (H, W, C), without padding
    before: tuple[int, int]  # padding above and to the left
    after: tuple[int, int]  # padding below and to the right
    top: int  # of the patch, in the image; negative inside the padding
    left: int
    dilation: tuple[int, int]
    kernel: np.ndarray  # (kh, kw, C)
    patch: np.ndarray
    products: np.ndarray
    feature_map: np.ndarray  # (H', W')
    row: int
    col: int


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
    >>> plots.alt_text(ax).split(". ")[3]
    'Products: 1 0 0 / 0 1 0 / 0 0 1'
    """
    moment = _moment(image, kernel, row, col, stride, padding, dilation)
    width, height = _board_size(moment)
    side = min(style.WIDEST / width, style.HIGHEST / height, 0.45)  # inches of a cell
    ax = style.own_axes(ax, width * side, height * side)
    ax.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5), aspect="equal")
    ax.set_axis_off()
    points = cells.cell_points(ax, height, width)
    _draw_above(ax, moment, points)
    _draw_lines(ax, moment, points)
    ax.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5))
    describe(ax, _sentence(moment))
    return ax


# What happens in the step ----------------------------------------------------------------


def _moment(
    image: ArrayLike,
    kernel: ArrayLike,
    row: int,
    col: int,
    stride: Pair,
    padding: Padding,
    dilation: Pair,
) -> _Moment:
    image, kernel = cells.drawable(image), checked(kernel)
    if max(kernel.shape[:2]) > LARGEST_KERNEL:
        raise ValueError(
            say("The products of a kernel of shape {shape} would be too small to read. Use at most "
                "{most} rows and columns.", shape=kernel.shape, most=LARGEST_KERNEL)
        )
    if image.ndim == 2 and kernel.ndim == 3 and kernel.shape[2] == 1:
        kernel = kernel[:, :, 0]
    feature_map = cross_correlate(image, kernel, stride, padding, dilation)
    row, col = _position(row, col, feature_map.shape)
    first = next(steps(image, kernel, stride, padding, dilation))
    before = (-first.top, -first.left)
    stride, dilation = np.broadcast_to(stride, 2), np.broadcast_to(dilation, 2)
    spans = [span(kernel.shape[axis], int(dilation[axis])) for axis in (0, 1)]
    after = (
        (spans[0] - 1 - before[0], spans[1] - 1 - before[1]) if padding == "same" else before
    )
    patch = patches(image, kernel.shape[:2], stride, padding, dilation)[row, col]
    deep = [array if image.ndim == 3 else array[..., None] for array in (image, kernel, patch)]
    return _Moment(
        deep[0], before, after, first.top + row * stride[0], first.left + col * stride[1],
        tuple(dilation), deep[1], deep[2], deep[1] * deep[2], feature_map, row, col,
    )


def _position(row: int, col: int, shape: tuple[int, int]) -> tuple[int, int]:
    row, col = whole_number(row, "row"), whole_number(col, "col")
    if row >= shape[0] or col >= shape[1]:
        raise ValueError(
            say("The map has {height} rows and {width} columns, counted from 0: there is no place "
                "({row}, {col}) in it.", height=shape[0], width=shape[1], row=row, col=col)
        )
    return row, col


# Above: the image and the map ------------------------------------------------------------


def _padded_shape(moment: _Moment) -> tuple[int, int]:
    return tuple(moment.image.shape[i] + moment.before[i] + moment.after[i] for i in (0, 1))


def _unit(shape: tuple[int, ...]) -> float:
    """Return how many cells of the board a pixel takes: 1, or less where the array is large."""
    return min(1.0, BOX / max(shape[:2]))


def _extent(shape: tuple[int, ...]) -> tuple[float, float]:
    return shape[0] * _unit(shape), shape[1] * _unit(shape)


def _board_size(moment: _Moment) -> tuple[float, float]:
    """Return the width and the height of the board, in cells."""
    above = [_extent(_padded_shape(moment)), _extent(moment.feature_map.shape)]
    rows, columns, channels = moment.kernel.shape
    block = _block_width(columns)
    upper = max(above[0][1], 6) + GAP + max(above[1][1], 6)
    lower = 3 * block + 3 * GAP + 3
    height = HEAD + max(above[0][0], above[1][0]) + channels * (HEAD + rows)
    return max(upper, lower), height + (1.6 if channels > 1 else 0.4)


def _block_width(columns: int) -> float:
    return max(columns, 3)


def _draw_above(ax: Axes, moment: _Moment, points: float) -> None:
    image_shape = _padded_shape(moment)
    _title(ax, 0, HEAD, translate("image, {size}", size=words.size(moment.image)))
    _draw_image(ax, moment, points)
    left = max(_extent(image_shape)[1], 6) + GAP
    _title(ax, left, HEAD, translate("map, {size}", size=words.size(moment.feature_map)))
    _draw_map(ax, moment, left, points)


def _draw_image(ax: Axes, moment: _Moment, points: float) -> None:
    shape = _padded_shape(moment)
    unit = _unit(shape)
    above, left = moment.before
    ax.add_patch(Rectangle((-0.5, HEAD - 0.5), shape[1] * unit, shape[0] * unit, hatch="////",
                           facecolor="white", edgecolor=style.LINE, linewidth=0.6, zorder=-1))
    picture = moment.image if moment.image.shape[2] == 3 else moment.image[:, :, 0]
    scale = cells.grey_scale(picture) if picture.ndim == 2 else None
    corner = (left * unit, HEAD + above * unit)
    painted = cells.paint(ax, picture, scale, *corner, unit)
    if unit == 1:
        cells.outline(ax, *shape, top=HEAD)
        if picture.ndim == 2:
            cells.write(ax, words.texts(picture), painted, points, *corner)
    _frame_patch(ax, moment, unit)


def _frame_patch(ax: Axes, moment: _Moment, unit: float) -> None:
    """Frame the pixels under the kernel: one frame, or with holes one for each weight."""
    top, left = moment.top + moment.before[0], moment.left + moment.before[1]
    rows, columns = moment.kernel.shape[:2]
    down, right = moment.dilation
    origin_x, origin_y = -0.5, HEAD - 0.5
    if (down, right) == (1, 1):
        cells.frame(ax, origin_x + left * unit, origin_y + top * unit, columns * unit, rows * unit)
        return
    for i, j in np.ndindex(rows, columns):
        x, y = left + j * right, top + i * down
        cells.frame(ax, origin_x + x * unit, origin_y + y * unit, unit, unit)


def _draw_map(ax: Axes, moment: _Moment, left: float, points: float) -> None:
    height, width = moment.feature_map.shape
    unit = _unit((height, width))
    later = np.arange(height * width).reshape(height, width) > moment.row * width + moment.col
    ax.add_patch(Rectangle((left - 0.5, HEAD - 0.5), width * unit, height * unit,
                           facecolor=style.EMPTY, edgecolor=style.LINE, linewidth=0.6, zorder=-1))
    so_far = np.ma.masked_where(later, moment.feature_map)
    scale = cells.signed_scale(moment.feature_map)
    painted = cells.paint(ax, so_far, scale, left, HEAD, unit)
    if unit == 1:
        cells.outline(ax, height, width, left, HEAD)
        texts = np.where(later, "", words.texts(moment.feature_map))
        cells.write(ax, texts, painted, points, left, HEAD)
    cells.frame(ax, left - 0.5 + moment.col * unit, HEAD - 0.5 + moment.row * unit, unit, unit)


# Below: patch x kernel = products, and their sum -----------------------------------------


def _draw_lines(ax: Axes, moment: _Moment, points: float) -> None:
    rows, columns, channels = moment.kernel.shape
    above = max(_extent(_padded_shape(moment))[0], _extent(moment.feature_map.shape)[0])
    top = HEAD + above + HEAD
    for channel in range(channels):
        _draw_line(ax, moment, channel, top, points)
        top += rows + HEAD
    if channels > 1:
        sums = words.texts(moment.products.sum(axis=(0, 1)))
        total = words.short(moment.products.sum())
        ax.text(_block_width(columns) * 3 + GAP * 3 + 2.5, top - 0.4, ha="right", fontsize=10,
                s=translate("{terms} = {total}, lands in the map",
                            terms=_sum_of(sums), total=total))


def _sum_of(terms: Iterable[str]) -> str:
    return " + ".join(f"({term})" if term.startswith("−") else term for term in terms)


def _draw_line(ax: Axes, moment: _Moment, channel: int, top: float, points: float) -> None:
    patch, kernel, products = (
        array[:, :, channel].astype(float)
        for array in (moment.patch, moment.kernel, moment.products)
    )
    whole = moment.image[:, :, channel]
    name = f", {channel_names()[channel]}" if moment.kernel.shape[2] > 1 else ""
    blocks = [
        (translate("patch") + name, patch, cells.grey_scale(whole), "×"),
        (translate("kernel") + name, kernel, kernel_scale(moment.kernel), "="),
        (translate("products"), products, cells.signed_scale(moment.products), "→"),
        (translate("sum"), np.array([[products.sum()]]),
         cells.signed_scale(moment.feature_map), ""),
    ]
    left, rows = 0.0, kernel.shape[0]
    for title, array, scale, sign in blocks:
        y = top + (rows - array.shape[0]) / 2
        _draw_block(ax, array, scale, left, y, points)
        _title(ax, left, y, title)
        ax.text(left + array.shape[1] - 0.5 + GAP / 2, top + (rows - 1) / 2, sign,
                ha="center", va="center", fontsize=14)
        left += _block_width(array.shape[1]) + GAP


def _draw_block(
    ax: Axes, array: np.ndarray, scale: cells.Scale, left: float, top: float, points: float
) -> None:
    painted = cells.paint(ax, array, scale, left, top)
    cells.outline(ax, *array.shape, left, top)
    cells.write(ax, words.texts(array), painted, points, left, top)


def _title(ax: Axes, left: float, top: float, text: str) -> None:
    ax.text(left - 0.5, top - 0.7, text, ha="left", va="bottom", fontsize=9)


# In words --------------------------------------------------------------------------------


def _sentence(moment: _Moment) -> str:
    place = translate(
        "Step at row {row}, column {col} of a map of {size}.", row=moment.row, col=moment.col,
        size=words.size(moment.feature_map),
    )
    lines = [
        translate("Patch: {patch}. Kernel: {kernel}. Products: {products}.",
                  patch=words.rows(moment.patch[:, :, channel]),
                  kernel=words.rows(moment.kernel[:, :, channel]),
                  products=words.rows(moment.products[:, :, channel]))
        for channel in range(moment.kernel.shape[2])
    ]
    total = translate("Sum: {sum}.", sum=words.short(moment.products.sum()))
    return " ".join([place, *lines, total])
