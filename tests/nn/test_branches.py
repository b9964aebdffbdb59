"""Add and Concat: residual and Inception blocks, against PyTorch modules with the same names."""

import copy

import numpy as np
import pytest

from cnnlab import nn
from cnnlab.nn.branches import Add, Concat
from cnnlab.nn.normalisation import BatchNorm2d
from tests.nn.agreement import assert_close, assert_like_pytorch, assert_like_slopes, random_like

DTYPES = pytest.mark.parametrize("dtype", [np.float64, np.float32])


def pixels(shape=(3, 7, 5, 4), dtype=np.float64):
    return np.random.default_rng(1).standard_normal(shape).astype(dtype)


def basic_block(layers, add, batch_norm, way_round):
    """The residual block of He et al. 2015, figure 2; `layers` is our nn or PyTorch's."""
    body = layers.Sequential(
        layers.Conv2d(4, 6, 3, stride=2, padding=1, bias=False), batch_norm(6), layers.ReLU(),
        layers.Conv2d(6, 6, (3, 5), padding=(1, 2), bias=False), batch_norm(6))
    return add(body, way_round)


def inception_block(layers, concat):
    """The block of Szegedy et al. 2014, figure 2(b), with fewer channels."""
    return concat(
        layers.Conv2d(4, 3, 1),
        layers.Sequential(layers.Conv2d(4, 2, 1), layers.ReLU(), layers.Conv2d(2, 5, 3, padding=1)),
        layers.Sequential(layers.Conv2d(4, 1, 1), layers.ReLU(), layers.Conv2d(1, 2, 5, padding=2)),
        layers.Sequential(layers.MaxPool2d(3, stride=1, padding=1), layers.Conv2d(4, 2, 1)))


def network(dtype=np.float64):
    return nn.Sequential(
        nn.Conv2d(3, 4, 3),
        inception_block(nn, Concat),
        nn.ReLU(),
        nn.Conv2d(12, 4, 1),
        basic_block(nn, Add, BatchNorm2d, nn.Conv2d(4, 6, 1, 2)),
        nn.ReLU(),
        Add(nn.Sequential(nn.Conv2d(6, 6, 3, padding=1), nn.ReLU()), nn.Identity()),
        rng=0, dtype=dtype,
    )


def pytorchs_network():
    from tests.nn.peers import torch

    class TheirAdd(torch.nn.ModuleList):
        def __init__(self, *branches):
            super().__init__(branches)

        def forward(self, x):
            return torch.stack([branch(x) for branch in self]).sum(dim=0)

    class TheirConcat(TheirAdd):
        def forward(self, x):
            return torch.cat([branch(x) for branch in self], dim=1)

    them = torch.nn
    return them.Sequential(
        them.Conv2d(3, 4, 3),
        inception_block(them, TheirConcat),
        them.ReLU(),
        them.Conv2d(12, 4, 1),
        basic_block(them, TheirAdd, them.BatchNorm2d, them.Conv2d(4, 6, 1, 2)),
        them.ReLU(),
        TheirAdd(them.Sequential(them.Conv2d(6, 6, 3, padding=1), them.ReLU()), them.Identity()),
    )


# Against PyTorch -------------------------------------------------------------------------


@DTYPES
@pytest.mark.parametrize("mode", ["train", "eval"])
def test_a_network_of_residual_and_inception_blocks_is_pytorchs(mode, dtype):
    model = network(dtype)
    model.forward(pixels(dtype=dtype))  # running statistics that are not those of the beginning
    getattr(model, mode)()
    assert_like_pytorch(model, getattr(pytorchs_network(), mode)(), pixels(dtype=dtype))


def test_its_weights_and_buffers_have_pytorchs_names():
    assert set(network().state_dict()) == set(pytorchs_network().state_dict())
    assert {"1.0.weight", "1.1.2.bias", "4.0.1.running_var"} <= set(network().state_dict())


# Without PyTorch -------------------------------------------------------------------------


@pytest.mark.parametrize("block", [
    Add(nn.Sequential(nn.Conv2d(2, 2, 3, padding=1), nn.Tanh()), nn.Identity(), dtype=np.float64),
    Concat(nn.Conv2d(2, 3, 1), nn.Sequential(nn.Conv2d(2, 1, 3, padding=1), nn.Tanh()),
           nn.Identity(), dtype=np.float64),
    Add(Concat(nn.Conv2d(2, 1, 1), nn.Conv2d(2, 1, 1)), nn.Identity(), dtype=np.float64),
], ids=["Add", "Concat", "Concat in Add"])
def test_gradients_are_the_slopes_of_the_loss(block):
    assert_like_slopes(block, pixels((2, 3, 4, 2)))


