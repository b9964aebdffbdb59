"""The kinds of exercises, each a decorator for the function that solves it.

    function_exercise      the answer is a function; it is tried on cases that the notebook hides
    value_exercise         the answer is a number, a shape, an array, a list, a word
    prediction_exercise    the same, before the result is known; the result is shown beside it
    choice_exercise        the answer is one of some options
    ordering_exercise      the answer is an order of given lines (a Parsons problem)
"""

from cnnlab.exercises.kinds.function import function_exercise
from cnnlab.exercises.kinds.ordering import ordering_exercise
from cnnlab.exercises.kinds.value import choice_exercise, prediction_exercise, value_exercise

__all__ = [
    "choice_exercise",
    "function_exercise",
    "ordering_exercise",
    "prediction_exercise",
    "value_exercise",
]
