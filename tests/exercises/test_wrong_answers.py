"""Wrong answers that look right: each was accepted once, or was told something untrue of it."""

import numpy as np
import pytest

from cnnlab import exercises

slide = exercises.slide_with_stride.reference


def rounded(size, kernel_size, stride):
    return round((size - kernel_size) / stride) + 1


def padding_divided_by_itself(image, kernel, stride, padding, dilation):
    sides = [
        (image.shape[a] - dilation * (kernel.shape[a] - 1) - 1) // stride
        + 2 * padding // stride + 1
        for a in (0, 1)
    ]
    whole = exercises.slide_any.reference(image, kernel, stride, padding, dilation)
    return whole[: sides[0], : sides[1]]


def as_low_is_lower(val_loss, patience):
    best = 0
    for epoch in range(len(val_loss)):
        best = epoch if val_loss[epoch] <= val_loss[best] else best
        if epoch - best == patience:
            break
    return best + 1


def covered_in_the_original(image, row, col, size):
    image[:] = exercises.cover_square.reference(image, row, col, size)
    return image


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("how_many", rounded),
        ("slide_any", padding_divided_by_itself),
        ("all_parts_found", lambda largest, limits: largest.min() > limits.min()),
        ("all_parts_found", lambda largest, limits: largest.max() > limits.max()),
        ("all_parts_found", lambda largest, limits: (np.sort(largest) > np.sort(limits)).all()),
        ("all_parts_found", lambda largest, limits: np.prod(largest - limits) > 0),
        ("all_parts_found", lambda largest, limits: (largest[:3] > limits[:3]).all()),
        ("all_parts_found", lambda largest, limits: (largest > limits).sum() >= 2),
        ("all_parts_found", lambda largest, limits: (abs(largest) > limits).all()),
        ("slide_any", lambda *given: exercises.slide_any.reference(*given).astype(int)),
        ("numbers_in_the_photo", 921_603.0),
        ("epoch_to_keep", as_low_is_lower),
        ("cover_square", covered_in_the_original),
        ("weighted_maps", lambda maps, gradients: exercises.weighted_maps.reference(
            np.maximum(maps, 0), gradients)),
    ],
)
def test_it_is_rejected(name, answer):
    assert getattr(exercises, name).check(answer).outcome == "incorrect"


@pytest.mark.parametrize(
    ("name", "answer", "untrue"),
    [
        ("mirror", lambda image: np.sort(image, axis=1), "the input"),
        ("negative", lambda image: image[::-1], "the input"),
        ("negative", lambda image: abs(image.astype(int) - 256), "wraps"),
        ("mean_of_two", lambda a, b: ((a / 2) + (b / 2)).astype(np.uint8), "`//`"),
        ("grey_of", lambda image: np.median(image, axis=2), "Only zeros"),
        ("pixels_that_agree", lambda a, b: a.tolist() == b.tolist(), "`.all()`"),
        ("patch_score", lambda patch, part: abs((patch * part).sum()), "opposite"),
        ("patch_score", lambda patch, part: (patch * part[::-1, ::-1]).sum(), "opposite"),
        ("all_parts_found", lambda largest, limits: largest.max() > limits.max(), "is enough"),
        ("score_everywhere", lambda image, part: np.maximum(
            exercises.score_everywhere.reference(image, part), 0), "Only zeros"),
        ("how_many", lambda size, kernel_size, stride: list(range(0, size, stride)), "zeros"),
        ("slide_with_stride", lambda image, kernel, stride: slide(
            image, kernel, stride).astype(np.uint8).astype(float) * 2, "wrapped"),
        ("five_sizes", [0, 0, 0, 0, 0], "Only zeros"),
        ("filter_of_an_l", np.zeros((3, 3)), "added up"),
    ],
)
def test_nothing_untrue_is_said_of_it(name, answer, untrue):
    result = getattr(exercises, name).check(answer)
    assert result.outcome == "incorrect"
    assert untrue not in result.message
