"""All that an event's people take home, in one archive."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from matcher.agenda.agendas import agendas_of
from matcher.agenda.calendars import calendar_of
from matcher.agenda.file_names import file_stems
from matcher.agenda.mail_merge import mail_merge_sheet
from matcher.agenda.overview import overview_of
from matcher.agenda.plain_text import slug
from matcher.agenda.programme import Programme, programme
from matcher.agenda.sheets import timetable_sheets
from matcher.agenda.spreadsheets import csv_file, workbook
from matcher.agenda.table_signs import table_signs_of
from matcher.agenda.texts import say
from matcher.domain.events import Event, EventParticipant, TimetableVersion


def agenda_bundle(
    event: Event,
    participants: Iterable[EventParticipant],
    version: TimetableVersion,
    *,
    made_at: datetime,
    earlier: Iterable[TimetableVersion] = (),
    emails: Mapping[str, str] | None = None,
) -> bytes:
    """A ZIP with every export of this package; names of files and folders are in the event's language.

    It has the agendas, table signs and overview (PDF), the calendar (ICS), the workbook and the mail merge (XLSX) and
    every table of them as CSV; in one folder the agenda of each participant who is not absent, in another their
    calendar, named as in the mail merge. A timetable without meetings has no table signs, an event with nobody present
    no agendas. Files are dated `made_at` in the event's zone.
    Raises InvalidInput where the input is not of one event or contradicts itself.
    """
    ready = programme(event, participants, version, earlier)
    dated = made_at.astimezone(ready.zone).timetuple()[:6]
    archive = io.BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as files:
        for name, content in (
            *_for_all(ready, made_at),
            *_tables(ready, emails or {}),
            *_for_each(ready, made_at),
        ):
            files.writestr(_file(name, dated), content)
    return archive.getvalue()


def _for_all(ready: Programme, made_at: datetime) -> Iterator[tuple[str, bytes]]:
    if ready.present:
        yield f"{_name(ready, 'agendas')}.pdf", agendas_of(ready, ready.present, made_at)
    if ready.meetings:
        yield f"{_name(ready, 'table_signs')}.pdf", table_signs_of(ready, made_at)
    yield f"{_name(ready, 'overview')}.pdf", overview_of(ready, made_at)
    yield f"{_name(ready, 'calendar')}.ics", calendar_of(ready, None, made_at)


def _tables(ready: Programme, emails: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    timetable, merge = timetable_sheets(ready), mail_merge_sheet(ready, emails)
    yield f"{_name(ready, 'meetings')}.xlsx", workbook(ready, timetable)
    yield f"{_name(ready, 'mail_merge')}.xlsx", workbook(ready, [merge])
    for sheet in (*timetable, merge):
        yield f"csv/{slug(sheet.title)}.csv", csv_file(sheet)


def _for_each(ready: Programme, made_at: datetime) -> Iterator[tuple[str, bytes]]:
    stems = file_stems(ready)
    for person in ready.present:
        yield f"{_name(ready, 'agendas')}/{stems[person.id]}.pdf", agendas_of(ready, [person], made_at)
        yield f"{_name(ready, 'calendars')}/{stems[person.id]}.ics", calendar_of(ready, person, made_at)


def _name(ready: Programme, code: str) -> str:
    return slug(say(code, ready.event.language))


def _file(name: str, dated: tuple[int, int, int, int, int, int]) -> ZipInfo:
    file = ZipInfo(name, dated)
    file.compress_type = ZIP_DEFLATED
    file.create_system = 3  # the same bytes on every system
    file.external_attr = 0o644 << 16
    return file
