"""From a draft to what people are told, which never changes."""

from __future__ import annotations

from dataclasses import replace

from matcher.domain.events import TimetableVersion, VersionOutline, VersionState
from matcher.errors import Conflict, NotFound
from matcher.ports import Store, UnitOfWork
from matcher.usecases.events.keeping import existing_event
from matcher.usecases.events.people import lasting_name


def publish(event_id: str, store: Store, number: int | None = None) -> TimetableVersion:
    """Make a draft, the latest unless one is named, what people are told; who meets in it is remembered.

    Raises:
        NotFound: there is no such event or version.
        Conflict: the version is published already, or a later one is.
    """
    with store.unit_of_work(write=True) as unit:
        draft = existing_version(unit, event_id, number)
        told = unit.timetables.latest(event_id, published=True)
        if told is not None and told.number >= draft.number:
            raise Conflict(
                f"Version {told.number} is published already: what people were told never changes. "
                "Make a new version and publish that.",
                found=draft.number,
            )
        published = replace(draft, state=VersionState.PUBLISHED, told=existing_event(unit, event_id))
        unit.timetables.replace(published)
        names = {person.id: lasting_name(person) for person in unit.events.participants(event_id)}
        met = [(names[one.a], names[one.b]) for one in published.meetings if one.a in names and one.b in names]
        unit.timetables.record_encounters(event_id, met)
        unit.commit()
    return published


def find_versions(event_id: str, store: Store) -> tuple[TimetableVersion, ...]:
    """All versions of an event's timetable, oldest first.

    Raises:
        NotFound: there is no such event.
    """
    with store.unit_of_work() as unit:
        existing_event(unit, event_id)
        return unit.timetables.versions(event_id)


def find_outlines(event_id: str, store: Store) -> tuple[VersionOutline, ...]:
    """All versions of an event's timetable, oldest first, their meetings counted.

    Raises:
        NotFound: there is no such event.
    """
    with store.unit_of_work() as unit:
        existing_event(unit, event_id)
        return unit.timetables.outlines(event_id)


def find_version(event_id: str, store: Store, number: int | None = None) -> TimetableVersion:
    """A version of an event's timetable, the latest unless one is named.

    Raises:
        NotFound: there is no such event or version.
    """
    with store.unit_of_work() as unit:
        return existing_version(unit, event_id, number)


def existing_version(unit: UnitOfWork, event_id: str, number: int | None = None) -> TimetableVersion:
    """As `find_version`, in a unit of work."""
    existing_event(unit, event_id)
    found = unit.timetables.latest(event_id) if number is None else unit.timetables.get(event_id, number)
    if found is None:
        raise NotFound(
            "There is no timetable of this event yet: make one with POST /events/{id}/timetable."
            if number is None
            else f"There is no version {number} of the timetable.",
            field="version",
            found=number,
        )
    return found
