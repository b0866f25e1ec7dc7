"""Opening a file of any format as a table, refusing what is no table or too much."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO

from matcher.intake.csv_table import CsvTable
from matcher.intake.formats import Format, recognise
from matcher.intake.limits import Limits
from matcher.intake.ndjson_table import NdjsonTable
from matcher.intake.problems import file_error
from matcher.intake.xlsx_table import XlsxTable


@contextmanager
def opened_stream(source: Path | BinaryIO, name: str | None, language: str) -> Iterator[tuple[BinaryIO, str]]:
    """The bytes of a path, or of a stream, which stays open, and what messages call them.

    Raises:
        InvalidInput: there is no such file, or it cannot be read.
    """
    if not isinstance(source, Path):
        yield source, name or "file"
        return
    if not source.exists():
        raise file_error("missing-file", language, name=str(source))
    if source.is_dir():
        raise file_error("folder", language, name=str(source))
    try:
        stream = source.open("rb")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise file_error("unreadable", language, name=name or source.name, reason=reason) from error
    with stream:
        yield stream, name or source.name


def opened_table(
    stream: BinaryIO, name: str, sheet: str | None, limits: Limits, language: str
) -> tuple[Format, CsvTable | XlsxTable | NdjsonTable]:
    """The format and the table of a file, its header read.

    Raises:
        InvalidInput: the file is too big, empty, damaged or no table, or has too many columns.
    """
    size = stream.seek(0, SEEK_END)
    if size > limits.size:
        facts = {"size": f"{size / 2**20:.1f}", "limit": f"{limits.size / 2**20:g}"}
        raise file_error("too-big", language, name=name, **facts)
    format_ = recognise(stream, name, language)
    if format_ is Format.XLSX:
        table: CsvTable | XlsxTable | NdjsonTable = XlsxTable(stream, name, sheet, limits, language)
    elif format_ is Format.NDJSON:
        table = NdjsonTable(stream, limits)
    else:
        table = CsvTable(stream, limits)
    if not any(table.header):
        raise file_error("empty", language, name=name)
    if len(table.header) > limits.columns:
        raise file_error("too-many-columns", language, name=name, limit=limits.columns)
    return format_, table


def refuse_rows(table: CsvTable | XlsxTable | NdjsonTable, name: str, limits: Limits, language: str) -> None:
    """Count the rows of a text before the first is taken; those of a sheet are counted as they come.

    Raises:
        InvalidInput: there are too many.
    """
    if isinstance(table, XlsxTable):
        return
    table.count_rows()
    if table.rows is not None and table.rows > limits.rows:
        raise file_error("too-many-rows", language, name=name, limit=limits.rows)
