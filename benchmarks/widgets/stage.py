"""JupyterLab, a browser, and a notebook with one widget in it.

The servers and the browser are those of the browser tests, so what is measured is what is tested.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

import nbformat
import numpy as np
from playwright.sync_api import Browser, Playwright

from benchmarks.widgets.scenes import SHOW, STEP, WEIGHTS, Scene, right_map, right_marks
from tests.browser.chromium import find_chromium
from tests.browser.conftest import CHROMIUM_OPTIONS
from tests.browser.lab_server import LabServer
from tests.browser.notebook_page import NotebookPage

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
FAKE_CAMERA = (
    "--use-fake-device-for-media-stream=fps=30",
    "--use-fake-ui-for-media-stream",  # it is allowed without a question
)
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
NO_DELAY_OFF = {"ServerApp": {"jpserver_extensions": {"cnnlab.nodelay": False}}}
MOST_DIFFERENCE = 12  # levels of 255, in any pixel: the two ways round colours differently
FIRST = 80  # the position that a widget starts with: weight -1, which makes the kernel sobel_x


def open_browser(playwright: Playwright) -> Browser:
    """Start the Chromium that the tests use, with a camera that always shows the same film."""
    chromium = find_chromium(bundled=playwright.chromium.executable_path)
    if chromium is None:
        raise SystemExit("No Chromium, Chrome or Edge found: install one, or set CNNLAB_CHROMIUM.")
    return playwright.chromium.launch(
        executable_path=chromium, args=[*CHROMIUM_OPTIONS, *FAKE_CAMERA]
    )


class LabWithDelay(LabServer):
    """JupyterLab as it is without cnnlab.nodelay."""

    def _write_settings(self) -> None:
        super()._write_settings()
        switch = self.folder / "config" / "jupyter_server_config.json"
        switch.write_text(json.dumps(NO_DELAY_OFF), encoding="utf-8")


def write_notebook(folder: Path, name: str, code: str, picture: np.ndarray) -> Path:
    """Write a folder with a photograph, and a notebook whose last cell shows a widget."""
    place = folder / name
    place.mkdir(parents=True)
    np.save(place / "photograph.npy", picture)
    cells = [code, f"weight = {WEIGHTS[FIRST]}", SHOW]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata=KERNEL
    )
    nbformat.write(notebook, place / "stage.ipynb")
    return place


class Stage(NotebookPage):
    """A notebook with one scene in it, watched by the probe. Use it in a `with` statement."""

    def __init__(self, browser: Browser, lab: LabServer, scene: Scene, side: int):
        name = folder_name(scene, side)
        super().__init__(browser, lab, f"{name}/stage.ipynb", permissions=["camera"])
        self.scene, self.picture = scene, np.load(lab.notebooks / name / "photograph.npy")
        self.page.add_init_script(PROBE)

    def __enter__(self):
        super().__enter__()
        marks = right_marks(self.scene, self.picture)
        self.page.evaluate("watched => probe.watch(watched)", {
            "picture": self.scene.picture, "slider": self.scene.slider,
            "valueOf": self.scene.value_of, "lowest": float(WEIGHTS[0]), "step": STEP,
            "column": marks.column, "rows": marks.rows, "tolerance": marks.tolerance,
            "columns": base64.b64encode(marks.colours.tobytes()).decode("ascii"),
        })  # fmt: skip
        self.run_all()
        self.first = self.time_to_picture(FIRST)
        self.check(FIRST)
        return self

    def time_to_picture(self, position: int) -> float:
        """Return the milliseconds from the end of the widget's cell to its picture."""
        painted = self.painted_at(position)
        origin = self.page.evaluate("performance.timeOrigin")
        return origin + painted - 1000 * self.ask_kernel("finished")

    def painted_at(self, position: int, since: float = 0) -> float:
        """Wait for the picture of a position; return when it was painted, or raise."""
        painted = self.page.evaluate("wanted => probe.paintedAt(...wanted)", [position, since])
        if painted is None:
            raise WrongPicture(f"{self.scene.name}: position {position} was never shown")
        return painted

    def rest(self, milliseconds: float = 150) -> None:
        """Wait until nothing moves any more."""
        self.page.wait_for_timeout(milliseconds)

    def check(self, position: int, since: float = 0) -> None:
        """Raise if the whole picture is not that of this position of the slider."""
        self.painted_at(position, since)
        self.rest()
        self.compare(right_map(self.picture, WEIGHTS[position]))

    def compare(self, feature_map: np.ndarray) -> None:
        """Raise if what is on the screen is not the picture of this map."""
        right = self.scene.nearly(feature_map)
        shown = self.whole_picture()
        if shown.shape != right.shape:
            raise WrongPicture(f"{self.scene.name}: {shown.shape} on the screen, not {right.shape}")
        difference = np.abs(shown.astype(int) - right).max()
        if difference > MOST_DIFFERENCE:
            raise WrongPicture(f"{self.scene.name}: a pixel is off by {difference} levels")

    def whole_picture(self) -> np.ndarray:
        """Return what is on the screen, (H, W, 3) bytes."""
        found = self.page.evaluate("probe.wholePicture()")
        pixels = np.frombuffer(base64.b64decode(found["pixels"]), np.uint8)
        return pixels.reshape(-1, found["width"], 4)[..., :3]

    def show_again(self, position: int) -> None:
        """Run the last two cells once more: another widget, which starts at another position."""
        self.page.evaluate("code => probe.runAgain(code)", f"weight = {WEIGHTS[position]}")


class WrongPicture(AssertionError):
    """What was measured would be worth nothing."""


def folder_name(scene: Scene, side: int) -> str:
    """Return the folder of a scene's notebook."""
    return f"{scene.name.split()[0]}-{side}".lower()
