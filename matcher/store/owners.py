"""What belongs to which organisation, in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select

from matcher.store.owner_tables import event_owners, profile_owners
from matcher.store.transaction import Transaction
from matcher.store.upsert import insert_or_ignore

BATCH = 500
"""Profiles in one statement."""


class SqlOwners:
    """The `OwnerRepository` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def profiles(self, ids: Collection[str]) -> Mapping[str, str]:
        wanted, found = list(ids), dict[str, str]()
        for start in range(0, len(wanted), BATCH):
            some = profile_owners.c.profile_id.in_(wanted[start : start + BATCH])
            for row in self._transaction.read().execute(select(profile_owners).where(some)):
                found[row.profile_id] = row.organisation
        return found

    def give_profiles(self, ids: Collection[str], organisation: str) -> None:
        rows = [{"profile_id": one, "organisation": organisation} for one in ids]
        if rows:
            connection = self._transaction.write()
            connection.execute(insert_or_ignore(connection, profile_owners), rows)

    def event(self, event_id: str) -> str | None:
        statement = select(event_owners.c.organisation).where(event_owners.c.event_id == event_id)
        return self._transaction.read().execute(statement).scalar_one_or_none()

    def give_event(self, event_id: str, organisation: str) -> None:
        connection = self._transaction.write()
        row = {"event_id": event_id, "organisation": organisation}
        connection.execute(insert_or_ignore(connection, event_owners), row)
