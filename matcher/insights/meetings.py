"""Matches and meetings: who took part in events, who met, and how evenly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from matcher.domain.attendance import EventRecord
from matcher.evaluation.inequality import gini


@dataclass(frozen=True, slots=True)
class MeetingCount:
    """What came of one event, or of several together.

    `participants`, `peripheries`, `newcomers` and `without_meeting` leave out who was absent. `meetings` are those
    published, `peripheral` those of them with somebody from the peripheries, `without_meeting` who has none, and
    `exposure_gini`, in [0, 1), says how unevenly the others have them: all four are None as long as nothing is
    published.
    """

    participants: int
    absent: int
    peripheries: int
    newcomers: int
    pairs: int
    meetings: int | None
    peripheral: int | None
    without_meeting: int | None
    exposure_gini: float | None


@dataclass(frozen=True, slots=True)
class EventCount:
    """An event with what came of it."""

    id: str
    name: str
    start: datetime
    count: MeetingCount


@dataclass(frozen=True, slots=True)
class Meetings:
    """All events by start, and everything together: who took part in two events counts twice there."""

    overall: MeetingCount
    by_event: tuple[EventCount, ...]


def count_meetings(records: Iterable[EventRecord]) -> Meetings:
    """Count what came of events.

    Who may or may not work outside of the centre does not count as from the peripheries.
    """
    ordered = sorted(records, key=lambda one: (one.start, one.id))
    return Meetings(
        overall=_count(ordered),
        by_event=tuple(EventCount(one.id, one.name, one.start, _count([one])) for one in ordered),
    )


def _count(records: Sequence[EventRecord]) -> MeetingCount:
    people = [person for record in records for person in record.people if not person.absent]
    published = [record for record in records if record.meetings is not None]
    met = [count for record in published for count in _meetings_of_each(record)]
    return MeetingCount(
        participants=len(people),
        absent=sum(len(record.people) for record in records) - len(people),
        peripheries=sum(person.periphery is True for person in people),
        newcomers=sum(person.newcomer for person in people),
        pairs=sum(record.chosen for record in records),
        meetings=sum(len(record.meetings or ()) for record in published) if published else None,
        peripheral=sum(map(_peripheral, published)) if published else None,
        without_meeting=met.count(0) if published else None,
        exposure_gini=gini(np.array(met, np.float64)) if published else None,
    )


def _meetings_of_each(record: EventRecord) -> Iterable[int]:
    """How many meetings each participant who is not absent has."""
    met = Counter(one for two in record.meetings or () for one in two)
    return (met[person.participant] for person in record.people if not person.absent)


def _peripheral(record: EventRecord) -> int:
    outside = {person.participant for person in record.people if person.periphery}
    return sum(not outside.isdisjoint(two) for two in record.meetings or ())
