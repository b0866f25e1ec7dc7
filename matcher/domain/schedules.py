"""The bare scheduling problem: who meets whom is settled; when, and at which table, is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Session(StrEnum):
    """When a meeting may be: `morning` is the first `morning_slots` slots, `afternoon` the others."""

    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"


class Objective(StrEnum):
    """What a timetable minimises: `breaks`, the idle blocks between two meetings of one participant, or `none`."""

    BREAKS = "breaks"
    NONE = "none"


class Status(StrEnum):
    """What is known of an answer: `optimal` and `infeasible` are proved, `unknown` means that time ran out."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Participant:
    """Who meets; slots count from 1, those not in `unavailable` are free.

    `quota` is how many meetings a participant may have when freed seats are filled, None for any number.
    """

    id: str
    unavailable: frozenset[int] = frozenset()
    quota: int | None = None


@dataclass(frozen=True, slots=True)
class MeetingRequest:
    """A meeting of `a` and `b` to be placed: in `slot` if one is given, strictly later than each meeting of `after`."""

    id: str
    a: str
    b: str
    session: Session = Session.ANY
    slot: int | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SchedulingProblem:
    """Meetings to be placed in `slots` slots of which the first `morning_slots` are the morning, `tables` at a time.

    `fairness` is the largest difference of breaks allowed between any two participants, None for any; a participant
    with 0 or 1 meetings, or as many as there are slots, counts as 0 breaks.
    """

    slots: int
    tables: int
    participants: tuple[Participant, ...]
    meetings: tuple[MeetingRequest, ...]
    morning_slots: int = 0
    fairness: int | None = None
    objective: Objective = Objective.BREAKS

    def session_of(self, slot: int) -> Session:
        """The part of the day a slot lies in."""
        return Session.MORNING if slot <= self.morning_slots else Session.AFTERNOON


@dataclass(frozen=True, slots=True)
class PlacedMeeting:
    """A meeting's slot and table, both from 1."""

    id: str
    slot: int
    table: int


@dataclass(frozen=True, slots=True)
class Remedy:
    """One change that helps: `code` names its kind, `values` what it is applied with.

    Codes and their values: `add_slots` {count}, `add_tables` {count}, `free_slots` {participant, slots},
    `drop_meetings` {meetings}, `unfix_meeting` {meeting}, `any_session` {meeting}, `drop_order` {meeting, after},
    `widen_fairness` {fairness}, `more_time` {}. A true `suffices` among the values says that with this change alone
    there is a timetable; a false one, that it removes this cause and that others remain; None, that others may remain.
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One cause why a problem has no answer, with what it is about and the changes that remove it.

    `values` are the numbers that the sentence shown to an organiser needs, by name.
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    participants: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    slots: tuple[int, ...] = ()
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solve is: the fewest breaks found so far, the proved bound, and a timetable that has `best` breaks."""

    best: int | None
    bound: int
    wall_s: float
    meetings: tuple[PlacedMeeting, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """The answer: `objective` is the sum of `breaks`, `bound` what no timetable can go below.

    Both are None where there is no timetable to speak of; `explanation` says why when `status` is `infeasible`.
    """

    status: Status
    objective: int | None = None
    bound: int | None = None
    meetings: tuple[PlacedMeeting, ...] = ()
    breaks: Mapping[str, int] = field(default_factory=dict)
    explanation: tuple[Explanation, ...] = ()
    wall_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule of a timetable: `code` names the rule, the rest who, which and when."""

    code: str
    participants: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    slots: tuple[int, ...] = ()
