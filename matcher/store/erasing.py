"""Erasing what is held on a person: their rows, and every mention of them in the rows of others."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, delete, or_, select, update

from matcher.domain.jobs import JobKind, JobState
from matcher.domain.privacy import Person
from matcher.ports import Operation
from matcher.store.access_tables import contact_requests
from matcher.store.changes import record_changes
from matcher.store.event_tables import encounters, event_participants, jobs, meetings, timetables
from matcher.store.events import SqlEvents
from matcher.store.market_tables import market_recommendations, markets
from matcher.store.owner_tables import kept_answers
from matcher.store.profiles import SqlProfiles
from matcher.store.tables import changes, profiles, uploads
from matcher.store.transaction import Transaction

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252")
"""What a text of an uploaded file may be written in."""
WORKBOOK = b"PK\x03\x04"
"""How a compressed file begins, whose texts cannot be looked for: it is erased whoever it tells of."""


def erase(transaction: Transaction, person: Person) -> Mapping[str, int]:
    """See `PersonRepository.erase`."""
    connection = transaction.write()
    found = {
        "profiles": _erase_profiles(transaction, person.profiles),
        "contact_requests": _deleted(connection, contact_requests, "id", person.requests),
        "uploads": _erase_uploads(connection, person.traces),
        "jobs": _erase_jobs(connection, person),
        "participants": sum(_erase_participant(transaction, *who) for who in person.participants),
    }
    _erase_mentions_in_markets(connection, frozenset(person.profiles))
    _erase_mentions_in_notes(connection, person.traces)
    _erase_kept_answers(connection, person.traces)
    return found


def mentions(text: str, traces: Collection[str]) -> bool:
    """Whether a text, which may be JSON, tells of somebody."""
    return any(trace in text or json.dumps(trace)[1:-1] in text for trace in traces)


def _erase_profiles(transaction: Transaction, ids: Collection[str]) -> int:
    """Erase profiles with their items, contacts and what was asked of them; the log of changes forgets their ids."""
    connection, gone = transaction.write(), frozenset(ids)
    if not gone:
        return 0
    erased = _deleted(connection, profiles, "id", gone)
    forgotten = {"profile_id": "", "operation": Operation.ERASED}
    connection.execute(update(changes).where(changes.c.profile_id.in_(gone)).values(forgotten))
    record_changes(connection, [("", Operation.ERASED)])
    blocking = connection.execute(select(profiles.c.id, profiles.c.blocks).where(profiles.c.blocks.is_not(None)))
    others = SqlProfiles(transaction)
    stored = others.get_many([row.id for row in blocking if not gone.isdisjoint(row.blocks or ())])
    others.put_many([(replace(one.profile, blocks=one.profile.blocks - gone), None) for one in stored.values()])
    names = [f"profile:{profile_id}" for profile_id in gone]
    connection.execute(delete(encounters).where(or_(encounters.c.a.in_(names), encounters.c.b.in_(names))))
    return erased


def _erase_participant(transaction: Transaction, event_id: str, participant_id: str) -> int:
    """Erase a participant: drafts forget the meetings, published timetables the name."""
    connection = transaction.write()
    mine = (event_participants.c.event_id == event_id, event_participants.c.id == participant_id)
    row = connection.execute(select(event_participants).where(*mine)).one_or_none()
    if row is None:
        return 0
    SqlEvents(transaction).delete_participant(event_id, participant_id)
    nobody = f"erased-{secrets.token_hex(6)}"
    for version in connection.execute(select(timetables).where(timetables.c.event_id == event_id)).all():
        at = and_(timetables.c.event_id == event_id, timetables.c.number == version.number)
        unplaced = [pair for pair in version.unplaced or () if participant_id not in pair] or None
        breaks = {name: count for name, count in (version.breaks or {}).items() if name != participant_id} or None
        connection.execute(update(timetables).where(at).values(unplaced=unplaced, breaks=breaks))
        _erase_meetings(connection, event_id, version, participant_id, nobody)
    return 1


def _erase_meetings(connection: Connection, event_id: str, version: Row[Any], participant_id: str, nobody: str) -> None:
    of_version = and_(meetings.c.event_id == event_id, meetings.c.number == version.number)
    theirs = and_(of_version, or_(meetings.c.a == participant_id, meetings.c.b == participant_id))
    if version.state == "draft":
        connection.execute(delete(meetings).where(theirs))
        return
    for row in connection.execute(select(meetings).where(theirs)).all():
        ends = {end: nobody if getattr(row, end) == participant_id else getattr(row, end) for end in ("a", "b")}
        # The id of a meeting follows from who meets.
        values = {**ends, "id": f"m-{secrets.token_hex(6)}", "reasons": None}
        connection.execute(update(meetings).where(of_version, meetings.c.id == row.id).values(values))


def _erase_uploads(connection: Connection, traces: Collection[str]) -> int:
    telling = [piece for trace in traces for piece in written(trace)]
    gone = []
    for upload_id in connection.execute(select(uploads.c.id)).scalars().all():
        row = connection.execute(select(uploads).where(uploads.c.id == upload_id)).one()
        held = b"".join((row.content, row.rejected or b"", row.name.encode(), json.dumps(row.report).encode()))
        if held.startswith(WORKBOOK) or any(piece in held for piece in telling):
            gone.append(upload_id)
            connection.execute(delete(jobs).where(jobs.c.id == row.job_id))
    return _deleted(connection, uploads, "id", gone)


def written(trace: str) -> set[bytes]:
    """A text as a file may hold it."""
    texts = (trace, json.dumps(trace)[1:-1], trace.replace('"', '""'))
    return {text.encode(encoding, "ignore") for text in texts for encoding in ENCODINGS} - {b""}


def _erase_jobs(connection: Connection, person: Person) -> int:
    """Erase what ended jobs say of somebody, and jobs under way that have read of them, which come to nothing."""
    events = {event_id for event_id, _ in person.participants}
    columns = (jobs.c.id, jobs.c.kind, jobs.c.event_id, jobs.c.state, jobs.c.input, jobs.c.result, jobs.c.problem)
    gone = []
    for row in connection.execute(select(*columns)).all():
        said = json.dumps([row.input, row.result, row.problem], ensure_ascii=False)
        reading = row.kind == JobKind.MARKET and not JobState(row.state).ended and person.profiles
        if row.event_id in events or reading or mentions(said, person.traces):
            gone.append(row.id)
    return _deleted(connection, jobs, "id", gone)


def _erase_mentions_in_markets(connection: Connection, gone: frozenset[str]) -> None:
    """Take people out of what is recommended, to them and of them, and out of who took part."""
    if not gone:
        return
    for row in connection.execute(select(markets)).all():
        left, right = ([one for one in ids or () if one not in gone] for ids in (row.left_ids, row.right_ids))
        if row.generation is not None:
            mine = markets.c.job_id == row.job_id
            connection.execute(update(markets).where(mine).values(left_ids=left, right_ids=right))
    _deleted(connection, market_recommendations, "profile_id", gone)
    at = market_recommendations.c
    for row in connection.execute(select(market_recommendations)).all():
        kept = [entry for entry in row.entries if entry[0] not in gone]
        if len(kept) < len(row.entries):
            mine = and_(at.job_id == row.job_id, at.side == row.side, at.profile_id == row.profile_id)
            connection.execute(update(market_recommendations).where(mine).values(entries=kept))


def _erase_mentions_in_notes(connection: Connection, traces: Collection[str]) -> None:
    noted = select(timetables.c.event_id, timetables.c.number, timetables.c.note).where(timetables.c.note.is_not(None))
    for row in connection.execute(noted).all():
        if mentions(row.note, traces):
            mine = and_(timetables.c.event_id == row.event_id, timetables.c.number == row.number)
            connection.execute(update(timetables).where(mine).values(note=None))


def _erase_kept_answers(connection: Connection, traces: Collection[str]) -> None:
    """Erase answers that tell of somebody; a request that is sent again is worked on again then."""
    for row in connection.execute(select(kept_answers)).all():
        if mentions(row.body.decode("utf-8", "replace") + json.dumps(row.headers), traces):
            mine = and_(kept_answers.c.caller == row.caller, kept_answers.c.name == row.name)
            connection.execute(delete(kept_answers).where(mine))


def _deleted(connection: Connection, table: Table, column: str, values: Collection[str]) -> int:
    return connection.execute(delete(table).where(table.c[column].in_(list(values)))).rowcount
