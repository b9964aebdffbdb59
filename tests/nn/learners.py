"""What the tests of training have in common: data, networks, somebody who listens."""

import numpy as np
from sklearn.datasets import load_digits

from cnnlab import nn
from cnnlab.nn.callbacks import Callback
from cnnlab.nn.training import fit

DIGITS = load_digits()
IMAGES, LABELS = (DIGITS.images / 16).astype(np.float32), DIGITS.target
RNG = np.random.default_rng(0)
POINTS = RNG.normal(size=(90, 2)).astype(np.float32)
SIDES = (POINTS[:, 0] > POINTS[:, 1]).astype(int)


def small(rng=0):
    return nn.Sequential(nn.Conv2d(1, 8, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten(),
                         nn.Linear(128, 10), rng=rng)


def line(rng=0, outputs=2):
    return nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, outputs), rng=rng)


def quietly(model, images=POINTS, labels=SIDES, **options):
    """Train without a bar, by SGD, with a seed, unless said otherwise."""
    settings = {"optimiser": nn.SGD(model, lr=0.1), "rng": 0, "progress": False, **options}
    return fit(model, images, labels, **settings)


def weights(model):
    return np.concatenate([param.ravel() for param in model.params.values()])


class Recorder(Callback):
    """Writes down what it hears, and does something at one moment."""

    def __init__(self, at=None, act=None):
        self.heard, self.at, self.act = [], at, act

    def _hear(self, moment, training):
        now = (moment, training.epoch, training.step)
        self.heard.append(now)
        if now == self.at:
            self.act(training)

    def on_fit_begin(self, training):
        self._hear("begin", training)

    def on_batch_end(self, training):
        self._hear("batch", training)

    def on_epoch_end(self, training):
        self._hear("epoch", training)

    def on_fit_end(self, training):
        self._hear("end", training)


class Orders(np.random.Generator):
    """A Generator that remembers the orders it has dealt out."""

    def __init__(self, seed):
        super().__init__(np.random.PCG64(seed))
        self.orders = []

    def permutation(self, rows, axis=0):
        self.orders.append(super().permutation(rows, axis))
        return self.orders[-1]
