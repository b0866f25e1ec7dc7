"""Indicators of the programme as they are shown."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from matcher.domain.contact_requests import RequestState
from matcher.domain.profiles import Kind
from matcher.insights.districts import Level


class ProfileCountOut(BaseModel):
    """How many profiles there are."""

    profiles: int
    without_consent: int
    without_district: int = Field(description="With neither NIL nor Municipio.")
    peripheries: int = Field(description="Outside of the city's centre.")
    unplaced: int = Field(description="Of whom it is not known whether they are.")


class KindCountOut(ProfileCountOut):
    """The profiles of one kind."""

    kind: Kind


class DistrictOut(BaseModel):
    """A district; the city has neither id nor name."""

    level: Level
    id: int | None
    name: str | None


class DistrictCountOut(DistrictOut):
    """The profiles of one district; `periphery` is null where the district lies in both."""

    periphery: bool | None
    profiles: int
    by_kind: dict[Kind, int]


class PresenceOut(BaseModel):
    """Who is there, by kind and by district; every district is listed."""

    everyone: ProfileCountOut
    by_kind: list[KindCountOut]
    by_district: list[DistrictCountOut]


class BalanceOut(DistrictOut):
    """How many skills a district's profiles seek and offer, and how many of these meet nothing there."""

    sought: int
    not_offered: int
    offered: int
    not_sought: int


class GapOut(DistrictOut):
    """A skill that profiles of a district seek (or offer) where nobody offers (or seeks) it."""

    skill: str
    labels: dict[str, str]
    profiles: int
    elsewhere: int = Field(description="How many profiles of the whole city do offer (or seek) it.")


class SkillGapsOut(BaseModel):
    """What is missing and what is idle, by district, the skills of most profiles first."""

    by_district: list[BalanceOut]
    sought_not_offered: list[GapOut]
    offered_not_sought: list[GapOut]


class MeetingCountOut(BaseModel):
    """What came of events, without who was absent; null where nothing is published, or nothing to divide by."""

    participants: int
    absent: int
    peripheries: int
    peripheries_share: float | None
    newcomers: int
    newcomers_share: float | None
    pairs: int = Field(description="Chosen pairs.")
    meetings: int | None = Field(description="Meetings of the timetables published last.")
    peripheral: int | None = Field(description="Those of them with somebody from the peripheries.")
    peripheral_share: float | None
    without_meeting: int | None
    exposure_gini: float | None = Field(
        description="How unevenly participants have meetings: 0 where all have as many."
    )


class EventCountOut(MeetingCountOut):
    """An event with what came of it."""

    id: str
    name: str
    start: datetime


class MeetingsOut(BaseModel):
    """All events by start, and everything together."""

    overall: MeetingCountOut
    by_event: list[EventCountOut]


class RequestsOut(BaseModel):
    """Requests for contact by what became of them."""

    total: int
    by_state: dict[RequestState, int]
    answered: int = Field(description="Accepted or declined.")
    acceptance: float | None = Field(description="The share of accepted ones among those answered.")


class IndicatorsOut(BaseModel):
    """The indicators of the programme; `generation` is the last change of profiles they know."""

    generation: int
    profiles: PresenceOut
    skills: SkillGapsOut
    events: MeetingsOut
    contact_requests: RequestsOut
