"""Lesson 4, solved in other ways: plain Python where the solutions use NumPy, and the reverse."""

import numpy as np
from scipy.signal import correlate2d


def pixels_that_agree(first, second):
    count = 0
    for one, other in zip(first.ravel().tolist(), second.ravel().tolist(), strict=True):
        if one == other:
            count += 1
    return count


def patch_score(patch, part):
    return np.dot(np.ravel(patch), np.ravel(part))


def pixels_that_differ(size, score):
    agreeing = (size**2 + score) / 2
    return size**2 - agreeing


def score_everywhere(image, part):
    return correlate2d(image, part, mode="valid").tolist()


def all_parts_found(largest, thresholds):
    for answer, threshold in zip(largest, thresholds, strict=True):
        if answer - threshold <= 0:
            return False
    return True
