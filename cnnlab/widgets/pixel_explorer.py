"""A picture and its numbers: magnify it until they can be read, change them, see what happens.

What happens to each number on its way from the image to the screen stands in `pixel_tones`. Here
are the state that Python shares with the script, and what it may hold; then the widget itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from cnnlab import images
from cnnlab._validation import finite_number, image_array, say, whole_number
from cnnlab.language import translate
from cnnlab.plots import words
from cnnlab.plots.cells import grey_scale
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.pixel_tones import CHANNELS, MOST_LEVELS, channel_of, toned
from cnnlab.widgets.sources import ImageWidget
from cnnlab.widgets.traits import Image

MOST_PIXELS = 4_000_000
MOST_CELLS = {1: 24, 3: 10}  # rows and columns whose numbers can be read, by numbers in a cell


# What the state may hold -----------------------------------------------------------------


class SmallImage(Image):
    """An image with 1, 3 or 4 channels that a browser can hold."""

    def _checked(self, value: Any) -> np.ndarray:
        array = super()._checked(value)
        height, width, channels = (*array.shape, 1)[:3]
        if channels not in (1, 3, 4):
            raise ValueError(
                say("A picture has 1 channel (grey) or 3 (red, green, blue), but {name} has "
                    "{count}: its shape is {shape}. Draw one channel at a time: {name}[:, :, 0].",
                    name=self.name, count=channels, shape=array.shape)
            )
        if height * width > MOST_PIXELS:
            step = int(np.ceil(np.sqrt(height * width / MOST_PIXELS)))
            raise ValueError(
                say("{name} has {height} × {width} pixels, more than 4 million. Take every "
                    "{step}th one: {name}[::{step}, ::{step}], or cut out a part.",
                    name=self.name, height=height, width=width, step=step)
            )
        return array


class Checked(traitlets.TraitType):
    """A value that `check(value, name)` returns, or refuses with a sentence."""

    def __init__(self, check: Callable[[Any, str], Any], default_value: Any):
        super().__init__(default_value)
        self.check = check
        self.tag(sync=True)

    def validate(self, widget: Any, value: Any) -> Any:
        """Return the checked value."""
        return self.check(value, self.name)


def at_least_zero(value: Any, name: str) -> float:
    """Return a number that is not negative."""
    number = finite_number(value, name)
    if number < 0:
        raise ValueError(
            say("{name} must be at least {minimum}, but {value} arrived.",
                name=name, minimum=0, value=value)
        )
    return number


def number_of_levels(value: Any, name: str) -> int:
    """Return a whole number from 2 to 256."""
    number = whole_number(value, name, minimum=2)
    if number > MOST_LEVELS:
        raise ValueError(
            say("{name} must be at most {maximum}, but {value} arrived.",
                name=name, maximum=MOST_LEVELS, value=value)
        )
    return number


def number_or_none(value: Any, name: str) -> float | None:
    """Return a finite number, or None."""
    return None if value is None else finite_number(value, name)


def one_of_the_channels(value: Any, name: str) -> str:
    """Return the name of a channel."""
    if value not in CHANNELS:
        raise ValueError(
            say("{name} must be one of {known}, but {value!r} arrived.",
                name=name, known=", ".join(CHANNELS), value=value)
        )
    return value


def four_whole_numbers(value: Any, name: str) -> tuple[int, ...]:
    """Return (top, left, height, width); whether it lies in the image is not known here."""
    numbers = tuple(value) if isinstance(value, tuple | list | np.ndarray) else ()
    if len(numbers) != 4:
        raise ValueError(
            say("{name} takes four whole numbers, (top, left, height, width), but {value!r} "
                "arrived.", name=name, value=value)
        )
    top, left, *size = numbers
    return (whole_number(top, name), whole_number(left, name),
            *(whole_number(side, name, minimum=1) for side in size))


def fits(region: tuple[int, ...], image: np.ndarray) -> bool:
    """Whether a region lies in the image."""
    top, left, height, width = region
    return top + height <= image.shape[0] and left + width <= image.shape[1]


def first_region(image: np.ndarray) -> tuple[int, int, int, int]:
    """Return all of a small image, else so much of its middle that the numbers can be read."""
    most = MOST_CELLS[1 if image.ndim == 2 or image.shape[2] == 1 else 3]
    sides = [min(side, most) for side in image.shape[:2]]
    top, left = ((side - cut) // 2 for side, cut in zip(image.shape, sides, strict=False))
    return top, left, *sides


# The widget ------------------------------------------------------------------------------


class PixelExplorer(ImageWidget):
    """A picture and its numbers, magnified as far as you like; every number can be changed.

    `image` is grey (H, W) or colour (H, W, 3), of at most 4 million pixels; uint8 stays uint8, all
    other types become float64; of a fourth channel, transparency, nothing is shown. Without one
    it is the photograph of Grace Hopper. `region`, (top, left, height, width), is what is
    magnified. `channel` is "all", "red", "green", "blue" or "grey"; `tinted` shows a channel in its
    own colour. `brightness`, `contrast`, `levels` (2 to 256) and `threshold` (None: off) change the
    numbers that are shown, not those of the image: see `shown`.

    Raises ValueError and TypeError for what isn't a picture, or doesn't fit it.

    >>> explorer = PixelExplorer(images.portrait(), region=(6, 2, 3, 8))
    >>> explorer
    Pixel explorer: an image of 16 by 12; magnified are rows 6 to 8, columns 2 to 9.
    >>> explorer.threshold = 128
    >>> explorer.shown[3, 0], int(explorer.image[3, 0])
    (np.uint8(255), 206)
    """

    _esm = self_contained("pixel_explorer")
    _css = style("pixel_explorer")

    image = SmallImage()
    region = Checked(four_whole_numbers, (0, 0, 1, 1))
    channel = Checked(one_of_the_channels, "all")
    tinted = traitlets.Bool(False).tag(sync=True)
    brightness = Checked(finite_number, 0.0)
    contrast = Checked(at_least_zero, 1.0)
    levels = Checked(number_of_levels, MOST_LEVELS)
    threshold = Checked(number_or_none, None)

    def __init__(
        self,
        image: ArrayLike | None = None,
        *,
        region: tuple[int, int, int, int] | None = None,
        channel: str = "all",
        brightness: float = 0,
        contrast: float = 1,
        levels: int = MOST_LEVELS,
        threshold: float | None = None,
        tinted: bool = False,
    ):
        if image is None:
            image = images.photo("grace_hopper")[::3, ::3]
            region = (58, 69, 10, 10) if region is None else region  # an eye
        region = first_region(image_array(image)) if region is None else region
        super().__init__(
            image=image, region=region, channel=channel, brightness=brightness, contrast=contrast,
            levels=levels, threshold=threshold, tinted=tinted,
        )

    @property
    def shown(self) -> np.ndarray:
        """The numbers on the screen: (H, W), or (H, W, 3) for all channels of a colour image.

        They are those of the image, of one channel or of its grey, after contrast, brightness,
        levels and threshold, in this order; the type is that of the image.
        """
        return toned(
            channel_of(self._picture, self.channel), self.value_range, self.brightness,
            self.contrast, self.levels, self.threshold,
        )

    @property
    def value_range(self) -> tuple[float, float]:
        """What is black and what is white, as in plots.image: (0, 255) for uint8."""
        scale = grey_scale(self._picture)
        return scale.lowest, scale.highest

    @property
    def _picture(self) -> np.ndarray:
        """The image without the axis of a single channel, and without transparency."""
        if self.image.ndim == 2:
            return self.image
        return self.image[..., 0] if self.image.shape[2] == 1 else self.image[..., :3]

    @traitlets.validate("region")
    def _region_in_the_image(self, proposal: Any) -> tuple[int, ...]:
        if not fits(proposal["value"], self.image):
            raise ValueError(
                say("region {region} reaches beyond the image of {height} × {width} pixels. It is "
                    "(top, left, height, width).", region=proposal["value"],
                    height=self.image.shape[0], width=self.image.shape[1])
            )
        return proposal["value"]

    @traitlets.validate("channel")
    def _channel_of_the_image(self, proposal: Any) -> str:
        if self._picture.ndim == 2 and proposal["value"] in CHANNELS[1:4]:
            raise ValueError(
                say("channel {channel!r} needs a colour image, but the shape of this one is "
                    "{shape}.", channel=proposal["value"], shape=self.image.shape)
            )
        return proposal["value"]

    @traitlets.observe("image")
    def _keep_what_fits(self, change: Any) -> None:
        if not fits(self.region, self.image):
            self.region = first_region(self.image)
        if self._picture.ndim == 2:
            self.channel = "all"

    def _title(self) -> str:
        return translate("Pixel explorer")

    def _sentence(self) -> str:
        top, left, height, width = self.region
        return translate(
            "Pixel explorer: an image of {size}; magnified are rows {top} to {bottom}, columns "
            "{left} to {right}.", size=words.size(self.image), top=top, bottom=top + height - 1,
            left=left, right=left + width - 1,
        )

    def _panels(self) -> list[tuple[str, np.ndarray]]:
        top, left, height, width = self.region
        return [("image", self._picture),
                ("image", self.shown[top : top + height, left : left + width])]
