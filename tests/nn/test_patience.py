"""Waiting in vain: a training ends where its validation loss no longer falls."""

import numpy as np

from cnnlab import nn
from tests.nn.learners import Recorder, quietly, weights


def overfitting(**options):
    """Labels by chance: what is learned from some says nothing about the others."""
    labels = np.random.default_rng(5).integers(0, 2, 90)
    model = nn.Sequential(nn.Linear(2, 40), nn.Tanh(), nn.Linear(40, 2), rng=0)
    recorder = Recorder()
    kept = []
    recorder.on_epoch_end = lambda training: kept.append(weights(model).copy())
    history = quietly(model, labels=labels, batch_size=8, optimiser=nn.Adam(model, 0.05),
                      validation=0.5, callbacks=[recorder], **options)
    return model, history, kept


def test_patience_ends_it_so_many_epochs_after_the_best_one():
    _, history, _ = overfitting(epochs=200, patience=4)
    best = int(np.argmin(history["val_loss"])) + 1
    assert history.epochs == best + 4
    assert history.stopped == (f"The validation loss has not fallen since epoch {best}: "
                               "the weights are those of that epoch.")


def test_patience_leaves_the_weights_of_the_best_epoch():
    model, history, kept = overfitting(epochs=200, patience=4)
    np.testing.assert_array_equal(weights(model), kept[history.best_epoch - 1])


def test_with_patience_the_best_weights_are_kept_where_it_runs_to_its_end_too():
    model, history, kept = overfitting(epochs=20, patience=20)
    assert history.stopped is None
    assert history.best_epoch < 20
    np.testing.assert_array_equal(weights(model), kept[history.best_epoch - 1])


def test_without_patience_the_last_weights_stay():
    model, _, kept = overfitting(epochs=20)
    np.testing.assert_array_equal(weights(model), kept[-1])


def test_patience_counts_from_the_epochs_of_this_training():
    _, history, _ = overfitting(epochs=200, patience=3)
    before = history.epochs
    _, history, _ = overfitting(epochs=200, patience=3, history=history)
    assert history.epochs >= before + 4
