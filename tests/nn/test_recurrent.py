"""RNN and LSTM against PyTorch's, against numerical gradients, against themselves word by word."""

import copy
import itertools

import numpy as np
import pytest

from cnnlab import nn
from cnnlab.nn.embedding import Embedding
from cnnlab.nn.lstm import LSTM
from cnnlab.nn.rnn import RNN

KINDS = {
    "plain": {},
    "relu": {"nonlinearity": "relu"},
    "no bias": {"bias": False},
    "three layers": {"num_layers": 3},
    "both directions": {"bidirectional": True},
    "two layers, both directions": {"num_layers": 2, "bidirectional": True},
}
CASES = {
    f"{cell.__name__}, {name}": (cell, options)
    for cell, (name, options) in itertools.product((RNN, LSTM), KINDS.items())
    if cell is RNN or "nonlinearity" not in options
}
every_kind = pytest.mark.parametrize(("cell", "options"), CASES.values(), ids=CASES)
both = pytest.mark.parametrize("cell", [RNN, LSTM])


def parts(state):
    """A state as a tuple of arrays, whether it has one part or two."""
    return state if isinstance(state, tuple) else (state,)


def given(arrays, layer):
    """The other way: what `layer` takes as its state."""
    return tuple(arrays) if isinstance(layer, LSTM) else arrays[0]


def random_state(layer, batch, rng):
    walks = layer.num_layers * (1 + layer.bidirectional)
    shape = (walks, layer.hidden_size, batch)
    return given([rng.normal(size=shape) for _ in layer.state_names], layer)


# Against PyTorch -------------------------------------------------------------------------


def by_torch(torch, layer, x, grad_output, state, grad_state):
    """Return what PyTorch finds, by name, with the batch last."""

    def theirs(array, *axes):  # PyTorch's own order is (T, N, C) and (walks, N, hidden)
        tensor = torch.from_numpy(np.ascontiguousarray(array.transpose(axes)))
        return tensor.to(getattr(torch, layer.dtype.name)).requires_grad_(True)

    def ours(tensor, *axes):
        return tensor.detach().numpy().transpose(axes)

    names = ("num_layers", "nonlinearity", "bias", "bidirectional")
    options = {name: vars(layer)[name] for name in names if name in vars(layer)}
    module = getattr(torch.nn, type(layer).__name__)(
        layer.input_size, layer.hidden_size, dtype=getattr(torch, layer.dtype.name), **options)
    module.load_state_dict({k: torch.from_numpy(v.copy()) for k, v in layer.params.items()})
    x, grad_output = theirs(x, 1, 2, 0), theirs(grad_output, 1, 2, 0)
    first = [] if state is None else [theirs(part, 0, 2, 1) for part in parts(state)]
    output, last = module(x, None if state is None else given(first, layer))
    asked = () if grad_state is None else parts(grad_state)
    grad_last = [theirs(part, 0, 2, 1) for part in asked]
    lasts = list(parts(last))[: len(grad_last)]
    torch.autograd.backward([output, *lasts], [grad_output, *grad_last])
    return {
        "output": ours(output, 2, 0, 1),
        "dL/dx": ours(x.grad, 2, 0, 1),
        **{f"state {k}": ours(part, 0, 2, 1) for k, part in enumerate(parts(last))},
        **{f"grad_state {k}": ours(part.grad, 0, 2, 1) for k, part in enumerate(first)},
        **{f"dL/d{name}": param.grad.numpy() for name, param in module.named_parameters()},
    }


def by_us(layer, x, grad_output, state, grad_state):
    """Return the same from our layer."""
    found = {"output": layer.forward(x, state)}
    found["dL/dx"] = layer.backward(grad_output, grad_state)
    found |= {f"state {k}": part for k, part in enumerate(parts(layer.state))}
    if state is not None:
        found |= {f"grad_state {k}": part for k, part in enumerate(parts(layer.grad_state))}
    return found | {f"dL/d{name}": grad for name, grad in layer.grads.items()}


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-10), (np.float32, 1e-5)],
                         ids=["float64", "float32"])
