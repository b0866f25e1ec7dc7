"""The market: every profile that takes part, as arrays that are never changed once made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Ids
from matcher.domain.profiles import Profile
from matcher.engine.encoding import Encoded
from matcher.retrieval.facets import FacetTable
from matcher.retrieval.items import ItemTable
from matcher.scoring.context import FactTable

Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """The offers or the seeks of p profiles.

    `start` int64 (p + 1,): items start[i] to start[i + 1] belong to profile i; `view_ids` int64 (v,) sorted, with the
    profile of each in `view_owner` int32 (v,).
    """

    items: ItemTable
    start: NDArray[np.int64]
    view_ids: Ids
    view_owner: NDArray[np.int32]

    def of(self, positions: Positions) -> ItemTable:
        """The items of the profiles at `positions`, int64 (m,) ascending; their owners are numbered 0 to m - 1."""
        lengths = self.start[positions + 1] - self.start[positions]
        ends = np.cumsum(lengths)
        rows = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self.start[positions] - (ends - lengths), lengths)
        return self.items.select(rows).owned_by(np.repeat(np.arange(len(positions)), lengths).astype(np.int32))

    def owners(self, view_ids: Ids) -> Positions:
        """Positions of the profiles the views belong to, ascending; ids that are not of this market are left out."""
        if not len(self.view_ids):
            return np.empty(0, np.int64)
        places = np.minimum(np.searchsorted(self.view_ids, view_ids), len(self.view_ids) - 1)
        return np.unique(self.view_owner[places[self.view_ids[places] == view_ids]]).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Market:
    """p profiles by ascending id, with their items, facets and facts.

    `blocked_by`: for an id, the profiles that block it; `colleagues`: for an organisation, the profiles behind it.
    """

    profiles: tuple[Profile, ...]
    position: Mapping[str, int]
    offers: Side
    seeks: Side
    facets: FacetTable
    facts: FactTable
    languages: tuple[str, ...]
    blocked_by: Mapping[str, frozenset[str]]
    colleagues: Mapping[str, frozenset[str]]

    def __len__(self) -> int:
        return len(self.profiles)

    @classmethod
    def of(cls, encoded: Sequence[Encoded], dim: int) -> Market:
        """Stack encoded profiles, which must come by ascending id."""
        profiles = tuple(one.profile for one in encoded)
        languages = tuple(sorted({language for profile in profiles for language in profile.facts.languages}))
        return cls(
            profiles=profiles,
            position={profile.id: place for place, profile in enumerate(profiles)},
            offers=_side([one.offers for one in encoded], [one.offer_ids for one in encoded], dim),
            seeks=_side([one.seeks for one in encoded], [one.seek_ids for one in encoded], dim),
            facets=FacetTable([one.facets for one in encoded]),
            facts=fact_table(profiles, languages),
            languages=languages,
            blocked_by=_grouped((blocked, profile.id) for profile in profiles for blocked in profile.blocks),
            colleagues=_grouped((profile.organisation, profile.id) for profile in profiles if profile.organisation),
        )


def fact_table(profiles: Sequence[Profile], languages: tuple[str, ...]) -> FactTable:
    """The facts of the profiles, languages in the columns given."""
    return FactTable.of([profile.place.point for profile in profiles], [one.facts for one in profiles], languages)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for key, member in pairs:
        groups.setdefault(key, set()).add(member)
    return {key: frozenset(members) for key, members in groups.items()}


def _side(tables: Sequence[ItemTable], ids: Sequence[Ids], dim: int) -> Side:
    items = ItemTable.concatenate(tables, range(len(tables)), dim)
    view_ids = np.concatenate(ids) if ids else np.empty(0, np.int64)
    owner = np.repeat(np.arange(len(ids), dtype=np.int32), [len(some) for some in ids])
    order = np.argsort(view_ids)
    start = np.concatenate([[0], np.cumsum([len(table) for table in tables])]).astype(np.int64)
    return Side(items, start, view_ids[order], owner[order])
