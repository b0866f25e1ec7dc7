"""Who meets whom: proposed by utility, settled by the organiser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from matcher.domain.events import EventParticipant, Interest, Pair, PairRule, Rules
from matcher.domain.profiles import Profile
from matcher.engine import Engine
from matcher.errors import Conflict, InvalidInput
from matcher.ports import Store
from matcher.usecases.events.interests import give_scores, give_wishes
from matcher.usecases.events.keeping import update_event
from matcher.usecases.events.pairs import PairEdit, change_pairs, find_pairs, propose_pairs
from matcher.usecases.events.solvers import ChoosePairs, Two
from tests.event_solvers import choose_best_first
from tests.events import FAIR, PEOPLE, keep

SCORES = [
    ("acme", "carla", 0.9),
    ("carla", "acme", 0.9),
    ("acme", "dario", 0.8),
    ("bit", "dario", 0.7),
    ("bit", "elsa", 0.4),
]


def no_engine(profiles: Iterable[Profile]) -> Engine:
    raise AssertionError("interests decide")


def proposed(store: Store, choose: ChoosePairs = choose_best_first) -> dict[Two, Pair]:
    return by_names(propose_pairs(FAIR.id, store=store, build=no_engine, choose=choose))


def by_names(pairs: Iterable[Pair]) -> dict[Two, Pair]:
    return {(pair.a, pair.b): pair for pair in pairs}


def chosen(pairs: dict[Two, Pair]) -> set[Two]:
    return {key for key, pair in pairs.items() if pair.chosen}


def test_interests_become_utilities_and_one_way_counts_half(store: Store) -> None:
    give_scores(FAIR.id, SCORES, store)
    pairs = proposed(store)
    mutual, one_way = pairs["acme", "carla"], pairs["bit", "elsa"]
    assert mutual.utility == pytest.approx(0.9)
    assert (one_way.utility, one_way.utility_a, one_way.utility_b) == (0.2, 0.4, 0.0)
    assert chosen(pairs) == {("acme", "carla"), ("acme", "dario"), ("bit", "elsa")}
    assert find_pairs(FAIR.id, store) == tuple(pairs.values())


def test_scores_above_one_are_shares_of_the_greatest_and_names_will_do(store: Store) -> None:
    give_scores(FAIR.id, [("Anna Ricci", "legatoria neri", 50), ("bit", "elsa", 100)], store)
    with store.unit_of_work() as unit:
        assert unit.events.interests(FAIR.id) == (Interest("acme", "carla", 0.5), Interest("bit", "elsa", 1.0))


def test_the_first_wish_counts_one_and_the_last_least(store: Store) -> None:
    assert give_wishes(FAIR.id, [("acme", ["elsa", "carla"]), ("bit", ["dario"])], store) == 3
    with store.unit_of_work() as unit:
        values = {(one.seeker, one.sought): one.value for one in unit.events.interests(FAIR.id)}
    assert values == {("acme", "elsa"): 1.0, ("acme", "carla"): 0.5, ("bit", "dario"): 1.0}


@pytest.mark.parametrize(
    ("scores", "says"),
    [([("zeno", "acme", 1.0)], "zeno"), ([("acme", "carla", -1.0)], "-1"), ([("acme", "carla", float("nan"))], "nan")],
)
def test_scores_that_mean_nothing_are_refused_whole(
    store: Store, scores: list[tuple[str, str, float]], says: str
) -> None:
    with pytest.raises(InvalidInput, match=says):
        give_scores(FAIR.id, [*SCORES, *scores], store)
    with store.unit_of_work() as unit:
        assert unit.events.interests(FAIR.id) == ()


def test_a_name_that_two_bear_needs_an_id(store: Store) -> None:
    keep(store, people=[*PEOPLE, EventParticipant("acme2", "Anna Ricci")])
    with pytest.raises(InvalidInput, match="Several"):
        give_scores(FAIR.id, [("Anna Ricci", "carla", 1.0)], store)


def test_what_the_organiser_decided_stays_when_pairs_are_chosen_again(store: Store) -> None:
    give_scores(FAIR.id, SCORES, store)
    proposed(store)
    edits = [
        PairEdit("carla", "acme", chosen=False, locked=True),
        PairEdit("dario", "bit", rule=PairRule.MUST),
        PairEdit("bit", "elsa", rule=PairRule.FORBIDDEN),
        PairEdit("bit", "carla", chosen=True, locked=True),
    ]
    settled = by_names(change_pairs(FAIR.id, edits, store))
    assert settled["bit", "carla"] == Pair("bit", "carla", 0.0, 0.0, 0.0, chosen=True, locked=True)
    again = proposed(store)
    assert chosen(again) == {("bit", "carla"), ("bit", "dario")}
    assert again["bit", "dario"].utility == 0.35
    freed = by_names(change_pairs(FAIR.id, [PairEdit("bit", "elsa", unruled=True, chosen=True)], store))
    assert freed["bit", "elsa"].rule is None


def test_two_partners_are_swapped_in_one_go_or_not_at_all(store: Store) -> None:
    give_scores(FAIR.id, SCORES, store)
    before = proposed(store)
    swap = [PairEdit("acme", "carla", chosen=False), PairEdit("acme", "elsa", chosen=True)]
    with pytest.raises(InvalidInput, match="zeno"):
        change_pairs(FAIR.id, [*swap, PairEdit("acme", "zeno", chosen=True)], store)
    assert by_names(find_pairs(FAIR.id, store)) == before
    assert chosen(by_names(change_pairs(FAIR.id, swap, store))) == chosen(before) ^ {
        ("acme", "carla"),
        ("acme", "elsa"),
    }


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (PairEdit("acme", "bit", chosen=True), "same side"),
        (PairEdit("acme", "acme", chosen=True), "cannot meet"),
        (PairEdit("acme", "elsa", rule=PairRule.FORBIDDEN, chosen=True), "forbidden"),
        (PairEdit("acme", "elsa", rule=PairRule.MUST, chosen=False), "must"),
    ],
)
def test_decisions_that_contradict_themselves_are_refused(store: Store, edit: PairEdit, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        change_pairs(FAIR.id, [edit], store)


def test_a_rule_has_to_be_taken_away_before_a_choice_against_it(store: Store) -> None:
    change_pairs(FAIR.id, [PairEdit("acme", "elsa", rule=PairRule.MUST)], store)
    with pytest.raises(InvalidInput, match="take the rule away"):
        change_pairs(FAIR.id, [PairEdit("acme", "elsa", chosen=False)], store)


def test_colleagues_and_old_acquaintances_meet_only_where_the_rules_or_the_organiser_say_so(store: Store) -> None:
    people = [
        replace(person, side=None, organisation="Acme" if person.id in ("acme", "elsa") else None) for person in PEOPLE
    ]
    keep(store, people=people)
    keep(store, replace(FAIR, id="altra"))
    with store.unit_of_work(write=True) as unit:
        unit.timetables.record_encounters("altra", [("person:bruno sala|", "person:carla neri|")])
        unit.commit()
    give_scores(FAIR.id, [("acme", "elsa", 1.0), ("bit", "carla", 1.0), ("bit", "dario", 0.1)], store)
    assert chosen(proposed(store)) == {("bit", "dario")}
    change_pairs(FAIR.id, [PairEdit("bit", "carla", rule=PairRule.MUST)], store)
    assert chosen(proposed(store)) == {("bit", "carla"), ("bit", "dario")}
    update_event(replace(FAIR, rules=Rules(colleagues_meet=True, meet_again=True)), store)
    assert ("acme", "elsa") in chosen(proposed(store))


def test_a_change_in_between_is_not_overwritten(store: Store) -> None:
    give_scores(FAIR.id, SCORES, store)

    def meanwhile(*about: object) -> set[Two]:
        change_pairs(FAIR.id, [PairEdit("bit", "carla", chosen=True)], store)
        return set()

    with pytest.raises(Conflict):
        proposed(store, meanwhile)
    assert chosen(by_names(find_pairs(FAIR.id, store))) == {("bit", "carla")}


def test_who_is_absent_meets_nobody(store: Store) -> None:
    keep(store, people=[replace(PEOPLE[0], absent=True), *PEOPLE[1:]])
    give_scores(FAIR.id, SCORES, store)
    assert all("acme" not in key for key in proposed(store))
