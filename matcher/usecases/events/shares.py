"""What each participant got from the chosen pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.domain.events import Event, EventParticipant, Pair
from matcher.ports import Store
from matcher.usecases.events.keeping import existing_event


@dataclass(frozen=True, slots=True)
class Received:
    """What somebody got: `meetings` of those it `wants`, and what they are worth to it in all, 1 a perfect meeting."""

    person: EventParticipant
    meetings: int
    wants: int
    utility: float

    @property
    def part(self) -> float:
        """The part of the meetings wanted that there are, at most 1."""
        return min(1.0, self.meetings / self.wants) if self.wants else 1.0


def find_received(event_id: str, store: Store) -> tuple[Received, ...]:
    """What each who is not absent got, the least served first.

    Raises:
        NotFound: there is no such event.
    """
    with store.unit_of_work() as unit:
        event = existing_event(unit, event_id)
        people, pairs = unit.events.participants(event_id), unit.events.pairs(event_id, chosen=True)
    return received(event, people, pairs)


def received(event: Event, people: Sequence[EventParticipant], pairs: Sequence[Pair]) -> tuple[Received, ...]:
    """As `find_received`; least served is who has the smallest part of the meetings wanted, then the least worth."""
    here = {person.id for person in people if not person.absent}
    worth: defaultdict[str, list[float]] = defaultdict(list)
    for pair in pairs:
        if pair.chosen and pair.a in here and pair.b in here:
            worth[pair.a].append(pair.utility_a)
            worth[pair.b].append(pair.utility_b)
    got = [
        Received(
            person=person,
            meetings=len(worth[person.id]),
            wants=event.rules.quota if person.quota is None else person.quota,
            utility=sum(worth[person.id]),
        )
        for person in people
        if person.id in here
    ]
    return tuple(sorted(got, key=lambda one: (one.part, one.utility, one.person.id)))
