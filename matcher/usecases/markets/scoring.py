"""The engine as what a market is scored by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.domain.matches import Asker, Directed, Direction, Filters, MatchRequest
from matcher.domain.profiles import Profile
from matcher.engine import Engine
from matcher.markets.candidates import Gains
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
        found = []
        for asker in askers:
            profile = self._engine.profile(asker)
            asks = profile is not None and states(profile, direction)
            found.append(self._of(profile, direction, filters, k) if profile is not None and asks else NOBODY)
        return found

    def _of(self, profile: Profile, direction: Direction, filters: Filters, k: int) -> Prospect:
        matches = self._engine.match(MatchRequest(Asker(profile), direction, filters, k=k, explain=False)).matches
        return Prospect(
            tuple(match.profile.id for match in matches),
            _gains([match.to for match in matches]),
            _gains([match.back for match in matches]),
        )


def states(profile: Profile, direction: Direction) -> bool:
    """Whether a profile states what the direction goes by."""
    return bool(
        {
            Direction.SUPPLY: profile.seeks,
            Direction.DEMAND: profile.offers,
            Direction.MUTUAL: profile.seeks + profile.offers,
        }[direction]
    )


def _gains(ways: Sequence[Directed]) -> Gains:
    return np.array([np.nan if way.utility is None else way.utility for way in ways], np.float32)
