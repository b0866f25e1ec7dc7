"""From a session's hours to its slots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from matcher.domain.events import Slot
from matcher.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Session:
    """A part of the programme from `start` to `end`, cut into meetings of `minutes` with `pause` minutes in between."""

    start: datetime
    end: datetime
    minutes: int
    pause: int = 0
    name: str | None = None


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment in the zone; one without a zone is meant as the zone's clocks show it."""
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def slots_of(session: Session, zone: ZoneInfo) -> tuple[Slot, ...]:
    """The meeting slots that lie wholly within the session's hours.

    Raises:
        InvalidInput: not even one does.
    """
    slots = tuple(_slots(session, zone))
    if not slots:
        raise InvalidInput(
            f"No meeting of {session.minutes} minutes fits between {session.start:%H:%M} and {session.end:%H:%M}. "
            "Correct the hours, or make meetings shorter.",
            field="sessions",
            found=session.minutes,
        )
    return slots


def _slots(session: Session, zone: ZoneInfo) -> Iterator[Slot]:
    # Counted in UTC, so that a night in which the clocks change has the hours that it has.
    moment, end = local(session.start, zone).astimezone(UTC), local(session.end, zone).astimezone(UTC)
    length, pause = timedelta(minutes=session.minutes), timedelta(minutes=session.pause)
    while moment + length <= end:
        yield Slot(moment.astimezone(zone), (moment + length).astimezone(zone), session=session.name)
        moment += length + pause
