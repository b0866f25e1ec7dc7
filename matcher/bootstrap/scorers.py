"""A market's people scored by every core: this process and helpers that hold the same market."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache

from embeddings import load_encoder
from embeddings.faiss_index import FaissIndex
from matcher.bootstrap.engines import Engines
from matcher.domain.matches import Direction, Filters
from matcher.lexicon.annotation import default_lexicon
from matcher.markets.prospects import Prospect
from matcher.settings import Settings
from matcher.store import SqlVectorCache, open_store
from matcher.usecases.following import Follower
from matcher.usecases.indexing import Indexer
from matcher.usecases.markets.scoring import EngineProspects
from matcher.usecases.sharing import live_and_die_with_the_parent

ALONE = 1_000
"""People who are scored before help is asked for: a process takes as long to start as some hundreds of them."""
CHUNK = 25
"""People that a helper is given at a time."""
GIVEN = 2
"""Chunks that each helper has at a time, so that it never waits."""

log = logging.getLogger(__name__)


class SharedProspects:
    """The `Prospects` of an engine, with helpers where there are many to score; a helper that dies is done without.

    Helpers load the encoder, open the saved market, or make it from the database, and follow the changes before each
    chunk.
    """

    def __init__(self, own: EngineProspects, settings: Settings, encoder: str, helpers: int | None = None) -> None:
        self._own = own
        self._source = (settings, encoder)
        self._helpers = len(os.sched_getaffinity(0)) - 1 if helpers is None else helpers
        self._pool: ProcessPoolExecutor | None = None
        self._scored = 0

    @property
    def generation(self) -> int:
        return self._own.generation

    def prospects(self, askers: Sequence[str], direction: Direction, filters: Filters, k: int) -> Sequence[Prospect]:
        if self._pool is None and self._helpers and self._scored >= ALONE:
            self._pool = ProcessPoolExecutor(
                self._helpers,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=live_and_die_with_the_parent,
            )
        self._scored += len(askers)
        chunks = [askers[start : start + CHUNK] for start in range(0, len(askers), CHUNK)]
        return [one for found in self._shared(chunks, (direction, filters, k)) for one in found]

    def close(self) -> None:
        """Let the helpers go."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _shared(
        self, chunks: Sequence[Sequence[str]], asked: tuple[Direction, Filters, int]
    ) -> Iterator[Sequence[Prospect]]:
        """Each chunk scored, in their order: helpers are given the first ones, this process does the last."""
        promises: dict[int, Future[list[Prospect]]] = {}
        done: dict[int, Sequence[Prospect]] = {}
        for number, chunk in enumerate(chunks):
            self._give(chunks, promises, done, asked)
            while number in promises and not promises[number].done():
                idle = next((n for n in reversed(range(len(chunks))) if n not in promises and n not in done), None)
                if idle is None:
                    break
                done[idle] = self._own.prospects(chunks[idle], *asked)
                self._give(chunks, promises, done, asked)
            found = done.get(number) or (self._kept(promises[number]) if number in promises else None)
            yield found if found is not None else self._own.prospects(chunk, *asked)

    def _give(
        self,
        chunks: Sequence[Sequence[str]],
        promises: dict[int, Future[list[Prospect]]],
        done: dict[int, Sequence[Prospect]],
        asked: tuple[Direction, Filters, int],
    ) -> None:
        given = sum(not promise.done() for promise in promises.values())
        for number, chunk in enumerate(chunks):
            if self._pool is None or given >= GIVEN * self._helpers:
                return
            if number not in promises and number not in done:
                try:
                    promises[number] = self._pool.submit(_score, self._source, self.generation, tuple(chunk), *asked)
                except BrokenProcessPool:
                    self._give_up()
                given += 1

    def _kept(self, promise: Future[list[Prospect]]) -> list[Prospect] | None:
        """What a helper has found; None where it has died."""
        try:
            return promise.result()
        except BrokenProcessPool:
            self._give_up()
            return None

    def _give_up(self) -> None:
        if self._helpers:
            log.warning("A process that helped to score a market has died; this one goes on alone.")
        self._helpers = 0
        self.close()


@cache
def _follower(settings: Settings, encoder: str) -> Follower:
    """An engine with every stored profile, kept in step, in a helper."""
    store, lexicon = open_store(settings.store_url), default_lexicon(settings.city)
    indexer = Indexer(encoder, load_encoder(encoder), SqlVectorCache(store), lexicon, FaissIndex)
    return Follower(store, Engines(settings, store, lexicon).of_stored(indexer))


def _score(
    source: tuple[Settings, str],
    generation: int,
    askers: Sequence[str],
    direction: Direction,
    filters: Filters,
    k: int,
) -> list[Prospect]:
    """The prospects of some, in a helper that knows at least the changes up to `generation`."""
    follower = _follower(*source)
    if follower.engine.generation < generation:
        follower.catch_up()
    return [*EngineProspects(follower.engine).prospects(askers, direction, filters, k)]
