"""What the use cases need from the outside, as protocols; adapters live in `matcher.store`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from matcher.domain.profiles import Contacts, Kind, Profile


class Change(StrEnum):
    """What storing a profile did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Operation(StrEnum):
    """What a recorded change did."""

    CREATED = "created"
    UPDATED = "updated"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """One line of the log of changes; numbers start at 1 and leave no gap."""

    number: int
    profile_id: str
    operation: Operation


@dataclass(frozen=True, slots=True)
class Stored:
    """A profile as stored: `version` counts its changes from 1, `change` is the store-wide number of the last one."""

    profile: Profile
    version: int
    change: int
    updated_at: datetime


class ProfileRepository(Protocol):
    """Profiles and their contacts."""

    def get(self, profile_id: str) -> Stored | None: ...

    def get_many(self, profile_ids: Sequence[str]) -> Mapping[str, Stored]:
        """Those that exist, in the order asked."""
        ...

    def put(self, profile: Profile, contacts: Contacts | None = None) -> Change:
        """Create or replace a profile; `contacts` None leaves stored contacts as they are, empty ones erase them.

        Unchanged content (links to skills included) writes nothing and takes no change number.

        Raises:
            InvalidInput: the profile holds a value that cannot be stored, such as a NUL; nothing is written.
        """
        ...

    def put_many(self, pairs: Sequence[tuple[Profile, Contacts | None]]) -> Sequence[Change]:
        """Do what `put` does for each pair in order, in few statements; what each did.

        Raises:
            InvalidInput: as `put`; some of the pairs may be written, so leave the unit without a commit.
        """
        ...

    def delete(self, profile_id: str) -> bool:
        """Erase a profile with its items and contacts; False when there was none."""
        ...

    def contacts(self, profile_id: str) -> Contacts | None: ...

    def page(self, *, after: str | None, limit: int, kind: Kind | None = None) -> Sequence[Stored]:
        """Up to `limit` profiles with an id greater than `after`, by ascending id."""
        ...

    def iterate(self, batch: int = 1000) -> Iterator[Stored]:
        """Every profile by ascending id, read in batches."""
        ...

    def count(self, *, kind: Kind | None = None) -> int: ...


class MappingRepository(Protocol):
    """Column mappings that a person confirmed once, by signature of the header."""

    def get(self, signature: str) -> Mapping[str, str] | None: ...

    def put(self, signature: str, mapping: Mapping[str, str]) -> None: ...


class UnitOfWork(Protocol):
    """One transaction: commits on `commit()`, rolls back when left without it. Not shared by threads.

    It reads one snapshot, so nothing it reads changes while it lasts; what follows a commit is a new transaction.
    """

    profiles: ProfileRepository
    mappings: MappingRepository

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

    def unit_of_work(self, *, write: bool = False) -> UnitOfWork:
        """A unit of work; with `write` it is the only writer from its first statement on.

        Without `write` it may write too, but a unit that has read first and then writes raises `Conflict` if another
        one changed profiles in between: who reads in order to write asks for `write`. Encoding belongs outside of a
        unit that writes, which all other writers wait for.

        Raises:
            Unavailable: the database cannot be reached, or another writer holds it for too long.
        """
        ...
