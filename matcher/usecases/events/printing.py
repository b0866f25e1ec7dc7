"""What a timetable is printed from: a version, who takes part, and what people were told before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.domain.events import Event, EventParticipant, TimetableVersion, VersionState
from matcher.ports import Store, UnitOfWork
from matcher.usecases.events.keeping import existing_event
from matcher.usecases.events.publishing import existing_version


@dataclass(frozen=True, slots=True)
class Printable:
    """A version with the event as people are told it, all who are named in it, and addresses by participant.

    `earlier` are the versions that were published before it, by number.
    """

    event: Event
    people: tuple[EventParticipant, ...]
    version: TimetableVersion
    earlier: tuple[TimetableVersion, ...]
    emails: Mapping[str, str]


def printable(
    event_id: str, store: Store, number: int | None = None, *, language: str | None = None, addresses: bool = False
) -> Printable:
    """The version, by default the last that was published, or else the latest draft.

    `language` takes the place of the event's; addresses are left out unless asked for. Who was erased since goes by the
    id.

    Raises:
        NotFound: there is no such event or version.
    """
    with store.unit_of_work() as unit:
        event = existing_event(unit, event_id)
        version = unit.timetables.latest(event_id, published=True) if number is None else None
        version = version or existing_version(unit, event_id, number)
        earlier = _earlier(unit, version)
        told = version.told or event
        return Printable(
            event=replace(told, language=language or told.language),
            people=_people(unit, (version, *earlier)),
            version=version,
            earlier=earlier,
            emails=unit.events.emails(event_id) if addresses else {},
        )


def _earlier(unit: UnitOfWork, version: TimetableVersion) -> tuple[TimetableVersion, ...]:
    return tuple(
        one
        for one in unit.timetables.versions(version.event_id)
        if one.number < version.number and one.state is VersionState.PUBLISHED
    )


def _people(unit: UnitOfWork, versions: Sequence[TimetableVersion]) -> tuple[EventParticipant, ...]:
    people = unit.events.participants(versions[0].event_id)
    met = {end for one in versions for meeting in one.meetings for end in (meeting.a, meeting.b)}
    unplaced = {end for one in versions for two in one.unplaced for end in two}
    erased = sorted((met | unplaced) - {person.id for person in people})
    return (*people, *(EventParticipant(name, name, absent=True) for name in erased))
