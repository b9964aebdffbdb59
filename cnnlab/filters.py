r"""Named kernels, each built from its meaning, and banks of them.

Read the kernels from the top: the lecture's X filters are drawn; blur and edge kernels are built
from a profile along one axis and a profile along the other, `np.outer(down, across)`. Each
function returns one kernel and says in its first line what the kernel looks for; that line is
what `meaning` returns. Then come `get`, `names` and `bank`, and last `feature_maps`, which slides a
whole bank over an image.

Signs, for cross-correlation: `_x` kernels compare right with left (they find vertical edges) and
are positive where the right is brighter; `_y` kernels compare below with above.

To add a filter: write a function here, put `@_named` above it, and it is in the bank, in the
tests and in the pictures.

References
----------
Prewitt, "Object enhancement and extraction" (1970). Sobel and Feldman, "A 3x3 isotropic gradient
operator for image processing" (1968). Scharr, "Optimal operators in digital image processing"
(2000). Marr and Hildreth, "Theory of edge detection" (1980). Daugman, "Uncertainty relation for
resolution in space, spatial frequency, and orientation" (1985), for Gabor filters in 2-D.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import finite_number, say, whole_number
from cnnlab.convolution import Padding, Pair, cross_correlate

_BUILDERS: dict[str, Callable[..., np.ndarray]] = {}


def _named(builder: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    _BUILDERS[builder.__name__] = builder
    return builder


# The lecture's filters -------------------------------------------------------------------


@_named
def x_falling() -> np.ndarray:
    r"""A stroke that falls to the right, as in the arms of an X: \."""
    return _drawn("x..", ".x.", "..x", off=-1)


@_named
def x_centre() -> np.ndarray:
    """The crossing in the middle of an X."""
    return _drawn("x.x", ".x.", "x.x", off=-1)


@_named
def x_rising() -> np.ndarray:
    """A stroke that rises to the right, as in the arms of an X: /."""
    return _drawn("..x", ".x.", "x..", off=-1)


@_named
def diagonal_cross() -> np.ndarray:
    """The kernel of the worked example: it counts the bright pixels on both diagonals."""
    return _drawn("x.x", ".x.", "x.x", off=0)


def _drawn(*rows: str, off: float) -> np.ndarray:
    return np.array([[1.0 if mark == "x" else off for mark in row] for row in rows])


# Leave as it is, blur, sharpen -----------------------------------------------------------


@_named
def identity() -> np.ndarray:
    """Nothing changes: each pixel is kept as it is."""
    return np.array([[0.0, 0, 0],
                     [0, 1, 0],
                     [0, 0, 0]])


@_named
def box_blur(size: int = 3) -> np.ndarray:
    """Each pixel becomes the plain mean of its neighbourhood: a rough blur.

    `size` is the side of the neighbourhood in pixels.
    """
    size = whole_number(size, "size", minimum=1)
    return np.full((size, size), 1 / size**2)


@_named
def gaussian_blur(size: int = 5, sigma: float = 1.0) -> np.ndarray:
    """Each pixel becomes a mean in which near neighbours count more: a smooth blur.

    `size` is the side of the kernel, `sigma` the width of the bell, both in pixels. The weights
    add up to 1, so a flat area keeps its grey.
    """
    profile = _bell(_offsets(size), sigma)
    profile /= profile.sum()
    return np.outer(profile, profile)


@_named
def sharpen() -> np.ndarray:
    """Each pixel is pushed away from its neighbours, so details stand out."""
    return np.array([[0.0, -1, 0],
                     [-1, 5, -1],
                     [0, -1, 0]])


# Edges: the difference along one axis, smoothed along the other --------------------------

DIFFERENCE = np.array([-1.0, 0, 1])


@_named
def prewitt_x() -> np.ndarray:
    """Vertical edges: right minus left, added up over three rows."""
    return np.outer([1, 1, 1], DIFFERENCE)


@_named
def prewitt_y() -> np.ndarray:
    """Horizontal edges: below minus above, added up over three columns."""
    return prewitt_x().T


@_named
def sobel_x() -> np.ndarray:
    """Vertical edges: right minus left, with the middle row counting twice."""
    return np.outer([1, 2, 1], DIFFERENCE)


@_named
def sobel_y() -> np.ndarray:
    """Horizontal edges: below minus above, with the middle column counting twice."""
    return sobel_x().T


@_named
def scharr_x() -> np.ndarray:
    """Vertical edges: right minus left, weighted to answer slanted edges more evenly."""
    return np.outer([3, 10, 3], DIFFERENCE)


@_named
def scharr_y() -> np.ndarray:
    """Horizontal edges: below minus above, weighted to answer slanted edges more evenly."""
    return scharr_x().T


# Edges in every direction: a pixel against its surroundings ------------------------------


@_named
def laplacian() -> np.ndarray:
    """Sudden changes in any direction: the four neighbours minus four times the pixel."""
    return np.array([[0.0, 1, 0],
                     [1, -4, 1],
                     [0, 1, 0]])


@_named
def laplacian_of_gaussian(size: int = 9, sigma: float = 1.4) -> np.ndarray:
    """Blobs and edges of one size: a blur and a Laplacian in one kernel, so noise disturbs less.

    `size` and `sigma` are in pixels; dark blobs of a radius of about 1.4 sigma answer most. The
    weights add up to 0, so a flat area answers 0.
    """
    distance = np.hypot(*np.meshgrid(_offsets(size), _offsets(size)))
    bell, sigma = _bell(distance, sigma), float(sigma)
    kernel = ((distance / sigma) ** 2 - 2) / sigma / sigma * bell / bell.sum()
    return kernel - kernel.mean()


@_named
def edges() -> np.ndarray:
    """Edges in every direction: each pixel against its four neighbours."""
    return -laplacian()


@_named
def strong_edges() -> np.ndarray:
    """Edges in every direction, more strongly: each pixel against its eight neighbours."""
    return np.array([[-1.0, -1, -1],
                     [-1, 8, -1],
                     [-1, -1, -1]])


@_named
def emboss() -> np.ndarray:
    """A relief lit from the upper left: lower right minus upper left, added to the picture."""
    return np.array([[-2.0, -1, 0],
                     [-1, 1, 1],
                     [0, 1, 2]])


# Oriented: lines and waves ---------------------------------------------------------------


@_named
def line(angle: float = 0.0, size: int = 7) -> np.ndarray:
    """Bright lines at one angle: the pixels on the line minus those beside it.

    `angle` is in degrees, anticlockwise as on paper: 0 is a horizontal line, 90 a vertical one.
    `size` is the side of the kernel in pixels, 3 or more. The weights add up to 0.

    >>> line(size=3)
    array([[-0.5, -0.5, -0.5],
           [ 1. ,  1. ,  1. ],
           [-0.5, -0.5, -0.5]])
    """
    size = whole_number(size, "size", minimum=3)
    _, across = _turned(size, angle)
    on_line = np.clip(1 - np.abs(across), 0, 1)
    beside = (across != 0) & (np.abs(across) < 2)
    return on_line - beside * (on_line.sum() / beside.sum())


@_named
def gabor(
    angle: float = 0.0, wavelength: float = 6.0, size: int = 15, sigma: float | None = None
) -> np.ndarray:
    """Stripes at one angle and of one width: a wave that fades out under a bell.

    `angle` is that of the stripes in degrees, anticlockwise: 0 = horizontal stripes, 90 = vertical.
    `wavelength` is the distance from stripe to stripe in pixels, more than 2; `sigma` the width of
    the bell in pixels (None: half a wavelength). The weights add up to 0.
    """
    size = whole_number(size, "size", minimum=3)
    wavelength = finite_number(wavelength, "wavelength", above=2)  # finer stripes blur into grey
    along, across = _turned(size, angle)
    bell = _bell(np.hypot(along, across), wavelength / 2 if sigma is None else sigma)
    kernel = bell * np.cos(2 * np.pi * across / wavelength)
    return kernel - bell * (kernel.sum() / bell.sum())


def _offsets(size: int) -> np.ndarray:
    """Return the distances of `size` pixels from their middle: -1, 0, 1 for 3."""
    size = whole_number(size, "size", minimum=1)
    return np.arange(size) - (size - 1) / 2


def _bell(distance: np.ndarray, sigma: float) -> np.ndarray:
    sigma = finite_number(sigma, "sigma", above=0.1)  # narrower, and no neighbour counts
    return np.exp(-((distance / sigma) ** 2) / 2)


def _turned(size: int, angle: float) -> tuple[np.ndarray, np.ndarray]:
    """Return each pixel's place along and across a line through the middle at `angle` degrees."""
    angle = finite_number(angle, "angle")
    rows, columns = np.meshgrid(_offsets(size), _offsets(size), indexing="ij")
    sine, cosine = np.sin(np.deg2rad(angle)), np.cos(np.deg2rad(angle))
    along, across = columns * cosine - rows * sine, columns * sine + rows * cosine
    return along.round(12), across.round(12)  # so that cos(90 degrees) is exactly 0


