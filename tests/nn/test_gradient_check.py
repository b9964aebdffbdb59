"""The judge of all backward passes: right ones pass; broken ones are caught, each in its place."""

import numpy as np
import pytest

from cnnlab import nn
from cnnlab.nn.branches import Add, Concat
from cnnlab.nn.dropout import Dropout
from cnnlab.nn.embedding import Embedding
from cnnlab.nn.gradient_check import gradient_check
from cnnlab.nn.lstm import LSTM
from cnnlab.nn.normalisation import BatchNorm2d
from cnnlab.nn.rnn import RNN
from cnnlab.nn.transposed_convolution import ConvTranspose2d

IMAGES = (2, 9, 7, 3)  # neither square, nor as many examples as channels

RIGHT = {
    "convolution": (nn.Conv2d(2, 3, (3, 2)), IMAGES),
    "convolution, stride": (nn.Conv2d(2, 3, (3, 2), stride=2), IMAGES),
    "convolution, padding": (nn.Conv2d(2, 3, (3, 2), padding=(1, 2)), IMAGES),
    "convolution, dilation": (nn.Conv2d(2, 3, (2, 3), dilation=(3, 2)), IMAGES),
    "convolution, all of it": (
        nn.Conv2d(2, 3, (3, 2), stride=(2, 1), padding=(1, 2), dilation=(2, 3)), IMAGES),
    "convolution, same size, no bias": (nn.Conv2d(2, 3, 4, padding="same", bias=False), IMAGES),
    "transposed convolution": (
        ConvTranspose2d(2, 3, (3, 2), stride=(2, 3), padding=(1, 0), output_padding=1,
                        dilation=(2, 1)), (2, 5, 4, 3)),
    "max pooling": (nn.MaxPool2d((3, 2), stride=(2, 1), padding=1), IMAGES),
    "max pooling, dilation": (nn.MaxPool2d(2, stride=2, dilation=(2, 3)), IMAGES),
    "mean pooling": (nn.AvgPool2d((3, 2), stride=2, padding=1), IMAGES),
    "mean pooling, frame not counted": (
        nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False), IMAGES),
    "global mean": (nn.GlobalAvgPool2d(), IMAGES),
    "ReLU": (nn.ReLU(), IMAGES),
    "leaky ReLU": (nn.LeakyReLU(0.1), IMAGES),
    "sigmoid": (nn.Sigmoid(), IMAGES),
    "tanh": (nn.Tanh(), IMAGES),
    "linear": (nn.Linear(5, 3), (5, 4)),
    "linear, along a sequence": (nn.Linear(5, 3, bias=False), (5, 6, 4)),
    "flatten": (nn.Flatten(), IMAGES),
    "identity": (nn.Identity(), IMAGES),
    "batch normalisation": (BatchNorm2d(2), IMAGES),
    "batch normalisation, in use": (BatchNorm2d(2).eval(), IMAGES),
    "dropout": (Dropout(0.4, rng=0), IMAGES),
    "dropout, in use": (Dropout(0.4, rng=0).eval(), IMAGES),
    "recurrent": (RNN(3, 4), (3, 5, 2)),
    "LSTM": (LSTM(3, 4), (3, 5, 2)),
    "residual block": (
        Add(nn.Sequential(nn.Conv2d(2, 2, 3, padding=1), nn.Tanh()), nn.Identity()), IMAGES),
    "inception block": (
        Concat(nn.Conv2d(2, 2, 1), nn.Conv2d(2, 3, (3, 5), padding="same")), IMAGES),
    "network": (
        nn.Sequential(nn.Conv2d(2, 4, 3, stride=2, padding=1), BatchNorm2d(4), nn.ReLU(),
                      nn.MaxPool2d(2), Dropout(0.2, rng=1), nn.Flatten(), nn.Linear(16, 5),
                      rng=0), IMAGES),
}


