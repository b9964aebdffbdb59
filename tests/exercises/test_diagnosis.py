"""The mistakes that can be made in any exercise have a name each."""

import sys

import numpy as np
import pytest

from cnnlab.exercises.diagnosis import Difference, general
from cnnlab.exercises.kinds import (
    function_exercise,
    ordering_exercise,
    prediction_exercise,
    value_exercise,
)

IMAGE = np.array([[10, 200, 30], [40, 50, 250]], dtype=np.uint8)


@function_exercise(
    title="Twice as bright, and a little more", cases=[(IMAGE,), (IMAGE.T,)], hints=["a", "b"]
)
def brighter(image):
    return image.astype(float) * 2 + 0.5


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        (lambda image: image.sort(), "returns nothing"),
        (lambda image: "bright", "made of numbers"),
        (lambda image: [[1, 2], [3]], "made of numbers"),
        (lambda image: brighter.reference(image) / (image > 50), "no numbers (nan or inf)"),
        (lambda image: image, "the input, unchanged"),
        (lambda image: np.zeros(image.shape), "Only zeros"),
        (lambda image: iter(image), "one by one"),
        (lambda image: np.broadcast_to(0.0, (10**5, 10**5)), "More than a million"),
        (lambda image: brighter.reference(image) ** 2, "not right in any of the 2 cases"),
        (lambda image: brighter.reference(image).T, "Rows and columns have changed places"),
        (lambda image: brighter.reference(image)[1:], "shape is not right"),
        (lambda image: -brighter.reference(image), "sign is the opposite"),
        (lambda image: image * 2, "wrapped around at 256"),
        (lambda image: image.astype(int) * 2, "decimals are gone"),
        (lambda image: image.astype(int) * 2 + 3.5, "off by the same amount"),
        (lambda image: image[9], "stopped with an error at the line"),
        (lambda image, gain: image, "called like this: `brighter(image)`"),
        (lambda: 1, "called like this: `brighter(image)`"),
        (IMAGE, "without calling it"),
        (5, "without calling it"),
        (lambda image: brighter.reference(image) * (1 + (image == 250)), "any of the 2 cases"),
    ],
)
def test_a_general_mistake_is_named(answer, named):
    result = brighter.check(answer)
    assert result.outcome == "incorrect"
    assert named in result.message


def test_the_smallest_case_that_differs_is_shown_but_not_its_result():
    @function_exercise(title="Double", cases=[([1, 2, 3],), ([7],)], hints=["a", "b"])
    def double(row):
        return [2 * each for each in row]

    result = double.check(lambda row: [2 * each if len(row) > 1 else 15 for each in row])
    assert "row = [7]" in result.details
    assert "Expected shape: (1,)" in result.details
    assert "[15]" in result.details
    assert "14" not in repr(result)


def test_a_function_that_changes_its_input_is_told_so():
    def in_place(image):
        result = brighter.reference(image)
        image[:] = 0
        return result

    result = brighter.check(in_place)
    assert result.outcome == "correct"
    assert "changed what it was given" in result.note


def test_what_a_wrong_function_prints_is_shown():
    def talking(image):
        sys.stdout.write("I was here")
        return image

    assert "I was here" in brighter.check(talking).details


@function_exercise(title="Bright", cases=[(200,), (3,)], hints=["a", "b"])
def is_bright(value):
    return value > 100


def test_where_a_yes_or_no_is_expected_the_details_say_so_and_numbers_are_shown_plainly():
    details = is_bright.check(lambda value: np.float64(value / 400)).details
    assert "Expected shape: True or False\nYour result: 0.5" in details


def test_what_numpy_says_of_an_array_in_an_if_is_explained():
    asking = brighter.check(lambda image: image if image > 0 else 0)
    outside = brighter.check(lambda image: image[9])
    told = ["there was a whole array" in result.message for result in (asking, outside)]
    assert told == [True, False]


@value_exercise(title="A shape", hints=["a", "b"], like=(1, 2))
def some_shape():
    return 213, 319


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ((319, 213), "order is the opposite"),
        (213, "looks like `(1, 2)`"),
        ("213, 319", "looks like `(1, 2)`"),
        ((1, 2, 3), "looks like `(1, 2)`"),
        (len, "not a function"),
        ((100, 100), "not it"),
    ],
)
def test_a_wrong_value_is_told_what_is_wrong(answer, named):
    assert named in some_shape.check(answer).message


