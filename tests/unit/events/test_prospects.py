"""How many others each participant could meet, and why nobody."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.events import EventParticipant, Pair, PairRule, Side
from matcher.usecases.events.prospects import Obstacle, prospects
from tests.events import pair

SLOTS = 3
HOST, OTHER_HOST = EventParticipant("a", "A", side=Side.HOST), EventParticipant("b", "B", side=Side.HOST)
GUEST = EventParticipant("c", "C", side=Side.GUEST)


def obstacle_of(
    person: EventParticipant,
    *others: EventParticipant,
    barred: frozenset[tuple[str, str]] = frozenset(),
    pairs: Sequence[Pair] = (),
) -> Obstacle | None:
    return prospects((person, *others), SLOTS, barred, pairs)[person.id].obstacle


def test_each_obstacle_is_named_by_what_keeps_out_the_last() -> None:
    late = EventParticipant("c", "C", side=Side.GUEST, unavailable=frozenset({1, 2}))
    early = EventParticipant("a", "A", side=Side.HOST, unavailable=frozenset({3}))
    weighed = [pair("a", "z", 0.5)]
    assert obstacle_of(HOST) is Obstacle.ALONE
    assert obstacle_of(HOST, OTHER_HOST) is Obstacle.SAME_SIDE
    assert obstacle_of(HOST, GUEST, barred=frozenset({("a", "c")})) is Obstacle.RULES
    assert obstacle_of(HOST, GUEST, pairs=[pair("a", "c", rule=PairRule.FORBIDDEN)]) is Obstacle.FORBIDDEN
    assert obstacle_of(early, late) is Obstacle.NEVER_TOGETHER
    assert obstacle_of(HOST, GUEST, pairs=weighed) is Obstacle.NO_MATCH
    assert obstacle_of(HOST, GUEST) is None


def test_who_must_meet_may_though_the_rules_keep_them_apart() -> None:
    wanted = [pair("a", "c", 0.0, rule=PairRule.MUST, chosen=True)]
    assert obstacle_of(HOST, GUEST, barred=frozenset({("a", "c")}), pairs=wanted) is None


@pytest.mark.parametrize("chosen", [True, False])
def test_a_locked_choice_is_a_decision(chosen: bool) -> None:
    locked = [pair("a", "c", 0.5, locked=True, chosen=chosen)]
    assert obstacle_of(HOST, GUEST, pairs=locked) is (None if chosen else Obstacle.FORBIDDEN)


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[EventParticipant], set[tuple[str, str]], list[Pair]]:
    """A few people of any sides and hours, rules between some of them, and weights between others."""
    ids = "abcde"[: draw(st.integers(1, 5))]
    slots = st.frozensets(st.integers(1, SLOTS))
    people = [
        EventParticipant(name, name, side=draw(st.sampled_from([None, *Side])), unavailable=draw(slots)) for name in ids
    ]
    two = [(a, b) for a in ids for b in ids if a < b]
    some = st.lists(st.sampled_from(two), unique=True) if two else st.just([])
    rules = st.sampled_from([None, None, *PairRule])
    pairs = [
        pair(
            a,
            b,
            draw(st.sampled_from([0.0, 0.5])),
            rule=draw(rules),
            chosen=draw(st.booleans()),
            locked=draw(st.booleans()),
        )
        for a, b in draw(some)
    ]
    return people, set(draw(some)), pairs


@given(situations())
def test_partners_are_those_whom_nothing_keeps_out(
    situation: tuple[list[EventParticipant], set[tuple[str, str]], list[Pair]],
) -> None:
    people, barred, pairs = situation
    found = prospects(people, SLOTS, barred, pairs)
    weighed = any(one.utility > 0 for one in pairs)

    def partners(one: EventParticipant) -> int:
        return sum(_may_meet(one, other, barred, pairs, weighed=weighed) for other in people if other is not one)

    assert {name: prospect.partners for name, prospect in found.items()} == {one.id: partners(one) for one in people}
    assert all((prospect.obstacle is None) == (prospect.partners > 0) for prospect in found.values())


def _may_meet(
    one: EventParticipant, other: EventParticipant, barred: set[tuple[str, str]], pairs: list[Pair], *, weighed: bool
) -> bool:
    key = (min(one.id, other.id), max(one.id, other.id))
    known = next((pair for pair in pairs if (pair.a, pair.b) == key), None)
    wanted = known is not None and (known.rule is PairRule.MUST or (known.locked and known.chosen))
    refused = known is not None and (known.rule is PairRule.FORBIDDEN or (known.locked and not known.chosen))
    fits = wanted or not weighed or (known is not None and known.utility > 0)
    across = one.side is None or one.side is not other.side
    common = set(range(1, SLOTS + 1)) - one.unavailable - other.unavailable
    return across and (wanted or key not in barred) and not refused and bool(common) and fits
