"""A volume as a small picture: its side to scale, its depth as sheets behind each other."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw

SIDE = 150  # pixels of the picture
FRONT = 110  # of those, for the longest side of a map
APART = 4  # from sheet to sheet, or more
SHEET, EDGE = (214, 228, 245), (11, 92, 173)


def depth_offset(depth: int) -> float:
    """Return how far the last sheet lies behind the first, in pixels: by the logarithm.

    >>> depth_offset(1), depth_offset(3), depth_offset(255)
    (0.0, 5.0, 35.0)
    """
    return 5 * (math.log2(depth + 1) - 1)


def drawn_volume(shape: tuple[int, ...], largest: int) -> np.ndarray:
    """Return the picture, (SIDE, SIDE, 3) of uint8; `largest` is the longest side of any map."""
    picture = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(picture)
    height, width, depth = shape if len(shape) == 3 else (shape[0], 1, 1)
    longest = largest if len(shape) == 3 else height
    tall, wide = (max(3, FRONT * side / longest) for side in (height, width))
    back = min(depth_offset(depth), SIDE - FRONT - 4)
    sheets = min(depth, 1 + round(back / APART))
    top, left = (SIDE + back - tall) / 2, (SIDE - back - wide) / 2
    for sheet in reversed(range(sheets)):
        off = back * sheet / max(sheets - 1, 1)
        box = (left + off, top - off, left + off + wide, top - off + tall)
        draw.rectangle(box, fill=SHEET, outline=EDGE)
    return np.asarray(picture)