@pytest.mark.parametrize("given_state", [False, True], ids=["from zeros", "given state"])
@pytest.mark.parametrize(("steps", "batch"), [(1, 1), (1, 4), (7, 1), (7, 4)])
@every_kind
def test_output_states_and_all_gradients_agree_with_torch(
    torch, rng, cell, options, steps, batch, given_state, dtype, tolerance
):
    layer = cell(3, 5, **options, rng=rng, dtype=dtype)
    x = rng.normal(size=(3, steps, batch))
    grad_output = rng.normal(size=(5 * (1 + layer.bidirectional), steps, batch))
    state = random_state(layer, batch, rng) if given_state else None
    grad_state = random_state(layer, batch, rng) if given_state else None
    expected = by_torch(torch, layer, x, grad_output, state, grad_state)
    found = by_us(layer, x, grad_output, state, grad_state)
    assert set(found) == set(expected)
    for name, array in found.items():
        assert array.dtype == dtype, name
        np.testing.assert_allclose(array, expected[name], tolerance, tolerance, err_msg=name)


@every_kind
def test_weights_have_the_names_the_order_and_the_shapes_of_torch(torch, cell, options):
    layer = cell(3, 5, **options)
    module = getattr(torch.nn, cell.__name__)(3, 5, **options)
    expected = [(name, tuple(param.shape)) for name, param in module.named_parameters()]
    assert [(name, param.shape) for name, param in layer.params.items()] == expected


# Without it ------------------------------------------------------------------------------


def slopes(function, array):
    """Return dL/d(array) by central differences; `function` reads `array`, changed in place."""
    step, slope = 1e-5, np.empty_like(array)
    for index in np.ndindex(array.shape):
        value = array[index]
        array[index] = value + step
        above = function()
        array[index] = value - step
        slope[index] = (above - function()) / (2 * step)
        array[index] = value
    return slope


@both
def test_all_gradients_are_the_slopes_of_the_loss(cell, rng):
    layer = cell(2, 3, num_layers=2, bidirectional=True, rng=rng, dtype=np.float64)
    x, state = rng.normal(size=(2, 4, 2)), random_state(layer, 2, rng)
    by_output, by_state = rng.normal(size=(6, 4, 2)), random_state(layer, 2, rng)

    def loss():
        total = np.sum(layer.forward(x, state) * by_output)
        ends = zip(parts(layer.state), parts(by_state), strict=True)
        return total + sum(np.sum(end * weight) for end, weight in ends)

    loss()
    grad_x = layer.backward(by_output, by_state)
    grads = {name: grad.copy() for name, grad in layer.grads.items()}
    np.testing.assert_allclose(grad_x, slopes(loss, x), atol=1e-8)
    for part, grad in zip(parts(state), parts(layer.grad_state), strict=True):
        np.testing.assert_allclose(grad, slopes(loss, part), atol=1e-8)
    for name, param in layer.params.items():
        np.testing.assert_allclose(grads[name], slopes(loss, param), atol=1e-8, err_msg=name)


@pytest.mark.parametrize("num_layers", [1, 2])
@both
def test_word_by_word_is_the_whole_sequence(cell, num_layers, rng):
    layer = cell(3, 5, num_layers, rng=rng, dtype=np.float64)
    x = rng.normal(size=(3, 6, 2))
    whole, last = layer.forward(x), layer.state
    words, state = [], None
    for t in range(6):
        words.append(layer.forward(x[:, t : t + 1], state))
        state = layer.state
    np.testing.assert_allclose(np.concatenate(words, axis=1), whole, atol=1e-12)
    np.testing.assert_allclose(parts(state), parts(last), atol=1e-12)


@both
def test_the_gradient_goes_from_one_piece_of_a_sequence_to_the_one_before(cell, rng):
    layer = cell(3, 5, rng=rng, dtype=np.float64)
    x, grad = rng.normal(size=(3, 6, 2)), rng.normal(size=(5, 6, 2))
    layer.forward(x)
    whole = layer.backward(grad)
    layer.forward(x[:, :4])
    middle = layer.state
    layer.forward(x[:, 4:], middle)
    second = layer.backward(grad[:, 4:])
    to_middle = layer.grad_state
    layer.forward(x[:, :4])
    first = layer.backward(grad[:, :4], to_middle)
    np.testing.assert_allclose(np.concatenate([first, second], axis=1), whole, atol=1e-12)


@both
def test_an_example_is_read_the_same_alone_and_in_a_batch(cell, rng):
    layer = cell(3, 5, bidirectional=True, rng=rng, dtype=np.float64)
    x = rng.normal(size=(3, 6, 4))
    np.testing.assert_allclose(layer.forward(x[..., 2:3]), layer.forward(x)[..., 2:3], atol=1e-12)


@both
def test_without_a_state_each_sequence_starts_from_zeros(cell, rng):
    layer, x = cell(3, 5, rng=rng), rng.normal(size=(3, 6, 4))
    first = layer.forward(x)
    np.testing.assert_array_equal(layer.forward(x), first)


