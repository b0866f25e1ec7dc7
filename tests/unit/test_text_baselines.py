"""The baselines that know words and vectors."""

from __future__ import annotations

import re
from math import log

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from embeddings import load_encoder
from matcher.errors import InvalidInput
from matcher.evaluation.bm25 import K1, B, rank_by_bm25
from matcher.evaluation.cosine import ranker_by_cosine

TEXTS = ["sartoria per divise", "sartoria e camicie di sartoria", "panificio", "?"]
words = st.text(alphabet="abÀ .", max_size=12)


def slow_bm25(documents: list[str], place: int, query: str) -> float:
    """The formula as the book has it."""
    texts = [re.findall(r"\w+", document.casefold()) for document in documents]
    mean = sum(map(len, texts)) / len(texts)
    total = 0.0
    for word in re.findall(r"\w+", query.casefold()):
        having = sum(word in text for text in texts)
        count = texts[place].count(word)
        idf = log(1 + (len(texts) - having + 0.5) / (having + 0.5))
        total += idf * count / (count + K1 * (1 - B + B * len(texts[place]) / mean))
    return total


def test_whole_words_are_found_and_others_are_not() -> None:
    _, places = rank_by_bm25(["SARTORIA", "sartorie", "?"], TEXTS, 3)
    assert places.tolist() == [[1, 0, -1], [-1, -1, -1], [-1, -1, -1]]


@given(st.lists(words, min_size=1), words)
def test_bm25_agrees_with_the_plain_formula(documents: list[str], query: str) -> None:
    assume(any(re.search(r"\w", document) for document in documents))
    scores, places = rank_by_bm25([query], documents, len(documents))
    found = dict(zip(places[0].tolist(), scores[0].tolist(), strict=True))
    for place in range(len(documents)):
        assert found.get(place, 0) == pytest.approx(slow_bm25(documents, place, query), abs=1e-5)


def test_nothing_can_be_ranked_where_no_text_has_a_word() -> None:
    with pytest.raises(InvalidInput, match="no one has a word"):
        rank_by_bm25(["sarta"], ["", "?!"], 1)


def test_vectors_are_ranked_by_cosine() -> None:
    encoder = load_encoder("hashing:64")
    queries, documents = ["sartoria", "pane"], TEXTS[:3]
    scores, places = ranker_by_cosine(encoder)(queries, documents, 3)
    cosines = encoder.encode(queries, role="query") @ encoder.encode(documents, role="document").T
    assert scores == pytest.approx(-np.sort(-cosines, axis=1), abs=1e-6)
    assert scores == pytest.approx(np.take_along_axis(cosines, places, axis=1), abs=1e-6)


def test_the_same_text_is_as_good_wherever_it_stands() -> None:
    scores, places = ranker_by_cosine(load_encoder("hashing:64"))(["sarta"], ["sartoria", *TEXTS[:3], "sartoria"], 5)
    first, last = (places[0].tolist().index(place) for place in (0, 4))
    assert scores[0, first] == scores[0, last]
