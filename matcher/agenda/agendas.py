"""Personal agendas: a sheet to hold, with whom to meet, when, where and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from matcher.agenda.paper import LONGEST_HEADER, LONGEST_REASON, on_paper, person_on_paper, table_tag
from matcher.agenda.programme import Entry, Programme, programme
from matcher.agenda.texts import clock, days_spelt, say, weekday_date
from matcher.agenda.typesetting import typeset
from matcher.agenda.wording import reason_parts, reasons_for, table_label, version_line
from matcher.domain.events import Event, EventParticipant, Side, TimetableVersion
from matcher.errors import InvalidInput


def agendas_pdf(
    event: Event,
    participants: Iterable[EventParticipant],
    version: TimetableVersion,
    *,
    made_at: datetime,
    earlier: Iterable[TimetableVersion] = (),
    participant_id: str | None = None,
) -> bytes:
    """One PDF (A5) with the agenda of one participant, or of all who are not absent, by name, each in their language.

    `earlier` are the versions that people were told before: meetings that are new or moved since the latest of them
    are marked, and those no longer held are listed as cancelled. `made_at` is printed as the time of printing.
    Raises InvalidInput where the input is not of one event, contradicts itself or has nobody who is present, and
    NotFound where nobody has the id.
    """
    ready = programme(event, participants, version, earlier)
    if participant_id is not None:
        return agendas_of(ready, [ready.participant(participant_id)], made_at)
    if not ready.present:
        raise InvalidInput("Nobody takes part in the event yet. Add participants first.", field="participants")
    return agendas_of(ready, ready.present, made_at)


def agendas_of(ready: Programme, people: Sequence[EventParticipant], made_at: datetime) -> bytes:
    """The PDF of some people's agendas."""
    return typeset(
        "agenda",
        {
            "title": on_paper(ready.event.name),
            "agendas": [_agenda(ready, person, made_at) for person in people],
        },
        made_at,
    )


def _agenda(ready: Programme, person: EventParticipant, made_at: datetime) -> Mapping[str, object]:
    language = ready.language_of(person)
    return {
        "language": language,
        "event": on_paper(ready.event.name),
        **person_on_paper(person),
        "header": {
            "name": on_paper(person.name, LONGEST_HEADER),
            "event": on_paper(ready.event.name, LONGEST_HEADER),
        },
        "when": days_spelt(ready.days, language),
        "where": ready.event.place and on_paper(ready.event.place),
        "seat": _seat(ready, person, language),
        "empty": None if ready.meetings_of(person.id) else say("no_meetings", language),
        "days": _days(ready, person, language),
        "cancelled": _cancelled(ready, person, language),
        "cancelled_since": say("cancelled", language, number=ready.previous),
        "footer": version_line(ready, language, made_at),
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
        return hours | {"label": on_paper(label)}
    change = ready.changes.get(meeting.id)
    return hours | {
        **person_on_paper(ready.other(meeting, person.id)),
        "reasons": [
            [{"label": label, "words": on_paper(words, LONGEST_REASON)} for label, words in parts]
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
    for told in ready.cancelled:
        if person.id in (told.meeting.a, told.meeting.b):
            day = told.slot.start.date()
            when = [] if list(ready.days) == [day] else [weekday_date(day, language, year=False)]
            where = table_label(told.table, language)
            other = on_paper(ready.other(told.meeting, person.id).name)
            lines.append(f"{', '.join([*when, clock(told.slot.start), where])}: {other}")
    return lines
