"""Where does a hand-made detector break? One slider for each thing that can vary.

Read `letters` and `x_margins`, the drawings and the detector that are there when nothing is said;
then `Frame`, what is known about one place of one slider; then the widget, which works all frames
out once, so that moving a slider only chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import traitlets

from cnnlab import datasets
from cnnlab._validation import finite_number, fraction, image_array, say
from cnnlab.datasets import Labelled
from cnnlab.language import later, translate
from cnnlab.plots import cells, words
from cnnlab.widgets.module import self_contained, style
from cnnlab.widgets.traits import Image
from cnnlab.widgets.widget import Widget

SHOWN = 3  # pictures of each class; all drawings are counted

# What is varied, and who judges it -------------------------------------------------------

VARIATIONS = {  # the seven of the lecture, as `datasets.shapes` knows them; each begins plain
    "angle": range(0, 61, 5),
    "scale": (1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2),
    "deformation": (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5),
    "occlusion": (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
    "contrast": (1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1),
    "clutter": range(0, 21, 2),
    "stroke": (2, 1.8, 1.6, 1.4, 1.2, 1, 0.8, 0.6),
}
SPOKEN = {
    "angle": later("Viewpoint"), "scale": later("Scale"), "deformation": later("Deformation"),
    "occlusion": later("Occlusion"), "contrast": later("Light"), "clutter": later("Clutter"),
    "stroke": later("Within the class"), "shift": later("Place"), "stretch": later("Stretching"),
    "background": later("Background"), "noise": later("Noise"),
}
USUAL = {  # what varies a little in every drawing
    "angle": 5, "scale": (0.85, 1), "shift": 0.5, "contrast": 0.2, "background": 0.1,
    "noise": 0.05, "clutter": 0,
}


def letters(**factor: float) -> Labelled:
    """Return 200 drawings of X and O, 20 x 20 pixels, in which one factor has the value given."""
    fixed = {name: (value, value) for name, value in factor.items()}
    return datasets.shapes(200, 20, ("x", "o"), rng=0, **{**USUAL, **fixed})


def x_margins(picture: np.ndarray) -> dict[str, float]:
    """Return by how much each feature of an X exceeds its threshold; an X needs both above 0.

    Where the strokes cross there is ink, and there is ink on the diagonals.
    """
    middle = len(picture) // 2
    centre = picture[middle - 2 : middle + 2, middle - 2 : middle + 2].mean()
    diagonals = (picture.diagonal().mean() + picture[:, ::-1].diagonal().mean()) / 2
    return {translate("centre"): centre - 0.5, translate("diagonals"): diagonals - 0.3}


# What is known about one place of one slider ---------------------------------------------


class Frame(NamedTuple):
    """The drawings at one value of one factor: some to look at, and what came of all of them."""

    pictures: np.ndarray  # (shown, H, W), class by class
    classes: list[int]  # (shown,) the class of each
    margins: list[dict[str, float]]  # (shown,) what the judge measured
    scores: np.ndarray  # (N,) of every drawing
    labels: np.ndarray  # (N,)
    class_names: tuple[str, ...]

    @property
    def right(self) -> np.ndarray:
        """(N,): "yes" for the class that is sought, "no" for the others."""
        return (self.scores > 0) == (self.labels == 0)

    @property
    def accuracy(self) -> float:
        """The fraction of right answers."""
        return float(self.right.mean())


def _frame(drawn: Any, judge: Callable[[np.ndarray], Any]) -> Frame:
    if not isinstance(drawn, Labelled):
        raise TypeError(
            say("draw must return labelled images, as datasets.shapes does, but {type} arrived.",
                type=type(drawn).__name__)
        )
    if drawn.images.ndim != 3:
        raise ValueError(
            say("The explorer shows grey pictures, so draw must return images of the shape (N, "
                "height, width), but their shape is {shape}.", shape=drawn.images.shape)
        )
    margins = [_margins(judge(picture)) for picture in drawn.images]
    shown = np.concatenate([
        np.flatnonzero(drawn.labels == label)[:SHOWN] for label in range(len(drawn.class_names))
    ])
    scores = np.array([min(each.values()) for each in margins])
    return Frame(
        drawn.images[shown], drawn.labels[shown].tolist(), [margins[place] for place in shown],
        scores, drawn.labels, drawn.class_names,
    )


def _margins(answer: Any) -> dict[str, float]:
    """Return what a judge said as a dictionary: it may have said one number."""
    if not isinstance(answer, Mapping):
        answer = {translate("score"): answer}
    if not answer:
        raise ValueError(say("judge returned a dictionary without a number in it."))
    return {str(name): finite_number(_plain(each), "judge") for name, each in answer.items()}


def _plain(number: Any) -> Any:
    """Return a number of NumPy as one of Python; True and False, as a judge may say, as 1 and 0."""
    number = number.item() if isinstance(number, np.generic) else number
    return int(number) if isinstance(number, bool) else number


# The widget ------------------------------------------------------------------------------


class VariationExplorer(Widget):
    """Move one slider at a time and see where a detector breaks: its answers and its accuracy.

    Above each slider runs the curve of the accuracy over the slider's range, so the slider is also
    the place on the curve. All drawings are made and judged when the widget is made; from then on
    it needs no kernel.

    Parameters
    ----------
    judge : function from a picture (H, W) to a number, or to a dictionary of numbers
        Above 0 means "yes, this is the class sought"; of a dictionary all have to be. None asks for
        ink in the centre and on the diagonals: an X.
    draw : function from one named value, `draw(angle=30)`, to labelled images (`datasets.Labelled`)
        Class 0 is the one sought. None draws X and O with `datasets.shapes`.
    variations : dictionary from a name that `draw` takes to the values of its slider, plain first
    enough : 0 to 1; below this accuracy the detector counts as broken

    Raises
    ------
    ValueError, TypeError
        Where an argument, or what `draw` or `judge` returned, can't be used.

    >>> explorer = VariationExplorer()
    >>> explorer.at, explorer.accuracy
    (('angle', 0), 1.0)
    >>> explorer.at = ("angle", 30)
    >>> explorer.accuracy, explorer.breaks["angle"]
    (0.5, 15)
    """

    _esm = self_contained("variation_explorer")
    _css = style("variation_explorer")

    at = traitlets.Any().tag(sync=True)  # (name of the factor, its value)
    enough = traitlets.Float(0.75, read_only=True).tag(sync=True)
    variations = traitlets.List().tag(sync=True)  # for each slider what `_sent` returns
    strip = Image()  # the pictures of all frames, one below the other: (pictures * H, W) uint8
    classes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    counts = traitlets.List(traitlets.Int()).tag(sync=True)  # drawings of each class
    shown = traitlets.List(traitlets.Int()).tag(sync=True)  # the class of each picture of a frame

    def __init__(
        self,
        judge: Callable[[np.ndarray], Any] | None = None,
        *,
        draw: Callable[..., Labelled] | None = None,
        variations: Mapping[str, Iterable[float]] | None = None,
        enough: float = 0.75,
    ):
        judge, draw = judge or x_margins, draw or letters
        for name, function in (("judge", judge), ("draw", draw)):
            if not callable(function):
                raise TypeError(
                    say("{name} must be a function, but {type} arrived.",
                        name=name, type=type(function).__name__)
                )
        values = _checked_variations(VARIATIONS if variations is None else variations)
        self._frames = {
            name: {value: _frame(draw(**{name: value}), judge) for value in slider}
            for name, slider in values.items()
        }
        frames = [frame for slider in self._frames.values() for frame in slider.values()]
        _refuse_uneven(frames)
        self.set_trait("enough", fraction(enough, "enough"))
        super().__init__(
            at=self._first(),
            variations=[_sent(name, slider) for name, slider in self._frames.items()],
            strip=_bytes(np.concatenate([row for frame in frames for row in frame.pictures])),
            classes=[_spoken(each) for each in frames[0].class_names],
            counts=_counts(frames[0], frames[0].labels),
            shown=frames[0].classes,
        )

    @traitlets.validate("at")
    def _known(self, proposal: dict[str, Any]) -> tuple[str, float]:
        at = proposal["value"]
        if not isinstance(at, tuple | list) or len(at) != 2:
            raise TypeError(
                say("at takes a name and a value, such as {example!r}, but {value!r} arrived.",
                    example=self._first(), value=at)
            )
        name, value = at
        if name not in self._frames:
            raise ValueError(
                say("There is no slider named {name!r}. Choose from: {names}.",
                    name=name, names=", ".join(self._frames))
            )
        if value not in self._frames[name]:
            raise ValueError(
                say("The slider {name} stops at these values: {values}; {value!r} is not one of "
                    "them.", name=name, value=value, values=", ".join(map(str, self._frames[name])))
            )
        return name, value

    def _first(self) -> tuple[str, float]:
        name = next(iter(self._frames))
        return name, next(iter(self._frames[name]))

    # For the next cell --------------------------------------------------------------------

    @property
    def frame(self) -> Frame:
        """What is known where the slider stands: pictures, margins, scores, labels."""
        name, value = self.at
        return self._frames[name][value]

    @property
    def picture(self) -> np.ndarray:
        """(H, W): the first picture of the class that is sought."""
        return self.frame.pictures[0]

    @property
    def score(self) -> float:
        """The score of `picture`: its smallest margin; above 0 it is a "yes"."""
        return min(self.frame.margins[0].values())

    @property
    def accuracy(self) -> float:
        """The fraction of all drawings that are judged right, where the slider stands."""
        return self.frame.accuracy

    @property
    def curve(self) -> dict[float, float]:
        """The accuracy at each value of the slider that was moved last."""
        return {value: frame.accuracy for value, frame in self._frames[self.at[0]].items()}

    @property
    def breaks(self) -> dict[str, float | None]:
        """For each slider the first value whose accuracy is below `enough`, or None."""
        return {
            name: next((value for value in slider if slider[value].accuracy < self.enough), None)
            for name, slider in self._frames.items()
        }

    def _title(self) -> str:
        return translate("Variation explorer")

    def _sentence(self) -> str:
        name, value = self.at
        return translate(
            "Variation explorer, {factor} {value}: {right} of {count} drawings are judged right.",
            factor=_label(name), value=words.short(value), right=int(self.frame.right.sum()),
            count=len(self.frame.right),
        )

    def _panels(self):
        places = [(name, value) for name, slider in self._frames.items() for value in slider]
        pictures = self.strip.reshape(len(places), len(self.shown), *self.picture.shape)
        here = pictures[places.index(self.at)]
        return [("image", here[self.shown.index(label)]) for label in sorted(set(self.shown))]


# What the browser is sent ----------------------------------------------------------------


def _checked_variations(variations: Any) -> dict[str, list[float]]:
    if not isinstance(variations, Mapping) or not variations:
        raise TypeError(
            say('variations must be a dictionary such as {example}, but {value!r} arrived.',
                example='{"angle": [0, 15, 30]}', value=variations)
        )
    sliders = {}
    for name, values in variations.items():
        sliders[str(name)] = [_plain(value) for value in values]
        for value in sliders[str(name)]:
            finite_number(value, str(name))
        if len(set(sliders[str(name)])) < 2:
            raise ValueError(
                say("A slider needs at least two different values, but {name} has: {values}.",
                    name=name, values=", ".join(map(str, sliders[str(name)])))
            )
    return sliders


def _counts(frame: Frame, labels: np.ndarray) -> list[int]:
    """Return how many of the labels are of each class."""
    return np.bincount(labels, minlength=len(frame.class_names)).tolist()


def _refuse_uneven(frames: list[Frame]) -> None:
    first = frames[0]
    for frame in frames:
        if frame.pictures.shape != first.pictures.shape or frame.classes != first.classes \
                or _counts(frame, frame.labels) != _counts(first, first.labels):
            raise ValueError(
                say("draw must return as many pictures of each class, all of one size, at every "
                    "value; but there were {first!r} and {other!r} pictures of the classes.",
                    first=_counts(first, first.labels), other=_counts(frame, frame.labels))
            )


def _sent(name: str, frames: dict[float, Frame]) -> dict[str, Any]:
    """Return one slider as the browser is told about it."""
    return {
        "name": name,
        "label": _label(name),
        "unit": "°" if name == "angle" else "",
        "values": list(frames),
        "right": [_counts(frame, frame.labels[frame.right]) for frame in frames.values()],
        "margins": [[list(each.items()) for each in frame.margins] for frame in frames.values()],
    }


def _label(name: str) -> str:
    """Return the lecture's word for a factor with the name that `draw` has for it."""
    return f"{translate(SPOKEN[name])} ({name})" if name in SPOKEN else name


def _spoken(name: str) -> str:
    return datasets.spoken_name(name) if name in datasets.shape_names() else name


def _bytes(pictures: np.ndarray) -> np.ndarray:
    """Return pictures as they are painted, 0 black and 255 white."""
    scale = cells.grey_scale(image_array(pictures))
    spread = (pictures - scale.lowest) / (scale.highest - scale.lowest)
    return np.rint(255 * np.clip(spread, 0, 1)).astype(np.uint8)
