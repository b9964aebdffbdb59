"""How soon after a move of the hand are all of NetworkExplorer's maps and scores the right ones?

In each frame the drawing is read off the screen, the NumPy network computes what every layer and
the scores have to be for it, and that is compared with what was painted in the same frame. A move
of the hand is painted once the pixel under the pointer has ink in such a frame.
"""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from playwright.sync_api import Browser

from benchmarks.widgets.scenes import limit_of
from benchmarks.widgets.stage import KERNEL, MOST_DIFFERENCE, PROBE, WrongPicture
from cnnlab import nn
from cnnlab.nn.batches import activations
from cnnlab.plots.style import SIGNED
from tests.browser.lab_server import LabServer
from tests.browser.notebook_page import NotebookPage

WATCH = (Path(__file__).parent / "strokes.js").read_text(encoding="utf-8")
WIDGET = "section.cnnlab-network-explorer"
SIDE, INKS = 28, 16  # pixels of the drawing, each the mean of 16 fine cells
MOVES, PACE = 12, 0.02  # of the mouse in a stroke, and seconds from one to the next
CODE = """\
import numpy as np
from cnnlab import nn
from cnnlab.widgets import NetworkExplorer

model = {code}
shown = NetworkExplorer(model, image=np.zeros((28, 28)))
shown
"""


@dataclass(frozen=True)
class Network:
    """The code of a network; its weights are random, and always the same."""

    name: str
    code: str

    def layers(self) -> list[nn.Layer]:
        """Return its layers, in use."""
        return eval(self.code, {"nn": nn}).eval().layers


DIGITS = Network(
    "digits, 11,738 weights",
    "nn.Sequential(nn.Conv2d(1, 8, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), "
    "nn.Linear(8 * 12 * 12, 10), rng=0)",  # lesson 11, for MNIST
)
MANY_MAPS = Network(
    "64 maps in a layer",
    "nn.Sequential(nn.Conv2d(1, 64, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(64, 64, 3), "
    "nn.ReLU(), nn.GlobalAvgPool2d(), nn.Linear(64, 10), rng=0)",
)
NETWORKS = [DIGITS, MANY_MAPS]


# What has to be on the screen ------------------------------------------------------------


def right_outputs(layers: list[nn.Layer], drawing: np.ndarray) -> list[np.ndarray]:
    """Return what each layer makes of a drawing: (C, H, W), plain numbers as (D, 1, 1)."""
    outputs, x = [], activations(drawing[None])
    for layer in layers:
        x = layer.forward(x)
        outputs.append(x.reshape((*x.shape[:-1], 1, 1)[:3]))
    return outputs


