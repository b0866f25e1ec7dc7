"""Inserts that meet rows already there: the only statements in which the dialects differ."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite

_INSERTS = {"sqlite": sqlite.insert}


def insert_or_replace(connection: Connection, table: Table, *, keep: Collection[str] = ()) -> sqlite.Insert:
    """An insert that overwrites the row of the same primary key, but for the columns to `keep`."""
    statement = _INSERTS[connection.dialect.name](table)
    keys = [column.name for column in table.primary_key]
    overwritten = [column.name for column in table.columns if column.name not in {*keys, *keep}]
    return statement.on_conflict_do_update(
        index_elements=keys, set_={name: statement.excluded[name] for name in overwritten}
    )


def insert_or_ignore(connection: Connection, table: Table) -> sqlite.Insert:
    """An insert that leaves a row of the same primary key as it is."""
    return _INSERTS[connection.dialect.name](table).on_conflict_do_nothing()