def test_a_number_that_is_one_away_is_told_so():
    @value_exercise(title="A number", hints=["a", "b"])
    def seven():
        return 7

    assert {"one away" in seven.check(answer).message for answer in (6, 8)} == {True}
    assert "one away" not in seven.check(5).message


def test_decimals_say_how_exact_a_number_has_to_be():
    @value_exercise(title="A third", hints=["a", "b"], decimals=2)
    def third():
        return 1 / 3

    outcomes = [third.check(answer).outcome for answer in (0.33, 0.333, 0.34, "0.33", [0.33])]
    assert outcomes == ["correct", "correct", "incorrect", "incorrect", "incorrect"]


def test_a_decimal_comma_is_named():
    @value_exercise(title="A fourth", hints=["a", "b"], decimals=2, like=0.5)
    def fourth():
        return 0.25

    assert fourth.check((0, 25)).message.startswith("To Python, those are two numbers")
    assert "decimals" not in fourth.check((0.25, 1)).message


def test_a_difference_without_a_name_has_none():
    case = Difference(([1],), [1, 5], [1, 3])
    assert general([case], case) == ""


@pytest.mark.parametrize(
    ("alike", "otherwise"),
    [
        (Difference(([1, 2],), [1, 2], [3, 4]), Difference(([5, 6],), [7, 7], [6, 5])),
        (Difference(([1],), [0, 0], [1, 3]), Difference(([2],), [4, 9], [9, 4])),
        (Difference((7,), [[1, 2], [3, 4]], [[1, 3], [2, 4]]), Difference((8,), [1, 2], [3, 1])),
        (Difference((7,), -3, 3), Difference((8,), 3, 3)),
        (Difference((7,), 3, 3.5), Difference((8,), 9, 3.5)),
        (Difference((7,), [3, 4], [4, 5]), Difference((8,), [3, 4], [3, 4])),
        (Difference((7,), np.array([44], np.uint8), [300]), Difference((8,), [9], [3])),
    ],
)
def test_what_holds_in_one_case_only_is_not_said_of_the_function(alike, otherwise):
    assert general([alike], alike)
    assert general([alike, otherwise], alike) == ""


def test_of_numbers_that_are_written_down_nobody_says_that_they_were_computed():
    case = Difference((), [0, 0], [1, 3])
    assert general([case], case) == ""


def test_several_numbers_for_one_are_told():
    case = Difference(([1, 2],), [1, 3], 3)
    assert "A single value" in general([case], case)


def test_an_infinite_number_is_never_off_by_the_same_amount():
    case = Difference((1,), [np.inf, np.inf], [1.0, 2.0])
    assert "nan or inf" in general([case], case)


def test_a_result_that_was_only_rounded_has_not_wrapped_around():
    @function_exercise(title="Half as bright", cases=[(IMAGE,), (IMAGE.T,)], hints=["a", "b"])
    def darker(image):
        return image / 2 + 0.3

    result = darker.check(lambda image: np.rint(image / 2 + 0.3).astype(np.uint8))
    assert "decimals are gone" in result.message


def test_a_line_that_comes_too_early_is_named_in_plain_words():
    @ordering_exercise(title="Add up", cases=[([1, 2],), ([3],)], hints=["a", "b"])
    def add_up(numbers):
        total = 0
        for number in numbers:
            total += number
        return total

    by_line = dict(zip(add_up.lines, add_up.letters, strict=True))
    lines = ["def add_up(numbers):", "    for number in numbers:", "        total += number",
             "    total = 0", "    return total"]
    result = add_up.check([by_line[line] for line in lines])
    assert "`total += number` uses something before it exists" in result.message


def test_a_prediction_shows_its_result_and_then_offers_no_hint():
    @prediction_exercise(title="A sum", hints=["a", "b"])
    def seven():
        return 7

    result = seven.check(3)
    assert (result.outcome, result.note) == ("incorrect", "")
    assert "The result: `7`" in repr(result)
