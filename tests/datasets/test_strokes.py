"""How strokes become pixels, against Pillow's drawing at 32 times the size, and geometry."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from cnnlab.datasets import shape_names, spoken_name, strokes

FINE = 32  # Pillow's pixels per pixel


def by_pillow(segments, width, size):
    """Round-ended lines, drawn large without smoothing, then averaged over each pixel."""
    large = Image.new("L", (size * FINE, size * FINE))
    pen = ImageDraw.Draw(large)
    for ends in segments:
        (start, end), half = ((ends[:, ::-1] + 0.5) * FINE), width / 2 * FINE
        pen.line([*start, *end], fill=255, width=round(width * FINE))
        for col, row in (start, end):
            pen.ellipse([col - half, row - half, col + half, row + half], fill=255)
    pixels = np.asarray(large, float) / 255
    return pixels.reshape(size, FINE, size, FINE).mean(axis=(1, 3))


@pytest.mark.parametrize("width", [1, 1.6, 3])
@pytest.mark.parametrize("seed", range(5))
def test_ink_covers_pixels_as_pillow_does_at_32_times_the_size(width, seed):
    segments = np.random.default_rng(seed).uniform(1, 14, (3, 2, 2))
    drawn = strokes.ink(segments[np.newaxis], np.array([width]), 16)[0]
    expected = by_pillow(segments, width, 16)
    assert np.abs(drawn - expected).mean() < 0.01
    assert np.abs(drawn - expected).max() < 0.4  # where strokes meet, it is no exact area


def test_a_batch_is_drawn_as_each_alone():
    segments = np.random.default_rng(0).uniform(0, 8, (4, 3, 2, 2))
    width = np.array([1.0, 2, 3, 0.5])
    alone = [strokes.ink(segments[[n]], width[[n]], 9)[0] for n in range(4)]
    np.testing.assert_array_equal(strokes.ink(segments, width, 9), alone)


def test_a_stroke_without_length_is_a_dot():
    dot = strokes.ink(np.full((1, 1, 2, 2), 2.0), np.array([1.0]), 5)[0]
    assert (dot[2, 2], dot.sum()) == (1, 1)


@pytest.mark.parametrize("name", shape_names())
def test_a_shape_stays_in_the_unit_circle(name):
    assert np.linalg.norm(strokes.outline(name), axis=-1).max() <= 1 + 1e-12


@pytest.mark.parametrize("name", shape_names())
def test_the_segments_of_a_shape_are_short_enough_to_bend(name):
    start, end = np.moveaxis(strokes.outline(name), 1, 0)
    assert np.linalg.norm(end - start, axis=-1).max() <= strokes.PIECE + 1e-12


@pytest.mark.parametrize("amount", [0, 0.1, 0.5])
def test_bending_moves_no_point_further_than_it_says(amount):
    points = np.random.default_rng(0).uniform(-1, 1, (50, 20, 2))
    phase = np.random.default_rng(1).uniform(0, 7, (50, 2))
    moved = strokes.bent(points, np.full(50, amount), phase) - points
    assert np.abs(moved).max() <= amount
    assert np.abs(moved).max() >= 0.99 * amount


def test_the_wave_that_bends_is_as_long_as_the_circle_is_wide():
    down = np.array([[[0.3, -0.7], [0.3 + 2, -0.7], [0.3 + 1, -0.7]]])
    moved = strokes.bent(down, np.array([0.2]), np.array([[0.5, 1.5]])) - down
    np.testing.assert_allclose(moved[0, 1], moved[0, 0], atol=1e-12)
    np.testing.assert_allclose(moved[0, 2, 1], -moved[0, 0, 1], atol=1e-12)  # half a wave on


@pytest.mark.parametrize("direction", [0, 0.7, 2])
def test_stretching_lengthens_along_its_direction_and_shortens_across(direction):
    along = np.array([np.cos(direction), np.sin(direction)])
    across = along[::-1] * [1, -1]
    points = np.stack([along, across])[np.newaxis]
    result = strokes.stretched(points, np.array([0.2]), np.array([direction]))
    np.testing.assert_allclose(result[0], [1.2 * along, 0.8 * across], atol=1e-12)


@pytest.mark.parametrize("name", shape_names())
def test_every_shape_has_a_spoken_name(name):
    assert spoken_name(name)[0] in (name[0], name[0].upper())


@pytest.mark.parametrize("name", ["circle", "", None, ["x"], 3])
def test_an_unknown_shape_is_an_error_that_lists_those_there_are(name):
    with pytest.raises(ValueError, match="Choose from: x, o, plus"):
        strokes.outline(name)
