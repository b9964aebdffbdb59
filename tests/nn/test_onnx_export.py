"""ONNX files, run by ONNX Runtime: the same scores as the network gives here."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlab import nn
from cnnlab.nn import onnx_layers
from cnnlab.nn.branches import Add, Concat
from cnnlab.nn.dropout import Dropout
from cnnlab.nn.embedding import Embedding
from cnnlab.nn.lstm import LSTM
from cnnlab.nn.normalisation import BatchNorm2d
from cnnlab.nn.onnx_export import export_onnx
from cnnlab.nn.rnn import RNN
from cnnlab.nn.transposed_convolution import ConvTranspose2d

onnx = pytest.importorskip(
    "onnx", reason='The package onnx is not installed: pip install "cnnlab[onnx]".')
onnxruntime = pytest.importorskip(
    "onnxruntime", reason="ONNX Runtime is not installed: pip install onnxruntime.")

RNG = np.random.default_rng(0)


def run(path, inputs):
    """What ONNX Runtime makes of the file, on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return session.run(["scores"], {session.get_inputs()[0].name: inputs})[0]


def batch_first(images):
    """Put images (N, H, W, C) or (N, H, W) in the file's order."""
    return images.transpose(0, 3, 1, 2) if images.ndim == 4 else images[:, None]


def check_agrees(model, folder, image_shape, batches=(1, 5)):
    path = folder / "network.onnx"
    export_onnx(model, path, image_shape)
    model.eval()
    for count in batches:
        images = RNG.normal(size=(count, *image_shape)).astype(np.float32)
        theirs = run(path, batch_first(images))
        ours = np.moveaxis(model.forward(batch_first(images).transpose(1, 2, 3, 0)), -1, 0)
        assert theirs.dtype == np.float32
        np.testing.assert_allclose(theirs, ours, rtol=1e-5, atol=1e-5)


# Every layer -----------------------------------------------------------------------------

LAYERS = {
    "convolution": nn.Conv2d(3, 4, 3, rng=0),
    "convolution, asymmetric, stride, padding":
        nn.Conv2d(3, 4, (3, 2), stride=(2, 1), padding=(1, 3), rng=0),
    "convolution, dilation, without bias": nn.Conv2d(3, 2, 3, dilation=(2, 1), bias=False, rng=0),
    "convolution, same": nn.Conv2d(3, 2, 5, padding="same", rng=0),
    "convolution, same, even kernel": nn.Conv2d(3, 2, (4, 2), padding="same", rng=0),
    "convolution, same, dilation": nn.Conv2d(3, 2, 2, padding="same", dilation=3, rng=0),
    "convolution, valid": nn.Conv2d(3, 2, 2, padding="valid", rng=0),
    "transposed": ConvTranspose2d(3, 2, 3, rng=0),
    "transposed, asymmetric, stride, padding":
        ConvTranspose2d(3, 2, (2, 3), stride=(1, 2), padding=(0, 1), rng=0),
    "transposed, output padding, dilation":
        ConvTranspose2d(3, 2, 3, stride=3, output_padding=(2, 1), dilation=2, bias=False, rng=0),
    "max pooling": nn.MaxPool2d(2),
    "max pooling, asymmetric, stride, padding, dilation":
        nn.MaxPool2d((3, 2), stride=(1, 2), padding=(1, 1), dilation=(2, 1)),
    "mean pooling": nn.AvgPool2d((2, 3)),
    "mean pooling, the frame counts": nn.AvgPool2d(3, stride=2, padding=1),
    "mean pooling, the frame does not count":
        nn.AvgPool2d((3, 4), stride=(2, 1), padding=(1, 2), count_include_pad=False),
    "global mean": nn.GlobalAvgPool2d(),
    "flatten": nn.Flatten(),
    "linear on maps": nn.Linear(3, 2, rng=0),
    "linear on maps, without bias": nn.Linear(3, 2, bias=False, rng=0),
    "relu": nn.ReLU(),
    "leaky relu": nn.LeakyReLU(0.2),
    "sigmoid": nn.Sigmoid(),
    "tanh": nn.Tanh(),
    "identity": nn.Identity(),
    "dropout": Dropout(0.9),
    "nothing": nn.Sequential(),
}


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_a_layer_gives_the_same_output(layer, tmp_path):
    check_agrees(layer, tmp_path, (9, 7, 3))


@settings(max_examples=30)
@given(kernel_size=st.tuples(st.integers(1, 3), st.integers(1, 4)),
       stride=st.tuples(st.integers(1, 3), st.integers(1, 3)),
       padding=st.one_of(st.tuples(st.integers(0, 2), st.integers(0, 2)), st.just("same")),
       dilation=st.tuples(st.integers(1, 2), st.integers(1, 2)))
