"""Wrong answers of lessons 9 and 10 that look right: each was accepted once, or misnamed."""

import numpy as np
import pytest
from scipy import special

from cnnlab import exercises

step, slopes = exercises.one_step_downhill.reference, exercises.numerical_gradient.reference


def smallest_taken_off(scores):
    powers = np.exp(scores - scores.min(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def relu_before_the_maximum(feature_map, gradient):
    return exercises.max_pool_backward.reference(np.maximum(feature_map, 0), gradient)


def room_of_the_map(feature_map, gradient):
    back = exercises.max_pool_backward.reference(feature_map, gradient)
    return back.astype(feature_map.dtype)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("softmax", smallest_taken_off),
        ("max_pool_backward", relu_before_the_maximum),
        ("max_pool_backward", room_of_the_map),
        ("one_step_downhill", lambda *given: np.round(step(*given), 3)),
        ("numerical_gradient", lambda *given: slopes(*given).round(3)),
    ],
)
def test_it_is_rejected(name, answer):
    assert getattr(exercises, name).check(answer).outcome == "incorrect"


def single_precision(scores, labels):
    scores = scores.astype(np.float32)
    own = np.take_along_axis(scores, labels[:, None], axis=1)[:, 0]
    return (special.logsumexp(scores, axis=1) - own).mean()


def test_large_scores_in_single_precision_are_accepted():
    assert exercises.cross_entropy.check(single_precision).outcome == "correct"


def own_largest_by_size(scores):
    powers = np.exp(scores - np.abs(scores).max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def log_of_the_sum(scores, labels):
    return (np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(labels)), labels]).mean()


@pytest.mark.parametrize(
    ("name", "answer", "untrue"),
    [
        ("softmax", own_largest_by_size, "of all rows"),
        ("cross_entropy", log_of_the_sum, "probability becomes 0"),
        ("first_loss", 0, "That is about the probability"),
    ],
)
def test_nothing_untrue_is_said_of_it(name, answer, untrue):
    result = getattr(exercises, name).check(answer)
    assert result.outcome == "incorrect"
    assert untrue not in result.message


@pytest.mark.parametrize(
    ("name", "answer", "named"),
    [
        ("softmax", special.softmax, "All rows together"),
        ("cross_entropy", log_of_the_sum, "overflows"),
        ("cross_entropy", lambda scores, labels: -(
            np.eye(scores.shape[1])[labels] * np.log(special.softmax(scores, axis=1))
        ).sum(axis=1).mean(), "0 · ln 0"),
    ],
)
def test_it_is_named(name, answer, named):
    """What a student takes from SciPy, or from the formula in the text, as it stands there."""
    assert named in getattr(exercises, name).check(answer).message
