"""Training learns, repeats itself, goes where PyTorch goes, and refuses what makes no sense."""

import numpy as np
import pytest

from cnnlab import datasets, nn
from cnnlab.nn.embedding import Embedding
from cnnlab.nn.normalisation import BatchNorm2d
from cnnlab.nn.training import evaluate, fit
from tests.nn.learners import (
    DIGITS,
    IMAGES,
    LABELS,
    POINTS,
    RNG,
    SIDES,
    Orders,
    Recorder,
    line,
    quietly,
    small,
    weights,
)

# It learns -------------------------------------------------------------------------------


def test_it_learns_to_read_digits_that_it_has_never_seen():
    model = nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                          nn.Linear(128, 10), rng=0)
    fit(model, IMAGES[:1200], LABELS[:1200], epochs=12, rng=0, progress=False,
        optimiser=nn.SGD(model, lr=0.1, momentum=0.9))
    assert (model.predict(IMAGES[1200:]) == LABELS[1200:]).mean() > 0.92


def test_without_an_optimiser_it_learns_too():
    model = line()
    fit(model, POINTS, SIDES, epochs=100, batch_size=8, rng=0, progress=False)
    assert evaluate(model, POINTS, SIDES)["accuracy"] > 0.95


def test_bytes_are_taken_as_they_are_and_not_scaled():
    as_bytes, as_decimals = small(), small()
    quietly(as_bytes, DIGITS.images.astype(np.uint8)[:200], LABELS[:200], epochs=1)
    quietly(as_decimals, DIGITS.images[:200], LABELS[:200], epochs=1)
    np.testing.assert_array_equal(weights(as_bytes), weights(as_decimals))


def test_labels_may_be_one_for_each_pixel():
    images = (RNG.random((40, 6, 5)) > 0.5).astype(np.float32)
    model = nn.Sequential(nn.Conv2d(1, 2, 1), rng=0)
    history = quietly(model, images, images.astype(int), epochs=40, batch_size=8,
                      optimiser=nn.SGD(model, lr=1))
    assert history["accuracy"][-1] == 1


def test_colour_images_keep_their_channels():
    images = np.zeros((30, 4, 4, 3), np.float32)
    labels = np.arange(30) % 3
    images[np.arange(30), :, :, labels] = 1
    model = nn.Sequential(nn.GlobalAvgPool2d(), nn.Linear(3, 3), rng=0)
    history = quietly(model, images, labels, epochs=60, optimiser=nn.SGD(model, lr=1))
    assert history["accuracy"][-1] == 1


@pytest.mark.parametrize("shape", [(90,), (90, 1)])
def test_numbers_are_learned_by_mean_squares(shape):
    model = nn.Sequential(nn.Linear(2, 1), rng=0)
    history = quietly(model, labels=(POINTS @ [2.0, -1.0] + 0.5).reshape(shape), epochs=50,
                      loss=nn.MSELoss())
    np.testing.assert_allclose(model.params["0.weight"], [[2, -1]], atol=1e-3)
    assert list(history) == ["loss", "lr"]


def test_yes_and_no_are_learned_with_one_output():
    model = line(outputs=1)
    history = quietly(model, epochs=60, batch_size=8, loss=nn.BCEWithLogitsLoss())
    assert history["accuracy"][-1] > 0.95
    assert (model.predict(POINTS) == SIDES).mean() > 0.95


def test_a_picture_can_be_the_target():
    images = RNG.random((20, 5, 4, 2)).astype(np.float32)
    model = nn.Sequential(nn.Conv2d(2, 2, 1), rng=0)
    history = quietly(model, images, images[..., ::-1], epochs=300, optimiser=nn.Adam(model, 0.03),
                      loss=nn.MSELoss())
    assert history["loss"][-1] < 1e-4


def test_tokens_reach_an_embedding_as_whole_numbers():
    tokens = RNG.integers(0, 5, (60, 3))
    model = nn.Sequential(Embedding(5, 4), nn.Flatten(), nn.Linear(12, 2), rng=0)
    history = quietly(model, tokens, (tokens[:, 1] > 2).astype(int), epochs=60,
                      optimiser=nn.SGD(model, lr=0.5))
    assert history["accuracy"][-1] == 1


def test_a_single_layer_can_be_trained():
    layer = nn.Linear(2, 2, rng=0)
    assert quietly(layer, epochs=30)["accuracy"][-1] > 0.9


# The same again, and the same as PyTorch -------------------------------------------------


def test_one_seed_gives_the_same_weights_bit_for_bit():
    models = [small(), small()]
    for model in models:
        quietly(model, IMAGES[:300], LABELS[:300], epochs=2, validation=0.2)
    np.testing.assert_array_equal(*map(weights, models))


def test_another_seed_gives_other_weights():
    models = [small(), small()]
    for seed, model in enumerate(models):
        quietly(model, IMAGES[:300], LABELS[:300], epochs=1, rng=seed)
    assert not np.array_equal(*map(weights, models))


