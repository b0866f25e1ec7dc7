"""A table of items as arrays: what every computation over offers or seeks runs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.static_model import Tokens
from matcher.retrieval.ragged import Places, Start, begins, gathered, joined, taken

LANGUAGES = ("it", "en")
UNKNOWN = len(LANGUAGES)
"""Code of a view whose language is neither."""

IntArray = NDArray[np.int32]
Codes = NDArray[np.int8]

BLOCK = 1 << 14
"""Items weighed at a time: bounds the memory of it."""

FLAT = ("must", "language")
RAGGED: Mapping[str, tuple[str, ...]] = {
    "view_start": ("view_language",),
    "link_start": ("link_skill", "link_confidence"),
    "gram_start": ("gram_ids", "gram_weights"),
    "token_start": ("token_ids",),
}
"""The columns that have several values an item, by the column that says where those of each begin."""


@dataclass(frozen=True, slots=True)
class ItemColumns:
    """What is known of n items, but for their vectors and whose they are.

    A view is a text an item was encoded under. Every item has at least one view, one link to a skill and one token (an
    item without skills links to skill 0 with confidence 0), so that only its n-grams may be none.

    must: bool (n,); language: int8 (n,), of its own text; view_language: int8 (v,); link_skill: int32 (l,);
    link_confidence: float32 (l,); gram_ids: int32 (g,) and gram_weights: float32 (g,), TF-IDF of character n-grams
    scaled to unit length; token_ids: int32 (t,), those of a static table; `*_start`: int64 (n + 1,), see `ragged`.
    """

    must: NDArray[np.bool_]
    language: Codes
    view_start: Start
    view_language: Codes
    link_start: Start
    link_skill: IntArray
    link_confidence: NDArray[np.float32]
    gram_start: Start
    gram_ids: IntArray
    gram_weights: NDArray[np.float32]
    token_start: Start
    token_ids: IntArray

    def __len__(self) -> int:
        return len(self.must)

    @classmethod
    def empty(cls) -> ItemColumns:
        """No items."""
        start, none = np.zeros(1, np.int64), np.empty(0, np.int32)
        codes, floats = np.empty(0, np.int8), np.empty(0, np.float32)
        return cls(np.empty(0, bool), codes, start, codes, start, none, floats, start, none, floats, start, none)

    @classmethod
    def concatenate(cls, parts: Sequence[ItemColumns]) -> ItemColumns:
        """The items of one part after those of the other."""
        if len(parts) == 1:
            return parts[0]
        columns: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in FLAT}
        for start, values in RAGGED.items():
            columns[start] = joined([getattr(part, start) for part in parts])
            columns |= {name: np.concatenate([getattr(part, name) for part in parts]) for name in values}
        return cls(**columns)

    def take(self, rows: Places) -> ItemColumns:
        """The items at `rows`, int64 (m,), in that order."""
        columns: dict[str, Any] = {name: getattr(self, name)[rows] for name in FLAT}
        for start, values in RAGGED.items():
            columns[start] = begin = begins(getattr(self, start), rows)
            columns |= {name: gathered(getattr(self, name), getattr(self, start), rows, begin) for name in values}
        return ItemColumns(**columns)

    def weighed(self, factor: NDArray[np.float32]) -> ItemColumns:
        """With the weight of each n-gram times its factor, float32 (DIM,), and unit length again."""
        weights = np.empty_like(self.gram_weights)
        for first in range(0, len(self), BLOCK):
            start = self.gram_start[first : first + BLOCK + 1]
            here = slice(int(start[0]), int(start[-1]))
            weighed = self.gram_weights[here] * factor[self.gram_ids[here]]
            item = np.repeat(np.arange(len(start) - 1), np.diff(start))
            norms = np.sqrt(np.bincount(item, weighed * weighed, len(start) - 1))
            weights[here] = weighed / norms[item]
        return replace(self, gram_weights=weights)

    @property
    def tokens(self) -> Tokens:
        """The tokens of the texts, at least one each."""
        return Tokens(self.token_ids, self.token_start)

    @property
    def length(self) -> NDArray[np.float32]:
        """The logarithm of how many tokens each item has: float32 (n,), >= 0."""
        return np.log(np.diff(self.token_start)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class ItemTable:
    """n items with their v views' vectors, float32 (v, d), and the position of each one's profile.

    owner: int32 (n,), non-decreasing.
    """

    items: ItemColumns
    owner: IntArray
    vectors: Matrix

    def __len__(self) -> int:
        return len(self.items)

    def take(self, rows: Places) -> ItemTable:
        """The items at `rows`, int64 (m,) ascending."""
        views, _ = taken(self.items.view_start, rows)
        return ItemTable(self.items.take(rows), self.owner[rows], self.vectors[views])
