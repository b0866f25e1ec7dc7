"""What people take home: agendas and table signs, calendars, spreadsheets.

Every function takes an event, all of its participants and one version of its timetable, and gives the bytes of a file;
the same input gives the same bytes. Nothing reads the clock: when a sheet was printed is passed in.
"""

from matcher.agenda.agendas import agenda_pdf, agendas_pdf
from matcher.agenda.bundle import agenda_bundle
from matcher.agenda.calendars import calendar_ics, personal_calendar_ics
from matcher.agenda.mail_merge import mail_merge_csv, mail_merge_xlsx
from matcher.agenda.overview import overview_pdf
from matcher.agenda.spreadsheets import timetable_csv, timetable_xlsx
from matcher.agenda.table_signs import table_signs_pdf

__all__ = [
    "agenda_bundle",
    "agenda_pdf",
    "agendas_pdf",
    "calendar_ics",
    "mail_merge_csv",
    "mail_merge_xlsx",
    "overview_pdf",
    "personal_calendar_ics",
    "table_signs_pdf",
    "timetable_csv",
    "timetable_xlsx",
]
