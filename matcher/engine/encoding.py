"""Profiles to arrays: every item under its views, with its links and its spelling."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Ids, Matrix
from embeddings.char_ngrams import ngram_counts, tf_idf
from embeddings.encoder import Encoder, Role
from matcher.domain.profiles import Item, Profile
from matcher.lexicon.skills import Skills
from matcher.retrieval.items import LANGUAGES, UNKNOWN, ItemTable

Views = tuple[tuple[str, int], ...]
"""Texts an item is encoded under, with their language codes."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One profile as arrays; `offer_ids` and `seek_ids` are the index rows of its views."""

    profile: Profile
    offers: ItemTable
    seeks: ItemTable
    offer_ids: Ids
    seek_ids: Ids
    facets: Mapping[str, frozenset[str]]


class ItemViews:
    """Says under which texts an item is encoded, given the languages the encoder has `understood`."""

    def __init__(self, skills: Skills, understood: frozenset[str]) -> None:
        self._skills = skills
        self._understood = understood

    def of(self, item: Item) -> Views:
        """The item's own text and, where its language is not understood, the English labels of its skills."""
        own = (item.text, LANGUAGES.index(item.language) if item.language in LANGUAGES else UNKNOWN)
        if not item.skills or item.language in self._understood:
            return (own,)
        return own, (", ".join(self._skills.label(link.skill, "en") for link in item.skills), LANGUAGES.index("en"))

    def texts(self, profiles: Sequence[Profile]) -> dict[Role, list[str]]:
        """Every text of the profiles that is encoded: offers as documents, needs as queries."""
        return {
            "document": [text for one in profiles for item in one.offers for text, _ in self.of(item)],
            "query": [text for one in profiles for item in one.seeks for text, _ in self.of(item)],
        }


class ProfileEncoder:
    """Turns profiles into arrays with one encoder, one vocabulary and one weighting of n-grams."""

    def __init__(self, encoder: Encoder, skills: Skills, idf: NDArray[np.float32]) -> None:
        self._encoder = encoder
        self._skills = skills
        self._idf = idf
        self._views = ItemViews(skills, encoder.languages)

    def encode(self, profiles: Sequence[Profile]) -> list[Encoded]:
        """Encode the profiles, texts in one batch a side: needs as queries, offers as documents, whoever asks."""
        offers = self._tables([profile.offers for profile in profiles], "document")
        seeks = self._tables([profile.seeks for profile in profiles], "query")
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

    def _tables(self, groups: Sequence[tuple[Item, ...]], role: Role) -> list[ItemTable]:
        views = [[self._views.of(item) for item in items] for items in groups]
        vectors = self._encoder.encode([text for group in views for item in group for text, _ in item], role=role)
        ends = np.cumsum([sum(map(len, group)) for group in views])
        parts = np.split(vectors, ends[:-1]) if len(groups) else []
        return [self._table(items, group, part) for items, group, part in zip(groups, views, parts, strict=True)]

    def _table(self, items: tuple[Item, ...], views: list[Views], vectors: Matrix) -> ItemTable:
        if not items:
            return ItemTable.empty(self._encoder.dim)
        links = [
            [(self._skills.index(link.skill), link.confidence) for link in item.skills] or [(0, 0.0)] for item in items
        ]
        return ItemTable(
            items=items,
            owner=np.zeros(len(items), np.int32),
            vectors=vectors,
            view_language=np.array([code for item in views for _, code in item], np.int8),
            view_start=_starts([len(item) for item in views]),
            link_skill=np.array([skill for item in links for skill, _ in item], np.int32),
            link_confidence=np.array([confidence for item in links for _, confidence in item], np.float32),
            link_start=_starts([len(item) for item in links]),
            ngrams=tf_idf(ngram_counts([item.text for item in items]), self._idf),
        )


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


def _starts(lengths: Sequence[int]) -> NDArray[np.int32]:
    return np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int32)
