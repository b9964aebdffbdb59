"""Pictures as arrays of numbers: the lecture's, photographs, and your own files.

Read the lecture's arrays first; then `photo`, which finds real photographs that came with
Matplotlib and scikit-learn, so nothing is downloaded; last the two conversions, grey and
[0, 255] <-> [0, 1], which are never done behind your back. `load`, for any other image file, stands
in `_image_files`.

Axes are (height, width) for grey and (height, width, channels) for colour; row 0 is at the top.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._image_files import load
from cnnlab._validation import image_array, say, widened

__all__ = [
    "example",
    "from_drawing",
    "load",
    "photo",
    "photo_names",
    "portrait",
    "to_grey",
    "to_uint8",
    "to_unit",
    "x_clean",
    "x_deformed",
]

# The lecture's arrays --------------------------------------------------------------------


def portrait() -> np.ndarray:
    """Return the lecture's portrait: uint8 (16, 12), one number per pixel, 0 black, 255 white.

    Two numbers of the printed matrix can't be pixels in [0, 255] and are corrected here: row 3,
    column 0 reads 256 in one copy and 206 in the other, so 206; row 14, column 1 reads 292 in
    both, taken as 202.

    >>> portrait().shape, int(portrait()[3, 0]), int(portrait()[14, 1])
    ((16, 12), 206, 202)
    """
    return np.array([
        [157, 153, 174, 168, 150, 152, 129, 151, 172, 161, 156, 166],
        [155, 182, 163,  74,  75,  62,  93,  17, 110, 210, 180, 154],
        [180, 180,  50,  14,  34,   6,  10,  33,  48, 106, 159, 181],
        [206, 109,   5, 124, 131, 111, 120, 204, 166,  15,  56, 180],
        [194,  68, 137, 251, 237, 239, 239, 228, 227,  87,  71, 201],
        [172, 105, 207, 233, 233, 214, 220, 239, 228,  98,  74, 206],
        [188,  88, 179, 209, 185, 215, 211, 158, 139,  75,  20, 169],
        [189,  97, 165,  84,  10, 168, 134,  11,  31,  62,  22, 148],
        [199, 168, 191, 193, 158, 227, 178, 143, 182, 106,  36, 190],
        [205, 174, 155, 252, 236, 231, 149, 178, 228,  43,  95, 234],
        [190, 216, 116, 149, 236, 187,  85, 150,  79,  38, 218, 241],
        [190, 224, 147, 108, 227, 210, 127, 102,  36, 101, 255, 224],
        [190, 214, 173,  66, 103, 143,  95,  50,   2, 109, 249, 215],
        [187, 196, 235,  75,   1,  81,  47,   0,   6, 217, 255, 211],
        [183, 202, 237, 145,   0,   6,  12, 108, 200, 138, 243, 236],
        [195, 206, 123, 207, 177, 121, 123, 200, 175,  13,  96, 218],
    ], dtype=np.uint8)  # fmt: skip


def x_clean() -> np.ndarray:
    """Return the lecture's clean X: (9, 9) of +1 (the strokes) and -1."""
    return from_drawing("""
        .........
        .x.....x.
        ..x...x..
        ...x.x...
        ....x....
        ...x.x...
        ..x...x..
        .x.....x.
        .........
    """)


def x_deformed() -> np.ndarray:
    """Return the lecture's deformed X: (9, 9) of +1 and -1; to a computer, another picture.

    >>> int((x_clean() != x_deformed()).sum())
    15
    """
    return from_drawing("""
        .........
        .......x.
        .x....x..
        ..xx..x..
        ....x....
        ....x.x..
        ...x.xx..
        ...x...x.
        .........
    """)


def example() -> np.ndarray:
    """Return the 5 x 5 image of 0 and 1 of the lecture's worked example.

    Its kernel is `filters.get("diagonal_cross")`.
    """
    return from_drawing("""
        xxx..
        .xxx.
        ..xxx
        ..xx.
        .xx..
    """, off=0)


def from_drawing(drawing: str, on: int = 1, off: int = -1) -> np.ndarray:
    """Return a drawing as numbers: `x` becomes `on`, `.` becomes `off`.

    Rows are separated by `/` or stand on lines of their own; spaces are ignored. Raises
    ValueError for other characters and for rows of different lengths.

    >>> from_drawing("x.x/.x./x.x")
    array([[ 1, -1,  1],
           [-1,  1, -1],
           [ 1, -1,  1]])
    """
    if not isinstance(drawing, str):
        raise TypeError(
            say("A drawing must be text such as 'x.x/.x./x.x', but {type} arrived.",
                type=type(drawing).__name__)
        )
    rows = ["".join(row.split()) for row in drawing.replace("/", "\n").splitlines()]
    rows = [row for row in rows if row]
    strangers = sorted(set("".join(rows)) - set("x."))
    if not rows or strangers:
        raise ValueError(
            say("A drawing is made of 'x' and '.', as in 'x.x/.x./x.x', but it holds: {found}.",
                found=" ".join(strangers) or "-")
        )
    if len({len(row) for row in rows}) > 1:
        raise ValueError(
            say("Every row of a drawing must be as long as the others, but the lengths are "
                "{lengths}.", lengths=[len(row) for row in rows])
        )
    return np.array([[on if mark == "x" else off for mark in row] for row in rows])


