"""A smallest set of rules that contradict each other, for causes too deep for a certificate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import TypeVar

from matcher.domain.schedules import Explanation, SchedulingProblem
from matcher.scheduling.infeasibility.cores import RuleSolver
from matcher.scheduling.infeasibility.deadline import Deadline
from matcher.scheduling.infeasibility.rules import Rule, RuleKind, rules

T = TypeVar("T")
_QUESTION = 0.2
"""The share of the time left that one question may take: a hard one leaves some for the others."""


def minimal_conflict(
    parts: Iterable[T], spared_first: Iterable[Set[T]], core: Callable[[Sequence[T]], Set[T] | None]
) -> tuple[T, ...]:
    """Those of the contradicting parts that are left when the sets, one after another, are spared where they can be.

    `core` gives parts that contradict among some, and None where they don't or where it does not know. None of what is
    left can be spared if each part was a set of its own, all those after the larger ones, and `core` always knew
    (deletion with cores: Dershowitz, Hanna and Nadel, SAT 2006).
    """
    kept = tuple(parts)
    for spared in spared_first:
        if not spared.isdisjoint(kept):
            smaller = core([part for part in kept if part not in spared])
            kept = kept if smaller is None else tuple(part for part in kept if part in smaller)
    return kept


def conflicting_rules(problem: SchedulingProblem, deadline: Deadline) -> Explanation:
    """A minimal set of rules that no timetable keeps, of a problem that has none.

    `values`: the `rules`, and whether they are `minimal` (if time ran out, some of them may not matter).
    """
    every = rules(problem)
    with RuleSolver(problem) as solver:
        found = minimal_conflict(
            every, _spared(problem, every), lambda kept: solver.core(kept, deadline.part(_QUESTION))
        )
        minimal = not solver.unsure
    meetings = {rule.subject for rule in found if rule.kind is RuleKind.MEETING}
    kept = tuple(meeting for meeting in problem.meetings if meeting.id in meetings)
    return Explanation(
        "conflicting_rules",
        {"rules": tuple(rule.values for rule in found), "minimal": minimal},
        tuple(dict.fromkeys(person for meeting in kept for person in (meeting.a, meeting.b))),
        tuple(meeting.id for meeting in kept),
        tuple(range(1, problem.slots + 1)),
    )


def _spared(problem: SchedulingProblem, every: Sequence[Rule]) -> Iterator[Set[Rule]]:
    """What an explanation does better without, first: sorts of rules, all meetings of one participant, single rules."""
    for kind in reversed(RuleKind):
        if kind is not RuleKind.MEETING:
            yield {rule for rule in every if rule.kind is kind}
    for person in problem.participants:
        yield {Rule(RuleKind.MEETING, each.id) for each in problem.meetings if person.id in (each.a, each.b)}
    yield from ({rule} for rule in reversed(every))
