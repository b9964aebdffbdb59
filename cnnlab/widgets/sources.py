"""Where a widget's image comes from: what Python has to offer, and what it answers.

The script (parts/sources.js) lets a hand choose: files, the camera and drawings are the browser's
own affair. The lecture's arrays are small and travel with the state; a photograph is asked for by
name and sent shrunk, so that a kernel shifts over it at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from cnnlab import images
from cnnlab.language import translate
from cnnlab.widgets.traits import Image
from cnnlab.widgets.widget import Widget

LARGEST = 320  # pixels, of the longer side of a photograph


class ImageWidget(Widget):
    """A widget with an image that can be exchanged by hand; `given` is the one it was made with."""

    image = Image()
    given = Image()
    lecture = traitlets.List().tag(sync=True)  # [title, array] each
    photographs = traitlets.List().tag(sync=True)  # [name, title] each

    def __init__(self, image: ArrayLike, **state: Any):
        super().__init__(image=image, given=image, **state)
        self.lecture = [[title, _sent(array)] for title, array in _lecture().items()]
        self.photographs = [[name, _photograph_title(name)] for name in images.photo_names()]
        self.on_msg(self._answer)

    def _answer(self, widget: Widget, question: dict, buffers: list) -> None:
        """Send the photograph that the script asks for, or a sentence that says why not."""
        name = question.get("photograph")
        if name is None:
            return
        try:
            photograph = images.photo(name)
        except (ValueError, OSError) as error:
            self.send({"photograph": name, "refused": str(error)})
            return
        picture = _sent(_shrunk(photograph))
        data = picture.pop("data")
        answer = {"photograph": name, "picture": picture, "full_size": photograph.shape[:2]}
        self.send(answer, [data])


def _lecture() -> dict[str, np.ndarray]:
    """Return the lecture's small arrays by what they are called on the screen."""
    return {
        translate("Portrait"): images.portrait(),
        translate("Clean X"): images.x_clean(),
        translate("Deformed X"): images.x_deformed(),
        translate("Worked example"): images.example(),
    }


def _photograph_title(name: str) -> str:
    titles = {
        "china": translate("Temple in China"),
        "flower": translate("Flower"),
        "grace_hopper": translate("Grace Hopper"),
    }
    return titles.get(name, name)


def _shrunk(photograph: np.ndarray) -> np.ndarray:
    """Return every second pixel, or every third: as many as the longer side asks for."""
    step = -(-max(photograph.shape[:2]) // LARGEST)
    return photograph[::step, ::step]


def _sent(array: np.ndarray) -> dict:
    """Return an array as the script takes it: as the trait `image` travels."""
    array = array if array.dtype == np.uint8 else array.astype(np.float64)
    data = np.ascontiguousarray(array).tobytes()
    return {"shape": list(array.shape), "dtype": str(array.dtype), "data": data}
