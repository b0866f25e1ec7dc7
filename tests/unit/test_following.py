"""The engine keeps up with the database: at once with its own process, soon with others, exactly where asked to."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import cast

import pytest

from matcher.domain.profiles import Profile
from matcher.engine import Engine
from matcher.errors import Unavailable
from matcher.ports import Store
from matcher.store import SqlStore, open_store
from matcher.usecases import following
from matcher.usecases.following import Follower
from tests.stores import delete, named, put

PATIENCE_S = 30


class Notebook:
    """Stands for an engine: knows the profiles that it was told of, and how often."""

    def __init__(self, generation: int = 0) -> None:
        self.generation = generation
        self.names: dict[str, str] = {}
        self.told: list[int] = []

    def update(self, changed: Sequence[Profile], removed: Sequence[str], generation: int) -> None:
        assert generation > self.generation
        self.names |= {profile.id: profile.name for profile in changed}
        for profile_id in removed:
            self.names.pop(profile_id, None)
        self.generation = generation
        self.told.append(generation)


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def follower(sql_store: SqlStore, notebook: Notebook) -> Iterator[Follower]:
    follower = Follower(sql_store, cast(Engine, notebook), poll_s=0.01)
    yield follower
    follower.stop()


@pytest.fixture
def elsewhere(database: str) -> Iterator[Store]:
    """The store of another process on the same database."""
    with open_store(database) as store:
        yield store


def eventually(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while not true() and time.monotonic() < deadline:
        time.sleep(0.005)
    return true()


class TestOnRequest:
    def test_what_is_there_is_known_after_catching_up(
        self, follower: Follower, elsewhere: Store, notebook: Notebook
    ) -> None:
        put(elsewhere, named("anna"), named("bruna"))
        delete(elsewhere, "anna")
        assert follower.catch_up() == 3
        assert notebook.names == {"bruna": "Bruna"}
        assert follower.catch_up() == 3
        assert notebook.told == [3]

    def test_more_changes_than_one_batch_come_in_their_order(
        self, follower: Follower, elsewhere: Store, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(following, "BATCH", 2)
        put(elsewhere, *(named(letter) for letter in "abcde"))
        assert follower.catch_up() == 5
        assert notebook.told == [2, 4, 5]

    def test_without_a_thread_every_question_looks_at_the_database(
        self, follower: Follower, elsewhere: Store, notebook: Notebook
    ) -> None:
        for number, letter in enumerate("abc", start=1):
            put(elsewhere, named(letter))
            follower.refresh()
            assert notebook.generation == number

    def test_another_follower_goes_on_from_its_engines_generation(
        self, sql_store: SqlStore, elsewhere: Store, notebook: Notebook
    ) -> None:
        put(elsewhere, named("anna"), named("bruna"))
        saved = Notebook(generation=1)
        assert Follower(sql_store, cast(Engine, saved)).catch_up() == 2
        assert saved.names == {"bruna": "Bruna"}


class TestInTheBackground:
    def test_what_others_write_is_known_though_nobody_asks(
        self, follower: Follower, elsewhere: Store, notebook: Notebook
    ) -> None:
        follower.start()
        put(elsewhere, named("anna"))
        assert eventually(lambda: notebook.names == {"anna": "Anna"})
        put(elsewhere, replace(named("anna"), name="Anna Conti"))
        assert eventually(lambda: notebook.names == {"anna": "Anna Conti"})

    def test_what_this_process_writes_is_known_to_its_next_question(
        self, sql_store: SqlStore, notebook: Notebook
    ) -> None:
        # A thread that never looks.
        follower = Follower(sql_store, cast(Engine, notebook), poll_s=PATIENCE_S)
        follower.start()
        follower.catch_up()
        put(sql_store, named("anna"))
        follower.refresh()
        assert notebook.names == {"anna": "Anna"}
        follower.stop()

    def test_a_question_does_not_ask_the_database_for_what_the_thread_looks_at(
        self, sql_store: SqlStore, elsewhere: Store, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        follower = Follower(sql_store, cast(Engine, notebook), poll_s=PATIENCE_S)
        monkeypatch.setattr(following, "FRESH_S", PATIENCE_S)
        follower.start()
        follower.catch_up()
        put(elsewhere, named("anna"))
        follower.refresh()
        # A database in a file is asked all the same, which costs next to nothing.
        assert notebook.generation == (1 if sql_store.at_hand else 0)
        monkeypatch.setattr(following, "FRESH_S", 0.0)
        follower.refresh()
        assert notebook.generation == 1
        follower.stop()

    def test_a_database_that_is_away_is_said_once_and_followed_again(
        self,
        follower: Follower,
        elsewhere: Store,
        notebook: Notebook,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        looks = threading.Semaphore(0)

        def refuse(*, write: bool = False) -> None:
            looks.release()
            raise Unavailable("The database is away.")

        with monkeypatch.context() as away, caplog.at_level(logging.WARNING, "matcher.usecases.following"):
            away.setattr(follower._store, "unit_of_work", refuse)
            follower.start()
            for _ in range(3):
                assert looks.acquire(timeout=PATIENCE_S)
        put(elsewhere, named("anna"))
        assert eventually(lambda: notebook.generation == 1)
        assert [record.getMessage() for record in caplog.records] == ["Changes by others wait: The database is away."]


class TestReaching:
    def test_a_change_that_is_there_is_known_when_it_returns(
        self, follower: Follower, elsewhere: Store, notebook: Notebook
    ) -> None:
        put(elsewhere, named("anna"))
        follower.reach(1, deadline=0)
        assert notebook.generation == 1
        follower.reach(0, deadline=0)

    def test_a_change_that_comes_meanwhile_is_waited_for(
        self, follower: Follower, elsewhere: Store, notebook: Notebook
    ) -> None:
        late = threading.Timer(0.1, put, (elsewhere, named("anna")))
        late.start()
        follower.reach(1, deadline=time.monotonic() + PATIENCE_S)
        assert notebook.names == {"anna": "Anna"}
        late.join()

    def test_one_that_does_not_come_is_said_with_the_last_there_is(self, follower: Follower, elsewhere: Store) -> None:
        put(elsewhere, named("anna"))
        with pytest.raises(Unavailable, match="Change 9 is not here yet, the last one is 1"):
            follower.reach(9, deadline=0)
