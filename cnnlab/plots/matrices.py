"""The matrix of a layer: a row for each answer, a column for each number that comes in."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from cnnlab._validation import numeric_array, say
from cnnlab.language import translate
from cnnlab.plots import cells, style, words
from cnnlab.plots.alt_text import describe
from cnnlab.plots.kernels import colour_bar, kernel_scale

MOST_NUMBERS = 12  # rows or columns whose numbers are written; larger matrices are only painted


def matrix(matrix: ArrayLike, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw a matrix (rows, columns) of signed numbers; its zeros are white.

    So a banded matrix shows its band. Up to 12 rows and columns carry their numbers. Raises
    ValueError for an array of other axes.

    >>> from cnnlab import plots
    >>> plots.alt_text(plots.matrix([[1, 2, 0], [0, 1, 2]]))
    'Matrix, 2 by 3: 1 2 0 / 0 1 2. 2 of its 6 numbers are zero.'
    """
    weights = _checked(matrix)
    height, width = weights.shape
    ax = style.own_axes(ax, *_inches(height, width))
    painted = cells.paint(ax, weights, kernel_scale(weights))
    cells.number_axes(ax, height, width)
    ax.spines[:].set(color=style.LINE, linewidth=0.6)
    ax.set_title(title)
    if max(height, width) <= MOST_NUMBERS:
        cells.outline(ax, height, width)
        cells.settle(ax)
        cells.write(ax, words.texts(weights), painted, cells.cell_points(ax, height, width))
    else:
        colour_bar([ax], painted, weights)
    describe(ax, _sentence(weights, title))
    return ax


def _checked(matrix: ArrayLike) -> np.ndarray:
    weights = numeric_array(matrix, "matrix")
    if weights.ndim != 2:
        raise ValueError(
            say("matrix must have the axes (rows, columns), but its shape is {shape}.",
                shape=weights.shape)
        )
    return weights.astype(float) if weights.dtype == bool else weights


def _inches(height: int, width: int) -> tuple[float, float]:
    """Return a figure's size: large cells for small matrices, the page's width for wide ones."""
    side = min(0.45, (style.WIDEST - 1) / width, (style.HIGHEST - 0.6) / height)
    return max(width * side + 1, 2.4), max(height * side + 0.6, 1.2)


def _sentence(weights: np.ndarray, title: str | None) -> str:
    text = translate(
        "Matrix, {size}: {rows}. {zeros} of its {count} numbers are zero.",
        size=words.size(weights), rows=words.rows(weights), zeros=(weights == 0).sum(),
        count=weights.size,
    )
    return f"{title}: {text}" if title else text
