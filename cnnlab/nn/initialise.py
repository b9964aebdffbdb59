"""The first weights of a layer: small, random, as in PyTorch.

Uniform in +-1/sqrt(fan_in), where fan_in is how many inputs one output adds up: then no layer makes
its numbers much larger or smaller than they came, whatever its size.

LeCun, Bottou, Orr and Müller, "Efficient BackProp" (1998); PyTorch arrives at the same bound by
`kaiming_uniform_(weight, a=sqrt(5))`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from cnnlab.nn.layer import Layer, Shape


def uniform(layer: Layer, bound: float, rng: Any, **shapes: tuple[int, ...]) -> None:
    """Give the layer parameters of these names and shapes, uniform in +-bound."""
    rng = np.random.default_rng(rng)
    for name, shape in shapes.items():
        layer.set_param(name, rng.uniform(-bound, bound, shape))


def weight_and_bias(layer: Layer, shape: Shape, outputs: int, rng: Any) -> None:
    """Give the layer a weight whose first axis is not summed over, and, if it has one, a bias."""
    shapes = {"weight": shape} | ({"bias": (outputs,)} if layer.bias else {})
    uniform(layer, 1 / math.sqrt(math.prod(shape[1:])), rng, **shapes)
