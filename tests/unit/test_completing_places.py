"""What a profile's place is completed with, and what it is not."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.profiles import Place, Point
from matcher.lexicon.gazetteer import default_gazetteer

MILAN = default_gazetteer()
IN_VIA_LARGA = Point(45.462256, 9.193052)
IN_BERGAMO = Point(45.695, 9.67)


def test_a_point_tells_its_districts() -> None:
    assert MILAN.complete(Place(point=IN_VIA_LARGA)) == Place(nil=1, municipio=1, point=IN_VIA_LARGA)


def test_a_point_is_believed_rather_than_the_address() -> None:
    told = MILAN.complete(Place(address="Via X 3, Lambrate", point=IN_VIA_LARGA))
    assert (told.nil, told.municipio) == (1, 1)


def test_a_point_outside_the_city_has_no_districts_whatever_the_address_says() -> None:
    place = Place(address="Via X 3, Lambrate", point=IN_BERGAMO)
    assert MILAN.complete(place) == place


@pytest.mark.parametrize(
    ("place", "nil", "municipio"),
    [
        (Place(address="Via X 3, Lambrate"), 23, 3),
        (Place(address="Via X 3, 20134 Lambrate"), 23, 3),
        (Place(address="Via X 3, Municipio 7"), None, 7),
        (Place(address="Via X 3", cap="20162"), 14, 9),
        (Place(cap="20122"), None, 1),
        (Place(cap="20129"), None, None),
        (Place(nil=23), 23, 3),
        (Place(address="Via X 3, Porta Romana"), 27, None),
        (Place(address="Via X 3, Porta Romana", cap="20136"), 27, 5),
        (Place(address="Via X 3, Navigli"), None, None),
        (Place(address="Via X 3", municipio=4), None, 4),
    ],
    ids=str,
)
def test_districts_are_filled_in_only_where_they_are_sure(place: Place, nil: int | None, municipio: int | None) -> None:
    told = MILAN.complete(place)
    assert (told.nil, told.municipio) == (nil, municipio)


@pytest.mark.parametrize(
    "place",
    [
        Place(),
        Place(address="Via Larga 8, Milano"),
        Place(address="Via Roma 3, Lodi"),
        Place(address="Via X 3, Isola", cap="24030"),
        Place(municipio=4),
    ],
    ids=str,
)
def test_what_tells_nothing_is_left_as_it_is(place: Place) -> None:
    assert MILAN.complete(place) == place


def test_a_name_that_contradicts_the_municipio_given_is_not_believed() -> None:
    place = Place(address="Via X 3, 20134 Lambrate", municipio=7)
    assert MILAN.complete(place) == place


def test_the_point_stands_for_the_finest_thing_known() -> None:
    lambrate = MILAN.resolve("Lambrate")
    assert lambrate is not None
    assert MILAN.complete(Place(address="Via X 3, Lambrate")).point == lambrate.best.point
    assert MILAN.complete(Place(nil=23)).point == MILAN.nils[23].centroid
    assert MILAN.complete(Place(cap="20123")).point == MILAN.caps["20123"].centroid


PLACES = st.builds(
    Place,
    address=st.none()
    | st.sampled_from(
        ["Via X 3, Lambrate", "Via X 3, Isola", "Navigli", "Via X, 20122 Milano", "zona 6", "Via Y, Lodi"]
    ),
    cap=st.none() | st.sampled_from([*MILAN.caps, "20100", "24030", "?"]),
    nil=st.none() | st.sampled_from([1, 11, 27, 44, 999]),
    municipio=st.none() | st.integers(1, 10),
    point=st.none() | st.builds(Point, st.floats(45.38, 45.54), st.floats(9.03, 9.28)),
)


def test_the_middle_of_a_nil_is_no_evidence_of_its_municipio() -> None:
    contradicted = MILAN.complete(Place(nil=1, cap="20125"))
    assert contradicted == Place(nil=1, cap="20125", point=MILAN.nils[1].centroid)
    assert MILAN.complete(contradicted) == contradicted


@given(PLACES)
def test_completing_overwrites_nothing_and_twice_is_once(place: Place) -> None:
    told = MILAN.complete(place)
    for field in fields(Place):
        given_value = getattr(place, field.name)
        assert given_value is None or getattr(told, field.name) == given_value
    assert MILAN.complete(told) == told
