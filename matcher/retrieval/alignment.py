"""Soft token alignment: how much of one text is said in another, word by word and across languages.

Late interaction as in ColBERT (Khattab and Zaharia, SIGIR 2020), in the space of a static table instead of a
transformer's, weighted by how much each token says, and in both directions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.char_ngrams import smooth_idf
from embeddings.static_model import TokenIds, Tokens
from embeddings.token_space import TokenSpace
from matcher.retrieval.ragged import row_of

TokenWeights = NDArray[np.float32]
"""How much each token of the vocabulary says, float32 (V,), >= 0."""

BLOCK_CELLS = 2**22
"""Cosines spread over the tokens of all texts at a time: bounds the memory of long texts."""


def alignment(queries: Tokens, documents: Tokens, weights: TokenWeights, space: TokenSpace) -> tuple[Matrix, Matrix]:
    """How far each query is said in each document, and the reverse: float32 (q, d) in [0, 1] both.

    The weighted mean, over the tokens of one text, of the best cosine with a token of the other (negative ones count
    as 0). Every text has at least one token. Cosines are taken once between distinct tokens.
    """
    if len(queries.ids) > len(documents.ids):
        backward, forward = alignment(documents, queries, weights, space)
        return forward.T, backward.T
    asked, asked_place = np.unique(queries.ids, return_inverse=True)
    given, given_place = np.unique(documents.ids, return_inverse=True)
    cosines = space.directions(asked) @ space.directions(given).T
    np.maximum(cosines, 0, out=cosines)
    forward = _means(_best(cosines, given_place, documents)[asked_place], queries, weights)
    best = np.maximum.reduceat(cosines[asked_place], queries.start[:-1], axis=0)
    backward = _means(best.T[given_place], documents, weights)
    return np.minimum(forward, 1), np.minimum(backward, 1).T


def token_weights(documents: Tokens, space: TokenSpace) -> TokenWeights:
    """Smooth idf, ln((1 + n) / (1 + df)) + 1 over the documents, times the length of the token's row: float32 (V,)."""
    return weights_of(token_frequency(documents, space.size), len(documents.start) - 1, space)


def token_frequency(documents: Tokens, size: int) -> NDArray[np.int64]:
    """How many documents hold each of `size` tokens: int64 (size,)."""
    of_text = row_of(documents.start, np.arange(len(documents.ids)))
    return np.bincount(np.unique(of_text * size + documents.ids) % size, minlength=size)


def weights_of(frequency: NDArray[np.int64], texts: int, space: TokenSpace) -> TokenWeights:
    """What `token_weights` gives for tokens that `frequency`, int64 (V,), of so many texts hold."""
    return smooth_idf(frequency, texts) * space.importance


def _best(cosines: Matrix, places: NDArray[np.int64], tokens: Tokens) -> Matrix:
    """The best cosine of each row with a token of each text: float32 (r, n); `places` (t,) are columns of tokens."""
    rows = max(1, BLOCK_CELLS // len(places))
    return np.concatenate(
        [
            np.maximum.reduceat(cosines[start : start + rows, places], tokens.start[:-1], axis=1)
            for start in range(0, len(cosines), rows)
        ]
    )


def _means(values: Matrix, tokens: Tokens, weights: TokenWeights) -> Matrix:
    """The weighted mean over each text's tokens of a row of values for each token, (t, c): float32 (n, c)."""
    weight = weights[tokens.ids]
    total = np.add.reduceat(weight, tokens.start[:-1])
    summed = np.add.reduceat(values * weight[:, None], tokens.start[:-1], axis=0)
    return (summed / np.maximum(total, np.finfo(np.float32).tiny)[:, None]).astype(np.float32)


def matched_tokens(query: TokenIds, document: TokenIds, space: TokenSpace) -> NDArray[np.float32]:
    """For each token of the document the best cosine with a token of the query: float32 (t,) in [0, 1]."""
    if not len(query) or not len(document):
        return np.zeros(len(document), np.float32)
    cosines: NDArray[np.float32] = (space.directions(document) @ space.directions(query).T).max(axis=1)
    return np.clip(cosines, 0, 1)
