"""Everything an answer reads, as one: the market, what was learnt from it, and the indexes of its vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Self

import numpy as np

from embeddings.index import VectorIndex, VectorSnapshot
from matcher.domain.profiles import Profile
from matcher.engine.encoding import ProfileEncoder
from matcher.engine.market import Market, Merger
from matcher.engine.segment import Segment
from matcher.retrieval.similarity import SimilarityModel

BATCH = 4_096
"""Profiles encoded at a time: bounds the memory of it."""
REFIT_GROWTH = 2
"""Rarities are learnt again when the market has grown by this factor since they were."""


@dataclass(frozen=True, slots=True)
class Indexes:
    """Where the vectors of both sides are kept, changed in place by one writer."""

    offers: VectorIndex
    seeks: VectorIndex

    @classmethod
    def new(cls, new_index: Callable[[], VectorIndex]) -> Self:
        """Two empty ones."""
        return cls(new_index(), new_index())


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The profiles that take part at one generation; replaced whole.

    `fitted_on` is how many profiles the rarities were learnt from.
    """

    generation: int
    market: Market
    model: SimilarityModel
    encoder: ProfileEncoder
    offers: VectorSnapshot
    seeks: VectorSnapshot
    fitted_on: int

    @classmethod
    def filled(
        cls,
        profiles: Iterable[Profile],
        generation: int,
        model: SimilarityModel,
        encoder: ProfileEncoder,
        indexes: Indexes,
        *,
        index: bool = True,
    ) -> Catalogue:
        """Encode the profiles, each id once; their vectors are put into the indexes unless those have them already."""
        segments = [_segment(batch, encoder, indexes if index else None) for batch in batches(profiles, BATCH)]
        market = Market.of([Segment.concatenate(segments)] if segments else [])
        return cls(generation, market, model, encoder, indexes.offers.snapshot(), indexes.seeks.snapshot(), len(market))

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
            market = market.with_segment(_segment(taking_part, self.encoder, indexes))
        return replace(
            self,
            generation=generation,
            market=market,
            offers=indexes.offers.snapshot(),
            seeks=indexes.seeks.snapshot(),
        )

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

    def profiles(self) -> Iterator[Profile]:
        """Every profile that takes part."""
        return map(self.market.profile, np.flatnonzero(self.market.live).tolist())


def batches(profiles: Iterable[Profile], size: int) -> Iterator[list[Profile]]:
    """The profiles, so many at a time."""
    left = iter(profiles)
    while batch := list(islice(left, size)):
        yield batch


def _segment(profiles: Sequence[Profile], encoder: ProfileEncoder, indexes: Indexes | None) -> Segment:
    """The profiles as a segment, their vectors put into the indexes."""
    encoded = encoder.encode(profiles)
    if indexes is not None:
        sides = ((indexes.offers, encoded.offers), (indexes.seeks, encoded.seeks))
        for (index, side), vectors in zip(sides, encoder.vectors(profiles), strict=True):
            if len(side.ids):
                index.upsert(side.ids, vectors, encoded.payloads(side))
    return Segment.of(encoded)
