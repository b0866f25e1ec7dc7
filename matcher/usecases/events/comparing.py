"""How a version of a timetable differs from another, which people are told, and from the pairs as they are now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.domain.events import Event, EventParticipant, Meeting, Pair, TimetableVersion


@dataclass(frozen=True, slots=True)
class Differences:
    """Meetings that are no more, that have other hours or another table, as (before, after), and that are new."""

    cancelled: tuple[Meeting, ...] = ()
    moved: tuple[tuple[Meeting, Meeting], ...] = ()
    added: tuple[Meeting, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """Whom they concern, by id in the order in which they are told."""
        changed = (*self.cancelled, *(after for _, after in self.moved), *self.added)
        return tuple(dict.fromkeys(end for meeting in changed for end in (meeting.a, meeting.b)))


def compare(before: TimetableVersion, after: TimetableVersion, event: Event) -> Differences:
    """What changes between two versions, hours and tables being those that people were told, or would be now."""
    was, now = {one.id: one for one in before.meetings}, {one.id: one for one in after.meetings}
    then, told = before.told or event, after.told or event
    return Differences(
        cancelled=tuple(one for name, one in was.items() if name not in now),
        moved=tuple(
            (one, now[name])
            for name, one in was.items()
            if name in now and _place(one, then) != _place(now[name], told)
        ),
        added=tuple(one for name, one in now.items() if name not in was),
    )


@dataclass(frozen=True, slots=True)
class Outdated:
    """What a timetable does not know yet: pairs chosen since it was made, and meetings of pairs no longer chosen."""

    chosen: tuple[Pair, ...] = ()
    unchosen: tuple[Meeting, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.chosen or self.unchosen)


def outdated(version: TimetableVersion, pairs: Iterable[Pair], people: Iterable[EventParticipant]) -> Outdated:
    """How the pairs have changed since a version was made; who is absent is not waited for."""
    there = {person.id for person in people if not person.absent}
    chosen = {pair.meeting_id: pair for pair in pairs if pair.chosen}
    known = {one.id for one in version.meetings} | {Pair(a, b, 0, 0, 0).meeting_id for a, b in version.unplaced}
    return Outdated(
        chosen=tuple(pair for name, pair in chosen.items() if name not in known and {pair.a, pair.b} <= there),
        unchosen=tuple(one for one in version.meetings if one.id not in chosen),
    )


def _place(meeting: Meeting, event: Event) -> tuple[object, ...]:
    slot = event.meeting_slots[meeting.slot - 1]
    return slot.start, slot.end, event.tables[meeting.table - 1]
