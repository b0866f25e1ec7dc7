"""What the engine learns from a market: the similarity's rarities, and columns weighed by them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from embeddings.bundled import bundled_space
from embeddings.encoder import Encoder
from matcher.engine.columns import Columns, SideColumns
from matcher.engine.encoding import ProfileEncoder
from matcher.lexicon.skills import Skills
from matcher.retrieval.correction import Corrector
from matcher.retrieval.fitting import Rarity, TextCensus, fit_curves, weights_of_skills
from matcher.retrieval.item_encoder import ItemEncoder
from matcher.retrieval.items import ItemColumns
from matcher.retrieval.percentiles import CosineCurves
from matcher.retrieval.ragged import row_of
from matcher.retrieval.similarity import SimilarityModel


@dataclass(frozen=True, slots=True)
class Learner:
    """Learns for one encoder and one vocabulary, on the scale of cosines that those two have."""

    encoder: Encoder
    skills: Skills
    curves: CosineCurves

    @classmethod
    def of(cls, encoder: Encoder, skills: Skills) -> Learner:
        """The learner of an encoder, whose scale of cosines is fitted here."""
        return cls(encoder, skills, fit_curves(encoder, skills))

    def nothing(self) -> SimilarityModel:
        """The similarity that knows no collection: everything is equally rare."""
        space = bundled_space()
        weights = weights_of_skills(np.zeros(len(self.skills), np.int64), 0, self.skills)
        return SimilarityModel.of(weights, Rarity.fit([], space), 0.0, self.skills, self.curves, space)

    def known(self, weight: NDArray[np.float32], rarity: Rarity, linked: float) -> SimilarityModel:
        """The similarity of what was learnt before."""
        return SimilarityModel.of(weight, rarity, linked, self.skills, self.curves, bundled_space())

    def census(self) -> Census:
        """Begins to learn from a market."""
        return Census(self)

    def similarity(self, columns: Columns) -> SimilarityModel:
        """What is rare in the texts of a market and among what its profiles offer."""
        census = self.census()
        census.add(columns)
        return census.similarity()

    def plain(self) -> ProfileEncoder:
        """Turns profiles into columns before anything is learnt from them."""
        return self.profile_encoder(self.nothing(), None)

    def profile_encoder(self, model: SimilarityModel, corrector: Corrector | None) -> ProfileEncoder:
        """Turns more profiles into columns of the same market."""
        return ProfileEncoder(ItemEncoder(self.encoder, self.skills, model, corrector), self.skills)


class Census:
    """Counts over the profiles of a market, some at a time: the same however they are parted and ordered."""

    def __init__(self, learner: Learner) -> None:
        self._learner = learner
        self._texts = TextCensus(bundled_space())
        self._profiles = self._offers = self._linked = 0
        self._offered = np.zeros(len(learner.skills), np.int64)

    def add(self, columns: Columns) -> None:
        """Count some more profiles."""
        for side in (columns.offers, columns.seeks):
            self._texts.add(side.items.gram_ids, side.items.tokens)
        self._profiles += len(columns)
        self._offers += len(columns.offers.items)
        self._linked += int(_linked(columns.offers.items).sum())
        self._offered += _offered(columns.offers, len(self._offered))

    def similarity(self) -> SimilarityModel:
        """What is rare in the texts and among what the profiles offer."""
        weight = weights_of_skills(self._offered, self._profiles, self._learner.skills)
        return self._learner.known(weight, self._texts.rarity(), self._linked / max(self._offers, 1))


def weighed(columns: Columns, before: SimilarityModel, after: SimilarityModel) -> Columns:
    """Columns that were made with one similarity, as another one weighs them."""
    factor = after.rarity.ngrams / before.rarity.ngrams
    offers, seeks = (replace(side, items=side.items.weighed(factor)) for side in (columns.offers, columns.seeks))
    return replace(columns, offers=offers, seeks=seeks)


def _offered(offers: SideColumns, skills: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many profiles offer each skill."""
    items = offers.items
    linked = np.flatnonzero(items.link_confidence > 0)
    owner = row_of(offers.start, row_of(items.link_start, linked))
    pairs = np.unique(owner * skills + items.link_skill[linked])
    return np.bincount(pairs % skills, minlength=skills)


def _linked(items: ItemColumns) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which items name a skill."""
    if not len(items):
        return np.empty(0, bool)
    return np.maximum.reduceat(items.link_confidence, items.link_start[:-1]) > 0
