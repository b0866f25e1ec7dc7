"""What every store promises, whatever keeps its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from matcher.domain.profiles import (
    Contacts,
    Facts,
    Item,
    Kind,
    Need,
    OrganisationType,
    Place,
    Point,
    Profile,
    SkillLink,
)
from matcher.ports import Change, Operation, RecordedChange, Store, Stored
from tests.fakes import MemoryStore
from tests.stores import empty_store
from tests.strategies import contacts as any_contacts
from tests.strategies import profiles as any_profile

BINDER = Profile(
    id="legatoria-conti",
    kind=Kind.ORGANISATION,
    name="Legatoria Conti",
    type=OrganisationType.COMPANY,
    description="Legatoria artigiana a Porta Romana",
    offers=(
        Item("rilegatura di libri antichi", language="it", skills=(SkillLink("bookbinding", 0.9, "rilegatura"),)),
        Item("scatole su misura"),
    ),
    seeks=(Item("taglio laser su cuoio", Need.MUST, "it", (SkillLink("laser-cutting", 1.0, "taglio laser"),)),),
    place=Place("Corso di Porta Romana 1", "20122", 3, 1, Point(45.4567, 9.1987)),
    facts=Facts(("it", "en"), 1, 50, 14, date(2026, 3, 1)),
    organisation="conti",
    blocks=frozenset({"rivale", "altro"}),
    consent=False,
    provenance={"source": "registrazione", "row": "7"},
)
REACHABLE = Contacts("anna@example.org", "+39 02 000000", "Anna Conti", "https://example.org")


def named(profile_id: str, kind: Kind = Kind.ARTISAN) -> Profile:
    return Profile(id=profile_id, kind=kind, name=profile_id.title())


def opened(kind: str, folder: Path) -> Iterator[Store]:
    if kind == "memory":
        yield MemoryStore()
        return
    with empty_store(folder) as store:
        yield store


@pytest.fixture(scope="module", params=["sqlite", "memory"])
def kept_empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for tests that commit nothing."""
    yield from opened(request.param, tmp_path_factory.mktemp("kept"))


