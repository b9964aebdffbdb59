"""What students bring: masks, small and large numbers, lists of Axes, a style of their own."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from cnnlab import filters, images, plots
from tests.plots.asking import pixel_at, texts

MASK = np.eye(6) > 0


def test_a_mask_is_drawn_black_and_white():
    ax = plots.image(MASK)
    assert pixel_at(ax, 0, 0).tolist() == [1, 1, 1]
    assert pixel_at(ax, 1, 0).tolist() == [0, 0, 0]


def test_a_mask_of_colours_is_drawn_in_full_colour():
    colours = np.zeros((4, 4, 3), bool)
    colours[..., 0] = True
    assert pixel_at(plots.image(colours), 1, 1).tolist() == [1, 0, 0]


@pytest.mark.parametrize("draw", [
    lambda array: plots.kernel(array),
    lambda array: plots.numbers(array),
    lambda array: plots.feature_maps(array[None])[0],
])
def test_the_smallest_int8_does_not_wrap_around(draw):
    ax = draw(np.array([[-128, 1], [2, 3]], np.int8))
    assert ax.images[0].get_clim() == (-128, 128)
    assert "−128" in plots.alt_text(ax)


@pytest.mark.parametrize(("number", "text"), [(2e-6, "2e-06"), (-3e300, "−3e+300")])
def test_very_small_and_very_large_numbers_keep_their_size(number, text):
    ax = plots.kernel([[number]])
    assert text in plots.alt_text(ax)
    assert [one.get_text() for one in ax.texts] == [text]


def test_a_dark_style_leaves_dark_text_on_the_white_card():
    with plt.style.context("dark_background"):
        ax = plots.step(images.example(), filters.get("diagonal_cross"), 0, 0)
    words = {text.get_text(): to_rgb(text.get_color()) for text in texts(ax.figure)}
    assert max(words["="] + words["×"] + words["patch"]) < 0.2


def test_a_style_with_a_grid_draws_none_over_the_numbers():
    with plt.style.context("ggplot"):
        ax = plots.numbers(images.example())
        ax.figure.canvas.draw()
    assert not any(line.get_visible() for line in ax.get_xgridlines() + ax.get_ygridlines())


@pytest.mark.parametrize("draw", [plots.image, plots.channels])
def test_an_array_of_axes_is_refused_with_what_to_give(draw):
    _, axes = plt.subplots(1, 2)
    with pytest.raises(TypeError, match=r"ax must be one Axes .* axes\[0\]"):
        draw(images.photo("china"), ax=axes)


def test_more_maps_than_can_be_seen_are_refused_with_what_to_draw():
    with pytest.raises(ValueError, match=r"96 maps beside each other .* maps\[:64\]"):
        plots.feature_maps(np.zeros((96, 5, 5)))


def test_a_table_takes_a_list_of_filters():
    axes = plots.filter_table([images.x_clean()], [filters.get("x_falling"), np.ones((2, 2))])
    assert axes.shape == (1, 2)
    assert "filter 1 on image 0" in plots.alt_text(axes)
