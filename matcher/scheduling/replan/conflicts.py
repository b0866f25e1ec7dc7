"""Which meetings can stay where they are after a change, and what is done about those that cannot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from matcher.domain.schedules import MeetingRequest, PlacedMeeting, SchedulingProblem, Session
from matcher.errors import Conflict

NAMED = 5
"""How many conflicts a message names."""


class Policy(StrEnum):
    """What becomes of meetings that a change makes impossible.

    `inform` refuses the change and says which they are, `remove` takes them from their place, `ignore` leaves them.
    """

    INFORM = "inform"
    REMOVE = "remove"
    IGNORE = "ignore"


def settle(
    problem: SchedulingProblem, current: Sequence[PlacedMeeting], tables: Collection[int], policy: Policy
) -> tuple[PlacedMeeting, ...]:
    """The problem's meetings that keep their place, in its order.

    Raises:
        Conflict: some cannot, and the policy is to inform.
    """
    before = {one.id: one for one in current}
    known = [before[meeting.id] for meeting in problem.meetings if meeting.id in before]
    if policy is Policy.IGNORE:
        return tuple(known)
    surviving = _surviving(problem, before, tables)
    conflicts = [one.id for one in known if one.id not in surviving]
    if conflicts and policy is Policy.INFORM:
        more = f" and {len(conflicts) - NAMED} more" if len(conflicts) > NAMED else ""
        raise Conflict(
            f"The change makes meetings impossible: {', '.join(conflicts[:NAMED])}{more}. "
            "Remove them, or ignore the conflicts.",
            meetings=conflicts,
        )
    return tuple(one for one in known if one.id in surviving)


def possible_slots(problem: SchedulingProblem, meetings: Iterable[MeetingRequest]) -> dict[str, set[int]]:
    """By meeting the slots in which both are there, of its session, and the one it is fixed in if it is."""
    unavailable = {person.id: person.unavailable for person in problem.participants}
    of_session = {
        session: {slot for slot in range(1, problem.slots + 1) if session in (Session.ANY, problem.session_of(slot))}
        for session in Session
    }
    return {
        one.id: of_session[one.session].intersection([one.slot] if one.slot else of_session[Session.ANY])
        - unavailable[one.a]
        - unavailable[one.b]
        for one in meetings
    }


def followers(meetings: Iterable[MeetingRequest]) -> dict[str, list[str]]:
    """By meeting those that come after it."""
    later = defaultdict(list)
    for meeting in meetings:
        for earlier in meeting.after:
            later[earlier].append(meeting.id)
    return later


def _surviving(
    problem: SchedulingProblem, before: Mapping[str, PlacedMeeting], tables: Collection[int]
) -> dict[str, int]:
    """The slots of those that break no rule; where two clash, the first in the problem stays."""
    possible = possible_slots(problem, problem.meetings)
    later = followers(problem.meetings)
    taken: set[tuple[str | int, int]] = set()
    slots: dict[str, int] = {}
    for meeting in problem.meetings:
        one = before.get(meeting.id)
        if one is None:
            continue
        places: set[tuple[str | int, int]] = {(meeting.a, one.slot), (meeting.b, one.slot), (one.table, one.slot)}
        if (
            one.slot in possible[one.id]
            and one.table in tables
            and not places & taken
            and all(slots[other] < one.slot for other in meeting.after if other in slots)
            and all(slots[other] > one.slot for other in later.get(one.id, ()) if other in slots)
        ):
            taken |= places
            slots[one.id] = one.slot
    return slots
