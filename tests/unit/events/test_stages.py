"""How far events are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from matcher.domain.events import Tally
from matcher.errors import NotFound
from matcher.ports import Store
from matcher.usecases.events.publishing import publish
from matcher.usecases.events.stages import Stage, find_tally, list_events, next_stage
from tests.events import FAIR, PEOPLE, keep
from tests.unit.events.planning import made


@pytest.mark.parametrize(
    ("tally", "stage"),
    [
        (Tally(), Stage.PARTICIPANTS),
        (Tally(people=1), Stage.PARTICIPANTS),
        (Tally(people=2), Stage.PAIRS),
        (Tally(people=2, chosen=1), Stage.TIMETABLE),
        (Tally(people=2, chosen=1, latest=1), Stage.PUBLISH),
        (Tally(people=2, chosen=1, latest=2, published=1), Stage.PUBLISH),
        (Tally(people=2, chosen=1, latest=2, published=2), Stage.DAY),
        (Tally(latest=2, published=2), Stage.PARTICIPANTS),
    ],
)
def test_the_next_step_is_the_first_that_is_not_done(tally: Tally, stage: Stage) -> None:
    assert next_stage(tally) is stage


def test_an_event_is_followed_from_pairs_to_the_day(paired: Store) -> None:
    assert next_stage(find_tally(FAIR.id, paired)[1]) is Stage.TIMETABLE
    made(paired)
    assert next_stage(find_tally(FAIR.id, paired)[1]) is Stage.PUBLISH
    publish(FAIR.id, paired)
    assert find_tally(FAIR.id, paired)[1] == Tally(people=len(PEOPLE), chosen=3, latest=1, published=1)


def test_the_event_that_begins_last_is_listed_first(store: Store) -> None:
    later = [
        replace(slot, start=slot.start + timedelta(days=7), end=slot.end + timedelta(days=7)) for slot in FAIR.slots
    ]
    keep(store, replace(FAIR, id="a-later", slots=tuple(later)), people=())
    assert [(event.id, tally.people) for event, tally in list_events(store)] == [("a-later", 0), (FAIR.id, len(PEOPLE))]


def test_an_event_that_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        find_tally("nessuna", store)
