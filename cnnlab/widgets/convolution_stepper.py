"""One step of a convolution at a time: multiply, add, move on; or predict the sum first."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from cnnlab import convolution, filters, geometry, images
from cnnlab._validation import image_array, pair, say, whole_number
from cnnlab.language import translate
from cnnlab.plots import words
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.traits import Matrix, Padding, Pair
from cnnlab.widgets.widget import Widget

LARGEST_IMAGE = 12  # rows or columns that can be read as numbers
LARGEST_KERNEL = 5
MOST_CELLS = 20  # the image with its padding, each way; also in convolution_stepper_parts/steps.js


class SmallImage(Matrix):
    """A grey image that can be read as numbers: (H, W), float64."""

    def _checked(self, value: Any) -> np.ndarray:
        image = image_array(value, self.name)
        if image.ndim == 3:
            raise ValueError(
                say("The stepper takes one grey image of shape (height, width), but the shape of "
                    "{name} is {shape}. Make it grey with images.to_grey({name}), or take one "
                    "channel: {name}[:, :, 0].", name=self.name, shape=image.shape)
            )
        if max(image.shape) > LARGEST_IMAGE:
            raise ValueError(
                say("An image of {height} by {width} pixels has too many numbers to step through: "
                    "at most {most} by {most}. Cut out a part, for example {name}[:{most}, :{most}]"
                    "; for whole images there is FilterExplorer.", height=image.shape[0],
                    width=image.shape[1], most=LARGEST_IMAGE, name=self.name)
            )
        return super()._checked(image)


class SmallKernel(Matrix):
    """A kernel of at most 5 x 5 weights: (kh, kw), float64."""

    def _checked(self, value: Any) -> np.ndarray:
        kernel = super()._checked(value)
        if max(kernel.shape) > LARGEST_KERNEL:
            raise ValueError(
                say("A kernel of {height} by {width} has too many products to read: at most {most} "
                    "by {most}. For larger ones there is FilterExplorer.", height=kernel.shape[0],
                    width=kernel.shape[1], most=LARGEST_KERNEL)
            )
        return kernel


def padded_size(
    image: np.ndarray, kernel: np.ndarray, padding: Any, dilation: Any
) -> tuple[int, int]:
    """Return the size of the image with its zeros; ValueError where the kernel does not fit in."""
    places = convolution.patches(image, kernel.shape, padding=padding, dilation=dilation).shape
    height, width = (
        places[axis] + geometry.span(kernel.shape[axis], pair(dilation, "dilation")[axis]) - 1
        for axis in (0, 1)
    )
    return height, width


class ConvolutionStepper(Widget):
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
    _css = style("convolution_stepper")

    image = SmallImage()
    kernel = SmallKernel()
    stride = Pair(1)
    padding = Padding(0)
    dilation = Pair(1)
    flip = traitlets.Bool(False).tag(sync=True)
    step = traitlets.Int(0).tag(sync=True)
    predict = traitlets.Bool(False).tag(sync=True)
    solved = traitlets.List(traitlets.Int()).tag(sync=True)  # steps whose sum may be seen
    right = traitlets.Int(0).tag(sync=True)
    tried = traitlets.Int(0).tag(sync=True)

    def __init__(
        self,
        image: ArrayLike | None = None,
        kernel: ArrayLike | None = None,
        *,
        step: int = 0,
        **settings: Any,
    ):
        super().__init__(
            image=images.example() if image is None else image,
            kernel=filters.get("diagonal_cross") if kernel is None else kernel,
            step=whole_number(step, "step"),
            **settings,
        )

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

    # What fits together -------------------------------------------------------------------

    @traitlets.validate("image", "kernel", "padding", "dilation")
    def _fits(self, proposal: Any) -> Any:
        names = ("image", "kernel", "padding", "dilation")
        state = {name: getattr(self, name) for name in names}
        height, width = padded_size(**state | {proposal["trait"].name: proposal["value"]})
        if max(height, width) > MOST_CELLS:
            raise ValueError(
                say("With this padding there would be {height} × {width} cells, too many to read: "
                    "{most} each way at most.", height=height, width=width, most=MOST_CELLS)
            )
        return proposal["value"]

    @traitlets.validate("step")
    def _is_a_step(self, proposal: Any) -> int:
        step, count = proposal["value"], self.feature_map.size
        if not 0 <= step < count:
            raise ValueError(
                say("There is no step {step}. The map has {count} numbers, so the steps are "
                    "0 to {last}.", step=step, count=count, last=count - 1)
            )
        return step

    @traitlets.observe("image", "kernel", "stride", "padding", "dilation", "flip")
    def _start_over(self, change: Any) -> None:
        """Other numbers: what was known is not known any more, and there may be fewer steps."""
        self.solved = []
        self.step = min(self.step, self.feature_map.size - 1)

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
