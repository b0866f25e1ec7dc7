"""The rules a problem is made of, each one something that its organiser decided and can lift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from matcher.domain.schedules import MeetingRequest, Participant, SchedulingProblem, Session


class RuleKind(StrEnum):
    """What a rule asks: a meeting's place, session, fixed slot or order, a participant's absences, tables, fairness."""

    UNAVAILABLE = "unavailable"
    SESSION = "session"
    FIXED = "fixed"
    ORDER = "order"
    TABLES = "tables"
    MEETING = "meeting"
    FAIRNESS = "fairness"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about a participant (`unavailable`), a meeting, or everyone (`tables`, `fairness`: an empty subject).

    An `order` is about the later meeting, and `after` names the earlier one.
    """

    kind: RuleKind
    subject: str = ""
    after: str = ""

    @property
    def values(self) -> Mapping[str, str]:
        """The rule as an explanation tells it."""
        return {"kind": self.kind.value, "subject": self.subject, "after": self.after}


def rules(problem: SchedulingProblem) -> tuple[Rule, ...]:
    """Every rule of a problem; those that an explanation does better without come last."""
    return tuple(_rules(problem))


def _rules(problem: SchedulingProblem) -> Iterator[Rule]:
    yield from (Rule(RuleKind.UNAVAILABLE, person.id) for person in problem.participants if person.unavailable)
    for meeting in problem.meetings:
        if meeting.session is not Session.ANY:
            yield Rule(RuleKind.SESSION, meeting.id)
        if meeting.slot is not None:
            yield Rule(RuleKind.FIXED, meeting.id)
        yield from (Rule(RuleKind.ORDER, meeting.id, earlier) for earlier in meeting.after)
    yield Rule(RuleKind.TABLES)
    yield from (Rule(RuleKind.MEETING, meeting.id) for meeting in problem.meetings)
    if problem.fairness is not None:
        yield Rule(RuleKind.FAIRNESS)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some of the rules of a problem, as a problem of its own that asks for nothing the whole does not ask for.

    `exempt` are the participants some of whose meetings are left out: the breaks they have in it say nothing.
    """

    problem: SchedulingProblem
    exempt: frozenset[str]


def excerpt(problem: SchedulingProblem, kept: Iterable[Rule]) -> Excerpt:
    """The problem with these of its rules alone: meetings left out are not asked for, nor is any order with them."""
    subjects: dict[RuleKind, set[str]] = {kind: set() for kind in RuleKind}
    orders: set[tuple[str, str]] = set()
    for rule in kept:
        subjects[rule.kind].add(rule.subject)
        if rule.kind is RuleKind.ORDER:
            orders.add((rule.subject, rule.after))

    def meeting_with(meeting: MeetingRequest) -> MeetingRequest:
        return replace(
            meeting,
            session=meeting.session if meeting.id in subjects[RuleKind.SESSION] else Session.ANY,
            slot=meeting.slot if meeting.id in subjects[RuleKind.FIXED] else None,
            after=tuple(
                earlier
                for earlier in meeting.after
                if (meeting.id, earlier) in orders and earlier in subjects[RuleKind.MEETING]
            ),
        )

    def participant_with(participant: Participant) -> Participant:
        return participant if participant.id in subjects[RuleKind.UNAVAILABLE] else Participant(participant.id)

    missing = [meeting for meeting in problem.meetings if meeting.id not in subjects[RuleKind.MEETING]]
    part = replace(
        problem,
        tables=problem.tables if subjects[RuleKind.TABLES] else len(problem.meetings),
        participants=tuple(map(participant_with, problem.participants)),
        meetings=tuple(meeting_with(each) for each in problem.meetings if each.id in subjects[RuleKind.MEETING]),
        fairness=problem.fairness if subjects[RuleKind.FAIRNESS] else None,
    )
    return Excerpt(part, frozenset(person for meeting in missing for person in (meeting.a, meeting.b)))
