"""What every store promises of changes, units of work and reading, whatever keeps its rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.domain.profiles import Contacts, Kind
from matcher.ports import Operation, RecordedChange, Store
from tests.stores import BINDER, REACHABLE, all_ids, delete, named, put, stored


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
            assert [each for each, _ in unit.profiles.names()] == [each.profile.id for each in unit.profiles.iterate()]
            assert unit.profiles.names(kind=Kind.STARTUP) == [
                (each.profile.id, each.profile.name)
                for each in unit.profiles.page(after=None, limit=9, kind=Kind.STARTUP)
            ]

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