def test_the_walk_forwards_does_not_see_the_future(rng):
    layer, x = LSTM(3, 5, bidirectional=True, rng=rng), rng.normal(size=(3, 6, 1))
    before = layer.forward(x)
    x[:, 4] += 1
    changed = (layer.forward(x) != before).any(axis=2)
    assert not changed[:5, :4].any()
    assert changed[:5, 4:].all()
    assert not changed[5:, 5:].any()
    assert changed[5:, :5].all()


@both
def test_the_given_state_is_left_as_it_was(cell, rng):
    layer = cell(3, 5, rng=rng, dtype=np.float64)
    state = random_state(layer, 2, rng)
    before = copy.deepcopy(state)
    layer.forward(rng.normal(size=(3, 4, 2)), state)
    layer.backward(np.ones((5, 4, 2)))
    np.testing.assert_array_equal(parts(state), parts(before))


@both
def test_each_of_the_two_ways_back_is_the_whole_way(cell, rng):
    layer = cell(3, 5, rng=rng)
    y = layer.forward(rng.normal(size=(3, 4, 2)))
    grad_x = layer.backward(np.ones(y.shape))
    grads = copy.deepcopy(layer.grads)
    for grad in layer.grads.values():
        grad[...] = 0
    layer.backward_params(np.ones(y.shape))
    np.testing.assert_array_equal(layer.backward_input(np.ones(y.shape)), grad_x)
    for name, grad in layer.grads.items():
        np.testing.assert_array_equal(grad, grads[name])


@every_kind
def test_the_first_weights_fill_the_range_of_torch_evenly(cell, options):
    from scipy import stats

    layer = cell(20, 64, **options, rng=0)
    for name, param in layer.params.items():
        assert stats.kstest(param.ravel(), "uniform", (-1 / 8, 1 / 4)).pvalue > 1e-4, name


@both
def test_a_seed_repeats_the_first_weights(cell):
    first, second = cell(2, 3, rng=5).params, cell(2, 3, rng=5).params
    np.testing.assert_array_equal(np.concatenate([*map(np.ravel, first.values())]),
                                  np.concatenate([*map(np.ravel, second.values())]))


@pytest.mark.parametrize("z", [-1e4, 1e4])
def test_the_gates_survive_enormous_numbers(z):
    layer = LSTM(1, 2)
    layer.forward(np.full((1, 3, 1), z))
    assert np.isfinite(layer.backward(np.ones((2, 3, 1)))).all()


@every_kind
def test_the_output_shape_is_foretold(cell, options):
    layer = cell(3, 5, **options)
    assert (*layer.output_shape((3, 7)), 4) == layer.forward(np.ones((3, 7, 4))).shape


def test_multiplications_are_counted_per_weight_and_step():
    # two layers of 4 gates, 5 numbers each, both ways: 3 and then 10 inputs, and 5 of the state
    expected = 7 * 2 * 4 * 5 * ((3 + 5) + (10 + 5))
    assert LSTM(3, 5, num_layers=2, bidirectional=True).multiply_adds((3, 7)) == expected


@both
def test_an_empty_batch_goes_there_and_back(cell):
    layer = cell(3, 5)
    assert layer.forward(np.ones((3, 4, 0))).shape == (5, 4, 0)
    assert layer.backward(np.ones((5, 4, 0))).shape == (3, 4, 0)
    assert not any(grad.any() for grad in layer.grads.values())


@both
def test_a_copy_has_the_weights_and_has_seen_nothing(cell, rng):
    layer, x = cell(3, 5, rng=rng), rng.normal(size=(3, 4, 2))
    y = layer.forward(x)
    layer.backward(np.ones(y.shape))
    twin = copy.deepcopy(layer)
    assert (twin.state, twin.grad_state) == (None, None)
    with pytest.raises(AttributeError, match="has seen nothing yet"):
        twin.backward(np.ones(y.shape))
    np.testing.assert_array_equal(twin.forward(x), y)


@both
def test_a_layer_changed_to_float64_computes_in_float64(cell, rng):
    layer = cell(3, 5, rng=rng).to(np.float64)
    y = layer.forward(rng.normal(size=(3, 4, 2)))
    grad = layer.backward(np.ones(y.shape))
    arrays = [y, grad, *parts(layer.state), *parts(layer.grad_state), *layer.grads.values()]
    assert {array.dtype for array in arrays} == {np.dtype(np.float64)}


