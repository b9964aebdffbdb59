"""A network for other programs: ONNX, a file that says which operations to do, in which order.

What is trained here then runs in a browser, in a telephone, in C++, without Python; netron.app
draws the file. Read `export_onnx`; which operation each layer becomes is said in `onnx_layers`.

The format: Open Neural Network Exchange, https://onnx.ai/onnx/. Needs the package onnx, which
`pip install "cnnlab[onnx]"` brings.
"""

from __future__ import annotations

import os
from types import ModuleType
from typing import Any

import numpy as np

from cnnlab._validation import say, whole_number
from cnnlab.nn._files import write_whole
from cnnlab.nn.batches import shape_inside
from cnnlab.nn.container import Container
from cnnlab.nn.embedding import Embedding
from cnnlab.nn.layer import Layer, Shape, check_is_layer
from cnnlab.nn.onnx_layers import Graph, Value
from cnnlab.nn.state import arrays_of, not_finite

OPSET = 17  # the edition of ONNX's operations, of 2022: programs since then know all of these
IR_VERSION = 8  # the edition of the file format that came with it


def export_onnx(
    model: Layer, path: str | os.PathLike[str], image_shape: int | tuple[int, ...]
) -> None:
    """Write the network as an ONNX file that gives its scores, in the mode of use (see `eval`).

    The file takes float32 `images` in the layout of ONNX and PyTorch, (N, C, H, W) for any number
    N of images, and gives `scores`, (N, classes), before softmax. Bring images (N, H, W, C) in
    order by images.transpose(0, 3, 1, 2). Vectors are (N, D). A network that begins with
    Embedding takes int64 `tokens` (N, T).

    Parameters
    ----------
    model : a network or a layer; it stays as it is
    path : where to write, usually a name that ends in .onnx
    image_shape : the shape of one image as people keep it, (H, W) or (H, W, C); of a vector, D;
        of a row of tokens, T

    Raises ImportError without the package onnx, ValueError where a layer can't be written, does
    not take such images, or holds numbers that are not finite, OSError as `save_weights` does.
    """
    onnx = _import_onnx()
    check_is_layer(model)
    shape = _shape_inside(image_shape)
    tokens = isinstance(_first_layer(model), Embedding)
    _check_finite(model)
    output_shape = _tried(model, shape, tokens)
    graph = Graph(onnx)
    inputs = _described(onnx, "tokens" if tokens else "images", shape, tokens)
    graph.write(model, "", Value(inputs.name, shape))
    outputs = _described(onnx, graph.end_with("scores"), output_shape)
    made = _model(onnx, onnx.helper.make_graph(
        graph.nodes, "cnnlab", [inputs], [outputs], graph.weights,
        doc_string=_about(image_shape, output_shape)))
    onnx.checker.check_model(made, full_check=True)
    write_whole(path, made.SerializeToString())


def _import_onnx() -> ModuleType:
    try:
        import onnx
    except ImportError as error:
        raise ImportError(
            say('export_onnx needs the package onnx. Install it once: pip install "cnnlab[onnx]"')
        ) from error
    return onnx


def _shape_inside(image_shape: int | tuple[int, ...]) -> Shape:
    sides = image_shape if isinstance(image_shape, tuple | list) else (image_shape,)
    return shape_inside(tuple(whole_number(side, "image_shape", minimum=1) for side in sides))


def _first_layer(model: Layer) -> Layer:
    while isinstance(model, Container) and model.layers:
        model = model.layers[0]
    return model


def _tried(model: Layer, shape: Shape, tokens: bool) -> Shape:
    """Return the shape of the scores for one example, once a twin of the model has made them."""
    example = np.zeros((*shape, 1), np.int64 if tokens else np.float32)
    return model.twin().eval().forward(example).shape[:-1]


def _check_finite(model: Layer) -> None:
    with np.errstate(over="ignore"):  # too large for float32 becomes infinite, and is refused
        arrays = {name: array.astype(np.float32) for name, array in arrays_of(model).items()}
    if names := not_finite(arrays):
        raise ValueError(
            say("Nothing was exported: some numbers in {names} are not finite. Training with a "
                "smaller learning rate keeps them finite.", names=", ".join(names))
        )


def _described(onnx: ModuleType, name: str, shape: Shape, tokens: bool = False) -> Any:
    """Say what goes in or comes out: N of that shape."""
    kind = onnx.TensorProto.INT64 if tokens else onnx.TensorProto.FLOAT
    return onnx.helper.make_tensor_value_info(name, kind, ["N", *shape])


def _model(onnx: ModuleType, graph: Any) -> Any:
    return onnx.helper.make_model(
        graph, producer_name="cnnlab", ir_version=IR_VERSION,
        opset_imports=[onnx.helper.make_opsetid("", OPSET)])


def _about(image_shape: int | tuple[int, ...], output_shape: Shape) -> str:
    return (f"A network trained with cnnlab on examples of shape {image_shape}. The batch is the "
            f"first axis, then channels, rows, columns. The scores, {output_shape} for each "
            "example, are logits: softmax is not applied.")
