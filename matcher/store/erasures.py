"""What is remembered of who was erased, in the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from matcher.domain.privacy import Erased
from matcher.store.privacy_tables import erasures
from matcher.store.transaction import Transaction
from matcher.store.upsert import insert_or_ignore


class SqlErasures:
    """The `ErasureRepository` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def all(self) -> Sequence[Erased]:
        rows = self._transaction.read().execute(select(erasures).order_by(erasures.c.at, erasures.c.hash))
        return [Erased(row.key, row.hash, row.at) for row in rows]

    def add(self, erased: Iterable[Erased]) -> None:
        rows = [{"key": one.key, "hash": one.hash, "at": one.at} for one in erased]
        if rows:
            connection = self._transaction.write()
            connection.execute(insert_or_ignore(connection, erasures), rows)
