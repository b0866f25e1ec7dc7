"""An event where people meet: its hours and tables, who takes part, who meets whom, and its timetables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matcher.domain.profiles import Item
from matcher.domain.schedules import Objective, Status


class SlotKind(StrEnum):
    """What a stretch of an event's time is for: meetings, or a break that everyone shares (coffee, lunch, a talk)."""

    MEETING = "meeting"
    BREAK = "break"


class Side(StrEnum):
    """In an event of two sides a `host` receives at a table of its own, a `guest` goes from table to table."""

    HOST = "host"
    GUEST = "guest"


class VersionState(StrEnum):
    """A `draft` may still change; a `published` timetable is what people were told."""

    DRAFT = "draft"
    PUBLISHED = "published"


class PairRule(StrEnum):
    """What an organiser decided about two participants."""

    MUST = "must"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time from `start` to `end`, both aware of their zone; meeting slots are numbered from 1 in order.

    `session` names the part of the programme it belongs to, such as "morning"; `label` is what a break is called.
    """

    start: datetime
    end: datetime
    kind: SlotKind = SlotKind.MEETING
    session: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What an event's pairs and timetable respect.

    `quota` is the most meetings of a participant who states none; `fairness` the largest difference of breaks between
    two participants, None for any. Colleagues of one organisation meet only with `colleagues_meet`, and pairs of
    earlier events only with `meet_again`. With `hosts_stay` a host keeps one table.
    """

    quota: int = 8
    fairness: int | None = 2
    objective: Objective = Objective.BREAKS
    colleagues_meet: bool = False
    meet_again: bool = False
    hosts_stay: bool = True


@dataclass(frozen=True, slots=True)
class Event:
    """An event as its organiser set it up.

    `time_zone` is an IANA name, `language` (`it` or `en`) that of what is printed; `tables` are the tables' names, in
    order: the table numbered 1 is the first.
    """

    id: str
    name: str
    time_zone: str
    slots: tuple[Slot, ...]
    tables: tuple[str, ...]
    rules: Rules = Rules()
    language: str = "it"
    place: str | None = None

    @property
    def meeting_slots(self) -> tuple[Slot, ...]:
        """The slots for meetings, in order: slot number n is at n − 1."""
        return tuple(slot for slot in self.slots if slot.kind is SlotKind.MEETING)


@dataclass(frozen=True, slots=True)
class Tally:
    """How much there is of an event: participants who are not absent, and chosen pairs.

    `latest` is the number of its last version of the timetable, `published` that of the last one that people were told.
    """

    people: int = 0
    chosen: int = 0
    latest: int | None = None
    published: int | None = None


@dataclass(frozen=True, slots=True)
class EventParticipant:
    """Someone who takes part: a stored profile, or a row of a registration file.

    `unavailable` are numbers of meeting slots; `quota` the most meetings wanted, None for the event's; `side` None
    where everyone may meet everyone. `absent` marks who did not come. `periphery` says whether the place of work lies
    outside of the centre, where known; `newcomer` whether no earlier event had this participant. `offers` and
    `seeks` are what a row without a profile says of itself.
    """

    id: str
    name: str
    organisation: str | None = None
    profile_id: str | None = None
    side: Side | None = None
    quota: int | None = None
    unavailable: frozenset[int] = frozenset()
    language: str | None = None
    periphery: bool | None = None
    newcomer: bool = True
    absent: bool = False
    offers: tuple[Item, ...] = ()
    seeks: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Interest:
    """How much `seeker` would like to meet `sought` (participants' ids): a `value` in [0, 1] that somebody gave."""

    seeker: str
    sought: str
    value: float


@dataclass(frozen=True, slots=True)
class PairReason:
    """Why two should meet, in their own words: `seeker` (a participant's id) seeks `seek`, the other offers `offer`."""

    seeker: str
    seek: str
    offer: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two participants (`a` < `b` by id) who may meet, with the utility of it in [0, 1] for both and for each.

    `chosen` says whether they do; a `locked` choice is kept when pairs are chosen again.
    """

    a: str
    b: str
    utility: float
    utility_a: float
    utility_b: float
    reasons: tuple[PairReason, ...] = ()
    rule: PairRule | None = None
    chosen: bool = False
    locked: bool = False

    @property
    def meeting_id(self) -> str:
        """The id that the meeting of the two has in every timetable: it follows from who they are."""
        return "m-" + hashlib.sha256("\0".join((self.a, self.b)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a timetable: `id` stays with its pair for the whole event, `slot` and `table` count from 1.

    A `locked` meeting keeps slot and table when the timetable is made again.
    """

    id: str
    a: str
    b: str
    slot: int
    table: int
    locked: bool = False
    reasons: tuple[PairReason, ...] = ()


@dataclass(frozen=True, slots=True)
class TimetableVersion:
    """One timetable of an event: versions count from 1; `objective` is its sum of breaks and `bound` what is proved.

    `unplaced` are the chosen pairs, as (a, b), that have no meeting in it. `told` is the event as it was when this was
    published, so that hours and tables stay what people were told; None in a draft, which follows the event.
    """

    event_id: str
    number: int
    state: VersionState
    meetings: tuple[Meeting, ...]
    created_at: datetime
    status: Status = Status.FEASIBLE
    objective: int | None = None
    bound: int | None = None
    unplaced: tuple[tuple[str, str], ...] = ()
    note: str | None = None
    breaks: Mapping[str, int] = field(default_factory=dict)
    told: Event | None = None


@dataclass(frozen=True, slots=True)
class VersionOutline:
    """A version of a timetable without what is in it: `meetings` says how many there are."""

    number: int
    state: VersionState
    created_at: datetime
    meetings: int
