"""How far an event is on its way from registrations to the day."""

from __future__ import annotations

from enum import StrEnum

from matcher.domain.events import Event, Tally
from matcher.ports import Store
from matcher.usecases.events.keeping import existing_event


class Stage(StrEnum):
    """The steps of an event in the order in which they are taken."""

    PARTICIPANTS = "participants"
    PAIRS = "pairs"
    TIMETABLE = "timetable"
    PUBLISH = "publish"
    DAY = "day"


def next_stage(tally: Tally) -> Stage:
    """The first step that is not done: the next thing to do."""
    done = {
        Stage.PARTICIPANTS: tally.people >= 2,
        Stage.PAIRS: tally.chosen > 0,
        Stage.TIMETABLE: tally.latest is not None,
        Stage.PUBLISH: tally.published is not None and tally.published == tally.latest,
        Stage.DAY: False,
    }
    return next(stage for stage in Stage if not done[stage])


def find_tally(event_id: str, store: Store) -> tuple[Event, Tally]:
    """An event and how much there is of it.

    Raises:
        NotFound: there is no such event.
    """
    with store.unit_of_work() as unit:
        return existing_event(unit, event_id), unit.events.tallies([event_id])[event_id]


def list_events(store: Store, owner: str | None = None) -> tuple[tuple[Event, Tally], ...]:
    """All events, or those of an owner, with how much there is of each, those that begin last first."""
    with store.unit_of_work() as unit:
        events = unit.events.page(after=None, limit=unit.events.count(), owner=owner)
        tallies = unit.events.tallies([event.id for event in events])
    latest_first = sorted(events, key=lambda event: event.slots[0].start, reverse=True)
    return tuple((event, tallies[event.id]) for event in latest_first)