# Photographs that are already on this computer -------------------------------------------

_PHOTOS = {  # name: (package to install, its folder, the file in it)
    "china": ("scikit-learn", "sklearn", "datasets/images/china.jpg"),
    "flower": ("scikit-learn", "sklearn", "datasets/images/flower.jpg"),
    "grace_hopper": ("matplotlib", "matplotlib", "mpl-data/sample_data/grace_hopper.jpg"),
}


def photo_names() -> list[str]:
    """Return the names that `photo` knows."""
    return list(_PHOTOS)


def photo(name: str) -> np.ndarray:
    """Return a real photograph as a uint8 (H, W, 3) array; nothing is downloaded.

    "grace_hopper" (600 x 512) comes with Matplotlib, "china" and "flower" (427 x 640) with
    scikit-learn. Raises ValueError for another name, FileNotFoundError where the package that
    ships the photograph is not installed.

    >>> photo("grace_hopper").shape
    (600, 512, 3)
    """
    if name not in _PHOTOS:
        raise ValueError(
            say("There is no photograph named {name!r}. Choose one of: {names}.",
                name=name, names=", ".join(_PHOTOS))
        )
    package, folder, path = _PHOTOS[name]
    spec = importlib.util.find_spec(folder)  # finds the package without importing it
    file = Path(spec.origin).parent / path if spec else Path(path)
    if not file.is_file():
        raise FileNotFoundError(
            say("The photograph {name!r} comes with the package {package}, which is not here. "
                "Install it, or use images.load with a file of your own.",
                name=name, package=package)
        )
    return load(file)


# Conversions, only when you ask for them -------------------------------------------------

LUMA = (0.299, 0.587, 0.114)  # of red, green and blue: ITU-R BT.601


def to_grey(image: ArrayLike) -> np.ndarray:
    """Return a colour image (H, W, 3) as grey (H, W): 0.299 R + 0.587 G + 0.114 B.

    The weights follow the eye, which sees green brightest (ITU-R recommendation BT.601). Integers
    keep their type and are rounded; floats keep their decimals and range. A grey image is returned
    as it is.

    >>> to_grey(np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], dtype=np.uint8))
    array([[ 76, 150,  29]], dtype=uint8)
    """
    image = image_array(image)
    if image.ndim == 2:
        return image
    if image.shape[2] != 3:
        raise ValueError(
            say("to_grey takes an image of shape (height, width, 3), but {shape} arrived. "
                "Its channels must be red, green and blue.", shape=image.shape)
        )
    wide = widened(image)
    # One after the other: the last bit of a matrix product depends on the processor.
    grey = sum(weight * wide[..., channel] for channel, weight in enumerate(LUMA))
    return np.rint(grey).astype(image.dtype) if image.dtype.kind in "ui" else grey


def to_unit(image: ArrayLike) -> np.ndarray:
    """Return an image of [0, 255] as floats in [0, 1].

    Raises ValueError where a pixel lies outside [0, 255].

    >>> to_unit(np.array([[0, 51, 255]], dtype=np.uint8))
    array([[0. , 0.2, 1. ]])
    """
    image = _in_range(image, 255)
    return widened(image) / 255


def to_uint8(image: ArrayLike) -> np.ndarray:
    """Return an image of [0, 1] as uint8 in [0, 255], rounded to the nearest.

    Raises ValueError where a pixel lies outside [0, 1]: a cast would wrap around.

    >>> to_uint8([[0.0, 0.5, 1.0]])
    array([[  0, 128, 255]], dtype=uint8)
    """
    image = _in_range(image, 1)
    return np.rint(widened(image) * 255).astype(np.uint8)


def _in_range(image: ArrayLike, highest: int) -> np.ndarray:
    image = image_array(image)
    if image.min() < 0 or image.max() > highest:
        raise ValueError(
            say("The pixels must lie in [0, {highest}], but they reach from {smallest} to "
                "{largest}. Clip them first, with np.clip(image, 0, {highest}).",
                highest=highest, smallest=image.min(), largest=image.max())
        )
    return image
