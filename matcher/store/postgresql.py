"""PostgreSQL connections as the store needs them, and PostgreSQL's failures in the user's words."""

from __future__ import annotations

import json
from functools import partial

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event

from matcher.errors import Conflict, InvalidInput, Unavailable
from matcher.store import unstorable
from matcher.store.transaction import Database
from matcher.store.turns import Turns

PATIENCE_S = 5.0
"""How long a writer waits for its turn."""

MIGRATION_PATIENCE_S = 60.0
"""How long an opening process waits for another one that is making the tables."""

CONNECTION_PATIENCE_S = 10.0
"""How long a unit of work waits for a connection where all are in use."""

CACHE_PATIENCE_S = 0.25
"""How long the cache of vectors waits for one: a lost vector costs less than a late answer."""

CONNECTIONS, MORE_AT_TIMES = 5, 15
CACHE_CONNECTIONS, MORE_FOR_THE_CACHE_AT_TIMES = 1, 4
"""The cache has its own, since a thread that holds a unit of work may need it and must not wait for itself."""

_MIGRATION_LOCK = 0x6D617463686572
"""The number of the advisory lock under which tables are made: "matcher" in bytes."""

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

_DEFAULTS: dict[str, str | int] = {
    "application_name": "matcher",
    "connect_timeout": 5,
    # A server that vanished without a word is noticed within a minute, not after two hours.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}

_REFUSED = "refuses this user: check the user and the password in MATCHER_DATABASE_URL and the server's pg_hba.conf"
_MISSING = "does not exist: create it with createdb, or name another one in MATCHER_DATABASE_URL"
_CROWDED = "takes no more connections: try again in a few seconds, or raise its max_connections"
_RESTING = "is starting or stopping: try again in a few seconds"
_UNREACHABLE = "cannot be reached: check that its server runs, and the host and the port in MATCHER_DATABASE_URL"
_LOST = "was lost in the middle of the work: look whether the last change is there, and try again"

_ADVICE = {
    "08": _LOST,
    "28": _REFUSED,
    "3D000": _MISSING,
    "25006": "is read only, perhaps a standby: name the one that is written to in MATCHER_DATABASE_URL",
    "42501": "lets this user not do that: make it the owner of the database's tables",
    "53100": "cannot grow because its disk is full: free some space and try again; nothing was half written",
    "53200": "is out of memory: try again in a few seconds",
    "53300": _CROWDED,
    "55P03": "is in use by another program that is writing to it: try again in a few seconds",
    "57014": "took too long and was stopped by its server: try again, or raise its statement_timeout",
    "57P": _RESTING,
    "58": "cannot be read or written because its server reported an error: see the server's log",
    "XX": "is damaged: see its server's log, and restore it from a backup",
    "25P03": "waited too long for this program and ended the work: try again",
}
"""What to say by the beginning of the SQLSTATE."""

_CONNECTING = {
    "authentication failed": _REFUSED,
    "no password supplied": _REFUSED,
    "no pg_hba.conf entry": _REFUSED,
    "too many": _CROWDED,
    "remaining connection slots": _CROWDED,
    'role "': _REFUSED,
    'database "': _MISSING,
    "is starting up": _RESTING,
    "is shutting down": _RESTING,
}
"""What to say by words of the failure to connect, which has no SQLSTATE."""


def databases(address: URL) -> tuple[Database, Database]:
    """The database at `address` for the store, and for its cache, whose writers need not wait for each other."""
    main = _connect(address, CONNECTIONS, MORE_AT_TIMES, CONNECTION_PATIENCE_S)
    cache = _connect(address, CACHE_CONNECTIONS, MORE_FOR_THE_CACHE_AT_TIMES, CACHE_PATIENCE_S)
    return Database(main, begin, PATIENCE_S, Turns()), Database(cache, begin_beside_others, CACHE_PATIENCE_S, None)


def begin(connection: Connection, *, write: bool, patience_s: float) -> None:
    """Begin a transaction that reads one snapshot; one that writes first takes the counter's table for itself.

    LOCK TABLE takes no snapshot, so that the one a writer reads is made after the previous writer's commit. Whoever
    froze in the middle of writing loses its turn after a while.
    """
    if write:
        connection.exec_driver_sql(
            f"BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = {round(patience_s * 1000)}; "
            "SET LOCAL idle_in_transaction_session_timeout = '5min'; LOCK TABLE counter IN EXCLUSIVE MODE"
        )
    else:
        connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")


def begin_beside_others(connection: Connection, *, write: bool, patience_s: float) -> None:
    """Begin a transaction whose writes meet no change: rows of a cache, which it inserts or leaves."""
    connection.exec_driver_sql(
        f"BEGIN; SET LOCAL lock_timeout = {round(patience_s * 1000)}" if write else "BEGIN READ ONLY"
    )


def begin_migration(connection: Connection, *, write: bool, patience_s: float) -> None:
    """Begin to make tables, once every other process that does so has ended."""
    if not write:
        begin(connection, write=False, patience_s=patience_s)
        return
    connection.exec_driver_sql(
        f"BEGIN; SET LOCAL lock_timeout = {round(MIGRATION_PATIENCE_S * 1000)}; "
        f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"
    )


def place(address: URL) -> str:
    """Which database it is, in words without user and password."""
    host = address.host or address.query.get("host") or "this machine"
    port = f":{address.port}" if address.port else ""
    return f"{address.database or address.username or 'postgres'} on {host}{port}"


def _connect(address: URL, size: int, overflow: int, patience_s: float) -> Engine:
    """An engine whose connections begin no transaction by themselves and fail as `Unavailable`."""
    given = {name: value for name, value in _DEFAULTS.items() if name not in address.query}
    engine = create_engine(
        address,
        connect_args={"autocommit": True, **given},
        pool_size=size,
        max_overflow=overflow,
        pool_timeout=patience_s,
        # A connection that a restarted server has dropped is replaced before a unit of work meets it.
        pool_pre_ping=True,
        # Parameters hold contacts, which no error message may show.
        hide_parameters=True,
        json_serializer=_JSON.encode,
    )
    event.listen(engine, "handle_error", partial(_explain, place(address)))
    return engine


def _explain(where: str, context: ExceptionContext) -> None:
    if context.is_pre_ping:
        return
    error = context.original_exception
    state = getattr(error, "sqlstate", None) or ""
    if isinstance(error, UnicodeEncodeError):
        raise unstorable.half_character() from None
    if "NUL (0x00)" in str(error) or state in ("22021", "22P05"):
        raise unstorable.nul() from None
    if state in ("22001", "22003"):
        raise InvalidInput("A value is too long or too large for the database: shorten it.") from None
    if state in ("40001", "40P01"):
        raise Conflict("Another program has changed the same rows meanwhile: read them again and retry.") from error
    advice = _advice(state, context)
    if advice is not None:
        raise Unavailable(f"The database {where} {advice}.", database=where, code=state) from error
    _forget_values(context)


def _advice(state: str, context: ExceptionContext) -> str | None:
    found = next((advice for code, advice in _ADVICE.items() if state.startswith(code)), None)
    if found is not None or state:
        return found
    if context.connection is None:
        words = str(context.original_exception)
        return next((advice for part, advice in _CONNECTING.items() if part in words), _UNREACHABLE)
    return _LOST if context.is_disconnect else None


def _forget_values(context: ExceptionContext) -> None:
    """Take the values of rows, which may be contacts, out of an error that goes on as it is."""
    error = context.original_exception
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    if primary is not None:
        error.args = (primary,)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = (f"({type(error).__name__}) {primary}",)
