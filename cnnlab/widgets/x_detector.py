"""Is it an X? Three filters, three thresholds, and every step in between.

Read the class from `maps` on: each property is the next step of the way from the drawing to the
verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from cnnlab import images, pooling
from cnnlab._validation import numeric_array, say
from cnnlab.convolution import cross_correlate_slowly
from cnnlab.filters import x_centre, x_falling, x_rising
from cnnlab.language import translate
from cnnlab.plots import words
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.traits import Matrix, Pair, SmallArray
from cnnlab.widgets.widget import Widget
from cnnlab.widgets.x_drawings import named_drawings, x_shape

SMALLEST, LARGEST = 5, 16  # rows and columns of a drawing

# Its state -------------------------------------------------------------------------------


class Drawing(Matrix):
    """A small drawing: (H, W), +1 where there is a stroke, -1 where there is paper."""

    def _checked(self, value: Any) -> np.ndarray:
        array = super()._checked(value)
        if np.asarray(value).dtype == bool:
            array = np.where(value, 1.0, -1.0)
        if not all(SMALLEST <= side <= LARGEST for side in array.shape):
            raise ValueError(
                say("A drawing has from {smallest} to {largest} rows and columns, but the shape "
                    "of {name} is {shape}.",
                    smallest=SMALLEST, largest=LARGEST, name=self.name, shape=array.shape)
            )
        if np.abs(array).max() > 1:
            raise ValueError(
                say("A drawing is made of +1 (strokes) and −1 (paper), but {name} reaches from "
                    "{smallest} to {largest}. Convert it first, for example with "
                    "np.where({name} > {middle}, 1, -1).",
                    name=self.name, smallest=words.short(array.min()),
                    largest=words.short(array.max()),
                    middle=words.short((array.min() + array.max()) / 2))
            )
        return array


class ThreeFilters(SmallArray):
    """Three kernels of 3 by 3, as one array of shape (3, 3, 3)."""

    def _checked(self, value: Any) -> np.ndarray:
        array = numeric_array(value, self.name)
        if array.shape != (3, 3, 3):
            raise ValueError(
                say("The detector has three filters of 3 by 3, so {name} needs the shape "
                    "(3, 3, 3), but its shape is {shape}.", name=self.name, shape=array.shape)
            )
        return array.astype(np.float64)


class ThreeNumbers(SmallArray):
    """A number for each filter, or one for all."""

    def _checked(self, value: Any) -> np.ndarray:
        array = numeric_array(value, self.name)
        if array.shape not in ((), (3,)):
            raise ValueError(
                say("{name} takes one number, or one for each of the three filters, but its "
                    "shape is {shape}.", name=self.name, shape=array.shape)
            )
        return np.broadcast_to(array, 3).astype(np.float64)


class Window(Pair):
    """The rows and columns that pooling looks at together; None for the whole map."""

    def validate(self, widget: Any, value: Any) -> int | tuple[int, int] | None:
        """Return one number where both are the same."""
        return None if value is None else super().validate(widget, value)


LECTURE = {"\\": x_falling(), "X": x_centre(), "/": x_rising()}


def _names_and_filters(filters: Any) -> dict[str, list]:
    """Return three filters and their names; without names they keep the lecture's."""
    if isinstance(filters, Mapping):
        names, filters = [str(name) for name in filters], filters.values()
        return {"names": names, "filters": [np.asarray(each).tolist() for each in filters]}
    return {"names": list(LECTURE), "filters": filters}


def _shape(
    shift: Sequence[float] = (0, 0), size: float = 3, angle: float = 0, shear: float = 0
) -> dict[str, Any]:
    """Return what x_shape takes as JSON has it."""
    return {"shift": list(shift), "size": size, "angle": angle, "shear": shear}


# The widget ------------------------------------------------------------------------------


