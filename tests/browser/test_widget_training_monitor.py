"""The training monitor in a browser: what it shows is what Python has, and its buttons reach it."""

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from cnnlab import datasets, nn
from cnnlab.widgets import TrainingMonitor
from tests.browser.notebook_page import THEMES, NotebookPage
from tests.browser.test_widgets_in_lab import write_notebook

NO_PYTHON = "open the notebook and run its cell"


def trained(epochs=3, **options):
    monitor = TrainingMonitor(epochs=epochs, steps_per_second=100_000, **options)
    monitor.start()
    monitor.wait()
    return monitor


@pytest.fixture(scope="module")
def monitor():
    """One that has learned for three epochs."""
    return trained()


# A saved page ------------------------------------------------------------------------------


@pytest.fixture
def page(monitor, show):
    return show(monitor)


def status(page):
    return page.part("status").inner_text()


def three_digits(number):
    return f"{float(f'{number:.3g}'):g}"


def test_the_numbers_are_those_of_the_history(page, monitor):
    for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
        shown = page.root.locator(f'[data-number="{name}"]').inner_text()
        assert shown == three_digits(monitor.history[name][-1])


def test_the_table_has_every_epoch(page, monitor):
    page.part("epochs").locator("summary").click()
    page.settle()
    rows = page.part("epochs").locator("tbody tr").all_inner_texts()
    names = ("loss", "accuracy", "val_loss", "val_accuracy")
    expected = [[str(epoch + 1), *(three_digits(monitor.history[name][epoch]) for name in names)]
                for epoch in range(3)]  # fmt: skip
    assert [row.split() for row in rows] == expected


def points(page, name, line):
    text = page.part(f"chart-{name}").locator(line).get_attribute("points")
    return np.array([place.split(",") for place in text.split()], float)


@pytest.mark.parametrize(
    ("line", "name"), [("training", "accuracy"), ("validation", "val_accuracy")]
)
def test_the_curve_goes_through_the_numbers(line, name, page, monitor):
    """The axis reaches from 0 to 1, and its two ends are where they are written."""
    labels = page.part("chart-accuracy").locator("text[text-anchor=end]")
    heights = {each.text_content(): float(each.get_attribute("y")) - 4 for each in labels.all()}
    drawn = points(page, "accuracy", f".t-line.t-{line}")[:, 1]
    expected = np.interp(monitor.history[name], [0, 1], [heights["0"], heights["1"]])
    np.testing.assert_allclose(drawn, expected, atol=0.01)


def test_the_thin_line_has_every_batch(page, monitor):
    assert len(points(page, "loss", ".t-batches")) == 3 * 13  # 400 drawings, 32 at a time
    assert "each batch" in page.part("chart-loss").inner_text()


def test_a_curve_says_in_words_what_it_shows(page, monitor):
    said = page.part("chart-accuracy").locator("svg").get_attribute("aria-label")
    first, last = (three_digits(monitor.history["accuracy"][at]) for at in (0, -1))
    assert f"Accuracy, training: from {first} to {last}." in said


def signs(pixels):
    pixels = np.array(pixels, int)
    return np.sign(pixels[..., 0] - pixels[..., 2])  # orange has more red, purple more blue


@pytest.mark.parametrize(("part", "name"), [("filter", "filters"), ("map", "feature_maps")])
def test_every_picture_has_the_colours_of_pythons_numbers(part, name, page, monitor):
    arrays = getattr(monitor, name).reshape(6, *getattr(monitor, name).shape[-2:])
    limit = np.abs(arrays).max()
    for number, array in enumerate(arrays):
        clear = np.abs(array) > limit / 20
        painted = signs(page.pixels(f"{part}-{number}"))
        np.testing.assert_array_equal(painted[clear], np.sign(array)[clear])


def test_a_filter_says_its_weights(page, monitor):
    said = page.part("filter-2").locator("[role=img]").get_attribute("aria-label")
    weights = monitor.filters[2]
    low, high = (
        three_digits(number).replace("-", "−") for number in (weights.min(), weights.max())
    )
    assert said == f"Filter 3: weights from {low} to {high}"


def test_a_saved_page_says_that_it_needs_a_notebook(page):
    assert NO_PYTHON in page.part("commands").inner_text()
    page.root.locator("[data-do=go]").click()
    assert NO_PYTHON in page.complaint()
    assert status(page) == "Finished: 3 epochs."


def test_a_learning_rate_that_is_none_is_refused(page):
    field = page.root.get_by_label("exactly")
    field.fill("−1")
    field.press("Enter")
    assert "“−1” is no learning rate" in page.complaint()
    assert page.state("learning_rate") == 0.05


