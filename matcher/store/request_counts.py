"""Counts of requests in the database: rows that may be lost, added to beside the writers of the store."""

from __future__ import annotations

from sqlalchemy import delete

from matcher.ports import Requests
from matcher.store.owner_tables import request_counts
from matcher.store.store import SqlStore
from matcher.store.transaction import Transaction
from matcher.store.upsert import insert_or_add


class SqlRequestCounts:
    """The `RequestCounts` of a store, usable from any thread."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def add(self, more: Requests) -> Requests:
        totals: dict[tuple[str, int], int] = {}
        with Transaction(self._store.cache, write=True) as transaction:
            connection = transaction.write()
            adding = insert_or_add(connection, request_counts, "requests").returning(request_counts.c.requests)
            # In one order, so that no two that add to the same rows wait for each other.
            for (caller, minute), requests in sorted(more.items()):
                row = {"caller": caller, "minute": minute, "requests": requests}
                totals[caller, minute] = connection.execute(adding, row).scalar_one()
            transaction.commit()
        return totals

    def forget_before(self, minute: int) -> None:
        with Transaction(self._store.cache, write=True) as transaction:
            transaction.write().execute(delete(request_counts).where(request_counts.c.minute < minute))
            transaction.commit()
