"""What holds for every plot: one card of a sane size, readable, described, and quiet."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from cnnlab import plots
from cnnlab.plots.alt_text import as_html
from tests.plots.asking import EVERY_PLOT, drawn, figure_of, outside, overlapping, texts

every_plot = pytest.mark.parametrize("name", EVERY_PLOT)
both_languages = pytest.mark.parametrize("language", ["en", "es"])

TAKES_AN_IMAGE = {
    "image": plots.image,
    "numbers": plots.numbers,
    "kernel": plots.kernel,
    "matrix": plots.matrix,
    "channels": plots.channels,
    "histogram": plots.histogram,
    "feature_maps": plots.feature_maps,
    "step": lambda image: plots.step(image, [[1]], 0, 0),
    "filter_table": lambda image: plots.filter_table([image], {"one": [[1]]}),
}
every_function = pytest.mark.parametrize("draw", TAKES_AN_IMAGE.values(), ids=TAKES_AN_IMAGE)


@every_plot
def test_it_returns_axes(name):
    assert all(isinstance(ax, Axes) for ax in np.ravel(drawn(name)))


@every_plot
def test_without_axes_it_opens_one_figure(name):
    EVERY_PLOT[name](None)
    assert len(plt.get_fignums()) == 1


@every_plot
def test_it_draws_on_the_given_axes_and_opens_no_other_figure(name):
    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 6))
    axes = np.ravel(EVERY_PLOT[name](right))
    assert {ax.figure for ax in axes} == {figure}
    assert plt.get_fignums() == [figure.number]
    assert not left.has_data()


@every_plot
def test_it_stays_inside_the_given_axes(name):
    _, (_, right) = plt.subplots(1, 2, figsize=(12, 6))
    place = right.get_position()
    for ax in np.ravel(EVERY_PLOT[name](right)):
        assert ax.get_position().x0 >= place.x0 - 0.001


@every_plot
def test_it_can_draw_on_axes_that_were_placed_by_hand(name):
    ax = plt.figure(figsize=(12, 8)).add_axes((0.1, 0.1, 0.8, 0.8))
    assert figure_of(EVERY_PLOT[name](ax)) is ax.figure


@every_plot
def test_it_fits_a_notebook_cell(name):
    width, height = figure_of(drawn(name)).get_size_inches()
    assert width <= 9
    assert height <= 9


@every_plot
def test_its_card_is_opaque_white(name):
    assert to_hex(figure_of(drawn(name)).get_facecolor(), keep_alpha=True) == "#ffffffff"


@every_plot
def test_its_card_stays_white_and_its_text_dark_in_a_dark_style(name):
    with plt.style.context("dark_background"):
        axes = np.ravel(EVERY_PLOT[name](None))
    assert to_hex(axes[0].figure.get_facecolor()) == "#ffffff"
    assert {ax.title.get_color() for ax in axes} == {"#1a1a1a"}


@both_languages
@every_plot
def test_no_text_is_cut_off(name, language):
    assert outside(figure_of(drawn(name, language))) == []


@both_languages
@every_plot
def test_no_text_covers_another(name, language):
    assert overlapping(figure_of(drawn(name, language))) == []


@every_plot
def test_no_text_is_smaller_than_five_points(name):
    assert min((text.get_fontsize() for text in texts(figure_of(drawn(name)))), default=5) >= 5


@every_plot
def test_it_has_a_text_alternative(name):
    assert len(plots.alt_text(drawn(name))) > 20


@every_plot
def test_its_text_alternative_comes_in_spanish(name):
    assert plots.alt_text(drawn(name, "es")) != plots.alt_text(drawn(name, "en"))


@every_plot
def test_it_prints_nothing_at_the_end_of_a_cell(name, capsys):
    drawn(name)._ipython_display_()
    assert capsys.readouterr().out == ""


@every_plot
def test_its_picture_leaves_room_for_many_in_one_notebook(name):
    assert len(as_html(figure_of(drawn(name)))) < 200_000


@every_function
def test_a_number_that_is_not_finite_is_an_error_that_says_where(draw):
    image = np.zeros((3, 3, 3))
    image[1, 2, 0] = np.nan
    with pytest.raises(ValueError, match=r"not finite.*\(1, 2, 0\)"):
        draw(image)


@every_function
def test_an_empty_array_is_an_error(draw):
    with pytest.raises(ValueError, match="is empty"):
        draw(np.zeros((0, 3, 3)))


@every_function
def test_text_is_an_error(draw):
    with pytest.raises((TypeError, ValueError), match=r"array of numbers|no filter named"):
        draw("picture")


@every_function
def test_an_error_leaves_no_figure_behind(draw):
    with pytest.raises(ValueError, match="is empty"):
        draw(np.zeros((0, 3, 3)))
    assert plt.get_fignums() == []
