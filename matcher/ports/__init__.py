"""What the use cases need from the outside, as protocols; adapters live in `matcher.store`."""

from matcher.ports.access import AccessKeyRepository
from matcher.ports.answers import AnswerRepository
from matcher.ports.audit import AuditLog
from matcher.ports.contact_requests import ContactRequestRepository
from matcher.ports.events import EventRecordRepository, EventRepository, TimetableRepository
from matcher.ports.jobs import JobRepository
from matcher.ports.markets import MarketRepository
from matcher.ports.owners import OwnerRepository
from matcher.ports.privacy import ErasureRepository, PersonRepository
from matcher.ports.profiles import (
    Change,
    MappingRepository,
    Operation,
    ProfileRepository,
    RecordedChange,
    Stored,
)
from matcher.ports.request_counts import RequestCounts, Requests
from matcher.ports.units import Store, UnitOfWork
from matcher.ports.uploads import UploadRepository

__all__ = [
    "AccessKeyRepository",
    "AnswerRepository",
    "AuditLog",
    "Change",
    "ContactRequestRepository",
    "ErasureRepository",
    "EventRecordRepository",
    "EventRepository",
    "JobRepository",
    "MappingRepository",
    "MarketRepository",
    "Operation",
    "OwnerRepository",
    "PersonRepository",
    "ProfileRepository",
    "RecordedChange",
    "RequestCounts",
    "Requests",
    "Store",
    "Stored",
    "TimetableRepository",
    "UnitOfWork",
    "UploadRepository",
]
