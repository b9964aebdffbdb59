"""Change a number of a kernel and see the picture change."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from cnnlab import filters, images
from cnnlab.convolution import convolve, cross_correlate
from cnnlab.language import translate
from cnnlab.plots import words
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.traits import Image, Matrices, Matrix, Padding, Pair
from cnnlab.widgets.widget import Widget


class FilterExplorer(Widget):
    """Explore what a kernel does to an image."""

    _esm = self_contained("filter_explorer")
    _css = style("filter_explorer")

    image = Image()
    kernels = Matrices()
    kernel = Matrix()
    chosen = traitlets.Int(0).tag(sync=True)
    stride = Pair(1)
    padding = Padding("same")
    dilation = Pair(1)
    flip = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self, image: ArrayLike | None = None, kernel: ArrayLike | None = None, **settings: Any
    ):
        image = images.to_grey(images.photo("grace_hopper"))[:256, :256] if image is None else image
        kernel = filters.get("sobel_x") if kernel is None else kernel
        super().__init__(image=image, kernels=[kernel], kernel=kernel, **settings)

    def _title(self) -> str:
        return translate("Filter explorer")

    def _sentence(self) -> str:
        return translate("Filter explorer: an image of {size}.", size=words.size(self.image))

    @property
    def feature_map(self) -> np.ndarray:
        """The map that is on the screen."""
        slide = convolve if self.flip else cross_correlate
        return slide(self.image, self.kernel, self.stride, self.padding, self.dilation)

    def _panels(self):
        return [("image", self.image), ("signed", self.kernel), ("signed", self.feature_map)]
