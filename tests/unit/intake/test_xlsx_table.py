from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest

from matcher.errors import InvalidInput, Unavailable
from matcher.intake import Limits
from matcher.lexicon.gazetteer import Gazetteer
from tests.unit.intake.reading import read, with_part, workbook

HEADER = ["nome", "offre"]
TABLE = [HEADER, ["Bottega", "cornici"]]
SHEET = "xl/worksheets/sheet1.xml"


def sheet_xml(rows: str, opening: str = "") -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{opening}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def inline(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_the_first_visible_sheet_that_is_not_empty_is_read(gazetteer: Gazetteer) -> None:
    sheets = {
        "Istruzioni": [],
        "Vecchi": [HEADER, ["Nascosto", "x"]],
        "Iscritti": TABLE,
        "Altri": [HEADER, ["No", "x"]],
    }
    outcome = read(workbook(sheets, hidden=["Vecchi"]), gazetteer)
    assert outcome.facts.sheet == "Iscritti"
    assert outcome.profile.name == "Bottega"


def test_a_sheet_can_be_named(gazetteer: Gazetteer) -> None:
    sheets = {"Iscritti": TABLE, "Altri": [HEADER, ["Sartoria", "abiti"]]}
    assert read(workbook(sheets), gazetteer, sheet="Altri").profile.name == "Sartoria"
    with pytest.raises(InvalidInput, match=r"has no sheet “Terzi”\. It has: Iscritti, Altri"):
        read(workbook(sheets), gazetteer, sheet="Terzi")


def test_a_workbook_without_a_filled_cell_is_empty(gazetteer: Gazetteer) -> None:
    with pytest.raises(InvalidInput, match=r"Every sheet of profiles\.csv is empty"):
        read(workbook({"Foglio1": [], "Foglio2": []}), gazetteer)


def test_cells_are_read_as_they_would_be_typed(gazetteer: Gazetteer) -> None:
    header = ["nome", "offre", "cap", "lotto minimo", "disponibile dal", "lat", "lon", "consenso", "telefono", "id"]
    row = [
        "Bottega",
        "a\nb",
        20121.0,
        1000,
        datetime.fromisoformat("2026-03-31"),
        45.4642,
        9.19,
        True,
        390212345678,
        7.0,
    ]
    profile = read(workbook({"Foglio1": [header, row]}), gazetteer).profile
    assert profile.id == "7"
    assert [item.text for item in profile.offers] == ["a", "b"]
    assert profile.place.cap == "20121"
    assert profile.place.point is not None
    assert (profile.place.point.lat, profile.place.point.lon) == (45.4642, 9.19)
    assert profile.facts.run_min == 1000
    assert profile.facts.available_from == date(2026, 3, 31)
    assert profile.consent


def test_odd_cells_become_text(gazetteer: Gazetteer) -> None:
    rows = [
        ["nome", "descrizione"],
        [time(9, 30), datetime.fromisoformat("2026-03-31 09:30")],
        [3.5, date(2026, 3, 31)],
        [False, "x"],
    ]
    outcome = read(workbook({"Foglio1": rows}), gazetteer)
    assert [(profile.name, profile.description) for profile in outcome.profiles] == [
        ("09:30:00", "2026-03-31 09:30:00"),
        ("3.5", "2026-03-31"),
        ("false", "x"),
    ]


def test_lines_are_the_sheets_rows(gazetteer: Gazetteer) -> None:
    rows = [["Elenco iscritti"], [], HEADER, [], ["Bottega", "cornici"], [None, " "], ["", "sedie"], ["Verdi", "letti"]]
    outcome = read(workbook({"Foglio1": rows}), gazetteer)
    assert [row.line for row in outcome.rows] == [5, 8]
    assert outcome.codes == [(7, "nome", "missing-name")]
    assert outcome.facts.notes[0] == "1 line(s) above the header were skipped."


def test_a_cell_right_of_the_table_is_left_out_with_a_warning(gazetteer: Gazetteer) -> None:
    outcome = read(workbook({"Foglio1": [HEADER, ["Bottega", "cornici", None, "da richiamare"]]}), gazetteer)
    assert outcome.warnings == [(2, "", "beyond-the-table")]
    assert outcome.rows[0].warnings[0].found == "da richiamare"


def test_a_formulas_error_is_an_error_of_its_row(gazetteer: Gazetteer) -> None:
    rows = [HEADER, ["Bottega", "#REF!"], ["Sartoria", "#N/D"], ["Verdi", "#1 in Milan"]]
    outcome = read(workbook({"Foglio1": rows}), gazetteer)
    assert outcome.codes == [(2, "offre", "excel-error"), (3, "offre", "excel-error")]


def test_more_rows_than_allowed_are_refused(gazetteer: Gazetteer) -> None:
    rows = [HEADER, *(["Bottega", f"cornici {number}"] for number in range(4))]
    with pytest.raises(InvalidInput, match="more than 3 rows"):
        read(workbook({"Foglio1": rows}), gazetteer, limits=Limits(rows=3))


def test_a_header_of_a_thousand_columns_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(InvalidInput, match="more than 200 columns"):
        read(workbook({"Foglio1": [[*HEADER, *(f"c{number}" for number in range(1000))]]}), gazetteer)


def test_a_far_cell_costs_nothing(gazetteer: Gazetteer) -> None:
    rows = (
        f'<row r="1">{inline("A1", "nome")}{inline("B1", "offre")}</row>'
        f'<row r="2">{inline("A2", "Bottega")}{inline("B2", "cornici")}{inline("XFD2", "far")}</row>'
        f'<row r="1048576">{inline("A1048576", "Ultima")}{inline("B1048576", "sedie")}</row>'
        f'<row r="999999999">{inline("A999999999", "Oltre")}</row>'
    )
    outcome = read(with_part(workbook({"Foglio1": TABLE}), SHEET, sheet_xml(rows)), gazetteer)
    assert [(row.line, row.profile.name) for row in outcome.rows] == [(2, "Bottega"), (1_048_576, "Ultima")]


def test_entities_are_not_expanded(gazetteer: Gazetteer) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    hostile = sheet_xml(f'<row r="1">{inline("A1", "&b;")}</row>', bomb)
    with pytest.raises(InvalidInput, match="is damaged and cannot be read to its end"):
        read(with_part(workbook({"Foglio1": TABLE}), SHEET, hostile), gazetteer)


@pytest.mark.parametrize("name", ["xl/worksheets/sheet2.xml", "xl/styles.xml", "customXml/item1.xml"])
def test_a_zip_bomb_is_refused_by_its_declared_size(name: str, gazetteer: Gazetteer) -> None:
    bomb = with_part(workbook({"Foglio1": TABLE}), name, bytes(2**20))
    assert len(bomb) < 50_000
    with pytest.raises(InvalidInput, match="unpacks to more than"):
        read(bomb, gazetteer, limits=Limits(unpacked=2**20, part=2**19))


def test_a_damaged_workbook_is_told(gazetteer: Gazetteer) -> None:
    book = workbook({"Foglio1": TABLE})
    with pytest.raises(InvalidInput, match="is damaged"):
        read(with_part(book, SHEET, b"<worksheet><row>"), gazetteer)
    with pytest.raises(InvalidInput, match="is damaged"):
        read(with_part(book, "xl/workbook.xml", b"no xml"), gazetteer)
    with pytest.raises(InvalidInput, match="is damaged"):
        read(with_part(book, "[Content_Types].xml", b"<Types/>"), gazetteer)


def test_every_byte_flipped_is_read_or_told(gazetteer: Gazetteer) -> None:
    book = workbook({"Foglio1": TABLE})
    read_well = told = 0
    for place in range(0, len(book), 97):
        damaged = book[:place] + bytes([book[place] ^ 0xFF]) + book[place + 1 :]
        try:
            read(damaged, gazetteer)
            read_well += 1
        except InvalidInput:
            told += 1
    assert told > 0
    assert read_well > 0


def test_a_sheet_encrypted_inside_the_archive_is_told(gazetteer: Gazetteer) -> None:
    book = bytearray(workbook({"Foglio1": TABLE}))
    with zipfile.ZipFile(io.BytesIO(bytes(book))) as archive:
        offset = archive.getinfo(SHEET).header_offset
    book[offset + 6] |= 1
    directory = book.rindex(SHEET.encode()) - 46
    book[directory + 8] |= 1
    with pytest.raises(InvalidInput, match="is damaged"):
        read(bytes(book), gazetteer)


def test_without_defusedxml_no_workbook_is_read(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openpyxl, "DEFUSEDXML", False)
    with pytest.raises(Unavailable, match="with defusedxml only"):
        read(workbook({"Foglio1": TABLE}), gazetteer)
