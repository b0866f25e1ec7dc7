"""Versions of timetables, and who met whom, in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select, update

from matcher.domain.events import TimetableVersion, VersionOutline, VersionState
from matcher.errors import Conflict
from matcher.store.event_records import meeting_records, version_of, version_record
from matcher.store.event_tables import encounters, meetings, timetables
from matcher.store.transaction import Transaction


class SqlTimetables:
    """The `TimetableRepository` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, event_id: str, number: int) -> TimetableVersion | None:
        found = self._read(event_id, select(timetables).where(timetables.c.number == number))
        return found[0] if found else None

    def versions(self, event_id: str) -> tuple[TimetableVersion, ...]:
        return tuple(self._read(event_id, select(timetables)))

    def outlines(self, event_id: str) -> tuple[VersionOutline, ...]:
        held = (
            select(meetings.c.number, func.count().label("held"))
            .where(meetings.c.event_id == event_id)
            .group_by(meetings.c.number)
            .subquery()
        )
        wanted = select(
            timetables.c.number, timetables.c.state, timetables.c.created_at, func.coalesce(held.c.held, 0)
        ).outerjoin(held, held.c.number == timetables.c.number)
        rows = self._transaction.read().execute(
            wanted.where(timetables.c.event_id == event_id).order_by(timetables.c.number)
        )
        return tuple(VersionOutline(number, VersionState(state), made, count) for number, state, made, count in rows)

    def latest(self, event_id: str, *, published: bool = False) -> TimetableVersion | None:
        mine = select(func.max(timetables.c.number)).where(timetables.c.event_id == event_id)
        if published:
            mine = mine.where(timetables.c.state == VersionState.PUBLISHED)
        number = self._transaction.read().execute(mine).scalar_one()
        return None if number is None else self.get(event_id, number)

    def add(self, version: TimetableVersion) -> None:
        connection = self._transaction.write()
        mine = select(func.max(timetables.c.number)).where(timetables.c.event_id == version.event_id)
        last = connection.execute(mine).scalar_one() or 0
        if version.number != last + 1:
            raise Conflict(
                f"Version {last} of the timetable was made meanwhile: look at it, then try again.",
                found=version.number,
                expected=last + 1,
            )
        connection.execute(insert(timetables), version_record(version))
        self._add_meetings(version)

    def replace(self, version: TimetableVersion) -> None:
        draft = (
            timetables.c.event_id == version.event_id,
            timetables.c.number == version.number,
            timetables.c.state == VersionState.DRAFT,
        )
        connection = self._transaction.write()
        if connection.execute(update(timetables).where(*draft), version_record(version)).rowcount == 0:
            raise Conflict(
                f"Version {version.number} of the timetable is no draft: what people were told never changes. "
                "Make a new version.",
                found=version.number,
            )
        mine = (meetings.c.event_id == version.event_id, meetings.c.number == version.number)
        connection.execute(delete(meetings).where(*mine))
        self._add_meetings(version)

    def record_encounters(self, event_id: str, met: Iterable[tuple[str, str]]) -> None:
        connection = self._transaction.write()
        connection.execute(delete(encounters).where(encounters.c.event_id == event_id))
        known = sorted({(min(pair), max(pair)) for pair in met})
        if known:
            connection.execute(insert(encounters), [{"event_id": event_id, "a": a, "b": b} for a, b in known])

    def encounters(self, names: Collection[str], *, apart_from: str) -> frozenset[tuple[str, str]]:
        wanted = frozenset(names)
        statement = select(encounters.c.a, encounters.c.b).where(encounters.c.event_id != apart_from)
        # Read whole: more names than a statement takes may be asked for, and a city has thousands of meetings.
        rows = self._transaction.read().execute(statement)
        return frozenset((row.a, row.b) for row in rows if row.a in wanted or row.b in wanted)

    def _add_meetings(self, version: TimetableVersion) -> None:
        rows = meeting_records(version)
        if rows:
            self._transaction.write().execute(insert(meetings), rows)

    def _read(self, event_id: str, statement: Select[Any]) -> list[TimetableVersion]:
        connection = self._transaction.read()
        rows = connection.execute(statement.where(timetables.c.event_id == event_id).order_by(timetables.c.number))
        found = rows.all()
        held: defaultdict[int, list[Row[Any]]] = defaultdict(list)
        wanted = select(meetings).where(
            meetings.c.event_id == event_id, meetings.c.number.in_([row.number for row in found])
        )
        for row in connection.execute(wanted.order_by(meetings.c.slot, meetings.c.seat, meetings.c.id)):
            held[row.number].append(row)
        return [version_of(row, held[row.number]) for row in found]
