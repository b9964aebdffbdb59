"""How good is a network on examples that it does not learn from?"""

from __future__ import annotations

from collections.abc import Iterable

from numpy.typing import ArrayLike

from cnnlab._validation import whole_number
from cnnlab.nn.examples import Examples, judged
from cnnlab.nn.layer import Layer, check_is_layer
from cnnlab.nn.losses import CrossEntropyLoss, Loss
from cnnlab.nn.metrics import Metric, Tally

BATCH = 256  # examples at a time: many, but not more than fit into the memory of a laptop


def evaluate(
    model: Layer,
    images: ArrayLike,
    labels: ArrayLike,
    *,
    loss: Loss | None = None,
    metrics: Iterable[Metric] | None = None,
    batch_size: int = BATCH,
) -> dict[str, float]:
    """Return the loss and the metrics of a network, by name; nothing is learned.

    `images`, `labels`, `loss` and `metrics` as in `fit`. The network is used as in `eval()`, and is
    afterwards in the mode it was in.

    >>> import numpy as np
    >>> from cnnlab import nn
    >>> model = nn.Linear(2, 2, bias=False)
    >>> model.params["weight"][...] = [[1, 0], [0, 1]]
    >>> evaluate(model, np.array([[9, 0], [0, 9], [9, 0], [9, 0]]), [0, 1, 0, 1])["accuracy"]
    0.75
    """
    check_is_layer(model)
    loss = CrossEntropyLoss() if loss is None else loss
    examples = Examples(images, labels, ("images", "labels"))
    examples.check(model, loss)
    batch_size = whole_number(batch_size, "batch_size", minimum=1)
    return over_all(model, examples, loss, Tally(loss, metrics), batch_size)


def over_all(
    model: Layer, examples: Examples, loss: Loss, tally: Tally, batch_size: int = BATCH
) -> dict[str, float]:
    """Return what the tally counts over all examples, batch by batch."""
    was_training = model.training
    model.eval()
    tally.clear()
    try:
        for start in range(0, len(examples), batch_size):
            rows = examples.rows[start : start + batch_size]
            tally.add(*judged(model, loss, *examples.batch(rows, model.dtype)))
    finally:
        model.train(was_training)
    return tally.means()
