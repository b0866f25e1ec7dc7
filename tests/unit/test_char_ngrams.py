"""Sparse vectors of character n-grams."""

from __future__ import annotations

import zlib
from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from embeddings.char_ngrams import DIM, folded_words, inverse_document_frequency, ngram_counts, tf_idf


def _rows(texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    counts = ngram_counts(texts)
    return (tf_idf(counts, inverse_document_frequency(counts)) @ tf_idf(counts, np.ones(DIM, np.float32)).T).toarray()


def test_words_lose_case_and_accents() -> None:
    assert folded_words("Città dell'Arte, QT8") == ["citta", "dell", "arte", "qt8"]


def test_a_word_has_every_gram_of_two_to_five_letters_once() -> None:
    # " oro " padded: 4 of two letters, 3 of three, 2 of four, 1 of five
    assert ngram_counts(["oro"]).sum() == 4 + 3 + 2 + 1


def test_inflected_words_are_nearer_than_others() -> None:
    near = _rows(["rilegatura libri", "rilegature di libro", "gelateria artigianale"])
    assert near[0, 1] > near[0, 2]


@given(st.lists(st.text(alphabet="aàbc !'", max_size=20) | st.text(max_size=30), max_size=6))
def test_a_row_counts_the_grams_of_its_words_in_the_order_of_their_first(texts: list[str]) -> None:
    counts = ngram_counts(texts)
    for row, text in enumerate(texts):
        padded = [f" {word} " for word in folded_words(text)]
        grams = Counter(
            zlib.crc32(word[start : start + size].encode()) % DIM
            for word in padded
            for size in (2, 3, 4, 5)
            for start in range(len(word) - size + 1)
        )
        here = slice(counts.indptr[row], counts.indptr[row + 1])
        assert [*zip(counts.indices[here], counts.data[here], strict=True)] == [*grams.items()]


@given(st.lists(st.text(max_size=30), max_size=6))
def test_rows_are_unit_vectors_or_zero(texts: list[str]) -> None:
    counts = ngram_counts(texts)
    norms = np.sqrt((tf_idf(counts, inverse_document_frequency(counts)) ** 2).sum(axis=1))
    assert counts.shape == (len(texts), DIM)
    for text, norm in zip(texts, norms, strict=True):
        assert np.isclose(norm, 1 if folded_words(text) else 0, atol=1e-5)
