"""What is filtered: a photograph, not noise; and the kernels, which no library can take apart.

White noise is kinder to some libraries than to others, so the image is the portrait of Grace
Hopper: mirrored at its edges to 1024 x 1024 pixels, then made smaller for the smaller sizes.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from cnnlab import images

LARGEST = 1024


def photograph(side: int, dtype: str) -> np.ndarray:
    """Return a grey photograph, (side, side), with values in [0, 1]."""
    grey = images.to_grey(images.photo("grace_hopper"))[:LARGEST, :LARGEST]
    missing = [(0, LARGEST - size) for size in grey.shape]
    whole = Image.fromarray(np.pad(grey, missing, mode="symmetric"))
    small = whole.resize((side, side), Image.Resampling.LANCZOS)
    return np.asarray(small).astype(dtype) / 255


def kernel(side: int, dtype: str) -> np.ndarray:
    """Return an asymmetric kernel, (side, side), that is no product of a column and a row."""
    weights = np.random.default_rng(side).standard_normal((side, side))
    return (weights / np.abs(weights).sum()).astype(dtype)
