"""Where it is kept which organisation something belongs to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol


class OwnerRepository(Protocol):
    """The organisations that profiles and events belong to; what is erased belongs to nobody any more."""

    def profiles(self, ids: Collection[str]) -> Mapping[str, str]:
        """The owner of each of these profiles that has one, by id."""
        ...

    def give_profiles(self, ids: Collection[str], organisation: str) -> None:
        """Let profiles that are there and have no owner belong to an organisation."""
        ...

    def event(self, event_id: str) -> str | None:
        """The owner of an event; None where it has none, or there is no such event."""
        ...

    def give_event(self, event_id: str, organisation: str) -> None:
        """Let an event that is there and has no owner belong to an organisation."""
        ...
