"""One step of a convolution at a time: multiply, add, move on; or predict the sum first."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets

from cnnlab import convolution
from cnnlab.language import translate
from cnnlab.plots import words
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.stepper import Stepper
from cnnlab.widgets.traits import Pair


class ConvolutionStepper(Stepper):
    """Watch a kernel slide over an image, step by step, or predict each sum before it is shown.

    Parameters
    ----------
    image : (H, W) array of numbers, at most 12 x 12; without one, the lecture's 5 x 5 image
    kernel : (kh, kw) array, at most 5 x 5; without one, the lecture's 3 x 3 kernel
    stride, padding, dilation : as in `convolution.cross_correlate`
        With its padding the image has at most 20 x 20 cells.
    flip : bool, turn the kernel by 180 degrees first, as `convolution.convolve` does
    step : int, the step to begin with, counted from 0
    predict : bool, hide each sum until the student has entered it

    Raises
    ------
    ValueError, TypeError
        Where an argument can't be used; the message says what to do.

    What was done in the widget is there for the next cell: `image`, `kernel`, the settings, `step`,
    and in prediction mode how many answers were `right` of those that were `tried`.

    >>> stepper = ConvolutionStepper(step=1)
    >>> stepper.feature_map
    array([[4., 3., 4.],
           [2., 4., 3.],
           [2., 3., 4.]])
    >>> stepper.filled
    array([[ 4.,  3., nan],
           [nan, nan, nan],
           [nan, nan, nan]])
    """

    _esm = self_contained("convolution_stepper")
    _css = style("convolution_stepper", "stepper")

    dilation = Pair(1)
    flip = traitlets.Bool(False).tag(sync=True)

    # What it shows, computed by Python ----------------------------------------------------

    @property
    def feature_map(self) -> np.ndarray:
        """The whole map, (H', W')."""
        slide = convolution.convolve if self.flip else convolution.cross_correlate
        return slide(self.image, self.kernel, self.stride, self.padding, self.dilation)

    @property
    def filled(self) -> np.ndarray:
        """The map as far as it can be seen; NaN in the cells that are still empty."""
        feature_map = self.feature_map
        seen = self.solved if self.predict else range(self.step + 1)
        filled = np.full(feature_map.shape, np.nan)
        filled.flat[list(seen)] = feature_map.flat[list(seen)]
        return filled

    @property
    def now(self) -> convolution.Step:
        """The present step: its place, its patch, its products and its sum."""
        kernel = self.kernel[::-1, ::-1] if self.flip else self.kernel
        steps = convolution.steps(self.image, kernel, self.stride, self.padding, self.dilation)
        return list(steps)[self.step]

    @traitlets.validate("dilation")
    def _fits_dilated(self, proposal: Any) -> Any:
        return self._fits(proposal)

    @traitlets.observe("dilation", "flip")
    def _start_over_too(self, change: Any) -> None:
        self._start_over(change)

    # What stands in its place -------------------------------------------------------------

    def _title(self) -> str:
        return translate("Convolution stepper")

    def _sentence(self) -> str:
        now, count = self.now, self.feature_map.size
        place = translate(
            "Convolution stepper: a kernel of {kernel} over an image of {image}, step {step} of "
            "{count}: row {row}, column {column}.", kernel=words.size(self.kernel),
            image=words.size(self.image), step=self.step + 1, count=count, row=now.row,
            column=now.col,
        )
        if np.isnan(self.filled[now.row, now.col]):
            return place
        return place + " " + translate("Sum: {sum}.", sum=words.short(now.sum))

    def _panels(self) -> list[tuple[str, np.ndarray]]:
        """Return image and kernel, and the map once there is nothing left to predict in it."""
        panels = [("image", self.image), ("signed", self.kernel)]
        complete = not np.isnan(self.filled).any()
        return [*panels, ("signed", self.feature_map)] if complete else panels
