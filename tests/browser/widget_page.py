"""One widget in a page of its own, opened as a file, with the network off.

It is the page that `widget.save_html` writes, so what these tests drive is what a student without
Jupyter gets; the script is the same in JupyterLab, where test_widgets_in_lab.py drives it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from cnnlab.widgets.module import HERE, self_contained

LOCAL = ("file:", "data:", "blob:", "about:")


class WidgetPage:
    """A widget on a page, with lists of what went wrong. Use it in a `with` statement."""

    def __init__(
        self, browser: Browser, widget, folder: Path, theme="light", width=1000, **context
    ):
        self.errors: list[str] = []
        self.requests_outside: list[str] = []
        self.file = widget.save_html(folder / f"widget-{len(list(folder.iterdir()))}.html")
        size = {"width": width, "height": 900}
        self.context = browser.new_context(
            viewport=size, color_scheme=theme, offline=True, reduced_motion="reduce", **context
        )
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._listen)
        self.page.on("request", self._note)

    def _listen(self, message) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _note(self, request) -> None:
        if not request.url.startswith(LOCAL):
            self.requests_outside.append(request.url)

    def __enter__(self):
        self.page.goto(self.file.as_uri())
        self.page.wait_for_function("window.widget?.model")
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until what was changed has been drawn and announced."""
        self.page.wait_for_timeout(250)

    @property
    def root(self) -> Locator:
        return self.page.locator("section.cnnlab")

    def part(self, name: str) -> Locator:
        """A part of the widget, by its data-part."""
        return self.root.locator(f'[data-part="{name}"]')

    def state(self, trait: str):
        """What the widget would tell the kernel."""
        return self.page.evaluate("trait => widget.model.get(trait)", trait)

    def set(self, trait: str, value) -> None:
        """Change the state as the kernel, or another view, would."""
        script = "([trait, value]) => widget.model.set(trait, value)"
        self.page.evaluate(script, [trait, value])
        self.settle()

    def open_another_view(self) -> None:
        """Show the same model a second time, below the first."""
        self.page.evaluate(
            """async () => {
                const { script } = JSON.parse(document.getElementById("carried").textContent);
                const blob = new Blob([script], { type: "text/javascript" });
                const { default: made } = await import(URL.createObjectURL(blob));
                const el = document.createElement("div");
                el.id = "other";
                document.querySelector("main").append(el);
                made.render({ model: widget.model, el });
            }"""
        )
        self.settle()

    def heard(self) -> str:
        """What a screen reader was told last."""
        self.settle()
        return self.root.locator(".cnnlab-heard").inner_text()

    def complaint(self) -> str:
        """The sentence that says what went wrong; empty if nothing did."""
        return self.root.locator(".cnnlab-complaint").inner_text()

    def pixels(self, part: str) -> list[list[list[int]]]:
        """The painted pixels of a picture, rows of [red, green, blue]."""
        return self.part(part).locator("canvas.cnnlab-pixels").evaluate(
            """canvas => {
                const { width, height } = canvas;
                const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
                const pixel = (at) => [...data.slice(4 * at, 4 * at + 3)];
                const row = (y) => Array.from({ length: width }, (_, x) => pixel(y * width + x));
                return Array.from({ length: height }, (_, y) => row(y));
            }"""
        )

    def accessibility_faults(self) -> list[str]:
        """What axe-core finds wrong, one line each."""
        found = Axe().run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
        return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]

    def wider_than_the_page(self) -> bool:
        """Whether something sticks out to the right."""
        return self.page.evaluate(
            """() => [document.documentElement, ...document.querySelectorAll(".cnnlab")]
                .some((element) => element.scrollWidth > element.clientWidth + 1)"""
        )

    def __exit__(self, *error):
        self.context.close()


@contextmanager
def module_page(browser: Browser, *modules: str) -> Iterator[Page]:
    """An empty page that knows modules of cnnlab/widgets, "parts/arithmetic" as `arithmetic`."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    for module in modules:
        page.evaluate(
            """async ([name, script]) => {
                const blob = new Blob([script], { type: "text/javascript" });
                window[name] = await import(URL.createObjectURL(blob));
            }""",
            [Path(module).name, self_contained(module, HERE)],
        )
    yield page
    context.close()
