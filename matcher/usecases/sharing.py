"""A long stream of batches is prepared by this process alone, or with the help of others where there are many."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from itertools import islice

from matcher.domain.profiles import Profile
from matcher.engine.encoding import Encoded
from matcher.usecases.preparing import Asked, Prepared, Preparer, Told, asked, returned

ALONE = 10
"""Batches prepared before help is asked for: a process takes as long to start as some thousand profiles."""
MOST_HELPERS = 3
"""Processes, each with the vocabulary, and maybe an encoder, in its memory."""
AHEAD, GIVEN = 8, 3
"""Batches that are read ahead for each helper, and those of them that it is given at a time."""

Make = Callable[[str, str | None], Preparer]
"""Makes what prepares with a city's lexicon and, where one is named, an encoder; a function of a module."""

Answer = tuple[list[Told], Encoded | None]

log = logging.getLogger(__name__)


class Preparers:
    """Prepares the batches of a stream in their order, with as many processes as there are cores.

    Helpers make what they need by `make` from the name of the `city`; without a city there are none.
    """

    def __init__(self, make: Make, city: str | None = None) -> None:
        self._make = make
        self._city = city

    def prepared(
        self, own: Preparer, batches: Iterator[Sequence[Profile]], encoder: str | None = None
    ) -> Iterator[Prepared]:
        """The batches, prepared by `own` and by helpers with the same `encoder`; some are read ahead.

        What `batches` raises comes after all that came before it.
        """
        helpers = min(MOST_HELPERS, len(os.sched_getaffinity(0)) - 1)
        alone = None if self._city is None or helpers < 1 else ALONE
        yield from map(own.prepare, islice(batches, alone))
        if alone is not None:
            help_ = partial(_help, self._make, str(self._city), encoder)
            yield from _Shared(own, help_, helpers).prepared(batches)


class _Work:
    """A batch on its way: given to a helper, prepared, or neither as yet."""

    def __init__(self, batch: Sequence[Profile]) -> None:
        self.batch = batch
        self.promise: Future[Answer] | None = None
        self.done: Prepared | None = None


class _Shared:
    """Batches shared between this process and its helpers: where one is not back in time, this one does the last."""

    def __init__(self, own: Preparer, help_: Callable[[Sequence[Asked]], Answer], helpers: int) -> None:
        self._own = own
        self._help = help_
        self._most_given = GIVEN * helpers
        self._most_waiting = AHEAD * helpers
        self._pool = ProcessPoolExecutor(
            helpers, mp_context=multiprocessing.get_context("spawn"), initializer=live_and_die_with_the_parent
        )
        self._awake = self._broken = False

    def prepared(self, batches: Iterator[Sequence[Profile]]) -> Iterator[Prepared]:
        waiting: deque[_Work] = deque()
        failure: Exception | None = None
        more = True
        try:
            while True:
                while more and len(waiting) < self._most_waiting:
                    try:
                        waiting.append(_Work(next(batches)))
                    except StopIteration:
                        more = False
                    except Exception as error:  # noqa: BLE001 -- raised once the batches before it are done
                        failure, more = error, False
                if not waiting:
                    break
                yield self._first(waiting)
        finally:
            self._pool.shutdown(wait=False, cancel_futures=True)
        if failure is not None:
            raise failure

    def _first(self, waiting: deque[_Work]) -> Prepared:
        """Take the first batch out, prepared; while it is not back, prepare the last ones that nobody has."""
        self._give(waiting)
        first = waiting[0]
        while first.promise is not None and not first.promise.done():
            idle = next((work for work in reversed(waiting) if work.promise is None and work.done is None), None)
            if idle is None:
                break
            idle.done = self._own.prepare(idle.batch)
            self._give(waiting)
        waiting.popleft()
        return first.done or self._helped(first) or self._own.prepare(first.batch)

    def _give(self, waiting: Sequence[_Work]) -> None:
        """Give the first batches to the helpers, a few at a time."""
        given = sum(work.promise is not None and not work.promise.done() for work in waiting)
        for work in waiting:
            if self._broken or given >= self._most_given:
                return
            if work.promise is None and work.done is None:
                try:
                    work.promise = self._pool.submit(self._help, [*map(asked, work.batch)])
                except BrokenProcessPool:
                    self._broken = True
                given += 1

    def _helped(self, work: _Work) -> Prepared | None:
        """What a helper made of the batch; None where none has, as long as they are still starting too."""
        if work.promise is None or not (self._awake or work.promise.done()):
            return None
        try:
            told, encoded = work.promise.result()
        except BrokenProcessPool:
            if not self._broken:
                log.warning("A process that helped to read profiles has died; this one goes on alone.")
            self._broken = True
            return None
        self._awake = True
        return returned(work.batch, told, encoded)


def live_and_die_with_the_parent() -> None:
    """Leave it to the parent to answer an interrupt, and end when it has ended, however it has."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


@cache
def _preparer(make: Make, city: str, encoder: str | None) -> Preparer:
    return make(city, encoder)


def _help(make: Make, city: str, encoder: str | None, batch: Sequence[Asked]) -> Answer:
    """What is made of a batch, in a helper."""
    return _preparer(make, city, encoder).answer(batch)
