"""Where events are kept: who takes part, who may meet whom, and the timetables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from matcher.domain.attendance import EventRecord
from matcher.domain.events import Event, EventParticipant, Interest, Pair, Tally, TimetableVersion, VersionOutline
from matcher.ports.profiles import Change


class EventRepository(Protocol):
    """Events with their participants and pairs; what belongs to an event goes with it."""

    def get(self, event_id: str) -> Event | None: ...

    def page(self, *, after: str | None, limit: int, owner: str | None = None) -> Sequence[Event]:
        """Up to `limit` events with an id greater than `after`, by ascending id; with `owner` those it owns."""
        ...

    def count(self, *, owner: str | None = None) -> int: ...

    def tallies(self, event_ids: Collection[str]) -> Mapping[str, Tally]:
        """How much there is of each of those that are there, counted without reading it all."""
        ...

    def put(self, event: Event) -> Change:
        """Create or replace an event; its participants, pairs and timetables stay."""
        ...

    def delete(self, event_id: str) -> bool:
        """Erase an event with all that belongs to it, its jobs included; False when there was none."""
        ...

    def participants(self, event_id: str) -> tuple[EventParticipant, ...]:
        """Those of an event, in the order in which they were first put."""
        ...

    def put_participants(
        self, event_id: str, participants: Sequence[EventParticipant], emails: Mapping[str, str] = {}
    ) -> Sequence[Change]:
        """Create or replace participants of an existing event; what each put did.

        `emails` are addresses by participant id; those of participants it leaves out stay as they are.

        Raises:
            InvalidInput: a text cannot be stored; leave the unit without a commit.
        """
        ...

    def delete_participant(self, event_id: str, participant_id: str) -> bool:
        """Erase a participant with address, interests and pairs; timetables keep what was told."""
        ...

    def emails(self, event_id: str) -> Mapping[str, str]:
        """The known addresses, by participant id."""
        ...

    def forget_emails(self, event_id: str) -> int:
        """Erase the addresses of those who take part; how many."""
        ...

    def interests(self, event_id: str) -> tuple[Interest, ...]:
        """The interests that were given for the event, by ascending ids."""
        ...

    def put_interests(self, event_id: str, interests: Iterable[Interest]) -> None:
        """Replace all interests of an existing event; the last of two about the same two wins."""
        ...

    def pairs(self, event_id: str, *, of: str | None = None, chosen: bool = False) -> tuple[Pair, ...]:
        """The pairs of an event, by ascending ids: all, those `of` a participant, those that are `chosen`."""
        ...

    def put_pairs(self, event_id: str, pairs: Iterable[Pair]) -> None:
        """Replace all pairs of an existing event, each of them given once."""
        ...


class EventRecordRepository(Protocol):
    """All events as they are counted."""

    def all(self) -> Sequence[EventRecord]:
        """Every event by ascending id, its participants in the order in which they were first put."""
        ...


class TimetableRepository(Protocol):
    """The versions of events' timetables, and who met whom."""

    def get(self, event_id: str, number: int) -> TimetableVersion | None: ...

    def versions(self, event_id: str) -> tuple[TimetableVersion, ...]:
        """All versions of an event, oldest first."""
        ...

    def outlines(self, event_id: str) -> tuple[VersionOutline, ...]:
        """All versions of an event, oldest first, their meetings counted."""
        ...

    def latest(self, event_id: str, *, published: bool = False) -> TimetableVersion | None:
        """The version with the greatest number; with `published` only one that people were told."""
        ...

    def add(self, version: TimetableVersion) -> None:
        """Keep a new version of an existing event.

        Raises:
            Conflict: its number does not follow the last one: somebody else has added a version meanwhile.
        """
        ...

    def replace(self, version: TimetableVersion) -> None:
        """Put a draft, or its published form, in the place of the draft of the same number.

        Raises:
            Conflict: there is no draft of this number; what is published never changes.
        """
        ...

    def record_encounters(self, event_id: str, met: Iterable[tuple[str, str]]) -> None:
        """Replace what is remembered of who met whom at an event: pairs of names that persons have in every event."""
        ...

    def encounters(self, names: Collection[str], *, apart_from: str) -> frozenset[tuple[str, str]]:
        """Who met whom at other events than `apart_from`, one of the two being of `names`; the smaller name first."""
        ...
