"""The audit log in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from matcher.domain.audit import Act, AuditEntry


class MemoryAudit:
    def __init__(self, entries: list[AuditEntry]) -> None:
        self._entries = entries

    def add(self, act: Act, subject: str = "", details: Mapping[str, str | int] = {}) -> AuditEntry:
        last = self._entries[-1] if self._entries else None
        self._entries.append(AuditEntry.following(last, datetime.now(UTC), act, subject, details))
        return self._entries[-1]

    def page(self, *, after: int = 0, limit: int = 1000) -> Sequence[AuditEntry]:
        return self._entries[after : after + limit]

    def all(self) -> Iterator[AuditEntry]:
        return iter(self._entries)

    def about(self, subjects: Sequence[str]) -> Sequence[AuditEntry]:
        return [entry for entry in self._entries if entry.subject in subjects]
