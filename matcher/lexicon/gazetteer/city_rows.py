"""One line of a city's table, each cell read as what it should be."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from matcher.domain.profiles import Point
from matcher.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Row:
    """A line of `file`; every reading raises InvalidInput that names file, line and column when a cell is wrong."""

    file: str
    line: int
    cells: Mapping[str, str | None]

    def has(self, column: str) -> bool:
        """Whether the column has anything in this line."""
        return bool(self.cells.get(column))

    def text(self, column: str) -> str:
        """The cell as it is; it may not be empty."""
        cell = self.cells.get(column)
        if not cell:
            raise self._wrong(column, "a text")
        return cell

    def parts(self, column: str) -> list[str]:
        """The parts of a cell that are separated by a bar; none for an empty cell."""
        cell = self.cells.get(column)
        return [part.strip() for part in cell.split("|")] if cell else []

    def number(self, column: str) -> float:
        """The cell as a number."""
        try:
            return float(self.text(column))
        except ValueError as error:
            raise self._wrong(column, "a number") from error

    def integer(self, column: str) -> int:
        """The cell as a whole number."""
        return int(self.number(column))

    def point(self) -> Point:
        """Columns `lat` and `lon`."""
        return Point(self.number("lat"), self.number("lon"))

    def ids(self, column: str, known: Container[int]) -> tuple[int, ...]:
        """The ids of a cell, each of which must be known."""
        return tuple(self._id(part, column, known) for part in self.parts(column))

    def numbers_by_id(self, column: str, known: Container[int]) -> Iterator[tuple[int, float]]:
        """Pairs of a cell such as `5:0.57|1:0.43`, in its order."""
        for part in self.parts(column):
            key, _, number = part.partition(":")
            try:
                yield self._id(key, column, known), float(number)
            except ValueError as error:
                raise self._wrong(column, "id:number") from error

    def _id(self, text: str, column: str, known: Container[int]) -> int:
        if not text.isdigit() or int(text) not in known:
            raise self._wrong(column, "an id that its own table lists")
        return int(text)

    def _wrong(self, column: str, expected: str) -> InvalidInput:
        found = self.cells.get(column)
        return InvalidInput(
            f"{self.file}, line {self.line}, column {column}: found {found!r}, expected {expected}. Mend the file.",
            file=self.file,
            line=self.line,
            field=column,
            found=found,
            expected=expected,
        )
