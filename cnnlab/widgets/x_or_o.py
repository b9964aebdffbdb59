"""A network with weights made by hand: is it an X or an O? Nothing is trained.

The lecture's three filters look for strokes that fall, cross and rise. Pooling keeps how well each
part of the image agrees. An X has falling strokes at the upper left and the lower right, an O at
the other two corners; with the rising strokes it is the other way round. So where a stroke is
decides, and the last layer weighs just that.
"""

from __future__ import annotations

import numpy as np

from cnnlab import nn
from cnnlab.datasets import Labelled
from cnnlab.filters import x_centre, x_falling, x_rising
from cnnlab.widgets.x_drawings import DRAWINGS

CORNERS = np.array([[1, 0, -1], [0, 0, 0], [-1, 0, 1]])  # falling strokes: here for X, there for O
CENTRE = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
FOR_AN_X = np.stack([CORNERS, CENTRE, -CORNERS])


def x_or_o() -> nn.Sequential:
    """Return the network: images of 9 by 9, +1 for strokes, -1 for paper; scores for X and O.

    >>> clean, circle = DRAWINGS["clean X"], DRAWINGS["O"]
    >>> x_or_o().predict([clean, circle]).tolist()
    [0, 1]
    """
    network = nn.Sequential(
        nn.Conv2d(1, 3, 3), nn.ReLU(), nn.MaxPool2d(3, stride=2), nn.Flatten(), nn.Linear(27, 2)
    )
    convolution, linear = network[0], network[4]
    convolution.params["weight"][:, 0] = x_falling(), x_centre(), x_rising()
    convolution.params["bias"][...] = 0
    linear.params["weight"][...] = FOR_AN_X.ravel() / 8, -FOR_AN_X.ravel() / 8
    linear.params["bias"][...] = 0
    return network


def drawings() -> Labelled:
    """Return drawings to try: some of an X, one of an O, and some of neither."""
    names = ["clean X", "deformed X", "small X", "thick X", "O", "plus", "parts of an X", "empty"]
    labels = [0, 0, 0, 0, 1, 2, 2, 2]
    return Labelled(np.stack([DRAWINGS[name] for name in names]), labels, ("X", "O", "?"))
