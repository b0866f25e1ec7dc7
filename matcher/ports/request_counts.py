"""Where processes add up how many requests they have answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

Requests = Mapping[tuple[str, int], int]
"""How many requests by caller and minute, counted from 1970."""


class RequestCounts(Protocol):
    """Counts of requests, shared by all processes on a database."""

    def add(self, more: Requests) -> Requests:
        """Add to the counts; what each of these is then, what others have added included.

        Raises:
            Unavailable: the database cannot be written now; nothing was added.
        """
        ...

    def forget_before(self, minute: int) -> None:
        """Drop the counts of earlier minutes.

        Raises:
            Unavailable: the database cannot be written now.
        """
        ...
