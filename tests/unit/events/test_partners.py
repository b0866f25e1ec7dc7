"""Who else somebody could meet, and what each got."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.domain.events import Pair, PairRule
from matcher.errors import NotFound
from matcher.ports import Store
from matcher.usecases.events.partners import Doubt, partners_for
from matcher.usecases.events.people import remove_person
from matcher.usecases.events.shares import find_received, received
from tests.events import FAIR, PEOPLE, keep, pair


def put_pairs(store: Store, *pairs: Pair) -> None:
    with store.unit_of_work(write=True) as unit:
        unit.events.put_pairs(FAIR.id, pairs)
        unit.commit()


def options(store: Store, who: str) -> list[tuple[str, Doubt | None]]:
    return [(one.partner.id, one.doubt) for one in partners_for(FAIR.id, who, store)]


def test_the_best_of_the_other_side_come_first(store: Store) -> None:
    put_pairs(store, pair("acme", "elsa", 0.9), pair("acme", "carla", 0.4))
    assert options(store, "acme") == [("elsa", None), ("carla", None), ("dario", None)]


def test_partners_there_are_already_are_left_out(store: Store) -> None:
    put_pairs(store, pair("acme", "elsa", 0.9, chosen=True))
    assert options(store, "elsa") == [("bit", None)]


def test_who_has_all_meetings_wanted_comes_after_who_has_room(store: Store) -> None:
    put_pairs(store, pair("bit", "dario", chosen=True), pair("acme", "dario", 0.9))
    assert options(store, "acme") == [("carla", None), ("elsa", None), ("dario", Doubt.FULL)]
    dario = partners_for(FAIR.id, "acme", store)[-1]
    assert (dario.meetings, dario.wants) == (1, 1)


def test_what_the_organiser_refused_and_what_hours_rule_out_is_told(store: Store) -> None:
    early, late = frozenset({1, 2}), frozenset({3, 4, 5})
    people = [replace(PEOPLE[0], unavailable=early), replace(PEOPLE[2], unavailable=late), PEOPLE[3], PEOPLE[4]]
    keep(store, people=people)
    put_pairs(store, pair("acme", "dario", rule=PairRule.FORBIDDEN), pair("acme", "elsa", locked=True))
    assert options(store, "acme") == [
        ("dario", Doubt.FORBIDDEN),
        ("elsa", Doubt.FORBIDDEN),
        ("carla", Doubt.NEVER_TOGETHER),
    ]


def test_colleagues_are_told_to_be_kept_apart_by_the_rules(store: Store) -> None:
    keep(store, people=[replace(PEOPLE[0], organisation="Neri"), replace(PEOPLE[2], organisation="NERI")])
    assert ("carla", Doubt.RULES) in options(store, "acme")


def test_nobody_has_partners_who_is_not_there(store: Store) -> None:
    remove_person(FAIR.id, "acme", store)
    with pytest.raises(NotFound):
        partners_for(FAIR.id, "acme", store)


def test_the_least_served_come_first_with_what_meetings_are_worth_to_them(store: Store) -> None:
    put_pairs(store, Pair("acme", "carla", 0.5, 0.9, 0.3, chosen=True), pair("acme", "elsa", 0.4, chosen=True))
    got = [(one.person.id, one.meetings, one.wants, round(one.utility, 2)) for one in find_received(FAIR.id, store)]
    assert got == [
        ("bit", 0, 3, 0.0),
        ("dario", 0, 1, 0.0),
        ("carla", 1, 3, 0.3),
        ("elsa", 1, 3, 0.4),
        ("acme", 2, 3, 1.3),
    ]


def test_who_is_absent_got_nothing_and_gave_nothing() -> None:
    people = [replace(PEOPLE[0], absent=True), *PEOPLE[1:]]
    got = received(FAIR, people, [pair("acme", "carla", chosen=True)])
    assert {one.person.id: one.meetings for one in got} == {"bit": 0, "carla": 0, "dario": 0, "elsa": 0}
