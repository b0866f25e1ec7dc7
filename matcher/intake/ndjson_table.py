"""Profiles as JSON objects, one on each line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any, BinaryIO

from matcher.domain.profiles import Item, Need
from matcher.intake.columns import field_of
from matcher.intake.encodings import detect_encoding
from matcher.intake.headers import FIELDS
from matcher.intake.limits import Limits
from matcher.intake.problems import Problem
from matcher.intake.tables import Cell, Defect, Record
from matcher.intake.text_lines import LineTooLong, TextLines

NESTED = frozenset({"place", "point", "facts", "contacts", "provenance"})
"""Objects whose members stand for fields of their own."""
MOST_IGNORED = 50
"""Unknown names that are remembered for the report."""

_ITEMS = frozenset({"offers", "seeks"})


class NdjsonTable:
    """A table whose columns are the fields; `ignored` gathers the names that are no field as they are met."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self.encoding = detect_encoding(stream)
        self.header = FIELDS
        self.skipped = 0
        self.rows: int | None = None
        self.ignored: dict[str, None] = {}

    def records(self) -> Iterator[Record | Defect]:
        for line, text in self._lines():
            if text is None:
                yield Defect(line, (), (Problem("line-too-long", "", "", {"limit": self._limits.line}),))
            else:
                yield self._record(line, text)

    def count_rows(self) -> None:
        """Set `rows` by reading the whole text once."""
        self.rows = sum(1 for _ in self._lines())

    def _lines(self) -> Iterator[tuple[int, str | None]]:
        """The lines that are not blank, None for one that is too long."""
        with closing(TextLines(self._stream, self.encoding, self._limits)) as lines:
            while True:
                line = lines.begin_record()
                try:
                    text = next(lines).strip()
                except StopIteration:
                    return
                except LineTooLong:
                    yield line, None
                else:
                    if text:
                        yield line, text

    def _record(self, line: int, text: str) -> Record | Defect:
        try:
            members = json.loads(text, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            return _no_object(line, text, Problem("bad-json", "", text, {"reason": str(error)}))
        if not isinstance(members, dict):
            return _no_object(line, text, Problem("bad-json-object", "", text))
        cells: dict[str, Cell] = {}
        problems: list[Problem] = []
        for name, value in _flattened(members, NESTED):
            field = field_of(name)
            if field is None:
                if len(self.ignored) < MOST_IGNORED:
                    self.ignored[name] = None
            elif isinstance(cell := _cell(field, name, value), Problem):
                problems.append(cell)
            else:
                cells[field] = cell
        row = [cells.get(field, "") for field in FIELDS]
        return Defect(line, row, tuple(problems)) if problems else Record(line, row)


def _no_object(line: int, text: str, problem: Problem) -> Defect:
    """A line that fills no column; its text stands right of them."""
    return Defect(line, [*[""] * len(FIELDS), text], (problem,))


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _flattened(members: Mapping[str, Any], nested: frozenset[str]) -> Iterator[tuple[str, Any]]:
    for name, value in members.items():
        if name in nested and isinstance(value, dict):
            yield from _flattened(value, nested - {name})
        else:
            yield name, value


def _cell(field: str, name: str, value: Any) -> Cell | Problem:  # noqa: ANN401 (whatever JSON holds)
    if isinstance(value, list) and field in _ITEMS:
        items = [_item(element) for element in value]
        known = tuple(item for item in items if item is not None)
        return known if len(known) == len(items) else Problem("bad-json-items", name, _shown(value))
    if isinstance(value, list) and field == "languages":
        value = ", ".join(map(str, value))
    if isinstance(value, list | dict):
        return Problem("bad-json-value", name, _shown(value))
    return _shown(value) if value is not None else ""


def _item(value: Any) -> Item | None:  # noqa: ANN401
    if isinstance(value, str):
        return Item(value)
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return None
    need = value.get("need") or Need.WANT
    return Item(value["text"], Need(need)) if need in list(Need) else None


def _shown(value: Any) -> str:  # noqa: ANN401
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
