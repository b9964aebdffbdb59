"""Trainings that run away: noticed where it happens, explained, and nothing is lost."""

import re

import numpy as np
import pytest

from cnnlab import nn
from cnnlab.nn.training import TrainingDiverged
from tests.nn.learners import (
    DIGITS,
    IMAGES,
    LABELS,
    POINTS,
    Recorder,
    line,
    quietly,
    small,
    weights,
)


def test_a_learning_rate_of_a_million_is_explained_at_the_step_where_it_shows():
    model = small()
    before = weights(model)
    with pytest.raises(TrainingDiverged, match=re.escape("in epoch 1, at step 2. The learning rate "
                       "1e+06 is probably too large: try 100000. The weights are again those from "
                       "before this training.")):
        quietly(model, IMAGES, LABELS, optimiser=nn.SGD(model, lr=1e6))
    np.testing.assert_array_equal(weights(model), before)


def test_where_it_runs_away_later_the_weights_of_the_last_epoch_and_the_history_stay():
    model, kept = line(), []
    recorder = Recorder(("epoch", 2, 2), lambda training: (
        kept.append(weights(model).copy()), setattr(training.optimiser, "lr", 1e30)))
    with pytest.raises(TrainingDiverged, match="again those of epoch 2") as caught:
        quietly(model, epochs=5, callbacks=[recorder])
    assert caught.value.history.epochs == 2
    assert "in epoch 3, at step 2" in caught.value.history.stopped
    np.testing.assert_array_equal(weights(model), kept[0])


@pytest.mark.parametrize("make", [lambda m: nn.SGD(m, lr=1e30, momentum=0.9),
                                  lambda m: nn.Adam(m, lr=1e30)])
def test_afterwards_the_same_optimiser_can_be_used_with_a_smaller_rate(make):
    model, fresh = line(), line()
    optimiser = make(model)
    with pytest.raises(TrainingDiverged):
        quietly(model, optimiser=optimiser)
    optimiser.lr = 0.01
    quietly(model, optimiser=optimiser, epochs=2)
    again = make(fresh)
    again.lr = 0.01
    quietly(fresh, optimiser=again, epochs=2)
    np.testing.assert_array_equal(weights(model), weights(fresh))


def test_weights_that_are_ruined_by_the_very_last_step_are_noticed():
    model = line()
    with pytest.raises(TrainingDiverged, match="After epoch 1, weights are infinite or NaN"):
        quietly(model, epochs=1, batch_size=90, optimiser=nn.SGD(model, lr=1e300))


def test_a_loss_that_is_finite_but_a_million_times_larger_is_noticed():
    model = nn.Sequential(nn.Linear(2, 1), rng=0)
    with pytest.raises(TrainingDiverged, match=r"became \d\.\d+e\+\d+ in epoch"):
        quietly(model, labels=POINTS[:, 0], loss=nn.MSELoss(), batch_size=10,
                optimiser=nn.SGD(model, lr=10), epochs=50)


def test_a_network_that_holds_nan_is_not_blamed_on_the_learning_rate():
    model = line()
    model.params["0.weight"][0, 0] = np.nan
    with pytest.raises(TrainingDiverged, match="very first step") as caught:
        quietly(model)
    assert "learning rate" not in str(caught.value)


def test_images_that_were_not_scaled_are_pointed_at():
    model = small()
    with pytest.raises(TrainingDiverged, match="numbers up to 240: make them smaller"):
        quietly(model, (DIGITS.images * 15).astype(np.uint8), LABELS,
                optimiser=nn.SGD(model, lr=1e4))


def test_a_network_on_two_threads_runs_away_without_a_warning_too(two_threads):
    model = nn.Sequential(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 32, 3), nn.ReLU(),
                          nn.Flatten(), nn.Linear(512, 10), rng=0)
    with pytest.raises(TrainingDiverged):
        quietly(model, IMAGES[:256], LABELS[:256], optimiser=nn.SGD(model, lr=1e20))
