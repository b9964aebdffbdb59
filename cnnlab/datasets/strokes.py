"""How a shape is drawn: strokes are line segments, and a pixel near enough to one is ink.

Read `outline`, a shape as points in the unit circle; then `stretched`, `bent` and `placed`, which
move the points; last `ink`, which turns segments into pixels. Points are (row, column), rows
downwards. Everything is done to N drawings at once, and inside `ink` the batch is the last axis,
so that the formula for one drawing is the code for many.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from cnnlab._validation import say

PIECE = 0.5  # longest segment of an outline, in radii: short ones can follow a bend


def _circle_points(angles: list[float], radius: float = 1) -> list[tuple[float, float]]:
    """Return points on a circle; 0 degrees is up, and 90 degrees is right."""
    radians = np.deg2rad(angles)
    return list(zip(-radius * np.cos(radians), radius * np.sin(radians), strict=True))


def _star_points(inner: float = 0.42) -> list[tuple[float, float]]:
    """Return ten corners, five on the circle and five between them, further in, and the first."""
    outside = _circle_points([72 * corner for corner in range(6)])
    inside = _circle_points([72 * corner + 36 for corner in range(6)], inner)
    return [point for both in zip(outside, inside, strict=True) for point in both][:-1]


D = np.sqrt(0.5)  # where the diagonal meets the unit circle
SHAPES = {  # name: strokes, each a list of points (row, column); the circle has radius 1
    "x": [[(-D, -D), (D, D)], [(-D, D), (D, -D)]],
    "o": [_circle_points(list(range(0, 361, 18)), 0.9)],
    "plus": [[(-1, 0), (1, 0)], [(0, -1), (0, 1)]],
    "bar": [[(-1, 0), (1, 0)]],
    "t": [[(-0.8, -0.6), (-0.8, 0.6)], [(-0.8, 0), (0.8, 0)]],
    "l": [[(-0.8, -0.5), (0.8, -0.5), (0.8, 0.6)]],
    "triangle": [_circle_points([0, 120, 240, 360])],
    "square": [[(-D, -D), (-D, D), (D, D), (D, -D), (-D, -D)]],
    "diamond": [[(-1, 0), (0, 0.6), (1, 0), (0, -0.6), (-1, 0)]],
    "arrow": [[(0, -1), (0, 1)], [(-0.7, 0.3), (0, 1), (0.7, 0.3)]],
    "star": [_star_points()],
}


def shape_names() -> list[str]:
    """Return the names of the shapes that can be drawn."""
    return list(SHAPES)


def spoken_name(name: str) -> str:
    """Return the name of a shape as the student says it, in their language.

    >>> spoken_name("plus"), spoken_name("x")
    ('plus', 'X')
    """
    letters = {"x": "X", "o": "O", "t": "T", "l": "L"}
    words = {
        "plus": say("plus"), "bar": say("bar"), "triangle": say("triangle"),
        "square": say("square"), "diamond": say("diamond"), "arrow": say("arrow"),
        "star": say("star"),
    }
    return (letters | words)[known_shape(name)]


def known_shape(name: str) -> str:
    """Return `name`, if there is such a shape."""
    if not isinstance(name, str) or name not in SHAPES:
        raise ValueError(
            say("There is no shape named {name!r}. Choose from: {names}.",
                name=name, names=", ".join(SHAPES))
        )
    return name


# A shape as points -----------------------------------------------------------------------


def outline(name: str) -> np.ndarray:
    """Return a shape as short line segments: (S, 2, 2), the ends of each, as (row, column).

    The two strokes of an X, each cut into four:

    >>> outline("x").shape
    (8, 2, 2)
    """
    segments = []
    for stroke in SHAPES[known_shape(name)]:
        for start, end in pairwise(stroke):
            pieces = int(np.ceil(np.linalg.norm(np.subtract(end, start)) / PIECE))
            corners = np.linspace(start, end, pieces + 1)
            segments += list(pairwise(corners))
    return np.array(segments)


def stretched(points: np.ndarray, amount: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """Make drawings longer along a direction, and shorter across it, by the fraction `amount`.

    `points` is (N, ..., 2); `amount` and `direction` (radians) are (N,). A square becomes a
    rectangle, or a rhombus.
    """
    cosine, sine = np.cos(2 * direction), np.sin(2 * direction)
    matrix = np.eye(2) + amount[:, None, None] * _matrices(cosine, sine, sine, -cosine)
    return np.einsum("nij,n...j->n...i", matrix, points)


def bent(points: np.ndarray, amount: np.ndarray, phase: np.ndarray) -> np.ndarray:
    """Bend drawings by a wave as long as the circle is wide: each point moves by up to `amount`.

    `points` is (N, ..., 2), `amount` (N,), in radii; `phase` is (N, 2): where the wave begins, for
    rows and columns, in radians. Rows move as columns go by, and columns as rows do.
    """
    axes = (-1,) + (1,) * (points.ndim - 2) + (2,)
    wave = np.sin(np.pi * points[..., ::-1] + phase.reshape(axes))
    return points + amount.reshape((*axes[:-1], 1)) * wave


def placed(points: np.ndarray, angle: np.ndarray, radius: np.ndarray, middle: float) -> np.ndarray:
    """Turn drawings clockwise by `angle` (degrees), and put them in the middle of the pixels.

    `points` is (N, ..., 2); `angle` and `radius` (pixels) are (N,); `middle` is a row and a column.
    """
    cosine, sine = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    matrix = radius[:, None, None] * _matrices(cosine, sine, -sine, cosine)
    return middle + np.einsum("nij,n...j->n...i", matrix, points)


def _matrices(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    """Return N matrices [[a, b], [c, d]]."""
    return np.stack([np.stack([a, b], axis=-1), np.stack([c, d], axis=-1)], axis=-2)


# From points to pixels -------------------------------------------------------------------


def ink(segments: np.ndarray, width: np.ndarray, size: int) -> np.ndarray:
    """Return how much of each pixel is covered by strokes: float32 (N, size, size) in [0, 1].

    `segments` is (N, S, 2, 2), the ends of each segment in pixels; `width` is (N,), in pixels. A
    pixel whose centre is nearer to a stroke than half its width is ink; where the edge passes
    through the pixel, the pixel is partly ink, and so slanted edges look smooth.

    >>> stroke = np.array([[[[1, 0], [1, 2]]]])
    >>> ink(stroke, np.array([1.5]), size=3)
    array([[[0.25, 0.25, 0.25],
            [1.  , 1.  , 1.  ],
            [0.25, 0.25, 0.25]]], dtype=float32)
    """
    edge = width.astype(np.float32) / 2 + np.float32(0.5)
    return np.moveaxis(np.clip(edge - _distances(segments, size), 0, 1), -1, 0)


def _distances(segments: np.ndarray, size: int) -> np.ndarray:
    """Return the distance from each pixel's centre to the nearest segment: (size, size, N)."""
    row = np.arange(size, dtype=np.float32)[:, None, None]
    col = np.arange(size, dtype=np.float32)[None, :, None]
    nearest = np.float32(np.inf)
    ends = np.moveaxis(segments.astype(np.float32), 0, -1)  # (S, 2, 2, N)
    for (start_row, start_col), (end_row, end_col) in ends:
        along_row, along_col = end_row - start_row, end_col - start_col
        length = np.maximum(along_row**2 + along_col**2, np.float32(1e-12))  # a dot is no line
        down, right = row - start_row, col - start_col
        part = np.clip((down * along_row + right * along_col) / length, 0, 1)  # 0 start, 1 end
        squared = (down - part * along_row) ** 2 + (right - part * along_col) ** 2
        nearest = np.minimum(nearest, squared)
    return np.sqrt(nearest)
