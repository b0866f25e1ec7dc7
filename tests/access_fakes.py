"""Access keys and requests for contact in memory, obviously right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from matcher.domain.access import AccessKey
from matcher.domain.answers import KeptAnswer
from matcher.domain.contact_requests import ContactRequest, RequestState


@dataclass
class AccessState:
    """Everything that is kept of who may come in and who asks for contact with whom."""

    keys: dict[str, tuple[AccessKey, str]] = field(default_factory=dict)
    requests: dict[str, ContactRequest] = field(default_factory=dict)
    profile_owners: dict[str, str] = field(default_factory=dict)
    event_owners: dict[str, str] = field(default_factory=dict)
    answers: dict[tuple[str, str], KeptAnswer] = field(default_factory=dict)

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

    def end(self, key_id: str, at: datetime) -> None:
        key, text_hash = self._state.keys[key_id]
        self._state.keys[key_id] = (replace(key, expires_at=at), text_hash)

    def hashes(self, now: datetime) -> Sequence[tuple[AccessKey, str]]:
        return [(key, text_hash) for key, text_hash in self._state.keys.values() if key.valid_at(now)]


class MemoryOwners:
    def __init__(self, state: AccessState) -> None:
        self._state = state

    def profiles(self, ids: Collection[str]) -> Mapping[str, str]:
        return {one: self._state.profile_owners[one] for one in ids if one in self._state.profile_owners}

    def give_profiles(self, ids: Collection[str], organisation: str) -> None:
        for one in ids:
            self._state.profile_owners.setdefault(one, organisation)

    def event(self, event_id: str) -> str | None:
        return self._state.event_owners.get(event_id)

    def give_event(self, event_id: str, organisation: str) -> None:
        self._state.event_owners.setdefault(event_id, organisation)


class MemoryAnswers:
    def __init__(self, state: AccessState) -> None:
        self._state = state

    def get(self, caller: str, name: str) -> KeptAnswer | None:
        return self._state.answers.get((caller, name))

    def put(self, caller: str, name: str, answer: KeptAnswer) -> None:
        self._state.answers[caller, name] = answer

    def delete(self, caller: str, name: str) -> None:
        self._state.answers.pop((caller, name), None)

    def trim(self, caller: str, most: int, before: datetime) -> None:
        kept = {key: one for key, one in self._state.answers.items() if one.begun_at >= before}
        mine = sorted((one.begun_at for (whose, _), one in kept.items() if whose == caller), reverse=True)[:most]
        self._state.answers = {
            key: one for key, one in kept.items() if key[0] != caller or (mine and one.begun_at >= mine[-1])
        }


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
