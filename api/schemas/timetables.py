"""Timetables, locks and changes of the day as they are asked for."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StrictBool

from api.schemas.events import ParticipantIn, ShortText
from api.schemas.profiles import ProfileId
from api.schemas.strict import Count, Number, SoundBody, Strict, Whole
from matcher.domain.schedules import Remedy
from matcher.scheduling.replan.moving import MoveRule
from matcher.usecases.events.arriving import Arrival
from matcher.usecases.events.changes import DayChanges, Policy
from matcher.usecases.events.moving import Move

Meetings = Annotated[list[ShortText], Field(max_length=10_000)]


class RemedyIn(Strict):
    """What helps, as a job's result tells it: it is done to the event before the timetable is made."""

    code: ShortText
    values: dict[str, Any] = {}
    sentence: str | None = Field(None, description="May be sent back too, and is not read.")

    def to_domain(self) -> Remedy:
        """The remedy."""
        return Remedy(self.code, self.values)


class TimetableIn(SoundBody):
    """How to make a timetable."""

    time_limit_s: Number = Field(60.0, gt=0, le=3600, description="After so many seconds the best found is taken.")
    seed: Whole = Field(0, ge=0, le=2_147_483_647)
    keep: Meetings = Field([], description="Ids of meetings of the latest version that keep slot and table this time.")
    remedies: Annotated[list[RemedyIn], Field(max_length=100)] = Field(
        [], description="Of what a job's result says that helps: the event is changed like this first."
    )


class LocksIn(SoundBody):
    """Meetings, by id, that keep slot and table in every later timetable, or no longer do."""

    lock: Meetings = []
    unlock: Meetings = []


class MoveIn(SoundBody):
    """A meeting that gets another place, or a chosen pair without one that gets its first."""

    meeting: ShortText
    slot: Count
    table: Count | None = Field(None, description="Default: a free table that suits, first of all the host's own.")
    swap: StrictBool = Field(False, description="The meeting in the way takes the place that is left.")
    confirmed: Annotated[list[MoveRule], Field(max_length=20)] = Field(
        [], description="Rules to set aside: unavailable, host_moves, fairness_exceeded, locked. The others are firm."
    )
    first_slot: Count = Field(1, description="Earlier slots are over: nothing moves from there or to there.")
    version: Count | None = Field(None, description="The version that was looked at; another latest one is a conflict.")
    dry_run: StrictBool = Field(False, description="Say what would change and keep nothing.")

    def to_domain(self) -> Move:
        """The move."""
        names = ("meeting", "slot", "table", "swap", "first_slot", "version")
        return Move(**{name: getattr(self, name) for name in names}, confirmed=frozenset(self.confirmed))


class PublishIn(SoundBody):
    """Which version people are told."""

    version: Count | None = Field(None, description="Default: the latest.")


class ChangesIn(SoundBody):
    """What is new on the day: who does not come, who is back, and who cannot in which slots."""

    absent: Annotated[list[ProfileId], Field(max_length=5000)] = []
    back: Annotated[list[ProfileId], Field(max_length=5000)] = []
    unavailable: dict[ProfileId, Annotated[list[Count], Field(max_length=500)]] = Field(
        {}, description="Slots for meetings, by participant: the first ones of who comes late."
    )
    arrivals: Annotated[list[ParticipantIn], Field(max_length=500)] = Field(
        [], description="Who comes without a registration: registered by this, with meetings in seats that are free."
    )
    first_slot: Count = Field(1, description="Meetings in earlier slots are over and stay.")
    policy: Policy = Field(Policy.REPAIR, description="What becomes of meetings that are made impossible.")
    moves: Whole = Field(0, ge=0, le=10_000, description="How many other meetings may change slot or table.")
    refill: StrictBool = Field(True, description="Give who loses a meeting another one, where there is a good pair.")
    dry_run: StrictBool = Field(False, description="Say what would change and keep nothing.")

    def arrived(self) -> list[Arrival]:
        """Those who come without a registration."""
        return [Arrival(one.to_domain(), one.email) for one in self.arrivals]

    def to_domain(self) -> DayChanges:
        """The changes."""
        return DayChanges(
            absent=frozenset(self.absent),
            back=frozenset(self.back),
            unavailable={name: frozenset(slots) for name, slots in self.unavailable.items()},
            first_slot=self.first_slot,
            policy=self.policy,
            moves=self.moves,
            refill=self.refill,
        )
