"""A tiny deterministic encoder: texts that share spelling get near vectors. For tests and as a baseline."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np

from embeddings.arrays import Matrix, unit_rows
from embeddings.encoder import Role
from embeddings.texts import clean_texts

GRAM_SIZES = (3, 4)


class HashingEncoder:
    """Signed feature hashing of each word's character n-grams (Weinberger et al., ICML 2009); roles do not differ."""

    def __init__(self, dim: int = 64) -> None:
        self._dim = dim

    @property
    def fingerprint(self) -> str:
        return f"hashing:{self._dim}:grams{GRAM_SIZES[0]}-{GRAM_SIZES[-1]}"

    @property
    def dim(self) -> int:
        return self._dim

    @property
    def languages(self) -> frozenset[str]:
        return frozenset({"it", "en"})

    @property
    def costly(self) -> bool:
        return True

    def encode(self, texts: Sequence[str], *, role: Role) -> Matrix:
        """See `Encoder.encode`."""
        rows = np.zeros((len(texts), self._dim), dtype=np.float32)
        for row, text in zip(rows, clean_texts(texts), strict=True):
            for gram in _grams(text):
                number = int.from_bytes(hashlib.blake2b(gram.encode(), digest_size=8).digest(), "little")
                row[(number >> 1) % self._dim] += 1.0 if number & 1 else -1.0
        return unit_rows(rows)


def _grams(text: str) -> Iterator[str]:
    """The character n-grams of each word between its bounds: `laser` gives `<la`, `las`, … `ser>`."""
    for word in text.casefold().split():
        bounded = f"<{word}>"
        for size in GRAM_SIZES:
            yield from (bounded[start : start + size] for start in range(max(1, len(bounded) - size + 1)))
