"""Looking inside a trained network: what its layers answer, what it looks at, what fools it.

    feature_maps               what a layer makes of an image
    occlusion_map              how far a score falls where a part of the image is covered
    gradient, saliency         how a score would change with each pixel
    grad_cam                   where the maps are that speak for a class
    activation_maximisation    an image that a unit answers to as strongly as it can
    adversarial_nudge          a small change of every pixel that makes the network err

Images are (H, W) or (H, W, C), scaled as those that the network learned from; maps are (H, W). The
network is used, not trained, and is left exactly as it was. `target` is the number of a class; None
is the class that the network chooses. Each picture answers one question about the network, and none
of them says why it decided as it did: change the weights at random and look again (Adebayo et al.,
"Sanity Checks for Saliency Maps", 2018, arXiv:1810.03292).
"""

from __future__ import annotations

from itertools import takewhile
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
from cnnlab.nn.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from cnnlab.nn.convolution import Conv2d
from cnnlab.nn.losses import CrossEntropyLoss
from cnnlab.nn.network import Sequential
from cnnlab.nn.normalisation import BatchNorm2d
from cnnlab.vision._observed import LayerName, Observed, known_class, layers_of, one_at

AFTER_A_CONVOLUTION = (BatchNorm2d, ReLU, LeakyReLU, Sigmoid, Tanh)
Bounds = tuple[float, float] | None

# What a layer answers --------------------------------------------------------------------


def feature_maps(model: Sequential, image: ArrayLike, layer: LayerName) -> np.ndarray:
    """Return what a layer makes of an image: maps (F, H', W'), or numbers (D,) after flattening.

    `layer` is its number as `print(model)` has it, or "2.0" for the first one inside layer 2; -1 is
    the last. Raises ValueError where there is no such layer, or for an image of another size.

    >>> from cnnlab import nn
    >>> model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten())
    >>> [feature_maps(model, np.ones((8, 6)), layer).shape for layer in range(4)]
    [(4, 6, 4), (4, 6, 4), (4, 3, 2), (24,)]
    """
    observed = Observed(model, layer)
    observed.forward(image_array(image)[None])
    return observed.watch.y[..., 0].copy()


# Cover a part ----------------------------------------------------------------------------


def occlusion_map(
    model: Sequential,
    image: ArrayLike,
    target: int | None = None,
    *,
    size: int = 3,
    stride: int = 1,
    fill: ArrayLike = 0.0,
) -> np.ndarray:
    """Return how far the score of a class falls when a square is covered: (H, W).

    Parameters
    ----------
    size : odd, the side of the square in pixels. It is centred on each pixel in turn; at the
        border, the part inside the image is covered
    stride : cover at every so many pixels only, in the middle of blocks that share the number
    fill : what the square is filled with, a number or one for each channel. 0 is black. On an image
        without ink where it is black, black hides ink, and grey would add some

    Positive: without this part the score is lower, so the network used it. Negative: this part
    speaks against the class. The paper shows the probability that is left; the score's own fall has
    no ceiling, and adds up.

    Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks" (2014),
    arXiv:1311.2901, figure 6.

    >>> from cnnlab import nn
    >>> model = nn.Sequential(nn.Flatten(), nn.Linear(6, 1))
    >>> model.params["1.weight"][...] = [[1, 2, 3, 4, 5, 6]]
    >>> occlusion_map(model, np.ones((2, 3)), size=1)
    array([[1., 2., 3.],
           [4., 5., 6.]], dtype=float32)
    """
    image, fill = widened(image_array(image)), widened(numeric_array(fill, "fill"))
    if fill.ndim and fill.shape != image.shape[2:]:
        raise ValueError(
            say("fill must be one number, or one for each channel of an image of shape {image}, "
                "but its shape is {shape}.", image=image.shape, shape=fill.shape)
        )
    half, stride = _half(size), whole_number(stride, "stride", minimum=1)
    observed = Observed(model)
    scores = observed.scores(image[None])
    target = known_class(target, scores)
    rows, columns = (_middles(length, stride) for length in image.shape[:2])
    left = [observed.scores(_covered(image, row, columns, half, fill))[target] for row in rows]
    falls = scores[target] - np.array(left)
    blocks = falls.repeat(stride, axis=0).repeat(stride, axis=1)
    return blocks[: image.shape[0], : image.shape[1]]


def _half(size: int) -> int:
    size = whole_number(size, "size", minimum=1)
    if size % 2 == 0:
        raise ValueError(
            say("size must be odd, so that a pixel is in the middle of the square, but {size} "
                "arrived.", size=size)
        )
    return size // 2


