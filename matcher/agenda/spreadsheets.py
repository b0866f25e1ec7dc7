"""Tables as files that spreadsheets open: a workbook (XLSX) and CSV, with no cell that could run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from matcher.agenda.plain_text import shortened
from matcher.agenda.programme import Programme, programme
from matcher.agenda.sheets import Cell, Sheet, timetable_sheets
from matcher.agenda.texts import say
from matcher.domain.events import Event, EventParticipant, TimetableVersion
from matcher.domain.spreadsheet_escapes import escaped

# What a cell of a workbook holds; its columns are as wide as their texts, between these widths in characters.
LONGEST_CELL = 32_767
NARROWEST, WIDEST = 8, 48


def timetable_xlsx(event: Event, participants: Iterable[EventParticipant], version: TimetableVersion) -> bytes:
    """The timetable as a workbook: grids by person and by table, meetings, participants, pairs without a meeting.

    Dates and times are the spreadsheet's own, in the event's zone; the same input gives the same bytes.
    Raises InvalidInput where the input is not of one event or contradicts itself.
    """
    ready = programme(event, participants, version)
    return workbook(ready, timetable_sheets(ready))


def timetable_csv(
    event: Event, participants: Iterable[EventParticipant], version: TimetableVersion
) -> Mapping[str, bytes]:
    """The workbook's tables as CSV, by their codes: `by_person`, `by_table`, `meetings`, `participants`, `unplaced`.

    Fields are separated by semicolons, texts are UTF-8 with a mark, dates as 2026-03-12 and times as 09:30, in the
    event's zone. Raises InvalidInput where the input is not of one event or contradicts itself.
    """
    ready = programme(event, participants, version)
    return {sheet.code: csv_file(sheet) for sheet in timetable_sheets(ready)}


def csv_file(sheet: Sheet) -> bytes:
    """A table as CSV: semicolons, UTF-8 with a mark, lines that end in CR LF, dates as 2026-03-12, times as 09:30.

    Where the comma is the decimal mark, as in Italy, Excel splits a CSV it opens at semicolons, and it takes a file
    for UTF-8 only by its mark. ISO dates are the only ones that Excel reads alike in every language.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerows([_as_text(cell) for cell in row] for row in (sheet.headings, *sheet.rows))
    return file.getvalue().encode("utf-8-sig")


def workbook(ready: Programme, sheets: Sequence[Sheet]) -> bytes:
    """Tables as a workbook, a sheet for each."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        # Otherwise the clock's time goes in, and the same timetable is never the same file twice.
        created = ready.version.created_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": shortened(ready.event.name, 200), "created": created})
        formats = {
            date: book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"}),
            time: book.add_format({"num_format": "hh:mm", "align": "left", "valign": "top"}),
            str: book.add_format({"text_wrap": True, "valign": "top"}),
        }
        heads = {
            datetime: book.add_format({**_HEAD, "num_format": "dd/mm hh:mm"}),
            time: book.add_format({**_HEAD, "num_format": "hh:mm"}),
            str: book.add_format(_HEAD),
        }
        version = say("version", ready.event.language, number=ready.version.number)
        for sheet in sheets:
            page = book.add_worksheet(sheet.title)
            _fill(page, sheet, heads, formats)
            page.set_footer(f"&L{version}&R&P / &N")
    return file.getvalue()


_HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#0B5563", "align": "left", "text_wrap": True}


def _fill(page: Worksheet, sheet: Sheet, heads: Mapping[type, Format], formats: Mapping[type, Format]) -> None:
    for column, heading in enumerate(sheet.headings):
        _write(page, 0, column, heading, heads)
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            _write(page, number, column, cell, formats)
    for column, cells in enumerate(zip(sheet.headings, *sheet.rows, strict=True)):
        width = max(len(line) for cell in cells for line in _as_text(cell).split("\n"))
        page.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))
    page.freeze_panes(1, 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)


def _write(page: Worksheet, row: int, column: int, cell: Cell, formats: Mapping[type, Format]) -> None:
    if isinstance(cell, str):
        page.write_string(row, column, shortened(escaped(cell), LONGEST_CELL), formats[str])
    elif isinstance(cell, int):
        page.write_number(row, column, cell, formats[str])
    elif cell is not None:
        page.write_datetime(row, column, cell, formats[type(cell)])


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return escaped(cell) if isinstance(cell, str) else str(cell)
