"""The smallest sets of rules that contradict each other, for causes too deep for a certificate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from matcher.domain.schedules import Explanation, SchedulingProblem
from matcher.scheduling.infeasibility.deadline import Deadline
from matcher.scheduling.infeasibility.feasibility import feasible
from matcher.scheduling.infeasibility.rules import Rule, RuleKind, excerpt, rules

T = TypeVar("T")


def minimal_conflict(parts: Sequence[T], contradict: Callable[[Sequence[T]], bool]) -> tuple[T, ...]:
    """Parts that contradict each other and of which none can be spared, given that all the parts together do.

    `contradict` may answer False where it does not know: the parts returned then still contradict, but some could be
    spared. Later parts are only in it where the earlier ones don't suffice (QuickXplain: Junker, AAAI 2004).
    """

    def needed(background: Sequence[T], grew: bool, candidates: Sequence[T]) -> list[T]:
        if grew and contradict(background):
            return []
        if len(candidates) == 1:
            return list(candidates)
        first, second = candidates[: len(candidates) // 2], candidates[len(candidates) // 2 :]
        of_second = needed([*background, *first], True, second)
        of_first = needed([*background, *of_second], bool(of_second), first)
        return of_first + of_second

    return tuple(needed([], True, parts)) if parts else ()


def conflicting_rules(problem: SchedulingProblem, deadline: Deadline) -> Explanation:
    """A minimal set of rules that no timetable keeps, of a problem that has none.

    `values`: the `rules`, and whether they are `minimal` (if time ran out, some of them may not matter).
    """
    answers: list[bool | None] = []

    def contradict(kept: Sequence[Rule]) -> bool:
        part = excerpt(problem, kept)
        answers.append(None if deadline.passed else feasible(part.problem, deadline.limits(), part.exempt))
        return answers[-1] is False

    found = minimal_conflict(rules(problem), contradict)
    meetings = {rule.subject for rule in found if rule.kind is RuleKind.MEETING}
    kept = tuple(meeting for meeting in problem.meetings if meeting.id in meetings)
    return Explanation(
        "conflicting_rules",
        {"rules": tuple(rule.values for rule in found), "minimal": None not in answers},
        tuple(dict.fromkeys(person for meeting in kept for person in (meeting.a, meeting.b))),
        tuple(meeting.id for meeting in kept),
    )
