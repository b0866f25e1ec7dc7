"""The cells of one row by field, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from matcher.domain.profiles import Item
from matcher.intake.columns import ColumnPlan
from matcher.intake.headers import PROFILE_HEADERS, HeaderNames
from matcher.intake.limits import Limits
from matcher.intake.problems import BadValue, Problem
from matcher.intake.tables import Cell
from matcher.intake.texts import tidied

T = TypeVar("T")

LONGEST = {
    "name": 300,
    "description": 10_000,
    "address": 300,
    "person": 200,
    "organisation": 200,
    "source": 200,
    "synthetic": 20,
}
"""Characters that a field's text may have; what is not listed is bounded by its own reading, or as any cell."""


class Column(NamedTuple):
    """A column that is used; `repeatable` if others may feed its field too, texts at most `longest` characters."""

    place: int
    field: str
    head: str
    repeatable: bool
    longest: int


class Columns:
    """Where each field is found in a row; made once for a file."""

    def __init__(self, plan: ColumnPlan, limits: Limits, names: HeaderNames = PROFILE_HEADERS) -> None:
        self.used = [
            Column(place, field, head, field in names.repeatable, min(LONGEST.get(field, limits.cell), limits.cell))
            for place, (head, field) in enumerate(zip(plan.header, plan.fields, strict=True))
            if field is not None
        ]
        self.heads = {column.field: column.head for column in reversed(self.used)}
        self.unnamed = [place for place, head in enumerate(plan.header) if not head]
        self.width = len(plan.header)


class Cells:
    """The tidied cells of a row; gathers problems and warnings instead of stopping at the first."""

    def __init__(self, columns: Columns, cells: Sequence[Cell], limits: Limits) -> None:
        self._columns = columns
        self._limits = limits
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._cells: dict[str, Cell] = {}
        self._said: set[str] = set()
        for column in columns.used:
            if cell := cells[column.place]:
                self._take(column, cell)
        for place in (*columns.unnamed, *range(columns.width, len(cells))):
            cell = cells[place]
            if isinstance(cell, str) and cell.strip():
                self.warnings.append(Problem("beyond-the-table", "", cell))

    def has_column(self, field: str) -> bool:
        """Whether the file has a column for the field, filled here or not."""
        return field in self._columns.heads

    def is_blank(self, *fields: str) -> bool:
        """Whether the row says nothing in any of these fields, not even something unreadable."""
        return self._said.isdisjoint(fields)

    def text(self, field: str) -> str:
        """The text of a field, "" where there is none."""
        cell = self._cells.get(field, "")
        return cell if isinstance(cell, str) else ""

    def read(self, field: str, convert: Callable[[str], T]) -> T | None:
        """The field's text converted; None where there is none, or where it cannot be and the problem is noted."""
        text = self.text(field)
        if not text:
            return None
        try:
            return convert(text)
        except BadValue as error:
            self.refuse(field, error)
            return None

    def items(self, field: str, convert: Callable[[Cell, Limits], tuple[Item, ...]]) -> tuple[Item, ...]:
        """The field's items; none where they cannot be read and the problem is noted."""
        try:
            return convert(self._cells.get(field, ""), self._limits)
        except BadValue as error:
            self.refuse(field, error)
            return ()

    def refuse(self, field: str, error: BadValue) -> None:
        """Note what keeps the row from being taken."""
        self.problems.append(Problem(error.code, self.head(field), self.found(field), error.facts))

    def warn(self, field: str, code: str, found: str | None = None, **facts: object) -> None:
        """Note what is doubtful, about the whole cell or the part of it that was `found`."""
        self.warnings.append(Problem(code, self.head(field), self.found(field) if found is None else found, facts))

    def head(self, field: str) -> str:
        """The header of the field's column, or the field's name where it has none."""
        return self._columns.heads.get(field, field)

    def found(self, field: str) -> str:
        """The field's cell as a message shows it."""
        cell = self._cells.get(field, "")
        return cell if isinstance(cell, str) else " | ".join(item.text for item in cell)

    def _take(self, column: Column, cell: Cell) -> None:
        if not isinstance(cell, str):
            self._cells[column.field] = cell
            self._said.add(column.field)
            return
        try:
            text, mended = tidied(cell)
        except BadValue as error:
            self._said.add(column.field)
            self.problems.append(Problem(error.code, column.head, cell, error.facts))
            return
        if not text:
            return
        self._said.add(column.field)
        if not column.repeatable:
            text = " ".join(text.split())
        elif held := self._cells.get(column.field):
            text = f"{held}\n{text}"
        if len(text) > column.longest:
            self.problems.append(Problem("cell-too-long", column.head, text, {"limit": column.longest}))
            return
        self._cells[column.field] = text
        if mended:
            self.warnings.append(Problem("mended-encoding", column.head, cell, {"read": text}))