@pytest.mark.parametrize(("layer", "shape"), RIGHT.values(), ids=RIGHT)
def test_every_layer_passes(layer, shape):
    assert repr(gradient_check(layer, shape)).startswith("Gradient check passed")


def test_every_layer_of_the_package_is_among_them():
    exported = {value for name in nn.__all__ if isinstance(value := getattr(nn, name), type)
                and issubclass(value, nn.Layer)} - {nn.Layer}
    checked = {type(layer) for layer, _ in RIGHT.values()} | {Embedding}
    assert exported - checked == set()


def test_the_table_of_an_embedding_is_checked_and_its_tokens_are_not_moved():
    tokens = np.array([[1, 2], [3, 1], [6, 1]])
    report = gradient_check(Embedding(7, 3, rng=0), tokens)
    assert report.passed
    assert {one.name for one in report.comparisons} == {"weight"}


LOSSES = {
    "cross-entropy": (nn.CrossEntropyLoss(), [0, 4, 2]),
    "cross-entropy, weighted": (
        nn.CrossEntropyLoss(weight=[1, 2, 3, 4, 5.0], ignore_index=4), [0, 4, 2]),
    "squares": (nn.MSELoss(), np.arange(15.0).reshape(5, 3)),
    "yes or no": (nn.BCEWithLogitsLoss(pos_weight=3), np.eye(5)[:, :3]),
    "a sum": (nn.CrossEntropyLoss(reduction="sum"), [0, 4, 2]),
}


@pytest.mark.parametrize(("loss", "labels"), LOSSES.values(), ids=LOSSES)
def test_a_network_passes_together_with_its_loss(loss, labels):
    network = nn.Sequential(nn.Conv2d(2, 3, 3, stride=2), nn.Tanh(), nn.Flatten(),
                            nn.Linear(36, 5), rng=0)
    report = gradient_check(network, IMAGES, loss, labels)
    assert report.passed, report


def test_many_kinks_on_the_way_do_not_make_a_right_network_fail():
    network = nn.Sequential(nn.Conv2d(2, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 8, 2),
                            nn.ReLU(), rng=0)
    assert all(gradient_check(network, IMAGES, rng=seed, eps=1e-4).passed for seed in range(5))


# Broken ones ------------------------------------------------------------------------------


class Flipped(nn.Conv2d):
    """Turns the kernel by 180 degrees on the way to the input."""

    def backward_input(self, grad_output):
        weight = self.params["weight"]
        self.params["weight"] = np.ascontiguousarray(weight[:, :, ::-1, ::-1])
        try:
            return super().backward_input(grad_output)
        finally:
            self.params["weight"] = weight


class TransposedKernel(nn.Conv2d):
    """Rows and columns of the kernel's gradient are exchanged."""

    def backward_params(self, grad_output):
        super().backward_params(grad_output)
        self.grads["weight"][...] = self.grads["weight"].transpose(0, 1, 3, 2).copy()