@pytest.fixture(params=["sqlite", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    yield from opened(request.param, tmp_path)


def put(store: Store, *profiles: Profile, contacts: Contacts | None = None) -> list[Change]:
    with store.unit_of_work(write=True) as unit:
        outcome = [unit.profiles.put(profile, contacts) for profile in profiles]
        unit.commit()
    return outcome


def delete(store: Store, profile_id: str) -> bool:
    with store.unit_of_work(write=True) as unit:
        existed = unit.profiles.delete(profile_id)
        unit.commit()
    return existed


def stored(store: Store, profile_id: str) -> Stored:
    with store.unit_of_work() as unit:
        found = unit.profiles.get(profile_id)
    assert found is not None
    return found


def all_ids(store: Store) -> list[str]:
    with store.unit_of_work() as unit:
        return [each.profile.id for each in unit.profiles.iterate()]


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


class TestChanges:
    def test_an_empty_store_has_none(self, store: Store) -> None:
        with store.unit_of_work() as unit:
            assert unit.generation() == 0
            assert list(unit.changes_after(0)) == []

    def test_each_takes_the_next_number_and_unchanged_takes_none(self, store: Store) -> None:
        put(store, named("anna"), named("bruna"), named("anna"))
        put(store, replace(named("anna"), name="A."))
        delete(store, "bruna")
        put(store, named("bruna"))
        with store.unit_of_work() as unit:
            assert unit.generation() == 5
            assert list(unit.changes_after(0)) == [
                RecordedChange(1, "anna", Operation.CREATED),
                RecordedChange(2, "bruna", Operation.CREATED),
                RecordedChange(3, "anna", Operation.UPDATED),
                RecordedChange(4, "bruna", Operation.DELETED),
                RecordedChange(5, "bruna", Operation.CREATED),
            ]

    def test_a_follower_reads_on_from_where_it_was(self, store: Store) -> None:
        put(store, *(named(letter) for letter in "abcde"))
        with store.unit_of_work() as unit:
            assert [change.profile_id for change in unit.changes_after(1, limit=2)] == ["b", "c"]
            assert [change.profile_id for change in unit.changes_after(3, limit=9)] == ["d", "e"]
            assert list(unit.changes_after(5)) == []

    def test_numbers_of_a_rolled_back_unit_are_given_again(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            unit.profiles.put_many([(named("anna"), None), (named("bruna"), None)])
        put(store, named("carla"))
        with store.unit_of_work() as unit:
            assert list(unit.changes_after(0)) == [RecordedChange(1, "carla", Operation.CREATED)]


class TestUnitOfWork:
    def test_without_commit_nothing_happened(self, store: Store) -> None:
        put(store, BINDER, contacts=REACHABLE)
        with store.unit_of_work(write=True) as unit:
            unit.profiles.put(replace(BINDER, name="Altro"), Contacts())
            unit.profiles.put(named("anna"))
            unit.profiles.delete(BINDER.id)
            unit.mappings.put("a", {"b": "c"})
            unit.set_meta("k", "v")
        assert stored(store, BINDER.id).profile == BINDER
        with store.unit_of_work() as unit:
            assert unit.profiles.contacts(BINDER.id) == REACHABLE
            assert (unit.profiles.get("anna"), unit.mappings.get("a"), unit.meta("k")) == (None, None, None)
            assert unit.generation() == 1

    def test_an_exception_rolls_back_and_passes(self, store: Store) -> None:
        def fail_after_putting() -> None:
            with store.unit_of_work(write=True) as unit:
                unit.profiles.put(BINDER)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail_after_putting()
        assert all_ids(store) == []

    def test_it_sees_its_own_changes_before_they_are_committed(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            unit.profiles.put(BINDER)
            assert unit.profiles.count() == 1
            assert unit.generation() == 1
            assert len(unit.changes_after(0)) == 1

    def test_what_follows_a_commit_is_another_transaction(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            unit.profiles.put(named("anna"))
            unit.commit()
            unit.profiles.put(named("bruna"))
            unit.commit()
            unit.profiles.put(named("carla"))
        assert all_ids(store) == ["anna", "bruna"]

    def test_it_may_read_and_then_write_when_nobody_else_does(self, store: Store) -> None:
        put(store, named("anna"))
        with store.unit_of_work() as unit:
            found = unit.profiles.get("anna")
            assert found is not None
            unit.profiles.put(replace(found.profile, name="A."))
            unit.commit()
        assert stored(store, "anna").profile.name == "A."


class TestReading:
    def test_nobody_is_none(self, store: Store) -> None:
        with store.unit_of_work() as unit:
            assert unit.profiles.get("nobody") is None

    def test_many_come_in_the_order_asked_each_once_and_strangers_are_left_out(self, store: Store) -> None:
        put(store, named("anna"), named("bruna"), named("carla"))
        with store.unit_of_work() as unit:
            found = unit.profiles.get_many(["carla", "nobody", "anna", "carla"])
            assert [(key, each.profile.id) for key, each in found.items()] == [("carla", "carla"), ("anna", "anna")]
            assert unit.profiles.get_many([]) == {}

    def test_pages_go_by_code_point_of_the_id(self, store: Store) -> None:
        put(store, *(named(each) for each in ["b", "a", "Z", "é", "10", "9", "😀", "\uffff"]))
        assert all_ids(store) == ["10", "9", "Z", "a", "b", "é", "\uffff", "😀"]

    def test_a_page_starts_after_the_last_even_when_others_come_and_go(self, store: Store) -> None:
        put(store, *(named(each) for each in "bdf"))
        with store.unit_of_work() as unit:
            first = [each.profile.id for each in unit.profiles.page(after=None, limit=2)]
        put(store, named("a"), named("e"))
        delete(store, "d")
        with store.unit_of_work() as unit:
            second = [each.profile.id for each in unit.profiles.page(after=first[-1], limit=2)]
            assert list(unit.profiles.page(after="f", limit=2)) == []
        assert (first, second) == (["b", "d"], ["e", "f"])

    def test_pages_and_counts_by_kind(self, store: Store) -> None:
        put(store, named("a", Kind.STARTUP), named("b"), named("c", Kind.STARTUP), named("d", Kind.STARTUP))
        with store.unit_of_work() as unit:
            page = unit.profiles.page(after="a", limit=1, kind=Kind.STARTUP)
            assert [each.profile.id for each in page] == ["c"]
            counts = [unit.profiles.count(kind=kind) for kind in (Kind.STARTUP, Kind.ARTISAN, Kind.ORGANISATION)]
            assert counts == [3, 1, 0]
            assert unit.profiles.count() == 4

    @pytest.mark.parametrize("batch", [1, 2, 5, 6, 1000])
    def test_iterating_gives_everyone_once_whatever_the_batch(self, store: Store, batch: int) -> None:
        put(store, *(replace(BINDER, id=letter) for letter in "caebd"))
        with store.unit_of_work() as unit:
            assert [each.profile for each in unit.profiles.iterate(batch)] == [
                replace(BINDER, id=each) for each in "abcde"
            ]


class TestRemembered:
    def test_a_mapping_is_remembered_and_replaced(self, store: Store) -> None:
        for mapping in ({"Ragione sociale": "name"}, {"Ragione sociale": "name", "CAP": "cap"}):
            with store.unit_of_work(write=True) as unit:
                unit.mappings.put("ragione sociale|cap", mapping)
                unit.commit()
            with store.unit_of_work() as unit:
                assert unit.mappings.get("ragione sociale|cap") == mapping
                assert unit.mappings.get("name") is None

    def test_a_named_fact_is_remembered_and_replaced(self, store: Store) -> None:
        for version in ("1", "2"):
            with store.unit_of_work(write=True) as unit:
                unit.set_meta("lexicon", version)
                unit.commit()
            with store.unit_of_work() as unit:
                assert unit.meta("lexicon") == version
                assert unit.meta("other") is None

    def test_neither_is_a_change_of_profiles(self, store: Store) -> None:
        with store.unit_of_work(write=True) as unit:
            unit.set_meta("lexicon", "1")
            unit.mappings.put("a", {})
            unit.commit()
            assert unit.generation() == 0
