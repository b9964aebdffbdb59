"""The network explorer in a browser: every number of every layer, drawing, and looking inside."""

import re

import numpy as np
import pytest
from PIL import Image
from scipy import special

from cnnlab import images, nn
from cnnlab.nn.batches import activations
from cnnlab.plots import style
from cnnlab.widgets import NetworkExplorer
from cnnlab.widgets.x_or_o import x_or_o
from tests.browser.widget_page import WidgetPage, module_page
from tests.networks_to_explore import NETWORKS, coloured, digits, network_and_image, yes_or_no

# Every number of every layer -------------------------------------------------------------


@pytest.fixture(scope="module")
def module(browser):
    """A page with the modules that compute, as `forward` and `formulas`."""
    folder = "network_explorer_parts"
    with module_page(browser, f"{folder}/forward", f"{folder}/formulas",
                     f"{folder}/network_state") as page:
        yield page


RUN = """([sent, picture]) => {
    const bytes = (value) => value?.data
        ? { ...value, data: new DataView(Uint8Array.from(value.data).buffer) } : value;
    const layers = sent.map((layer) =>
        Object.fromEntries(Object.entries(layer).map(([key, value]) => [key, bytes(value)])));
    const kept = { layers, image: bytes(picture), paper: 0, ink: 1 };
    window.state = network_state.networkState({ model: { get: (name) => kept[name] } });
    state.load();
    state.run();
    return state.volumes.slice(1).map(({ values }) => [...values]);
}"""


