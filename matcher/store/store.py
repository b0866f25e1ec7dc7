"""One open database."""

from __future__ import annotations

from collections.abc import Collection
from threading import Lock
from types import TracebackType
from typing import Self

from matcher.store.scrubbing import scrub
from matcher.store.transaction import Database, Transaction
from matcher.store.unit_of_work import SqlUnitOfWork


class SqlStore:
    """The `Store` of a database, shared by threads; `open_store` makes one.

    `main` and `cache` reach the same database, `cache` for what may be lost: it hardly waits. `place` says which
    database it is, without user and password.
    """

    def __init__(self, main: Database, cache: Database, place: str) -> None:
        self.main = main
        self.cache = cache
        self.place = place
        self._written = 0
        self._noting = Lock()

    @property
    def written(self) -> int:
        return self._written

    @property
    def at_hand(self) -> bool:
        return self.main.engine.dialect.name == "sqlite"

    @property
    def product(self) -> str:
        """The name and the version of what keeps the rows, such as "PostgreSQL 18.4".

        Raises:
            Unavailable: the database cannot be reached.
        """
        with Transaction(self.main) as transaction:
            connection = transaction.read()
            if connection.dialect.name == "postgresql":
                version = connection.exec_driver_sql("SHOW server_version").scalar_one()
                return f"PostgreSQL {version.split()[0]}"
            return f"SQLite {connection.exec_driver_sql('SELECT sqlite_version()').scalar_one()}"

    def unit_of_work(self, *, write: bool = False) -> SqlUnitOfWork:
        return SqlUnitOfWork(self.main, self._note, write=write)

    def scrub(self, traces: Collection[bytes] | None) -> bool:
        return scrub(self.main, traces)

    def close(self) -> None:
        """Close the connections that are not in use; SQLite then folds its log into the file."""
        self.main.engine.dispose()
        self.cache.engine.dispose()

    def _note(self, number: int) -> None:
        with self._noting:
            self._written = max(self._written, number)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