def test_a_layer_shows_how_it_was_made():
    assert repr(LSTM(3, 5)) == "LSTM(3, 5)"
    assert repr(RNN(3, 5, 2, "relu", False, bidirectional=True)) == (
        "RNN(3, 5, num_layers=2, nonlinearity='relu', bias=False, bidirectional=True)")


# In a network ----------------------------------------------------------------------------


def repetitions(rng, count):
    """Four letters, then four times "now you" (token 5); the labels are the letters, then.

    While the letters are told there is nothing to say: those labels are ignored.
    """
    letters = rng.integers(0, 5, (4, count))
    silence = np.full((4, count), -100)
    return (np.concatenate([letters, np.full((4, count), 5)]),
            np.concatenate([silence, letters]))


def test_a_small_network_learns_to_repeat_a_sequence_it_has_heard(rng):
    model = nn.Sequential(Embedding(6, 8), LSTM(8, 48), nn.Linear(48, 5), rng=0)
    loss, optimiser = nn.CrossEntropyLoss(), nn.Adam(model, lr=0.01)
    for _ in range(400):
        tokens, labels = repetitions(rng, 64)
        loss.forward(model.forward(tokens), labels)
        model.backward_params(loss.backward())
        optimiser.step()
    tokens, labels = repetitions(rng, 500)
    right = model.forward(tokens).argmax(axis=0)[4:] == labels[4:]
    assert right.mean() > 0.95


def test_the_state_in_a_network_belongs_to_the_whole_batch(rng, two_threads):
    model = nn.Sequential(Embedding(6, 64), LSTM(64, 64), rng=0)
    tokens = rng.integers(0, 6, (50, 64))
    output = model.forward(tokens)
    np.testing.assert_array_equal(model[1].state[0][0], output[:, -1])


# Errors ----------------------------------------------------------------------------------

X = np.ones((3, 4, 2))
BAD_INPUT = {
    "other features": (
        LSTM, (np.ones((2, 4, 2)),), r"LSTM\(3, 5\) takes .* \(3, T, N\), but \(2, 4"),
    "no batch": (RNN, (np.ones((3, 4)),), r"shape \(3, T, N\), but \(3, 4\) arrived"),
    "no steps": (RNN, (np.ones((3, 0, 2)),), r"at least one step, but an input of shape \(3, 0"),
    "a state for another batch": (
        RNN, (X, np.ones((1, 5, 1))), r"h of shape \(1, 5, 2\) as state, but \(1, 5, 1\) arr"),
    "h without c": (LSTM, (X, np.ones((1, 5, 2))), r"\(h, c\) of shape .* as state"),
    "c too small": (
        LSTM, (X, (np.ones((1, 5, 2)), np.ones((1, 4, 2)))), r"but \(1, 5, 2\), \(1, 4, 2\) arr"),
    "three states": (LSTM, (X, [np.ones((1, 5, 2))] * 3), r"takes \(h, c\) of shape"),
}


@pytest.mark.parametrize(("cell", "arguments", "message"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_input_of_a_wrong_shape_is_an_error_that_names_the_right_one(cell, arguments, message):
    with pytest.raises(ValueError, match=message):
        cell(3, 5).forward(*arguments)


def test_a_gradient_for_the_last_state_of_a_wrong_shape_is_an_error():
    layer = LSTM(3, 5)
    layer.forward(X)
    with pytest.raises(ValueError, match=r"\(h, c\) of shape \(1, 5, 2\) as grad_state"):
        layer.backward(np.ones((5, 4, 2)), np.ones((1, 5, 2)))


BAD_ARGUMENTS = {
    "no input": (RNN, {"input_size": 0}, ValueError, "input_size must be at least 1"),
    "half a number": (LSTM, {"hidden_size": 2.5}, TypeError, "hidden_size must be a whole num"),
    "no layers": (LSTM, {"num_layers": 0}, ValueError, "num_layers must be at least 1"),
    "another bend": (RNN, {"nonlinearity": "sigmoid"}, ValueError, "'tanh' or 'relu', but 'sigm"),
}


@pytest.mark.parametrize(("cell", "options", "error", "message"), BAD_ARGUMENTS.values(),
                         ids=BAD_ARGUMENTS)
def test_a_layer_that_cannot_be_made_is_an_error_that_says_why(cell, options, error, message):
    with pytest.raises(error, match=message):
        cell(**{"input_size": 3, "hidden_size": 5, **options})


def test_backward_before_forward_is_an_error_that_says_so():
    with pytest.raises(AttributeError, match="call forward"):
        RNN(3, 5).backward(np.ones((5, 4, 2)))
