"""Who asks what is held on them is told all of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.bootstrap import Application
from matcher.domain.audit import Act
from matcher.errors import NotFound
from matcher.settings import load_settings
from matcher.usecases import shelving
from matcher.usecases.privacy.exporting import export_person
from tests.marked import CONTACTS, MARK, OTHERS, PARTICIPANT, PERSON, put_everywhere, rows_with

ELSEWHERE = {"vectors", "timetables", "markets", "erasures"}
"""Tables in which somebody is named only beside others, or which hold numbers made of what is exported."""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str) -> Iterator[Application]:
    monkeypatch.setattr(shelving, "SMALL", 2)
    app = Application(load_settings(data_dir=tmp_path / "data", database_url=database, encoder="hashing:32"))
    put_everywhere(app)
    yield app
    app.close()


def test_everything_is_exported_from_every_table_that_holds_something(app: Application) -> None:
    held = export_person(PERSON.id, app.store)
    (person,) = held["people"]
    filled = {table for table, rows in person.items() if rows}
    asked = {"contact_requests_made", "contact_requests_received"}
    assert asked <= filled
    assert set(rows_with(app.store, MARK.encode())) - ELSEWHERE <= filled - asked | {"contact_requests", "changes"}
    assert person["contacts"][0]["email"] == CONTACTS.email
    assert [row["text"] for row in person["items"]] == [item.text for item in (*PERSON.offers, *PERSON.seeks)]
    assert person["meetings"][0]["b"] == PARTICIPANT.id
    assert person["uploads"][0]["name"] == "soci.csv" if person["uploads"] else True
    assert json.loads(json.dumps(held)) == held


def test_how_to_reach_others_is_not_exported(app: Application) -> None:
    told = json.dumps(export_person(CONTACTS.email or "", app.store))
    assert "elena@example.org" not in told
    assert f"{OTHERS[1].id}@example.org" not in told


def test_an_export_is_entered_and_the_next_one_tells_of_it(app: Application) -> None:
    export_person(PERSON.id, app.store)
    (person,) = export_person(PERSON.id, app.store)["people"]
    assert [entry["act"] for entry in person["audit"]] == [Act.EXPORTED]
    assert MARK not in json.dumps(person["audit"])


def test_after_an_erasure_there_is_nothing_to_export(app: Application) -> None:
    app.eraser.erase(PERSON.id)
    with pytest.raises(NotFound):
        export_person(PERSON.id, app.store)
    assert rows_with(app.store, MARK.encode()) == [], "the entries about it name nobody"
