"""Where the way through a network forks: every branch gets the same input, and they meet again.

`Add` makes a residual block, `Concat` an Inception block. On the way back the gradient goes
through every branch, and what comes out at the fork is the sum: an input that acts on the loss in
several ways has the sum of their derivatives. That is the chain rule, and all there is to it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cnnlab._validation import say
from cnnlab.nn.container import Container
from cnnlab.nn.layer import Layer, Shape


class _Branches(Container):
    """What both share: the fork, and going back through every branch."""

    def __init__(self, *branches: Layer, rng: Any = None, dtype: DTypeLike | None = None):
        super().__init__(*branches, rng=rng, dtype=dtype)
        if not branches:
            raise ValueError(
                say("{name}() has no branches. Give it layers, such as "
                    "{name}(Sequential(...), Identity()).", name=type(self).__name__)
            )

    @property
    def branches(self) -> list[Layer]:
        """The layers, side by side: each of them gets the whole input."""
        return self.layers

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return what the branches make of `x`, joined."""
        outputs = [branch.forward(x) for branch in self.branches]
        self._join_shapes([y.shape for y in outputs])
        return self._join(outputs)

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        """Fill the gradients of all branches; return dL/dx, the sum of theirs."""
        return sum(branch.backward(grad)
                   for branch, grad in zip(self.branches, self._parts(grad_output), strict=True))

    def backward_params(self, grad_output: np.ndarray) -> None:
        """Fill the gradients of all branches, and leave out the way from them to the input."""
        for branch, grad in zip(self.branches, self._parts(grad_output), strict=True):
            branch.backward_params(grad)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of the joined output, for one example."""
        return self._join_shapes([branch.output_shape(input_shape) for branch in self.branches])

    def multiply_adds(self, input_shape: Shape) -> int:
        """Return the sum over the branches, for one example."""
        return sum(branch.multiply_adds(input_shape) for branch in self.branches)

    # How they meet ------------------------------------------------------------------------

    def _join(self, outputs: list[np.ndarray]) -> np.ndarray:
        """Return the outputs of all branches as one array."""
        raise NotImplementedError

    def _join_shapes(self, shapes: list[Shape]) -> Shape:
        """Return the shape of the joined output, once these shapes are known to fit together."""
        raise NotImplementedError

    def _parts(self, grad_output: np.ndarray) -> list[np.ndarray]:
        """Return, for each branch, the gradient of the loss with respect to its output."""
        raise NotImplementedError


class Add(_Branches):
    """Add up what the branches give: y = branch_0(x) + branch_1(x) + ...

    With Identity() as one branch this is a residual block: the other learns only what is to be
    changed, y = f(x) + x, and the gradient has a way round it, dL/dx = dL/dy (df/dx + 1).

    Parameters
    ----------
    branches : layers whose outputs have one shape; often Sequential(...) and Identity()
    rng : seed or Generator; draws the first weights of all branches anew
    dtype : a type for all branches; None leaves each its own

    Names are those of a PyTorch ModuleList: "0.2.weight" is in the first branch, its layer 2.

    He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition" (2015),
    arXiv:1512.03385.

    >>> from cnnlab import nn
    >>> block = Add(nn.Sequential(nn.Conv2d(8, 8, 3, padding=1), nn.ReLU()), nn.Identity())
    >>> block.output_shape((8, 28, 28))
    (8, 28, 28)
    """

    def _join(self, outputs: list[np.ndarray]) -> np.ndarray:
        return sum(outputs)

    def _join_shapes(self, shapes: list[Shape]) -> Shape:
        if len(set(shapes)) > 1:
            raise ValueError(
                say("The branches of {name} give the shapes {shapes}, and only equal shapes can "
                    "be added. On the way round, Conv2d(in_channels, out_channels, 1, stride) in "
                    "place of Identity() changes channels and size.",
                    name=type(self).__name__, shapes=_listed(shapes))
            )
        return shapes[0]

    def _parts(self, grad_output: np.ndarray) -> list[np.ndarray]:
        """dy/d(branch) = 1: each gets the whole gradient."""
        return [grad_output] * len(self.branches)


class Concat(_Branches):
    """Stack the branches' channels, in order: (C0, H, W), (C1, H, W) -> (C0 + C1, H, W).

    An Inception block looks at its input with kernels of several sizes at once; a U-Net gives its
    decoder the encoder's maps in this way. Each branch gets the gradient of its own channels.

    Parameters
    ----------
    branches : layers whose outputs agree in all but the channels; often Sequential(...)
    rng, dtype : as in `Add`; so are the names

    Szegedy et al., "Going Deeper with Convolutions" (2014), arXiv:1409.4842.

    >>> from cnnlab import nn
    >>> block = Concat(nn.Conv2d(8, 4, 1), nn.Conv2d(8, 8, 3, padding=1))
    >>> block.output_shape((8, 28, 28))
    (12, 28, 28)
    """

    def _join(self, outputs: list[np.ndarray]) -> np.ndarray:
        self._depths = [len(y) for y in outputs]
        return np.concatenate(outputs)

    def _join_shapes(self, shapes: list[Shape]) -> Shape:
        if len({shape[1:] for shape in shapes}) > 1:
            raise ValueError(
                say("The branches of {name} give the shapes {shapes}; all but the channels, the "
                    "first number, must agree. Choose padding and stride so that every branch "
                    "keeps the same height and width.",
                    name=type(self).__name__, shapes=_listed(shapes))
            )
        return (sum(shape[0] for shape in shapes), *shapes[0][1:])

    def _parts(self, grad_output: np.ndarray) -> list[np.ndarray]:
        """Each branch gets the gradient of its own channels."""
        return np.split(grad_output, np.cumsum(self._depths[:-1]))


def _listed(shapes: list[Shape]) -> str:
    return ", ".join(str(shape) for shape in shapes)
