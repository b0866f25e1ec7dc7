"""The organiser's overview: everybody's day, and every table's, as grids on large sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from matcher.agenda.paper import on_paper
from matcher.agenda.programme import Programme, programme
from matcher.agenda.texts import clock, say, weekday_date
from matcher.agenda.typesetting import typeset
from matcher.agenda.wording import table_label, table_number, version_line
from matcher.domain.events import Event, EventParticipant, Meeting, Slot, SlotKind, TimetableVersion

# Slots side by side on one sheet; a longer day goes on on the next. Few of them leave room enough on A4.
COLUMNS = 18
COLUMNS_A4 = 10
# The longest name in a cell, and the longest label on a break's narrow column.
LONGEST_IN_CELL = 60
LONGEST_LABEL = 16

# A slot with the number of its meetings, None for a break.
Column = tuple[Slot, int | None]


def overview_pdf(
    event: Event,
    participants: Iterable[EventParticipant],
    version: TimetableVersion,
    *,
    made_at: datetime,
) -> bytes:
    """One PDF (landscape, A4, or A3 where slots are many): participants × slots, then tables × slots, for each day.

    Raises InvalidInput where the input is not of one event or contradicts itself.
    """
    return overview_of(programme(event, participants, version), made_at)


def overview_of(ready: Programme, made_at: datetime) -> bytes:
    """The PDF of the overview."""
    language = ready.event.language
    parts = [(day, part) for day in ready.days for part in _parts(_columns(ready, day))]
    widest = max(len(part) for _, part in parts)
    return typeset(
        "overview",
        {
            "title": on_paper(ready.event.name),
            "language": language,
            "paper": "a4" if widest <= COLUMNS_A4 else "a3",
            "footer": f"{on_paper(ready.event.name)} · {version_line(ready, language, made_at)}",
            "page": say("page", language),
            "of": say("of", language),
            "grids": [
                {
                    "heading": say(heading, language),
                    "when": weekday_date(day, language),
                    "columns": [_heading(slot, language) for slot, _ in part],
                    "rows": rows(ready, part),
                }
                for heading, rows in (("by_person", _people), ("by_table", _tables))
                for day, part in parts
            ],
        },
        made_at,
    )


def _columns(ready: Programme, day: date) -> Sequence[Column]:
    columns: list[Column] = []
    number = 0
    for slot in ready.event.slots:
        number += slot.kind is SlotKind.MEETING
        if slot.start.date() == day:
            columns.append((slot, number if slot.kind is SlotKind.MEETING else None))
    return columns


def _parts(columns: Sequence[Column]) -> Iterable[Sequence[Column]]:
    return (columns[start : start + COLUMNS] for start in range(0, len(columns), COLUMNS))


def _heading(slot: Slot, language: str) -> Mapping[str, object]:
    label = on_paper(slot.label or say("break", language), LONGEST_LABEL)
    return {"kind": slot.kind.value, "start": clock(slot.start), "end": clock(slot.end), "label": label}


def _people(ready: Programme, columns: Sequence[Column]) -> Sequence[Mapping[str, object]]:
    rows = []
    for person in ready.present:
        meetings = {meeting.slot: meeting for meeting in ready.meetings_of(person.id)}
        rows.append(
            {
                "name": on_paper(person.name, LONGEST_IN_CELL),
                "note": person.organisation and on_paper(person.organisation),
                "cells": [_day_of(ready, person, number, meetings) for _, number in columns],
            }
        )
    return rows


def _day_of(
    ready: Programme, person: EventParticipant, number: int | None, meetings: Mapping[int, Meeting]
) -> Mapping[str, object] | None:
    if number is None:
        return None
    if meeting := meetings.get(number):
        table = ready.table_of(meeting)
        names = [on_paper(ready.other(meeting, person.id).name, LONGEST_IN_CELL)]
        return {"kind": "meeting", "table": table_number(table) or on_paper(table, LONGEST_IN_CELL), "names": names}
    return {"kind": "away"} if number in person.unavailable else None


def _tables(ready: Programme, columns: Sequence[Column]) -> Sequence[Mapping[str, object]]:
    language = ready.event.language
    rows = []
    for number, name in enumerate(ready.event.tables, 1):
        meetings = [meeting for meeting in ready.meetings if meeting.table == number]
        host = ready.host_of(meetings)
        at = {meeting.slot: meeting for meeting in meetings}
        cells = [_table_at(ready, host, at[slot]) if slot in at else None for _, slot in columns]
        note = on_paper(host.name) if host else None
        rows.append({"name": on_paper(table_label(name, language)), "note": note, "cells": cells})
    return rows


def _table_at(ready: Programme, host: EventParticipant | None, meeting: Meeting) -> Mapping[str, object]:
    guests = [ready.participants[one] for one in (meeting.a, meeting.b) if host is None or one != host.id]
    return {"kind": "meeting", "table": None, "names": [on_paper(guest.name, LONGEST_IN_CELL) for guest in guests]}
