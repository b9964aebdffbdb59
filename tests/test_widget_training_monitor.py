"""The training monitor without a browser: it trains what `nn.fit` trains, and obeys."""

import threading
import time
import warnings

import numpy as np
import pytest
from scipy.signal import correlate2d

import cnnlab
from cnnlab import datasets, nn
from cnnlab.widgets import TrainingMonitor, training_monitor
from cnnlab.widgets.training_run import MOST_POINTS, LossCurve

DATA = datasets.shapes(80, size=9, scale=(0.8, 1), clutter=0, rng=0)
OTHERS = datasets.shapes(20, size=9, scale=(0.8, 1), clutter=0, rng=1)


def small_cnn(**options):
    return nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU(), nn.Flatten(), nn.Linear(147, 2), rng=0,
                         **options)


@pytest.fixture
def monitored():
    """A function that makes a monitor of a small CNN; its thread ends with the test."""
    made = []

    def make(model=None, lr=0.1, momentum=0.0, data=DATA, **options):
        model = model or small_cnn()
        options.setdefault("optimiser", nn.SGD(model, lr=lr, momentum=momentum))
        made.append(TrainingMonitor(model, *data, **{"batch_size": 16, "epochs": 2, **options}))
        return made[-1]

    yield make
    for monitor in made:
        monitor.close()
    assert training_threads() == []


@pytest.fixture
def in_spanish():
    cnnlab.use_language("es")
    yield
    cnnlab.use_language("en")


def training_threads():
    return [each for each in threading.enumerate() if each.name == "cnnlab-training"]


def weights(model):
    return {name: array.copy() for name, array in model.params.items()}


def assert_equal_weights(first, second):
    for name, array in first.items():
        np.testing.assert_array_equal(array, second[name])