def test_any_convolution_gives_the_same_output(
    tmp_path_factory, kernel_size, stride, padding, dilation
):
    layer = nn.Conv2d(2, 3, kernel_size, stride, padding, dilation, rng=0)
    check_agrees(layer, tmp_path_factory.mktemp("onnx"), (8, 11, 2), batches=[2])


@pytest.mark.parametrize("affine", [True, False])
def test_batch_normalisation_uses_its_running_statistics(affine, tmp_path):
    layer = BatchNorm2d(3, eps=0.01, affine=affine)
    for array in (*layer.params.values(), *layer.buffers.values()):
        if array.dtype.kind == "f":
            array[...] = RNG.uniform(0.5, 2, array.shape)
    check_agrees(layer, tmp_path, (5, 4, 3))


def test_batch_normalisation_without_running_statistics_is_refused(tmp_path):
    layer = BatchNorm2d(3, track_running_stats=False)
    with pytest.raises(ValueError, match=r"track_running_stats=True"):
        export_onnx(layer, tmp_path / "x.onnx", (5, 4, 3))


# Whole networks --------------------------------------------------------------------------


def lenet(dtype=None):
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(),
        nn.AvgPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 10),
        rng=0, dtype=dtype)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_whole_network_takes_grey_images_and_gives_scores_per_class(dtype, tmp_path):
    model, images = lenet(dtype), RNG.random((7, 28, 28)).astype(np.float32)
    export_onnx(model, tmp_path / "lenet.onnx", (28, 28))
    scores = run(tmp_path / "lenet.onnx", images[:, None])
    assert scores.shape == (7, 10)
    np.testing.assert_allclose(scores, model.scores(images), rtol=1e-5, atol=1e-5)


def test_branches_in_branches_give_the_same_output(tmp_path):
    inner = Concat(nn.Conv2d(3, 2, 1), nn.Sequential(nn.Conv2d(3, 1, 3, padding=1), nn.ReLU()))
    check_agrees(nn.Sequential(Add(inner, nn.Identity(), rng=0), nn.GlobalAvgPool2d()), tmp_path,
                 (6, 5, 3))


def test_a_network_of_vectors_takes_vectors(tmp_path):
    model = nn.Sequential(nn.Linear(6, 4), nn.ReLU(), nn.Linear(4, 2), rng=0)
    vectors = RNG.normal(size=(3, 6)).astype(np.float32)
    export_onnx(model, tmp_path / "x.onnx", 6)
    np.testing.assert_allclose(run(tmp_path / "x.onnx", vectors), model.scores(vectors),
                               rtol=1e-5, atol=1e-5)


def test_a_network_with_one_output_gives_one_column(tmp_path):
    model = nn.Sequential(nn.Flatten(), nn.Linear(4, 1, rng=0))
    export_onnx(model, tmp_path / "x.onnx", (2, 2))
    assert run(tmp_path / "x.onnx", np.zeros((3, 1, 2, 2), np.float32)).shape == (3, 1)


RECURRENT = {
    "rnn": RNN(5, 4, rng=0),
    "rnn, relu": RNN(5, 4, nonlinearity="relu", rng=0),
    "lstm": LSTM(5, 4, rng=0),
    "lstm, three layers, without bias": LSTM(5, 4, num_layers=3, bias=False, rng=0),
    "lstm, two layers, both directions": LSTM(5, 4, num_layers=2, bidirectional=True, rng=0),
    "rnn, relu, both directions": RNN(5, 4, 2, "relu", bidirectional=True, rng=0),
}


@pytest.mark.parametrize("layer", RECURRENT.values(), ids=RECURRENT)
def test_a_network_that_reads_words_gives_the_same_output(layer, tmp_path):
    features, _ = layer.output_shape((5, 7))
    model = nn.Sequential(Embedding(9, 5, rng=0), layer, nn.Linear(features, 3, rng=0))
    export_onnx(model, tmp_path / "x.onnx", 7)
    words = RNG.integers(0, 9, (2, 7))
    ours = np.moveaxis(model.forward(words.T), -1, 0)
    theirs = run(tmp_path / "x.onnx", words)
    assert theirs.shape == (2, 3, 7)
    np.testing.assert_allclose(theirs, ours, rtol=1e-5, atol=1e-5)


# The file --------------------------------------------------------------------------------


@pytest.fixture
def exported(tmp_path):
    model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Sequential(nn.ReLU(), nn.GlobalAvgPool2d()),
                          nn.Linear(4, 2))
    export_onnx(model, tmp_path / "x.onnx", (8, 7, 3))
    return onnx.load(tmp_path / "x.onnx")


def test_weights_bear_pytorchs_names(exported):
    assert [weight.name for weight in exported.graph.initializer] == [
        "0.weight", "0.bias", "2.weight", "2.bias"]


