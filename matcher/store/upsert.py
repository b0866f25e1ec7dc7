"""Inserts that meet rows already there, which no standard names."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

    Insert = sqlite.Insert | postgresql.Insert


def insert_or_replace(connection: Connection, table: Table, *, keep: Collection[str] = ()) -> Insert:
    """An insert that overwrites the row of the same primary key, but for the columns to `keep`."""
    statement = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    overwritten = [column.name for column in table.columns if column.name not in {*keys, *keep}]
    return statement.on_conflict_do_update(
        index_elements=keys, set_={name: statement.excluded[name] for name in overwritten}
    )


def insert_or_ignore(connection: Connection, table: Table) -> Insert:
    """An insert that leaves a row of the same primary key as it is."""
    return _insert(connection, table).on_conflict_do_nothing()


def insert_or_add(connection: Connection, table: Table, amount: str) -> Insert:
    """An insert that adds its `amount` to that of the row of the same primary key."""
    statement = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    return statement.on_conflict_do_update(
        index_elements=keys, set_={amount: table.c[amount] + statement.excluded[amount]}
    )


def _insert(connection: Connection, table: Table) -> Insert:
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 -- as large as all the rest; SQLite needs none of it

        return postgresql.insert(table)
    return sqlite.insert(table)
