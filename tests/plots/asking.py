"""Ask a figure what it drew: its texts, its colours, whether anything is cut off."""

from functools import cache
from itertools import combinations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.text import Text

import cnnlab
from cnnlab import filters, images, plots

X_FILTERS = filters.bank("x_falling", "x_centre", "x_rising")
COLOURED = np.random.default_rng(0).integers(0, 256, (6, 7, 3), dtype=np.uint8)
TALL = images.to_grey(images.photo("grace_hopper"))[60:240:4, 150:270:4]
LEARNED = {
    "loss": [2.3, 1.1, 0.52, 0.31, 0.2, 0.13], "accuracy": [0.12, 0.61, 0.83, 0.9, 0.95, 0.97],
    "val_loss": [1.9, 0.9, 0.61, 0.5, 0.55, 0.6],
    "val_accuracy": [0.3, 0.7, 0.81, 0.86, 0.87, 0.86],
    "lr": [0.1] * 6,
}
TALL_MAPS = filters.feature_maps(TALL, filters.bank(), padding="same")

#: One call of every plot, and of every way it can look; each takes `ax`.
EVERY_PLOT = {
    "a small grey image": lambda ax: plots.image(images.portrait(), title="Portrait", ax=ax),
    "a drawing": lambda ax: plots.image(images.x_clean(), ax=ax),
    "a photograph": lambda ax: plots.image(images.photo("grace_hopper"), title="Grace", ax=ax),
    "a wide image": lambda ax: plots.image(np.zeros((3, 200), np.uint8), ax=ax),
    "numbers": lambda ax: plots.numbers(images.portrait(), ax=ax),
    "numbers with decimals": lambda ax: plots.numbers(images.to_unit(COLOURED[:, :, 0]), ax=ax),
    "numbers of colours": lambda ax: plots.numbers(COLOURED, ax=ax),
    "a kernel": lambda ax: plots.kernel([[1, 0, -1]], title="difference", ax=ax),
    "a named kernel": lambda ax: plots.kernel("sobel_x", ax=ax),
    "a kernel with decimals": lambda ax: plots.kernel("laplacian_of_gaussian", ax=ax),
    "a large kernel": lambda ax: plots.kernel("gabor", ax=ax),
    "a colour kernel": lambda ax: plots.kernel(np.arange(-13, 14).reshape(3, 3, 3), ax=ax),
    "a matrix": lambda ax: plots.matrix([[1, 2, 0, 0], [0, 1, 2, 0]], title="band", ax=ax),
    "a wide matrix": lambda ax: plots.matrix(np.eye(9, 64), ax=ax),
    "a large matrix": lambda ax: plots.matrix(np.eye(40, 30), ax=ax),
    "a step": lambda ax: plots.step(images.example(), filters.get("diagonal_cross"), 0, 1, ax=ax),
    "a step in the padding": lambda ax: plots.step(
        images.portrait()[:7, :9], filters.get("sobel_y"), 1, 0, stride=2, padding=1, ax=ax),
    "a step with holes": lambda ax: plots.step(
        images.x_clean(), filters.get("x_falling"), 1, 2, padding="same", dilation=(2, 1), ax=ax),
    "a step in colour": lambda ax: plots.step(
        COLOURED, np.stack([filters.get("sobel_x")] * 3, axis=-1), 1, 2, ax=ax),
    "a step in a photograph": lambda ax: plots.step(
        images.to_grey(images.photo("china")), filters.get("gaussian_blur"), 99, 300, ax=ax),
    "small maps": lambda ax: plots.feature_maps(
        filters.feature_maps(images.x_clean(), X_FILTERS), X_FILTERS, ax=ax),
    "large maps": lambda ax: plots.feature_maps(TALL_MAPS[:5], ax=ax),
    "many maps": lambda ax: plots.feature_maps(
        TALL_MAPS, filters.names(), ax=ax),
    "a table": lambda ax: plots.filter_table(
        {"clean": images.x_clean(), "deformed": images.x_deformed()}, X_FILTERS, ax=ax),
    "channels": lambda ax: plots.channels(images.photo("flower"), ax=ax),
    "tinted channels": lambda ax: plots.channels(COLOURED, tinted=True, ax=ax),
    "a histogram": lambda ax: plots.histogram(images.portrait(), ax=ax),
    "a training": lambda ax: plots.history(LEARNED, ax=ax),
    "a training of one epoch": lambda ax: plots.history({name: numbers[:1] for name, numbers
                                                         in LEARNED.items()}, ax=ax),
    "a training with gaps": lambda ax: plots.history(
        {"loss": [2.3, np.nan, 1, np.inf], "val_loss": [np.nan, 1, 1, 1]}, ax=ax),
    "a long training": lambda ax: plots.history(
        {"loss": 1 / np.arange(1, 201), "val_loss": 1 / np.arange(1, 201)}, ax=ax),
    "a training with a metric": lambda ax: plots.history(
        {**LEARNED, "intersection_over_union": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]}, ax=ax),
    "a histogram of colours": lambda ax: plots.histogram(images.photo("china"), ax=ax),
}


@cache
def drawn(name: str, language: str = "en"):
    """What the plot of that name returns on a figure of its own; drawn once, to be asked often."""
    cnnlab.use_language(language)
    return EVERY_PLOT[name](None)


def figure_of(drawn) -> Figure:
    return np.ravel(drawn)[0].figure


def texts(figure: Figure) -> list[Text]:
    """Every text that is to be read on the drawn figure."""
    figure.canvas.draw()
    hidden = {
        text for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)
        for tick in axis.get_major_ticks() for text in (tick.label1, tick.label2)
        if not ax.axison or not min(axis.get_view_interval()) <= tick.get_loc()
        <= max(axis.get_view_interval())
    }
    return [
        text for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and text not in hidden
    ]


def outside(figure: Figure) -> list[str]:
    """The texts that reach beyond the figure by more than a pixel."""
    width, height = figure.bbox.width, figure.bbox.height
    boxes = {text: text.get_window_extent() for text in texts(figure)}
    return [
        text.get_text() for text, box in boxes.items()
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
    ]


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """The pairs of texts that cover each other by more than a pixel."""
    boxes = [(text.get_text(), text.get_window_extent().padded(-0.5)) for text in texts(figure)]
    return [
        (one, other) for (one, box), (other, second) in combinations(boxes, 2)
        if box.overlaps(second)
    ]


def pixel_at(ax, x: float, y: float) -> np.ndarray:
    """The colour [0, 1] that stands on the finished picture at data coordinates (x, y)."""
    ax.figure.canvas.draw()
    picture = np.asarray(ax.figure.canvas.buffer_rgba())
    column, row = ax.transData.transform((x, y))
    return picture[picture.shape[0] - 1 - int(row), int(column), :3] / 255


def contrast(one, other) -> float:
    """The contrast of two sRGB colours, W3C's WCAG 2.2 definition, from 1 to 21."""
    def luminance(colour):
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