def test_a_typed_learning_rate_moves_the_slider_to_its_neighbour(page):
    field = page.root.get_by_label("exactly")
    field.fill("0,19")
    field.press("Enter")
    page.settle()
    slider = page.root.get_by_label("Learning rate")
    assert page.state("learning_rate") == 0.19
    assert slider.get_attribute("aria-valuetext") == "0.19"
    slider.press("ArrowRight")
    assert page.state("learning_rate") == 0.3


def test_batch_size_and_speed_are_chosen(page):
    page.root.get_by_label("Batch size").select_option("64")
    page.root.get_by_label("Speed").select_option("10")
    assert (page.state("batch_size"), page.state("steps_per_second")) == (64, 10)
    page.root.get_by_label("Speed").select_option("")
    assert page.state("steps_per_second") is None


def test_a_phase_that_python_tells_is_shown_and_announced(page):
    progress = {"phase": "paused", "message": "", "epochs_done": 3, "epoch": 4, "epochs": 6,
                "step": 5, "steps": 13, "together": 1, "answered": 0}  # fmt: skip
    page.set("progress", progress)
    assert status(page) == "Paused: epoch 4 of 6, after step 5 of 13."
    assert page.root.locator("[data-do=go]").inner_text() == "Go on"
    assert page.heard().startswith("Paused: epoch 4 of 6")
    page.set("progress", {**progress, "phase": "diverged", "message": "Too large."})
    assert page.complaint() == "Too large."
    page.set("progress", {**progress, "phase": "running"})
    assert page.complaint() == ""


def test_a_network_of_numbers_has_neither_pictures_nor_accuracy(show):
    numbers = np.random.default_rng(0).normal(size=(20, 3))
    model = nn.Sequential(nn.Linear(3, 1), rng=0)
    monitor = TrainingMonitor(model, numbers, numbers[:, 0], loss=nn.MSELoss(), epochs=2)
    monitor.start()
    monitor.wait()
    page = show(monitor)
    assert "no filters that could be drawn" in page.part("layer").inner_text()
    assert not page.part("chart-accuracy").is_visible()


@pytest.mark.parametrize("width", [320, 900])
def test_many_colour_filters_fit_the_page(width, show):
    images = datasets.shapes(20, size=20, rng=0).images
    model = nn.Sequential(nn.Conv2d(3, 12, 7), nn.GlobalAvgPool2d(), nn.Linear(12, 2), rng=0)
    page = show(TrainingMonitor(model, np.stack([images] * 3, -1), np.arange(20) % 2), width=width)
    assert "8 of its 12 filters" in page.part("layer").inner_text()
    assert np.shape(page.pixels("filter-7")) == (21, 7, 3)
    assert not page.wider_than_the_page()


# In JupyterLab -----------------------------------------------------------------------------

SLOW = "monitor = widgets.TrainingMonitor(epochs=1000, steps_per_second=200)\nmonitor"
THREADS = "[each.name for each in __import__('threading').enumerate()].count('cnnlab-training')"


@pytest.fixture(scope="module")
def notebook(browser, lab):
    """A notebook with a monitor, open for all tests below."""
    with NotebookPage(browser, lab("en"), write_notebook(lab("en"), "monitor", SLOW)) as page:
        page.run_all()
        yield page
    assert page.page_errors == []
    assert page.requests_outside == []


@pytest.fixture
def student(notebook):
    """Someone in front of that notebook, whose training has not begun."""
    student = Student(notebook)
    student.press("reset")
    student.wait_for("Ready")
    return student


class Student:
    def __init__(self, notebook):
        self.notebook, self.page, self.ask = notebook, notebook.page, notebook.ask_kernel
        self.root = self.page.locator("section.cnnlab")

    def press(self, command):
        self.root.locator(f"[data-do={command}]").click()

    def wait_for(self, beginning, seconds=10):
        """Wait until the status begins with these words; returns it."""
        self.page.wait_for_function(
            """text => document.querySelector("[data-part=status]").textContent.startsWith(text)""",
            arg=beginning, timeout=1000 * seconds,
        )  # fmt: skip
        return self.root.locator("[data-part=status]").inner_text()

    def keep_the_kernel_busy(self, seconds):
        """Run a cell that takes so long, without waiting for it."""
        self.page.evaluate(
            """code => {
                window.busy = true;
                const { kernel } = cnnlab.panel().sessionContext.session;
                kernel.requestExecute({ code }).done.then(() => (window.busy = false));
            }""",
            f"__import__('time').sleep({seconds})",
        )

    def steps(self):
        return [int(number) for number in re.findall(r"\d+", self.wait_for("Learning"))]


