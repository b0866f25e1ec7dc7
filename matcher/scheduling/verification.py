"""Is a timetable right? Every rule is checked in plain words, apart from everything that makes timetables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from matcher.domain.schedules import MeetingRequest, PlacedMeeting, SchedulingProblem, Session, Violation


class Rule(StrEnum):
    """What a timetable can break: the `code` of a `Violation`."""

    UNPLACED = "unplaced"
    PLACED_TWICE = "placed_twice"
    UNKNOWN_MEETING = "unknown_meeting"
    SLOT_OUT_OF_RANGE = "slot_out_of_range"
    TABLE_OUT_OF_RANGE = "table_out_of_range"
    PARTICIPANT_TWICE = "participant_twice"
    TABLE_TWICE = "table_twice"
    TOO_MANY_MEETINGS = "too_many_meetings"
    UNAVAILABLE = "unavailable"
    WRONG_SESSION = "wrong_session"
    FIXED_MOVED = "fixed_moved"
    ORDER_BROKEN = "order_broken"
    FAIRNESS_EXCEEDED = "fairness_exceeded"


def verify(problem: SchedulingProblem, placed: Sequence[PlacedMeeting]) -> tuple[Violation, ...]:
    """Every rule that the timetable breaks, rule by rule in the order of `Rule`; empty when it is right.

    A meeting placed twice counts at both places for every other rule. The participants and the meetings that others
    come after are taken to be in the problem.
    """
    known = {meeting.id: meeting for meeting in problem.meetings}
    real = [one for one in placed if one.id in known]
    checks = (
        _unplaced(problem, placed),
        _placed_twice(known, real),
        (Violation(Rule.UNKNOWN_MEETING, (), (one.id,), (one.slot,)) for one in placed if one.id not in known),
        _out_of_range(problem, known, real),
        _participant_twice(known, real),
        _table_twice(known, real),
        _too_many_meetings(problem, real),
        _unavailable(problem, known, real),
        _misplaced(problem, known, real),
        _order_broken(known, real),
        _fairness_exceeded(problem, real),
    )
    return tuple(violation for check in checks for violation in check)


def breaks_of(problem: SchedulingProblem, placed: Sequence[PlacedMeeting]) -> dict[str, int]:
    """How many idle blocks each participant has between two meetings; a block counts once however long it is."""
    return {
        person: sum(later.slot - earlier.slot > 1 for earlier, later in pairwise(agenda))
        for person, agenda in agendas_of(problem, placed).items()
    }


def table_changes(problem: SchedulingProblem, placed: Sequence[PlacedMeeting]) -> dict[str, int]:
    """How often each participant's next meeting is at another table than the one before."""
    return {
        person: sum(later.table != earlier.table for earlier, later in pairwise(agenda))
        for person, agenda in agendas_of(problem, placed).items()
    }


def agendas_of(problem: SchedulingProblem, placed: Sequence[PlacedMeeting]) -> dict[str, list[PlacedMeeting]]:
    """The meetings of each participant in order of time."""
    known = {meeting.id: meeting for meeting in problem.meetings}
    agendas: dict[str, list[PlacedMeeting]] = {participant.id: [] for participant in problem.participants}
    for one in sorted(placed, key=lambda one: (one.slot, one.id)):
        if one.id in known:
            agendas[known[one.id].a].append(one)
            agendas[known[one.id].b].append(one)
    return agendas


def _unplaced(problem: SchedulingProblem, placed: Sequence[PlacedMeeting]) -> Iterator[Violation]:
    ids = {one.id for one in placed}
    for meeting in problem.meetings:
        if meeting.id not in ids:
            yield Violation(Rule.UNPLACED, (meeting.a, meeting.b), (meeting.id,))


def _placed_twice(known: dict[str, MeetingRequest], placed: Sequence[PlacedMeeting]) -> Iterator[Violation]:
    slots: defaultdict[str, list[int]] = defaultdict(list)
    for one in placed:
        slots[one.id].append(one.slot)
    for meeting_id, at in slots.items():
        if len(at) > 1:
            yield Violation(Rule.PLACED_TWICE, _people(known[meeting_id]), (meeting_id,), tuple(sorted(at)))


