"""From gradients to better weights: one step downhill.

Each optimiser is made for one model and changes its `params` in place. Read `Optimiser.step`, then
`SGD._change`: without momentum, it is w -= lr * dL/dw and nothing else.
"""

from __future__ import annotations

import numpy as np

from cnnlab._validation import finite_number, not_negative, say
from cnnlab.nn.layer import Layer, check_is_layer


class Optimiser:
    """What all share: the model, the learning rate, and a memory for each weight."""

    def __init__(self, model: Layer, lr: float, weight_decay: float):
        check_is_layer(model)
        if not model.params:
            raise ValueError(
                say("This model has no weights, so there is nothing to learn: {model}.",
                    model=repr(model))
            )
        self.model = model
        self.lr = finite_number(lr, "lr", above=0)
        self.weight_decay = not_negative(weight_decay, "weight_decay")
        self._memories: dict[str, list[np.ndarray]] = {}

    def step(self) -> None:
        """Change every weight once, by the gradients of the last `backward`."""
        grads = self.model.grads
        for name, param in self.model.params.items():
            grad = grads[name]
            if self.weight_decay:
                grad = grad + self.weight_decay * param
            self._change(name, param, grad)

    def reset(self) -> None:
        """Forget all steps so far: the next one is like the first."""
        self._memories.clear()

    def _change(self, name: str, param: np.ndarray, grad: np.ndarray) -> None:
        raise NotImplementedError

    def _memory(self, name: str, param: np.ndarray, count: int) -> list[np.ndarray]:
        """Return `count` arrays like this weight; zero at first, and for another layer's weight."""
        memories = self._memories.get(name, ())
        if not memories or memories[0].shape != param.shape:
            memories = [np.zeros_like(param) for _ in range(count)]
        self._memories[name] = [memory.astype(param.dtype, copy=False) for memory in memories]
        return self._memories[name]


class SGD(Optimiser):
    """Stochastic gradient descent: w -= lr * velocity, velocity = momentum * velocity + dL/dw.

    Parameters
    ----------
    model : the layer or network whose weights are to change
    lr : learning rate, how far a step goes
    momentum : from 0 (none) to below 1, how much of the last step goes on
    weight_decay : how strongly weights are pulled to zero: adds weight_decay * w to the gradient

    Robbins and Monro (1951); momentum as in Sutskever, Martens, Dahl and Hinton (2013) and PyTorch.

    >>> from cnnlab import nn
    >>> layer = nn.Linear(1, 1, bias=False)
    >>> layer.params["weight"][...], layer.grads["weight"][...] = 1.0, 2.0
    >>> nn.SGD(layer, lr=0.25).step()
    >>> layer.params["weight"].item()
    0.5
    """

    def __init__(
        self, model: Layer, lr: float, momentum: float = 0.0, *, weight_decay: float = 0.0
    ):
        super().__init__(model, lr, weight_decay)
        self.momentum = not_negative(momentum, "momentum", below=1)

    def _change(self, name: str, param: np.ndarray, grad: np.ndarray) -> None:
        if self.momentum:
            [velocity] = self._memory(name, param, 1)
            velocity *= self.momentum
            velocity += grad
            grad = velocity
        param -= self.lr * grad


class Adam(Optimiser):
    """Each weight has a step of its own: a running mean of its gradient, over its usual size.

        m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2,
        w -= lr * m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + eps)

    Parameters
    ----------
    model, lr, weight_decay : as in `SGD`
    betas : (b1, b2), how much of the old running means stays, each from 0 to below 1
    eps : a small number that keeps the division from going wrong

    Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015), arXiv:1412.6980.
    """

    def __init__(
        self,
        model: Layer,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ):
        super().__init__(model, lr, weight_decay)
        self.betas = tuple(not_negative(beta, "betas", below=1) for beta in betas)
        self.eps = finite_number(eps, "eps", above=0)
        self.steps = 0

    def step(self) -> None:
        """Change every weight once, by the gradients of the last `backward`."""
        self.steps += 1
        super().step()

    def reset(self) -> None:
        """Forget the running means, and how many steps they come from."""
        super().reset()
        self.steps = 0

    def _change(self, name: str, param: np.ndarray, grad: np.ndarray) -> None:
        mean, square = self._memory(name, param, 2)
        first, second = self.betas
        mean += (1 - first) * (grad - mean)
        square += (1 - second) * (grad**2 - square)
        size = np.sqrt(square / (1 - second**self.steps)) + self.eps
        param -= self.lr / (1 - first**self.steps) * mean / size
