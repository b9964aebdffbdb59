"""How a kernel moves over an image: stride, dilation, padding, and what they make of the shapes.

`Slide.over` works it all out once; `pad` adds the frame of zeros. `rows_at_once` and `strips` serve
the fast versions, which take a large image some rows at a time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from cnnlab import geometry
from cnnlab._validation import pair, say

Pair = int | tuple[int, int]
Padding = int | tuple[int, int] | Literal["same", "valid"]

# Measured with benchmarks/ on two cores; other values change the time, never the result.
IN_ONE_GO = 2**19  # bytes of an image
STRIP = 2**20  # bytes of work for one strip of a larger image


class Slide(NamedTuple):
    """How a kernel moves over an image; every pair is (rows, columns)."""

    stride: tuple[int, int]
    dilation: tuple[int, int]
    spans: tuple[int, int]  # pixels that the kernel reaches across, holes included
    before: tuple[int, int]  # zeros above and to the left
    after: tuple[int, int]  # zeros below and to the right
    output_shape: tuple[int, int]

    @classmethod
    def over(
        cls,
        image_shape: tuple[int, ...],
        kernel_shape: tuple[int, ...],
        stride: Pair,
        padding: Padding,
        dilation: Pair,
    ) -> Slide:
        stride, dilation = pair(stride, "stride", minimum=1), pair(dilation, "dilation", minimum=1)
        before, after = _zeros_around(padding, kernel_shape, dilation)
        uneven = (after[0] - before[0], after[1] - before[1])  # an even kernel with "same"
        output_shape = tuple(
            geometry.output_size(image_shape[axis] + uneven[axis], kernel_shape[axis],
                                 stride[axis], before[axis], dilation[axis])
            for axis in (0, 1)
        )
        spans = tuple(geometry.span(kernel_shape[axis], dilation[axis]) for axis in (0, 1))
        return cls(stride, dilation, spans, before, after, output_shape)

    def pad(self, image: np.ndarray) -> np.ndarray:
        """Return the image with its frame of zeros; without padding, the image itself."""
        return self.padded_rows(image, -self.before[0], len(image) + self.after[0])

    def padded_rows(self, image: np.ndarray, first: int, last: int) -> np.ndarray:
        """Return rows first ... last - 1 of the padded image; row 0 is the image's own first."""
        above, below = max(-first, 0), max(last - len(image), 0)
        left, right = self.before[1], self.after[1]
        pixels = image[max(first, 0) : max(last, 0)]
        if not (above or below or left or right):
            return pixels
        width, *channels = image.shape[1:]
        padded = np.zeros((last - first, left + width + right, *channels), image.dtype)
        padded[above : above + len(pixels), left : left + width] = pixels
        return padded

    def rows_at_once(self, image: np.ndarray, copies: int) -> int:
        """Return how many rows of the map to make at once if that takes `copies` of their pixels.

        A small image is filtered in one go. A large one in strips, so that all work stays in the
        processor's cache; strips overlap, so they are not made lower than four kernels.
        """
        height = self.output_shape[0]
        bytes_per_row = self.stride[0] * image[0].nbytes
        if height * bytes_per_row <= IN_ONE_GO:
            return height
        enough = math.ceil(4 * self.spans[0] / self.stride[0])
        strips = math.ceil(height / max(STRIP // (copies * bytes_per_row), enough))
        return math.ceil(height / strips)

    def strips(self, image: np.ndarray, rows: int) -> Iterator[tuple[slice, np.ndarray]]:
        """Yield so many rows of the map at a time, with the padded pixels that they need."""
        for top in range(0, self.output_shape[0], rows):
            bottom = min(top + rows, self.output_shape[0])
            first = top * self.stride[0] - self.before[0]
            last = (bottom - 1) * self.stride[0] - self.before[0] + self.spans[0]
            yield slice(top, bottom), self.padded_rows(image, first, last)


def known_padding(padding: Padding) -> Padding:
    """Return "same", "valid" or (rows, columns); any other word is an error."""
    if not isinstance(padding, str):
        return pair(padding, "padding")
    if padding not in ("same", "valid"):
        raise ValueError(
            say("padding must be a whole number, a pair, 'same' or 'valid', but {padding!r} "
                "arrived.", padding=padding)
        )
    return padding


def _zeros_around(
    padding: Padding, kernel_shape: tuple[int, ...], dilation: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the zeros (above, left) and (below, right)."""
    padding = known_padding(padding)
    if padding == "valid":
        return (0, 0), (0, 0)
    if padding == "same":
        rows = geometry.same_padding(kernel_shape[0], dilation[0])
        columns = geometry.same_padding(kernel_shape[1], dilation[1])
        return (rows[0], columns[0]), (rows[1], columns[1])
    return padding, padding
