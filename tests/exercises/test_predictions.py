"""An answer beside the result: three outcomes, and never a traceback for a wrong answer."""

import numpy as np
import pytest

from cnnlab import use_language
from cnnlab.exercises import attempt, compare

RESULT = np.array([[4.0, 3.0], [2.0, 4.0]])


@pytest.fixture(autouse=True)
def english_again():
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (9, np.float64(9.0)),
        (0.3, 0.1 + 0.2),
        ([[4, 3], [2, 4]], RESULT),
        ((3, 7, 7), (3, 7, 7)),
        ([3, 7], (3, 7)),
        ("A", "A"),
        (True, np.bool_(True)),
    ],
)
def test_an_answer_that_says_the_same_is_correct(answer, result, capsys):
    compare(answer, result)
    assert capsys.readouterr().out == f"✓ Correct:\n{result}\n"


@pytest.mark.parametrize("answer", [8, "9", None, [9], [[1, 2], [3]], np.nan, {"a": 1}, "A"])
def test_an_answer_that_says_something_else_stands_beside_the_result(answer, capsys):
    compare(answer, 9)
    assert capsys.readouterr().out == f"✗ Your answer:\n{answer}\nThe result:\n9\n"


@pytest.mark.parametrize(
    ("answer", "result", "written"),
    [((0, 35), 0.35, "0.35"), ((-1, 5), np.float32(2), "-1.5"), ((4, 0), 4, "4.0")],
)
def test_a_decimal_comma_is_named(answer, result, written, capsys):
    compare(answer, result)
    assert f"two numbers. Write decimals with a point, {written}," in capsys.readouterr().out


@pytest.mark.parametrize(
    ("answer", "result"),
    [((0, 35), (0, 53)), ([0, 35], 0.35), ((0.5, 3), 0.5), ((0, -5), 0.5), ((0, 3, 5), 0.35),
     ((True, 5), 1.5), ((0, 5), "C"), (0.5, 0.25)],
)
def test_what_is_no_decimal_comma_is_not_taken_for_one(answer, result, capsys):
    compare(answer, result)
    assert "decimals" not in capsys.readouterr().out


@pytest.mark.parametrize("answer", [..., (3, ...), [[1, ...], [2, 3]]])
def test_blanks_are_not_a_mistake(answer, capsys):
    compare(answer, 9)
    assert capsys.readouterr().out == "○ No answer yet. The result:\n9\n"


@pytest.mark.parametrize(("answer", "word"), [(9, "Correcto"), (8, "Tu respuesta"), (..., "Sin")])
def test_it_speaks_spanish(answer, word, capsys):
    use_language("es")
    compare(answer, 9)
    assert word in capsys.readouterr().out


def _waits(number):
    raise NotImplementedError


@pytest.mark.parametrize(
    "function",
    [
        _waits,
        lambda number: ... * number,
        lambda number: np.zeros((3, 3))[..., ...],
        lambda number: range(...),
        lambda number: ...,
    ],
)
def test_a_function_with_a_blank_is_an_answer_still_to_come(function):
    assert attempt(function, 3) is ...


def test_a_finished_function_returns_its_result():
    assert attempt(lambda a, b: a * b, 3, 4) == 12


def test_a_true_mistake_keeps_its_own_error():
    with pytest.raises(TypeError, match="concatenate str"):
        attempt(lambda number: "a" + number, 3)
    with pytest.raises(IndexError, match="out of"):
        attempt(lambda number: [1, 2][number], 3)
