"""Hands the browser tests a JupyterLab for each language and one Chromium."""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.chromium import WITHOUT_WINDOWS, find_chromium
from tests.browser.lab_server import ROOT, LabServer
from tests.browser.widget_page import WidgetPage

CHROMIUM_OPTIONS = [
    "--no-sandbox",  # root in a container
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
]
NO_BROWSER = "No Chromium, Chrome or Edge found: install one, or set CNNLAB_CHROMIUM to its path."


def pytest_addoption(parser):
    parser.addoption(
        "--every-notebook",
        action="store_true",
        help="visit every notebook; without it, all in Spanish and three in English",
    )
    parser.addoption(
        "--screenshots",
        type=Path,
        metavar="DIR",
        help="save every notebook that the browser tests visit as pictures, in light and in dark",
    )


# Both end with the last test of this folder: while Playwright runs, asyncio belongs to it.


@pytest.fixture(scope="package")
def browser():
    with sync_playwright() as playwright:
        bundled = playwright.chromium.executable_path
        chromium = find_chromium(bundled, first=WITHOUT_WINDOWS)
        if chromium is None and os.environ.get("CNNLAB_REQUIRE_BROWSER"):
            pytest.fail(NO_BROWSER)
        if chromium is None:
            pytest.skip(NO_BROWSER)
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        yield running
        running.close()


@pytest.fixture(scope="package")
def camera_browser(browser):
    """A second Chromium, one with windows: in the other one a pretended camera shows nothing."""
    kind = browser.browser_type
    running = kind.launch(
        executable_path=find_chromium(kind.executable_path),
        args=[*CHROMIUM_OPTIONS, "--use-fake-device-for-media-stream=fps=30"],
    )
    yield running
    running.close()


@pytest.fixture(scope="package")
def lab(tmp_path_factory):
    """A function from a language to its JupyterLab, which starts when it is first asked for."""
    with ExitStack() as stack:
        running = {}

        def lab_in(language: str) -> LabServer:
            if language not in running:
                folder = tmp_path_factory.mktemp(f"lab-{language}")
                server = LabServer(folder, ROOT / "notebooks", language)
                running[language] = stack.enter_context(server)
            return running[language]

        yield lab_in


@pytest.fixture
def show(browser, tmp_path, request):
    """A function from a widget to its page, open: show(widget, theme="dark", width=400)."""
    with ExitStack() as stack:
        shown = []

        def show_widget(widget, **options) -> WidgetPage:
            shown.append(stack.enter_context(WidgetPage(browser, widget, tmp_path, **options)))
            return shown[-1]

        yield show_widget
        if folder := request.config.getoption("--screenshots", None):
            folder.mkdir(parents=True, exist_ok=True)
            name = request.node.name.translate(str.maketrans("[]/ ", "----"))
            for number, page in enumerate(shown):
                page.page.screenshot(path=folder / f"{name}-{number}.png", full_page=True)
        for page in shown:
            assert page.errors == []
            assert page.requests_outside == []
