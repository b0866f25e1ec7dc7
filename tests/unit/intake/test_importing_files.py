"""Files into a real database: reading, storing, mending and importing again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.intake import RejectedRows, open_profiles
from matcher.lexicon.gazetteer import Gazetteer
from matcher.store import SqlStore
from matcher.usecases.importing import ImportReport, import_profiles
from tests.stores import empty_store

TABLE = """\
Nome;Indirizzo;Cosa offre;Municipio;E-mail
Cornici Rossi;Via A 1;cornici;1;rossi@example.org
Sedie Verdi;Via B 2;sedie;12;
Letti Neri;Via C 3;letti;3;
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = empty_store(tmp_path)
    yield opened
    opened.close()


def take(path: Path, store: SqlStore, gazetteer: Gazetteer, *, dry_run: bool = False) -> ImportReport:
    mended = path.with_name("rejected.csv")
    with open_profiles(path, gazetteer) as file, RejectedRows(mended, file.header) as rejected:
        return import_profiles(
            file.rows(rejected),
            store=store,
            annotate=lambda batches: batches,
            published=lambda profiles: None,
            dry_run=dry_run,
            batch=2,
        )


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.rejected


def test_a_file_imported_twice_changes_nothing(tmp_path: Path, store: SqlStore, gazetteer: Gazetteer) -> None:
    path = tmp_path / "registrations.csv"
    path.write_text(TABLE, encoding="cp1252")
    assert counts(take(path, store, gazetteer, dry_run=True)) == (2, 0, 0, 1)
    assert counts(take(path, store, gazetteer)) == (2, 0, 0, 1)
    with store.unit_of_work() as unit:
        generation = unit.generation()
    assert counts(take(path, store, gazetteer)) == (0, 0, 2, 1)
    with store.unit_of_work() as unit:
        assert unit.generation() == generation


def test_rejected_rows_mended_complete_the_import(tmp_path: Path, store: SqlStore, gazetteer: Gazetteer) -> None:
    path, rejected = tmp_path / "registrations.csv", tmp_path / "rejected.csv"
    path.write_text(TABLE, encoding="utf-8")
    take(path, store, gazetteer)
    rejected.write_text(rejected.read_text(encoding="utf-8-sig").replace(";12;", ";2;"), encoding="utf-8-sig")
    assert counts(take(rejected, store, gazetteer)) == (1, 0, 0, 0)
    with store.unit_of_work() as unit:
        assert sorted(stored.profile.name for stored in unit.profiles.iterate()) == [
            "Cornici Rossi",
            "Letti Neri",
            "Sedie Verdi",
        ]


def test_a_row_changed_in_the_file_is_updated(tmp_path: Path, store: SqlStore, gazetteer: Gazetteer) -> None:
    path = tmp_path / "registrations.csv"
    path.write_text(TABLE, encoding="utf-8")
    take(path, store, gazetteer)
    path.write_text(TABLE.replace("rossi@", "gino@").replace(";letti;3", ";letti e divani;3"), encoding="utf-8")
    assert counts(take(path, store, gazetteer, dry_run=True)) == (0, 2, 0, 1)
    assert counts(take(path, store, gazetteer)) == (0, 2, 0, 1)
