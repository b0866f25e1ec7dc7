"""SQLite connections as the store needs them, and SQLite's failures in the user's words."""

from __future__ import annotations

import json
import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, ExceptionContext, ExecutionContext, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from matcher.errors import InvalidInput, NotFound, Unavailable
from matcher.store import unstorable
from matcher.store.rows import WITHOUT_NUL
from matcher.store.transaction import Database
from matcher.store.turns import Turns

BUSY = "SQLITE_BUSY"
BUSY_TIMEOUT_S = 5.0

CACHE_PATIENCE_S = 0.25
"""How long a cache's write waits for another writer: a lost vector costs less than a late answer."""

_RETRY_S = 0.02

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

_ADVICE = {
    BUSY: "is in use by another program that is writing to it: try again in a few seconds",
    "SQLITE_LOCKED": "is in use by another program that is writing to it: try again in a few seconds",
    "SQLITE_NOTADB": "is not a SQLite database: name another file in MATCHER_DATABASE_URL or move this one away",
    "SQLITE_CORRUPT": "is damaged: restore it from a backup, or move it away and import the profiles again",
    "SQLITE_READONLY": "cannot be written: give this user write permission on the file and on its folder",
    "SQLITE_PERM": "cannot be opened: give this user read and write permission on the file and on its folder",
    "SQLITE_CANTOPEN": "cannot be opened: check that it is a file, and that this user may read and write its folder",
    "SQLITE_FULL": "cannot grow because the disk is full: free some space and try again; nothing was half written",
    "SQLITE_IOERR": "cannot be read or written because the disk reported an error: check the disk and its free space",
}


def databases(address: URL, *, existing: bool) -> tuple[Database, Database]:
    """The file at `address` for the store and for its cache, which hardly waits for a lock, and not for the disk.

    Raises:
        InvalidInput: the address names no file.
        NotFound: there is no file, and it should be an `existing` one.
        Unavailable: the file or its folder cannot be made or used.
    """
    if address.database in (None, "", ":memory:"):
        raise InvalidInput("The database's URL names no file: write sqlite:///FOLDER/FILE.db.")
    _find(address, existing=existing)
    turns = Turns()
    main = Database(connect(address), begin, BUSY_TIMEOUT_S, turns)
    try:
        _log_ahead(main.engine)
    except BaseException:
        main.engine.dispose()
        raise
    hasty = connect(address, busy_timeout_s=CACHE_PATIENCE_S, synchronous="NORMAL")
    return main, Database(hasty, begin, CACHE_PATIENCE_S, turns)


def connect(
    url: URL, *, busy_timeout_s: float = BUSY_TIMEOUT_S, synchronous: Literal["FULL", "NORMAL"] = "FULL"
) -> Engine:
    """An engine whose connections wait `busy_timeout_s` for a lock and fail as `Unavailable`.

    The driver begins no transaction by itself, since it would leave reads outside of them: `begin` does.
    """
    engine = create_engine(
        url,
        connect_args={"timeout": busy_timeout_s, "isolation_level": None},
        # A file takes any number of connections, and a limit could lock up threads that need a second one.
        max_overflow=-1,
        # Parameters hold contacts, which no error message may show.
        hide_parameters=True,
        json_serializer=_JSON.encode,
    )

    def prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute("PRAGMA foreign_keys=ON")
        # What is erased must not linger in free pages.
        connection.execute("PRAGMA secure_delete=ON")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "before_cursor_execute", _refuse_nul)
    event.listen(engine, "handle_error", partial(_explain, str(url.database)))
    return engine


def begin(connection: Connection, *, write: bool, patience_s: float) -> None:
    """Begin a transaction: one that began as a reader cannot wait for its turn to write, SQLite refuses it at once."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _find(address: URL, *, existing: bool) -> None:
    if address.query.get("uri"):
        return
    path = Path(str(address.database))
    if existing and not path.is_file():
        raise NotFound(f"There is no database {path}: name the file of one.", database=str(path))
    try:
        # The database holds contacts: a folder made here is its owner's alone.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(
            f"The folder {path.parent} cannot be made ({error.strerror}): name another one in MATCHER_DATA_DIR.",
            database=str(path),
        ) from error


def _log_ahead(engine: Engine) -> None:
    """Switch the file to write-ahead logging, so that readers and the writer don't wait for each other."""
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            with engine.connect() as connection:
                if connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() != "wal":
                    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
                return
        except Unavailable as error:
            # SQLite refuses this switch at once, without its usual wait, while another process makes it.
            if error.details["code"] != BUSY or time.monotonic() > deadline:
                raise
        time.sleep(_RETRY_S)


def _refuse_nul(
    connection: object,
    cursor: object,
    statement: object,
    parameters: object,
    context: ExecutionContext | None,
    executemany: bool,
) -> None:
    if context is not None and context.execution_options.get(WITHOUT_NUL):
        return
    rows: Any = parameters if executemany else [parameters]
    if any(isinstance(value, str) and "\0" in value for row in rows for value in row):
        raise unstorable.nul()


def _explain(path: str, context: ExceptionContext) -> None:
    error = context.original_exception
    if isinstance(error, UnicodeEncodeError):
        raise unstorable.half_character() from None
    name = getattr(error, "sqlite_errorname", None) or ""
    for code, advice in _ADVICE.items():
        if name.startswith(code):
            raise Unavailable(f"The database {path} {advice}.", database=path, code=code) from error
