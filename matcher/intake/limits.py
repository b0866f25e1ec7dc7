"""How much an imported file may hold."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain.profiles import LONGEST_ITEM, MAX_ITEMS


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep a hostile or mistaken file from costing more than its size.

    `size` bytes of the file, `unpacked` bytes of an XLSX once unzipped and `part` of each
    of its parts that are held in memory whole, such as the styles, `rows` below the header, `columns`, `cell`
    characters in a cell, `line` characters in a line of text, `record_lines` lines that one quoted cell may span,
    `items` offered or sought by one profile, `item` characters in each.
    """

    size: int = 50 * 2**20
    unpacked: int = 200 * 2**20
    part: int = 16 * 2**20
    rows: int = 200_000
    columns: int = 200
    cell: int = 20_000
    line: int = 1_000_000
    record_lines: int = 200
    items: int = MAX_ITEMS
    item: int = LONGEST_ITEM
