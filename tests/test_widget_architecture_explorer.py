import itertools
import math

import numpy as np
import pytest

import cnnlab
from cnnlab import nn
from cnnlab.widgets import ArchitectureExplorer
from cnnlab.widgets.architecture_kinds import as_layer, plain_layers
from cnnlab.widgets.architecture_trace import trace
from tests.random_architectures import random_architecture

SEEDS = range(60)


@pytest.fixture
def in_spanish():
    cnnlab.use_language("es")
    yield
    cnnlab.use_language("en")


def conv(filters, kernel_size, **fields):
    return {"kind": "Conv2d", "out_channels": filters, "kernel_size": kernel_size, **fields}


def linear(outputs):
    return {"kind": "Linear", "out_features": outputs}


RELU, FLATTEN = {"kind": "ReLU"}, {"kind": "Flatten"}


def pool(window=2, **fields):
    return {"kind": "MaxPool2d", "kernel_size": window, **fields}


def fitting(seed):
    """An explorer of layers by chance, those left out that would not fit."""
    layers, shape = random_architecture(seed)
    fit = []
    for layer in layers:
        _, fault = trace(plain_layers([*fit, layer]), shape)
        fit += [] if fault else [layer]
    return ArchitectureExplorer(fit or [RELU], shape)


def does_not_fit(seed):
    layers, shape = random_architecture(seed)
    return trace(plain_layers(layers), shape)[1] is not None


# Published figures -----------------------------------------------------------------------


def test_lenet5_has_the_published_61706_parameters():
    assert sum(ArchitectureExplorer("lenet5").parameters) == 61_706


def test_alexnets_first_layer_has_34944_weights_and_biases():
    """Krizhevsky et al. 2012: 96 filters of 11 x 11 x 3, moved by 4, give 55 x 55."""
    explorer = ArchitectureExplorer("alexnet")
    assert (explorer.parameters[0], explorer.shapes[0]) == (34_944, (55, 55, 96))


def test_the_whole_ungrouped_alexnet_has_62378344_parameters():
    layers = [conv(96, 11, stride=4), pool(3, stride=2), conv(256, 5, padding=2),
              pool(3, stride=2), conv(384, 3, padding=1), conv(384, 3, padding=1),
              conv(256, 3, padding=1), pool(3, stride=2), FLATTEN, linear(4096), linear(4096),
              linear(1000)]  # fmt: skip
    assert sum(ArchitectureExplorer(layers, (227, 227, 3)).parameters) == 62_378_344


def vgg(convolutions_of_each_block):
    """Simonyan and Zisserman 2014, table 1."""
    layers = []
    for filters, count in zip((64, 128, 256, 512, 512), convolutions_of_each_block, strict=True):
        layers += [conv(filters, 3, padding=1)] * count + [pool()]
    return [*layers, FLATTEN, linear(4096), linear(4096), linear(1000)]


@pytest.mark.parametrize(
    ("blocks", "parameters"), [((2, 2, 3, 3, 3), 138_357_544), ((2, 2, 4, 4, 4), 143_667_240)]
)
def test_vgg_has_the_published_parameters(blocks, parameters):
    assert sum(ArchitectureExplorer(vgg(blocks), (224, 224, 3)).parameters) == parameters


def test_vggs_first_convolution_has_1792_parameters():
    assert ArchitectureExplorer("vgg16").parameters[0] == 1792


def test_the_vgg_to_begin_with_is_the_beginning_of_vgg16():
    begun = ArchitectureExplorer("vgg16")
    whole = ArchitectureExplorer(vgg((2, 2, 3, 3, 3)), (224, 224, 3))
    without_relu = [size for size, layer in zip(begun.parameters, begun.layers, strict=True)
                    if layer["kind"] != "ReLU"]
    assert without_relu == whole.parameters[: len(without_relu)]


def test_three_3_by_3_see_as_far_as_one_7_by_7():
    """Simonyan and Zisserman 2014, section 2.3."""
    assert ArchitectureExplorer([conv(1, 3)] * 3).receptive_field(2).size == (7, 7)


