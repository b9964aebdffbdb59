"""The architecture explorer in a browser: every number against Python, every way to build."""

import re

import numpy as np
import pytest

import cnnlab
from cnnlab.widgets import ArchitectureExplorer
from tests.browser.widget_page import module_page
from tests.random_architectures import random_architecture

CONV = {"kind": "Conv2d", "out_channels": 4, "kernel_size": 3, "stride": 1, "padding": 0,
        "dilation": 1, "bias": True}  # fmt: skip
POOL = {"kind": "MaxPool2d", "kernel_size": 2, "stride": 2, "padding": 0, "dilation": 1}
RELU, FLATTEN = {"kind": "ReLU"}, {"kind": "Flatten"}
LINEAR = {"kind": "Linear", "out_features": 3, "bias": True}

# The numbers -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def module(browser):
    """A page with the modules that compute, as `trace`, `sight` and `formulas`."""
    parts = [f"architecture_explorer_parts/{name}" for name in ("trace", "sight", "formulas")]
    with module_page(browser, *parts) as page:
        page.evaluate(
            """() => {
                window.say = (text, values = {}) => text.replace(/{(\\w+)}/g, (_, n) => values[n]);
            }"""
        )
        yield page


COMPUTE = """([layers, shape, units]) => {
    const { steps, fault } = trace.traceOf(layers, shape, say);
    const each = (what) => steps.map((step) => step[what]);
    return {
        shapes: each("shape"), parameters: each("parameters"), work: each("multiplyAdds"),
        memory: each("memory"), fault,
        fields: steps.map((_, i) => sight.fieldOf(steps.slice(0, i + 1))?.size ?? null),
        seen: units.map(([layer, row, column]) =>
            sight.seenBelow(steps.slice(0, layer + 1), row, column)),
        sums: steps.map((step) => [
            ...(step.slide ? formulas.shapeArithmetic(say, step).slice(0, -1) : []),
            `${formulas.parametersArithmetic(step) || 0} = ${step.parameters}`,
            `${formulas.workArithmetic(step) || 0} = ${step.multiplyAdds}`,
            `${formulas.memoryArithmetic(step)} = ${step.memory}`,
        ]),
    };
}"""


def some_units(explorer, rng):
    """A corner, and two units by chance, of each layer."""
    for layer, shape in enumerate(explorer.shapes):
        height, width = shape[:2] if len(shape) == 3 else (shape[0], 1)
        yield layer, height - 1, 0
        yield from ((layer, int(rng.integers(height)), int(rng.integers(width))) for _ in "ab")


@pytest.mark.parametrize("seed", range(80))
def test_every_number_is_that_of_python(seed, module):
    layers, shape = random_architecture(seed)
    explorer = ArchitectureExplorer(layers, shape)
    units = [*some_units(explorer, np.random.default_rng(seed))]
    found = module.evaluate(COMPUTE, [explorer.layers, shape, units])
    assert [tuple(each) for each in found["shapes"]] == explorer.shapes
    assert found["parameters"] == explorer.parameters
    assert found["work"] == explorer.multiply_adds
    assert found["memory"] == explorer.memory
    sizes = [explorer.receptive_field(layer).size for layer in range(len(explorer.shapes))]
    assert [each and tuple(each) for each in found["fields"]] == sizes
    if explorer.fault:
        assert explorer.fault.endswith(found["fault"]["sentence"])
        assert found["fault"]["layer"] == len(explorer.shapes)
    else:
        assert found["fault"] is None
    for (layer, row, col), seen in zip(units, found["seen"], strict=True):
        below = [explorer.receptive_field(layer, row, col, in_layer=number)
                 for number in reversed(range(layer))]
        below.append(explorer.receptive_field(layer, row, col))
        assert [(tuple(each["rows"]), tuple(each["columns"])) for each in seen[1:]] == [
            each[:2] for each in below
        ]


def worked_out(text):
    """Both sides of a sum as the widget writes it."""
    text = re.sub(r"^\w+: ", "", text).replace("\u00a0", " ")
    for sign, python in (("·", "*"), ("−", "-"), ("⌊", ""), (")/", ")//"), ("⌋", "")):
        text = text.replace(sign, python)
    return [eval(side, {"__builtins__": {}}) for side in text.split("=")]


