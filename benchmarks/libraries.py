"""One job, five libraries: slide a kernel over a grey image, same size out, zeros around it.

Each function below takes an image (H, W) and a kernel (kh, kw) of one float type, puts them into
the form its library likes, and returns a function without arguments: the call that is timed.
Kernel sides are odd, so that all five agree on which weight is the middle one. A library is
imported only in its own function, because each one runs in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

Call = Callable[[], Any]


def cnnlab(image: np.ndarray, kernel: np.ndarray) -> Call:
    from cnnlab.convolution import cross_correlate

    return lambda: cross_correlate(image, kernel, padding="same")


def pytorch(image: np.ndarray, kernel: np.ndarray) -> Call:
    import torch

    batch, weight = torch.from_numpy(image)[None, None], torch.from_numpy(kernel)[None, None]
    padding = (kernel.shape[0] // 2, kernel.shape[1] // 2)
    return lambda: torch.nn.functional.conv2d(batch, weight, padding=padding)


def opencv(image: np.ndarray, kernel: np.ndarray) -> Call:
    import cv2

    return lambda: cv2.filter2D(image, -1, kernel, borderType=cv2.BORDER_CONSTANT)


def ndimage(image: np.ndarray, kernel: np.ndarray) -> Call:
    from scipy.ndimage import correlate

    return lambda: correlate(image, kernel, mode="constant", cval=0.0)


def correlate2d(image: np.ndarray, kernel: np.ndarray) -> Call:
    from scipy.signal import correlate2d

    return lambda: correlate2d(image, kernel, mode="same", boundary="fill", fillvalue=0)


class Library(NamedTuple):
    title: str  # the head of its column
    call: str  # what is timed, as one would look it up
    package: str  # whose version it is
    prepare: Callable[[np.ndarray, np.ndarray], Call]


LIBRARIES = {
    "cnnlab": Library("cnnlab", "cnnlab.convolution.cross_correlate", "cnnlab", cnnlab),
    "pytorch": Library("PyTorch", "torch.nn.functional.conv2d", "torch", pytorch),
    "opencv": Library("OpenCV", "cv2.filter2D", "cv2", opencv),
    "ndimage": Library("ndimage", "scipy.ndimage.correlate", "scipy", ndimage),
    "correlate2d": Library("correlate2d", "scipy.signal.correlate2d", "scipy", correlate2d),
}
PEERS = [name for name in LIBRARIES if name != "cnnlab"]
