"""Phrases: pairs of neighbouring tokens, which tell "tecnico ottico" from "tecnico delle lenti ottiche"."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.char_ngrams import smooth_idf
from embeddings.static_model import Tokens
from matcher.retrieval.ragged import row_of
from matcher.retrieval.spelling import SparseRows, shared_products

DIM = 2**20
_SPREAD = 1_000_003
"""A prime: the number of a pair is (first * _SPREAD + second) mod DIM."""

Rarity = NDArray[np.float32]
"""Smooth idf of each phrase, float32 (DIM,)."""


def phrases(tokens: Tokens) -> SparseRows:
    """Which phrases each text has, each once, with values of 1; a text of one token has none."""
    first, second = tokens.ids[:-1].astype(np.int64), tokens.ids[1:].astype(np.int64)
    inside = np.ones(max(len(tokens.ids) - 1, 0), dtype=bool)
    inside[tokens.start[1:-1] - 1] = False
    texts = len(tokens.start) - 1
    # One number for text and phrase, so that a phrase said twice by a text is found by sorting.
    pair = np.repeat(np.arange(texts) * DIM, np.diff(tokens.start) - 1)
    pair += ((first * _SPREAD + second) % DIM)[inside]
    pair.sort()
    pair = pair[np.diff(pair, prepend=-1) > 0]
    start = np.searchsorted(pair, np.arange(texts + 1) * DIM)
    return SparseRows(start, pair % DIM, np.ones(len(pair), np.float32))


def phrase_rarity(documents: Tokens) -> Rarity:
    """Smooth idf over the documents, ln((1 + n) / (1 + df)) + 1: float32 (DIM,)."""
    return smooth_idf(phrase_frequency(documents), len(documents.start) - 1)


def phrase_frequency(documents: Tokens) -> NDArray[np.int64]:
    """How many documents have each phrase: int64 (DIM,)."""
    return np.bincount(phrases(documents).columns, minlength=DIM)


def phrase_overlap(queries: Tokens, documents: Tokens, rarity: Rarity) -> Matrix:
    """The share of each query's phrases, weighted by rarity, that each document has: float32 (q, d) in [0, 1]."""
    asked, given = phrases(queries), phrases(documents)
    weight = rarity[asked.columns]
    query = row_of(asked.start, np.arange(len(weight)))
    total = np.bincount(query, weight, len(asked.start) - 1)
    shared = shared_products(asked._replace(values=(weight / total[query]).astype(np.float32)), given)
    return np.minimum(shared, 1)
