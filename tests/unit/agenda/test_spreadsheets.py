"""The timetable as spreadsheets open it: a workbook, CSV, and the file a mail merge reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

import openpyxl
import pytest

from matcher.agenda import mail_merge_csv, mail_merge_xlsx, timetable_csv, timetable_xlsx
from matcher.domain.events import PairReason
from tests.unit.agenda.milan_meetings import EVENT, PARTICIPANTS, ROME, VERSION, meeting, slots

EMAILS = {"p01": "niccolo@stamperia.example", "p07": "=ludovica@liuteria.example"}


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("code", ["by_person", "by_table", "meetings", "participants", "unplaced"])
def test_each_table_as_text(code: str, golden: Callable[[str, bytes], None]) -> None:
    tables = timetable_csv(EVENT, PARTICIPANTS, replace(VERSION, breaks={"p01": 0, "p07": 1}))
    assert list(tables) == ["by_person", "by_table", "meetings", "participants", "unplaced"]
    golden(f"{code}.csv", tables[code])


def test_the_mail_merge_as_text(golden: Callable[[str, bytes], None]) -> None:
    golden("mail_merge.csv", mail_merge_csv(EVENT, PARTICIPANTS, VERSION, emails=EMAILS))


def test_a_merged_letter_has_a_row_for_each_person_who_comes() -> None:
    people = [replace(one, absent=one.id == "p10") for one in PARTICIPANTS]
    head, *others = rows(mail_merge_csv(EVENT, people, VERSION))
    found = [dict(zip(head, row, strict=True)) for row in others]
    assert len(found) == len(PARTICIPANTS) - 1
    zoe = found[-1]
    assert zoe["nome"] == "Zoë Lindqvist"
    assert zoe["numero di incontri"] == "5"
    assert zoe["primo incontro"] == "Thursday 12 March 2026, 09:30"
    assert zoe["agenda"].split("\n")[0] == "09:30–09:55 · Table 4 · Émile Rousseau (FabLab Isola)"
    assert zoe["file agenda"] == "zoe-lindqvist-p09.pdf"
    assert zoe["e-mail"] == ""


def test_a_workbook_holds_dates_times_and_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(timetable_xlsx(EVENT, PARTICIPANTS, VERSION)))
    assert book.sheetnames == ["Per persona", "Per tavolo", "Incontri", "Partecipanti", "Senza orario"]
    first = [cell.value for cell in book["Incontri"][2]]
    assert [told(value) for value in first[:4]] == ["2026-03-12", "09:30", "09:55", "Tavolo 1"]
    assert isinstance(first[0], datetime)
    assert book["Per persona"]["C1"].value == time(9, 30)
    counts = {row[-1].value: row[4].value for row in book["Partecipanti"].iter_rows(min_row=2)}
    assert (counts["p01"], counts["p14"]) == (6, 0)
    assert book["Incontri"].auto_filter.ref == f"A1:M{len(VERSION.meetings) + 1}"


def test_a_workbook_says_what_the_csv_says() -> None:
    book = openpyxl.load_workbook(io.BytesIO(timetable_xlsx(EVENT, PARTICIPANTS, VERSION)))
    for sheet, content in zip(book, timetable_csv(EVENT, PARTICIPANTS, VERSION).values(), strict=True):
        assert [[told(cell.value) for cell in row] for row in sheet.iter_rows()] == rows(content)


def told(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return f"{value:%H:%M}" if isinstance(value, time) else "" if value is None else str(value)


def test_days_stand_in_the_headings_where_there_are_several() -> None:
    days = [slots(datetime(2026, 3, day, 9, 0, tzinfo=ROME), (25, None)) for day in (12, 13)]
    event = replace(EVENT, slots=days[0] + days[1])
    version = replace(VERSION, meetings=(meeting("p01", "p07", 2, 1),), unplaced=())
    head = rows(timetable_csv(event, PARTICIPANTS, version)["by_person"])[0]
    assert head == ["nome", "organizzazione", "2026-03-12 09:00", "2026-03-13 09:00"]
    letter = rows(mail_merge_csv(event, PARTICIPANTS, version))
    assert "venerdì 13 marzo, 09:00–09:25 · Tavolo 1 · Ludovica Sant’Ambrogio (Liuteria Sant’Ambrogio)" in letter[9]


def test_nothing_runs_as_a_formula() -> None:
    people = [replace(one, name=f"=cmd|' /C calc'!A{number}") for number, one in enumerate(PARTICIPANTS)]
    reasons = (PairReason("p01", "+1", "@SUM(A1)"),)
    version = replace(VERSION, meetings=(replace(meeting("p01", "p07", 1, 1), id="-id", reasons=reasons),))
    arguments = (replace(EVENT, tables=("=1+1",)), people, version)
    tables = [*timetable_csv(*arguments).values(), mail_merge_csv(*arguments, emails=EMAILS)]
    cells = [cell for table in tables for row in rows(table) for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]
    assert "'=cmd|' /C calc'!A0" in cells
    for content in (timetable_xlsx(*arguments), mail_merge_xlsx(*arguments, emails=EMAILS)):
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            kept = [cell for row in sheet.iter_rows() for cell in row]
            assert not [cell for cell in kept if cell.data_type == "f" or str(cell.value)[:1] in set("=+-@")]


def test_an_event_without_anybody_has_headings() -> None:
    empty = replace(VERSION, meetings=(), unplaced=())
    assert [len(rows(table)) for table in timetable_csv(EVENT, (), empty).values()] == [
        1,
        1 + len(EVENT.tables),
        1,
        1,
        1,
    ]
    assert len(rows(mail_merge_csv(EVENT, (), empty))) == 1
    book = openpyxl.load_workbook(io.BytesIO(timetable_xlsx(EVENT, (), empty)))
    assert book["Incontri"]["A1"].value == "data"


def test_the_same_input_gives_the_same_bytes() -> None:
    for content in (timetable_xlsx, mail_merge_xlsx):
        assert content(EVENT, PARTICIPANTS, VERSION) == content(EVENT, PARTICIPANTS, VERSION)


def test_a_date_is_the_event_s_own_day() -> None:
    late = slots(datetime(2026, 3, 12, 23, 30, tzinfo=ROME), (25, None))
    version = replace(VERSION, meetings=(meeting("p01", "p07", 1, 1),), unplaced=())
    first = rows(timetable_csv(replace(EVENT, slots=late), PARTICIPANTS, version)["meetings"])[1]
    assert first[:3] == [str(date(2026, 3, 12)), "23:30", "23:55"]
