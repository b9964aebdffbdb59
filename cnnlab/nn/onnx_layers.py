"""What each layer is in ONNX: a small function for each, and the table that finds it, `WRITERS`.

ONNX keeps the batch first, so here everything is (N, C, H, W). A new layer gets a function that
adds its operations to the graph and returns the name of what comes out, and a line in the table:

    WRITERS[Square] = lambda graph, layer, name, x: graph.add("Mul", name, x.name, x.name)

The operations are described at https://onnx.ai/onnx/operators/.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from cnnlab._slide import Slide
from cnnlab._validation import say
from cnnlab.nn.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from cnnlab.nn.branches import Add, Concat
from cnnlab.nn.container import Container
from cnnlab.nn.convolution import Conv2d
from cnnlab.nn.dropout import Dropout
from cnnlab.nn.embedding import Embedding
from cnnlab.nn.layer import Identity, Layer, Shape
from cnnlab.nn.linear import Flatten, Linear
from cnnlab.nn.lstm import LSTM
from cnnlab.nn.network import Sequential
from cnnlab.nn.normalisation import BatchNorm2d
from cnnlab.nn.pooling import AvgPool2d, GlobalAvgPool2d, MaxPool2d
from cnnlab.nn.recurrent import Recurrent
from cnnlab.nn.rnn import RNN
from cnnlab.nn.transposed_convolution import ConvTranspose2d


class Value(NamedTuple):
    """What flows between layers: its name in the graph, and its shape for one example."""

    name: str
    shape: Shape


class Graph:
    """Operations in order, each with its inputs' names, and the weights, also by name."""

    def __init__(self, onnx: Any):
        self._onnx = onnx
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def write(self, layer: Layer, name: str, x: Value) -> Value:
        """Add a layer, and what it holds, under PyTorch's name for its place, such as "2.0"."""
        if type(layer) not in WRITERS:
            raise ValueError(
                say("{layer} can't be written to ONNX. Known layers: {known}. For a layer of "
                    "your own, see cnnlab.nn.onnx_layers.", layer=repr(layer),
                    known=", ".join(known.__name__ for known in WRITERS))
            )
        first = len(self.nodes)
        output = WRITERS[type(layer)](self, layer, name, x)
        if not isinstance(layer, Container):
            for node in self.nodes[first:]:
                node.doc_string = repr(layer)
        return Value(output, layer.output_shape(x.shape))

    def add(self, operation: str, name: str, *inputs: str, **attributes: Any) -> str:
        """Add an operation, and return the name of its output."""
        name = inside(name, operation)
        output = f"{name}.output"
        self.nodes.append(
            self._onnx.helper.make_node(operation, inputs, [output], name, **attributes))
        return output

    def weight(self, name: str, array: np.ndarray) -> str:
        """Add an array of weights, and return its name."""
        array = np.asarray(array, np.int64 if array.dtype.kind == "i" else np.float32)
        self.weights.append(self._onnx.numpy_helper.from_array(array.copy(), name))
        return name

    def params(self, layer: Layer, name: str) -> list[str]:
        """Add a layer's weight, and its bias if it has one, and return their names."""
        return [self.weight(inside(name, own), layer.params[own])
                for own in ("weight", "bias") if own in layer.params]

    def end_with(self, name: str) -> str:
        """Call the last operation's output by this name, and return it."""
        self.nodes[-1].output[0] = name
        return name


def inside(name: str, inner: Any) -> str:
    """Return the name of something inside a layer.

    >>> inside("2", 0), inside("", "weight")
    ('2.0', 'weight')
    """
    return f"{name}.{inner}" if name else str(inner)


# Sliding windows -------------------------------------------------------------------------


def _convolution(graph: Graph, layer: Conv2d, name: str, x: Value) -> str:
    slide = Slide.over(
        x.shape[1:], layer.kernel_size, layer.stride, layer.padding, layer.dilation)
    return graph.add("Conv", name, x.name, *graph.params(layer, name), strides=layer.stride,
                     dilations=layer.dilation, pads=[*slide.before, *slide.after])


def _transposed(graph: Graph, layer: ConvTranspose2d, name: str, x: Value) -> str:
    return graph.add("ConvTranspose", name, x.name, *graph.params(layer, name),
                     strides=layer.stride, dilations=layer.dilation, pads=layer.padding * 2,
                     output_padding=layer.output_padding)


def _max_pooling(graph: Graph, layer: MaxPool2d, name: str, x: Value) -> str:
    return graph.add("MaxPool", name, x.name, kernel_shape=layer.kernel_size,
                     strides=layer.stride, dilations=layer.dilation, pads=layer.padding * 2)


def _mean_pooling(graph: Graph, layer: AvgPool2d, name: str, x: Value) -> str:
    return graph.add("AveragePool", name, x.name, kernel_shape=layer.kernel_size,
                     strides=layer.stride, pads=layer.padding * 2,
                     count_include_pad=int(layer.count_include_pad))


def _global_mean(graph: Graph, layer: GlobalAvgPool2d, name: str, x: Value) -> str:
    """ONNX leaves a map of one pixel, (N, C, 1, 1); we leave a number, (N, C)."""
    return graph.add("Flatten", name, graph.add("GlobalAveragePool", name, x.name))


# One number from all, one number from one ------------------------------------------------


