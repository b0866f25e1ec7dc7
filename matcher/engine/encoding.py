"""Profiles to rows of an index and to columns: the items of both sides, and what a profile can be filtered by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain

import numpy as np

from embeddings.arrays import Ids, Matrix
from embeddings.encoder import Role
from embeddings.index import Payload
from matcher.domain.profiles import Item, Profile
from matcher.engine.columns import Columns, SideColumns
from matcher.engine.hashes import hashed
from matcher.lexicon.normalisation import distinct_words
from matcher.lexicon.skills import Skills
from matcher.retrieval.item_encoder import ItemEncoder, ItemViews
from matcher.retrieval.items import ItemTable
from matcher.retrieval.ragged import starts

HIDDEN = "cap"
"""A facet that finds the profiles of a stated place, and that no index filters by."""

IndexRows = tuple[Ids, Matrix, Sequence[Payload]]
"""Views as an index takes them: their ids, vectors and payloads."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Profiles as columns, the views of their offers and of their seeks for the two indexes, and their folded words."""

    columns: Columns
    offers: IndexRows
    seeks: IndexRows
    words: Set[str]


class ProfileEncoder:
    """Turns profiles into arrays: needs as queries, offers as documents, whoever asks."""

    def __init__(self, items: ItemEncoder, skills: Skills) -> None:
        self._items = items
        self._skills = skills

    def encode(self, profiles: Sequence[Profile]) -> Encoded:
        """Encode the profiles, texts in one batch a side."""
        offers, seeks = [profile.offers for profile in profiles], [profile.seeks for profile in profiles]
        facets = [facets_of(profile, self._skills) for profile in profiles]
        columns = Columns.of(
            profiles,
            facets,
            self._side(profiles, "offer", offers, "document"),
            self._side(profiles, "seek", seeks, "query"),
        )
        payloads = [*map(_payload, profiles, facets)]
        return Encoded(
            columns,
            self._rows(columns.offers, offers, "document", payloads),
            self._rows(columns.seeks, seeks, "query", payloads),
            distinct_words(item.text for item in chain.from_iterable(chain(offers, seeks))),
        )

    def _rows(
        self, side: SideColumns, groups: Sequence[Sequence[Item]], role: Role, payloads: Sequence[Payload]
    ) -> IndexRows:
        """The views of one side as an index takes them; those of a profile share its payload."""
        views = np.diff(side.items.view_start[side.start]).tolist()
        repeated = chain.from_iterable([payload] * count for payload, count in zip(payloads, views, strict=True))
        return side.ids, self._items.vectors([*chain.from_iterable(groups)], role), [*repeated]

    def table(self, items: Sequence[Item], role: Role) -> ItemTable:
        """The items of one asker with their vectors."""
        return self._items.table(items, role)

    def _side(
        self, profiles: Sequence[Profile], side: str, groups: Sequence[Sequence[Item]], role: Role
    ) -> SideColumns:
        items = self._items.columns([*chain.from_iterable(groups)], role)
        start = starts(map(len, groups))
        views = np.diff(items.view_start[start]).tolist()
        numbers = (view_ids(profile.id, side, count) for profile, count in zip(profiles, views, strict=True))
        return SideColumns(start, items, np.fromiter(chain.from_iterable(numbers), np.int64))


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
    return frozenset().union(*(skills.ancestors(link.skill) for item in items for link in item.skills))
