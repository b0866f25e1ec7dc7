"""An encoder that remembers: vectors are kept by fingerprint, role and hash of the text."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from embeddings.arrays import Matrix
from embeddings.encoder import Encoder, Role
from embeddings.texts import clean_texts


class VectorCache(Protocol):
    """Keeps vectors by fingerprint and key; a miss is simply absent from the answer."""

    def get_many(self, fingerprint: str, keys: Sequence[str]) -> Mapping[str, Matrix]:
        """Vectors found, float32 (dim,) each, by key."""
        ...

    def put_many(self, fingerprint: str, vectors: Mapping[str, Matrix]) -> None: ...


def text_key(text: str, role: Role) -> str:
    """The cache key of a text in a role: the text itself is never kept."""
    return f"{role[0]}:{hashlib.sha256(text.encode()).hexdigest()}"


def text_keys(texts: Sequence[str], role: Role) -> list[str]:
    """The cache keys of texts as they are encoded."""
    return [text_key(text, role) for text in clean_texts(texts)]


class CachedEncoder:
    """Encodes through a cache: each distinct text is encoded at most once per fingerprint and role."""

    def __init__(self, encoder: Encoder, cache: VectorCache) -> None:
        self._encoder = encoder
        self._cache = cache

    @property
    def fingerprint(self) -> str:
        return self._encoder.fingerprint

    @property
    def dim(self) -> int:
        return self._encoder.dim

    @property
    def languages(self) -> frozenset[str]:
        return self._encoder.languages

    @property
    def costly(self) -> bool:
        return self._encoder.costly

    def keys(self, texts: Sequence[str], *, role: Role) -> list[str]:
        """The keys the cache knows these texts by."""
        return text_keys(texts, role)

    def encode(self, texts: Sequence[str], *, role: Role) -> Matrix:
        """See `Encoder.encode`; only texts the cache does not hold reach the model."""
        cleaned = clean_texts(texts)
        keys = self.keys(cleaned, role=role)
        known = dict(self._cache.get_many(self.fingerprint, sorted(set(keys))))
        missing = {key: text for key, text in zip(keys, cleaned, strict=True) if key not in known}
        if missing:
            fresh = dict(zip(missing, self._encoder.encode(list(missing.values()), role=role), strict=True))
            self._cache.put_many(self.fingerprint, fresh)
            known |= fresh
        if not keys:
            return np.empty((0, self.dim), dtype=np.float32)
        return np.stack([known[key] for key in keys])
