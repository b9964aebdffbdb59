"""The kinds of layers that a hand can stack, as plain data, and some networks made of them.

A layer is a dictionary, {"kind": "Conv2d", "out_channels": 6, "kernel_size": 5}: its kind is the
name of a class in cnnlab.nn, its fields are that class's arguments. `plain_layer` checks one, from
a dictionary or from a layer of cnnlab.nn; `as_layer` goes the other way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cnnlab import nn
from cnnlab._validation import fraction, pair, say, whole_number
from cnnlab.language import translate

Fields = dict[str, Any]

KINDS: dict[str, Fields] = {  # the fields of each, with what a new layer has
    "Conv2d": {"out_channels": 8, "kernel_size": 3, "stride": 1, "padding": 0, "dilation": 1,
               "bias": True},
    "ReLU": {},
    "MaxPool2d": {"kernel_size": 2, "stride": 2, "padding": 0, "dilation": 1},
    "AvgPool2d": {"kernel_size": 2, "stride": 2, "padding": 0, "count_include_pad": True},
    "Flatten": {},
    "Linear": {"out_features": 10, "bias": True},
    "GlobalAvgPool2d": {},
    "BatchNorm2d": {"affine": True},
    "Dropout": {"p": 0.5},
    "Tanh": {},
}  # fmt: skip
SLIDING = ("Conv2d", "MaxPool2d", "AvgPool2d")
MOST_LAYERS = 40
MOST = 9999  # of filters and the like; also in architecture_explorer_parts/fields.js
MOST_OF_A_PAIR = 999  # of kernel sizes, strides, paddings and dilations; there too
MOST_ROWS = 2048  # or columns of a map; also in architecture_explorer_parts/trace.js

# From what is given to plain data --------------------------------------------------------


def plain_layers(layers: Any) -> list[Fields]:
    """Return the layers as dictionaries with all their fields.

    >>> plain_layers([nn.ReLU(), {"kind": "MaxPool2d", "kernel_size": 3}])[1]["stride"]
    3
    """
    if isinstance(layers, str | Mapping) or not isinstance(layers, Iterable | nn.Sequential):
        raise TypeError(
            say("layers must be an nn.Sequential, or a list of layers, but {type} arrived.",
                type=type(layers).__name__)
        )
    plain = [plain_layer(each) for each in in_a_row(layers)]
    if len(plain) > MOST_LAYERS:
        raise ValueError(
            say("At most {most} layers can be shown, but there are {count}. Show a part of them.",
                most=MOST_LAYERS, count=len(plain))
        )
    return plain


def in_a_row(layers: Any) -> list[Any]:
    """Return the layers one after the other, without the boxes they may be in."""
    layers = layers.layers if isinstance(layers, nn.Sequential) else layers
    return [inner for each in layers
            for inner in (in_a_row(each) if isinstance(each, nn.Sequential) else [each])]


def plain_layer(layer: Any) -> Fields:
    """Return one layer, of cnnlab.nn or a dictionary, as a dictionary with all its fields."""
    if isinstance(layer, nn.Layer):
        kind = _known(type(layer).__name__)
        given = {name: getattr(layer, name) for name in KINDS[kind]}
    elif isinstance(layer, Mapping):
        given = dict(layer)
        kind = _known(given.pop("kind", None))
    else:
        raise TypeError(
            say("A layer must be one of cnnlab.nn, or a dictionary such as {example}, but {value} "
                "arrived.", example={"kind": "ReLU"}, value=repr(layer))
        )
    unknown = [name for name in given if name not in KINDS[kind]]
    if unknown:
        raise ValueError(
            say("{kind} has no field {name}. It has: {names}.", kind=kind, name=repr(unknown[0]),
                names=", ".join(KINDS[kind]) or "-")
        )
    usual = dict(KINDS[kind])
    if kind in ("MaxPool2d", "AvgPool2d") and "kernel_size" in given:
        usual["stride"] = given["kernel_size"]
    return {"kind": kind, **{name: _checked(kind, name, given.get(name, value))
                             for name, value in usual.items()}}


def _known(kind: Any) -> str:
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError(
            say("{kind} can't be shown here. These kinds of layers can: {names}.",
                kind=kind, names=", ".join(KINDS))
        )
    return kind


def _checked(kind: str, name: str, value: Any) -> Any:
    if name in ("bias", "affine", "count_include_pad"):
        return bool(value)
    if name == "p":
        return fraction(value, name)
    if name in ("out_channels", "out_features"):
        return _at_most(whole_number(value, name, minimum=1), name)
    if name == "padding" and kind == "Conv2d" and value in ("same", "valid"):
        return "same" if value == "same" else 0
    rows, columns = pair(value, name, minimum=0 if name == "padding" else 1)
    _at_most(max(rows, columns), name, MOST_OF_A_PAIR)
    return rows if rows == columns else [rows, columns]


def _at_most(number: int, name: str, most: int = MOST) -> int:
    if number > most:
        raise ValueError(
            say("{name} can be at most {most} here, but {value} arrived.",
                name=name, most=most, value=number)
        )
    return number


def plain_shape(shape: Any) -> tuple[int, int, int]:
    """Return (height, width, depth); a picture of shape (H, W) has depth 1."""
    sides = tuple(shape) if isinstance(shape, Iterable) and not isinstance(shape, str) else ()
    if len(sides) not in (2, 3):
        raise ValueError(
            say("input_shape must be (height, width) or (height, width, depth), but {shape} "
                "arrived.", shape=repr(shape))
        )
    sides = [whole_number(side, "input_shape", minimum=1) for side in (*sides, 1)[:3]]
    height, width, depth = map(_at_most, sides, ["input_shape"] * 3, [MOST_ROWS, MOST_ROWS, MOST])
    return height, width, depth


# Back to layers --------------------------------------------------------------------------


def as_layer(layer: Fields, input_depth: int) -> nn.Layer:
    """Return a new layer of cnnlab.nn for an input of that depth, or that many numbers."""
    fields = {name: value for name, value in layer.items() if name != "kind"}
    learns = layer["kind"] in ("Conv2d", "BatchNorm2d", "Linear")
    return getattr(nn, layer["kind"])(*[input_depth] * learns, **fields)


def depth_asked_for(layer: Any) -> int | None:
    """Return how deep an input the layer was made for; None where any will do."""
    names = ("in_channels", "in_features", "num_features")
    return next((getattr(layer, name) for name in names if hasattr(layer, name)), None)


# Networks to begin with ------------------------------------------------------------------


def _conv(filters: int, kernel_size: int, **fields: Any) -> Fields:
    return plain_layer({"kind": "Conv2d", "out_channels": filters, "kernel_size": kernel_size,
                        **fields})


def _plain(kind: str, **fields: Any) -> Fields:
    return plain_layer({"kind": kind, **fields})


def _small() -> list[Fields]:
    relu, pool = _plain("ReLU"), _plain("MaxPool2d")
    return [_conv(8, 4), relu, pool, _conv(16, 3), relu, pool, _plain("Flatten"), _plain("Linear")]


def _lenet() -> list[Fields]:
    tanh, pool = _plain("Tanh"), _plain("AvgPool2d")
    return [_conv(6, 5), tanh, pool, _conv(16, 5), tanh, pool, _conv(120, 5), tanh,
            _plain("Flatten"), _plain("Linear", out_features=84), tanh, _plain("Linear")]


def _vgg() -> list[Fields]:
    layers = []
    for filters, convolutions in ((64, 2), (128, 2), (256, 3)):
        layers += [_conv(filters, 3, padding=1), _plain("ReLU")] * convolutions
        layers += [_plain("MaxPool2d")]
    return layers


def _alexnet() -> list[Fields]:
    relu, pool = _plain("ReLU"), _plain("MaxPool2d", kernel_size=3, stride=2)
    return [_conv(96, 11, stride=4), relu, pool, _conv(256, 5, padding=2), relu, pool,
            _conv(384, 3, padding=1), relu]


def presets() -> dict[str, tuple[str, tuple[int, int, int], list[Fields]]]:
    """Return networks by a short name: title, input shape, layers.

    LeNet-5 (LeCun et al. 1998) has a C3 that sees all six maps, and pooling without weights;
    AlexNet (Krizhevsky et al. 2012) isn't parted in two; VGG-16 is Simonyan and Zisserman's (2014).
    """
    return {
        "small": (translate("A small CNN, as in the lecture"), (28, 28, 1), _small()),
        "lenet5": (translate("LeNet-5 (1998)"), (32, 32, 1), _lenet()),
        "alexnet": (translate("AlexNet (2012), its first layers"), (227, 227, 3), _alexnet()),
        "vgg16": (translate("VGG-16 (2014), its first three blocks"), (224, 224, 3), _vgg()),
    }
