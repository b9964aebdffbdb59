"""Images, their numbers, channels and histograms: what stands on the Axes."""

import re

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from cnnlab import images, plots
from tests.plots.asking import COLOURED, contrast, pixel_at

# image -----------------------------------------------------------------------------------


def test_a_small_image_is_drawn_with_sharp_pixels():
    assert plots.image(images.portrait()).images[0].get_interpolation() == "nearest"


@pytest.mark.parametrize(("row", "col"), [(0, 0), (13, 7), (14, 11), (15, 0)])
def test_each_pixel_stands_at_its_row_and_column_in_its_grey(row, col):
    ax = plots.image(images.portrait())
    grey = images.portrait()[row, col] / 255
    assert pixel_at(ax, col, row) == pytest.approx([grey] * 3, abs=0.01)


def test_rows_count_downwards():
    bottom, top = plots.image(images.portrait()).get_ylim()
    assert bottom > top


@pytest.mark.parametrize(
    ("image", "scale"),
    [
        (np.array([[3, 7]], np.uint8), (0, 255)),
        (np.array([[0, 1]], np.uint8), (0, 255)),
        (np.array([[0.2, 0.4]], np.float32), (0, 1)),
        (np.array([[-0.2, 0.4]]), (-1, 1)),
        (np.array([[-1, 1]]), (-1, 1)),
        (np.array([[0, 200]]), (0, 255)),
        (np.array([[-300.0, 7.0]]), (-300, 300)),
        (np.array([[0, 60000]], np.uint16), (0, 60000)),
        (np.array([[True, False]]), (0, 1)),
    ],
)
def test_the_range_depends_on_the_type_and_not_on_this_picture(image, scale):
    assert plots.image(image).images[0].get_clim() == scale


def test_the_range_can_be_given():
    assert plots.image(images.portrait(), value_range=(0, 510)).images[0].get_clim() == (0, 510)


@pytest.mark.parametrize("value_range", [(1, 0), (1, 1), 3, (0, 1, 2), (0, np.inf), "all"])
def test_a_range_that_is_not_two_rising_numbers_is_an_error(value_range):
    with pytest.raises((TypeError, ValueError), match="value_range"):
        plots.image(images.portrait(), value_range=value_range)


def test_the_smallest_integer_does_not_wrap_around():
    image = np.array([[-128, 0]], np.int8)
    assert plots.image(image).images[0].get_clim() == (-128, 128)


@pytest.mark.parametrize("image", [COLOURED, COLOURED / 255, COLOURED.astype(int)],
                         ids=["uint8", "unit floats", "int64"])
def test_a_colour_image_shows_its_colours(image):
    ax = plots.image(image)
    assert pixel_at(ax, 5, 2) == pytest.approx(COLOURED[2, 5] / 255, abs=0.01)


def test_one_channel_is_a_grey_image():
    ax = plots.image(images.portrait()[:, :, np.newaxis])
    assert plots.alt_text(ax).startswith("Grey image")


def test_two_channels_are_an_error_that_shows_how_to_take_one():
    with pytest.raises(ValueError, match=re.escape("image[:, :, 0]")):
        plots.image(np.zeros((4, 4, 2)))


@pytest.mark.parametrize("image", [np.full((2, 2, 3), 256), np.full((2, 2, 3), -0.5)])
def test_a_colour_out_of_range_is_an_error(image):
    with pytest.raises(ValueError, match="reach from"):
        plots.image(image)


def test_a_small_image_numbers_its_rows_and_columns():
    ax = plots.image(images.portrait())
    assert (list(ax.get_xticks()), list(ax.get_yticks())) == (list(range(12)), list(range(16)))


def test_a_photograph_has_no_ticks():
    ax = plots.image(images.photo("china"))
    assert (len(ax.get_xticks()), len(ax.get_yticks())) == (0, 0)


def test_the_axes_are_named_in_spanish(spanish):
    ax = plots.image(images.portrait())
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("columna", "fila")


def test_the_text_alternative_says_size_and_range(spanish):
    text = plots.alt_text(plots.image(images.photo("china"), title="China"))
    assert text == "China: Imagen en color, 427 por 640 píxeles, valores de 0 a 255."


