"""The rows that were not taken, as a table to mend and import again."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from matcher.domain.spreadsheet_escapes import escaped
from matcher.intake.columns import is_problem_column
from matcher.intake.items import as_text
from matcher.intake.problems import explain
from matcher.intake.profile_file import RejectedRow
from matcher.intake.tables import Cell

_HEADINGS = {"en": "problem", "it": "problema"}


class RejectedRows:
    """Writes rejected rows to a CSV that spreadsheets open (UTF-8 with a mark, semicolons), the problem first.

    The problem comes before the cells because a ragged row may have more of them than the header. There is a file only
    if there was a row, and it takes its name when it is complete: it may replace the one being read. `count` rows were
    written.
    """

    def __init__(self, path: Path, header: Sequence[str], language: str = "en") -> None:
        self.path = path
        self.count = 0
        self._language = language
        self._kept = [place for place, head in enumerate(header) if not is_problem_column(head)]
        self._header = header
        self._writing = path.with_name(f"{path.name}.part")
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._writing.replace(self.path)

    def __call__(self, row: RejectedRow) -> None:
        """Write one row."""
        cells = list(row.cells) + [""] * (len(self._header) - len(row.cells))
        beyond = cells[len(self._header) :]
        self._write([self._problem(row), *(cells[place] for place in self._kept), *beyond])
        self.count += 1

    def _problem(self, row: RejectedRow) -> str:
        said = []
        for error in row.errors:
            about = f"{error.column}: " if error.column else ""
            said.append(f"{about}{explain(error, self._language)}")
        return " · ".join(said)

    def _write(self, cells: Sequence[Cell]) -> None:
        texts = [cell if isinstance(cell, str) else as_text(cell) for cell in cells]
        csv.writer(self._opened(), delimiter=";").writerow([escaped(text) for text in texts])

    def _opened(self) -> TextIO:
        if self._file is None:
            self._file = self._writing.open("w", encoding="utf-8-sig", newline="")
            heads = [_HEADINGS[self._language], *(self._header[place] for place in self._kept)]
            csv.writer(self._file, delimiter=";").writerow(heads)
        return self._file
