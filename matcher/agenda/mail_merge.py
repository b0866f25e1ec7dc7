"""The file that a mail merge reads: one row for each participant, with what to write to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from matcher.agenda.file_names import file_stems
from matcher.agenda.plain_text import plain
from matcher.agenda.programme import Programme, programme
from matcher.agenda.sheets import Cell, Sheet, made_sheet
from matcher.agenda.spreadsheets import csv_file, workbook
from matcher.agenda.texts import clock, say, weekday_date
from matcher.agenda.wording import table_label
from matcher.domain.events import Event, EventParticipant, Meeting, Slot, TimetableVersion


def mail_merge_csv(
    event: Event,
    participants: Iterable[EventParticipant],
    version: TimetableVersion,
    *,
    emails: Mapping[str, str] | None = None,
) -> bytes:
    """A row for each participant who is not absent, as CSV; `emails` are addresses by participant id.

    The columns: name, organisation, e-mail (empty where none is given), language, number of meetings, first meeting,
    agenda (a line for each meeting) and the name of the agenda's file in `agenda_bundle`. Dates are words in the
    reader's language, because a merged letter shows a spreadsheet's own dates as the machine likes them.
    Raises InvalidInput where the input is not of one event or contradicts itself.
    """
    return csv_file(mail_merge_sheet(programme(event, participants, version), emails or {}))


def mail_merge_xlsx(
    event: Event,
    participants: Iterable[EventParticipant],
    version: TimetableVersion,
    *,
    emails: Mapping[str, str] | None = None,
) -> bytes:
    """The rows of `mail_merge_csv` as a workbook."""
    ready = programme(event, participants, version)
    return workbook(ready, [mail_merge_sheet(ready, emails or {})])


def mail_merge_sheet(ready: Programme, emails: Mapping[str, str]) -> Sheet:
    """The mail merge as a table."""
    headings = (
        "name", "organisation", "email", "language", "meeting_count", "first_meeting", "agenda", "agenda_file",
    )  # fmt: skip
    stems = file_stems(ready)
    rows = [_row(ready, person, emails.get(person.id), f"{stems[person.id]}.pdf") for person in ready.present]
    return made_sheet(ready, "mail_merge", headings, rows)


def _row(ready: Programme, person: EventParticipant, email: str | None, file: str) -> Sequence[Cell]:
    language = ready.language_of(person)
    meetings = ready.meetings_of(person.id)
    return [
        person.name,
        person.organisation,
        plain(email) if email else None,
        language,
        len(meetings),
        _moment(ready.slot_of(meetings[0]), language) if meetings else None,
        "\n".join(_line(ready, person, meeting, language) for meeting in meetings) or say("no_meetings", language),
        file,
    ]


def _moment(slot: Slot, language: str) -> str:
    return f"{weekday_date(slot.start.date(), language)}, {clock(slot.start)}"


def _line(ready: Programme, person: EventParticipant, meeting: Meeting, language: str) -> str:
    slot = ready.slot_of(meeting)
    hours = f"{clock(slot.start)}–{clock(slot.end)}"
    if len(ready.days) > 1:
        hours = f"{weekday_date(slot.start.date(), language, year=False)}, {hours}"
    other = ready.other(meeting, person.id)
    whom = f"{other.name} ({other.organisation})" if other.organisation else other.name
    return f"{hours} · {table_label(ready.table_of(meeting), language)} · {whom}"
