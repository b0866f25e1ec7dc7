"""Hostile texts in every field of an event: each file holds them as text, and nothing of them is run."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import openpyxl
import pypdf
import pytest

from matcher.agenda import (
    agenda_bundle,
    agendas_pdf,
    calendar_ics,
    mail_merge_csv,
    mail_merge_xlsx,
    overview_pdf,
    table_signs_pdf,
    timetable_csv,
    timetable_xlsx,
)
from matcher.agenda.paper import on_paper
from matcher.agenda.plain_text import plain
from matcher.domain.events import EventParticipant, PairReason
from matcher.domain.spreadsheet_escapes import escaped
from tests.hostile import HOSTILE
from tests.unit.agenda.milan_meetings import EVENT, MADE_AT, VERSION, meeting
from tests.unit.agenda.reading import entries, members, pages, sizes

RUNS = tuple("=+-@\t\r\n＝＋－＠")
"""What a cell begins with that a spreadsheet would run."""
PRINTED = [text for text in map(plain, HOSTILE) if text.isascii() and 0 < len(text) < 300]
"""Those that the fonts have every letter of, and that a line can hold."""
EVENTFUL = replace(
    EVENT,
    name=HOSTILE[0],
    place=HOSTILE[1],
    tables=HOSTILE,
    slots=tuple(replace(slot, label=slot.label and HOSTILE[2]) for slot in EVENT.slots),
)
PEOPLE = [
    EventParticipant(f"p{place:03}", text, text, language="en" if place % 2 else "it")
    for place, text in enumerate(HOSTILE)
]


def _meetings() -> Iterator[object]:
    for place in range(0, len(PEOPLE) - 1, 2):
        a, b = PEOPLE[place], PEOPLE[place + 1]
        reasons = (PairReason(a.id, HOSTILE[place], HOSTILE[place + 1]), PairReason(b.id, b.name, a.name))
        yield replace(meeting(a.id, b.id, 1, place + 1), reasons=reasons)


INPUT = (EVENTFUL, PEOPLE, replace(VERSION, meetings=tuple(_meetings()), unplaced=((PEOPLE[0].id, PEOPLE[3].id),)))
EMAILS = {person.id: person.name for person in PEOPLE}


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def letters(text: str) -> str:
    """A text without blanks and combining marks: copied from a page, a letter may bear one it has elsewhere."""
    return "".join(letter for letter in text if not unicodedata.combining(letter) and letter != " ")


@pytest.mark.parametrize("sheet", [agendas_pdf, table_signs_pdf, overview_pdf])
def test_paper_shows_markup_and_holds_nothing_that_acts(sheet: object) -> None:
    pdf: bytes = sheet(*INPUT, made_at=MADE_AT)  # type: ignore[operator]
    shown = letters("".join(pages(pdf)))
    missing = [text for text in PRINTED if letters(on_paper(text)) not in shown]
    assert sheet is table_signs_pdf or missing == []
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert {"/Names", "/AcroForm", "/OpenAction", "/AA"}.isdisjoint(reader.root_object)
    assert all("/Annots" not in page for page in reader.pages)
    assert {tuple(sorted(size)) for size in sizes(pdf)} <= {(148, 210), (210, 297)}


def test_a_calendar_has_an_entry_for_each_meeting_and_no_field_of_somebody_else_s() -> None:
    found = entries(calendar_ics(*INPUT, made_at=MADE_AT))
    one = replace(VERSION, meetings=(meeting("p000", "p001", 1, 1),), unplaced=())
    usual = entries(calendar_ics(EVENT, PEOPLE, one, made_at=MADE_AT))
    fields = {name for entry in usual.values() for name in entry} | {"DESCRIPTION"}
    assert len(found) == len(INPUT[2].meetings)
    names = {(person.id): plain(person.name) for person in PEOPLE}
    told = {f"{names[one.a] or one.a} – {names[one.b] or one.b}" for one in INPUT[2].meetings}
    assert {str(entry["SUMMARY"]) for entry in found.values()} == told
    assert {name for entry in found.values() for name in entry} <= fields


def test_every_cell_of_a_table_is_text_that_no_spreadsheet_runs() -> None:
    tables = timetable_csv(*INPUT) | {"merge": mail_merge_csv(*INPUT, emails=EMAILS)}
    for content in tables.values():
        assert [cell for row in rows(content) for cell in row if cell.startswith(RUNS)] == []
    names = [row[0] for row in rows(tables["participants"])[1:]]
    assert sorted(names) == sorted(escaped(plain(person.name) or person.id) for person in PEOPLE)


@pytest.mark.parametrize("book", [timetable_xlsx(*INPUT), mail_merge_xlsx(*INPUT, emails=EMAILS)])
def test_every_cell_of_a_workbook_is_a_value_without_a_link(book: bytes) -> None:
    opened = openpyxl.load_workbook(io.BytesIO(book))
    cells = [cell for sheet in opened for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert [cell.value for cell in cells if isinstance(cell.value, str) and cell.value.startswith(RUNS)] == []
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []
    assert len(opened.defined_names) == 0


def test_the_files_of_an_archive_have_names_that_stay_in_their_folder() -> None:
    names = list(members(agenda_bundle(*INPUT, made_at=MADE_AT)))
    assert len(names) > len(PEOPLE)
    assert [name for name in names if not re.fullmatch(r"([a-z0-9][\w-]*/)*[a-z0-9][\w.-]*", name)] == []
