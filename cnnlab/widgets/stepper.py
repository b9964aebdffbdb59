"""What the two steppers share: a small image, a kernel that walks over it, the present step."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from cnnlab import convolution, filters, geometry, images
from cnnlab._validation import image_array, pair, say, whole_number
from cnnlab.widgets.traits import Matrix, Padding, Pair
from cnnlab.widgets.widget import Widget

LARGEST_IMAGE = 12  # rows or columns that can be read as numbers
LARGEST_KERNEL = 5
MOST_CELLS = 20  # the image with its padding, each way; also in parts/steps.js


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
    image: np.ndarray, kernel: np.ndarray, padding: Any, dilation: Any = 1
) -> tuple[int, int]:
    """Return the size of the image with its zeros; ValueError where the kernel does not fit in."""
    places = convolution.patches(image, kernel.shape, padding=padding, dilation=dilation).shape
    height, width = (
        places[axis] + geometry.span(kernel.shape[axis], pair(dilation, "dilation")[axis]) - 1
        for axis in (0, 1)
    )
    return height, width


class Stepper(Widget):
    """A kernel walks over an image, and something is known at each of its steps."""

    image = SmallImage()
    kernel = SmallKernel()
    stride = Pair(1)
    padding = Padding(0)
    step = traitlets.Int(0).tag(sync=True)
    predict = traitlets.Bool(False).tag(sync=True)
    solved = traitlets.List(traitlets.Int()).tag(sync=True)  # steps whose numbers may be seen
    right = traitlets.Int(0).tag(sync=True)
    tried = traitlets.Int(0).tag(sync=True)
    dilation: Any = 1

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

    @property
    def feature_map(self) -> np.ndarray:
        """The whole map, (H', W')."""
        return convolution.cross_correlate(self.image, self.kernel, self.stride, self.padding)

    # What fits together -------------------------------------------------------------------

    @traitlets.validate("image", "kernel", "padding")
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

    @traitlets.observe("image", "kernel", "stride", "padding")
    def _start_over(self, change: Any) -> None:
        """Other numbers: what was known is not known any more, and there may be fewer steps."""
        self.solved = []
        self.step = min(self.step, self.feature_map.size - 1)
