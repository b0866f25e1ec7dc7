"""Access keys in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, or_, select, update

from matcher.domain.access import AccessKey, Scope
from matcher.store.access_tables import access_keys
from matcher.store.transaction import Transaction


class SqlAccessKeys:
    """The `AccessKeyRepository` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, key: AccessKey, text_hash: str) -> None:
        row = {
            "id": key.id,
            "label": key.label,
            "scopes": sorted(key.scopes),
            "hash": text_hash,
            "created_at": key.created_at,
            "expires_at": key.expires_at,
            "revoked_at": key.revoked_at,
            "organisation": key.organisation,
        }
        self._transaction.write().execute(insert(access_keys), row)

    def get(self, key_id: str) -> AccessKey | None:
        statement = select(access_keys).where(access_keys.c.id == key_id)
        row = self._transaction.read().execute(statement).one_or_none()
        return None if row is None else _key_of(row)

    def hash_of(self, key_id: str) -> str | None:
        statement = select(access_keys.c.hash).where(access_keys.c.id == key_id)
        return self._transaction.read().execute(statement).scalar_one_or_none()

    def all(self) -> Sequence[AccessKey]:
        statement = select(access_keys).order_by(access_keys.c.created_at, access_keys.c.id)
        return [_key_of(row) for row in self._transaction.read().execute(statement)]

    def revoke(self, key_id: str, now: datetime) -> bool:
        statement = update(access_keys).where(access_keys.c.id == key_id, access_keys.c.revoked_at.is_(None))
        return self._transaction.write().execute(statement, {"revoked_at": now}).rowcount > 0

    def end(self, key_id: str, at: datetime) -> None:
        statement = update(access_keys).where(access_keys.c.id == key_id)
        self._transaction.write().execute(statement, {"expires_at": at})

    def hashes(self, now: datetime) -> Sequence[tuple[AccessKey, str]]:
        lasting = or_(access_keys.c.expires_at.is_(None), access_keys.c.expires_at > now)
        statement = select(access_keys).where(access_keys.c.revoked_at.is_(None), lasting)
        return [(_key_of(row), row.hash) for row in self._transaction.read().execute(statement)]


def _key_of(row: Row[Any]) -> AccessKey:
    return AccessKey(
        id=row.id,
        label=row.label,
        scopes=frozenset(map(Scope, row.scopes)),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        organisation=row.organisation,
    )
