"""A frame around the height and width of activations (C, H, W, N): put it on, take it off."""

from __future__ import annotations

import numpy as np

Sides = tuple[int, int]  # (rows, columns)


def framed(x: np.ndarray, before: Sides, after: Sides, value: float = 0.0) -> np.ndarray:
    """Return `x` with rows and columns of `value` before and after; `x` itself without any."""
    if not any((*before, *after)):
        return x
    channels, height, width, batch = x.shape
    (top, left), (below, right) = before, after
    whole = np.empty((channels, top + height + below, left + width + right, batch), x.dtype)
    whole[:, :top] = whole[:, top + height :] = value
    whole[:, :, :left] = whole[:, :, left + width :] = value
    whole[:, top : top + height, left : left + width] = x
    return whole


def unframed(whole: np.ndarray, before: Sides, after: Sides) -> np.ndarray:
    """Return the part of `whole` inside the frame, as a view."""
    bottom, right = whole.shape[1] - after[0], whole.shape[2] - after[1]
    return whole[:, before[0] : bottom, before[1] : right]
