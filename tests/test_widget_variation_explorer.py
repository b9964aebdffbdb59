"""The variation explorer without a browser: what it counts, what it takes, what it says."""

import numpy as np
import pytest

import cnnlab
from cnnlab import datasets
from cnnlab.datasets import Labelled
from cnnlab.widgets import VariationExplorer
from cnnlab.widgets.variation_explorer import VARIATIONS, letters, x_margins


@pytest.fixture(scope="module")
def whole():
    """The explorer as it is when nothing is said."""
    return VariationExplorer()


def stripes(level=0.0):
    """Two bright pictures and two dark ones, brighter by `level`."""
    images = np.stack([np.full((3, 4), light + level) for light in (0.9, 0.8, 0.1, 0.4)])
    return Labelled(images, [0, 0, 1, 1], ("bright", "dark"))


def is_bright(picture):
    return picture.mean() - 0.5


@pytest.fixture
def small():
    """An explorer whose every number can be worked out in one's head."""
    return VariationExplorer(is_bright, draw=stripes, variations={"level": [0, 0.05, 0.2, -0.35]})


# The detector that is there when nothing is said ------------------------------------------


def test_an_x_has_ink_in_the_centre_and_on_the_diagonals():
    picture = np.maximum(np.eye(20), np.eye(20)[::-1])
    # 8 of the 16 pixels in the middle are ink, and all 40 of the diagonals.
    assert x_margins(picture) == pytest.approx({"centre": 0.0, "diagonals": 0.7})


def test_a_ring_has_no_ink_in_the_centre():
    picture = np.ones((20, 20))
    picture[3:17, 3:17] = 0
    assert x_margins(picture) == pytest.approx({"centre": -0.5, "diagonals": 12 / 40 - 0.3})


def test_the_usual_drawings_are_all_judged_right(whole):
    assert whole.curve[0] == 1


@pytest.mark.parametrize("name", VARIATIONS)
def test_each_of_the_seven_factors_breaks_the_detector(name, whole):
    assert whole.breaks[name] in list(VARIATIONS[name])[1:]


@pytest.mark.parametrize("name", VARIATIONS)
def test_clutter_makes_false_alarms_and_the_six_others_miss_an_x(name, whole):
    """As lesson 2 says: where each breaks, one of the two letters is still judged right."""
    whole.at = (name, whole.breaks[name])
    frame = whole.frame
    always_right = [bool(frame.right[frame.labels == label].all()) for label in (0, 1)]
    assert always_right == ([True, False] if name == "clutter" else [False, True])


def accuracy_by_hand(**factor):
    """Look at each drawing and count, without the explorer."""
    data, right = letters(**factor), 0
    for picture, label in zip(data.images.astype(float), data.labels, strict=True):
        both = [picture[i, i] for i in range(20)] + [picture[i, 19 - i] for i in range(20)]
        says_x = np.mean(picture[8:12, 8:12]) > 0.5 and sum(both) / 40 > 0.3
        right += says_x == (data.class_names[label] == "x")
    return right / len(data.labels)


@pytest.mark.parametrize(("name", "value"), [("angle", 15), ("clutter", 16), ("contrast", 0.6)])
def test_its_accuracy_is_what_counting_by_hand_gives(name, value, whole):
    whole.at = (name, value)
    assert whole.accuracy == pytest.approx(accuracy_by_hand(**{name: value}))


def test_one_factor_is_fixed_and_the_rest_of_the_drawing_stays():
    """The first X at two angles: the same size, the same light, so about as much ink."""
    first = [letters(angle=angle).images[letters().labels == 0][0] for angle in (0, 10)]
    assert abs(first[0].sum() - first[1].sum()) < 0.03 * first[0].sum()
    assert np.abs(first[0] - first[1]).max() > 0.3


# What it counts --------------------------------------------------------------------------


def test_yes_is_right_for_class_0_and_no_for_the_others(small):
    # +0.05: still 2 bright, 2 dark. +0.2: the 0.4 becomes 0.6, a wrong yes.
    # -0.35: 0.9 becomes 0.55, 0.8 becomes 0.45, a wrong no.
    assert small.curve == {0: 1.0, 0.05: 1.0, 0.2: 0.75, -0.35: 0.75}


def test_a_score_of_exactly_0_is_a_no():
    explorer = VariationExplorer(lambda picture: 0, draw=stripes, variations={"level": [0, 0.1]})
    assert explorer.accuracy == 0.5


def test_of_several_features_all_have_to_be_above_0():
    explorer = VariationExplorer(
        lambda picture: {"a": 1, "b": picture[0, 0] - 0.85}, draw=stripes,
        variations={"level": [0, 0.1]},
    )
    assert explorer.frame.right.tolist() == [True, False, True, True]
    assert explorer.score == pytest.approx(0.05)


def test_a_judge_may_answer_true_or_false():
    explorer = VariationExplorer(
        lambda picture: picture.mean() > 0.5, draw=stripes, variations={"level": [0, 0.2]}
    )
    assert list(explorer.curve.values()) == [1, 0.75]


