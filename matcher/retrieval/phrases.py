"""Phrases: pairs of neighbouring tokens, which tell "tecnico ottico" from "tecnico delle lenti ottiche"."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from embeddings.arrays import Matrix
from embeddings.static_model import Tokens

DIM = 2**20
_SPREAD = 1_000_003
"""A prime: the number of a pair is (first * _SPREAD + second) mod DIM."""

Rarity = NDArray[np.float32]
"""Smooth idf of each phrase, float32 (DIM,)."""


def phrases(tokens: Tokens) -> csr_array:
    """Which phrases each text has: float32 CSR (n, DIM) of ones; a text of one token has none."""
    first, second = tokens.ids[:-1].astype(np.int64), tokens.ids[1:].astype(np.int64)
    inside = np.ones(max(len(tokens.ids) - 1, 0), dtype=bool)
    inside[tokens.start[1:-1] - 1] = False
    numbers = ((first * _SPREAD + second) % DIM)[inside]
    start = np.concatenate([[0], np.cumsum(np.diff(tokens.start) - 1)])
    found = csr_array((np.ones(len(numbers), np.float32), numbers, start), shape=(len(tokens.start) - 1, DIM))
    found.sum_duplicates()
    found.data[:] = 1
    return found


def phrase_rarity(documents: Tokens) -> Rarity:
    """Smooth idf over the documents, ln((1 + n) / (1 + df)) + 1: float32 (DIM,)."""
    found = phrases(documents)
    frequency = np.bincount(found.indices, minlength=DIM)
    return (np.log((1 + found.shape[0]) / (1 + frequency)) + 1).astype(np.float32)


def phrase_overlap(queries: Tokens, documents: Tokens, rarity: Rarity) -> Matrix:
    """The share of each query's phrases, weighted by rarity, that each document has: float32 (q, d) in [0, 1]."""
    asked, given = phrases(queries), phrases(documents)
    asked.data = rarity[asked.indices]
    total = np.maximum(np.asarray(asked.sum(axis=1)).ravel(), np.finfo(np.float32).tiny)
    shared: Matrix = (asked @ given.T).toarray() / total[:, None]
    return np.clip(shared, 0, 1)
