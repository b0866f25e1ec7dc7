"""Events, pairs, timetables and jobs as they are shown."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.schemas.imports import FileOut, RowErrorOut, RowWarningOut
from matcher.domain.events import PairRule, Side, SlotKind
from matcher.domain.profiles import Need
from matcher.domain.schedules import Objective


class SlotOut(BaseModel):
    """A stretch of time; `number` counts the slots for meetings from 1, null for a break."""

    start: datetime
    end: datetime
    kind: SlotKind
    session: str | None
    label: str | None
    number: int | None


class RulesOut(BaseModel):
    """What pairs and timetable respect."""

    quota: int
    fairness: int | None
    objective: Objective
    colleagues_meet: bool
    meet_again: bool
    hosts_stay: bool


class EventOut(BaseModel):
    """An event as its organiser set it up."""

    id: str
    name: str
    time_zone: str
    language: str
    place: str | None
    slots: list[SlotOut]
    tables: list[str]
    rules: RulesOut


class EventPage(BaseModel):
    """Events by ascending id; `next` is the `after` of the following page."""

    events: list[EventOut]
    total: int
    next: str | None


class SoughtOut(BaseModel):
    """One thing sought."""

    text: str
    need: Need


class ParticipantOut(BaseModel):
    """Someone who takes part; addresses are never shown."""

    id: str
    name: str
    organisation: str | None
    profile_id: str | None
    side: Side | None
    quota: int | None
    unavailable: list[int]
    language: str | None
    periphery: bool | None
    newcomer: bool
    absent: bool
    offers: list[str]
    seeks: list[SoughtOut]


class ParticipantList(BaseModel):
    """Who takes part, in the order of registration."""

    participants: list[ParticipantOut]


class RegistrationsOut(BaseModel):
    """What an import of registrations did; `rejected` counts rows."""

    created: int
    updated: int
    unchanged: int
    rejected: int
    dry_run: bool
    errors: list[RowErrorOut]
    warnings: list[RowWarningOut]
    file: FileOut | None


class InterestsOut(BaseModel):
    """How many interests the event has now, and which rows were not taken."""

    interests: int
    errors: list[RowErrorOut] = []


class PairReasonOut(BaseModel):
    """`seeker` (a participant's id) seeks `seek`, the other offers `offer`."""

    seeker: str
    seek: str
    offer: str


class PairOut(BaseModel):
    """Two who may meet, and whether they do."""

    a: str
    b: str
    utility: float = Field(description="How good the meeting would be for both, 0 to 1; half where known one way only.")
    utility_a: float
    utility_b: float
    reasons: list[PairReasonOut]
    rule: PairRule | None
    chosen: bool
    locked: bool


class ShareOut(BaseModel):
    """What some people got: the least and the median of their meetings, and of what these are worth to them in all."""

    people: int
    meetings_least: int
    meetings_median: float
    utility_least: float
    utility_median: float


class GroupOut(BaseModel):
    """A group beside the others; null for nobody."""

    group: ShareOut | None
    others: ShareOut | None


class FairnessOut(BaseModel):
    """Who got what from the chosen pairs."""

    everyone: ShareOut | None
    gini: float = Field(description="Of what the meetings are worth to each in all: 0 where it is the same for all.")
    envious: int = Field(description="How many would rather have somebody else's partners than their own.")
    groups: dict[str, GroupOut] = Field(
        description="`newcomers`, whom no earlier event had, and `peripheries`, who work outside of the centre."
    )


class PairList(BaseModel):
    """Pairs, the best first; `total` counts all that pass the filters, `chosen` all that are chosen."""

    pairs: list[PairOut]
    total: int
    chosen: int
