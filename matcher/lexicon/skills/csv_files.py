"""The vocabulary's files: one CSV per field of work, values inside a cell parted by a vertical bar."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources.abc import Traversable
from pathlib import Path

from matcher.errors import InvalidInput

LANGUAGES = ("it", "en")
COLUMNS = (
    "id",
    "kind",
    "broader",
    "label_it",
    "label_en",
    "synonyms_it",
    "synonyms_en",
    "practitioners_it",
    "practitioners_en",
    "verbs_it",
    "verbs_en",
    "esco",
)


class SkillKind(StrEnum):
    """What a skill is; a `field` is a whole branch of work, too broad to say much about two people who share it."""

    FIELD = "field"
    TRADE = "trade"
    TECHNIQUE = "technique"
    MACHINE = "machine"
    MATERIAL = "material"
    PRODUCT = "product"
    SERVICE = "service"
    TECHNOLOGY = "technology"


@dataclass(frozen=True, slots=True)
class Skill:
    """A concept of the vocabulary; the mappings go from language (`it`, `en`) to what the concept is called in it."""

    id: str
    kind: SkillKind
    broader: tuple[str, ...]
    labels: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]
    practitioners: Mapping[str, tuple[str, ...]]
    verbs: Mapping[str, tuple[str, ...]]
    esco: str | None = None


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill with the file and line it was read from."""

    skill: Skill
    file: str
    line: int


def read_folder(folder: Path | Traversable) -> tuple[list[SkillRow], str]:
    """Every row of every CSV in the folder, by file name, and the SHA-256 of all the bytes read, in hexadecimal.

    Raises:
        InvalidInput: there is no CSV, or a row breaks the format; the message names file and line.
    """
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".csv")), key=lambda entry: entry.name)
    if not files:
        raise InvalidInput(f"No skills: {folder} holds no CSV file. Point to the folder with the vocabulary.")
    digest = hashlib.sha256()
    rows: list[SkillRow] = []
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode())
        digest.update(content)
        rows.extend(_rows(file.name, content))
    return rows, digest.hexdigest()


def invalid(file: str, line: int, found: str, remedy: str) -> InvalidInput:
    """The error for a row, naming its place."""
    return InvalidInput(f"{file}, line {line}: {found}. {remedy}", file=file, line=line)


def _rows(file: str, content: bytes) -> Iterator[SkillRow]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise invalid(file, line, "not UTF-8 text", "Save the file as UTF-8.") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(reader, [])
    if tuple(header) != COLUMNS:
        raise invalid(file, 1, f"the header is {','.join(header)!r}", f"Expected {','.join(COLUMNS)}.")
    try:
        for cells in reader:
            if cells:
                yield SkillRow(_skill(file, reader.line_num, cells), file, reader.line_num)
    except csv.Error as error:
        raise invalid(file, reader.line_num, f"not CSV ({error})", "Mend the quotes on that line.") from error


def _skill(file: str, line: int, cells: list[str]) -> Skill:
    if len(cells) != len(COLUMNS):
        raise invalid(file, line, f"{len(cells)} cells instead of {len(COLUMNS)}", "Quote cells that hold commas.")
    row = {column: cell.strip() for column, cell in zip(COLUMNS, cells, strict=True)}
    for column in ("id", "kind", "label_it", "label_en"):
        if not row[column]:
            raise invalid(file, line, f"{column} is empty", "Fill it in.")
    if row["kind"] not in set(SkillKind):
        raise invalid(file, line, f"unknown kind {row['kind']!r}", f"Use one of {', '.join(SkillKind)}.")
    return Skill(
        id=row["id"],
        kind=SkillKind(row["kind"]),
        broader=_values(row["broader"]),
        labels={language: row[f"label_{language}"] for language in LANGUAGES},
        synonyms={language: _values(row[f"synonyms_{language}"]) for language in LANGUAGES},
        practitioners={language: _values(row[f"practitioners_{language}"]) for language in LANGUAGES},
        verbs={language: _values(row[f"verbs_{language}"]) for language in LANGUAGES},
        esco=row["esco"] or None,
    )


def _values(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in cell.split("|") if value.strip()))
