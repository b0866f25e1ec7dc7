"""Events with their participants and pairs in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, case, delete, func, insert, or_, select

from matcher.domain.events import Event, EventParticipant, Interest, Pair, Tally, VersionState
from matcher.ports import Change
from matcher.store.event_records import (
    Record,
    differing,
    event_of,
    event_record,
    interest_record,
    pair_of,
    pair_record,
    participant_of,
    participant_record,
)
from matcher.store.event_tables import (
    event_interests,
    event_pairs,
    event_participants,
    events,
    participant_contacts,
    timetables,
)
from matcher.store.owner_tables import event_owners
from matcher.store.transaction import Transaction
from matcher.store.upsert import insert_or_replace

ROWS = 1000
"""Rows in one statement."""


class SqlEvents:
    """The `EventRepository` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, event_id: str) -> Event | None:
        row = self._transaction.read().execute(select(events).where(events.c.id == event_id)).mappings().one_or_none()
        return None if row is None else event_of(dict(row))

    def page(self, *, after: str | None, limit: int, owner: str | None = None) -> Sequence[Event]:
        statement = select(events).where(*_owned(owner)).order_by(events.c.id).limit(limit)
        if after is not None:
            statement = statement.where(events.c.id > after)
        return [event_of(dict(row)) for row in self._transaction.read().execute(statement).mappings()]

    def count(self, *, owner: str | None = None) -> int:
        statement = select(func.count()).select_from(events).where(*_owned(owner))
        return self._transaction.read().execute(statement).scalar_one()

    def tallies(self, event_ids: Collection[str]) -> Mapping[str, Tally]:
        there = self._counted(event_participants, event_participants.c.absent.is_(False), event_ids)
        chosen = self._counted(event_pairs, event_pairs.c.chosen.is_(True), event_ids)
        told = case((timetables.c.state == VersionState.PUBLISHED, timetables.c.number))
        numbers = select(timetables.c.event_id, func.max(timetables.c.number), func.max(told))
        wanted = numbers.where(timetables.c.event_id.in_(event_ids)).group_by(timetables.c.event_id)
        versions = {name: (latest, last) for name, latest, last in self._transaction.read().execute(wanted)}
        known = self._transaction.read().execute(select(events.c.id).where(events.c.id.in_(event_ids))).scalars()
        return {
            name: Tally(there.get(name, 0), chosen.get(name, 0), *versions.get(name, (None, None))) for name in known
        }

    def put(self, event: Event) -> Change:
        connection = self._transaction.write()
        record = event_record(event)
        known = connection.execute(select(events).where(events.c.id == event.id)).mappings().one_or_none()
        if known is not None and not differing(record, dict(known)):
            return Change.UNCHANGED
        now = datetime.now(UTC)
        statement = insert_or_replace(connection, events, keep=("created_at",))
        connection.execute(statement, record | {"created_at": now, "updated_at": now})
        return Change.CREATED if known is None else Change.UPDATED

    def delete(self, event_id: str) -> bool:
        return self._transaction.write().execute(delete(events).where(events.c.id == event_id)).rowcount > 0

    def participants(self, event_id: str) -> tuple[EventParticipant, ...]:
        statement = select(event_participants).where(event_participants.c.event_id == event_id)
        rows = self._transaction.read().execute(statement.order_by(event_participants.c.position))
        return tuple(participant_of(row) for row in rows)

    def put_participants(
        self, event_id: str, participants: Sequence[EventParticipant], emails: Mapping[str, str] = {}
    ) -> Sequence[Change]:
        connection = self._transaction.write()
        known = _known_participants(connection, event_id)
        addresses = self.emails(event_id)
        position = max((row["position"] for row in known.values()), default=0)
        changes: dict[str, Change] = {}
        records: dict[str, Record] = {}
        for person in participants:
            record, before = participant_record(event_id, person), known.get(person.id)
            moved = person.id in emails and emails[person.id] != addresses.get(person.id)
            if before is None:
                position += 1
                changes[person.id] = Change.CREATED
            else:
                changes[person.id] = Change.UPDATED if moved or differing(record, before) else Change.UNCHANGED
            records[person.id] = record | {"position": position if before is None else before["position"]}
        _upsert(connection, event_participants, records.values())
        _upsert(
            connection,
            participant_contacts,
            [
                {"event_id": event_id, "participant_id": name, "email": emails[name]}
                for name in changes
                if name in emails
            ],
        )
        return [changes[person.id] for person in participants]

    def delete_participant(self, event_id: str, participant_id: str) -> bool:
        connection = self._transaction.write()
        mine = (event_participants.c.event_id == event_id, event_participants.c.id == participant_id)
        if connection.execute(delete(event_participants).where(*mine)).rowcount == 0:
            return False
        for table, ends in ((event_pairs, ("a", "b")), (event_interests, ("seeker", "sought"))):
            either = or_(*(table.c[end] == participant_id for end in ends))
            connection.execute(delete(table).where(table.c.event_id == event_id, either))
        return True

    def emails(self, event_id: str) -> Mapping[str, str]:
        statement = select(participant_contacts).where(participant_contacts.c.event_id == event_id)
        rows = self._transaction.read().execute(statement.order_by(participant_contacts.c.participant_id))
        return {row.participant_id: row.email for row in rows}

    def forget_emails(self, event_id: str) -> int:
        mine = participant_contacts.c.event_id == event_id
        return self._transaction.write().execute(delete(participant_contacts).where(mine)).rowcount

    def interests(self, event_id: str) -> tuple[Interest, ...]:
        statement = select(event_interests).where(event_interests.c.event_id == event_id)
        rows = self._transaction.read().execute(statement.order_by(event_interests.c.seeker, event_interests.c.sought))
        return tuple(Interest(row.seeker, row.sought, row.value) for row in rows)

    def put_interests(self, event_id: str, interests: Iterable[Interest]) -> None:
        latest = {(one.seeker, one.sought): interest_record(event_id, one) for one in interests}
        self._replace(event_interests, event_id, latest.values())

    def pairs(self, event_id: str, *, of: str | None = None, chosen: bool = False) -> tuple[Pair, ...]:
        statement = select(event_pairs).where(event_pairs.c.event_id == event_id)
        if of is not None:
            statement = statement.where((event_pairs.c.a == of) | (event_pairs.c.b == of))
        if chosen:
            statement = statement.where(event_pairs.c.chosen)
        rows = self._transaction.read().execute(statement.order_by(event_pairs.c.a, event_pairs.c.b))
        return tuple(pair_of(row) for row in rows)

    def put_pairs(self, event_id: str, pairs: Iterable[Pair]) -> None:
        self._replace(event_pairs, event_id, (pair_record(event_id, pair) for pair in pairs))

    def _counted(self, table: Table, which: ColumnElement[bool], event_ids: Collection[str]) -> Mapping[str, int]:
        statement = select(table.c.event_id, func.count()).where(table.c.event_id.in_(event_ids), which)
        rows = self._transaction.read().execute(statement.group_by(table.c.event_id))
        return {row[0]: row[1] for row in rows}

    def _replace(self, table: Table, event_id: str, records: Iterable[Record]) -> None:
        connection = self._transaction.write()
        connection.execute(delete(table).where(table.c.event_id == event_id))
        for some in _batches(records):
            connection.execute(insert(table), some)


def _owned(owner: str | None) -> Iterator[ColumnElement[bool]]:
    if owner is not None:
        yield events.c.id.in_(select(event_owners.c.event_id).where(event_owners.c.organisation == owner))


def _known_participants(connection: Connection, event_id: str) -> dict[str, Mapping[str, Any]]:
    statement = select(event_participants).where(event_participants.c.event_id == event_id)
    return {row["id"]: dict(row) for row in connection.execute(statement).mappings()}


def _upsert(connection: Connection, table: Table, records: Iterable[Record]) -> None:
    for some in _batches(records):
        connection.execute(insert_or_replace(connection, table), some)


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    waiting = list(records)
    for start in range(0, len(waiting), ROWS):
        yield waiting[start : start + ROWS]
