"""Where profiles are kept, and the log of their changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from matcher.domain.profiles import Contacts, Kind, Profile


class Change(StrEnum):
    """What storing a profile did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Operation(StrEnum):
    """What a recorded change did. Who reads `ERASED`, which names nobody, takes out whoever is there no more."""

    CREATED = "created"
    UPDATED = "updated"
    DELETED = "deleted"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """One line of the log of changes; numbers start at 1 and leave no gap. `profile_id` is empty once erased."""

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

    def page(
        self, *, after: str | None, limit: int, kind: Kind | None = None, seen_by: str | None = None
    ) -> Sequence[Stored]:
        """Up to `limit` profiles with an id greater than `after`, by ascending id.

        `seen_by` an organisation are those that take part and its own.
        """
        ...

    def iterate(self, batch: int = 1000) -> Iterator[Stored]:
        """Every profile by ascending id, read in batches."""
        ...

    def names(self, *, kind: Kind | None = None, seen_by: str | None = None) -> Sequence[tuple[str, str]]:
        """The id and the name of every profile, by ascending id."""
        ...

    def ids(self) -> Sequence[str]:
        """The id of every profile, ascending."""
        ...

    def lapsed(self, day: date) -> Sequence[str]:
        """The ids of those whose consent to matching is limited and does not hold on a day, ascending."""
        ...

    def count(self, *, kind: Kind | None = None, seen_by: str | None = None) -> int: ...


class MappingRepository(Protocol):
    """Column mappings that a person confirmed once, by signature of the header."""

    def get(self, signature: str) -> Mapping[str, str] | None: ...

    def put(self, signature: str, mapping: Mapping[str, str]) -> None: ...