def _out_of_range(
    problem: SchedulingProblem, known: dict[str, MeetingRequest], placed: Sequence[PlacedMeeting]
) -> Iterator[Violation]:
    for one in placed:
        if not 1 <= one.slot <= problem.slots:
            yield Violation(Rule.SLOT_OUT_OF_RANGE, _people(known[one.id]), (one.id,), (one.slot,))
    for one in placed:
        if not 1 <= one.table <= problem.tables:
            yield Violation(Rule.TABLE_OUT_OF_RANGE, _people(known[one.id]), (one.id,), (one.slot,))


def _participant_twice(known: dict[str, MeetingRequest], placed: Sequence[PlacedMeeting]) -> Iterator[Violation]:
    at_once: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for one in placed:
        for person in _people(known[one.id]):
            at_once[person, one.slot].append(one.id)
    for (person, slot), meetings in at_once.items():
        if len(meetings) > 1:
            yield Violation(Rule.PARTICIPANT_TWICE, (person,), tuple(meetings), (slot,))


def _table_twice(known: dict[str, MeetingRequest], placed: Sequence[PlacedMeeting]) -> Iterator[Violation]:
    at_once: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for one in placed:
        at_once[one.table, one.slot].append(one.id)
    for (_, slot), meetings in at_once.items():
        if len(meetings) > 1:
            people = tuple(person for meeting in meetings for person in _people(known[meeting]))
            yield Violation(Rule.TABLE_TWICE, people, tuple(meetings), (slot,))


def _too_many_meetings(problem: SchedulingProblem, placed: Sequence[PlacedMeeting]) -> Iterator[Violation]:
    at_once: defaultdict[int, list[str]] = defaultdict(list)
    for one in placed:
        at_once[one.slot].append(one.id)
    for slot, meetings in sorted(at_once.items()):
        if len(meetings) > problem.tables:
            yield Violation(Rule.TOO_MANY_MEETINGS, (), tuple(meetings), (slot,))


def _unavailable(
    problem: SchedulingProblem, known: dict[str, MeetingRequest], placed: Sequence[PlacedMeeting]
) -> Iterator[Violation]:
    unavailable = {participant.id: participant.unavailable for participant in problem.participants}
    for one in placed:
        for person in _people(known[one.id]):
            if one.slot in unavailable[person]:
                yield Violation(Rule.UNAVAILABLE, (person,), (one.id,), (one.slot,))


def _misplaced(
    problem: SchedulingProblem, known: dict[str, MeetingRequest], placed: Sequence[PlacedMeeting]
) -> Iterator[Violation]:
    for one in placed:
        meeting = known[one.id]
        if meeting.session not in (Session.ANY, problem.session_of(one.slot)):
            yield Violation(Rule.WRONG_SESSION, _people(meeting), (one.id,), (one.slot,))
    for one in placed:
        meeting = known[one.id]
        if meeting.slot not in (None, one.slot):
            yield Violation(Rule.FIXED_MOVED, _people(meeting), (one.id,), (one.slot,))


def _order_broken(known: dict[str, MeetingRequest], placed: Sequence[PlacedMeeting]) -> Iterator[Violation]:
    slots: defaultdict[str, list[int]] = defaultdict(list)
    for one in placed:
        slots[one.id].append(one.slot)
    for later in placed:
        for earlier in known[later.id].after:
            for slot in slots[earlier]:
                if later.slot <= slot:
                    people = tuple(dict.fromkeys((*_people(known[earlier]), *_people(known[later.id]))))
                    yield Violation(Rule.ORDER_BROKEN, people, (earlier, later.id), (slot, later.slot))


def _fairness_exceeded(problem: SchedulingProblem, placed: Sequence[PlacedMeeting]) -> Iterator[Violation]:
    breaks = breaks_of(problem, placed)
    if problem.fairness is None or not breaks:
        return
    least = min(breaks, key=breaks.__getitem__)
    for person, count in breaks.items():
        if count - breaks[least] > problem.fairness:
            yield Violation(Rule.FAIRNESS_EXCEEDED, (person, least))


def _people(meeting: MeetingRequest) -> tuple[str, str]:
    return meeting.a, meeting.b
