"""Losses and their gradients against torch.nn.functional, and on scores too large for exp."""

import numpy as np
import pytest
from scipy import special

from cnnlab import nn
from tests.nn.peers import batch_first, batch_last, torch

F = torch.nn.functional
RNG = np.random.default_rng(0)
every_type = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def gradient_of(loss_of, logits):
    """PyTorch's (loss, dL/dlogits) for activations with the batch last."""
    tensor = batch_first(logits).requires_grad_(True)
    value = loss_of(tensor)
    value.backward()
    return value.item(), batch_last(tensor.grad)


def check(ours, target, loss_of, logits):
    value = ours.forward(logits, target)
    expected, gradient = gradient_of(loss_of, logits)
    tolerance = 1e-12 if logits.dtype == np.float64 else 2e-5
    assert value == pytest.approx(expected, rel=tolerance)
    assert isinstance(value, float)
    found = ours.backward()
    assert (found.shape, found.dtype) == (logits.shape, logits.dtype)
    np.testing.assert_allclose(found, gradient, rtol=tolerance,
                               atol=tolerance * np.abs(gradient).max())


# Softmax ----------------------------------------------------------------------------------


@pytest.mark.parametrize("axis", [0, 1, -1])
@every_type
def test_softmax_is_that_of_scipy_along_any_axis(axis, dtype):
    logits = RNG.normal(size=(3, 4, 5)).astype(dtype) * 10
    np.testing.assert_allclose(nn.softmax(logits, axis), special.softmax(logits, axis), rtol=1e-5)
    np.testing.assert_allclose(nn.log_softmax(logits, axis), special.log_softmax(logits, axis),
                               rtol=1e-5, atol=1e-6)
    assert nn.softmax(logits).dtype == dtype


@every_type
def test_softmax_survives_scores_that_exp_does_not(dtype):
    logits = np.array([[1e4, -1e4], [-1e4, -1e4]], dtype)
    np.testing.assert_array_equal(nn.softmax(logits), [[1, 0.5], [0, 0.5]])
    np.testing.assert_allclose(nn.log_softmax(logits)[:, 0], [0, -2e4])


# Cross-entropy ----------------------------------------------------------------------------

WEIGHT = np.array([0.5, 2, 1, 0, 3])

CROSS_ENTROPIES = {
    "plain": {},
    "sum": {"reduction": "sum"},
    "weighted": {"weight": WEIGHT},
    "weighted sum": {"weight": WEIGHT, "reduction": "sum"},
    "with labels to ignore": {"ignore_index": 2},
    "weighted, with labels to ignore": {"ignore_index": 4, "weight": WEIGHT},
}


@every_type
@pytest.mark.parametrize("places", [(7,), (3, 4, 2), (6, 3)],
                         ids=["labels", "pixels", "sequences"])
@pytest.mark.parametrize("options", CROSS_ENTROPIES.values(), ids=CROSS_ENTROPIES)
def test_cross_entropy_is_that_of_pytorch(options, places, dtype):
    logits = (RNG.normal(size=(5, *places)) * 3).astype(dtype)
    labels = RNG.integers(0, 5, places)
    theirs = dict(options)
    if "weight" in theirs:
        theirs["weight"] = torch.from_numpy(WEIGHT.astype(dtype))
    target = batch_first(labels)
    check(nn.CrossEntropyLoss(**options), labels, lambda t: F.cross_entropy(t, target, **theirs),
          logits)


@every_type
def test_cross_entropy_of_large_scores_is_exact(dtype):
    logits = np.array([[1e4, 0, -1e4], [0, 1e4, 1e4]], dtype)
    target = torch.tensor([0, 0, 1])
    check(nn.CrossEntropyLoss(), target.numpy(), lambda t: F.cross_entropy(t, target), logits)


def test_an_untrained_guess_costs_the_logarithm_of_the_number_of_classes():
    assert nn.CrossEntropyLoss()(np.zeros((10, 4)), [0, 3, 5, 9]) == pytest.approx(np.log(10))


