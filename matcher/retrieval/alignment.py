"""Soft token alignment: how much of one text is said in another, word by word and across languages.

Late interaction as in ColBERT (Khattab and Zaharia, SIGIR 2020), in the space of a static table instead of a
transformer's, weighted by how much each token says, and in both directions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.char_ngrams import smooth_idf
from embeddings.compiled import Float32s, Int32s, Int64s, Table, compiled
from embeddings.static_model import TokenIds, Tokens
from embeddings.token_space import TokenSpace
from matcher.retrieval.ragged import row_of

TokenWeights = NDArray[np.float32]
"""How much each token of the vocabulary says, float32 (V,), >= 0."""


def alignment(queries: Tokens, documents: Tokens, weights: TokenWeights, space: TokenSpace) -> tuple[Matrix, Matrix]:
    """How far each query is said in each document, and the reverse: float32 (q, d) in [0, 1] both.

    The weighted mean, over the tokens of one text, of the best cosine with a token of the other (negative ones count
    as 0). Every text has at least one token. Cosines are taken once between distinct tokens.
    """
    asked, asked_place = _distinct(queries.ids, space.size)
    given, given_place = _distinct(documents.ids, space.size)
    cosines = space.cosines(given, asked)
    return _aligned(cosines, asked_place, queries.start, given_place, documents.start, weights[asked], weights[given])


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


@compiled
def _distinct(ids: Int32s, size: int) -> tuple[TokenIds, TokenIds]:
    """The distinct ones of ids below `size`, in the order in which they come, and the place of each id among them."""
    number = np.zeros(size, np.int32)
    distinct, place = np.empty(len(ids), np.int32), np.empty(len(ids), np.int32)
    count = 0
    for at, token in enumerate(ids):
        if not number[token]:
            distinct[count] = token
            count += 1
            number[token] = count
        place[at] = number[token] - 1
    return distinct[:count].copy(), place


@compiled
def _aligned(
    cosines: Table,
    query_places: Int32s,
    query_start: Int64s,
    document_places: Int32s,
    document_start: Int64s,
    query_weights: Float32s,
    document_weights: Float32s,
) -> tuple[Matrix, Matrix]:
    """Both alignments by cosines (d', q') and weights of distinct tokens; places are those of each text's tokens."""
    queries, documents = len(query_start) - 1, len(document_start) - 1
    forward, backward = np.empty((queries, documents), np.float32), np.empty((queries, documents), np.float32)
    best, met = np.empty(len(query_places), np.float32), np.empty(queries)
    for document in range(documents):
        best[:] = 0
        met[:] = 0
        whole = 0.0
        for token in document_places[document_start[document] : document_start[document + 1]]:
            whole += document_weights[token]
            row = cosines[token]
            for query in range(queries):
                nearest = np.float32(0)
                for at in range(query_start[query], query_start[query + 1]):
                    cosine = row[query_places[at]]
                    nearest = max(nearest, cosine)
                    best[at] = max(best[at], cosine)
                met[query] += document_weights[token] * nearest
        for query in range(queries):
            said = asked = 0.0
            for at in range(query_start[query], query_start[query + 1]):
                said += query_weights[query_places[at]] * best[at]
                asked += query_weights[query_places[at]]
            forward[query, document] = min(said / asked, 1.0) if asked > 0 else 0.0
            backward[query, document] = min(met[query] / whole, 1.0) if whole > 0 else 0.0
    return forward, backward


def matched_tokens(query: TokenIds, document: TokenIds, space: TokenSpace) -> NDArray[np.float32]:
    """For each token of the document the best cosine with a token of the query: float32 (t,) in [0, 1]."""
    return np.minimum(np.maximum(space.nearest(document, query), 0), 1)
