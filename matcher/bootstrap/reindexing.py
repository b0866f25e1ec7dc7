"""Rebuild links and vectors with one encoder."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matcher.domain.profiles import Profile
from matcher.lexicon.annotation import Lexicon
from matcher.store import SqlStore, SqlVectorCache
from matcher.usecases.indexing import Indexer
from matcher.usecases.reindexing import ReindexReport, reindex


def reindex_with(
    indexer: Indexer, store: SqlStore, lexicon: Lexicon, progress: Callable[[int], None] = lambda done: None
) -> ReindexReport:
    """Link every stored text anew and encode it; vectors of this encoder that no text needs are forgotten."""
    needed = indexer.background_keys()

    def encode(profiles: Sequence[Profile]) -> None:
        indexer.encode(profiles)
        needed.update(indexer.keys(profiles))

    report = reindex(store=store, lexicon=lexicon, encode=encode, progress=progress)
    SqlVectorCache(store).prune_vectors(indexer.fingerprint, needed)
    return report