def test_a_label_of_minus_100_is_ignored_as_in_pytorch():
    logits, labels = RNG.normal(size=(3, 4)), np.array([0, -100, 2, -100])
    target = torch.from_numpy(labels)
    check(nn.CrossEntropyLoss(), labels, lambda t: F.cross_entropy(t, target), logits)


@every_type
def test_where_every_label_is_ignored_loss_and_gradient_are_zero(dtype):
    loss = nn.CrossEntropyLoss(ignore_index=1)
    assert loss(RNG.normal(size=(3, 2)).astype(dtype), [1, 1]) == 0
    np.testing.assert_array_equal(loss.backward(), np.zeros((3, 2)))


@pytest.mark.parametrize("kind", ["uint8", "int8", "int32", "int64"])
def test_labels_may_be_whole_numbers_of_any_type(kind):
    logits = RNG.normal(size=(3, 4))
    labels = np.array([0, 2, 1, 2], kind)
    target = torch.from_numpy(labels.astype(np.int64))
    check(nn.CrossEntropyLoss(), labels, lambda t: F.cross_entropy(t, target), logits)


def test_labels_stay_as_they_were():
    labels = np.array([0, 255, 1])
    nn.CrossEntropyLoss(ignore_index=255)(np.zeros((2, 3)), labels)
    np.testing.assert_array_equal(labels, [0, 255, 1])


def test_weights_given_as_a_list_keep_the_type_of_the_scores():
    loss = nn.CrossEntropyLoss(weight=[1.0, 2.0])
    loss.forward(np.zeros((2, 3), np.float32), [0, 1, 1])
    assert loss.backward().dtype == np.float32


# Squares, and yes or no -------------------------------------------------------------------


@every_type
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("shape", [(1, 7), (4, 5), (2, 3, 4, 5)])
def test_mean_squares_are_those_of_pytorch(shape, reduction, dtype):
    target = RNG.normal(size=shape).astype(dtype)
    check(nn.MSELoss(reduction=reduction), target,
          lambda t: F.mse_loss(t, batch_first(target), reduction=reduction),
          RNG.normal(size=shape).astype(dtype))


@every_type
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("pos_weight", [None, 3.0, [0.5, 1, 4, 2]])
@pytest.mark.parametrize("soft", [False, True], ids=["yes or no", "between"])
def test_binary_cross_entropy_is_that_of_pytorch(soft, pos_weight, reduction, dtype):
    logits = (RNG.normal(size=(4, 6)) * 5).astype(dtype)
    target = RNG.random((4, 6)).astype(dtype)
    target = target if soft else np.round(target)
    ours, theirs = {"reduction": reduction}, {"reduction": reduction}
    if pos_weight is not None:
        each = np.array(pos_weight)
        ours["pos_weight"] = each[:, None] if each.ndim else pos_weight
        theirs["pos_weight"] = torch.from_numpy(each.astype(dtype))
    check(nn.BCEWithLogitsLoss(**ours), target,
          lambda t: F.binary_cross_entropy_with_logits(t, batch_first(target), **theirs), logits)


@every_type
def test_binary_cross_entropy_of_large_scores_is_exact(dtype):
    logits, target = np.array([[1e4, -1e4, 1e4, -1e4]], dtype), np.array([[0, 1, 1, 0]], dtype)
    check(nn.BCEWithLogitsLoss(), target,
          lambda t: F.binary_cross_entropy_with_logits(t, batch_first(target)), logits)


@pytest.mark.parametrize("loss", [nn.MSELoss(), nn.BCEWithLogitsLoss()])
def test_whole_numbers_as_target_keep_the_type_of_the_prediction(loss):
    loss.forward(np.full((1, 2), 0.25, np.float32), np.array([[0, 1]]))
    assert loss.backward().dtype == np.float32


# Whole numbers, as one tries things out by hand --------------------------------------------


@pytest.mark.parametrize("kind", [np.uint8, np.int64])
def test_softmax_of_whole_numbers_is_that_of_decimals(kind):
    np.testing.assert_allclose(nn.softmax(np.array([1, 3], kind)), [0.119203, 0.880797], atol=1e-6)


