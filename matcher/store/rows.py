"""Many rows written by one statement, without what SQLAlchemy does for every value of every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Connection, Insert, Table

WITHOUT_NUL = "without_nul"
"""Execution option of statements whose values are known to hold no NUL."""


def insert_rows(connection: Connection, statement: Insert, rows: Sequence[dict[str, Any]]) -> None:
    """Execute an insert, which may replace, for every row; all have the same columns.

    Texts must hold no NUL. Values of types that need converting are converted in the rows themselves.
    """
    table = cast(Table, statement.table)
    names = list(rows[0])
    compiled = statement.compile(dialect=connection.dialect, column_keys=names)
    for name in names:
        if (convert := _converter(connection, table, name)) is not None:
            for row in rows:
                row[name] = convert(row[name])
    parameters: Sequence[Any] = rows
    if compiled.positional and compiled.positiontup is not None:
        parameters = [*map(itemgetter(*compiled.positiontup), rows)]
    connection.exec_driver_sql(compiled.string, list(parameters), execution_options={WITHOUT_NUL: True})


def _converter(connection: Connection, table: Table, name: str) -> Callable[[Any], Any] | None:
    dialect = connection.dialect
    return table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
