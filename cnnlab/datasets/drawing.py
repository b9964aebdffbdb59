"""Drawn shapes: as many labelled images as you like, and you decide what makes them hard.

Read `draw_shape`, one drawing with everything set by hand; then `shapes`, many drawings in which
everything varies. Both have the same factors: angle, size, place, stretching, bending, stroke,
occlusion, light, noise and clutter; their ranges are in `_factors`. How strokes become pixels is in
`strokes`.

Ink is bright and paper is dark, as in MNIST: 0 is black, 1 is white.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from cnnlab._validation import say, whole_number
from cnnlab.datasets._factors import Range, factors, range_of, within
from cnnlab.datasets._needs import generator
from cnnlab.datasets.labelled import Labelled
from cnnlab.datasets.strokes import bent, ink, known_shape, outline, placed, stretched

AT_ONCE = 256  # so many drawings fit in the processor's cache


def draw_shape(
    name: str,
    size: int = 16,
    *,
    angle: float = 0,
    scale: float = 1,
    shift: tuple[float, float] = (0, 0),
    stretch: float = 0,
    deformation: float = 0,
    stroke: float | None = None,
    occlusion: float = 0,
    contrast: float = 1,
    background: float = 0,
    noise: float = 0,
    clutter: int = 0,
    rng: Any = 0,
) -> np.ndarray:
    """Draw one shape: float32 (size, size) in [0, 1], bright ink on dark paper.

    Parameters
    ----------
    name : "x", "o", "plus", ...; all of them: `shape_names`
    size : pixels, at least 5
    angle : degrees clockwise, -180 to 180
    scale : 0.2 to 2; at 1 the shape fills the largest circle in the image, so that turning it cuts
        nothing off; above 1 it may leave the image
    shift : (down, right), pixels; it may leave the image
    stretch : 0 to 0.6; longer by this fraction along one direction, shorter by it across
    deformation : 0 to 0.5; bent by a wave that moves each point down or up, and right or left, by
        up to this fraction of the circle's radius
    stroke : width in pixels, 0.5 to size / 2; None = size / 10, but at least 1
    occlusion : 0 to 1; the fraction of the shape, from one side on, that lies behind paper
    contrast : 0 to 1; how far the ink is from the paper, 1 = white ink
    background : 0 to 1; the brightness of the paper
    noise : 0 to 0.5; standard deviation of what is added to each pixel; then the image is clipped
    clutter : 0 to 20; number of short strokes that belong to nothing
    rng : seed or Generator
        Decides which direction, which wave, which side, which noise, which strokes. It is 0, so
        that moving one slider changes nothing but that one thing.

    Raises
    ------
    ValueError, TypeError
        Where an argument can't be used; the message says its range.

    >>> draw_shape("plus", size=5)
    array([[0., 0., 1., 0., 0.],
           [0., 0., 1., 0., 0.],
           [1., 1., 1., 1., 1.],
           [0., 0., 1., 0., 0.],
           [0., 0., 1., 0., 0.]], dtype=float32)
    """
    given = {
        "angle": angle, "scale": scale, "stretch": stretch, "deformation": deformation,
        "stroke": factors(size)["stroke"].plain if stroke is None else stroke,
        "occlusion": occlusion, "contrast": contrast, "background": background, "noise": noise,
        "clutter": clutter,
    }
    look = {factor: np.array([within(value, factor, size)]) for factor, value in given.items()}
    if not isinstance(shift, Sequence | np.ndarray) or isinstance(shift, str) or len(shift) != 2:
        raise TypeError(
            say("shift takes two numbers, (down, right) in pixels, but {value!r} arrived.",
                value=shift)
        )
    look["shift"] = np.array([[within(value, "shift", size) for value in shift]])
    return _draw(known_shape(name), int(size), look, generator(rng))[0]


def shapes(
    count: int,
    size: int = 16,
    classes: Sequence[str] = ("x", "o"),
    rng: Any = None,
    *,
    angle: Range = 20,
    scale: Range = (0.5, 0.75),
    shift: Range | None = None,
    stretch: Range = 0.15,
    deformation: Range = 0.1,
    stroke: Range | None = None,
    occlusion: Range = 0,
    contrast: Range = 0.6,
    background: Range = 0.3,
    noise: Range = 0.1,
    clutter: Range = 2,
) -> Labelled:
    """Draw labelled images, as many of each class, shuffled: float32 (count, size, size) in [0, 1].

    Every drawing gets its own value of each factor; what they mean and their units are in
    `draw_shape`. A number says how far the values may lie from the plain drawing, so that 0 is
    plain: `angle=20` turns by -20 to 20 degrees, `contrast=0.6` leaves a contrast of 0.4 to 1. Two
    numbers are the range itself: `angle=(40, 50)`, or `angle=(40, 40)` for always 40.

    Parameters
    ----------
    count : number of images; where it can't be shared out evenly, the first classes get one more
    size : pixels, at least 5
        In 9 x 9 even you can't make out the smallest: use `scale=(0.8, 1), clutter=0` there.
    classes : names from `shape_names`; label 0 is the first
        An X turned by 45 degrees is a plus: with both, keep `angle` below 22.5.
    rng : seed or Generator; None = other images each time
    shift : pixels, for rows and for columns on their own
        None = anywhere as long as the whole drawing stays in the image; a number is taken at its
        word, even where it moves part of the drawing out.
    stroke : pixels; None = 0.3 of the plain width of size / 10
    scale : a number makes drawings smaller only: `scale=0.4` is from 0.6 to 1
    angle, stretch, deformation, occlusion, contrast, background, noise, clutter
        As in `draw_shape`.

    Raises
    ------
    ValueError, TypeError
        Where an argument can't be used; the message says its range.

    >>> shapes(100, classes=("x", "o", "plus"), rng=0)
    Labelled(images (100, 16, 16) float32, labels (100,): 34 x, 33 o, 33 plus)
    """
    classes, rng = _classes(classes), generator(rng)
    count, size = whole_number(count, "count", minimum=len(classes)), whole_number(size, "size", 5)
    ranges = {
        "angle": angle, "scale": scale, "shift": shift, "stretch": stretch,
        "deformation": deformation,
        "stroke": 0.3 * factors(size)["stroke"].plain if stroke is None else stroke,
        "occlusion": occlusion, "contrast": contrast, "background": background, "noise": noise,
        "clutter": clutter,
    }
    ranges = {factor: range_of(value, factor, size)
              for factor, value in ranges.items() if value is not None}
    labels = rng.permutation(np.arange(count) % len(classes))
    images = np.empty((count, size, size), np.float32)
    for label, name in enumerate(classes):
        places = np.flatnonzero(labels == label)
        for first in range(0, len(places), AT_ONCE):
            some = places[first : first + AT_ONCE]
            images[some] = _draw(name, size, _looks(ranges, len(some), rng), rng)
    return Labelled(images, labels, classes)


def _classes(classes: Sequence[str]) -> tuple[str, ...]:
    if not isinstance(classes, Sequence) or isinstance(classes, str) or not classes:
        raise TypeError(
            say('classes must be a list of names such as ("x", "o"), but {value!r} arrived.',
                value=classes)
        )
    names = tuple(known_shape(name) for name in classes)
    if len(set(names)) < len(names):
        raise ValueError(
            say("Each class can be there only once, but classes are: {names}.",
                names=", ".join(names))
        )
    return names


# The drawing -----------------------------------------------------------------------------


def _looks(
    ranges: dict[str, tuple[float, float]], count: int, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Return for each factor its value in each of `count` drawings: (count,), shift (count, 2)."""
    look = {}
    for factor, (lowest, highest) in ranges.items():
        if factor == "clutter":
            look[factor] = rng.integers(int(lowest), int(highest), count, endpoint=True)
        else:
            look[factor] = rng.uniform(lowest, highest, (count, 2) if factor == "shift" else count)
    return look