# The bank --------------------------------------------------------------------------------


def names() -> list[str]:
    """Return the names of all filters, in the order of this file."""
    return list(_BUILDERS)


def get(name: str, **parameters: float) -> np.ndarray:
    """Return the kernel of that name as a float64 (kh, kw) array.

    Parameters are those of the function of that name, such as `size`, `sigma`, `angle` (degrees)
    or `wavelength` (pixels). Raises ValueError for an unknown name, TypeError for a parameter that
    the filter doesn't have.

    >>> get("sobel_x")
    array([[-1.,  0.,  1.],
           [-2.,  0.,  2.],
           [-1.,  0.,  1.]])
    >>> get("gabor", angle=45, wavelength=8).shape
    (15, 15)
    """
    builder = _builder(name)
    known = list(inspect.signature(builder).parameters)
    for parameter in parameters:
        if parameter not in known:
            raise TypeError(
                say("The filter {name} has no parameter {parameter}. It takes: {known}.",
                    name=name, parameter=parameter, known=", ".join(known) or "-")
            )
    return builder(**parameters)


def meaning(name: str) -> str:
    """Return, in one English sentence, what the filter looks for.

    >>> meaning("sobel_x")
    'Vertical edges: right minus left, with the middle row counting twice.'
    """
    return inspect.getdoc(_builder(name)).splitlines()[0]


