"""Cells that a spreadsheet would run as formulas, disarmed with an apostrophe and armed again."""

from __future__ import annotations

import re

_RUNS = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_DISARMED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def escaped(cell: str) -> str:
    """The cell, with an apostrophe before what begins like a formula; `unescaped` gives the cell back exactly."""
    return f"'{cell}" if _RUNS.match(cell) else cell


def unescaped(cell: str) -> str:
    """The cell without the apostrophe that `escaped` put before it."""
    return cell[1:] if cell[:1] == "'" and _DISARMED.match(cell) else cell
