"""A table of items as arrays: what every computation over offers or seeks runs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from embeddings.arrays import Matrix
from embeddings.char_ngrams import DIM, Sparse, ngram_counts, tf_idf
from embeddings.static_model import Tokens
from matcher.domain.profiles import Item

LANGUAGES = ("it", "en")
UNKNOWN = len(LANGUAGES)
"""Code of a view whose language is neither."""

IntArray = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class ItemTable:
    """n items with v views, l links to skills, and the tokens of their texts.

    A view is a text an item was encoded under. Views and links of an item are contiguous, and every item has at least
    one of each (an item without skills links to skill 0 with confidence 0), so that no segment is empty.

    items: n items; owner: int32 (n,) position of the profile, non-decreasing;
    vectors: float32 (v, d); view_language: int8 (v,); view_start: int32 (n,) first view of an item;
    link_skill: int32 (l,); link_confidence: float32 (l,); link_start: int32 (n,);
    ngrams: TF-IDF of character n-grams, unit rows, float32 CSR (n, DIM);
    tokens: those of a static table, at least one an item.
    """

    items: tuple[Item, ...]
    owner: IntArray
    vectors: Matrix
    view_language: NDArray[np.int8]
    view_start: IntArray
    link_skill: IntArray
    link_confidence: NDArray[np.float32]
    link_start: IntArray
    ngrams: Sparse
    tokens: Tokens

    def __len__(self) -> int:
        return len(self.items)

    @classmethod
    def empty(cls, dim: int) -> ItemTable:
        """A table of no items, with vectors of shape (0, dim)."""
        none = np.empty(0, np.int32)
        return cls(
            items=(),
            owner=none,
            vectors=np.empty((0, dim), np.float32),
            view_language=np.empty(0, np.int8),
            view_start=none,
            link_skill=none,
            link_confidence=np.empty(0, np.float32),
            link_start=none,
            ngrams=tf_idf(ngram_counts([]), np.ones(DIM, np.float32)),
            tokens=Tokens(none, np.zeros(1, np.int64)),
        )

    @classmethod
    def concatenate(cls, tables: Sequence[ItemTable], owners: Sequence[int], dim: int) -> ItemTable:
        """Stack the tables of single profiles; the items of tables[i] belong to profile owners[i], ascending."""
        filled = [(table, owner) for table, owner in zip(tables, owners, strict=True) if len(table)]
        if not filled:
            return cls.empty(dim)
        parts = [table for table, _ in filled]
        return cls(
            items=tuple(item for table in parts for item in table.items),
            owner=np.repeat(np.array([owner for _, owner in filled], np.int32), [len(table) for table in parts]),
            vectors=np.concatenate([table.vectors for table in parts]),
            view_language=np.concatenate([table.view_language for table in parts]),
            view_start=_shifted([table.view_start for table in parts], [len(table.vectors) for table in parts]),
            link_skill=np.concatenate([table.link_skill for table in parts]),
            link_confidence=np.concatenate([table.link_confidence for table in parts]),
            link_start=_shifted([table.link_start for table in parts], [len(table.link_skill) for table in parts]),
            ngrams=csr_array(vstack([table.ngrams for table in parts], format="csr")),
            tokens=_joined([table.tokens for table in parts]),
        )

    def select(self, rows: NDArray[np.int64]) -> ItemTable:
        """The items at `rows`, int64 (m,) ascending, in that order."""
        views, view_start = _segments(self.view_start, len(self.vectors), rows)
        links, link_start = _segments(self.link_start, len(self.link_skill), rows)
        return ItemTable(
            items=tuple(self.items[row] for row in rows),
            owner=self.owner[rows],
            vectors=self.vectors[views],
            view_language=self.view_language[views],
            view_start=view_start,
            link_skill=self.link_skill[links],
            link_confidence=self.link_confidence[links],
            link_start=link_start,
            ngrams=self.ngrams[rows],
            tokens=_chosen(self.tokens, rows),
        )

    @property
    def language(self) -> NDArray[np.int8]:
        """The language code of each item's own text: int8 (n,)."""
        return self.view_language[self.view_start]

    @property
    def length(self) -> NDArray[np.float32]:
        """The logarithm of how many tokens each item has: float32 (n,), >= 0."""
        return np.log(np.diff(self.tokens.start)).astype(np.float32)

    def owned_by(self, owner: IntArray) -> ItemTable:
        """The same items with other owners, int32 (n,) non-decreasing."""
        return replace(self, owner=owner)


def _joined(parts: Sequence[Tokens]) -> Tokens:
    lengths = np.concatenate([np.diff(part.start) for part in parts])
    return Tokens(np.concatenate([part.ids for part in parts]), np.concatenate([[0], np.cumsum(lengths)]))


def _chosen(tokens: Tokens, rows: NDArray[np.int64]) -> Tokens:
    places, begin = _segments(tokens.start[:-1].astype(np.int32), len(tokens.ids), rows)
    return Tokens(tokens.ids[places], np.append(begin, len(places)).astype(np.int64))


def segment_lengths(start: IntArray, total: int) -> IntArray:
    """Lengths of contiguous segments that begin at `start` and fill `total` places: int32 (n,)."""
    return np.diff(start, append=np.int32(total)).astype(np.int32)


def _segments(start: IntArray, total: int, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], IntArray]:
    lengths = segment_lengths(start, total)[rows]
    begin = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(rows) else np.empty(0)
    places = np.repeat(start[rows] - begin, lengths) + np.arange(lengths.sum())
    return places.astype(np.int64), begin.astype(np.int32)


def _shifted(starts: Sequence[IntArray], totals: Sequence[int]) -> IntArray:
    offsets = np.concatenate([[0], np.cumsum(totals)[:-1]])
    return np.concatenate([start + offset for start, offset in zip(starts, offsets, strict=True)]).astype(np.int32)
