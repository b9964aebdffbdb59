"""The softmax explorer without a browser: its numbers, what it takes, what it says."""

import numpy as np
import pytest
import scipy.special

import cnnlab
from cnnlab.widgets import SoftmaxExplorer

SEEDS = range(8)


@pytest.fixture
def in_spanish():
    cnnlab.use_language("es")
    yield
    cnnlab.use_language("en")


def random_explorer(seed):
    rng = np.random.default_rng(seed)
    count = int(rng.integers(2, 6))
    return SoftmaxExplorer(
        rng.normal(0, 4, count), true=int(rng.integers(count)), temperature=rng.uniform(0.3, 5)
    )


# What it computes ------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_the_probabilities_are_those_of_scipy(seed):
    explorer = random_explorer(seed)
    expected = scipy.special.softmax(explorer.scores / explorer.temperature)
    np.testing.assert_allclose(explorer.probabilities, expected, rtol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_loss_is_minus_the_log_of_the_true_classs_probability(seed):
    explorer = random_explorer(seed)
    scaled = explorer.scores / explorer.temperature
    expected = scipy.special.logsumexp(scaled) - scaled[explorer.true]
    assert explorer.loss == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gradient_is_how_the_loss_moves_with_each_score(seed):
    explorer = random_explorer(seed)
    scores, gradient, small = explorer.scores, explorer.gradient, 1e-5
    for place in range(len(scores)):
        losses = []
        for way in (small, -small):
            explorer.scores = scores + way * np.eye(len(scores))[place]
            losses.append(explorer.loss)
        assert gradient[place] == pytest.approx((losses[0] - losses[1]) / (2 * small), abs=1e-8)


def test_huge_scores_do_not_overflow():
    explorer = SoftmaxExplorer([1000, 0], true=1)
    assert (explorer.probabilities.tolist(), explorer.loss) == ([1, 0], 1000)


# Its state -------------------------------------------------------------------------------


def test_classes_without_names_are_letters():
    assert SoftmaxExplorer([1, 2, 3, 4]).names == ["A", "B", "C", "D"]


@pytest.mark.parametrize(("largest", "limit"), [(3, 10), (10, 10), (37.3, 40), (-12, 15)])
def test_the_sliders_reach_every_score(largest, limit):
    assert SoftmaxExplorer([largest, 0]).limit == limit


def test_the_sliders_do_not_shrink_again():
    explorer = SoftmaxExplorer([37.3, 7.3])
    explorer.scores = [0, 0]
    assert explorer.limit == 40


def test_the_browser_moves_a_score():
    explorer = SoftmaxExplorer()
    explorer.set_state({"scores": [0, 0, 5]})
    assert explorer.scores.tolist() == [0, 0, 5]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"scores": [1]}, "a row of 2 to 5 numbers"),
        ({"scores": np.zeros(6)}, "its shape is (6,)"),
        ({"scores": np.zeros((2, 2)), "names": "ab"}, "its shape is (2, 2)"),
        ({"scores": [1, np.nan]}, "not finite numbers"),
        ({"scores": "abc"}, "must be an array of numbers"),
        ({"names": ["X", "O"]}, "3 scores and 2 names"),
        ({"true": 3}, "from 0 to 2, but 3"),
        ({"true": -1}, "true must be at least 0"),
        ({"true": "A"}, "true must be a whole number"),
        ({"temperature": 0}, "from 0.1 to 10.0, but 0"),
        ({"temperature": 11}, "from 0.1 to 10.0, but 11"),
        ({"temperature": "hot"}, "temperature must be a number"),
    ],
)
def test_what_does_not_work_is_said(arguments, sentence):
    with pytest.raises((ValueError, TypeError)) as error:
        SoftmaxExplorer(**arguments)
    assert sentence in str(error.value)


def test_an_assignment_that_does_not_fit_leaves_everything_as_it_was():
    explorer = SoftmaxExplorer()
    before = explorer.get_state()
    with pytest.raises(ValueError, match="2 scores and 3 names"):
        explorer.scores = [1, 2]
    assert explorer.get_state() == before


# What stands in its place ----------------------------------------------------------------


def test_the_sentence_says_scores_probabilities_and_loss():
    assert repr(SoftmaxExplorer([0, np.log(3)], names=["X", "O"])) == (
        "Softmax explorer: X: score 0.00, probability 0.250; O: score 1.10, probability 0.750. "
        "The true class is X, and the loss is 1.386."
    )


def test_the_sentence_is_spanish_in_spanish(in_spanish):
    assert "La clase verdadera es A" in repr(SoftmaxExplorer())
