"""An image: as a picture, as its numbers, as its channels, as a histogram.

Grey images go from black to white over a range that does not depend on what happens to be in the
picture, so two pictures can be compared: [0, 255] for uint8; for other types the first of [0, 1],
[-1, 1] and [0, 255] that holds all their numbers. `value_range` says it explicitly.
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from cnnlab._validation import say, whole_number
from cnnlab.language import translate
from cnnlab.plots import cells, style, words
from cnnlab.plots.alt_text import AxesArray, axes_array, describe

MOST_NUMBERS = 24  # rows or columns whose numbers can still be read
MOST_COLOURS = 10  # the same with three numbers in each cell

# The picture, and its numbers ------------------------------------------------------------


def image(
    image: ArrayLike,
    title: str | None = None,
    value_range: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a grey (H, W) or colour (H, W, 3) image.

    `value_range` is what black and white stand for, see above. Up to 32 pixels a side, rows and
    columns are numbered. Raises ValueError for an array that isn't a picture.

    >>> from cnnlab import images, plots
    >>> plots.alt_text(plots.image(images.portrait()))
    'Grey image, 16 by 12 pixels, values from 0 to 255.'
    """
    array = cells.drawable(image)
    height, width = array.shape[:2]
    scale = cells.grey_scale(array, value_range) if array.ndim == 2 else None
    ax = style.own_axes(ax, *_inches(height, width))
    cells.paint(ax, array, scale)
    cells.number_axes(ax, height, width)
    ax.set_title(title)
    describe(ax, _sentence(array, title))
    return ax


