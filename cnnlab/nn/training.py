"""Training a network: `fit` lets it learn from labelled images, `evaluate` says how good it is.

    loop         how it learns, step by step: the heart of it
    examples     the images and labels, in batches
    metrics      how good is it?
    history      what is written down
    callbacks    who listens, and steers
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import say, whole_number
from cnnlab.nn.callbacks import AfterEachEpoch, Callback, ProgressBar
from cnnlab.nn.evaluation import evaluate
from cnnlab.nn.examples import Examples
from cnnlab.nn.history import History
from cnnlab.nn.layer import Layer, check_is_layer
from cnnlab.nn.loop import Training, TrainingDiverged
from cnnlab.nn.losses import CrossEntropyLoss, Loss
from cnnlab.nn.metrics import Metric
from cnnlab.nn.optimisers import Adam, Optimiser
from cnnlab.nn.schedules import Schedule

__all__ = ["Training", "TrainingDiverged", "evaluate", "fit"]


def fit(
    model: Layer,
    images: ArrayLike,
    labels: ArrayLike,
    *,
    epochs: int = 10,
    batch_size: int = 64,
    optimiser: Optimiser | None = None,
    loss: Loss | None = None,
    schedule: Schedule | None = None,
    validation: tuple[ArrayLike, ArrayLike] | float | None = None,
    patience: int | None = None,
    metrics: Iterable[Metric] | None = None,
    rng: Any = None,
    callbacks: Sequence[Callback] = (),
    history: History | None = None,
    progress: bool = True,
) -> History:
    """Let a network learn from labelled images, in place; return its history.

    Parameters
    ----------
    model : a network, or a single layer
    images : (N, H, W), (N, H, W, C) or (N, D). Whole numbers (bytes) become decimals batch by
        batch; nothing is scaled: divide bytes by 255 yourself
    labels : (N,) whole numbers; (N, H, W), one for each pixel; for MSELoss and BCEWithLogitsLoss
        numbers (N,), (N, D), or pictures
    epochs : how often each example is seen
    batch_size : examples for each step; the last batch of an epoch holds what is left
    optimiser : such as nn.SGD(model, lr=0.1); None = nn.Adam(model)
    loss : None = nn.CrossEntropyLoss()
    schedule : such as nn.StepLR(optimiser, 5); it takes a step after each epoch
    validation : (images, labels), or a Labelled of `datasets`, judged after each epoch and not
        learned from; or a fraction of the examples, drawn by `rng` and set aside
    patience : stop where the validation loss hasn't fallen for so many epochs; in the end, the
        weights are those of the epoch where it was smallest. None = neither
    metrics : "accuracy" and functions of (prediction, target), see `cnnlab.nn.metrics`; None = the
        accuracy, where the loss is one of classes
    rng : seed or Generator; shuffles the examples. A seed repeats everything, bit for bit
    callbacks : listeners, see `cnnlab.nn.callbacks`
    history : of a training that goes on: its epochs are counted on
    progress : whether a bar of text shows how far it is

    Each number of an epoch is a mean over its examples, seen while the weights were changing.
    Ctrl-C, or the stop button of a notebook, ends the training early: what was learned stays, and
    `history.stopped` says where. Steps of an epoch that wasn't finished count, but aren't in it.

    Raises
    ------
    TrainingDiverged
        The loss became infinite, NaN, or a million times what it was. The weights are put back to
        those of the last epoch, and the error has the `history`.
    RuntimeError
        Another training is changing the same weights at this moment.
    ValueError, TypeError
        Where an argument can't be used; the message says what to do.

    >>> from cnnlab import nn
    >>> numbers = np.random.default_rng(0).normal(size=(200, 2))
    >>> model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 2), rng=0)
    >>> history = fit(model, numbers, (numbers[:, 0] > numbers[:, 1]).astype(int), epochs=20,
    ...               optimiser=nn.SGD(model, lr=0.5), rng=0, progress=False)
    >>> history["accuracy"][-1] > 0.95
    True
    """
    loss = CrossEntropyLoss() if loss is None else loss
    rng = np.random.default_rng(rng)
    examples, held_out = _examples(images, labels, validation, rng)
    optimiser = _optimiser(model, optimiser, schedule)
    history = History() if history is None else history
    training = Training(model, optimiser, loss, history, epochs, batch_size, metrics)
    for part in filter(None, (examples, held_out)):
        part.check(model, loss)
    training.run(examples, held_out, _patience(patience, held_out), rng,
                 _listeners(callbacks, schedule, progress))
    return history


def _examples(
    images: ArrayLike, labels: ArrayLike, validation: Any, rng: np.random.Generator
) -> tuple[Examples, Examples | None]:
    """Return the examples to learn from, and those that only judge."""
    examples = Examples(images, labels, ("images", "labels"))
    if validation is None:
        return examples, None
    if not isinstance(validation, Iterable):
        return examples.split(validation, rng)
    both = tuple(validation)
    if len(both) != 2:
        raise ValueError(
            say("validation is (images, labels) or a fraction such as 0.2, but {count} things "
                "arrived.", count=len(both))
        )
    return examples, Examples(*both, ("validation[0]", "validation[1]"))


def _optimiser(
    model: Layer, optimiser: Optimiser | None, schedule: Schedule | None
) -> Optimiser:
    """Return the optimiser to use, once it is known to change this model."""
    check_is_layer(model)
    if not isinstance(schedule, Schedule | None):
        raise TypeError(
            say("schedule must be one such as nn.StepLR(optimiser, 5), but {schedule!r} arrived.",
                schedule=schedule)
        )
    if optimiser is None:
        optimiser = Adam(model) if schedule is None else schedule.optimiser
    if not isinstance(optimiser, Optimiser):
        raise TypeError(
            say("optimiser must be one such as nn.SGD(model, lr=0.1), but {optimiser!r} arrived.",
                optimiser=optimiser)
        )
    own = {id(param) for param in model.params.values()}
    if not own.issuperset(map(id, optimiser.model.params.values())):
        raise ValueError(
            say("The optimiser was made for another network: it would change weights that this one "
                "does not have. Make one for this network, such as nn.SGD(model, lr=0.1).")
        )
    if schedule is not None and schedule.optimiser is not optimiser:
        raise ValueError(
            say("The schedule was made for another optimiser. Give both: fit(..., "
                "optimiser=optimiser, schedule=nn.StepLR(optimiser, 5)).")
        )
    return optimiser


def _patience(patience: int | None, held_out: Examples | None) -> int | None:
    if patience is None:
        return None
    if held_out is None:
        raise ValueError(
            say("patience waits for the validation loss, but there is no validation. Add "
                "validation=0.2, or validation=(images, labels).")
        )
    return whole_number(patience, "patience", minimum=1)


def _listeners(
    callbacks: Sequence[Callback], schedule: Schedule | None, progress: bool
) -> list[Callback]:
    callbacks = [callbacks] if isinstance(callbacks, Callback) else list(callbacks)
    for callback in callbacks:
        if not isinstance(callback, Callback):
            raise TypeError(
                say("A callback is an object of a class made from nn.Callback, but {callback!r} "
                    "arrived.", callback=callback)
            )
    bar = [ProgressBar()] if progress else []
    return bar + ([] if schedule is None else [AfterEachEpoch(schedule.step)]) + callbacks
