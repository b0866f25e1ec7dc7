"""A first look at a file of profiles or registrations: how its columns would be read, before anything is decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from matcher.errors import InvalidInput
from matcher.intake.columns import ColumnPlan
from matcher.intake.csv_table import CsvTable
from matcher.intake.formats import Format
from matcher.intake.items import as_text
from matcher.intake.mappings import check_needed, plan_for
from matcher.intake.ndjson_table import NdjsonTable
from matcher.intake.opening import opened_stream, opened_table
from matcher.intake.participant_file import check_named, registration_plan
from matcher.intake.problems import note
from matcher.intake.profile_file import ReadOptions
from matcher.intake.tables import Cell, Record
from matcher.intake.xlsx_table import XlsxTable
from matcher.ports import MappingRepository

LOOKED_AT = 20
"""Rows whose values are shown."""
AS_IT_COMES = ReadOptions()

AnyTable = CsvTable | XlsxTable | NdjsonTable


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column: its header, the field it would feed, None where it feeds none, and the first values in it."""

    header: str
    field: str | None
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is. `sheets` are those of a workbook; `lacking` says what keeps it from being read as it is."""

    format: Format
    encoding: str | None
    separator: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    columns: tuple[SeenColumn, ...]
    notes: tuple[str, ...]
    lacking: str | None


def look_at(
    source: Path | BinaryIO,
    *,
    name: str | None = None,
    options: ReadOptions = AS_IT_COMES,
    mappings: MappingRepository | None = None,
) -> Look:
    """How a file's columns would be read, as the options say, as remembered or as guessed.

    Raises:
        InvalidInput: the file is missing, too big, empty, damaged or no table, or the options name a column, a field or
            a sheet that does not exist.
    """
    language = options.language
    with opened_stream(source, name, language) as (stream, known_as):
        format_, table = opened_table(stream, known_as, options.sheet, options.limits, language)
        plan, notes = plan_for(table.header, options.mapping, mappings, known_as, language)
        return _looked(format_, table, plan, notes, _lacking(lambda: check_needed(plan, known_as, language)))


def look_at_registrations(
    source: Path | BinaryIO, *, name: str | None = None, options: ReadOptions = AS_IT_COMES
) -> Look:
    """How the columns of a file of registrations would be read, as the options say or as guessed.

    Raises:
        InvalidInput: the file is missing, too big, empty, damaged, no table of rows and columns, or has no such sheet.
    """
    language = options.language
    with opened_stream(source, name, language) as (stream, known_as):
        format_, table = opened_table(stream, known_as, options.sheet, options.limits, language)
        plan = registration_plan(table, known_as, options)
        notes = tuple(note(one.code, language, **one.facts) for one in plan.assumptions)
        return _looked(format_, table, plan, notes, _lacking(lambda: check_named(plan, known_as, language)))


def _looked(
    format_: Format,
    table: CsvTable | XlsxTable | NdjsonTable,
    plan: ColumnPlan,
    notes: tuple[str, ...],
    lacking: str | None,
) -> Look:
    rows = [one.cells for one in islice(table.records(), LOOKED_AT) if isinstance(one, Record)]
    return Look(
        format=format_,
        encoding=None if isinstance(table, XlsxTable) else table.encoding,
        separator=table.separator if isinstance(table, CsvTable) else None,
        sheet=table.sheet if isinstance(table, XlsxTable) else None,
        sheets=table.sheets if isinstance(table, XlsxTable) else (),
        columns=tuple(
            SeenColumn(header, field, _values(rows, place))
            for place, (header, field) in enumerate(zip(plan.header, plan.fields, strict=True))
        ),
        notes=notes,
        lacking=lacking,
    )


def _lacking(check: Callable[[], None]) -> str | None:
    try:
        check()
    except InvalidInput as error:
        return error.message
    return None


def _values(rows: Sequence[Sequence[Cell]], place: int) -> tuple[str, ...]:
    """The different values in a column, those that are not blank."""
    texts = (cell if isinstance(cell, str) else as_text(cell) for cell in (cells[place] for cells in rows))
    return tuple(dict.fromkeys(flat for text in texts if (flat := " ".join(text.split()))))
