"""What is said of impossible timetables is true, as far as trying every placement can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.domain.schedules import SchedulingProblem
from matcher.scheduling.infeasibility import apply, certificates, explain
from matcher.scheduling.infeasibility.breaks import break_range
from matcher.scheduling.infeasibility.conflict import conflicting_rules, minimal_conflict
from matcher.scheduling.infeasibility.deadline import Deadline
from matcher.scheduling.infeasibility.feasibility import Limits, feasible, fewest_dropped
from matcher.scheduling.infeasibility.remedies import cause
from matcher.scheduling.infeasibility.rules import Rule, RuleKind, excerpt
from tests.timetable_oracle import breaks_in, has_timetable, small_problems

UNLIMITED = Limits(60)


@given(small_problems())
@settings(max_examples=400, deadline=None)
def test_a_certificate_is_a_proof_and_so_is_the_part_it_is_about(problem: SchedulingProblem) -> None:
    for explanation in certificates(problem):
        assert not has_timetable(problem)
        part = cause(problem, explanation)
        assert not has_timetable(part.problem, part.exempt)


@given(small_problems())
@settings(max_examples=200, deadline=None)
def test_the_solver_finds_a_timetable_exactly_where_there_is_one(problem: SchedulingProblem) -> None:
    assert feasible(problem, UNLIMITED) is has_timetable(problem)


@given(small_problems())
@settings(deadline=None)
def test_no_fewer_meetings_can_be_dropped(problem: SchedulingProblem) -> None:
    dropped = fewest_dropped(problem, UNLIMITED)
    assert dropped is not None
    assert has_timetable(_without(problem, frozenset(dropped)))
    fewer = combinations([meeting.id for meeting in problem.meetings], len(dropped) - 1) if dropped else ()
    assert not any(has_timetable(_without(problem, frozenset(others))) for others in fewer)


@given(small_problems())
@settings(max_examples=100, deadline=None)
def test_an_impossible_problem_is_explained_and_remedies_do_what_they_say(problem: SchedulingProblem) -> None:
    found = explain(problem)
    assert bool(found) is not has_timetable(problem)
    for explanation in found:
        part = cause(problem, explanation)
        assert not has_timetable(part.problem, part.exempt)
        for remedy in explanation.remedies:
            assert has_timetable(apply(problem, remedy)) is remedy.values["suffices"]
            assert remedy.values["suffices"] or has_timetable(apply(part.problem, remedy), part.exempt)
    assert not found or any(remedy.values["suffices"] for each in found for remedy in each.remedies)


@given(small_problems())
@settings(max_examples=100, deadline=None)
def test_of_conflicting_rules_none_can_be_spared(problem: SchedulingProblem) -> None:
    assume(not has_timetable(problem))
    values = conflicting_rules(problem, Deadline(60)).values
    told = values["rules"]
    assert values["minimal"]
    assert isinstance(told, tuple)
    kept = [Rule(RuleKind(rule["kind"]), rule["subject"], rule["after"]) for rule in told]
    assert not _possible(problem, kept)
    for spared in kept:
        assert _possible(problem, [rule for rule in kept if rule != spared])


@given(st.lists(st.frozensets(st.integers(0, 9), min_size=1), min_size=1), st.integers(10, 12))
def test_a_minimal_conflict_is_one_of_the_smallest_within_itself(conflicts: list[frozenset[int]], count: int) -> None:
    def core(parts: Sequence[int]) -> frozenset[int] | None:
        return next((conflict for conflict in conflicts if conflict <= frozenset(parts)), None)

    found = minimal_conflict(range(count), [{3, 4, 5}, *({part} for part in range(count))], core)
    assert core(found)
    assert not any(core(tuple(set(found) - {spared})) for spared in found)


@given(st.data())
def test_the_range_of_breaks_is_that_of_every_choice_of_slots(data: st.DataObject) -> None:
    slots = data.draw(st.frozensets(st.integers(1, 8), min_size=1, max_size=7))
    morning_slots = data.draw(st.integers(0, 8))
    count = data.draw(st.integers(1, len(slots)))
    fewest = data.draw(st.integers(0, count))
    mornings = range(fewest, data.draw(st.integers(fewest, count)) + 1)
    choices = [
        breaks_in(set(chosen))
        for chosen in combinations(sorted(slots), count)
        if sum(slot <= morning_slots for slot in chosen) in mornings
    ]
    assume(choices)
    assert break_range(count, slots, morning_slots, mornings) == (min(choices), max(choices))


def _possible(problem: SchedulingProblem, kept: list[Rule]) -> bool:
    part = excerpt(problem, kept)
    return has_timetable(part.problem, part.exempt)


def _without(problem: SchedulingProblem, dropped: frozenset[str]) -> SchedulingProblem:
    meetings = (
        replace(each, after=tuple(earlier for earlier in each.after if earlier not in dropped))
        for each in problem.meetings
        if each.id not in dropped
    )
    return replace(problem, meetings=tuple(meetings))
