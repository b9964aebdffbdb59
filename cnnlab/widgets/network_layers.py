"""A network as the browser needs it: what each layer is, its sizes, its weights.

`described` is what `NetworkExplorer` sends. The browser's own forward pass stands in
network_explorer_parts/forward.js and has a function for each kind in `KINDS`. To teach the explorer
another layer, add it here, there, and in the formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from cnnlab import nn
from cnnlab._validation import say
from cnnlab.nn.layer import Shape


def _nothing(layer: nn.Layer, shape: Shape) -> dict[str, Any]:
    return {}


def _convolution(layer: nn.Conv2d, shape: Shape) -> dict[str, Any]:
    slide = layer._slide_over(shape)
    return {
        "window": layer.kernel_size, "stride": slide.stride, "dilation": slide.dilation,
        "before": slide.before, **_weights(layer),
    }


def _pooling(layer: nn.MaxPool2d | nn.AvgPool2d, shape: Shape) -> dict[str, Any]:
    return {
        "window": layer.kernel_size, "stride": layer.stride, "dilation": layer.dilation,
        "before": layer.padding, "countPadding": getattr(layer, "count_include_pad", False),
    }


def _slope(layer: nn.LeakyReLU, shape: Shape) -> dict[str, Any]:
    return {"slope": layer.negative_slope}


def _weights(layer: nn.Layer, shape: Shape = ()) -> dict[str, Any]:
    return {name: sent(array) for name, array in layer.params.items()}


def _normalisation(layer: nn.BatchNorm2d, shape: Shape) -> dict[str, Any]:
    if not layer.track_running_stats:
        raise ValueError(
            say("{layer} takes mean and variance from a whole batch, and here is one image only. "
                "Leave out track_running_stats=False.", layer=repr(layer))
        )
    means = {name: sent(layer.buffers[name]) for name in ("running_mean", "running_var")}
    return {**means, "eps": layer.eps, **_weights(layer)}


KINDS: dict[type[nn.Layer], Callable[..., dict[str, Any]]] = {
    nn.Identity: _nothing,
    nn.Conv2d: _convolution,
    nn.ReLU: _nothing,
    nn.LeakyReLU: _slope,
    nn.Tanh: _nothing,
    nn.Sigmoid: _nothing,
    nn.MaxPool2d: _pooling,
    nn.AvgPool2d: _pooling,
    nn.GlobalAvgPool2d: _nothing,
    nn.BatchNorm2d: _normalisation,
    nn.Dropout: _nothing,
    nn.Flatten: _nothing,
    nn.Linear: _weights,
}


def flat(network: nn.Sequential) -> Iterator[nn.Layer]:
    """Yield the layers in order; those of a Sequential inside it, one by one."""
    for layer in network.layers:
        if type(layer) is nn.Sequential:
            yield from flat(layer)
        else:
            yield layer


def described(network: nn.Sequential, input_shape: Shape) -> list[dict[str, Any]]:
    """Return a description of each layer, as JSON and bytes, for an image (C, H, W).

    Raises ValueError where the browser doesn't know a layer, where weights are NaN or infinite, or
    where an image of that shape doesn't fit.
    """
    layers, shape = [], tuple(input_shape)
    if not network.layers:
        raise ValueError(say("The network has no layers yet. Give it some: nn.Sequential(...)."))
    for number, layer in enumerate(flat(network)):
        _check(number, layer)
        output = layer.output_shape(shape)
        kind, settings = type(layer).__name__, KINDS[type(layer)](layer, shape)
        layers.append({"kind": kind, "text": repr(layer), "input": list(shape),
                       "shape": list(output), **settings})
        shape = output
    return layers


def _check(number: int, layer: nn.Layer) -> None:
    """Raise ValueError where the browser couldn't compute with a layer."""
    name = type(layer).__name__
    if type(layer) not in KINDS:
        raise ValueError(
            say("The explorer computes in the browser, where layer {number}, {layer}, is not "
                "known. It knows: {known}. Show the layers before it, as a network of their own.",
                number=number, layer=name, known=", ".join(kind.__name__ for kind in KINDS))
        )
    if not all(np.isfinite(array).all() for array in (layer.params | layer.buffers).values()):
        raise ValueError(
            say("Layer {number}, {layer}, has weights that are NaN or infinite: the training has "
                "diverged. Make the network anew and train it with a smaller learning rate.",
                number=number, layer=name)
        )


def sent(array: np.ndarray) -> dict[str, Any]:
    """Return an array as the script takes it: its shape and float32 bytes."""
    return {"shape": list(array.shape), "data": array.astype("<f4").tobytes()}
