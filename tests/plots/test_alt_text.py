"""The text alternative: with the figure, in its language, and delivered as an <img alt>."""

import base64
import io
import subprocess
import sys
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

import cnnlab
from cnnlab import images, plots
from cnnlab.plots.alt_text import as_html


class Page(HTMLParser):
    """What a browser finds in a piece of HTML: the elements with their attributes."""

    def __init__(self, html: str):
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))


def picture(html: str) -> Image.Image:
    source = Page(html).elements[0][1]["src"]
    return Image.open(io.BytesIO(base64.b64decode(source.partition("base64,")[2])))


def test_a_figure_collects_the_texts_of_its_axes():
    left, right = plots.side_by_side(2)
    plots.image(images.x_clean(), title="A", ax=left)
    plots.kernel([[1, -1]], title="B", ax=right)
    text = plots.alt_text(left.figure)
    assert text == (
        "A: Grey image, 9 by 9 pixels, values from −1 to 1. B: Kernel, 1 by 2: 1 −1."
    )


def test_a_figure_drawn_before_keeps_its_language():
    ax = plots.kernel([[1]])
    cnnlab.use_language("es")
    assert plots.alt_text(ax) == "Kernel, 1 by 1: 1."


def test_drawing_again_on_cleared_axes_describes_what_is_there_now():
    ax = plots.kernel([[1]])
    ax.clear()
    plots.kernel([[2]], ax=ax)
    assert plots.alt_text(ax) == "Kernel, 1 by 1: 2."


def test_a_script_needs_no_ipython():
    program = (
        "import sys, matplotlib; matplotlib.use('agg');"
        "from cnnlab import plots; plots.kernel('sobel_x').figure.canvas.draw();"
        "assert not {'IPython', 'ipykernel', 'ipywidgets'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_axes_of_someone_else_have_none():
    assert plots.alt_text(plt.figure().add_subplot()) == ""


def test_the_image_element_carries_the_text_whatever_letters_it_holds():
    title = """<b>"R&B" 'ñ'</b>"""
    [(tag, attributes)] = Page(as_html(plots.kernel([[1]], title=title).figure)).elements
    assert (tag, attributes["alt"]) == ("img", f"{title}: Kernel, 1 by 1: 1.")


def test_a_drawing_travels_as_png_with_its_exact_colours():
    shown = picture(as_html(plots.kernel(np.zeros((2, 2))).figure))
    assert shown.format == "PNG"
    assert (255, 255, 255) in {colour for _, colour in shown.convert("RGB").getcolors(1 << 16)}


def test_a_drawing_without_colour_travels_with_one_channel():
    assert picture(as_html(plots.numbers(images.portrait()).figure)).mode == "L"
    assert picture(as_html(plots.kernel([[1, -1]]).figure)).mode == "RGB"


def test_a_photograph_travels_as_jpeg():
    assert picture(as_html(plots.image(images.photo("china")).figure)).format == "JPEG"


def test_a_figure_of_someone_else_shows_the_text_of_what_is_drawn_on_it():
    figure, ax = plt.subplots()
    plots.kernel([[1]], ax=ax)
    assert Page(as_html(figure)).elements[0][1]["alt"] == "Kernel, 1 by 1: 1."


@pytest.mark.parametrize("count", [1, 3])
def test_side_by_side_gives_that_many_axes(count):
    assert len(plots.side_by_side(count)) == count


def test_side_by_side_wants_at_least_one():
    with pytest.raises(ValueError, match="count must be at least 1"):
        plots.side_by_side(0)
