"""In a real kernel: what the cells of a notebook show, with no code but the plots themselves."""

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

CELLS = {
    "language": "import cnnlab; from cnnlab import images, plots; cnnlab.use_language('es')",
    "last line": "plots.numbers(images.x_clean())",
    "kept in a name": "ax = plots.kernel([[1, -1]])",
    "several axes": "plots.channels(images.photo('flower'))",
    "after the magic": "%matplotlib inline\nplots.kernel('sobel_x')",
    "own figure": (
        "import matplotlib.pyplot as plt\n"
        "figure, ax = plt.subplots()\n"
        "plots.image(images.x_clean(), ax=ax)"
    ),
    "a figure without us": "plt.plot([1, 2]);",
}


@pytest.fixture(scope="module")
def shown() -> dict[str, list]:
    """The outputs of each cell."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS.values()])
    NotebookClient(notebook, kernel_name="python3").execute()
    return {name: cell.outputs for name, cell in zip(CELLS, notebook.cells, strict=True)}


def our_figures(shown):
    return {name: shown[name] for name in list(CELLS)[1:-1]}


def test_each_cell_shows_exactly_one_thing(shown):
    assert {name: len(outputs) for name, outputs in our_figures(shown).items()} == dict.fromkeys(
        our_figures(shown), 1)


def test_it_is_an_image_with_a_text_alternative_in_the_language_of_the_notebook(shown):
    for outputs in our_figures(shown).values():
        assert outputs[0].data["text/html"].startswith(('<img alt="Imagen', '<img alt="Núcleo',
                                                        '<img alt="sobel_x: Núcleo'))


def test_its_plain_text_is_the_text_alternative(shown):
    assert shown["kept in a name"][0].data["text/plain"] == "Núcleo, 1 por 2: 1 −1."


def test_the_image_is_stored_once(shown):
    for outputs in our_figures(shown).values():
        assert set(outputs[0].data) == {"text/html", "text/plain"}


def test_other_figures_are_shown_as_always(shown):
    assert "image/png" in shown["a figure without us"][0].data
