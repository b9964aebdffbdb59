"""Lesson 7, solved in other ways than the reference solutions: plain Python, views, two halves."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def neuron(patch, weights, bias):
    z = float(bias)
    for pixel, weight in zip(np.ravel(patch), np.ravel(weights), strict=True):
        z += float(pixel) * float(weight)
    return z if z > 0 else 0.0


def relu(array):
    return (array + np.abs(array)) / 2


def max_pool(feature_map, size, stride):
    windows = sliding_window_view(feature_map, (size, size))[::stride, ::stride]
    return windows.max(axis=(2, 3)).tolist()