def test_start_steer_pause_step_and_stop(student):
    student.press("go")
    student.wait_for("Learning")
    slider = student.root.get_by_label("Learning rate")
    slider.press("ArrowRight")
    assert student.ask("[monitor.phase, monitor.optimiser.lr]") == ["running", 0.07]
    student.press("go")
    student.wait_for("Paused")
    before = student.ask("monitor._live_loss.batches")
    student.press("step")
    student.page.wait_for_timeout(300)
    assert student.ask("[monitor.phase, monitor._live_loss.batches]") == ["paused", before + 1]
    student.press("stop")
    student.wait_for("Stopped in epoch")
    assert student.ask(THREADS) == 0


def test_while_another_cell_runs_it_goes_on_and_can_be_stopped(student):
    student.press("go")
    student.wait_for("Learning")
    student.keep_the_kernel_busy(3)
    student.page.wait_for_timeout(300)
    first = student.steps()
    student.page.wait_for_timeout(500)
    assert student.steps() > first
    student.press("stop")
    student.wait_for("Stopped in epoch", seconds=0.5)
    assert student.page.evaluate("window.busy")


def test_a_number_can_be_typed_while_it_learns(student):
    student.press("go")
    student.wait_for("Learning")
    field = student.root.get_by_label("exactly")
    field.press("Control+a")
    field.press_sequentially("0.035", delay=100)  # it is drawn anew ten times a second
    field.press("Enter")
    assert student.ask("monitor.optimiser.lr") == 0.035
    student.ask("1", after="monitor.learning_rate = 0.05")


def test_what_a_cell_sets_is_shown(student):
    student.ask("1", after="monitor.optimiser.lr, monitor.batch_size = 0.012, 50")
    student.press("step")
    student.wait_for("Paused: epoch 1 of 1000, after step 1 of 8.")  # 400 drawings
    assert student.root.get_by_label("Learning rate").get_attribute("aria-valuetext") == "0.012"
    assert student.root.get_by_label("Batch size").input_value() == "50"
    student.ask("1", after="monitor.learning_rate, monitor.batch_size = 0.05, 32")


def test_a_cell_can_ask_the_network_meanwhile(student):
    student.press("go")
    student.wait_for("Learning")
    predictions = "monitor.model.predict(monitor._examples.images[:5]).shape"
    assert student.ask(f"[monitor.phase, {predictions}]") == ["running", [5]]


def test_what_the_page_shows_at_the_end_is_in_the_kernel(student):
    student.page.wait_for_timeout(100)
    student.ask("1", after="monitor.epochs, monitor.steps_per_second = 2, None")
    student.press("go")
    student.wait_for("Finished: 2 epochs.")
    student.page.wait_for_timeout(200)
    for name in ("loss", "val_accuracy"):
        shown = student.root.locator(f'[data-number="{name}"]').inner_text()
        assert shown == three_digits(student.ask(f"monitor.history[{name!r}][-1]"))
    student.ask("1", after="monitor.epochs, monitor.steps_per_second = 1000, 200")


def test_a_training_that_runs_away_is_said_and_can_go_on(student):
    student.ask("1", after="monitor.learning_rate = 1e6")
    student.press("go")
    student.wait_for("Interrupted")
    assert "The learning rate 1e+06 is probably too large" in student.root.inner_text()
    student.ask("1", after="monitor.learning_rate = 0.05")
    student.press("go")
    student.wait_for("Learning")
    assert student.root.locator(".cnnlab-complaint").inner_text() == ""


def test_it_is_without_fault_while_it_runs_in_both_themes(student):
    student.press("go")
    student.wait_for("Learning")
    for theme in THEMES:
        student.notebook.set_theme(theme)
        assert student.notebook.ask("faintTexts") == []
        found = Axe().run(student.page, context=".cnnlab", options={"resultTypes": ["violations"]})
        assert [each["id"] for each in found.response["violations"]] == []


def test_running_its_cell_again_leaves_no_thread_behind(student):
    student.press("go")
    student.wait_for("Learning")
    student.ask("1", after="before = monitor")
    student.notebook.run_all()
    student.wait_for("Ready")
    student.page.wait_for_timeout(300)
    assert student.ask(f"[before.phase, monitor.phase, {THREADS}]") == ["stopped", "ready", 0]


def test_where_no_kernel_answers_it_says_so(student):
    student.ask("1", after="monitor._obey = None; monitor._msg_callbacks.callbacks.clear()")
    student.press("go")
    complaint = student.root.locator(".cnnlab-complaint")
    student.page.wait_for_timeout(3300)
    assert "Python does not answer." in complaint.inner_text()


def test_a_restart_of_the_kernel_is_said(notebook):
    notebook.run_all()
    student = Student(notebook)
    student.press("go")
    student.wait_for("Learning")
    student.page.evaluate("cnnlab.panel().sessionContext.session.kernel.restart()")
    student.wait_for("Python was restarted, and the training ended with it.")
    assert student.root.locator("[data-do=go]").is_disabled()
    notebook.wait_for_notebook(notebook.path)
    notebook.run_all()
    student.wait_for("Ready")
