"""One kernel over one image: multiply the patch by the kernel, add, move on.

Read in this order: `cross_correlate_slowly`, the lecture's loops; `patches` and `steps`, the same
thing taken apart so that it can be looked at; `cross_correlate`, the fast version that everything
else in the course calls; `convolve`, which turns the kernel first. Why it is fast is another story:
`_slide` holds how a kernel moves, `_fast_convolution` the two fast ways to move it.

What deep learning calls "convolution" is cross-correlation: the kernel is not turned. The course
says "convolution" where the field does, and these functions say exactly what they do.

Integers are widened to float64 before anything else, so nothing wraps around; float32 images stay
float32.

References
----------
Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), arXiv:1603.07285.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from cnnlab import geometry
from cnnlab._fast_convolution import by_fft, by_matmul
from cnnlab._slide import Padding, Pair, Slide
from cnnlab._validation import image_array, numeric_array, pair, say, widened

MATMUL_UP_TO = 100  # weights of a kernel; above, the Fourier transform is faster (benchmarks/)

# The lecture's loops ---------------------------------------------------------------------


def cross_correlate_slowly(
    image: ArrayLike, kernel: ArrayLike, stride: Pair = 1, padding: Padding = 0, dilation: Pair = 1
) -> np.ndarray:
    """Slide the kernel with four loops: the definition, to be read.

    Parameters, result and errors are those of `cross_correlate`.

    >>> image = [[1, 1, 1, 0, 0],
    ...          [0, 1, 1, 1, 0],
    ...          [0, 0, 1, 1, 1],
    ...          [0, 0, 1, 1, 0],
    ...          [0, 1, 1, 0, 0]]
    >>> kernel = [[1, 0, 1],
    ...           [0, 1, 0],
    ...           [1, 0, 1]]
    >>> cross_correlate_slowly(image, kernel)
    array([[4., 3., 4.],
           [2., 4., 3.],
           [2., 3., 4.]])
    """
    image, kernel = _image_and_kernel(image, kernel)
    slide = Slide.over(image.shape, kernel.shape, stride, padding, dilation)
    (down, right), (hole_down, hole_right) = slide.stride, slide.dilation
    image = slide.pad(image)
    feature_map = np.zeros(slide.output_shape, image.dtype)
    for row in range(feature_map.shape[0]):
        for col in range(feature_map.shape[1]):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    pixel = image[row * down + i * hole_down, col * right + j * hole_right]
                    feature_map[row, col] += np.sum(kernel[i, j] * pixel)  # over the channels
    return feature_map


# Taken apart, to be looked at ------------------------------------------------------------


def patches(
    image: ArrayLike,
    kernel_size: Pair,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
) -> np.ndarray:
    """Return the patch under the kernel at every position.

    Parameters
    ----------
    image : (H, W) or (H, W, C) array of numbers
    kernel_size, stride, padding, dilation : as in `cross_correlate`

    Returns
    -------
    (H', W', kh, kw) or (H', W', kh, kw, C) array, of the image's own type
        A read-only view of the (padded) image: no pixel is copied.

    >>> windows = patches(np.arange(20).reshape(4, 5), 2, stride=2)
    >>> windows.shape
    (2, 2, 2, 2)
    >>> windows[1, 1]
    array([[12, 13],
           [17, 18]])
    """
    image = image_array(image)
    slide = Slide.over(
        image.shape, pair(kernel_size, "kernel_size", minimum=1), stride, padding, dilation
    )
    windows = sliding_window_view(slide.pad(image), slide.spans, axis=(0, 1))
    (down, right), (hole_down, hole_right) = slide.stride, slide.dilation
    windows = windows[::down, ::right, ..., ::hole_down, ::hole_right]
    return np.moveaxis(windows, 2, -1) if image.ndim == 3 else windows


class Step(NamedTuple):
    """One position of the kernel: where it stands, what it sees, and what comes of it."""

    row: int  #: row in the feature map
    col: int  #: column in the feature map
    top: int  #: first image row under the kernel; negative inside the padding
    left: int  #: first image column under the kernel; negative inside the padding
    patch: np.ndarray  #: (kh, kw) or (kh, kw, C), the pixels under the kernel
    products: np.ndarray  #: the same shape, pixel times weight
    sum: float  #: the number that lands in the feature map at (row, col)


def steps(
    image: ArrayLike, kernel: ArrayLike, stride: Pair = 1, padding: Padding = 0, dilation: Pair = 1
) -> Iterator[Step]:
    """Yield each step of the sliding kernel, row by row; parameters as in `cross_correlate`.

    The lecture's first step, a patch and a filter of ones:

    >>> first = next(steps(np.ones((5, 5), int), np.ones((3, 3), int)))
    >>> first.patch
    array([[1, 1, 1],
           [1, 1, 1],
           [1, 1, 1]])
    >>> first.sum
    9.0
    """
    pixels = image_array(image)
    _, weights = _image_and_kernel(pixels, kernel)
    slide = Slide.over(pixels.shape, weights.shape, stride, padding, dilation)
    windows = patches(pixels, weights.shape[:2], stride, padding, dilation)
    return _steps(windows, weights, slide)


def _steps(windows: np.ndarray, weights: np.ndarray, slide: Slide) -> Iterator[Step]:
    for row, col in np.ndindex(slide.output_shape):
        patch = windows[row, col]
        products = patch * weights
        yield Step(
            row,
            col,
            top=row * slide.stride[0] - slide.before[0],
            left=col * slide.stride[1] - slide.before[1],
            patch=patch,
            products=products,
            sum=float(products.sum()),
        )


# The fast version ------------------------------------------------------------------------


def cross_correlate(
    image: ArrayLike,
    kernel: ArrayLike,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    method: Literal["auto", "matmul", "fft"] = "auto",
) -> np.ndarray:
    """Slide a kernel over an image; at each position multiply, add, and keep the sum.

    Parameters
    ----------
    image : (H, W) or (H, W, C) array of numbers
    kernel : (kh, kw) array, or (kh, kw, C) for a colour image
        The sum runs over the channels too.
    stride : int or (rows, columns), pixels moved at each step
    padding : int or (rows, columns), zeros added on EACH side; or "valid" (none); or "same"
        "same" adds what keeps the size at stride 1; a larger stride then keeps every stride-th
        result. An even kernel gets its odd zero below and to the right.
    dilation : int or (rows, columns), distance between neighbouring weights; 1 = no holes
    method : "auto" chooses by the kernel's size between "matmul" and "fft"

    Returns
    -------
    (H', W') float array, with H' = `geometry.output_size(H, kh, ...)`
        feature_map[p, q] = sum over i, j, c of kernel[i, j, c] * image[S p + D i, S q + D j, c]

    Raises
    ------
    ValueError, TypeError
        Where an argument can't be used; the message says what to do.

    The lecture's filter for strokes that fall to the right, on a falling stroke:

    >>> falling = [[1, -1, -1],
    ...            [-1, 1, -1],
    ...            [-1, -1, 1]]
    >>> cross_correlate(falling, falling)
    array([[9.]])

    uint8 goes in, and negative numbers come out:

    >>> cross_correlate(np.array([[10, 200]], dtype=np.uint8), [[1, -1]])
    array([[-190.]])
    """
    image, kernel = _image_and_kernel(image, kernel)
    slide = Slide.over(image.shape, kernel.shape, stride, padding, dilation)
    if image.ndim == 2:
        image, kernel = image[..., None], kernel[..., None]  # grey: one channel
    kernel = _spread(kernel, slide.dilation)
    return _choose(method, kernel)(image, kernel, slide)


def convolve(
    image: ArrayLike,
    kernel: ArrayLike,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
    method: Literal["auto", "matmul", "fft"] = "auto",
) -> np.ndarray:
    """Turn the kernel by 180 degrees, then slide it: the convolution of mathematics.

    Everything else is as in `cross_correlate`. Only an asymmetric kernel shows the difference:

    >>> spot = [[0, 0, 0, 0, 0],
    ...         [0, 0, 1, 0, 0],
    ...         [0, 0, 0, 0, 0]]
    >>> convolve(spot, [[1, 2, 3]], padding="same")[1]
    array([0., 1., 2., 3., 0.])
    >>> cross_correlate(spot, [[1, 2, 3]], padding="same")[1]
    array([0., 3., 2., 1., 0.])
    """
    kernel = numeric_array(kernel, "kernel")
    turned = kernel[::-1, ::-1] if kernel.ndim > 1 else kernel
    return cross_correlate(image, turned, stride, padding, dilation, method)


# What every version shares ---------------------------------------------------------------


def _image_and_kernel(image: ArrayLike, kernel: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return both as floats of the image's type, once they are known to fit each other.

    A weight that is too large for that type becomes infinite, and is refused as such.
    """
    image = widened(image_array(image))
    kernel = numeric_array(kernel, "kernel")
    _check_axes(image, kernel)
    with np.errstate(over="ignore"):
        kernel = kernel.astype(image.dtype, copy=False)
    return image, numeric_array(kernel, "kernel")


