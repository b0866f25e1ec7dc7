"""What people take home: agendas and table signs, calendars, spreadsheets, the mail merge; all of it in one archive.

Every function takes an event, all of its participants (those who are absent too) and one version of its timetable, and
gives the bytes of a file; the same input gives the same bytes. Nothing reads the clock: the moment a file is made at,
aware of its zone, is passed in as `made_at`. The versions that people were told before are `earlier`: what changed is
marked, and what is no more is cancelled. Pages are set in the fonts that come with typst (Latin, Greek and Cyrillic);
a letter of another script is printed as a box, and is whole in every other file.
"""

from matcher.agenda.agendas import agendas_pdf
from matcher.agenda.bundle import agenda_bundle
from matcher.agenda.calendars import calendar_ics
from matcher.agenda.mail_merge import mail_merge_csv, mail_merge_xlsx
from matcher.agenda.overview import overview_pdf
from matcher.agenda.spreadsheets import timetable_csv, timetable_xlsx
from matcher.agenda.table_signs import table_signs_pdf

__all__ = [
    "agenda_bundle",
    "agendas_pdf",
    "calendar_ics",
    "mail_merge_csv",
    "mail_merge_xlsx",
    "overview_pdf",
    "table_signs_pdf",
    "timetable_csv",
    "timetable_xlsx",
]
