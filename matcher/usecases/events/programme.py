"""From a session's hours to its slots, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from matcher.domain.events import Slot, SlotKind
from matcher.errors import InvalidInput

LONGEST_PAUSE = 30
"""Minutes between two meetings that are read as a pause of one session; more parts two sessions."""


@dataclass(frozen=True, slots=True)
class Session:
    """A part of the programme from `start` to `end`, cut into meetings of `minutes` with `pause` minutes in between."""

    start: datetime
    end: datetime
    minutes: int
    pause: int = 0
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A session and what fills the time to the next one of the same day: the name of a break, None for nothing."""

    session: Session
    then: str | None = None


_STRETCH = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})\s*[-–]\s*(\d{2}:\d{2})(?:\s+(.+))?")


def stretch(text: str) -> tuple[datetime, datetime, str | None]:
    """The hours and the name that a text such as "2026-03-12 09:30-12:30 mattina" holds, without a zone.

    Raises:
        ValueError: it holds none.
    """
    match = _STRETCH.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    start, end = (datetime.fromisoformat(f"{match[1]}T{clock}") for clock in (match[2], match[3]))
    return start, end, match[4]


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


def programme(parts: Sequence[Part], zone: ZoneInfo) -> tuple[Slot, ...]:
    """The slots of a programme's parts in the order of their hours, with breaks where a part names one.

    A break goes from the end of a part's last meeting to the beginning of the next part of that day; after the last
    part of a day it is nothing.

    Raises:
        InvalidInput: no meeting fits into a part, or a part begins before the one before it ends.
    """
    cut = sorted(((part, slots_of(part.session, zone)) for part in parts), key=lambda one: _utc(one[1][0].start))
    slots: list[Slot] = []
    for (part, mine), later in zip(cut, [theirs for _, theirs in cut[1:]] + [()], strict=True):
        slots += mine
        if not later:
            continue
        end, begin = mine[-1].end, later[0].start
        if _utc(begin) < _utc(end):
            raise InvalidInput(
                f"The part that begins at {begin:%H:%M} overlaps the one before it, which ends at {end:%H:%M}.",
                field="sessions",
                found=f"{begin:%H:%M}",
            )
        if part.then is not None and _utc(begin) > _utc(end) and begin.date() == end.date():
            slots.append(Slot(end, begin, SlotKind.BREAK, label=part.then or None))
    return tuple(slots)


def parts_of(slots: Sequence[Slot]) -> tuple[Part, ...] | None:
    """The parts that `programme` makes these slots of, None where no parts do, as for slots given one by one."""
    parts: list[Part] = []
    for slot in slots:
        last = parts[-1] if parts else None
        if slot.kind is SlotKind.BREAK:
            if last is None or last.then is not None or last.session.end != slot.start:
                return None
            parts[-1] = replace(last, then=slot.label or "")
            continue
        grown = _grown(last, slot)
        if grown is None:
            parts.append(Part(Session(slot.start, slot.end, _minutes(slot.start, slot.end), 0, slot.session)))
        else:
            parts[-1] = grown
    try:
        remade = programme(parts, slots[0].start.tzinfo) if parts else ()  # type: ignore[arg-type]
    except InvalidInput:
        return None
    return tuple(parts) if remade == tuple(slots) else None


def _grown(part: Part | None, slot: Slot) -> Part | None:
    """The part with a slot more, None where the slot begins another."""
    if part is None or part.then is not None or part.session.name != slot.session:
        return None
    session = part.session
    if session.minutes != _minutes(slot.start, slot.end) or session.end.date() != slot.start.date():
        return None
    pause = _minutes(session.end, slot.start)
    single = _minutes(session.start, session.end) == session.minutes
    if pause != session.pause and not (single and pause <= LONGEST_PAUSE):
        return None
    return replace(part, session=replace(session, end=slot.end, pause=pause))


def _minutes(start: datetime, end: datetime) -> int:
    return round((_utc(end) - _utc(start)).total_seconds() / 60)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _slots(session: Session, zone: ZoneInfo) -> Iterator[Slot]:
    # Counted in UTC, so that a night in which the clocks change has the hours that it has.
    moment, end = local(session.start, zone).astimezone(UTC), local(session.end, zone).astimezone(UTC)
    length, pause = timedelta(minutes=session.minutes), timedelta(minutes=session.pause)
    while moment + length <= end:
        yield Slot(moment.astimezone(zone), (moment + length).astimezone(zone), session=session.name)
        moment += length + pause
