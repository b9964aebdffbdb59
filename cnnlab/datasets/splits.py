"""Which examples a model learns from, and which it has never seen.

Read `split`: training, validation and test. Then `leave_one_form_out`, for the digits: whoever
wrote a form may write the next zero alike, so a whole form is kept back, each in its turn. The
shuffling is scikit-learn's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlab._validation import finite_number, say
from cnnlab.datasets._needs import generator, scikit_learn
from cnnlab.datasets.labelled import Labelled


def split(
    data: Labelled | ArrayLike,
    parts: Sequence[float] = (0.7, 0.15, 0.15),
    rng: Any = None,
    groups: ArrayLike | None = None,
    stratify: bool = True,
) -> list:
    """Deal the examples out at random: `train, validation, test = split(data, rng=0)`.

    Parameters
    ----------
    data : Labelled, or (N,) labels
    parts : the fraction for each part; they add up to 1. Two parts, or more, as you like
    rng : seed or Generator; None = another split each time
    groups : (N,) array or None
        Who wrote each example: `groups=digits.forms`. A group is never in two parts; the fractions
        then count groups, and classes are as even as the groups are: `stratify` plays no part.
    stratify : whether every class gets the same fractions

    Returns
    -------
    list, one of each part: Labelled, or (n,) places in `data` where labels were given
        They overlap nowhere, and nothing is left out.

    Raises
    ------
    ValueError, TypeError
        Where the parts do not add up to 1, or a class or the groups are too few for them.

    >>> from cnnlab import datasets
    >>> train, test = split(datasets.shapes(100, rng=0), parts=(0.8, 0.2), rng=0)
    >>> test
    Labelled(images (20, 16, 16) float32, labels (20,): 10 x, 10 o)
    """
    labels = data.labels if isinstance(data, Labelled) else _whole_numbers(data, "labels")
    parts, rng = _fractions(parts), generator(rng)
    if groups is None:
        places = _dealt(np.arange(len(labels)), parts, rng, labels if stratify else None)
    else:
        groups = _one_per_label(groups, labels)
        dealt = _dealt(np.unique(groups), parts, rng, None)
        places = [np.flatnonzero(np.isin(groups, some)) for some in dealt]
    return [data.take(some) if isinstance(data, Labelled) else some for some in places]


def leave_one_form_out(data: Labelled) -> Iterator[tuple[Labelled, Labelled]]:
    """Give (train, test) once for each form: the test is that form, the training all others.

    The next is only made when it is asked for. Raises ValueError where `data` does not know its
    forms, or has only one.

    >>> from cnnlab import datasets
    >>> sizes = [len(test.labels) for train, test in leave_one_form_out(datasets.digits())]
    >>> len(sizes), sum(sizes)
    (14, 1797)
    """
    if data.forms is None or len(np.unique(data.forms)) < 2:
        raise ValueError(
            say("These examples do not come from several known forms. Use datasets.split, or "
                "datasets.digits().")
        )
    return _folds(data)


def _folds(data: Labelled) -> Iterator[tuple[Labelled, Labelled]]:
    with scikit_learn():
        from sklearn.model_selection import LeaveOneGroupOut

    for train, test in LeaveOneGroupOut().split(data.labels, groups=data.forms):
        yield data.take(train), data.take(test)


# How things are dealt out ----------------------------------------------------------------


def _dealt(
    things: np.ndarray, parts: list[float], rng: np.random.Generator, labels: np.ndarray | None
) -> list[np.ndarray]:
    """Return the things of each part; the last part is taken out first, then the one before."""
    with scikit_learn():
        from sklearn.model_selection import train_test_split

    ends = np.rint(np.cumsum([0, *parts]) * len(things)).astype(int)
    if (np.diff(ends) < 1).any():
        raise ValueError(
            say("{count} examples or groups are too few for the parts {parts}: a part would be "
                "empty. Use more of them, or fewer parts.", count=len(things), parts=parts)
        )
    dealt = []
    for size in np.diff(ends)[:0:-1]:
        classes = None if labels is None else labels[things]
        if classes is not None:
            _refuse_few(classes, int(size))
        seed = int(rng.integers(2**31))
        things, taken = train_test_split(
            things, test_size=int(size), random_state=seed, stratify=classes
        )
        dealt.append(taken)
    return [things, *dealt[::-1]]


def _refuse_few(classes: np.ndarray, size: int) -> None:
    """Raise where some class can't be in this part and in what is left too."""
    names, counts = np.unique(classes, return_counts=True)
    smallest = min(size, len(classes) - size)
    if counts.min() < 2 or smallest < len(names):
        raise ValueError(
            say("Class {label} has {count} example(s) left for a part of {size} out of {total}, "
                "and there are {classes} classes: too few for each to be on both sides. Use more "
                "examples, larger parts, or stratify=False.", label=names[counts.argmin()],
                count=counts.min(), size=size, total=len(classes), classes=len(names))
        )


# What was asked for ----------------------------------------------------------------------


def _fractions(parts: Sequence[float]) -> list[float]:
    if not isinstance(parts, Sequence | np.ndarray) or isinstance(parts, str) or len(parts) < 2:
        raise TypeError(
            say("parts must be two or more fractions such as (0.7, 0.15, 0.15), but {parts!r} "
                "arrived.", parts=parts)
        )
    fractions = [finite_number(part, "parts", above=0) for part in parts]
    if not np.isclose(sum(fractions), 1):
        raise ValueError(
            say("parts must add up to 1, but {parts} add up to {total:.4g}.",
                parts=fractions, total=sum(fractions))
        )
    return fractions


def _one_per_label(groups: ArrayLike, labels: np.ndarray) -> np.ndarray:
    groups = np.asarray(groups)
    if groups.shape != labels.shape:
        raise ValueError(
            say("groups must have one entry for each of the {count} labels, but its shape is "
                "{shape}.", count=len(labels), shape=groups.shape)
        )
    if groups.dtype.kind == "f" and np.isnan(groups).any():
        raise ValueError(
            say("groups holds NaN. Give every example a group.")
        )
    return groups


def _whole_numbers(labels: ArrayLike, name: str) -> np.ndarray:
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise TypeError(
            say("{name} must be a row of whole numbers, one for each example, but {dtype} of shape "
                "{shape} arrived.", name=name, dtype=labels.dtype, shape=labels.shape)
        )
    return labels
