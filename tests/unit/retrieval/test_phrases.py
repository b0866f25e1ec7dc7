"""Phrases against sets of pairs of neighbours."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.retrieval.phrases import DIM, phrase_overlap, phrase_rarity, phrases
from tests.static_models import tokens

VOCABULARY = 20
texts = st.lists(st.integers(0, VOCABULARY - 1), min_size=1, max_size=8)
collections = st.lists(texts, min_size=1, max_size=5)


def pairs(text: list[int]) -> set[tuple[int, int]]:
    return set(pairwise(text))


def rarity(pair: tuple[int, int], documents: list[list[int]]) -> float:
    return float(np.log((1 + len(documents)) / (1 + sum(pair in pairs(text) for text in documents))) + 1)


@given(collections)
def test_a_text_has_each_pair_of_neighbours_once_and_none_across_texts(documents: list[list[int]]) -> None:
    found = phrases(tokens(*documents))
    assert np.diff(found.start).tolist() == [len(pairs(text)) for text in documents]
    assert set(found.values.tolist()) <= {1.0}


def test_pairs_are_told_apart() -> None:
    every = product(range(VOCABULARY), repeat=2)
    assert len(set(phrases(tokens(*every)).columns.tolist())) == VOCABULARY**2


def test_order_makes_a_phrase() -> None:
    overlap = phrase_overlap(tokens([1, 2]), tokens([2, 1], [1, 2], [1, 3, 2]), np.ones(DIM, np.float32))
    assert overlap.tolist() == [[0, 1, 0]]


@given(collections, collections)
def test_the_overlap_is_the_share_of_the_querys_pairs_by_rarity(
    queries: list[list[int]], documents: list[list[int]]
) -> None:
    overlap = phrase_overlap(tokens(*queries), tokens(*documents), phrase_rarity(tokens(*documents)))
    assert overlap.shape == (len(queries), len(documents))
    assert overlap.dtype == np.float32
    assert overlap.min() >= 0
    assert overlap.max() <= 1
    for (row, query), (column, document) in product(enumerate(queries), enumerate(documents)):
        whole = sum(rarity(pair, documents) for pair in pairs(query))
        shared = sum(rarity(pair, documents) for pair in pairs(query) & pairs(document))
        assert overlap[row, column] == pytest.approx(shared / whole if whole else 0, abs=1e-5)


@given(st.lists(texts, max_size=5))
def test_a_phrase_is_rarer_the_fewer_texts_have_it(documents: list[list[int]]) -> None:
    learnt = phrase_rarity(tokens(*documents))
    for pair in product(range(VOCABULARY), repeat=2):
        (place,) = phrases(tokens(pair)).columns
        assert learnt[place] == pytest.approx(rarity(pair, documents))


def test_a_text_of_one_token_has_no_phrase_and_no_text_has_none() -> None:
    assert not len(phrases(tokens([3])).columns)
    assert phrases(tokens()).start.tolist() == [0]
