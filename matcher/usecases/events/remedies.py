"""What helps where no timetable can be made, done to the event as its organiser asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from itertools import count
from zoneinfo import ZoneInfo

from matcher.domain.events import Event, Slot
from matcher.domain.schedules import Remedy
from matcher.errors import InvalidInput, NotFound
from matcher.ports import UnitOfWork
from matcher.usecases.events.keeping import MOST_SLOTS, MOST_TABLES, check_event, existing_event
from matcher.usecases.events.locking import lock_in

MORE_TIME = "more_time"
"""Changes nothing of the event: the next attempt has twice the time."""


def apply_remedies(unit: UnitOfWork, event_id: str, remedies: Sequence[Remedy]) -> None:
    """Change the event, its participants, pairs or locks as the remedies say, one after the other.

    Raises:
        NotFound: there is no such event, or a remedy names somebody or a meeting that it has not.
        InvalidInput: there is no such remedy for events, or its values are not what it needs.
    """
    for remedy in remedies:
        if remedy.code not in _REMEDIES:
            raise InvalidInput(
                f"'{remedy.code}' is no change that an event can be helped with. Choose one of {', '.join(_REMEDIES)}.",
                field="remedies",
                found=remedy.code,
            )
        _REMEDIES[remedy.code](unit, existing_event(unit, event_id), remedy)


def _add_slots(unit: UnitOfWork, event: Event, remedy: Remedy) -> None:
    """Slots as long as the last one for meetings follow the end of the programme."""
    zone, last = ZoneInfo(event.time_zone), event.meeting_slots[-1]
    length = last.end.astimezone(UTC) - last.start.astimezone(UTC)
    end = event.slots[-1].end.astimezone(UTC)
    starts = [end + length * place for place in range(_number(remedy, "count", MOST_SLOTS))]
    more = [Slot(start.astimezone(zone), (start + length).astimezone(zone), session=last.session) for start in starts]
    _put(unit, replace(event, slots=(*event.slots, *more)))


def _add_tables(unit: UnitOfWork, event: Event, remedy: Remedy) -> None:
    """Tables are named by the next numbers that no table has."""
    taken = {" ".join(name.split()).casefold() for name in event.tables}
    free = (str(number) for number in count(len(event.tables) + 1) if str(number) not in taken)
    more = [next(free) for _ in range(_number(remedy, "count", MOST_TABLES))]
    _put(unit, replace(event, tables=(*event.tables, *more)))


def _widen_fairness(unit: UnitOfWork, event: Event, remedy: Remedy) -> None:
    fairness = _number(remedy, "fairness", len(event.meeting_slots))
    if event.rules.fairness is not None and event.rules.fairness < fairness:
        _put(unit, replace(event, rules=replace(event.rules, fairness=fairness)))


def _free_slots(unit: UnitOfWork, event: Event, remedy: Remedy) -> None:
    name, slots = _text(remedy, "participant"), _list(remedy, "slots")
    person = next((one for one in unit.events.participants(event.id) if one.id == name), None)
    if person is None:
        raise NotFound(f"Nobody has the id '{name}' in this event.", field="remedies", found=name)
    unit.events.put_participants(event.id, [replace(person, unavailable=person.unavailable.difference(slots))])


def _drop_meetings(unit: UnitOfWork, event: Event, remedy: Remedy) -> None:
    """Their pairs are not chosen, for good: neither a rule nor the next choice of pairs brings them back."""
    dropped = {str(name) for name in _list(remedy, "meetings")}
    pairs = unit.events.pairs(event.id)
    if missing := dropped - {pair.meeting_id for pair in pairs}:
        raise NotFound(f"No pair of this event has the meeting '{min(missing)}'.", field="remedies", found=min(missing))
    unit.events.put_pairs(
        event.id,
        [replace(pair, rule=None, chosen=False, locked=True) if pair.meeting_id in dropped else pair for pair in pairs],
    )


def _unfix_meeting(unit: UnitOfWork, event: Event, remedy: Remedy) -> None:
    name = _text(remedy, "meeting")
    latest = unit.timetables.latest(event.id)
    if latest is not None and any(one.id == name and one.locked for one in latest.meetings):
        lock_in(unit, latest, unlock=[name])


def _leave(unit: UnitOfWork, event: Event, remedy: Remedy) -> None:
    """The event stays as it is."""


_REMEDIES: Mapping[str, Callable[[UnitOfWork, Event, Remedy], None]] = {
    "add_slots": _add_slots,
    "add_tables": _add_tables,
    "free_slots": _free_slots,
    "drop_meetings": _drop_meetings,
    "unfix_meeting": _unfix_meeting,
    "widen_fairness": _widen_fairness,
    MORE_TIME: _leave,
}


def unfixed(remedies: Sequence[Remedy]) -> set[str]:
    """The meetings that may be in any slot from now on."""
    return {_text(remedy, "meeting") for remedy in remedies if remedy.code == "unfix_meeting"}


def _put(unit: UnitOfWork, event: Event) -> None:
    check_event(event)
    unit.events.put(event)


def _number(remedy: Remedy, name: str, most: int) -> int:
    found = remedy.values.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not 1 <= found <= most:
        raise _wrong(remedy, name, f"a whole number from 1 to {most}")
    return found


def _text(remedy: Remedy, name: str) -> str:
    found = remedy.values.get(name)
    if not isinstance(found, str):
        raise _wrong(remedy, name, "an id")
    return found


def _list(remedy: Remedy, name: str) -> Sequence[object]:
    found = remedy.values.get(name)
    if not isinstance(found, list | tuple) or not found:
        raise _wrong(remedy, name, "a list that is not empty")
    return found


def _wrong(remedy: Remedy, name: str, needed: str) -> InvalidInput:
    return InvalidInput(
        f"The remedy '{remedy.code}' needs '{name}', {needed}: send it as the job's result has it.",
        field="remedies",
        found=str(remedy.values.get(name)),
    )
