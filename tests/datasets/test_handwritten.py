"""scikit-learn's digits, the forms they were written on, and why the form matters."""

import difflib
import sys

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from cnnlab import datasets


@pytest.fixture(scope="module")
def digits():
    return datasets.digits()


def test_pixels_are_scikit_learns_divided_by_16(digits):
    np.testing.assert_array_equal(digits.images * 16, load_digits().images)
    assert digits.images.dtype == np.float32


def test_labels_are_scikit_learns(digits):
    np.testing.assert_array_equal(digits.labels, load_digits().target)
    assert digits.class_names == tuple("0123456789")


def test_there_are_14_forms_of_at_most_130_digits_one_after_the_other(digits):
    assert np.unique(digits.forms).tolist() == list(range(14))
    assert np.bincount(digits.forms).max() == 130
    assert (np.diff(digits.forms) >= 0).all()


def test_every_form_holds_the_same_digits_in_order_some_left_out_and_one_of_all_differs(digits):
    """A start that is off by one would put the end of one form before the start of the next."""
    forms = ["".join(map(str, digits.labels[digits.forms == form])) for form in range(14)]
    others = []
    for written in forms[1:]:
        matcher = difflib.SequenceMatcher(None, forms[0], written, autojunk=False)
        others += [(forms[0][a:b], written[c:d]) for kind, a, b, c, d in matcher.get_opcodes()
                   if kind in ("insert", "replace")]
    assert others == [("8", "3")]


def test_without_scikit_learn_an_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(ModuleNotFoundError, match="pip install scikit-learn"):
        datasets.digits()


def accuracy(train, test):
    model = LogisticRegression(max_iter=1000)
    model.fit(train.images.reshape(len(train.labels), -1), train.labels)
    predictions = model.predict(test.images.reshape(len(test.labels), -1))
    return datasets.accuracy(test.labels, predictions)


def test_a_random_split_flatters_by_about_four_points_against_whole_forms(digits):
    """Where some of a form is in training, the model has seen the hand that wrote the rest."""
    with threadpool_limits(1):
        by_form = [accuracy(*fold) for fold in datasets.leave_one_form_out(digits)]
        at_random = [
            accuracy(*datasets.split(digits, parts=(13 / 14, 1 / 14), rng=seed))
            for seed in range(14)
        ]
    assert np.mean(at_random) == pytest.approx(0.968, abs=0.01)
    assert np.mean(by_form) == pytest.approx(0.930, abs=0.01)
    assert 0.02 < np.mean(at_random) - np.mean(by_form) < 0.06
