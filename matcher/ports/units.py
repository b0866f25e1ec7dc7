"""Transactions over everything that is kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from types import TracebackType
from typing import Protocol, Self

from matcher.ports.access import AccessKeyRepository
from matcher.ports.answers import AnswerRepository
from matcher.ports.audit import AuditLog
from matcher.ports.contact_requests import ContactRequestRepository
from matcher.ports.events import EventRecordRepository, EventRepository, TimetableRepository
from matcher.ports.jobs import JobRepository
from matcher.ports.markets import MarketRepository
from matcher.ports.owners import OwnerRepository
from matcher.ports.privacy import ErasureRepository, PersonRepository
from matcher.ports.profiles import MappingRepository, ProfileRepository, RecordedChange
from matcher.ports.uploads import UploadRepository


class UnitOfWork(Protocol):
    """One transaction: commits on `commit()`, rolls back when left without it. Not shared by threads.

    It reads one snapshot, so nothing it reads changes while it lasts; what follows a commit is a new transaction.
    """

    profiles: ProfileRepository
    mappings: MappingRepository
    events: EventRepository
    timetables: TimetableRepository
    records: EventRecordRepository
    jobs: JobRepository
    uploads: UploadRepository
    markets: MarketRepository
    keys: AccessKeyRepository
    contact_requests: ContactRequestRepository
    people: PersonRepository
    erasures: ErasureRepository
    audit: AuditLog
    owners: OwnerRepository
    answers: AnswerRepository

    def generation(self) -> int:
        """The number of the last change; 0 for a store never written to."""
        ...

    def changes_after(self, number: int, limit: int = 1000) -> Sequence[RecordedChange]:
        """Up to `limit` changes with greater numbers, in order: who has read up to n misses nothing after n."""
        ...

    def meta(self, key: str) -> str | None:
        """A named fact about the store, such as the version of the vocabulary its links were made with."""
        ...

    def set_meta(self, key: str, value: str) -> None: ...

    def commit(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Store(Protocol):
    """Opens units of work on one database."""

    @property
    def written(self) -> int:
        """The number of the last change when something was last committed through this store; 0 before."""
        ...

    @property
    def at_hand(self) -> bool:
        """Whether it costs next to nothing to ask for the generation, as no network lies between."""
        ...

    def unit_of_work(self, *, write: bool = False) -> UnitOfWork:
        """A unit of work; with `write` it is the only writer from its first statement on.

        Without `write` it may write too, but a unit that has read first and then writes raises `Conflict` if another
        one changed profiles in between: who reads in order to write asks for `write`. Encoding belongs outside of a
        unit that writes, which all other writers wait for.

        Raises:
            Unavailable: the database cannot be reached, or another writer holds it for too long.
        """
        ...

    def scrub(self, traces: Collection[bytes] | None) -> bool:
        """See to it that nothing is left of what was erased where the database keeps its rows, as far as it is ours.

        `traces` are pieces of it by which remains are looked for, None where nothing is known of it. False where others
        use the database so much that it could not be done now.

        Raises:
            Unavailable: the database cannot be reached.
        """
        ...
