"""Opening a database: new, known, old, newer, foreign or broken."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from matcher.domain.profiles import Kind, Profile
from matcher.errors import InvalidInput, NotFound, Unavailable
from matcher.store import SqlStore, open_store
from matcher.store.migrations import VERSIONS
from tests.stores import empty_store, sqlite_url

ANNA = Profile(id="anna", kind=Kind.ARTISAN, name="Anna")


def put_anna(store: SqlStore) -> None:
    with store.unit_of_work(write=True) as unit:
        unit.profiles.put(ANNA)
        unit.commit()


def refusal(path: Path) -> str:
    with pytest.raises(Unavailable) as caught:
        open_store(sqlite_url(path))
    assert str(path) in caught.value.message
    return caught.value.message


def test_a_new_database_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "data" / "milan" / "matcher.db"
    with open_store(sqlite_url(path)) as store, store.unit_of_work() as unit:
        assert unit.generation() == 0
    assert path.exists()


def test_its_folder_is_its_owners_alone(tmp_path: Path) -> None:
    open_store(sqlite_url(tmp_path / "data" / "matcher.db")).close()
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_what_was_stored_is_there_when_opened_again(tmp_path: Path) -> None:
    for _ in range(2):
        with open_store(sqlite_url(tmp_path / "matcher.db")) as store:
            put_anna(store)
    with open_store(sqlite_url(tmp_path / "matcher.db")) as store, store.unit_of_work() as unit:
        found = unit.profiles.get("anna")
        assert found is not None
        assert (found.profile, found.version, unit.generation()) == (ANNA, 1, 1)


def test_a_closed_store_is_one_file(tmp_path: Path) -> None:
    with empty_store(tmp_path) as store:
        put_anna(store)
    assert [path.name for path in tmp_path.iterdir()] == ["matcher.db"]


def test_alembic_is_imported_only_for_a_migration(tmp_path: Path) -> None:
    empty_store(tmp_path).close()
    script = (
        "import sys; from matcher.store import open_store; open_store(sys.argv[1]); print('alembic' in sys.modules)"
    )
    for name, imported in (("matcher.db", "False"), ("new.db", "True")):
        command = [sys.executable, "-c", script, sqlite_url(tmp_path / name)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
        assert done.stdout.strip() == imported


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000), ("secure_delete", 1)],
)
def test_connections_are_durable_and_strict(tmp_path: Path, pragma: str, value: str | int) -> None:
    with empty_store(tmp_path) as store, store.main.engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_a_file_copied_without_its_write_ahead_log_gets_it_back(tmp_path: Path) -> None:
    with empty_store(tmp_path) as store:
        put_anna(store)
    with sqlite3.connect(tmp_path / "matcher.db") as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("VACUUM INTO ?", [str(tmp_path / "backup.db")])
    connection.close()
    with open_store(sqlite_url(tmp_path / "backup.db")) as store:
        with store.main.engine.connect() as opened:
            assert opened.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        with store.unit_of_work() as unit:
            assert unit.profiles.get("anna") is not None


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    empty_store(tmp_path).close()
    path = tmp_path / "matcher.db"
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = path.read_bytes()
    assert "newer" in refusal(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE invoices (id INTEGER)")
    connection.close()
    assert "another program" in refusal(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("invoices",)]
    connection.close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "matcher.db"
    path.write_text("nome;offre;cerca\n" * 100)
    assert "not a SQLite database" in refusal(path)
    assert path.read_text() == "nome;offre;cerca\n" * 100


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(Unavailable, match="MATCHER_DATA_DIR"):
        open_store(sqlite_url(tmp_path / "data" / "milan" / "matcher.db"))


def test_a_damaged_database_is_told_from_an_empty_one(tmp_path: Path) -> None:
    with empty_store(tmp_path) as store, store.unit_of_work(write=True) as unit:
        unit.profiles.put_many([(Profile(id=f"p{n}", kind=Kind.ARTISAN, name="x" * 500), None) for n in range(200)])
        unit.commit()
    path = tmp_path / "matcher.db"
    content = bytearray(path.read_bytes())
    content[4096:-4096] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    assert "damaged" in refusal(path)


def test_a_read_only_database_can_be_read_and_says_why_it_cannot_be_written(tmp_path: Path) -> None:
    with empty_store(tmp_path) as store:
        put_anna(store)
    url = f"sqlite:///file:{tmp_path / 'matcher.db'}?mode=ro&uri=true"
    with open_store(url) as store:
        with store.unit_of_work() as unit:
            assert unit.profiles.get("anna") is not None
        with store.unit_of_work() as unit, pytest.raises(Unavailable, match="write permission"):
            unit.profiles.delete("anna")


def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path: Path) -> None:
    with empty_store(tmp_path) as store:
        put_anna(store)
        with store.main.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        many = [(Profile(id=f"p{number}", kind=Kind.ARTISAN, name="x" * 2000), None) for number in range(50)]
        with store.unit_of_work(write=True) as unit, pytest.raises(Unavailable, match="disk is full"):
            unit.profiles.put_many(many)
        with store.unit_of_work() as unit:
            assert (unit.profiles.count(), unit.generation()) == (1, 1)


@pytest.mark.parametrize("url", ["matcher.db", "sqlite://", "sqlite:///:memory:", "mysql://host/db", ""])
def test_a_url_that_names_no_file_says_what_to_write(url: str) -> None:
    with pytest.raises(InvalidInput, match=r"sqlite:///FOLDER/FILE\.db"):
        open_store(url)


@pytest.mark.parametrize("url", ["mariadb://matcher:segreto@host/db", "postgresql://matcher:segreto@host:port/db"])
def test_a_password_in_a_url_is_not_repeated(url: str) -> None:
    with pytest.raises(InvalidInput, match="postgresql://USER:PASSWORD@HOST/DATABASE") as caught:
        open_store(url)
    assert "segreto" not in str(caught.value)


def test_a_file_that_should_be_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no database"):
        open_store(sqlite_url(tmp_path / "mathcer.db"), existing=True)
    assert list(tmp_path.iterdir()) == []


def test_the_last_version_is_that_of_the_migrations(tmp_path: Path) -> None:
    with empty_store(tmp_path) as store, store.main.engine.connect() as connection:
        stamped = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    assert stamped == [VERSIONS[-1]]
