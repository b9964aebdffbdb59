"""The embedding against PyTorch's, against a one-hot product, and against bad tokens."""

import copy

import numpy as np
import pytest

from cnnlab.nn.embedding import Embedding


@pytest.mark.parametrize("padding_idx", [None, 0, 3, -1])
@pytest.mark.parametrize("shape", [(6, 5), (1, 5), (6, 1), (7,)])
def test_output_and_gradient_agree_with_torch(torch, rng, shape, padding_idx):
    layer = Embedding(5, 3, padding_idx, rng=rng, dtype=np.float64)
    theirs = torch.nn.Embedding(5, 3, padding_idx, dtype=torch.float64)
    theirs.weight.data = torch.from_numpy(layer.params["weight"].copy())
    tokens, grad = rng.integers(0, 5, shape), rng.normal(size=(3, *shape))
    output = theirs(torch.from_numpy(tokens))
    output.backward(torch.from_numpy(np.moveaxis(grad, 0, -1)))
    np.testing.assert_array_equal(layer.forward(tokens),
                                  np.moveaxis(output.detach().numpy(), -1, 0))
    layer.backward(grad)
    np.testing.assert_allclose(layer.grads["weight"], theirs.weight.grad.numpy(), atol=1e-12)


def test_it_is_a_linear_layer_on_one_hot_vectors(rng):
    layer, tokens = Embedding(4, 3, rng=0, dtype=np.float64), rng.integers(0, 4, (5, 2))
    one_hot = (tokens == np.arange(4).reshape(4, 1, 1)).astype(float)
    expected = np.einsum("vd,vtn->dtn", layer.params["weight"], one_hot)
    np.testing.assert_allclose(layer.forward(tokens), expected)


def test_the_gradient_of_a_repeated_token_adds_up(rng):
    layer, tokens = Embedding(9, 4, rng=0, dtype=np.float64), rng.integers(0, 9, (50, 8))
    grad = rng.normal(size=(4, 50, 8))
    layer.forward(tokens)
    layer.backward_params(grad)
    one_by_one = np.zeros((9, 4))
    np.add.at(one_by_one, tokens, np.moveaxis(grad, 0, -1))
    np.testing.assert_allclose(layer.grads["weight"], one_by_one)


def test_a_token_that_did_not_appear_has_no_gradient(rng):
    layer = Embedding(4, 2)
    for tokens in ([[0, 1, 3]], [[0]]):  # the second batch must forget the first
        layer.forward(tokens)
        layer.backward_params(np.ones((2, *np.shape(tokens))))
    assert layer.grads["weight"].tolist() == [[1, 1], [0, 0], [0, 0], [0, 0]]


def test_the_first_weights_are_normal_with_standard_deviation_1():
    from scipy import stats

    weight = Embedding(200, 50, rng=0).params["weight"]
    assert stats.kstest(weight.ravel(), "norm").pvalue > 0.01


def test_the_row_of_the_padding_starts_as_zeros_and_stays_so():
    layer = Embedding(3, 2, padding_idx=1, rng=0)
    layer.forward([[1, 0, 1]])
    layer.backward(np.ones((2, 1, 3)))
    assert not layer.params["weight"][1].any()
    assert not layer.grads["weight"][1].any()


def test_a_seed_repeats_the_first_weights():
    np.testing.assert_array_equal(Embedding(5, 3, rng=7).params["weight"],
                                  Embedding(5, 3, rng=7).params["weight"])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_output_and_gradients_have_the_type_of_the_layer(dtype):
    layer = Embedding(5, 3, dtype=dtype)
    y = layer.forward(np.array([[1, 2]], np.uint8))
    grad = layer.backward(np.ones(y.shape, np.float64))
    assert {y.dtype, grad.dtype, layer.grads["weight"].dtype} == {np.dtype(dtype)}


def test_the_way_back_to_the_tokens_ends_in_zeros_of_their_shape():
    layer = Embedding(5, 3)
    layer.forward([[1, 2], [3, 3]])
    np.testing.assert_array_equal(layer.backward(np.ones((3, 2, 2))), np.zeros((2, 2)))


def test_an_empty_batch_has_an_empty_output_and_no_gradient():
    layer = Embedding(5, 3)
    assert layer.forward(np.zeros((4, 0), int)).shape == (3, 4, 0)
    layer.backward(np.ones((3, 4, 0)))
    assert not layer.grads["weight"].any()


@pytest.mark.parametrize("tokens", [np.zeros((6, 2), int), np.zeros(2, int)])
def test_the_output_shape_is_foretold(tokens):
    layer = Embedding(5, 3)
    assert (*layer.output_shape(tokens.shape[:-1]), 2) == layer.forward(tokens).shape


def test_a_copy_has_the_weights_but_not_the_last_tokens():
    layer = Embedding(5, 3)
    layer.forward([1])
    twin = copy.deepcopy(layer)
    np.testing.assert_array_equal(twin.params["weight"], layer.params["weight"])
    with pytest.raises(AttributeError, match="has seen nothing yet"):
        twin.backward(np.ones((3, 1)))


def test_a_padding_counted_from_the_end_is_shown_counted_from_the_start():
    assert repr(Embedding(5, 3, padding_idx=-1)) == "Embedding(5, 3, padding_idx=4)"


BAD_TOKENS = {
    "too large": ([[0, 5]], ValueError, r"tokens from 0 to 4, but they go from 0 to 5"),
    "negative": ([[-1, 2]], ValueError, r"from 0 to 4, but they go from -1 to 2"),
    "decimals": ([[1.0, 2.0]], TypeError, r"whole numbers .* type float64 and shape \(1, 2\)"),
    "booleans": ([[True]], TypeError, "whole numbers .* type bool"),
    "words": (["cat"], TypeError, "whole numbers"),
    "a lone number": (3, TypeError, r"shape \(T, N\) or \(N,\)"),
}


@pytest.mark.parametrize(("tokens", "error", "message"), BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_what_is_no_token_of_the_table_is_an_error_that_says_so(tokens, error, message):
    with pytest.raises(error, match=message):
        Embedding(5, 3).forward(tokens)


BAD_ARGUMENTS = {
    "no tokens": ((0, 3), ValueError, "num_embeddings must be at least 1"),
    "no numbers": ((5, 0), ValueError, "embedding_dim must be at least 1"),
    "padding too large": ((5, 3, 5), ValueError, "padding_idx .* from 0 to 4, but 5"),
    "padding too negative": ((5, 3, -6), ValueError, "padding_idx must be at least -5"),
    "padding no number": ((5, 3, "pad"), TypeError, "padding_idx must be a whole number"),
}


@pytest.mark.parametrize(("arguments", "error", "message"), BAD_ARGUMENTS.values(),
                         ids=BAD_ARGUMENTS)
def test_a_table_that_cannot_be_made_is_an_error_that_says_why(arguments, error, message):
    with pytest.raises(error, match=message):
        Embedding(*arguments)