class WithoutStride(nn.Conv2d):
    """Gives the input its gradient as if the kernel had moved by one."""

    def backward_input(self, grad_output):
        right = super().backward_input(grad_output)
        wrong = np.zeros_like(right)
        wrong[:, ::2, ::2] = right[:, : (right.shape[1] + 1) // 2, : (right.shape[2] + 1) // 2]
        return wrong


class WithoutBias(nn.Conv2d):
    """Forgets the bias."""

    def backward_params(self, grad_output):
        before = self.grads["bias"].copy()
        super().backward_params(grad_output)
        self.grads["bias"][...] = before


class AddingUp(nn.Linear):
    """Adds the gradient to what was there, as PyTorch does."""

    def backward_params(self, grad_output):
        before = {name: grad.copy() for name, grad in self.grads.items()}
        super().backward_params(grad_output)
        for name, grad in self.grads.items():
            grad += before[name]


class Twice(nn.Linear):
    """A factor of two too much."""

    def backward_params(self, grad_output):
        super().backward_params(grad_output)
        self.grads["weight"] *= 2


class TransposedWeights(nn.Linear):
    """Multiplies by W where W^T is due; its W is square, so no shape gives it away."""

    def backward_input(self, grad_output):
        return self.params["weight"] @ grad_output


class SwappedExamples(nn.Linear):
    """The examples of a batch get each other's gradient."""

    def backward_input(self, grad_output):
        return super().backward_input(grad_output)[:, ::-1]


class MeanOnly(BatchNorm2d):
    """Forgets that the statistics depend on the input: a popular mistake."""

    def backward_input(self, grad_output):
        return grad_output * self.params["weight"][:, None, None, None]


class WrongAtTheKink(nn.MaxPool2d):
    """Gives every pixel of a window its gradient, not only the largest."""

    def backward_input(self, grad_output):
        return np.kron(grad_output, np.ones((1, 2, 2, 1)))


class OffByAThousandth(nn.Tanh):
    """Nearly right."""

    def backward_input(self, grad_output):
        return super().backward_input(grad_output) * 1.001


class OneWrongEntry(nn.Linear):
    """A single weight of twenty has the wrong sign."""

    def backward_params(self, grad_output):
        super().backward_params(grad_output)
        self.grads["weight"][1, 3] *= -1


BROKEN = {
    "flipped kernel": (Flipped(2, 3, (3, 2)), IMAGES, {"input"}),
    "exchanged rows and columns": (TransposedKernel(2, 3, 3), IMAGES, {"weight"}),
    "missing stride": (WithoutStride(2, 3, 3, stride=2), IMAGES, {"input"}),
    "forgotten bias": (WithoutBias(2, 3, 3), IMAGES, {"bias"}),
    "adds up": (AddingUp(4, 3), (4, 5), {"weight", "bias"}),
    "factor 2": (Twice(4, 3), (4, 5), {"weight"}),
    "transposed weights": (TransposedWeights(4, 4), (4, 5), {"input"}),
    "swapped examples": (SwappedExamples(4, 3), (4, 6), {"input"}),
    "statistics taken for constants": (MeanOnly(2), IMAGES, {"input"}),
    "all pixels of a window": (WrongAtTheKink(2), (2, 6, 4, 3), {"input"}),
    "a thousandth too much": (OffByAThousandth(), IMAGES, {"input"}),
    "one wrong entry": (OneWrongEntry(5, 4), (5, 3), {"weight"}),
}


@pytest.mark.parametrize(("layer", "shape", "wrong"), BROKEN.values(), ids=BROKEN)
def test_a_broken_backward_is_caught_and_named(layer, shape, wrong):
    report = gradient_check(layer, shape)
    assert not report.passed
    assert {one.name for one in report.comparisons if one.error > report.tolerance} == wrong


def test_a_broken_layer_inside_a_network_is_named_by_its_place():
    network = nn.Sequential(nn.Linear(5, 4), nn.Tanh(), Twice(4, 3), rng=0)
    report = gradient_check(network, (5, 6))
    assert report.worst.name == "2.weight"
    assert report.worst_of("0.weight").error <= report.tolerance


def test_a_gradient_of_another_shape_is_an_error_that_says_both():
    class Flat(nn.ReLU):
        def backward_input(self, grad_output):
            return super().backward_input(grad_output).ravel()

    with pytest.raises(ValueError, match=r"input a gradient of shape \(12,\).* \(3, 4\)"):
        gradient_check(Flat(), (3, 4))


# What it says, and what it leaves alone ---------------------------------------------------


def test_the_report_says_where_the_worst_error_is_and_both_numbers():
    report = gradient_check(Twice(1, 1, bias=False), np.ones((1, 1)))
    worst = report.worst
    assert worst.backward == pytest.approx(2 * worst.differences)
    assert worst.error == pytest.approx(1 / 3)
    text = repr(report)
    assert text.startswith("Gradient check FAILED in weight: 1 of 2 numbers")
    assert f"weight[0, 0]: backward {worst.backward:.6g}, differences" in text


def test_differences_are_those_of_the_formula():
    """d tanh(x)/dx = 1 - tanh(x)^2, with the output times the random number that `rng` draws."""
    report = gradient_check(nn.Tanh(), np.array([[0.3]]), rng=5)
    upstream = np.random.default_rng(5).normal()
    assert report.worst.differences == pytest.approx(upstream * (1 - np.tanh(0.3) ** 2))


def test_the_layer_stays_as_it_was():
    layer = nn.Sequential(nn.Conv2d(2, 3, 3), BatchNorm2d(3), Dropout(0.5, rng=0), rng=0)
    arrays = {**layer.params, **layer.grads, **layer.buffers}
    before = {name: array.copy() for name, array in arrays.items()}
    gradient_check(layer, IMAGES)
    assert layer.dtype == np.float32
    assert {**layer.params, **layer.grads, **layer.buffers}.keys() == before.keys()
    for name, array in arrays.items():
        np.testing.assert_array_equal(array, before[name])


def test_the_input_stays_as_it_was():
    x = np.random.default_rng(0).normal(size=(3, 4))
    before = x.copy()
    gradient_check(nn.Linear(3, 2), x)
    np.testing.assert_array_equal(x, before)


def test_dropout_draws_the_masks_that_it_would_have_drawn():
    layer, same = Dropout(0.5, rng=3), Dropout(0.5, rng=3)
    gradient_check(layer, (4, 5))
    np.testing.assert_array_equal(layer(np.ones((4, 5))), same(np.ones((4, 5))))


def test_of_a_large_array_so_many_numbers_are_drawn_and_no_number_twice():
    report = gradient_check(nn.Linear(50, 40), (50, 2), most=30)
    weights = [one.index for one in report.comparisons if one.name == "weight"]
    assert len(set(weights)) == len(weights) == 30


def test_one_seed_checks_the_same_numbers_again():
    first, second = (gradient_check(nn.Linear(50, 40, rng=0), (50, 2), rng=4) for _ in range(2))
    assert first == second


def test_vanishing_gradients_pass_where_rounding_is_all_that_differs():
    layer = nn.Sequential(nn.Linear(4, 4, rng=0), nn.Sigmoid(), rng=0)
    assert gradient_check(layer, np.random.default_rng(0).normal(size=(4, 3)) * 100).passed


def test_a_bias_before_batch_normalisation_has_no_influence_and_passes():
    assert gradient_check(nn.Sequential(nn.Conv2d(2, 3, 3), BatchNorm2d(3), rng=0), IMAGES).passed


BAD = {
    "not a layer": (("conv", (2, 3)), TypeError, "must be a network or a layer"),
    "an empty input": ((nn.Tanh(), np.zeros((0, 3))), ValueError, "x is empty"),
    "NaN": ((nn.Tanh(), np.array([[np.nan]])), ValueError, "x holds 1 value"),
    "a shape with a zero": ((nn.Tanh(), (0, 3)), ValueError, "x must be at least 1"),
    "nothing to move": (
        (nn.Tanh(), np.array([[1, 2]])), ValueError, "nothing to check: Tanh.. has no weights"),
    "a shape that doesn't fit": (
        (nn.Conv2d(3, 1, 2), IMAGES), ValueError, "takes an input of shape"),
}


@pytest.mark.parametrize(("arguments", "error", "message"), BAD.values(), ids=BAD)
def test_bad_input_gets_an_error_that_says_what_to_do(arguments, error, message):
    with pytest.raises(error, match=message):
        gradient_check(*arguments)


@pytest.mark.parametrize("option", ["eps", "tolerance", "most"])
def test_numbers_must_be_positive(option):
    with pytest.raises(ValueError, match=option):
        gradient_check(nn.Tanh(), (2, 3), **{option: 0})
