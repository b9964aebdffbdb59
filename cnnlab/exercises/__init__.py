"""The questions: each is tried as often as one likes, and says which mistake was made.

    exercises.how_many.check(how_many)     judges an answer, and names the mistake
    exercises.how_many.hint()              a hint, and one more with each call
    exercises.how_many.solution()          a solution
    exercises.quiz(5)                      the quiz of a lesson
    exercises.progress()                   what is done, and what is open
    exercises.all_exercises()              every exercise, in the order of the lessons

Read a module of `lessons` first: it shows what an exercise is made of. Then `exercise`, what all of
them share, and `kinds`, how an answer is judged: `running` calls a student's function where it can
do no harm, `comparing` compares, `diagnosis` names the mistakes that can be made anywhere. `cards`
is how it is shown, `quizzes` the multiple choice, `attempts` what is kept, `report` the table of
it. `predictions` is smaller: an answer beside a result, with nothing kept.
"""

from cnnlab._validation import say
from cnnlab.exercises import kinds, report  # noqa: F401  before __getattr__, which needs them
from cnnlab.exercises.catalogue import all_exercises, by_name, quiz
from cnnlab.exercises.exercise import Exercise
from cnnlab.exercises.predictions import attempt, compare
from cnnlab.exercises.report import progress

__all__ = ["all_exercises", "attempt", "compare", "progress", "quiz"]


def __getattr__(name: str) -> Exercise:
    """Return the exercise of this name: `exercises.how_many`."""
    if name.startswith("_"):
        raise AttributeError(name)
    try:
        return by_name()[name]
    except KeyError:
        raise AttributeError(
            say("There is no exercise named {name!r}. `exercises.all_exercises()` lists them.",
                name=name)
        ) from None


def __dir__() -> list[str]:
    return [*__all__, *by_name()]