@pytest.mark.parametrize("seed", range(30))
def test_the_written_arithmetic_comes_out(seed, module):
    layers, shape = random_architecture(seed)
    explorer = ArchitectureExplorer(layers, shape)
    for sums in module.evaluate(COMPUTE, [explorer.layers, shape, []])["sums"]:
        for sum_in_words in sums:
            left, right = worked_out(sum_in_words)
            assert left == right, sum_in_words


def test_lenets_first_layer_is_worked_out_in_full(module):
    explorer = ArchitectureExplorer("lenet5")
    sums = module.evaluate(COMPUTE, [explorer.layers, [32, 32, 1], []])["sums"]
    assert sums[0] == ["⌊(32 + 2·0 − 1·(5 − 1) − 1)/1⌋\u00a0+\u00a01\u00a0=\u00a028",
                       "(5·5·1 + 1)·6 = 156", "5·5·1 · 28·28·6 = 117600",
                       "28·28·6·4 = 18816"]  # fmt: skip


# The table -----------------------------------------------------------------------------------


def table(page, column):
    """The results in a column of the table, 0 is the output; with the total."""
    cells = page.part("table").locator(f"tr td:nth-of-type({column + 1})")
    return [text.split("\n")[0] for text in cells.all_inner_texts()]


def test_lenets_published_parameters_are_on_the_screen(show):
    page = show(ArchitectureExplorer("lenet5"))
    counts = [int(text.replace("\u00a0", "")) for text in table(page, 1)]
    assert counts == [156, 0, 0, 2416, 0, 0, 48_120, 0, 0, 10_164, 0, 850, 61_706]


@pytest.mark.parametrize(
    ("index", "name", "first"),
    [(0, "small", "136"), (1, "lenet5", "156"), (2, "alexnet", "34\u00a0944"),
     (3, "vgg16", "1792")],
)  # fmt: skip
def test_a_network_to_begin_with_is_chosen_from_the_list(index, name, first, show):
    page = show(ArchitectureExplorer([RELU], (5, 6, 2)))
    chooser = page.part("head").get_by_label("Begin with")
    assert chooser.locator("option:checked").inner_text() == "your own layers"
    chooser.select_option(str(index))
    page.settle()
    assert table(page, 1)[0] == first
    assert page.state("layers") == ArchitectureExplorer(name).layers
    assert page.state("unit") == [*ArchitectureExplorer(name).unit]


def test_the_list_says_when_the_layers_are_ones_own(show):
    page = show(ArchitectureExplorer())
    page.set("layers", [CONV])
    assert page.part("head").locator("option:checked").inner_text() == "your own layers"


# Building ------------------------------------------------------------------------------------


def kinds(page):
    return [layer["kind"] for layer in page.state("layers")]


def press(page, name):
    page.part("editor").get_by_role("button", name=name).press("Enter")
    page.settle()


def type_into(page, label, text, part="editor"):
    field = page.part(part).get_by_label(label, exact=True)
    field.fill(text)
    field.press("Enter")
    page.settle()


def test_a_layer_is_added_after_the_chosen_one_and_is_chosen(show):
    page = show(ArchitectureExplorer([CONV, FLATTEN], unit=(0, 0, 0)))
    page.part("editor").get_by_label("New layer").select_option("MaxPool2d")
    press(page, "Add")
    assert kinds(page) == ["Conv2d", "MaxPool2d", "Flatten"]
    assert page.part("editor").locator("legend").inner_text() == "Layer 1: MaxPool2d"
    assert page.heard().startswith("Layer 1, MaxPool2d: 13 × 13 × 4.")


def test_the_first_layer_is_added_to_none(show):
    page = show(ArchitectureExplorer([]))
    assert page.part("words").inner_text() == "There is no layer yet. Add one."
    press(page, "Add")
    assert kinds(page) == ["Conv2d"]


