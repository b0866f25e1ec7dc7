"""Access keys and requests for contact in memory, obviously right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from matcher.domain.access import AccessKey
from matcher.domain.contact_requests import ContactRequest, RequestState


@dataclass
class AccessState:
    """Everything that is kept of who may come in and who asks for contact with whom."""

    keys: dict[str, tuple[AccessKey, str]] = field(default_factory=dict)
    requests: dict[str, ContactRequest] = field(default_factory=dict)

    def forget_requests_about(self, profile_id: str) -> None:
        self.requests = {one.id: one for one in self.requests.values() if one.profile_id != profile_id}


class MemoryAccessKeys:
    def __init__(self, state: AccessState) -> None:
        self._state = state

    def add(self, key: AccessKey, text_hash: str) -> None:
        self._state.keys[key.id] = (key, text_hash)

    def get(self, key_id: str) -> AccessKey | None:
        return self._state.keys[key_id][0] if key_id in self._state.keys else None

    def hash_of(self, key_id: str) -> str | None:
        return self._state.keys[key_id][1] if key_id in self._state.keys else None

    def all(self) -> Sequence[AccessKey]:
        return sorted((key for key, _ in self._state.keys.values()), key=lambda key: (key.created_at, key.id))

    def revoke(self, key_id: str, now: datetime) -> bool:
        key = self.get(key_id)
        if key is None or key.revoked_at is not None:
            return False
        self._state.keys[key_id] = (replace(key, revoked_at=now), self._state.keys[key_id][1])
        return True


class MemoryContactRequests:
    def __init__(self, state: AccessState) -> None:
        self._state = state

    def get(self, request_id: str) -> ContactRequest | None:
        return self._state.requests.get(request_id)

    def put(self, request: ContactRequest) -> None:
        self._state.requests[request.id] = request

    def pending(self, profile_id: str, now: datetime) -> Sequence[ContactRequest]:
        waiting = self.page(now=now, state=RequestState.PENDING, limit=len(self._state.requests))
        return sorted(
            (one for one in waiting if one.profile_id == profile_id), key=lambda one: (one.created_at, one.id)
        )

    def page(
        self, *, now: datetime, state: RequestState | None = None, skip: int = 0, limit: int
    ) -> Sequence[ContactRequest]:
        wanted = [one for one in self._state.requests.values() if state in (None, one.state_at(now))]
        newest_first = sorted(wanted, key=lambda one: (-one.created_at.timestamp(), one.id))
        return newest_first[skip : skip + limit]

    def counts(self, now: datetime) -> Mapping[RequestState, int]:
        return Counter(one.state_at(now) for one in self._state.requests.values())

    def expire(self, now: datetime) -> None:
        for one in self._state.requests.values():
            if one.state is RequestState.PENDING and one.expires_at <= now:
                self._state.requests[one.id] = replace(
                    one, state=RequestState.EXPIRED, ended_at=one.expires_at, email=None, phone=None
                )
