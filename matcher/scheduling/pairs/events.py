"""Pairs of an event: its participants and pairs as a pairing problem, and what was chosen by id again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from matcher.domain.events import Event, EventParticipant, Pair, PairRule, Side
from matcher.errors import Infeasible
from matcher.scheduling.pairs.choosing import choose_pairs
from matcher.scheduling.pairs.congestion import corrected
from matcher.scheduling.pairs.fairness import FairnessReport, report_fairness
from matcher.scheduling.pairs.problem import GUEST, HOST, NONE, PairingProblem

SIDES = {Side.HOST: HOST, Side.GUEST: GUEST, None: NONE}


def choose(
    event: Event,
    people: Sequence[EventParticipant],
    pairs: Sequence[Pair],
    forbidden: Collection[tuple[str, str]],
) -> Collection[tuple[str, str]]:
    """The pairs to choose among `pairs`, as (a, b), none of them `forbidden`; utilities are corrected for congestion.

    Those that must meet, or are chosen and locked, are in; locked ones that are not chosen stay out. Pairs of who is
    absent, or not among `people`, are passed over.

    Raises:
        Infeasible: what must be cannot be; `participants` are the ids it is about.
        InvalidInput: utilities out of range, or a pair that is listed twice.
        Unavailable: no choice was found in time.
    """
    here = _present(people)
    possible = _between(here, pairs)
    try:
        pairing = choose_pairs(corrected(_problem(event, here, possible, frozenset(forbidden))))
    except Infeasible as error:
        numbers = error.details.pop("participants", ())
        who = tuple(here[number].id for number in numbers) if isinstance(numbers, tuple) else ()
        raise Infeasible(error.message, **error.details, participants=who) from error
    return [(pair.a, pair.b) for pair, chosen in zip(possible, pairing.chosen, strict=True) if chosen]


def fairness(event: Event, people: Sequence[EventParticipant], pairs: Sequence[Pair]) -> FairnessReport:
    """Who got what from the chosen pairs, with `newcomers` and `peripheries` beside the others.

    Who is absent counts nowhere; who works at a place that is not known counts among the others.

    Raises:
        InvalidInput: utilities out of range, or a pair that is listed twice.
    """
    here = _present(people)
    possible = _between(here, pairs)
    groups = {
        "newcomers": np.array([person.newcomer for person in here], np.bool_),
        "peripheries": np.array([person.periphery is True for person in here], np.bool_),
    }
    chosen = np.array([pair.chosen for pair in possible], np.bool_)
    return report_fairness(_problem(event, here, possible, frozenset()), chosen, groups)


def _present(people: Sequence[EventParticipant]) -> list[EventParticipant]:
    return [person for person in people if not person.absent]


def _between(people: Sequence[EventParticipant], pairs: Sequence[Pair]) -> list[Pair]:
    ids = {person.id for person in people}
    return [pair for pair in pairs if pair.a in ids and pair.b in ids]


def _problem(
    event: Event, people: Sequence[EventParticipant], pairs: Sequence[Pair], forbidden: frozenset[tuple[str, str]]
) -> PairingProblem:
    number = {person.id: place for place, person in enumerate(people)}
    slots = len(event.meeting_slots)
    quotas = [event.rules.quota if person.quota is None else person.quota for person in people]
    free = [[slot not in person.unavailable for slot in range(1, slots + 1)] for person in people]
    return PairingProblem(
        a=np.array([number[pair.a] for pair in pairs], np.int64),
        b=np.array([number[pair.b] for pair in pairs], np.int64),
        utility=np.array([pair.utility for pair in pairs], np.float64),
        utility_a=np.array([pair.utility_a for pair in pairs], np.float64),
        utility_b=np.array([pair.utility_b for pair in pairs], np.float64),
        quota=np.array(quotas, np.int64),
        capacity=len(event.tables) * slots,
        must=np.array([pair.rule is PairRule.MUST or (pair.locked and pair.chosen) for pair in pairs], np.bool_),
        forbidden=np.array([_refused(pair) or (pair.a, pair.b) in forbidden for pair in pairs], np.bool_),
        side=np.array([SIDES[person.side] for person in people], np.int64),
        available=np.array(free, np.bool_).reshape(len(people), slots),
        names=tuple(person.name for person in people),
    )


def _refused(pair: Pair) -> bool:
    return pair.rule is PairRule.FORBIDDEN or (pair.locked and not pair.chosen)
