"""A few connections to one database, shared by threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, LifoQueue
from typing import Any

import psycopg
from pgvector.psycopg import register_vector

from embeddings.errors import IndexUnavailable

Cursor = psycopg.Cursor[tuple[Any, ...]]
Connection = psycopg.Connection[tuple[Any, ...]]

MOST = 8
"""Connections at a time; a thread that needs one more waits for one to be free."""
PATIENCE_S = 10
"""How long connecting may take, and waiting for a free connection."""
NO_EXTENSION = (
    "The database {name} has no pgvector: install it on its server and let an administrator run "
    "CREATE EXTENSION vector there."
)


class Connections:
    """Opens connections when they are needed and keeps them; those that broke are opened anew."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._free: LifoQueue[Connection | None] = LifoQueue()
        for _ in range(MOST):
            self._free.put(None)

    @property
    def name(self) -> str:
        """The database's address without user and password."""
        address = self._url.removeprefix("postgresql://")
        return f"postgresql://{address.rpartition('@')[2].partition('?')[0]}"

    @contextmanager
    def transaction(self) -> Iterator[Cursor]:
        """A cursor in a transaction of its own, committed at the end.

        Raises:
            IndexUnavailable: the database cannot be reached, or refuses.
        """
        connection = self._taken()
        try:
            if connection is None or connection.closed:
                connection = self._opened()
            with connection.transaction(), connection.cursor() as cursor:
                yield cursor
        except psycopg.Error as error:
            if connection is not None and connection.broken:
                self.close()
            raise IndexUnavailable(
                f"{self.name} cannot be used: {_first_line(error)}. Check MATCHER_INDEX_URL."
            ) from error
        finally:
            self._free.put(None if connection is None or connection.closed else connection)

    def close(self) -> None:
        """Close the connections that are not in use."""
        drained: list[Connection | None] = []
        with suppress(Empty):
            while True:
                drained.append(self._free.get_nowait())
        for connection in drained:
            self._free.put(None)
            if connection is not None:
                connection.close()

    def _taken(self) -> Connection | None:
        try:
            return self._free.get(timeout=PATIENCE_S)
        except Empty:
            raise IndexUnavailable(f"All connections to {self.name} are in use: try again in a few seconds.") from None

    def _opened(self) -> Connection:
        # Statements are planned with their values: how many rows pass decides which index is used.
        connection: Connection = psycopg.connect(
            self._url, autocommit=True, prepare_threshold=None, connect_timeout=PATIENCE_S
        )
        try:
            if connection.execute("SELECT 1 FROM pg_extension WHERE extname = 'vector'").fetchone() is None:
                connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
            register_vector(connection)
        except (psycopg.errors.FeatureNotSupported, psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedFile):
            connection.close()
            raise IndexUnavailable(NO_EXTENSION.format(name=self.name)) from None
        except BaseException:
            connection.close()
            raise
        return connection


def _first_line(error: psycopg.Error) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
