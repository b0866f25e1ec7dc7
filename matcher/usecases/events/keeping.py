"""Keep events: what one has to be, and finding it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from matcher.domain.access import reaches
from matcher.domain.events import Event, EventParticipant
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.ports import Change, Store, UnitOfWork
from matcher.usecases.terms import ANY, Terms

LANGUAGES = ("it", "en")
MOST_SLOTS = 500
MOST_TABLES = 2000


def create_event(event: Event, store: Store, terms: Terms = ANY) -> Event:
    """Keep a new event; it belongs to the organisation of the `terms`.

    Raises:
        InvalidInput: it breaks a rule of `check_event`.
        Conflict: there is one with this id.
    """
    check_event(event)
    with store.unit_of_work(write=True) as unit:
        if unit.events.get(event.id) is not None:
            raise Conflict(
                f"There is an event '{event.id}' already: change it with PUT /events/{event.id}, or give another id.",
                field="id",
                found=event.id,
            )
        unit.events.put(event)
        if terms.organisation is not None:
            unit.owners.give_event(event.id, terms.organisation)
        unit.commit()
    return event


def update_event(event: Event, store: Store, terms: Terms = ANY) -> Event:
    """Replace an event; its participants, pairs and timetables stay.

    Raises:
        NotFound: there is none with this id, or it belongs to somebody else.
        InvalidInput: it breaks a rule of `check_event`.
        Conflict: a timetable or a participant names a slot or a table that it no longer has.
        Outdated: the terms name another state than that of what is kept.
    """
    check_event(event)
    with store.unit_of_work(write=True) as unit:
        terms.check(event_tag(existing_event(unit, event.id, terms.organisation)))
        _check_use(event, unit)
        if unit.events.put(event) is not Change.UNCHANGED:
            unit.commit()
    return event


def erase_event(event_id: str, store: Store, terms: Terms = ANY) -> None:
    """Erase an event with its participants, addresses, pairs, timetables, jobs and what it says of who met whom.

    Raises:
        NotFound: there is none with this id, or it belongs to somebody else.
        Outdated: the terms name another state than that of what is kept.
    """
    with store.unit_of_work(write=True) as unit:
        terms.check(event_tag(existing_event(unit, event_id, terms.organisation)))
        unit.events.delete(event_id)
        unit.commit()


def find_event(event_id: str, store: Store) -> tuple[Event, tuple[EventParticipant, ...]]:
    """The event and who takes part.

    Raises:
        NotFound: there is none with this id.
    """
    with store.unit_of_work() as unit:
        return existing_event(unit, event_id), unit.events.participants(event_id)


def existing_event(unit: UnitOfWork, event_id: str, organisation: str | None = None) -> Event:
    """The event; with an `organisation` only one that belongs to it.

    Raises:
        NotFound: there is none with this id.
    """
    event = unit.events.get(event_id)
    owner = None if organisation is None else unit.owners.event(event_id)
    if event is None or not reaches(organisation, owner):
        raise NotFound(
            f"There is no event '{event_id}'. GET /events lists those there are.", field="event_id", found=event_id
        )
    return event


def require_event(event_id: str, organisation: str | None, store: Store) -> None:
    """Let an event be asked for that belongs to the organisation, or with None to anybody.

    Raises:
        NotFound: there is none.
    """
    with store.unit_of_work() as unit:
        existing_event(unit, event_id, organisation)


def event_tag(event: Event) -> str:
    """What tells a state of an event, participants and all that follows apart, from every other."""
    return hashlib.sha256(repr(event).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def zone_of(name: str) -> ZoneInfo:
    """The time zone of an IANA name.

    Raises:
        InvalidInput: there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidInput(
            f"There is no time zone '{name}'. Write an IANA name, such as Europe/Rome.", field="time_zone", found=name
        ) from None


