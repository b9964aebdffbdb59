"""The app in a browser: the playground alone, light and dark, with nothing from another machine."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.servers.app import App

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")
THEMES = ("light", "dark")
WIDGETS_AND_THEIR_PLACES = """[...document.querySelectorAll("section.cnnlab")].map((widget) => ({
  height: widget.scrollHeight, width: widget.clientWidth,
  place: widget.closest(".jp-OutputArea-output").clientHeight }))"""


class Visit:
    """The page of the app, with lists of what went wrong while it was open."""

    def __init__(self, browser, app, theme, width=1280):
        self.theme, self.errors, self.requests_outside = theme, [], []
        self.context = browser.new_context(viewport={"width": width, "height": 1000})
        self.context.route(lambda url: not self._is_local(app, url), self._refuse)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._listen)
        self.page.goto(f"{app.url}/?theme={theme}", wait_until="commit")
        self.widget = self.page.locator("section.cnnlab-filter-explorer")
        self.widget.wait_for(timeout=60_000)
        self.page.wait_for_load_state("networkidle")

    def _is_local(self, app, url: str) -> bool:
        address = app.url.removeprefix("http")
        return url.startswith((f"http{address}", f"ws{address}", "data:", "blob:"))

    def _refuse(self, route) -> None:
        self.requests_outside.append(route.request.url)
        route.abort()

    def _listen(self, message) -> None:
        if message.type == "error":
            self.errors.append(message.text)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with App(tmp_path_factory.mktemp("app"), "es") as running:
        yield running


@pytest.fixture(scope="module", params=THEMES)
def visit(request, app, browser):
    opened = Visit(browser, app, request.param)
    yield opened
    if folder := request.config.getoption("--screenshots", None):
        folder.mkdir(parents=True, exist_ok=True)
        opened.page.screenshot(path=folder / f"app-{opened.theme}.png", full_page=True)
    opened.context.close()


def test_a_number_of_the_kernel_can_be_changed_from_the_keyboard(visit):
    cell = visit.widget.locator("[data-part=kernel] [role=gridcell]").nth(4)
    cell.click()
    visit.page.keyboard.type("7")
    visit.page.keyboard.press("Enter")
    assert "7" in cell.inner_text()


def test_it_is_light_or_dark_as_the_address_says(visit):
    colour = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    brightness = sum(int(part) for part in colour.strip("rgba()").split(",")[:3]) / 3
    assert (brightness > 127) == (visit.theme == "light")


@pytest.mark.parametrize("width", [400, 700, 1280])
def test_no_widget_is_cut(app, browser, width):
    visit = Visit(browser, app, "light", width)
    visit.page.wait_for_timeout(1500)
    sizes = visit.page.evaluate(WIDGETS_AND_THEIR_PLACES)
    visit.context.close()
    assert len(sizes) > 1
    assert [each for each in sizes if each["place"] < each["height"]] == []
    assert min(each["width"] for each in sizes) > 0.7 * width


def test_no_link_leads_to_a_notebook(visit):
    links = visit.page.locator("a[href*='.ipynb']").all()
    assert [link.inner_text() for link in links if link.is_visible()] == []


def test_no_code_is_shown(visit):
    assert visit.page.locator(".jp-InputArea-editor:visible").count() == 0


def test_axe_finds_nothing_that_keeps_people_out(visit):
    found = Axe().run(visit.page).response["violations"]
    assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found] == []


def test_nothing_is_asked_of_another_machine(visit):
    assert visit.requests_outside == []


def test_the_page_reports_no_error(visit):
    assert visit.errors == []