def test_it_breaks_where_the_accuracy_is_first_below_enough(small):
    assert small.breaks == {"level": None}
    strict = VariationExplorer(
        is_bright, draw=stripes, variations={"level": [0, 0.05, 0.2]}, enough=0.8
    )
    assert strict.breaks == {"level": 0.2}


def test_the_picture_and_its_score_are_those_of_the_first_of_the_class_sought(small):
    small.at = ("level", -0.35)
    np.testing.assert_allclose(small.picture, np.full((3, 4), 0.55))
    assert small.score == pytest.approx(0.05)


def test_three_classes_may_be_drawn():
    def draw(**factor):
        return datasets.shapes(9, 20, ("x", "o", "plus"), rng=0, clutter=0, angle=(0, 0))

    explorer = VariationExplorer(draw=draw, variations={"anything": [0, 1]})
    assert explorer.classes == ["X", "O", "plus"]
    assert explorer.counts == [3, 3, 3]


# What the browser gets -------------------------------------------------------------------


def test_the_browser_gets_how_many_of_each_class_are_right(small):
    assert small.variations[0]["right"] == [[2, 2], [2, 2], [2, 1], [1, 2]]
    assert small.counts == [2, 2]


def test_its_pictures_lie_below_each_other_from_black_to_white():
    explorer = VariationExplorer(is_bright, draw=stripes, variations={"level": [0, 0.1]})
    assert explorer.strip.shape == (2 * 4 * 3, 4)  # 2 values, 4 pictures of 3 rows
    assert explorer.strip[::3, 0].tolist() == [
        *(230, 204, 26, 102),  # 0.9, 0.8, 0.1 and 0.4 of 255
        *(255, 230, 51, 128),  # and 0.1 more of each
    ]


def test_the_whole_state_is_light_enough_for_a_notebook(whole):
    assert whole.strip.nbytes < 200_000


def test_what_the_browser_chose_is_there_for_the_next_cell(whole):
    whole.set_state({"at": ["scale", 0.5]})
    assert whole.at == ("scale", 0.5)


# What it takes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "error", "words"),
    [
        (("colour", 1), ValueError, "Choose from: level"),
        (("level", 7), ValueError, "0, 0.05, 0.2, -0.35"),
        ("level", TypeError, "a name and a value"),
    ],
)
def test_a_place_that_is_not_on_a_slider_is_refused(small, at, error, words):
    with pytest.raises(error, match=words):
        small.at = at
    assert small.at == ("level", 0)


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        ({"judge": 3}, TypeError, "judge must be a function"),
        ({"judge": lambda picture: ...}, TypeError, "judge must be a number"),
        ({"judge": lambda picture: np.nan}, ValueError, "finite"),
        ({"judge": lambda picture: picture}, TypeError, "judge must be a number"),
        ({"judge": lambda picture: {}}, ValueError, "without a number"),
        ({"draw": lambda level: np.ones((4, 4))}, TypeError, "labelled images"),
        ({"draw": lambda level: Labelled(np.ones((2, 4, 4, 3)), [0, 1], "ab")}, ValueError, "grey"),
        ({"variations": [1, 2]}, TypeError, "dictionary"),
        ({"variations": {}}, TypeError, "dictionary"),
        ({"variations": {"level": [0]}}, ValueError, "two different values"),
        ({"variations": {"level": [0, "1"]}}, TypeError, "level must be a number"),
        ({"enough": 75}, ValueError, "from 0 to 1"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(wrong, error, words):
    right = {"judge": is_bright, "draw": stripes, "variations": {"level": [0, 0.1]}}
    with pytest.raises(error, match=words):
        VariationExplorer(**{**right, **wrong})


def test_drawings_that_become_fewer_are_refused():
    def draw(count):
        return Labelled(np.ones((count, 4, 4)), [0] * count, ("a", "b"))

    with pytest.raises(ValueError, match=r"\[5, 0\] and \[6, 0\]"):
        VariationExplorer(is_bright, draw=draw, variations={"count": [5, 6]})


# Words -----------------------------------------------------------------------------------


def test_it_says_where_it_stands_and_what_came_of_it(small):
    small.at = ("level", 0.2)
    assert repr(small) == "Variation explorer, level 0.2: 3 of 4 drawings are judged right."


def test_its_sliders_have_the_lectures_words_in_the_students_language():
    cnnlab.use_language("es")
    try:
        explorer = VariationExplorer(variations={"angle": [0, 30], "clutter": [0, 4]})
        labels = [each["label"] for each in explorer.variations]
    finally:
        cnnlab.use_language("en")
    assert labels == ["Punto de vista (angle)", "Fondo cargado (clutter)"]
    assert dict(explorer.variations[0]["margins"][0][0]).keys() == {"centro", "diagonales"}


def test_a_picture_of_each_class_stands_in_its_place():
    explorer = VariationExplorer(is_bright, draw=stripes, variations={"level": [0, 0.1]})
    explorer.at = ("level", 0.1)
    assert explorer._repr_mimebundle_()[0]["image/png"]
    assert [picture[0, 0] for _, picture in explorer._panels()] == [255, 51]
