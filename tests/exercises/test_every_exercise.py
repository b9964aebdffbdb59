"""Every exercise: its solution passes, whatever is wrong does not, and each mistake is named.

A new exercise is in these tests from the start. A function that solves it in another way stands in
tests/exercises/other_ways, in a module that is named as its lesson.
"""

import importlib
import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from cnnlab import exercises, language
from cnnlab.exercises.catalogue import modules, quizzes
from cnnlab.exercises.comparing import numbers, same
from cnnlab.exercises.kinds.function import FunctionExercise
from cnnlab.exercises.kinds.ordering import OrderingExercise
from cnnlab.exercises.kinds.value import ChoiceExercise, ValueExercise

ROOT = Path(__file__).parents[2]
SOURCES = {path.stem for path in (ROOT / "notebooks" / "source").glob("[0-9]*.py")}
EVERY = {each.name: each for each in exercises.all_exercises()}
ORDERINGS = {name: each for name, each in EVERY.items() if isinstance(each, OrderingExercise)}
FUNCTIONS = {name: each for name, each in EVERY.items()
             if isinstance(each, FunctionExercise) and name not in ORDERINGS}
VALUES = {name: each for name, each in EVERY.items() if isinstance(each, ValueExercise)}
CHOICES = {name: each for name, each in VALUES.items() if isinstance(each, ChoiceExercise)}
MISTAKES = [(name, i) for name, each in EVERY.items() for i in range(len(each.mistakes))]
LETTER = "ñáéíóúü¿¡"  # what Spanish has and English has not


def answer_of(exercise, function=None):
    """What a student would give who has this in mind: a function, a value, letters."""
    function = function or exercise.reference
    if isinstance(exercise, OrderingExercise):
        return exercise.letters_of(function)
    return function if isinstance(exercise, FunctionExercise) else function()


def outcome(exercise, answer):
    return exercise.check(answer).outcome


@pytest.fixture(params=EVERY)
def exercise(request):
    return EVERY[request.param]


@pytest.fixture(params=FUNCTIONS)
def of_a_function(request):
    return FUNCTIONS[request.param]


@pytest.fixture(params=VALUES)
def of_a_value(request):
    return VALUES[request.param]


# What is right ---------------------------------------------------------------------------


def test_its_solution_is_accepted(exercise):
    assert outcome(exercise, answer_of(exercise)) == "correct"


def other_ways():
    """Each function in tests/exercises/other_ways that bears the name of an exercise."""
    found = []
    for file in sorted((Path(__file__).parent / "other_ways").glob("lesson_*.py")):
        ways = vars(importlib.import_module(f"tests.exercises.other_ways.{file.stem}"))
        found += [(name, way) for name, way in ways.items() if name in EVERY]
    return found


@pytest.mark.parametrize(("name", "way"), other_ways())
def test_another_way_to_solve_it_is_accepted(name, way):
    result = EVERY[name].check(answer_of(EVERY[name], way) if name in ORDERINGS else way)
    assert result.outcome == "correct", result


def test_each_function_is_solved_in_another_way_too():
    assert set(FUNCTIONS) <= {name for name, _ in other_ways()}


def as_a_list(result):
    return np.asarray(result).tolist()


@pytest.mark.parametrize("change", [np.asarray, np.float32, np.float64, as_a_list])
def test_a_result_of_another_type_is_accepted(of_a_function, change):
    def solution(*arguments):
        result = of_a_function.reference(*arguments)
        fits = numbers(result) is not None and numbers(result).dtype.kind != "b"
        return change(result) if fits else result

    result = of_a_function.check(solution)
    assert result.outcome == "correct", result


def test_a_value_of_another_type_is_accepted(of_a_value):
    expected = of_a_value.expected
    if isinstance(expected, str):
        assert outcome(of_a_value, f" {expected.upper()}") == "correct"
    elif numbers(expected) is not None:
        for change in (list, tuple, np.array) if np.ndim(expected) else (float, np.float64):
            assert outcome(of_a_value, change(expected)) == "correct"


# What is no answer -----------------------------------------------------------------------


def not_implemented(*arguments):
    raise NotImplementedError


def dots(*arguments): ...


def dots_returned(*arguments):
    return ...


def dots_added(*arguments):
    return 1 + ...


def test_dots_are_not_attempted(exercise):
    assert outcome(exercise, ...) == exercise.check().outcome == "not attempted"


