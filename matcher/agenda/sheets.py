"""The tables of a timetable, the same in the workbook and as CSV: grids, meetings, participants and the unplaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from matcher.agenda.plain_text import plain
from matcher.agenda.programme import Programme
from matcher.agenda.texts import say
from matcher.agenda.wording import reasons_told, table_label
from matcher.domain.events import EventParticipant, Meeting

Cell = str | int | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its `headings`; `code` names it in every language, `title` in the event's. Times are local."""

    code: str
    title: str
    headings: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]


def timetable_sheets(ready: Programme) -> Sequence[Sheet]:
    """All tables, in the event's language."""
    return [_by_person(ready), _by_table(ready), _meetings(ready), _participants(ready), _unplaced(ready)]


def made_sheet(ready: Programme, code: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Sheet:
    """A table whose title and headings are codes of the catalogue, said in the event's language."""
    language = ready.event.language
    return Sheet(code, say(code, language), [say(heading, language) for heading in headings], rows)


def _by_person(ready: Programme) -> Sheet:
    language = ready.event.language
    rows = []
    for person in ready.people:
        cells: list[Cell] = [None] * len(ready.event.meeting_slots)
        for meeting in ready.meetings_of(person.id):
            table = table_label(ready.table_of(meeting), language)
            cells[meeting.slot - 1] = f"{table}: {ready.other(meeting, person.id).name}"
        rows.append([person.name, person.organisation, *cells])
    head = [say("name", language), say("organisation", language)]
    return Sheet("by_person", say("by_person", language), head + _slot_headings(ready), rows)


def _by_table(ready: Programme) -> Sheet:
    language = ready.event.language
    rows = []
    for number, name in enumerate(ready.event.tables, 1):
        cells: list[Cell] = [None] * len(ready.event.meeting_slots)
        for meeting in ready.meetings:
            if meeting.table == number:
                a, b = ready.participants[meeting.a], ready.participants[meeting.b]
                cells[meeting.slot - 1] = say("meeting_of", language, a=a.name, b=b.name)
        rows.append([table_label(name, language), *cells])
    return Sheet("by_table", say("by_table", language), [say("table_column", language), *_slot_headings(ready)], rows)


def _slot_headings(ready: Programme) -> list[Cell]:
    starts = [slot.start.replace(tzinfo=None) for slot in ready.event.meeting_slots]
    return [start if len(ready.days) > 1 else start.time() for start in starts]


def _meetings(ready: Programme) -> Sheet:
    headings = (
        "date", "start", "end", "table_column", "person_1", "organisation_1", "person_2", "organisation_2", "reason",
        "locked", "meeting_id", "id_1", "id_2",
    )  # fmt: skip
    return made_sheet(ready, "meetings", headings, [_meeting(ready, meeting) for meeting in ready.meetings])


def _meeting(ready: Programme, meeting: Meeting) -> Sequence[Cell]:
    language = ready.event.language
    slot = ready.slot_of(meeting)
    a, b = ready.participants[meeting.a], ready.participants[meeting.b]
    return [
        slot.start.date(),
        slot.start.time(),
        slot.end.time(),
        table_label(ready.table_of(meeting), language),
        a.name,
        a.organisation,
        b.name,
        b.organisation,
        reasons_told(ready, meeting, language),
        _yes_or_no(meeting.locked, language),
        plain(meeting.id),
        plain(a.id),
        plain(b.id),
    ]


def _participants(ready: Programme) -> Sheet:
    headings = ("name", "organisation", "side", "language", "meeting_count", "idle_blocks", "absent", "id")
    return made_sheet(ready, "participants", headings, [_participant(ready, person) for person in ready.people])


def _participant(ready: Programme, person: EventParticipant) -> Sequence[Cell]:
    language = ready.event.language
    return [
        person.name,
        person.organisation,
        say(f"side_{person.side.value}", language) if person.side else None,
        ready.language_of(person),
        len(ready.meetings_of(person.id)),
        ready.version.breaks.get(person.id),
        _yes_or_no(person.absent, language),
        plain(person.id),
    ]


def _unplaced(ready: Programme) -> Sheet:
    headings = ("person_1", "organisation_1", "person_2", "organisation_2", "id_1", "id_2")
    rows = []
    for pair in ready.version.unplaced:
        a, b = (ready.participants[one] for one in pair)
        rows.append([a.name, a.organisation, b.name, b.organisation, plain(a.id), plain(b.id)])
    return made_sheet(ready, "unplaced", headings, rows)


def _yes_or_no(truth: bool, language: str) -> str:
    return say("yes" if truth else "no", language)
