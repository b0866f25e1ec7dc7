"""Events, participants, interests and pairs as they are written."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import datetime
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, StrictBool, model_validator

from api.schemas.profiles import Items, ProfileId
from api.schemas.strict import Count, Number, SoundBody, Strict, Whole
from matcher.domain.events import Event, EventParticipant, PairRule, Rules, Side, Slot, SlotKind
from matcher.domain.schedules import Objective
from matcher.usecases.events.keeping import zone_of
from matcher.usecases.events.pairs import PairEdit
from matcher.usecases.events.programme import Session, local, slots_of

Text = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
ShortText = Annotated[str, Field(max_length=200)]
Language = Literal["it", "en"]


def _moment(value: Any) -> Any:  # noqa: ANN401 -- raw JSON, validated right after
    if not isinstance(value, str) or not re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", value):
        raise ValueError("should be a day and an hour such as 2026-03-12T09:30")
    return value


Moment = Annotated[datetime, BeforeValidator(_moment, json_schema_input_type=str)]
"""A day and an hour; without an offset as the clocks of the event's time zone show it."""


class SlotIn(Strict):
    """A stretch of time for meetings, or a break that everyone shares."""

    start: Moment
    end: Moment
    kind: SlotKind = SlotKind.MEETING
    session: ShortText | None = None
    label: ShortText | None = Field(None, description="What a break is called.")

    def to_domain(self, zone: ZoneInfo) -> Slot:
        """The slot in the event's time zone."""
        return Slot(local(self.start, zone), local(self.end, zone), self.kind, self.session, self.label)


class SessionIn(Strict):
    """A part of the programme that is cut into meetings of `minutes`, with `pause` minutes in between."""

    start: Moment
    end: Moment
    minutes: Annotated[Whole, Field(ge=1, le=1440)]
    pause: Annotated[Whole, Field(ge=0, le=1440)] = 0
    name: ShortText | None = None

    def to_domain(self) -> Session:
        """The session."""
        return Session(self.start, self.end, self.minutes, self.pause, self.name)


class RulesIn(Strict):
    """What pairs and timetable respect."""

    quota: Count = Field(8, description="The most meetings of a participant who states none.")
    fairness: Whole | None = Field(
        2, ge=0, description="The largest difference of breaks between two participants; null for any."
    )
    objective: Objective = Field(Objective.BREAKS, description="What is made as small as possible.")
    colleagues_meet: StrictBool = False
    meet_again: StrictBool = Field(False, description="Whether those may meet who met at another event.")
    hosts_stay: StrictBool = Field(True, description="Whether a host keeps one table.")


class EventBody(SoundBody):
    """An event: its hours, as `slots` or as `sessions` that are cut into slots, and its tables."""

    name: Text
    time_zone: ShortText = Field(description="An IANA name, such as Europe/Rome.")
    slots: Annotated[list[SlotIn], Field(max_length=500)] = []
    sessions: Annotated[list[SessionIn], Field(max_length=50)] = []
    tables: Annotated[list[Text], Field(min_length=1, max_length=2000)] | Count = Field(
        description="Their names in order, or how many there are, named by their numbers."
    )
    rules: RulesIn = Field(default_factory=RulesIn)
    language: Language = Field("it", description="What is printed in, for those who state none.")
    place: Text | None = None

    @model_validator(mode="after")
    def _has_hours(self) -> Self:
        if not self.slots and not self.sessions:
            raise ValueError("give 'slots', or 'sessions' to be cut into slots")
        if isinstance(self.tables, int) and self.tables > 2000:
            raise ValueError("'tables' is at most 2000")
        return self

    def to_domain(self, event_id: str) -> Event:
        """The event, slots and sessions in the order of their hours.

        Raises:
            InvalidInput: the time zone does not exist, or no meeting fits into a session.
        """
        zone = zone_of(self.time_zone)
        slots = [slot.to_domain(zone) for slot in self.slots]
        slots += [slot for session in self.sessions for slot in slots_of(session.to_domain(), zone)]
        tables = [str(number + 1) for number in range(self.tables)] if isinstance(self.tables, int) else self.tables
        return Event(
            id=event_id,
            name=self.name.strip(),
            time_zone=self.time_zone,
            slots=tuple(sorted(slots, key=lambda slot: slot.start) if self.sessions else slots),
            tables=tuple(tables),
            rules=Rules(**{field.name: getattr(self.rules, field.name) for field in fields(Rules)}),
            language=self.language,
            place=self.place,
        )


class EventIn(EventBody):
    """A new event."""

    id: ProfileId


class ParticipantIn(SoundBody):
    """Someone who takes part: linked to a stored profile, or with offers and seeks of its own."""

    id: ProfileId
    name: Text
    organisation: Text | None = None
    profile_id: ProfileId | None = None
    side: Side | None = Field(None, description="host, guest, or null where everyone may meet everyone.")
    quota: Count | None = None
    unavailable: Annotated[list[Count], Field(max_length=500)] = Field([], description="Numbers of meeting slots.")
    language: Language | None = None
    periphery: StrictBool | None = None
    offers: Items = []
    seeks: Items = []
    email: Annotated[str, Field(max_length=320, pattern=r"^[^@\s]+@[^@\s]+$")] | None = Field(
        None, description="Kept apart: in no answer but the mail merge, where it is asked for."
    )

    def to_domain(self) -> EventParticipant:
        """The participant, without the address."""
        return EventParticipant(
            id=self.id,
            name=self.name.strip(),
            organisation=self.organisation,
            profile_id=self.profile_id,
            side=self.side,
            quota=self.quota,
            unavailable=frozenset(self.unavailable),
            language=self.language,
            periphery=self.periphery,
            offers=tuple(item.to_domain() for item in self.offers),
            seeks=tuple(item.to_domain() for item in self.seeks),
        )


class ParticipantsIn(Strict):
    """Participants to create or to replace, each by its id."""

    participants: Annotated[list[ParticipantIn], Field(min_length=1, max_length=5000)]


class ScoreIn(Strict):
    """How much `a` would like to meet `b`, by id or name."""

    a: ShortText
    b: ShortText
    score: Number = Field(ge=0)


class WishesIn(Strict):
    """Whom a participant would like to meet, the most wanted first, by id or name."""

    participant: ShortText
    wanted: Annotated[list[ShortText], Field(min_length=1, max_length=1000)]


class InterestsIn(SoundBody):
    """Scores or wish lists in place of what profiles say; neither: profiles decide again."""

    scores: Annotated[list[ScoreIn], Field(max_length=200_000)] = []
    wishes: Annotated[list[WishesIn], Field(max_length=5000)] = []

    @model_validator(mode="after")
    def _one_sort(self) -> Self:
        if self.scores and self.wishes:
            raise ValueError("give scores or wishes, not both")
        return self


class PairEditIn(Strict):
    """A decision about two participants; what is left out stays as it is."""

    a: ProfileId
    b: ProfileId
    rule: PairRule | None = Field(None, description="must, forbidden, or null to take the rule away.")
    chosen: StrictBool | None = None
    locked: StrictBool | None = Field(None, description="A locked choice is kept when pairs are chosen again.")

    def to_domain(self) -> PairEdit:
        """The decision."""
        unruled = "rule" in self.model_fields_set and self.rule is None
        return PairEdit(self.a, self.b, self.rule, unruled, self.chosen, self.locked)


class PairEditsIn(SoundBody):
    """Decisions that are taken together, all or none: a swap is one pair unchosen and another chosen."""

    changes: Annotated[list[PairEditIn], Field(min_length=1, max_length=10_000)]
