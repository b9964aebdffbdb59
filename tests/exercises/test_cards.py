"""What an exercise says is a word, a symbol and a colour, in a notebook and in plain text."""

import numpy as np
import pytest

import cnnlab
from cnnlab import exercises
from cnnlab.exercises.cards import Card, Result
from cnnlab.exercises.exercise import Exercise


@pytest.mark.parametrize(
    ("outcome", "heading"),
    [("correct", "✓ Correct"), ("incorrect", "✗ Not yet"), ("not attempted", "○ No answer yet")],
)
def test_an_outcome_is_a_symbol_and_a_word(outcome, heading):
    result = Result(outcome, "Why.", "Title")
    assert repr(result) == f"{heading} · Title\nWhy."
    assert f"<b>{heading} · Title</b>" in result._repr_html_()


def test_each_outcome_has_a_colour_of_its_own():
    assert len({Result(each, "").colour for each in ("correct", "incorrect", "not attempted")}) == 3


def test_a_screen_reader_is_told():
    assert 'role="status"' in Result("correct", "Fine.")._repr_html_()


def test_the_outcome_is_the_same_word_in_every_language():
    cnnlab.use_language("es")
    result = exercises.how_many.check(lambda *given: 1)
    cnnlab.use_language("en")
    assert result.outcome == "incorrect"
    assert result.heading.startswith("✗ Todavía no")


def test_what_a_student_wrote_is_text_and_never_html():
    def script(size, kernel_size, stride):
        raise ValueError("<script>alert(1)</script> & `code`")

    html = exercises.how_many.check(script)._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_card_wears_no_colour_of_text_or_paper():
    """So it is readable in light and in dark: the colour is only in the line at its left."""
    html = exercises.how_many.check(lambda *given: np.zeros(3))._repr_html_()
    assert "border-left" in html
    assert "background: #" not in html
    assert "color: #" not in html


def test_details_can_be_opened():
    assert "<details><summary>See where it differs</summary>" in (
        Result("incorrect", "No.", details="row = 3")._repr_html_()
    )


def test_an_exercise_says_how_it_is_checked():
    assert "exercises.how_many.check(" in repr(exercises.how_many)


def test_hints_end_with_the_way_to_the_solution():
    exercise = exercises.how_many
    exercise._hints_given = 0
    cards = [exercise.hint() for _ in range(len(exercise.hints) + 1)]
    assert [card.heading for card in cards] == [
        "Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Hint 3 of 3"
    ]
    assert [bool(card.note) for card in cards] == [False, False, True, True]
    assert "exercises.how_many.solution()" in cards[-1].note


def test_a_solution_is_the_code_without_decorators():
    program = exercises.how_many.solution().program
    assert program == (
        "def how_many(size, kernel_size, stride):\n    return (size - kernel_size) // stride + 1"
    )


def test_all_exercises_are_listed_and_can_be_found_by_name():
    listed = exercises.all_exercises()
    assert all(isinstance(each, Exercise) for each in listed)
    assert all(getattr(exercises, each.name) is each for each in listed)
    assert {each.name for each in listed} <= set(dir(exercises))


def test_an_unknown_exercise_is_an_attribute_error_that_says_where_they_are():
    with pytest.raises(AttributeError, match=r"all_exercises\(\)"):
        exercises.how_manny  # noqa: B018


def test_a_card_without_anything_has_a_heading():
    assert repr(Card("Only this")) == "Only this"


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_is_shown_says_its_language(language):
    cnnlab.use_language(language)
    shown = exercises.how_many.check()._repr_html_(), exercises.quiz(5)._repr_html_()
    cnnlab.use_language("en")
    assert all(f'lang="{language}"' in html for html in shown)
