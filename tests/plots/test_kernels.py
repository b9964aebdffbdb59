"""Kernels: signed grids whose zero is white."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

import cnnlab
from cnnlab import filters, plots
from tests.plots.asking import contrast, outside, overlapping, pixel_at

ASYMMETRIC = np.array([[1, 0, -3], [0.5, 2, 0]])


@pytest.mark.parametrize("name", filters.names())
def test_every_filter_is_drawn_zero_centred(name):
    low, high = plots.kernel(name).images[0].get_clim()
    assert low == -high


def test_zero_is_white_on_the_picture():
    ax = plots.kernel(ASYMMETRIC)
    assert pixel_at(ax, 1.3, 0.3).tolist() == [1, 1, 1]


def test_positive_is_orange_and_negative_is_purple():
    ax = plots.kernel(ASYMMETRIC)
    red, _, blue = pixel_at(ax, 0.3, 0.3)
    assert red > blue
    red, _, blue = pixel_at(ax, 2.3, 0.3)
    assert blue > red


def test_a_kernel_of_zeros_is_white():
    assert pixel_at(plots.kernel(np.zeros((3, 3))), 1.3, 1.3).tolist() == [1, 1, 1]


def test_every_weight_is_written_with_its_sign():
    texts = [text.get_text() for text in plots.kernel(ASYMMETRIC).texts]
    assert texts == ["1.0", "0", "−3.0", "0.5", "2.0", "0"]


def test_every_weight_can_be_read_on_its_cell():
    ax = plots.kernel(ASYMMETRIC)
    picture = ax.images[0]
    colours = picture.to_rgba(picture.get_array())[..., :3].reshape(-1, 3)
    for text, colour in zip(ax.texts, colours, strict=True):
        assert contrast(to_rgb(text.get_color()), colour) >= 4.5


def test_a_large_kernel_has_a_scale_instead_of_numbers():
    ax = plots.kernel("gabor")
    assert (len(ax.texts), len(ax.figure.axes)) == (0, 2)


def test_a_name_brings_its_meaning(spanish):
    ax = plots.kernel("sobel_x")
    assert ax.get_title() == "sobel_x"
    assert ax.get_xlabel().startswith("Bordes verticales: derecha menos izquierda")


def test_a_title_takes_the_place_of_the_name():
    assert plots.kernel("sobel_x", title="Mine").get_title() == "Mine"


def test_an_unknown_name_is_an_error_that_lists_the_names():
    with pytest.raises(ValueError, match="sobel_x"):
        plots.kernel("sobble")


def test_a_colour_kernel_has_one_grid_for_each_channel_on_one_scale():
    panels = plots.kernel(np.arange(12).reshape(2, 2, 3))
    assert {panel.images[0].get_clim() for panel in panels} == {(-11, 11)}
    assert [panel.get_title() for panel in panels] == [
        "channel 0: red", "channel 1: green", "channel 2: blue"]


def test_a_vector_is_an_error_about_its_axes():
    with pytest.raises(ValueError, match="must have the axes"):
        plots.kernel([1, 0, -1])


def test_the_text_alternative_reads_the_weights(spanish):
    text = plots.alt_text(plots.kernel(ASYMMETRIC))
    assert text == "Núcleo, 2 por 3: 1.0 0 −3.0 / 0.5 2.0 0."


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("count", [2, 3, 4])
def test_the_meanings_of_kernels_side_by_side_leave_each_other_room(language, count):
    cnnlab.use_language(language)
    names = ["sharpen", "edges", "scharr_x", "laplacian_of_gaussian"][:count]
    panels = plots.side_by_side(count)
    for name, panel in zip(names, panels, strict=True):
        plots.kernel(name, ax=panel)
    assert overlapping(panels[0].figure) == []
    assert outside(panels[0].figure) == []