def _builder(name: str) -> Callable[..., np.ndarray]:
    if not isinstance(name, str) or name not in _BUILDERS:
        raise ValueError(
            say("There is no filter named {name!r}. Choose one of: {names}.",
                name=name, names=", ".join(names()))
        )
    return _BUILDERS[name]


def bank(*wanted: str) -> dict[str, np.ndarray]:
    """Return the named kernels as a dictionary, name -> kernel; without names, all of them.

    A bank is a plain dictionary, so a kernel of your own joins with `my_bank["mine"] = ...`.

    >>> list(bank("x_falling", "x_centre", "x_rising"))
    ['x_falling', 'x_centre', 'x_rising']
    """
    return {name: get(name) for name in wanted or names()}


def feature_maps(
    image: ArrayLike,
    bank: Mapping[str, ArrayLike] | Sequence[ArrayLike] | np.ndarray,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
) -> np.ndarray:
    """Slide every kernel of a bank over one image; one map for each kernel.

    Parameters
    ----------
    image : (H, W) or (H, W, C) array of numbers
    bank : dictionary of kernels, list of kernels, or (F, kh, kw) or (F, kh, kw, C) array
    stride, padding, dilation : as in `convolution.cross_correlate`

    Returns
    -------
    (F, H', W') float array: `maps[f]` is the picture that kernel f makes

    Raises
    ------
    ValueError
        Where a kernel doesn't fit, or the maps come out in different sizes.

    >>> from cnnlab import images
    >>> maps = feature_maps(images.x_clean(), bank("x_falling", "x_centre", "x_rising"))
    >>> maps.shape, maps.max(axis=(1, 2))
    ((3, 7, 7), array([9., 9., 9.]))
    """
    kernels = _kernels(bank)
    maps = [cross_correlate(image, kernel, stride, padding, dilation) for kernel in kernels]
    shapes = {feature_map.shape for feature_map in maps}
    if len(shapes) > 1:
        raise ValueError(
            say("Kernels of different sizes make maps of different sizes: {shapes}. "
                "Use padding='same'.", shapes=sorted(shapes))
        )
    return np.stack(maps)


def _kernels(bank: Mapping[str, ArrayLike] | Sequence[ArrayLike] | np.ndarray) -> list[ArrayLike]:
    kernels = bank.values() if isinstance(bank, Mapping) else bank
    if not isinstance(bank, Mapping | list | tuple | np.ndarray) or any(
        isinstance(kernel, str) or np.ndim(kernel) < 2 for kernel in kernels
    ):
        raise TypeError(
            say("bank must hold kernels: a dictionary such as filters.bank('sobel_x'), a list of "
                "kernels, or an array of shape (filters, height, width).")
        )
    if not len(kernels):
        raise ValueError(say("The bank is empty. Put at least one kernel into it."))
    return list(kernels)
