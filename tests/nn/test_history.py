"""What a training writes down: means over examples, epoch by epoch."""

import re

import numpy as np
import pytest

from cnnlab import nn
from cnnlab.nn.dropout import Dropout
from cnnlab.nn.history import History
from cnnlab.nn.training import evaluate
from tests.nn.learners import POINTS, RNG, SIDES, Orders, Recorder, line, quietly, weights


def test_an_epochs_loss_and_accuracy_are_means_over_its_examples_not_over_its_batches():
    model = line()
    history = quietly(model, POINTS[:50], SIDES[:50], epochs=1, batch_size=40,
                      optimiser=nn.SGD(model, lr=1e-30))
    expected = evaluate(line(), POINTS[:50], SIDES[:50])
    assert history["loss"] == pytest.approx([expected["loss"]], rel=1e-6)
    assert history["accuracy"] == [expected["accuracy"]]


def test_a_sum_is_written_down_as_the_mean_over_the_examples():
    model = line()
    history = quietly(model, epochs=1, loss=nn.CrossEntropyLoss(reduction="sum"),
                      optimiser=nn.SGD(model, lr=1e-30))
    assert history["loss"] == pytest.approx([evaluate(line(), POINTS, SIDES)["loss"]], rel=1e-6)


def test_validation_is_judged_after_the_epoch_and_in_use():
    model = nn.Sequential(nn.Linear(2, 8), Dropout(0.5, rng=0), nn.Linear(8, 2), rng=0)
    history = quietly(model, POINTS[:60], SIDES[:60], epochs=2,
                      validation=(POINTS[60:], SIDES[60:]))
    scores = model.scores(POINTS[60:])
    assert history["val_loss"][-1] == pytest.approx(
        nn.CrossEntropyLoss()(scores.T, SIDES[60:]), rel=1e-5)
    assert history["val_accuracy"][-1] == (scores.argmax(axis=1) == SIDES[60:]).mean()


def test_a_fraction_is_set_aside_and_never_learned_from():
    rng = Orders(0)
    quietly(line(), epochs=2, validation=0.3, rng=rng)
    aside, *epochs = (set(order.tolist()) for order in rng.orders)
    assert len(epochs[0]) == 63
    assert epochs[0] == epochs[1] < aside == set(range(90))


def test_ignored_pixels_count_neither_in_the_loss_nor_in_the_accuracy():
    images = RNG.random((6, 4, 4)).astype(np.float32)
    labels = np.ones((6, 4, 4), int)
    labels[:, :2] = 255
    model = nn.Conv2d(1, 2, 1, rng=0)
    model.params["weight"][...], model.params["bias"][...] = 0, [0, 1]
    values = evaluate(model, images, labels, loss=nn.CrossEntropyLoss(ignore_index=255))
    assert values["accuracy"] == 1
    assert values["loss"] == pytest.approx(np.log1p(np.exp(-1)))


def test_an_ignored_class_is_never_right():
    model = nn.Linear(1, 2, rng=0)
    model.params["weight"][...], model.params["bias"][...] = 0, [1, 0]
    loss = nn.CrossEntropyLoss(ignore_index=0)
    values = evaluate(model, np.ones((4, 1)), [0, 0, 1, 0], loss=loss)
    assert values["accuracy"] == 0


def test_a_metric_of_ones_own_gets_prediction_and_target_with_the_batch_last():
    def largest(prediction, target):
        assert prediction.shape == (2, len(target))
        return prediction.max()

    history = quietly(line(), epochs=2, validation=0.2, metrics=["accuracy", largest])
    assert list(history) == ["loss", "accuracy", "largest", "val_loss", "val_accuracy",
                             "val_largest", "lr"]


def test_the_learning_rate_of_each_epoch_is_written_down():
    model = line()
    optimiser = nn.SGD(model, lr=0.4)
    history = quietly(model, epochs=4, optimiser=optimiser, schedule=nn.StepLR(optimiser, 2, 0.5))
    assert history["lr"] == [0.4, 0.4, 0.2, 0.2]


def test_a_schedule_brings_its_optimiser_along():
    model = line()
    schedule = nn.CosineAnnealingLR(nn.SGD(model, lr=0.4), T_max=3)
    history = quietly(model, epochs=2, optimiser=None, schedule=schedule)
    assert history["lr"] == pytest.approx([0.4, 0.3])


def test_a_training_can_go_on_and_its_epochs_are_counted_on():
    model = line()
    recorder = Recorder()
    history = quietly(model, epochs=2)
    again = quietly(model, epochs=3, history=history, callbacks=[recorder])
    assert again is history
    assert (history.epochs, len(history["loss"])) == (5, 5)
    assert [epoch for moment, epoch, _ in recorder.heard if moment == "epoch"] == [3, 4, 5]


def test_going_on_is_the_same_as_never_having_stopped():
    at_once, twice = line(), line()
    quietly(at_once, epochs=5)
    optimiser, rng = nn.SGD(twice, lr=0.1), np.random.default_rng(0)
    history = quietly(twice, epochs=2, optimiser=optimiser, rng=rng)
    quietly(twice, epochs=3, optimiser=optimiser, rng=rng, history=history)
    np.testing.assert_array_equal(weights(at_once), weights(twice))


def test_a_name_that_comes_later_has_nan_before():
    history = quietly(line(), epochs=1)
    quietly(line(), epochs=1, validation=0.5, history=history)
    assert np.isnan(history["val_loss"][0])
    assert len(history["val_loss"]) == 2


def test_the_best_epoch_is_the_one_with_the_smallest_validation_loss():
    history = History()
    for loss, validation in [(3, 9), (2, 7), (1, 8)]:
        history.add({"loss": loss, "val_loss": validation})
    assert (history.best_epoch, history.judged_by) == (2, "val_loss")


def test_without_validation_the_best_epoch_has_the_smallest_loss():
    history = History()
    for loss in (3, float("nan"), 1, 2):
        history.add({"loss": loss})
    assert history.best_epoch == 3


def test_an_empty_history_has_no_best_epoch():
    assert History().best_epoch is None
    assert repr(History()) == "Epochs: 0, in 0.0 s."


def test_a_history_shows_its_beginning_its_end_and_its_best_epoch():
    history = History()
    for epoch in range(1, 41):
        history.add({"loss": abs(epoch - 20)})
    shown = re.findall(r"^ *(\*?\d+|\.\.\.)", repr(history), re.MULTILINE)
    assert shown == ["1", "2", "3", "4", "5", "6", "...", "*20", "...",
                     "35", "36", "37", "38", "39", "40"]


def test_an_unknown_name_is_an_error_that_lists_the_known_ones():
    with pytest.raises(KeyError, match=r"no 'val_loss'\. It has: loss, accuracy, lr"):
        quietly(line(), epochs=1)["val_loss"]


@pytest.mark.parametrize("mode", [True, False])
def test_the_network_is_afterwards_in_the_mode_it_was_in(mode):
    model = nn.Sequential(nn.Linear(2, 3), Dropout(0.5, rng=0), nn.Linear(3, 2), rng=0).train(mode)
    during = []
    recorder = Recorder(("batch", 2, 1), lambda training: during.append(model.layers[1].training))
    quietly(model, epochs=2, validation=0.5, callbacks=[recorder])
    assert during == [True]
    assert model.training == model.layers[1].training == mode
