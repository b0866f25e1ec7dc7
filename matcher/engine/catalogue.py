"""Everything an answer reads, as one: the market, what was learnt from it, and the indexes of its vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Self

import numpy as np

from embeddings.index import VectorIndex, VectorSnapshot
from matcher.domain.profiles import Profile
from matcher.engine.encoding import Encoded, ProfileEncoder
from matcher.engine.learning import Learner, weighed
from matcher.engine.market import Market, SideName
from matcher.engine.segment import Merger, Segment
from matcher.retrieval.correction import Corrector
from matcher.retrieval.similarity import SimilarityModel

BATCH = 4_096
"""Profiles encoded at a time: bounds the memory of it."""
REFIT_GROWTH = 2
"""Rarities are learnt again when the market has grown by this factor since they were."""


NewIndex = Callable[[SideName], VectorIndex]
"""Makes the index of one side."""


@dataclass(frozen=True, slots=True)
class Indexes:
    """Where the vectors of both sides are kept, changed in place by one writer."""

    offers: VectorIndex
    seeks: VectorIndex

    @classmethod
    def new(cls, new_index: NewIndex) -> Self:
        """One for each side: empty, or kept elsewhere and filled there."""
        return cls(new_index("offers"), new_index("seeks"))

    def add(self, encoded: Encoded) -> None:
        """Put the views of profiles in."""
        for index, (ids, vectors, payloads) in ((self.offers, encoded.offers), (self.seeks, encoded.seeks)):
            if len(ids):
                index.upsert(ids, vectors, payloads)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The profiles that take part at one generation; replaced whole, but for the words that the corrector knows.

    `fitted_on` is how many profiles the rarities were learnt from.
    """

    generation: int
    market: Market
    model: SimilarityModel
    corrector: Corrector
    encoder: ProfileEncoder
    offers: VectorSnapshot
    seeks: VectorSnapshot
    fitted_on: int

    def refitted(self, learner: Learner) -> Catalogue:
        """The same profiles, rarities learnt from them anew; nothing is encoded again."""
        columns = self.market.columns()
        model = learner.similarity(columns)
        return replace(
            self,
            market=Market.of([Segment.of(weighed(columns, self.model, model))]),
            model=model,
            encoder=learner.profile_encoder(model, self.corrector),
            fitted_on=len(columns),
        )

    def updated(
        self, changed: Sequence[Profile], removed: Sequence[str], generation: int, indexes: Indexes
    ) -> Catalogue:
        """With some profiles added or replaced and others taken out, rarities as they were."""
        gone = {*removed, *(profile.id for profile in changed)}
        found = sorted(place for place in map(self.market.position, gone) if place is not None)
        positions = np.array(found, np.int64)
        indexes.offers.delete(self.market.view_ids("offers", positions))
        indexes.seeks.delete(self.market.view_ids("seeks", positions))
        market = self.market.without(positions)
        taking_part = [profile for profile in changed if profile.consent]
        if taking_part:
            self.corrector.learn(item.text for profile in taking_part for item in profile.offers + profile.seeks)
            encoded = self.encoder.encode(taking_part)
            indexes.add(encoded)
            market = market.with_segment(Segment.of(encoded.columns))
        return replace(self, market=market).seeing(indexes, generation)

    def with_merger(self, merger: Merger) -> Catalogue:
        """With segments of the market laid together."""
        return replace(self, market=self.market.with_merger(merger))

    def seeing(self, indexes: Indexes, generation: int) -> Catalogue:
        """With the indexes as they are now, at another generation."""
        offers, seeks = indexes.offers.snapshot(), indexes.seeks.snapshot()
        return replace(self, generation=generation, offers=offers, seeks=seeks)

    @property
    def outgrown(self) -> bool:
        """Whether rarities should be learnt again."""
        return len(self.market) > REFIT_GROWTH * self.fitted_on


def batches(profiles: Iterable[Profile]) -> Iterator[list[Profile]]:
    """The profiles, so many at a time as are encoded together."""
    left = iter(profiles)
    while batch := list(islice(left, BATCH)):
        yield batch