def _radius(size: int) -> float:
    """Return the radius in pixels of the circle that a drawing of scale 1 fills, stroke included.

    >>> _radius(9)
    4.0
    """
    return (size - factors(size)["stroke"].plain) / 2


def _draw(
    name: str, size: int, look: dict[str, np.ndarray], rng: np.random.Generator
) -> np.ndarray:
    """Return N drawings of one shape: (N, size, size); `look` is as `_looks` returns it.

    Whatever chance decides is drawn in one order, used or not, the clutter last: so a factor that
    changes leaves everything else as it was.
    """
    count = len(look["angle"])
    phase = rng.uniform(0, 2 * np.pi, (count, 2))
    direction, side = rng.uniform(0, np.pi, count), rng.uniform(0, 2 * np.pi, count)
    place = rng.uniform(0, 1, (count, 2))
    noise = rng.standard_normal((count, size, size), np.float32)

    segments = np.repeat(outline(name)[np.newaxis], count, axis=0)
    segments = stretched(segments, look["stretch"], direction)
    segments = bent(segments, look["deformation"], phase)
    segments = placed(segments, look["angle"], look["scale"] * _radius(size), (size - 1) / 2)
    shift = look.get("shift")
    if shift is None:
        shift = _anywhere(segments, look["stroke"], size, place)
    segments += shift[:, np.newaxis, np.newaxis]

    drawn = ink(segments, look["stroke"], size)
    drawn *= _not_hidden(segments, look["stroke"], look["occlusion"], side, size)
    if look["clutter"].any():
        drawn = np.maximum(drawn, ink(_clutter(look["clutter"], size, rng), look["stroke"], size))
    paper, contrast, spread = (
        look[factor].astype(np.float32)[:, np.newaxis, np.newaxis]
        for factor in ("background", "contrast", "noise")
    )
    return np.clip(paper + contrast * (1 - paper) * drawn + spread * noise, 0, 1)


