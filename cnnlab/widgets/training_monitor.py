"""Watch a network learn, and steer it while it does.

The training runs in a thread of its own (training_run), so the notebook stays free. What the
browser shows is looked up at the moment it is sent: see `Shown`. training_pictures makes the
pictures of the first layer.
"""

from __future__ import annotations

import contextvars
import copy
import math
import threading
import weakref
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from cnnlab import nn
from cnnlab._validation import say, whole_number
from cnnlab.language import translate
from cnnlab.nn.layer import check_is_layer
from cnnlab.nn.optimisers import Optimiser
from cnnlab.widgets import training_pictures as pictures
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.training_curve import drawn_curves
from cnnlab.widgets.training_run import LossCurve, Run
from cnnlab.widgets.training_setup import (
    Beginning,
    counterpart,
    examples_of,
    known_optimiser,
    learning_rate_of,
    momentum_of,
    ready_problem,
    set_learning_rate,
    set_momentum,
)
from cnnlab.widgets.training_traits import Number, Shown, Steered, below_one, count, positive
from cnnlab.widgets.widget import Widget

CURVES = ("loss", "accuracy", "val_loss", "val_accuracy")
READY_PACE = 25  # steps a second: slow enough to watch
COMMANDS = ("start", "pause", "step", "stop", "reset")
SOON = 0.3  # seconds: a stop that takes longer is said to be on its way

_monitors: weakref.WeakSet[TrainingMonitor] = weakref.WeakSet()
_commanding = threading.RLock()  # one command at a time, also where two monitors share a network

# The widget ------------------------------------------------------------------------------


