"""The audit log in the database, which lets nobody change or delete an entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select

from matcher.domain.audit import Act, AuditEntry
from matcher.store.privacy_tables import audit
from matcher.store.transaction import Transaction


class SqlAudit:
    """The `AuditLog` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, act: Act, subject: str = "", details: Mapping[str, str | int] = {}) -> AuditEntry:
        connection = self._transaction.write()
        rows = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(1)).all()
        last = _entry_of(rows[0]) if rows else None
        entry = AuditEntry.following(last, datetime.now(UTC), act, subject, details)
        record = {
            "number": entry.number,
            "at": entry.at,
            "act": entry.act,
            "subject": entry.subject,
            "details": dict(entry.details),
            "previous": entry.previous,
            "hash": entry.hash,
        }
        connection.execute(insert(audit), record)
        return entry

    def page(self, *, after: int = 0, limit: int = 1000) -> Sequence[AuditEntry]:
        statement = select(audit).where(audit.c.number > after).order_by(audit.c.number).limit(limit)
        return [_entry_of(row) for row in self._transaction.read().execute(statement)]

    def all(self) -> Iterator[AuditEntry]:
        after = 0
        while page := self.page(after=after):
            yield from page
            after = page[-1].number

    def about(self, subjects: Sequence[str]) -> Sequence[AuditEntry]:
        statement = select(audit).where(audit.c.subject.in_(subjects)).order_by(audit.c.number)
        return [_entry_of(row) for row in self._transaction.read().execute(statement)]


def _entry_of(row: Row[Any]) -> AuditEntry:
    return AuditEntry(row.number, row.at, Act(row.act), row.subject, row.details, row.previous, row.hash)
