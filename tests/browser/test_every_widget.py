"""What every widget keeps to, in a page of its own: axe-core, keyboard, themes, languages, size."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

import cnnlab
from cnnlab import widgets
from cnnlab.widgets.module import HERE

WIDGETS = [getattr(widgets, name) for name in widgets.__all__]


@pytest.fixture(params=WIDGETS, ids=lambda widget: widget.__name__)
def widget(request):
    """Each widget as it is when it is made with nothing said."""
    return request.param


@pytest.fixture(params=["en", "es"])
def language(request):
    cnnlab.use_language(request.param)
    yield request.param
    cnnlab.use_language("en")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_fault_in(widget, theme, show):
    assert show(widget(), theme=theme).accessibility_faults() == []


BOXES = """() => [...document.querySelectorAll(".cnnlab *")]
    .map((element) => element.getBoundingClientRect())
    .map(({ x, y, width, height }) => [x, y, width, height])"""


def test_another_widget_on_the_page_does_not_change_its_look(widget, show):
    """Each widget brings the shared look along, so that of another one may come last."""
    page = show(widget())
    alone = page.page.evaluate(BOXES)
    page.page.add_style_tag(path=HERE / "parts/look.css")
    assert page.page.evaluate(BOXES) == alone


def test_what_is_hidden_is_not_seen(widget, show):
    hidden = show(widget()).root.locator("[hidden]")
    assert [each.is_visible() for each in hidden.all()] == [False] * hidden.count()


@pytest.mark.parametrize("width", [320, 1600])
def test_it_fits_a_narrow_and_a_wide_page(widget, width, language, show):
    assert not show(widget(), width=width).wider_than_the_page()


def test_its_page_works_from_a_web_server_too(widget, browser, tmp_path):
    widget().save_html(tmp_path / "page.html")
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/page.html")
        page.locator("section.cnnlab").wait_for()
        page.close()
        server.shutdown()


def test_the_page_says_its_language(widget, language, show):
    assert show(widget()).root.get_attribute("lang") == language


def test_it_has_a_name(widget, show):
    assert show(widget()).root.get_attribute("aria-label").strip()


STOPS = "button:enabled, input:enabled, select:enabled, [role=grid]"
LISTEN = "document.addEventListener('keydown', event => (window.leaked ??= []).push(event.key))"


def test_no_plain_key_leaves_it(widget, show):
    """JupyterLab would take `d d` as "delete this cell"."""
    page = show(widget())
    page.page.evaluate(LISTEN)
    stops = page.root.locator("button, input, select, [tabindex='0']").all()
    for stop in stops:
        if stop.is_visible() and stop.is_enabled():
            stop.focus()
            for key in ("d", "d", "x", "ArrowDown", "Home", "Escape"):
                page.page.keyboard.press(key)
    assert len(stops) > 1
    assert page.page.evaluate("window.leaked ?? []") == []


def test_control_keys_still_reach_the_notebook(widget, show):
    page = show(widget())
    page.page.evaluate(LISTEN)
    page.root.locator("button, input, [tabindex='0']").first.focus()
    page.page.keyboard.press("Control+s")
    assert "s" in page.page.evaluate("window.leaked")


def test_everything_that_takes_a_click_takes_the_keyboard(widget, show):
    """Each button, field and grid can be reached with the Tab key."""
    page = show(widget())
    stops = page.page.locator(STOPS).count()
    for _ in range(stops + 30):
        page.page.keyboard.press("Tab")
        page.page.evaluate(
            """() => {
                const at = document.activeElement;
                (at.closest("[role=grid]") ?? at).dataset.reached = true;
            }"""
        )
    missed = page.page.evaluate(
        """stops => [...document.querySelectorAll(stops)]
            .filter((stop) => stop.checkVisibility() && stop.type !== "radio")
            .filter((stop) => !stop.closest("[data-reached]"))
            .map((stop) => stop.outerHTML.slice(0, 100))""",
        STOPS,
    )
    assert stops > 1
    assert missed == []


def test_taking_it_away_leaves_nothing_behind(widget, show):
    """A hundred views are opened and closed; no listener, timer, frame or camera stays."""
    page = show(widget())
    left = page.page.evaluate(
        """async () => {
            const listeners = () => window.widget.model.countListeners();
            const { script } = JSON.parse(document.getElementById("carried").textContent);
            const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
            const { default: widget } = await import(address);
            const before = listeners();
            const outside = countListeners(window, document, document.body);
            for (let i = 0; i < 100; i++) {
                const element = document.createElement("div");
                document.body.append(element);
                const close = widget.render({ model: window.widget.model, el: element });
                close();
                if (element.childElementCount) return "elements stay";
                element.remove();
            }
            await new Promise((resolve) => setTimeout(resolve, 400));
            return [listeners() - before, outside()];
            function countListeners(...targets) {
                let count = 0;
                for (const target of targets) {
                    const { addEventListener } = target;
                    target.addEventListener = function (type, callback, options) {
                        if (!options?.signal) count++;
                        return addEventListener.call(this, type, callback, options);
                    };
                }
                return () => count;
            }
        }"""
    )
    assert left == [0, 0]