def as_lists(value):
    """What travels, with its bytes as lists."""
    if isinstance(value, dict):
        return {key: as_lists(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_lists(each) for each in value]
    return list(value) if isinstance(value, bytes | memoryview) else value


def run(module, explorer):
    state = explorer.get_state(["layers", "image"])
    return module.evaluate(RUN, [as_lists(state["layers"]), as_lists(state["image"])])


def layers_of(network):
    """The layers one by one, in use, as the student's own loop would call them."""
    for layer in network.eval().layers:
        yield from layers_of(layer) if isinstance(layer, nn.Sequential) else [layer]


@pytest.mark.parametrize("kind", NETWORKS)
def test_every_number_of_every_layer_is_that_of_the_model(kind, module):
    network, image = network_and_image(kind)
    found = run(module, NetworkExplorer(network, image=image))
    x = activations(image[None])
    for layer, ours in zip(layers_of(network), found, strict=True):
        x = layer.forward(x)
        np.testing.assert_allclose(ours, x.ravel(), rtol=2e-5, atol=2e-5, err_msg=repr(layer))


EXPLAIN = """([layer, channel, row, column]) => {
    const view = { say: (text) => text };
    const { terms, numbers, box, only } =
        formulas.explain(view, state, { layer, channel, row, column });
    return { terms, numbers, box, only };
}"""


@pytest.mark.parametrize("kind", NETWORKS)
def test_patch_times_weights_plus_bias_is_the_number(kind, module):
    network, image = network_and_image(kind)
    explorer = NetworkExplorer(network, image=image)
    run(module, explorer)
    rng = np.random.default_rng(3)
    for number, layer in enumerate(layers_of(network)):
        if isinstance(layer, nn.Conv2d | nn.Linear):
            output = explorer.maps(number)
            place = tuple(int(rng.integers(size)) for size in output.shape)
            terms = module.evaluate(EXPLAIN, [number, *(*place, 0, 0)[:3]])["terms"]
            total = sum(np.dot(*rows) for each in terms
                        for rows in zip(each["patch"], each["weights"], strict=True))
            bias = layer.params["bias"][place[0]] if layer.bias else 0
            np.testing.assert_allclose(total + bias, output[place], rtol=1e-4, atol=1e-4)


def test_a_pooled_number_is_the_largest_in_its_frame(module):
    network, image = network_and_image(digits)
    explorer = NetworkExplorer(network, image=image)
    run(module, explorer)
    about = module.evaluate(EXPLAIN, [2, 5, 3, 1])
    assert about["box"] == {"top": 6, "left": 2, "height": 2, "width": 2}
    assert about["only"] == 5
    assert np.max(about["numbers"]) == np.float32(explorer.maps(1)[5, 6:8, 2:4].max())


def test_numbers_that_are_too_large_are_named_until_they_are_gone(show):
    network = nn.Sequential(nn.Flatten(), nn.Linear(9, 2, rng=0), nn.ReLU(), nn.Linear(2, 2))
    network[1].params["weight"][...] = network[3].params["weight"][...] = 1e30
    with np.errstate(over="ignore", invalid="ignore"):
        page = show(NetworkExplorer(network, image=np.eye(3)))
    assert page.complaint() == "Layer 3 gives numbers that are too large: NaN or infinite."
    press(page, "Clear")
    assert page.complaint() == ""


# What is on the screen -------------------------------------------------------------------


def scores(page):
    """What stands beside each class: its score and its probability."""
    lines = page.part("scores").get_by_role("button").all()
    return {
        line.locator(".n-name").inner_text():
            (line.locator(".n-score").inner_text(), line.locator(".n-percent").inner_text())
        for line in lines
    }


def formula(page):
    """The sentences about the number that is looked at."""
    return page.part("formula").locator("p").all_inner_texts()


def test_scores_and_probabilities_stand_there(show):
    assert scores(show(NetworkExplorer())) == {"X": ("3.1", "99.8 %"), "O": ("−3.1", "0.2 %")}


def test_the_three_levels_have_the_same_numbers_and_colours(show):
    page = show(NetworkExplorer())
    pixels = np.array(page.pixels("map"))
    full = [int(part) for part in style.SIGNED(1.0, bytes=True)[:3]]
    assert np.argwhere((pixels == full).all(axis=2)).tolist() == [[1, 1], [2, 2], [4, 4], [5, 5]]
    tile = page.part("layer-0").locator("canvas").evaluate(
        "c => [...c.getContext('2d').getImageData(7 * 1 + 3, 7 * 1 + 3, 1, 1).data].slice(0, 3)")
    assert tile == full
    assert formula(page)[-1] == "ReLU(9) = 9"


def test_zero_is_white(show):
    network = nn.Sequential(nn.Conv2d(1, 1, 1, bias=False))
    network[0].params["weight"][...] = 1
    pixels = show(NetworkExplorer(network, image=[[0, 2], [-2, 1]])).pixels("map")
    assert pixels[0][0] == [255, 255, 255]


def test_64_maps_of_a_layer_are_shown(show):
    network = nn.Sequential(nn.Conv2d(1, 64, 3, rng=0), nn.ReLU())
    page = show(NetworkExplorer(network, image=np.eye(28)), width=700)
    assert page.part("layer-1").locator("[role=option]").count() == 64
    assert page.part("scores").is_hidden()
    assert not page.wider_than_the_page()


# Drawing ---------------------------------------------------------------------------------


def stage(page, part="input"):
    return page.part(part).locator(".cnnlab-stage")


def place_of(page, row, column, part="input"):
    """Where on the page the middle of a pixel is."""
    box = stage(page, part).bounding_box()
    height, width = page.part(part).locator(".cnnlab-pixels").evaluate("c => [c.height, c.width]")
    return (box["x"] + 1 + (column + 0.5) * (box["width"] - 2) / width,
            box["y"] + 1 + (row + 0.5) * (box["height"] - 2) / height)


def stroke(page, *places):
    mouse = page.page.mouse
    mouse.move(*place_of(page, *places[0]))
    mouse.down()
    for place in places[1:]:
        mouse.move(*place_of(page, *place), steps=3)
    mouse.up()
    page.settle()


def image_of(page):
    """The image that the kernel would be told."""
    shape, numbers = page.page.evaluate(
        """() => {
            const { shape, data } = widget.model.get("image");
            const { buffer, byteOffset, byteLength } = data;
            const numbers = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
            return [shape, [...numbers]];
        }"""
    )
    return np.reshape(numbers, shape)


def press(page, name):
    page.root.get_by_role("button", name=name).click()
    page.settle()


def test_an_o_drawn_by_hand_is_an_o(show):
    page = show(NetworkExplorer())
    press(page, "Clear")
    corners = [(1, 3), (1, 5), (3, 7), (5, 7), (7, 5), (7, 3), (5, 1), (3, 1), (1, 3)]
    stroke(page, *corners)
    assert set(np.unique(image_of(page))) == {-1, 1}
    expected = x_or_o().scores(image_of(page)[None])[0]
    assert expected[1] > expected[0]
    assert float(scores(page)["O"][0]) == pytest.approx(expected[1], abs=0.05)
    assert page.heard().startswith("Highest score: O")


def test_of_one_score_alone_the_probability_is_heard(show):
    network, image = network_and_image(yes_or_no)
    page = show(NetworkExplorer(network, image=image))
    press(page, "Clear")
    percent = 100 * special.expit(network.scores(image_of(page)[None])[0, 0])
    heard = re.fullmatch(r"Probability: ([\d.]+) %", page.heard())
    assert float(heard[1]) == pytest.approx(percent, abs=0.06)


def test_strokes_get_soft_edges_on_a_network_of_grey_digits(show):
    network, _ = network_and_image(digits)
    page = show(NetworkExplorer(network, examples=np.linspace(0, 1, 64).reshape(1, 8, 8) ** 3))
    press(page, "Clear")
    stroke(page, (1, 1), (6, 5))
    drawn = image_of(page)
    assert np.sum((drawn > 0) & (drawn < 1)) > 0
    assert drawn.max() == 1
    np.testing.assert_array_equal(drawn * 16, np.rint(drawn * 16))  # ink of 4 by 4 cells
    np.testing.assert_array_equal(drawn[:, 7], 0)


def test_the_eraser_takes_ink_away(show):
    page = show(NetworkExplorer())
    press(page, "Eraser")
    stroke(page, (0, 0), (8, 8))
    np.testing.assert_array_equal(
        image_of(page), np.where(np.eye(9) > 0, -1, images.x_clean()))


def test_the_keys_draw_and_say_where_they_are(show):
    page = show(NetworkExplorer())
    press(page, "Clear")
    stage(page).focus()
    for key in ("ArrowDown", "ArrowUp", "ArrowLeft"):
        page.page.keyboard.press(key)
    assert page.heard() == "row 3, column 3: −1"
    page.page.keyboard.press("Space")
    page.settle()
    assert np.argwhere(image_of(page) > 0).tolist() == [[3, 3]]


def test_a_finger_draws(show):
    page = show(NetworkExplorer(), has_touch=True, width=400)
    press(page, "Clear")
    page.page.touchscreen.tap(*place_of(page, 2, 4))
    page.settle()
    assert np.argwhere(image_of(page) > 0).tolist() == [[2, 4]]


# Other images ----------------------------------------------------------------------------


def test_an_example_can_be_chosen_by_hand_and_by_keys(show):
    page = show(NetworkExplorer())
    options = page.part("examples").locator("[role=option]")
    options.nth(1).click()
    page.settle()
    assert scores(page)["O"][1] > "80"
    page.page.keyboard.press("ArrowLeft")
    page.page.keyboard.press("Enter")
    page.settle()
    np.testing.assert_array_equal(image_of(page), images.x_clean())


def test_pen_on_paper_becomes_ink(show, tmp_path):
    paper = np.where(np.kron(images.x_clean(), np.ones((20, 20))) > 0, 90, 200).astype(np.uint8)
    Image.fromarray(np.pad(paper, ((0, 0), (30, 30)), constant_values=200)).save(
        tmp_path / "x.png")
    page = show(NetworkExplorer())
    press(page, "Clear")
    page.root.locator("input[type=file]").set_input_files(tmp_path / "x.png")
    page.page.wait_for_function("document.body.innerText.includes('x.png')")
    np.testing.assert_allclose(image_of(page), images.x_clean(), atol=1e-9)
    page.root.get_by_label("Pen on paper").uncheck()
    page.settle()
    np.testing.assert_allclose(  # black is -1, white is 1
        image_of(page), np.where(images.x_clean() > 0, 90, 200) / 127.5 - 1, atol=1e-9)


def test_the_camera_is_what_the_network_sees(camera_browser, tmp_path):
    network, _ = network_and_image(coloured)
    explorer = NetworkExplorer(network, image=np.zeros((12, 10, 3)))
    with WidgetPage(camera_browser, explorer, tmp_path, permissions=["camera"]) as page:
        press(page, "Start the camera")
        page.page.wait_for_function(
            "new Float64Array(widget.model.get('image').data.buffer).some((x) => x > 0)")
        press(page, "Stop the camera")
        seen = image_of(page)
        page.settle()
        np.testing.assert_array_equal(image_of(page), seen)
        assert seen.shape == (12, 10, 3)
        assert page.errors == []
    assert 0.2 < seen.max() <= 1


# Looking inside --------------------------------------------------------------------------


def heading(page):
    """Which map is open."""
    return page.part("detail").locator(".n-heading").inner_text()


def test_a_map_opens_at_its_largest_number(show):
    page = show(NetworkExplorer())
    page.part("layer-2").locator("[role=option]").nth(1).click()
    page.settle()
    assert heading(page) == "Layer 2, MaxPool2d: map 1"
    assert page.part("where").inner_text() == "Row 1, column 1: 9"
    assert formula(page) == ["The largest of 9 numbers: 9"]
    assert page.part("layer-1").locator(".n-framed").count() == 1


def test_pointing_at_a_number_shows_how_it_is_made(show):
    page = show(NetworkExplorer())
    page.page.mouse.move(*place_of(page, 3, 2, "map"))
    page.settle()
    assert page.part("where").inner_text() == "Row 3, column 2: −3"
    assert formula(page) == ["−3 + bias 0 = −3", "ReLU(−3) = 0"]
    titles = page.part("products").locator("figcaption").all_inner_texts()
    assert titles == ["What it sees", "Weights", "Products"]


def test_the_keys_go_from_number_to_number(show):
    page = show(NetworkExplorer())
    stage(page, "map").focus()
    page.page.keyboard.press("ArrowRight")
    assert page.heard().endswith("Row 1, column 2: −1. ReLU(−1) = 0")


def test_a_click_on_a_class_shows_its_weights(show):
    page = show(NetworkExplorer())
    page.part("scores").get_by_role("button").nth(1).click()
    page.settle()
    assert heading(page) == "Layer 4, Linear: the score of O"
    assert page.part("weights").locator("[role=option]").count() == 3
    page.part("weights").locator("[role=option]").nth(2).click()
    page.settle()
    weights = page.part("products").locator(".n-table").nth(1)
    assert weights.get_attribute("aria-label") == (
        "Weights: 0.125 0 −0.125 / 0 0 0 / −0.125 0 0.125".replace("0.125", "0.13"))
    assert formula(page)[-1] == "−3.1 + bias 0 = −3.1"


def test_the_number_follows_the_drawing(show):
    page = show(NetworkExplorer())
    press(page, "Clear")
    assert formula(page)[0] == "3 + bias 0 = 3"  # three weights of 1, six of −1, on paper: −1


def test_new_weights_are_shown(show):
    explorer = NetworkExplorer()
    page = show(explorer)
    explorer.model[0].params["weight"] *= 3
    explorer.refresh()
    sent = as_lists(explorer.get_state("layers"))["layers"]
    page.page.evaluate(
        """layers => widget.model.set("layers", layers.map((layer) =>
            Object.fromEntries(Object.entries(layer).map(([key, value]) => [key, value?.data
                ? { ...value, data: new DataView(Uint8Array.from(value.data).buffer) }
                : value]))))""", sent)
    page.settle()
    assert formula(page)[-1] == "ReLU(27) = 27"
    assert scores(page)["X"][0] == "9.4"  # 3 times 3.125


def test_two_views_stay_in_step(show):
    page = show(NetworkExplorer())
    page.open_another_view()
    page.part("examples").first.locator("[role=option]").nth(1).click()
    page.settle()
    best = page.page.locator(".n-best .n-name").all_inner_texts()
    assert best == ["O", "O"]
