"""Vectors kept in the database by (fingerprint, key): a cache that may forget, never fail."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter

import numpy as np
from sqlalchemy import delete, func, select

from embeddings.arrays import Matrix
from matcher.errors import Unavailable
from matcher.store.store import SqlStore
from matcher.store.tables import vectors as _vectors
from matcher.store.transaction import Transaction
from matcher.store.upsert import insert_or_ignore

KEYS = 500
"""Keys in one statement: few enough for the parameters that any database takes."""

ROWS = 5_000
"""Rows in one transaction: few enough to let other writers in soon."""

_FLOATS = np.dtype("<f4")

_log = logging.getLogger(__name__)


class SqlVectorCache:
    """The `VectorCache` of a store, usable from any thread and outside a unit of work.

    A vector that cannot be read now is a miss, and one that cannot be written now is dropped, both with a warning in
    the log: an answer never waits for its cache. On SQLite a thread that encodes while its own unit of work is writing
    loses what it would have cached.
    """

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def get_many(self, fingerprint: str, keys: Sequence[str]) -> Mapping[str, Matrix]:
        """Vectors found, float32 (dim,) each and read-only, by key."""
        try:
            return self._read(fingerprint, keys)
        except Unavailable as error:
            _log.warning("Vectors will be computed again, because their cache cannot be read: %s", error)
            return {}

    def put_many(self, fingerprint: str, vectors: Mapping[str, Matrix]) -> None:
        """Keep vectors, float32 (dim,) each; a key already there keeps its vector."""
        rows = [
            {"fingerprint": fingerprint, "key": key, "vector": np.asarray(vector, dtype=_FLOATS).tobytes()}
            # In one order, so that no two that keep the same vectors wait for each other.
            for key, vector in sorted(vectors.items(), key=itemgetter(0))
        ]
        try:
            with Transaction(self._store.cache) as transaction:
                for start in range(0, len(rows), ROWS):
                    connection = transaction.write()
                    connection.execute(insert_or_ignore(connection, _vectors), rows[start : start + ROWS])
                    transaction.commit()
        except Unavailable as error:
            _log.warning("Vectors will be computed again, because their cache cannot be written: %s", error)

    def counts(self) -> Mapping[str, int]:
        """How many vectors are kept, by fingerprint."""
        statement = select(_vectors.c.fingerprint, func.count().label("rows")).group_by(_vectors.c.fingerprint)
        with Transaction(self._store.main) as transaction:
            return {row.fingerprint: row.rows for row in transaction.read().execute(statement)}

    def keys(self, fingerprint: str) -> frozenset[str]:
        """The keys of all vectors of a fingerprint."""
        statement = select(_vectors.c.key).where(_vectors.c.fingerprint == fingerprint)
        with Transaction(self._store.main) as transaction:
            return frozenset(transaction.read().execute(statement).scalars())

    def prune_vectors(self, fingerprint: str, keep_keys: Collection[str]) -> int:
        """Forget the vectors of `fingerprint` whose keys are not among `keep_keys`; how many were forgotten.

        Raises:
            Unavailable: the database cannot be written now.
        """
        of_fingerprint = _vectors.c.fingerprint == fingerprint
        stale = sorted(self.keys(fingerprint).difference(keep_keys))
        with Transaction(self._store.main) as transaction:
            for start in range(0, len(stale), KEYS):
                some = _vectors.c.key.in_(stale[start : start + KEYS])
                transaction.write().execute(delete(_vectors).where(of_fingerprint, some))
                transaction.commit()
        return len(stale)

    def forget(self, keys: Collection[str]) -> list[bytes]:
        """Forget the vectors of every encoder under some keys; what they were, as bytes of float32.

        Raises:
            Unavailable: the database cannot be written now.
        """
        forgotten: list[bytes] = []
        wanted = sorted(keys)
        with Transaction(self._store.main, write=bool(wanted)) as transaction:
            for fingerprint in self._fingerprints(transaction) if wanted else ():
                for start in range(0, len(wanted), KEYS):
                    some = (_vectors.c.fingerprint == fingerprint, _vectors.c.key.in_(wanted[start : start + KEYS]))
                    forgotten += transaction.write().execute(select(_vectors.c.vector).where(*some)).scalars()
                    transaction.write().execute(delete(_vectors).where(*some))
            transaction.commit()
        return forgotten

    @staticmethod
    def _fingerprints(transaction: Transaction) -> list[str]:
        return list(transaction.read().execute(select(_vectors.c.fingerprint).distinct()).scalars())

    def _read(self, fingerprint: str, keys: Sequence[str]) -> dict[str, Matrix]:
        found: dict[str, Matrix] = {}
        statement = select(_vectors.c.key, _vectors.c.vector).where(_vectors.c.fingerprint == fingerprint)
        with Transaction(self._store.cache) as transaction:
            connection = transaction.read()
            for start in range(0, len(keys), KEYS):
                for row in connection.execute(statement.where(_vectors.c.key.in_(keys[start : start + KEYS]))):
                    found[row.key] = np.frombuffer(row.vector, dtype=_FLOATS)
        return found
