"""Sequential: a PyTorch network with the same weights gives the same, in one thread and in two."""

import copy
import os

import numpy as np
import pytest

from cnnlab import nn
from cnnlab.nn import _halves


def lenet(**options) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Sequential(nn.Conv2d(6, 16, (5, 3), stride=(1, 2)), nn.Tanh(), nn.AvgPool2d(2)),
        nn.Flatten(), nn.Linear(16 * 5 * 3, 10), **options,
    )


def pytorchs_lenet():
    from tests.nn.peers import torch

    return torch.nn.Sequential(
        torch.nn.Conv2d(1, 6, 5, padding=2), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Sequential(
            torch.nn.Conv2d(6, 16, (5, 3), stride=(1, 2)), torch.nn.Tanh(), torch.nn.AvgPool2d(2)
        ),
        torch.nn.Flatten(), torch.nn.Linear(16 * 5 * 3, 10),
    )


@pytest.fixture(params=["one_thread", "two_threads"])
def threads(request):
    """Every test that asks for it is run both ways, however many processors there are."""
    request.getfixturevalue(request.param)


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-10), (np.float32, 1e-5)])
@pytest.mark.parametrize("batch", [16, 21])
def test_output_and_gradients_are_pytorchs(threads, dtype, tolerance, batch):
    from tests.nn.peers import copy_params, their_gradients, torch

    model, module = lenet(rng=0, dtype=dtype), pytorchs_lenet()
    module = module.to(torch.float64 if dtype == np.float64 else torch.float32)
    copy_params(model, module)
    rng = np.random.default_rng(1)
    x = rng.random((1, 28, 28, batch)).astype(dtype)
    y = model.forward(x)
    grad_output = rng.standard_normal(y.shape).astype(dtype)
    to_input = model.backward(grad_output)
    theirs, their_input, their_params = their_gradients(module, x, grad_output)
    np.testing.assert_allclose(y, theirs, 0, tolerance)
    np.testing.assert_allclose(to_input, their_input, 0, tolerance)
    assert list(model.grads) == list(their_params)
    for name, grad in model.grads.items():
        scale = max(1, np.abs(their_params[name]).max())
        np.testing.assert_allclose(grad / scale, their_params[name] / scale, 0, tolerance)


def test_without_the_way_to_the_pixels_the_gradients_are_the_same(threads):
    model = lenet(rng=0)
    y = model.forward(np.random.default_rng(2).random((1, 28, 28, 16)))
    model.backward(np.ones_like(y))
    expected = {name: grad.copy() for name, grad in model.grads.items()}
    assert model.backward_params(np.ones_like(y)) is None
    for name, grad in model.grads.items():
        np.testing.assert_array_equal(grad, expected[name])


def test_a_network_gives_the_gradient_of_its_input_as_any_layer_does(threads):
    model = nn.Sequential(lenet(rng=0), nn.Add(nn.Tanh(), nn.Identity()))
    y = model.forward(np.random.default_rng(2).random((1, 28, 28, 16)))
    expected = model.backward(np.ones_like(y))
    np.testing.assert_array_equal(model.backward_input(np.ones_like(y)), expected)


