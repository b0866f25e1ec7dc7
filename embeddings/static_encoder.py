"""A static model as an encoder: look-ups and a sum, so that one core encodes tens of thousands of texts a second."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from embeddings.arrays import Matrix, unit_rows
from embeddings.encoder import Role
from embeddings.hashing_encoder import HashingEncoder
from embeddings.model_folder import VERSION_LENGTH, content_digest
from embeddings.static_format import read_static_model
from embeddings.static_model import StaticModel
from embeddings.texts import clean_texts

NORMALISER = "spelling1"
"""Renamed whenever what is done to texts and vectors around the model changes."""

BATCH = 4_096
"""Texts encoded together: bounds the memory beside the vectors themselves."""


class StaticEncoder:
    """Encodes a text as the direction of the sum of its tokens' rows; roles do not differ.

    A text with no word that the table knows is placed by its spelling: near others spelled like it, and as near as
    chance to all the rest. The model is read at once and never changed: safe to use from several threads. `words_apart`
    says that its tokenizer reads each word as if it stood alone, which makes it fast; see `StaticModel`.

    Raises:
        EncoderUnavailable: the folder holds no static model.
    """

    def __init__(
        self, folder: Path, *, languages: frozenset[str] = frozenset({"en"}), words_apart: bool = False
    ) -> None:
        self.model: StaticModel = read_static_model(folder, words_apart=words_apart)
        self._languages = languages
        self._spelling = HashingEncoder(self.model.dim)
        version = content_digest(folder)[:VERSION_LENGTH]
        self._fingerprint = f"{folder.resolve().name}@{version}:{self.model.dim}:static:{NORMALISER}"

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @property
    def dim(self) -> int:
        return self.model.dim

    @property
    def languages(self) -> frozenset[str]:
        return self._languages

    @property
    def costly(self) -> bool:
        return False

    def encode(self, texts: Sequence[str], *, role: Role) -> Matrix:
        """See `Encoder.encode`."""
        cleaned = clean_texts(texts)
        rows = np.empty((len(cleaned), self.dim), dtype=np.float32)
        for first in range(0, len(cleaned), BATCH):
            rows[first : first + BATCH] = self._directions(cleaned[first : first + BATCH], role)
        return rows

    def _directions(self, texts: list[str], role: Role) -> Matrix:
        sums = self.model.sums(self.model.tokens(texts))
        unknown = np.flatnonzero(~sums.any(axis=1))
        sums[unknown] = self._spelling.encode([texts[position] for position in unknown], role=role)
        return unit_rows(sums)