def test_every_operation_says_where_it_stands_and_what_layer_it_is(exported):
    assert [(node.name, node.doc_string) for node in exported.graph.node] == [
        ("0.Conv", "Conv2d(3, 4, kernel_size=(3, 3))"),
        ("1.0.Relu", "ReLU()"),
        ("1.1.GlobalAveragePool", "GlobalAvgPool2d()"),
        ("1.1.Flatten", "GlobalAvgPool2d()"),
        ("2.Gemm", "Linear(4, 2)"),
    ]


def dimensions(value):
    return [side.dim_param or side.dim_value for side in value.type.tensor_type.shape.dim]


def test_the_batch_is_free_and_comes_first(exported):
    [images], [scores] = exported.graph.input, exported.graph.output
    assert (images.name, dimensions(images)) == ("images", ["N", 3, 8, 7])
    assert (scores.name, dimensions(scores)) == ("scores", ["N", 2])


def test_the_file_says_who_made_it_and_which_edition_of_onnx_it_needs(exported):
    assert exported.producer_name == "cnnlab"
    assert [edition.version for edition in exported.opset_import] == [17]
    assert exported.ir_version == 8
    assert "(8, 7, 3)" in exported.graph.doc_string


def test_onnxs_own_checker_finds_nothing(exported):
    onnx.checker.check_model(exported, full_check=True)


def test_exporting_leaves_the_model_as_it_was(tmp_path):
    model = nn.Sequential(Dropout(0.5), BatchNorm2d(1), nn.Conv2d(1, 2, 3), nn.Flatten(), rng=0)
    x = RNG.normal(size=(1, 4, 4, 3))
    y = model.forward(x)
    before = model.state_dict()
    export_onnx(model, tmp_path / "x.onnx", (4, 4))
    assert model.training
    assert all(layer.training for layer in model.layers)
    assert model.backward(np.ones_like(y)).shape == x.shape  # it still speaks of the last forward
    assert all((model.state_dict()[name] == array).all() for name, array in before.items())


# What can't be written -------------------------------------------------------------------


class Square(nn.Layer):
    def forward(self, x):
        return x * x


class SquareReLU(nn.ReLU):
    def forward(self, x):
        return super().forward(x) ** 2


@pytest.mark.parametrize("layer", [Square(), SquareReLU()], ids=["own layer", "own kind of ReLU"])
def test_a_layer_that_is_not_known_is_named(layer, tmp_path):
    with pytest.raises(ValueError, match=r"Square.*\(\) can't be written to ONNX\. Known"):
        export_onnx(nn.Sequential(nn.Sequential(layer)), tmp_path / "x.onnx", (4, 4))
    assert list(tmp_path.iterdir()) == []


def test_a_layer_of_ones_own_can_be_told_to_the_table(tmp_path, monkeypatch):
    monkeypatch.setitem(onnx_layers.WRITERS, Square,
                        lambda graph, layer, name, x: graph.add("Mul", name, x.name, x.name))
    model = nn.Sequential(Square(), nn.Conv2d(3, 2, 2, rng=0), Square())
    check_agrees(model, tmp_path, (4, 5, 3))


@pytest.mark.parametrize("image_shape", [(8, 8), (8, 8, 4), (2, 2, 3), 8, (1, 2, 3, 4)])
def test_images_that_the_network_does_not_take_are_refused(image_shape, tmp_path):
    with pytest.raises(ValueError, match=r"shape|does not fit"):
        export_onnx(nn.Sequential(nn.Conv2d(3, 2, 3)), tmp_path / "x.onnx", image_shape)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("image_shape", [(8, 8.5), "28", None, (0, 3)])
def test_an_image_shape_is_made_of_whole_numbers(image_shape, tmp_path):
    with pytest.raises((TypeError, ValueError), match="image_shape must be"):
        export_onnx(nn.Sequential(nn.Conv2d(1, 2, 3)), tmp_path / "x.onnx", image_shape)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e300])
def test_numbers_that_are_not_finite_in_float32_are_refused(value, tmp_path):
    model = nn.Sequential(nn.Flatten(), nn.Linear(4, 2), dtype=np.float64, rng=0)
    model.params["1.weight"][0, 0] = value
    with pytest.raises(ValueError, match=r"exported: some numbers in 1\.weight are"):
        export_onnx(model, tmp_path / "x.onnx", (2, 2))
    assert list(tmp_path.iterdir()) == []


def test_the_network_comes_first(tmp_path):
    with pytest.raises(TypeError, match="first argument must be a network"):
        export_onnx(tmp_path / "x.onnx", lenet(), (28, 28))


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="does not exist"):
        export_onnx(lenet(), tmp_path / "none" / "x.onnx", (28, 28))


def test_without_the_package_the_error_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ImportError, match=r'pip install "cnnlab\[onnx\]"'):
        export_onnx(lenet(), tmp_path / "x.onnx", (28, 28))
