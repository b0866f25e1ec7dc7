"""Where it is kept what was done that matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from matcher.domain.audit import Act, AuditEntry


class AuditLog(Protocol):
    """Entries that are only ever added."""

    def add(self, act: Act, subject: str = "", details: Mapping[str, str | int] = {}) -> AuditEntry:
        """Enter something, bound to the last entry; part of the transaction, like what it tells of."""
        ...

    def page(self, *, after: int = 0, limit: int = 1000) -> Sequence[AuditEntry]:
        """Up to `limit` entries with greater numbers, in order."""
        ...

    def all(self) -> Iterator[AuditEntry]:
        """Every entry in order."""
        ...

    def about(self, subjects: Sequence[str]) -> Sequence[AuditEntry]:
        """The entries about any of these, in order."""
        ...
