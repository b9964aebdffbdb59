"""The way back through a convolution, one position at a time: who gets how much of the gradient.

Read `BackwardStep`, what one position of the kernel hands out; then `_added_up`, which adds it up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from cnnlab import convolution
from cnnlab._validation import say
from cnnlab.language import translate
from cnnlab.plots import words
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.stepper import Stepper, padded_size
from cnnlab.widgets.traits import Matrix

UPSTREAM = (2, -1, 0, 1, -2, 3, 1)  # over and over, where no gradient is given; also in backward.js


class BackwardStep(NamedTuple):
    """What one position of the kernel hands out on the way back."""

    row: int  #: row in the feature map
    col: int  #: column in the feature map
    top: int  #: first image row under the kernel; negative inside the padding
    left: int  #: first image column under the kernel; negative inside the padding
    upstream: float  #: dL/dmap at (row, col); the bias gets just this
    patch: np.ndarray  #: (kh, kw), the pixels under the kernel
    kernel_share: np.ndarray  #: (kh, kw), upstream times patch: what each weight gets
    input_share: np.ndarray  #: (kh, kw), upstream times kernel: what each pixel gets


class Gradients(NamedTuple):
    """What has been handed out so far."""

    kernel: np.ndarray  #: (kh, kw)
    input: np.ndarray  #: (H, W)
    bias: float


class BackpropStepper(Stepper):
    """Watch the gradient go back through a convolution: to each weight, each pixel, and the bias.

    Parameters
    ----------
    image : (H, W) array of numbers, at most 12 x 12; without one, the lecture's 5 x 5 image
    kernel : (kh, kw) array, at most 5 x 5; without one, the lecture's 3 x 3 kernel
    gradient : (H', W') array, the upstream gradient: how fast the loss grows with each number of
        the feature map; without one, some small numbers
    stride, padding : as in `convolution.cross_correlate`
        With its padding the image has at most 20 x 20 cells.
    step : int, the step to begin with, counted from 0
    predict : bool, hide what is handed out until the student has said one number of it

    Raises
    ------
    ValueError, TypeError
        Where an argument can't be used; the message says what to do.

    Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 9.5, has the two gradients as
    sums.

    >>> stepper = BackpropStepper([[1, 2, 3]], [[4, 5]], [[1, -1]])
    >>> stepper.kernel_gradient                                # 1 * (1, 2) - 1 * (2, 3)
    array([[-1., -1.]])
    >>> stepper.input_gradient                                 # (4, 5, 0) - (0, 4, 5)
    array([[ 4.,  1., -5.]])
    >>> stepper.bias_gradient
    0.0
    """

    _esm = self_contained("backprop_stepper")
    _css = style("backprop_stepper", "stepper")

    gradient = Matrix()

    def __init__(
        self,
        image: ArrayLike | None = None,
        kernel: ArrayLike | None = None,
        gradient: ArrayLike | None = None,
        **settings: Any,
    ):
        given = {} if gradient is None else {"gradient": gradient}
        super().__init__(image, kernel, **given, **settings)

    # The way back, computed by Python -----------------------------------------------------

    @property
    def steps(self) -> list[BackwardStep]:
        """Every position of the kernel, row by row, with what it hands out."""
        forward = convolution.steps(self.image, self.kernel, self.stride, self.padding)
        return [self._backward(step) for step in forward]

    def _backward(self, step: convolution.Step) -> BackwardStep:
        upstream = float(self.gradient[step.row, step.col])
        return BackwardStep(
            step.row, step.col, step.top, step.left, upstream, step.patch,
            kernel_share=upstream * step.patch,
            input_share=upstream * self.kernel,
        )

    @property
    def now(self) -> BackwardStep:
        """The present step."""
        return self.steps[self.step]

    @property
    def so_far(self) -> Gradients:
        """The three gradients after the present step; in prediction mode once it is solved."""
        known = not self.predict or self.step in self.solved
        return self._added_up(self.steps[: self.step + known])

    @property
    def kernel_gradient(self) -> np.ndarray:
        """dL/dkernel, (kh, kw), after the last step."""
        return self._added_up(self.steps).kernel

    @property
    def input_gradient(self) -> np.ndarray:
        """dL/dimage, (H, W), after the last step."""
        return self._added_up(self.steps).input

    @property
    def bias_gradient(self) -> float:
        """dL/dbias after the last step: the sum of the upstream gradient."""
        return self._added_up(self.steps).bias

    def _added_up(self, steps: Sequence[BackwardStep]) -> Gradients:
        height, width = self.image.shape
        rows, columns = self.kernel.shape
        kernel, bias = np.zeros(self.kernel.shape), 0.0
        padded = np.zeros(padded_size(self.image, self.kernel, self.padding))
        above, before = -self.steps[0].top, -self.steps[0].left  # the padding there
        for step in steps:
            top, left = step.top + above, step.left + before
            kernel += step.kernel_share
            padded[top : top + rows, left : left + columns] += step.input_share
            bias += step.upstream
        return Gradients(kernel, padded[above : above + height, before : before + width], bias)

    # What fits together -------------------------------------------------------------------

    @traitlets.default("gradient")
    def _some_gradient(self) -> np.ndarray:
        return np.resize(UPSTREAM, self.feature_map.shape)

    @traitlets.validate("gradient")
    def _is_like_the_map(self, proposal: Any) -> np.ndarray:
        gradient, wanted = proposal["value"], self.feature_map.shape
        if gradient.shape != wanted:
            raise ValueError(
                say("gradient must have the shape of the feature map, {wanted}, but its shape is "
                    "{shape}.", wanted=wanted, shape=gradient.shape)
            )
        return gradient

    @traitlets.observe("image", "kernel", "gradient", "stride", "padding")
    def _start_over(self, change: Any) -> None:
        """The map may have another size, and then its gradient does not fit any more."""
        if self.gradient.shape != self.feature_map.shape:
            self.gradient = self._some_gradient()
        super()._start_over(change)

    # What stands in its place -------------------------------------------------------------

    def _title(self) -> str:
        return translate("Backpropagation stepper")

    def _sentence(self) -> str:
        now = self.now
        return translate(
            "Backpropagation stepper: a kernel of {kernel} over an image of {image}, step {step} "
            "of {count}: row {row}, column {column}, upstream gradient {upstream}.",
            kernel=words.size(self.kernel), image=words.size(self.image), step=self.step + 1,
            count=self.gradient.size, row=now.row, column=now.col,
            upstream=words.short(now.upstream),
        )

    def _panels(self) -> list[tuple[str, np.ndarray]]:
        """Return image, kernel and upstream gradient, and what has been handed out."""
        signed = [self.kernel, self.gradient, self.so_far.kernel, self.so_far.input]
        return [("image", self.image), *(("signed", each) for each in signed)]
