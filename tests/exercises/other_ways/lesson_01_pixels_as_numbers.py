"""Lesson 1, solved in other ways than the reference solutions: loops, Pillow, plain Python."""

import statistics

import numpy as np
from PIL import Image, ImageChops, ImageOps


def mirror(image):
    return np.asarray(ImageOps.mirror(Image.fromarray(image)))


def negative(image):
    return np.asarray(ImageChops.invert(Image.fromarray(image)))


def count_above(image, threshold):
    return sum(pixel > threshold for row in image.tolist() for pixel in row)


def mean_of_two(first, second):
    return [[(a + b) / 2 for a, b in zip(*rows, strict=True)]
            for rows in zip(first.tolist(), second.tolist(), strict=True)]


def grey_of(image):
    return image @ np.array([0.299, 0.587, 0.114])


def mean_absolute_error(guesses, truth):
    return statistics.fmean(abs(g - t) for g, t in zip(guesses, truth, strict=True))
