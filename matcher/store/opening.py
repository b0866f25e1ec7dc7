"""Opening a database: made where there is none, brought to the last version, refused where it is not ours."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from matcher.errors import InvalidInput, Unavailable
from matcher.store import sqlite
from matcher.store.migrations import VERSIONS
from matcher.store.store import SqlStore
from matcher.store.transaction import Database, Transaction
from matcher.store.turns import Turns

CACHE_PATIENCE_S = 0.25
"""How long a cache's write waits for another writer: a lost vector costs less than a late answer."""

_RETRY_S = 0.02


def open_store(url: str) -> SqlStore:
    """Open the database at `url`, such as `sqlite:///.matcher/matcher.db`, its tables at the last version.

    A missing file and its folder are made. Processes that open a new database together wait for each other.

    Raises:
        InvalidInput: the URL cannot be read, or names a database that is not supported.
        Unavailable: the database cannot be reached, is not one of ours, or is newer than this program.
    """
    address = _parse(url)
    _make_folder(address)
    turns = Turns()
    main = Database(sqlite.connect(address), turns, sqlite.BUSY_TIMEOUT_S)
    try:
        _log_ahead(main.engine)
        _bring_to_last_version(main)
    except BaseException:
        main.engine.dispose()
        raise
    cache_engine = sqlite.connect(address, busy_timeout_s=CACHE_PATIENCE_S, synchronous="NORMAL")
    return SqlStore(main, Database(cache_engine, turns, CACHE_PATIENCE_S))


def _parse(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise InvalidInput("The database's URL cannot be read: write sqlite:///FOLDER/FILE.db.") from error
    if address.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise InvalidInput(f"Databases of type {address.drivername} are not supported: write sqlite:///FOLDER/FILE.db.")
    if address.database in (None, "", ":memory:"):
        raise InvalidInput("The database's URL names no file: write sqlite:///FOLDER/FILE.db.")
    return address


def _make_folder(address: URL) -> None:
    if address.query.get("uri"):
        return
    folder = Path(str(address.database)).parent
    try:
        # The database holds contacts: a folder made here is its owner's alone.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(
            f"The folder {folder} cannot be made ({error.strerror}): name another one in MATCHER_DATA_DIR.",
            database=str(address.database),
        ) from error


def _log_ahead(engine: Engine) -> None:
    """Switch the file to write-ahead logging, so that readers and the writer don't wait for each other."""
    deadline = time.monotonic() + sqlite.BUSY_TIMEOUT_S
    while True:
        try:
            with engine.connect() as connection:
                if connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() != "wal":
                    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
                return
        except Unavailable as error:
            # SQLite refuses this switch at once, without its usual wait, while another process makes it.
            if error.details["code"] != sqlite.BUSY or time.monotonic() > deadline:
                raise
        time.sleep(_RETRY_S)


def _bring_to_last_version(database: Database) -> None:
    with Transaction(database) as transaction:
        if _version(transaction.read()) == VERSIONS[-1]:
            return
    # Alembic takes longer to import than the database to open, and nearly every start finds nothing to migrate.
    from matcher.store.upgrade import upgrade  # noqa: PLC0415

    with Transaction(database) as transaction:
        connection = transaction.write()
        version = _version(connection)
        if version is None and inspect(connection).get_table_names():
            raise _refusal(database, "holds another program's tables: name another file")
        if version is not None and version not in VERSIONS:
            raise _refusal(database, "was written by a newer matcher: update matcher, or name another file")
        if version != VERSIONS[-1]:
            upgrade(connection)
            transaction.commit()


def _version(connection: Connection) -> str | None:
    """The version of the tables; None where there are none of ours."""
    try:
        version: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    except OperationalError:
        return None
    return version


def _refusal(database: Database, reason: str) -> Unavailable:
    path = database.engine.url.database
    return Unavailable(f"The database {path} {reason} in MATCHER_DATABASE_URL.", database=path)