def test_two_threads_are_used_for_large_work_only_and_say_so(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    model, halves = lenet(rng=0), _halves.Halves(lenet(rng=0))
    large = np.broadcast_to(np.float32(0), (1, 28, 28, 640))
    assert halves.pay(large)
    assert not halves.pay(large[..., :15])
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert not halves.pay(large)
    assert model.alone


def test_new_weights_are_seen_by_both_threads(threads):
    model, x = lenet(rng=0), np.ones((1, 28, 28, 16), np.float32)
    model.forward(x)
    model.initialise(1)
    y = model.forward(x)
    np.testing.assert_allclose(y, lenet(rng=1).forward(x), rtol=1e-6)
    np.testing.assert_allclose(y[:, 0], y[:, -1], rtol=1e-6)


def test_a_change_of_type_is_seen_by_both_threads(threads):
    model, x = lenet(rng=0), np.ones((1, 28, 28, 16))
    model.forward(x)
    assert model.to(np.float64).forward(x).dtype == np.float64


def test_an_error_in_one_half_is_an_error(threads):
    with pytest.raises(ValueError, match="takes an input"):
        lenet(rng=0).forward(np.zeros((3, 28, 28, 16)))


def test_a_seed_repeats_all_weights():
    for name, param in lenet(rng=3).params.items():
        np.testing.assert_array_equal(param, lenet(rng=3).params[name])
    assert (lenet(rng=3).params["0.weight"] != lenet(rng=4).params["0.weight"]).any()


def test_a_copy_is_independent_and_forgets_the_last_batch():
    model = lenet(rng=0)
    model.forward(np.ones((1, 28, 28, 64)))
    other = copy.deepcopy(model)
    other.params["0.weight"][...] = 0
    assert model.params["0.weight"].any()
    with pytest.raises(AttributeError, match="forward"):
        other.layers[0].backward(np.ones((6, 28, 28, 64)))


@pytest.mark.parametrize("shape", [(16, 10), (1, 16), (10, 15)])
def test_a_gradient_of_another_shape_than_the_output_is_an_error(threads, shape):
    model = lenet(rng=0)
    model.forward(np.zeros((1, 28, 28, 16)))
    with pytest.raises(ValueError, match="had the shape"):
        model.backward(np.zeros(shape))


def test_a_network_without_layers_is_the_way_round_of_a_residual_block():
    block = nn.Add(nn.ReLU(), nn.Sequential())
    x = np.array([[-1.0, 2.0]])
    np.testing.assert_array_equal(block.forward(x), [[-1, 4]])
    np.testing.assert_array_equal(block.backward(np.ones((1, 2))), [[1, 2]])


@pytest.mark.parametrize("dtype", [int, "uint8", "cuda", complex])
def test_weights_become_nothing_but_decimal_numbers(dtype):
    model = lenet(rng=0)
    with pytest.raises(TypeError, match="type of decimal numbers"):
        model.to(dtype)
    assert model.params["0.weight"].dtype == np.float32


# Outside ---------------------------------------------------------------------------------


def test_predict_takes_images_as_people_keep_them():
    model = lenet(rng=0)
    images = np.random.default_rng(5).integers(0, 256, (70, 28, 28), dtype=np.uint8)
    inside = model.forward(np.moveaxis(images, 0, -1)[None])
    np.testing.assert_array_equal(model.predict(images), inside.argmax(axis=0))
    np.testing.assert_allclose(model.scores(images, batch_size=32), inside.T, rtol=1e-4, atol=1e-4)


def test_probabilities_are_scipys_softmax_of_the_scores():
    from scipy.special import softmax

    model, images = lenet(rng=0), np.random.default_rng(6).random((5, 28, 28))
    np.testing.assert_allclose(
        model.predict_proba(images), softmax(model.scores(images), axis=1), rtol=1e-5
    )


def test_colour_images_and_one_answer_per_pixel():
    model = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), rng=0)
    images = np.random.default_rng(7).random((2, 5, 6, 3))
    assert model.scores(images).shape == (2, 5, 6, 4)
    np.testing.assert_array_equal(model.predict(images), model.scores(images).argmax(axis=-1))
    np.testing.assert_allclose(model.predict_proba(images).sum(axis=-1), 1, rtol=1e-6)


def test_one_output_answers_yes_or_no():
    model = nn.Sequential(nn.Linear(2, 1, bias=False))
    model.params["0.weight"][...] = [[1, -1]]
    vectors = np.array([[3, 1], [1, 3]])
    assert model.predict(vectors).tolist() == [1, 0]
    p = 1 / (1 + np.exp(-2))
    np.testing.assert_allclose(model.predict_proba(vectors), [[1 - p, p], [p, 1 - p]], rtol=1e-6)


def test_predicting_leaves_the_network_in_the_mode_it_was_in():
    model = lenet(rng=0)
    model.predict(np.zeros((1, 28, 28)))
    assert model.training
    assert all(layer.training for layer in model.layers)
    model.eval().predict(np.zeros((1, 28, 28)))
    assert not model[3][0].training


def test_no_image_gives_no_prediction():
    assert lenet(rng=0).predict(np.zeros((0, 28, 28))).shape == (0,)


