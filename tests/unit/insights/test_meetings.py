"""What came of events: published meetings, and how they are shared out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.domain.attendance import Attendance, EventRecord
from matcher.insights.meetings import MeetingCount, count_meetings

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
IDS = st.sampled_from("abcdef")


@st.composite
def records(draw: st.DrawFn) -> EventRecord:
    who = draw(st.lists(IDS, unique=True))
    two = st.lists(IDS, min_size=2, max_size=2, unique=True).map(lambda pair: (pair[0], pair[1]))
    return EventRecord(
        id=draw(st.text(min_size=1, max_size=3)),
        name="Fiera",
        start=draw(st.sampled_from([NOON, NOON.replace(hour=9)])),
        people=tuple(
            Attendance(one, None, draw(st.sampled_from([True, False, None])), draw(st.booleans()), draw(st.booleans()))
            for one in who
        ),
        chosen=draw(st.integers(0, 9)),
        meetings=draw(st.none() | st.lists(two, max_size=8).map(tuple)),
    )


def unevenness(numbers: list[int]) -> float:
    total = sum(numbers)
    return sum(abs(x - y) for x in numbers for y in numbers) / (2 * len(numbers) * total) if total else 0.0


@settings(max_examples=150, deadline=None)
@given(st.lists(records(), max_size=4))
def test_events_are_counted_one_by_one_and_together(events: list[EventRecord]) -> None:
    found = count_meetings(events)
    assert sorted(one.id for one in found.by_event) == sorted(one.id for one in events)
    assert [one.start for one in found.by_event] == sorted(one.start for one in events)
    here = [(event, one) for event in events for one in event.people if not one.absent]
    overall = found.overall
    assert overall.participants == len(here)
    assert overall.participants + overall.absent == sum(len(event.people) for event in events)
    assert overall.peripheries == sum(one.periphery is True for _, one in here)
    assert overall.newcomers == sum(one.newcomer for _, one in here)
    assert overall.pairs == sum(event.chosen for event in events)
    published = [event for event in events if event.meetings is not None]
    if not published:
        assert (overall.meetings, overall.peripheral, overall.without_meeting) == (None, None, None)
        assert overall.exposure_gini is None
        return
    told = [(event, two) for event in published for two in event.meetings or ()]
    assert overall.meetings == len(told)
    assert overall.peripheral == sum(
        any(one.periphery is True and one.participant in two for one in event.people) for event, two in told
    )
    each = [sum(one.participant in two for two in event.meetings) for event, one in here if event.meetings is not None]
    assert overall.without_meeting == each.count(0)
    assert overall.exposure_gini == pytest.approx(unevenness(each))


def test_one_event_is_what_all_of_them_are_together() -> None:
    people = (Attendance("a", None, True, True, False), Attendance("b", None, False, False, False))
    alone = Attendance("c", None, None, True, False)
    (event,) = count_meetings([EventRecord("e", "Fiera", NOON, (*people, alone), 2, (("a", "b"),))]).by_event
    assert event.count == MeetingCount(
        participants=3,
        absent=0,
        peripheries=1,
        newcomers=2,
        pairs=2,
        meetings=1,
        peripheral=1,
        without_meeting=1,
        exposure_gini=pytest.approx(1 / 3),
    )


def test_a_published_timetable_without_meetings_leaves_everyone_without() -> None:
    people = (Attendance("a", None, None, True, False),)
    count = count_meetings([EventRecord("e", "Fiera", NOON, people, 0, ())]).overall
    assert (count.meetings, count.without_meeting, count.exposure_gini) == (0, 1, 0.0)
