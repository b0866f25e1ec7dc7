"""Registration files, as organisers keep them, become participants of an event."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from matcher.domain.events import Side
from matcher.domain.rows import ParticipantRow, RowError
from matcher.errors import InvalidInput
from matcher.intake import ReadOptions, open_participants
from matcher.intake.availability import read_slots
from matcher.intake.problems import BadValue
from tests.events import FAIR

ITALIAN = """Nome e cognome;Ragione sociale;Ruolo;Disponibilità;Max incontri;E-mail;Lingua;Cosa offre;Cosa cerca
Anna Ricci;Acme;ospitante;mattina;4;anna@example.org;italiano;;stampa 3D | taglio laser
Bruno Sala;Bit;visitatore;2-3, 5;;;inglese;stampa 3D;
Carla Neri;;chissà;domani;tanti;niente;;;
Anna Ricci;Acme;ospitante;;;;;;
"""
ENGLISH = "ID,Name,Company,Type,Available,Profile ID\nb1,Ben Hill,Hill Ltd,buyer,14:00-15:00,hill\n,,Only Co,seller,,\n"


def read(text: str | bytes, language: str = "en") -> tuple[list[ParticipantRow], list[RowError]]:
    content = text.encode() if isinstance(text, str) else text
    with open_participants(io.BytesIO(content), FAIR, name="iscritti", options=ReadOptions(language=language)) as file:
        rows = list(file.rows())
    good = [row for row in rows if isinstance(row, ParticipantRow)]
    return good, [row for row in rows if isinstance(row, RowError)]


def test_good_rows_are_kept_and_everything_wrong_with_the_others_is_told() -> None:
    good, bad = read(ITALIAN)
    anna, bruno = (row.participant for row in good)
    assert (anna.name, anna.organisation, anna.side, anna.quota) == ("Anna Ricci", "Acme", Side.HOST, 4)
    assert (anna.unavailable, anna.language) == ({4, 5}, "it")
    assert [item.text for item in anna.seeks] == ["stampa 3D", "taglio laser"]
    assert (bruno.side, bruno.unavailable, bruno.language, bruno.quota) == (Side.GUEST, {1, 4}, "en", None)
    assert [row.email for row in good] == ["anna@example.org", None]
    assert sorted((error.line, error.code) for error in bad) == [
        (4, "bad-availability"),
        (4, "bad-email"),
        (4, "bad-number"),
        (4, "bad-side"),
        (5, "registered-twice"),
    ]


def test_english_headers_ids_and_profiles() -> None:
    good, bad = read(ENGLISH)
    ben, only = (row.participant for row in good)
    assert (ben.id, ben.side, ben.profile_id, ben.unavailable) == ("b1", Side.HOST, "hill", {1, 2, 3})
    assert (only.name, only.organisation, only.side) == ("Only Co", "Only Co", Side.GUEST)
    assert bad == []


def test_the_same_row_gets_the_same_id_again() -> None:
    assert read(ITALIAN)[0] == read(ITALIAN)[0]


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Nome", "Azienda", "Quota"], ["Anna Ricci", "Acme", 3]):
        book.active.append(row)
    book.save(tmp_path / "iscritti.xlsx")
    good, bad = read((tmp_path / "iscritti.xlsx").read_bytes())
    assert ([row.participant.quota for row in good], bad) == ([3], [])


def test_problems_are_told_in_italian_too() -> None:
    assert "ospitante o visitatore" in {error.expected for error in read(ITALIAN, "it")[1]}


def test_a_language_nobody_prints_is_a_warning() -> None:
    (row,), _ = read("Nome;Lingua\nAnna;tedesco\n")
    assert [warning.code for warning in row.warnings] == ["unprinted-language"]
    assert row.participant.language is None


@pytest.mark.parametrize(("text", "says"), [("Voce;Peso\na;1\n", "name;organisation"), ('{"name": "Anna"}\n', "CSV")])
def test_a_file_of_another_sort_is_refused_whole(text: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        read(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3-5, 2", {2, 3, 4, 5}),
        ("1", {1}),
        ("turno 2", {2}),
        ("dal 1", None),
        ("9:30-10:30", {1, 2, 3}),
        ("dalle 9.30 alle 10", {1}),
        ("14-15", None),
        ("dalle 14 alle 15", {4, 5}),
        ("dalle 9:45", {2, 3, 4, 5}),
        ("dopo le 14:00", {4, 5}),
        ("from 14", {4, 5}),
        ("fino alle 10:30", {1, 2, 3}),
        ("before 10:00", {1}),
        ("mattina e dalle 14:20 in poi", {1, 2, 3, 5}),
        ("dalle 25", None),
        ("dalle 23:00", None),
        ("mattina", {1, 2, 3}),
        ("Afternoon", {4, 5}),
        ("mattina e 5", {1, 2, 3, 5}),
        ("sempre", {1, 2, 3, 4, 5}),
        ("6", None),
        ("5-3", None),
        ("20:00-21:00", None),
        ("25:00-26:00", None),
        ("forse", None),
    ],
)
def test_availability_is_read_as_people_write_it(text: str, numbers: set[int] | None) -> None:
    slots = FAIR.meeting_slots
    if numbers is None:
        with pytest.raises(BadValue):
            read_slots(text, slots)
    else:
        assert read_slots(text, slots) == numbers
