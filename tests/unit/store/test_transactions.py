"""Readers and writers side by side on one database."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from sqlalchemy import event, make_url

from matcher.domain.profiles import Item, Kind, Profile
from matcher.errors import Conflict, InvalidInput, Unavailable
from matcher.store import SqlStore, SqlVectorCache, open_store, sqlite
from matcher.store.transaction import Database
from matcher.store.turns import Turns
from tests.stores import empty_store

ANNA = Profile(id="anna", kind=Kind.ARTISAN, name="Anna", offers=(Item("cuciture a mano"),))


@pytest.fixture
def store(sql_store: SqlStore) -> SqlStore:
    return sql_store


@pytest.fixture
def file(tmp_path: Path) -> Iterator[SqlStore]:
    """A store on SQLite."""
    with empty_store(tmp_path) as store:
        yield store


def put(store: SqlStore, *profiles: Profile) -> None:
    with store.unit_of_work(write=True) as unit:
        unit.profiles.put_many([(profile, None) for profile in profiles])
        unit.commit()


def name_of(store: SqlStore, profile_id: str) -> str:
    with store.unit_of_work() as unit:
        found = unit.profiles.get(profile_id)
    assert found is not None
    return found.profile.name


def lengthen_name(store: SqlStore, profile_id: str, *, write: bool, meanwhile: Profile | None = None) -> None:
    """Read a name, let somebody else store `meanwhile`, and write the name with one letter more."""
    with store.unit_of_work(write=write) as unit:
        found = unit.profiles.get(profile_id)
        assert found is not None
        if meanwhile is not None:
            put(store, meanwhile)
        unit.profiles.put(replace(found.profile, name=f"{found.profile.name}!"))
        unit.commit()


class TestReaders:
    def test_a_reader_keeps_its_snapshot_while_others_commit(self, store: SqlStore) -> None:
        put(store, ANNA)
        with store.unit_of_work() as reader:
            before = reader.profiles.get("anna")
            put(store, replace(ANNA, id="bruna"), replace(ANNA, name="Altra"))
            assert reader.profiles.get("anna") == before
            assert (reader.profiles.count(), reader.generation(), len(reader.changes_after(0))) == (1, 1, 1)
        with store.unit_of_work() as reader:
            assert (reader.profiles.count(), reader.generation(), len(reader.changes_after(0))) == (2, 3, 3)

    def test_a_reader_does_not_wait_for_a_writer(self, store: SqlStore) -> None:
        with store.unit_of_work(write=True) as writer:
            writer.profiles.put(ANNA)
            with store.unit_of_work() as reader:
                assert reader.profiles.count() == 0

    def test_any_number_may_read_a_file_at_once(self, file: SqlStore) -> None:
        put(file, ANNA)
        with ExitStack() as stack:
            readers = [stack.enter_context(file.unit_of_work()) for _ in range(40)]
            assert [reader.profiles.count() for reader in readers] == [1] * 40

    def test_iterating_sees_nothing_of_what_comes_later(self, store: SqlStore) -> None:
        put(store, *(replace(ANNA, id=letter) for letter in "bdf"))
        seen = []
        with store.unit_of_work() as reader:
            for stored in reader.profiles.iterate(batch=1):
                seen.append(stored.profile.id)
                put(store, replace(ANNA, id=stored.profile.id + "x"))
        assert seen == ["b", "d", "f"]

    def test_profiles_are_read_in_two_statements_for_each_batch(self, store: SqlStore) -> None:
        put(store, *(replace(ANNA, id=f"p{number}") for number in range(600)))
        statements: list[str] = []
        event.listen(store.main.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
        with store.unit_of_work() as unit:
            assert len(unit.profiles.get_many([f"p{number}" for number in range(600)])) == 600
        begin, *selects = statements
        batches = 2
        assert begin.startswith("BEGIN")
        assert len(selects) == 2 * batches


class TestWriters:
    def test_reading_and_then_writing_over_anothers_change_is_a_conflict(self, store: SqlStore) -> None:
        put(store, ANNA)
        with pytest.raises(Conflict, match="read them again"):
            lengthen_name(store, "anna", write=False, meanwhile=replace(ANNA, name="Anna Conti"))
        assert name_of(store, "anna") == "Anna Conti"
        lengthen_name(store, "anna", write=False)
        assert name_of(store, "anna") == "Anna Conti!"

    def test_vectors_cached_between_reading_and_writing_are_no_conflict(self, store: SqlStore) -> None:
        put(store, ANNA)
        cache = SqlVectorCache(store)
        with store.unit_of_work() as unit:
            assert unit.profiles.count() == 1
            cache.put_many("model", {"d:a": np.ones(2, dtype=np.float32)})
            unit.profiles.put(replace(ANNA, name="A."))
            unit.commit()
        assert name_of(store, "anna") == "A."
        assert cache.counts() == {"model": 1}

    def test_writers_in_many_threads_lose_nothing(self, store: SqlStore) -> None:
        put(store, ANNA)

        def work(worker: int) -> None:
            for number in range(10):
                put(store, replace(ANNA, id=f"{worker}-{number}"))
                lengthen_name(store, "anna", write=True)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(8)))
        assert name_of(store, "anna") == "Anna" + "!" * 80
        with store.unit_of_work() as unit:
            assert unit.profiles.count() == 1 + 80
            assert [change.number for change in unit.changes_after(0)] == list(range(1, 1 + 1 + 80 + 80))

    def test_who_waits_too_long_for_its_turn_is_told_and_may_try_again(self, store: SqlStore) -> None:
        hasty = SqlStore(replace(store.main, patience_s=0.01), store.cache, store.place)
        with store.unit_of_work(write=True) as slow:
            slow.profiles.put(ANNA)
            with hasty.unit_of_work() as unit, pytest.raises(Unavailable, match="try again"):
                unit.profiles.put(replace(ANNA, id="bruna"))
            slow.commit()
        put(hasty, replace(ANNA, id="bruna"))
        assert name_of(store, "bruna") == "Anna"

    def test_another_program_that_writes_for_too_long_is_named(self, store: SqlStore, database: str) -> None:
        engine = store.main.engine
        if engine.dialect.name == "sqlite":
            engine = sqlite.connect(make_url(database), busy_timeout_s=0.01)
        other = SqlStore(Database(engine, store.main.begin, 0.01, Turns()), store.cache, store.place)
        with store.unit_of_work(write=True) as slow:
            slow.profiles.put(ANNA)
            with other.unit_of_work() as unit, pytest.raises(Unavailable, match="another program"):
                unit.profiles.put(ANNA)
        put(other, ANNA)
        assert name_of(store, "anna") == "Anna"
        engine.dispose()

    def test_two_programs_that_read_in_order_to_write_lose_nothing(self, store: SqlStore, database: str) -> None:
        put(store, ANNA)
        with open_store(database) as other, ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(lengthen_name, each, "anna", write=True) for each in [store, other] * 10]:
                done.result()
        assert name_of(store, "anna") == "Anna" + "!" * 20

    def test_the_turn_passes_on_even_from_a_writer_that_failed(self, store: SqlStore) -> None:
        with store.unit_of_work(write=True) as unit, pytest.raises(InvalidInput):
            unit.profiles.put(replace(ANNA, name="\0"))
        put(store, ANNA)
        assert name_of(store, "anna") == "Anna"


class TestTurns:
    def test_they_come_in_the_order_of_asking(self) -> None:
        turns = Turns()
        served: list[int] = []

        def wait(number: int) -> None:
            if turns.take(10):
                served.append(number)
                turns.give()

        assert turns.take(0)
        waiting = [Thread(target=wait, args=(number,)) for number in range(5)]
        for asked, thread in enumerate(waiting, start=1):
            thread.start()
            while len(turns._waiting) < asked:
                pass
        turns.give()
        for thread in waiting:
            thread.join()
        assert served == [0, 1, 2, 3, 4]

    def test_who_gives_up_leaves_the_queue(self) -> None:
        turns = Turns()
        assert turns.take(0)
        assert not turns.take(0.001)
        turns.give()
        assert turns.take(0)
