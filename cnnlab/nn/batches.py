"""The network's door: here images as people keep them become activations, the batch last.

Outside, the first axis counts the examples: images (N, H, W) or (N, H, W, C), vectors (N, D).
Inside, the last one does, and channels come first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import say


def activations(examples: ArrayLike) -> np.ndarray:
    """Return examples as a network takes them, the batch last and channels first.

    (N, H, W) becomes (1, H, W, N), (N, H, W, C) becomes (C, H, W, N), vectors (N, D) become (D, N).
    Values and type stay as they are.

    >>> activations(np.zeros((64, 28, 28))).shape, activations(np.zeros((64, 32, 32, 3))).shape
    ((1, 28, 28, 64), (3, 32, 32, 64))
    """
    examples = np.asarray(examples)
    if examples.ndim not in (2, 3, 4):
        raise ValueError(
            say("Give a batch of images, (N, H, W) or (N, H, W, C), or of vectors, (N, D), but the "
                "shape is {shape}. One image alone: images[None].", shape=examples.shape)
        )
    if examples.ndim == 4:
        return examples.transpose(3, 1, 2, 0)
    batch_last = np.moveaxis(examples, 0, -1)
    return batch_last[None] if examples.ndim == 3 else batch_last


def shape_inside(image_shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape that an example has inside, where channels come first.

    >>> shape_inside((28, 28)), shape_inside((32, 32, 3))
    ((1, 28, 28), (3, 32, 32))
    """
    if not isinstance(image_shape, tuple | list) or not 1 <= len(image_shape) <= 3:
        raise ValueError(
            say("The shape of one image is (H, W) or (H, W, C), that of a vector (D,), without the "
                "number of examples, but {shape!r} arrived.", shape=image_shape)
        )
    return activations(np.broadcast_to(np.float32(0), (1, *image_shape))).shape[:-1]
