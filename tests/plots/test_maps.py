"""Feature maps and the table: one scale for all, zero white, every map in its place."""

import re

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from scipy.signal import correlate2d

from cnnlab import filters, images, plots
from tests.plots.asking import X_FILTERS, contrast, pixel_at

X_MAPS = filters.feature_maps(images.x_clean(), X_FILTERS)
LARGE = np.random.default_rng(3).normal(size=(2, 40, 30))


def test_all_maps_share_one_zero_centred_scale():
    panels = plots.feature_maps(X_MAPS)
    assert {panel.images[0].get_clim() for panel in panels} == {(-9, 9)}


def test_zero_is_white_on_the_picture():
    ax = plots.feature_maps(np.array([[[0, 5]]]))[0]
    assert pixel_at(ax, 0.3, 0.3).tolist() == [1, 1, 1]


def test_each_map_is_drawn_as_it_is():
    for panel, feature_map in zip(plots.feature_maps(X_MAPS), X_MAPS, strict=True):
        assert np.array_equal(panel.images[0].get_array(), feature_map)


def test_a_bank_gives_the_names():
    panels = plots.feature_maps(X_MAPS, X_FILTERS)
    assert [panel.get_title() for panel in panels] == ["x_falling", "x_centre", "x_rising"]


def test_maps_without_names_are_numbered(spanish):
    assert [panel.get_title() for panel in plots.feature_maps(X_MAPS)] == [
        "mapa 0", "mapa 1", "mapa 2"]


def test_small_maps_show_their_numbers():
    panel = plots.feature_maps(X_MAPS)[1]
    assert [text.get_text() for text in panel.texts[:7]] == ["3", "−5", "1", "−1", "1", "−5", "3"]


def test_every_number_can_be_read_on_its_cell():
    for panel in plots.feature_maps(X_MAPS):
        picture = panel.images[0]
        colours = picture.to_rgba(picture.get_array())[..., :3].reshape(-1, 3)
        for text, colour in zip(panel.texts, colours, strict=True):
            assert contrast(to_rgb(text.get_color()), colour) >= 4.5


def test_a_few_extremes_do_not_make_large_maps_pale():
    spiked = LARGE.copy()
    spiked[0, 0, 0] = 1e6
    assert plots.feature_maps(spiked)[0].images[0].get_clim()[1] < 10


def test_a_map_that_is_nearly_all_zero_keeps_its_scale():
    spot = np.zeros((1, 40, 40))
    spot[0, 3, 3] = 7
    assert plots.feature_maps(spot)[0].images[0].get_clim() == (-7, 7)


def test_arrowheads_say_that_numbers_lie_beyond_the_scale():
    figure = plots.feature_maps(LARGE, limit=0.1)[0].figure
    assert figure.axes[-1]._colorbar.extend == "both"


def test_the_limit_can_be_given():
    assert plots.feature_maps(LARGE, limit=2)[1].images[0].get_clim() == (-2, 2)


@pytest.mark.parametrize("limit", [0, -1, np.nan, "much"])
def test_a_limit_that_is_not_a_positive_number_is_an_error(limit):
    with pytest.raises((TypeError, ValueError), match="limit must be"):
        plots.feature_maps(LARGE, limit=limit)


def test_a_single_map_is_an_error_that_says_how_to_make_a_stack():
    with pytest.raises(ValueError, match=re.escape("maps[np.newaxis]")):
        plots.feature_maps(X_MAPS[0])


def test_too_few_names_are_an_error():
    with pytest.raises(ValueError, match="There are 3 maps, but 2 names"):
        plots.feature_maps(X_MAPS, ["a", "b"])


@pytest.mark.parametrize("count", [1, 2, 5, 9, 13])
def test_any_number_of_maps_has_its_panels(count):
    assert len(plots.feature_maps(np.ones((count, 3, 4)))) == count


def test_the_text_alternative_names_each_map():
    text = plots.alt_text(plots.feature_maps(X_MAPS, X_FILTERS))
    assert "Feature map x_centre, 7 by 7: 3 −5 1 −1 1 −5 3 / " in text


@pytest.mark.parametrize(("height", "width", "listed"), [(10, 10, True), (8, 16, False)])
def test_only_a_small_map_is_read_out_number_by_number(height, width, listed):
    ramp = np.arange(height * width).reshape(1, height, width)
    assert (" / " in plots.alt_text(plots.feature_maps(ramp))) is listed


def test_of_a_large_map_the_range_and_the_place_of_the_largest_number_are_told():
    valley = -np.ones((1, 12, 20))
    valley[0, 3, 17] = 5
    text = plots.alt_text(plots.feature_maps(valley, ["dip"]))
    assert text == (
        "Feature map dip, 12 by 20: values from −1 to 5, the largest at row 3, column 17."
    )


def test_where_the_largest_number_is_there_more_than_once_the_places_are_counted():
    stripes = np.tile([0, 2], (12, 10))[np.newaxis]
    assert "the largest in 120 places, first at row 0, column 1" in plots.alt_text(
        plots.feature_maps(stripes)
    )


def test_four_wide_maps_are_larger_than_four_beside_each_other_could_be():
    figure = plots.feature_maps(np.ones((4, 20, 30)))[0].figure
    figure.draw_without_rendering()
    widths = [ax.get_window_extent().width / figure.dpi for ax in figure.axes[:4]]
    assert min(widths) > 9 / 4  # inches: nothing is wider than 9


# The table -------------------------------------------------------------------------------

PICTURES = {"clean": images.x_clean(), "deformed": images.x_deformed()}


def test_rows_are_images_and_columns_are_filters():
    table = plots.filter_table(PICTURES, X_FILTERS)
    for row, picture in enumerate(PICTURES.values()):
        for column, kernel in enumerate(X_FILTERS.values()):
            drawn = table[row, column].images[0].get_array()
            assert np.allclose(drawn, correlate2d(picture, kernel, mode="valid"))


def test_the_whole_table_has_one_scale():
    table = plots.filter_table(PICTURES, X_FILTERS)
    assert {ax.images[0].get_clim() for ax in table.flat} == {(-9, 9)}


def test_each_filter_stands_above_its_column_and_each_image_before_its_row():
    axes = plots.filter_table(PICTURES, X_FILTERS)[0, 0].figure.axes
    assert [ax.get_title() for ax in axes[1:4]] == list(X_FILTERS)
    assert [axes[row].get_ylabel() for row in (4, 8)] == list(PICTURES)


def test_a_table_of_small_maps_shows_their_numbers():
    table = plots.filter_table(PICTURES, X_FILTERS)
    assert [text.get_text() for text in table[0, 1].texts[:4]] == ["3", "−5", "1", "−1"]


def test_kernels_of_different_sizes_stand_in_one_table():
    table = plots.filter_table([images.portrait()], filters.bank("sobel_x", "gaussian_blur"))
    assert [ax.images[0].get_array().shape for ax in table[0]] == [(14, 10), (12, 8)]


def test_a_grey_kernel_on_a_colour_image_is_an_error_that_names_both_ways_out():
    with pytest.raises(ValueError, match=r"to_grey.*np\.stack"):
        plots.filter_table([images.photo("china")], X_FILTERS)


def test_too_many_filters_are_an_error():
    with pytest.raises(ValueError, match="at most 10"):
        plots.filter_table(PICTURES, filters.bank())


@pytest.mark.parametrize(("pictures", "bank"), [({}, X_FILTERS), (PICTURES, {})])
def test_an_empty_table_is_an_error(pictures, bank):
    with pytest.raises(ValueError, match="at least one"):
        plots.filter_table(pictures, bank)
