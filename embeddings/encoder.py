"""The encoder protocol: texts in, unit vectors out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from embeddings.arrays import Matrix

Role = Literal["query", "document"]


class Encoder(Protocol):
    """Turns texts into unit vectors.

    `fingerprint` names everything that decides a vector (model, revision, dimension, normaliser): vectors of different
    fingerprints are never compared. `languages` are the ISO 639-1 codes the model understands; a caller may bridge
    others. `costly` tells whether its vectors are worth keeping: a cheap encoder makes them sooner than they are read.
    """

    @property
    def fingerprint(self) -> str: ...

    @property
    def dim(self) -> int: ...

    @property
    def languages(self) -> frozenset[str]: ...

    @property
    def costly(self) -> bool: ...

    def encode(self, texts: Sequence[str], *, role: Role) -> Matrix:
        """Encode each text: float32 (n, dim), rows of unit length; no texts give shape (0, dim).

        Raises:
            InvalidText: a text is empty or only white space.
        """
        ...
