"""Copying all that a database holds into an empty one, of the same kind or the other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from matcher.errors import Conflict, InvalidInput, Unavailable
from matcher.store.changes import last_change
from matcher.store.store import SqlStore
from matcher.store.tables import counter, metadata, uploads
from matcher.store.transaction import Transaction

BATCH = 500
"""Rows on their way at a time."""

TABLES = metadata.sorted_tables
"""Every table, those first that others point to."""

_SUMS = 2**256


@dataclass(frozen=True, slots=True)
class Content:
    """How many rows a table has, and a hash of them all that does not depend on their order."""

    rows: int
    hash: str


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What was copied, by table, and the number of the last change, which the copy goes on from."""

    tables: Mapping[str, Content]
    generation: int

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(content.rows for content in self.tables.values())


def copy_store(
    source: SqlStore, target: SqlStore, progress: Callable[[int, int | None], None] = lambda done, expected: None
) -> CopyReport:
    """Copy one snapshot of `source`, which others may go on writing to, into `target`, and compare both.

    All of it happens in one transaction of the target: after a failure or a kill the target is as empty as before, and
    the copy can be made again. `progress` is told how many rows are done and how many there are.

    Raises:
        Conflict: the target holds something.
        InvalidInput: a row of the source cannot be kept by the target.
        Unavailable: a database cannot be used now, or the copy is not like its source.
    """
    with Transaction(source.main) as reading, Transaction(target.main, write=True) as writing:
        there, here = reading.read(), writing.write()
        _require_empty(here, target.place)
        expected, done = sum(_rows(there, table) for table in TABLES), 0
        copied = {}
        for table in TABLES:
            summing = _Summing()
            for rows in _batches(there, table):
                summing.add(rows)
                _write(here, table, rows)
                done += len(rows)
                progress(done, expected)
            copied[table.name] = summing.content()
        _compare(copied, here, target.place)
        report = CopyReport(copied, last_change(here))
        writing.commit()
    return report


class _Summing:
    """Adds up hashes of rows."""

    def __init__(self) -> None:
        self._rows = self._sum = 0

    def add(self, rows: Sequence[Row[Any]]) -> None:
        for row in rows:
            said = repr([_plain(value) for value in row]).encode("utf-8", "surrogatepass")
            self._sum = (self._sum + int.from_bytes(hashlib.sha256(said).digest())) % _SUMS
        self._rows += len(rows)

    def content(self) -> Content:
        return Content(self._rows, f"{self._sum:064x}")


def _plain(value: object) -> object:
    """A value as it is the same on every database: no zero has a sign, objects have no order, bytes are short."""
    if isinstance(value, float):
        return value + 0.0
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, dict):
        return sorted((key, repr(_plain(part))) for key, part in value.items())
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value


def _require_empty(connection: Connection, place: str) -> None:
    held = [table.name for table in TABLES if table is not counter and _rows(connection, table)]
    if held or last_change(connection):
        raise Conflict(
            f"The database {place} already holds {', '.join(held) or 'changes'}: name a new or an empty one.",
            tables=held,
        )


def _rows(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    # A file may take all the memory that a batch should.
    size = 1 if table is uploads else BATCH
    statement = select(table).execution_options(yield_per=size)
    with connection.execute(statement) as result:
        yield from result.partitions()


def _write(connection: Connection, table: Table, rows: Sequence[Row[Any]]) -> None:
    values = [dict(row._mapping) for row in rows]
    # The row of the counter is made with its table.
    statement = update(table) if table is counter else insert(table)
    try:
        connection.execute(statement, values[0] if table is counter else values)
    except (InvalidInput, DBAPIError) as error:
        raise InvalidInput(
            f"A row of the table {table.name} cannot be kept by the other database ({error}). Mend it and copy again.",
            table=table.name,
        ) from None


def _compare(copied: Mapping[str, Content], connection: Connection, place: str) -> None:
    for table in TABLES:
        summing = _Summing()
        for rows in _batches(connection, table):
            summing.add(rows)
        if summing.content() != copied[table.name]:
            raise Unavailable(
                f"The table {table.name} in {place} is not like its source. Nothing was copied: copy again.",
                table=table.name,
            )
