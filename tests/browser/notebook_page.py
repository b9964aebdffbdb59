"""One notebook, open in JupyterLab or in Jupyter Notebook in a browser.

Both are driven by their own commands (`window.jupyterapp`), never by their menus: the words change
with the language. A script that needs to be longer than a line stands beside this file.
"""

import ast
import json
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.lab_server import LabServer

WIDTH, HEIGHT = 1280, 1600
ADDRESSES = {"lab": "lab/tree", "notebook": "notebooks"}
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
SCRIPTS = (Path(__file__).parent / "in_page.js").read_text(encoding="utf-8")


class NotebookPage:
    """A notebook in a tab, with lists of what went wrong. Use it in a `with` statement.

    `app` is "lab" for JupyterLab, "notebook" for Jupyter Notebook, whose own start isn't faultless:
    of what goes wrong there, only what follows it is listed.
    """

    def __init__(self, browser: Browser, lab: LabServer, path: str, app: str = "lab", **context):
        self.lab, self.path, self.app = lab, path, app
        self.address = f"{lab.url}/{ADDRESSES[app]}/{path}?reset&token={lab.token}"
        self.page_errors: list[str] = []
        self.requests_outside: list[str] = []
        self.questions: list[str] = []
        self.context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce", **context
        )
        self.context.route(lambda url: not self._is_local(url), self._refuse)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.page_errors.append(str(error)))
        self.page.on("console", self._listen)
        self.page.add_init_script(SCRIPTS)

    def _is_local(self, url: str) -> bool:
        host = self.lab.url.removeprefix("http")
        return url.startswith((f"http{host}", f"ws{host}", "data:", "blob:", "about:"))

    def _refuse(self, route) -> None:
        self.requests_outside.append(route.request.url)
        route.abort()

    def _listen(self, message) -> None:
        if message.type == "error":
            self.page_errors.append(message.text)

    def __enter__(self):
        """Open the notebook alone (`reset` forgets other tabs) and wait for its kernel."""
        self.page.goto(self.address)
        self.wait_for_notebook(self.path)
        self.page.evaluate("jupyterapp.shell.collapseLeft()")
        if self.app == "notebook":
            self.page_errors.clear()
        self.questions = self.page.locator(".jp-Dialog").all_inner_texts()
        return self

    def wait_for_notebook(self, path: str) -> None:
        """Wait until `path` is in front and its kernel is ready, or a dialog asks something."""
        self.page.wait_for_function("path => cnnlab.isReady(path)", arg=path, timeout=90_000)

    def run_all(self, seconds: float = 300) -> None:
        """Run every cell from top to bottom."""
        finished = self.page.evaluate("seconds => cnnlab.runAll(seconds)", seconds)
        assert finished, f"{self.path} did not finish in {seconds} seconds"
        self.page.wait_for_timeout(300)  # widgets draw after their cell has finished

    def set_theme(self, theme: str) -> None:
        """Change JupyterLab, and what the system says, to "light" or "dark"."""
        self.page.emulate_media(color_scheme=theme)
        self.page.evaluate("theme => cnnlab.setTheme(theme)", THEMES[theme])
        self.page.wait_for_function("theme => cnnlab.hasTheme(theme)", arg=theme)
        self.page.wait_for_timeout(200)

    def ask_kernel(self, expression: str, after: str = ""):
        """Run the code `after` in the notebook's kernel, and return the value of `expression`."""
        self.page.wait_for_timeout(200)  # what a hand did before is on its way
        script = "([code, expression]) => cnnlab.askKernel(code, expression)"
        answer = self.page.evaluate(script, [after, expression])
        assert "json" in answer, answer
        return json.loads(ast.literal_eval(answer["json"]))

    def ask(self, question: str) -> list:
        """Return the list that a function of in_page.js found: faults, or texts."""
        return self.page.evaluate(f"cnnlab.{question}()")

    def save_pictures(self, folder: Path, theme: str) -> None:
        """Save the notebook from top to bottom as consecutive PNG files."""
        self.set_theme(theme)
        folder.mkdir(parents=True, exist_ok=True)
        name = self.path.replace("/", "-").removesuffix(".ipynb")
        box = self.page.locator(".jp-Notebook .jp-WindowedPanel-outer").first.bounding_box()
        end = self.page.evaluate("cnnlab.heightOfCells()")
        top, number = 0, 0
        while top < end:
            number += 1
            skip = self.page.evaluate("top => cnnlab.scrollTo(top)", top)
            self.page.wait_for_timeout(200)
            height = min(box["height"] - skip, end - top)
            clip = {**box, "y": box["y"] + skip, "height": height}
            self.page.screenshot(path=folder / f"{name}-{theme}-{number:02}.png", clip=clip)
            top += height

    def __exit__(self, *error):
        self.page.evaluate("cnnlab.shutDown()")
        self.context.close()
