"""What people take home comes as files with the right type and name."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader

from api.problems import MEDIA_TYPE
from matcher.bootstrap.downloads import MEDIA_TYPES, File
from tests.api.conftest import CANARY, Api
from tests.api.fair import scheduled

OWN = ("anna-ricci-anna", "bruno-sala-bruno", "carla-neri-carla", "dario-villa-dario")


@pytest.fixture
def timetable(event: Api) -> Api:
    """The fair with a draft."""
    event.client.post("/events/fiera/pairs")
    scheduled(event)
    return event


def downloaded(api: Api, file: str, **options: str | int | bool) -> bytes:
    answer = api.client.get(f"/events/fiera/downloads/{file}", params=options)
    assert answer.status_code == 200, answer.text
    return answer.content


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize("file", File)
def test_every_file_has_its_type_and_a_name_to_be_saved_by(timetable: Api, file: File) -> None:
    answer = timetable.client.get(f"/events/fiera/downloads/{file}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, MEDIA_TYPES[file.rpartition(".")[2]])
    assert answer.headers["Content-Disposition"] == f'attachment; filename="fiera-{file}"'
    assert answer.headers["Cache-Control"] == "no-store"
    begins = {"pdf": b"%PDF", "zip": b"PK", "xlsx": b"PK", "ics": b"BEGIN:VCALENDAR", "csv": "\ufeff".encode()}
    assert answer.content.startswith(begins[file.rpartition(".")[2]])


def test_agendas_are_those_of_the_version_in_the_language_asked_for(timetable: Api) -> None:
    agendas = words(downloaded(timetable, "agendas.pdf"))
    assert all(name in agendas for name in ("Anna Ricci", "Bruno Sala", "Carla Neri", "Dario Villa"))
    assert "marzo" in agendas
    assert "March" in words(downloaded(timetable, "agendas.pdf", language="en", version=1))
    with ZipFile(BytesIO(downloaded(timetable, "agendas.zip"))) as bundle:
        names = set(bundle.namelist())
    assert {"agende.pdf", "segnatavoli.pdf", "quadro-generale.pdf", "calendario.ics", "incontri.xlsx"} <= names
    assert {f"agende/{one}.pdf" for one in OWN} | {f"calendari/{one}.ics" for one in OWN} <= names
    with ZipFile(BytesIO(downloaded(timetable, "timetable-csv.zip"))) as tables:
        assert "meetings.csv" in tables.namelist()
    assert load_workbook(BytesIO(downloaded(timetable, "timetable.xlsx"))).sheetnames


def test_one_participant_gets_the_own_agenda_and_calendar(timetable: Api) -> None:
    meetings = timetable.client.get("/events/fiera/timetable").json()["meetings"]
    own = [one for one in meetings if "carla" in (one["a"], one["b"])]
    calendar = Calendar.from_ical(downloaded(timetable, "calendar.ics", participant="carla"))
    assert len(calendar.walk("VEVENT")) == len(own)
    answer = timetable.client.get("/events/fiera/downloads/agendas.pdf", params={"participant": "carla"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="fiera-carla-agendas.pdf"'
    assert "Carla Neri" in words(answer.content)
    assert len(PdfReader(BytesIO(answer.content)).pages) == 1


def test_addresses_are_in_the_mail_merge_alone_and_where_they_are_asked_for(timetable: Api) -> None:
    assert CANARY not in downloaded(timetable, "mail-merge.csv").decode()
    assert f"{CANARY}.anna@example.org" in downloaded(timetable, "mail-merge.csv", addresses=True).decode()
    assert CANARY not in words(downloaded(timetable, "agendas.pdf", addresses=True))


def test_what_was_published_is_printed_rather_than_a_later_draft_and_as_it_was_told(timetable: Api) -> None:
    timetable.client.post("/events/fiera/timetable/publish", json={})
    told = downloaded(timetable, "timetable-csv.zip")
    scheduled(timetable)
    event = timetable.client.get("/events/fiera").json()
    body = {name: event[name] for name in ("name", "time_zone", "slots", "rules")} | {"tables": ["A", "B", "C"]}
    body["slots"] = [{name: slot[name] for name in slot if name != "number"} for slot in body["slots"]]
    assert timetable.client.put("/events/fiera", json=body).status_code == 200
    assert tables(downloaded(timetable, "timetable-csv.zip")) == tables(told)
    assert tables(downloaded(timetable, "timetable-csv.zip", version=2)) != tables(told)


def test_versions_are_compared_by_the_tables_that_people_were_told(timetable: Api) -> None:
    timetable.client.post("/events/fiera/timetable/publish", json={})
    event = timetable.client.get("/events/fiera").json()
    body = {name: event[name] for name in ("name", "time_zone", "slots", "rules")} | {"tables": ["Sala A", "Sala B"]}
    body["slots"] = [{name: slot[name] for name in slot if name != "number"} for slot in body["slots"]]
    assert timetable.client.put("/events/fiera", json=body).status_code == 200
    scheduled(timetable)
    assert timetable.client.post("/events/fiera/timetable/publish", json={}).status_code == 200
    assert "spostato Legatoria Neri" in words(downloaded(timetable, "agendas.pdf"))
    assert downloaded(timetable, "agendas.zip")


def tables(archive: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(archive)) as files:
        return {name: files.read(name) for name in files.namelist()}


def test_who_was_erased_goes_by_the_id_and_gets_no_agenda(timetable: Api) -> None:
    timetable.client.delete("/events/fiera/participants/carla")
    agendas = words(downloaded(timetable, "agendas.pdf"))
    assert "Carla Neri" not in agendas
    assert "carla" in agendas


def test_what_cannot_be_downloaded_is_a_problem(timetable: Api) -> None:
    get = timetable.client.get
    for path, status in (
        ("fiera/downloads/agendas.doc", 422),
        ("fiera/downloads/timetable.xlsx?participant=carla", 422),
        ("fiera/downloads/agendas.pdf?participant=nessuno", 404),
        ("fiera/downloads/agendas.pdf?version=9", 404),
        ("nessuno/downloads/agendas.pdf", 404),
    ):
        answer = get(f"/events/{path}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, MEDIA_TYPE), path
