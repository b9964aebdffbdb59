"""A quiz can be read where no widget runs, and its answers are kept as those of exercises are."""

import pytest

from cnnlab import exercises
from cnnlab.exercises import quizzes
from cnnlab.exercises.quizzes import Question, Quiz, right, wrong

QUIZ = Quiz(
    Question("1 + 1 is `<2>`?", right("Yes", "It is `2`."), wrong("No", "Count.")),
    Question("Or 3?", wrong("Yes", "Count again."), right("No", "It isn't.")),
)


def test_its_options_open_and_explain_themselves():
    html = QUIZ._repr_html_()
    assert html.count("<details>") == html.count("<summary>") == 4
    assert "✓ It is <code>2</code>." in html
    assert "✗ Count again." in html


def test_its_text_is_never_html():
    assert "<code>&lt;2&gt;</code>" in QUIZ._repr_html_()


def test_as_plain_text_it_does_not_say_which_option_is_right():
    assert repr(QUIZ).splitlines() == [
        "1. 1 + 1 is `<2>`?", "   ○ Yes", "   ○ No", "2. Or 3?", "   ○ Yes", "   ○ No"
    ]


@pytest.mark.parametrize(
    "options",
    [
        (), (right("a", "b"),), (wrong("a", "b"), wrong("c", "d")),
        (right("a", "b"), right("c", "d")),
    ],
)
def test_a_question_has_one_right_option_and_a_wrong_one(options):
    with pytest.raises(ValueError, match="one right option"):
        Question("?", *options)


def test_an_answer_is_kept(monkeypatch):
    kept = []
    monkeypatch.setattr(quizzes.log, "record", lambda *line: kept.append(line) or "")
    quiz = exercises.quiz(5)
    right_one = [option.is_right for option in quiz.questions[1].options].index(True)
    quiz.answered(1, right_one)
    quiz.answered(1, right_one - 1)
    assert kept == [(5, "quiz 2", "correct"), (5, "quiz 2", "incorrect")]


@pytest.mark.parametrize("lesson", [99, "x", None, -1])
def test_a_lesson_without_a_quiz_is_an_error_that_lists_those_that_have_one(lesson):
    with pytest.raises(ValueError, match="There are quizzes for: 0, 1"):
        exercises.quiz(lesson)


def test_a_lesson_may_be_written_as_its_file_is():
    assert exercises.quiz("05") is exercises.quiz(5)
