"""Where an import writes the rows it did not take: never over a file that may be somebody's work."""

from __future__ import annotations

import os
import re
from itertools import count
from pathlib import Path

from matcher.errors import InvalidInput

_HEADING = re.compile(r"^\ufeff?problema?;", re.IGNORECASE)


def checked(asked: Path, source: Path) -> Path:
    """The file that `--rejected` names.

    Raises:
        InvalidInput: nothing can be written there, or it holds something else than rejected rows.
    """
    if asked.is_dir() or not asked.absolute().parent.is_dir():
        raise InvalidInput(f"--rejected names a file in a folder that exists; found '{asked}'.", field="rejected")
    if asked.exists() and (asked.samefile(source) or not _holds_refusals(asked)):
        raise InvalidInput(
            f"--rejected would overwrite {asked}, which does not hold rejected rows. Name another file.",
            field="rejected",
        )
    return asked


def beside(source: Path) -> Path | None:
    """A new file beside the source, `NAME.rejected.csv` or `NAME.rejected-2.csv` …; None where none can be made."""
    if not os.access(source.absolute().parent, os.W_OK):
        return None
    return next(path for number in count(1) if not (path := _numbered(source, number)).exists())


def without_copies(written: Path, source: Path) -> Path:
    """The first of the source's files of rejected rows that says the same as the one just written, kept once."""
    for number in count(1):
        earlier = _numbered(source, number)
        if earlier == written or not earlier.exists():
            return written
        if earlier.read_bytes() == written.read_bytes():
            written.unlink()
            return earlier
    raise AssertionError("unreachable: count never ends")


def _numbered(source: Path, number: int) -> Path:
    stem = re.sub(r"\.rejected(-\d+)?$", "", source.stem)
    return source.parent / (f"{stem}.rejected{'' if number == 1 else f'-{number}'}.csv")


def _holds_refusals(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return _HEADING.match(file.readline()) is not None
