"""Lesson 10, solved in other ways than the reference solutions: SciPy, masks, plain Python."""

import numpy as np
from scipy import optimize, signal


def one_step_downhill(weight, x, target, lr):
    loss = np.polynomial.Polynomial([-target, x]) ** 2
    return float(weight - lr * loss.deriv()(weight))


def relu_backward(z, gradient):
    return np.where(z > 0, gradient, 0).tolist()


def max_pool_backward(feature_map, gradient):
    rows, cols = gradient.shape
    windows = feature_map.reshape(rows, 2, cols, 2).transpose(0, 2, 1, 3).reshape(rows, cols, 4)
    winner = np.eye(4)[windows.argmax(axis=2)] * gradient[:, :, None]
    return winner.reshape(rows, cols, 2, 2).transpose(0, 2, 1, 3).reshape(feature_map.shape)


def kernel_gradient(image, gradient):
    return signal.correlate2d(image.astype(float), gradient, mode="valid")


def numerical_gradient(loss, weights, h):
    shape = weights.shape
    ahead = optimize.approx_fprime(weights.ravel(), lambda w: loss(w.reshape(shape)), h)
    behind = optimize.approx_fprime(weights.ravel(), lambda w: loss(w.reshape(shape)), -h)
    return ((ahead + behind) / 2).reshape(shape)
