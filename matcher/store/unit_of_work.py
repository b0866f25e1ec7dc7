"""One transaction over the repositories."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

from sqlalchemy import select

from matcher.ports import (
    AccessKeyRepository,
    AnswerRepository,
    AuditLog,
    ContactRequestRepository,
    ErasureRepository,
    EventRecordRepository,
    EventRepository,
    JobRepository,
    MappingRepository,
    MarketRepository,
    OwnerRepository,
    PersonRepository,
    ProfileRepository,
    RecordedChange,
    TimetableRepository,
    UploadRepository,
)
from matcher.store.access_keys import SqlAccessKeys
from matcher.store.answers import SqlAnswers
from matcher.store.attendance import SqlEventRecords
from matcher.store.audit import SqlAudit
from matcher.store.changes import changes_after, last_change
from matcher.store.contact_requests import SqlContactRequests
from matcher.store.erasures import SqlErasures
from matcher.store.events import SqlEvents
from matcher.store.jobs import SqlJobs
from matcher.store.markets import SqlMarkets
from matcher.store.owners import SqlOwners
from matcher.store.people import SqlPeople
from matcher.store.profiles import SqlProfiles
from matcher.store.tables import header_mappings, meta
from matcher.store.timetables import SqlTimetables
from matcher.store.transaction import Database, Transaction
from matcher.store.uploads import SqlUploads
from matcher.store.upsert import insert_or_replace


class SqlMappings:
    """The `MappingRepository` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, signature: str) -> Mapping[str, str] | None:
        statement = select(header_mappings.c.mapping).where(header_mappings.c.signature == signature)
        return self._transaction.read().execute(statement).scalar_one_or_none()

    def put(self, signature: str, mapping: Mapping[str, str]) -> None:
        connection = self._transaction.write()
        row = {"signature": signature, "mapping": dict(mapping)}
        connection.execute(insert_or_replace(connection, header_mappings), row)


class SqlUnitOfWork:
    """The `UnitOfWork` of a database; after a commit it may go on with a new transaction.

    `note` is told the number of the last change after every commit of what was written.
    """

    def __init__(self, database: Database, note: Callable[[int], None], *, write: bool) -> None:
        self._note = note
        self._transaction = Transaction(database, write=write)
        self.profiles: ProfileRepository = SqlProfiles(self._transaction)
        self.mappings: MappingRepository = SqlMappings(self._transaction)
        self.events: EventRepository = SqlEvents(self._transaction)
        self.timetables: TimetableRepository = SqlTimetables(self._transaction)
        self.records: EventRecordRepository = SqlEventRecords(self._transaction)
        self.jobs: JobRepository = SqlJobs(self._transaction)
        self.uploads: UploadRepository = SqlUploads(self._transaction)
        self.markets: MarketRepository = SqlMarkets(self._transaction)
        self.keys: AccessKeyRepository = SqlAccessKeys(self._transaction)
        self.contact_requests: ContactRequestRepository = SqlContactRequests(self._transaction)
        self.people: PersonRepository = SqlPeople(self._transaction)
        self.erasures: ErasureRepository = SqlErasures(self._transaction)
        self.audit: AuditLog = SqlAudit(self._transaction)
        self.owners: OwnerRepository = SqlOwners(self._transaction)
        self.answers: AnswerRepository = SqlAnswers(self._transaction)

    def generation(self) -> int:
        return last_change(self._transaction.read())

    def changes_after(self, number: int, limit: int = 1000) -> Sequence[RecordedChange]:
        return changes_after(self._transaction.read(), number, limit)

    def meta(self, key: str) -> str | None:
        statement = select(meta.c.value).where(meta.c.key == key)
        return self._transaction.read().execute(statement).scalar_one_or_none()

    def set_meta(self, key: str, value: str) -> None:
        connection = self._transaction.write()
        connection.execute(insert_or_replace(connection, meta), {"key": key, "value": value})

    def commit(self) -> None:
        last = last_change(self._transaction.write()) if self._transaction.writing else None
        self._transaction.commit()
        if last is not None:
            self._note(last)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transaction.close()
