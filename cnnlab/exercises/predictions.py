"""Predict, run, compare: a wrong prediction costs nothing, and surprise is what one remembers.

`...` stands for an answer that is still to come; it is never a mistake.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cnnlab.language import translate


def compare(answer: Any, result: Any) -> None:
    """Print the student's answer beside the result: no answer yet (○), correct (✓) or not (✗).

    Numbers, texts, shapes and arrays can be compared; decimals may differ in the last digits. An
    answer of another shape or type is a wrong answer, never an error.

    >>> compare(9, 3 * 3)
    ✓ Correct:
    9
    >>> compare(..., 3 * 3)
    ○ No answer yet. The result:
    9
    """
    if _has_blanks(answer):
        print(translate("○ No answer yet. The result:"), result, sep="\n")
    elif _same(answer, result):
        print(translate("✓ Correct:"), result, sep="\n")
    else:
        print(translate("✗ Your answer:"), answer, translate("The result:"), result, sep="\n")


def attempt(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return function(*arguments), or `...` where the student left a blank in it.

    >>> def one_more(number):
    ...     return number + ...
    >>> attempt(one_more, 3)
    Ellipsis
    """
    try:
        return function(*arguments)
    except NotImplementedError:
        return ...
    except (TypeError, IndexError) as error:
        if "ellipsis" in str(error):  # Python and NumPy: a blank was calculated with
            return ...
        raise


def _has_blanks(answer: Any) -> bool:
    if isinstance(answer, tuple | list):
        return any(_has_blanks(part) for part in answer)
    return answer is ...


def _same(answer: Any, result: Any) -> bool:
    try:
        given, expected = np.asarray(answer), np.asarray(result)
    except ValueError:  # rows of different lengths
        return False
    if given.shape != expected.shape:
        return False
    if given.dtype.kind in "buif" and expected.dtype.kind in "buif":
        return bool(np.allclose(given, expected))
    return bool(np.array_equal(given, expected))
