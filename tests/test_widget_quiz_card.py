"""The quiz card without a browser: what it takes, records, refuses, and its stand-in."""

from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

import cnnlab
from cnnlab.widgets import QuizCard


def option(text, why, is_right=False):
    return SimpleNamespace(text=text, why=why, is_right=is_right)


class Quiz:
    """Two questions, of which the second has two right options; it keeps what was answered."""

    def __init__(self):
        self.heard = []
        self.questions = [
            SimpleNamespace(
                text="`a < b` & c?",
                options=[option("Rows", "No & `no`."), option("Image", "<b>Yes</b>", True)],
            ),
            SimpleNamespace(
                text="Row {row}",
                options=[option("x", "X", True), option("y", "Y"), option("z", "Z", True)],
            ),
        ]

    def answered(self, question, option):
        self.heard.append((question, option))


@pytest.fixture
def quiz():
    return Quiz()


@pytest.fixture
def in_spanish():
    cnnlab.use_language("es")
    yield
    cnnlab.use_language("en")


def from_the_browser(card, chosen):
    card.set_state({"chosen": chosen})


# What is right ---------------------------------------------------------------------------


def test_at_first_nothing_is_chosen(quiz):
    card = QuizCard(quiz)
    assert (card.chosen, card.right, quiz.heard) == ([None, None], 0, [])


@pytest.mark.parametrize(
    ("chosen", "right"),
    [([0, None], 0), ([1, None], 1), ([None, 0], 1), ([1, 2], 2), ([0, 1], 0), ([1, 1], 1)],
)
def test_it_counts_the_right_options(quiz, chosen, right):
    card = QuizCard(quiz)
    card.chosen = chosen
    assert card.right == right


def test_its_repr_says_how_many_are_right(quiz):
    card = QuizCard(quiz)
    card.chosen = [1, 1]
    assert repr(card) == "Quiz: 1 of 2 right"


def test_the_sample_has_one_right_option():
    (question,) = QuizCard().questions
    assert [each["text"] for each in question["options"] if each["right"]] == [str(2 * 3)]


# What is recorded ------------------------------------------------------------------------


def test_each_answer_is_told_once_and_for_its_question(quiz):
    card = QuizCard(quiz)
    for chosen in ([0, None], [1, None], [1, 2]):
        from_the_browser(card, chosen)
    assert quiz.heard == [(0, 0), (0, 1), (1, 2)]


def test_the_same_answer_again_is_no_other_answer(quiz):
    card = QuizCard(quiz)
    from_the_browser(card, [0, None])
    from_the_browser(card, [0, None])
    assert quiz.heard == [(0, 0)]


def test_taking_an_answer_back_is_none(quiz):
    card = QuizCard(quiz)
    from_the_browser(card, [0, 1])
    card.chosen = [None, None]
    assert quiz.heard == [(0, 0), (1, 1)]


def test_where_the_quiz_can_not_record_the_card_goes_on(quiz):
    def full(question, option):
        raise OSError("the disk is full")

    quiz.answered = full
    card = QuizCard(quiz)
    from_the_browser(card, [1, None])
    assert (card.chosen, card.right) == ([1, None], 1)


def test_what_the_quiz_can_not_keep_it_says(quiz):
    quiz.answered = lambda question, option: "No room." if option else ""
    card = QuizCard(quiz)
    from_the_browser(card, [1, None])
    assert card.trouble == "No room."
    from_the_browser(card, [0, None])
    assert card.trouble == ""


# What is refused -------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", [[], [0], [2, 0], [-1, 0], ["0", 0], [0.5, 0], [0, 0, 0]])
def test_an_option_that_is_not_there_is_refused(quiz, chosen):
    card = QuizCard(quiz)
    with pytest.raises(ValueError, match=r"each of the 2 questions.*arrived"):
        card.chosen = chosen
    assert (card.chosen, quiz.heard) == ([None, None], [])


def test_what_the_browser_may_not_send_changes_nothing(quiz):
    card = QuizCard(quiz)
    with pytest.raises(ValueError, match="arrived"):
        from_the_browser(card, [7, None])
    assert card.chosen == [None, None]


@pytest.mark.parametrize("quiz", [5, "quiz", SimpleNamespace(questions=[])])
def test_what_is_no_quiz_is_refused(quiz):
    with pytest.raises(TypeError, match=r"exercises\.quiz\(5\).*arrived"):
        QuizCard(quiz)


# Its texts -------------------------------------------------------------------------------


def test_the_texts_are_in_the_language_of_the_moment(quiz, in_spanish):
    card = QuizCard(quiz)
    cnnlab.use_language("en")
    assert card.questions[0]["options"][1]["text"] == "Imagen"


def test_a_brace_in_a_text_is_only_a_brace(quiz):
    assert QuizCard(quiz).questions[1]["text"] == "Row {row}"


class Read(HTMLParser):
    """The tags of a text and its visible words."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture
def stand_in(quiz):
    return QuizCard(quiz)._repr_mimebundle_()[0]


def test_in_its_place_each_option_can_be_opened(stand_in):
    read = Read(stand_in["text/html"])
    assert read.tags.count("details") == read.tags.count("summary") == 5
    first = "1. a < b & c?Rows✗ No & no.Image✓ <b>Yes</b>2. Row {row}"
    assert "".join(read.words).startswith(first)
    assert read.open == []


def test_in_its_place_stands_nothing_but_tags_that_jupyterlab_leaves_in(stand_in):
    allowed = {"div", "p", "b", "code", "details", "summary"}
    read = Read(stand_in["text/html"])
    assert set(read.tags) <= allowed
    assert read.tags.count("code") == 2


def test_as_plain_text_it_asks_and_does_not_answer(stand_in):
    plain = stand_in["text/plain"]
    assert plain.splitlines() == [
        "Quiz: 0 of 2 right", "", "1. `a < b` & c?", "   ○ Rows", "   ○ Image", "",
        "2. Row {row}", "   ○ x", "   ○ y", "   ○ z",
    ]


def test_the_stand_in_leaves_the_widget_its_place(stand_in):
    assert "application/vnd.jupyter.widget-view+json" in stand_in
