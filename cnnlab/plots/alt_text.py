"""A picture for those who don't see it: every figure carries its facts as a sentence.

Each plot calls `describe`, which keeps the sentence with the Axes. In a notebook the figure then
shows itself as an HTML image whose `alt` is that sentence: JupyterLab ignores an alternative text
that comes with a plain image/png (jupyter/enhancement-proposals, issue 120), and screen readers
would find an image without a name. IPython asks an object for `_ipython_display_` before anything
else, so this works whatever `%matplotlib inline` has set up; outside IPython nothing happens.
"""

from __future__ import annotations

import base64
import html
import io
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image


def alt_text(drawn: Axes | Figure | np.ndarray) -> str:
    """Return the text alternative of a figure, of one of its Axes, or of an array of Axes.

    >>> from cnnlab import plots
    >>> plots.alt_text(plots.kernel([[1, 0, -1]]))
    'Kernel, 1 by 3: 1 0 −1.'
    """
    axes = drawn.axes if isinstance(drawn, Figure) else np.ravel(drawn)
    return " ".join(text for ax in axes if (text := getattr(ax, "_cnnlab_alt_text", "")))


def describe(ax: Axes, text: str) -> None:
    """Keep `text` as the text alternative of `ax`, and let its figure show it in a notebook."""
    ax._cnnlab_alt_text = text
    ax._ipython_display_ = _nothing
    figure = ax.get_figure(root=True)
    figure._ipython_display_ = partial(_show, figure)


def _nothing() -> None:
    """Print nothing where a cell ends with a plot: the figure itself follows."""


class AxesArray(np.ndarray):
    """An array of Axes that prints nothing where a cell ends with it."""

    def _ipython_display_(self) -> None:
        _nothing()


def axes_array(axes: list[Axes] | np.ndarray) -> AxesArray:
    """Return the Axes as an array that is quiet at the end of a cell."""
    return np.asarray(axes, dtype=object).view(AxesArray)


def _show(figure: Figure) -> None:
    from IPython.display import display  # only IPython calls _show

    text = alt_text(figure)
    display({"text/html": as_html(figure), "text/plain": text}, raw=True)


def as_html(figure: Figure) -> str:
    """Return the figure as an <img> element that needs no file and has its text alternative."""
    kind, file = _compressed(figure)
    data = base64.b64encode(file).decode("ascii")
    return f'<img alt="{html.escape(alt_text(figure))}" src="data:image/{kind};base64,{data}">'


LARGE = 100_000  # bytes: so many make a notebook with ten figures as heavy as its limit


def _compressed(figure: Figure) -> tuple[str, bytes]:
    """Return ("png" or "jpeg", file): PNG is exact; a large photograph is far smaller as JPEG."""
    drawn, png, jpeg = io.BytesIO(), io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", bbox_inches="tight", facecolor=figure.get_facecolor())
    picture = _grey_if_it_is(Image.open(drawn).convert("RGB"))
    picture.save(png, format="png", optimize=True)
    if len(png.getvalue()) <= LARGE:
        return "png", png.getvalue()
    picture.save(jpeg, format="jpeg", quality=92, subsampling=0, optimize=True)
    return min(("png", png.getvalue()), ("jpeg", jpeg.getvalue()), key=lambda one: len(one[1]))


def _grey_if_it_is(picture: Image.Image) -> Image.Image:
    """Return the same pixels with one channel where three say the same: half the bytes."""
    grey = picture.convert("L")
    return grey if grey.convert("RGB").tobytes() == picture.tobytes() else picture
