"""Stacks of layers by chance: strides, padding, dilation, sides that differ; some do not fit."""

import numpy as np


def random_architecture(seed, most_layers=6, largest=18):
    """Return layers as dictionaries, and an input shape (height, width, depth)."""
    rng = np.random.default_rng(seed)
    shape = (*rng.integers(6, largest, 2).tolist(), int(rng.integers(1, 4)))
    layers = [_layer(rng) for _ in range(rng.integers(1, most_layers))]
    ends = ([], [_flatten()], [_flatten(), _linear(rng)], [{"kind": "GlobalAvgPool2d"}],
            [{"kind": "GlobalAvgPool2d"}, _linear(rng)])  # fmt: skip
    return [*layers, *ends[rng.integers(len(ends))]], shape


def _pair(rng, smallest, largest):
    rows, columns = rng.integers(smallest, largest + 1, 2).tolist()
    return rows if rows == columns else [rows, columns]


def _layer(rng):
    kind = rng.choice(["Conv2d", "Conv2d", "MaxPool2d", "AvgPool2d", "ReLU", "BatchNorm2d"])
    layer = {"kind": str(kind)}
    if kind in ("ReLU", "BatchNorm2d"):
        return layer
    layer |= {"kernel_size": _pair(rng, 1, 4), "stride": _pair(rng, 1, 3)}
    if kind != "Conv2d":
        dilation = {"dilation": _pair(rng, 1, 2)} if kind == "MaxPool2d" else {}
        return {**layer, **dilation, "padding": int(rng.integers(0, 2))}
    padding = "same" if rng.random() < 0.2 else _pair(rng, 0, 3)
    return {**layer, "padding": padding, "dilation": _pair(rng, 1, 3),
            "out_channels": int(rng.integers(1, 5)), "bias": bool(rng.integers(2))}  # fmt: skip


def _flatten():
    return {"kind": "Flatten"}


def _linear(rng):
    return {"kind": "Linear", "out_features": int(rng.integers(1, 9))}
