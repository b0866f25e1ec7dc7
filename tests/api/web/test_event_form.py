"""An event as a form, and its days as bands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from api.web.events.form import EventForm, proposed_id
from api.web.events.strip import days
from matcher.domain.events import Rules, Slot, SlotKind
from matcher.usecases.samples import sample_event_after
from tests.events import FAIR, at

SAMPLE = sample_event_after(date(2027, 1, 1), "prova")
TWO_DAYS = replace(
    SAMPLE,
    slots=(
        *SAMPLE.slots,
        *(
            replace(slot, start=slot.start + timedelta(days=1), end=slot.end + timedelta(days=1))
            for slot in SAMPLE.slots
        ),
    ),
)


def english(text: str, **values: object) -> str:
    return text % values


@pytest.mark.parametrize(
    "event",
    [
        SAMPLE,
        TWO_DAYS,
        replace(SAMPLE, tables=("A1", "Sala Ortica"), place=None, language="en"),
        replace(SAMPLE, rules=Rules(quota=7, fairness=None, colleagues_meet=True, meet_again=True, hosts_stay=False)),
        replace(FAIR, rules=replace(FAIR.rules, quota=9)),
    ],
)
def test_an_event_that_is_shown_as_a_form_is_read_back_the_same(event: object) -> None:
    form = EventForm.of(event)  # type: ignore[arg-type]
    assert form.event(english, event.id) == event  # type: ignore[attr-defined]
    assert form.problems == {}


@pytest.mark.parametrize(
    ("name", "day", "wanted"),
    [
        ("Incontri della Città", "2027-03-11", "incontri-della-citta-2027"),
        ("Fiera 2027", "2027-03-11", "fiera-2027"),
        ("Fiera", "", "fiera"),
        ("¿?", "", "event"),
        ("x" * 100, "2027-03-11", "x" * 60),
    ],
)
def test_an_id_is_made_of_the_name_and_the_year(name: str, day: str, wanted: str) -> None:
    assert proposed_id(name, day) == wanted


def test_a_day_is_drawn_from_its_first_full_hour_to_its_last() -> None:
    slots = [
        Slot(at("09:30"), at("10:00")),
        Slot(at("10:00"), at("10:30"), SlotKind.BREAK),
        Slot(at("12:00"), at("13:00")),
    ]
    (day,) = days(slots)
    assert [(bar.x, bar.width, bar.is_break) for bar in day.bars] == [
        (12.5, 12.5, False),
        (25.0, 12.5, True),
        (75.0, 25.0, False),
    ]
    assert day.hours == ((0.0, 9), (25.0, 10), (50.0, 11), (75.0, 12), (100.0, 13))
    assert (day.meetings, len(day.breaks)) == (2, 1)


def test_days_are_drawn_to_one_scale() -> None:
    first, second = days(TWO_DAYS.slots)
    assert (first.date + timedelta(days=1), first.hours) == (second.date, second.hours)
    assert [bar.x for bar in first.bars] == [bar.x for bar in second.bars]


def test_an_event_without_hours_has_no_day() -> None:
    assert days([]) == ()
