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


# What is made for one participant, too.
PERSONAL = (File.AGENDAS, File.CALENDAR)


def made(file: File, printable: Printable, made_at: datetime, participant: str | None = None) -> bytes:
    """The file; with `participant` that of one alone.

    Raises:
        InvalidInput: the file is not made for one participant alone, or there is nothing to print.
        NotFound: nobody has the participant's id.
    """
    from matcher import agenda  # noqa: PLC0415 -- typesetting and spreadsheets take a while to import

    _check_personal(file, participant)
    what = (printable.event, printable.people, printable.version)
    earlier, emails = printable.earlier, printable.emails
    match file:
        case File.AGENDAS:
            return agenda.agendas_pdf(*what, made_at=made_at, earlier=earlier, participant_id=participant)
        case File.AGENDAS_ZIP:
            return agenda.agenda_bundle(*what, made_at=made_at, earlier=earlier, emails=emails)
        case File.TABLE_SIGNS:
            return agenda.table_signs_pdf(*what, made_at=made_at)
        case File.OVERVIEW:
            return agenda.overview_pdf(*what, made_at=made_at)
        case File.CALENDAR:
            return agenda.calendar_ics(*what, made_at=made_at, earlier=earlier, participant_id=participant)
        case File.TIMETABLE:
            return agenda.timetable_xlsx(*what)
        case File.TIMETABLE_CSV:
            return _zipped({f"{name}.csv": content for name, content in agenda.timetable_csv(*what).items()}, made_at)
        case File.MAIL_MERGE:
            return agenda.mail_merge_xlsx(*what, emails=emails)
        case File.MAIL_MERGE_CSV:
            return agenda.mail_merge_csv(*what, emails=emails)


def _check_personal(file: File, participant: str | None) -> None:
    if participant is not None and file not in PERSONAL:
        raise InvalidInput(
            f"{file} is not made for one participant: ask for {' or '.join(PERSONAL)}, or for all.",
            field="participant",
            found=participant,
        )


def _zipped(files: Mapping[str, bytes], dated: datetime) -> bytes:
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as writer:
        for name, content in files.items():
            writer.writestr(ZipInfo(name, dated.timetuple()[:6]), content, ZIP_DEFLATED)
    return archive.getvalue()
