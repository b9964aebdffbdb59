"""Batch normalisation: every channel brought to mean 0 and variance 1, then to what it learns.

Read `forward`, then `backward_input` beside its derivation in the class. `_statistics` is where
training and use differ: the batch's own numbers, or the running ones kept from training.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from cnnlab._validation import finite_number, fraction, say, whole_number
from cnnlab.nn.layer import Layer


class BatchNorm2d(Layer):
    """Normalise each channel over its m = H W N numbers in the batch, then scale and shift it.

        z[c] = (x[c] - mean[c]) / s[c],  s[c] = sqrt(variance[c] + eps)
        y[c] = weight[c] * z[c] + bias[c]

    With g = dL/dy, the sums taken over the m numbers of a channel:

        dL/dbias = sum of g,  dL/dweight = sum of g z

    In training every x_k moves all z_i of its channel, through the mean and through s:

        dmean/dx_k = 1 / m,  ds/dx_k = (x_k - mean) / (m s) = z_k / m
        dz_i/dx_k = ((1 if i = k else 0) - 1 / m - z_i z_k / m) / s
        dL/dx_k = weight * sum over i of g_i dz_i/dx_k
                = weight / s * (g_k - mean of g - z_k * mean of g z)

    So g loses what would only shift or stretch a whole channel: the layer undoes both anyway.
    After `eval()` mean and s are constants, the running ones, and dL/dx = weight / s * g.

    Parameters
    ----------
    num_features : int, the channels
    eps : a small number that keeps the division from going wrong
    momentum : from 0 to 1, how far the running statistics move to each batch's; None = their mean
    affine : bool, whether there are a weight and a bias
    track_running_stats : bool; without, the batch's own statistics are used after `eval()` too

    `params`: weight, bias (num_features,). `buffers`: running_mean, running_var (num_features,),
    the latter unbiased (divided by m - 1, as in PyTorch), and num_batches_tracked.

    Ioffe and Szegedy, "Batch Normalization" (2015), arXiv:1502.03167.

    >>> layer = BatchNorm2d(1)
    >>> layer.forward(np.array([1, 1, 3, 3]).reshape(1, 2, 2, 1)).squeeze().round(3)
    array([[-1., -1.],
           [ 1.,  1.]], dtype=float32)
    """

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        *,
        dtype: DTypeLike = np.float32,
    ):
        super().__init__(dtype)
        self.num_features = whole_number(num_features, "num_features", minimum=1)
        self.eps = finite_number(eps, "eps", above=0)
        self.momentum = None if momentum is None else fraction(momentum, "momentum")
        self.affine = bool(affine)
        self.track_running_stats = bool(track_running_stats)
        self.initialise()

    def initialise(self, rng: object = None) -> None:
        """Begin anew: weight 1, bias 0, nothing seen yet. Chance plays no part."""
        zeros, ones = np.zeros(self.num_features), np.ones(self.num_features)
        if self.affine:
            self.set_param("weight", ones)
            self.set_param("bias", zeros)
        if self.track_running_stats:
            self.buffers["running_mean"] = zeros.astype(self.dtype)
            self.buffers["running_var"] = ones.astype(self.dtype)
            self.buffers["num_batches_tracked"] = np.array(0, np.int64)

    @property
    def alone(self) -> bool:
        """Only with the running statistics: those of a batch come from all its examples."""
        return self.track_running_stats and not self.training

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return `x` (num_features, H, W, N), normalised."""
        x = self._input(x, "CHWN", C=self.num_features)
        values = x.reshape(self.num_features, -1)
        self._constant = self.alone
        mean, variance = self._running() if self._constant else self._statistics(values)
        self._s = np.sqrt(variance + self.eps)[:, None]
        self._z = (values - mean[:, None]) / self._s
        y = self._z
        if self.affine:
            y = y * self.params["weight"][:, None] + self.params["bias"][:, None]
        return y.reshape(x.shape)

    def _running(self) -> tuple[np.ndarray, np.ndarray]:
        return self.buffers["running_mean"], self.buffers["running_var"]

    def _statistics(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the batch's mean and variance of each channel, and remember them if tracked."""
        m = values.shape[1]
        if m < 2:
            raise ValueError(
                say("{layer} has {count} number(s) per channel, too few for a variance. Give it "
                    "more examples at once, or call eval() to use the running statistics.",
                    layer=repr(self), count=m)
            )
        mean, variance = values.mean(axis=1), values.var(axis=1)
        if self.track_running_stats:
            self._remember(mean, variance * (m / (m - 1)))
        return mean, variance

    def _remember(self, mean: np.ndarray, unbiased: np.ndarray) -> None:
        """Move the running statistics towards those of a batch."""
        count = self.buffers["num_batches_tracked"]
        count += 1
        step = 1 / int(count) if self.momentum is None else self.momentum
        running_mean, running_var = self._running()
        running_mean += step * (mean - running_mean)
        running_var += step * (unbiased - running_var)

    def backward_params(self, grad_output: np.ndarray) -> None:
        """Fill `grads`: the sums of g z and of g over each channel."""
        if self.affine:
            g = self._in_channels(grad_output)
            self.grads["weight"][...] = _sum_of_products(g, self._z)
            self.grads["bias"][...] = g.sum(axis=1)

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return dL/dx: g without its mean and without its part along z, over s."""
        g = self._in_channels(grad_output)
        if self._constant:
            grad = g / self._s
        else:
            along = _sum_of_products(g, self._z) / g.shape[1]
            grad = (g - g.mean(axis=1, keepdims=True) - self._z * along[:, None]) / self._s
        if self.affine:
            grad *= self.params["weight"][:, None]
        return grad.reshape(grad_output.shape)

    def _in_channels(self, grad_output: np.ndarray) -> np.ndarray:
        return np.asarray(grad_output, self.dtype).reshape(self.num_features, -1)

    def _described(self) -> str:
        return str(self.num_features) + self._options(eps=1e-5, momentum=0.1, affine=True,
                                                      track_running_stats=True)


def _sum_of_products(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the sum of a b for each channel, (C, m) and (C, m) -> (C,)."""
    return np.einsum("cm,cm->c", a, b)
