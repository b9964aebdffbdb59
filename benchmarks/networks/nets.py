"""The three networks, their images, and their first weights: the same for every library.

A network is written down once, as rows that each library builds with layers of its own. The images
are cut out of photographs, not noise: white noise slows PyTorch down and would flatter us.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnnlab import images

BATCH = 64
LEARNING_RATE = 0.01


class Net(NamedTuple):
    """(name, arguments) of each layer; the shape of an image inside, (C, H, W)."""

    title: str
    image_shape: tuple[int, int, int]
    layers: tuple[tuple, ...]


NETS = {
    "xo": Net("X/O, 16 x 16", (1, 16, 16), (
        ("conv", 1, 8, 3, 0), ("relu",), ("pool",),
        ("conv", 8, 16, 3, 0), ("relu",), ("pool",),
        ("flatten",), ("linear", 16 * 2 * 2, 2),
    )),
    "lenet": Net("LeNet, 28 x 28", (1, 28, 28), (
        ("conv", 1, 8, 5, 0), ("relu",), ("pool",),
        ("conv", 8, 16, 5, 0), ("relu",), ("pool",),
        ("flatten",), ("linear", 16 * 4 * 4, 10),
    )),
    "cifar": Net("CIFAR, 32 x 32 x 3", (3, 32, 32), (
        ("conv", 3, 16, 3, 1), ("relu",), ("pool",),
        ("conv", 16, 32, 3, 1), ("relu",), ("pool",),
        ("conv", 32, 64, 3, 1), ("relu",), ("pool",),
        ("flatten",), ("linear", 64 * 4 * 4, 10),
    )),
}


def batch(net: Net) -> tuple[np.ndarray, np.ndarray]:
    """Return cut-outs (N, C, H, W) of photographs, in [0, 1], and as many labels."""
    rng = np.random.default_rng(0)
    channels, height, width = net.image_shape
    photo = images.photo("grace_hopper") / 255
    cuts = []
    for _ in range(BATCH):
        top, left = rng.integers(photo.shape[0] - height), rng.integers(photo.shape[1] - width)
        cut = photo[top : top + height, left : left + width]
        cuts.append(cut.transpose(2, 0, 1) if channels == 3 else images.to_grey(cut)[None])
    classes = net.layers[-1][2]
    return np.array(cuts, dtype=np.float32), rng.integers(classes, size=BATCH)


def first_weights(net: Net) -> dict[str, np.ndarray]:
    """Return the weights to begin with, by PyTorch's names."""
    rng = np.random.default_rng(1)
    weights = {}
    for number, (kind, *sizes) in enumerate(net.layers):
        if kind not in ("conv", "linear"):
            continue
        shape = (sizes[1], sizes[0], *[sizes[2]] * 2) if kind == "conv" else (sizes[1], sizes[0])
        bound = np.prod(shape[1:]) ** -0.5
        weights[f"{number}.weight"] = rng.uniform(-bound, bound, shape).astype(np.float32)
        weights[f"{number}.bias"] = rng.uniform(-bound, bound, shape[0]).astype(np.float32)
    return weights
