"""How many others each participant could meet, and what stands in the way of who could meet nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from matcher.domain.events import EventParticipant, Pair, PairRule, Side
from matcher.usecases.events.solvers import Two
from matcher.usecases.events.utilities import opposite


class Obstacle(StrEnum):
    """What leaves somebody without a partner: the first that keeps out all who are left.

    Nobody else takes part (`alone`), everybody is on the same side, the event's `rules` keep apart who is left
    (colleagues, and who has met before), the organiser has `forbidden` them, they are `never_together` free, or nothing
    that one of the two offers is what the other seeks (`no_match`).
    """

    ALONE = "alone"
    SAME_SIDE = "same_side"
    RULES = "rules"
    FORBIDDEN = "forbidden"
    NEVER_TOGETHER = "never_together"
    NO_MATCH = "no_match"


@dataclass(frozen=True, slots=True)
class Prospect:
    """How many others somebody could meet; `obstacle` says why where that is nobody."""

    partners: int
    obstacle: Obstacle | None = None


def prospects(
    people: Sequence[EventParticipant], slots: int, barred: AbstractSet[Two], pairs: Sequence[Pair]
) -> Mapping[str, Prospect]:
    """The prospect of each of `people`, of whom nobody is absent.

    `barred` are those whom the event's rules keep apart; what the organiser wants all the same is no obstacle. Who fits
    whom counts once pairs have been weighed, that is, where one of `pairs` has a utility.
    """
    known = {person.id: person for person in people}
    free = {person.id: _free(person, slots) for person in people}
    possible = [
        pair for pair in pairs if pair.a in known and pair.b in known and opposite(known[pair.a], known[pair.b])
    ]
    wanted = {(pair.a, pair.b) for pair in possible if _wanted(pair)}
    refused = {(pair.a, pair.b) for pair in possible if _refused(pair)}
    kept_apart = {(a, b) for a, b in barred - wanted if a in known and b in known and opposite(known[a], known[b])}
    excluded = kept_apart | refused
    fitting = [
        (pair.a, pair.b)
        for pair in possible
        if (pair.a, pair.b) not in excluded and free[pair.a] & free[pair.b] and (pair.utility > 0 or _wanted(pair))
    ]
    by_rules, by_hand = _ends(kept_apart), _ends(refused - kept_apart)
    at_once, matched = _ends(two for two in excluded if free[two[0]] & free[two[1]]), _ends(fitting)
    sides = Counter(person.side for person in people)
    together = _together(people, free)
    weighed = any(pair.utility > 0 for pair in pairs)

    def prospect(person: EventParticipant) -> Prospect:
        others = len(people) - 1
        across = others if person.side is None else len(people) - sides[person.side]
        left = {
            Obstacle.ALONE: others,
            Obstacle.SAME_SIDE: across,
            Obstacle.RULES: across - by_rules[person.id],
            Obstacle.FORBIDDEN: across - by_rules[person.id] - by_hand[person.id],
            Obstacle.NEVER_TOGETHER: together[person.side, free[person.id]] - at_once[person.id],
        }
        if person.side is None and free[person.id]:
            left[Obstacle.NEVER_TOGETHER] -= 1  # who is of no side is counted among those it could sit with
        if weighed:
            left[Obstacle.NO_MATCH] = matched[person.id]
        obstacle = next((obstacle for obstacle, number in left.items() if number == 0), None)
        return Prospect(list(left.values())[-1], obstacle)

    return {person.id: prospect(person) for person in people}


def _free(person: EventParticipant, slots: int) -> int:
    """The slots in which somebody is there, as bits, so that two have one in common where bits do."""
    return sum(1 << slot for slot in range(1, slots + 1) if slot not in person.unavailable)


def _together(people: Sequence[EventParticipant], free: Mapping[str, int]) -> Mapping[tuple[Side | None, int], int]:
    """How many have another side and a slot in common, by side and free slots: few combinations of both exist."""
    classes = Counter((person.side, free[person.id]) for person in people)
    return {
        (side, mine): sum(
            number
            for (other, theirs), number in classes.items()
            if mine & theirs and (side is None or other is not side)
        )
        for side, mine in classes
    }


def _ends(pairs: Iterable[Two]) -> Counter[str]:
    return Counter(end for two in pairs for end in two)


def _wanted(pair: Pair) -> bool:
    return pair.rule is PairRule.MUST or (pair.locked and pair.chosen)


def _refused(pair: Pair) -> bool:
    return pair.rule is PairRule.FORBIDDEN or (pair.locked and not pair.chosen)
