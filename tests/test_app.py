"""`make app` shows the playground as a page of its own: text and widget, in one language, offline.

What a hand does in it is tried in tests/browser/test_app.py.
"""

import re
import shutil
import time

import nbformat
import pytest

from tests.servers.app import ROOT, App

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")
ELSEWHERE = re.compile(r"""(?:src|href|import)\s*[=(]\s*["']?(?:https?:)?//[^"'>\s]+""")


@pytest.fixture(scope="module", params=["es", "en"])
def app(request, tmp_path_factory):
    with App(tmp_path_factory.mktemp("app"), request.param) as running:
        running.language = request.param
        yield running


@pytest.fixture(scope="module")
def page(app):
    return app.ask("/")


def loaded_from_elsewhere(html: str) -> list[str]:
    """Return what a browser would fetch from another machine; links that a person follows stay."""
    return ELSEWHERE.findall(re.sub(r"<a .*?>", "", html))


def test_its_title_is_that_of_the_notebook(app, page):
    notebook = ROOT / "notebooks" / app.language / "playground.ipynb"
    [heading, *_] = nbformat.read(notebook, as_version=4).cells
    title = heading.source.splitlines()[0].removeprefix("# ")
    assert f"<title>{title}</title>" in page


def test_it_says_its_language_to_the_browser(app, page):
    assert re.findall(r"<html[^>]*>", page) == [f'<html lang="{app.language}">']


def test_waiting_is_announced_in_its_language(app, page):
    words = {"es": "Un momento: celda", "en": "One moment: cell"}
    assert words[app.language] in page


def test_the_widget_is_in_it(page):
    assert "application/vnd.jupyter.widget-view+json" in page


def test_no_code_is_in_it(page):
    assert "use_language" not in page
    assert "FilterExplorer(" not in page


def test_what_is_about_the_notebook_stays_out(app, page):
    assert {"es": "ejecuta esta celda", "en": "run this cell"}[app.language] not in page


def test_nothing_is_loaded_from_another_machine(page):
    assert loaded_from_elsewhere(page) == []


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="stylesheet" href="https://example.org/icons.css">',
        "<script src=//example.org/code.js></script>",
        'await import("https://example.org/code.mjs")',
    ],
)
def test_what_is_loaded_from_another_machine_would_be_seen(html):
    assert len(loaded_from_elsewhere(html)) == 1


def test_the_page_that_leads_to_it_loads_nothing_either(app):
    deadline = time.monotonic() + 30
    while not app.first_page.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    html = app.first_page.read_text(encoding="utf-8")
    assert app.url.split("//")[1] in html
    html = html.replace(app.url, "")
    assert loaded_from_elsewhere(html) == []


def test_it_sends_at_once(app):
    assert app.socket_of_a_new_kernel()["nodelay"] != 0
