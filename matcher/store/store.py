"""One open database."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from matcher.store.transaction import Database
from matcher.store.unit_of_work import SqlUnitOfWork


class SqlStore:
    """The `Store` of a database, shared by threads; `open_store` makes one.

    `main` and `cache` reach the same database, `cache` for what may be lost: it hardly waits for a lock, and not for
    the disk.
    """

    def __init__(self, main: Database, cache: Database) -> None:
        self.main = main
        self.cache = cache

    def unit_of_work(self, *, write: bool = False) -> SqlUnitOfWork:
        return SqlUnitOfWork(self.main, write=write)

    def close(self) -> None:
        """Close the connections that are not in use; SQLite then folds its log into the file."""
        self.main.engine.dispose()
        self.cache.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
