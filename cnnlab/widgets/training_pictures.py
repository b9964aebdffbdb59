"""What the first layer of a network looks like: its filters, and what they make of one image.

Everything is computed by twins of the layers, so that looking never disturbs a training.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnlab import nn
from cnnlab.nn.batches import activations
from cnnlab.widgets.traits import Image

MOST = 8  # filters that are shown
MOST_CHANNELS = 3
LARGEST = 96  # pixels: of a larger map every second, third, ... is shown


def way_to_first_weights(model: nn.Layer) -> list[nn.Layer]:
    """Return the layers up to the first one with weights, that one included."""
    way = []
    for layer in getattr(model, "layers", [model]):
        way.append(layer)
        if layer.params:
            return way
    return []


def filters_of(model: nn.Layer, image: np.ndarray) -> np.ndarray | None:
    """Return the weights of the first layer as pictures, (F, C, H, W); None where they are none.

    A linear layer that sees all pixels has a weight for each: one picture per output.

    >>> filters_of(nn.Conv2d(1, 4, 3), np.zeros((8, 8))).shape
    (4, 1, 3, 3)
    >>> filters_of(nn.Sequential(nn.Flatten(), nn.Linear(64, 2)), np.zeros((8, 8))).shape
    (2, 1, 8, 8)
    """
    way = way_to_first_weights(model)
    first = way[-1] if way else None
    if isinstance(first, nn.Conv2d):
        return first.params["weight"].copy()
    pixels = activations(image[None])[..., 0]
    only_flattened = all(isinstance(layer, nn.Flatten) for layer in way[:-1])
    if isinstance(first, nn.Linear) and only_flattened and pixels.ndim == 3:
        return first.params["weight"].reshape(-1, *pixels.shape).copy()
    return None


def maps_of(model: nn.Layer, image: np.ndarray) -> np.ndarray | None:
    """Return the feature maps of the first convolution for an image, (F, H', W'), or None.

    >>> maps_of(nn.Conv2d(1, 4, 3), np.zeros((8, 9))).shape
    (4, 6, 7)
    """
    way = way_to_first_weights(model)
    if not way or not isinstance(way[-1], nn.Conv2d):
        return None
    x = activations(image[None])
    for layer in way:
        x = layer.twin().eval().forward(x)
    return x[..., 0]


def below_each_other(pictures: np.ndarray) -> np.ndarray:
    """Return the first pictures (F, H, W) or (F, C, H, W) as one tall one, (F C H, W)."""
    shown = pictures[:MOST]
    if shown.ndim == 4:
        shown = shown[:, :MOST_CHANNELS]
    every = -(-max(shown.shape[-2:]) // LARGEST)
    shown = shown[..., ::every, ::every]
    return shown.reshape(-1, shown.shape[-1]).astype(float)


def beside_each_other(pictures: np.ndarray) -> np.ndarray:
    """Return the same as one wide picture, in two rows, with zeros between: for a stand-in."""
    tall = below_each_other(pictures)
    each = tall.reshape(min(len(pictures), MOST), -1, tall.shape[-1])
    framed = np.pad(each, [(0, len(each) % 2), (1, 1), (1, 1)])
    rows = framed.reshape(2, -1, *framed.shape[1:]) if len(framed) > 1 else framed[None]
    return np.concatenate([np.concatenate(list(row), axis=1) for row in rows])


def sent(model: nn.Layer, image: np.ndarray) -> dict[str, Any]:
    """Return image, filters and maps as the browser takes them; None where there are none."""
    with np.errstate(all="ignore"):  # of a training that runs away
        filters, maps = filters_of(model, image), maps_of(model, image)
    count = 0 if filters is None else len(filters)
    seen = image.ndim == 2 or (image.ndim == 3 and image.shape[-1] in (1, 3))
    return {
        "image": Image._sent(image.astype(float), None) if seen else None,
        "filters": None if filters is None else Image._sent(below_each_other(filters), None),
        "maps": None if maps is None else Image._sent(below_each_other(maps), None),
        "count": count,
        "shown": min(count, MOST),
    }
