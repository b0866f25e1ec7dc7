"""Everybody's agenda and calendar in one archive, to be sent or printed one by one."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from matcher.agenda.agendas import agendas_of
from matcher.agenda.calendars import calendar_of
from matcher.agenda.file_names import file_stems
from matcher.agenda.programme import programme
from matcher.domain.events import Event, EventParticipant, TimetableVersion


def agenda_bundle(
    event: Event,
    participants: Iterable[EventParticipant],
    version: TimetableVersion,
    *,
    printed_at: datetime,
    previous: TimetableVersion | None = None,
) -> bytes:
    """A ZIP with the agenda (PDF) and the calendar (ICS) of each participant who is not absent.

    Files are dated `printed_at` in the event's zone; names are those of the mail merge. Raises as `agendas_pdf` does.
    """
    ready = programme(event, participants, version, previous)
    stems = file_stems(ready)
    dated = printed_at.astimezone(ready.zone).timetuple()[:6]
    archive = io.BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as files:
        for person in ready.present:
            files.writestr(_file(f"{stems[person.id]}.pdf", dated), agendas_of(ready, [person], printed_at))
            files.writestr(_file(f"{stems[person.id]}.ics", dated), calendar_of(ready, person, printed_at))
    return archive.getvalue()


def _file(name: str, dated: tuple[int, int, int, int, int, int]) -> ZipInfo:
    file = ZipInfo(name, dated)
    file.compress_type = ZIP_DEFLATED
    file.create_system = 3  # the same bytes on every system
    file.external_attr = 0o644 << 16
    return file
