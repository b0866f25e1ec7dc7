"""So many requests a minute and no more: counted in memory, added up with other processes' once a second."""

from __future__ import annotations

import logging
import math
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

from matcher.errors import MatcherError
from matcher.ports import RequestCounts

WINDOW_S = 60
"""The seconds that a limit is for."""
APART_S = 1.0
"""Between two times that processes add up: how long one may not know of what another has let through."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Quota:
    """What is left of a limit: how many requests, and in how many seconds one more, or with 0 right now."""

    limit: int
    left: int
    wait_s: int

    @property
    def allowed(self) -> bool:
        """Whether this request is answered."""
        return self.wait_s == 0


def quota_of(before: int, now: int, elapsed_s: float, limit: int) -> Quota:
    """What is left before a request, where there were so many in the minute before and in this one up to now.

    The minute that slides along is taken to hold the share of the one before that it still covers, as if those had come
    evenly. `elapsed_s` is in [0, 60).
    """
    used = before * (1 - elapsed_s / WINDOW_S) + now
    left = math.floor(limit - used + 1e-9)
    return Quota(limit, max(0, left), 0 if left >= 1 else _wait(before, now, elapsed_s, limit))


def _wait(before: int, now: int, elapsed_s: float, limit: int) -> int:
    """Whole seconds until a request is let through, if none comes until then."""
    if now <= limit - 1:
        return max(1, math.ceil(WINDOW_S * (1 - (limit - 1 - now) / before) - elapsed_s))
    return max(1, math.ceil(WINDOW_S - elapsed_s + WINDOW_S * (1 - (limit - 1) / now)))


class RequestLimit:
    """Lets each caller make so many requests a minute, on all processes together."""

    def __init__(self, counts: Callable[[], RequestCounts], clock: Callable[[], float] = time.time) -> None:
        self._counts = counts
        self._clock = clock
        self._lock = Lock()
        self._minute = 0
        self._totals: dict[tuple[str, int], int] = {}
        self._sending = Counter[tuple[str, int]]()
        self._pending = Counter[tuple[str, int]]()
        self._next_at = 0.0
        self._sender = ThreadPoolExecutor(1, thread_name_prefix="request-counts")

    def take(self, caller: str, limit: int) -> Quota:
        """Count a request if the caller has one left; what is left after it."""
        now = self._clock()
        minute, elapsed_s = divmod(now, WINDOW_S)
        this = (caller, int(minute))
        with self._lock:
            if this[1] != self._minute:
                self._begin(this[1])
            quota = quota_of(self._known((caller, this[1] - 1)), self._known(this), elapsed_s, limit)
            if not quota.allowed:
                return quota
            self._pending[this] += 1
            due = now >= self._next_at
            if due:
                self._next_at = now + APART_S
        if due:
            self._sender.submit(self.add_up)
        return Quota(limit, quota.left - 1, 0)

    def add_up(self) -> None:
        """Tell the other processes what was counted here, and learn what they have; on a failure the next time."""
        with self._lock:
            sending, self._pending = self._pending, Counter()
            self._sending = sending
        try:
            totals = self._counts().add(sending)
        except MatcherError as error:
            _log.warning("Other processes do not know of some requests yet: %s", error)
            with self._lock:
                self._pending.update(sending)
                self._sending = Counter()
            return
        with self._lock:
            self._totals.update(totals)
            self._sending = Counter()

    def _known(self, key: tuple[str, int]) -> int:
        return self._totals.get(key, 0) + self._sending[key] + self._pending[key]

    def _begin(self, minute: int) -> None:
        """Forget all but this minute and the one before."""
        self._minute = minute
        self._totals = {key: count for key, count in self._totals.items() if key[1] >= minute - 1}
        self._pending = Counter({key: count for key, count in self._pending.items() if key[1] >= minute - 1})
        self._sender.submit(self._forget, minute - 1)

    def _forget(self, minute: int) -> None:
        try:
            self._counts().forget_before(minute)
        except MatcherError as error:
            _log.warning("Counts of requests are kept for longer: %s", error)
