"""Two threads never change a result: not for layers changed by hand, nor for those of your own."""

import concurrent.futures
import copy
import sys
import threading

import numpy as np
import pytest

from cnnlab import nn
from cnnlab.nn import _halves

X = np.random.default_rng(0).random((1, 8, 8, 32)).astype(np.float32)
GRAD = np.random.default_rng(1).normal(size=(2, 32)).astype(np.float32)


def network(*first: nn.Layer) -> nn.Sequential:
    return nn.Sequential(*(first or [nn.Conv2d(1, 3, 3), nn.LeakyReLU()]),
                         nn.Flatten(), nn.Linear(108, 2), rng=0)


def in_time(work):
    """Return what `work` returns, in a thread that may hang without hanging the tests."""
    done = concurrent.futures.Future()

    def run():
        try:
            done.set_result(work())
        except Exception as error:
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return done.result(timeout=20)
    except concurrent.futures.TimeoutError:
        _halves._other_thread.cache_clear()
        pytest.fail("The two threads wait for each other.")


def assert_right(model, monkeypatch):
    """Output and gradients are those of a copy that never shares."""
    y = in_time(lambda: model.forward(X))
    to_input = in_time(lambda: model.backward(GRAD))
    alone = copy.deepcopy(model)
    monkeypatch.setattr(_halves, "PAYS_FROM", float("inf"))
    np.testing.assert_allclose(y, alone.forward(X), 1e-4, 1e-5)
    np.testing.assert_allclose(to_input, alone.backward(GRAD), 1e-4, 1e-5)
    for name, grad in model.grads.items():
        np.testing.assert_allclose(grad, alone.grads[name], 1e-4, 1e-4)


class Block(nn.Layer):
    """A layer as a student writes it, with another one inside."""

    def __init__(self, inside):
        super().__init__()
        self.inside, self.params, self.grads = inside, inside.params, inside.grads

    def forward(self, x):
        return self.inside.forward(x)

    def backward_params(self, grad_output):
        self.inside.backward_params(grad_output)

    def backward_input(self, grad_output):
        return self.inside.backward_input(grad_output)

    def output_shape(self, input_shape):
        return self.inside.output_shape(input_shape)


class Whitened(nn.Layer):
    """A layer as a student writes it, in which the examples act on each other."""

    def forward(self, x):
        return x - x.mean(axis=-1, keepdims=True)

    def backward_input(self, grad_output):
        return grad_output - grad_output.mean(axis=-1, keepdims=True)


def test_a_layer_of_your_own_with_a_layer_inside_gets_all_gradients(two_threads, monkeypatch):
    assert_right(network(Block(nn.Conv2d(1, 3, 3))), monkeypatch)


def test_a_layer_of_your_own_with_a_network_inside_is_no_deadlock(two_threads, monkeypatch):
    assert_right(network(Block(nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU()))), monkeypatch)


def test_a_layer_of_your_own_sees_the_whole_batch(two_threads, monkeypatch):
    assert_right(network(Whitened(), nn.Conv2d(1, 3, 3)), monkeypatch)


def test_a_network_put_into_another_by_hand_is_no_deadlock(two_threads, monkeypatch):
    model = network()
    model.layers.insert(0, nn.Sequential(nn.Conv2d(1, 1, 1)))
    assert_right(model, monkeypatch)


def test_an_option_changed_by_hand_is_seen_by_both_threads(two_threads, monkeypatch):
    model = network()
    model.forward(X)
    model[1].negative_slope = 0.9
    assert_right(model, monkeypatch)


def test_a_layer_exchanged_in_an_inner_network_is_seen_by_both_threads(two_threads, monkeypatch):
    model = network(nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU()))
    model.forward(X)
    model[0].layers[0] = nn.Conv2d(1, 3, 3, rng=5)
    assert_right(model, monkeypatch)


def test_a_change_of_mode_does_not_cut_the_way_back(two_threads):
    model = network()
    model.forward(X)
    expected = model.backward(GRAD)
    model.eval()
    np.testing.assert_array_equal(model.backward(GRAD), expected)


def test_an_example_without_its_batch_is_told_so(two_threads):
    with pytest.raises(ValueError, match="takes an input of shape"):
        nn.Sequential(nn.Conv2d(3, 2, 3)).forward(np.zeros((3, 32, 32)))


def test_two_trainings_at_once_leave_the_settings_as_they_were(two_threads):
    from threadpoolctl import threadpool_info

    def settings():
        return sys.getswitchinterval(), [library["num_threads"] for library in threadpool_info()]

    def train():
        model = network()
        for _ in range(50):
            model.forward(X)
            model.backward(GRAD)

    train()
    before = settings()
    trainings = [threading.Thread(target=train) for _ in range(3)]
    for training in trainings:
        training.start()
    for training in trainings:
        training.join()
    assert settings() == before
