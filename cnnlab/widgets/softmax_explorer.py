"""From scores to probabilities, and how much a wrong one costs: softmax and cross-entropy by hand.

Read the three properties first: what softmax, the loss and its gradient are; then the state.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from cnnlab._validation import finite_number, numeric_array, say, whole_number
from cnnlab.language import translate
from cnnlab.nn import log_softmax
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.traits import SmallArray
from cnnlab.widgets.widget import Widget

FEWEST, MOST = 2, 5  # classes
COLDEST, HOTTEST = 0.1, 10.0  # temperatures; also in softmax_explorer.js
RANGE = 10.0  # a slider goes from -RANGE to RANGE, and further where a score needs it

# Its state -------------------------------------------------------------------------------


class Scores(SmallArray):
    """One score for each class, (classes,)."""

    def _checked(self, value: Any) -> np.ndarray:
        array = numeric_array(value, self.name)
        if array.ndim != 1 or not FEWEST <= len(array) <= MOST:
            raise ValueError(
                say("{name} must be a row of {fewest} to {most} numbers, one for each class, but "
                    "its shape is {shape}.",
                    name=self.name, fewest=FEWEST, most=MOST, shape=array.shape)
            )
        return array.astype(np.float64)


class Temperature(traitlets.TraitType):
    """What the scores are divided by, from 0.1 to 10."""

    def validate(self, widget: Any, value: Any) -> float:
        """Return it as a decimal number."""
        number = finite_number(value, self.name)
        if not COLDEST <= number <= HOTTEST:
            raise ValueError(
                say("{name} goes from {coldest} to {hottest}, but {value!r} arrived.",
                    name=self.name, coldest=COLDEST, hottest=HOTTEST, value=value)
            )
        return number


class SoftmaxExplorer(Widget):
    """Move the scores of a few classes and see their probabilities, the loss and its gradient.

    Parameters
    ----------
    scores : 2 to 5 numbers, one for each class (logits)
    names : the names of the classes; None calls them A, B, C ...
    true : the place of the true class, counted from 0
    temperature : 0.1 to 10; the scores are divided by it before softmax

    Raises
    ------
    ValueError, TypeError
        Where an argument can't be used; the message says what to do.

    The arguments are attributes as well, and what is changed by hand is there for the next cell.

    >>> explorer = SoftmaxExplorer([0, np.log(3)], names=["X", "O"])
    >>> explorer.probabilities.round(3).tolist(), round(explorer.loss, 3)
    ([0.25, 0.75], 1.386)
    >>> explorer.gradient.round(3).tolist()
    [-0.75, 0.75]
    """

    _esm = self_contained("softmax_explorer")
    _css = style("softmax_explorer")

    scores = Scores()
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    true = traitlets.Any(0).tag(sync=True)
    temperature = Temperature(1.0).tag(sync=True)
    limit = traitlets.Float(RANGE).tag(sync=True)  # how far the sliders go, both ways

    def __init__(
        self,
        scores: ArrayLike = (2.0, 1.0, -1.0),
        *,
        names: Iterable[str] | None = None,
        true: int = 0,
        temperature: float = 1.0,
    ):
        if names is None:
            names = "ABCDE"[: np.size(scores)]
        super().__init__(
            scores=scores, names=[str(name) for name in names], true=true, temperature=temperature
        )

    # What it shows, computed by Python ----------------------------------------------------

    @property
    def probabilities(self) -> np.ndarray:
        """Softmax of scores / temperature, (classes,): positive, and they add up to 1."""
        return np.exp(self._log_p)

    @property
    def loss(self) -> float:
        """The cross-entropy: -log of the probability of the true class."""
        return -float(self._log_p[self.true])

    @property
    def gradient(self) -> np.ndarray:
        """The loss's derivative by each score, (classes,): (p - y) / temperature."""
        return (self.probabilities - (np.arange(len(self.scores)) == self.true)) / self.temperature

    @property
    def _log_p(self) -> np.ndarray:
        return log_softmax(self.scores / self.temperature)

    # What fits together -------------------------------------------------------------------

    @traitlets.validate("scores", "names")
    def _one_name_for_each(self, proposal: Any) -> Any:
        state = {"scores": self.scores, "names": self.names}
        state[proposal["trait"].name] = proposal["value"]
        if len(state["scores"]) != len(state["names"]):
            raise ValueError(
                say("There must be one name for each score, but {scores} scores and {names} names "
                    "arrived.", scores=len(state["scores"]), names=len(state["names"]))
            )
        return proposal["value"]

    @traitlets.validate("true")
    def _is_a_class(self, proposal: Any) -> int:
        true = whole_number(proposal["value"], "true")
        if true >= len(self.scores):
            raise ValueError(
                say("true is the place of a class, from 0 to {last}, but {true} arrived.",
                    last=len(self.scores) - 1, true=true)
            )
        return true

    @traitlets.observe("scores")
    def _let_the_sliders_reach(self, change: Any) -> None:
        farthest = float(np.abs(self.scores).max())
        self.limit = max(self.limit, 5.0 * math.ceil(farthest / 5))

    # What stands in its place -------------------------------------------------------------

    def _title(self) -> str:
        return translate("Softmax explorer")

    def _sentence(self) -> str:
        each = zip(self.names, self.scores, self.probabilities, strict=True)
        classes = [
            translate("{name}: score {score}, probability {p}", name=name, score=f"{z:.2f}",
                      p=f"{p:.3f}")
            for name, z, p in each
        ]
        return translate(
            "Softmax explorer: {classes}. The true class is {true}, and the loss is {loss}.",
            classes="; ".join(classes), true=self.names[self.true], loss=f"{self.loss:.3f}",
        )

    def _panels(self) -> list[tuple[str, np.ndarray]]:
        return [("signed", self.scores[:, None]), ("image", self.probabilities[:, None])]
