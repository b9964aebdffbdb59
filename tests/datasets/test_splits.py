"""Splits: nothing lost, nothing twice, no group on both sides, the same again for a seed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlab import datasets
from cnnlab.datasets import Labelled, leave_one_form_out, split

LABELS = np.repeat([0, 1, 2], [500, 300, 200])


@settings(max_examples=50, deadline=None)
@given(
    count=st.integers(40, 300), seed=st.integers(0, 1000), stratify=st.booleans(),
    parts=st.sampled_from([(0.5, 0.5), (0.7, 0.15, 0.15), (0.25,) * 4, (0.6, 0.2, 0.1, 0.1)]),
)
def test_every_example_is_in_exactly_one_part(count, seed, stratify, parts):
    labels = np.arange(count) % 2
    places = split(labels, parts, rng=seed, stratify=stratify)
    np.testing.assert_array_equal(np.sort(np.concatenate(places)), np.arange(count))
    for part, some in zip(parts, places, strict=True):
        assert abs(len(some) - part * count) <= 1


def test_stratified_parts_have_the_same_share_of_every_class():
    for part, places in zip((0.7, 0.15, 0.15), split(LABELS, rng=0), strict=True):
        np.testing.assert_allclose(np.bincount(LABELS[places]), part * np.array([500, 300, 200]),
                                   atol=1)


def test_without_stratify_chance_decides_the_shares():
    counts = [np.bincount(LABELS[split(LABELS, rng=seed, stratify=False)[2]]) for seed in range(20)]
    assert np.std(counts, axis=0).min() > 2


@pytest.mark.parametrize("seed", range(5))
def test_a_group_is_never_in_two_parts(seed):
    groups = np.random.default_rng(seed).integers(0, 20, len(LABELS))
    parts = [set(groups[places].tolist()) for places in split(LABELS, rng=seed, groups=groups)]
    assert sum(map(len, parts)) == 20
    assert [len(part) for part in parts] == [14, 3, 3]


def test_groups_may_have_names():
    writers = np.array(["Ana", "Luis", "Eva", "Juan"])[np.arange(len(LABELS)) % 4]
    train, test = split(LABELS, (0.5, 0.5), rng=0, groups=writers)
    assert not set(writers[train]) & set(writers[test])


def test_with_groups_nothing_is_lost():
    groups = np.arange(len(LABELS)) // 7
    places = split(LABELS, rng=0, groups=groups)
    np.testing.assert_array_equal(np.sort(np.concatenate(places)), np.arange(len(LABELS)))


def test_a_data_set_is_split_with_all_it_knows():
    digits = datasets.digits()
    train, validation, test = split(digits, rng=0, groups=digits.forms)
    assert [len(np.unique(part.forms)) for part in (train, validation, test)] == [10, 2, 2]
    assert sum(len(part.images) for part in (train, validation, test)) == 1797
    assert test.class_names == digits.class_names


def test_an_image_keeps_its_label():
    data = Labelled(np.arange(100).reshape(100, 1, 1), np.arange(100) % 3, "abc")
    for part in split(data, rng=0):
        np.testing.assert_array_equal(part.images.ravel() % 3, part.labels)


@pytest.mark.parametrize("groups", [None, np.arange(1000) // 50])
def test_the_same_seed_gives_the_same_split_and_another_gives_another(groups):
    first, again, other = (split(LABELS, rng=seed, groups=groups)[0]
                           for seed in (3, np.random.default_rng(3), 4))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(np.sort(first), np.sort(other))


def test_parts_are_shuffled():
    train, *_ = split(LABELS, rng=0)
    assert (np.diff(train) < 0).any()


BAD = {
    "parts of 0.9": ((LABELS, (0.7, 0.2)), {}, ValueError, r"add up to 0\.9"),
    "one part": ((LABELS, (1.0,)), {}, TypeError, "two or more fractions"),
    "a number": ((LABELS, 0.8), {}, TypeError, "two or more fractions"),
    "a negative part": ((LABELS, (1.2, -0.2)), {}, ValueError, "greater than 0"),
    "a part of nothing": ((LABELS, (1, 0)), {}, ValueError, "greater than 0"),
    "percent": ((LABELS, (70, 30)), {}, ValueError, "add up to 100"),
    "NaN": ((LABELS, (np.nan, 1)), {}, ValueError, "finite"),
    "two examples for three parts": (([0, 1],), {}, ValueError, "too few for the parts"),
    "a class of one": (([0] * 50 + [1],), {}, ValueError, "Class 1 has 1 example"),
    "more classes than a part holds": ((np.arange(60) % 30,), {}, ValueError, "30 classes"),
    "no labels": (([],), {}, TypeError, "labels must be a row of whole numbers"),
    "images": ((np.zeros((5, 4, 4)),), {}, TypeError, "labels must be a row of whole numbers"),
    "too few groups": ((LABELS,), {"groups": [1, 2]}, ValueError, "each of the 1000 labels"),
    "one group": ((LABELS,), {"groups": np.ones(1000)}, ValueError, "1 examples or groups"),
    "a group that is NaN": ((LABELS,), {"groups": np.full(1000, np.nan)}, ValueError, "NaN"),
    "a text as seed": ((LABELS,), {"rng": "seed"}, TypeError, "rng must be a seed"),
}


@pytest.mark.parametrize(("arguments", "more", "error", "message"), BAD.values(), ids=BAD)
def test_a_split_that_cannot_be_gets_an_error_that_says_why(arguments, more, error, message):
    with pytest.raises(error, match=message):
        split(*arguments, **more)


def test_each_form_is_the_test_once_and_is_never_in_its_training():
    digits, tested = datasets.digits(), []
    for train, test in leave_one_form_out(digits):
        (form,) = set(test.forms.tolist())
        assert form not in train.forms
        assert len(train.labels) + len(test.labels) == 1797
        tested.append(form)
    assert tested == list(range(14))


@pytest.mark.parametrize("forms", [None, [4, 4, 4]])
def test_without_several_forms_none_can_be_left_out(forms):
    with pytest.raises(ValueError, match="several known forms"):
        leave_one_form_out(Labelled(np.zeros((3, 2, 2)), [0, 0, 0], "a", forms))
