"""Opening a database: made where there is none, brought to the last version, refused where it is not ours."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import URL, Connection, inspect, make_url
from sqlalchemy.exc import ArgumentError

from matcher.errors import InvalidInput, NotFound, Unavailable
from matcher.store import postgresql, sqlite
from matcher.store.migrations import VERSIONS
from matcher.store.store import SqlStore
from matcher.store.transaction import Database, Transaction

_WRITE = "write sqlite:///FOLDER/FILE.db or postgresql://USER:PASSWORD@HOST/DATABASE"
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")


def open_store(url: str, *, existing: bool = False) -> SqlStore:
    """Open the database at `url`, its tables at the last version.

    Such as `sqlite:///.matcher/matcher.db`, whose file and folder are made where they are missing, or
    `postgresql://matcher@db.example.org/matcher`, a database that is there. Processes that open a new database together
    wait for each other.

    Raises:
        InvalidInput: the URL cannot be read, or names a database that is not supported.
        NotFound: the database is new, and it should be an `existing` one.
        Unavailable: the database cannot be reached, is not one of ours, or is newer than this program.
    """
    address = _parse(url)
    if address.drivername in _POSTGRESQL:
        place = postgresql.place(address)
        main, cache = postgresql.databases(address.set(drivername="postgresql+psycopg"))
        migrating = replace(main, begin=postgresql.begin_migration)
    else:
        place = str(address.database)
        main, cache = sqlite.databases(address, existing=existing)
        migrating = main
    store = SqlStore(main, cache, place)
    try:
        _bring_to_last_version(migrating, place, existing=existing)
    except BaseException:
        store.close()
        raise
    return store


def _parse(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        # The original error may show a password.
        raise InvalidInput(f"The database's URL cannot be read: {_WRITE}.") from None
    if address.drivername not in (*_POSTGRESQL, "sqlite", "sqlite+pysqlite"):
        raise InvalidInput(f"Databases of type {address.drivername} are not supported: {_WRITE}.")
    return address


def _bring_to_last_version(database: Database, place: str, *, existing: bool) -> None:
    with Transaction(database) as transaction:
        version = _version(transaction.read())
    if version == VERSIONS[-1]:
        return
    if version is None and existing:
        raise NotFound(f"The database {place} is not one of matcher's: name the one to read.", database=place)
    # Alembic takes longer to import than the database to open, and nearly every start finds nothing to migrate.
    from matcher.store.upgrade import upgrade  # noqa: PLC0415

    with Transaction(database) as transaction:
        connection = transaction.write()
        version = _version(connection)
        if version is None and inspect(connection).get_table_names():
            raise _refusal(place, "holds another program's tables: name another one")
        if version is not None and version not in VERSIONS:
            raise _refusal(place, "was written by a newer matcher: update matcher, or name another one")
        if version != VERSIONS[-1]:
            upgrade(connection)
            transaction.commit()


def _version(connection: Connection) -> str | None:
    """The version of the tables; None where there are none of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    return version


def _refusal(place: str, reason: str) -> Unavailable:
    return Unavailable(f"The database {place} {reason} in MATCHER_DATABASE_URL.", database=place)
