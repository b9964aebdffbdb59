"""Lesson 3, solved in other ways: NumPy and SciPy for loops, loops for formulas."""

import numpy as np
from scipy import linalg


def neuron_sum(image, weights, bias):
    return np.dot(np.ravel(image).astype(np.float32), np.ravel(weights)) + bias


def dense_parameters(height, width, channels, neurons):
    return (height * width * channels + 1) * neurons


def window_positions(height, width, window, stride):
    tops = range(0, height - window + 1, stride)
    lefts = range(0, width - window + 1, stride)
    return sum(1 for _ in tops for _ in lefts)


def filter_parameters(height, width, channels, window, filters):
    return sum(np.ones((window, window, channels)).size + 1 for _ in range(filters))


def window_matrix(weights, size):
    rows = size - len(weights) + 1
    first_column = np.zeros(rows)
    first_column[0] = weights[0]
    first_row = np.concatenate([weights, np.zeros(size - len(weights))])
    return linalg.toeplitz(first_column, first_row)
