"""Participants and pairs of an event become choices and reports by id."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matcher.domain.events import Event, EventParticipant, Pair, PairRule, Rules, Side, Slot, SlotKind
from matcher.errors import Infeasible
from matcher.scheduling.pairs.events import choose, fairness

NINE = datetime(2026, 5, 4, 9, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
KINDS = (SlotKind.MEETING, SlotKind.BREAK, SlotKind.MEETING)
EVENT = Event(
    id="e",
    name="Incontri",
    time_zone="Europe/Rome",
    slots=tuple(Slot(NINE + at * QUARTER, NINE + (at + 1) * QUARTER, kind) for at, kind in enumerate(KINDS)),
    tables=("A", "B"),
    rules=Rules(quota=1),
)
ADA, BICE, CAIO, DINO = (EventParticipant(name.lower(), name) for name in ("Ada", "Bice", "Caio", "Dino"))
PEOPLE = (ADA, BICE, CAIO, DINO)


def pair(a: str, b: str, utility: float = 0.5) -> Pair:
    return Pair(a, b, utility, utility, utility)


PAIRS = (pair("ada", "bice", 0.9), pair("ada", "caio", 0.7), pair("bice", "dino", 0.6), pair("caio", "dino", 0.1))


def test_the_best_pairs_are_chosen_by_id() -> None:
    assert set(choose(EVENT, PEOPLE, PAIRS, ())) == {("ada", "caio"), ("bice", "dino")}


def test_a_participants_own_quota_replaces_the_events() -> None:
    people = (replace(ADA, quota=2), BICE, CAIO, replace(DINO, quota=0))
    assert set(choose(EVENT, people, PAIRS, ())) == {("ada", "bice"), ("ada", "caio")}


def test_forbidden_pairs_are_out_whoever_says_so() -> None:
    ruled = (PAIRS[0], replace(PAIRS[1], rule=PairRule.FORBIDDEN), *PAIRS[2:])
    assert set(choose(EVENT, PEOPLE, ruled, ())) == {("ada", "bice"), ("caio", "dino")}
    assert set(choose(EVENT, PEOPLE, PAIRS, {("ada", "caio")})) == {("ada", "bice"), ("caio", "dino")}


def test_a_locked_choice_stays_in_and_a_locked_refusal_out() -> None:
    kept = (*PAIRS[:3], replace(PAIRS[3], chosen=True, locked=True))
    assert set(choose(EVENT, PEOPLE, kept, ())) == {("ada", "bice"), ("caio", "dino")}
    refused = (PAIRS[0], replace(PAIRS[1], locked=True), *PAIRS[2:])
    assert ("ada", "caio") not in set(choose(EVENT, PEOPLE, refused, ()))


def test_two_who_must_meet_do() -> None:
    ruled = (*PAIRS[:3], replace(PAIRS[3], rule=PairRule.MUST))
    assert ("caio", "dino") in set(choose(EVENT, PEOPLE, ruled, ()))


def test_who_is_absent_or_unknown_is_passed_over() -> None:
    people = (ADA, BICE, replace(CAIO, absent=True))
    assert set(choose(EVENT, people, PAIRS, ())) == {("ada", "bice")}


def test_there_are_no_more_pairs_than_seats() -> None:
    small = replace(EVENT, tables=("A",), slots=EVENT.slots[:1])
    assert len(set(choose(small, PEOPLE, PAIRS, ()))) == 1


def test_two_without_a_common_meeting_slot_do_not_meet() -> None:
    people = (replace(ADA, unavailable=frozenset({1})), BICE, replace(CAIO, unavailable=frozenset({2})), DINO)
    assert set(choose(EVENT, people, PAIRS, ())) == {("ada", "bice"), ("caio", "dino")}


def test_two_of_one_side_do_not_meet() -> None:
    sides = {"ada": Side.HOST, "bice": Side.GUEST, "caio": Side.HOST, "dino": Side.GUEST}
    people = [replace(person, side=sides[person.id]) for person in PEOPLE]
    assert set(choose(EVENT, people, PAIRS, ())) == {("ada", "bice"), ("caio", "dino")}


def test_what_must_be_and_cannot_is_refused_by_name_and_id() -> None:
    ruled = (replace(PAIRS[0], rule=PairRule.MUST), replace(PAIRS[1], rule=PairRule.MUST))
    with pytest.raises(Infeasible, match=r"Ada \(2 demanded, 1 possible\)") as refused:
        choose(EVENT, PEOPLE, ruled, ())
    assert refused.value.details == {"rule": "quota", "participants": ("ada",)}
    with pytest.raises(Infeasible, match="Ada and Bice must meet, but is forbidden") as refused:
        choose(EVENT, PEOPLE, ruled[:1], {("ada", "bice")})
    assert refused.value.details["participants"] == ("ada", "bice")


def test_fairness_counts_what_a_pair_is_worth_to_each() -> None:
    people = (replace(ADA, newcomer=False, periphery=True), replace(BICE, periphery=False), CAIO)
    pairs = (Pair("ada", "bice", 0.5, 0.2, 0.8, chosen=True), Pair("bice", "caio", 0.5, 0.6, 0.4))
    report = fairness(EVENT, people, pairs)
    newcomers, peripheries = report.groups["newcomers"], report.groups["peripheries"]
    assert newcomers.group is not None
    assert peripheries.group is not None
    assert peripheries.others is not None
    assert (newcomers.group.people, newcomers.group.utility_median) == (2, 0.4)
    assert (peripheries.group.people, peripheries.group.utility_least) == (1, 0.2)
    assert peripheries.others.people == 2
    assert report.envious == 1
