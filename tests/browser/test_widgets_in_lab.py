"""The widgets in a real JupyterLab: driven by hand, read back from the kernel, and back again."""

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

from cnnlab import widgets
from tests.browser.notebook_page import THEMES, NotebookPage

MADE = "import cnnlab\nfrom cnnlab import widgets\ncnnlab.use_language({language!r})"
KERNELSPEC = {"name": "python3", "display_name": "Python 3", "language": "python"}


def write_notebook(lab, name, *sources):
    """Put a notebook with these code cells where `lab` finds it; returns its path for the lab."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": KERNELSPEC})
    first = MADE.format(language=lab.language)
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in (first, *sources)]
    nbformat.write(notebook, lab.notebooks / f"{name}.ipynb")
    return f"{name}.ipynb"


@pytest.fixture
def open_in_lab(browser, lab):
    """A function from code cells to the open notebook, which has been run."""
    opened = []

    def open_notebook(*sources, language="en", **context):
        path = write_notebook(lab(language), f"widgets-{len(opened)}", *sources)
        page = NotebookPage(browser, lab(language), path, **context)
        opened.append(page)
        page.__enter__()
        page.run_all()
        return page

    yield open_notebook
    for page in opened:
        page.__exit__()
        assert page.page_errors == []
        assert page.requests_outside == []


def kernel_cells(page):
    return page.page.locator('[data-part="kernel"] [role=gridcell]')


@pytest.mark.parametrize("language", ["en", "es"])
def test_all_are_shown_in_the_notebooks_language_in_both_themes(language, open_in_lab):
    """In one notebook: so none may take a name or an id that another one has."""
    page = open_in_lab(*(f"widgets.{name}()" for name in widgets.__all__), language=language)
    shown = page.page.locator("section.cnnlab")
    languages = shown.evaluate_all("all => all.map(each => each.lang)")
    assert languages == [language] * len(widgets.__all__)
    for theme in THEMES:
        page.set_theme(theme)
        assert page.ask("faintTexts") == []
        found = Axe().run(page.page, context=".cnnlab", options={"resultTypes": ["violations"]})
        faults = [(each["id"], node["target"]) for each in found.response["violations"]
                  for node in each["nodes"]]
        assert faults == []
    assert page.ask("outputsWiderThanThePage") == []


def test_a_typed_weight_is_in_the_kernel(open_in_lab):
    page = open_in_lab("explorer = widgets.FilterExplorer()\nexplorer")
    kernel_cells(page).nth(1).click()
    page.page.keyboard.type("2,5")
    page.page.keyboard.press("Enter")
    assert page.ask_kernel("explorer.kernel.tolist()")[0][1] == 2.5


def test_what_a_finger_changes_is_in_the_kernel(open_in_lab):
    page = open_in_lab("explorer = widgets.FilterExplorer()\nexplorer", has_touch=True)
    slider = page.page.locator('[data-part="kernel"] input[type=range]').first
    kernel_cells(page).nth(4).tap()
    box = slider.bounding_box()
    page.page.touchscreen.tap(box["x"] + box["width"] - 3, box["y"] + box["height"] / 2)
    assert page.ask_kernel("explorer.kernel.tolist()")[1][1] > 0  # it was 0


def test_it_works_in_jupyter_notebook_as_well(open_in_lab):
    page = open_in_lab("explorer = widgets.FilterExplorer()\nexplorer", app="notebook")
    kernel_cells(page).nth(1).click()
    page.page.keyboard.type("2,5")
    page.page.keyboard.press("Enter")
    assert page.ask_kernel("explorer.kernel.tolist()")[0][1] == 2.5


def test_an_array_that_the_next_cell_assigns_is_on_the_screen(open_in_lab):
    page = open_in_lab("explorer = widgets.FilterExplorer()\nexplorer")
    page.ask_kernel("1", after="explorer.kernel = [[7, 8]]")
    page.page.wait_for_timeout(300)
    assert kernel_cells(page).all_inner_texts() == ["7", "8"]


def test_two_views_stay_in_step(open_in_lab):
    page = open_in_lab("explorer = widgets.FilterExplorer(kernel=[[1, 2]])\nexplorer", "explorer")
    views = page.page.locator("section.cnnlab")
    assert views.count() == 2
    first, second = (views.nth(i).locator('[data-part="kernel"] [role=gridcell]') for i in (0, 1))
    first.nth(0).click()
    page.page.keyboard.press("Delete")
    page.page.wait_for_timeout(300)
    assert second.first.inner_text() == "0"


def test_keys_typed_in_a_widget_change_no_cell_of_the_notebook(open_in_lab):
    page = open_in_lab("widgets.FilterExplorer()", "1")
    before = page.page.evaluate("cnnlab.cells().length")
    kernel_cells(page).first.click()
    for key in ("d", "d", "a", "b", "x", "ArrowDown", "ArrowUp", "Escape", "d", "d"):
        page.page.keyboard.press(key)
    page.page.locator('[data-part="kernel"] input[type=range]').first.focus()
    for key in ("d", "d", "x", "Home"):
        page.page.keyboard.press(key)
    assert page.page.evaluate("cnnlab.cells().length") == before


EVERY_WIDGET = "display(*[getattr(widgets, name)() for name in widgets.__all__])"
EMPTY_WIDGETS = """
import anywidget

class Empty(anywidget.AnyWidget):
    _esm = "export default { render() {} }"

display(*[Empty() for name in widgets.__all__])
"""


def listeners_kept(page, runs):
    """How many more listeners there are after so many runs of the notebook."""
    session = page.context.new_cdp_session(page.page)
    session.send("Performance.enable")

    def listeners():
        page.page.wait_for_timeout(1000)
        session.send("HeapProfiler.collectGarbage")
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(each["value"] for each in metrics if each["name"] == "JSEventListeners")

    def listeners_after(runs):
        for _ in range(runs):
            page.page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
        before, now = listeners(), listeners()
        while now != before:  # the last widgets are on their way, or those before them are
            before, now = now, listeners()
        return now

    return -listeners_after(5) + listeners_after(runs)


def test_running_a_cell_again_and_again_leaves_no_listener(open_in_lab):
    """JupyterLab keeps a few of its own for each widget, so empty widgets are the measure."""
    ours, empty = open_in_lab(EVERY_WIDGET), open_in_lab(EMPTY_WIDGETS)
    kept = listeners_kept(ours, runs=12)
    assert ours.page.locator("section.cnnlab").count() == len(widgets.__all__)
    assert kept - listeners_kept(empty, runs=12) < 6  # one of each run would be twelve


# Where no widget runs --------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted({*widgets.__all__} - {"ParsonsBoard", "QuizCard"}))
def test_before_the_notebook_is_trusted_a_picture_and_a_sentence_stand_in_its_place(
    name, browser, lab
):
    server = lab("en")
    path = write_notebook(server, "saved", "1")
    bundle = getattr(widgets, name)()._repr_mimebundle_()[0]
    notebook = nbformat.read(server.notebooks / path, as_version=4)
    notebook.cells[1].outputs = [nbformat.v4.new_output("display_data", bundle)]
    nbformat.write(notebook, server.notebooks / path)
    with NotebookPage(browser, server, path) as page:
        assert page.page.locator("section.cnnlab").count() == 0
        picture = page.page.locator(".jp-OutputArea-output img")
        assert picture.evaluate("image => image.naturalWidth") > 100
        assert picture.get_attribute("alt") == bundle["text/plain"]
        assert bundle["text/plain"] in page.page.locator(".jp-OutputArea-output").inner_text()
