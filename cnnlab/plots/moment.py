"""What one step of a convolution shows, as arrays and words; nothing is drawn here."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import say, whole_number, widened
from cnnlab.convolution import Padding, Pair, cross_correlate, patches, steps
from cnnlab.geometry import span
from cnnlab.language import translate
from cnnlab.plots import cells, words
from cnnlab.plots.kernels import checked

LARGEST_KERNEL = 7  # rows or columns whose products can still be read


class Moment(NamedTuple):
    """All that one step shows; in every array of pixels or weights the channels come last."""

    image: np.ndarray  # (H, W, C), without padding
    before: tuple[int, int]  # zeros above and to the left
    after: tuple[int, int]  # zeros below and to the right
    top: int  # first row of the patch in the image; negative inside the padding
    left: int  # first column
    dilation: tuple[int, int]
    patch: np.ndarray  # (kh, kw, C)
    kernel: np.ndarray
    products: np.ndarray
    feature_map: np.ndarray  # (H', W')
    row: int  # where the sum lands in the map
    col: int

    @property
    def padded_shape(self) -> tuple[int, int]:
        """Height and width of the image with its padding."""
        return tuple(self.before[i] + self.image.shape[i] + self.after[i] for i in (0, 1))


def moment(
    image: ArrayLike,
    kernel: ArrayLike,
    place: tuple[int, int],
    stride: Pair,
    padding: Padding,
    dilation: Pair,
) -> Moment:
    """Return the step that fills `place` of the feature map."""
    image, kernel = cells.drawable(image), _readable(kernel)
    if image.ndim == 2 and kernel.ndim == 3 and kernel.shape[2] == 1:
        kernel = kernel[:, :, 0]
    feature_map = cross_correlate(image, kernel, stride, padding, dilation)
    row, col = _position(place, feature_map.shape)
    first = next(steps(image, kernel, stride, padding, dilation))
    stride, dilation = _pair(stride), _pair(dilation)
    before = (-first.top, -first.left)
    reach = [span(kernel.shape[axis], dilation[axis]) - 1 for axis in (0, 1)]
    same = isinstance(padding, str) and padding == "same"
    after = (reach[0] - before[0], reach[1] - before[1]) if same else before
    patch = patches(widened(image), kernel.shape[:2], stride, padding, dilation)[row, col]
    if image.ndim == 2:
        image, patch, kernel = image[..., None], patch[..., None], kernel[..., None]
    top, left = first.top + row * stride[0], first.left + col * stride[1]
    return Moment(image, before, after, top, left, dilation, patch, kernel, patch * kernel,
                  feature_map, row, col)


def _pair(value: Pair) -> tuple[int, int]:
    rows, columns = np.broadcast_to(value, 2).tolist()
    return rows, columns


def _readable(kernel: ArrayLike) -> np.ndarray:
    kernel = checked(kernel)
    if max(kernel.shape[:2]) > LARGEST_KERNEL:
        raise ValueError(
            say("The products of a kernel of shape {shape} would be too small to read. Use at most "
                "{most} rows and columns.", shape=kernel.shape, most=LARGEST_KERNEL)
        )
    return kernel


def _position(place: tuple[int, int], shape: tuple[int, int]) -> tuple[int, int]:
    row, col = whole_number(place[0], "row"), whole_number(place[1], "col")
    if row >= shape[0] or col >= shape[1]:
        raise ValueError(
            say("The map has {height} rows and {width} columns, counted from 0: there is no place "
                "({row}, {col}) in it.", height=shape[0], width=shape[1], row=row, col=col)
        )
    return row, col


def sentence(moment: Moment) -> str:
    """Return the whole step in words."""
    place = translate(
        "Step at row {row}, column {col} of a map of {size}.", row=moment.row, col=moment.col,
        size=words.size(moment.feature_map),
    )
    corner = translate(
        "The patch begins at row {row}, column {col} of the image, {size}.",
        row=words.short(moment.top), col=words.short(moment.left), size=words.size(moment.image),
    )
    lines = [
        translate("Patch: {patch}. Kernel: {kernel}. Products: {products}.",
                  patch=words.rows(moment.patch[:, :, channel]),
                  kernel=words.rows(moment.kernel[:, :, channel]),
                  products=words.rows(moment.products[:, :, channel]))
        for channel in range(moment.kernel.shape[2])
    ]
    total = translate("Sum: {sum}.", sum=words.short(moment.products.sum()))
    return " ".join([place, corner, *lines, total])
