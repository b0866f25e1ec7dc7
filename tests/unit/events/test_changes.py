"""Changes on the day: what is over stays, what can stay does, and nothing is kept before it was looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from matcher.domain.events import EventParticipant, Meeting, PairRule, Side, TimetableVersion, VersionState
from matcher.domain.schedules import PlacedMeeting, SchedulingProblem
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.ports import Store
from matcher.usecases.events.changes import DayChanges, Outcome, Policy
from matcher.usecases.events.keeping import find_event
from matcher.usecases.events.mending import change_day
from matcher.usecases.events.pairs import find_pairs
from matcher.usecases.events.publishing import find_version
from matcher.usecases.events.solvers import Two
from tests.event_solvers import SIMPLE
from tests.events import FAIR, PEOPLE, keep, pair

PAIRS = (
    pair("acme", "carla", chosen=True),
    pair("acme", "dario", chosen=True),
    pair("bit", "carla", chosen=True),
    pair("acme", "elsa", 0.9),
    pair("bit", "dario", 0.8),
    pair("bit", "elsa", 0.2, rule=PairRule.FORBIDDEN),
)
BASE = TimetableVersion(
    FAIR.id,
    1,
    VersionState.PUBLISHED,
    tuple(
        Meeting(PAIRS[place].meeting_id, PAIRS[place].a, PAIRS[place].b, slot, 1)
        for place, slot in enumerate((1, 2, 3))
    ),
    datetime(2026, 3, 1, tzinfo=UTC),
)


@pytest.fixture
def told(store: Store) -> Store:
    """The fair with a published timetable: acme meets carla, then dario; bit meets carla."""
    with store.unit_of_work(write=True) as unit:
        unit.events.put_pairs(FAIR.id, PAIRS)
        unit.timetables.add(BASE)
        unit.commit()
    return store


def changed(store: Store, changes: DayChanges, *, dry_run: bool = False) -> Outcome:
    return change_day(FAIR.id, changes, store, SIMPLE, dry_run=dry_run)


def twos(meetings: Iterable[Meeting]) -> set[Two]:
    return {(one.a, one.b) for one in meetings}


def test_who_does_not_come_leaves_seats_that_good_pairs_fill(told: Store) -> None:
    outcome = changed(told, DayChanges(absent=frozenset({"carla"})))
    assert twos(outcome.cancelled) == {("acme", "carla"), ("bit", "carla")}
    assert twos(outcome.added) == {("acme", "elsa"), ("bit", "dario")}
    assert outcome.moved == ()
    version = find_version(FAIR.id, told)
    assert (version, version.number, version.state) == (outcome.version, 2, VersionState.DRAFT)
    assert twos(version.meetings) == {("acme", "dario"), ("acme", "elsa"), ("bit", "dario")}
    assert {person.id for person in find_event(FAIR.id, told)[1] if person.absent} == {"carla"}
    assert ("acme", "elsa") in {(one.a, one.b) for one in find_pairs(FAIR.id, told) if one.chosen}


def test_a_preview_says_the_same_and_keeps_nothing(told: Store) -> None:
    changes = DayChanges(absent=frozenset({"carla"}))
    preview = changed(told, changes, dry_run=True)
    assert find_version(FAIR.id, told) == BASE
    assert not any(person.absent for person in find_event(FAIR.id, told)[1])
    assert replace(changed(told, changes), version=None) == preview


def test_what_is_over_stays_even_of_who_has_left(told: Store) -> None:
    outcome = changed(told, DayChanges(absent=frozenset({"carla"}), first_slot=2))
    assert twos(outcome.cancelled) == {("bit", "carla")}
    assert all(one.slot >= 2 for one in outcome.added)


def test_without_refill_freed_seats_stay_empty(told: Store) -> None:
    assert changed(told, DayChanges(absent=frozenset({"carla"}), refill=False)).added == ()


def test_who_comes_late_is_moved_where_moves_are_allowed(told: Store) -> None:
    late = DayChanges(unavailable={"acme": frozenset({1})}, refill=False)
    assert twos(changed(told, late, dry_run=True).cancelled) == {("acme", "carla")}
    (moved,) = changed(told, replace(late, moves=1)).moved
    assert (moved[0].slot, moved[1].slot) == (1, 4)
    assert find_version(FAIR.id, told).unplaced == ()


def test_a_change_in_conflict_can_be_refused_or_the_conflict_ignored(told: Store) -> None:
    late = DayChanges(unavailable={"acme": frozenset({1})})
    with pytest.raises(Conflict, match="impossible"):
        changed(told, replace(late, policy=Policy.REFUSE))
    ignored = changed(told, replace(late, policy=Policy.IGNORE))
    assert (ignored.cancelled, ignored.moved) == ((), ())
    assert find_event(FAIR.id, told)[1][0].unavailable == {1}
    harmless = DayChanges(unavailable={"acme": frozenset({5})}, policy=Policy.REFUSE)
    assert changed(told, harmless).version is not None


def test_who_is_back_may_meet_again(told: Store) -> None:
    changed(told, DayChanges(absent=frozenset({"carla"})))
    outcome = changed(told, DayChanges(back=frozenset({"carla"})))
    assert not any(person.absent for person in find_event(FAIR.id, told)[1])
    assert twos(outcome.added) == {("acme", "carla"), ("bit", "carla")}


def test_who_registers_late_gets_free_seats_and_nobody_moves(told: Store) -> None:
    late = EventParticipant("zoe", "Zoe Galli", side=Side.GUEST)
    keep(told, people=[late])
    with told.unit_of_work(write=True) as unit:
        unit.events.put_pairs(FAIR.id, [*PAIRS, pair("bit", "zoe", 0.7)])
        unit.commit()
    outcome = changed(told, DayChanges(first_slot=3))
    assert (twos(outcome.added) & {("bit", "zoe")}, outcome.moved, outcome.cancelled) == ({("bit", "zoe")}, (), ())
    assert all(meeting.slot >= 3 for meeting in outcome.added)


def test_a_registration_corrected_meanwhile_stays_corrected(told: Store) -> None:
    def repair(*problem: Any, **options: Any) -> tuple[PlacedMeeting, ...]:  # noqa: ANN401 -- passed on
        keep(told, people=[replace(PEOPLE[2], name="Carla Neri Bianchi")])
        return SIMPLE.repair(*problem, **options)

    change_day(FAIR.id, DayChanges(absent=frozenset({"acme"})), told, replace(SIMPLE, repair=repair), dry_run=False)
    people = {person.id: person for person in find_event(FAIR.id, told)[1]}
    assert (people["carla"].name, people["acme"].absent) == ("Carla Neri Bianchi", True)


def test_meetings_that_are_over_count_for_the_quota(told: Store) -> None:
    asked: list[SchedulingProblem] = []

    def repair(problem: SchedulingProblem, *others: Any, **options: Any) -> tuple[PlacedMeeting, ...]:  # noqa: ANN401
        asked.append(problem)
        return SIMPLE.repair(problem, *others, **options)

    change_day(FAIR.id, DayChanges(first_slot=2), told, replace(SIMPLE, repair=repair), dry_run=True)
    quotas = {person.id: person.quota for person in asked[0].participants}
    assert quotas == {"acme": 2, "bit": 3, "carla": 2, "dario": 1, "elsa": 3}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        (DayChanges(absent=frozenset({"zeno"})), NotFound),
        (DayChanges(unavailable={"acme": frozenset({9})}), InvalidInput),
        (DayChanges(first_slot=0), InvalidInput),
        (DayChanges(moves=-1), InvalidInput),
        (DayChanges(absent=frozenset({"acme"}), back=frozenset({"acme"})), InvalidInput),
    ],
)
def test_changes_that_cannot_be_are_refused(told: Store, changes: DayChanges, error: type[Exception]) -> None:
    with pytest.raises(error):
        changed(told, changes)


def test_an_event_without_a_timetable_has_nothing_to_change(store: Store) -> None:
    with pytest.raises(NotFound, match="no timetable"):
        changed(store, DayChanges())
