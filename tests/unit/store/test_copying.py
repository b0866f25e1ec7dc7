"""A copy of a database holds all of it, whatever keeps its rows, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Table, insert, select, text, update

from matcher.errors import Conflict, InvalidInput, Unavailable
from matcher.ports import Operation, RecordedChange
from matcher.store import SqlStore, copy_store, open_store
from matcher.store.tables import UtcDateTime, changes, counter, metadata
from matcher.store.transaction import Transaction
from tests.events import keep
from tests.postgresql import PostgreSQL
from tests.stores import BINDER, REACHABLE, delete, empty_store, named, put, sqlite_url, stored

ROWS = 3
VALUES: dict[type, object] = {
    int: 7,
    float: 0.1,
    bool: True,
    bytes: b"\0\xff",
    object: {"b": [1, -0.0, None], "à": {"z": 1e-9, "y": r"\u0000"}},
    date: date(2026, 2, 28),
}


INSTANT = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """A new store of each kind, beside the one that is copied."""
    if request.param == "sqlite":
        with open_store(sqlite_url(tmp_path / "copy" / "matcher.db")) as store:
            yield store
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.migrated() as url, open_store(url) as store:
        yield store


def value(column: Column[Any], row: int) -> object:
    """Something to keep in a column: the same in all that refer to each other, so that they do."""
    if column.type.python_type is str:
        return f"{row} è 🧵"[: getattr(column.type, "length", None)]
    if column.primary_key and column.type.python_type is int:
        return row
    if isinstance(column.type, UtcDateTime):
        return INSTANT
    return VALUES[column.type.python_type]


def fill(store: SqlStore) -> None:
    """Rows in every table, with something in every column."""
    with Transaction(store.main, write=True) as transaction:
        for table in metadata.sorted_tables:
            rows = [{column.name: value(column, row) for column in table.columns} for row in range(1, ROWS + 1)]
            if table is not counter:
                transaction.write().execute(insert(table), rows)
        transaction.write().execute(update(counter).values(number=ROWS))
        transaction.commit()


def content(store: SqlStore, table: Table) -> list[str]:
    with Transaction(store.main) as transaction:
        return sorted(map(repr, transaction.read().execute(select(table))))


def test_every_row_of_every_table_arrives_as_it_was(sql_store: SqlStore, target: SqlStore) -> None:
    fill(sql_store)
    report = copy_store(sql_store, target)
    assert report.tables.keys() == metadata.tables.keys()
    for table in metadata.sorted_tables:
        assert content(target, table) == content(sql_store, table) != []
        assert report.tables[table.name].rows == (1 if table is counter else ROWS)


def test_changes_go_on_where_they_were(sql_store: SqlStore, target: SqlStore) -> None:
    put(sql_store, BINDER, named("anna"), contacts=REACHABLE)
    delete(sql_store, "anna")
    assert copy_store(sql_store, target).generation == 3
    assert stored(target, BINDER.id) == stored(sql_store, BINDER.id)
    put(target, named("bruna"))
    with target.unit_of_work() as unit:
        assert unit.changes_after(2) == [
            RecordedChange(3, "anna", Operation.DELETED),
            RecordedChange(4, "bruna", Operation.CREATED),
        ]
        assert unit.profiles.contacts(BINDER.id) == REACHABLE


def test_more_rows_than_one_batch_are_told_as_they_go(sql_store: SqlStore, target: SqlStore) -> None:
    with sql_store.unit_of_work(write=True) as unit:
        unit.profiles.put_many([(named(f"p{number}"), None) for number in range(600)])
        unit.commit()
    told: list[tuple[int, int | None]] = []
    copy_store(sql_store, target, lambda done, expected: told.append((done, expected)))
    # Profiles, their changes and the counter.
    assert told[-1] == (600 + 600 + 1, 600 + 600 + 1)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len(told) == 2 + 2 + 1
    with target.unit_of_work() as unit:
        assert unit.profiles.count() == unit.generation() == 600


def test_what_is_written_to_the_source_meanwhile_is_not_in_the_copy(sql_store: SqlStore, target: SqlStore) -> None:
    put(sql_store, named("anna"))
    copy_store(sql_store, target, lambda done, expected: put(sql_store, named(f"late-{done}")) and None)
    with target.unit_of_work() as unit:
        assert (unit.profiles.count(), unit.generation()) == (1, 1)


@pytest.mark.parametrize("held", ["profile", "event"])
def test_a_target_that_holds_something_is_left_alone(sql_store: SqlStore, target: SqlStore, held: str) -> None:
    put(sql_store, BINDER)
    if held == "event":
        keep(target)
    else:
        put(target, named("anna"))
    with pytest.raises(Conflict, match=r"already holds .*: name a new or an empty one"):
        copy_store(sql_store, target)
    with target.unit_of_work() as unit:
        assert unit.profiles.get(BINDER.id) is None


def test_a_database_is_not_copied_over_itself(sql_store: SqlStore) -> None:
    put(sql_store, BINDER)
    with pytest.raises(Conflict):
        copy_store(sql_store, sql_store)


def test_a_copy_that_was_broken_off_leaves_nothing_and_can_be_made_again(sql_store: SqlStore, target: SqlStore) -> None:
    fill(sql_store)

    def break_off(done: int, expected: int | None) -> None:
        if done == expected:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_store(sql_store, target, break_off)
    assert content(target, changes) == []
    assert copy_store(sql_store, target).tables["changes"].rows == ROWS


def test_a_copy_that_differs_is_not_kept(
    sql_store: SqlStore, target: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(sql_store, BINDER)
    monkeypatch.setattr("matcher.store.copying._write", lambda connection, table, rows: None)
    with pytest.raises(Unavailable, match="not like its source"):
        copy_store(sql_store, target)


def test_a_row_that_only_an_old_file_could_keep_is_named_by_its_table(tmp_path: Path, postgresql: PostgreSQL) -> None:
    with empty_store(tmp_path) as old, postgresql.migrated() as url, open_store(url) as new:
        keep(old)
        with Transaction(old.main, write=True) as transaction:
            transaction.write().execute(text("UPDATE events SET place = 'Sala' || char(0)"))
            transaction.commit()
        with pytest.raises(InvalidInput, match=r"the table events cannot be kept .*NUL"):
            copy_store(old, new)
        assert content(new, changes) == []
