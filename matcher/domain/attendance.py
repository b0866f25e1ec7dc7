"""What an event leaves for the programme's indicators: who took part, and who met whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Attendance:
    """One participant of an event, as far as it is counted; the fields are those of `EventParticipant`."""

    participant: str
    profile_id: str | None
    periphery: bool | None
    newcomer: bool
    absent: bool


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event as it is counted; `start` is that of its first slot.

    `chosen` is how many pairs are to meet; `meetings` are those of the timetable published last, as pairs of
    participants' ids, None where none has been published.
    """

    id: str
    name: str
    start: datetime
    people: tuple[Attendance, ...]
    chosen: int = 0
    meetings: tuple[tuple[str, str], ...] | None = None
