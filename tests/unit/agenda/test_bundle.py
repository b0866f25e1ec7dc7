"""One archive of all that people take home."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from matcher.agenda import (
    agenda_bundle,
    agendas_pdf,
    calendar_ics,
    mail_merge_csv,
    overview_pdf,
    table_signs_pdf,
    timetable_csv,
)
from matcher.domain.events import EventParticipant
from tests.unit.agenda.milan_meetings import EVENT, MADE_AT, PARTICIPANTS, PREVIOUS, VERSION
from tests.unit.agenda.reading import members

EMPTY = replace(VERSION, meetings=(), unplaced=())


def test_holds_what_each_export_gives() -> None:
    files = members(agenda_bundle(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT, earlier=[PREVIOUS]))
    arguments = (EVENT, PARTICIPANTS, VERSION)
    dated = {"made_at": MADE_AT, "earlier": [PREVIOUS]}
    assert files["agende.pdf"] == agendas_pdf(*arguments, **dated)
    assert files["segnatavoli.pdf"] == table_signs_pdf(*arguments, made_at=MADE_AT)
    assert files["quadro-generale.pdf"] == overview_pdf(*arguments, made_at=MADE_AT)
    assert files["calendario.ics"] == calendar_ics(*arguments, **dated)
    assert files["csv/incontri.csv"] == timetable_csv(*arguments)["meetings"]
    assert files["csv/stampa-unione.csv"] == mail_merge_csv(*arguments)
    person = "ludovica-sant-ambrogio-p07"
    assert files[f"agende/{person}.pdf"] == agendas_pdf(*arguments, **dated, participant_id="p07")
    assert files[f"calendari/{person}.ics"] == calendar_ics(*arguments, **dated, participant_id="p07")
    assert {"incontri.xlsx", "stampa-unione.xlsx"} < set(files)
    assert len(files) == 6 + 6 + 2 * len(PARTICIPANTS)


def test_an_english_event_has_english_names() -> None:
    files = members(agenda_bundle(replace(EVENT, language="en"), PARTICIPANTS, VERSION, made_at=MADE_AT))
    assert {
        "agendas.pdf",
        "table-signs.pdf",
        "overview.pdf",
        "calendar.ics",
        "meetings.xlsx",
        "csv/by-person.csv",
    } < set(files)


def test_the_mail_merge_names_the_files_also_where_names_are_alike_or_have_no_letters() -> None:
    people = [
        EventParticipant("1", "Ada Neri"),
        EventParticipant("A/1", "Ada Neri"),
        EventParticipant("a 1", "Ada Neri"),
        EventParticipant("../..", "山田"),
        EventParticipant("gone", "Bo Rossi", absent=True),
    ]
    files = members(agenda_bundle(EVENT, people, EMPTY, made_at=MADE_AT))
    assert {name for name in files if name.startswith("agende/")} == {
        "agende/ada-neri-1.pdf",
        "agende/ada-neri-a-1.pdf",
        "agende/ada-neri-a-1-2.pdf",
        "agende/agenda.pdf",
    }
    merge = files["csv/stampa-unione.csv"].decode()
    assert all(name in merge for name in ("ada-neri-1.pdf", "ada-neri-a-1.pdf", "ada-neri-a-1-2.pdf", ";agenda.pdf"))


def test_an_event_without_anybody_has_its_overview_and_empty_tables() -> None:
    files = members(agenda_bundle(EVENT, (), EMPTY, made_at=MADE_AT))
    assert "quadro-generale.pdf" in files
    assert not {"agende.pdf", "segnatavoli.pdf"} & set(files)


def test_files_are_dated_in_the_event_s_zone_and_the_bytes_are_the_same_each_time() -> None:
    first, second = (agenda_bundle(EVENT, PARTICIPANTS, VERSION, made_at=MADE_AT) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as files:
        assert {one.date_time for one in files.infolist()} == {(2026, 3, 11, 17, 5, 0)}
