"""The networks of lesson 11 beside PyTorch: the same first weights, batches, recipe, step by step.

    python -m benchmarks.networks.lesson              # X and O, the shapes, the 14 digit folds
    python -m benchmarks.networks.lesson float32      # the same, in single precision

For each it prints the accuracy of both on images that neither has learned from, and how far the
losses of their steps are apart. `pair` is where both train; the digits come from `digit_folds`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from time import process_time
from typing import NamedTuple

import numpy as np

from cnnlab import datasets, nn

Examples = tuple[np.ndarray, np.ndarray]


class Task(NamedTuple):
    """A network of the lesson and its recipe: Adam, and batches in an order from seed 0."""

    layers: tuple[tuple, ...]  # (name, arguments), by PyTorch's names
    lr: float
    epochs: int
    batch_size: int
    cosine: bool = False  # whether lr falls to 0 along a cosine


class Trained(NamedTuple):
    losses: np.ndarray  # of each step
    answers: np.ndarray  # (N,) to the test images
    seconds: float  # of processor time


XO = Task((("Conv2d", 1, 3, 3), ("ReLU",), ("MaxPool2d", 4, 3), ("Flatten",),
           ("Linear", 12, 2)), lr=0.01, epochs=30, batch_size=64)
SHAPES = Task((("Conv2d", 1, 8, 5), ("ReLU",), ("MaxPool2d", 2),
               ("Conv2d", 8, 16, 3), ("ReLU",), ("MaxPool2d", 2), ("Flatten",),
               ("Linear", 64, 4)), lr=0.005, epochs=12, batch_size=32)
DIGITS = Task((("Conv2d", 1, 16, 3, 1, 1), ("ReLU",), ("Conv2d", 16, 32, 3, 1, 1), ("ReLU",),
               ("MaxPool2d", 2), ("Flatten",), ("Linear", 512, 10)),
              lr=0.005, epochs=3, batch_size=64, cosine=True)
VARIED = {"angle": 30, "scale": (0.5, 1), "shift": 1, "stroke": (0.8, 2), "deformation": 0.3,
          "contrast": (0.3, 1), "clutter": 0}
FOUR = ("x", "o", "triangle", "square")
AROUND = [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)]


# Images to learn from, and images to judge ------------------------------------------------


def xo() -> tuple[Examples, Examples]:
    """Return X's and O's in [-1, 1], as the lesson draws them."""
    drawn = [datasets.shapes(1000, 9, ("x", "o"), rng, **VARIED) for rng in (10, 12)]
    known, unknown = [(2 * each.images - 1, each.labels) for each in drawn]
    return known, unknown


def shapes() -> tuple[Examples, Examples]:
    """Return X, O, triangle and square, 16 x 16."""
    known, unknown = [tuple(datasets.shapes(count, 16, FOUR, rng=rng))
                      for rng, count in enumerate((1000, 500))]
    return known, unknown


def digit_folds(shifts: bool = True) -> Iterator[tuple[Examples, Examples]]:
    """Give for each form all the others, also moved by one pixel each way, and that form."""
    for known, unknown in datasets.leave_one_form_out(datasets.digits()):
        yield moved(*known) if shifts else tuple(known), tuple(unknown)


def moved(images: np.ndarray, labels: np.ndarray) -> Examples:
    """Return five of each image (N, H, W): in its place, and moved by one pixel each way."""
    height, width = images.shape[1:]
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    pictures = [framed[:, 1 - down : 1 - down + height, 1 - right : 1 - right + width]
                for down, right in AROUND]
    return np.concatenate(pictures), np.tile(labels, len(AROUND))


# Two libraries ----------------------------------------------------------------------------


def network(task: Task, dtype: type = np.float64) -> nn.Sequential:
    """Return the network with the weights it begins with."""
    layers = [getattr(nn, name)(*sizes) for name, *sizes in task.layers]
    return nn.Sequential(*layers, rng=0, dtype=dtype)


class _Losses(nn.Callback):
    def __init__(self) -> None:
        self.heard = []

    def on_batch_end(self, training: nn.Training) -> None:
        self.heard.append(training.batch_loss)


def cnnlab(task: Task, known: Examples, images: np.ndarray, dtype: type = np.float64) -> Trained:
    """Train on `known`, and answer for `images`."""
    model, losses = network(task, dtype), _Losses()
    optimiser = nn.Adam(model, lr=task.lr)
    schedule = nn.CosineAnnealingLR(optimiser, task.epochs) if task.cosine else None
    start = process_time()
    nn.fit(model, *known, epochs=task.epochs, batch_size=task.batch_size, optimiser=optimiser,
           schedule=schedule, rng=0, callbacks=[losses], progress=False)
    seconds = process_time() - start
    return Trained(np.array(losses.heard), model.predict(images), seconds)


def pytorch(task: Task, known: Examples, images: np.ndarray, dtype: type = np.float64) -> Trained:
    """The same with PyTorch's layers, loss, optimiser and schedule."""
    import torch

    model = torch.nn.Sequential(*(getattr(torch.nn, name)(*sizes) for name, *sizes in task.layers))
    first = {name: torch.from_numpy(w) for name, w in network(task, dtype).state_dict().items()}
    model.to(next(iter(first.values())).dtype).load_state_dict(first)
    optimiser = torch.optim.Adam(model.parameters(), task.lr)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, task.epochs)
    pictures, labels = torch.from_numpy(known[0].astype(dtype))[:, None], torch.tensor(known[1])
    rng, losses, start = np.random.default_rng(0), [], process_time()
    for _ in range(task.epochs):
        for batch in torch.tensor(rng.permutation(len(labels))).split(task.batch_size):
            loss = torch.nn.functional.cross_entropy(model(pictures[batch]), labels[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        if task.cosine:
            schedule.step()
    seconds = process_time() - start
    with torch.no_grad():
        answers = model(torch.from_numpy(images.astype(dtype))[:, None]).argmax(dim=1).numpy()
    return Trained(np.array(losses), answers, seconds)


def pair(
    task: Task, known: Examples, unknown: Examples, dtype: type = np.float64
) -> tuple[Trained, Trained]:
    """Return what cnnlab and PyTorch came to, from the same start."""
    return cnnlab(task, known, unknown[0], dtype), pytorch(task, known, unknown[0], dtype)


# What is printed --------------------------------------------------------------------------


def line(name: str, task: Task, known: Examples, unknown: Examples, dtype: type) -> list[float]:
    """Print one comparison; return (cnnlab's accuracy, PyTorch's, and the seconds of both)."""
    ours, theirs = pair(task, known, unknown, dtype)
    scores = [datasets.accuracy(unknown[1], each.answers) for each in (ours, theirs)]
    apart = np.abs(ours.losses - theirs.losses)
    others = (ours.answers != theirs.answers).sum()
    print(f"{name:<8}{scores[0]:>9.4f}{scores[1]:>9.4f}{others:>9}{apart[:10].max():>11.0e}"
          f"{apart.max():>11.0e}{ours.seconds:>8.1f}{theirs.seconds:>8.1f}", flush=True)
    return [*scores, ours.seconds, theirs.seconds]


def main(dtype: str = "float64") -> None:
    import torch

    torch.set_num_threads(1)
    print(f"{dtype}, PyTorch {torch.__version__}\n{'':<8}{'accuracy':>18}{'answers':>9}"
          f"{'losses apart':>22}{'seconds':>16}\n{'':<8}{'cnnlab':>9}{'PyTorch':>9}{'differ':>9}"
          f"{'10 steps':>11}{'all':>11}{'cnnlab':>8}{'PyTorch':>8}")
    number = np.dtype(dtype).type
    line("X, O", XO, *xo(), number)
    line("shapes", SHAPES, *shapes(), number)
    rows = [line(f"form {form}", DIGITS, *fold, number)
            for form, fold in enumerate(digit_folds())]
    means, spread = np.mean(rows, axis=0), np.std(rows, axis=0)
    print(f"{'mean':<8}{means[0]:>9.4f}{means[1]:>9.4f}\n{'spread':<8}{spread[0]:>9.4f}"
          f"{spread[1]:>9.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
