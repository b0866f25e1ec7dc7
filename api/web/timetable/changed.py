"""What changes from one timetable to another, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from matcher.domain.events import Event, EventParticipant, Meeting
from matcher.usecases.events.changes import Outcome
from matcher.usecases.events.comparing import Differences
from matcher.usecases.events.explaining import clock_times


@dataclass(frozen=True, slots=True)
class Names:
    """What people are called; who was erased goes by the id."""

    known: Mapping[str, str]

    @classmethod
    def of(cls, people: Iterable[EventParticipant]) -> Names:
        """The names of these people."""
        return cls({person.id: person.name for person in people})

    def of_id(self, participant: str) -> str:
        """What somebody is called."""
        return self.known.get(participant, participant)


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting that is cancelled, moved or added; `before` and `after` are (time, table)."""

    kind: Literal["cancelled", "moved", "added"]
    meeting: str
    a: str
    b: str
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None


def lines_of(found: Differences | Outcome, told: Event, event: Event, names: Names) -> list[Line]:
    """A line for each meeting that changes: cancelled ones first, then those moved and added, each by time.

    `told` is the event as people were told it before, `event` as they are told it now.
    """

    def line(kind: Literal["cancelled", "moved", "added"], before: Meeting | None, after: Meeting | None) -> Line:
        meeting = after or before
        assert meeting is not None  # noqa: S101 -- one of the two is there
        return Line(
            kind,
            meeting.id,
            names.of_id(meeting.a),
            names.of_id(meeting.b),
            _place(before, told),
            _place(after, event),
        )

    return [
        *(line("cancelled", one, None) for one in _in_order(found.cancelled)),
        *(line("moved", before, after) for before, after in sorted(found.moved, key=lambda two: _when(two[1]))),
        *(line("added", None, one) for one in _in_order(found.added)),
    ]


def _place(meeting: Meeting | None, event: Event) -> tuple[str, str] | None:
    return None if meeting is None else (clock_times(event)[meeting.slot], event.tables[meeting.table - 1])


def _in_order(meetings: Iterable[Meeting]) -> list[Meeting]:
    return sorted(meetings, key=_when)


def _when(meeting: Meeting) -> tuple[int, int, str]:
    return meeting.slot, meeting.table, meeting.id
