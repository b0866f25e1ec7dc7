"""One database transaction, begun by the first statement that needs it."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import TimeoutError as NoConnection

from matcher.errors import Conflict, Unavailable
from matcher.store.changes import last_change
from matcher.store.turns import Turns


class Begin(Protocol):
    """Begins a transaction that reads one snapshot, or one that writes, as the only one to do so.

    Raises:
        Unavailable: another process has been writing for `patience_s`, in seconds.
    """

    def __call__(self, connection: Connection, *, write: bool, patience_s: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Database:
    """Connections to a database, how transactions on them begin, and how long a writer waits for its turn.

    `turns` is the queue of the writers in this process; None where writers need not wait for each other.
    """

    engine: Engine
    begin: Begin
    patience_s: float
    turns: Turns | None


class Transaction:
    """Reads one snapshot; takes the writer's turn with the first write, or with the first statement if `write`.

    What is not committed is rolled back at the end. After a commit the next statement begins a new transaction. Holds a
    connection only while one is under way. Not shared by threads.
    """

    def __init__(self, database: Database, *, write: bool = False) -> None:
        self._database = database
        self._connection: Connection | None = None
        self._write = write
        self._writing = False
        self._in_turn = False

    @property
    def writing(self) -> bool:
        """Whether it is under way, and good for writing."""
        return self._writing

    def read(self) -> Connection:
        """The connection, in a transaction good for reading."""
        return self._connection or self._begin(write=self._write)

    def write(self) -> Connection:
        """The connection, in a transaction good for writing.

        Raises:
            Conflict: this transaction has read, and another one has changed profiles since.
            Unavailable: other writers hold the turn for too long.
        """
        if self._connection is None:
            return self._begin(write=True)
        return self._connection if self._writing else self._turn_to_writing(self._connection)

    def commit(self) -> None:
        if self._connection is not None:
            self._connection.commit()
        self.close()

    def close(self) -> None:
        """Roll back what is not committed and give the connection back."""
        connection, self._connection, self._writing = self._connection, None, False
        try:
            if connection is not None:
                connection.close()
        finally:
            self._end_turn()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _begin(self, *, write: bool) -> Connection:
        # The turn comes before the connection: who waits for the one must not keep the other from readers.
        if write:
            self._take_turn()
        try:
            self._connection = self._database.engine.connect()
            self._database.begin(self._connection, write=write, patience_s=self._database.patience_s)
        except NoConnection as error:
            self.close()
            raise Unavailable(
                "Too much is asked of the database at once, all connections are in use: try again in a few seconds."
            ) from error
        except BaseException:
            self.close()
            raise
        self._writing = write
        return self._connection

    def _take_turn(self) -> None:
        turns = self._database.turns
        if turns is not None:
            if not turns.take(self._database.patience_s):
                raise Unavailable("The database is busy with another writer's long work: try again in a few seconds.")
            self._in_turn = True

    def _end_turn(self) -> None:
        if self._in_turn and self._database.turns is not None:
            self._in_turn = False
            self._database.turns.give()

    def _turn_to_writing(self, connection: Connection) -> Connection:
        seen = last_change(connection)
        self.close()
        connection = self._begin(write=True)
        if last_change(connection) != seen:
            raise Conflict("Somebody else has changed profiles since they were read here: read them again and retry.")
        return connection
