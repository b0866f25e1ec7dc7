"""Keys that let people and programs in, and what each one may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What a key may do: `read`, `write` profiles, run `events`; `admin` may do everything."""

    READ = "read"
    WRITE = "write"
    EVENTS = "events"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A key without its text, which nobody keeps but its holder; without `expires_at` it lasts until revoked.

    What is made with a key of an `organisation` belongs to that one; a key of none is the platform's.
    """

    id: str
    label: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    organisation: str | None = None

    def allows(self, scope: Scope) -> bool:
        """Whether its holder may do what the scope covers."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def valid_at(self, moment: datetime) -> bool:
        """Whether it lets anybody in then."""
        expired = self.expires_at is not None and self.expires_at <= moment
        return self.revoked_at is None and not expired


def reaches(organisation: str | None, owner: str | None) -> bool:
    """Whether a key of an organisation, None for the platform's, reaches what belongs to an owner, None for nobody."""
    return organisation is None or organisation == owner