def test_one_image_alone_is_told_how_to_become_a_batch():
    with pytest.raises(ValueError, match=r"images\[None\]"):
        lenet(rng=0).predict(np.zeros(28))


@pytest.mark.parametrize("wrong", [nn.ReLU, "relu", [nn.ReLU()]])
def test_what_is_no_layer_is_an_error(wrong):
    with pytest.raises(TypeError, match="argument 1"):
        nn.Sequential(nn.Flatten(), wrong)


def test_one_layer_cannot_stand_in_two_places():
    relu = nn.ReLU()
    with pytest.raises(ValueError, match="twice"):
        nn.Sequential(relu, nn.Flatten(), relu)


# The table -------------------------------------------------------------------------------


def test_the_summary_counts_what_pytorch_counts():
    table = lenet(rng=0).summary((28, 28))
    assert table.parameters == sum(p.numel() for p in pytorchs_lenet().parameters())
    assert [row.output_shape for row in table.rows] == [
        (6, 28, 28), (6, 28, 28), (6, 14, 14), (16, 10, 6), (16, 10, 6), (16, 5, 3), (240,), (10,)
    ]


def test_the_summary_knows_lenet5():
    """LeCun et al. 1998, with a full C3: 61,706 parameters; its first layer sees 5 x 5 pixels."""
    model = nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(),
        nn.AvgPool2d(2), nn.Conv2d(16, 120, 5), nn.Tanh(), nn.Flatten(), nn.Linear(120, 84),
        nn.Tanh(), nn.Linear(84, 10),
    )
    table = model.summary((32, 32))
    assert table.parameters == 61_706
    seen = [row.receptive_field for row in table.rows]
    assert seen[0] == (5, 5)
    assert seen[2] == (6, 6)
    assert seen[3] == (14, 14)
    assert seen[6] == (32, 32)  # C5's units see the whole image
    assert seen[-1] is None
    assert table.multiply_adds == (
        28 * 28 * 150 + 10 * 10 * 2400 + 48_000 + 10_080 + 840
    )


def test_the_summary_follows_the_branch_that_sees_farther():
    wide = nn.Sequential(nn.Conv2d(2, 2, 3, padding=1), nn.Conv2d(2, 2, (1, 3), padding=(0, 1)))
    block = nn.Add(wide, nn.Identity())
    rows = nn.Sequential(nn.Conv2d(1, 2, 3, stride=2), block, rng=0).summary((9, 9)).rows
    assert [row.name for row in rows] == ["0", "1.0.0", "1.0.1", "1.1", "1"]
    assert rows[-1].receptive_field == (7, 11)
    assert rows[-2].receptive_field == (3, 3)


def test_the_summary_of_what_was_seen_last_needs_no_size():
    model = lenet(rng=0)
    with pytest.raises(ValueError, match="summary"):
        model.summary()
    model.forward(np.zeros((1, 28, 28, 2)))
    assert repr(model.summary()) == repr(model.summary((28, 28)))


def test_the_printed_summary_has_a_line_for_each_layer_and_the_total():
    lines = repr(lenet(rng=0).summary((28, 28))).splitlines()
    assert len(lines) == 2 + 8 + 1
    learned = (25 + 1) * 6 + (6 * 15 + 1) * 16 + (240 + 1) * 10  # 4022
    multiplied = 28 * 28 * 150 + 10 * 6 * 1440 + 2400  # 206 400, in groups of three
    assert (learned, multiplied) == (4022, 206_400)
    assert lines[-1].split() == ["total", "4022", "206", "400"]


@pytest.mark.parametrize("shape", [28, (64, 28, 28, 1), (), "28"])
def test_a_size_that_is_none_of_one_image_is_an_error(shape):
    with pytest.raises(ValueError, match="shape of one image"):
        lenet(rng=0).summary(shape)


def test_a_summary_of_images_that_do_not_fit_says_which_layer_takes_what():
    with pytest.raises(ValueError, match=r"Linear\(240, 10\) takes 240 numbers .* \(32,\)"):
        lenet(rng=0).summary((16, 16))
    with pytest.raises(ValueError, match=r"Conv2d\(1, 6.* \(1, H, W\), but \(3, 28, 28\)"):
        lenet(rng=0).summary((28, 28, 3))
