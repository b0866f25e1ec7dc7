"""Where requests for contact are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from matcher.domain.contact_requests import ContactRequest, RequestState


class ContactRequestRepository(Protocol):
    """Requests for contact; they go with their profile."""

    def get(self, request_id: str) -> ContactRequest | None: ...

    def put(self, request: ContactRequest) -> None:
        """Create or replace a request about an existing profile."""
        ...

    def pending(self, profile_id: str, now: datetime) -> Sequence[ContactRequest]:
        """Those about a profile that wait for an answer, the oldest first."""
        ...

    def page(
        self, *, now: datetime, state: RequestState | None = None, skip: int = 0, limit: int
    ) -> Sequence[ContactRequest]:
        """Up to `limit` requests after the first `skip`, the newest first; with `state` those that are in it now."""
        ...

    def counts(self, now: datetime) -> Mapping[RequestState, int]:
        """How many are in each state now; states that none is in are left out."""
        ...

    def forget_ended_before(self, instant: datetime) -> int:
        """Erase the requests that ended before; how many."""
        ...

    def expire(self, now: datetime) -> None:
        """End those whose time is up, and erase how their askers can be reached."""
        ...
