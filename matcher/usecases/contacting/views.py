"""What each side of a request, and who runs the place, may see of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from matcher.domain.contact_details import is_reachable
from matcher.domain.contact_requests import ContactRequest, Party, RequestState
from matcher.domain.profiles import Contacts, Profile
from matcher.ports import Store, UnitOfWork
from matcher.usecases.contacting.links import proof, proved
from matcher.usecases.privacy.auditing import enter_contacts_read
from matcher.usecases.secrets import server_secret

ROWS = 20
"""Requests on one page of the list."""


@dataclass(frozen=True, slots=True)
class AskerView:
    """A request as its asker sees it: `contacts` are the receiver's, once it has accepted."""

    request: ContactRequest
    state: RequestState
    profile: Profile
    contacts: Contacts | None


@dataclass(frozen=True, slots=True)
class ReceiverView:
    """A request as its receiver sees it, how to reach the asker only once accepted.

    `kept` names the contacts of the profile, such as `email`, that are told when accepting; where it is empty, the
    receiver is asked for some. Their values are not told: the link proves who may answer, not who may read contacts.
    """

    request: ContactRequest
    state: RequestState
    profile: Profile
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedRequest:
    """A request in the list, without ways to reach anybody; with the proof for the receiver's link while pending."""

    request: ContactRequest
    state: RequestState
    profile_name: str
    answer_token: str | None


@dataclass(frozen=True, slots=True)
class RequestList:
    """A page of requests, and how many there are in each state."""

    rows: tuple[ListedRequest, ...]
    counts: Mapping[RequestState, int]
    found: int


def seen_by_asker(request_id: str, token: str, store: Store) -> AskerView:
    """The request of an asker's link.

    Raises:
        NotFound: the token is not its asker's.
    """
    secret = server_secret(store)
    with store.unit_of_work() as unit:
        request = proved(unit, secret, request_id, Party.ASKER, token)
        state = request.state_at(datetime.now(UTC))
        profile = _profile(unit, request)
        contacts = None
        if state is RequestState.ACCEPTED:
            known = unit.profiles.contacts(profile.id)
            contacts = known if known is not None and is_reachable(known) else request.shared
    if contacts is not None:
        enter_contacts_read(profile.id, "asker", store)
    return AskerView(request, state, profile, contacts)


def seen_by_receiver(request_id: str, token: str, store: Store) -> ReceiverView:
    """The request of a receiver's link.

    Raises:
        NotFound: the token is not its receiver's.
    """
    secret = server_secret(store)
    with store.unit_of_work() as unit:
        request = proved(unit, secret, request_id, Party.RECEIVER, token)
        profile = _profile(unit, request)
        contacts = unit.profiles.contacts(profile.id)
    state = request.state_at(datetime.now(UTC))
    shown = request if state is RequestState.ACCEPTED else _unreachable(request)
    return ReceiverView(shown, state, profile, _kept(contacts))


def list_requests(store: Store, state: RequestState | None = None, page: int = 1) -> RequestList:
    """A page of requests, the newest first; with `state` of those that are in it now. Pages are counted from 1."""
    now, secret = datetime.now(UTC), server_secret(store)
    with store.unit_of_work() as unit:
        counts = unit.contact_requests.counts(now)
        requests = unit.contact_requests.page(now=now, state=state, skip=(page - 1) * ROWS, limit=ROWS)
        profiles = unit.profiles.get_many([request.profile_id for request in requests])
        rows = tuple(
            ListedRequest(
                request=_unreachable(request),
                state=request.state_at(now),
                profile_name=profiles[request.profile_id].profile.name,
                answer_token=_answer_token(secret, request, now),
            )
            for request in requests
        )
    found = sum(counts.values()) if state is None else counts.get(state, 0)
    return RequestList(rows, counts, found)


def _answer_token(secret: bytes, request: ContactRequest, now: datetime) -> str | None:
    pending = request.state_at(now) is RequestState.PENDING
    return proof(secret, request.id, Party.RECEIVER) if pending else None


def _profile(unit: UnitOfWork, request: ContactRequest) -> Profile:
    return unit.profiles.get_many([request.profile_id])[request.profile_id].profile


def _unreachable(request: ContactRequest) -> ContactRequest:
    """The request without anybody's contacts."""
    return replace(request, email=None, phone=None, shared=None)


def _kept(contacts: Contacts | None) -> tuple[str, ...]:
    if contacts is None or not is_reachable(contacts):
        return ()
    fields = {
        "email": contacts.email,
        "phone": contacts.phone,
        "website": contacts.website,
        "person": contacts.person,
    }
    return tuple(name for name, value in fields.items() if value)
