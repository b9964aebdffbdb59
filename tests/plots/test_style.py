"""The colours: zero is white, both signs darken evenly, and nobody confuses them."""

import numpy as np
import pytest

from cnnlab.plots.style import CHANNEL_COLOURS, CHANNEL_LINES, SIGNED, ink_on, luminance
from tests.plots.asking import contrast

# What people with each kind of colour blindness see: linear RGB in, linear RGB out. Machado,
# Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency",
# IEEE TVCG 15 (2009), severity 1.0.
BLINDNESS = {
    "protanopia": [[0.152286, 1.052583, -0.204868],
                   [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968],
                     [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779],
                   [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}


def lab(linear: np.ndarray) -> np.ndarray:
    """CIE 1976 L*a*b* of linear sRGB colours (..., 3), white point D65."""
    to_xyz = np.array([[0.4124564, 0.3575761, 0.1804375],
                       [0.2126729, 0.7151522, 0.0721750],
                       [0.0193339, 0.1191920, 0.9503041]])
    xyz = np.clip(linear, 0, 1) @ to_xyz.T / to_xyz.sum(axis=1)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def linear(colours: np.ndarray) -> np.ndarray:
    return np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)


def signed_colours(numbers: np.ndarray) -> np.ndarray:
    """The colours of numbers in [-1, 1]."""
    return SIGNED((numbers + 1) / 2)[:, :3]


def test_zero_is_exactly_white():
    assert SIGNED(0.5) == (1, 1, 1, 1)


@pytest.mark.parametrize("sign", [-1, 1])
def test_the_colours_darken_evenly_away_from_zero(sign):
    lightness = lab(linear(signed_colours(sign * np.linspace(0, 1, 101))))[:, 0]
    assert (np.diff(lightness) < 0).all()


def test_equal_sizes_are_about_equally_dark_on_both_sides():
    sizes = np.linspace(0, 1, 101)
    minus, plus = (lab(linear(signed_colours(sign * sizes)))[:, 0] for sign in (-1, 1))
    assert np.abs(minus - plus).max() < 20


@pytest.mark.parametrize("matrix", [np.eye(3), *BLINDNESS.values()], ids=["none", *BLINDNESS])
def test_opposite_numbers_are_told_apart(matrix):
    """A difference of 2.3 is just noticeable (CIE 1976); from half the limit on, ask ten of it."""
    sizes = np.linspace(0.5, 1, 26)
    minus, plus = (lab(linear(signed_colours(sign * sizes)) @ np.transpose(matrix))
                   for sign in (-1, 1))
    assert np.linalg.norm(minus - plus, axis=1).min() > 23


@pytest.mark.parametrize("matrix", BLINDNESS.values(), ids=BLINDNESS)
def test_even_small_opposite_numbers_are_told_apart(matrix):
    minus, plus = (lab(linear(signed_colours(np.array([size]))) @ np.transpose(matrix))
                   for size in (-0.1, 0.1))
    assert np.linalg.norm(minus - plus) > 4.6


def test_luminance_is_that_of_the_definition():
    """WCAG 2.2: white 1, black 0; pure green counts 0.7152."""
    assert luminance(np.array([[1, 1, 1], [0, 0, 0], [0, 1, 0]])) == pytest.approx([1, 0, 0.7152])


def test_ink_can_be_read_on_every_colour():
    steps = np.linspace(0, 1, 12)
    colours = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
    inks = {"black": (0, 0, 0), "white": (1, 1, 1)}
    assert min(contrast(inks[ink_on(colour)], colour) for colour in colours) >= 4.5


def test_lines_of_channels_differ_without_colour():
    assert len(set(CHANNEL_LINES)) == 3


def test_lines_of_channels_stand_out_from_the_card():
    """WCAG 2.2 asks graphics for a contrast of 3."""
    colours = [[int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)] for code in CHANNEL_COLOURS]
    assert min(contrast(colour, (1, 1, 1)) for colour in colours) >= 3
