"""The network explorer without a browser: what it answers, refuses, and leaves alone."""

import numpy as np
import pytest
from scipy import signal, special

import cnnlab
from cnnlab import datasets, images, nn
from cnnlab.widgets import NetworkExplorer
from cnnlab.widgets.network_examples import chosen, paper_and_ink
from cnnlab.widgets.x_drawings import DRAWINGS
from cnnlab.widgets.x_or_o import x_or_o
from tests.networks_to_explore import NETWORKS, coloured, digits, network_and_image, yes_or_no


def explorer_of(kind):
    network, image = network_and_image(kind)
    return NetworkExplorer(network, image=image)


# The network made by hand ----------------------------------------------------------------


@pytest.mark.parametrize(("name", "label"), [
    ("clean X", 0), ("deformed X", 0), ("small X", 0), ("thick X", 0), ("O", 1),
])
def test_the_network_made_by_hand_tells_x_from_o(name, label):
    assert x_or_o().predict_proba(DRAWINGS[name][None])[0, label] > 0.85


@pytest.mark.parametrize("name", ["plus", "parts of an X", "empty"])
def test_what_is_neither_leaves_it_undecided(name):
    assert x_or_o().predict_proba(DRAWINGS[name][None]).max() < 0.6


def test_its_first_layer_is_the_lectures():
    falling, centre, rising = NetworkExplorer().maps(0)
    assert (falling.max(), centre.max(), rising.max()) == (9, 9, 9)
    assert centre[3, 3] == 9


# What the next cell can ask --------------------------------------------------------------


