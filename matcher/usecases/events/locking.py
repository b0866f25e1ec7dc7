"""Meetings that keep slot and table whenever the timetable is made again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

from matcher.domain.events import TimetableVersion, VersionState
from matcher.errors import InvalidInput, NotFound
from matcher.ports import Store, UnitOfWork
from matcher.usecases.events.publishing import existing_version


def lock_meetings(
    event_id: str, store: Store, *, lock: Collection[str] = (), unlock: Collection[str] = ()
) -> TimetableVersion:
    """Lock and unlock meetings of the latest version: in it where it is a draft, else in a new draft that is its copy.

    Raises:
        NotFound: there is no such event, timetable or meeting.
        InvalidInput: a meeting is to be locked and unlocked.
        Conflict: somebody has made a version meanwhile.
    """
    with store.unit_of_work(write=True) as unit:
        version = lock_in(unit, existing_version(unit, event_id), lock=lock, unlock=unlock)
        unit.commit()
    return version


def lock_in(
    unit: UnitOfWork, latest: TimetableVersion, *, lock: Collection[str] = (), unlock: Collection[str] = ()
) -> TimetableVersion:
    """As `lock_meetings`, in a unit of work; `latest` is the latest version."""
    known = {meeting.id for meeting in latest.meetings}
    for name in (*lock, *unlock):
        if name not in known:
            raise NotFound(f"The latest timetable has no meeting '{name}'.", field="meeting", found=name)
    if both := set(lock) & set(unlock):
        raise InvalidInput(f"'{min(both)}' cannot be locked and unlocked.", field="unlock", found=sorted(both))
    meetings = tuple(
        replace(one, locked=one.id in lock or (one.locked and one.id not in unlock)) for one in latest.meetings
    )
    return keep_draft(unit, latest, replace(latest, meetings=meetings), f"locks of version {latest.number}")


def keep_draft(unit: UnitOfWork, latest: TimetableVersion, changed: TimetableVersion, note: str) -> TimetableVersion:
    """Keep the latest version as it was `changed`: in its place where it is a draft, else in a new draft with the note.

    Raises:
        Conflict: somebody has made a version meanwhile.
    """
    if latest.state is VersionState.DRAFT:
        unit.timetables.replace(changed)
        return changed
    draft = replace(
        changed, number=latest.number + 1, state=VersionState.DRAFT, created_at=datetime.now(UTC), note=note, told=None
    )
    unit.timetables.add(draft)
    return draft