def _check_axes(image: np.ndarray, kernel: np.ndarray) -> None:
    if kernel.ndim not in (2, 3):
        raise ValueError(
            say("kernel must have the axes (height, width) or (height, width, channels), but its "
                "shape is {shape}.", shape=kernel.shape)
        )
    if image.ndim == 3 and kernel.ndim == 2:
        raise ValueError(
            say("A kernel of shape {kernel} has no channels, but the image of shape {image} has "
                "{channels}. Either make the image grey with images.to_grey(image), or give the "
                "kernel one sheet per channel: np.stack([kernel] * {channels}, axis=-1).",
                kernel=kernel.shape, image=image.shape, channels=image.shape[2])
        )
    if image.shape[2:] != kernel.shape[2:]:
        raise ValueError(
            say("A kernel of shape {kernel} does not fit an image of shape {image}: a kernel is as "
                "deep as its input. Use a kernel of shape ({height}, {width}{depth}).",
                kernel=kernel.shape, image=image.shape, height=kernel.shape[0],
                width=kernel.shape[1], depth="".join(f", {size}" for size in image.shape[2:]))
        )


def _choose(method: str, kernel: np.ndarray) -> Callable[..., np.ndarray]:
    if method == "auto":
        method = "matmul" if kernel.size <= MATMUL_UP_TO else "fft"
    if method not in ("matmul", "fft"):
        raise ValueError(
            say("method must be 'auto', 'matmul' or 'fft', but {method!r} arrived.", method=method)
        )
    return by_matmul if method == "matmul" else by_fft


def _spread(kernel: np.ndarray, dilation: tuple[int, int]) -> np.ndarray:
    """Return the kernel with zeros in its holes: a dilated kernel is a larger one with holes."""
    if dilation == (1, 1):
        return kernel
    height, width, channels = kernel.shape
    spans = (geometry.span(height, dilation[0]), geometry.span(width, dilation[1]))
    spread = np.zeros((*spans, channels), kernel.dtype)
    spread[:: dilation[0], :: dilation[1]] = kernel
    return spread
