"""Predict, run, compare: a wrong prediction costs nothing, and surprise is what one remembers.

`...` stands for an answer that is still to come; it is never a mistake.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cnnlab.exercises import diagnosis
from cnnlab.exercises.comparing import decimal_comma, is_blank, same
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
    if is_blank(answer):
        print(translate("○ No answer yet. The result:"), result, sep="\n")
    elif same(answer, result):
        print(translate("✓ Correct:"), result, sep="\n")
    else:
        print(translate("✗ Your answer:"), answer, translate("The result:"), result, sep="\n")
        if number := decimal_comma(answer, result):
            print(diagnosis.with_a_point(number).replace("`", ""))  # what is printed has no code


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
