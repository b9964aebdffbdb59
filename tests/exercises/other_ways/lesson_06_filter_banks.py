"""The exercises of lesson 6, solved in other ways."""

import itertools

import numpy as np


def sharpen_by(image, strength):
    pixels = np.asarray(image, dtype=float)
    inside = pixels[1:-1, 1:-1]
    across, down = pixels[1:-1, :-2] + pixels[1:-1, 2:], pixels[:-2, 1:-1] + pixels[2:, 1:-1]
    return inside + strength * (4 * inside - across - down)


def gradient_size(along_x, along_y):
    return np.abs(along_x + 1j * along_y).astype(np.float32)


def maps_of_a_bank(image, kernels):
    height = len(image) - len(kernels[0]) + 1
    width = len(image[0]) - len(kernels[0][0]) + 1
    maps = np.zeros((len(kernels), height, width))
    for number, kernel in enumerate(kernels):
        for i, j in np.ndindex(kernel.shape):
            maps[number] += kernel[i, j] * image[i : i + height, j : j + width].astype(float)
    return maps


def is_separable(kernel):
    pairs_of_rows = itertools.combinations(kernel.tolist(), 2)
    return all(
        abs(upper[i] * lower[j] - upper[j] * lower[i]) < 1e-9
        for upper, lower in pairs_of_rows
        for i, j in itertools.combinations(range(len(upper)), 2)
    )
