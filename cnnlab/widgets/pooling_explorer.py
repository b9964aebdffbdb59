"""How else could we downsample? Max pooling, mean pooling and a strided convolution, side by side.

Move the map by one pixel and see how many numbers of each output change, and by how much.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from cnnlab import filters, geometry, images, pooling
from cnnlab._validation import image_array, pair, say
from cnnlab.convolution import Pair as PairLike
from cnnlab.convolution import cross_correlate
from cnnlab.language import translate
from cnnlab.plots import words
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.traits import Image, Matrix, Pair
from cnnlab.widgets.widget import Widget

LARGEST_WINDOW = 16  # rows or columns; also in pooling_explorer_parts/downsample.js
MOST_PIXELS = 1_000_000

# What it computes ------------------------------------------------------------------------


@dataclass(frozen=True)
class Downsampled:
    """One map and what is left of it, three ways: each output is (H', W')."""

    feature_map: np.ndarray
    window: tuple[int, int]
    stride: tuple[int, int]
    kernel: np.ndarray

    @cached_property
    def max_pooled(self) -> np.ndarray:
        """The largest number of each window."""
        return pooling.max_pool(self.feature_map, self.window, self.stride)

    @cached_property
    def mean_pooled(self) -> np.ndarray:
        """The mean of each window."""
        return pooling.mean_pool(self.feature_map, self.window, self.stride)

    @cached_property
    def strided(self) -> np.ndarray:
        """The sum of each window times the kernel."""
        return cross_correlate(self.feature_map, self.kernel, self.stride)


def shifted(feature_map: np.ndarray, shift: tuple[int, int]) -> np.ndarray:
    """Return the map moved by (rows down, columns to the right); zeros come in behind it.

    >>> shifted(np.array([[1, 2], [3, 4]]), (0, 1))
    array([[0, 1],
           [0, 3]])
    """
    moved = np.zeros_like(feature_map)
    height, width = feature_map.shape
    (to_rows, from_rows), (to_columns, from_columns) = (
        (slice(max(0, by), max(0, size + by)), slice(max(0, -by), max(0, size - by)))
        for size, by in zip((height, width), shift, strict=True)
    )
    moved[to_rows, to_columns] = feature_map[from_rows, from_columns]
    return moved


def mean_kernel(window: tuple[int, int]) -> np.ndarray:
    """Return the kernel with which a strided convolution is mean pooling."""
    return np.full(window, 1 / (window[0] * window[1]))


def top_left_kernel(window: tuple[int, int]) -> np.ndarray:
    """Return the kernel that keeps the first number of each window and drops the others."""
    kernel = np.zeros(window)
    kernel[0, 0] = 1
    return kernel


KERNELS = {"mean": mean_kernel, "top_left": top_left_kernel}


def refitted(kernel: np.ndarray, window: tuple[int, int]) -> np.ndarray:
    """Return the kernel for another window: the same kind, or the same weights and zeros."""
    for named in KERNELS.values():
        if np.array_equal(kernel, named(kernel.shape)):
            return named(window)
    fitted = np.zeros(window)
    rows, columns = np.minimum(kernel.shape, window)
    fitted[:rows, :columns] = kernel[:rows, :columns]
    return fitted


# Its state -------------------------------------------------------------------------------


class FeatureMap(Image):
    """One map, (H, W)."""

    def _checked(self, value: Any) -> np.ndarray:
        array = image_array(value, self.name)
        if array.ndim == 3:
            raise ValueError(
                say("{name} must be one map of shape (height, width), but its shape is {shape}. "
                    "Choose one: {name}[0] of a stack of maps, {name}[:, :, 0] of a colour image.",
                    name=self.name, shape=array.shape)
            )
        if array.size > MOST_PIXELS:
            raise ValueError(
                say("{name} has {count} numbers, more than the {most} that can be pooled while you "
                    "watch. Cut out a part, for example {name}[:512, :512].",
                    name=self.name, count=array.size, most=MOST_PIXELS)
            )
        return super()._checked(array)


class Stride(Pair):
    """A stride, or None for windows that lie side by side."""

    def validate(self, widget: Any, value: Any) -> int | tuple[int, int] | None:
        """Return one number where both are the same."""
        return None if value is None else super().validate(widget, value)


class Shift(traitlets.TraitType):
    """How many rows down and how many columns to the right; negative is up and to the left."""

    def validate(self, widget: Any, value: Any) -> tuple[int, int]:
        """Return (rows, columns)."""
        return pair(value, self.name, minimum=-MOST_PIXELS)


class WindowKernel(Matrix):
    """A kernel as large as the window, "mean" or "top_left"."""

    def validate(self, widget: Any, value: Any) -> np.ndarray:
        """Return a read-only copy."""
        if isinstance(value, str):
            if value not in KERNELS:
                raise ValueError(
                    say("{name} must be an array, 'mean' or 'top_left', but {value!r} arrived.",
                        name=self.name, value=value)
                )
            value = KERNELS[value](pair(widget.window, "window"))
        return super().validate(widget, value)


# The widget ------------------------------------------------------------------------------


class PoolingExplorer(Widget):
    """Compare three ways to make a map smaller, and what a shift by a pixel does to each.

    Parameters
    ----------
    feature_map : (H, W) array of numbers; without one, the map of the lecture's clean X under the
        filter of its falling diagonal
    window : int or (rows, columns), at most 16 x 16
    stride : int or (rows, columns), pixels moved at each step; None = the window
    kernel : array as large as the window, for the strided convolution; "mean" makes the same as
        mean pooling of it, "top_left" keeps the first number of each window
    shift : (rows, columns) that the map is moved down and to the right; zeros come in behind it
    numbers : True writes the numbers into the cells where there is room for them

    Raises
    ------
    ValueError, TypeError
        Where an argument can't be used; the message says what to do.

    The arguments are attributes as well, and what is changed by hand is there for the next cell.
    `shifted` has the shifted map, with the same outputs:

    >>> explorer = PoolingExplorer([[3, 9, 0, 2],
    ...                             [-1, 5, 1, 4]], shift=(0, 1))
    >>> explorer.max_pooled, explorer.mean_pooled
    (array([[9., 4.]]), array([[4.  , 1.75]]))
    >>> explorer.shifted.feature_map
    array([[ 0.,  3.,  9.,  0.],
           [ 0., -1.,  5.,  1.]])
    >>> explorer.shifted.max_pooled
    array([[3., 9.]])
    """

    _esm = self_contained("pooling_explorer")
    _css = style("pooling_explorer")

    feature_map = FeatureMap()
    window = Pair(2)
    stride = Stride(None, allow_none=True)
    kernel = WindowKernel()
    shift = Shift((0, 0)).tag(sync=True)
    numbers = traitlets.Bool(True).tag(sync=True)

    def __init__(
        self,
        feature_map: ArrayLike | None = None,
        *,
        window: PairLike = 2,
        stride: PairLike | None = None,
        kernel: ArrayLike | str | None = None,
        shift: PairLike = (0, 0),
        numbers: bool = True,
    ):
        super().__init__(
            feature_map=_map_of_the_lecture() if feature_map is None else feature_map,
            window=window, stride=stride, kernel="mean" if kernel is None else kernel,
            shift=shift, numbers=numbers,
        )

    # What it shows, computed by Python ----------------------------------------------------

    @property
    def max_pooled(self) -> np.ndarray:
        """The largest number of each window, (H', W')."""
        return self._downsampled(self.feature_map).max_pooled

    @property
    def mean_pooled(self) -> np.ndarray:
        """The mean of each window, (H', W')."""
        return self._downsampled(self.feature_map).mean_pooled

    @property
    def strided(self) -> np.ndarray:
        """The strided convolution with `kernel`, (H', W')."""
        return self._downsampled(self.feature_map).strided

    @property
    def shifted(self) -> Downsampled:
        """The shifted map: its feature_map, max_pooled, mean_pooled and strided."""
        return self._downsampled(shifted(self.feature_map, self.shift))

    def _downsampled(self, feature_map: np.ndarray) -> Downsampled:
        window = pair(self.window, "window")
        stride = window if self.stride is None else pair(self.stride, "stride")
        return Downsampled(feature_map, window, stride, self.kernel)

    # What fits together -------------------------------------------------------------------

    @traitlets.validate("feature_map", "window")
    def _fits(self, proposal: Any) -> Any:
        state = {"feature_map": self.feature_map, "window": self.window}
        state[proposal["trait"].name] = proposal["value"]
        window = pair(state["window"], "window")
        if max(window) > LARGEST_WINDOW:
            raise ValueError(
                say("A window here has at most {most} rows and columns, but {rows} × {columns} "
                    "arrived.", most=LARGEST_WINDOW, rows=window[0], columns=window[1])
            )
        for size, side in zip(state["feature_map"].shape, window, strict=True):
            geometry.output_size(size, side)
        return proposal["value"]

    @traitlets.validate("kernel")
    def _is_as_large_as_the_window(self, proposal: Any) -> np.ndarray:
        kernel, window = proposal["value"], pair(self.window, "window")
        if kernel.shape != window:
            raise ValueError(
                say("The kernel must be as large as the window, {window}, but its shape is "
                    "{shape}. Set the window first.", window=window, shape=kernel.shape)
            )
        return kernel

    @traitlets.observe("window")
    def _keep_the_kernel_as_large(self, change: Any) -> None:
        window = pair(self.window, "window")
        if self.kernel.shape != window:
            self.kernel = refitted(self.kernel, window)

    # What stands in its place -------------------------------------------------------------

    def _title(self) -> str:
        return translate("Pooling explorer")

    def _sentence(self) -> str:
        before, after = self._downsampled(self.feature_map), self.shifted
        what = translate(
            "Pooling explorer: of a map of {size}, max pooling, mean pooling and a strided "
            "convolution with a window of {window} each keep {kept}.",
            size=words.size(self.feature_map), window=words.size(self.kernel),
            kept=words.size(before.max_pooled),
        )
        if self.shift == (0, 0):
            return what
        names = ("max_pooled", "mean_pooled", "strided")
        changed = [_count_changed(getattr(before, name), getattr(after, name)) for name in names]
        return what + " " + translate(
            "Shifted by {shift}, {max} (max), {mean} (mean) and {strided} (strided) of {all} "
            "numbers change.", shift=self.shift, max=changed[0], mean=changed[1],
            strided=changed[2], all=before.max_pooled.size,
        )

    def _panels(self) -> list[tuple[str, np.ndarray]]:
        seen = self._downsampled(self.feature_map)
        each = (seen.feature_map, seen.max_pooled, seen.mean_pooled, seen.strided)
        return [("signed", array.astype(float)) for array in each]


def _map_of_the_lecture() -> np.ndarray:
    return cross_correlate(images.x_clean(), filters.get("x_falling"))


def _count_changed(before: np.ndarray, after: np.ndarray) -> int:
    """Return how many numbers differ by more than rounding."""
    return int(np.sum(~np.isclose(after.astype(float), before.astype(float), 1e-9, 1e-12)))
