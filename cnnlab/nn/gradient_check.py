"""Is the backward pass right? Move each number a little and see how much the output moves.

A derivative is the limit of (L(w + e) - L(w - e)) / 2e. Computed so, with a small e and for one
weight after the other, it takes long, but no mistake of a backward pass gets into it: where both
agree to many digits, both are right. Read `gradient_check`, then `_Checked._differences`.

References
----------
Griewank and Walther, "Evaluating Derivatives" (2008), on why e must not be too small.
Karpathy, "Gradient checks", notes of Stanford's CS231n: relative errors, kinks, float64.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import finite_number, numeric_array, say, whole_number
from cnnlab.nn.layer import Layer, check_is_layer
from cnnlab.nn.losses import Loss

INPUT = "input"
ROUNDING = 10 * float(np.finfo(np.float64).eps)  # what L's terms may be wrong by, and some room


@dataclass(frozen=True)
class Comparison:
    """One number of the gradient, computed twice."""

    name: str
    index: tuple[int, ...]
    backward: float
    differences: float
    error: float

    def __str__(self) -> str:
        return say(
            "{error:.1e} at {place}: backward {backward:.6g}, differences {differences:.6g}",
            error=self.error, place=f"{self.name}{list(self.index)}", backward=self.backward,
            differences=self.differences,
        )


@dataclass(frozen=True)
class GradientReport:
    """What `gradient_check` found: every `Comparison`, and the `tolerance` for its error."""

    comparisons: list[Comparison] = field(repr=False)
    tolerance: float

    @property
    def worst(self) -> Comparison:
        """The comparison with the largest relative error."""
        return max(self.comparisons, key=lambda one: one.error)

    @property
    def passed(self) -> bool:
        """Whether every relative error is within the tolerance."""
        return self.worst.error <= self.tolerance

    def worst_of(self, name: str) -> Comparison:
        """Return the worst comparison of one array: "input", or the name of a weight."""
        return max((one for one in self.comparisons if one.name == name),
                   key=lambda one: one.error)

    def __repr__(self) -> str:
        if self.passed:
            return say("Gradient check passed: of {count} numbers, the worst relative error is "
                       "{worst}.", count=len(self.comparisons), worst=self.worst)
        wrong = [one for one in self.comparisons if not one.error <= self.tolerance]
        names = ", ".join(dict.fromkeys(one.name for one in wrong))
        return say("Gradient check FAILED in {names}: {wrong} of {count} numbers differ by more "
                   "than {tolerance:g}. The worst relative error is {worst}.", names=names,
                   wrong=len(wrong), count=len(self.comparisons), tolerance=self.tolerance,
                   worst=self.worst)


def gradient_check(
    layer: Layer,
    x: ArrayLike | tuple[int, ...],
    loss: Loss | None = None,
    labels: ArrayLike | None = None,
    *,
    eps: float = 1e-6,
    tolerance: float = 1e-6,
    most: int = 60,
    rng: Any = 0,
) -> GradientReport:
    """Compare a layer's or a network's backward pass with differences of its forward pass.

    Parameters
    ----------
    layer : stays as it is: a copy in float64 is checked
    x : activations, the batch last, such as (C, H, W, N); or a tuple, their shape: then they are
        drawn from a normal distribution
    loss, labels : what follows the layer; None = a sum of its outputs, each times a random number
        (a plain sum would not see outputs that are swapped)
    eps : how far each number is moved
    tolerance : the largest relative error |a - n| / (|a| + |n|) that passes; right layers stay
        below 1e-7, a wrong one is mostly at 0.1 and more
    most : of an array with more numbers, so many are drawn and checked
    rng : seed or Generator for all that is drawn

    Every weight is checked, and the input where it is made of decimals. Each forward pass is made
    by a fresh copy of the layer: so dropout leaves out the same numbers every time, and batch
    normalisation can be checked in training. What rounding does to the differences doesn't count.

    ReLU and max pooling have kinks, and differences across a kink say nothing; so a number that
    disagrees is moved again, by a tenth and a hundredth of `eps`. Exactly on a kink (a 0 before
    ReLU, equal numbers in a window) the check fails, though the layer may be right: use random x.

    Raises ValueError where `backward` leaves a gradient of another shape than its array's, or where
    there is nothing to move: no weights, and whole numbers as input.

    >>> from cnnlab import nn
    >>> gradient_check(nn.Conv2d(2, 3, (3, 2), stride=2, padding=1), (2, 7, 6, 2)).passed
    True
    """
    eps = finite_number(eps, "eps", above=0)
    tolerance = finite_number(tolerance, "tolerance", above=0)
    most = whole_number(most, "most", minimum=1)
    check_is_layer(layer)
    rng = np.random.default_rng(rng)
    checked = _Checked(layer, _activations(x, rng), loss, labels, rng)
    comparisons = [
        checked.compare(name, index, eps, tolerance)
        for name, array in checked.arrays.items() for index in _some(array.shape, most, rng)
    ]
    return GradientReport(comparisons, tolerance)


class _Checked:
    """A copy of a layer, and what its last output is turned into: one number, L."""

    def __init__(
        self, layer: Layer, x: np.ndarray, loss: Loss | None, labels: ArrayLike | None,
        rng: np.random.Generator,
    ):
        self._layer, self._x = copy.deepcopy(layer).to(np.float64), x
        self._loss, self._labels = copy.deepcopy(loss), labels
        self._upstream = rng.normal(size=self._output().shape) if loss is None else None
        self._scale = float(np.abs(self._terms()).sum())
        self.arrays = dict(self._layer.params)
        if x.dtype.kind == "f":
            self.arrays = {INPUT: x, **self.arrays}
        if not self.arrays:
            raise ValueError(
                say("There is nothing to check: {layer} has no weights, and its input is made of "
                    "whole numbers, which have no derivative. Give decimals.", layer=repr(layer))
            )
        self._grads = self._by_backward()

    def _output(self) -> np.ndarray:
        return copy.deepcopy(self._layer).forward(self._x)

    def _terms(self) -> np.ndarray:
        """Return numbers whose sum is L."""
        if self._loss is None:
            return self._upstream * self._output()
        return np.array(self._loss.forward(self._output(), self._labels))

    def _by_backward(self) -> dict[str, np.ndarray]:
        """Return the gradients that `backward` finds: of the weights, and of a decimal input."""
        layer = copy.deepcopy(self._layer)
        for grad in layer.grads.values():
            grad[...] = np.nan  # so one that is forgotten, or only added to, is seen
        output = layer.forward(self._x)
        if self._loss is not None:
            self._loss.forward(output, self._labels)
        upstream = self._upstream if self._loss is None else self._loss.backward()
        if INPUT in self.arrays:
            grads = {INPUT: layer.backward(upstream), **layer.grads}
        else:
            layer.backward_params(upstream)
            grads = layer.grads
        for name, array in self.arrays.items():
            _refuse_other_shape(name, array, grads[name])
        return grads

    def compare(
        self, name: str, index: tuple[int, ...], eps: float, tolerance: float
    ) -> Comparison:
        """Return both derivatives of L with respect to one number of an array."""
        backward = float(self._grads[name][index])
        tries = []
        for step in (eps, eps / 10, eps / 100):
            differences = self._differences(self.arrays[name], index, step)
            rounding = ROUNDING * self._scale / step
            size = max(abs(backward) + abs(differences), rounding / tolerance)
            error = float(abs(backward - differences) / size) if size else 0.0
            error = math.inf if math.isnan(error) else error
            tries.append(Comparison(name, index, backward, differences, error))
            if error <= tolerance:
                break
        return min(tries, key=lambda one: one.error)

    def _differences(self, array: np.ndarray, index: tuple[int, ...], step: float) -> float:
        """Return (L(w + e) - L(w - e)) / 2e for one number w; L's terms are subtracted singly."""
        middle = array[index]
        array[index] = above = middle + step
        terms = self._terms()
        array[index] = below = middle - step
        terms = terms - self._terms()
        array[index] = middle
        return float(terms.sum() / (above - below))


def _activations(x: ArrayLike | tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Return a copy of `x` to move numbers in, or random numbers of that shape."""
    if isinstance(x, tuple):
        return rng.normal(size=[whole_number(side, "x", minimum=1) for side in x])
    x = numeric_array(x, "x")
    return x.astype(np.float64 if x.dtype.kind == "f" else x.dtype)


def _some(
    shape: tuple[int, ...], most: int, rng: np.random.Generator
) -> Iterator[tuple[int, ...]]:
    """Yield every index of an array, or of a large one `most` of them, drawn at random."""
    size = math.prod(shape)
    places = np.arange(size) if size <= most else rng.choice(size, most, replace=False)
    for place in places:
        yield tuple(int(number) for number in np.unravel_index(place, shape))


def _refuse_other_shape(name: str, array: np.ndarray, grad: np.ndarray) -> None:
    if np.shape(grad) != array.shape:
        raise ValueError(
            say("backward gives {name} a gradient of shape {grad}, but its shape is {shape}. They "
                "must be equal: one number for each number.",
                name=name, grad=np.shape(grad), shape=array.shape)
        )
