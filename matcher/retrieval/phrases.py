"""Phrases: pairs of neighbouring tokens, which tell "tecnico ottico" from "tecnico delle lenti ottiche"."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.char_ngrams import smooth_idf
from embeddings.compiled import Float32s, Int32s, Int64s, compiled
from embeddings.static_model import Tokens
from matcher.retrieval.ragged import Start
from matcher.retrieval.spelling import SparseRows, shared_products

DIM = 2**20
_SPREAD = 1_000_003
"""A prime: the number of a pair is (first * _SPREAD + second) mod DIM."""

Rarity = NDArray[np.float32]
"""Smooth idf of each phrase, float32 (DIM,)."""


def phrases(tokens: Tokens) -> SparseRows:
    """Which phrases each text has, each once and ascending, with values of 1; a text of one token has none."""
    start, columns = _pairs(tokens.ids, tokens.start)
    return SparseRows(start, columns, np.ones(len(columns), np.float32))


def phrase_rarity(documents: Tokens) -> Rarity:
    """Smooth idf over the documents, ln((1 + n) / (1 + df)) + 1: float32 (DIM,)."""
    return smooth_idf(phrase_frequency(documents), len(documents.start) - 1)


def phrase_frequency(documents: Tokens) -> NDArray[np.int64]:
    """How many documents have each phrase: int64 (DIM,)."""
    return np.bincount(phrases(documents).columns, minlength=DIM)


def phrase_overlap(queries: Tokens, documents: Tokens, rarity: Rarity) -> Matrix:
    """The share of each query's phrases, weighted by rarity, that each document has: float32 (q, d) in [0, 1]."""
    asked = phrases(queries)
    shares = _shares(asked.start, rarity[asked.columns])
    return np.minimum(shared_products(asked._replace(values=shares), phrases(documents)), 1)


@compiled
def _pairs(ids: Int32s, start: Int64s) -> tuple[Start, NDArray[np.int32]]:
    """The distinct numbers of pairs of neighbours in each text, ascending, and where those of each begin."""
    texts = len(start) - 1
    pairs, begin = np.empty(len(ids), np.int32), np.zeros(texts + 1, np.int64)
    end = 0
    for text in range(texts):
        first = end
        for at in range(start[text], start[text + 1] - 1):
            pair = (np.int64(ids[at]) * _SPREAD + ids[at + 1]) % DIM
            place = end
            while place > first and pairs[place - 1] > pair:
                place -= 1
            if place == first or pairs[place - 1] != pair:
                for moved in range(end, place, -1):
                    pairs[moved] = pairs[moved - 1]
                pairs[place] = pair
                end += 1
        begin[text + 1] = end
    return begin, pairs[:end].copy()


@compiled
def _shares(start: Int64s, weights: Float32s) -> NDArray[np.float32]:
    """What each of the weights is of its text's sum."""
    shares = np.empty(len(weights), np.float32)
    for text in range(len(start) - 1):
        total = 0.0
        for weight in weights[start[text] : start[text + 1]]:
            total += weight
        for at in range(start[text], start[text + 1]):
            shares[at] = weights[at] / total
    return shares