class TrainingMonitor(Widget):
    """Train a network and watch: its curves, its first filters, and what they see in an image.

    Parameters
    ----------
    model : a network, or a single layer; without one, a small CNN for drawings of X and O
    images, labels : as `nn.fit` takes them
    validation : (images, labels), or a fraction of the examples that is set aside, once
    epochs : how many a start trains
    batch_size : examples for each step
    optimiser : such as nn.SGD(model, lr=0.1); None = nn.Adam(model), as in `nn.fit`
    loss : None = nn.CrossEntropyLoss()
    rng : seed or Generator; shuffles the examples. The same seed makes `nn.fit` do the same
    example : which of the images is shown with its feature maps
    steps_per_second : how fast it goes at most; None = as fast as it can (without a model, 25)

    Raises
    ------
    ValueError, TypeError
        Where an argument can't be used; the message says what to do.

    `learning_rate`, `momentum` (of SGD; of Adam, its first beta), `batch_size` and
    `steps_per_second` act on the next step, also when they are assigned; `epochs` acts on the next
    start. The first two are the optimiser's own: after `optimiser.lr = 0.01`, `learning_rate` is
    0.01, and the slider follows when the training next shows something.

    `model`, `history` and `optimiser` are those of `nn.fit`, and the model may be asked for
    predictions while it learns. One monitor trains a network at a time: the start of another one
    stops it. The kernel's own stop button leaves the training alone: use the one of the widget, or
    `stop`.

    >>> monitor = TrainingMonitor(epochs=2, steps_per_second=1000)
    >>> monitor.start()
    >>> monitor.wait()
    >>> monitor.history.epochs
    2
    """

    _esm = self_contained("training_monitor")
    _css = style("training_monitor")

    learning_rate = Steered(positive, learning_rate_of, set_learning_rate)
    momentum = Steered(below_one, momentum_of, set_momentum)
    batch_size = Number(32, count)
    epochs = Number(20, count)
    example = Number(0, whole_number)
    steps_per_second = Number(None, positive, allow_none=True)
    sizes = Shown("_sizes")
    progress = Shown("_progress")
    curves = Shown("_curves")
    live = Shown("_live")
    pictures = Shown("_pictures")
    _run: Run | None = None

    def __init__(
        self,
        model: nn.Layer | None = None,
        images: ArrayLike | None = None,
        labels: ArrayLike | None = None,
        *,
        validation: Any = None,
        epochs: int = 20,
        batch_size: int = 32,
        optimiser: Optimiser | None = None,
        loss: nn.Loss | None = None,
        rng: Any = 0,
        example: int = 0,
        steps_per_second: float | None = None,
    ):
        if model is None and images is None and labels is None and optimiser is None:
            model, (images, labels), held_out, optimiser = ready_problem()
            validation = held_out if validation is None else validation
            steps_per_second = steps_per_second or READY_PACE
        elif model is None or images is None or labels is None:
            raise TypeError(say("Give a model, its images and their labels, or none of the three."))
        check_is_layer(model)
        self.model, self.history = model, nn.History()
        self.loss = nn.CrossEntropyLoss() if loss is None else loss
        self._first_rng = copy.deepcopy(np.random.default_rng(rng))
        self._examples, self._validation = examples_of(images, labels, validation, self._first_rng)
        for part in filter(None, (self._examples, self._validation)):
            part.check(model, self.loss)
        self.optimiser = nn.Adam(model) if optimiser is None else known_optimiser(optimiser, model)
        self._first, self._rng = Beginning(model), copy.deepcopy(self._first_rng)
        self._live_loss, self._answered, self._views = LossCurve(), 0, set()
        self._context = contextvars.copy_context()
        self._telling = threading.Lock()
        self._stop_others()
        super().__init__(
            learning_rate=self.optimiser.lr, momentum=momentum_of(self.optimiser),
            batch_size=batch_size, epochs=epochs, example=example,
            steps_per_second=steps_per_second,
        )
        _monitors.add(self)
        self.on_msg(self._obey)

    # What can be done ---------------------------------------------------------------------

    def start(self) -> None:
        """Begin, or go on after a pause or a stop; returns at once."""
        self._let(math.inf)

    def step(self) -> None:
        """Take one step, and pause."""
        self._let(1)

    def pause(self) -> None:
        """Rest after the present step, in the middle of the epoch."""
        if self.phase == "running":
            self._run.let(0)

    def stop(self) -> None:
        """End the training after the present step; the next start goes on from there."""
        with _commanding:
            if (run := self._run) is None:
                return
            run.stop()
            run.wait(SOON)
            if run.phase == "stopping":
                self._tell("progress")
                run.wait()

    def reset(self) -> None:
        """Go back to the first weights, with an empty history; the settings stay as they are."""
        with _commanding:
            self._stop_others()
            self.stop()
            self._first.put_back()
            self.optimiser.reset()
            self.history, self._live_loss = nn.History(), LossCurve()
            self._run, self._rng = None, copy.deepcopy(self._first_rng)
        self._tell()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the training has ended, or for so long."""
        if self._run is not None:
            self._run.wait(seconds)

    def close(self) -> None:
        """Stop the training and take the widget away."""
        if self._run is not None:  # without a lock: the garbage collector comes here as well
            self._run.stop()
            self._run.wait()
        super().close()

    @property
    def phase(self) -> str:
        """"ready", "running", "paused", "stopping", "finished", "stopped", "diverged", "failed"."""
        run = self._run
        return "ready" if run is None else run.phase

    def _let(self, steps: float) -> None:
        with _commanding:
            if self.phase in ("running", "paused"):
                self._run.let(steps)
            else:
                self._stop_others()
                self.stop()
                self._live_loss.cut(self.history.epochs)
                self._run = Run(self._fit, self._tell, self._live_loss, steps,
                                pace=lambda: self.steps_per_second)
                self._run.start()
        self._tell()

    def _stop_others(self) -> None:
        """No two threads may change the same weights."""
        own = {id(each) for each in self.model.params.values()}
        for other in list(_monitors):
            if other is not self and not own.isdisjoint(map(id, other.model.params.values())):
                other.stop()

    def _fit(self, run: Run) -> nn.History:
        """Train a twin, which has the same weights: so the model can be used meanwhile."""
        twin, part = self.model.twin(), self.optimiser.model
        self.optimiser.model = counterpart(part, self.model, twin)
        try:
            return nn.fit(
                twin, self._examples.images, self._examples.labels, epochs=self.epochs,
                batch_size=self.batch_size, optimiser=self.optimiser, loss=self.loss,
                validation=self._validation and (self._validation.images, self._validation.labels),
                rng=self._rng, callbacks=[run], history=self.history, progress=False,
            )
        finally:
            self.optimiser.model = part

    # What a hand changes ------------------------------------------------------------------

    @traitlets.observe("batch_size")
    def _steer(self, change: Any) -> None:
        if self._run and self._run.training:
            self._run.training.batch_size = change["new"]

    @traitlets.validate("example")
    def _is_there(self, proposal: Any) -> int:
        if proposal["value"] >= len(self._examples):
            raise ValueError(
                say("There are {count} images, so example goes from 0 to {last}, but {value} "
                    "arrived.", count=len(self._examples), last=len(self._examples) - 1,
                    value=proposal["value"])
            )
        return proposal["value"]

    @traitlets.observe("example")
    def _show_another(self, change: Any) -> None:
        self._tell("pictures")

    def _obey(self, widget: Any, message: dict[str, Any], buffers: Any) -> None:
        """Do what a button says; a view that closes is one less, and the last one ends it.

        Of a page that was reloaded, or a tab that was closed, the views can't say that they close;
        so a view that opens says which ones there are.
        """
        self._context = contextvars.copy_context()
        command, view = message.get("do"), message.get("view")
        self._answered = message.get("id", self._answered)
        if command == "open":
            self._views = self._views.intersection(message.get("views", ())) | {view}
        elif command == "close":
            self._views.discard(view)
            if not self._views:
                self.stop()
        elif command in COMMANDS:
            getattr(self, command)()
        self._tell()

    # What the browser is shown ------------------------------------------------------------

    def _tell(self, *names: str) -> None:
        """Send how it stands; from any thread, and never an older state after a newer one.

        In ipykernel a thread may send: it hands the message to the thread that owns the socket
        (ipykernel.iostream.IOPubThread). It sends as an answer to what the browser said last: so
        the next command comes the same way, a subshell, even while a cell is running.
        """
        names = names or ("progress", "curves", "live", "pictures")
        with self._telling:
            self._context.copy().run(self._send_news, names)

    def _send_news(self, names: tuple[str, ...]) -> None:
        for number in (TrainingMonitor.learning_rate, TrainingMonitor.momentum):
            number.refresh(self)
        self.send_state(names)

    def _sizes(self) -> dict[str, Any]:
        return {"examples": len(self._examples), "judged": len(self._validation or ()),
                "parameters": sum(each.size for each in self.model.params.values()),
                "optimiser": type(self.optimiser).__name__}

    def _progress(self) -> dict[str, Any]:
        run, epochs = self._run, self.history.epochs
        training = run and run.training
        shown = {"phase": self.phase, "message": run.message if run else "",
                 "epochs_done": epochs, "answered": self._answered}
        if training is not None:
            shown |= {"epoch": training.epoch, "epochs": training.epochs, "step": training.step,
                      "steps": training.steps, "together": self._live_loss.together}
        return shown

    def _curves(self) -> dict[str, list[float | None]]:
        return {name: [number if math.isfinite(number) else None
                       for number in list(self.history[name])]
                for name in CURVES if name in self.history}

    def _live(self) -> bytes:
        return self._live_loss.sent()

    def _pictures(self) -> dict[str, Any]:
        image, label = (each[self.example] for each in (self._examples.images,
                                                        self._examples.labels))
        label = label.item() if label.ndim == 0 else None
        return {**pictures.sent(self.model, image), "label": label}

    @property
    def filters(self) -> np.ndarray | None:
        """The first layer's weights as pictures, (F, C, kh, kw); None where they are none."""
        return pictures.filters_of(self.model, self._examples.images[self.example])

    @property
    def feature_maps(self) -> np.ndarray | None:
        """What the first convolution makes of the example, (F, H', W'); None without one."""
        return pictures.maps_of(self.model, self._examples.images[self.example])

    # What stands in its place -------------------------------------------------------------

    def _title(self) -> str:
        return translate("Training monitor")

    def _sentence(self) -> str:
        what = translate("Training monitor: a network with {parameters} weights, {count} images.",
                         parameters=self._sizes()["parameters"], count=len(self._examples))
        if not self.history.epochs:
            return what + " " + translate("It has not learned anything yet.")
        last = {name: numbers[-1] for name, numbers in self._curves().items()}
        parts = [translate("Epoch {epoch}: loss {loss:.3g}.", epoch=self.history.epochs,
                           loss=self.history["loss"][-1])]
        if "accuracy" in last:
            parts.append(translate("Accuracy: {accuracy:.3g}.", accuracy=last["accuracy"]))
        if "val_accuracy" in last:
            parts.append(translate("Validation accuracy: {accuracy:.3g}.",
                                   accuracy=last["val_accuracy"]))
        return " ".join([what, *parts])

    def _panels(self) -> list[tuple[str, np.ndarray]]:
        curves = self._curves()
        panels = [("image", drawn_curves(curves, name)) for name in ("loss", "accuracy")]
        stacks = [stack for stack in (self.filters, self.feature_maps) if stack is not None]
        return panels + [("signed", pictures.beside_each_other(stack)) for stack in stacks]
