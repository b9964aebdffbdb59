"""One step: the frame, the products, the sum, and the place where it lands."""

import re

import numpy as np
import pytest
from matplotlib.patches import Rectangle
from scipy.signal import correlate2d

from cnnlab import filters, images, plots
from cnnlab.plots.style import FRAME
from tests.plots.asking import COLOURED

KERNEL = np.array([[1, 0, -1], [2, 0, -2]])


def frames(ax) -> list[tuple[float, float, float, float]]:
    """Left, top, width and height of each frame, in cells from the image's upper left corner."""
    picture = ax.images[0]
    left, _, _, top = picture.get_extent()
    return [
        (patch.get_x() - left, patch.get_y() - top, patch.get_width(), patch.get_height())
        for patch in ax.patches
        if isinstance(patch, Rectangle) and patch.get_edgecolor()[:3] == pytest.approx(blue())
    ]


def blue():
    return [int(FRAME[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def the_map(ax) -> np.ma.MaskedArray:
    return ax.images[1].get_array()


def words(ax) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_text()]


def test_the_frame_stands_on_the_patch():
    ax = plots.step(images.portrait()[:6, :8], KERNEL, 1, 2)
    assert frames(ax)[0] == (2, 1, 3, 2)


def test_the_frame_moves_by_the_stride_and_starts_in_the_padding():
    ax = plots.step(images.portrait()[:6, :8], KERNEL, 1, 0, stride=(3, 2), padding=(1, 2))
    assert frames(ax)[0] == (-2, 2, 3, 2)


def test_with_dilation_every_weight_has_its_frame():
    ax = plots.step(images.portrait()[:6, :8], KERNEL, 0, 1, dilation=(3, 2))
    assert frames(ax)[:6] == [(1 + 2 * j, 3 * i, 1, 1) for i in range(2) for j in range(3)]


def test_the_landing_cell_is_framed():
    ax = plots.step(images.portrait()[:6, :8], KERNEL, 1, 2)
    left, _, _, top = ax.images[1].get_extent()
    origin_x, _, _, origin_y = ax.images[0].get_extent()
    assert frames(ax)[1] == pytest.approx((left - origin_x + 2, top - origin_y + 1, 1, 1))


def test_the_map_is_filled_up_to_this_step():
    filled = ~np.ma.getmaskarray(the_map(plots.step(images.portrait()[:6, :8], KERNEL, 1, 2)))
    assert filled.ravel().tolist() == [True] * 9 + [False] * 21


def test_the_filled_part_is_the_cross_correlation():
    image = images.portrait()[:6, :8]
    drawn = the_map(plots.step(image, KERNEL, 4, 5))
    assert np.array_equal(drawn, correlate2d(image.astype(int), KERNEL, mode="valid"))


def test_patch_kernel_products_and_sum_are_written():
    written = words(plots.step([[1, 2], [3, 4]], [[5, -6], [0, 1]], 0, 0))
    assert written[-20:] == [
        "1", "2", "3", "4", "patch", "×",
        "5", "−6", "0", "1", "kernel", "=",
        "5", "−12", "0", "4", "products", "→",
        "−3", "sum",
    ]


def test_the_lecture_step_gives_nine():
    ax = plots.step(np.ones((5, 5), int), np.ones((3, 3), int), 0, 0)
    assert plots.alt_text(ax).endswith("Products: 1 1 1 / 1 1 1 / 1 1 1. Sum: 9.")


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.float32])
def test_products_do_not_wrap_around(dtype):
    ax = plots.step(np.array([[10, 200]], np.uint8), np.array([[1, 2]], dtype), 0, 0)
    assert plots.alt_text(ax).endswith("Products: 10 400. Sum: 410.")


def test_the_text_alternative_says_where_the_patch_begins():
    ax = plots.step(images.example(), filters.get("edges"), 0, 1, padding=1)
    assert "The patch begins at row −1, column 0 of the image, 5 by 5." in plots.alt_text(ax)


def test_padding_is_hatched():
    ax = plots.step(images.example(), filters.get("edges"), 0, 0, padding=1)
    assert ax.patches[0].get_hatch()


def test_same_padding_frames_the_first_patch_one_pixel_outside():
    ax = plots.step(images.example(), filters.get("edges"), 0, 0, padding="same")
    assert frames(ax)[0] == (-1, -1, 3, 3)


def test_in_colour_each_channel_has_its_products_and_the_sums_are_added():
    kernel = np.stack([KERNEL] * 3, axis=-1)
    ax = plots.step(COLOURED, kernel, 0, 0)
    sums = [int((COLOURED[:2, :3, c].astype(int) * KERNEL).sum()) for c in range(3)]
    terms = " + ".join(f"(−{-term})" if term < 0 else str(term) for term in sums)
    total = sum(sums)
    assert f"{terms} = {total}, lands in the map".replace("-", "−") in words(ax)


def test_titles_are_spanish_after_choosing_spanish(spanish):
    written = words(plots.step(images.example(), filters.get("diagonal_cross"), 0, 0))
    assert {"imagen, 5 por 5", "mapa, 3 por 3", "parche", "núcleo", "productos", "suma"} <= set(
        written)


def test_the_frame_on_a_photograph_can_be_seen():
    ax = plots.step(images.to_grey(images.photo("china")), filters.get("edges"), 200, 300)
    ax.figure.canvas.draw()
    pixels = np.diff(ax.transData.transform([(0, 0), (frames(ax)[0][2], 0)])[:, 0])
    assert pixels >= 8


@pytest.mark.parametrize(("row", "col"), [(3, 0), (0, 3), (50, 50)])
def test_a_place_outside_the_map_is_an_error_that_says_its_size(row, col):
    with pytest.raises(ValueError, match="3 rows and 3 columns"):
        plots.step(images.example(), filters.get("edges"), row, col)


@pytest.mark.parametrize("row", [-1, 1.5, "first"])
def test_a_place_is_counted_in_whole_numbers_from_zero(row):
    with pytest.raises((TypeError, ValueError), match="row must be"):
        plots.step(images.example(), filters.get("edges"), row, 0)


def test_a_kernel_too_large_to_read_is_an_error():
    with pytest.raises(ValueError, match="at most 7"):
        plots.step(np.zeros((20, 20)), filters.get("gabor"), 0, 0)


def test_a_kernel_larger_than_the_image_is_an_error():
    with pytest.raises(ValueError, match="does not fit"):
        plots.step([[1, 2]], filters.get("edges"), 0, 0)


def test_a_grey_kernel_on_a_colour_image_is_an_error_that_names_both_ways_out():
    with pytest.raises(ValueError, match=re.escape("images.to_grey(image)")):
        plots.step(COLOURED, KERNEL, 0, 0)
