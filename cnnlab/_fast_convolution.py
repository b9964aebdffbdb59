"""Two fast ways to slide a kernel: one matrix product over bands of rows, or spectra.

Both give what the loops of `convolution.cross_correlate_slowly` give, and the tests hold them to
it. `by_matmul` is the faster one for small kernels, `by_fft` for large ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from cnnlab._memory import keep_what_is_freed
from cnnlab._slide import Slide

# Measured with benchmarks/ on two cores; other values change the time, never the result.
TWO_THREADS_FROM = 2**18  # pixels; below, starting a thread costs more than it saves

keep_what_is_freed()


def by_matmul(image: np.ndarray, kernel: np.ndarray, slide: Slide) -> np.ndarray:
    """Line up, for each output row, all the pixels that it needs; then one matrix product.

    `shifted[y, j, c]` is row y of the image, moved left by j pixels. The pixels under the kernel
    for output row y are then shifted[y], ..., shifted[y + kh - 1]: neighbours in memory, so each
    band of rows is a view, and no pixel is copied kh times as im2col would.
    """
    down, right = slide.stride
    _, kernel_width, channels = kernel.shape
    feature_map = np.empty(slide.output_shape, image.dtype)
    width = feature_map.shape[1]
    for rows, strip in slide.strips(image, slide.rows_at_once(image, copies=kernel_width)):
        shifted = np.empty((len(strip), kernel_width, channels, width), image.dtype)
        for j in range(kernel_width):
            columns = strip[:, j : j + right * (width - 1) + 1 : right]
            shifted[:, j] = columns.transpose(0, 2, 1)
        per_row, _, per_line, per_pixel = shifted.strides
        bands = as_strided(
            shifted,
            shape=(rows.stop - rows.start, kernel.size, width),
            strides=(down * per_row, per_line, per_pixel),
        )
        np.matmul(kernel.reshape(1, -1), bands, out=feature_map[rows, None])
    return feature_map


def by_fft(image: np.ndarray, kernel: np.ndarray, slide: Slide) -> np.ndarray:
    """Multiply spectra: a convolution in space is a product of frequencies.

    The theorem holds for convolution, so the kernel is turned first. The cost hardly depends on
    the kernel's size. Sums that wrap around a strip's edge land outside its valid part.
    """
    from scipy import fft  # here, since only large kernels need it and its import takes time

    down, right = slide.stride
    kernel_height, kernel_width, channels = kernel.shape
    rows_at_once = slide.rows_at_once(image, copies=2)
    size = (
        fft.next_fast_len(down * (rows_at_once - 1) + kernel_height),
        fft.next_fast_len(slide.before[1] + image.shape[1] + slide.after[1], real=True),
    )
    kernel_spectrum = fft.fft(fft.rfft(kernel[::-1, ::-1], size[1], axis=1), size[0], axis=0)
    feature_map = np.empty(slide.output_shape, image.dtype)

    def fill(rows_and_strip: tuple[slice, np.ndarray]) -> None:
        rows, strip = rows_and_strip
        spectrum = fft.rfft2(strip, size, axes=(0, 1))
        spectrum *= kernel_spectrum
        spectrum = spectrum.sum(axis=2) if channels > 1 else spectrum[:, :, 0]
        sums = fft.irfft2(spectrum, size, overwrite_x=True)
        valid = sums[kernel_height - 1 : len(strip), kernel_width - 1 : strip.shape[1]]
        feature_map[rows] = valid[::down, ::right]

    _each(fill, slide.strips(image, rows_at_once), threads=1 + (image.size >= TWO_THREADS_FROM))
    return feature_map


def _each(function: Callable[[Any], None], items: Iterable[Any], threads: int) -> None:
    """Call the function with each item, in this thread or shared among several."""
    if threads == 1:
        for item in items:
            function(item)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(function, items))  # the list waits, and raises what a thread raised