@pytest.mark.parametrize("blank", [not_implemented, dots, dots_returned, dots_added])
def test_a_function_that_is_not_written_is_not_attempted(of_a_function, blank):
    assert outcome(of_a_function, blank) == "not attempted"


# What is wrong ---------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "number"), MISTAKES)
def test_each_usual_mistake_has_its_own_message(name, number):
    exercise = EVERY[name]
    message, wrong = exercise.mistakes[number]
    result = exercise.check(answer_of(exercise, wrong))
    assert (result.outcome, result.message) == ("incorrect", message)


def test_no_two_mistakes_have_the_same_message(exercise):
    messages = [message for message, _ in exercise.mistakes]
    assert len(set(messages)) == len(messages)


def zeros(result):
    return np.zeros(np.shape(result)) if np.ndim(result) else 0


def not_numbers(result):
    return np.full(np.shape(result), np.nan) if np.ndim(result) else float("nan")


def one_axis_more(result):
    return np.asarray(result)[np.newaxis]


def without_the_last(result):
    return np.asarray(result)[..., :-1] if np.ndim(result) else np.array([])


def opposite(result):
    return ~result if np.asarray(result).dtype.kind == "b" else -np.asarray(result, dtype=float)


def one_more(result):
    return np.asarray(result, dtype=float) + 1


def doubled(result):
    return 2 * np.asarray(result, dtype=float)


def upside_down(result):
    return np.asarray(result)[::-1] if np.ndim(result) else result


def mirrored(result):
    return np.asarray(result)[..., ::-1] if np.ndim(result) else result


def transposed(result):
    return np.asarray(result).T


def nothing(result):
    return None


def a_word(result):
    return "forty-two"


DISTORTIONS = [zeros, not_numbers, one_axis_more, without_the_last, opposite, one_more, doubled,
               upside_down, mirrored, transposed, nothing, a_word]


def distorted(result, distortion):
    """The result, distorted; where it is no array (words, several things), something else."""
    return distortion(result) if numbers(result) is not None else zeros(0)


@pytest.mark.parametrize("distortion", DISTORTIONS)
def test_a_distorted_result_is_rejected(of_a_function, distortion):
    wrong = [distorted(expected, distortion) for expected in of_a_function.expected]
    if all(map(same, wrong, of_a_function.expected)):
        assert distortion in (upside_down, mirrored, transposed)  # of what is symmetric
        return

    def distorting(*arguments):
        return distorted(of_a_function.reference(*arguments), distortion)

    assert outcome(of_a_function, distorting) == "incorrect"


@pytest.mark.parametrize("distortion", DISTORTIONS)
def test_a_distorted_value_is_rejected(of_a_value, distortion):
    wrong = distorted(of_a_value.expected, distortion)
    if not same(wrong, of_a_value.expected):  # a zero upside down is a zero
        assert outcome(of_a_value, wrong) == "incorrect"


def test_each_of_its_inputs_is_rejected(of_a_function):
    for place in range(len(of_a_function.cases[0])):
        assert outcome(of_a_function, lambda *given, place=place: given[place]) == "incorrect"


def test_the_result_of_one_case_is_rejected_in_the_others(of_a_function):
    for expected in of_a_function.expected:
        assert outcome(of_a_function, lambda *given, expected=expected: expected) == "incorrect"


def raising(*arguments):
    raise KeyError("lost")


def fewer():
    return 1


ODD = [raising, fewer, 3, "abc", None, [], {}, object(), np.zeros(3), len]


@pytest.mark.parametrize("answer", ODD)
def test_anything_else_is_rejected_without_an_error(of_a_function, answer):
    assert outcome(of_a_function, answer) == "incorrect"


@pytest.mark.parametrize("answer", [raising, None, [], {}, object(), "abc", float("nan"), 1e300])
def test_any_other_value_is_rejected_without_an_error(of_a_value, answer):
    assert outcome(of_a_value, answer) == "incorrect"


@pytest.mark.parametrize("name", CHOICES)
def test_each_wrong_option_explains_itself(name):
    exercise = CHOICES[name]
    explained = {wrong(): message for message, wrong in exercise.mistakes}
    assert set(explained) | {exercise.expected} == set(exercise.options)


# Orders of lines -------------------------------------------------------------------------


@pytest.fixture(params=ORDERINGS)
def of_lines(request):
    return ORDERINGS[request.param]


