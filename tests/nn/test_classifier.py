"""CNNClassifier among scikit-learn's tools: their own checks, their data, their grid search."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pytest
from joblib import Parallel, delayed, parallel_config
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from cnnlab import nn
from cnnlab.nn.classifier import CNNClassifier, small_cnn

quick = partial(CNNClassifier, epochs=3, learning_rate=0.01, random_state=0)


class InFloat64(CNNClassifier):
    def _built(self, rng):
        return super()._built(rng).to(np.float64)


# The order of a batch changes the last digit of a float32, about 1e-7: that check allows less. In
# float64 it passes like all others.
ROUNDED = {
    "check_methods_sample_order_invariance": "a float32 differs in its last digit with the order",
}


@parametrize_with_checks(
    [CNNClassifier(), InFloat64()],
    expected_failed_checks=lambda estimator: {} if type(estimator) is InFloat64 else ROUNDED,
)
def test_scikit_learns_own_checks_pass(estimator, check):
    check(estimator)


# Its data --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def digits():
    """Real digits: 600 to learn from, 300 others, as rows of 64 numbers in [0, 1]."""
    rows, labels = load_digits(return_X_y=True)
    return rows[:600] / 16, labels[:600], rows[600:900] / 16, labels[600:900]


@pytest.fixture(scope="module")
def classifier(digits):
    rows, labels, *_ = digits
    return quick(epochs=10).fit(rows, labels)


def test_it_reads_digits_that_it_has_not_seen(classifier, digits):
    *_, rows, labels = digits
    assert classifier.score(rows, labels) > 0.88


def test_rows_and_images_are_the_same_pictures(digits):
    rows, labels, others, _ = digits
    by_rows = quick().fit(rows, labels)
    by_images = quick().fit(rows.reshape(-1, 8, 8), labels)
    assert by_rows.image_shape_ == by_images.image_shape_ == (8, 8)
    assert by_rows.n_features_in_ == by_images.n_features_in_ == 64
    np.testing.assert_array_equal(by_images.predict_proba(others.reshape(-1, 8, 8)),
                                  by_rows.predict_proba(others))


def two_colours(count=60):
    """Noise that is red or blue, (N, 6, 9, 3), as bytes."""
    rng = np.random.default_rng(0)
    names = np.array(["red", "blue"])[np.arange(count) % 2]
    images = rng.integers(0, 100, (count, 6, 9, 3), np.uint8)
    images[names == "red", :, :, 0] += 100
    images[names == "blue", :, :, 2] += 100
    return images, names


def test_colour_images_with_labels_of_words_will_do():
    images, names = two_colours()
    images = images / 255
    classifier = quick(epochs=20).fit(images[:40], names[:40])
    assert classifier.classes_.tolist() == ["blue", "red"]
    assert classifier.n_features_in_ == 6 * 9 * 3
    assert classifier.predict(images[40:]).tolist() == names[40:].tolist()


@pytest.mark.parametrize("dtype", [np.int64, np.float64, np.float32])
def test_bytes_are_the_numbers_that_they_are(dtype):
    images, names = two_colours()
    bytes_, numbers = quick().fit(images, names), quick().fit(images.astype(dtype), names)
    np.testing.assert_array_equal(numbers.predict_proba(images), bytes_.predict_proba(images))


def test_flat_rows_become_the_images_that_image_shape_says():
    images, names = two_colours()
    flat = images.reshape(len(images), -1)
    by_rows = quick(image_shape=(6, 9, 3), learning_rate=1e-3).fit(flat, names)
    by_images = quick(learning_rate=1e-3).fit(images, names)
    np.testing.assert_array_equal(by_rows.predict_proba(flat), by_images.predict_proba(images))


def test_a_row_that_is_no_square_is_an_image_one_pixel_high():
    rows = np.random.default_rng(0).normal(size=(40, 10))
    classifier = quick().fit(rows, rows[:, 0] > 0)
    assert classifier.image_shape_ == (1, 10)


def test_images_may_come_as_lists():
    images = [[[0, 1], [1, 0]], [[1, 1], [0, 0]]] * 3
    assert quick().fit(images, [0, 1] * 3).image_shape_ == (2, 2)


def test_probabilities_are_those_of_the_scores(classifier, digits):
    rows = digits[2]
    by_hand = np.exp(classifier.decision_function(rows))
    np.testing.assert_allclose(classifier.predict_proba(rows),
                               by_hand / by_hand.sum(axis=1, keepdims=True), rtol=1e-4, atol=1e-6)


def test_of_two_classes_the_decision_is_positive_for_the_second():
    images, names = two_colours()
    classifier = quick(learning_rate=1e-3).fit(images, names)
    decision = classifier.decision_function(images)
    assert decision.shape == (60,)
    np.testing.assert_array_equal(classifier.predict(images),
                                  classifier.classes_[(decision > 0).astype(int)])


# Chance and settings ---------------------------------------------------------------------


def test_a_random_state_repeats_everything(digits):
    rows, labels, others, _ = digits
    first, second = quick().fit(rows, labels), quick().fit(rows, labels)
    np.testing.assert_array_equal(first.decision_function(others),
                                  second.decision_function(others))
    assert first.history_["loss"] == second.history_["loss"]


def test_another_random_state_gives_another_network(digits):
    rows, labels, *_ = digits
    weights = [quick(epochs=1, random_state=seed).fit(rows, labels).model_.params["0.weight"]
               for seed in (0, 1)]
    assert (weights[0] != weights[1]).any()


def test_fitting_again_forgets_the_first_time(digits):
    rows, labels, others, _ = digits
    once, again = quick().fit(rows, labels), quick().fit(rows[:300], labels[:300])
    again.fit(rows, labels)
    np.testing.assert_array_equal(again.decision_function(others), once.decision_function(others))


def test_a_clone_has_the_settings_and_nothing_learned(classifier):
    copy = clone(classifier)
    assert copy.get_params() == classifier.get_params()
    with pytest.raises(NotFittedError):
        copy.predict(np.zeros((1, 64)))


def one_layer(image_shape, classes, rng):
    return nn.Sequential(nn.Flatten(), nn.Linear(int(np.prod(image_shape)), classes), rng=rng)


def test_the_network_is_the_one_that_build_returns(digits):
    rows, labels, *_ = digits
    classifier = quick(build=one_layer).fit(rows, labels)
    assert [type(layer) for layer in classifier.model_.layers] == [nn.Flatten, nn.Linear]


@pytest.mark.parametrize(
    ("optimiser", "expected"),
    [("adam", nn.Adam), ("sgd", nn.SGD), (partial(nn.SGD, momentum=0.5), nn.SGD)])
def test_the_optimiser_is_the_one_asked_for(digits, optimiser, expected, monkeypatch):
    steps = []
    monkeypatch.setattr(expected, "step", lambda self: steps.append((type(self), self.lr)))
    rows, labels, *_ = digits
    quick(optimiser=optimiser, learning_rate=0.25, epochs=1).fit(rows[:64], labels[:64])
    assert steps == [(expected, 0.25)]


def test_a_validation_fraction_is_judged_and_stops_in_time(digits):
    rows, labels, *_ = digits
    classifier = quick(epochs=200, validation_fraction=0.25, patience=1).fit(rows, labels)
    assert len(classifier.history_["val_loss"]) == classifier.history_.epochs < 200


@pytest.mark.parametrize(
    ("image_shape", "blocks"),
    [((1, 1), 2), ((1, 7), 2), ((2, 3), 2), ((5, 4, 3), 3), ((33, 20), 4), ((8, 8), 0)])
def test_the_small_network_adapts_to_any_image(image_shape, blocks):
    model = small_cnn(image_shape, classes=3, rng=0, blocks=blocks)
    assert model.predict_proba(np.zeros((2, *image_shape))).shape == (2, 3)


# What can't be used ----------------------------------------------------------------------


def wrong(image_shape, classes, rng):
    return one_layer(image_shape, classes + 1, rng)


def not_a_network(image_shape, classes, rng):
    return [nn.Flatten()]


BAD_SETTINGS = {
    "image_shape too large": ({"image_shape": (8, 9)}, ValueError, r"\(8, 9\) does not fit.* 64"),
    "image_shape of one side": ({"image_shape": (64,)}, ValueError, "does not fit"),
    "image_shape of decimals": ({"image_shape": (8.0, 8)}, TypeError, "image_shape must be"),
    "optimiser": ({"optimiser": "rmsprop"}, ValueError, '"adam", "sgd" or a function.*rmsprop'),
    "no optimiser": ({"optimiser": None}, ValueError, "optimiser must be"),
    "learning_rate": ({"learning_rate": -1}, ValueError, "lr must be greater than 0"),
    "epochs": ({"epochs": 0}, ValueError, "epochs must be at least 1"),
    "batch_size": ({"batch_size": 2.5}, TypeError, "batch_size must be a whole number"),
    "too many scores": ({"build": wrong}, ValueError, r"gives \(10,\) .* it gives \(11,\)"),
    "no network": ({"build": not_a_network}, TypeError, "must return a Sequential, but list"),
}


@pytest.mark.parametrize(("setting", "error", "said"), BAD_SETTINGS.values(), ids=BAD_SETTINGS)
def test_a_setting_that_cannot_be_used_says_what_to_do(digits, setting, error, said):
    rows, labels, *_ = digits
    with pytest.raises(error, match=said):
        quick(**setting).fit(rows, labels)


def test_image_shape_must_be_that_of_the_images(digits):
    rows, labels, *_ = digits
    with pytest.raises(ValueError, match=r"image_shape=\(4, 16\) does not fit.*shape \(8, 8\)"):
        quick(image_shape=(4, 16)).fit(rows.reshape(-1, 8, 8), labels)


def test_other_images_than_it_learned_from_are_refused(classifier):
    with pytest.raises(ValueError, match=r"learned from images of shape \(8, 8\).*\(4, 16\)"):
        classifier.predict(np.zeros((2, 4, 16)))


def test_one_class_is_nothing_to_tell_apart(digits):
    rows, *_ = digits
    with pytest.raises(ValueError, match=r"only one class, 'cat'.*at least two classes"):
        quick().fit(rows, np.full(len(rows), "cat"))


@pytest.mark.parametrize("shape", [(0, 8, 8), (4, 0, 8), (2, 3, 4, 5, 6), (4,), ()])
def test_images_of_another_kind_of_shape_are_refused(shape):
    with pytest.raises(ValueError, match=r"0 sample|0 feature|dim|Expected 2D"):
        quick().fit(np.zeros(shape), [0, 1, 0, 1])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_pixels_that_are_not_finite_are_refused(value):
    images = np.zeros((4, 5, 5))
    images[1, 2, 3] = value
    with pytest.raises(ValueError, match=r"NaN|infinity"):
        quick().fit(images, [0, 1, 0, 1])


# Many at once: joblib, Dask --------------------------------------------------------------


def test_a_fitted_classifier_can_go_to_another_process(classifier, digits):
    rows = digits[2]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        theirs = pool.submit(classifier.predict_proba, rows).result()
    np.testing.assert_allclose(theirs, classifier.predict_proba(rows), rtol=1e-5, atol=1e-6)


def scores_of(digits, **options):
    rows, labels, *_ = digits
    pipeline = make_pipeline(MinMaxScaler(), quick())
    return cross_val_score(pipeline, rows[:300], labels[:300], cv=3, **options)


def searched(digits, **options):
    rows, labels, *_ = digits
    grid = {"build": [partial(small_cnn, filters=4), one_layer], "learning_rate": [0.001, 0.01]}
    search = GridSearchCV(quick(), grid, cv=2, **options)
    return search.fit(rows[:200], labels[:200])


@pytest.fixture(scope="module")
def alone(digits):
    """What comes out without any help."""
    return scores_of(digits, n_jobs=1), searched(digits, n_jobs=1)


def check_searches_agree(search, other):
    np.testing.assert_allclose(search.cv_results_["mean_test_score"],
                               other.cv_results_["mean_test_score"])
    assert search.best_params_ == other.best_params_


def test_cross_validation_on_two_processes_gives_the_same_scores(digits, alone):
    scores = scores_of(digits, n_jobs=2)
    np.testing.assert_allclose(scores, alone[0])
    assert scores.mean() > 0.5  # 0.1 is chance


def test_a_grid_search_on_two_processes_finds_the_same(digits, alone):
    check_searches_agree(searched(digits, n_jobs=2), alone[1])


@pytest.fixture(scope="module")
def two_workers():
    """A Dask cluster on this computer: two processes, no web page, nobody else can reach it."""
    distributed = pytest.importorskip(
        "distributed", reason="Dask is not installed: pip install distributed.")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True,
                                 host="127.0.0.1", dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def test_cross_validation_on_a_dask_cluster_gives_the_same_scores(digits, alone, two_workers):
    with parallel_config("dask"):
        scores = scores_of(digits)
    np.testing.assert_allclose(scores, alone[0])


def test_a_grid_search_on_a_dask_cluster_finds_the_same(digits, alone, two_workers):
    with parallel_config("dask"):
        found = searched(digits)
    check_searches_agree(found, alone[1])


def test_the_cluster_is_where_the_work_is_done(two_workers):
    """Or the two tests above would compare this process with itself."""
    workers = set(two_workers.run(os.getpid).values())
    with parallel_config("dask"):
        where = set(Parallel()(delayed(os.getpid)() for _ in range(20)))
    assert len(workers) == 2
    assert where <= workers
