"""Ask for contact with a profile, and answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from matcher.domain.contact_details import is_reachable
from matcher.domain.contact_requests import ContactRequest, Party, RequestState
from matcher.domain.profiles import Contacts, Profile, Purpose, today
from matcher.errors import Conflict, NotFound
from matcher.ports import Store, UnitOfWork
from matcher.usecases.contacting.checks import (
    Asking,
    one_line,
    prose,
    require,
    tidied,
    wrong_in_asking,
    wrong_in_note,
    wrong_in_shared,
)
from matcher.usecases.contacting.links import proof, proved
from matcher.usecases.secrets import server_secret

VALID_DAYS = 30
"""Days that a request waits for an answer."""
MOST_PENDING = 50
"""Requests that may wait for one profile."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A new request with the proof of its asker's private link."""

    request: ContactRequest
    token: str


def reachable_profile(profile_id: str, store: Store) -> Profile:
    """The profile that contact may be asked for with.

    Raises:
        NotFound: there is none, or it has not consented to take part.
    """
    with store.unit_of_work() as unit:
        return _reachable(unit, profile_id)


def ask(profile_id: str, asking: Asking, store: Store) -> Asked:
    """Ask a profile for contact.

    Raises:
        NotFound: as `reachable_profile`.
        InvalidInput: a field has a fault; `wrong_in_asking` tells all of them.
        Conflict: who asks waits for an answer already, or too many do; `reason` tells `asked_already` or `too_many`.
    """
    asking = tidied(asking)
    require(wrong_in_asking(asking))
    now, secret = datetime.now(UTC), server_secret(store)
    with store.unit_of_work(write=True) as unit:
        profile = _reachable(unit, profile_id)
        unit.contact_requests.expire(now)
        _check_others(unit, profile, asking.email, now)
        request = ContactRequest(
            id=uuid.uuid4().hex,
            profile_id=profile_id,
            name=asking.name,
            message=asking.message,
            created_at=now,
            expires_at=now + timedelta(days=VALID_DAYS),
            organisation=asking.organisation or None,
            email=asking.email,
            phone=asking.phone or None,
            need=asking.need or None,
        )
        unit.contact_requests.put(request)
        unit.commit()
    return Asked(request, proof(secret, request.id, Party.ASKER))


def withdraw(request_id: str, token: str, store: Store) -> ContactRequest:
    """Take a request back; how its asker can be reached is erased.

    Raises:
        NotFound: the token is not its asker's.
        Conflict: it waits for no answer any more; `reason` tells its state.
    """
    return _end(request_id, Party.ASKER, token, store, RequestState.WITHDRAWN)


def decline(request_id: str, token: str, store: Store, note: str = "") -> ContactRequest:
    """Refuse a request, with a note if wanted; how its asker can be reached is erased.

    Raises:
        NotFound: the token is not its receiver's.
        InvalidInput: the note has a fault.
        Conflict: it waits for no answer any more; `reason` tells its state.
    """
    note = prose(note)
    require(wrong_in_note(note))
    return _end(request_id, Party.RECEIVER, token, store, RequestState.DECLINED, note or None)


def accept(request_id: str, token: str, store: Store, shared: Contacts | None = None) -> ContactRequest:
    """Agree to a request: each side is told how to reach the other.

    `shared` is for the receiver whose profile tells no way of being reached, and is left out otherwise.

    Raises:
        NotFound: the token is not its receiver's.
        InvalidInput: the profile tells no way of being reached, and `shared` has a fault.
        Conflict: it waits for no answer any more; `reason` tells its state.
    """
    now, secret = datetime.now(UTC), server_secret(store)
    with store.unit_of_work(write=True) as unit:
        request = _waiting(proved(unit, secret, request_id, Party.RECEIVER, token), now)
        if is_reachable(unit.profiles.contacts(request.profile_id)):
            shared = None
        else:
            shared = _tidied(shared or Contacts())
            require(wrong_in_shared(shared))
        accepted = replace(request, state=RequestState.ACCEPTED, shared=shared, ended_at=now)
        unit.contact_requests.put(accepted)
        unit.commit()
    return accepted


def _tidied(shared: Contacts) -> Contacts:
    return Contacts(
        email=(shared.email or "").strip() or None,
        phone=one_line(shared.phone or "") or None,
        person=one_line(shared.person or "") or None,
    )


def _end(
    request_id: str, party: Party, token: str, store: Store, state: RequestState, note: str | None = None
) -> ContactRequest:
    now, secret = datetime.now(UTC), server_secret(store)
    with store.unit_of_work(write=True) as unit:
        request = _waiting(proved(unit, secret, request_id, party, token), now)
        ended = replace(request, state=state, note=note, ended_at=now, email=None, phone=None)
        unit.contact_requests.put(ended)
        unit.commit()
    return ended


def _reachable(unit: UnitOfWork, profile_id: str) -> Profile:
    stored = unit.profiles.get(profile_id)
    if stored is None or not stored.profile.allows(Purpose.CONTACT, today()):
        raise NotFound(
            f"No profile '{profile_id}' can be asked for contact: it does not exist, or has not given its consent.",
            field="profile_id",
            found=profile_id,
        )
    return stored.profile


def _check_others(unit: UnitOfWork, profile: Profile, email: str, now: datetime) -> None:
    waiting = unit.contact_requests.pending(profile.id, now)
    if any(other.email is not None and other.email.casefold() == email.casefold() for other in waiting):
        raise Conflict(
            f"You have asked {profile.name} for contact already. Wait for the answer, or withdraw that request first.",
            reason="asked_already",
        )
    if len(waiting) >= MOST_PENDING:
        raise Conflict(
            f"{profile.name} has {len(waiting)} requests to answer and takes no more now. Try again in a few days.",
            reason="too_many",
        )


def _waiting(request: ContactRequest, now: datetime) -> ContactRequest:
    state = request.state_at(now)
    if state is not RequestState.PENDING:
        raise Conflict(f"This request {_ENDED[state]} Nothing was changed.", reason=str(state))
    return request


_ENDED = {
    RequestState.ACCEPTED: "was accepted already.",
    RequestState.DECLINED: "was declined already.",
    RequestState.WITHDRAWN: "was withdrawn by who made it.",
    RequestState.EXPIRED: f"was not answered within {VALID_DAYS} days and has ended. It can be made again.",
}
