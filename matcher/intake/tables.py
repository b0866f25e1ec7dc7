"""A file as lines of cells, whatever its format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from matcher.domain.profiles import Item
from matcher.intake.columns import recognised
from matcher.intake.problems import Problem

HEADER_WITHIN = 10
"""Lines at the top among which the header is looked for: municipal files often open with a title."""

Cell = str | tuple[Item, ...]
"""A cell's text, or the items of a format that lists them one by one."""


class Record(NamedTuple):
    """The cells at a line, one for each header."""

    line: int
    cells: Sequence[Cell]


class Defect(NamedTuple):
    """A line that is no row: what it holds and what is wrong with it."""

    line: int
    cells: Sequence[Cell]
    problems: tuple[Problem, ...]


class Table(Protocol):
    """An opened file; `header` names its columns and `skipped` counts the lines above it.

    `rows` is how many rows there are, as far as that can be known before reading them.
    """

    header: Sequence[str]
    skipped: int
    rows: int | None

    def records(self) -> Iterator[Record | Defect]:
        """The rows below the header in the file's order, blank ones left out. Can be asked for again."""
        ...


def header_row(lines: Sequence[Sequence[str]]) -> int:
    """Which of the first lines is the header: the one that names most fields, if it names two; else the first."""
    named = [recognised(cells) for cells in lines]
    return named.index(max(named)) if max(named, default=0) >= 2 else 0


def trimmed(header: Iterable[str]) -> tuple[str, ...]:
    """Header cells on one line each, without the empty ones at the end."""
    cells = [" ".join(cell.split()) for cell in header]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