def _linear(graph: Graph, layer: Linear, name: str, x: Value) -> str:
    """Fully connected at each of several places is a convolution with a kernel of one pixel."""
    places = len(x.shape) - 1
    if not places:
        return graph.add("Gemm", name, x.name, *graph.params(layer, name), transB=1)
    weight = layer.params["weight"]
    names = [graph.weight(inside(name, "weight"), weight.reshape(*weight.shape, *(1,) * places))]
    if layer.bias:
        names.append(graph.weight(inside(name, "bias"), layer.params["bias"]))
    return graph.add("Conv", name, x.name, *names)


def _plain(operation: str) -> Writer:
    """Return what writes a layer that ONNX knows as it is."""
    return lambda graph, layer, name, x: graph.add(operation, name, x.name)


def _leaky(graph: Graph, layer: LeakyReLU, name: str, x: Value) -> str:
    return graph.add("LeakyRelu", name, x.name, alpha=layer.negative_slope)


def _batch_norm(graph: Graph, layer: BatchNorm2d, name: str, x: Value) -> str:
    if not layer.track_running_stats:
        raise ValueError(
            say("{layer} can't be written to ONNX without running statistics: its output would "
                "depend on the other images. Use track_running_stats=True.", layer=repr(layer))
        )
    ones = np.ones(layer.num_features, np.float32)
    arrays = {"weight": ones, "bias": 0 * ones, **layer.params, **layer.buffers}
    names = [graph.weight(inside(name, own), arrays[own])
             for own in ("weight", "bias", "running_mean", "running_var")]
    return graph.add("BatchNormalization", name, x.name, *names, epsilon=layer.eps)


# Layers of layers ------------------------------------------------------------------------


def _sequence(graph: Graph, layer: Sequential, name: str, x: Value) -> str:
    if not layer.layers:
        return graph.add("Identity", name, x.name)
    for number, inner in enumerate(layer.layers):
        x = graph.write(inner, inside(name, number), x)
    return x.name


def _branches(graph: Graph, layer: Container, name: str, x: Value) -> list[str]:
    return [graph.write(branch, inside(name, number), x).name
            for number, branch in enumerate(layer.layers)]


def _add(graph: Graph, layer: Add, name: str, x: Value) -> str:
    return graph.add("Sum", name, *_branches(graph, layer, name, x))


def _concat(graph: Graph, layer: Concat, name: str, x: Value) -> str:
    return graph.add("Concat", name, *_branches(graph, layer, name, x), axis=1)


# Words -----------------------------------------------------------------------------------


def _embedding(graph: Graph, layer: Embedding, name: str, x: Value) -> str:
    rows = graph.add("Gather", name, *graph.params(layer, name), x.name)
    words = len(x.shape)  # 1 for a row of words, (N, T, D) -> (N, D, T)
    return graph.add("Transpose", name, rows, perm=[0, 2, 1]) if words else rows


def _recurrent(graph: Graph, layer: Recurrent, name: str, x: Value) -> str:
    """ONNX takes the time first, (T, N, C), and gives (T, directions, N, hidden_size)."""
    sequence = graph.add("Transpose", inside(name, "first"), x.name, perm=[2, 0, 1])
    shape = graph.weight(inside(name, "shape"), np.array([0, 0, -1]))  # (T, N, all the rest)
    for number in range(layer.num_layers):
        level = inside(name, f"l{number}")
        output = _recurrent_level(graph, layer, level, sequence, number)
        output = graph.add("Transpose", level, output, perm=[0, 2, 1, 3])
        sequence = graph.add("Reshape", level, output, shape)
    return graph.add("Transpose", inside(name, "last"), sequence, perm=[1, 2, 0])


def _recurrent_level(
    graph: Graph, layer: Recurrent, level: str, sequence: str, number: int
) -> str:
    walks = layer._walks(number)
    kinds = ["weight_ih", "weight_hh", "bias"] if layer.bias else ["weight_ih", "weight_hh"]
    weights = [graph.weight(inside(level, kind),
                            np.stack([_gates(layer, kind, walk) for walk in walks]))
               for kind in kinds]
    options: dict[str, Any] = {"hidden_size": layer.hidden_size}
    if len(walks) == 2:
        options["direction"] = "bidirectional"
    if isinstance(layer, RNN):
        options["activations"] = [layer.nonlinearity.capitalize()] * len(walks)
    return graph.add(type(layer).__name__, level, sequence, *weights, **options)


def _gates(layer: Recurrent, kind: str, walk: str) -> np.ndarray:
    """Return a walk's weights with the gates in ONNX's order: input, output, forget, new."""
    if kind == "bias":
        return np.concatenate([_gates(layer, f"bias_{side}", walk) for side in ("ih", "hh")])
    array = layer.params[f"{kind}_{walk}"]
    if not isinstance(layer, LSTM):
        return array
    i, f, g, o = np.split(array, 4)
    return np.concatenate([i, o, f, g])


Writer = Callable[[Graph, Any, str, Value], str]

WRITERS: dict[type[Layer], Writer] = {
    Conv2d: _convolution,
    ConvTranspose2d: _transposed,
    MaxPool2d: _max_pooling,
    AvgPool2d: _mean_pooling,
    GlobalAvgPool2d: _global_mean,
    Linear: _linear,
    Flatten: _plain("Flatten"),
    ReLU: _plain("Relu"),
    LeakyReLU: _leaky,
    Sigmoid: _plain("Sigmoid"),
    Tanh: _plain("Tanh"),
    BatchNorm2d: _batch_norm,
    Dropout: _plain("Identity"),
    Identity: _plain("Identity"),
    Sequential: _sequence,
    Add: _add,
    Concat: _concat,
    Embedding: _embedding,
    RNN: _recurrent,
    LSTM: _recurrent,
}
"""From a layer's class to what writes it: (graph, layer, name, x) -> the output's name."""
