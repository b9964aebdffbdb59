"""The same training step, by cnnlab, by PyTorch in two layouts, and the obvious way in NumPy.

Each function takes a network and returns (a step, the weights after it); it imports its library
itself, because each runs in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from benchmarks.networks.nets import LEARNING_RATE, Net, batch, first_weights

Weights = dict[str, np.ndarray]
Training = tuple[Callable[[], object], Callable[[], Weights]]


def cnnlab(net: Net) -> Training:
    from cnnlab import nn

    make = {
        "conv": lambda inside, out, size, padding: nn.Conv2d(inside, out, size, padding=padding),
        "relu": nn.ReLU, "pool": lambda: nn.MaxPool2d(2), "flatten": nn.Flatten,
        "linear": nn.Linear,
    }
    model = nn.Sequential(*(make[kind](*sizes) for kind, *sizes in net.layers))
    for name, value in first_weights(net).items():
        model.params[name][...] = value
    loss, optimiser = nn.CrossEntropyLoss(), nn.SGD(model, lr=LEARNING_RATE)
    images, labels = batch(net)
    x = np.ascontiguousarray(images.transpose(1, 2, 3, 0))

    def step() -> float:
        value = loss.forward(model.forward(x), labels)
        model.backward_params(loss.backward())
        optimiser.step()
        return value

    return step, lambda: dict(model.params)


def pytorch(net: Net, channels_last: bool, threads: int) -> Training:
    import torch
    from torch import nn

    torch.set_num_threads(threads)
    make = {
        "conv": lambda inside, out, size, padding: nn.Conv2d(inside, out, size, padding=padding),
        "relu": nn.ReLU, "pool": lambda: nn.MaxPool2d(2), "flatten": nn.Flatten,
        "linear": nn.Linear,
    }
    model = nn.Sequential(*(make[kind](*sizes) for kind, *sizes in net.layers))
    model.load_state_dict({k: torch.from_numpy(v) for k, v in first_weights(net).items()})
    images, labels = (torch.from_numpy(array) for array in batch(net))
    if channels_last:
        model = model.to(memory_format=torch.channels_last)
        images = images.contiguous(memory_format=torch.channels_last)
    loss = nn.CrossEntropyLoss()
    optimiser = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)

    def step() -> float:
        optimiser.zero_grad(set_to_none=True)
        value = loss(model(images), labels)
        value.backward()
        optimiser.step()
        return value

    return step, lambda: {k: v.detach().numpy() for k, v in model.state_dict().items()}


def obvious(net: Net) -> Training:
    from benchmarks.networks import obvious as numpy

    weights, layers = first_weights(net), []
    for number, (kind, *sizes) in enumerate(net.layers):
        own = [weights.get(f"{number}.{name}") for name in ("weight", "bias")]
        layers.append({
            "conv": lambda own=own, sizes=sizes, number=number: numpy.Conv(
                *own, padding=sizes[3], first=number == 0),
            "relu": numpy.ReLU, "pool": numpy.Pool, "flatten": numpy.Flatten,
            "linear": lambda own=own: numpy.Linear(*own),
        }[kind]())
    images, labels = batch(net)

    def step() -> None:
        x = images
        for layer in layers:
            x = layer.forward(x)
        grad = numpy.cross_entropy_gradient(x, labels)
        for layer in reversed(layers):
            grad = layer.backward(grad)
        for layer in layers:
            for param, its_grad in zip(layer.params, getattr(layer, "grads", ()), strict=True):
                param -= np.float32(LEARNING_RATE) * its_grad

    return step, lambda: weights  # the layers change these arrays in place


class Contestant(NamedTuple):
    title: str
    package: str  # whose version it is
    train: Callable[[Net], Training]


CONTESTANTS = {
    "cnnlab": Contestant("cnnlab", "cnnlab", cnnlab),
    "obvious": Contestant("NumPy, the obvious way", "numpy", obvious),
    **{
        f"torch{'-last' if last else ''}-{threads}": Contestant(
            f"PyTorch, {'channels last' if last else 'default layout'}, {threads} thread(s)",
            "torch", lambda net, last=last, threads=threads: pytorch(net, last, threads),
        )
        for last in (False, True) for threads in (1, 2)
    },
}
