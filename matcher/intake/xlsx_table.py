"""Sheets of an XLSX workbook, read as a stream."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO

from matcher.domain.spreadsheet_escapes import unescaped
from matcher.errors import Unavailable
from matcher.intake.limits import Limits
from matcher.intake.problems import file_error
from matcher.intake.tables import HEADER_WITHIN, Record, header_row, trimmed

LAST_ROW = 1_048_576
"""The last row that a sheet can have; what is numbered beyond is not read."""
LOOKED_AT = 1_000
"""Rows at the top of a sheet that are looked at to tell whether it is empty."""
AT_ONCE = 256
"""Rows read between two changes of the warnings' filter."""

_STREAMED = ("xl/worksheets/", "xl/sharedStrings", "xl/media/", "xl/drawings/")
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What zipfile, openpyxl and the XML parsers (whose errors are SyntaxErrors) raise on a damaged or hostile workbook."""


class XlsxTable:
    """One sheet of a workbook: the one named, else the first that is visible and not empty."""

    def __init__(self, stream: BinaryIO, name: str, sheet: str | None, limits: Limits, language: str) -> None:
        import openpyxl  # noqa: PLC0415 -- it takes long to import, and most processes read no workbook

        if not openpyxl.DEFUSEDXML:
            raise Unavailable("Workbooks are read with defusedxml only: install it and unset OPENPYXL_DEFUSEDXML.")
        self._name = name
        self._limits = limits
        self._language = language
        self._refuse_bombs(stream)
        with self._reading():
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        last_rows = {each.title: each.max_row for each in workbook.worksheets}
        self.sheets: tuple[str, ...] = tuple(last_rows)
        self._sheet = self._chosen(workbook.worksheets, sheet)
        self.sheet: str = self._sheet.title
        opening = list(islice(self._filled(), HEADER_WITHIN))
        self.skipped = header_row([cells for _, cells in opening])
        self._end_of_header, header = opening[self.skipped]
        self.header: Sequence[str] = trimmed(header)
        last = last_rows[self.sheet]
        self.rows: int | None = None if last is None else max(0, min(last, LAST_ROW) - self._end_of_header)

    def records(self) -> Iterator[Record]:
        for line, cells in self._filled():
            if line > self._end_of_header:
                yield Record(line, cells + [""] * (len(self.header) - len(cells)))

    def _filled(self) -> Iterator[tuple[int, list[str]]]:
        """(row number, cells up to the last that is filled) of the rows that are not blank."""
        line = 0
        rows = self._values(self._sheet, LAST_ROW)
        while chunk := self._next(rows):
            for values in chunk:
                line += 1
                cells = [_text(value) for value in values[: self._limits.columns + 1]]
                while cells and not cells[-1].strip():
                    cells.pop()
                if cells:
                    yield line, cells

    def _chosen(self, sheets: Sequence[Any], wanted: str | None) -> Any:  # noqa: ANN401 (openpyxl has no types)
        if wanted is not None:
            named = {sheet.title: sheet for sheet in sheets}
            if wanted not in named:
                facts = {"name": self._name, "sheet": wanted, "sheets": ", ".join(named)}
                raise file_error("no-such-sheet", self._language, **facts)
            sheets = [named[wanted]]
        for sheet in sorted(sheets, key=lambda sheet: sheet.sheet_state != "visible"):
            rows = self._values(sheet, LOOKED_AT)
            while chunk := self._next(rows):
                if any(value is not None for values in chunk for value in values):
                    return sheet
        raise file_error("no-rows-in-sheets", self._language, name=self._name)

    def _values(self, sheet: Any, last: int) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
        """The sheet's rows, each as long as its last cell says: a declared width may be a million columns."""
        sheet.reset_dimensions()
        rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(min_row=1, max_row=last, min_col=1, values_only=True)
        return rows

    def _next(self, rows: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        with self._reading():
            return list(islice(rows, AT_ONCE))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Keep openpyxl's warnings to itself, and tell the user of its errors."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield
        except _DAMAGE as error:
            reason = str(error) or type(error).__name__
            raise file_error("damaged", self._language, name=self._name, reason=reason) from error

    def _refuse_bombs(self, stream: BinaryIO) -> None:
        """Refuse by the sizes that the archive declares, to which zipfile holds its parts."""
        with self._reading(), zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
        in_memory = max((part.file_size for part in parts if not part.filename.startswith(_STREAMED)), default=0)
        if sum(part.file_size for part in parts) > self._limits.unpacked or in_memory > self._limits.part:
            limit = self._limits.unpacked // 2**20
            raise file_error("unpacks-too-big", self._language, name=self._name, limit=limit)


def _text(value: Any) -> str:  # noqa: ANN401
    """A cell as it would be typed: whole numbers without ".0", days in ISO."""
    if value is None:
        return ""
    if isinstance(value, str):
        return unescaped(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value)