def test_add_adds_and_concat_stacks_in_the_order_of_the_branches():
    x = pixels((2, 3, 3, 1), np.float32)
    np.testing.assert_array_equal(Add(nn.Identity(), nn.Identity()).forward(x), 2 * x)
    stacked = Concat(nn.ReLU(), nn.Identity()).forward(x)
    np.testing.assert_array_equal(stacked[:2], np.maximum(x, 0))
    np.testing.assert_array_equal(stacked[2:], x)


def test_vectors_have_branches_too():
    x = pixels((3, 4), np.float32)
    assert Concat(nn.Linear(3, 2), nn.Linear(3, 5)).forward(x).shape == (7, 4)
    assert Add(nn.Linear(3, 3), nn.Identity()).forward(x).shape == (3, 4)


def test_a_residual_block_whose_weights_are_zero_changes_nothing_either_way():
    block = Add(nn.Conv2d(3, 3, 3, padding=1), nn.Identity())
    for param in block.params.values():
        param[...] = 0
    x = pixels(dtype=np.float32)
    np.testing.assert_array_equal(block.forward(x), x)
    np.testing.assert_array_equal(block.backward(x), x)


@pytest.mark.parametrize("block", [Add(nn.Identity(), nn.Identity()), Add(nn.Identity()),
                                   Concat(nn.Identity(), nn.Identity())])
def test_neither_the_input_nor_the_gradient_is_changed_or_passed_on_as_it_is(block):
    x = pixels(dtype=np.float32)
    y = block.forward(x)
    grad = np.ones_like(y)
    to_input = block.backward(grad)
    to_input += 1
    y += 1
    np.testing.assert_array_equal(grad, np.ones_like(grad))
    np.testing.assert_array_equal(x, pixels(dtype=np.float32))


@pytest.mark.parametrize("block", [basic_block(nn, Add, BatchNorm2d, nn.Conv2d(4, 6, 1, 2)),
                                   inception_block(nn, Concat)])
def test_backward_params_alone_finds_the_same_gradients(block):
    grad = random_like(block.forward(pixels((4, 7, 5, 3), np.float32)))
    block.backward(grad)
    together = {name: array.copy() for name, array in block.grads.items()}
    for array in block.grads.values():
        array[...] = np.nan
    block.backward_params(grad)
    for name, array in together.items():
        np.testing.assert_array_equal(block.grads[name], array)


def test_output_shape_is_that_of_the_output():
    model = network()
    x = pixels((3, 13, 9, 2))
    assert (*model.output_shape(x.shape[:3]), 2) == model.forward(x).shape


def test_multiply_adds_are_the_sum_over_the_branches():
    block = Concat(nn.Conv2d(2, 3, 1), nn.Conv2d(2, 4, 3, padding=1), nn.Identity())
    assert block.multiply_adds((2, 5, 6)) == 5 * 6 * (2 * 3 + 2 * 4 * 3 * 3)


def test_examples_are_alone_if_every_branch_leaves_them_alone():
    block = basic_block(nn, Add, BatchNorm2d, nn.Identity())
    assert not block.alone
    assert block.eval().alone


def test_the_mode_and_the_type_reach_every_branch():
    model = network(np.float32).eval().to(np.float64)
    assert not model[4][0][1].training
    assert {array.dtype for array in model.params.values()} == {np.dtype(np.float64)}
    assert model.forward(pixels()).dtype == np.float64


def test_branches_are_the_layers_side_by_side():
    left, right = nn.Conv2d(1, 2, 3), nn.Conv2d(1, 2, 3)
    assert Add(left, right).branches == [left, right]


def test_a_seed_repeats_all_branches_and_each_has_weights_of_its_own():
    first, second = (Add(nn.Conv2d(2, 2, 3), nn.Conv2d(2, 2, 3), rng=4).params for _ in range(2))
    for name, array in first.items():
        np.testing.assert_array_equal(second[name], array)
    assert not np.array_equal(first["0.weight"], first["1.weight"])


