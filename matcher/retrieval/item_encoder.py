"""Items to arrays: every item under its views, with its links, its spelling and its tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from embeddings.arrays import Matrix
from embeddings.char_ngrams import ngram_counts, tf_idf
from embeddings.encoder import Encoder, Role
from matcher.domain.profiles import Item, Need
from matcher.lexicon.skills import Skills
from matcher.retrieval.correction import Corrector
from matcher.retrieval.items import LANGUAGES, UNKNOWN, ItemColumns, ItemTable
from matcher.retrieval.ragged import starts
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
    """Turns items into arrays with one encoder and one vocabulary, for the model of a collection.

    `corrector` knows the words of that collection; without one queries are read as they are written.
    """

    def __init__(self, encoder: Encoder, skills: Skills, model: SimilarityModel, corrector: Corrector | None) -> None:
        self._encoder = encoder
        self._skills = skills
        self._idf = model.rarity.ngrams
        self._space = model.space
        self._corrector = corrector
        self._views = ItemViews(skills, encoder.languages)

    def table(self, items: Sequence[Item], role: Role) -> ItemTable:
        """The items of one owner, number 0."""
        return ItemTable(self.columns(items, role), np.zeros(len(items), np.int32), self.vectors(items, role))

    def vectors(self, items: Sequence[Item], role: Role) -> Matrix:
        """The vectors of the items' views float32 (v, d), encoded in one batch."""
        if not items:
            return np.empty((0, self._encoder.dim), np.float32)
        return self._encoder.encode(self._views.texts(items), role=role)

    def _read(self, texts: list[str]) -> list[str]:
        return texts if self._corrector is None else [*map(self._corrector.corrected, texts)]

    def columns(self, items: Sequence[Item], role: Role) -> ItemColumns:
        """All else that is known of the items."""
        if not items:
            return ItemColumns.empty()
        views = [self._views.of(item) for item in items]
        links = [
            [(self._skills.index(link.skill), link.confidence) for link in item.skills] or [(0, 0.0)] for item in items
        ]
        texts = [item.text for item in items]
        ngrams = tf_idf(ngram_counts(texts), self._idf)
        tokens = self._space.tokens(self._read(texts) if role == "query" else texts)
        language = np.fromiter((code for item in views for _, code in item), np.int8)
        view_start = starts(map(len, views))
        return ItemColumns(
            must=np.fromiter((item.need is Need.MUST for item in items), bool),
            language=language[view_start[:-1]],
            view_start=view_start,
            view_language=language,
            link_start=starts(map(len, links)),
            link_skill=np.fromiter((skill for skill, _ in chain.from_iterable(links)), np.int32),
            link_confidence=np.fromiter((confidence for _, confidence in chain.from_iterable(links)), np.float32),
            gram_start=ngrams.indptr.astype(np.int64),
            gram_ids=ngrams.indices.astype(np.int32),
            gram_weights=ngrams.data,
            token_start=tokens.start,
            token_ids=tokens.ids.astype(np.int32),
        )
