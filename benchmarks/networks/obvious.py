"""The obvious way in NumPy, as a first version is written: (N, C, H, W), windows and tensordot.

Nothing here is careless: it is vectorised, in float32, and right. It is what the order of the axes
and the copies cost.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


class Conv:
    def __init__(self, weight: np.ndarray, bias: np.ndarray, padding: int, first: bool) -> None:
        self.params, self.padding, self.first = [weight, bias], padding, first

    def forward(self, x: np.ndarray) -> np.ndarray:
        weight, bias = self.params
        around = [(0, 0), (0, 0), *[(self.padding, self.padding)] * 2]
        self.windows = sliding_window_view(np.pad(x, around), weight.shape[2:], axis=(2, 3))
        y = np.tensordot(self.windows, weight, axes=((1, 4, 5), (1, 2, 3)))
        return y.transpose(0, 3, 1, 2) + bias[:, None, None]

    def backward(self, grad: np.ndarray) -> np.ndarray | None:
        weight = self.params[0]
        self.grads = [np.tensordot(grad, self.windows, axes=((0, 2, 3), (0, 2, 3))),
                      grad.sum(axis=(0, 2, 3))]
        if self.first:
            return None
        around = weight.shape[2] - 1 - self.padding
        padded = np.pad(grad, [(0, 0), (0, 0), (around, around), (around, around)])
        windows = sliding_window_view(padded, weight.shape[2:], axis=(2, 3))
        turned = weight[:, :, ::-1, ::-1]
        return np.tensordot(windows, turned, axes=((1, 4, 5), (0, 2, 3))).transpose(0, 3, 1, 2)


class Pool:
    params: tuple = ()

    def forward(self, x: np.ndarray) -> np.ndarray:
        batch, channels, height, width = x.shape
        tiles = x[:, :, : height // 2 * 2, : width // 2 * 2].reshape(
            batch, channels, height // 2, 2, width // 2, 2).swapaxes(3, 4)
        self.shape, tiles = x.shape, tiles.reshape(*tiles.shape[:4], 4)
        self.first = tiles.argmax(axis=4, keepdims=True)  # of equal ones, as PyTorch
        return np.take_along_axis(tiles, self.first, axis=4)[..., 0]

    def backward(self, grad: np.ndarray) -> np.ndarray:
        given = np.zeros((*grad.shape, 4), grad.dtype)
        np.put_along_axis(given, self.first, grad[..., None], axis=4)
        height, width = 2 * grad.shape[2], 2 * grad.shape[3]
        whole = np.zeros(self.shape, grad.dtype)
        whole[:, :, :height, :width] = given.reshape(*grad.shape, 2, 2).swapaxes(3, 4).reshape(
            *grad.shape[:2], height, width)
        return whole


class ReLU:
    params: tuple = ()

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.y = np.maximum(x, 0)
        return self.y

    def backward(self, grad: np.ndarray) -> np.ndarray:
        return grad * (self.y > 0)


class Flatten:
    params: tuple = ()

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, grad: np.ndarray) -> np.ndarray:
        return grad.reshape(self.shape)


class Linear:
    def __init__(self, weight: np.ndarray, bias: np.ndarray) -> None:
        self.params = [weight, bias]

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        return x @ self.params[0].T + self.params[1]

    def backward(self, grad: np.ndarray) -> np.ndarray:
        self.grads = [grad.T @ self.x, grad.sum(axis=0)]
        return grad @ self.params[0]


def cross_entropy_gradient(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return dL/dlogits of the mean cross-entropy: (p - y) / N."""
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), labels] -= 1
    return p / np.float32(len(p))
