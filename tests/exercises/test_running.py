"""A student's function may fail, never end, ask, or print a book: the notebook lives on."""

import builtins
import functools
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from cnnlab.exercises.running import MOST_PRINTED, run


def test_a_value_comes_back():
    assert run(lambda a, b: a + b, (2, 3)).value == 5


def test_the_arguments_of_the_caller_stay_as_they_are():
    image = np.zeros((2, 2))

    def spoil(image):
        image += 1
        return image

    ran = run(spoil, (image,))
    assert ran.changed_input
    assert not image.any()


def test_a_function_that_leaves_its_arguments_alone_has_not_changed_them():
    assert not run(lambda image: image + 1, (np.array([1.0, np.nan]),)).changed_input


@pytest.mark.parametrize(
    "error", [ValueError("no"), KeyError(), SystemExit(1), KeyboardInterrupt(), GeneratorExit()]
)
def test_an_error_is_told_and_not_raised(error):
    def fail():
        raise error

    assert run(fail, ()).failure.kind == type(error).__name__


def test_the_line_of_an_error_is_the_students_own():
    def divide(image):
        return np.linalg.inv(image)  # here

    failure = run(divide, (np.zeros((2, 2)),)).failure
    assert (failure.kind, failure.line) == ("LinAlgError", "return np.linalg.inv(image)  # here")


class Divides:
    def __call__(self, number):
        return number / 0  # by an object


def divide(zero, number):
    return number / zero  # by a partial


@pytest.mark.parametrize("function", [Divides(), functools.partial(divide, 0)])
def test_the_line_of_an_error_is_found_in_an_object_and_in_a_partial(function):
    assert run(function, (1,)).failure.line.startswith("return number / ")


def test_an_error_that_cannot_say_what_it_is_is_told_by_its_type():
    class MuteError(Exception):
        def __str__(self):
            raise RuntimeError

    def fail():
        raise MuteError

    assert run(fail, ()).failure.words == "MuteError"


def test_a_coroutine_leaves_no_warning_behind(recwarn):
    async def later():
        return 1

    run(later, ())
    assert not recwarn.list


def test_figures_that_a_function_opens_are_closed_and_others_stay():
    import matplotlib.pyplot as plt

    mine = plt.figure().number
    run(lambda: plt.figure(), ())
    assert plt.get_fignums() == [mine]


def endless():
    while True:
        pass


def careful():
    while True:
        try:
            sum(range(1000))
        except Exception:
            return 0


def chattering():
    while True:
        sys.stdout.write("again and again")


@pytest.mark.parametrize("function", [endless, careful, chattering])
def test_a_function_without_end_is_stopped(function):
    before = threading.active_count()
    assert run(function, (), seconds=0.3).endless
    deadline = time.monotonic() + 20
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert threading.active_count() == before


def test_a_function_that_only_waits_is_left_behind():
    ran = run(time.sleep, (4,), seconds=0.2)
    assert (ran.endless, ran.goes_on) == (True, True)


def test_a_function_that_calls_itself_for_ever_is_an_error():
    def again():
        return again()

    assert run(again, ()).failure.kind == "RecursionError"


def test_what_it_prints_is_kept_up_to_a_limit(capsys):
    def print_a_megabyte():
        sys.stdout.write("a" * 1_000_000)
        sys.stderr.write("error")

    printed = run(print_a_megabyte, ()).printed
    assert printed == "a" * MOST_PRINTED + " …"
    assert capsys.readouterr() == ("", "")


def test_a_question_is_an_error_and_not_a_wait():
    assert run(lambda: input("?"), ()).failure.kind == "NobodyAnswers"


def test_input_and_output_are_given_back():
    before = (sys.stdout, sys.stderr, builtins.input)
    run(endless, (), seconds=0.1)
    run(lambda: 1 / 0, ())
    assert (sys.stdout, sys.stderr, builtins.input) == before


def test_a_warning_is_no_error():
    def warn():
        warnings.warn("careful", stacklevel=1)
        return 1

    assert run(warn, ()).value == 1


BLANKS = [lambda: 1 + ..., lambda: np.zeros(3)[..., ...], lambda: range(...)]


@pytest.mark.parametrize("blank", BLANKS)
def test_an_error_by_dots_is_known(blank):
    assert run(blank, ()).failure.by_blank


class NoKeyboard(NotImplementedError):
    """What ipykernel raises where nobody can be asked for a password."""


def no_keyboard():
    raise NoKeyboard


@pytest.mark.parametrize("other", [lambda: 1 + "a", no_keyboard])
def test_another_error_of_the_same_type_is_none_by_dots(other):
    assert not run(other, ()).failure.by_blank