def wait_for(condition, seconds=5):
    """Wait until the thread has come so far."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came so far"
        time.sleep(0.002)


def step(monitor):
    """Take one step and wait until it rests."""
    before = monitor._live_loss.batches
    monitor.step()
    wait_for(lambda: monitor._live_loss.batches > before)
    wait_for(lambda: monitor.phase != "running")


def fitted(epochs=2, validation=None, model=None, starts=1, lr=0.1, **options):
    """What `fit` makes of the same network and the same examples: the reference."""
    model, rng, history = model or small_cnn(), np.random.default_rng(0), nn.History()
    optimiser = nn.SGD(model, lr=lr)
    for _ in range(starts):
        nn.fit(model, *DATA, epochs=epochs, batch_size=16, optimiser=optimiser, rng=rng,
               validation=validation, history=history, progress=False, **options)
    return model, history


# The same as fit -------------------------------------------------------------------------


@pytest.mark.parametrize("validation", [None, 0.25, (OTHERS.images, OTHERS.labels), OTHERS])
def test_it_learns_bit_for_bit_what_fit_learns(validation, monitored):
    model, history = fitted(validation=validation)
    monitor = monitored(validation=validation)
    monitor.start()
    monitor.wait()
    assert dict(monitor.history) == dict(history)
    assert_equal_weights(model.params, monitor.model.params)


def test_two_starts_are_two_calls_of_fit_with_one_history(monitored):
    model, history = fitted(starts=2)
    monitor = monitored()
    for _ in range(2):
        monitor.start()
        monitor.wait()
    assert dict(monitor.history) == dict(history)
    assert_equal_weights(model.params, monitor.model.params)


def test_what_judges_is_never_learned_from_also_after_another_start(monitored):
    monitor = monitored(validation=0.25)
    before = monitor._validation.images.copy()
    for _ in range(2):
        monitor.start()
        monitor.wait()
    np.testing.assert_array_equal(monitor._validation.images, before)
    assert (len(monitor._examples), len(monitor._validation)) == (60, 20)


def test_model_and_history_are_those_that_were_given(monitored):
    model = small_cnn()
    monitor = monitored(model)
    monitor.start()
    monitor.wait()
    assert monitor.model is model
    assert monitor.optimiser.model is model
    assert isinstance(monitor.history, nn.History)


def test_without_an_optimiser_it_is_adam_as_in_fit(monitored):
    monitor = monitored(optimiser=None)
    assert type(monitor.optimiser) is nn.Adam
    assert (monitor.learning_rate, monitor.momentum) == (0.001, 0.9)


def test_asking_for_predictions_meanwhile_changes_nothing(monitored):
    reference, _ = fitted(epochs=6)
    monitor = monitored(epochs=6)
    monitor.start()
    while monitor.phase == "running":
        assert monitor.model.predict(OTHERS.images).shape == (20,)
    assert_equal_weights(reference.params, monitor.model.params)


def test_an_optimiser_of_one_layer_changes_that_layer_only(monitored):
    model = small_cnn()
    first = weights(model)
    monitor = monitored(model, optimiser=nn.SGD(model[3], lr=0.1))
    monitor.start()
    monitor.wait()
    np.testing.assert_array_equal(model.params["0.weight"], first["0.weight"])
    assert not np.array_equal(model.params["3.weight"], first["3.weight"])


def test_running_statistics_of_batch_normalisation_are_the_models(monitored):
    model = nn.Sequential(nn.Conv2d(1, 3, 3), nn.BatchNorm2d(3), nn.Flatten(), nn.Linear(147, 2),
                          rng=0)
    monitor = monitored(model)
    monitor.start()
    monitor.wait()
    assert np.any(model.buffers["1.running_mean"])


# The buttons -----------------------------------------------------------------------------


def test_one_step_is_one_step_downhill(monitored):
    model, reference = small_cnn(), small_cnn()
    monitor = monitored(model, batch_size=80)
    reference.train()
    loss = nn.CrossEntropyLoss()
    loss.forward(reference.forward(DATA.images.transpose(1, 2, 0)[None]), DATA.labels)
    reference.backward_params(loss.backward())
    step(monitor)
    for name, weight in reference.params.items():
        expected = weight - 0.1 * reference.grads[name]
        np.testing.assert_allclose(model.params[name], expected, atol=1e-6)


def test_steps_write_the_epoch_down_with_its_last_step(monitored):
    monitor = monitored(batch_size=40)
    epochs = []
    for _ in range(3):
        step(monitor)
        epochs.append(monitor.history.epochs)
    assert epochs == [0, 1, 1]
    assert monitor.phase == "paused"


def test_a_pause_holds_the_weights(monitored):
    monitor = monitored(epochs=10_000)
    monitor.start()
    wait_for(lambda: monitor.history.epochs > 1)
    monitor.pause()
    time.sleep(0.1)
    before = weights(monitor.model)
    time.sleep(0.1)
    assert_equal_weights(before, monitor.model.params)
    assert monitor.phase == "paused"


def test_pausing_and_going_on_changes_nothing(monitored):
    reference, history = fitted(epochs=3)
    monitor = monitored(epochs=3)
    for _ in range(4):
        step(monitor)
    monitor.start()
    monitor.wait()
    assert dict(monitor.history) == dict(history)
    assert_equal_weights(reference.params, monitor.model.params)


@pytest.mark.parametrize("paused", [False, True])
def test_a_stop_ends_the_thread_within_half_a_second(paused, monitored):
    monitor = monitored(epochs=10_000)
    monitor.start()
    wait_for(lambda: monitor.history.epochs > 0)
    if paused:
        monitor.pause()
    began = time.monotonic()
    monitor.stop()
    assert time.monotonic() - began < 0.5
    assert (monitor.phase, training_threads()) == ("stopped", [])
    assert monitor.history.stopped.startswith("Stopped in epoch")


def test_a_stop_ends_the_rest_between_two_slow_steps(monitored):
    monitor = monitored(steps_per_second=0.01)
    monitor.start()
    wait_for(lambda: monitor._live_loss.batches == 1)
    began = time.monotonic()
    monitor.stop()
    assert time.monotonic() - began < 0.5


def test_it_goes_no_faster_than_it_is_told(monitored):
    monitor = monitored(epochs=1, steps_per_second=50)  # 5 steps
    began = time.monotonic()
    monitor.start()
    monitor.wait()
    assert time.monotonic() - began >= 4 / 50


def test_after_a_stop_it_goes_on_where_it_was(monitored):
    monitor = monitored(epochs=3)
    monitor.start()
    wait_for(lambda: monitor.history.epochs > 0)
    monitor.stop()
    done = monitor.history.epochs
    monitor.start()
    monitor.wait()
    assert monitor.history.epochs == done + 3
    assert monitor.phase == "finished"


def test_reset_gives_the_first_weights_back_and_the_same_run_again(monitored):
    monitor = monitored(momentum=0.9, validation=0.25)
    first = weights(monitor.model)
    monitor.start()
    monitor.wait()
    learned, losses = weights(monitor.model), monitor.history["val_loss"]
    monitor.reset()
    assert_equal_weights(first, monitor.model.params)
    assert (monitor.phase, monitor.history.epochs, monitor._live()) == ("ready", 0, b"")
    monitor.start()
    monitor.wait()
    assert_equal_weights(learned, monitor.model.params)
    assert monitor.history["val_loss"] == losses


def test_after_a_reset_chance_and_running_statistics_begin_again_too(monitored):
    model = nn.Sequential(nn.Conv2d(1, 3, 3), nn.BatchNorm2d(3), nn.ReLU(), nn.Flatten(),
                          nn.Sequential(nn.Dropout(0.5), nn.Linear(147, 2)), rng=0)  # fmt: skip
    monitor, trained = monitored(model, validation=0.25, momentum=0.9), []
    for _ in range(2):
        monitor.start()
        monitor.wait()
        trained.append(model.state_dict())
        monitor.reset()
    assert_equal_weights(*trained)


def test_a_reset_in_the_middle_stops_it_first(monitored):
    monitor = monitored(epochs=10_000)
    first = weights(monitor.model)
    monitor.start()
    wait_for(lambda: monitor.history.epochs > 0)
    monitor.reset()
    assert training_threads() == []
    assert_equal_weights(first, monitor.model.params)


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_buttons_leaves_one_thread_at_most(seed, monitored):
    monitor = monitored(epochs=10_000)
    for command in np.random.default_rng(seed).choice(
        ["start", "pause", "step", "stop", "reset"], size=20
    ):
        getattr(monitor, command)()
        assert len(training_threads()) <= 1
    monitor.reset()
    monitor.epochs = 1
    monitor.start()
    monitor.wait()
    assert monitor.history.epochs == 1


def test_a_second_monitor_of_the_same_network_stops_the_first(monitored):
    first = monitored(epochs=10_000)
    first.start()
    second = monitored(first.model)
    assert first.phase == "stopped"
    assert second.phase == "ready"


@pytest.mark.parametrize("paused", [False, True])
def test_whichever_monitor_starts_stops_the_others_of_the_same_weights(paused, monitored):
    first = monitored(epochs=10_000)
    second = monitored(first.model, epochs=10_000)
    head = nn.Sequential(*first.model.layers[:3], nn.Linear(147, 2))
    third = monitored(head, epochs=10_000)
    for monitor in (first, second, third, first):
        monitor.start()
        if paused:
            monitor.pause()
        others = {first, second, third} - {monitor}
        assert monitor.phase == ("paused" if paused else "running")
        assert {other.phase for other in others} <= {"ready", "stopped"}
        assert len(training_threads()) == 1


@pytest.mark.parametrize("paused", [False, True])
def test_fit_refuses_a_network_that_a_monitor_is_training(paused, monitored):
    monitor = monitored(epochs=10_000)
    monitor.start()
    wait_for(lambda: monitor.history.epochs > 0)
    if paused:
        monitor.pause()
    with pytest.raises(RuntimeError, match="Another training is changing this network"):
        nn.fit(monitor.model, *DATA, progress=False)
    assert monitor.phase == ("paused" if paused else "running")
    monitor.stop()
    assert nn.fit(monitor.model, *DATA, epochs=1, progress=False).epochs == 1


class Slow(nn.Identity):
    """Takes its time, as a large network does."""

    def forward(self, x):
        time.sleep(1)
        return super().forward(x)


def test_while_a_long_step_ends_it_is_said_that_it_is_stopping(monitored, monkeypatch):
    monitor = monitored(nn.Sequential(Slow(), small_cnn()))
    monitor.start()
    wait_for(lambda: monitor._run.training is not None)
    told, began = [], time.monotonic()
    monkeypatch.setattr(monitor, "send_state", lambda names: told.append(
        (monitor.phase, time.monotonic() - began)))
    monitor._obey(monitor, {"do": "stop", "id": "a-1", "view": "a"}, [])
    (first, seconds), *_, (last, _) = told
    assert (first, last) == ("stopping", "stopped")
    assert seconds < 0.5


def test_closing_it_ends_its_thread(monitored):
    monitor = monitored(epochs=10_000)
    monitor.start()
    monitor.close()
    assert training_threads() == []


def test_closing_waits_for_no_command(monitored):
    """The garbage collector closes in any thread, even in one that somebody waits for."""
    monitor = monitored(epochs=1)
    monitor.start()
    monitor.wait()
    with training_monitor._commanding:
        closing = threading.Thread(target=monitor.close, daemon=True)
        closing.start()
        closing.join(2)
        assert not closing.is_alive()


# What the browser says -------------------------------------------------------------------


def test_a_button_in_the_browser_is_obeyed_and_answered(monitored):
    monitor = monitored()
    monitor._obey(monitor, {"do": "step", "id": "a-1", "view": "a"}, [])
    wait_for(lambda: monitor.phase == "paused")
    assert monitor._progress()["answered"] == "a-1"


def test_only_buttons_are_obeyed(monitored):
    monitor = monitored()
    monitor._obey(monitor, {"do": "save_html", "id": "a-1"}, [])
    assert monitor.phase == "ready"


def test_the_last_view_that_closes_ends_the_training(monitored):
    monitor = monitored(epochs=10_000)
    for view in ("a", "b"):
        monitor._obey(monitor, {"do": "open", "view": view, "views": ["a", view]}, [])
    monitor.start()
    monitor._obey(monitor, {"do": "close", "view": "a"}, [])
    assert monitor.phase == "running"
    monitor._obey(monitor, {"do": "close", "view": "b"}, [])
    assert monitor.phase == "stopped"


def test_a_view_that_opens_says_which_ones_there_are(monitored):
    """Those of a page that was reloaded did not say that they close."""
    monitor = monitored(epochs=10_000)
    monitor._obey(monitor, {"do": "open", "view": "gone", "views": ["gone"]}, [])
    monitor.start()
    monitor._obey(monitor, {"do": "open", "view": "a", "views": ["a"]}, [])
    assert monitor.phase == "running"
    monitor._obey(monitor, {"do": "close", "view": "a"}, [])
    assert monitor.phase == "stopped"


def test_the_browser_hears_about_ten_times_a_second(monitored, monkeypatch):
    monitor, times = monitored(epochs=10_000), []
    monkeypatch.setattr(monitor, "send_state", lambda names: times.append(time.monotonic()))
    monitor.start()
    time.sleep(1)
    monitor.stop()
    assert 3 <= len(times) <= 14


# Settings --------------------------------------------------------------------------------


@pytest.mark.parametrize("lr", [0.1, 0.01])
def test_another_learning_rate_acts_on_the_next_step(lr, monitored):
    monitor = monitored(lr=1e-9, batch_size=80, epochs=5)
    step(monitor)
    before = weights(monitor.model)
    monitor.learning_rate = lr
    step(monitor)
    gradient = nn_gradient(before)
    for name, weight in before.items():
        np.testing.assert_allclose(
            monitor.model.params[name], weight - lr * gradient[name], atol=1e-6
        )


def nn_gradient(params):
    """The gradient of the loss over all examples, at these weights."""
    model, loss = small_cnn(), nn.CrossEntropyLoss()
    model.load_state_dict(params)
    loss.forward(model.forward(DATA.images.transpose(1, 2, 0)[None]), DATA.labels)
    model.backward_params(loss.backward())
    return model.grads


def test_the_browser_sets_the_learning_rate_of_the_optimiser(monitored):
    monitor = monitored()
    monitor.set_state({"learning_rate": 0.3, "momentum": 0.5})
    assert (monitor.optimiser.lr, monitor.optimiser.momentum) == (0.3, 0.5)


def test_a_learning_rate_that_a_cell_gives_the_optimiser_is_the_monitors_too(monitored):
    monitor, told = monitored(lr=0.1), []
    monitor.observe(lambda change: told.append(change["new"]), "learning_rate")
    monitor.optimiser.lr = 0.02
    assert (monitor.learning_rate, told) == (0.02, [])
    step(monitor)
    assert told == [0.02]
    monitor.learning_rate = 0.1  # what it was at first is a change
    assert monitor.optimiser.lr == 0.1


def test_of_two_settings_from_the_browser_neither_is_taken_if_one_is_wrong(monitored):
    monitor = monitored(lr=0.1)
    with pytest.raises(ValueError, match="momentum"):
        monitor.set_state({"learning_rate": 0.3, "momentum": 2})
    assert monitor.learning_rate == monitor.optimiser.lr == 0.1
    assert monitor.momentum == 0


def test_the_momentum_of_adam_is_its_first_beta(monitored):
    monitor = monitored(optimiser=None)
    monitor.momentum = 0.5
    assert monitor.optimiser.betas == (0.5, 0.999)


def test_another_batch_size_acts_in_the_middle_of_an_epoch(monitored):
    monitor = monitored(batch_size=16)
    step(monitor)
    monitor.batch_size = 32
    step(monitor)
    assert (monitor._progress()["step"], monitor._progress()["steps"]) == (2, 3)  # 16 + 32 + 32


def test_epochs_are_those_of_the_next_start(monitored):
    monitor = monitored(epochs=1)
    monitor.epochs = 3
    monitor.start()
    monitor.wait()
    assert monitor.history.epochs == 3


MISTAKES = [
    ({"labels": None}, TypeError, "Give a model, its images and their labels"),
    ({"model": "cnn"}, TypeError, "must be a network or a layer"),
    ({"labels": np.append(DATA.labels[1:], 7)}, ValueError, "labels go from 0 to 1, but 7"),
    ({"labels": DATA.labels[:9]}, ValueError, "Each image needs its label"),
    ({"images": np.zeros((80, 5, 5))}, ValueError, "takes 147 numbers of each example"),
    ({"validation": 1.5}, ValueError, "leaves none to learn from"),
    ({"validation": "some"}, ValueError, "(images, labels) or a fraction"),
    ({"epochs": 0}, ValueError, "epochs must be at least 1"),
    ({"batch_size": 2.5}, TypeError, "batch_size must be a whole number"),
    ({"optimiser": "sgd"}, TypeError, "optimiser must be one such as"),
    ({"optimiser": nn.SGD(small_cnn(), lr=1)}, ValueError, "made for another network"),
    ({"loss": "mse"}, TypeError, "loss must be one such as"),
    ({"example": 80}, ValueError, "example goes from 0 to 79, but 80"),
    ({"example": -1}, ValueError, "example must be at least 0"),
    ({"steps_per_second": 0}, ValueError, "steps_per_second must be greater than 0"),
]


@pytest.mark.parametrize(("arguments", "kind", "sentence"), MISTAKES)
def test_what_does_not_work_is_said(arguments, kind, sentence):
    given = {"model": small_cnn(), "images": DATA.images, "labels": DATA.labels, **arguments}
    with pytest.raises(kind) as error:
        TrainingMonitor(**given)
    assert sentence in str(error.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [("learning_rate", 0), ("learning_rate", "fast"), ("momentum", 1), ("momentum", None),
     ("batch_size", 0), ("epochs", 1.5), ("example", 80)],
)  # fmt: skip
def test_a_setting_that_does_not_work_leaves_everything_as_it_was(name, value, monitored):
    monitor = monitored()
    before = monitor.get_state()
    with pytest.raises((ValueError, TypeError)):
        setattr(monitor, name, value)
    assert monitor.get_state() == before
    assert monitor.optimiser.lr == 0.1


# When it goes wrong ----------------------------------------------------------------------


def test_a_training_that_runs_away_gets_a_sentence_and_can_go_on(monitored):
    monitor = monitored(lr=1e6, epochs=20)
    first = weights(monitor.model)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        monitor.start()
        monitor.wait()
    assert monitor.phase == "diverged"
    assert "The learning rate 1e+06 is probably too large" in monitor._progress()["message"]
    assert_equal_weights(first, monitor.model.params)
    monitor.learning_rate = 0.1
    monitor.start()
    monitor.wait()
    assert (monitor.phase, monitor.history.epochs) == ("finished", 20)


class Broken(nn.CrossEntropyLoss):
    """Works once, when the examples are checked, and never again."""

    calls = 0

    def forward(self, scores, labels):
        self.calls += 1
        if self.calls > 1:
            raise RuntimeError("no more chalk")
        return super().forward(scores, labels)


def test_any_other_error_gets_a_sentence_too(monitored):
    monitor = monitored(loss=Broken())
    monitor.start()
    monitor.wait()
    assert monitor.phase == "failed"
    assert "RuntimeError: no more chalk" in monitor._progress()["message"]
    assert monitor.optimiser.model is monitor.model


# What is shown ---------------------------------------------------------------------------


def test_filters_are_the_weights_and_maps_their_correlation_with_the_image(monitored):
    monitor = monitored(example=3)
    monitor.start()
    monitor.wait()
    weight, bias = (monitor.model.params[f"0.{name}"] for name in ("weight", "bias"))
    np.testing.assert_array_equal(monitor.filters, weight)
    for number, seen in enumerate(monitor.feature_maps):
        expected = correlate2d(DATA.images[3], weight[number, 0], "valid") + bias[number]
        np.testing.assert_allclose(seen, expected, atol=1e-5)


def test_the_pictures_stand_below_each_other_for_the_browser(monitored):
    monitor = monitored()
    sent = monitor._pictures()
    assert (sent["filters"]["shape"], sent["maps"]["shape"]) == ([3 * 3, 3], [3 * 7, 7])
    np.testing.assert_array_equal(
        np.frombuffer(sent["maps"]["data"]).reshape(3, 7, 7), monitor.feature_maps
    )


def test_of_many_filters_the_first_eight_are_sent():
    model = nn.Sequential(nn.Conv2d(1, 20, 3), nn.GlobalAvgPool2d(), nn.Linear(20, 2), rng=0)
    sent = TrainingMonitor(model, *DATA)._pictures()
    assert (sent["shown"], sent["count"], sent["filters"]["shape"]) == (8, 20, [24, 3])


def test_of_a_linear_layer_the_weights_are_pictures_without_maps():
    model = nn.Sequential(nn.Flatten(), nn.Linear(81, 2), rng=0)
    monitor = TrainingMonitor(model, *DATA)
    assert monitor.filters.shape == (2, 1, 9, 9)
    assert monitor.feature_maps is None


def test_a_network_without_pictures_is_trained_all_the_same():
    numbers = np.random.default_rng(0).normal(size=(40, 5))
    model = nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 1), rng=0)
    monitor = TrainingMonitor(model, numbers, numbers[:, 0], loss=nn.MSELoss(), epochs=2)
    monitor.start()
    monitor.wait()
    assert list(monitor._curves()) == ["loss"]
    assert monitor._pictures()["filters"] is None
    assert "loss" in monitor._repr_mimebundle_()[0]["text/plain"]


def test_colour_filters_have_their_three_channels_below_each_other():
    images = np.random.default_rng(0).random((10, 8, 8, 3))
    model = nn.Sequential(nn.Conv2d(3, 2, 3), nn.GlobalAvgPool2d(), rng=0)
    sent = TrainingMonitor(model, images, np.arange(10) % 2)._pictures()
    assert (sent["filters"]["shape"], sent["image"]["shape"]) == ([18, 3], [8, 8, 3])


def test_the_curves_are_those_of_the_history_without_what_json_cannot_say(monitored):
    monitor = monitored()
    monitor.history.add({"loss": 0.5, "accuracy": np.nan})
    assert monitor._curves() == {"loss": [0.5], "accuracy": [None]}


def test_a_long_curve_keeps_the_mean_of_all_batches():
    curve, losses = LossCurve(), np.random.default_rng(0).random(4 * MOST_POINTS)
    for number, loss in enumerate(losses):
        curve.add(number, loss)
    assert len(curve.points) < MOST_POINTS
    used = len(curve.points) * curve.together
    mean = np.mean([loss for _, loss in curve.points])
    assert mean == pytest.approx(np.mean(losses[:used]))


def test_the_curve_travels_as_pairs_of_float32():
    curve = LossCurve()
    curve.add(0.5, 3)
    assert np.frombuffer(curve.sent(), np.float32).tolist() == [0.5, 3]


def test_the_sentence_says_how_good_it_is(monitored):
    monitor = monitored(validation=OTHERS)
    assert "not learned anything" in repr(monitor)
    monitor.start()
    monitor.wait()
    assert f"Epoch 2: loss {monitor.history['loss'][-1]:.3g}." in repr(monitor)
    assert f"Validation accuracy: {monitor.history['val_accuracy'][-1]:.3g}." in repr(monitor)


def test_the_sentence_is_spanish_in_spanish(in_spanish):
    assert "pesos" in repr(TrainingMonitor())


def test_without_arguments_it_learns_x_and_o():
    monitor = TrainingMonitor(steps_per_second=10_000)
    monitor.start()
    monitor.wait()
    assert monitor.history["val_accuracy"][-1] > 0.85
