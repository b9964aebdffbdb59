"""Occlusion: against covering each square pixel by pixel."""

import numpy as np
import pytest

from cnnlab import nn
from cnnlab.vision import inspect
from tests.vision.inspect.networks import COLOUR, GREY, image, plain, score


@pytest.mark.parametrize(("shape", "size", "fill"), [
    (GREY, 3, 0), (GREY, 5, 0.5), (COLOUR, 1, 0), (COLOUR, 3, (0.1, 0.2, 0.9))])
def test_occlusion_is_the_fall_of_the_score_pixel_by_pixel(shape, size, fill):
    model = plain(channels=shape[2] if len(shape) == 3 else 1, image_shape=shape)
    picture, reach = image(shape), size // 2
    expected = np.empty(shape[:2])
    for row in range(shape[0]):
        for column in range(shape[1]):
            covered = picture.copy()
            for r in range(shape[0]):
                for c in range(shape[1]):
                    if abs(r - row) <= reach and abs(c - column) <= reach:
                        covered[r, c] = fill
            expected[row, column] = score(model, picture, 2) - score(model, covered, 2)
    found = inspect.occlusion_map(model, picture, 2, size=size, fill=fill)
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_with_a_stride_the_pixels_of_a_block_share_the_number_of_its_middle():
    model, picture = plain(), image((9, 12))
    each = inspect.occlusion_map(model, picture, 1)
    by_blocks = inspect.occlusion_map(model, picture, 1, stride=5)
    rows, columns = [2] * 5 + [7] * 4, [2] * 5 + [7] * 5 + [11] * 2
    np.testing.assert_allclose(by_blocks, each[np.ix_(rows, columns)], atol=1e-12)


def test_whole_numbers_of_an_image_can_be_covered_by_decimals():
    model = nn.Sequential(nn.Flatten(), nn.Linear(2, 1), dtype=float)
    model.params["1.weight"][...] = 1
    bytes_ = np.array([[200, 100]], np.uint8)
    found = inspect.occlusion_map(model, bytes_, size=1, fill=0.5)
    np.testing.assert_allclose(found, [[199.5, 99.5]])


@pytest.mark.parametrize(("wrong", "message"), [
    ({"size": 2}, "size must be odd"), ({"size": 0}, "size"), ({"stride": 0}, "stride"),
    ({"fill": (0, 0)}, "one for each channel")])
def test_an_occlusion_that_can_not_be_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        inspect.occlusion_map(plain(), image(), **wrong)
