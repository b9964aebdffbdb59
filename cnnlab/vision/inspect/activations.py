"""What a layer of a network answers to an image."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import image_array
from cnnlab.nn.network import Sequential
from cnnlab.vision.inspect._observed import LayerName, Observed


def feature_maps(model: Sequential, image: ArrayLike, layer: LayerName) -> np.ndarray:
    """Return what a layer makes of an image: maps (F, H', W'), or numbers (D,) after flattening.

    `layer` is its number as `print(model)` has it, or "2.0" for the first one inside layer 2; -1 is
    the last. Raises ValueError where there is no such layer, or for an image of another size.

    >>> from cnnlab import nn
    >>> model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten())
    >>> [feature_maps(model, np.ones((8, 6)), layer).shape for layer in range(4)]
    [(4, 6, 4), (4, 6, 4), (4, 3, 2), (24,)]
    """
    observed = Observed(model, layer)
    observed.forward(image_array(image)[None])
    return observed.watch.y[..., 0].copy()
