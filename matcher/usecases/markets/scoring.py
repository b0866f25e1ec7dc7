"""The engine as what a market is scored by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.domain.matches import Asker, Direction, Filters, MatchRequest
from matcher.domain.profiles import Profile
from matcher.engine import Engine
from matcher.markets.prospects import Prospect

NOBODY = Prospect((), np.empty(0, np.float32), np.empty(0, np.float32))


class EngineProspects:
    """The `Prospects` of an engine, one question for each who asks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def generation(self) -> int:
        return self._engine.generation

    def prospects(self, askers: Sequence[str], direction: Direction, filters: Filters, k: int) -> Sequence[Prospect]:
        return [self._of(asker, direction, filters, k) for asker in askers]

    def close(self) -> None:
        """Nothing is held."""

    def _of(self, asker: str, direction: Direction, filters: Filters, k: int) -> Prospect:
        profile = self._engine.profile(asker)
        if profile is None:
            return NOBODY
        found = self._engine.prospects(MatchRequest(Asker(profile), direction, filters, k=k))
        return Prospect(found.ids, found.to.astype(np.float32), found.back.astype(np.float32))


def states(profile: Profile, direction: Direction) -> bool:
    """Whether a profile states what the direction goes by."""
    return bool(
        {
            Direction.SUPPLY: profile.seeks,
            Direction.DEMAND: profile.offers,
            Direction.MUTUAL: profile.seeks + profile.offers,
        }[direction]
    )
