"""What every measurement ends with: a table on the terminal, and the same as JSON, Markdown and a plot in `report/`.

A measurement makes rows and hands them over, which is two lines:

    from benchmarks.reporting import Table, publish
    publish("name", [Table("What was measured", rows)])
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import machine_facts
from benchmarks.plots import Plot

RESULTS = Path(__file__).parent / "report"

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under one title, each by the headings of its columns; `note` says how it was measured."""

    title: str
    rows: Sequence[Row]
    note: str = ""

    @property
    def columns(self) -> list[str]:
        """The headings, in the order in which rows bring them."""
        return list(dict.fromkeys(name for row in self.rows for name in row))


def publish(name: str, tables: Sequence[Table], plots: Sequence[Plot] = (), folder: Path = RESULTS) -> None:
    """Print the tables; write NAME.json, NAME.md and, where there are plots and matplotlib, NAME.svg to `folder`."""
    for table in tables:
        sys.stdout.write(as_text(table))
    facts = machine_facts()
    folder.mkdir(parents=True, exist_ok=True)
    document = {
        "name": name,
        "machine": facts,
        "tables": [{"title": one.title, "note": one.note, "rows": one.rows} for one in tables],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, default=str)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    drawn = _draw(plots, folder / f"{name}.svg") if plots else False
    (folder / f"{name}.md").write_text(as_markdown(name, tables, facts, drawn=drawn), encoding="utf-8")
    sys.stdout.write(f"Written to {folder / name}.json, .md{' and .svg' if drawn else ''}\n")


def as_text(table: Table) -> str:
    """The table for a terminal: texts to the left, numbers to the right."""
    cells = [table.columns, *([_shown(row.get(name)) for name in table.columns] for row in table.rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    numbers = [any(isinstance(row.get(name), int | float) for row in table.rows) for name in table.columns]
    lines = [
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(line, widths, numbers, strict=True)
        ).rstrip()
        for line in cells
    ]
    return "\n".join(
        [table.title, *(f"  {line}" for line in lines), *([f"  ({table.note})"] if table.note else []), ""]
    )


def as_markdown(name: str, tables: Sequence[Table], facts: Mapping[str, str], *, drawn: bool) -> str:
    """The tables as a page, with the machine they were measured on."""
    parts = [f"# {name}", "Measured on " + ", ".join(f"{what} {value}" for what, value in facts.items()) + "."]
    for table in tables:
        lines = [table.columns, ["---"] * len(table.columns)]
        lines += [[_shown(row.get(column)).replace("|", "\\|") for column in table.columns] for row in table.rows]
        parts += [f"## {table.title}", *([table.note] if table.note else [])]
        parts.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
    if drawn:
        parts.append(f"![{name}]({name}.svg)")
    return "\n\n".join(parts) + "\n"


def _shown(value: object) -> str:
    """A value as a cell; figures keep three digits that count, whole numbers all of theirs."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return "–" if value != value else f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _draw(plots: Sequence[Plot], path: Path) -> bool:
    try:
        from benchmarks.drawing import draw  # noqa: PLC0415 -- measurements run without what draws
    except ImportError:
        sys.stderr.write("There is no plot: matplotlib is not installed. Run: pip install 'matcher[bench]'\n")
        return False
    draw(plots, path)
    return True
