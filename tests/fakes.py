"""Stand-ins for what lies outside, in memory and obviously right."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Self

from embeddings import Matrix, Role
from embeddings.hashing_encoder import HashingEncoder
from matcher.domain.audit import AuditEntry
from matcher.domain.profiles import Contacts, Kind, Profile, Purpose
from matcher.ports import (
    AccessKeyRepository,
    AnswerRepository,
    AuditLog,
    Change,
    ContactRequestRepository,
    EventRecordRepository,
    EventRepository,
    JobRepository,
    MappingRepository,
    MarketRepository,
    Operation,
    OwnerRepository,
    ProfileRepository,
    RecordedChange,
    Stored,
    TimetableRepository,
    UploadRepository,
)
from tests.access_fakes import AccessState, MemoryAccessKeys, MemoryAnswers, MemoryContactRequests, MemoryOwners
from tests.audit_fakes import MemoryAudit
from tests.event_fakes import EventState, MemoryEventRecords, MemoryEvents, MemoryJobs, MemoryTimetables
from tests.market_fakes import MarketState, MemoryMarkets
from tests.upload_fakes import MemoryUploads, UploadState


@dataclass
class State:
    """Everything that a store remembers."""

    profiles: dict[str, Stored] = field(default_factory=dict)
    contacts: dict[str, Contacts] = field(default_factory=dict)
    mappings: dict[str, dict[str, str]] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    log: list[RecordedChange] = field(default_factory=list)
    events: EventState = field(default_factory=EventState)
    uploads: UploadState = field(default_factory=UploadState)
    markets: MarketState = field(default_factory=MarketState)
    access: AccessState = field(default_factory=AccessState)
    audit: list[AuditEntry] = field(default_factory=list)

    def snapshot(self) -> State:
        return State(
            copy(self.profiles),
            copy(self.contacts),
            copy(self.mappings),
            copy(self.meta),
            copy(self.log),
            deepcopy(self.events),
            deepcopy(self.uploads),
            deepcopy(self.markets),
            deepcopy(self.access),
            copy(self.audit),
        )

    def record(self, profile_id: str, operation: Operation) -> int:
        self.log.append(RecordedChange(len(self.log) + 1, profile_id, operation))
        return len(self.log)


class MemoryProfiles:
    def __init__(self, state: State) -> None:
        self._state = state

    def get(self, profile_id: str) -> Stored | None:
        return self._state.profiles.get(profile_id)

    def get_many(self, profile_ids: Sequence[str]) -> Mapping[str, Stored]:
        return {each: self._state.profiles[each] for each in profile_ids if each in self._state.profiles}

    def put(self, profile: Profile, contacts: Contacts | None = None) -> Change:
        state = self._state
        before = state.profiles.get(profile.id)
        known = state.contacts.get(profile.id, Contacts())
        if before is not None and before.profile == profile and contacts in (None, known):
            return Change.UNCHANGED
        change = Change.CREATED if before is None else Change.UPDATED
        number = state.record(profile.id, Operation(change))
        version = 1 if before is None else before.version + 1
        state.profiles[profile.id] = Stored(profile, version, number, datetime.now(UTC))
        if contacts == Contacts():
            state.contacts.pop(profile.id, None)
        elif contacts is not None:
            state.contacts[profile.id] = contacts
        return change

    def put_many(self, pairs: Sequence[tuple[Profile, Contacts | None]]) -> Sequence[Change]:
        return [self.put(profile, contacts) for profile, contacts in pairs]

    def delete(self, profile_id: str) -> bool:
        if self._state.profiles.pop(profile_id, None) is None:
            return False
        self._state.contacts.pop(profile_id, None)
        self._state.access.forget_requests_about(profile_id)
        self._state.access.profile_owners.pop(profile_id, None)
        self._state.record(profile_id, Operation.DELETED)
        return True

    def contacts(self, profile_id: str) -> Contacts | None:
        return self._state.contacts.get(profile_id)

    def page(
        self, *, after: str | None, limit: int, kind: Kind | None = None, seen_by: str | None = None
    ) -> Sequence[Stored]:
        return [
            self._state.profiles[each]
            for each in sorted(self._state.profiles)
            if (after is None or each > after)
            and kind in (None, self._state.profiles[each].profile.kind)
            and self._is_seen(each, seen_by)
        ][:limit]

    def _is_seen(self, profile_id: str, organisation: str | None) -> bool:
        owner = self._state.access.profile_owners.get(profile_id)
        return self._state.profiles[profile_id].profile.consent or organisation in (None, owner)

    def iterate(self, batch: int = 1000) -> Iterator[Stored]:
        return iter(self.page(after=None, limit=len(self._state.profiles)))

    def names(self, *, kind: Kind | None = None, seen_by: str | None = None) -> Sequence[tuple[str, str]]:
        kept = self.page(after=None, limit=len(self._state.profiles), kind=kind, seen_by=seen_by)
        return [(each.profile.id, each.profile.name) for each in kept]

    def ids(self) -> Sequence[str]:
        return sorted(self._state.profiles)

    def lapsed(self, day: date) -> Sequence[str]:
        limited = [stored.profile for stored in self._state.profiles.values() if stored.profile.grants is not None]
        return sorted(profile.id for profile in limited if not profile.allows(Purpose.MATCHING, day))

    def count(self, *, kind: Kind | None = None, seen_by: str | None = None) -> int:
        return len(self.names(kind=kind, seen_by=seen_by))


class MemoryMappings:
    def __init__(self, state: State) -> None:
        self._state = state

    def get(self, signature: str) -> Mapping[str, str] | None:
        return self._state.mappings.get(signature)

    def put(self, signature: str, mapping: Mapping[str, str]) -> None:
        self._state.mappings[signature] = dict(mapping)


class MemoryUnitOfWork:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._state = store.state.snapshot()
        self.profiles: ProfileRepository = MemoryProfiles(self._state)
        self.mappings: MappingRepository = MemoryMappings(self._state)
        self.events: EventRepository = MemoryEvents(self._state.events, self._state.access.event_owners)
        self.timetables: TimetableRepository = MemoryTimetables(self._state.events)
        self.records: EventRecordRepository = MemoryEventRecords(self._state.events)
        self.jobs: JobRepository = MemoryJobs(self._state.events)
        self.uploads: UploadRepository = MemoryUploads(self._state.uploads)
        self.markets: MarketRepository = MemoryMarkets(self._state.markets, self._state.events)
        self.keys: AccessKeyRepository = MemoryAccessKeys(self._state.access)
        self.contact_requests: ContactRequestRepository = MemoryContactRequests(self._state.access)
        self.audit: AuditLog = MemoryAudit(self._state.audit)
        self.owners: OwnerRepository = MemoryOwners(self._state.access)
        self.answers: AnswerRepository = MemoryAnswers(self._state.access)

    def generation(self) -> int:
        return len(self._state.log)

    def changes_after(self, number: int, limit: int = 1000) -> Sequence[RecordedChange]:
        return self._state.log[number : number + limit]

    def meta(self, key: str) -> str | None:
        return self._state.meta.get(key)

    def set_meta(self, key: str, value: str) -> None:
        self._state.meta[key] = value

    def commit(self) -> None:
        self._store.written = len(self._state.log)
        self._store.state = self._state.snapshot()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class MemoryStore:
    """A `Store` for one thread: units of work neither wait nor conflict."""

    def __init__(self) -> None:
        self.state = State()
        self.written = 0
        self.at_hand = False

    def unit_of_work(self, *, write: bool = False) -> MemoryUnitOfWork:
        return MemoryUnitOfWork(self)


class WatchedEncoder(HashingEncoder):
    """Remembers the documents it encodes, and calls `before` ahead of each batch of them."""

    def __init__(self, dim: int, before: Callable[[], None] = lambda: None) -> None:
        super().__init__(dim)
        self.documents: list[str] = []
        self._before = before

    def encode(self, texts: Sequence[str], *, role: Role) -> Matrix:
        if role == "document" and texts:
            self._before()
            self.documents += texts
        return super().encode(texts, role=role)


class Gate:
    """Holds up the encoder that comes to it until the test opens it."""

    PATIENCE_S = 30
    """Ends a test whose event never comes; no test waits for it."""

    def __init__(self) -> None:
        self._reached, self._opened = threading.Event(), threading.Event()

    def __call__(self) -> None:
        self._reached.set()
        assert self._opened.wait(self.PATIENCE_S)

    def wait_until_reached(self) -> None:
        assert self._reached.wait(self.PATIENCE_S)

    def open(self) -> None:
        self._opened.set()
