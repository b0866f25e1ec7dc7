"""No command tells contacts but the one that is asked to. Every command is run, or said to tell none."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer

from matcher.bootstrap import Application
from matcher.cli.main import app as commands
from matcher.settings import Settings
from tests.marked import MARK, PERSON, files_with, put_person
from tests.unit.cli.conftest import Run

EMAIL = f"gino@{MARK}.it"
"""An address of somebody; whose name holds the same word, so that only whole contacts are looked for."""
CONTACTS = (EMAIL, f"+39 02 {MARK}", f"https://{MARK}.it")
TOLD = {
    "export": ("export", "OUT/profiles.csv"),
    "match": ("match", "--profile", PERSON.id, "--json"),
    "market": ("market", "--k", "2", "--candidates", "5", "--out", "OUT/market.csv"),
    "reindex": ("reindex", "--json"),
    "doctor": ("doctor",),
    "event list": ("event", "list", "--json"),
    "keys list": ("keys", "list", "--json"),
    "privacy erase": ("privacy", "erase", EMAIL, "--dry-run", "--json"),
    "privacy sweep": ("privacy", "sweep"),
    "audit verify": ("audit", "verify"),
    "audit list": ("audit", "list", "--json"),
}
"""What is run, by command."""
ASKED = {"privacy export"}
"""Tells a person everything that is held on them."""
SILENT = {
    "import",
    "serve",
    "demo",
    "evaluate",
    "event import",
    "event create",
    "event interests",
    "event pairs",
    "event fairness",
    "event timetable",
    "event lock",
    "event move",
    "event publish",
    "event change",
    "event agendas",
    "schedule solve",
    "schedule from-dzn",
    "keys create",
    "keys revoke",
    "keys rotate",
    "index copy",
    "index compare",
    "index feed",
    "store copy",
}
"""Commands that read no contact of a profile: they take a file in, or tell of events, whose pages and operations are
looked at in the tests of the API, of keys, of indexes or of rows in numbers."""


def named(command: click.Command | object, name: str = "") -> Iterator[str]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name.strip()
    else:
        for each, part in inner.items():
            yield from named(part, f"{name} {each}")


def test_every_command_is_looked_at() -> None:
    assert set(named(typer.main.get_command(commands))) == TOLD.keys() | ASKED | SILENT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    app = Application(Settings(data_dir=tmp_path / "data", encoder="hashing:64"))
    put_person(app)
    app.close()
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def test_no_command_tells_contacts(folder: Path, matcher: Run, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name, arguments in TOLD.items():
        outcome = matcher(*(each.replace("OUT", str(folder)) for each in arguments))
        assert outcome.code in (0, 1), (name, outcome.err)
        told = (outcome.out + outcome.err + caplog.text).lower()
        assert not [contact for contact in CONTACTS if contact in told], name
    assert files_with(folder, MARK.encode()), "the person is in what was exported"
    assert files_with(folder, *(contact.encode() for contact in CONTACTS)) == []


def test_contacts_are_exported_where_asked_for_and_that_is_entered(folder: Path, matcher: Run) -> None:
    assert matcher("export", str(folder / "all.csv"), "--contacts").code == 0
    assert files_with(folder, EMAIL.encode()) == ["all.csv"]
    assert '"contacts_read"' in matcher("audit", "list", "--json").out
