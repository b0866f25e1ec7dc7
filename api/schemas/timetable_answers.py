"""Timetables, changes of the day and jobs as they are shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from api.schemas.event_answers import PairReasonOut
from api.schemas.markets import MarketResultOut
from matcher.domain.events import VersionState
from matcher.domain.jobs import JobKind, JobState
from matcher.domain.schedules import Status
from matcher.scheduling.replan.moving import MoveRule


class MeetingOut(BaseModel):
    """A meeting with its hours; its id stays with the pair in every version."""

    id: str
    a: str
    b: str
    slot: int
    table: int
    table_name: str
    start: datetime
    end: datetime
    locked: bool
    reasons: list[PairReasonOut]


class TimetableOut(BaseModel):
    """One version of a timetable."""

    event_id: str
    number: int
    state: VersionState
    created_at: datetime
    status: Status
    objective: int | None = Field(description="The sum of breaks.")
    bound: int | None = Field(description="What no timetable can go below.")
    meetings: list[MeetingOut]
    unplaced: list[tuple[str, str]] = Field(description="Chosen pairs that have no meeting.")
    note: str | None
    breaks: dict[str, int]


class VersionOut(BaseModel):
    """A version of a timetable, its meetings counted."""

    number: int
    state: VersionState
    created_at: datetime
    status: Status
    objective: int | None
    bound: int | None
    note: str | None
    meetings: int
    unplaced: int


class VersionList(BaseModel):
    """All versions of a timetable, oldest first."""

    versions: list[VersionOut]


class MovedOut(BaseModel):
    """A meeting that changes slot or table."""

    before: MeetingOut
    after: MeetingOut


class ChangesOut(BaseModel):
    """What changes from version `base` to `version`, which is null where nothing was kept."""

    base: int
    version: int | None
    cancelled: list[MeetingOut]
    moved: list[MovedOut]
    added: list[MeetingOut]


class PlaceOut(BaseModel):
    """Where a meeting was, null for nowhere, and where it is."""

    before: MeetingOut | None
    after: MeetingOut


class BrokenRuleOut(BaseModel):
    """A rule that a move breaks, in words and by name; one that is not `firm` is set aside by confirming its code."""

    code: MoveRule
    sentence: str
    firm: bool
    confirmed: bool
    participants: list[str]
    meetings: list[str]
    slots: list[int]
    values: dict[str, int]


class BreaksOut(BaseModel):
    """The breaks of somebody before and after."""

    participant: str
    before: int
    after: int


class MoveOut(BaseModel):
    """What a move does to version `base`; `version` is null where nothing was kept."""

    base: int
    version: int | None
    possible: bool = Field(description="Whether every rule that it breaks is set aside.")
    meetings: list[PlaceOut] = Field(description="The meeting, and the one that it is swapped with.")
    rules: list[BrokenRuleOut]
    breaks: list[BreaksOut] = Field(description="Of those whose number of breaks changes.")


class ProgressOut(BaseModel):
    """How far a job is: the best value found, what is proved, and the difference of both."""

    best: int | None
    bound: int | None
    gap: int | None
    placed: int = Field(description="Meetings that the best timetable found so far has.")
    wall_s: float


class RowsDoneOut(BaseModel):
    """How far an import is: the rows done by the present attempt, and how many there are as far as can be told."""

    done: int | None
    expected: int | None
    wall_s: float


class RemedyOut(BaseModel):
    """A change that helps; sent back among `remedies` of a new timetable, it is done to the event."""

    code: str
    values: dict[str, Any] = Field(description="With `suffices`: whether a timetable can be made with this alone.")
    sentence: str


class CauseOut(BaseModel):
    """A cause why no timetable can be made, in words and in numbers."""

    code: str
    sentence: str
    values: dict[str, Any]
    participants: list[str]
    meetings: list[str]
    slots: list[int]
    remedies: list[RemedyOut]


class ResultOut(BaseModel):
    """What came of a job: the version that was made, or why there is none."""

    status: Status
    version: int | None
    objective: int | None
    bound: int | None
    explanation: list[CauseOut]
    pairs: dict[str, tuple[str, str]] = Field(description="Who meets in the meetings that the explanation names.")


class ImportedOut(BaseModel):
    """What came of an import, or as a dry run would; `complete` unless its time ran out."""

    created: int
    updated: int
    unchanged: int
    rejected: int
    dry_run: bool
    complete: bool


class JobOut(BaseModel):
    """Long work. `input` says how it is done, with the remedies that the event was changed by before."""

    id: str
    kind: JobKind
    event_id: str | None = Field(description="Null for an import or a market, which belong to no event.")
    state: JobState
    cancel_requested: bool
    time_limit_s: float
    input: dict[str, Any]
    attempts: int = Field(description="How often it was taken up: again where a process had died.")
    deadline: datetime | None = Field(description="When the present attempt ends at the latest.")
    progress: ProgressOut | RowsDoneOut
    result: ResultOut | ImportedOut | MarketResultOut | None
    problem: str | None = Field(description="Why it failed, and what to do.")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class JobList(BaseModel):
    """The jobs of an event, the newest first."""

    jobs: list[JobOut]
