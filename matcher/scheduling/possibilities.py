"""Where each meeting of a problem may be, by what the problem says of it alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from matcher.domain.schedules import MeetingRequest, SchedulingProblem, Session


@dataclass(frozen=True)
class Possibilities:
    """The slots left for people and meetings, worked out once for every certificate."""

    problem: SchedulingProblem

    @cached_property
    def free(self) -> Mapping[str, frozenset[int]]:
        """The slots in which each participant could meet."""
        every = frozenset(range(1, self.problem.slots + 1))
        return {participant.id: every - participant.unavailable for participant in self.problem.participants}

    @cached_property
    def meetings_of(self) -> Mapping[str, tuple[MeetingRequest, ...]]:
        """The meetings of each participant, in the problem's order."""
        meetings: dict[str, list[MeetingRequest]] = defaultdict(list)
        for meeting in self.problem.meetings:
            meetings[meeting.a].append(meeting)
            meetings[meeting.b].append(meeting)
        return {participant.id: tuple(meetings[participant.id]) for participant in self.problem.participants}

    @cached_property
    def alone(self) -> Mapping[str, frozenset[int]]:
        """The slots of each meeting that its people, its session and its fixed slot leave."""
        return {meeting.id: self._alone(meeting) for meeting in self.problem.meetings}

    @cached_property
    def ordered(self) -> Mapping[str, frozenset[int]]:
        """As `alone`, less the slots that the order of the meetings excludes; nothing more where the order turns round.

        Each meeting is later than the earliest slot of those it follows, and earlier than the latest of its followers.
        """
        slots = dict(self.alone)
        if self.cycle:
            return slots
        after = {meeting.id: meeting.after for meeting in self.problem.meetings}
        order = tuple(TopologicalSorter(after).static_order())
        for later in order:
            for earlier in after[later]:
                first = min(slots[earlier], default=self.problem.slots)
                slots[later] = frozenset(slot for slot in slots[later] if slot > first)
        for later in reversed(order):
            for earlier in after[later]:
                last = max(slots[later], default=0)
                slots[earlier] = frozenset(slot for slot in slots[earlier] if slot < last)
        return slots

    @cached_property
    def cycle(self) -> tuple[str, ...]:
        """Meetings each of which is to be later than the next, the last later than the first; empty where none are."""
        try:
            TopologicalSorter({meeting.id: meeting.after for meeting in self.problem.meetings}).prepare()
        except CycleError as error:
            return tuple(reversed(error.args[1][1:]))
        return ()

    @cached_property
    def longest_chain(self) -> tuple[str, ...]:
        """The most meetings each of which is to be later than the one before; empty where the order turns round."""
        if self.cycle:
            return ()
        after = {meeting.id: meeting.after for meeting in self.problem.meetings}
        chains: dict[str, tuple[str, ...]] = {}
        for later in TopologicalSorter(after).static_order():
            chains[later] = (*max((chains[earlier] for earlier in after[later]), key=len, default=()), later)
        return max(chains.values(), key=len, default=())

    def usable(self, participant: str) -> frozenset[int]:
        """The slots in which a participant has at least one possible meeting."""
        return frozenset().union(*(self.ordered[meeting.id] for meeting in self.meetings_of[participant]))

    def tied(self, meetings: tuple[str, ...]) -> tuple[str, ...]:
        """The meetings, first, and all those that the order ties to them, directly or through others."""
        links: dict[str, list[str]] = defaultdict(list)
        for later in self.problem.meetings:
            for earlier in later.after:
                links[later.id].append(earlier)
                links[earlier].append(later.id)
        found, waiting = dict.fromkeys(meetings), list(meetings)
        while waiting:
            for meeting in links[waiting.pop()]:
                if meeting not in found:
                    found[meeting] = None
                    waiting.append(meeting)
        return tuple(found)

    def in_session(self, slots: frozenset[int], session: Session) -> frozenset[int]:
        """Those of the slots that lie in the session."""
        if session is Session.ANY:
            return slots
        return frozenset(slot for slot in slots if self.problem.session_of(slot) is session)

    def _alone(self, meeting: MeetingRequest) -> frozenset[int]:
        both = self.in_session(self.free[meeting.a] & self.free[meeting.b], meeting.session)
        return both if meeting.slot is None else both & {meeting.slot}
