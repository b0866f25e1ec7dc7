"""Events as they are counted, read from the database in a few statements whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import and_, func, select

from matcher.domain.attendance import Attendance, EventRecord
from matcher.domain.events import VersionState
from matcher.store.event_records import event_of
from matcher.store.event_tables import event_pairs, event_participants, events, meetings, timetables
from matcher.store.transaction import Transaction

Pairs = tuple[tuple[str, str], ...]


class SqlEventRecords:
    """The `EventRecordRepository` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def all(self) -> Sequence[EventRecord]:
        known = self._transaction.read().execute(select(events).order_by(events.c.id)).mappings()
        found = [event_of(dict(row)) for row in known]
        people, chosen, told = self._people(), self._chosen(), self._told()
        return [
            EventRecord(
                id=event.id,
                name=event.name,
                start=event.slots[0].start,
                people=tuple(people.get(event.id, ())),
                chosen=chosen.get(event.id, 0),
                meetings=told.get(event.id),
            )
            for event in found
        ]

    def _people(self) -> Mapping[str, Sequence[Attendance]]:
        who = event_participants.c
        columns = (who.event_id, who.id, who.profile_id, who.periphery, who.newcomer, who.absent)
        people: defaultdict[str, list[Attendance]] = defaultdict(list)
        statement = select(*columns).order_by(who.event_id, who.position)
        for event_id, *fields in self._transaction.read().execute(statement):
            people[event_id].append(Attendance(*fields))
        return people

    def _chosen(self) -> Mapping[str, int]:
        pairs = event_pairs.c
        statement = select(pairs.event_id, func.count().label("chosen")).where(pairs.chosen).group_by(pairs.event_id)
        return {row.event_id: row.chosen for row in self._transaction.read().execute(statement)}

    def _told(self) -> Mapping[str, Pairs]:
        published = (
            select(timetables.c.event_id, func.max(timetables.c.number).label("number"))
            .where(timetables.c.state == VersionState.PUBLISHED)
            .group_by(timetables.c.event_id)
            .subquery()
        )
        same = and_(meetings.c.event_id == published.c.event_id, meetings.c.number == published.c.number)
        statement = select(published.c.event_id, meetings.c.a, meetings.c.b).select_from(
            published.outerjoin(meetings, same)
        )
        order = (published.c.event_id, meetings.c.slot, meetings.c.seat, meetings.c.id)
        met: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for event_id, a, b in self._transaction.read().execute(statement.order_by(*order)):
            # A published timetable without a meeting has one row, without ids.
            met[event_id] += [] if a is None else [(a, b)]
        return {event_id: tuple(pairs) for event_id, pairs in met.items()}
