"""One database transaction, begun by the first statement that needs it."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from matcher.errors import Conflict, Unavailable
from matcher.store.changes import last_change
from matcher.store.turns import Turns


@dataclass(frozen=True, slots=True)
class Database:
    """Connections to a database, the queue of its writers, and how long a writer waits in it."""

    engine: Engine
    turns: Turns
    patience_s: float


class Transaction:
    """Reads one snapshot; takes the writer's turn with the first write, or with the first statement if `write`.

    What is not committed is rolled back at the end. After a commit the next statement begins a new transaction. Not
    shared by threads.
    """

    def __init__(self, database: Database, *, write: bool = False) -> None:
        self._database = database
        self._connection = database.engine.connect()
        self._write = write
        self._writing = False

    def read(self) -> Connection:
        """The connection, in a transaction good for reading."""
        if not self._connection.in_transaction():
            self._begin(write=self._write)
        return self._connection

    def write(self) -> Connection:
        """The connection, in a transaction good for writing.

        Raises:
            Conflict: this transaction has read, and another one has changed profiles since.
            Unavailable: other writers hold the turn for too long.
        """
        if not self._connection.in_transaction():
            self._begin(write=True)
        elif not self._writing:
            self._turn_to_writing()
        return self._connection

    def commit(self) -> None:
        self._connection.commit()
        self._end_turn()

    def close(self) -> None:
        """Roll back what is not committed and give the connection back."""
        try:
            self._connection.close()
        finally:
            self._end_turn()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _begin(self, *, write: bool) -> None:
        if write:
            self._take_turn()
        try:
            # A transaction that began as a reader cannot wait for its turn to write: SQLite refuses it at once.
            self._connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
        except Unavailable:
            self._connection.rollback()
            self._end_turn()
            raise

    def _take_turn(self) -> None:
        if not self._database.turns.take(self._database.patience_s):
            raise Unavailable("The database is busy with another writer's long work: try again in a few seconds.")
        self._writing = True

    def _end_turn(self) -> None:
        if self._writing:
            self._writing = False
            self._database.turns.give()

    def _turn_to_writing(self) -> None:
        seen = last_change(self._connection)
        self._connection.rollback()
        self._begin(write=True)
        if last_change(self._connection) != seen:
            raise Conflict("Somebody else has changed profiles since they were read here: read them again and retry.")
