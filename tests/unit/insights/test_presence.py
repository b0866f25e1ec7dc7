"""Profiles are counted once by kind and once in every district that their place names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.domain.profiles import Kind, Place, Profile
from matcher.insights.districts import CITY, District, Level
from matcher.insights.presence import count_presence
from matcher.lexicon.gazetteer import Gazetteer
from tests.strategies import profiles
from tests.unit.test_city_folder import TINY_CITY

BELLARIVA = Gazetteer.load(TINY_CITY)


def outside(place: Place) -> bool | None:
    """In Bellariva the west is the centre, and Mulinetto lies in both."""
    if place.municipio is not None:
        return place.municipio != 1
    return False if place.nil in (10, 30) else None


@settings(max_examples=60, deadline=None)
@given(st.lists(profiles(), max_size=8))
def test_kinds_and_districts_are_counted_exactly(everyone: list[Profile]) -> None:
    found = count_presence(everyone, BELLARIVA)
    for count in (found.everyone, *found.by_kind):
        mine = [one for one in everyone if count.kind in (None, one.kind)]
        assert count.profiles == len(mine)
        assert count.without_consent == sum(not one.consent for one in mine)
        assert count.without_district == sum(one.place.nil is None and one.place.municipio is None for one in mine)
        assert count.peripheries == sum(outside(one.place) is True for one in mine)
        assert count.unplaced == sum(outside(one.place) is None for one in mine)
    for row in found.by_district:
        level, number = row.district.level, row.district.id
        mine = [one for one in everyone if level is Level.CITY or getattr(one.place, level) == number]
        assert row.profiles == len(mine)
        assert row.by_kind == {kind: sum(one.kind is kind for one in mine) for kind in Kind}
    listed = {row.district for row in found.by_district}
    assert {District(Level.NIL, one.place.nil) for one in everyone if one.place.nil is not None} <= listed


def test_every_district_is_listed_also_when_nobody_is_there() -> None:
    rows = count_presence([], BELLARIVA).by_district
    assert [row.district for row in rows] == [
        CITY,
        *(District(Level.MUNICIPIO, one) for one in (1, 2)),
        *(District(Level.NIL, one) for one in (10, 20, 30)),
    ]
    assert {row.district.id: row.periphery for row in rows if row.district.level is Level.NIL} == {
        10: False,
        20: None,
        30: False,
    }


@pytest.mark.parametrize(
    ("place", "periphery"),
    [
        (Place(municipio=1), False),
        (Place(municipio=2), True),
        (Place(municipio=2, nil=10), True),
        (Place(nil=10), False),
        (Place(nil=20), None),
        (Place(nil=99), None),
        (Place(), None),
    ],
)
def test_the_peripheries_are_all_that_is_not_the_centre(place: Place, periphery: bool | None) -> None:
    assert BELLARIVA.periphery(place) is periphery
