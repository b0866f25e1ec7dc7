"""How a table was understood: each column, the field it feeds, and the first values in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from matcher.cli.output import out

if TYPE_CHECKING:
    from matcher.domain.rows import FileFacts

LONGEST = 40
"""Characters of a value that are shown."""


def show_columns(file: FileFacts, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a line for each column of the table; `rows` are its first ones."""
    table = Table(title="How the columns are read", title_justify="left")
    table.add_column("Column")
    table.add_column("Field")
    table.add_column("First values", ratio=1)
    for place, name in enumerate(header):
        field = file.columns.get(name)
        values = [_shortened(row[place]) for row in rows if place < len(row) and row[place].strip()]
        table.add_row(escape(name), escape(field) if field else "[yellow]ignored[/]", escape(" · ".join(values)))
    out.print(table)
    out.print("[dim]A column read wrongly: --column 'HEADER=FIELD'; to ignore it: --column 'HEADER='.[/]")


def _shortened(value: str) -> str:
    flat = " ".join(value.split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"
