"""Change a number of a kernel and see the picture change.

What the browser shows is what `FilterExplorer.feature_map` computes: slide the kernel, then scale,
add the bias, and apply ReLU or the absolute value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from cnnlab import filters, images, pooling
from cnnlab._validation import finite_number, numeric_array, say
from cnnlab.convolution import Padding as PaddingLike
from cnnlab.convolution import Pair as PairLike
from cnnlab.convolution import convolve, cross_correlate
from cnnlab.language import translate
from cnnlab.plots import cells, words
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.sources import ImageWidget
from cnnlab.widgets.traits import Image, Matrices, Matrix, Padding, Pair

LARGEST = 11  # rows or columns of a kernel: more could be neither seen nor edited
MOST = 6  # kernels beside each other
MOST_PIXELS = 4_000_000

# What it is about ------------------------------------------------------------------------


class Picture(Image):
    """A grey (H, W) or RGB (H, W, 3) picture that a browser can filter while a hand moves."""

    def _checked(self, value: Any) -> np.ndarray:
        array = cells.drawable(value, self.name)
        if array.shape[0] * array.shape[1] > MOST_PIXELS:
            raise ValueError(
                say("{name} has {pixels} pixels, more than the {most} that can be filtered while "
                    "you watch. Take every second pixel: {name}[::2, ::2].",
                    name=self.name, pixels=array.shape[0] * array.shape[1], most=MOST_PIXELS)
            )
        return super()._checked(array)


class Kernel(Matrix):
    """A kernel of 1 x 1 to 11 x 11, or the name of one in `cnnlab.filters`."""

    def _checked(self, value: Any) -> np.ndarray:
        array = numeric_array(filters.get(value) if isinstance(value, str) else value, self.name)
        if array.ndim == 3:
            raise ValueError(
                say("{name} has three axes, {shape}, but here one sheet slides over every channel. "
                    "Choose a sheet: {name}[:, :, 0].", name=self.name, shape=array.shape)
            )
        if array.ndim == 2 and max(array.shape) > LARGEST:
            raise ValueError(
                say("A kernel here has at most {most} rows and columns, but the shape of {name} is "
                    "{shape}.", most=LARGEST, name=self.name, shape=array.shape)
            )
        return super()._checked(array)


class Kernels(Matrices, Kernel):
    """Up to six kernels; of a dictionary, the names are kept as well."""

    def validate(self, widget: Any, value: Any) -> tuple[np.ndarray, ...]:
        """Return a read-only copy of each."""
        kernels = list(value.values() if isinstance(value, Mapping) else value)
        if not 1 <= len(kernels) <= MOST:
            raise ValueError(
                say("{name} must hold 1 to {most} kernels, but {count} arrived.",
                    name=self.name, most=MOST, count=len(kernels))
            )
        return super().validate(widget, kernels)

    def set(self, widget: Any, value: Any) -> None:
        """Take the kernels, and their names where they have any."""
        super().set(widget, value)
        if isinstance(value, Mapping):
            widget.names = [str(name) for name in value]
        elif len(widget.names) != len(value):
            widget.names = []


class Number(traitlets.TraitType):
    """A finite number."""

    def validate(self, widget: Any, value: Any) -> float:
        """Return it as a float."""
        return finite_number(value, self.name)


# The widget ------------------------------------------------------------------------------


class FilterExplorer(ImageWidget):
    """Explore what kernels do to an image; every number can be changed by hand.

    Parameters
    ----------
    image : (H, W) or (H, W, 3) array of numbers; None = a photograph that comes with Matplotlib
    kernel : array of 1 x 1 to 11 x 11, or the name of a filter, as in `filters.names()`
    kernels : up to six of them, as a list or as a dictionary name -> kernel; instead of `kernel`
    stride, padding, dilation : as in `convolution.cross_correlate`
    flip : True turns the kernel by 180 degrees first, as `convolution.convolve` does
    scale, bias : the map is scale * sum + bias
    relu, absolute : what is done to it then: negative numbers become 0, or lose their sign
    colour : True slides the kernel over red, green and blue, one by one; False over the grey image
    signed : True shows the map in purple, white (zero) and orange; False in grey, clipped
    numbers : True writes the numbers into the cells where there is room for them

    Raises
    ------
    ValueError, TypeError
        Where an argument can't be used; the message says what to do.

    The arguments are attributes as well, and what is changed by hand is there for the next cell:

    >>> explorer = FilterExplorer(images.example(), "diagonal_cross", padding="valid")
    >>> explorer.feature_map
    array([[4., 3., 4.],
           [2., 4., 3.],
           [2., 3., 4.]])
    >>> explorer.kernel = [[1, -1]]
    >>> explorer.feature_map.shape
    (5, 4)
    """

    _esm = self_contained("filter_explorer")
    _css = style("filter_explorer")

    image = Picture()
    kernels = Kernels()
    kernel = Kernel().tag(sync=False)  # the chosen one of `kernels`, which the browser knows
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    chosen = traitlets.Int(0).tag(sync=True)
    stride = Pair(1)
    padding = Padding("same")
    dilation = Pair(1)
    flip = traitlets.Bool(False).tag(sync=True)
    scale = Number(1.0).tag(sync=True)
    bias = Number(0.0).tag(sync=True)
    relu = traitlets.Bool(False).tag(sync=True)
    absolute = traitlets.Bool(False).tag(sync=True)
    colour = traitlets.Bool(False).tag(sync=True)
    signed = traitlets.Bool(True).tag(sync=True)
    numbers = traitlets.Bool(False).tag(sync=True)
    bank = traitlets.List().tag(sync=True)

    def __init__(
        self,
        image: ArrayLike | None = None,
        kernel: ArrayLike | str | None = None,
        *,
        kernels: Sequence[ArrayLike] | Mapping[str, ArrayLike] | None = None,
        stride: PairLike = 1,
        padding: PaddingLike = "same",
        dilation: PairLike = 1,
        flip: bool = False,
        scale: float = 1,
        bias: float = 0,
        relu: bool = False,
        absolute: bool = False,
        colour: bool = False,
        signed: bool = True,
        numbers: bool = False,
    ):
        if relu and absolute:
            raise ValueError(say("Choose relu or absolute, not both."))
        super().__init__(
            _photo() if image is None else image,
            kernels=_one_or_several(kernel, kernels), bank=_bank(), stride=stride, padding=padding,
            dilation=dilation, flip=flip, scale=scale, bias=bias, relu=relu, absolute=absolute,
            colour=colour, signed=signed, numbers=numbers,
        )

    # The chosen kernel and the list of kernels say the same.

    @traitlets.observe("kernels", "chosen")
    def _choose(self, change: dict) -> None:
        self.chosen = min(max(self.chosen, 0), len(self.kernels) - 1)
        self.kernel = self.kernels[self.chosen]

    @traitlets.observe("kernel")
    def _put_in_its_place(self, change: dict) -> None:
        before, after = self.kernels[: self.chosen], self.kernels[self.chosen + 1 :]
        self.kernels = [*before, change["new"], *after]

    @traitlets.observe("relu", "absolute")
    def _only_one_of_both(self, change: dict) -> None:
        if change["new"]:
            self.set_trait("absolute" if change["name"] == "relu" else "relu", False)

    # What is on the screen.

    @property
    def feature_map(self) -> np.ndarray:
        """The chosen kernel's map: (H', W'), or (H', W', 3) of a colour image with `colour`.

        Raises ValueError where the kernel does not fit into the image.
        """
        return self._map(self.kernel)

    @property
    def feature_maps(self) -> list[np.ndarray]:
        """The map of each kernel."""
        return [self._map(kernel) for kernel in self.kernels]

    def _map(self, kernel: np.ndarray) -> np.ndarray:
        slide = convolve if self.flip else cross_correlate
        how = (self.stride, self.padding, self.dilation)
        if self.colour and self.image.ndim == 3:
            channels = np.moveaxis(self.image, -1, 0)
            sums = np.stack([slide(each, kernel, *how) for each in channels], axis=-1)
        else:
            sums = slide(images.to_grey(self.image), kernel, *how)
        scaled = self.scale * sums + self.bias
        if self.relu:
            return pooling.relu(scaled)
        return np.abs(scaled) if self.absolute else scaled

    def _title(self) -> str:
        return translate("Filter explorer")

    def _sentence(self) -> str:
        return translate(
            "Filter explorer: an image of {size} and a kernel of {kernel}: {rows}.",
            size=words.size(self.image), kernel=words.size(self.kernel),
            rows=words.rows(self.kernel),
        )

    def _panels(self) -> list[tuple[str, np.ndarray]]:
        seen = self.image if self.colour else images.to_grey(self.image)
        panels = [("image", seen), ("signed", self.kernel)]
        try:
            shown = self.feature_map
        except ValueError:  # the kernel does not fit: there is no map
            return panels
        return [*panels, ("signed" if self.signed and shown.ndim == 2 else "image", shown)]


def _one_or_several(kernel: Any, kernels: Any) -> Any:
    if kernel is not None and kernels is not None:
        raise ValueError(say("Give kernel or kernels, not both."))
    if isinstance(kernels, str):
        raise TypeError(
            say("kernels must be a list or a dictionary of kernels; for one, write "
                "kernel={kernels!r}.", kernels=kernels)
        )
    return [("sobel_x" if kernel is None else kernel)] if kernels is None else kernels


def _photo() -> np.ndarray:
    """Return a portrait of 256 x 256 pixels: large enough to see, small enough for any laptop."""
    square = images.to_grey(images.photo("grace_hopper"))[20:532]
    return np.rint(pooling.mean_pool(square, 2)).astype(np.uint8)


def _bank() -> list[dict[str, Any]]:
    """Return the filters to pick from, with what each looks for in the current language."""
    bank = filters.bank()
    return [
        {"name": name, "kernel": kernel.tolist(), "meaning": translate(filters.meaning(name))}
        for name, kernel in bank.items() if max(kernel.shape) <= LARGEST
    ]
