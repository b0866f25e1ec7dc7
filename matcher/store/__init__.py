"""The database: the truth from which vectors and indexes are derived."""

from matcher.store.copying import CopyReport, copy_store
from matcher.store.opening import open_store
from matcher.store.request_counts import SqlRequestCounts
from matcher.store.store import SqlStore
from matcher.store.vectors import SqlVectorCache

__all__ = ["CopyReport", "SqlRequestCounts", "SqlStore", "SqlVectorCache", "copy_store", "open_store"]
