"""Who may call, and how often, wired."""

from __future__ import annotations

from collections.abc import Callable

from matcher.settings import Settings
from matcher.store import SqlRequestCounts, SqlStore
from matcher.usecases.key_ring import KeyRing
from matcher.usecases.request_limit import RequestLimit

USUAL_LIMIT = 600
"""Requests a minute, where keys are asked for and no limit is set."""


class Access:
    """The keys of a database at hand, and the requests that were made with each."""

    def __init__(self, settings: Settings, store: Callable[[], SqlStore]) -> None:
        self._settings = settings
        self.keys = KeyRing(store)
        self.requests = RequestLimit(lambda: SqlRequestCounts(store()))

    def asks_for_keys(self, *, from_here: bool) -> bool:
        """Whether everybody needs one; `from_here` says that none but this machine can have called."""
        if not (from_here and self._settings.on_loopback) or self._settings.access == "keys":
            return True
        return self._settings.access == "auto" and self.keys.given_out

    def limit(self, *, asks_for_keys: bool) -> int:
        """The requests that each caller may make in a minute; 0 for any number."""
        if self._settings.rate_limit is not None:
            return self._settings.rate_limit
        return USUAL_LIMIT if asks_for_keys else 0
