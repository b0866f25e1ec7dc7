"""Profiles to rows and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from matcher.domain.profiles import (
    Contacts,
    Facts,
    Grant,
    Item,
    Kind,
    Need,
    OrganisationType,
    Place,
    Point,
    Profile,
    Purpose,
    SkillLink,
)
from matcher.errors import InvalidInput
from matcher.ports import Stored

ContactsRow = dict[str, str | None]

OFFER = "offer"
SEEK = "seek"

_INTEGERS = ("nil", "municipio", "run_min", "run_max", "lead_time_days")
_CANONICAL = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, default=str)
_INT32 = range(-(2**31), 2**31)


@dataclass(frozen=True, slots=True)
class Record:
    """A profile as rows: the columns of `profiles` that the profile decides, and its rows of `items`."""

    profile: dict[str, Any]
    items: list[dict[str, Any]]


def record_of(profile: Profile) -> Record:
    """The rows of a profile, with the hash of their content.

    Raises:
        InvalidInput: a value that no database can keep, such as half a surrogate pair or an infinite coordinate.
    """
    columns = _profile_columns(profile)
    items = _item_rows(profile.id, OFFER, profile.offers) + _item_rows(profile.id, SEEK, profile.seeks)
    columns["content_hash"] = _content_hash(columns, items)
    return Record(columns, items)


def contacts_row(profile_id: str, contacts: Contacts) -> ContactsRow:
    """The row of `contacts`.

    Raises:
        InvalidInput: a text that no database can keep; the message does not show it.
    """
    row: ContactsRow = {
        "profile_id": profile_id,
        "email": contacts.email,
        "phone": contacts.phone,
        "person": contacts.person,
        "website": contacts.website,
    }
    _encoded(profile_id, row)
    return row


def contacts_of(row: Row[Any]) -> Contacts:
    """A row of `contacts` as contacts."""
    return Contacts(row.email, row.phone, row.person, row.website)


def stored_of(row: Row[Any], items: Sequence[Row[Any]]) -> Stored:
    """A row of `profiles` and its rows of `items`, in order of position, as a profile."""
    return Stored(_profile_of(row, items), row.version, row.change, row.updated_at)


def _profile_columns(profile: Profile) -> dict[str, Any]:
    place, facts, point = profile.place, profile.facts, profile.place.point
    return {
        "id": profile.id,
        "kind": profile.kind,
        "name": profile.name,
        "type": profile.type,
        "description": profile.description,
        "address": place.address,
        "cap": place.cap,
        "nil": place.nil,
        "municipio": place.municipio,
        "lat": None if point is None else _real(point.lat),
        "lon": None if point is None else _real(point.lon),
        "languages": list(facts.languages) or None,
        "run_min": facts.run_min,
        "run_max": facts.run_max,
        "lead_time_days": facts.lead_time_days,
        "available_from": facts.available_from,
        "organisation": profile.organisation,
        "blocks": sorted(profile.blocks) or None,
        "consent": profile.consent,
        "grants": None if profile.grants is None else [_grant_row(grant) for grant in profile.grants],
        "provenance": dict(profile.provenance) or None,
    }


def _item_rows(profile_id: str, side: str, items: Sequence[Item]) -> list[dict[str, Any]]:
    return [
        {
            "profile_id": profile_id,
            "side": side,
            "position": position,
            "text": item.text,
            "need": item.need,
            "language": item.language,
            "links": [[link.skill, _real(link.confidence), link.words] for link in item.skills] or None,
        }
        for position, item in enumerate(items)
    ]


def _real(number: float) -> float:
    """A float whose text is the same before and after storage: databases give 0.0 for -0.0."""
    return float(number) + 0.0


def _content_hash(columns: dict[str, Any], items: list[dict[str, Any]]) -> str:
    """SHA-256 of everything the profile says; unknown facts are left out, so that a new one changes no old hash."""
    for name in _INTEGERS:
        if columns[name] is not None and columns[name] not in _INT32:
            raise _not_storable(columns["id"], f"{name} is {columns[name]}, beyond 32 bits")
    known = {name: value for name, value in columns.items() if value is not None}
    return hashlib.sha256(_encoded(columns["id"], [known, items])).hexdigest()


def _encoded(profile_id: str, content: object) -> bytes:
    """The same bytes for the same content, if every database can keep it."""
    try:
        encoded = _CANONICAL.encode(content).encode()
    except UnicodeEncodeError:
        # The original error would carry the text along, which may be a contact.
        raise _not_storable(profile_id, "a text holds half a character (a lone surrogate)") from None
    except ValueError as error:
        raise _not_storable(profile_id, "a number is not finite") from error
    if rb"\u0000" in encoded and _holds_nul(content):
        raise _not_storable(profile_id, "a text holds the character NUL")
    return encoded


def _holds_nul(value: object) -> bool:
    if isinstance(value, dict):
        return any(_holds_nul(part) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return any(map(_holds_nul, value))
    return isinstance(value, str) and "\0" in value


def _not_storable(profile_id: str, why: str) -> InvalidInput:
    return InvalidInput(f"Profile {profile_id!r} cannot be stored: {why}. Correct that value.", profile=profile_id)


def _profile_of(row: Row[Any], items: Sequence[Row[Any]]) -> Profile:
    return Profile(
        id=row.id,
        kind=Kind(row.kind),
        name=row.name,
        type=None if row.type is None else OrganisationType(row.type),
        description=row.description,
        offers=tuple(_item_of(item) for item in items if item.side == OFFER),
        seeks=tuple(_item_of(item) for item in items if item.side == SEEK),
        place=Place(
            address=row.address,
            cap=row.cap,
            nil=row.nil,
            municipio=row.municipio,
            point=None if row.lat is None else Point(row.lat, row.lon),
        ),
        facts=Facts(
            languages=tuple(row.languages or ()),
            run_min=row.run_min,
            run_max=row.run_max,
            lead_time_days=row.lead_time_days,
            available_from=row.available_from,
        ),
        organisation=row.organisation,
        blocks=frozenset(row.blocks or ()),
        consent=row.consent,
        provenance=row.provenance or {},
        grants=None if row.grants is None else tuple(map(_grant_of, row.grants)),
    )


def _grant_row(grant: Grant) -> list[str | None]:
    return [grant.purpose, grant.event, None if grant.until is None else grant.until.isoformat()]


def _grant_of(stored: Sequence[str | None]) -> Grant:
    purpose, event, until = stored
    return Grant(Purpose(str(purpose)), event, None if until is None else date.fromisoformat(until))


def _item_of(row: Row[Any]) -> Item:
    links = tuple(SkillLink(*link) for link in row.links or ())
    return Item(text=row.text, need=Need(row.need), language=row.language, skills=links)
