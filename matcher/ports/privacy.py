"""Where it is found out what is held on a person, and where that is erased."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from matcher.domain.privacy import Erased, Person


class PersonRepository(Protocol):
    """What is held on people, across all tables."""

    def of_profile(self, profile_id: str) -> Person | None:
        """Who is behind a profile, None where there is none.

        With the participants who bear its id, and what was asked for from its address, unless somebody else has the
        same address.
        """
        ...

    def of_address(self, email: str) -> Person | None:
        """Everybody who has an address, in any case of its letters; None where nobody has it."""
        ...

    def of_participant(self, event_id: str, participant_id: str) -> Person | None:
        """A participant of one event; None where there is none."""
        ...

    def names(self) -> Iterable[str]:
        """The names, as in `Person.names`, of everybody there is."""
        ...

    def held(self, person: Person) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """What is held on them as plain data: rows by table, and of kept files the lines that tell of them."""
        ...

    def erase(self, person: Person) -> Mapping[str, int]:
        """Erase all that is theirs and every mention of them; how many rows that were theirs there were, by table.

        Published timetables keep the hour and the table of their meetings, under a name made at random. Jobs under way
        that have read of them come to nothing. The change that this makes bears no id.
        """
        ...


class ErasureRepository(Protocol):
    """What is remembered of who was erased."""

    def all(self) -> Sequence[Erased]: ...

    def add(self, erased: Iterable[Erased]) -> None:
        """Remember more; what is remembered already stays as it is."""
        ...
