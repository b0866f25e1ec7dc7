"""Small ways to write a scheduling problem down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from matcher.domain.schedules import MeetingRequest, Participant, SchedulingProblem


def problem(
    slots: int,
    tables: int,
    meetings: str,
    *,
    away: Mapping[str, Iterable[int]] | None = None,
    rules: Mapping[str, Mapping[str, Any]] | None = None,
    morning_slots: int = 0,
    fairness: int | None = None,
) -> SchedulingProblem:
    """A problem with meetings such as `"ab ac"`, whose ids they are: of a with b and of a with c.

    `away` are the absences by participant, `rules` what else a meeting asks for, by meeting.
    """
    pairs = meetings.split()
    people = sorted({*"".join(pairs), *(away or {})})
    return SchedulingProblem(
        slots,
        tables,
        tuple(Participant(person, frozenset((away or {}).get(person, ()))) for person in people),
        tuple(MeetingRequest(pair, *pair, **(rules or {}).get(pair, {})) for pair in pairs),
        morning_slots,
        fairness,
    )
