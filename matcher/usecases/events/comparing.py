"""What people have to be told anew: how one version of a timetable differs from another."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain.events import Event, Meeting, TimetableVersion


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


def _place(meeting: Meeting, event: Event) -> tuple[object, ...]:
    slot = event.meeting_slots[meeting.slot - 1]
    return slot.start, slot.end, event.tables[meeting.table - 1]
