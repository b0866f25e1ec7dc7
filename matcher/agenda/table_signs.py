"""Table signs: what stands on a table, and who comes to it when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from matcher.agenda.paper import on_paper, person_on_paper, table_tag
from matcher.agenda.programme import Programme, programme
from matcher.agenda.texts import clock, say, weekday_date
from matcher.agenda.typesetting import typeset
from matcher.agenda.wording import version_line
from matcher.domain.events import Event, EventParticipant, Meeting, TimetableVersion
from matcher.errors import InvalidInput


def table_signs_pdf(
    event: Event,
    participants: Iterable[EventParticipant],
    version: TimetableVersion,
    *,
    made_at: datetime,
) -> bytes:
    """One PDF (A5 landscape) with a sign for each table and day that has meetings, in the event's language.

    Raises InvalidInput where the input is not of one event or contradicts itself, or where there are no meetings.
    """
    ready = programme(event, participants, version)
    if not ready.meetings:
        raise InvalidInput("The timetable has no meetings yet. Make a timetable first.", field="meetings")
    return table_signs_of(ready, made_at)


def table_signs_of(ready: Programme, made_at: datetime) -> bytes:
    """The PDF of all table signs."""
    language = ready.event.language
    return typeset(
        "table_sign",
        {
            "title": on_paper(ready.event.name),
            "language": language,
            "footer": f"{on_paper(ready.event.name)} · {version_line(ready, language, made_at)}",
            "signs": [
                _sign(ready, day, list(meetings))
                for (_, day), meetings in groupby(
                    sorted(ready.meetings, key=lambda one: (one.table, one.slot)),
                    key=lambda one: (one.table, ready.slot_of(one).start.date()),
                )
            ],
        },
        made_at,
    )


def _sign(ready: Programme, day: date, meetings: Sequence[Meeting]) -> Mapping[str, object]:
    language = ready.event.language
    host = ready.host_of([meeting for meeting in ready.meetings if meeting.table == meetings[0].table])
    return {
        "table": table_tag(ready.table_of(meetings[0]), language),
        "host": host and {"word": say("host", language), **person_on_paper(host)},
        "heading": weekday_date(day, language),
        "rows": [
            {
                "start": clock(ready.slot_of(meeting).start),
                "guests": [
                    person_on_paper(ready.participants[one])
                    for one in (meeting.a, meeting.b)
                    if not host or one != host.id
                ],
            }
            for meeting in meetings
        ],
    }
