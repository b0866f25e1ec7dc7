"""The database: the truth from which vectors and indexes are derived."""

from matcher.store.opening import open_store
from matcher.store.store import SqlStore
from matcher.store.vectors import SqlVectorCache

__all__ = ["SqlStore", "SqlVectorCache", "open_store"]
