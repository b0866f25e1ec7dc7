"""Profiles to arrays: the items of both sides, and what a profile can be filtered by."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.arrays import Ids
from embeddings.encoder import Role
from matcher.domain.profiles import Item, Profile
from matcher.lexicon.skills import Skills
from matcher.retrieval.item_encoder import ItemEncoder, ItemViews
from matcher.retrieval.items import ItemTable


@dataclass(frozen=True, slots=True)
class Encoded:
    """One profile as arrays; `offer_ids` and `seek_ids` are the index rows of its views."""

    profile: Profile
    offers: ItemTable
    seeks: ItemTable
    offer_ids: Ids
    seek_ids: Ids
    facets: Mapping[str, frozenset[str]]


class ProfileEncoder:
    """Turns profiles into arrays."""

    def __init__(self, items: ItemEncoder, skills: Skills) -> None:
        self._items = items
        self._skills = skills

    def encode(self, profiles: Sequence[Profile]) -> list[Encoded]:
        """Encode the profiles, texts in one batch a side: needs as queries, offers as documents, whoever asks."""
        offers = self._items.tables([profile.offers for profile in profiles], "document")
        seeks = self._items.tables([profile.seeks for profile in profiles], "query")
        return [
            Encoded(
                profile=profile,
                offers=offer,
                seeks=seek,
                offer_ids=view_ids(profile.id, "offer", len(offer.vectors)),
                seek_ids=view_ids(profile.id, "seek", len(seek.vectors)),
                facets=facets_of(profile, self._skills),
            )
            for profile, offer, seek in zip(profiles, offers, seeks, strict=True)
        ]


def texts_of(profiles: Sequence[Profile], views: ItemViews) -> dict[Role, list[str]]:
    """Every text of the profiles that is encoded: offers as documents, needs as queries."""
    return {
        "document": views.texts(item for one in profiles for item in one.offers),
        "query": views.texts(item for one in profiles for item in one.seeks),
    }


def view_ids(profile_id: str, side: str, views: int) -> Ids:
    """Stable index ids of a profile's views on one side: int64 (views,), >= 0, from a 63-bit hash."""
    keys = (f"{side}\0{view}\0{profile_id}".encode() for view in range(views))
    return np.array([int.from_bytes(hashlib.blake2b(key, digest_size=8).digest()) >> 1 for key in keys], np.int64)


def facets_of(profile: Profile, skills: Skills) -> dict[str, frozenset[str]]:
    """What a profile can be filtered and counted by; a skill brings everything broader, so that filters include it."""
    spoken = profile.facts.languages or tuple(item.language for item in profile.offers + profile.seeks if item.language)
    return {
        "kind": frozenset({profile.kind.value}),
        "type": frozenset({profile.type.value} if profile.type else ()),
        "municipio": frozenset({str(profile.place.municipio)} if profile.place.municipio is not None else ()),
        "nil": frozenset({str(profile.place.nil)} if profile.place.nil is not None else ()),
        "languages": frozenset(spoken),
        "skills": _with_broader(profile.offers, skills),
        "sought_skills": _with_broader(profile.seeks, skills),
    }


def _with_broader(items: Sequence[Item], skills: Skills) -> frozenset[str]:
    return frozenset(broader for item in items for link in item.skills for broader in skills.ancestors(link.skill))