def test_its_lines_are_not_in_order_at_first(of_lines):
    assert outcome(of_lines, of_lines.letters) == "incorrect"


def test_an_order_may_be_a_text_or_a_list(of_lines):
    spaced = ", ".join(of_lines.order.lower())
    assert outcome(of_lines, list(of_lines.order)) == outcome(of_lines, spaced) == "correct"


def test_any_two_lines_exchanged_are_judged_by_what_the_program_does(of_lines):
    """Neighbouring lines may change places where it makes no difference, and nowhere else."""
    order, accepted = of_lines.order, 0
    for i in range(len(order) - 1):
        swapped = [*order[:i], order[i + 1], order[i], *order[i + 2 :]]
        accepted += outcome(of_lines, swapped) == "correct"
    assert accepted <= 1


@pytest.mark.parametrize("answer", ["", [], None])
def test_no_letters_are_not_attempted(of_lines, answer):
    assert outcome(of_lines, answer) == "not attempted"


ENDLESS = itertools.cycle("AB")


@pytest.mark.parametrize(
    "answer", ["A", "AA", "Z", "A1", [1, 2], [[]], object(), 3, 2.5, {}, ENDLESS, "A" * 10**6]
)
def test_other_letters_are_rejected_without_an_error(of_lines, answer):
    assert outcome(of_lines, answer) in ("incorrect", "not attempted")


# What it says ----------------------------------------------------------------------------


def texts(exercise):
    return [exercise.title, exercise.why, *exercise.hints, *(m for m, _ in exercise.mistakes)]


@pytest.mark.usefixtures("spanish")
def test_it_speaks_spanish(exercise):
    said = " ".join(language.translate(text) for text in texts(exercise) if text).lower()
    assert set(said) & set(LETTER)
    assert not {text for text in texts(exercise) if text and language.translate(text) == text}


@pytest.fixture
def spanish():
    language.use_language("es")
    yield
    language.use_language("en")


def test_it_has_hints_and_mistakes(exercise):
    assert len(exercise.hints) >= 2
    assert exercise.mistakes or isinstance(exercise, OrderingExercise)


def test_hints_come_one_by_one(exercise):
    exercise._hints_given = 0
    for number, hint in enumerate(exercise.hints, 1):
        card = exercise.hint()
        assert card.paragraphs == exercise.hints[:number]
        assert hint in repr(card)


def test_no_message_about_a_mistake_holds_the_solution(exercise):
    answer = exercise._solution_text()
    for message, _ in exercise.mistakes:
        code = re.findall(r"`([^`]+)`", message)
        assert not [each for each in code if len(each) > 12 and each in answer and "(" in each]


def test_its_solution_is_shown(exercise):
    assert exercise.solution().program.strip()


# The lessons -----------------------------------------------------------------------------


@pytest.mark.parametrize("number", modules())
def test_a_module_is_named_as_its_lesson(number):
    stem = modules()[number].__name__.split(".")[-1].removeprefix("lesson_")
    assert stem in SOURCES


def test_each_name_is_used_once():
    assert len(EVERY) == len(exercises.all_exercises())


@pytest.mark.parametrize("source", sorted(SOURCES))
def test_each_lesson_has_exercises_and_a_quiz(source):
    number = int(source[:2])
    own = [each for each in EVERY.values() if each.lesson == number]
    assert len(own) >= 3 or number == 0
    assert number in quizzes()


@pytest.mark.parametrize("name", EVERY)
def test_its_lesson_uses_it(name):
    sources = (ROOT / "notebooks" / "source").glob(f"{EVERY[name].lesson:02}_*.py")
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert f"exercises.{name}.check(" in text


@pytest.mark.parametrize("lesson", quizzes())
def test_a_quiz_is_translated_and_explains_each_option(lesson):
    said = []
    for question in quizzes()[lesson].questions:
        said += [question.text, *(text for option in question.options for text in option[:2])]
    assert all(said)
    language.use_language("es")
    same_in_both = [text for text in said if language.translate(text) == text]
    language.use_language("en")
    words = [re.sub(r"`[^`]+`", "", text) for text in same_in_both]
    assert not [text for text in words if re.search(r"[^\W\d]{4,}", text)]


@pytest.mark.parametrize("lesson", quizzes())
def test_the_right_option_is_not_always_in_the_same_place(lesson):
    places = [[option.is_right for option in question.options].index(True)
              for question in quizzes()[lesson].questions]
    assert len(set(places)) > 1
