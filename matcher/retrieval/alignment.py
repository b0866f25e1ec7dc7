"""Soft token alignment: how much of one text is said in another, word by word and across languages.

Late interaction as in ColBERT (Khattab and Zaharia, SIGIR 2020), in the space of a static table instead of a
transformer's, weighted by how much each token says, and in both directions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from embeddings.arrays import Matrix
from embeddings.static_model import TokenIds, Tokens
from embeddings.token_space import TokenSpace

TokenWeights = NDArray[np.float32]
"""How much each token of the vocabulary says, float32 (V,), >= 0."""

BLOCK_CELLS = 2**22
"""Cosines spread over the tokens of all texts at a time: bounds the memory of long texts."""


def alignment(queries: Tokens, documents: Tokens, weights: TokenWeights, space: TokenSpace) -> tuple[Matrix, Matrix]:
    """How far each query is said in each document, and the reverse: float32 (q, d) in [0, 1] both.

    The weighted mean, over the tokens of one text, of the best cosine with a token of the other (negative ones count
    as 0). Every text has at least one token. Cosines are taken once between distinct tokens.
    """
    asked, asked_place = np.unique(queries.ids, return_inverse=True)
    given, given_place = np.unique(documents.ids, return_inverse=True)
    cosines = np.clip(space.directions(asked) @ space.directions(given).T, 0, 1)
    forward = _means(queries, asked_place, len(asked), weights) @ _best(cosines, given_place, documents)
    backward = _means(documents, given_place, len(given), weights) @ _best(cosines.T, asked_place, queries)
    return np.minimum(forward, 1), np.minimum(backward, 1).T


def token_weights(documents: Tokens, space: TokenSpace) -> TokenWeights:
    """Smooth idf, ln((1 + n) / (1 + df)) + 1 over the documents, times the length of the token's row: float32 (V,)."""
    texts = len(documents.start) - 1
    of_text = np.repeat(np.arange(texts), np.diff(documents.start))
    distinct = np.unique(np.stack([of_text, documents.ids]), axis=1)[1] if texts else documents.ids
    frequency = np.bincount(distinct, minlength=space.size)
    rarity = np.log((1 + texts) / (1 + frequency)) + 1
    return (rarity * space.importance).astype(np.float32)


def _best(cosines: Matrix, places: NDArray[np.int64], tokens: Tokens) -> Matrix:
    """The best cosine of each row with a token of each text: float32 (r, n); `places` (t,) are columns of tokens."""
    rows = max(1, BLOCK_CELLS // len(places))
    return np.concatenate(
        [
            np.maximum.reduceat(cosines[start : start + rows, places], tokens.start[:-1], axis=1)
            for start in range(0, len(cosines), rows)
        ]
    )


def _means(tokens: Tokens, places: NDArray[np.int64], distinct: int, weights: TokenWeights) -> csr_array:
    """The matrix that takes the weighted mean over each text's tokens of a value for each of `distinct` tokens."""
    weight = weights[tokens.ids]
    total = np.add.reduceat(weight, tokens.start[:-1])
    share = weight / np.maximum(np.repeat(total, np.diff(tokens.start)), np.finfo(np.float32).tiny)
    return csr_array((share, places, tokens.start), shape=(len(tokens.start) - 1, distinct))


def matched_tokens(query: TokenIds, document: TokenIds, space: TokenSpace) -> NDArray[np.float32]:
    """For each token of the document the best cosine with a token of the query: float32 (t,) in [0, 1]."""
    if not len(query) or not len(document):
        return np.zeros(len(document), np.float32)
    cosines: NDArray[np.float32] = (space.directions(document) @ space.directions(query).T).max(axis=1)
    return np.clip(cosines, 0, 1)
