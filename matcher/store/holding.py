"""What the tables hold on a person, as rows of plain data."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, false, or_, select

from matcher.domain.privacy import Person
from matcher.store.access_tables import contact_requests
from matcher.store.erasing import mentions, written
from matcher.store.event_tables import (
    encounters,
    event_interests,
    event_pairs,
    event_participants,
    jobs,
    meetings,
    participant_contacts,
)
from matcher.store.market_tables import market_recommendations
from matcher.store.tables import changes, contacts, items, profiles, uploads

Rows = list[dict[str, Any]]


def held(connection: Connection, person: Person) -> Mapping[str, Rows]:
    """The rows about a person, by table. Of others' requests for contact it holds no way of reaching them."""
    ids, names = list(person.profiles), [name for _, name in person.participants]
    takes_part = _either(event_participants.c.event_id, event_participants.c.id, person.participants)
    at = contact_requests.c
    return {
        "profiles": _rows(connection, profiles, profiles.c.id.in_(ids)),
        "items": _rows(connection, items, items.c.profile_id.in_(ids)),
        "contacts": _rows(connection, contacts, contacts.c.profile_id.in_(ids)),
        "changes": _rows(connection, changes, changes.c.profile_id.in_(ids)),
        "event_participants": _rows(connection, event_participants, takes_part),
        "participant_contacts": _rows(
            connection,
            participant_contacts,
            _either(participant_contacts.c.event_id, participant_contacts.c.participant_id, person.participants),
        ),
        "event_interests": _of_events(connection, event_interests, ("seeker", "sought"), person),
        "event_pairs": _of_events(connection, event_pairs, ("a", "b"), person),
        "meetings": _of_events(connection, meetings, ("a", "b"), person),
        "encounters": _rows(connection, encounters, _met(ids)),
        "contact_requests_made": _rows(connection, contact_requests, at.id.in_(person.requests)),
        "contact_requests_received": _without(
            _rows(connection, contact_requests, at.profile_id.in_(ids)), ("email", "phone")
        ),
        "market_recommendations": _rows(
            connection, market_recommendations, market_recommendations.c.profile_id.in_([*ids, *names])
        ),
        "uploads": _uploads(connection, person),
        "jobs": _jobs(connection, person),
    }


def _rows(connection: Connection, table: Table, which: ColumnElement[bool]) -> Rows:
    found = connection.execute(select(table).where(which).order_by(*table.primary_key)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in found]


def _of_events(connection: Connection, table: Table, ends: tuple[str, str], person: Person) -> Rows:
    """Rows of events in which somebody is one end."""
    theirs = [
        and_(table.c.event_id == event_id, or_(*(table.c[end] == name for end in ends)))
        for event_id, name in person.participants
    ]
    return _rows(connection, table, or_(*theirs) if theirs else false())


def _either(
    event_id: ColumnElement[str], name: ColumnElement[str], people: Sequence[tuple[str, str]]
) -> ColumnElement[bool]:
    return or_(false(), *(and_(event_id == event, name == participant) for event, participant in people))


def _met(ids: Iterable[str]) -> ColumnElement[bool]:
    names = [f"profile:{profile_id}" for profile_id in ids]
    return or_(encounters.c.a.in_(names), encounters.c.b.in_(names))


def _uploads(connection: Connection, person: Person) -> Rows:
    """The lines of kept files that tell of somebody; a compressed file is named, its lines are not looked through."""
    telling = [piece for trace in person.traces for piece in written(trace)]
    found = []
    for row in connection.execute(select(uploads)):
        lines = [line for line in row.content.splitlines() if any(piece in line for piece in telling)]
        if lines:
            told = [line.decode("utf-8", "replace") for line in lines]
            found.append({"id": row.id, "name": row.name, "created_at": _plain(row.created_at), "lines": told})
    return found


def _jobs(connection: Connection, person: Person) -> Rows:
    columns = (jobs.c.id, jobs.c.kind, jobs.c.event_id, jobs.c.state, jobs.c.created_at, jobs.c.input, jobs.c.result)
    found = []
    for row in connection.execute(select(*columns)).mappings():
        said = json.dumps([row["input"], row["result"]], ensure_ascii=False)
        if mentions(said, person.traces):
            found.append({name: _plain(value) for name, value in row.items()})
    return found


def _without(rows: Rows, names: Sequence[str]) -> Rows:
    return [{name: value for name, value in row.items() if name not in names} for row in rows]


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return b64encode(value).decode() if isinstance(value, bytes) else value
