"""What every store promises of writing, whatever keeps its rows."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from matcher.domain.profiles import (
    Contacts,
    Grant,
    Item,
    Kind,
    OrganisationType,
    Place,
    Point,
    Profile,
    Purpose,
    SkillLink,
)
from matcher.ports import Change, Store
from tests.stores import BINDER, REACHABLE, delete, named, put, stored
from tests.strategies import contacts as any_contacts
from tests.strategies import profiles as any_profile


class TestRoundTrip:
    @settings(deadline=None, max_examples=60)
    @given(profile=any_profile(), contacts=any_contacts())
    def test_every_field_comes_back_and_is_the_same_when_put_again(
        self, kept_empty: Store, profile: Profile, contacts: Contacts
    ) -> None:
        with kept_empty.unit_of_work(write=True) as unit:
            assert unit.profiles.put(profile, contacts) is Change.CREATED
            found = unit.profiles.get(profile.id)
            assert found is not None
            assert found.profile == profile
            assert (unit.profiles.contacts(profile.id) or Contacts()) == contacts
            assert unit.profiles.put(found.profile, contacts) is Change.UNCHANGED

    def test_a_profile_of_few_words_gains_no_facts(self, store: Store) -> None:
        put(store, named("anna"))
        assert stored(store, "anna").profile == Profile(id="anna", kind=Kind.ARTISAN, name="Anna")

    def test_it_says_when_it_was_stored_in_utc(self, store: Store) -> None:
        before = datetime.now(UTC)
        put(store, BINDER)
        after = datetime.now(UTC)
        found = stored(store, BINDER.id).updated_at
        assert found.tzinfo is UTC
        assert before <= found <= after


OTHER_FIELDS: dict[str, Any] = {
    "kind": Kind.STARTUP,
    "name": "Legatoria Verdi",
    "type": OrganisationType.ASSOCIATION,
    "description": None,
    "offers": BINDER.offers[::-1],
    "seeks": (replace(BINDER.seeks[0], skills=(SkillLink("laser-cutting", 0.8, "taglio laser"),)),),
    "place": replace(BINDER.place, point=Point(45.4567, 9.1988)),
    "facts": replace(BINDER.facts, run_max=51),
    "organisation": None,
    "blocks": frozenset({"rivale"}),
    "consent": True,
    "grants": (Grant(Purpose.STATISTICS, until=date(2027, 1, 1)),),
    "provenance": {"source": "registrazione", "row": "8"},
}


class TestPut:
    def test_the_first_time_creates_and_the_second_changes_nothing(self, store: Store) -> None:
        assert put(store, BINDER, contacts=REACHABLE) == [Change.CREATED]
        first = stored(store, BINDER.id)
        assert put(store, BINDER, contacts=REACHABLE) == [Change.UNCHANGED]
        assert stored(store, BINDER.id) == first
        assert (first.version, first.change) == (1, 1)

    def test_every_field_but_the_id_is_told_apart_below(self) -> None:
        assert OTHER_FIELDS.keys() == {field.name for field in fields(Profile)} - {"id"}

    @pytest.mark.parametrize("field", OTHER_FIELDS)
    def test_a_difference_in_any_field_is_an_update(self, store: Store, field: str) -> None:
        put(store, BINDER)
        other = replace(BINDER, **{field: OTHER_FIELDS[field]})
        assert put(store, other) == [Change.UPDATED]
        found = stored(store, BINDER.id)
        assert (found.profile, found.version, found.change) == (other, 2, 2)

    def test_the_same_words_moved_from_one_side_to_the_other_are_an_update(self, store: Store) -> None:
        put(store, replace(BINDER, seeks=(), offers=(Item("seta"),)))
        assert put(store, replace(BINDER, seeks=(Item("seta"),), offers=())) == [Change.UPDATED]

    def test_equal_content_written_otherwise_is_unchanged(self, store: Store) -> None:
        put(store, replace(BINDER, place=Place(point=Point(45, -0.0))))
        same = replace(
            BINDER,
            place=Place(point=Point(45.0, 0.0)),
            blocks=frozenset(["altro", "rivale"]),
            provenance={"row": "7", "source": "registrazione"},
        )
        assert put(store, same) == [Change.UNCHANGED]

    def test_items_that_are_gone_are_forgotten(self, store: Store) -> None:
        put(store, BINDER)
        put(store, replace(BINDER, offers=BINDER.offers[:1], seeks=()))
        found = stored(store, BINDER.id).profile
        assert (found.offers, found.seeks) == (BINDER.offers[:1], ())


class TestPutMany:
    def test_each_outcome_stands_at_the_place_of_its_profile(self, store: Store) -> None:
        put(store, named("bruna"), named("carla"))
        with store.unit_of_work(write=True) as unit:
            outcome = unit.profiles.put_many(
                [(named("anna"), None), (named("bruna"), None), (replace(named("carla"), name="Carla B."), REACHABLE)]
            )
            unit.commit()
        assert list(outcome) == [Change.CREATED, Change.UNCHANGED, Change.UPDATED]
        assert [stored(store, each).change for each in ("anna", "bruna", "carla")] == [3, 1, 4]

    def test_a_repeated_id_is_put_again_over_the_first(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            outcome = unit.profiles.put_many(
                [
                    (named("anna"), None),
                    (replace(named("anna"), name="A."), None),
                    (replace(named("anna"), name="A."), None),
                ]
            )
            unit.commit()
        assert list(outcome) == [Change.CREATED, Change.UPDATED, Change.UNCHANGED]
        assert (stored(store, "anna").profile.name, stored(store, "anna").version) == ("A.", 2)

    def test_more_profiles_than_one_statement_takes(self, store: Store) -> None:
        many = [replace(BINDER, id=f"p{number:04}") for number in range(1203)]
        with store.unit_of_work(write=True) as unit:
            outcome = unit.profiles.put_many([(profile, REACHABLE) for profile in many])
            unit.commit()
        assert set(outcome) == {Change.CREATED}
        with store.unit_of_work() as unit:
            found = unit.profiles.get_many([profile.id for profile in reversed(many)])
            assert [each.profile for each in found.values()] == many[::-1]
            assert unit.generation() == 1203

    def test_nothing_to_put_is_fine(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            assert list(unit.profiles.put_many([])) == []
            assert unit.generation() == 0


class TestContacts:
    def test_they_are_kept_apart_and_left_alone_when_not_given(self, store: Store) -> None:
        put(store, BINDER, contacts=REACHABLE)
        put(store, replace(BINDER, name="Conti"))
        with store.unit_of_work() as unit:
            assert unit.profiles.contacts(BINDER.id) == REACHABLE

    def test_other_contacts_alone_are_an_update(self, store: Store) -> None:
        put(store, BINDER, contacts=REACHABLE)
        assert put(store, BINDER, contacts=replace(REACHABLE, phone=None)) == [Change.UPDATED]
        assert stored(store, BINDER.id).version == 2
        with store.unit_of_work() as unit:
            assert unit.profiles.contacts(BINDER.id) == replace(REACHABLE, phone=None)

    def test_empty_ones_erase_those_stored(self, store: Store) -> None:
        put(store, BINDER, contacts=REACHABLE)
        assert put(store, BINDER, contacts=Contacts()) == [Change.UPDATED]
        assert put(store, BINDER, contacts=Contacts()) == [Change.UNCHANGED]
        with store.unit_of_work() as unit:
            assert unit.profiles.contacts(BINDER.id) is None

    def test_nobody_has_none(self, store: Store) -> None:
        with store.unit_of_work() as unit:
            assert unit.profiles.contacts("nobody") is None


class TestDelete:
    def test_it_erases_the_profile_its_items_and_its_contacts(self, store: Store) -> None:
        put(store, BINDER, contacts=REACHABLE)
        assert delete(store, BINDER.id)
        put(store, named(BINDER.id))
        assert stored(store, BINDER.id).profile == named(BINDER.id)
        assert stored(store, BINDER.id).version == 1
        with store.unit_of_work() as unit:
            assert unit.profiles.contacts(BINDER.id) is None

    def test_it_leaves_the_others(self, store: Store) -> None:
        put(store, BINDER, replace(BINDER, id="altra"), contacts=REACHABLE)
        delete(store, BINDER.id)
        assert stored(store, "altra").profile == replace(BINDER, id="altra")
        with store.unit_of_work() as unit:
            assert unit.profiles.get(BINDER.id) is None
            assert unit.profiles.contacts("altra") == REACHABLE

    def test_of_nobody_is_false_and_no_change(self, store: Store) -> None:
        assert not delete(store, "nobody")
        with store.unit_of_work() as unit:
            assert unit.generation() == 0
