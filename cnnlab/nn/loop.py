"""The loop: look at a few examples, take a small step downhill, and again, thousands of times.

Read `Training._take_step` first: that is all there is to learning. `_one_epoch` shows it every
example once, `_all_epochs` repeats that and writes down how it goes; the rest is what happens where
somebody stops it, or where the steps are too large.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import NoReturn

import numpy as np

from cnnlab._validation import say, whole_number
from cnnlab.nn._blas import one_blas_thread
from cnnlab.nn.callbacks import Callback
from cnnlab.nn.evaluation import over_all
from cnnlab.nn.examples import Examples, judged
from cnnlab.nn.history import VALIDATION, History
from cnnlab.nn.layer import Layer
from cnnlab.nn.losses import Loss
from cnnlab.nn.metrics import Metric, Tally
from cnnlab.nn.optimisers import Optimiser
from cnnlab.nn.state import arrays_of

EXPLODED = 1e6  # times the first loss: so much worse, no training finds its way back
LARGE = 20  # numbers of images beyond this were not scaled
LOOK = 1000  # so many images are enough to see that

_changing: dict[int, np.ndarray] = {}  # the weights that are being trained at this moment, by id


class TrainingDiverged(ArithmeticError):
    """The loss ran away; `history` has the epochs before."""

    def __init__(self, message: str, history: History):
        super().__init__(message)
        self.history = history


class Training:
    """A training as it stands: what callbacks look at, and how they steer it.

    `model`, `optimiser`, `loss` and `history` are those that `fit` works with. `epoch` and `step`
    count from 1; `epochs` and `steps` say how many there will be. `examples` is how many an epoch
    sees, `seen` how many it has seen, `batch_loss` the loss of the last batch. `optimiser.lr` and
    `batch_size` may be changed at any time: the next step goes by them.
    """

    def __init__(
        self, model: Layer, optimiser: Optimiser, loss: Loss, history: History,
        epochs: int, batch_size: int, metrics: Iterable[Metric] | None = None,
    ):
        self.model, self.optimiser, self.loss, self.history = model, optimiser, loss, history
        self.epoch = self._first = history.epochs
        self.epochs = history.epochs + whole_number(epochs, "epochs", minimum=1)
        self.batch_size = batch_size
        self.batch_loss = math.nan
        self.step = self.seen = self.examples = 0
        self._tally, self._judge = Tally(loss, metrics), Tally(loss, metrics)
        self._stopping, self._why = False, None

    def stop(self, reason: str | None = None) -> None:
        """End the training before its next step; any thread may call it.

        `reason` is what `history.stopped` will say; None says where it was.
        """
        self._why = reason
        self._stopping = True

    @property
    def batch_size(self) -> int:
        """How many examples a step looks at."""
        return self._batch_size

    @batch_size.setter
    def batch_size(self, size: int) -> None:
        self._batch_size = whole_number(size, "batch_size", minimum=1)

    @property
    def steps(self) -> int:
        """How many steps this epoch takes, at the batch size of now."""
        return self.step + math.ceil((self.examples - self.seen) / self.batch_size)

    @property
    def means(self) -> dict[str, float]:
        """The loss and the metrics over what this epoch has seen so far."""
        return self._tally.means()

    # The loop -----------------------------------------------------------------------------

    def run(
        self, examples: Examples, held_out: Examples | None, patience: int | None,
        rng: np.random.Generator, callbacks: Sequence[Callback],
    ) -> None:
        """Train to the end, or to where somebody stops it."""
        self._examples, self._held_out, self._patience = examples, held_out, patience
        self._callbacks, self.examples = callbacks, len(examples)
        self._kept, self._smallest = Kept(self.model, self._first), math.inf
        quiet = np.errstate(over="ignore", invalid="ignore", divide="ignore")
        with _alone_with(self.model), one_blas_thread(), quiet, ExitStack() as ending:
            self.history.stopped = None
            for callback in callbacks:
                callback.on_fit_begin(self)
                ending.callback(callback.on_fit_end, self)
            self._timed(rng)
            if patience is not None and self.history.epochs > self._first:
                self._kept.put_back()

    def _timed(self, rng: np.random.Generator) -> None:
        began, was_training = time.perf_counter(), self.model.training
        try:
            self._all_epochs(rng)
        except KeyboardInterrupt:
            self.history.stopped = say("Interrupted in {where}.", where=self._where())
        finally:
            self.model.train(was_training)
            self.history.seconds += time.perf_counter() - began

    def _all_epochs(self, rng: np.random.Generator) -> None:
        while self.epoch < self.epochs and not self._stopping:
            self.epoch += 1
            self.model.train()
            if not self._one_epoch(rng.permutation(self._examples.rows)):
                break
            self._write_down()
            self._look_back()
            for callback in self._callbacks:
                callback.on_epoch_end(self)
        if self._stopping:
            self.history.stopped = self._why or say("Stopped in {where}.", where=self._where())

    def _one_epoch(self, rows: np.ndarray) -> bool:
        """Take a step for each batch of these rows; return False where somebody stopped it."""
        self._tally.clear()
        self.step = self.seen = 0
        while self.seen < len(rows):
            if self._stopping:
                return False
            batch = rows[self.seen : self.seen + self.batch_size]
            self._take_step(*self._examples.batch(batch, self.model.dtype))
            self.step += 1
            self.seen += len(batch)
            for callback in self._callbacks:
                callback.on_batch_end(self)
        return True

    def _take_step(self, x: np.ndarray, target: np.ndarray) -> None:
        self.batch_loss, prediction, target = judged(self.model, self.loss, x, target)
        self._refuse_if_exploded()
        self._tally.add(self.batch_loss, prediction, target)
        self.model.backward_params(self.loss.backward())
        self.optimiser.step()

    # After an epoch -----------------------------------------------------------------------

    def _write_down(self) -> None:
        """Add the epoch to the history, once its weights are known to be numbers."""
        if not all(np.isfinite(param).all() for param in self.model.params.values()):
            self._diverged(say("After epoch {epoch}, weights are infinite or NaN.",
                               epoch=self.epoch))
        values = self.means
        if self._held_out is not None:
            judgement = over_all(self.model, self._held_out, self.loss, self._judge)
            values.update((VALIDATION + name, value) for name, value in judgement.items())
        self.history.add({**values, "lr": self.optimiser.lr})

    def _look_back(self) -> None:
        """Keep the weights if they are the ones to go back to; stop where waiting was in vain."""
        if self._patience is None:
            self._kept.keep(self.epoch)
            return
        loss = self.history[VALIDATION + "loss"][-1]
        if loss < self._smallest:
            self._smallest = loss
            self._kept.keep(self.epoch)
        elif self.epoch - self._kept.epoch >= self._patience:
            self.stop(say("The validation loss has not fallen since epoch {epoch}: the weights "
                          "are those of that epoch.", epoch=self._kept.epoch))

    # When it goes wrong -------------------------------------------------------------------

    def _where(self) -> str:
        return say("epoch {epoch}, after step {step} of {steps}",
                   epoch=self.epoch, step=self.step, steps=self.steps)

    def _refuse_if_exploded(self) -> None:
        """Stop where the loss has run away; NaN is not smaller than anything."""
        at_first = self.epoch == self._first + 1 and self.step == 0
        if at_first:
            self._limit = EXPLODED * max(1.0, abs(self.batch_loss))
        if abs(self.batch_loss) < self._limit:
            return
        what = (
            say("The loss is {value} at the very first step, before any weight has changed: look "
                "at the weights and at the images.", value=self.batch_loss)
            if at_first else
            say("The loss became {value:.3g} in epoch {epoch}, at step {step}.",
                value=self.batch_loss, epoch=self.epoch, step=self.step + 1)
        )
        self._diverged(what, by_learning_rate=not at_first)

    def _diverged(self, what: str, by_learning_rate: bool = True) -> NoReturn:
        """Go back to the weights that were kept, and say what happened and what to do."""
        self._kept.put_back()
        self.optimiser.reset()
        sentences = [what]
        if by_learning_rate:
            lr = self.optimiser.lr
            sentences.append(say("The learning rate {lr:g} is probably too large: try {smaller:g}.",
                                 lr=lr, smaller=lr / 10))
        largest = float(np.abs(self._examples.images[self._examples.rows[:LOOK]]).max())
        if largest > LARGE:
            sentences.append(say("The images hold numbers up to {largest:g}: make them smaller, "
                                 "for example images / {largest:g}.", largest=largest))
        sentences.append(
            say("The weights are again those of epoch {epoch}.", epoch=self._kept.epoch)
            if self._kept.epoch > self._first else
            say("The weights are again those from before this training.")
        )
        self.history.stopped = what
        raise TrainingDiverged(" ".join(sentences), self.history)


@contextmanager
def _alone_with(model: Layer) -> Iterator[None]:
    """Refuse weights that another training is changing: the steps of the two would get mixed."""
    own = {id(param): param for param in model.params.values()}
    if not own.keys().isdisjoint(_changing):
        raise RuntimeError(
            say("Another training is changing this network right now, or rests in the middle of "
                "it. Stop that one first, for example with monitor.stop().")
        )
    _changing.update(own)
    try:
        yield
    finally:
        for key in own:
            del _changing[key]


class Kept:
    """A copy of all that a network has learned, to go back to; `epoch` is when."""

    def __init__(self, model: Layer, epoch: int):
        self._model = model
        self.keep(epoch)

    def keep(self, epoch: int) -> None:
        """Copy it as it is now."""
        self.epoch = epoch
        self._arrays = {name: array.copy() for name, array in arrays_of(self._model).items()}

    def put_back(self) -> None:
        """Give the network back what it had."""
        for name, array in arrays_of(self._model).items():
            array[...] = self._arrays[name]
