"""All exercises and quizzes, found in the modules of `lessons`, in the order of the course."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from cnnlab._validation import say
from cnnlab.exercises.exercise import Exercise, lesson_number
from cnnlab.exercises.quizzes import Quiz


@cache
def modules() -> dict[int, ModuleType]:
    """Return the modules with exercises, by the number of their lesson."""
    package = importlib.import_module("cnnlab.exercises.lessons")
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    return {lesson_number(name): importlib.import_module(f"{package.__name__}.{name}")
            for name in names}


def lessons() -> list[int]:
    """Return the numbers of the lessons that have exercises or a quiz."""
    return sorted(modules())


def all_exercises() -> list[Exercise]:
    """Return every exercise, in the order of the lessons."""
    return [found for lesson in lessons() for found in vars(modules()[lesson]).values()
            if isinstance(found, Exercise)]


@cache
def by_name() -> dict[str, Exercise]:
    """Return every exercise by its name."""
    return {each.name: each for each in all_exercises()}


@cache
def quizzes() -> dict[int, Quiz]:
    """Return the quizzes by the number of their lesson."""
    return {lesson: vars(module)["quiz"] for lesson, module in modules().items()
            if "quiz" in vars(module)}


def quiz(lesson: int) -> Quiz:
    """Return the quiz of a lesson: `quiz(5)`.

    Raises ValueError where that lesson has none.
    """
    try:
        return quizzes()[int(lesson)]
    except (KeyError, TypeError, ValueError, OverflowError):
        raise ValueError(
            say("There is no quiz for lesson {lesson!r}. There are quizzes for: {lessons}.",
                lesson=lesson, lessons=", ".join(map(str, sorted(quizzes()))))
        ) from None
