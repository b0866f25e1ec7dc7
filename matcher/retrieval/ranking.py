"""Rank any texts for any queries with the similarity of the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Matrix
from embeddings.bundled import bundled_encoder, bundled_space
from embeddings.encoder import Encoder
from embeddings.texts import shows_nothing
from embeddings.token_space import TokenSpace
from matcher.domain.profiles import Item
from matcher.evaluation.rankings import Ranked, best
from matcher.lexicon.language import detect
from matcher.lexicon.resolver.resolver import SkillResolver
from matcher.lexicon.skills import Skills, default_skills
from matcher.retrieval.correction import Corrector
from matcher.retrieval.fitting import fit_curves
from matcher.retrieval.item_encoder import ItemEncoder
from matcher.retrieval.items import ItemTable
from matcher.retrieval.mix import COMPONENTS
from matcher.retrieval.similarity import SimilarityModel

BLOCK = 2_048
"""Documents scored at a time: bounds the memory of the components."""

NEIGHBOURS = 10
NEIGHBOURHOOD = 2_000
"""How crowded it is around a document is the mean of its nearest cosines to about so many others, evenly chosen."""

BLANK = "∅"
"""What a text that shows nothing is read as: it is near to nothing."""


def rank(queries: Sequence[str], documents: Sequence[str], k: int) -> Ranked:
    """The k best documents for each query by meaning, aligned words, skills and spelling, in Italian and English.

    Returns scores float32 (q, k) and indices of documents int64 (q, k), best first, equal scores by ascending index;
    index -1 and score -inf where there are fewer than k. Equal texts score equally. Scores compare the documents of one
    query; they are >= 0 and no probabilities. Rarities are learnt from the documents, so that a score depends on which
    others there are, but not on the other queries.

    Raises:
        ValueError: k < 1.
    """
    return default_ranker().rank(queries, documents, k)


class TextRanker:
    """Ranks texts with one encoder, one vocabulary and the learnt mix of evidence."""

    def __init__(self, encoder: Encoder, skills: Skills, space: TokenSpace) -> None:
        self._encoder = encoder
        self._skills = skills
        self._space = space
        self._resolver = SkillResolver(skills)
        self._curves = fit_curves(encoder, skills)

    def rank(self, queries: Sequence[str], documents: Sequence[str], k: int) -> Ranked:
        """See `rank`."""
        if k < 1:
            raise ValueError(f"k is {k}; ask for at least one document")
        if not len(queries) or not len(documents):
            return np.full((len(queries), k), -np.inf, np.float32), np.full((len(queries), k), -1, np.int64)
        distinct = {text: place for place, text in enumerate(dict.fromkeys(map(_shown, documents)))}
        place = np.array([distinct[_shown(text)] for text in documents])
        collection = self.collection([*distinct])
        asked = collection.queries(queries)
        return best(lambda rows: collection.scores(_rows(asked, rows))[:, place], len(queries), k)

    def collection(self, documents: Sequence[str]) -> Collection:
        """The documents, at least one, ready to be ranked, and what is rare among them."""
        items = self._items(documents)
        model = SimilarityModel.fit(documents, [[item] for item in items], self._skills, self._curves, self._space)
        encoder = ItemEncoder(self._encoder, self._skills, model, Corrector.of(documents, self._space))
        table = encoder.table(items, "document")
        return Collection(model, table, distinctness(table.vectors[table.items.view_start[:-1]]), self._items, encoder)

    def _items(self, texts: Sequence[str]) -> list[Item]:
        shown = [_shown(text) for text in texts]
        languages = [detect(text) for text in shown]
        return [
            Item(text, language=language, skills=self._resolver.links(text, language))
            for text, language in zip(shown, languages, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Collection:
    """n documents, with their `distinctness` float32 (n,), and how queries are read beside them."""

    model: SimilarityModel
    documents: ItemTable
    distinctness: NDArray[np.float32]
    items: Callable[[Sequence[str]], list[Item]]
    encoder: ItemEncoder

    def queries(self, texts: Sequence[str]) -> ItemTable:
        """The queries, at least one, as a table."""
        return self.encoder.table(self.items(texts), "query")

    def scores(self, queries: ItemTable) -> Matrix:
        """The score of each document for each query: float32 (m, n)."""
        blocks = range(0, len(self.documents), BLOCK)
        return np.concatenate([self._scores(queries, slice(start, start + BLOCK)) for start in blocks], axis=1)

    def _scores(self, queries: ItemTable, rows: slice) -> Matrix:
        documents = _rows(self.documents, rows)
        apart = np.tile(self.distinctness[rows], (len(queries), 1))
        strength = self.model.mix.strength(len(COMPONENTS), apart, self.model.shape(queries, documents))
        scores: Matrix = self.model.likeness(queries, documents).strengths.sum(axis=0) + strength
        return scores


def distinctness(vectors: Matrix) -> NDArray[np.float32]:
    """How far each document is from its nearest others, 1 - their mean cosine: float32 (n,) in [0, 1].

    A document near to many is near to every query (hubness: Radovanović et al., JMLR 2010); counting its surroundings
    against it is the correction of Conneau et al., ICLR 2018, with documents in the place of queries.
    """
    if len(vectors) < 2:
        return np.ones(len(vectors), np.float32)
    step = max(1, len(vectors) // NEIGHBOURHOOD)
    sample = vectors[::step]
    nearest = min(NEIGHBOURS, len(sample) - 1)
    crowding = np.empty(len(vectors), np.float32)
    for start in range(0, len(vectors), BLOCK):
        cosines = vectors[start : start + BLOCK] @ sample.T
        rows = np.arange(start, start + len(cosines))
        sampled = rows[rows % step == 0]
        cosines[sampled - start, sampled // step] = -np.inf
        crowding[start : start + BLOCK] = np.partition(cosines, -nearest, axis=1)[:, -nearest:].mean(axis=1)
    return np.clip(1 - crowding, 0, 1)


def _rows(table: ItemTable, rows: slice) -> ItemTable:
    return table.take(np.arange(len(table))[rows])


def _shown(text: str) -> str:
    return BLANK if shows_nothing(text) else text


@cache
def default_ranker() -> TextRanker:
    """The ranker of the bundled encoder and vocabulary, made once in a process."""
    return TextRanker(bundled_encoder(), default_skills(), bundled_space())
