"""What data sets take from outside: chance, from a seed that the caller gives, and scikit-learn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from cnnlab._validation import say


def generator(rng: Any) -> np.random.Generator:
    """Return `rng` if it is a Generator, else a new one from a seed; None = another each time.

    >>> generator(7).integers(100) == generator(7).integers(100)
    np.True_
    """
    try:
        return np.random.default_rng(rng)
    except (TypeError, ValueError):
        raise type_of_error(rng)(
            say("rng must be a seed such as 0, or a NumPy Generator, but {rng!r} arrived.", rng=rng)
        ) from None


def type_of_error(rng: Any) -> type[Exception]:
    """Return ValueError for a number that is no seed, TypeError for what is no number."""
    return ValueError if isinstance(rng, int) else TypeError


@contextmanager
def scikit_learn() -> Iterator[None]:
    """Say how to install scikit-learn, where an import inside this block does not find it."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "sklearn":
            raise
        raise ModuleNotFoundError(
            say("This needs the package scikit-learn, which is not here. Install it with "
                "pip install scikit-learn."),
            name="sklearn",
        ) from None
