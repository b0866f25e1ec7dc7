"""The ledger of erasures: a file beside the database, so that a database restored to an earlier time is told."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path

from matcher.domain.privacy import Erased
from matcher.errors import Unavailable


class Ledger:
    """A file of one line for each name that was erased: key, hash, and when. It is only ever added to."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def entries(self) -> frozenset[Erased]:
        """Everything that is in it; nothing where there is no file. A line that was cut short counts for nothing.

        Raises:
            Unavailable: it cannot be read.
        """
        try:
            return frozenset(_entries(self._path.read_text(encoding="ascii", errors="replace")))
        except FileNotFoundError:
            return frozenset()
        except OSError as error:
            raise self._refusal("read", error) from error

    def add(self, erased: Collection[Erased]) -> None:
        """Add what is not in it yet, on the disk when this returns.

        Raises:
            Unavailable: it cannot be written.
        """
        fresh = [one for one in erased if one not in self.entries()]
        if not fresh:
            return
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                # A line that was cut short by a crash ends here.
                file.write("\n" + "".join(f"{one.key} {one.hash} {one.at.isoformat()}\n" for one in fresh))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise self._refusal("written", error) from error

    def _refusal(self, what: str, error: OSError) -> Unavailable:
        return Unavailable(
            f"The ledger of erasures {self._path} cannot be {what} ({error.strerror}): give this user permission, or "
            "name another file in MATCHER_ERASURE_LEDGER."
        )


def _entries(text: str) -> Iterator[Erased]:
    for line in text.splitlines():
        match line.split():
            case [key, hashed, at] if len(key) == len(hashed) == len(f"{0:064x}"):
                try:
                    yield Erased(bytes.fromhex(key).hex(), bytes.fromhex(hashed).hex(), datetime.fromisoformat(at))
                except ValueError:
                    continue
