"""Requests for contact with a profile: what one side tells the other, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matcher.domain.profiles import Contacts


class RequestState(StrEnum):
    """A request is `pending` until its receiver answers, its asker takes it back, or its time is up."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Party(StrEnum):
    """The two sides of a request."""

    ASKER = "asker"
    RECEIVER = "receiver"


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """Somebody's request to be put in touch with a profile.

    `need` is what was looked for when the profile was found. `email` and `phone` are the asker's, for the receiver
    once accepted, and are erased when the request ends otherwise. `shared` is what the receiver of a profile without
    contacts lets the asker know. `note` goes with a refusal. Unanswered, it ends at `expires_at`.
    """

    id: str
    profile_id: str
    name: str
    message: str
    created_at: datetime
    expires_at: datetime
    state: RequestState = RequestState.PENDING
    organisation: str | None = None
    email: str | None = None
    phone: str | None = None
    need: str | None = None
    note: str | None = None
    shared: Contacts | None = None
    ended_at: datetime | None = None

    def state_at(self, moment: datetime) -> RequestState:
        """The state then: pending ones end by themselves."""
        if self.state is RequestState.PENDING and self.expires_at <= moment:
            return RequestState.EXPIRED
        return self.state