@pytest.mark.parametrize(("loss", "target", "theirs"), [
    (nn.CrossEntropyLoss(weight=[0.25, 0.5]), [1, 0, 0],
     lambda t: F.cross_entropy(t, torch.tensor([1, 0, 0]),
                               weight=torch.tensor([0.25, 0.5], dtype=torch.float64))),
    (nn.MSELoss(), np.full((2, 3), 0.5),
     lambda t: F.mse_loss(t, torch.full_like(t, 0.5))),
    (nn.BCEWithLogitsLoss(), np.full((2, 3), 0.5),
     lambda t: F.binary_cross_entropy_with_logits(t, torch.full_like(t, 0.5))),
], ids=["classes", "squares", "yes or no"])
@pytest.mark.parametrize("kind", [np.uint8, np.int64])
def test_whole_numbers_as_prediction_count_as_decimals(loss, target, theirs, kind):
    prediction = np.array([[1, 5, 0], [2, 0, 3]])
    tensor = batch_first(prediction.astype(np.float64)).requires_grad_(True)
    expected = theirs(tensor)
    expected.backward()
    assert loss.forward(prediction.astype(kind), target) == pytest.approx(expected.item())
    np.testing.assert_allclose(loss.backward(), tensor.grad.numpy().T)


# Errors -----------------------------------------------------------------------------------

SCORES = np.zeros((3, 4))

BAD = {
    "a label too large": (nn.CrossEntropyLoss(), SCORES, [0, 1, 3, 0], "from 0 to 2"),
    "a label too small": (nn.CrossEntropyLoss(), SCORES, [0, -1, 2, 0], "from -1 to 2"),
    "decimals as labels": (nn.CrossEntropyLoss(), SCORES, [0.0, 1, 2, 0], "one whole number"),
    "too few labels": (nn.CrossEntropyLoss(), SCORES, [0, 1], r"\(4,\), but labels of shape \(2,"),
    "batch first": (nn.CrossEntropyLoss(), SCORES, [0, 1, 2], "one whole number"),
    "one-hot": (nn.CrossEntropyLoss(), SCORES, np.zeros((3, 4), int), "one whole number"),
    "weights for other classes": (
        nn.CrossEntropyLoss(weight=[1, 2]), SCORES, [0, 1, 2, 0], "each of 3 classes"),
    "squares of other shapes": (
        nn.MSELoss(), SCORES, np.zeros(4), r"\(3, 4\) and \(4,\)"),
    "yes or no of other shapes": (
        nn.BCEWithLogitsLoss(), SCORES, np.zeros((4, 3)), "must have one shape"),
}


@pytest.mark.parametrize(("loss", "prediction", "target", "message"), BAD.values(), ids=BAD)
def test_what_does_not_fit_is_an_error_that_says_both_shapes(loss, prediction, target, message):
    with pytest.raises(ValueError, match=message):
        loss(prediction, target)


@pytest.mark.parametrize("loss", [nn.CrossEntropyLoss, nn.MSELoss, nn.BCEWithLogitsLoss])
def test_another_reduction_is_an_error(loss):
    with pytest.raises(ValueError, match="reduction must be 'mean' or 'sum', but 'none' arrived"):
        loss(reduction="none")


@pytest.mark.parametrize("loss", [nn.CrossEntropyLoss(), nn.MSELoss(), nn.BCEWithLogitsLoss()])
def test_backward_before_forward_says_what_to_call(loss):
    with pytest.raises(AttributeError, match="call forward"):
        loss.backward()


@pytest.mark.parametrize("make", [
    lambda: nn.CrossEntropyLoss(None, True), lambda: nn.MSELoss("sum"),
    lambda: nn.BCEWithLogitsLoss(3.0), lambda: nn.SGD(nn.Linear(1, 1), 0.1, 0.9, 0.5),
    lambda: nn.Conv2d(4, 4, 3, 1, 0, 1, 2), lambda: nn.AvgPool2d(3, 2, 1, False),
    lambda: nn.LSTM(3, 4, 1, True, True), lambda: nn.RNN(3, 4, 1, "tanh", True, True),
])
def test_what_stands_elsewhere_in_pytorch_is_given_by_name(make):
    with pytest.raises(TypeError, match="positional argument"):
        make()