class XDetector(Widget):
    r"""Is it an X? Draw, and see how three filters find out, step by step.

    Each filter makes a map of the drawing; a bias (minus the threshold) is added to the map; ReLU
    keeps what is still above zero; max pooling keeps the largest number of each region. The largest
    number that is left over is that filter's evidence. The score is the smallest of the three
    evidences, and the drawing counts as an X if the score is above zero: each part must be there.

    What it can't do: it asks whether the parts are there, not where, so parts of an X that lie
    scattered pass for an X. Its filters know strokes that are one cell wide and run at 45 degrees:
    an X that is thick, turned or slanted reaches lower sums, and so does an O. No threshold lets
    all X's in and keeps all others out.

    Parameters
    ----------
    image : (H, W) array of +1 (strokes) and -1 (paper), or of booleans; None is the lecture's X
        From 5 to 16 rows and columns; numbers in between are allowed.
    filters : (3, 3, 3) array, or a dictionary from three names to kernels; None is \, X and /
    thresholds : what a sum has to exceed; one number, or one for each filter
    relu : whether negative numbers become zero
    pool, stride : int or (rows, columns), how max pooling moves
        pool=None, and a window larger than the map, take the whole map.

    Raises
    ------
    ValueError, TypeError
        Where an argument can't be used; the message says what to do.

    >>> detector = XDetector()
    >>> detector.maps.max(axis=(1, 2)), detector.score, detector.is_x
    (array([9., 9., 9.]), 1.0, True)
    >>> detector.image = images.x_deformed()
    >>> detector.maps.max(axis=(1, 2)), detector.score, detector.is_x
    (array([7., 3., 7.]), 0.0, False)
    >>> detector.thresholds = [6, 2, 6]
    >>> detector.evidence, detector.is_x
    (array([1., 1., 1.]), True)
    """

    _esm = self_contained("x_detector")
    _css = style("x_detector")

    image = Drawing()
    filters = ThreeFilters()
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    thresholds = ThreeNumbers()
    relu = traitlets.Bool(True).tag(sync=True)
    pool = Window(3)
    stride = Pair(2)
    shape = traitlets.Dict().tag(sync=True)  # of the X that the sliders draw, as x_shape takes it
    drawings = traitlets.List().tag(sync=True)  # to choose from: [name, rows]
    lecture = traitlets.Dict().tag(sync=True)  # the names and filters to go back to

    def __init__(
        self,
        image: ArrayLike | None = None,
        *,
        filters: ArrayLike | Mapping[str, ArrayLike] | None = None,
        thresholds: float | Sequence[float] = 8,
        **settings: Any,
    ):
        super().__init__(
            image=images.x_clean() if image is None else image,
            **_names_and_filters(LECTURE if filters is None else filters),
            thresholds=thresholds,
            lecture=_names_and_filters(LECTURE),
            shape=_shape(),
            drawings=[[name, drawing.tolist()] for name, drawing in named_drawings()],
            **settings,
        )

    def draw_x(self, **shape: Any) -> None:
        """Draw an X; `shift`, `size`, `angle` and `shear` are those of `x_drawings.x_shape`."""
        image = x_shape(**shape, grid=self.image.shape)
        with self.hold_sync():
            self.shape = _shape(**shape)
            self.image = image

    @property
    def maps(self) -> np.ndarray:
        """(3, H - 2, W - 2): each filter's sum at each place.

        The loops add in the order in which the browser adds, so both agree to the last digit.
        """
        return np.stack([cross_correlate_slowly(self.image, each) for each in self.filters])

    @property
    def biased(self) -> np.ndarray:
        """(3, H - 2, W - 2): the maps with the bias, which is minus the threshold."""
        return self.maps + -self.thresholds[:, np.newaxis, np.newaxis]

    @property
    def rectified(self) -> np.ndarray:
        """(3, H - 2, W - 2): what ReLU leaves; the same as `biased` where `relu` is off."""
        return pooling.relu(self.biased) if self.relu else self.biased

    @property
    def pooled(self) -> np.ndarray:
        """(3, H', W'): the largest number of each region."""
        maps = self.rectified
        window = maps.shape[1:] if self.pool is None else self.pool
        window = np.minimum(window, maps.shape[1:]).tolist()
        return np.stack([pooling.max_pool(each, window, self.stride) for each in maps])

    @property
    def evidence(self) -> np.ndarray:
        """(3,): the largest number that each filter has left."""
        return self.pooled.max(axis=(1, 2))

    @property
    def score(self) -> float:
        """The smallest evidence: all three parts are needed."""
        return float(self.evidence.min())

    @property
    def is_x(self) -> bool:
        """Whether the score is above zero."""
        return self.score > 0

    @property
    def verdict(self) -> str:
        """`is_x` in words."""
        return translate("an X") if self.is_x else translate("not an X")

    def _title(self) -> str:
        return translate("X detector")

    def _sentence(self) -> str:
        return translate(
            "X detector: {verdict}, score {score}.",
            verdict=self.verdict, score=words.short(self.score),
        )

    def _panels(self):
        return [("image", self.image), *(("signed", each) for each in self.maps)]
