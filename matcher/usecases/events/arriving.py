"""Who comes on the day without a registration: taken in, and weighed with those who are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matcher.domain.events import EventParticipant, Pair
from matcher.errors import Conflict
from matcher.ports import Store
from matcher.usecases.events.keeping import existing_event
from matcher.usecases.events.pairs import profiles_of
from matcher.usecases.events.people import Annotate, annotated, check_people
from matcher.usecases.events.utilities import BuildEngine, by_profiles


@dataclass(frozen=True, slots=True)
class Arrival:
    """Someone who comes without a registration, with an e-mail address or without."""

    participant: EventParticipant
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Those who came, their addresses by id, and the pairs that they make with each other and those who are there."""

    people: tuple[EventParticipant, ...] = ()
    emails: Mapping[str, str] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()


NOBODY = Arrivals()


def weigh_arrivals(
    event_id: str, arrivals: Sequence[Arrival], store: Store, *, annotate: Annotate, build: BuildEngine
) -> Arrivals:
    """How good meetings of those who came would be, by what they offer and seek; nothing is kept.

    Raises:
        NotFound: there is no such event.
        Conflict: somebody in the event has one of their ids.
        InvalidInput: the event cannot take them, as `check_people` says.
    """
    if not arrivals:
        return NOBODY
    people = [annotated(one.participant, annotate) for one in arrivals]
    with store.unit_of_work() as unit:
        event = existing_event(unit, event_id)
        registered = unit.events.participants(event_id)
        ids = {person.id for person in registered}
        for person in people:
            if person.id in ids:
                raise Conflict(
                    f"Somebody in this event has the id '{person.id}' already: correct that registration, or choose "
                    "another id.",
                    field="arrivals",
                    found=person.id,
                )
            ids.add(person.id)
        check_people(unit, event, people)
        there = [person for person in registered if not person.absent]
        profiles = profiles_of(unit, event_id, [*there, *people])
    fresh = {person.id for person in people}
    pairs = by_profiles([*there, *people], profiles, build, asking=fresh)
    return Arrivals(
        people=tuple(people),
        emails={one.participant.id: one.email for one in arrivals if one.email},
        pairs=tuple(pair for pair in pairs if fresh & {pair.a, pair.b}),
    )
