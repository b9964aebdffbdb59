"""The curves of a training as a small picture, for the place where no widget runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PIL import Image, ImageDraw

SIDE = 160
MARGIN = 10
TRAINING, VALIDATION, FRAME = "#0057b8", "#c43c00", "#8c8c8c"


def drawn_curves(curves: Mapping[str, Sequence[float | None]], name: str) -> np.ndarray:
    """Return the curve called `name`, and the dotted one of its validation, (160, 160, 3) uint8."""
    picture = Image.new("RGB", (SIDE, SIDE), "white")
    pen = ImageDraw.Draw(picture)
    pen.line([(MARGIN, MARGIN), (MARGIN, SIDE - MARGIN), (SIDE - MARGIN, SIDE - MARGIN)], FRAME)
    lines = {key: curves[key] for key in (name, f"val_{name}") if key in curves}
    known = [number for line in lines.values() for number in line if number is not None]
    top = max([*known, 1e-9]) if name == "loss" else 1
    last = max([len(line) for line in lines.values()] + [2]) - 1
    room = SIDE - 2 * MARGIN
    for key, line in lines.items():
        points = [(MARGIN + room * epoch / last, SIDE - MARGIN - room * number / top)
                  for epoch, number in enumerate(line) if number is not None]
        if key == name:
            pen.line(points, TRAINING, 2)
            continue
        for x, y in points:
            pen.rectangle([x - 1, y - 1, x + 1, y + 1], VALIDATION)
    return np.asarray(picture)
