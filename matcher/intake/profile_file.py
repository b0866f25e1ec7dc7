"""A file of profiles, opened: how it was read, and its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from matcher.domain.rows import FileFacts, ProfileRow, RowError
from matcher.intake.cells import Columns
from matcher.intake.csv_table import CsvTable
from matcher.intake.formats import Format
from matcher.intake.limits import Limits
from matcher.intake.mappings import check_needed, plan_for, remember
from matcher.intake.ndjson_table import NdjsonTable
from matcher.intake.opening import opened_stream, opened_table, refuse_rows
from matcher.intake.places import KnownDistricts
from matcher.intake.problems import file_error, note
from matcher.intake.profile_rows import RowReader
from matcher.intake.tables import Cell, Defect, Record
from matcher.intake.xlsx_table import XlsxTable
from matcher.lexicon.gazetteer import Gazetteer
from matcher.ports import MappingRepository


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a file.

    `mapping` gives headers their fields where guessing would not do, "" for one to ignore; `sheet` names a workbook's
    sheet; messages are in `language`, `en` or `it`. A file that can be read has its mapping remembered, unless
    `remember` is false.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    remember: bool = True
    sheet: str | None = None
    language: str = "en"
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken, as the file has it, and why."""

    line: int
    cells: Sequence[Cell]
    errors: tuple[RowError, ...]


@contextmanager
def open_profiles(
    source: Path | BinaryIO,
    gazetteer: Gazetteer,
    *,
    name: str | None = None,
    options: ReadOptions = ReadOptions(),
    mappings: MappingRepository | None = None,
) -> Iterator[ProfileFile]:
    """Open a CSV, XLSX or NDJSON file of profiles, told apart by their content.

    `source` is a path or a seekable stream, which stays open; messages call it `name`. A mapping in the options is
    kept in `mappings` by the file's header, and one kept before is used where the options give none.

    Raises:
        InvalidInput: the file is missing, too big, empty, damaged, no table, or lacks a needed column.
    """
    with opened_stream(source, name, options.language) as (stream, known_as):
        yield ProfileFile(stream, gazetteer, known_as, options, mappings)


class ProfileFile:
    """An open file whose columns are understood. `expected` rows is an estimate, None where there is none."""

    def __init__(
        self,
        stream: BinaryIO,
        gazetteer: Gazetteer,
        name: str,
        options: ReadOptions,
        mappings: MappingRepository | None,
    ) -> None:
        self._name = name
        self._options = options
        self._districts = KnownDistricts(gazetteer)
        self._format, self._table = opened_table(stream, name, options.sheet, options.limits, options.language)
        self._plan, self._notes = plan_for(self._table.header, options.mapping, mappings, name, options.language)
        check_needed(self._plan, name, options.language)
        refuse_rows(self._table, name, options.limits, options.language)
        if mappings is not None and options.remember:
            remember(options.mapping, self.header, mappings)

    @property
    def header(self) -> Sequence[str]:
        """The headers of the columns."""
        return self._table.header

    @property
    def expected(self) -> int | None:
        """How many rows there are to read, as far as can be told."""
        return self._table.rows

    @property
    def facts(self) -> FileFacts:
        """How the file was read; complete once its rows are."""
        table = self._table
        return FileFacts(
            format=self._format,
            encoding=None if isinstance(table, XlsxTable) else table.encoding,
            separator=table.separator if isinstance(table, CsvTable) else None,
            sheet=table.sheet if isinstance(table, XlsxTable) else None,
            columns=self._plan.used,
            ignored=tuple(table.ignored) if isinstance(table, NdjsonTable) else self._plan.ignored,
            notes=self._remarks(),
        )

    def _remarks(self) -> tuple[str, ...]:
        skipped = self._table.skipped
        above = (note("skipped-lines", self._options.language, count=skipped),) if skipped else ()
        none = () if self.expected != 0 else (note("no-rows", self._options.language),)
        return above + self._notes + none

    def records(self) -> Iterator[Record]:
        """The rows as the file has them, those that are no rows left out."""
        for record in self._table.records():
            if isinstance(record, Record):
                yield record

    def rows(self, rejected: Callable[[RejectedRow], None] | None = None) -> Iterator[ProfileRow | RowError]:
        """The file's rows in order, each a profile or its errors; `rejected` is told of each row that has some.

        Raises:
            InvalidInput: the file turns out to be damaged or to have too many rows.
        """
        limits, language = self._options.limits, self._options.language
        reader = RowReader(
            Columns(self._plan, limits),
            self._districts,
            limits=limits,
            language=language,
            sparse=self._format is Format.NDJSON,
        )
        for count, record in enumerate(self._table.records(), 1):
            if count > limits.rows:
                raise file_error("too-many-rows", language, name=self._name, limit=limits.rows)
            if isinstance(record, Defect):
                outcome: ProfileRow | list[RowError] = reader.errors(record.line, record.problems)
            else:
                outcome = reader.read(record)
            if isinstance(outcome, ProfileRow):
                yield outcome
            else:
                if rejected is not None:
                    rejected(RejectedRow(record.line, record.cells, tuple(outcome)))
                yield from outcome
