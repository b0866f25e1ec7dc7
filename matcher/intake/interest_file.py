"""A file of interests for an event: scores of pairs, wish lists, or wishes with their rank."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from matcher.domain.rows import InterestRow, RowError
from matcher.intake.cells import Cells, Columns
from matcher.intake.columns import plan_columns
from matcher.intake.csv_table import CsvTable
from matcher.intake.folding import fold
from matcher.intake.headers import HeaderNames
from matcher.intake.opening import opened_stream, opened_table, refuse_rows
from matcher.intake.problems import BadValue, file_error, row_error
from matcher.intake.profile_file import ReadOptions
from matcher.intake.tables import Defect
from matcher.intake.values import pieces
from matcher.intake.xlsx_table import XlsxTable

INTEREST_HEADERS = HeaderNames(
    {
        "seeker": ("a", "participant", "partecipante", "chi", "who", "id", "nome", "name", "id partecipante"),
        "score": ("score", "punteggio", "voto", "interesse", "interest", "utility", "utilita", "valore", "value"),
        "rank": ("rank", "ordine", "posizione", "priorita", "priority", "order"),
        "wanted": (
            "b",
            "wanted",
            "wanted participants",
            "vorrebbe incontrare",
            "desiderati",
            "preferenze",
            "preferenza",
            "scelta",
            "scelte",
            "wish",
            "wishes",
            "preference",
            "preferences",
            "other",
            "altro",
            *(f"{word} {number}" for word in ("wanted", "wish", "scelta", "preferenza") for number in range(1, 31)),
        ),
    },
    repeatable=("wanted",),
)
_PARTS = re.compile(r"[|;,\n]")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


@contextmanager
def open_interests(source: Path | BinaryIO, *, name: str | None = None, options: ReadOptions) -> Iterator[InterestFile]:
    """Open a CSV or XLSX file of interests: its columns say of which sort it is.

    Raises:
        InvalidInput: the file is missing, too big, empty, damaged, or no such table.
    """
    with opened_stream(source, name, options.language) as (stream, known_as):
        yield InterestFile(stream, known_as, options)


class InterestFile:
    """An open file of interests whose columns are understood."""

    def __init__(self, stream: BinaryIO, name: str, options: ReadOptions) -> None:
        self._options = options
        _, table = opened_table(stream, name, options.sheet, options.limits, options.language)
        if not isinstance(table, CsvTable | XlsxTable):
            raise file_error("registrations-format", options.language, name=name)
        self._table = table
        chosen = {fold(head): target for head, target in options.mapping.items()}
        self._plan = plan_columns(table.header, chosen, INTEREST_HEADERS)
        if not {"seeker", "wanted"} <= set(self._plan.fields):
            found = ", ".join(f"“{head}”" for head in self._plan.header if head)
            raise file_error("interests-without-columns", options.language, name=name, found=found)
        refuse_rows(table, name, options.limits, options.language)

    def rows(self) -> Iterator[InterestRow | RowError]:
        """The errors and the scores or wish lists; the ranked wishes of one participant come as one list."""
        ranked: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for row, rank in self._read():
            if isinstance(row, InterestRow) and rank is not None:
                ranked[row.seeker] += [(rank, row.line, wanted) for wanted in row.wanted]
            else:
                yield row
        for seeker, wishes in ranked.items():
            yield InterestRow(min(line for _, line, _ in wishes), seeker, tuple(who for *_, who in sorted(wishes)))

    def _read(self) -> Iterator[tuple[InterestRow | RowError, int | None]]:
        limits, language = self._options.limits, self._options.language
        columns = Columns(self._plan, limits, INTEREST_HEADERS)
        for record in self._table.records():
            if isinstance(record, Defect):
                yield from ((row_error(problem, record.line, language), None) for problem in record.problems)
                continue
            cells = Cells(columns, record.cells, limits)
            row, rank = _row(cells, record.line), cells.read("rank", pieces)
            if cells.problems:
                yield from ((row_error(problem, record.line, language), None) for problem in cells.problems)
            else:
                yield row, rank


def _row(cells: Cells, line: int) -> InterestRow:
    wanted = tuple(dict.fromkeys(part.strip() for part in _PARTS.split(cells.text("wanted")) if part.strip()))
    if cells.is_blank("seeker"):
        cells.refuse("seeker", BadValue("missing-name"))
    score = None
    if cells.has_column("score"):
        score = cells.read("score", _score)
        if cells.is_blank("score"):
            cells.refuse("score", BadValue("bad-score"))
        if len(wanted) != 1:
            cells.refuse("wanted", BadValue("one-name"))
    return InterestRow(line, cells.text("seeker"), wanted, score)


def _score(text: str) -> float:
    value = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else -1.0
    if value < 0 or not math.isfinite(value):
        raise BadValue("bad-score")
    return value
