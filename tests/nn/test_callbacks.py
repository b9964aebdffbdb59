"""Listening to a training, steering it, and the bar that shows how far it is."""

import threading

import numpy as np
import pytest

from cnnlab.nn.callbacks import Callback
from cnnlab.nn.history import History
from tests.nn.learners import Recorder, line, quietly, weights

# Listening and steering ------------------------------------------------------------------


def test_callbacks_hear_of_everything_in_its_order():
    recorder = Recorder()
    quietly(line(), epochs=2, batch_size=50, callbacks=[recorder])
    assert recorder.heard == [
        ("begin", 0, 0), ("batch", 1, 1), ("batch", 1, 2), ("epoch", 1, 2), ("batch", 2, 1),
        ("batch", 2, 2), ("epoch", 2, 2), ("end", 2, 2)]


def test_a_callback_sees_how_far_it_is():
    seen = []

    class Look(Callback):
        def on_batch_end(self, training):
            seen.append((training.step, training.steps, training.seen, training.examples,
                         training.epoch, training.epochs))

    quietly(line(), epochs=1, batch_size=40, callbacks=Look())
    assert seen == [(1, 3, 40, 90, 1, 1), (2, 3, 80, 90, 1, 1), (3, 3, 90, 90, 1, 1)]


def test_the_means_after_the_last_batch_are_those_of_the_epoch():
    means = []

    class Look(Callback):
        def on_batch_end(self, training):
            means.append(training.means)

    history = quietly(line(), epochs=1, callbacks=Look())
    assert means[-1] == {"loss": history["loss"][0], "accuracy": history["accuracy"][0]}


def test_a_callback_can_change_the_learning_rate():
    recorder = Recorder(("epoch", 1, 2), lambda training: setattr(training.optimiser, "lr", 0.001))
    assert quietly(line(), epochs=2, callbacks=[recorder])["lr"] == [0.1, 0.001]


def test_a_callback_can_change_the_batch_size_within_an_epoch():
    recorder = Recorder(("batch", 1, 1), lambda training: setattr(training, "batch_size", 10))
    quietly(line(), epochs=1, batch_size=50, callbacks=[recorder])
    assert recorder.heard[-1] == ("end", 1, 5)


def test_stop_ends_it_before_the_next_step_and_keeps_what_was_learned():
    model, same = line(), line()
    recorder = Recorder(("batch", 2, 1), lambda training: training.stop())
    history = quietly(model, epochs=9, batch_size=30, callbacks=[recorder])
    assert recorder.heard[-2:] == [("batch", 2, 1), ("end", 2, 1)]
    assert history.stopped == "Stopped in epoch 2, after step 1 of 3."
    assert history.epochs == 1
    quietly(same, epochs=1, batch_size=30)
    assert not np.array_equal(weights(model), weights(same))


def test_stop_can_say_why():
    recorder = Recorder(("epoch", 3, 2), lambda training: training.stop("Good enough."))
    history = quietly(line(), epochs=9, callbacks=[recorder])
    assert (history.stopped, history.epochs) == ("Good enough.", 3)
    assert repr(history).endswith("Good enough.")


def test_another_thread_can_stop_it():
    def from_elsewhere(training):
        thread = threading.Thread(target=training.stop)
        thread.start()
        thread.join()

    recorder = Recorder(("batch", 1, 1), from_elsewhere)
    assert quietly(line(), epochs=5, callbacks=[recorder]).epochs == 0


def interrupt(training):
    raise KeyboardInterrupt


def test_ctrl_c_ends_it_normally_and_keeps_what_was_learned():
    model = line().eval()
    recorder = Recorder(("batch", 3, 2), interrupt)
    history = quietly(model, epochs=9, batch_size=30, callbacks=[recorder])
    assert history.stopped == "Interrupted in epoch 3, after step 2 of 3."
    assert history.epochs == 2
    assert recorder.heard[-1] == ("end", 3, 2)
    assert not model.training


def test_a_history_that_goes_on_forgets_why_it_stopped():
    recorder = Recorder(("batch", 1, 1), interrupt)
    history = quietly(line(), epochs=2, callbacks=[recorder])
    assert quietly(line(), epochs=1, history=history).stopped is None


def test_the_exception_of_a_callback_goes_on_and_leaves_everything_in_order(capsys):
    def fail(training):
        raise RuntimeError("mine")

    model, history, recorder = line().eval(), History(), Recorder()
    with pytest.raises(RuntimeError, match="mine"):
        quietly(model, epochs=5, history=history, progress=True,
                callbacks=[recorder, Recorder(("epoch", 2, 2), fail)])
    assert history.epochs == 2
    assert not model.training
    assert recorder.heard[-1][0] == "end"
    assert capsys.readouterr().out.endswith("\n")


# The bar ---------------------------------------------------------------------------------


def test_the_bar_shows_epoch_loss_and_accuracy_on_one_line(capsys):
    history = quietly(line(), epochs=2, validation=0.2, progress=True)
    shown, errors = capsys.readouterr()
    last = shown.rstrip().split("\r")[-1]
    assert errors == ""
    assert last.startswith("epoch 2/2 100%|")
    assert f"loss {history['loss'][-1]:.4g}, accuracy {history['accuracy'][-1]:.4g}" in last
    assert f"validation loss {history['val_loss'][-1]:.4g}" in last
    assert shown.count("\n") == 1


def test_the_bar_counts_on_with_the_epochs(capsys):
    model = line()
    history = quietly(model, epochs=2)
    quietly(model, epochs=2, history=history, progress=True)
    shown = capsys.readouterr().out.split("\r")
    assert "epoch 3/4   0%" in shown[2]
    assert "epoch 4/4 100%" in shown[-1]


def test_the_bar_says_why_it_ended_early(capsys):
    recorder = Recorder(("epoch", 1, 2), lambda training: training.stop("Enough."))
    quietly(line(), epochs=4, progress=True, callbacks=[recorder])
    last = capsys.readouterr().out.rstrip().split("\r")[-1]
    assert "25%" in last
    assert last.endswith("Enough.")


def test_without_progress_it_is_silent(capsys):
    quietly(line(), epochs=2)
    assert capsys.readouterr() == ("", "")
