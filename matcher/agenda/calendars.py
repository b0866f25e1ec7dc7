"""Calendars (iCalendar, RFC 5545): a meeting keeps its entry for the whole event, so that a moved one moves in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote

import icalendar

from matcher.agenda.changes import Told
from matcher.agenda.plain_text import plain
from matcher.agenda.programme import Programme, programme
from matcher.agenda.texts import say
from matcher.agenda.wording import reason_line, reasons_for, reasons_told, table_label
from matcher.domain.events import Event, EventParticipant, Meeting, TimetableVersion
from matcher.errors import InvalidInput


class _Text(icalendar.vText):
    """A text whose backslashes are kept: the library takes one before an N, as somebody may type, for a line's end."""

    def to_ical(self) -> bytes:
        """The text as RFC 5545, section 3.3.11, has it."""
        return self.translate(_ESCAPES).encode()


_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


def calendar_ics(
    event: Event,
    participants: Iterable[EventParticipant],
    version: TimetableVersion,
    *,
    made_at: datetime,
    earlier: Iterable[TimetableVersion] = (),
    participant_id: str | None = None,
) -> bytes:
    """The calendar of one participant's meetings in their language, or of all meetings in the event's.

    Times are in UTC, which every calendar shows in its owner's zone. A meeting's UID is made of the event's id and its
    own, SEQUENCE is the version's number: a calendar that had an earlier version moves its entries. Meetings that only
    the `earlier` versions had are in it as cancelled. `made_at` becomes DTSTAMP.
    Raises InvalidInput where the input is not of one event or contradicts itself, NotFound where nobody has the id.
    """
    ready = programme(event, participants, version, earlier)
    return calendar_of(ready, None if participant_id is None else ready.participant(participant_id), made_at)


def calendar_of(ready: Programme, person: EventParticipant | None, made_at: datetime) -> bytes:
    """The calendar of one participant, or of all where `person` is None."""
    if made_at.tzinfo is None:
        raise InvalidInput("The time a calendar is made at needs a time zone.", field="made_at")
    language = ready.language_of(person) if person else ready.event.language
    title = say("calendar_of", language, event=ready.event.name, name=person.name) if person else ready.event.name
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//matcher//agenda//{language.upper()}")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _Text(title))
    calendar.add("x-wr-calname", _Text(title))
    held = [ready.told(meeting) for meeting in ready.meetings]
    for meetings, status in ((held, "CONFIRMED"), (ready.withdrawn, "CANCELLED")):
        for told in meetings:
            if person is None or person.id in (told.meeting.a, told.meeting.b):
                entry = _entry(ready, told, person, language)
                entry.add("status", status)
                entry.add("dtstamp", made_at.astimezone(UTC))
                calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    return content


def _entry(ready: Programme, told: Told, person: EventParticipant | None, language: str) -> icalendar.Event:
    meeting = told.meeting
    entry = icalendar.Event()
    entry.add("uid", f"{_quoted(meeting.id)}@{_quoted(ready.event.id)}")
    entry.add("sequence", ready.version.number)
    entry.add("last-modified", ready.version.created_at.astimezone(UTC))
    entry.add("dtstart", told.slot.start.astimezone(UTC))
    entry.add("dtend", told.slot.end.astimezone(UTC))
    entry.add("summary", _Text(_summary(ready, meeting, person, language)))
    table = table_label(told.table, language)
    entry.add("location", _Text(", ".join(part for part in (table, ready.event.place) if part)))
    if description := _description(ready, meeting, person, language):
        entry.add("description", _Text(description))
    return entry


def _summary(ready: Programme, meeting: Meeting, person: EventParticipant | None, language: str) -> str:
    if person:
        return say("meeting_with", language, name=_presented(ready.other(meeting, person.id)))
    return say("meeting_of", language, a=ready.participants[meeting.a].name, b=ready.participants[meeting.b].name)


def _description(ready: Programme, meeting: Meeting, person: EventParticipant | None, language: str) -> str:
    if person is None:
        return reasons_told(ready, meeting, language)
    lines = (reason_line(reason, person.id, language) for reason in reasons_for(meeting, person.id))
    return "\n".join(line for line in lines if line)


def _presented(person: EventParticipant) -> str:
    return f"{person.name} ({person.organisation})" if person.organisation else person.name


def _quoted(identifier: str) -> str:
    return quote(plain(identifier), safe="")
