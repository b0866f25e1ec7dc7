"""The writers' queue within this process."""

from __future__ import annotations

from collections import deque
from threading import Lock


class Turns:
    """One writer at a time, first come, first served.

    SQLite makes writers try again until their patience ends, and whoever tries at the right moment wins: under steady
    load some thread never does. Between processes that remains so.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken = False
        self._waiting: deque[Lock] = deque()

    def take(self, patience_s: float) -> bool:
        """Wait for the turn; False when it has not come within `patience_s`."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            ticket = Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        if ticket.acquire(timeout=patience_s):
            return True
        with self._lock:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                return False
            # The turn came between the end of the wait and this check.
            return True

    def give(self) -> None:
        """Pass the turn to the next in the queue."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