def check_event(event: Event) -> None:
    """The rules that hold whatever door an event comes through.

    Raises:
        InvalidInput: there is no meeting slot, slots overlap or end before they begin, tables have no names of their
            own, or zone, language or a rule is not one there is.
    """
    for field, found, expected in _wrong(event):
        raise InvalidInput(expected, field=field, found=found)


def _wrong(event: Event) -> Iterator[tuple[str, object, str]]:
    zone = zone_of(event.time_zone)
    if not event.name.strip():
        yield "name", event.name, "The event has no name. Give it one that participants know it by."
    if event.language not in LANGUAGES:
        yield "language", event.language, "Agendas are printed in 'it' or 'en': choose one as the event's language."
    yield from _wrong_slots(event, zone)
    yield from _wrong_tables(event)
    if event.rules.quota < 1:
        yield "rules.quota", event.rules.quota, "The quota is the most meetings of one participant: 1 or more."
    if event.rules.fairness is not None and event.rules.fairness < 0:
        yield "rules.fairness", event.rules.fairness, "The fairness is a number of breaks, 0 or more, or null for any."


def _wrong_slots(event: Event, zone: ZoneInfo) -> Iterator[tuple[str, object, str]]:
    if not event.meeting_slots:
        yield "slots", len(event.slots), "The event has no slot for meetings. Add at least one."
    if len(event.slots) > MOST_SLOTS:
        yield "slots", len(event.slots), f"The event has more than {MOST_SLOTS} slots. Split it into several events."
    for place, slot in enumerate(event.slots):
        field = f"slots[{place}]"
        if slot.start.tzinfo != zone or slot.end.tzinfo != zone:
            yield field, slot.start.isoformat(), f"Slot {place + 1} is not in the event's time zone {zone.key}."
        for moment in (slot.start, slot.end):
            if moment.astimezone(UTC).astimezone(zone).replace(fold=0) != moment.replace(fold=0):
                yield (
                    field,
                    moment.isoformat(),
                    f"There is no such hour in {zone.key}: the clocks are put forward then.",
                )
        if _utc(slot.end) <= _utc(slot.start):
            yield f"{field}.end", slot.end.isoformat(), f"Slot {place + 1} ends before it begins. Swap its hours."
    for place, (earlier, later) in enumerate(pairwise(event.slots), 1):
        if _utc(later.start) < _utc(earlier.end):
            yield (
                f"slots[{place}].start",
                later.start.isoformat(),
                f"Slot {place + 1} begins before slot {place} ends. Put slots in order, and let none overlap.",
            )


def _wrong_tables(event: Event) -> Iterator[tuple[str, object, str]]:
    if not event.tables:
        yield "tables", 0, "The event has no table. Add at least one."
    if len(event.tables) > MOST_TABLES:
        yield (
            "tables",
            len(event.tables),
            f"The event has more than {MOST_TABLES} tables. Split it into several events.",
        )
    seen: set[str] = set()
    for place, table in enumerate(event.tables):
        name = " ".join(table.split()).casefold()
        if not name or name in seen:
            yield f"tables[{place}]", table, f"Table {place + 1} needs a name that no other table has; found '{table}'."
        seen.add(name)


def _check_use(event: Event, unit: UnitOfWork) -> None:
    slots, tables = len(event.meeting_slots), len(event.tables)
    for version in unit.timetables.versions(event.id):
        for meeting in version.meetings:
            if meeting.slot > slots or meeting.table > tables:
                raise Conflict(
                    f"Version {version.number} of the timetable has a meeting in slot {meeting.slot} at table "
                    f"{meeting.table}: keep at least so many slots for meetings and tables, or erase the event.",
                    field="slots" if meeting.slot > slots else "tables",
                )
    for person in unit.events.participants(event.id):
        if any(slot > slots for slot in person.unavailable):
            raise Conflict(
                f"{person.name} is unavailable in slot {max(person.unavailable)}: keep at least so many slots for "
                "meetings, or correct the participant first.",
                field="slots",
                found=slots,
            )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
