"""Change a problem as a remedy says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import cast

from matcher.domain.schedules import MeetingRequest, Remedy, SchedulingProblem, Session
from matcher.errors import InvalidInput


def apply(problem: SchedulingProblem, remedy: Remedy) -> SchedulingProblem:
    """The problem after the change; added slots come after the last, and everyone is free in them.

    `more_time` changes nothing.

    Raises:
        InvalidInput: if the remedy's code is none of those that `Remedy` lists.
    """
    if remedy.code not in _CHANGES:
        raise InvalidInput(
            f"There is no remedy “{remedy.code}”. Use one of: {', '.join(sorted(_CHANGES))}.", code=remedy.code
        )
    return _CHANGES[remedy.code](problem, remedy.values)


def _add_slots(problem: SchedulingProblem, values: Mapping[str, object]) -> SchedulingProblem:
    return replace(problem, slots=problem.slots + cast(int, values["count"]))


def _add_tables(problem: SchedulingProblem, values: Mapping[str, object]) -> SchedulingProblem:
    return replace(problem, tables=problem.tables + cast(int, values["count"]))


def _free_slots(problem: SchedulingProblem, values: Mapping[str, object]) -> SchedulingProblem:
    freed = frozenset(cast(Collection[int], values["slots"]))
    participants = (
        replace(each, unavailable=each.unavailable - freed) if each.id == values["participant"] else each
        for each in problem.participants
    )
    return replace(problem, participants=tuple(participants))


def _drop_meetings(problem: SchedulingProblem, values: Mapping[str, object]) -> SchedulingProblem:
    dropped = frozenset(cast(Collection[str], values["meetings"]))
    meetings = (
        replace(each, after=tuple(earlier for earlier in each.after if earlier not in dropped))
        for each in problem.meetings
        if each.id not in dropped
    )
    return replace(problem, meetings=tuple(meetings))


def _unfix_meeting(problem: SchedulingProblem, values: Mapping[str, object]) -> SchedulingProblem:
    return _with_meeting(problem, values, lambda meeting: replace(meeting, slot=None))


def _any_session(problem: SchedulingProblem, values: Mapping[str, object]) -> SchedulingProblem:
    return _with_meeting(problem, values, lambda meeting: replace(meeting, session=Session.ANY))


def _drop_order(problem: SchedulingProblem, values: Mapping[str, object]) -> SchedulingProblem:
    return _with_meeting(
        problem,
        values,
        lambda meeting: replace(meeting, after=tuple(each for each in meeting.after if each != values["after"])),
    )


def _widen_fairness(problem: SchedulingProblem, values: Mapping[str, object]) -> SchedulingProblem:
    return replace(problem, fairness=cast(int, values["fairness"]))


def _more_time(problem: SchedulingProblem, values: Mapping[str, object]) -> SchedulingProblem:
    return problem


def _with_meeting(
    problem: SchedulingProblem, values: Mapping[str, object], change: Callable[[MeetingRequest], MeetingRequest]
) -> SchedulingProblem:
    meetings = (change(each) if each.id == values["meeting"] else each for each in problem.meetings)
    return replace(problem, meetings=tuple(meetings))


_CHANGES: Mapping[str, Callable[[SchedulingProblem, Mapping[str, object]], SchedulingProblem]] = {
    "add_slots": _add_slots,
    "add_tables": _add_tables,
    "free_slots": _free_slots,
    "drop_meetings": _drop_meetings,
    "unfix_meeting": _unfix_meeting,
    "any_session": _any_session,
    "drop_order": _drop_order,
    "widen_fairness": _widen_fairness,
    "more_time": _more_time,
}
