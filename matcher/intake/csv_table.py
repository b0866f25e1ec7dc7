"""Comma-separated text and its relatives."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import BinaryIO, NamedTuple

from matcher.domain.spreadsheet_escapes import unescaped
from matcher.intake.columns import recognised
from matcher.intake.encodings import SAMPLE, detect_encoding
from matcher.intake.limits import Limits
from matcher.intake.problems import Problem
from matcher.intake.tables import HEADER_WITHIN, Defect, Record, header_row, trimmed
from matcher.intake.text_lines import LineTooLong, RunawayRecord, TextLines

SEPARATORS = (",", ";", "\t", "|")
COMPARED = 50
"""Rows below the header whose width is compared with it to tell the separator."""


class CsvTable:
    """A table in a text: encoding, separator and header are found by looking."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self.encoding = detect_encoding(stream)
        start = _start(self._opening())
        self.separator = start.separator
        self.header: Sequence[str] = start.header
        self.skipped = start.skipped
        self._end_of_header = start.end
        self.rows: int | None = None

    def records(self) -> Iterator[Record | Defect]:
        width = len(self.header)
        with closing(TextLines(self._stream, self.encoding, self._limits)) as lines:
            for outcome in self._parsed(lines):
                if outcome.line <= self._end_of_header:
                    continue
                if isinstance(outcome, Defect) or len(outcome.cells) == width:
                    yield outcome
                else:
                    yield self._fitted(outcome)

    def count_rows(self) -> None:
        """Set `rows` by reading the whole text once."""
        self.rows = sum(1 for _ in self.records())

    def _parsed(self, lines: TextLines) -> Iterator[Record | Defect]:
        """The records of the whole text that are not blank, from its first line on."""
        reader = csv.reader(lines, delimiter=self.separator)
        while True:
            line = lines.begin_record()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (LineTooLong, RunawayRecord, csv.Error):
                yield self._too_long(line) if len(lines.record) == 1 else self._unclosed(line, lines)
            else:
                if not lines.ended and (len(lines.record) == 1 or self._well_quoted(lines.record)):
                    if any(map(str.strip, cells)):
                        yield Record(line, [unescaped(cell) if cell[:1] == "'" else cell for cell in cells])
                    continue
                yield self._unclosed(line, lines)
            reader = csv.reader(lines, delimiter=self.separator)

    def _too_long(self, line: int) -> Defect:
        return Defect(line, (), (Problem("line-too-long", "", "", {"limit": self._limits.line}),))

    def _unclosed(self, line: int, lines: TextLines) -> Defect:
        """The first line of a record whose quotation marks don't pair; those after it are read again."""
        first = lines.record[0].rstrip("\r\n")
        lines.give_back()
        cells = [unescaped(cell) for cell in first.split(self.separator)]
        return Defect(line, cells, (Problem("unclosed-quote", "", first),))

    def _well_quoted(self, record: Sequence[str]) -> bool:
        try:
            list(csv.reader(record, delimiter=self.separator, strict=True))
        except csv.Error:
            return False
        return True

    def _fitted(self, record: Record) -> Record | Defect:
        """A record as wide as the header: empty cells at its end don't count."""
        width = len(self.header)
        cells = list(record.cells)
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if len(cells) == width:
            return Record(record.line, cells)
        facts = {"width": width, "separator": self.separator}
        return Defect(record.line, cells, (Problem("ragged", "", str(len(cells)), facts),))

    def _opening(self) -> list[str]:
        """The whole lines at the start of the text, as `TextLines` parts them."""
        self._stream.seek(0)
        data = self._stream.read(SAMPLE)
        lines = list(io.StringIO(data.decode(self.encoding, "replace"), newline=""))
        return lines[:-1] if len(data) == SAMPLE and len(lines) > 1 else lines


class _Start(NamedTuple):
    """How a table begins: the header's cells, the filled lines above it and the number of its last line.

    `fitness` orders the readings under different separators: fields named, rows as wide as the header, columns.
    """

    fitness: tuple[int, int, int]
    separator: str
    header: tuple[str, ...] = ()
    skipped: int = 0
    end: int = 0


def _start(opening: Sequence[str]) -> _Start:
    declared = opening[0].strip() if opening else ""
    if declared.lower().startswith("sep=") and len(declared) == len("sep=;"):
        start = _read_start(opening[1:], declared[-1])
        return start._replace(end=start.end + 1)
    return max((_read_start(opening, separator) for separator in SEPARATORS), key=lambda start: start.fitness)


def _read_start(opening: Sequence[str], separator: str) -> _Start:
    first = list(islice(_numbered(opening, separator), HEADER_WITHIN + COMPARED))
    if not first:
        return _Start((0, 0, 0), separator)
    place = header_row([cells for _, cells in first[:HEADER_WITHIN]])
    end, header = first[place]
    alike = sum(len(cells) == len(header) > 1 for _, cells in first[place + 1 :])
    named = trimmed(header)
    return _Start((recognised(named), alike, len(named)), separator, named, place, end)


def _numbered(lines: Iterable[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """(number of its last line, cells) of each record that is not blank; a broken one ends them."""
    reader = csv.reader(lines, delimiter=separator)
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield reader.line_num, cells
    except csv.Error:
        return
