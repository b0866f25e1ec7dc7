"""Profiles, their items and contacts in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, or_, select

from matcher.domain.profiles import Contacts, Kind, Profile, Purpose
from matcher.ports import Change, Operation, Stored
from matcher.store.changes import record_changes
from matcher.store.owner_tables import profile_owners
from matcher.store.put import put_batch
from matcher.store.records import contacts_of, stored_of
from matcher.store.tables import contacts, items, profiles
from matcher.store.transaction import Transaction

BATCH = 500
"""Profiles in one statement: few enough for the parameters that any database takes."""


class SqlProfiles:
    """The `ProfileRepository` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, profile_id: str) -> Stored | None:
        return self.get_many([profile_id]).get(profile_id)

    def get_many(self, profile_ids: Sequence[str]) -> Mapping[str, Stored]:
        ids = list(dict.fromkeys(profile_ids))
        found: dict[str, Stored] = {}
        for start in range(0, len(ids), BATCH):
            wanted = select(profiles).where(profiles.c.id.in_(ids[start : start + BATCH]))
            found |= {stored.profile.id: stored for stored in self._read(wanted)}
        return {profile_id: found[profile_id] for profile_id in ids if profile_id in found}

    def put(self, profile: Profile, contacts: Contacts | None = None) -> Change:
        return self.put_many([(profile, contacts)])[0]

    def put_many(self, pairs: Sequence[tuple[Profile, Contacts | None]]) -> list[Change]:
        connection = self._transaction.write()
        return [change for batch in _batches(pairs) for change in put_batch(connection, batch)]

    def delete(self, profile_id: str) -> bool:
        connection = self._transaction.write()
        if connection.execute(delete(profiles).where(profiles.c.id == profile_id)).rowcount == 0:
            return False
        record_changes(connection, [(profile_id, Operation.DELETED)])
        return True

    def contacts(self, profile_id: str) -> Contacts | None:
        statement = select(contacts).where(contacts.c.profile_id == profile_id)
        row = self._transaction.read().execute(statement).one_or_none()
        return None if row is None else contacts_of(row)

    def page(
        self, *, after: str | None, limit: int, kind: Kind | None = None, seen_by: str | None = None
    ) -> Sequence[Stored]:
        statement = select(profiles).where(*_chosen(kind, seen_by)).order_by(profiles.c.id).limit(limit)
        if after is not None:
            statement = statement.where(profiles.c.id > after)
        return self._read(statement)

    def iterate(self, batch: int = 1000) -> Iterator[Stored]:
        after: str | None = None
        while page := self.page(after=after, limit=batch):
            yield from page
            after = page[-1].profile.id

    def names(self, *, kind: Kind | None = None, seen_by: str | None = None) -> Sequence[tuple[str, str]]:
        statement = select(profiles.c.id, profiles.c.name).where(*_chosen(kind, seen_by)).order_by(profiles.c.id)
        return [(row.id, row.name) for row in self._transaction.read().execute(statement)]

    def ids(self) -> Sequence[str]:
        statement = select(profiles.c.id).order_by(profiles.c.id)
        return list(self._transaction.read().execute(statement).scalars())

    def lapsed(self, day: date) -> Sequence[str]:
        limited = self._read(select(profiles).where(profiles.c.grants.is_not(None)).order_by(profiles.c.id))
        return [one.profile.id for one in limited if not one.profile.allows(Purpose.MATCHING, day)]

    def count(self, *, kind: Kind | None = None, seen_by: str | None = None) -> int:
        statement = select(func.count()).select_from(profiles).where(*_chosen(kind, seen_by))
        return self._transaction.read().execute(statement).scalar_one()

    def _read(self, statement: Select[Any]) -> list[Stored]:
        connection = self._transaction.read()
        rows = connection.execute(statement).all()
        owned = _items_of(connection, [row.id for row in rows])
        return [stored_of(row, owned.get(row.id, ())) for row in rows]


def _chosen(kind: Kind | None, seen_by: str | None) -> Iterator[ColumnElement[bool]]:
    if kind is not None:
        yield profiles.c.kind == kind
    if seen_by is not None:
        own = select(profile_owners.c.profile_id).where(profile_owners.c.organisation == seen_by)
        yield or_(profiles.c.consent, profiles.c.id.in_(own))


def _items_of(connection: Connection, ids: Sequence[str]) -> Mapping[str, Sequence[Row[Any]]]:
    owned: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for start in range(0, len(ids), BATCH):
        statement = select(items).where(items.c.profile_id.in_(ids[start : start + BATCH]))
        for row in connection.execute(statement.order_by(items.c.profile_id, items.c.side, items.c.position)):
            owned[row.profile_id].append(row)
    return owned


def _batches(pairs: Sequence[tuple[Profile, Contacts | None]]) -> Iterator[list[tuple[Profile, Contacts | None]]]:
    """Batches in order; a repeated id opens a new one, so that its second put meets what its first left."""
    batch: dict[str, tuple[Profile, Contacts | None]] = {}
    for pair in pairs:
        profile_id = pair[0].id
        if len(batch) == BATCH or profile_id in batch:
            yield list(batch.values())
            batch = {}
        batch[profile_id] = pair
    if batch:
        yield list(batch.values())