def test_a_layer_moves_up_and_down_and_stays_chosen(show):
    page = show(ArchitectureExplorer([CONV, RELU, POOL], unit=(1, 0, 0)))
    press(page, "Move down")
    assert (kinds(page), page.state("unit")[0]) == (["Conv2d", "MaxPool2d", "ReLU"], 2)
    press(page, "Move up")
    press(page, "Move up")
    press(page, "Move up")  # it is the first one already
    assert (kinds(page), page.state("unit")[0]) == (["ReLU", "Conv2d", "MaxPool2d"], 0)


def test_layers_are_removed_to_the_last(show):
    page = show(ArchitectureExplorer([CONV, RELU], unit=(1, 0, 0)))
    press(page, "Remove")
    assert kinds(page) == ["Conv2d"]
    press(page, "Remove")
    assert (kinds(page), page.state("unit")) == ([], None)


def test_what_was_done_is_undone_and_done_again(show):
    page = show(ArchitectureExplorer([CONV, RELU], unit=(1, 2, 3)))
    press(page, "Remove")
    page.page.keyboard.press("Control+z")
    page.settle()
    assert (kinds(page), page.state("unit")) == (["Conv2d", "ReLU"], [1, 2, 3])
    page.page.keyboard.press("Control+y")
    page.settle()
    assert kinds(page) == ["Conv2d"]


def test_a_network_to_begin_with_is_one_step_to_undo(show):
    page = show(ArchitectureExplorer([CONV], (9, 8)))
    page.part("head").get_by_label("Begin with").select_option("1")
    page.part("history").get_by_role("button", name="Undo").click()
    page.settle()
    assert (kinds(page), page.state("input_shape")) == (["Conv2d"], [9, 8, 1])


@pytest.mark.parametrize(
    ("label", "field", "text", "value"),
    [
        ("Filters", "out_channels", "12", 12),
        ("Kernel size", "kernel_size", "5 × 3", [5, 3]),
        ("Stride", "stride", "2,1", [2, 1]),
        ("Padding", "padding", "same", "same"),
        ("Padding", "padding", "2", 2),
        ("Dilation", "dilation", "2 x 2", 2),
    ],
)
def test_a_number_that_is_typed_is_taken(label, field, text, value, show):
    page = show(ArchitectureExplorer([CONV], (20, 24)))
    type_into(page, label, text)
    assert page.state("layers")[0][field] == value
    assert table(page, 0)[0] == " × ".join(map(str, ArchitectureExplorer(
        [{**CONV, field: value}], (20, 24)).shapes[0]))  # fmt: skip


@pytest.mark.parametrize(
    ("label", "text"), [("Filters", "0"), ("Filters", "2 × 3"), ("Stride", "x"), ("Padding", "-1")]
)
def test_a_number_that_does_not_work_is_refused_with_a_sentence(label, text, show):
    page = show(ArchitectureExplorer([CONV]))
    type_into(page, label, text)
    assert f"“{text}” does not work here." in page.complaint()
    assert page.state("layers") == [CONV]
    type_into(page, "Filters", "5")
    assert page.complaint() == ""


def test_the_arrow_keys_change_a_number(show):
    page = show(ArchitectureExplorer([CONV]))
    field = page.part("editor").get_by_label("Filters")
    for key in ("ArrowUp", "ArrowUp", "ArrowDown"):
        field.press(key)
        page.settle()
    assert page.state("layers")[0]["out_channels"] == 5


def test_without_a_bias_there_are_fewer_parameters(show):
    page = show(ArchitectureExplorer([CONV]))
    page.part("editor").get_by_label("Bias").uncheck()
    page.settle()
    assert table(page, 1)[0] == "36"


def test_another_size_of_the_input_keeps_the_unit_inside(show):
    page = show(ArchitectureExplorer([CONV], (20, 24), unit=(0, 17, 21)))
    type_into(page, "Width", "7", part="head")
    assert (page.state("input_shape"), page.state("unit")) == ([20, 7, 1], [0, 17, 4])


# What does not fit -----------------------------------------------------------------------


