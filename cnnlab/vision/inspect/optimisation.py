"""Leave the weights alone and change the image: up a unit's answer, or up the loss.

`activation_maximisation` takes many steps, from noise; `adversarial_nudge` takes one, from a real
image.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import (
    finite_number,
    image_array,
    not_negative,
    numeric_array,
    say,
    whole_number,
    widened,
)
from cnnlab.nn.losses import CrossEntropyLoss
from cnnlab.nn.network import Sequential
from cnnlab.vision.inspect._observed import LayerName, Observed, known_class, one_at

Bounds = tuple[float, float] | None


def activation_maximisation(
    model: Sequential,
    unit: int,
    image_shape: tuple[int, ...],
    layer: LayerName | None = None,
    *,
    steps: int = 100,
    step_size: float = 0.1,
    l2: float = 0.0,
    blur: float = 0.0,
    bounds: Bounds = (0, 1),
    rng: Any = None,
) -> np.ndarray:
    """Return an image that a unit answers to as strongly as it can, found by climbing from noise.

    Parameters
    ----------
    unit : a class; or, with `layer`, one of its maps (the mean over its places) or numbers
    image_shape : (H, W) or (H, W, C)
    layer : as for `feature_maps`; None = the last: the score of a class
    steps, step_size : how often, and how far a pixel moves at first, in the root mean square; the
        steps get smaller, down to none
    l2 : what it costs to be bright: l2 times the sum of the squared pixels is taken off
    blur : standard deviation in pixels of a Gaussian after each step, against patterns of single
        pixels
    bounds : black and white; None = pixels may be any number
    rng : seed or Generator of the noise that it begins with

    It is one image of many, and mostly none that the network was ever shown: where it begins and
    what is forbidden (l2, blur, bounds) shape it as much as the network does. If the unit answers
    to nothing near the noise, there is no way up, and the noise comes back.

    Erhan et al., "Visualizing Higher-Layer Features of a Deep Network" (2009); with l2: Simonyan,
    Vedaldi and Zisserman (2014), arXiv:1312.6034; with blur: Yosinski et al., "Understanding Neural
    Networks Through Deep Visualization" (2015), arXiv:1506.06579.

    >>> from cnnlab import nn
    >>> model = nn.Sequential(nn.Flatten(), nn.Linear(3, 1))
    >>> model.params["1.weight"][...] = [[1, -2, 3]]
    >>> activation_maximisation(model, 0, (1, 3), rng=0)
    array([[1., 0., 1.]], dtype=float32)
    """
    from scipy.ndimage import gaussian_filter

    steps = whole_number(steps, "steps", minimum=1)
    step_size = finite_number(step_size, "step_size", above=0)
    l2, blur = not_negative(l2, "l2"), not_negative(blur, "blur")
    image = _noise(image_shape, bounds, rng)
    observed = Observed(model, layer)
    for step in range(steps):
        uphill = _unit_gradient(observed, image, unit) - 2 * l2 * image
        slope = np.sqrt(np.mean(uphill**2))
        if slope > 0:
            image = image + step_size * (1 - step / steps) * uphill / slope
        if blur:
            image = gaussian_filter(image, blur, axes=(0, 1))
        image = _inside(image, bounds)
    return image.astype(model.dtype)


def _noise(image_shape: tuple[int, ...], bounds: Bounds, rng: Any) -> np.ndarray:
    """Return a grey image, halfway between black and white, with a tenth of that range as noise."""
    if not isinstance(image_shape, tuple | list) or len(image_shape) not in (2, 3):
        raise ValueError(
            say("image_shape must be (height, width) or (height, width, channels), but "
                "{shape!r} arrived.", shape=image_shape)
        )
    shape = [whole_number(side, "image_shape", minimum=1) for side in image_shape]
    low, high = (-0.5, 0.5) if bounds is None else _checked(bounds)
    noise = np.random.default_rng(rng).uniform(-0.5, 0.5, shape)
    return (low + high) / 2 + 0.1 * (high - low) * noise


def _unit_gradient(observed: Observed, image: np.ndarray, unit: int) -> np.ndarray:
    """Return d(mean of a unit's answers) / d(pixel)."""
    output = observed.forward(image[None])
    answers = observed.watch.y
    if whole_number(unit, "unit") >= len(answers):
        raise ValueError(
            say("Layer {layer} has {count} units, numbered from 0 to {last}, but unit={unit} "
                "arrived.", layer=f"{observed.name} {observed.layer!r}", count=len(answers),
                last=len(answers) - 1, unit=unit)
        )
    one = one_at(unit, answers) / answers[unit].size
    return observed.backward_from_watch(output, one).reshape(image.shape)


def adversarial_nudge(
    model: Sequential,
    image: ArrayLike,
    label: int | None = None,
    size: float = 0.05,
    *,
    bounds: Bounds = (0, 1),
) -> np.ndarray:
    """Return the image, each pixel moved by `size` in the direction in which the loss grows.

        nudged = image + size * sign(dL/d(image)),  L = cross-entropy with the right class

    Parameters
    ----------
    label : the right class; None = the one that the network chooses
    size : how far each pixel is moved, in the image's own units
    bounds : black and white: what goes beyond is cut off; None = nothing is

    Goodfellow, Shlens and Szegedy, "Explaining and Harnessing Adversarial Examples" (2015),
    arXiv:1412.6572: the fast gradient sign method.

    >>> from cnnlab import nn
    >>> model = nn.Sequential(nn.Flatten(), nn.Linear(3, 2))
    >>> model.params["1.weight"][...] = [[1, -2, 0], [0, 0, 0]]
    >>> adversarial_nudge(model, np.full((1, 3), 0.5), label=0, size=0.1)
    array([[0.4, 0.6, 0.5]])
    """
    image, size = widened(image_array(image)), not_negative(size, "size")
    if bounds is not None:
        _refuse_outside(image, _checked(bounds))
    observed, loss = Observed(model), CrossEntropyLoss()
    scores = observed.scores(image[None])
    loss.forward(scores, [known_class(label, scores)])
    direction = np.sign(observed.backward(loss.backward())).reshape(image.shape)
    return _inside(image + image.dtype.type(size) * direction, bounds)


def _checked(bounds: Bounds) -> tuple[float, float]:
    low, high = numeric_array(bounds, "bounds").ravel()[[0, -1]].tolist()
    if np.shape(bounds) != (2,) or low >= high:
        raise ValueError(
            say("bounds must be two numbers, what is black and what is white, such as (0, 1), but "
                "{bounds!r} arrived.", bounds=bounds)
        )
    return low, high


def _refuse_outside(image: np.ndarray, bounds: tuple[float, float]) -> None:
    low, high = bounds
    if image.min() < low or image.max() > high:
        raise ValueError(
            say("The image reaches from {smallest:g} to {largest:g}, beyond bounds={bounds}. Say "
                "what is black and what is white, such as bounds=(0, 255), or bounds=None.",
                smallest=float(image.min()), largest=float(image.max()), bounds=bounds)
        )


def _inside(image: np.ndarray, bounds: Bounds) -> np.ndarray:
    return image if bounds is None else np.clip(image, *bounds)
