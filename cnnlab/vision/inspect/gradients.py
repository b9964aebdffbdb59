"""Follow the gradient of a score back, to the pixels (saliency) or to a layer's maps (Grad-CAM).

Read `gradient` first: one backward pass that begins with 1 at one class.
"""

from __future__ import annotations

from itertools import takewhile

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import image_array, say
from cnnlab.nn.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from cnnlab.nn.convolution import Conv2d
from cnnlab.nn.network import Sequential
from cnnlab.nn.normalisation import BatchNorm2d
from cnnlab.vision.inspect._observed import LayerName, Observed, known_class, layers_of, one_at

AFTER_A_CONVOLUTION = (BatchNorm2d, ReLU, LeakyReLU, Sigmoid, Tanh)


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