def _middles(length: int, stride: int) -> np.ndarray:
    """Return the middle of each block of `stride` pixels; the last block may be cut off.

    >>> _middles(8, 3)
    array([1, 4, 7])
    """
    return np.minimum(np.arange(0, length, stride) + stride // 2, length - 1)


def _covered(
    image: np.ndarray, row: int, columns: np.ndarray, half: int, fill: np.ndarray
) -> np.ndarray:
    """Return a batch of images, each covered around the same row and one of the columns."""
    batch = np.repeat(image[None], len(columns), axis=0)
    for one, column in zip(batch, columns, strict=True):
        one[max(row - half, 0) : row + half + 1, max(column - half, 0) : column + half + 1] = fill
    return batch


# Follow the gradient to the pixels --------------------------------------------------------


def gradient(model: Sequential, image: ArrayLike, target: int | None = None) -> np.ndarray:
    """Return d(score of a class) / d(pixel), of the shape of the image, with its sign.

    Of a network that is one matrix, these are the weights of that class. Of any other, they hold
    for very small changes of this image only.

    >>> from cnnlab import nn
    >>> model = nn.Sequential(nn.Flatten(), nn.Linear(4, 1))
    >>> model.params["1.weight"][...] = [[1, -2, 3, 0]]
    >>> gradient(model, np.ones((2, 2)))
    array([[ 1., -2.],
           [ 3.,  0.]], dtype=float32)
    """
    image, observed = image_array(image), Observed(model)
    scores = observed.scores(image[None])
    to_image = observed.backward(one_at(known_class(target, scores), scores))
    return to_image.reshape(image.shape)


def saliency(model: Sequential, image: ArrayLike, target: int | None = None) -> np.ndarray:
    """Return how strongly a score reacts to each pixel: the size of its `gradient`, (H, W).

    Of a colour image, each pixel has the largest of its channels. It says how far the score would
    move if the pixel changed a little; not how much the pixel has contributed, nor in which
    direction.

    Simonyan, Vedaldi and Zisserman, "Deep Inside Convolutional Networks" (2014), arXiv:1312.6034.

    >>> from cnnlab import nn
    >>> saliency(nn.Sequential(nn.Conv2d(3, 2, 3), nn.GlobalAvgPool2d()), np.ones((8, 9, 3))).shape
    (8, 9)
    """
    size = np.abs(gradient(model, image, target))
    return size.max(axis=2) if size.ndim == 3 else size


def grad_cam(
    model: Sequential,
    image: ArrayLike,
    target: int | None = None,
    layer: LayerName | None = None,
) -> np.ndarray:
    """Return where the maps of a layer speak for a class, stretched to the image's size: (H, W).

        weight[f] = mean over the places of d(score) / d(map f)
        grad_cam = ReLU(sum over f of weight[f] * map f)

    `layer` None is the last convolution, after the activation that follows it. A coarse picture: it
    has as many places as that layer's maps, stretched linearly between them, and shows only what
    speaks for the class. Raises ValueError where the network has no convolution, or where the layer
    gives no maps.

    Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based
    Localization" (2017), arXiv:1610.02391.

    >>> from cnnlab import nn
    >>> model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.GlobalAvgPool2d(), nn.Linear(4, 2))
    >>> grad_cam(model, np.ones((8, 9)), target=1).shape
    (8, 9)
    """
    image = image_array(image)
    observed = Observed(model, _last_convolution(model) if layer is None else layer)
    scores = observed.scores(image[None])
    maps = observed.watch.y
    if maps.ndim != 4:
        raise ValueError(
            say("Grad-CAM needs maps, but layer {layer} gives {shape}. Choose a convolution, or "
                "what follows it before the maps are flattened.",
                layer=f"{observed.name} {observed.layer!r}", shape=maps.shape[:-1])
        )
    observed.backward(one_at(known_class(target, scores), scores))
    weights = observed.watch.grad.mean(axis=(1, 2), keepdims=True)
    return _stretched(np.maximum((weights * maps).sum(axis=0)[..., 0], 0), image.shape[:2])


def _last_convolution(model: Sequential) -> str:
    """Return the name of the last convolution, or of the activation that ends its work."""
    layers = layers_of(model)
    names = list(layers)
    convolutions = [place for place, name in enumerate(names)
                    if isinstance(layers[name], Conv2d)]
    if not convolutions:
        raise ValueError(
            say("Grad-CAM needs the maps of a convolution, but this network has none: {layers}.",
                layers=", ".join(type(layer).__name__ for layer in layers.values()))
        )
    last = convolutions[-1]
    after = takewhile(lambda name: isinstance(layers[name], AFTER_A_CONVOLUTION),
                      names[last + 1 :])
    return [names[last], *after][-1]


def _stretched(coarse: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Return a map in another size, linear between the middles of its pixels.

    >>> _stretched(np.array([[0.0, 1.0]]), (1, 4))
    array([[0.  , 0.25, 0.75, 1.  ]])
    """
    from scipy.ndimage import zoom

    factors = [new / old for new, old in zip(shape, coarse.shape, strict=True)]
    return zoom(coarse, factors, order=1, mode="nearest", grid_mode=True)


# Change the image -------------------------------------------------------------------------


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