def test_a_layer_that_does_not_fit_is_marked_and_what_follows_waits(show):
    page = show(ArchitectureExplorer([CONV, LINEAR, RELU], (9, 9)))
    outputs = table(page, 0)
    assert outputs[0] == "7 × 7 × 4"
    assert outputs[1].startswith("⚠ Linear takes a vector, but a volume of 7 × 7 × 4 arrives.")
    assert outputs[2] == "not reached"
    volumes = page.part("strip").locator(".arch-name").all_inner_texts()
    assert "does not fit" in volumes[2]
    assert "not reached" in volumes[3]


def test_nothing_is_lost_while_a_layer_does_not_fit(show):
    page = show(ArchitectureExplorer([CONV, LINEAR, RELU], (9, 9), unit=(0, 3, 4)))
    page.part("editor").get_by_label("New layer").select_option("Flatten")
    press(page, "Add")
    assert kinds(page) == ["Conv2d", "Flatten", "Linear", "ReLU"]
    assert table(page, 0)[:4] == ["7 × 7 × 4", "196", "3", "3"]


def test_a_layer_that_is_not_reached_can_be_chosen_and_changed(show):
    page = show(ArchitectureExplorer([{**CONV, "kernel_size": 30}, POOL], (9, 9), unit=(1, 0, 0)))
    assert page.part("words").inner_text() == (
        "This layer is not reached: layer 0 does not fit yet."
    )
    type_into(page, "Window", "3")
    assert page.state("layers")[1]["kernel_size"] == 3
    assert page.part("map").is_hidden()


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [([{**CONV, "kernel_size": 1, "padding": 999}] * 2, "A map of 4024 × 4024 is larger than"),
     ([{**CONV, "out_channels": 9999}, FLATTEN], "numbers is longer than what can be shown")],
)  # fmt: skip
def test_what_is_too_large_to_be_shown_is_a_layer_that_does_not_fit(layers, sentence, show):
    explorer = ArchitectureExplorer(layers)
    assert sentence in explorer.fault
    marked = show(explorer).part("table").locator(".arch-fault").inner_text()
    assert explorer.fault.partition("does not fit. ")[2] in marked


def test_the_lectures_dense_layer_on_a_large_image_is_shown(show):
    page = show(ArchitectureExplorer([FLATTEN, {**LINEAR, "out_features": 1}], (1080, 1080, 3)))
    assert table(page, 1)[1] == "3\u00a0499\u00a0201"


def test_a_layer_that_stops_fitting_is_heard(show):
    page = show(ArchitectureExplorer([CONV], (9, 9)))
    type_into(page, "Kernel size", "11")
    assert "A kernel spanning 11 pixels does not fit in 9 pixels" in page.heard()


# What a unit sees --------------------------------------------------------------------------


def point_at(page, row, column, shape, press_it=False):
    stage = page.part("map").locator(".cnnlab-stage")
    box = stage.bounding_box()
    x, y = (column + 0.5) * box["width"] / shape[1], (row + 0.5) * box["height"] / shape[0]
    stage.scroll_into_view_if_needed()
    (stage.click if press_it else stage.hover)(position={"x": x, "y": y})
    page.settle()


def range_of(places, name):
    return f"{name} {places[0]}" + (f"–{places[-1]}" if len(places) > 1 else "")


@pytest.mark.parametrize("unit", [(2, 4, 3), (3, 0, 0), (1, 9, 2)])
def test_every_volume_below_says_what_the_unit_sees_of_it(unit, show):
    layers = [{**CONV, "padding": 1, "dilation": 2}, POOL, {**CONV, "stride": [2, 1]}, RELU]
    explorer = ArchitectureExplorer(layers, (24, 19), unit=unit)
    said = show(explorer).part("strip").locator(".arch-seen").all_inner_texts()
    seen = [explorer.receptive_field(*unit)]
    seen += [explorer.receptive_field(*unit, in_layer=layer) for layer in range(unit[0])]
    expected = [f"{range_of(each.rows, 'rows')}\n{range_of(each.columns, 'columns')}"
                for each in seen]
    assert said[: len(seen)] == expected
    assert said[unit[0] + 2 :] == [""] * (len(layers) - unit[0] - 1)


