"""Lesson 9, solved in other ways than the reference solutions: SciPy, plain Python, differences."""

import math

import numpy as np
import scipy.special


def softmax(scores):
    return [[1 / sum(math.exp(min(other - one, 700)) for other in row) for one in row]
            for row in np.asarray(scores, float).tolist()]


def probability_of_x(score_x, score_o):
    return scipy.special.softmax([score_x, score_o])[0]


def cross_entropy(scores, labels):
    each = [scipy.special.logsumexp(row) - row[label]
            for row, label in zip(scores, labels, strict=True)]
    return sum(each) / len(each)


def score_gradient(scores, labels):
    """Differences of the loss, one score moved at a time."""
    gradient, small = np.zeros(scores.shape), 1e-4
    for place in np.ndindex(scores.shape):
        for way in (small, -small):
            moved = scores.copy()
            moved[place] += way
            gradient[place] += cross_entropy(moved, labels) / (2 * way)
    return gradient