def test_a_copy_gives_the_same_output_and_has_weights_of_its_own():
    model, x = network().eval(), pixels()
    expected = model.forward(x)
    other = copy.deepcopy(model)
    np.testing.assert_array_equal(other.forward(x), expected)
    for param in other.params.values():
        param[...] = 0
    np.testing.assert_array_equal(model.forward(x), expected)


def test_a_twin_shares_the_weights_but_not_the_gradients():
    block = inception_block(nn, Concat)
    twin, x = block.twin(), pixels((4, 6, 5, 2), np.float32)
    twin.backward(random_like(twin.forward(x)))
    assert all(twin.params[name] is param for name, param in block.params.items())
    assert not any(grad.any() for grad in block.grads.values())


def test_a_network_shared_by_two_threads_finds_what_one_finds(two_threads):
    def find(model, x):
        return model.backward(np.ones_like(model.forward(x)))

    model = nn.Sequential(nn.Conv2d(3, 4, 3), inception_block(nn, Concat), rng=0)
    x = pixels((3, 32, 32, 64), np.float32)
    together = find(model, x)
    grads = {name: array.copy() for name, array in model.grads.items()}
    assert model._shared
    box = Add(model)  # a network inside another one does not share
    model.outermost = False
    assert_close(together, find(box, x), "dL/dx")
    assert not model._shared
    for name, array in grads.items():
        assert_close(array, model.grads[name], name)


def test_it_learns_the_identity_faster_with_a_way_round_than_without():
    def loss_after_steps(model):
        x, optimiser = pixels((2, 6, 6, 8), np.float32), nn.SGD(model, lr=0.02)
        for _ in range(10):
            error = model.forward(x) - x
            model.backward(2 * error / error.size)
            optimiser.step()
        return np.mean((model.forward(x) - x) ** 2)

    def body():
        return nn.Sequential(nn.Conv2d(2, 4, 3, padding=1), nn.ReLU(),
                             nn.Conv2d(4, 2, 3, padding=1), rng=0)

    with_way_round = loss_after_steps(nn.Sequential(Add(body(), nn.Identity())))
    assert with_way_round < loss_after_steps(body()) / 2


# Errors ----------------------------------------------------------------------------------


def test_add_refuses_other_shapes_and_names_them():
    block = Add(nn.Conv2d(3, 4, 3, padding=1), nn.Identity())
    shapes = r"Add give the shapes \(4, 7, 5, 4\), \(3, 7, 5, 4\), and only equal shapes"
    with pytest.raises(ValueError, match=shapes):
        block.forward(pixels())
    with pytest.raises(ValueError, match=r"shapes \(4, 7, 5\), \(3, 7, 5\)"):
        block.output_shape((3, 7, 5))


def test_add_does_not_stretch_a_map_of_one_pixel_over_a_larger_one():
    with pytest.raises(ValueError, match="only equal shapes"):
        Add(nn.AvgPool2d((7, 5)), nn.Identity()).forward(pixels())


def test_concat_refuses_other_sizes_and_names_them():
    block = Concat(nn.Conv2d(3, 4, 3), nn.Identity())
    shapes = r"Concat give the shapes \(4, 5, 3, 4\), \(3, 7, 5, 4\); all but the channels"
    with pytest.raises(ValueError, match=shapes):
        block.forward(pixels())
    with pytest.raises(ValueError, match="all but the channels"):
        block.output_shape((3, 7, 5))


@pytest.mark.parametrize("block", [Add, Concat])
def test_a_block_without_branches_is_refused(block):
    with pytest.raises(ValueError, match=rf"{block.__name__}\(\) has no branches"):
        block()


@pytest.mark.parametrize("block", [Add, Concat])
def test_a_list_of_branches_is_refused(block):
    with pytest.raises(TypeError, match="separated by commas"):
        block([nn.Identity(), nn.Identity()])


@pytest.mark.parametrize("block", [Add, Concat])
def test_one_layer_can_not_be_two_branches(block):
    layer = nn.ReLU()
    with pytest.raises(ValueError, match="stands twice"):
        block(layer, layer)


@pytest.mark.parametrize("block", [Add(nn.ReLU()), Concat(nn.ReLU())])
def test_backward_before_forward_is_explained(block):
    with pytest.raises(AttributeError, match="has seen nothing yet"):
        block.backward(pixels())
