"""Items to arrays: every item under its views, with its links, its spelling and its tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.char_ngrams import ngram_counts, tf_idf
from embeddings.encoder import Encoder, Role
from matcher.domain.profiles import Item
from matcher.lexicon.skills import Skills
from matcher.retrieval.correction import Corrector
from matcher.retrieval.items import LANGUAGES, UNKNOWN, ItemTable
from matcher.retrieval.similarity import SimilarityModel

Views = tuple[tuple[str, int], ...]
"""Texts an item is encoded under, with their language codes."""


class ItemViews:
    """Says under which texts an item is encoded, given the languages the encoder has `understood`."""

    def __init__(self, skills: Skills, understood: frozenset[str]) -> None:
        self._skills = skills
        self._understood = understood

    def of(self, item: Item) -> Views:
        """The item's own text and, where its language is not understood, the English labels of its skills."""
        own = (item.text, LANGUAGES.index(item.language) if item.language in LANGUAGES else UNKNOWN)
        if not item.skills or item.language in self._understood:
            return (own,)
        return own, (", ".join(self._skills.label(link.skill, "en") for link in item.skills), LANGUAGES.index("en"))

    def texts(self, items: Iterable[Item]) -> list[str]:
        """Every text that the items are encoded under."""
        return [text for item in items for text, _ in self.of(item)]


class ItemEncoder:
    """Turns items into tables with one encoder and one vocabulary, for the model of a collection of `texts`."""

    def __init__(self, encoder: Encoder, skills: Skills, model: SimilarityModel, texts: Sequence[str]) -> None:
        self._encoder = encoder
        self._skills = skills
        self._idf = model.rarity.ngrams
        self._space = model.space
        self._corrector = Corrector(texts, model.space)
        self._views = ItemViews(skills, encoder.languages)

    def tables(self, groups: Sequence[Sequence[Item]], role: Role) -> list[ItemTable]:
        """A table for each group of items, all of owner 0; texts are encoded in one batch."""
        views = [[self._views.of(item) for item in items] for items in groups]
        vectors = self._encoder.encode([text for group in views for item in group for text, _ in item], role=role)
        ends = np.cumsum([sum(map(len, group)) for group in views])
        parts = np.split(vectors, ends[:-1]) if len(groups) else []
        return [self._table(items, group, part, role) for items, group, part in zip(groups, views, parts, strict=True)]

    def _table(self, items: Sequence[Item], views: list[Views], vectors: Matrix, role: Role) -> ItemTable:
        if not items:
            return ItemTable.empty(self._encoder.dim)
        texts = [item.text for item in items]
        links = [
            [(self._skills.index(link.skill), link.confidence) for link in item.skills] or [(0, 0.0)] for item in items
        ]
        return ItemTable(
            items=tuple(items),
            owner=np.zeros(len(items), np.int32),
            vectors=vectors,
            view_language=np.array([code for item in views for _, code in item], np.int8),
            view_start=_starts([len(item) for item in views]),
            link_skill=np.array([skill for item in links for skill, _ in item], np.int32),
            link_confidence=np.array([confidence for item in links for _, confidence in item], np.float32),
            link_start=_starts([len(item) for item in links]),
            ngrams=tf_idf(ngram_counts(texts), self._idf),
            tokens=self._space.tokens([*map(self._corrector.corrected, texts)] if role == "query" else texts),
        )


def _starts(lengths: Sequence[int]) -> NDArray[np.int32]:
    return np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int32)