def numbers(image: ArrayLike, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw a small image with its number in each cell; a colour image has three in each.

    Raises ValueError for more than 24 rows or columns (10 in colour): slice first.
    """
    array = cells.drawable(image)
    height, width = array.shape[:2]
    most = MOST_NUMBERS if array.ndim == 2 else MOST_COLOURS
    if max(height, width) > most:
        raise ValueError(
            say("The numbers of {height} by {width} pixels would be too small to read. Cut out at "
                "most {most} rows and columns first, for example image[:{most}, :{most}].",
                height=height, width=width, most=most)
        )
    side = 0.36 if array.ndim == 2 else 0.62  # inches
    ax = style.own_axes(ax, max(width * side + 0.6, 2.4), height * side + 0.6)
    scale = cells.grey_scale(array) if array.ndim == 2 else None
    painted = cells.paint(ax, array, scale)
    cells.number_axes(ax, height, width)
    ax.set_title(title)
    texts = words.texts(array) if array.ndim == 2 else _three_lines(array)
    cells.settle(ax)
    cells.write(ax, texts, painted, cells.cell_points(ax, height, width))
    describe(ax, f"{_sentence(array, title)} {_listed(array)}".strip())
    return ax


def _inches(height: int, width: int) -> tuple[float, float]:
    """Return a figure's size: large pixels for small images, 5 inches for large ones."""
    side = min(0.3, 5.0 / max(height, width))
    return max(width * side + 0.6, 2.0), max(height * side + 0.6, 1.2)


def _sentence(array: np.ndarray, title: str | None) -> str:
    kind = (
        translate("Grey image, {size} pixels, {range}.") if array.ndim == 2
        else translate("Colour image, {size} pixels, {range}.")
    )
    text = kind.format(size=words.size(array), range=words.value_range(array))
    return f"{title}: {text}" if title else text


def _three_lines(array: np.ndarray) -> np.ndarray:
    texts = np.empty(array.shape[:2], dtype=object)
    for place in np.ndindex(*texts.shape):
        texts[place] = "\n".join(
            f"{letter} {words.short(value)}"
            for letter, value in zip("RGB", array[place], strict=True)
        )
    return texts


def _listed(array: np.ndarray) -> str:
    if array.size > words.MOST_LISTED:
        return ""
    if array.ndim == 2:
        return translate("Rows: {rows}.", rows=words.rows(array))
    return " ".join(
        translate("{channel}, rows: {rows}.", channel=name, rows=words.rows(array[:, :, channel]))
        for channel, name in enumerate(channel_names())
    )


# Its channels ----------------------------------------------------------------------------


def channel_names() -> list[str]:
    """Return red, green and blue in the current language."""
    return [translate("red"), translate("green"), translate("blue")]


def channels(image: ArrayLike, tinted: bool = False, ax: Axes | None = None) -> AxesArray:
    """Draw a colour image (H, W, 3) and each of its channels; returns four Axes.

    A channel is a grey image: white where there is much of its colour. `tinted` draws it from
    black to the colour itself instead. Raises ValueError for an image without three channels.
    """
    array = cells.drawable(image)
    if array.ndim == 2:
        raise ValueError(
            say("channels takes a colour image of shape (height, width, 3), but {shape} arrived. "
                "Draw a grey image with plots.image.", shape=array.shape)
        )
    height, width = array.shape[:2]
    inches = min(style.WIDEST / 4 * height / width + 0.5, 5)
    axes = style.grid(ax, style.WIDEST, inches, 1, 4)[0]
    cells.paint(axes[0], array)
    axes[0].set_title(translate("Image"))
    describe(axes[0], _sentence(array, None))
    picture = cells.rgb(array)
    for channel, name in enumerate(channel_names()):
        _channel(axes[channel + 1], picture, channel, name, tinted)
    for panel in axes:
        panel.set(xticks=[], yticks=[])
    return axes_array(axes)


def _channel(ax: Axes, picture: np.ndarray, channel: int, name: str, tinted: bool) -> None:
    pure = ("#ff0000", "#00ff00", "#0000ff")[channel]
    values = picture[:, :, channel]
    colours = style.fading_to_black(pure) if tinted else style.GREY
    cells.paint(ax, values, cells.Scale(colours, 0, 255 if picture.dtype == np.uint8 else 1))
    ax.set_title(translate("channel {number}: {name}", number=channel, name=name))
    describe(ax, translate("Channel {number}, {name}: {range}, mean {mean}.", number=channel,
                           name=name, range=words.value_range(values),
                           mean=words.short(values.mean())))


# Its histogram ---------------------------------------------------------------------------


def histogram(image: ArrayLike, bins: int | None = None, ax: Axes | None = None) -> Axes:
    """Draw how many pixels have each value; a colour image has one line per channel.

    `bins` is the number of intervals into which the range of values is cut; None takes 64 for
    4096 pixels and more, else 32.
    """
    array = cells.drawable(image)
    if array.ndim == 2:
        array, names, looks = array[:, :, None], [translate("grey")], [(style.LINE, "-")]
    else:
        names = channel_names()
        looks = list(zip(style.CHANNEL_COLOURS, style.CHANNEL_LINES, strict=True))
    pixels = array.shape[0] * array.shape[1]
    bins = (64 if pixels >= 4096 else 32) if bins is None else whole_number(bins, "bins", minimum=1)
    edges = _edges(array, bins)
    ax = style.own_axes(ax, 6, 3.2)
    sentences = []
    for channel, (name, (colour, line)) in enumerate(zip(names, looks, strict=True)):
        counts, _ = np.histogram(array[:, :, channel], edges)
        ax.stairs(counts, edges, label=name, color=colour, linestyle=line, linewidth=1.4,
                  fill=len(names) == 1)
        sentences.append(_histogram_sentence(name, counts, edges))
    ax.set(xlabel=translate("value of the pixel"), ylabel=translate("number of pixels"),
           xlim=(edges[0], edges[-1]), ylim=(0, None))
    ax.spines[["top", "right"]].set_visible(False)
    if len(names) > 1:
        ax.legend(frameon=False, labelcolor=style.INK)
    describe(ax, " ".join(sentences))
    return ax


def _edges(array: np.ndarray, bins: int) -> np.ndarray:
    """Return bins + 1 edges over the range of the image; whole numbers fall inside the bins."""
    scale = cells.grey_scale(array)
    if array.dtype.kind in "ui":
        return np.linspace(scale.lowest, scale.highest + 1, bins + 1)
    return np.linspace(scale.lowest, scale.highest, bins + 1)


def _histogram_sentence(name: str, counts: np.ndarray, edges: np.ndarray) -> str:
    fullest = int(counts.argmax())
    return translate(
        "Histogram, {name}: {count} values; the fullest of {bins} intervals holds {most}, from "
        "{start} to {end}.", name=name, count=counts.sum(), bins=counts.size,
        most=counts[fullest], start=words.short(edges[fullest]), end=words.short(edges[fullest + 1])
    )