def _anywhere(
    segments: np.ndarray, stroke: np.ndarray, size: int, place: np.ndarray
) -> np.ndarray:
    """Return a shift (N, 2) that leaves the whole drawing in the image; `place` is 0 to 1."""
    half = stroke[:, np.newaxis] / 2
    first = -0.5 - (segments.min(axis=(1, 2)) - half)  # up to the image's edge, and to the left
    last = size - 0.5 - (segments.max(axis=(1, 2)) + half)
    return first + place * (last - first)


def _not_hidden(
    segments: np.ndarray, stroke: np.ndarray, fraction: np.ndarray, side: np.ndarray, size: int
) -> np.ndarray:
    """Return 1 where a pixel can be seen, 0 behind a card that comes from direction `side`."""
    towards = np.stack([np.sin(side), np.cos(side)], axis=-1)  # (N, 2), where the card comes from
    along = np.einsum("nsei,ni->nse", segments, towards)
    first = along.min(axis=(1, 2)) - stroke / 2 - 1  # one pixel before the first ink
    last = along.max(axis=(1, 2)) + stroke / 2 + 1
    edge = last - fraction * (last - first)
    place = np.arange(size)
    pixel = (towards[:, :1, np.newaxis] * place[:, np.newaxis]
             + towards[:, 1:, np.newaxis] * place)
    return np.clip(edge[:, np.newaxis, np.newaxis] - pixel + 0.5, 0, 1).astype(np.float32)


def _clutter(wanted: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return short strokes anywhere in the image: (N, most wanted, 2, 2), in pixels."""
    most = int(wanted.max())
    down, right, turn, length = np.moveaxis(rng.uniform(size=(len(wanted), most, 4)), -1, 0)
    middle = np.stack([down, right], axis=-1) * (size - 1)
    reach = (0.1 + 0.1 * length) * size  # from its middle to its end
    way = np.stack([np.sin(np.pi * turn), np.cos(np.pi * turn)], axis=-1) * reach[..., np.newaxis]
    strokes = np.stack([middle - way, middle + way], axis=2)
    unwanted = np.arange(most) >= wanted[:, np.newaxis]
    strokes[unwanted] = -2 * size  # far outside the image
    return strokes
