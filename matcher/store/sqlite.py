"""SQLite connections as the store needs them, and SQLite's failures in the user's words."""

from __future__ import annotations

import json
import sqlite3
from functools import partial
from typing import Literal

from sqlalchemy import URL, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from matcher.errors import InvalidInput, Unavailable

BUSY = "SQLITE_BUSY"
BUSY_TIMEOUT_S = 5.0

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


def connect(
    url: URL, *, busy_timeout_s: float = BUSY_TIMEOUT_S, synchronous: Literal["FULL", "NORMAL"] = "FULL"
) -> Engine:
    """An engine whose connections wait `busy_timeout_s` for a lock and fail as `Unavailable`.

    The driver begins no transaction by itself, since it would leave reads outside of them: `Transaction` does.
    """
    engine = create_engine(
        url,
        connect_args={"timeout": busy_timeout_s, "isolation_level": None},
        # A thread may hold a unit of work and need a second connection for the cache: a limit could lock them up.
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
    event.listen(engine, "handle_error", partial(_explain, str(url.database)))
    return engine


def _explain(path: str, context: ExceptionContext) -> None:
    error = context.original_exception
    if isinstance(error, UnicodeEncodeError):
        raise InvalidInput("A text holds half a character (a lone surrogate): send it again as UTF-8.") from None
    name = getattr(error, "sqlite_errorname", None) or ""
    for code, advice in _ADVICE.items():
        if name.startswith(code):
            raise Unavailable(f"The database {path} {advice}.", database=path, code=code) from error
