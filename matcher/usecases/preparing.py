"""What is made of profiles before they are stored: annotated ones and, where a market is drafted, their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from matcher.domain.profiles import Item, Place, Point, Profile, SkillLink
from matcher.engine.documents import read_afresh, written
from matcher.engine.encoding import Encoded, ProfileEncoder
from matcher.lexicon.annotation import Annotator

PlaceValues = tuple[str | None, str | None, int | None, int | None, tuple[float, float] | None]
Asked = tuple[bytes, bool]
"""A profile as a document, and whether it consents."""


class Prepared(NamedTuple):
    """A batch of profiles, annotated; `encoded` are those of them that take part, where that was asked for."""

    profiles: Sequence[Profile]
    encoded: Encoded | None


class Told(NamedTuple):
    """What annotation tells of a profile, in plain values: the language and the links of each item, and the place.

    They travel between processes at a tenth of what dataclasses cost.
    """

    items: list[tuple[str | None, list[tuple[str, float, str]]]]
    place: PlaceValues


class Preparer:
    """Prepares batches one after the other; not shared by threads. Without an encoder it only annotates."""

    def __init__(self, annotator: Annotator, encoder: ProfileEncoder | None = None) -> None:
        self._annotator = annotator
        self._encoder = encoder

    def prepare(self, profiles: Sequence[Profile]) -> Prepared:
        """A batch annotated and encoded."""
        annotated = self._annotator.annotate(profiles)
        if self._encoder is None:
            return Prepared(annotated, None)
        return Prepared(annotated, self._encoder.encode([profile for profile in annotated if profile.consent]))

    def answer(self, asked: Sequence[Asked]) -> tuple[list[Told], Encoded | None]:
        """What `prepare` makes of a batch that has travelled here, ready to travel back."""
        prepared = self.prepare([_arrived(*one) for one in asked])
        return [*map(_told, prepared.profiles)], prepared.encoded


def asked(profile: Profile) -> Asked:
    """A profile, ready to travel."""
    return written(profile), profile.consent


def returned(batch: Sequence[Profile], told: Sequence[Told], encoded: Encoded | None) -> Prepared:
    """What `answer` said of a batch, put together with it."""
    return Prepared([_with(profile, one) for profile, one in zip(batch, told, strict=True)], encoded)


def _arrived(document: bytes, consent: bool) -> Profile:
    profile = read_afresh(document)
    return profile if consent else replace(profile, consent=False)


def _told(profile: Profile) -> Told:
    place = profile.place
    point = None if place.point is None else (place.point.lat, place.point.lon)
    return Told(
        [
            (item.language, [(link.skill, link.confidence, link.words) for link in item.skills])
            for item in profile.offers + profile.seeks
        ],
        (place.address, place.cap, place.nil, place.municipio, point),
    )


def _with(profile: Profile, told: Told) -> Profile:
    read = [
        Item(item.text, item.need, language, tuple([SkillLink(*link) for link in links]))
        for item, (language, links) in zip(profile.offers + profile.seeks, told.items, strict=True)
    ]
    offered = len(profile.offers)
    address, cap, nil, municipio, point = told.place
    place = Place(address, cap, nil, municipio, None if point is None else Point(*point))
    return replace(profile, offers=tuple(read[:offered]), seeks=tuple(read[offered:]), place=place)
