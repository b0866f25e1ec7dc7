"""Databases for tests, made without migrating each one."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from matcher.store import SqlStore, open_store


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def empty_store(folder: Path) -> SqlStore:
    """An open store without profiles, in a new file in `folder`."""
    path = folder / "matcher.db"
    path.write_bytes(_empty_database())
    return open_store(sqlite_url(path))


@cache
def _empty_database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        open_store(sqlite_url(path)).close()
        return path.read_bytes()
