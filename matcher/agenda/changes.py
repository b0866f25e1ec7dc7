"""What became of meetings since people were told of them: which are new, moved or no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matcher.agenda.cleaning import check_version, clean_event, clean_meetings
from matcher.domain.events import Event, EventParticipant, Meeting, Slot, TimetableVersion
from matcher.errors import InvalidInput


class Change(StrEnum):
    """What became of a meeting since the previous version."""

    NEW = "new"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Told:
    """A meeting with its hours and its table's name, which the event may have changed since."""

    meeting: Meeting
    slot: Slot
    table: str


def as_told(event: Event, meeting: Meeting) -> Told:
    """A meeting as it is told while the event is as it is."""
    return Told(meeting, event.meeting_slots[meeting.slot - 1], event.tables[meeting.table - 1])


def told_before(
    event: Event, people: Mapping[str, EventParticipant], earlier: TimetableVersion, version: TimetableVersion
) -> Mapping[str, Told]:
    """The meetings of an earlier version by id, as they were told with it. Raises InvalidInput."""
    if earlier.number >= version.number:
        raise InvalidInput(
            f"Version {earlier.number} does not come before version {version.number}. Compare with earlier ones.",
            earlier=earlier.number,
        )
    check_version(event, people, earlier)
    then = clean_event(earlier.told) if earlier.told else event
    return {meeting.id: as_told(then, meeting) for meeting in clean_meetings(then, people, earlier)}


def changes(before: Mapping[str, Told], now: Iterable[Told]) -> Mapping[str, Change]:
    """What is new since `before`, or has other hours or another table, by meeting id."""
    found = {}
    for one in now:
        earlier = before.get(one.meeting.id)
        if earlier is None:
            found[one.meeting.id] = Change.NEW
        elif _place(earlier) != _place(one):
            found[one.meeting.id] = Change.MOVED
    return found


def order_told(one: Told) -> tuple[datetime, int, str]:
    """What meetings of several versions are sorted by: start, table, id."""
    return one.slot.start, one.meeting.table, one.meeting.id


def _place(one: Told) -> tuple[datetime, datetime, str]:
    return one.slot.start, one.slot.end, one.table
