"""Draw docs/readme.png, the picture in the READMEs: python docs/readme_picture.py

A photograph becomes numbers, a filter finds its edges; below, three filters find an X. There are no
words in it, so both READMEs show the same picture.
"""

from pathlib import Path

import matplotlib

matplotlib.use("agg")  # draw to a file, without a window

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

from cnnlab import filters, images, plots

FACE = (slice(15, 335), slice(120, 410))  # rows and columns of the photograph
PUPIL = (slice(179, 191), slice(299, 312))
X_FILTERS = filters.bank("x_falling", "x_centre", "x_rising")


def main() -> None:
    """Draw the picture and save it in few colours, so that the page opens fast."""
    figure = plt.figure(figsize=(11, 7), dpi=104, facecolor="white")
    above, below = figure.subfigures(2, 1, height_ratios=[1, 1])
    from_photo_to_edges(above)
    from_x_to_maps(below)
    file = Path(__file__).with_name("readme.png")
    figure.savefig(file, facecolor="white", bbox_inches="tight", pad_inches=0.15)
    Image.open(file).convert("RGB").quantize(256).save(file, optimize=True)


def from_photo_to_edges(figure: Figure) -> None:
    """A photograph, some of its numbers, and what a filter makes of all of them."""
    left, middle, right = figure.subplots(
        1, 3, width_ratios=[1, 1.2, 1], gridspec_kw={"wspace": 0.2, **edges(0.0, 0.97)}
    )
    photo = images.photo("grace_hopper")
    grey = images.to_grey(photo)
    plots.image(photo[FACE], ax=left)
    frame_pupil(left)
    plots.numbers(grey[PUPIL], ax=middle)
    bank = filters.bank("prewitt_x")
    found = filters.feature_maps(grey[FACE], bank)[0]
    limit = abs(found).max() / 2  # the strongest edges are as dark as those half as strong
    right.imshow(found, cmap=plots.style.SIGNED, vmin=-limit, vmax=limit)
    tidy(left, middle, right)
    arrow(left, middle)
    arrow(middle, right)


def from_x_to_maps(figure: Figure) -> None:
    """An X, and the maps of the three filters that look for its parts."""
    axes = figure.subplots(1, 4, gridspec_kw={"wspace": 0.28, **edges(0.0, 0.7)})
    plots.image(images.x_clean(), ax=axes[0])
    maps = filters.feature_maps(images.x_clean(), X_FILTERS)
    for ax, feature_map, kernel in zip(axes[1:], maps, X_FILTERS.values(), strict=True):
        plots.kernel(feature_map, ax=ax)
        corner = plots.kernel(kernel, ax=ax.inset_axes([0, 1.04, 0.36, 0.36]))
        for number in corner.texts:
            number.set_fontsize(8)
    tidy(*axes)
    arrow(axes[0], axes[1])


def edges(bottom: float, top: float) -> dict[str, float]:
    """The place of the pictures in their half of the page."""
    return {"left": 0.02, "right": 0.98, "bottom": bottom, "top": top}


def frame_pupil(ax: Axes) -> None:
    """Frame the pixels of the photograph whose numbers stand beside it."""
    rows, columns = PUPIL
    corner = (columns.start - FACE[1].start - 0.5, rows.start - FACE[0].start - 0.5)
    size = columns.stop - columns.start, rows.stop - rows.start
    for colour, width in (("white", 4.5), ("#0057b8", 2)):
        ax.add_patch(Rectangle(corner, *size, fill=False, edgecolor=colour, linewidth=width))


def tidy(*axes: Axes) -> None:
    """Leave the pictures alone on the page: no ticks, no words, no border."""
    for ax in axes:
        ax.set(xticks=[], yticks=[], xlabel="", ylabel="", title="")
        ax.spines[:].set_visible(False)


def arrow(start: Axes, end: Axes) -> None:
    """Point from one picture to the next."""
    start.annotate(
        "",
        xy=(-0.02, 0.5),
        xycoords=end.transAxes,
        xytext=(1.02, 0.5),
        textcoords=start.transAxes,
        arrowprops={"arrowstyle": "-|>", "color": "#1a1a1a", "lw": 2},
    )


if __name__ == "__main__":
    main()