@pytest.mark.parametrize("name", ["small", "lenet5", "alexnet", "vgg16"])
def test_every_network_to_begin_with_fits(name):
    assert ArchitectureExplorer(name).fault is None


# Against the layers of cnnlab.nn ---------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_shapes_and_costs_are_those_of_the_network(seed):
    explorer = fitting(seed)
    rows = explorer.model.summary(explorer.input_shape).rows
    assert [(*shape[-1:], *shape[:-1]) for shape in explorer.shapes] == [
        row.output_shape for row in rows
    ]
    assert explorer.parameters == [row.parameters for row in rows]
    assert explorer.multiply_adds == [row.multiply_adds for row in rows]
    sizes = [explorer.receptive_field(number).size for number in range(len(rows))]
    assert sizes == [row.receptive_field for row in rows]


@pytest.mark.parametrize("seed", range(10))
def test_memory_is_that_of_the_outputs_in_float32(seed):
    explorer = fitting(seed)
    height, width, depth = explorer.input_shape
    x = np.zeros((depth, height, width, 1), np.float32)
    for layer, memory in zip(explorer.model.layers, explorer.memory, strict=True):
        x = layer.forward(x)
        assert (x.dtype, x.nbytes) == (np.float32, memory)


@pytest.mark.parametrize("seed", [*filter(does_not_fit, range(100))])
def test_the_first_layer_that_does_not_fit_is_one_that_nn_refuses(seed):
    layers, shape = random_architecture(seed)
    explorer = ArchitectureExplorer(layers, shape)
    fits = len(explorer.shapes)
    below = ArchitectureExplorer(layers[:fits], shape).model
    arriving = below.output_shape((shape[2], *shape[:2]))
    with pytest.raises(ValueError):  # noqa: PT011 - nn words it in several ways
        as_layer(explorer.layers[fits], arriving[0]).output_shape(arriving)


def test_a_network_of_nn_is_taken_as_it_is():
    below = nn.Sequential(
        nn.Conv2d(3, 6, (5, 3), stride=(2, 1), padding="same", dilation=2, bias=False),
        nn.BatchNorm2d(6, affine=False), nn.ReLU(), nn.MaxPool2d((3, 2), (2, 1), (1, 0)),
        nn.AvgPool2d(2, count_include_pad=False), nn.Dropout(0.25),
    )  # fmt: skip
    numbers = math.prod(below.output_shape((3, 30, 35)))
    head = nn.Sequential(nn.Flatten(), nn.Linear(numbers, 4, bias=False))
    explorer = ArchitectureExplorer(nn.Sequential(below, head), (30, 35, 3))
    taken = [repr(layer) for layer in explorer.model.layers]
    assert taken == [repr(layer) for layer in (*below.layers, *head.layers)]


# What a unit sees, by trying it out ------------------------------------------------------


