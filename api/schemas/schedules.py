"""The bare scheduling problem and its answer as JSON."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field, WithJsonSchema

from api.schemas.strict import Number, Strict, Whole
from matcher.domain.schedules import Objective, Session, Status
from matcher.intake.json_fields import LONGEST_TEXT
from matcher.intake.scheduling_problem import (
    LARGEST_SEED,
    LONGEST_TIME_LIMIT_S,
    MOST_MEETINGS,
    MOST_PARTICIPANTS,
    MOST_SLOTS,
    MOST_TABLES,
    TIME_LIMIT_S,
)

Id = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
SlotNumber = Annotated[Whole, Field(ge=1, le=MOST_SLOTS)]


class SchedulingParticipantIn(Strict):
    """Who meets, and the slots in which they cannot."""

    id: Id
    unavailable: Annotated[list[SlotNumber], Field(max_length=MOST_SLOTS)] | None = []


class SchedulingMeetingIn(Strict):
    """A meeting of `a` and `b`, both ids of participants."""

    id: Id
    a: Id
    b: Id
    session: Session | None = Field(Session.ANY, description="The part of the day it has to be in.")
    slot: SlotNumber | None = Field(None, description="The slot it has to be in.")
    after: Annotated[list[Id], Field(max_length=MOST_MEETINGS)] | None = Field(
        [], description="Ids of meetings that have to be in earlier slots."
    )


class SchedulingProblemIn(Strict):
    """Meetings to be placed in slots, numbered from 1, and at tables. What is left out, or null, has its default.

    This model documents the body; `matcher.intake.scheduling_problem` reads it, from files too.
    """

    slots: Whole = Field(ge=1, le=MOST_SLOTS)
    morning_slots: Whole | None = Field(
        None, ge=0, le=MOST_SLOTS, description="How many of the slots are the morning; required where sessions are."
    )
    tables: Whole = Field(ge=1, le=MOST_TABLES, description="The most meetings at a time.")
    fairness: Whole | None = Field(
        None, ge=0, le=MOST_SLOTS, description="The largest difference of breaks between two participants; null: any."
    )
    participants: Annotated[list[SchedulingParticipantIn], Field(max_length=MOST_PARTICIPANTS)]
    meetings: Annotated[list[SchedulingMeetingIn], Field(max_length=MOST_MEETINGS)]
    objective: Objective | None = Field(
        Objective.BREAKS, description="What is minimised: the sum of breaks, or nothing, which is faster."
    )
    time_limit_s: Number | None = Field(
        TIME_LIMIT_S, gt=0, le=LONGEST_TIME_LIMIT_S, description="After so many seconds the best found is the answer."
    )
    seed: Whole | None = Field(0, ge=0, le=LARGEST_SEED)


SchedulingProblemBody = Annotated[
    Any,
    WithJsonSchema({"$ref": f"#/components/schemas/{SchedulingProblemIn.__name__}"}),
]
"""Any JSON, documented as `SchedulingProblemIn`: it is read by the same rules as a file."""


class PlacedMeetingOut(BaseModel):
    """Where a meeting is held; slots and tables count from 1."""

    id: str
    slot: int
    table: int


class SchedulingRemedyOut(BaseModel):
    """A change of the problem that helps."""

    code: str
    values: dict[str, Any]
    sentence: str
    suffices: bool | None = Field(
        description="With this change alone there is a timetable (true), others are needed (false) or may be (null)."
    )


class SchedulingCauseOut(BaseModel):
    """A cause why there is no timetable, in words and in numbers."""

    code: str
    sentence: str
    values: dict[str, Any]
    participants: list[str]
    meetings: list[str]
    slots: list[int]
    remedies: list[SchedulingRemedyOut]


class SchedulingAnswerOut(BaseModel):
    """The timetable: `optimal` and `infeasible` are proved, `unknown` means that time ran out before one was found."""

    status: Status
    objective: int | None = Field(description="The sum of breaks.")
    bound: int | None = Field(description="What no timetable can go below.")
    meetings: list[PlacedMeetingOut]
    breaks: dict[str, int] = Field(description="Of each participant: idle blocks between two of their meetings.")
    explanation: list[SchedulingCauseOut]
    wall_s: float
