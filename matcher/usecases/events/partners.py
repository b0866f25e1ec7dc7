"""Who else a participant could meet, the best first: for another partner in place of one, or for one more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from matcher.domain.events import EventParticipant, Pair, PairRule
from matcher.errors import NotFound
from matcher.ports import Store
from matcher.usecases.events.keeping import existing_event
from matcher.usecases.events.pairs import barred_pairs
from matcher.usecases.events.utilities import opposite


class Doubt(StrEnum):
    """What speaks against a partner, though the organiser may choose it: the gravest alone is told.

    The two are never together free, the organiser forbade them or refused them, the event's rules keep them apart, or
    the partner has as many meetings as it wants.
    """

    NEVER_TOGETHER = "never_together"
    FORBIDDEN = "forbidden"
    RULES = "rules"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Option:
    """A partner that somebody could have: the pair of both, and how many meetings the partner has and wants."""

    partner: EventParticipant
    pair: Pair
    meetings: int
    wants: int
    doubt: Doubt | None = None


def partners_for(event_id: str, participant_id: str, store: Store) -> tuple[Option, ...]:
    """Who is on another side and is no partner yet, without doubts first, then by what the pair is worth.

    Raises:
        NotFound: there is no such event or participant.
    """
    with store.unit_of_work() as unit:
        event = existing_event(unit, event_id)
        people = [person for person in unit.events.participants(event_id) if not person.absent]
        chosen, own = unit.events.pairs(event_id, chosen=True), unit.events.pairs(event_id, of=participant_id)
        barred = barred_pairs(unit, event, people)
    one = next((person for person in people if person.id == participant_id), None)
    if one is None:
        raise NotFound(
            f"Nobody has the id '{participant_id}' in this event.", field="participant", found=participant_id
        )
    held, pairs = Counter(end for pair in chosen for end in (pair.a, pair.b)), {(pair.a, pair.b): pair for pair in own}
    every = frozenset(range(1, len(event.meeting_slots) + 1))

    def option(other: EventParticipant) -> Option:
        key = (min(one.id, other.id), max(one.id, other.id))
        pair = pairs.get(key, Pair(*key, 0.0, 0.0, 0.0))
        wants = event.rules.quota if other.quota is None else other.quota
        doubt: Doubt | None = None
        if not every - one.unavailable - other.unavailable:
            doubt = Doubt.NEVER_TOGETHER
        elif pair.rule is PairRule.FORBIDDEN or pair.locked:
            doubt = Doubt.FORBIDDEN
        elif key in barred:
            doubt = Doubt.RULES
        elif held[other.id] >= wants:
            doubt = Doubt.FULL
        return Option(other, pair, held[other.id], wants, doubt)

    options = [option(other) for other in people if opposite(one, other)]
    free = [found for found in options if not found.pair.chosen]
    return tuple(sorted(free, key=lambda found: (found.doubt is not None, -found.pair.utility, found.partner.id)))
