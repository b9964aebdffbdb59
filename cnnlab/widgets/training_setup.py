"""What a training needs before it begins: examples, an optimiser, the way back to the beginning;
and a small ready problem."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlab import datasets, nn
from cnnlab._validation import say
from cnnlab.nn.examples import Examples
from cnnlab.nn.loop import Kept
from cnnlab.nn.optimisers import Optimiser

# Examples --------------------------------------------------------------------------------


def examples_of(
    images: ArrayLike, labels: ArrayLike, validation: Any, rng: np.random.Generator
) -> tuple[Examples, Examples | None]:
    """Return the examples to learn from and those that judge, split once and for all.

    `nn.fit` would draw a fraction anew at each start; drawn here, by the same `rng`, what judged
    once is never learned from.
    """
    examples = Examples(images, labels, ("images", "labels"))
    if validation is None:
        return examples, None
    if isinstance(validation, int | float):
        return tuple(_alone(part) for part in examples.split(validation, rng))
    try:
        images, labels = validation
    except (TypeError, ValueError):
        raise ValueError(
            say("validation is (images, labels) or a fraction such as 0.2, but {type} arrived.",
                type=type(validation).__name__)
        ) from None
    return examples, Examples(images, labels, ("validation[0]", "validation[1]"))


def _alone(part: Examples) -> Examples:
    images, labels = part.images[part.rows], part.labels[part.rows]
    return Examples(images, labels, ("images", "labels"))


@cache
def _drawings() -> tuple[datasets.Labelled, datasets.Labelled]:
    whole = datasets.shapes(600, rng=0)
    first, last = slice(0, 400), slice(400, 600)
    return tuple(datasets.Labelled(whole.images[part], whole.labels[part], whole.class_names)
                 for part in (first, last))


def ready_problem() -> tuple[nn.Sequential, datasets.Labelled, datasets.Labelled, nn.SGD]:
    """Return a small CNN, 400 drawings of X and O, 200 that judge, and an optimiser."""
    model = nn.Sequential(nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                          nn.Linear(6 * 6 * 6, 2), rng=0)
    return model, *_drawings(), nn.SGD(model, lr=0.05, momentum=0.9)


# The optimiser ---------------------------------------------------------------------------


def known_optimiser(optimiser: Any, model: nn.Layer) -> Optimiser:
    """Return the optimiser, once it is known to change this model."""
    if not isinstance(optimiser, Optimiser):
        raise TypeError(
            say("optimiser must be one such as nn.SGD(model, lr=0.1), but {optimiser!r} arrived.",
                optimiser=optimiser)
        )
    if counterpart(optimiser.model, model, model) is None:
        raise ValueError(
            say("The optimiser was made for another network: it would change weights that this one "
                "does not have. Make one for this network, such as nn.SGD(model, lr=0.1).")
        )
    return optimiser


def counterpart(part: nn.Layer, whole: nn.Layer, twin: nn.Layer) -> nn.Layer | None:
    """Return what `part` of `whole` is in its twin; None where it is no part of it.

    >>> first = nn.Linear(2, 2)
    >>> model = nn.Sequential(first, nn.ReLU())
    >>> twin = model.twin()
    >>> counterpart(first, model, twin) is twin[0]
    True
    """
    if part is whole:
        return twin
    inside = zip(getattr(whole, "layers", ()), getattr(twin, "layers", ()), strict=True)
    found = (counterpart(part, *both) for both in inside)
    return next((layer for layer in found if layer is not None), None)


def momentum_of(optimiser: Optimiser) -> float | None:
    """Return how much of the last step goes on: of Adam its first beta; None for others."""
    if isinstance(optimiser, nn.Adam):
        return optimiser.betas[0]
    return getattr(optimiser, "momentum", None)


def set_momentum(optimiser: Optimiser, momentum: float | None) -> None:
    """Change it, from the next step on; where there is none, None is all it can be."""
    if (momentum is None) != (momentum_of(optimiser) is None):
        raise ValueError(
            say("momentum={value} is not possible with {optimiser}.", value=momentum,
                optimiser=type(optimiser).__name__)
        )
    if isinstance(optimiser, nn.Adam):
        optimiser.betas = (momentum, optimiser.betas[1])
    elif momentum is not None:
        optimiser.momentum = momentum


def learning_rate_of(optimiser: Optimiser) -> float:
    """Return how far a step goes."""
    return optimiser.lr


def set_learning_rate(optimiser: Optimiser, lr: float) -> None:
    """Change it, from the next step on."""
    optimiser.lr = lr


# The way back ----------------------------------------------------------------------------


class Beginning(Kept):
    """All that a network begins with: what it has learned, and what chance will do next."""

    def __init__(self, model: nn.Layer):
        super().__init__(model, 0)
        self._chance = [each.bit_generator.state for each in generators_of(model)]

    def put_back(self) -> None:
        """Give the network back what it had."""
        super().put_back()
        for generator, state in zip(generators_of(self._model), self._chance, strict=True):
            generator.bit_generator.state = state


def generators_of(model: nn.Layer) -> list[np.random.Generator]:
    """Return the Generators that its layers ask while they learn, as Dropout does.

    >>> len(generators_of(nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5), nn.Dropout(0.5))))
    2
    """
    own = [each for each in vars(model).values() if isinstance(each, np.random.Generator)]
    inside = (generators_of(layer) for layer in getattr(model, "layers", ()))
    return sum(inside, own)
