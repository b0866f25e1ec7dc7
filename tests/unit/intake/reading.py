"""Read a file made in the test, and write workbooks for it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl

from matcher.domain.profiles import Profile
from matcher.domain.rows import FileFacts, ProfileRow, RowError
from matcher.intake import ReadOptions, RejectedRow, open_profiles
from matcher.lexicon.gazetteer import Gazetteer


@dataclass(frozen=True)
class Outcome:
    rows: list[ProfileRow]
    errors: list[RowError]
    rejected: list[RejectedRow]
    facts: FileFacts

    @property
    def profiles(self) -> list[Profile]:
        return [row.profile for row in self.rows]

    @property
    def profile(self) -> Profile:
        assert not self.errors, self.errors
        (row,) = self.rows
        return row.profile

    @property
    def warnings(self) -> list[tuple[int, str, str]]:
        return [(warning.line, warning.column, warning.code) for row in self.rows for warning in row.warnings]

    @property
    def codes(self) -> list[tuple[int, str, str]]:
        return [(error.line, error.column, error.code) for error in self.errors]


def read(content: bytes | str, gazetteer: Gazetteer, name: str = "profiles.csv", **options: object) -> Outcome:
    data = content.encode() if isinstance(content, str) else content
    rejected: list[RejectedRow] = []
    with open_profiles(io.BytesIO(data), gazetteer, name=name, options=ReadOptions(**options)) as file:
        outcomes = list(file.rows(rejected.append))
        facts = file.facts
    rows = [each for each in outcomes if isinstance(each, ProfileRow)]
    return Outcome(rows, [each for each in outcomes if isinstance(each, RowError)], rejected, facts)


def one(gazetteer: Gazetteer, **cells: str) -> Outcome:
    """Read a file of one row with a name and an offer, and the cells given by header."""
    filled = {"name": "Bottega", "offers": "cornici", **cells}
    return read("\t".join(filled) + "\n" + "\t".join(filled.values()) + "\n", gazetteer)


def workbook(sheets: Mapping[str, Iterable[Sequence[Any]]], hidden: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if title in hidden:
            sheet.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(archive: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one of its parts replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return target.getvalue()
