"""The Parsons board without a browser: what it takes, refuses, asks the problem and keeps."""

from types import SimpleNamespace

import pytest

from cnnlab.widgets import ParsonsBoard


class Problem:
    """Three lines, of which B belongs to no program; it keeps what it was asked."""

    name = "double_it"

    def __init__(self):
        self.lines = ["    return 2 * x", "    return x < 2", "def double(x):"]
        self.letters = ["A", "B", "C"]
        self.asked = []

    def check(self, order):
        self.asked.append(order)
        if order == ["C", "A"]:
            return SimpleNamespace(outcome="correct", message="It doubles.")
        return SimpleNamespace(outcome="incorrect", message=f"Not with {len(order)} lines.")


@pytest.fixture
def problem():
    return Problem()


@pytest.fixture
def board(problem):
    return ParsonsBoard(problem)


def press_check(board, order):
    """What the browser sends when the button is pressed."""
    board._handle_custom_msg({"check": order}, [])


def test_at_first_the_program_is_empty(board):
    assert (board.order, board.program, board.outcome, board.message) == ([], "", "", "")


def test_the_program_keeps_the_indentation(board):
    board.order = ["C", "A"]
    namespace = {}
    exec(board.program, namespace)
    assert namespace["double"](21) == 42


def test_letters_may_be_given_as_one_text(board):
    board.order = "CAB"
    assert board.order == ["C", "A", "B"]


@pytest.mark.parametrize("order", [["D"], ["A", "A"], "AD", ["a"], [1]])
def test_letters_that_are_not_there_are_refused(board, order):
    with pytest.raises(ValueError, match="order takes letters from A, B, C"):
        board.order = order
    assert board.order == []


@pytest.mark.parametrize(
    ("order", "outcome", "message"),
    [("CA", "correct", "It doubles."), ("AC", "incorrect", "Not with 2 lines.")],
)
def test_the_check_is_the_problems(board, problem, order, outcome, message):
    board.order = order
    board.check()
    assert (board.outcome, board.message) == (outcome, message)
    assert problem.asked == [list(order)]


def test_the_button_checks_the_order_that_the_browser_shows(board, problem):
    press_check(board, ["C", "A"])
    assert (board.order, board.outcome, problem.asked) == (["C", "A"], "correct", [["C", "A"]])


def test_another_order_takes_the_verdict_away(board, problem):
    said = SimpleNamespace(outcome="incorrect", message="No.", details="Input: 3", note="A hint.")
    problem.check = lambda order: said
    press_check(board, ["C", "A"])
    assert (board.details, board.note, board.checked) == ("Input: 3", "A hint.", ["C", "A"])
    board.order = "CB"
    assert (board.outcome, board.message, board.details, board.note) == ("", "", "", "")
    assert board.checked == []


def test_a_check_that_fails_says_so_and_the_board_goes_on(board, problem):
    problem.check = lambda order: 1 / 0
    press_check(board, ["C"])
    assert board.outcome == "not attempted"
    assert "division by zero" in board.message
    del problem.check
    press_check(board, ["C", "A"])
    assert board.outcome == "correct"


def test_the_problem_can_not_change_the_board_through_what_it_is_given(board, problem):
    problem.check = lambda order: order.clear() or SimpleNamespace(outcome="incorrect", message="")
    press_check(board, ["C", "A"])
    assert board.order == board.checked == ["C", "A"]


@pytest.mark.parametrize("problem", [5, "CAB", SimpleNamespace(lines=["x"], letters=["A"])])
def test_what_is_no_problem_is_refused(problem):
    with pytest.raises(TypeError, match=r"ordering exercise.*arrived"):
        ParsonsBoard(problem)


def test_a_line_without_a_letter_is_refused(problem):
    problem.letters = ["A", "B"]
    with pytest.raises(ValueError, match="3 lines and 2 letters"):
        ParsonsBoard(problem)


def test_its_repr_says_how_far_the_program_is(board):
    board.order = "C"
    assert repr(board) == "Lines to put in order: 1 of 3 are in the program"


def test_the_sample_can_be_solved():
    sample, counted = ParsonsBoard(), {"row": [10, 201, 255, 200]}
    sample.order = "EACB"
    sample.check()
    assert sample.outcome == "incorrect"
    sample.order = "EADB"
    sample.check()
    exec(sample.program, counted)
    assert (sample.outcome, counted["bright"]) == ("correct", 2)


# What stands in its place ----------------------------------------------------------------


def test_in_its_place_stand_the_lines_and_how_to_answer(board):
    shown = board._repr_mimebundle_()[0]["text/html"]
    assert "<pre>A      return 2 * x\nB      return x &lt; 2\nC  def double(x):</pre>" in shown
    assert '<code>exercises.double_it.check("ABC...")</code>' in shown


def test_as_plain_text_the_same(board):
    plain = board._repr_mimebundle_()[0]["text/plain"]
    assert "B      return x < 2" in plain
    assert plain.endswith('exercises.double_it.check("ABC...")`')


def test_the_sample_names_no_exercise_that_is_not_there():
    bundle = ParsonsBoard()._repr_mimebundle_()[0]
    assert "exercises." not in bundle["text/html"] + bundle["text/plain"]
