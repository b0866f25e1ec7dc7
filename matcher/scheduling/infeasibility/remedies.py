"""The smallest changes that remove a cause, each one tried out before it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import cast

from matcher.domain.schedules import Explanation, Remedy, SchedulingProblem, Session
from matcher.scheduling.infeasibility.applying import apply
from matcher.scheduling.infeasibility.deadline import Deadline
from matcher.scheduling.infeasibility.feasibility import feasible, fewest_dropped
from matcher.scheduling.infeasibility.possibilities import Possibilities
from matcher.scheduling.infeasibility.rules import Excerpt, RuleKind, excerpt, rules

_SUFFICIENT_TRIES = 3
"""So many remedies of one kind that remove a cause are tried on the whole problem, which takes longest."""

Search = Callable[[Excerpt, Deadline], Iterator[Remedy]]


def remedies(problem: SchedulingProblem, explanation: Explanation, deadline: Deadline) -> tuple[Remedy, ...]:
    """The smallest change of each kind that removes the cause, those that are enough by themselves first.

    Where none is enough, the smallest that are enough for all causes together follow, as far as time allows.
    """
    part = cause(problem, explanation)
    found = [remedy for search in _searches(explanation) for remedy in _best(problem, part, search, deadline)]
    if not any(remedy.values["suffices"] for remedy in found):
        whole = Excerpt(problem, frozenset())
        more = [remedy for search in _WHOLE for remedy in _best(problem, whole, search, deadline)]
        found += [remedy for remedy in more if remedy.values["suffices"]]
    return tuple(sorted(found, key=lambda remedy: not remedy.values["suffices"]))


def cause(problem: SchedulingProblem, explanation: Explanation) -> Excerpt:
    """The part of the problem that an explanation is about: its meetings, those the order ties to them, their rules."""
    meetings = frozenset(Possibilities(problem).tied(explanation.meetings))
    kept = [rule for rule in rules(problem) if rule.kind is not RuleKind.MEETING or rule.subject in meetings]
    part = excerpt(problem, kept)
    return part if _is_about_fairness(explanation) else replace(part, problem=replace(part.problem, fairness=None))


def _is_about_fairness(explanation: Explanation) -> bool:
    named = cast(Iterable[Mapping[str, str]], explanation.values.get("rules", ()))
    return explanation.code == "uneven_breaks" or any(rule["kind"] == RuleKind.FAIRNESS for rule in named)


def _best(problem: SchedulingProblem, part: Excerpt, search: Search, deadline: Deadline) -> Iterator[Remedy]:
    """The first remedy that is enough for the whole problem, else the first that was found."""
    fallback = None
    mine = deadline.part(1 / 3)
    for tries, remedy in enumerate(search(part, mine)):
        enough = feasible(apply(problem, remedy), mine.limits()) is True
        told = replace(remedy, values={**remedy.values, "suffices": enough})
        if enough:
            yield told
            return
        fallback = fallback or told
        if tries + 1 == _SUFFICIENT_TRIES:
            break
    if fallback is not None:
        yield fallback


def _helps(part: Excerpt, remedy: Remedy, deadline: Deadline) -> bool:
    return not deadline.passed and feasible(apply(part.problem, remedy), deadline.limits(), part.exempt) is True


def _drop(part: Excerpt, deadline: Deadline) -> Iterator[Remedy]:
    dropped = fewest_dropped(part.problem, deadline.limits())
    if dropped:
        yield Remedy("drop_meetings", {"meetings": dropped})


def _add_slots(part: Excerpt, deadline: Deadline) -> Iterator[Remedy]:
    yield from _smallest(
        part, lambda count: Remedy("add_slots", {"count": count}), len(part.problem.meetings), deadline
    )


def _add_tables(part: Excerpt, deadline: Deadline) -> Iterator[Remedy]:
    most = max(0, len(part.problem.participants) // 2 - part.problem.tables)
    yield from _smallest(part, lambda count: Remedy("add_tables", {"count": count}), most, deadline)


def _widen(part: Excerpt, deadline: Deadline) -> Iterator[Remedy]:
    fairness = part.problem.fairness
    if fairness is not None:
        yield from _smallest(
            part,
            lambda count: Remedy("widen_fairness", {"fairness": fairness + count}),
            part.problem.slots,
            deadline,
        )


def _smallest(part: Excerpt, remedy: Callable[[int], Remedy], most: int, deadline: Deadline) -> Iterator[Remedy]:
    """The remedy with the smallest count from 1 to `most` that helps, by doubling and halving: more helps no less."""
    fails, helps = 0, min(1, most)
    while helps > fails and not _helps(part, remedy(helps), deadline):
        fails, helps = helps, min(2 * helps, most)
    if helps == fails:
        return
    while helps - fails > 1:
        middle = (fails + helps) // 2
        if _helps(part, remedy(middle), deadline):
            helps = middle
        else:
            fails = middle
    yield remedy(helps)


def _free(part: Excerpt, deadline: Deadline) -> Iterator[Remedy]:
    """For each participant whose free time can help, slots none of which can be spared."""
    busy = {person for meeting in part.problem.meetings for person in (meeting.a, meeting.b)}
    for participant in part.problem.participants:
        slots = frozenset(slot for slot in participant.unavailable if 1 <= slot <= part.problem.slots)
        if participant.id not in busy or not _helps(part, _freed(participant.id, slots), deadline):
            continue
        for slot in sorted(slots, reverse=True):
            if _helps(part, _freed(participant.id, slots - {slot}), deadline):
                slots -= {slot}
        yield _freed(participant.id, slots)


def _freed(participant: str, slots: frozenset[int]) -> Remedy:
    return Remedy("free_slots", {"participant": participant, "slots": tuple(sorted(slots))})


def _lift(part: Excerpt, deadline: Deadline) -> Iterator[Remedy]:
    return (remedy for remedy in _liftable(part.problem) if _helps(part, remedy, deadline))


def _liftable(problem: SchedulingProblem) -> Iterator[Remedy]:
    for meeting in problem.meetings:
        if meeting.slot is not None:
            yield Remedy("unfix_meeting", {"meeting": meeting.id})
        if meeting.session is not Session.ANY:
            yield Remedy("any_session", {"meeting": meeting.id})
        for earlier in meeting.after:
            yield Remedy("drop_order", {"meeting": meeting.id, "after": earlier})


def _searches(explanation: Explanation) -> tuple[Search, ...]:
    """Where to look, nearest first."""
    return (_lift, _free, _drop, _add_tables, _add_slots, *((_widen,) if _is_about_fairness(explanation) else ()))


_WHOLE: tuple[Search, ...] = (_drop, _add_tables, _add_slots)