@pytest.mark.parametrize("layer", [0, 1])
def test_the_frames_lie_where_the_unit_looks(layer, show):
    explorer = ArchitectureExplorer([CONV, CONV], (20, 10), unit=(1, 9, 2))
    page = show(explorer)
    frame, sheet = (
        page.part("strip").locator(f'[data-layer="{layer - 1}"] {name}').last.bounding_box()
        for name in (".arch-frame", ".arch-sheet")
    )
    seen = explorer.receptive_field(1, 9, 2, in_layer=None if layer == 0 else 0)
    rows = 20 - 2 * layer
    top = (frame["y"] - sheet["y"]) / sheet["height"] * rows
    assert top == pytest.approx(seen.rows[0], abs=0.5)
    assert frame["height"] / sheet["height"] * rows == pytest.approx(len(seen.rows), abs=0.7)


def test_a_unit_under_the_pointer_is_told_and_a_press_chooses_it(show):
    page = show(ArchitectureExplorer([CONV], (10, 12), unit=(0, 0, 0)))
    point_at(page, 2, 7, (8, 10))
    assert "Row 2, column 7 of layer 0 (Conv2d) sees 3 × 3 pixels of the picture: rows 2–4, " \
        "columns 7–9." in page.part("words").inner_text()  # fmt: skip
    assert page.state("unit") == [0, 0, 0]
    point_at(page, 2, 7, (8, 10), press_it=True)
    assert page.state("unit") == [0, 2, 7]


def test_arrow_keys_go_from_unit_to_unit_and_are_heard(show):
    page = show(ArchitectureExplorer([CONV], (10, 12), unit=(0, 4, 4)))
    page.part("map").locator(".cnnlab-stage").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Home"):
        page.page.keyboard.press(key)
        page.settle()
    assert page.state("unit") == [0, 5, 0]
    assert page.heard().startswith("Row 5, column 0 of layer 0 (Conv2d) sees 3 × 3 pixels")


def test_a_unit_is_pressed_on_its_volume(show):
    page = show(ArchitectureExplorer([CONV, CONV], (10, 10), unit=(1, 0, 0)))
    sheet = page.part("strip").locator('[data-layer="0"] .arch-sheet').last
    box = sheet.bounding_box()
    page.page.mouse.click(box["x"] + 2.5 / 8 * box["width"], box["y"] + 6.5 / 8 * box["height"])
    page.settle()
    assert page.state("unit") == [0, 6, 2]


def test_the_volumes_are_gone_through_with_the_arrow_keys(show):
    page = show(ArchitectureExplorer([CONV, POOL, FLATTEN], (10, 10), unit=(0, 7, 7)))
    page.part("strip").get_by_role("button").first.focus()
    page.page.keyboard.press("ArrowRight")
    page.settle()
    assert page.state("unit") == [1, 3, 3]
    assert page.page.evaluate("document.activeElement.innerText").startswith("1 MaxPool2d")


def test_a_finger_chooses_a_unit(show):
    page = show(ArchitectureExplorer([CONV], (10, 12), unit=(0, 0, 0)), has_touch=True)
    stage = page.part("map").locator(".cnnlab-stage")
    box = stage.bounding_box()
    stage.tap(position={"x": 5.5 / 10 * box["width"], "y": 3.5 / 8 * box["height"]})
    page.settle()
    assert page.state("unit") == [0, 3, 5]


def words(show, layers, shape, unit):
    return show(ArchitectureExplorer(layers, shape, unit=unit)).part("words").inner_text()


def test_what_lies_in_the_padding_is_said(show):
    said = words(show, [{**CONV, "kernel_size": 5, "padding": 2}], (9, 9), (0, 0, 4))
    assert "sees 3 × 5 pixels of the picture: rows 0–2, columns 2–6." in said
    assert "Its receptive field is 5 × 5; what is missing lies beyond the edge, in the padding " \
        "(rows: 2, columns: 0)." in said  # fmt: skip


def test_gaps_are_said_and_tinted(show):
    page = show(ArchitectureExplorer([{**CONV, "dilation": 3}], (9, 9), np.zeros((9, 9)),
                                     unit=(0, 0, 1)))  # fmt: skip
    assert "There are gaps: it looks at 9 of these 49 pixels." in page.part("words").inner_text()
    lit = np.any(np.array(page.pixels("picture")) > 0, axis=2)
    assert {(i, j) for i, j in np.argwhere(lit)} == {(i, j) for i in (0, 3, 6) for j in (1, 4, 7)}


