"""Who takes part in an event: registered from a file or one by one, known from earlier events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from matcher.domain.access import reaches
from matcher.domain.events import Event, EventParticipant
from matcher.domain.profiles import Item, Kind, Profile
from matcher.domain.rows import FileFacts, ParticipantRow, RowError, RowWarning
from matcher.errors import InvalidInput, NotFound
from matcher.lexicon.normalisation import fold_text
from matcher.ports import Change, Store, UnitOfWork
from matcher.usecases.events.keeping import existing_event

REPORTED = 1000
"""Errors, and warnings, that a report keeps."""
MOST_PARTICIPANTS = 5000


@dataclass(frozen=True, slots=True)
class RegistrationReport:
    """What an import of registrations did, or, as a dry run, would do; `rejected` counts rows.

    `pending` are ids of participants taken though their profile does not exist.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    errors: tuple[RowError, ...] = ()
    warnings: tuple[RowWarning, ...] = ()
    dry_run: bool = False
    file: FileFacts | None = None
    pending: tuple[str, ...] = ()


Annotate = Callable[[Profile], Profile]


def register(
    event_id: str,
    rows: Iterable[ParticipantRow | RowError],
    *,
    store: Store,
    annotate: Annotate,
    dry_run: bool = False,
    await_profiles: bool = False,
) -> RegistrationReport:
    """Keep the participants of good rows, new or changed; the errors of the others are reported.

    With `await_profiles` those are kept too whose profile does not exist; they can be matched once it does.

    Raises:
        NotFound: there is no such event.
        InvalidInput: a profile named does not exist, or there are too many participants; nothing is kept.
    """
    read = list(rows)
    good = [row for row in read if isinstance(row, ParticipantRow)]
    errors = tuple(row for row in read if isinstance(row, RowError))
    people = [annotated(row.participant, annotate) for row in good]
    emails = {row.participant.id: row.email for row in good if row.email}
    with store.unit_of_work(write=True) as unit:
        event = existing_event(unit, event_id)
        missing = _missing_profiles(unit, event.id, people) if await_profiles else frozenset()
        changes = put_people(unit, event, people, emails, awaited=missing)
        if not dry_run:
            unit.commit()
    return RegistrationReport(
        created=changes.count(Change.CREATED),
        updated=changes.count(Change.UPDATED),
        unchanged=changes.count(Change.UNCHANGED),
        rejected=len({error.line for error in errors}),
        errors=errors[:REPORTED],
        warnings=tuple(warning for row in good for warning in row.warnings)[:REPORTED],
        dry_run=dry_run,
        pending=tuple(person.id for person in people if person.profile_id in missing),
    )


def put_people(
    unit: UnitOfWork,
    event: Event,
    people: Sequence[EventParticipant],
    emails: Mapping[str, str],
    *,
    awaited: AbstractSet[str] = frozenset(),
) -> Sequence[Change]:
    """Put checked participants, marked as newcomers where no other event knows them.

    Raises:
        InvalidInput: as `register`; profiles that are `awaited` need not exist.
    """
    check_people(unit, event, people, awaited)
    known = {person.id: person for person in unit.events.participants(event.id)}
    names = {person.id: lasting_name(person) for person in people}
    met = {name for pair in unit.timetables.encounters(list(names.values()), apart_from=event.id) for name in pair}
    marked = [
        replace(
            person,
            newcomer=names[person.id] not in met,
            absent=known[person.id].absent if person.id in known else person.absent,
        )
        for person in people
    ]
    return unit.events.put_participants(event.id, marked, emails)


def remove_person(event_id: str, participant_id: str, store: Store) -> None:
    """Erase a participant; a timetable that was made keeps what people were told.

    Raises:
        NotFound: there is no such event or participant.
    """
    with store.unit_of_work(write=True) as unit:
        existing_event(unit, event_id)
        if not unit.events.delete_participant(event_id, participant_id):
            raise NotFound(f"Nobody has the id '{participant_id}' in this event.", field="participant_id")
        unit.commit()


def lasting_name(person: EventParticipant) -> str:
    """What somebody is known by in every event: the profile's id, else name and organisation, however written."""
    if person.profile_id is not None:
        return f"profile:{person.profile_id}"
    return f"person:{fold_text(person.name)}|{fold_text(person.organisation or '')}"


def check_people(
    unit: UnitOfWork, event: Event, people: Sequence[EventParticipant], awaited: AbstractSet[str] = frozenset()
) -> None:
    """That the event can take them: there is room, and the slots and profiles that they name.

    Raises:
        InvalidInput: it cannot; profiles that are `awaited` need not exist.
    """
    known = {person.id for person in unit.events.participants(event.id)}
    if len(known | {person.id for person in people}) > MOST_PARTICIPANTS:
        raise InvalidInput(f"An event has at most {MOST_PARTICIPANTS:,} participants. Split it into several events.")
    last = len(event.meeting_slots)
    for person in people:
        if any(not 1 <= slot <= last for slot in person.unavailable):
            raise InvalidInput(
                f"{person.name} is unavailable in a slot that does not exist: slots for meetings go from 1 to {last}.",
                field="unavailable",
                found=sorted(person.unavailable),
            )
    missing = sorted(_missing_profiles(unit, event.id, people) - awaited)
    if missing:
        raise InvalidInput(
            f"There is no profile '{missing[0]}'. Import it first, or leave the profile's id out.",
            field="profile_id",
            found=missing[:10],
        )


def _missing_profiles(unit: UnitOfWork, event_id: str, people: Sequence[EventParticipant]) -> AbstractSet[str]:
    """The profiles that are named and do not exist, or are not for the organisation to see whose event it is."""
    linked = [person.profile_id for person in people if person.profile_id is not None]
    found, organisation = unit.profiles.get_many(linked), unit.owners.event(event_id)
    owners = {} if organisation is None else unit.owners.profiles(found)
    seen = {one for one, stored in found.items() if stored.profile.consent or reaches(organisation, owners.get(one))}
    return frozenset(linked) - seen


def annotated(person: EventParticipant, annotate: Annotate) -> EventParticipant:
    """The participant with the skills and languages of what it offers and seeks."""
    if not (person.offers or person.seeks):
        return person
    profile = annotate(inline_profile(person, person.id))
    return replace(person, offers=profile.offers, seeks=profile.seeks)


def inline_profile(person: EventParticipant, profile_id: str) -> Profile:
    """A profile of what a participant says of itself."""
    offers: tuple[Item, ...] = person.offers
    return Profile(id=profile_id, kind=Kind.ARTISAN, name=person.name, offers=offers, seeks=person.seeks)
