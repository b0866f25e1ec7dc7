"""Everyone who is found, counted: what a page with facets shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.domain.matches import Interpreted, Match
from matcher.domain.profiles import Profile


@dataclass(frozen=True, slots=True)
class Found:
    """One who is found: `match` says why, None where nothing was asked; `km` is the distance, None where unknown."""

    profile: Profile
    match: Match | None
    km: float | None


@dataclass(frozen=True, slots=True)
class Survey:
    """A page of those found and exact counts over all of them.

    `facets` count, for each value, those found who have it with the other filters as they are: what the same facet
    already keeps is set aside, so that a value's count is the total that it alone would give. Skills that must all be
    offered stay. `alternatives` are the totals under the other filters asked about, in their order.
    """

    page: tuple[Found, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    alternatives: tuple[int, ...]
    interpreted: Interpreted | None
    generation: int