def test_a_unit_that_sees_only_padding_says_so(show):
    said = words(show, [{**CONV, "kernel_size": 1, "padding": 1}], (9, 9), (0, 0, 0))
    assert said.endswith("sees nothing of the picture: only padding.")


def test_a_number_of_a_vector_is_told(show):
    said = words(show, [POOL, FLATTEN], (8, 12), (1, 7, 0))
    assert said == "Number 7 of layer 1 (Flatten) sees 2 × 2 pixels of the picture: rows 2–3, " \
        "columns 2–3."  # fmt: skip


def test_the_numbers_of_a_vector_are_gone_through_with_the_keys(show):
    page = show(ArchitectureExplorer([POOL, FLATTEN], (14, 14), unit=(1, 19, 0)))
    page.part("map").locator(".cnnlab-stage").focus()
    page.page.keyboard.press("ArrowDown")
    page.settle()
    assert page.state("unit") == [1, 39, 0]


# The picture -----------------------------------------------------------------------------


def test_the_picture_is_the_one_that_was_given(show):
    picture = np.arange(0, 240, 5, dtype=np.uint8).reshape(6, 8)
    page = show(ArchitectureExplorer([CONV], (6, 8), picture))
    assert (np.array(page.pixels("picture"))[..., 0] == picture).all()


@pytest.mark.parametrize(("depth", "in_colour"), [(1, False), (3, True), (5, False)])
def test_the_picture_has_colours_where_the_depth_is_three(depth, in_colour, show):
    pixels = np.array(show(ArchitectureExplorer([], (32, 32, depth))).pixels("picture"))
    assert (np.ptp(pixels, axis=2).max() > 0) == in_colour


# Python, views, size, language ---------------------------------------------------------------


def test_what_python_sets_is_shown(show):
    page = show(ArchitectureExplorer())
    page.set("layers", [CONV, POOL])
    assert table(page, 0)[:2] == ["26 × 26 × 4", "13 × 13 × 4"]


def test_two_views_stay_in_step(show):
    page = show(ArchitectureExplorer([CONV], (9, 9)))
    page.open_another_view()
    page.root.first.get_by_role("button", name="Add after").click()
    page.settle()
    other = page.page.locator("#other")
    assert other.locator('[data-part="table"] tbody tr').count() == 2


@pytest.mark.parametrize("width", [320, 800, 1600])
def test_forty_layers_fit_the_page(width, show):
    layers = [{**CONV, "padding": 1, "out_channels": 9999}] * 39 + [FLATTEN]
    page = show(ArchitectureExplorer(layers, (2048, 2048, 3)), width=width)
    assert not page.wider_than_the_page()


def test_sums_beyond_what_a_float_can_hold_are_exact(show):
    layers = [{**CONV, "kernel_size": 99, "padding": 49, "out_channels": 9999}] * 3
    explorer = ArchitectureExplorer(layers, (2048, 2048, 9999))
    shown = table(show(explorer), 2)[-1].replace("\u00a0", "")
    assert int(shown) == sum(explorer.multiply_adds) > 2**53


def test_a_fortyfirst_layer_is_refused_with_a_sentence(show):
    page = show(ArchitectureExplorer([RELU] * 40, (9, 9)))
    press(page, "Add")
    assert "At most 40 layers" in page.complaint()
    assert len(page.state("layers")) == 40


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_fault_where_a_layer_does_not_fit(theme, show):
    page = show(ArchitectureExplorer([CONV, LINEAR, RELU], (9, 9)), theme=theme)
    assert page.accessibility_faults() == []


def test_in_spanish_nothing_is_left_in_english(show):
    cnnlab.use_language("es")
    try:
        page = show(ArchitectureExplorer([{**CONV, "dilation": 2}, LINEAR, RELU], (20, 24)))
    finally:
        cnnlab.use_language("en")
    english = {"layer", "the", "of", "rows", "columns", "filters", "output", "input", "stride"}
    assert not english & set(re.findall(r"\w+", page.root.inner_text().lower()))
