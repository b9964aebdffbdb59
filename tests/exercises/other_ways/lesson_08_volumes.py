"""Other right answers to the exercises of lesson 8."""

import numpy as np
from scipy import signal


def map_of_one_filter(x, weights, bias):
    width = x.shape[2] - weights.shape[2] + 1
    height = x.shape[1] - weights.shape[1] + 1
    feature_map = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        total = bias
        for c, i, j in np.ndindex(weights.shape):
            total += weights[c, i, j] * x[c, row + i, col + j]
        feature_map[row, col] = total
    return feature_map


def conv_over_channels(x, weights, bias):
    maps = [signal.correlate(x.astype(float), one, mode="valid")[0] for one in weights]
    return np.stack(maps) + np.reshape(bias, (-1, 1, 1))


def conv_layer_parameters(height, width, channels, filters, side):
    weights = np.zeros((filters, channels, side, side))
    return weights.size + len(weights)


def sizes_through_a_stack(size, layers):
    """Count the places where the kernel fits, one by one."""
    sizes = []
    for kernel, stride, padding in layers:
        size = len([left for left in range(-padding, size + padding, stride)
                    if left + kernel <= size + padding])
        sizes.append(size)
    return tuple(sizes)


def receptive_field_of_a_stack(layers):
    """Walk back from one unit: which places of the layer below does it need?"""
    places = {0}
    for kernel, stride in reversed(layers):
        places = {place * stride + i for place in places for i in range(kernel)}
    return len(places)