def seen_by_trial(model, shape):
    """Return seen[pixel, ...]: whether a light in that pixel alone reaches a unit.

    All weights are 1 and no number is negative, so nothing can cancel out.
    """
    for name, weights in model.params.items():
        weights[...] = name.endswith("weight")
    height, width, depth = shape
    pixels = height * width
    x = np.zeros((depth, height, width, pixels))
    for pixel in range(pixels):
        x[:, pixel // width, pixel % width, pixel] = 1
    y = model.forward(x)
    return np.moveaxis(y > 0, -1, 0).reshape(pixels, *y.shape[:-1])


def without_normalisation(explorer, first=0):
    """Return the layers as a network; batch normalisation would mix the pictures of a batch."""
    layers = explorer.model.layers[first:]
    return nn.Sequential(*(layer for layer in layers if not isinstance(layer, nn.BatchNorm2d)))


def pixels_of(seen, width):
    return {row * width + column for row, column in itertools.product(seen.rows, seen.columns)}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_unit_sees_the_pixels_that_reach_it(seed):
    explorer = fitting(seed)
    last, width = len(explorer.layers) - 1, explorer.input_shape[1]
    reached = seen_by_trial(without_normalisation(explorer), explorer.input_shape)
    if reached.ndim == 2:
        units = {(number, 0): reached[:, number] for number in range(reached.shape[1])}
    else:
        units = {place: reached[:, 0, *place] for place in np.ndindex(reached.shape[2:])}
    for place, found in units.items():
        seen = explorer.receptive_field(last, *place)
        assert pixels_of(seen, width) == set(np.flatnonzero(found)), place


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_every_unit_sees_the_units_below_that_reach_it(seed):
    explorer = fitting(seed)
    explorer.layers = [conv(2, 2, padding=1), *(layer for layer, shape in zip(
        explorer.layers, explorer.shapes, strict=True) if len(shape) == 3)]
    last, shape = len(explorer.layers) - 1, explorer.shapes[0]
    reached = seen_by_trial(without_normalisation(explorer, first=1), shape)
    for place in np.ndindex(reached.shape[2:]):
        seen = explorer.receptive_field(last, *place, in_layer=0)
        assert pixels_of(seen, shape[1]) == set(np.flatnonzero(reached[:, 0, *place]))


def test_an_inner_receptive_field_has_the_size_of_the_formula():
    explorer = ArchitectureExplorer("small")
    seen = explorer.receptive_field(5, 2, 2)
    assert (seen.size, len(seen.rows), len(seen.columns)) == ((11, 11), 11, 11)


def test_what_lies_in_the_padding_is_not_seen():
    explorer = ArchitectureExplorer([conv(1, 3, padding=1)], (4, 5))
    seen = explorer.receptive_field(0, 0, 4)
    assert seen == ((0, 1), (3, 4), (3, 3))


def test_a_unit_may_see_nothing_but_padding():
    explorer = ArchitectureExplorer([conv(1, 1, padding=1)], (4, 5))
    assert explorer.receptive_field(0, 0, 0).rows == ()


def test_a_dilated_kernel_leaves_gaps():
    explorer = ArchitectureExplorer([conv(1, 3, dilation=2)], (9, 9))
    assert explorer.receptive_field(0, 1, 2) == ((1, 3, 5), (2, 4, 6), (5, 5))


def test_a_fully_connected_layer_sees_everything_that_reaches_it():
    """7 rows hold 3 windows of 2: the last row is in none of them."""
    explorer = ArchitectureExplorer([pool(2), FLATTEN, linear(3)], (7, 7))
    assert explorer.receptive_field(2, 1) == (tuple(range(6)), tuple(range(6)), None)


# The state -------------------------------------------------------------------------------


def test_without_arguments_it_is_the_small_network():
    assert ArchitectureExplorer().shapes[-1] == (10,)


def test_the_stride_of_a_pooling_is_its_window_where_nothing_else_is_said():
    assert ArchitectureExplorer([pool(3)], (9, 9)).shapes == [(3, 3, 1)]


def test_a_shape_of_two_numbers_is_grey():
    assert ArchitectureExplorer([], (9, 7)).input_shape == (9, 7, 1)


def test_no_layers_are_a_beginning():
    explorer = ArchitectureExplorer([])
    assert (explorer.shapes, explorer.unit, explorer.fault) == ([], None, None)


def test_the_browser_sends_layers_and_unit():
    explorer = ArchitectureExplorer([])
    explorer.set_state({"layers": [conv(2, [3, 1])], "unit": [0, 4, 5]})
    assert (explorer.shapes, explorer.unit) == ([(26, 28, 2)], (0, 4, 5))


def test_layers_can_be_assigned():
    explorer = ArchitectureExplorer()
    explorer.layers = nn.Sequential(nn.Conv2d(1, 2, 3))
    assert explorer.shapes == [(26, 26, 2)]


def test_what_is_behind_a_layer_that_does_not_fit_is_kept():
    explorer = ArchitectureExplorer([conv(4, 30), RELU, linear(2)])
    assert (explorer.shapes, len(explorer.layers)) == ([], 3)
    with pytest.raises(ValueError, match=r"Layer 0 \(Conv2d\) does not fit\. A kernel spanning 30"):
        _ = explorer.model


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        ([linear(3)], "a volume of 28 × 28 × 1 arrives. Put Flatten or GlobalAvgPool2d before"),
        ([FLATTEN, conv(1, 3)], "a vector of 784 numbers arrives. Move it up"),
        ([conv(1, 20), pool(2), conv(1, 5)], "spanning 5 pixels does not fit in 4 pixels"),
        ([pool(3, padding=2)], "more than half of a window of 3"),
        ([conv(1, 9, dilation=4)], "spanning 33 pixels does not fit in 28 pixels"),
        ([conv(1, 1, padding=999)] * 2, "A map of 4024 × 4024 is larger than what can be shown"),
        ([conv(9999, 1), FLATTEN], "A vector of 7839216 numbers is longer than what can be"),
    ],
)
def test_a_layer_that_does_not_fit_says_what_to_do(layers, sentence):
    assert sentence in ArchitectureExplorer(layers).fault


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"layers": "resnet"}, "no network named 'resnet'. Choose one of: small"),
        ({"layers": 5}, "must be an nn.Sequential, or a list of layers, but int arrived"),
        ({"layers": [nn.Sigmoid()]}, "Sigmoid can't be shown here"),
        ({"layers": [{"kind": "Conv3d"}]}, "Conv3d can't be shown here"),
        ({"layers": [pool(3, filters=3)]}, "MaxPool2d has no field 'filters'"),
        ({"layers": [conv(0, 3)]}, "out_channels must be at least 1"),
        ({"layers": [conv(3, 2.5)]}, "kernel_size must be a whole number"),
        ({"layers": [conv(10_000, 3)]}, "out_channels can be at most 9999"),
        ({"layers": [conv(3, 1000)]}, "kernel_size can be at most 999"),
        ({"layers": [pool(2, padding="same")]}, "padding must be a whole number"),
        ({"layers": [{"kind": "Dropout", "p": 2}]}, "p must be from 0 to 1"),
        ({"layers": [RELU] * 41}, "At most 40 layers can be shown, but there are 41"),
        ({"layers": [3]}, "A layer must be one of cnnlab.nn, or a dictionary"),
        ({"layers": [nn.Conv2d(3, 4, 3)]}, "made for a depth of 3, but 1 arrives"),
        ({"input_shape": 28}, "must be (height, width) or (height, width, depth)"),
        ({"input_shape": (28, 0)}, "input_shape must be at least 1"),
        ({"input_shape": (28, 2049)}, "input_shape can be at most 2048"),
        ({"picture": "cat"}, "no photograph named 'cat'"),
        ({"picture": np.zeros((4, 4, 2))}, "grey, (H, W), or colour"),
        ({"unit": (1, 2)}, "unit must be (layer, row, column)"),
    ],
)
def test_what_does_not_work_is_said(arguments, sentence):
    with pytest.raises((ValueError, TypeError)) as error:
        ArchitectureExplorer(**arguments)
    assert sentence in str(error.value)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [((8,), "layer must be below 8"), ((0, 25, 0), "row must be below 25"),
     ((7, 0, 1), "col must be below 1"), ((0, -1, 0), "row must be at least 0")],
)  # fmt: skip
def test_a_unit_that_is_not_there_is_said(place, sentence):
    with pytest.raises(ValueError, match=sentence):
        ArchitectureExplorer().receptive_field(*place)


def test_a_layer_sees_only_what_is_below_it():
    with pytest.raises(ValueError, match="in_layer must be below 3"):
        ArchitectureExplorer().receptive_field(3, in_layer=3)


def test_a_large_picture_is_kept_with_fewer_pixels():
    assert ArchitectureExplorer(picture=np.zeros((600, 300))).picture.shape == (200, 100)


# What stands in its place ----------------------------------------------------------------


def test_the_sentence_says_the_way_and_the_costs():
    sentence = repr(ArchitectureExplorer("lenet5"))
    assert "input 32 × 32 × 1 → Conv2d 28 × 28 × 6 → Tanh 28 × 28 × 6" in sentence
    assert "61706 parameters" in sentence


def test_the_sentence_says_what_does_not_fit():
    assert "Layer 0 (Linear) does not fit." in repr(ArchitectureExplorer([linear(3)]))


def test_the_sentence_is_spanish_in_spanish(in_spanish):
    assert "Explorador de arquitecturas: entrada 28 × 28 × 1" in repr(ArchitectureExplorer())
