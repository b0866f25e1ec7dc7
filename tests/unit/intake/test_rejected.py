from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.spreadsheet_escapes import escaped, unescaped
from matcher.intake import ReadOptions, RejectedRows, open_profiles
from matcher.lexicon.gazetteer import Gazetteer
from tests.unit.intake.reading import read, workbook

TABLE = """\
Nome;Cosa offre;Municipio;Colore
Rossi;cornici;1;rosso
Verdi;sedie;12;=HYPERLINK("x")
;letti;tre;
Neri;tavoli
Bianchi;"a; b";3;giallo;di troppo
"""


def reject(content: str | bytes, path: Path, gazetteer: Gazetteer, language: str = "en") -> list[list[str]]:
    data = content.encode() if isinstance(content, str) else content
    with (
        open_profiles(io.BytesIO(data), gazetteer, options=ReadOptions(language=language)) as file,
        RejectedRows(path, file.header, language) as rejected,
    ):
        list(file.rows(rejected))
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_rejected_rows_keep_their_cells_beside_what_is_wrong(tmp_path: Path, gazetteer: Gazetteer) -> None:
    header, *rows = reject(TABLE, tmp_path / "rejected.csv", gazetteer)
    assert header == ["problem", "Nome", "Cosa offre", "Municipio", "Colore"]
    assert [row[1:] for row in rows] == [
        ["Verdi", "sedie", "12", '\'=HYPERLINK("x")'],
        ["", "letti", "tre", ""],
        ["Neri", "tavoli", "", ""],
        ["Bianchi", "a; b", "3", "giallo", "di troppo"],
    ]
    assert rows[0][0] == (
        "Municipio: found “12”, expected a Municipio that exists (1–9). Did you mean “9”? "
        "Write its number, such as “3” or “Municipio 3”."
    )


def test_the_file_opens_in_spreadsheets(tmp_path: Path, gazetteer: Gazetteer) -> None:
    reject(TABLE, tmp_path / "rejected.csv", gazetteer, "it")
    content = (tmp_path / "rejected.csv").read_bytes()
    assert content.startswith("\ufeffproblema;Nome;".encode())
    assert b"\r\n" in content


def test_mended_rows_are_imported_again(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "rejected.csv"
    reject("Nome;Cosa offre;Municipio\nRossi;'+39 pezzi;12\nVerdi;-sedie;11\n", path, gazetteer)
    mended = path.read_text(encoding="utf-8-sig").replace(";12", ";2").replace(";11", ";1")
    outcome = read(mended, gazetteer)
    assert [profile.offers[0].text for profile in outcome.profiles] == ["+39 pezzi", "-sedie"]
    assert outcome.facts.ignored == ()


def test_rows_rejected_twice_have_one_problem_column(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "rejected.csv"
    once = reject("Nome;Cosa offre;Municipio\nRossi;cornici;12\n", path, gazetteer)
    assert reject(path.read_bytes(), path, gazetteer) == once


def test_nothing_rejected_makes_no_file(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "rejected.csv"
    with RejectedRows(path, ["Nome", "Cosa offre"]) as rejected:
        assert rejected.count == 0
    assert list(tmp_path.iterdir()) == []


def test_rejected_rows_of_a_sheet_and_of_json(tmp_path: Path, gazetteer: Gazetteer) -> None:
    book = workbook({"Foglio1": [["nome", "offre", "cap"], ["Rossi", "cornici", 201]]})
    assert reject(book, tmp_path / "sheet.csv", gazetteer)[1][1:] == ["Rossi", "cornici", "201"]
    line = '{"kind": "artisan", "name": "", "offers": ["a"], "seeks": [{"text": "b", "need": "must"}, "c"]}\n{broken\n'
    header, first, second = reject(line, tmp_path / "json.csv", gazetteer)
    cells = dict(zip(header, first, strict=True))
    assert (cells["kind"], cells["offers"], cells["seeks"]) == ("artisan", "a", "! b | c")
    assert second[-1] == "{broken"


@pytest.mark.parametrize("cell", ["=1+1", "+39", "-3", "@x", "\tx", "\rx", "\n=x", "'=1", "＝1"])
def test_what_would_run_as_a_formula_is_disarmed(cell: str) -> None:
    assert escaped(cell) == "'" + cell
    assert escaped(cell)[0] == "'"


@pytest.mark.parametrize("cell", ["", "x=1", "'80s", "l'arte", "3-4", "''"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert escaped(cell) == cell
    assert unescaped(cell) == cell


@given(st.text(alphabet="'=+-@\t\r\nab＝", max_size=6))
def test_what_was_disarmed_comes_back_exactly(cell: str) -> None:
    assert unescaped(escaped(cell)) == cell