def test_maps_are_those_of_scipy():
    explorer = explorer_of(digits)
    weight, bias = (explorer.model[0].params[name] for name in ("weight", "bias"))
    padded = np.pad(explorer.image, 1)
    expected = [signal.correlate2d(padded, each[0], "valid") + b
                for each, b in zip(weight, bias, strict=True)]
    np.testing.assert_allclose(explorer.maps(0), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("kind", NETWORKS)
def test_the_last_maps_are_what_the_model_gives(kind):
    explorer = explorer_of(kind)
    expected = explorer.model.scores(explorer.image[None])[0]
    if expected.ndim == 3:
        expected = np.moveaxis(expected, -1, 0)  # scores has the classes last
    np.testing.assert_allclose(explorer.scores, expected, rtol=1e-5, atol=1e-5)


def test_probabilities_are_scipys_softmax_of_the_scores():
    explorer = explorer_of(coloured)
    np.testing.assert_allclose(explorer.probabilities, special.softmax(explorer.scores), rtol=1e-5)


def test_one_score_answers_no_or_yes():
    explorer = explorer_of(yes_or_no)
    yes = special.expit(explorer.scores[0])
    np.testing.assert_allclose(explorer.probabilities, [1 - yes, yes], rtol=1e-5)


@pytest.mark.parametrize("layer", [5, -6, 1.0, "0", None])
def test_a_layer_that_is_not_there_is_refused(layer):
    with pytest.raises(ValueError, match="layer must be a whole number from 0 to 4"):
        NetworkExplorer().maps(layer)


def test_layers_are_counted_from_the_end_too():
    explorer = NetworkExplorer()
    np.testing.assert_array_equal(explorer.maps(-5), explorer.maps(0))


def test_the_maps_are_ones_own():
    explorer = NetworkExplorer()
    explorer.maps(0)[...] = 0
    assert explorer.maps(0).max() == 9


# The student's own network ---------------------------------------------------------------


def test_looking_changes_nothing_in_the_model():
    network, image = network_and_image(coloured)
    before, seen = network.state_dict(), network._input_shape
    NetworkExplorer(network, image=image).maps(-1)
    assert network.training
    assert network[4].training
    assert network._input_shape == seen
    for name, array in network.state_dict().items():
        np.testing.assert_array_equal(array, before[name])


def test_after_more_training_refresh_shows_the_new_weights():
    explorer = NetworkExplorer()
    explorer.model[0].params["weight"] *= 2
    assert explorer.maps(0).max() == 9
    explorer.refresh()
    assert explorer.maps(0).max() == 18
    sent = np.frombuffer(explorer.layers[0]["weight"]["data"], "<f4")
    np.testing.assert_array_equal(sent, explorer.model[0].params["weight"].ravel())


def test_another_model_can_be_set():
    explorer = NetworkExplorer()
    explorer.model = nn.Sequential(nn.Flatten(), nn.Linear(81, 3, rng=0))
    assert explorer.scores.shape == (3,)
    assert explorer.class_names == ["0", "1", "2"]


def test_a_model_that_does_not_fit_leaves_the_old_one():
    explorer = NetworkExplorer()
    with pytest.raises(ValueError, match="64"):
        explorer.model = nn.Sequential(nn.Flatten(), nn.Linear(64, 3))
    assert explorer.scores.shape == (2,)


def test_a_network_with_global_pooling_takes_other_sizes():
    explorer = explorer_of(coloured)
    explorer.image = np.zeros((20, 31, 3))
    assert explorer.maps(0).shape == (5, 16, 27)
    assert explorer.layers[0]["shape"] == [5, 16, 27]


def test_an_image_that_does_not_fit_is_refused_and_the_old_one_stays():
    explorer = NetworkExplorer()
    with pytest.raises(ValueError, match="27"):
        explorer.image = np.zeros((12, 12))
    assert explorer.image.shape == (9, 9)


def test_what_is_drawn_in_the_browser_arrives():
    explorer = NetworkExplorer()
    drawn = images.x_deformed().astype(float)
    explorer.set_state({
        "image": {"shape": [9, 9], "dtype": "float64", "data": memoryview(drawn.tobytes())}
    })
    np.testing.assert_allclose(explorer.scores, [1.125, -1.125])


# What is shown at first ------------------------------------------------------------------


def test_without_an_image_a_trained_network_gets_empty_paper():
    network, _ = network_and_image(digits)
    explorer = NetworkExplorer(network)
    np.testing.assert_array_equal(explorer.image, np.zeros((8, 8)))
    assert (explorer.paper, explorer.ink) == (0, 1)


def test_a_network_that_has_seen_nothing_needs_an_image():
    with pytest.raises(ValueError, match="has seen no image yet"):
        NetworkExplorer(nn.Sequential(nn.Flatten(), nn.Linear(9, 2)))


def test_labelled_examples_bring_the_names_and_the_first_image():
    data = datasets.shapes(40, classes=("x", "o"), rng=0)
    explorer = NetworkExplorer(nn.Sequential(nn.Flatten(), nn.Linear(256, 2)), examples=data)
    assert explorer.class_names == ["x", "o"]
    assert explorer.examples["titles"] == ["x", "o"] * 15
    np.testing.assert_array_equal(explorer.image, data.images[np.argmax(data.labels == 0)])


def test_examples_can_be_a_pair_or_images_alone():
    pictures, labels = np.arange(4)[:, None, None] * np.ones((4, 3, 3)), np.array([1, 1, 0, 1])
    assert chosen((pictures, labels)).titles == ["0", "1", "1", "1"]
    assert chosen((pictures, labels)).images[:, 0, 0].tolist() == [2, 0, 1, 3]
    assert chosen(pictures).titles == ["example 0", "example 1", "example 2", "example 3"]


@pytest.mark.parametrize(("pictures", "expected"), [
    (np.array([[0, 0, 0.5]]), (0, 1)),
    (np.array([[1, 1, 0.5]]), (1, 0)),
    (np.array([[-1, -1, 1]]), (-1, 1)),
    (np.array([[250, 251, 3]], np.uint8), (255, 0)),
    (np.array([[0, 0, 16.0]]), (0, 16)),
])
def test_paper_and_ink_are_read_off_the_examples(pictures, expected):
    assert paper_and_ink(pictures) == expected


# What is refused -------------------------------------------------------------------------


class Doubled(nn.ReLU):
    """A layer of a student's own, which the browser can't know."""


@pytest.mark.parametrize("layer", [nn.ConvTranspose2d(1, 1, 2), nn.RNN(3, 3), Doubled(),
                                   nn.Add(nn.Identity(), nn.ReLU())], ids=repr)
def test_a_layer_that_the_browser_does_not_know_is_named(layer):
    network = nn.Sequential(nn.ReLU(), layer)
    with pytest.raises(ValueError, match=f"layer 1, {type(layer).__name__}, is not known"):
        NetworkExplorer(network, image=np.zeros((4, 4)))


@pytest.mark.parametrize(("arguments", "message"), [
    ({"class_names": ["X"], "image": np.zeros((9, 9))}, "as many names, but 1 arrived"),
    ({"examples": np.zeros((3, 9))}, "examples must be images"),
    ({"examples": np.zeros((0, 9, 9))}, "examples must be images"),
    ({"examples": np.zeros((2, 9, 9)), "image": np.zeros((9, 10))}, "The examples have the shape"),
    ({"image": np.zeros((9, 9, 3))}, "takes an input of shape"),
    ({"image": np.full((9, 9), np.nan)}, "image"),
])
def test_what_does_not_fit_gets_a_sentence(arguments, message):
    with pytest.raises(ValueError, match=message):
        NetworkExplorer(x_or_o(), **{"image": None, **arguments})


def test_only_a_network_is_a_model():
    with pytest.raises(TypeError, match=r"model must be an nn\.Sequential"):
        NetworkExplorer(nn.ReLU())


def test_a_network_without_layers_is_refused():
    with pytest.raises(ValueError, match="no layers yet"):
        NetworkExplorer(nn.Sequential(), image=np.zeros((3, 3)))


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_weights_of_a_training_that_diverged_are_refused(wrong):
    network = x_or_o()
    network[0].params["weight"][1, 0, 1, 1] = wrong
    with pytest.raises(ValueError, match="Layer 0, Conv2d, has weights that are NaN or infinite"):
        NetworkExplorer(network, image=images.x_clean())


def test_scores_that_are_too_large_are_said_to_be_so():
    network = nn.Sequential(nn.Flatten(), nn.Linear(9, 2), nn.Linear(2, 2))
    for layer in network.layers[1:]:
        layer.params["weight"][...] = 1e30
    with np.errstate(over="ignore", invalid="ignore"):
        explorer = NetworkExplorer(network, image=np.ones((3, 3)))
        assert "the scores are NaN or infinite" in repr(explorer)


def test_statistics_of_a_batch_are_refused():
    network = nn.Sequential(nn.BatchNorm2d(1, track_running_stats=False))
    with pytest.raises(ValueError, match="whole batch"):
        NetworkExplorer(network, image=np.zeros((3, 3)))


# In words and as a picture ---------------------------------------------------------------


def test_a_network_that_ends_with_maps_has_no_probabilities_and_says_how_large_they_are():
    explorer = NetworkExplorer(nn.Sequential(nn.Conv2d(1, 2, 3)), image=np.zeros((5, 6)))
    assert repr(explorer) == "Network explorer. Layers: 1. Image: 5 by 6."
    assert explorer.class_names == []
    with pytest.raises(ValueError, match=r"ends with maps of shape \(2, 3, 4\)"):
        _ = explorer.probabilities


def test_of_one_score_alone_its_sentence_says_the_probability():
    explorer = explorer_of(yes_or_no)
    percent = 100 * special.expit(float(explorer.scores[0]))
    assert repr(explorer).endswith(f" Probability: {percent:.3g} %.")


def test_its_sentence_is_spanish_in_spanish():
    cnnlab.use_language("es")
    try:
        assert repr(NetworkExplorer()).endswith("Puntuación más alta: X, 99.8 %.")
    finally:
        cnnlab.use_language("en")
