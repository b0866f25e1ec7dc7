"""Personal agendas: a sheet to hold, with whom to meet, when, where and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from matcher.agenda.plain_text import shortened
from matcher.agenda.programme import Entry, Programme, programme
from matcher.agenda.texts import clock, days_spelt, say, weekday_date
from matcher.agenda.typesetting import typeset
from matcher.agenda.wording import reason_parts, reasons_for, table_label, table_number, version_line
from matcher.domain.events import Event, EventParticipant, Side, TimetableVersion
from matcher.errors import InvalidInput

# Longer names and reasons are cut on paper, where they would push the meetings off the sheet; files have them whole.
LONGEST_NAME = 120
LONGEST_REASON = 200


def agendas_pdf(
    event: Event,
    participants: Iterable[EventParticipant],
    version: TimetableVersion,
    *,
    printed_at: datetime,
    previous: TimetableVersion | None = None,
) -> bytes:
    """One PDF (A5) with the agendas of all who are not absent, by name, each in its reader's language.

    Meetings that are new or moved since the `previous` version are marked, and those it alone has are listed as
    cancelled. Raises InvalidInput where the input is not of one event, or nobody is there.
    """
    ready = programme(event, participants, version, previous)
    if not ready.present:
        raise InvalidInput("Nobody takes part in the event yet. Add participants first.", field="participants")
    return agendas_of(ready, ready.present, printed_at)


def agenda_pdf(
    event: Event,
    participants: Iterable[EventParticipant],
    version: TimetableVersion,
    participant_id: str,
    *,
    printed_at: datetime,
    previous: TimetableVersion | None = None,
) -> bytes:
    """One participant's agenda, as in `agendas_pdf`. Raises NotFound where nobody has the id."""
    ready = programme(event, participants, version, previous)
    return agendas_of(ready, [ready.participant(participant_id)], printed_at)


def agendas_of(ready: Programme, people: Sequence[EventParticipant], printed_at: datetime) -> bytes:
    """The PDF of some people's agendas."""
    return typeset(
        "agenda",
        {
            "title": shortened(ready.event.name, LONGEST_NAME),
            "agendas": [_agenda(ready, person, printed_at) for person in people],
        },
        printed_at,
    )


def on_paper(text: str | None) -> str | None:
    """A name short enough for a sheet, None where there is none."""
    return shortened(text, LONGEST_NAME) if text else None


def table_tag(name: str, language: str) -> Mapping[str, str | None]:
    """What a table's tag shows: the word and its number, or a name of another kind."""
    return {"word": say("table", language), "number": table_number(name), "name": shortened(name, LONGEST_NAME)}


def _agenda(ready: Programme, person: EventParticipant, printed_at: datetime) -> Mapping[str, object]:
    language = ready.language_of(person)
    return {
        "language": language,
        "event": shortened(ready.event.name, LONGEST_NAME),
        "name": shortened(person.name, LONGEST_NAME),
        "organisation": on_paper(person.organisation),
        "when": days_spelt(ready.days, language),
        "where": on_paper(ready.event.place),
        "seat": _seat(ready, person, language),
        "empty": None if ready.meetings_of(person.id) else say("no_meetings", language),
        "days": _days(ready, person, language),
        "cancelled": _cancelled(ready, person, language),
        "cancelled_since": say("cancelled", language, number=ready.previous),
        "footer": version_line(ready, language, printed_at),
        "page": say("page", language),
        "of": say("of", language),
    }


def _days(ready: Programme, person: EventParticipant, language: str) -> Sequence[Mapping[str, object]]:
    several = len(ready.days) > 1
    return [
        {
            "heading": weekday_date(day, language, year=False) if several else None,
            "entries": [_entry(ready, person, entry, language) for entry in entries],
        }
        for day, entries in groupby(ready.entries(person), key=_day)
    ]


def _day(entry: Entry) -> date:
    return entry.start.date()


def _entry(ready: Programme, person: EventParticipant, entry: Entry, language: str) -> Mapping[str, object]:
    hours = {"kind": entry.kind.value, "start": clock(entry.start), "end": clock(entry.end)}
    meeting = entry.meeting
    if meeting is None:
        label = entry.label or say(entry.kind.value, language)
        return hours | {"label": shortened(label, LONGEST_NAME)}
    other = ready.other(meeting, person.id)
    change = ready.changes.get(meeting.id)
    return hours | {
        "name": shortened(other.name, LONGEST_NAME),
        "organisation": on_paper(other.organisation),
        "reasons": [
            [{"label": label, "words": shortened(words, LONGEST_REASON)} for label, words in parts]
            for reason in reasons_for(meeting, person.id)
            if (parts := reason_parts(reason, person.id, language))
        ],
        "table": None if _keeps_table(ready, person) else table_tag(ready.table_of(meeting), language),
        "change": say(change.value, language) if change else None,
    }


def _seat(ready: Programme, person: EventParticipant, language: str) -> Mapping[str, str | None] | None:
    if not _keeps_table(ready, person):
        return None
    table = ready.table_of(ready.meetings_of(person.id)[0])
    return {**table_tag(table, language), "note": say("your_table", language)}


def _keeps_table(ready: Programme, person: EventParticipant) -> bool:
    tables = {meeting.table for meeting in ready.meetings_of(person.id)}
    return ready.event.rules.hosts_stay and person.side is Side.HOST and len(tables) == 1


def _cancelled(ready: Programme, person: EventParticipant, language: str) -> Sequence[str]:
    lines = []
    for meeting in ready.cancelled:
        if person.id in (meeting.a, meeting.b):
            start = ready.slot_of(meeting).start
            table = table_label(ready.table_of(meeting), language)
            lines.append(f"{clock(start)}, {table}: {shortened(ready.other(meeting, person.id).name, LONGEST_NAME)}")
    return lines
