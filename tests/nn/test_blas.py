"""While a network learns, matrix products take one thread; afterwards as many as before."""

import threading

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController, threadpool_limits

from cnnlab import nn
from cnnlab.nn._blas import one_blas_thread

X = np.random.default_rng(0).normal(size=(12, 4, 4))
LABELS = np.arange(12) % 2


def threads() -> set[int]:
    libraries = ThreadpoolController().select(user_api="blas").info()
    return {each["num_threads"] for each in libraries}


def set_threads(count: int) -> None:
    """In a thread that ends: as long as it lives, threadpoolctl lets no other one change this."""
    setting = threading.Thread(target=threadpool_limits, args=(count, "blas"))
    setting.start()
    setting.join()


@pytest.fixture(autouse=True)
def two_threads_for_everybody():
    """As on a laptop: the tests themselves run with one."""
    before = max(threads())
    set_threads(2)
    if threads() != {2}:
        pytest.skip("This BLAS can't be told how many threads to take.")
    yield
    set_threads(before)


class Watch(nn.Callback):
    """Notes how many threads there are after each step."""

    def __init__(self):
        self.seen = []

    def on_batch_end(self, training):
        self.seen.append(threads())


def train(optimiser=nn.Adam):
    watch, model = Watch(), nn.Sequential(nn.Flatten(), nn.Linear(16, 2), rng=0)
    try:
        nn.fit(model, X, LABELS, epochs=20, batch_size=6, optimiser=optimiser(model),
               progress=False, callbacks=[watch])
    finally:
        assert watch.seen
        assert all(each == {1} for each in watch.seen)


def test_while_a_network_learns_there_is_one():
    train()
    assert threads() == {2}


def test_a_training_that_fails_gives_them_back():
    with pytest.raises(nn.TrainingDiverged):
        train(optimiser=lambda model: nn.SGD(model, lr=1e9))
    assert threads() == {2}


def test_within_it_there_is_still_one():
    with one_blas_thread():
        train()
        assert threads() == {1}
    assert threads() == {2}


@pytest.mark.parametrize("first_to_leave", ["the other", "this one"])
def test_of_two_at_once_both_leave_it_as_it_was(first_to_leave):
    inside, leave = threading.Event(), threading.Event()

    def hold():
        with one_blas_thread():
            inside.set()
            leave.wait(20)

    other = threading.Thread(target=hold)
    other.start()
    assert inside.wait(20)
    with one_blas_thread():
        assert threads() == {1}
        if first_to_leave == "the other":
            leave.set()
            other.join(20)
    leave.set()
    other.join(20)
    assert threads() == {2}
