"""The two indexes that an engine asks, as the settings have it."""

from __future__ import annotations

from collections.abc import Callable

from embeddings.encoder import Encoder
from embeddings.index import VectorIndex
from embeddings.index_home import IndexHome
from matcher.bootstrap.indexes import LOCAL, open_home
from matcher.settings import Settings
from matcher.usecases.indexes.asked import FedIndex
from matcher.usecases.indexes.pair import IndexPair, require_filled
from matcher.usecases.indexes.shadowing import Shadow, ShadowCounts, ShadowedIndex


class ServedIndexes:
    """Indexes for the vectors of one encoder: made here by `local`, or kept elsewhere and fed; shadowed where set.

    Raises:
        InvalidInput: a URL names no kind of index.
        Conflict: an index kept elsewhere was never filled, or holds another encoder's vectors.
        IndexUnavailable: it cannot be reached.
    """

    def __init__(self, settings: Settings, encoder: Encoder, local: Callable[[int], VectorIndex]) -> None:
        self._dim = encoder.dim
        self._local = local
        self._homes: list[IndexHome] = []
        self._kept = self._opened(settings.index_url, encoder)
        self._other = self._opened(settings.shadow_index_url or LOCAL, encoder)
        self._shadow = Shadow(settings.shadow_index_share) if self._other else None

    def new(self, side: str) -> VectorIndex:
        """The index of a side, `offers` or `seeks`: an empty one, or the one that is fed."""
        index: VectorIndex = FedIndex(self._kept[side]) if self._kept else self._local(self._dim)
        if self._other and self._shadow:
            return ShadowedIndex(index, self._other[side], self._shadow)
        return index

    @property
    def shadow_counts(self) -> ShadowCounts | None:
        """What came of asking the shadow; None where there is none."""
        return self._shadow.counts if self._shadow else None

    def close(self) -> None:
        """Let go of what is kept elsewhere."""
        if self._shadow:
            self._shadow.close()
        for home in self._homes:
            home.close()

    def _opened(self, url: str, encoder: Encoder) -> IndexPair | None:
        if url == LOCAL:
            return None
        home = open_home(url)
        self._homes.append(home)
        require_filled(home)
        return IndexPair(home, encoder.fingerprint, encoder.dim)
