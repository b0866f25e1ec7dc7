"""From hours to slots, and from slots to the hours that an organiser wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.events import Slot, SlotKind
from matcher.errors import InvalidInput
from matcher.usecases.events.programme import Part, Session, parts_of, programme
from tests.events import FAIR, ROME, at

MORNING = Part(Session(at("09:30"), at("11:10"), 20, 0, "mattina"), "Caffè")
NOON = Part(Session(at("11:30"), at("13:00"), 20, 5, "mattina"), "Pranzo")
AFTERNOON = Part(Session(at("14:00"), at("15:40"), 30, 0, "pomeriggio"))


def told(slots: tuple[Slot, ...]) -> list[str]:
    return [f"{slot.start:%H:%M}-{slot.end:%H:%M}{' ' + slot.label if slot.label else ''}" for slot in slots]


def test_a_break_fills_the_time_between_two_parts() -> None:
    assert told(programme([NOON, MORNING], ROME)) == [
        *("09:30-09:50", "09:50-10:10", "10:10-10:30", "10:30-10:50", "10:50-11:10"),
        "11:10-11:30 Caffè",
        *("11:30-11:50", "11:55-12:15", "12:20-12:40"),
    ]


def test_a_part_without_a_break_leaves_the_time_between_empty() -> None:
    slots = programme([replace(MORNING, then=None), AFTERNOON], ROME)
    assert [slot.kind for slot in slots].count(SlotKind.BREAK) == 0


def test_no_break_is_made_over_night() -> None:
    tomorrow = Part(Session(at("09:00") + timedelta(days=1), at("10:00") + timedelta(days=1), 20))
    assert all(slot.kind is SlotKind.MEETING for slot in programme([MORNING, tomorrow], ROME))


def test_parts_that_overlap_are_refused() -> None:
    late = Part(Session(at("11:00"), at("12:00"), 20))
    with pytest.raises(InvalidInput, match="11:00"):
        programme([MORNING, late], ROME)


def test_hours_are_read_back_as_they_were_written() -> None:
    read = parts_of(programme([MORNING, NOON, AFTERNOON], ROME))
    assert read is not None
    assert [part.then for part in read] == ["Caffè", "Pranzo", None]
    hours = [f"{part.session.start:%H:%M}-{part.session.end:%H:%M}" for part in read]
    assert hours == ["09:30-11:10", "11:30-12:40", "14:00-15:30"]
    assert [(part.session.minutes, part.session.pause) for part in read] == [(20, 0), (20, 5), (30, 0)]


@pytest.mark.parametrize(
    "slots",
    [
        (Slot(at("09:00"), at("09:30"), SlotKind.BREAK, label="Saluti"), Slot(at("09:30"), at("10:00"))),
        (
            Slot(at("09:00"), at("09:30")),
            Slot(at("09:40"), at("09:50"), SlotKind.BREAK),
            Slot(at("10:00"), at("10:30")),
        ),
        FAIR.slots,
    ],
)
def test_slots_that_no_parts_make_are_left_alone(slots: tuple[Slot, ...]) -> None:
    assert parts_of(slots) is None


@st.composite
def parts(draw: st.DrawFn) -> list[Part]:
    """Parts that follow each other on one day or two."""
    found: list[Part] = []
    moment = datetime(2026, 3, 12, 8, tzinfo=ROME)
    for _ in range(draw(st.integers(1, 4))):
        minutes, pause, count = draw(st.integers(10, 45)), draw(st.integers(0, 40)), draw(st.integers(1, 4))
        end = moment + timedelta(minutes=count * minutes + (count - 1) * pause)
        name = draw(st.sampled_from([None, "mattina"]))
        found.append(Part(Session(moment, end, minutes, pause, name), draw(st.sampled_from([None, "Caffè", ""]))))
        moment = end + timedelta(minutes=draw(st.sampled_from([0, 5, 20, 60, 24 * 60])))
    return found


@given(parts())
def test_what_is_read_back_makes_the_same_slots(written: list[Part]) -> None:
    slots = programme(written, ROME)
    read = parts_of(slots)
    assert read is None or programme(read, ROME) == slots
    if all(part.session.pause <= 30 for part in written) and len(written) == 1:
        assert read is not None
