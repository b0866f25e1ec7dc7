"""The smallest changes that remove a cause, each one tried out before it is offered."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain, islice
from typing import cast

from matcher.domain.schedules import Explanation, Remedy, SchedulingProblem, Session
from matcher.scheduling.infeasibility.applying import apply
from matcher.scheduling.infeasibility.deadline import Deadline
from matcher.scheduling.infeasibility.feasibility import feasible, fewest_dropped, refuted
from matcher.scheduling.infeasibility.rules import Excerpt, RuleKind, excerpt, rules
from matcher.scheduling.possibilities import Possibilities

_SUFFICIENT_TRIES = 3
"""So many remedies of one kind that remove a cause are tried on the whole problem, which takes longest."""
_OWN = 5
"""Of more causes than these, each with remedies of its own would be a list that nobody reads."""

Search = Callable[[Excerpt, Deadline], Iterator[Remedy]]


def remedied(problem: SchedulingProblem, causes: Sequence[Explanation], deadline: Deadline) -> tuple[Explanation, ...]:
    """The causes with the smallest change of each kind that removes them, the most practical first.

    Changes of the whole event that are enough for all causes together are told with the first cause, and so is what to
    leave out where nothing else is enough or the causes are many; of many causes, none has remedies of its own.
    """
    whole = Excerpt(problem, frozenset())
    together = _enough(whole, _OF_THE_EVENT, deadline.part(0.6))
    own = _own(problem, causes, {remedy.code for remedy in together}, deadline.part(0.7))
    if len(causes) > _OWN or not any(remedy.values["suffices"] for remedy in chain(together, *own)):
        together += _enough(whole, {"drop_meetings": _drop}, deadline)
    return tuple(
        replace(explanation, remedies=tuple(sorted(found, key=_impractical)))
        for explanation, found in zip(causes, [own[0] + together, *own[1:]], strict=True)
    )


def _enough(whole: Excerpt, searches: Mapping[str, Search], deadline: Deadline) -> list[Remedy]:
    """What each search finds that makes the whole problem possible."""
    found: list[Remedy] = []
    for number, search in enumerate(searches.values()):
        found += (_told(remedy, True) for remedy in search(whole, deadline.part(1 / (len(searches) - number))))
    return found


def _own(
    problem: SchedulingProblem, causes: Sequence[Explanation], told: Set[str], deadline: Deadline
) -> list[list[Remedy]]:
    """For each cause what removes it, by kinds of change that are not told already."""
    if len(causes) > _OWN:
        return [[] for _ in causes]
    searches = [search for code, search in _OF_THE_EVENT.items() if code not in told]
    found = []
    for number, explanation in enumerate(causes):
        part, mine = cause(problem, explanation), deadline.part(1 / (len(causes) - number))
        found.append([remedy for search in (*_OF_SOMEONE, *searches) for remedy in _best(problem, part, search, mine)])
    return found


def _told(remedy: Remedy, suffices: bool | None) -> Remedy:
    return replace(remedy, values={**remedy.values, "suffices": suffices})


def _impractical(remedy: Remedy) -> tuple[bool, int, int]:
    """Before others comes what is enough, then what changes less, then what asks less of people."""
    changes = remedy.values.get("count") or remedy.values.get("slots") or remedy.values.get("meetings") or 1
    size = changes if isinstance(changes, int) else len(cast(Collection[object], changes))
    return not remedy.values["suffices"], size, _PRACTICAL.index(remedy.code)


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
    for remedy in islice(search(part, mine), _SUFFICIENT_TRIES):
        told = _told(remedy, feasible(apply(problem, remedy), mine.limits()))
        if told.values["suffices"]:
            yield told
            return
        fallback = fallback or told
    if fallback is not None:
        yield fallback


def _helps(part: Excerpt, remedy: Remedy, deadline: Deadline) -> bool:
    return not deadline.passed and feasible(apply(part.problem, remedy), deadline.limits(), part.exempt) is True


def _drop(part: Excerpt, deadline: Deadline) -> Iterator[Remedy]:
    """The fewest meetings, first without a thought for fairness, which slows the search down and often comes along."""
    for problem in dict.fromkeys((replace(part.problem, fairness=None), part.problem)):
        dropped = fewest_dropped(problem, deadline.limits(), part.exempt)
        remedy = Remedy("drop_meetings", {"meetings": dropped})
        if dropped and _helps(part, remedy, deadline):
            yield remedy
            return


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
    """The remedy with the smallest count from 1 to `most` that helps, given that a larger one helps no less."""
    unrefuted = _first(lambda count: not refuted(apply(part.problem, remedy(count)), part.exempt), 1, most)
    helps = unrefuted and _first(lambda count: _helps(part, remedy(count), deadline), unrefuted, most)
    if helps:
        yield remedy(helps)


def _first(holds: Callable[[int], bool], least: int, most: int) -> int | None:
    """The first number from `least` to `most` for which something holds, if it holds for all from there on."""
    fails, step = least - 1, 1
    while fails < most and not holds(min(fails + step, most)):
        fails, step = fails + step, 2 * step
    if fails >= most:
        return None
    return bisect_left(range(fails + 1, min(fails + step, most)), True, key=holds) + fails + 1


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


_OF_SOMEONE: tuple[Search, ...] = (_lift, _free, _drop)
_OF_THE_EVENT: Mapping[str, Search] = {"widen_fairness": _widen, "add_tables": _add_tables, "add_slots": _add_slots}
_PRACTICAL = (
    *("any_session", "unfix_meeting", "drop_order", "free_slots"),
    *("widen_fairness", "add_tables", "drop_meetings", "add_slots"),
)
