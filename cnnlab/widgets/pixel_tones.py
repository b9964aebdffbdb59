"""From a number of the image to the number that is shown, as in pixel_explorer_parts/tones.js.

Read `toned` first; `channel_of` comes before it on the way to the screen. The browser does the same
in the same order, so that the two agree number for number.
"""

from __future__ import annotations

import numpy as np

from cnnlab._validation import widened
from cnnlab.images import to_grey

CHANNELS = ("all", "red", "green", "blue", "grey")
MOST_LEVELS = 256  # with so many, every number stays as it is


def toned(
    picture: np.ndarray,
    value_range: tuple[float, float],
    brightness: float = 0,
    contrast: float = 1,
    levels: int = MOST_LEVELS,
    threshold: float | None = None,
) -> np.ndarray:
    """Return the picture after contrast, brightness, levels and threshold, in this order.

    Each number moves away from mid-grey `contrast` times as far, then `brightness` is added. What
    leaves the range stays at its end, and uint8 is rounded. Each number then goes to the nearest of
    `levels` equal steps from black to white (256: it stays); with a threshold, what exceeds it
    becomes white and the rest black. Halves are rounded to the even neighbour, as np.rint does.

    >>> toned(np.array([[0, 100, 200]], dtype=np.uint8), (0, 255), contrast=2)
    array([[  0,  72, 255]], dtype=uint8)
    """
    black, white = value_range
    whole = np.rint if picture.dtype == np.uint8 else np.positive
    numbers = widened(picture)
    if contrast != 1 or brightness != 0:
        middle = mid_grey(value_range)
        numbers = (numbers - middle) * contrast + middle + brightness
        numbers = np.clip(whole(numbers), black, white)
    if levels < MOST_LEVELS:
        step = (white - black) / (levels - 1)
        numbers = whole(np.rint((numbers - black) / step) * step + black)
    if threshold is not None:
        numbers = np.where(numbers > threshold, white, black)
    return numbers.astype(picture.dtype)


def mid_grey(value_range: tuple[float, float]) -> float:
    """Return the number from which contrast moves the others away: 128 for [0, 255]."""
    black, white = value_range
    return 128 if (black, white) == (0, 255) else (black + white) / 2


def channel_of(picture: np.ndarray, channel: str) -> np.ndarray:
    """Return one channel (H, W) of a colour picture, its grey, or all as they are."""
    if picture.ndim == 2 or channel == "all":
        return picture
    if channel != "grey":
        return picture[..., CHANNELS.index(channel) - 1]
    return to_grey(picture)
