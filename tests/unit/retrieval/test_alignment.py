"""Soft alignment of tokens against the three loops of its definition."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.token_space import PADDING
from matcher.retrieval.alignment import TokenWeights, alignment, matched_tokens, token_weights
from tests.static_models import tiny_space, tokens

SPACE = tiny_space()
WEIGHTS = np.linspace(0, 3, SPACE.size, dtype=np.float32)
EVEN = np.ones(SPACE.size, np.float32)

texts = st.lists(st.integers(0, SPACE.size - 1), min_size=1, max_size=8)
known_texts = st.lists(st.integers(PADDING + 2, SPACE.size - 1), min_size=1, max_size=8)
collections = st.lists(texts, min_size=1, max_size=4)


def said_in(text: list[int], other: list[int], weights: TokenWeights) -> float:
    """The weighted mean of each token's best cosine with a token of the other text."""
    met = whole = 0.0
    for token in text:
        best = 0.0
        for candidate in other:
            first, second = SPACE.directions(np.array([token, candidate], np.int32))
            best = max(best, min(1.0, float(first @ second)))
        met += float(weights[token]) * best
        whole += float(weights[token])
    return met / whole if whole else 0.0


@given(collections, collections)
def test_each_text_is_aligned_with_each_as_in_the_loops_of_the_definition(
    queries: list[list[int]], documents: list[list[int]]
) -> None:
    forward, backward = alignment(tokens(*queries), tokens(*documents), WEIGHTS, SPACE)
    assert forward == pytest.approx(np.array([[said_in(q, d, WEIGHTS) for d in documents] for q in queries]), abs=1e-5)
    assert backward == pytest.approx(np.array([[said_in(d, q, WEIGHTS) for d in documents] for q in queries]), abs=1e-5)


@given(collections, collections)
def test_alignments_are_between_0_and_1_and_mirror_each_other(
    queries: list[list[int]], documents: list[list[int]]
) -> None:
    forward, backward = alignment(tokens(*queries), tokens(*documents), WEIGHTS, SPACE)
    for matrix in (forward, backward):
        assert matrix.shape == (len(queries), len(documents))
        assert matrix.dtype == np.float32
        assert matrix.min() >= 0
        assert matrix.max() <= 1
    mirrored = alignment(tokens(*documents), tokens(*queries), WEIGHTS, SPACE)
    assert pytest.approx(forward, abs=1e-5) == mirrored[1].T
    assert pytest.approx(backward, abs=1e-5) == mirrored[0].T


@given(known_texts)
def test_a_text_is_wholly_said_in_itself_and_in_any_that_holds_it(text: list[int]) -> None:
    forward, backward = alignment(tokens(text), tokens(text, [5, *text, 9]), EVEN, SPACE)
    assert forward == pytest.approx(np.ones((1, 2)), abs=1e-5)
    assert backward[0, 0] == pytest.approx(1, abs=1e-5)


@given(collections, st.randoms())
def test_the_order_of_tokens_does_not_count(documents: list[list[int]], random: Random) -> None:
    shuffled = [random.sample(text, len(text)) for text in documents]
    one, other = (alignment(tokens(*some), tokens(*documents), WEIGHTS, SPACE) for some in (documents, shuffled))
    assert one[0] == pytest.approx(other[0], abs=1e-5)
    assert one[1] == pytest.approx(other[1], abs=1e-5)


def test_a_text_without_known_tokens_is_said_nowhere() -> None:
    forward, backward = alignment(tokens([PADDING], [5]), tokens([PADDING], [5]), EVEN, SPACE)
    assert forward == pytest.approx(np.array([[0, 0], [0, 1]]), abs=1e-5)
    assert backward == pytest.approx(np.array([[0, 0], [0, 1]]), abs=1e-5)


def test_tokens_that_say_nothing_align_with_nothing() -> None:
    forward, backward = alignment(tokens([5, 6]), tokens([5, 6]), np.zeros(SPACE.size, np.float32), SPACE)
    assert (forward.item(), backward.item()) == (0, 0)


@given(st.lists(texts, max_size=5))
def test_a_token_says_more_the_rarer_it_is_and_the_longer_its_row(documents: list[list[int]]) -> None:
    weights = token_weights(tokens(*documents), SPACE)
    assert weights.dtype == np.float32
    for token in range(SPACE.size):
        having = sum(token in text for text in documents)
        rarity = np.log((1 + len(documents)) / (1 + having)) + 1
        assert weights[token] == pytest.approx(rarity * SPACE.importance[token], rel=1e-5)


@given(texts, texts)
def test_what_of_a_document_a_query_matched_is_told_token_by_token(query: list[int], document: list[int]) -> None:
    matched = matched_tokens(np.array(query, np.int32), np.array(document, np.int32), SPACE)
    assert matched.tolist() == pytest.approx([said_in([token], query, EVEN) for token in document], abs=1e-5)


def test_nothing_is_matched_by_no_tokens() -> None:
    none = np.empty(0, np.int32)
    assert matched_tokens(none, np.array([5, 6], np.int32), SPACE).tolist() == [0, 0]
    assert matched_tokens(np.array([5], np.int32), none, SPACE).shape == (0,)
