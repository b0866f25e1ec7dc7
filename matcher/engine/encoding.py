"""Profiles to arrays: the items of both sides, and what a profile can be filtered by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from embeddings.arrays import Ids, Matrix
from embeddings.encoder import Role
from embeddings.index import Payload
from matcher.domain.profiles import Item, Profile
from matcher.engine.hashes import hashed
from matcher.lexicon.skills import Skills
from matcher.retrieval.item_encoder import ItemEncoder, ItemViews
from matcher.retrieval.items import ItemColumns, ItemTable
from matcher.retrieval.ragged import Start, starts

HIDDEN = "cap"
"""A facet that finds the profiles of a stated place, and that no index filters by."""


@dataclass(frozen=True, slots=True)
class EncodedSide:
    """The offers or the seeks of p profiles.

    `start` int64 (p + 1,): items start[i] to start[i + 1] belong to profile i; ids int64 (v,) of the items' views in an
    index, in their order.
    """

    start: Start
    items: ItemColumns
    ids: Ids


@dataclass(frozen=True, slots=True)
class Encoded:
    """p profiles as arrays, in their order, with what each can be filtered by."""

    profiles: Sequence[Profile]
    offers: EncodedSide
    seeks: EncodedSide
    facets: Sequence[Mapping[str, frozenset[str]]]

    def payloads(self, side: EncodedSide) -> list[Payload]:
        """What the views of a side can be filtered by, one each: those of a profile share theirs."""
        views = np.diff(side.items.view_start[side.start]).tolist()
        of_profile = map(_payload, self.profiles, self.facets)
        return [*chain.from_iterable([one] * count for one, count in zip(of_profile, views, strict=True))]


class ProfileEncoder:
    """Turns profiles into arrays."""

    def __init__(self, items: ItemEncoder, skills: Skills) -> None:
        self._items = items
        self._skills = skills

    def encode(self, profiles: Sequence[Profile]) -> Encoded:
        """Encode the profiles but for their vectors: needs as queries, offers as documents, whoever asks."""
        ids = [profile.id for profile in profiles]
        return Encoded(
            profiles=profiles,
            offers=self._side(ids, "offer", [profile.offers for profile in profiles], "document"),
            seeks=self._side(ids, "seek", [profile.seeks for profile in profiles], "query"),
            facets=[facets_of(profile, self._skills) for profile in profiles],
        )

    def vectors(self, profiles: Sequence[Profile]) -> tuple[Matrix, Matrix]:
        """The vectors of all views of the offers and of the seeks, in the order of `encode`: float32 (v, d) each."""
        offers = self._items.vectors([item for one in profiles for item in one.offers], "document")
        return offers, self._items.vectors([item for one in profiles for item in one.seeks], "query")

    def table(self, items: Sequence[Item], role: Role) -> ItemTable:
        """The items of one asker with their vectors."""
        return self._items.table(items, role)

    def _side(self, ids: Sequence[str], side: str, groups: Sequence[Sequence[Item]], role: Role) -> EncodedSide:
        items = self._items.columns([*chain.from_iterable(groups)], role)
        start = starts(map(len, groups))
        views = np.diff(items.view_start[start])
        numbers = [view_ids(profile_id, side, count) for profile_id, count in zip(ids, views.tolist(), strict=True)]
        return EncodedSide(start, items, np.array([*chain.from_iterable(numbers)], np.int64))


def texts_of(profiles: Sequence[Profile], views: ItemViews) -> dict[Role, list[str]]:
    """Every text of the profiles that is encoded: offers as documents, needs as queries."""
    return {
        "document": views.texts(item for one in profiles for item in one.offers),
        "query": views.texts(item for one in profiles for item in one.seeks),
    }


def view_ids(profile_id: str, side: str, views: int) -> Iterable[int]:
    """Stable index ids of a profile's views on one side: `views` numbers >= 0, from a 63-bit hash."""
    return (hashed(f"{side}\0{view}\0{profile_id}") for view in range(views))


def _payload(profile: Profile, facets: Mapping[str, frozenset[str]]) -> Payload:
    point = profile.place.point
    known = {name: values for name, values in facets.items() if name != HIDDEN}
    return Payload(known, (point.lat, point.lon) if point else None)


def facets_of(profile: Profile, skills: Skills) -> dict[str, frozenset[str]]:
    """What a profile can be filtered and counted by; a skill brings everything broader, so that filters include it."""
    spoken = profile.facts.languages or tuple(item.language for item in profile.offers + profile.seeks if item.language)
    return {
        "kind": frozenset({profile.kind.value}),
        "type": frozenset({profile.type.value} if profile.type else ()),
        "municipio": frozenset({str(profile.place.municipio)} if profile.place.municipio is not None else ()),
        "nil": frozenset({str(profile.place.nil)} if profile.place.nil is not None else ()),
        HIDDEN: frozenset({profile.place.cap} if profile.place.cap else ()),
        "languages": frozenset(spoken),
        "skills": _with_broader(profile.offers, skills),
        "sought_skills": _with_broader(profile.seeks, skills),
    }


def _with_broader(items: Sequence[Item], skills: Skills) -> frozenset[str]:
    return frozenset(broader for item in items for link in item.skills for broader in skills.ancestors(link.skill))
