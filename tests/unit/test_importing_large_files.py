"""A file large enough for helpers and grown batches is imported as a small one is, row by row."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.synthetic import profiles
from benchmarks.synthetic.files import COLUMNS, write
from matcher.bootstrap.imports import Imports
from matcher.domain.profiles import Contacts, Profile
from matcher.lexicon.annotation import Lexicon, default_lexicon
from matcher.store import open_store
from matcher.usecases import importing, sharing
from matcher.usecases.importing import ImportReport

ROWS = 500


@dataclass(frozen=True)
class Outcome:
    report: ImportReport
    rejected: str
    stored: Sequence[tuple[Profile, Contacts | None]]
    progress: int


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Good rows, bad ones, doubtful ones, and ids that come twice."""
    path = tmp_path_factory.mktemp("mixed") / "mixed.csv"
    write(profiles(ROWS, seed=4), path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        if number % 11 == 3:
            row["cap"] = "00184"
        if number % 17 == 5:
            row["email"] = "nobody"
        if number % 19 == 7:
            row["id"] = rows[number - 1]["id"]
        if number % 23 == 9:
            row["run_min"], row["lat"] = "many", "91"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return default_lexicon()


def imported(mixed: Path, folder: Path, lexicon: Lexicon, *, city: str | None) -> Outcome:
    rejected, told = folder / "rejected.csv", []
    with open_store(f"sqlite:///{folder / 'matcher.db'}") as store:
        imports = Imports(store, lexicon, lambda profiles: None, city=city)
        report = imports.import_file(mixed, rejected=rejected, progress=lambda done, _: told.append(done))
        with store.unit_of_work() as unit:
            stored = [(one.profile, unit.profiles.contacts(one.profile.id)) for one in unit.profiles.iterate()]
    return Outcome(report, rejected.read_text("utf-8-sig"), stored, told[-1])


def test_helpers_and_grown_batches_change_nothing(
    mixed: Path, lexicon: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [tmp_path / "plain", tmp_path / "shared"]
    for folder in folders:
        folder.mkdir()
    plain = imported(mixed, folders[0], lexicon, city=None)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(sharing, "ALONE", 1)
    monkeypatch.setattr(importing, "LARGE", 1)
    assert imported(mixed, folders[1], lexicon, city="milan") == plain
    assert plain.report.created > ROWS / 2
    assert plain.report.error_count > plain.report.rejected > 0
    assert plain.report.warning_count > 0
