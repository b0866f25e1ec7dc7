"""Sparse vectors of character n-grams: spelling as geometry, in any language and without a model."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

DIM = 2**18
_SIZES = (2, 3, 4, 5)
_WORDS = re.compile(r"\w+")

Sparse = csr_array


def folded_words(text: str) -> list[str]:
    """The words of a text, lower-cased, without accents."""
    folded = text.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _WORDS.findall(folded)


def ngram_counts(texts: Sequence[str]) -> Sparse:
    """Count hashed character 2- to 5-grams inside padded words: float32 CSR (n, DIM), duplicates summed.

    Words are padded with one blank on each side, so that beginnings and endings are n-grams of their own. The columns
    of a row are in the order in which its n-grams come first.
    """
    words = [folded_words(text) for text in texts]
    places = {word: place for place, word in enumerate(dict.fromkeys(chain.from_iterable(words)))}
    grams = [_grams_of_word(word) for word in places]
    distinct, columns = np.unique(np.fromiter(chain.from_iterable(grams), np.int32), return_inverse=True)
    in_words = _ones(columns.astype(np.int32), map(len, grams), len(distinct))
    # Backwards, as a product lists what it finds in a row from the last to the first.
    backwards = [places[word] for row in reversed(words) for word in row]
    counts = _ones(np.array(backwards, np.int32), map(len, reversed(words)), len(places)) @ in_words
    return csr_array(
        (counts.data[::-1], distinct[counts.indices[::-1]], counts.indptr[-1] - counts.indptr[::-1]),
        shape=(len(texts), DIM),
    )


def _ones(columns: NDArray[np.int32], lengths: Iterable[int], width: int) -> Sparse:
    """Rows of these lengths with a one in each of the columns."""
    indptr = np.cumsum(np.fromiter((0, *lengths), np.int32), dtype=np.int32)
    return csr_array((np.ones(len(columns), np.float32), columns, indptr), shape=(len(indptr) - 1, width))


@lru_cache(maxsize=50_000)
def _grams_of_word(word: str) -> tuple[int, ...]:
    """Hashes of a word's n-grams; remembered, because the same words come again in most texts."""
    padded = f" {word} "
    return tuple(
        zlib.crc32(padded[start : start + size].encode()) % DIM
        for size in _SIZES
        for start in range(len(padded) - size + 1)
    )


def inverse_document_frequency(counts: Sparse) -> NDArray[np.float32]:
    """Smooth idf, ln((1 + n) / (1 + df)) + 1: float32 (DIM,)."""
    return smooth_idf(np.bincount(counts.indices, minlength=DIM), counts.shape[0])


def smooth_idf(frequency: NDArray[np.int64], rows: int) -> NDArray[np.float32]:
    """Smooth idf of what `frequency` of so many rows have, ln((1 + n) / (1 + df)) + 1: float32, as many."""
    return (np.log((1 + rows) / (1 + frequency)) + 1).astype(np.float32)


def tf_idf(counts: Sparse, idf: NDArray[np.float32]) -> Sparse:
    """Rows of (1 + ln tf) * idf scaled to unit length; a row without n-grams stays zero."""
    data = (1 + np.log(counts.data)) * idf[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    norms = np.sqrt(np.bincount(rows, weights=data * data, minlength=counts.shape[0]))
    return csr_array(((data / norms[rows]).astype(np.float32), counts.indices, counts.indptr), shape=counts.shape)
