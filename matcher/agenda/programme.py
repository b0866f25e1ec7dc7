"""A timetable ready to be printed: its texts clean, its times in the event's zone, its parts found by person and table.

Every export starts here, so what is wrong with the input is said once and in one place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from matcher.agenda.changes import Change, Told, as_told, changes, order_told, told_before
from matcher.agenda.cleaning import check_version, clean_event, clean_meetings, clean_participant
from matcher.agenda.plain_text import plain, sort_key
from matcher.agenda.texts import LANGUAGES
from matcher.domain.events import Event, EventParticipant, Meeting, Side, Slot, SlotKind, TimetableVersion
from matcher.errors import NotFound


class EntryKind(StrEnum):
    """What a stretch of somebody's day is: a meeting, a break of all, time free, or time not offered."""

    MEETING = "meeting"
    BREAK = "break"
    FREE = "free"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Entry:
    """A stretch of somebody's day from `start` to `end`; `label` is what a break is called."""

    kind: EntryKind
    start: datetime
    end: datetime
    meeting: Meeting | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """One version of an event's timetable: `participants` by id, `meetings` by slot and table, and so by participant.

    `previous` is the number of the latest version that people were told before, None where this is the first. Since
    then, `changes` says by meeting id what is new or moved, and `cancelled` what is no more; `withdrawn` is what any
    earlier version had and this one has not, as it was told last.
    """

    event: Event
    participants: Mapping[str, EventParticipant]
    version: TimetableVersion
    meetings: tuple[Meeting, ...]
    by_participant: Mapping[str, Sequence[Meeting]]
    previous: int | None
    changes: Mapping[str, Change]
    cancelled: tuple[Told, ...]
    withdrawn: tuple[Told, ...]

    @property
    def days(self) -> Sequence[date]:
        """The event's days in its own zone, sorted."""
        return sorted({slot.start.date() for slot in self.event.slots})

    @property
    def zone(self) -> tzinfo:
        """The event's time zone."""
        return ZoneInfo(self.event.time_zone)

    @property
    def people(self) -> Sequence[EventParticipant]:
        """All participants, sorted by name as people look for themselves in a pile of sheets."""
        return sorted(self.participants.values(), key=lambda person: (sort_key(person.name), person.id))

    @property
    def present(self) -> Sequence[EventParticipant]:
        """Who is not absent, sorted by name."""
        return [person for person in self.people if not person.absent]

    def participant(self, participant_id: str) -> EventParticipant:
        """Who has the id. Raises NotFound."""
        if participant_id not in self.participants:
            raise NotFound(
                f"Nobody at “{self.event.name}” has the id “{plain(participant_id)}”. Use the id of a participant.",
                participant=participant_id,
            )
        return self.participants[participant_id]

    def language_of(self, participant: EventParticipant) -> str:
        """The language a participant reads: their own where it is one of LANGUAGES, else the event's."""
        return participant.language if participant.language in LANGUAGES else self.event.language

    def slot_of(self, meeting: Meeting) -> Slot:
        """When a meeting is."""
        return self.event.meeting_slots[meeting.slot - 1]

    def table_of(self, meeting: Meeting) -> str:
        """The name of a meeting's table, as the organiser gave it."""
        return self.event.tables[meeting.table - 1]

    def told(self, meeting: Meeting) -> Told:
        """A meeting with its hours and its table's name."""
        return as_told(self.event, meeting)

    def meetings_of(self, participant_id: str) -> Sequence[Meeting]:
        """A participant's meetings in order of time."""
        return self.by_participant.get(participant_id, ())

    def other(self, meeting: Meeting, participant_id: str) -> EventParticipant:
        """Whom a participant meets."""
        return self.participants[meeting.b if meeting.a == participant_id else meeting.a]

    def host_of(self, meetings: Sequence[Meeting]) -> EventParticipant | None:
        """The host that all these meetings of one table share, where hosts keep their table."""
        if not (self.event.rules.hosts_stay and meetings):
            return None
        shared = set.intersection(*({meeting.a, meeting.b} for meeting in meetings))
        hosts = [self.participants[one] for one in shared if self.participants[one].side is Side.HOST]
        return hosts[0] if len(hosts) == 1 else None

    def entries(self, participant: EventParticipant) -> Sequence[Entry]:
        """A participant's days from the first slot to the last; free slots that follow each other are one entry."""
        by_slot = {meeting.slot: meeting for meeting in self.meetings_of(participant.id)}
        entries: list[Entry] = []
        number = 0
        for slot in self.event.slots:
            if slot.kind is SlotKind.BREAK:
                entries.append(Entry(EntryKind.BREAK, slot.start, slot.end, label=slot.label))
                continue
            number += 1
            if meeting := by_slot.get(number):
                entries.append(Entry(EntryKind.MEETING, slot.start, slot.end, meeting))
            else:
                kind = EntryKind.AWAY if number in participant.unavailable else EntryKind.FREE
                entries.append(Entry(kind, slot.start, slot.end))
        return _joined(entries)


def programme(
    event: Event,
    participants: Iterable[EventParticipant],
    version: TimetableVersion,
    earlier: Iterable[TimetableVersion] = (),
) -> Programme:
    """Make a version of a timetable ready to be printed, compared with the `earlier` ones that people were told.

    An earlier version is read by the hours and tables that people were told with it. Raises InvalidInput where a
    version is another event's, names a participant, slot or table that the event lacks, has somebody or a table in two
    meetings at once, or where the event's zone, language or hours cannot be read.
    """
    clean = clean_event(event)
    people = {participant.id: clean_participant(participant) for participant in participants}
    check_version(clean, people, version)
    meetings = clean_meetings(clean, people, version)
    before = sorted(earlier, key=lambda one: one.number)
    history = [told_before(clean, people, one, version) for one in before]
    last = history[-1] if history else {}
    ever = {key: one for each in history for key, one in each.items()}
    kept = {meeting.id for meeting in meetings}
    return Programme(
        event=clean,
        participants=people,
        version=version,
        meetings=meetings,
        by_participant=_by_participant(meetings),
        previous=before[-1].number if before else None,
        changes=changes(last, (as_told(clean, meeting) for meeting in meetings)) if before else {},
        cancelled=tuple(one for key, one in last.items() if key not in kept),
        withdrawn=tuple(sorted((one for key, one in ever.items() if key not in kept), key=order_told)),
    )


def _by_participant(meetings: Iterable[Meeting]) -> Mapping[str, Sequence[Meeting]]:
    found: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        found[meeting.a].append(meeting)
        found[meeting.b].append(meeting)
    return dict(found)


def _joined(entries: Sequence[Entry]) -> Sequence[Entry]:
    if not entries:
        return []
    joined = [entries[0]]
    for before, after in pairwise(entries):
        idle = after.kind in (EntryKind.FREE, EntryKind.AWAY)
        if idle and before.kind is after.kind and before.start.date() == after.start.date():
            joined[-1] = replace(joined[-1], end=after.end)
        else:
            joined.append(after)
    return joined
