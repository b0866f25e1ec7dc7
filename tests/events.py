"""An event to try things on: two hosts, three guests, a morning with a coffee break and an afternoon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from matcher.domain.events import (
    Event,
    EventParticipant,
    Meeting,
    Pair,
    Rules,
    Side,
    Slot,
    SlotKind,
    TimetableVersion,
    VersionState,
)
from matcher.ports import Store

ROME = ZoneInfo("Europe/Rome")


def at(clock: str) -> datetime:
    hours, minutes = clock.split(":")
    return datetime(2026, 3, 12, int(hours), int(minutes), tzinfo=ROME)


def meeting_slots(first: str, count: int, session: str | None = None, minutes: int = 20) -> list[Slot]:
    start, step = at(first), timedelta(minutes=minutes)
    return [Slot(start + step * n, start + step * (n + 1), session=session) for n in range(count)]


FAIR = Event(
    id="fiera",
    name="Incontri di manifattura",
    time_zone="Europe/Rome",
    slots=(
        *meeting_slots("09:30", 3, "morning"),
        Slot(at("10:30"), at("11:00"), SlotKind.BREAK, "morning", "Caffè"),
        *meeting_slots("14:00", 2, "afternoon", minutes=30),
    ),
    tables=("1", "2", "Sala Ortica"),
    rules=Rules(quota=3, fairness=None),
    place="Base, via Bergognone 34",
)

PEOPLE = (
    EventParticipant("acme", "Anna Ricci", "Acme", side=Side.HOST, language="it"),
    EventParticipant("bit", "Bruno Sala", "Bit Srl", side=Side.HOST, unavailable=frozenset({1})),
    EventParticipant("carla", "Carla Neri", "Legatoria Neri", side=Side.GUEST),
    EventParticipant("dario", "Dario Villa", "Officina Villa", side=Side.GUEST, quota=1),
    EventParticipant("elsa", "Elsa Conti", None, side=Side.GUEST, language="en", periphery=True),
)


def pair(a: str, b: str, utility: float = 0.5, **more: object) -> Pair:
    return Pair(a, b, utility, utility, utility, **more)  # type: ignore[arg-type]


def keep(store: Store, event: Event = FAIR, people: Sequence[EventParticipant] = PEOPLE) -> None:
    with store.unit_of_work(write=True) as unit:
        unit.events.put(event)
        unit.events.put_participants(event.id, people, {person.id: f"{person.id}@example.org" for person in people})
        unit.commit()


PAIRS = (
    pair("acme", "carla", chosen=True),
    pair("acme", "dario", chosen=True),
    pair("bit", "carla", chosen=True),
    pair("bit", "elsa", chosen=True),
)
PLACES = ((1, 1), (2, 1), (3, 2))
DRAFT = TimetableVersion(
    FAIR.id,
    1,
    VersionState.DRAFT,
    tuple(Meeting(one.meeting_id, one.a, one.b, *at) for one, at in zip(PAIRS, PLACES, strict=False)),
    datetime(2026, 3, 1, tzinfo=UTC),
    objective=1,
    bound=0,
    unplaced=(("bit", "elsa"),),
    breaks={"carla": 1},
)
"""A timetable of the fair: acme meets carla, then dario; bit meets carla; the meeting with elsa has no place yet."""
