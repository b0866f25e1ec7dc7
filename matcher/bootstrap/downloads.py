"""Files that people take home, each made of a printable timetable."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from matcher.errors import InvalidInput
from matcher.usecases.events.printing import Printable

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "zip": "application/zip",
    "ics": "text/calendar; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class File(StrEnum):
    """What can be downloaded of a timetable."""

    AGENDAS = "agendas.pdf"
    AGENDAS_ZIP = "agendas.zip"
    TABLE_SIGNS = "table-signs.pdf"
    OVERVIEW = "overview.pdf"
    CALENDAR = "calendar.ics"
    TIMETABLE = "timetable.xlsx"
    TIMETABLE_CSV = "timetable-csv.zip"
    MAIL_MERGE = "mail-merge.xlsx"
    MAIL_MERGE_CSV = "mail-merge.csv"

    @property
    def media_type(self) -> str:
        """The media type of the file's ending."""
        return MEDIA_TYPES[self.rpartition(".")[2]]

    def name_for(self, event_id: str) -> str:
        """What the file of an event is called where it is saved."""
        return f"{re.sub(r'[^A-Za-z0-9._-]', '-', event_id)}-{self}"


def made(file: File, printable: Printable, printed_at: datetime, participant: str | None = None) -> bytes:
    """The file; with `participant` that of one alone.

    Raises:
        InvalidInput: the file is not made for one participant alone, or there is nothing to print.
        NotFound: nobody has the participant's id.
    """
    if participant is not None:
        return _personal(file, printable, printed_at, participant)
    return _whole(file, printable, printed_at)


def _whole(file: File, printable: Printable, printed_at: datetime) -> bytes:
    from matcher import agenda  # noqa: PLC0415 -- typesetting and spreadsheets take a while to import

    what = (printable.event, printable.people, printable.version)
    match file:
        case File.AGENDAS:
            return agenda.agendas_pdf(*what, printed_at=printed_at, previous=printable.previous)
        case File.AGENDAS_ZIP:
            return agenda.agenda_bundle(*what, printed_at=printed_at, previous=printable.previous)
        case File.TABLE_SIGNS:
            return agenda.table_signs_pdf(*what, printed_at=printed_at)
        case File.OVERVIEW:
            return agenda.overview_pdf(*what, printed_at=printed_at)
        case File.CALENDAR:
            return agenda.calendar_ics(*what, stamped_at=printed_at, previous=printable.previous)
        case File.TIMETABLE:
            return agenda.timetable_xlsx(*what)
        case File.TIMETABLE_CSV:
            return _zipped(agenda.timetable_csv(*what), printed_at)
        case File.MAIL_MERGE:
            return agenda.mail_merge_xlsx(*what, printable.emails)
        case File.MAIL_MERGE_CSV:
            return agenda.mail_merge_csv(*what, printable.emails)


def _personal(file: File, printable: Printable, printed_at: datetime, participant: str) -> bytes:
    from matcher import agenda  # noqa: PLC0415 -- as above

    what = (printable.event, printable.people, printable.version, participant)
    match file:
        case File.AGENDAS:
            return agenda.agenda_pdf(*what, printed_at=printed_at, previous=printable.previous)
        case File.CALENDAR:
            return agenda.personal_calendar_ics(*what, stamped_at=printed_at, previous=printable.previous)
        case _:
            raise InvalidInput(
                f"{file} is not made for one participant: ask for {File.AGENDAS} or {File.CALENDAR}, or for all.",
                field="participant",
                found=participant,
            )


def _zipped(files: Mapping[str, bytes], dated: datetime) -> bytes:
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as writer:
        for name, content in files.items():
            writer.writestr(ZipInfo(name, dated.timetuple()[:6]), content)
    return archive.getvalue()
