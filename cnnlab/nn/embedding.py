"""From words to numbers: each token of a vocabulary has a learned row of numbers, looked up.

A network can't multiply the word "cat". A tokeniser gives every word a whole number, its token,
and this layer gives every token a point in space; training moves words of similar use close
together.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from cnnlab._validation import say, whole_number
from cnnlab.nn.layer import Layer, Shape


class Embedding(Layer):
    """A table with one row for each token: y[:, t, n] = weight[tokens[t, n]].

    Looking up a row is multiplying by a one-hot vector, which is 1 at the token and 0 elsewhere.
    So the way back gives each row the sum of what all its appearances ask for, and rows that
    didn't appear get zero:

        dL/dweight[v] = sum over all t, n with tokens[t, n] = v of  dL/dy[:, t, n]

    Parameters
    ----------
    num_embeddings : int, how many tokens there are, numbered from 0
    embedding_dim : int, how many numbers stand for each token
    padding_idx : int or None, a token that only fills up short sequences
        Its row starts as zeros and its gradient is zero, so it stays so. -1 is the last token.
    rng : seed or Generator for the first weights, normal with mean 0 and standard deviation 1
    dtype : float32, or float64 for checks

    `params`: weight (num_embeddings, embedding_dim). Raises TypeError for tokens that are not
    whole numbers, ValueError for those that the table doesn't have.

    Bengio, Ducharme, Vincent and Jauvin, "A Neural Probabilistic Language Model" (2003).

    >>> layer = Embedding(3, 2)
    >>> layer.params["weight"][...] = [[0, 0], [1, 2], [3, 4]]
    >>> layer.forward([2, 1, 2])                 # (N,) -> (embedding_dim, N)
    array([[3., 1., 3.],
           [4., 2., 4.]], dtype=float32)
    >>> layer.backward_params(np.ones((2, 3)))   # token 2 stood there twice
    >>> layer.grads["weight"].tolist()
    [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]
    """

    alone = True

    def __init__(
        self, num_embeddings: int, embedding_dim: int, padding_idx: int | None = None,
        *, rng: Any = None, dtype: DTypeLike = np.float32,
    ):
        super().__init__(dtype)
        self.num_embeddings = whole_number(num_embeddings, "num_embeddings", minimum=1)
        self.embedding_dim = whole_number(embedding_dim, "embedding_dim", minimum=1)
        self.padding_idx = None if padding_idx is None else self._row(padding_idx)
        self.initialise(rng)

    def initialise(self, rng: Any = None) -> None:
        """Draw all rows, normal with standard deviation 1; the row of the padding is zero."""
        shape = (self.num_embeddings, self.embedding_dim)
        self.set_param("weight", np.random.default_rng(rng).normal(size=shape))
        if self.padding_idx is not None:
            self.params["weight"][self.padding_idx] = 0

    def forward(self, tokens: ArrayLike) -> np.ndarray:
        """Return (embedding_dim, T, N) for tokens (T, N), or (embedding_dim, N) for (N,)."""
        self._tokens = self._checked(np.asarray(tokens))
        return np.ascontiguousarray(np.moveaxis(self.params["weight"][self._tokens], -1, 0))

    def backward_params(self, grad_output: np.ndarray) -> None:
        """Fill `grads`: sorted by token, what one row is owed stands together and is added up."""
        tokens = self._tokens.ravel()
        grad = np.asarray(grad_output, self.dtype).reshape(self.embedding_dim, tokens.size).T
        order = np.argsort(tokens, kind="stable")
        rows, starts = np.unique(tokens[order], return_index=True)
        self.grads["weight"][...] = 0
        self.grads["weight"][rows] = np.add.reduceat(grad[order], starts, axis=0)
        if self.padding_idx is not None:
            self.grads["weight"][self.padding_idx] = 0

    def backward_input(self, grad_output: np.ndarray) -> np.ndarray:
        """Return zeros shaped as the tokens: a token is a name, and can't grow by a little."""
        return np.zeros(self._tokens.shape, self.dtype)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (embedding_dim, T) for tokens (T,), or (embedding_dim,) for a lone one, ()."""
        return (self.embedding_dim, *input_shape)

    def _checked(self, tokens: np.ndarray) -> np.ndarray:
        """Return the tokens, once each of them has a row."""
        if tokens.dtype.kind not in "iu" or tokens.ndim == 0:
            raise TypeError(
                say("{layer} takes tokens, whole numbers of shape (T, N) or (N,), but an array "
                    "of type {dtype} and shape {shape} arrived.",
                    layer=repr(self), dtype=tokens.dtype, shape=tokens.shape)
            )
        if tokens.size and not 0 <= tokens.min() <= tokens.max() < self.num_embeddings:
            raise ValueError(
                say("{layer} knows the tokens from 0 to {last}, but they go from {smallest} to "
                    "{largest} here.", layer=repr(self), last=self.num_embeddings - 1,
                    smallest=tokens.min(), largest=tokens.max())
            )
        return tokens

    def _row(self, padding_idx: int) -> int:
        """Return the row that `padding_idx` means, counted from 0."""
        row = whole_number(padding_idx, "padding_idx", minimum=-self.num_embeddings)
        if row >= self.num_embeddings:
            raise ValueError(
                say("padding_idx must be one of the tokens from 0 to {last}, but {padding_idx} "
                    "arrived.", last=self.num_embeddings - 1, padding_idx=padding_idx)
            )
        return row % self.num_embeddings

    def _described(self) -> str:
        sizes = f"{self.num_embeddings}, {self.embedding_dim}"
        return sizes + self._options(padding_idx=None)
