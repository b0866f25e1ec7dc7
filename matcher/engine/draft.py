"""A market in the making: profiles are encoded as they come, what is rare among them is learnt once all are there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from matcher.domain.profiles import Profile
from matcher.engine.catalogue import BATCH, Catalogue, Indexes, batches
from matcher.engine.columns import Columns, SideColumns
from matcher.engine.encoding import Encoded
from matcher.engine.learning import Learner, weighed
from matcher.engine.market import Market
from matcher.engine.segment import Segment
from matcher.retrieval.correction import Corrector


class Draft:
    """Profiles that take part, each id once, in any order; their vectors go into the indexes at once."""

    def __init__(self, learner: Learner, indexes: Indexes) -> None:
        self.indexes = indexes
        self._learner = learner
        self._before = learner.nothing()
        self.encoder = learner.plain()
        self._census = learner.census()
        self._words: set[str] = set()
        self._fresh: list[Encoded] = []
        none = self.encoder.encode([])
        self._rest = [_without_sides(none.columns)]
        self._offers, self._seeks = [none.columns.offers], [none.columns.seeks]

    def encode(self, profiles: Iterable[Profile]) -> None:
        """Add those of the profiles that consent."""
        for batch in batches(profile for profile in profiles if profile.consent):
            self.add(self.encoder.encode(batch))

    def add(self, encoded: Encoded) -> None:
        """Add profiles that an encoder like `encoder` has encoded."""
        self._fresh.append(encoded)
        if sum(len(one.columns) for one in self._fresh) >= BATCH:
            self._take()

    def finished(self, generation: int) -> Catalogue:
        """The catalogue of all of them, laid by ascending id; nothing can be added any more."""
        self._take()
        columns = self._laid()
        model, corrector = self._census.similarity(), Corrector(self._words, self._before.space)
        columns = weighed(columns, self._before, model)
        return Catalogue(
            generation=generation,
            market=Market.of([Segment.of(columns)]),
            model=model,
            corrector=corrector,
            encoder=self._learner.profile_encoder(model, corrector),
            offers=self.indexes.offers.snapshot(),
            seeks=self.indexes.seeks.snapshot(),
            fitted_on=len(columns),
        )

    def _take(self) -> None:
        """Put what is fresh with the rest, in parts large enough to be counted quickly."""
        if not self._fresh:
            return
        for encoded in self._fresh:
            self.indexes.add(encoded)
            self._words |= encoded.words
        columns = Columns.concatenate([encoded.columns for encoded in self._fresh])
        self._fresh.clear()
        self._census.add(columns)
        self._rest.append(_without_sides(columns))
        self._offers.append(columns.offers)
        self._seeks.append(columns.seeks)

    def _laid(self) -> Columns:
        """All parts as one, each let go of once it is copied, as together they are most of what is in memory."""
        rest = Columns.concatenate(self._rest)
        self._rest.clear()
        order = np.array(sorted(range(len(rest)), key=rest.ids.texts().__getitem__), np.int64)
        ascending = bool((np.diff(order) > 0).all())
        sides = []
        for parts in (self._offers, self._seeks):
            side = SideColumns.concatenate(parts)
            parts.clear()
            sides.append(side if ascending else side.take(order))
        if not ascending:
            rest = rest.take(order)
        return replace(rest, offers=sides[0], seeks=sides[1])


def _without_sides(columns: Columns) -> Columns:
    """The profiles as if they had no items."""
    none = SideColumns.empty(len(columns))
    return replace(columns, offers=none, seeks=none)