def test_a_generator_goes_on_where_it_is():
    by_seed, by_generator = small(), small()
    quietly(by_seed, IMAGES[:99], LABELS[:99], epochs=1, rng=7)
    quietly(by_generator, IMAGES[:99], LABELS[:99], epochs=1, rng=np.random.default_rng(7))
    np.testing.assert_array_equal(weights(by_seed), weights(by_generator))


OPTIMISERS = {
    "SGD": (lambda m: nn.SGD(m, lr=0.1), "SGD", {"lr": 0.1}),
    "momentum and decay": (
        lambda m: nn.SGD(m, lr=0.05, momentum=0.9, weight_decay=0.01),
        "SGD", {"lr": 0.05, "momentum": 0.9, "weight_decay": 0.01}),
    "Adam": (lambda m: nn.Adam(m, lr=0.003), "Adam", {"lr": 0.003}),
}


@pytest.mark.parametrize(("ours", "theirs", "options"), OPTIMISERS.values(), ids=OPTIMISERS)
def test_two_epochs_lead_where_pytorch_goes_with_the_same_batches(ours, theirs, options):
    from tests.nn.peers import torch

    model = small()
    module = torch.nn.Sequential(
        torch.nn.Conv2d(1, 8, 3, stride=2, padding=1), torch.nn.ReLU(), torch.nn.Flatten(),
        torch.nn.Linear(128, 10))
    module.load_state_dict({name: torch.from_numpy(value.copy())
                            for name, value in model.params.items()})
    rng = Orders(3)
    history = fit(model, IMAGES[:250], LABELS[:250], epochs=2, batch_size=32, rng=rng,
                  optimiser=ours(model), progress=False)

    optimiser = getattr(torch.optim, theirs)(module.parameters(), **options)
    losses = []
    for order in rng.orders:
        for start in range(0, 250, 32):
            rows = order[start : start + 32]
            logits = module(torch.from_numpy(IMAGES[rows][:, None]))
            loss = torch.nn.functional.cross_entropy(logits, torch.from_numpy(LABELS[rows]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss.item() * len(rows))

    for name, theirs_ in module.state_dict().items():
        np.testing.assert_allclose(model.params[name], theirs_.numpy(), atol=1e-5, err_msg=name)
    expected = np.reshape(losses, (2, -1)).sum(axis=1) / 250
    np.testing.assert_allclose(history["loss"], expected, rtol=1e-4)


def test_each_epoch_sees_every_example_once_in_another_order():
    rng = Orders(0)
    quietly(line(), epochs=3, rng=rng)
    assert all(sorted(order) == list(range(90)) for order in rng.orders)
    assert len({tuple(order) for order in rng.orders}) == 3


# Batches ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("batch_size", "steps"), [(90, 1), (1000, 1), (89, 2), (1, 90)])
def test_the_last_batch_holds_what_is_left(batch_size, steps):
    recorder = Recorder()
    quietly(line(), epochs=1, batch_size=batch_size, callbacks=[recorder])
    assert recorder.heard[-1] == ("end", 1, steps)


def test_one_example_is_enough():
    assert quietly(line(), POINTS[:1], SIDES[:1], epochs=3).epochs == 3


def test_evaluate_in_small_batches_is_evaluate_at_once():
    model = line()
    at_once, in_parts = (evaluate(model, POINTS, SIDES, batch_size=size) for size in (90, 7))
    assert in_parts == pytest.approx(at_once)


@pytest.mark.parametrize("batch_size", [1, 3, 10])
def test_evaluate_weighs_pixels_as_the_loss_does_whatever_the_batches(batch_size):
    from tests.nn.peers import torch

    rng = np.random.default_rng(8)
    images, labels = rng.random((10, 4, 5)), rng.integers(0, 3, (10, 4, 5))
    labels[:3] = -100  # three images that nobody has labelled, and some pixels more
    labels[4, :2] = -100
    model, weight = nn.Conv2d(1, 3, 1, rng=0), [1.0, 2.0, 5.0]
    judged = evaluate(model, images, labels, loss=nn.CrossEntropyLoss(weight=weight),
                      batch_size=batch_size)
    scores = model.forward(images.transpose(1, 2, 0)[None]).transpose(3, 0, 1, 2)
    expected = torch.nn.functional.cross_entropy(
        torch.from_numpy(scores.copy()), torch.from_numpy(labels), torch.tensor(weight)
    )
    assert judged["loss"] == pytest.approx(expected.item(), rel=1e-5)


def test_evaluate_changes_nothing():
    model = nn.Sequential(nn.Conv2d(1, 2, 3), BatchNorm2d(2), nn.GlobalAvgPool2d(), rng=0)
    before = {name: array.copy() for name, array in model.state_dict().items()}
    evaluate(model, IMAGES[:50], LABELS[:50] % 2)
    assert model.training
    for name, array in model.state_dict().items():
        np.testing.assert_array_equal(array, before[name])


# Errors ----------------------------------------------------------------------------------

HOLED = POINTS.copy()
HOLED[7, 1] = np.nan

BAD = {
    "no images": ((POINTS[:0], SIDES[:0]), {}, ValueError, r"images is empty: its shape is \(0, 2"),
    "more images than labels": (
        (POINTS, SIDES[:80]), {}, ValueError, r"\(90, 2\) for images and \(80,\) for labels"),
    "one image alone": ((IMAGES[0, 0], LABELS[:8]), {}, ValueError, "Give a batch of images"),
    "NaN in the images": ((HOLED, SIDES), {}, ValueError, r"images holds 1 .* index \(7, 1\)"),
    "text": ((["a"] * 90, SIDES), {}, TypeError, "images must be an array of numbers"),
    "a label too large": (
        (POINTS, np.where(np.arange(90) == 60, 2, SIDES)), {}, ValueError,
        "labels go from 0 to 1, but 2 stands in labels at index 60"),
    "a label too small": (
        (POINTS, SIDES - 1), {}, ValueError, "labels go from 0 to 1, but -1 stands in labels"),
    "decimals as labels": ((POINTS, SIDES / 2), {}, ValueError, "one whole number as label"),
    "labels for one of two outputs": (
        (POINTS, SIDES), {"loss": nn.BCEWithLogitsLoss()}, ValueError, "must have one shape"),
    "images of another size": ((IMAGES, LABELS), {}, ValueError, "but an input of shape"),
    "epochs 0": ((POINTS, SIDES), {"epochs": 0}, ValueError, "epochs must be at least 1"),
    "batch_size 0": ((POINTS, SIDES), {"batch_size": 0}, ValueError, "batch_size must be at least"),
    "half a batch": ((POINTS, SIDES), {"batch_size": 0.5}, TypeError, "batch_size must be a whole"),
    "everything set aside": ((POINTS, SIDES), {"validation": 1.0}, ValueError, "leaves none"),
    "nothing set aside": ((POINTS, SIDES), {"validation": 0.0}, ValueError, "must be greater"),
    "three to validate with": (
        (POINTS, SIDES), {"validation": (POINTS, SIDES, 1)}, ValueError, "but 3 things"),
    "a wrong validation label": (
        (POINTS, SIDES), {"validation": (POINTS[:2], [0, 5])}, ValueError,
        r"5 stands in validation\[1\] at index 1"),
    "patience in vain": ((POINTS, SIDES), {"patience": 3}, ValueError, "there is no validation"),
    "an unknown metric": ((POINTS, SIDES), {"metrics": ["f1"]}, ValueError, "but 'f1' arrived"),
    "names of classes": (
        (POINTS, np.array(["x", "o"])[SIDES]), {}, TypeError, "return_inverse=True"),
    "one-hot labels": ((POINTS, np.eye(2)[SIDES]), {}, ValueError, r"argmax\(axis=1\)"),
    "the class of a loss": (
        (POINTS, SIDES), {"loss": nn.MSELoss}, TypeError, "loss must be one such as"),
    "the name of a loss": ((POINTS, SIDES), {"loss": "mse"}, TypeError, "loss must be one such as"),
    "the class of a schedule": (
        (POINTS, SIDES), {"schedule": nn.StepLR}, TypeError, "schedule must be one such as"),
    "no optimiser": ((POINTS, SIDES), {"optimiser": 0.1}, TypeError, "must be one such as"),
    "another network's optimiser": (
        (POINTS, SIDES), {"optimiser": nn.SGD(line(), lr=1)}, ValueError, "for another network"),
    "a function as callback": ((POINTS, SIDES), {"callbacks": [print]}, TypeError, "nn.Callback"),
}


@pytest.mark.parametrize(("data", "options", "error", "message"), BAD.values(), ids=BAD)
def test_bad_input_is_an_error_before_anything_is_learned(data, options, error, message):
    model = line()
    before = weights(model)
    with pytest.raises(error, match=message):
        quietly(model, *data, **options)
    np.testing.assert_array_equal(weights(model), before)


def test_neither_yes_nor_no_is_an_error():
    with pytest.raises(ValueError, match="labels go from 0 to 1, but 2 stands in labels"):
        quietly(line(outputs=1), labels=SIDES * 2, loss=nn.BCEWithLogitsLoss())


def test_labelled_images_may_be_what_judges():
    data = datasets.shapes(20, size=8, rng=0)
    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 2), rng=0)
    history = quietly(model, *data, epochs=1, validation=data)
    judged = nn.evaluate(model, *data)
    assert history["val_loss"][-1] == pytest.approx(judged["loss"])


def test_something_else_than_a_network_is_an_error():
    with pytest.raises(TypeError, match="must be a network or a layer, but str"):
        fit("network", POINTS, SIDES)


def test_a_schedule_of_another_optimiser_is_an_error():
    model = line()
    schedule = nn.StepLR(nn.SGD(model, lr=1), 2)
    with pytest.raises(ValueError, match="made for another optimiser"):
        quietly(model, schedule=schedule)


def test_the_optimiser_of_a_part_of_the_network_trains_that_part_only():
    model = line()
    before = model.params["0.weight"].copy()
    quietly(model, epochs=2, optimiser=nn.SGD(model[2], lr=0.1))
    np.testing.assert_array_equal(model.params["0.weight"], before)
    assert not np.array_equal(model.params["2.weight"], line().params["2.weight"])
