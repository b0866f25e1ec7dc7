"""Another index asked the same in the background, to see how alike it answers before it takes over."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from embeddings.arrays import Ids, Matrix
from embeddings.index import Neighbors, Payload, VectorIndex, VectorSnapshot, Where
from matcher.usecases.indexes.asked import AskedSnapshot
from matcher.usecases.indexes.comparing import overlap

WAITING = 64
"""Questions that may wait for the shadow; more are dropped, and counted."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ShadowCounts:
    """What came of the questions: answered and compared, dropped as the shadow was too slow, or failed.

    `overlap` is the mean share of neighbours that both name.
    """

    compared: int = 0
    dropped: int = 0
    failed: int = 0
    overlap_sum: float = 0.0

    @property
    def overlap(self) -> float | None:
        """The mean overlap; None before anything was compared."""
        return self.overlap_sum / self.compared if self.compared else None


class Shadow:
    """Asks in a thread of its own, a `share` of the questions, and counts how alike the answers are."""

    def __init__(self, share: float = 1.0, draw: Callable[[], float] = random.random) -> None:
        self._share = share
        self._draw = draw
        self._lock = threading.Lock()
        self._waiting = threading.BoundedSemaphore(WAITING)
        self._asking = ThreadPoolExecutor(1, thread_name_prefix="shadow-index")
        self.counts = ShadowCounts()

    def ask(self, index: VectorSnapshot, queries: Matrix, k: int, where: Where | None, answered: Neighbors) -> None:
        """Ask what was `answered` of the other index too; returns at once and never fails."""
        if self._draw() >= self._share:
            return
        if not self._waiting.acquire(blocking=False):
            self._count(dropped=1)
            return
        try:
            self._asking.submit(self._compare, index, queries.copy(), k, where, answered.ids.copy())
        except RuntimeError:
            # Closed while the question was under way.
            self._waiting.release()

    def close(self) -> None:
        """Ask what is waiting, and no more."""
        self._asking.shutdown(wait=True)

    def _compare(self, index: VectorSnapshot, queries: Matrix, k: int, where: Where | None, expected: Ids) -> None:
        try:
            found = index.search(queries, k, where=where).ids
            shares = [overlap(one, other) for one, other in zip(expected, found, strict=True)]
        except Exception:
            self._count(failed=1)
            log.warning("The shadow index did not answer.", exc_info=True)
        else:
            for share in shares:
                self._count(compared=1, overlap_sum=share)
            log.info("Shadow index: overlap@%d of %s, %s", k, [round(share, 3) for share in shares], self.counts)
        finally:
            self._waiting.release()

    def _count(self, **more: float) -> None:
        with self._lock:
            self.counts = replace(self.counts, **{name: getattr(self.counts, name) + add for name, add in more.items()})


class ShadowedSnapshot(AskedSnapshot):
    """Answers as `answering` does, and lets the shadow ask `other` the same."""

    def __init__(self, answering: VectorSnapshot, other: VectorSnapshot, shadow: Shadow) -> None:
        super().__init__(answering)
        self._other = other
        self._shadow = shadow

    def search(self, queries: Matrix, k: int, *, where: Where | None = None) -> Neighbors:
        """See `VectorSnapshot.search`."""
        answered = super().search(queries, k, where=where)
        self._shadow.ask(self._other, queries, k, where, answered)
        return answered


class ShadowedIndex(ShadowedSnapshot):
    """An index with a shadow, which has its own feed: writes go to the index that answers alone."""

    def __init__(self, answering: VectorIndex, other: VectorSnapshot, shadow: Shadow) -> None:
        super().__init__(answering, other, shadow)
        self._written = answering

    def snapshot(self) -> ShadowedSnapshot:
        """See `VectorIndex.snapshot`; the shadow may be some changes behind or ahead."""
        return ShadowedSnapshot(self._written.snapshot(), self._other, self._shadow)

    def upsert(self, ids: Ids, vectors: Matrix, payloads: Sequence[Payload]) -> None:
        """See `VectorIndex.upsert`."""
        self._written.upsert(ids, vectors, payloads)

    def delete(self, ids: Ids) -> int:
        """See `VectorIndex.delete`."""
        return self._written.delete(ids)
