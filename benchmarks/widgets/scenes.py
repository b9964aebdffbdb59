"""What is shown, and which picture is the right one for each position of the slider.

Both scenes filter the same photograph with the same kernel, and a slider moves its first weight.
The right map is SciPy's. One column of it, in colour, tells the positions apart in every frame; now
and then the whole picture is compared with the one that cnnlab.plots or Matplotlib would paint.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import Normalize
from scipy.ndimage import correlate

from benchmarks.pictures import photograph
from cnnlab.plots.cells import signed_scale
from cnnlab.plots.style import SIGNED

STEP = 0.025  # of the slider, which goes from -4 to 4
WEIGHTS = np.arange(-120, 81) * STEP  # the positions that are used, -3 to 2
MOST_ROWS = 256  # of the column
GREY_LIMIT = 600  # what is white, for Matplotlib

FILTER_EXPLORER = """\
import time
import numpy as np
from cnnlab.widgets import FilterExplorer

def show(weight):
    kernel = [[weight, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    return FilterExplorer(np.load("photograph.npy"), kernel)
"""
INTERACT = """\
import time
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import FloatSlider, interactive
from scipy.ndimage import correlate

photograph = np.load("photograph.npy").astype(float)
%config InlineBackend.print_figure_kwargs = {"bbox_inches": None}

def draw(weight):
    kernel = [[weight, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    figure = plt.figure(figsize=[side / 100 for side in photograph.shape], dpi=100)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    feature_map = correlate(photograph, kernel, mode="constant")
    axes.imshow(feature_map, cmap="gray", vmin=-600, vmax=600, interpolation="nearest")
    plt.show()

def show(weight):
    slider = FloatSlider(weight, min=-4, max=4, step=0.025)
    return interactive(draw, weight=slider)
"""
# One cell, run again and again: each time another weight, so the picture of before is not right.
SHOW = """\
shown = show(weight)
display(shown)
finished = time.time()
"""


@dataclass(frozen=True)
class Scene:
    """A widget in a notebook: its code, and how to find its picture and its slider in the page."""

    name: str
    code: str
    picture: str  # CSS selector of the canvas or img that shows the map
    slider: str  # CSS selector of what takes the keys
    value_of: str  # JavaScript: its value

    def colours(self, feature_map: np.ndarray) -> np.ndarray:
        """Return the map as it should look, (H, W, 3) bytes, to the last bit."""
        raise NotImplementedError

    def nearly(self, feature_map: np.ndarray) -> np.ndarray:
        """Return the same by a way that has nothing to do with the scene's own code."""
        return self.colours(feature_map)


class FilterExplorerScene(Scene):
    """Our widget: computed and painted in the browser."""

    def colours(self, feature_map: np.ndarray) -> np.ndarray:
        """Return purple, white and orange as the widget rounds them."""
        limit = limit_of(np.abs(feature_map))
        shades = np.rint((np.clip(feature_map / limit, -1, 1) + 1) / 2 * (SIGNED.N - 1))
        return np.rint(SIGNED(shades.astype(int))[..., :3] * 255).astype(np.uint8)

    def nearly(self, feature_map: np.ndarray) -> np.ndarray:
        """Return them as cnnlab.plots paints them."""
        scale = signed_scale(feature_map)
        return scale.colours(
            Normalize(scale.lowest, scale.highest, clip=True)(feature_map), bytes=True
        )[..., :3]


class InteractScene(Scene):
    """The usual way: computed and drawn in the kernel, sent as a PNG file."""

    def colours(self, feature_map: np.ndarray) -> np.ndarray:
        """Return Matplotlib's greys."""
        part = Normalize(-GREY_LIMIT, GREY_LIMIT, clip=True)(feature_map)
        return colormaps["gray"](part, bytes=True)[..., :3]


EXPLORER = FilterExplorerScene(
    "FilterExplorer", FILTER_EXPLORER,
    picture="section.cnnlab-filter-explorer [data-part=map] canvas.cnnlab-pixels",
    slider="section.cnnlab-filter-explorer [data-part=kernel] input[type=range]",
    value_of="Number(slider.value)",
)  # fmt: skip
INTERACT_SCENE = InteractScene(
    "interact + Matplotlib", INTERACT,
    picture=".jp-OutputArea .widget-output img",
    slider=".widget-slider .noUi-handle",
    value_of="Number(slider.closest('.noUi-target').noUiSlider.get())",
)  # fmt: skip


def limit_of(sizes: np.ndarray) -> float:
    """Return the size that only one in 200 exceeds, to one part in 2048 of the largest."""
    most = sizes.max()
    counts = np.bincount((sizes / most * 2048).astype(int).ravel(), minlength=2049)
    above = np.cumsum(counts[::-1])[::-1]  # in this bin and those above it
    return max(np.flatnonzero(above > sizes.size / 200).max(), 1) / 2048 * most


def image(side: int) -> np.ndarray:
    """Return the photograph that is filtered, (side, side) bytes."""
    return np.rint(photograph(side, "float64") * 255).astype(np.uint8)


def right_map(picture: np.ndarray, weight: float) -> np.ndarray:
    """Return the feature map of a picture, as SciPy computes it."""
    kernel = np.array([[weight, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    return correlate(picture.astype(float), kernel, mode="constant")


@dataclass(frozen=True)
class Marks:
    """One column of the right picture for each position that is used."""

    column: int
    rows: list[int]
    colours: np.ndarray  # (positions, rows, 3) bytes
    tolerance: float  # the mean difference up to which a column is the right one


def right_marks(scene: Scene, picture: np.ndarray) -> Marks:
    """Return the column in which neighbouring positions differ most."""
    side = len(picture)
    rows = np.linspace(0, side - 1, min(side, MOST_ROWS)).astype(int)
    candidates = np.arange(side // 16, side, side // 16)
    colours = np.stack([
        scene.colours(right_map(picture, weight))[np.ix_(rows, candidates)] for weight in WEIGHTS
    ])  # fmt: skip
    steps = np.abs(np.diff(colours.astype(int), axis=0)).mean(axis=(1, 3)).min(axis=0)
    best = int(np.argmax(steps))
    if steps[best] == 0:
        raise ValueError(f"Some pictures of {scene.name} can't be told apart.")
    chosen = np.ascontiguousarray(colours[:, :, best])
    return Marks(int(candidates[best]), rows.tolist(), chosen, float(steps[best] / 2))
