"""The benchmark of whole training steps: the same job for all, honest ratios, goals that can fail.

No time is asserted here.
"""

import json

import numpy as np
import pytest

from benchmarks.networks import report, turns, worker
from benchmarks.networks.contestants import CONTESTANTS
from benchmarks.networks.nets import BATCH, NETS, batch, first_weights
from benchmarks.networks.report import GOALS, MEMORY_LIMIT
from benchmarks.networks.turns import Result


def results(ratio=0.1, memory=100, **changes):
    """Every contestant with this ratio; cnnlab's memory is `memory`, theirs 100."""
    return {
        name: Result(0.001, 1.0 if name == "cnnlab" else ratio, 0.0,
                     memory if name == "cnnlab" else 100)
        for name in CONTESTANTS
    } | changes


@pytest.mark.parametrize("net", NETS)
def test_the_obvious_way_learns_what_cnnlab_learns(net):
    trained = []
    for name in ("cnnlab", "obvious"):
        step, weights = CONTESTANTS[name].train(NETS[net])
        for _ in range(3):
            step()
        trained.append(weights())
    assert turns.difference(*trained) < 1e-6


@pytest.mark.parametrize("name", [name for name in CONTESTANTS if name.startswith("torch")])
def test_pytorch_learns_what_cnnlab_learns(name):
    from tests.nn.peers import torch

    trained = []
    for contestant in ("cnnlab", name):
        step, weights = CONTESTANTS[contestant].train(NETS["lenet"])
        for _ in range(3):
            step()
        trained.append(weights())
    torch.set_num_threads(1)
    assert turns.difference(*trained) < 1e-4


@pytest.mark.parametrize("net", NETS)
def test_the_images_are_photographs_and_not_noise(net):
    images, labels = batch(NETS[net])
    assert images.shape == (BATCH, *NETS[net].image_shape)
    assert images.dtype == np.float32
    assert 0 <= images.min() < images.max() <= 1
    neighbours = np.corrcoef(images[..., 1:].ravel(), images[..., :-1].ravel())[0, 1]
    assert neighbours > 0.9  # noise has 0
    assert len(set(labels.tolist())) == NETS[net].layers[-1][2]


def test_the_first_weights_fit_the_network_and_are_the_same_each_time():
    weights = first_weights(NETS["cifar"])
    assert weights["0.weight"].shape == (16, 3, 3, 3)
    assert weights["10.weight"].shape == (10, 1024)
    np.testing.assert_array_equal(weights["3.weight"], first_weights(NETS["cifar"])["3.weight"])


def test_the_worker_trains_times_and_saves(tmp_path):
    process = turns.training_process("cnnlab", "xo")
    try:
        assert process.ask(do="burst", steps=2)["seconds"] > 0
        answer = process.ask(do="weights", file=str(tmp_path / "w.npz"))
        assert "error" not in answer
        with np.load(tmp_path / "w.npz") as arrays:
            assert (arrays["0.weight"] != first_weights(NETS["xo"])["0.weight"]).any()
        assert "error" in process.ask(do="burst", steps=0)  # and it goes on
        assert process.ask(do="burst", steps=1)["seconds"] > 0
    finally:
        process.stop()


def test_a_library_that_is_missing_is_an_answer(monkeypatch, capsys):
    missing = CONTESTANTS["obvious"]._replace(package="no_such_library")
    monkeypatch.setitem(worker.CONTESTANTS, "obvious", missing)
    worker.main("obvious", "xo")
    assert json.loads(capsys.readouterr().out)["error"].startswith("not installed")


def test_the_difference_is_relative_to_the_largest_weight():
    ours, theirs = {"a": np.array([1.0]), "b": np.zeros(2)}, {"a": np.array([3.0]),
                                                              "b": np.array([0.0, -4.0])}
    assert turns.difference(ours, theirs) == 1.0


@pytest.mark.parametrize("goal", GOALS, ids=str)
def test_a_ratio_over_its_limit_misses_the_goal(goal):
    good = {goal.net: results(goal.limit)}
    bad = {goal.net: results(goal.limit * 1.01)}
    place = [goal for goal in GOALS if goal.net in good].index(goal)
    assert report.verdicts(good)[place][0]
    reached, sentence = report.verdicts(bad)[place]
    assert not reached
    assert "MISSED" in sentence


def test_pytorch_is_taken_at_its_best_layout_and_number_of_threads():
    found = results(0.3, **{"torch-last-2": Result(0.001, 0.9, 0.0, 100)})
    assert report.best("faster layout", found).ratio == 0.9
    assert report.best("default", found).ratio == 0.3
    assert report.best("channels last", found).ratio == 0.9


@pytest.mark.parametrize(("memory", "reached"), [(149, True), (151, False)])
def test_memory_has_a_limit(memory, reached):
    verdict = report.verdicts({"xo": results(memory=memory)})[-2]
    assert verdict[0] is reached
    assert str(MEMORY_LIMIT) in verdict[1]


def test_a_contestant_that_learns_something_else_is_named():
    wrong = results(obvious=Result(0.001, 0.1, 0.1, 100))
    reached, sentence = report.verdicts({"xo": wrong})[-1]
    assert not reached
    assert "obvious on xo" in sentence


def test_what_was_not_measured_is_not_reached():
    absent = {name: Result(error="not installed") for name in CONTESTANTS if name != "cnnlab"}
    assert not any(reached for reached, _ in report.verdicts({"lenet": results(**absent)})[:-1])
    assert "not installed" in "".join(report.lines("lenet", results(**absent)))