# numbers ---------------------------------------------------------------------------------


def test_every_number_stands_on_its_pixel():
    written = {(round(t.get_position()[1]), round(t.get_position()[0])): t.get_text()
               for t in plots.numbers(images.portrait()).texts}
    assert written == {place: str(value) for place, value in np.ndenumerate(images.portrait())}


@pytest.mark.parametrize("image", [images.portrait(), COLOURED, images.x_deformed()])
def test_every_number_can_be_read_on_its_pixel(image):
    ax = plots.numbers(image)
    picture = ax.images[0]
    colours = picture.to_rgba(picture.get_array())[..., :3]
    for text in ax.texts:
        column, row = (round(place) for place in text.get_position())
        assert contrast(to_rgb(text.get_color()), colours[row, column]) >= 4.5


def test_negative_numbers_carry_their_minus_sign():
    assert {text.get_text() for text in plots.numbers(images.x_clean()).texts} == {"−1", "1"}


def test_a_colour_pixel_shows_three_numbers():
    red, green, blue = COLOURED[0, 0]
    assert plots.numbers(COLOURED).texts[0].get_text() == f"R {red}\nG {green}\nB {blue}"


def test_every_number_fits_into_its_cell():
    for image in (images.portrait(), COLOURED, images.portrait() / 1000 - 0.5):
        ax = plots.numbers(image)
        ax.figure.canvas.draw()
        cell = np.diff(ax.transData.transform([(0, 0), (1, 0)])[:, 0])[0]
        assert max(text.get_window_extent().width for text in ax.texts) < cell


@pytest.mark.parametrize(("shape", "most"), [((25, 3), 24), ((3, 25), 24), ((11, 3, 3), 10)])
def test_too_many_numbers_are_an_error_that_says_what_to_cut_out(shape, most):
    with pytest.raises(ValueError, match=re.escape(f"image[:{most}, :{most}]")):
        plots.numbers(np.zeros(shape))


def test_the_text_alternative_reads_the_rows():
    text = plots.alt_text(plots.numbers(np.array([[1, -2], [0, 3]])))
    assert text.endswith("Rows: 1 −2 / 0 3.")


# channels --------------------------------------------------------------------------------


def test_each_channel_is_drawn_as_it_is():
    panels = plots.channels(COLOURED)
    for channel in range(3):
        drawn = panels[channel + 1].images[0]
        assert np.array_equal(drawn.get_array(), COLOURED[:, :, channel])
        assert drawn.get_clim() == (0, 255)


def test_a_tinted_channel_goes_from_black_to_its_colour():
    colours = plots.channels(COLOURED, tinted=True)[2].images[0].cmap
    assert (colours(0.0)[:3], colours(1.0)[:3]) == ((0, 0, 0), (0, 1, 0))


def test_channels_are_named_and_numbered(spanish):
    titles = [panel.get_title() for panel in plots.channels(COLOURED)]
    assert titles == ["Imagen", "canal 0: rojo", "canal 1: verde", "canal 2: azul"]


def test_channels_of_a_grey_image_are_an_error():
    with pytest.raises(ValueError, match="takes a colour image"):
        plots.channels(images.portrait())


# histogram -------------------------------------------------------------------------------


@pytest.mark.parametrize("image", [images.portrait(), images.x_clean(), images.portrait() / 255])
def test_a_histogram_counts_every_pixel_once(image):
    counts = plots.histogram(image).patches[0].get_data().values
    assert counts.sum() == image.size


def test_a_histogram_of_256_bins_is_the_count_of_each_value():
    counts = plots.histogram(images.portrait(), bins=256).patches[0].get_data().values
    assert np.array_equal(counts, np.bincount(images.portrait().ravel(), minlength=256))


def test_the_lines_of_a_colour_histogram_differ_in_style_and_name(spanish):
    ax = plots.histogram(images.photo("china"))
    assert len({line.get_linestyle() for line in ax.patches}) == 3
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["rojo", "verde", "azul"]


def test_bins_must_be_a_whole_number():
    with pytest.raises((TypeError, ValueError), match="bins must be"):
        plots.histogram(images.portrait(), bins=-3)
