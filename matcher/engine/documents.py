"""Profiles as bytes and back, so that a market holds no object for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import orjson

from matcher.domain.profiles import Facts, Item, Kind, Need, OrganisationType, Place, Point, Profile, SkillLink

REMEMBERED = 1 << 12
"""Profiles that are remembered as read: those sought after are shown again and again."""


def written(profile: Profile) -> bytes:
    """Everything of a profile that takes part in matching, as JSON; equal profiles give equal bytes."""
    place, facts = profile.place, profile.facts
    return orjson.dumps(
        [
            profile.id,
            profile.kind,
            profile.name,
            profile.type,
            profile.description,
            _items(profile.offers),
            _items(profile.seeks),
            [place.address, place.cap, place.nil, place.municipio, place.point and [place.point.lat, place.point.lon]],
            [facts.languages, facts.run_min, facts.run_max, facts.lead_time_days, facts.available_from],
            profile.organisation,
            sorted(profile.blocks),
            sorted(profile.provenance.items()),
        ]
    )


@lru_cache(maxsize=REMEMBERED)
def read(document: bytes) -> Profile:
    """The profile of a document, remembered."""
    return read_afresh(document)


def read_afresh(document: bytes) -> Profile:
    """The profile of a document."""
    (
        profile_id,
        kind,
        name,
        type_,
        description,
        offers,
        seeks,
        (address, cap, nil, municipio, point),
        (languages, run_min, run_max, lead_time, available),
        organisation,
        blocks,
        provenance,
    ) = orjson.loads(document)
    return Profile(
        id=profile_id,
        kind=Kind(kind),
        name=name,
        type=None if type_ is None else OrganisationType(type_),
        description=description,
        offers=tuple(map(_item, offers)),
        seeks=tuple(map(_item, seeks)),
        place=Place(address, cap, nil, municipio, None if point is None else Point(*point)),
        facts=Facts(
            tuple(languages), run_min, run_max, lead_time, None if available is None else date.fromisoformat(available)
        ),
        organisation=organisation,
        blocks=frozenset(blocks),
        provenance=dict(provenance),
    )


def _items(items: Sequence[Item]) -> list[list[object]]:
    return [
        [item.text, item.need, item.language, [[link.skill, link.confidence, link.words] for link in item.skills]]
        for item in items
    ]


def _item(fields: Sequence[Any]) -> Item:
    text, need, language, links = fields
    return Item(text, Need(need), language, tuple(SkillLink(*link) for link in links))
