"""A learning rate that changes: large steps first, small ones to end with.

Call `step()` after each epoch, as in PyTorch; `fit(schedule=...)` does it.
"""

from __future__ import annotations

import math

from cnnlab._validation import finite_number, whole_number
from cnnlab.nn.optimisers import Optimiser


class Schedule:
    """Sets the optimiser's `lr` from the number of epochs that have passed."""

    def __init__(self, optimiser: Optimiser):
        self.optimiser = optimiser
        self.first_lr = optimiser.lr
        self.epoch = 0

    def step(self) -> None:
        """Another epoch has passed: set the learning rate for the next one."""
        self.epoch += 1
        self.optimiser.lr = self.lr_after(self.epoch)

    def lr_after(self, epochs: int) -> float:
        """Return the learning rate after so many epochs."""
        raise NotImplementedError


class StepLR(Schedule):
    """Multiply the learning rate by `gamma` every `step_size` epochs.

    >>> from cnnlab import nn
    >>> schedule = StepLR(nn.SGD(nn.Linear(1, 1), lr=1.0), step_size=2, gamma=0.5)
    >>> [schedule.lr_after(epochs) for epochs in range(5)]
    [1.0, 1.0, 0.5, 0.5, 0.25]
    """

    def __init__(self, optimiser: Optimiser, step_size: int, gamma: float = 0.1):
        super().__init__(optimiser)
        self.step_size = whole_number(step_size, "step_size", minimum=1)
        self.gamma = finite_number(gamma, "gamma", above=0)

    def lr_after(self, epochs: int) -> float:
        """Return the learning rate after so many epochs."""
        return self.first_lr * self.gamma ** (epochs // self.step_size)


class CosineAnnealingLR(Schedule):
    """Go down along half a cosine, from the first learning rate to `eta_min` in `T_max` epochs.

    Loshchilov and Hutter, "SGDR" (2017), arXiv:1608.03983, without restarts.

    >>> from cnnlab import nn
    >>> schedule = CosineAnnealingLR(nn.SGD(nn.Linear(1, 1), lr=1.0), T_max=4)
    >>> [round(schedule.lr_after(epochs), 3) for epochs in range(5)]
    [1.0, 0.854, 0.5, 0.146, 0.0]
    """

    def __init__(self, optimiser: Optimiser, T_max: int, eta_min: float = 0.0):  # PyTorch's names
        super().__init__(optimiser)
        self.T_max = whole_number(T_max, "T_max", minimum=1)
        self.eta_min = finite_number(eta_min, "eta_min")

    def lr_after(self, epochs: int) -> float:
        """Return the learning rate after so many epochs."""
        height = (1 + math.cos(math.pi * epochs / self.T_max)) / 2
        return self.eta_min + (self.first_lr - self.eta_min) * height
