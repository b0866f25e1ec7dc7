"""What an import did, as JSON."""

from __future__ import annotations

from pydantic import BaseModel


class RowErrorOut(BaseModel):
    """Why a row was not taken: where, what was found, what is expected and how to mend it."""

    line: int
    column: str
    found: str
    expected: str
    remedy: str
    code: str


class RowWarningOut(BaseModel):
    """Something doubtful in a row that was taken all the same."""

    line: int
    column: str
    found: str
    message: str
    code: str


class FileOut(BaseModel):
    """How the file was read; `columns` maps its headers to fields."""

    format: str
    encoding: str | None
    separator: str | None
    sheet: str | None
    columns: dict[str, str]
    ignored: list[str]
    notes: list[str]


class ImportOut(BaseModel):
    """Counts of rows; `errors` and `warnings` hold the first ones, the counts all."""

    created: int
    updated: int
    unchanged: int
    rejected: int
    dry_run: bool
    errors: list[RowErrorOut]
    error_count: int
    warnings: list[RowWarningOut]
    warning_count: int
    file: FileOut | None