def spots(shape: tuple[int, ...], boxes: np.ndarray, whole: bool) -> tuple[np.ndarray, ...]:
    """Return which rows of the maps are looked at, and the pixels (x, y) of their numbers.

    `boxes` are the maps' (left, top, width, height), (C, 4); if not `whole`, the middle row counts.
    """
    _, height, width = shape
    rows = np.arange(height) if whole else np.array([height // 2])
    left, top, wide, high = np.array(boxes).T[..., None]
    x = left + ((np.arange(width) + 0.5) * wide / width).astype(int)
    y = top + ((rows + 0.5) * high / height).astype(int)
    return rows, x, y


def difference(output: np.ndarray, shown: np.ndarray, boxes: np.ndarray, whole: bool) -> int:
    """Return by how many levels of 255 the worst number of a layer has another colour."""
    rows, x, y = spots(output.shape, boxes, whole)
    sizes = np.abs(output)
    limit = (limit_of(sizes) if sizes.size >= 1024 else sizes.max()) or 1
    right = SIGNED(output / limit / 2 + 0.5, bytes=True)[..., :3]
    found = shown[np.searchsorted(np.unique(y), y)[:, :, None], x[:, None, :]]
    return int(np.abs(found.astype(int) - right[:, rows]).max())


def check_scores(scores: np.ndarray, seen: dict[str, Any]) -> None:
    """Raise if the scores, written with two digits, or their bars are not those of the network."""
    shown = [float(text.replace("−", "-")) for text in seen["scores"]]
    powers = np.exp(scores - scores.max())
    right = np.allclose(shown, scores, rtol=0.06, atol=1e-6)
    if not right or not np.allclose(seen["bars"], 100 * powers / powers.sum(), atol=1e-3):
        raise WrongPicture(f"{shown} on the screen, not {scores}")


# The page --------------------------------------------------------------------------------


class StrokeStage(NotebookPage):
    """A notebook with NetworkExplorer in it, watched by the probe. Use it in a `with` statement."""

    def __init__(self, browser: Browser, lab: LabServer, network: Network):
        super().__init__(browser, lab, path_of(network))
        self.network, self.layers = network, network.layers()
        self.page.add_init_script(PROBE)
        self.page.add_init_script(WATCH)

    def __enter__(self):
        super().__enter__()
        self.run_all()
        self.page.locator(WIDGET).scroll_into_view_if_needed()
        self.page.evaluate("widget => probe.watchStrokes(widget)", WIDGET)
        self.places = self.page.evaluate("probe.places()")
        self.page.evaluate("rows => (probe.rows = rows)", self.rows(whole=False))
        return self

    def painted_layers(self, drawing: np.ndarray) -> list[np.ndarray]:
        """Return the right outputs of the layers that have a picture: Flatten has none."""
        outputs = right_outputs(self.layers, drawing)
        return [output for layer, output in zip(self.layers, outputs, strict=True)
                if not isinstance(layer, nn.Flatten)]  # fmt: skip

    def rows(self, whole: bool) -> list[list[int]]:
        """Return the rows of pixels that are read from the canvas of each layer."""
        shapes = [output.shape for output in self.painted_layers(np.zeros((SIDE, SIDE)))]
        return [np.unique(spots(shape, boxes, whole)[2]).tolist()
                for shape, boxes in zip(shapes, self.places["layers"], strict=True)]  # fmt: skip

    def check(self, seen: dict[str, Any], whole: bool = False) -> np.ndarray:
        """Return the drawing on the screen; raise if a layer or a score is not that drawing's."""
        drawing = np.rint(decoded(seen["drawing"], SIDE)[..., 0] / 255 * INKS) / INKS
        outputs, rows = self.painted_layers(drawing), self.rows(whole)
        for number, (output, text) in enumerate(zip(outputs, seen["layers"], strict=True)):
            off = difference(
                output, decoded(text, len(rows[number])), self.places["layers"][number], whole
            )
            if off > MOST_DIFFERENCE:
                raise WrongPicture(f"{self.network.name}, layer {number}: off by {off} levels")
        check_scores(outputs[-1].ravel(), seen)
        return drawing

    def check_at_rest(self) -> None:
        """Raise if a number on the screen is not that of the drawing which the kernel has."""
        image = np.array(self.ask_kernel("shown.image.tolist()"))
        seen = self.page.evaluate("rows => probe.asText(probe.onScreen(rows))", self.rows(True))
        if not np.array_equal(self.check(seen, whole=True), image):
            raise WrongPicture(f"{self.network.name}: the kernel has another drawing")


def decoded(text: str, rows: int) -> np.ndarray:
    """Return pixels, (rows, columns, 3) bytes."""
    return np.frombuffer(base64.b64decode(text), np.uint8).reshape(rows, -1, 4)[..., :3]


def path_of(network: Network) -> str:
    """Return the name of a network's notebook."""
    return f"strokes-{NETWORKS.index(network)}.ipynb"


def write_notebook(folder: Path, network: Network) -> None:
    """Write a notebook that shows the network."""
    folder.mkdir(exist_ok=True)
    cells = [nbformat.v4.new_code_cell(CODE.format(code=network.code))]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=KERNEL)
    nbformat.write(notebook, folder / path_of(network))


# The hand --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stroke:
    """What was seen of a stroke, in milliseconds."""

    times: list[float]  # from each move to its picture
    gap: float  # the longest time without a frame


def path(number: int) -> list[tuple[int, int]]:
    """Return the pixels (row, column) of a stroke, across the middle of the sheet."""
    columns = np.linspace(2, SIDE - 3, MOVES).astype(int)
    rows = SIDE // 2 + np.rint(3 * np.sin(columns / 3 + number)).astype(int)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def draw(stage: StrokeStage, number: int) -> Stroke:
    """Clear the sheet, draw a stroke, and find the frame that shows each of its moves."""
    stage.page.locator(f"{WIDGET} [data-part=tools] button").last.click()
    stage.page.wait_for_timeout(300)
    left, top, wide, high = stage.places["sheet"]
    places = path(number)
    points = [(left + (x + 0.5) * wide, top + (y + 0.5) * high) for y, x in places]
    stage.page.mouse.move(*points[0])
    stage.page.wait_for_timeout(100)
    stage.page.evaluate("probe.forget(), probe.moves.length = 0")
    stage.page.mouse.down()
    start = time.perf_counter()
    for step, point in enumerate(points[1:], 1):
        time.sleep(max(0.0, start + step * PACE - time.perf_counter()))
        stage.page.mouse.move(*point)
    stage.page.mouse.up()
    stage.page.wait_for_timeout(400)
    told = stage.page.evaluate("probe.ofStroke()")
    stage.check_at_rest()
    return what_was_seen(stage, places, told)


def what_was_seen(stage: StrokeStage, places: list[tuple[int, int]], told: dict) -> Stroke:
    """Check every frame, and return how long each move waited for the one that shows it."""
    if len(told["moves"]) != len(places):
        raise WrongPicture(f"{len(told['moves'])} moves arrived, not {len(places)}")
    frames = [frame for frame in told["frames"] if frame["painted"] is not None]
    drawings = [stage.check(frame["seen"]) for frame in frames]
    shown = [next(frame["painted"] for frame, drawing in zip(frames, drawings, strict=True)
                  if drawing[place] == 1) for place in places]  # fmt: skip
    times = [at - move["at"] for at, move in zip(shown, told["moves"], strict=True)]
    during = [frame["begun"] for frame in frames if frame["begun"] <= shown[-1]]
    return Stroke(times, max(np.diff(during)))
