"""What changes in the database reaches an index kept elsewhere: all of it, from one process at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pytest

from embeddings import IndexUnavailable, Payload
from embeddings.exact_index import ExactIndex
from embeddings.hashing_encoder import HashingEncoder
from matcher.domain.profiles import Item, Kind, Place, Point, Profile
from matcher.engine import Engine
from matcher.errors import Conflict
from matcher.lexicon.annotation import default_lexicon
from matcher.usecases.indexes import feed as feeding
from matcher.usecases.indexes.feed import IndexFeed
from matcher.usecases.indexes.lease import Lease
from matcher.usecases.indexes.pair import IndexPair, require_filled
from matcher.usecases.indexes.rows import SIDES, RowMaker
from tests.fakes import MemoryStore
from tests.index_fakes import MemoryHome
from tests.stores import delete, put

ENCODER = HashingEncoder(16)
BINDER = Profile(
    "binder",
    Kind.ARTISAN,
    "Legatoria",
    offers=(Item("rilegatura di libri", language="it"), Item("scatole su misura", language="it")),
    seeks=(Item("taglio laser", language="it"),),
    place=Place(municipio=3, point=Point(45.48, 9.23)),
)
TAILOR = Profile("tailor", Kind.ARTISAN, "Sartoria", offers=(Item("orli e riparazioni", language="it"),))


@cache
def maker() -> RowMaker:
    return RowMaker(ENCODER, default_lexicon("milan").skills)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def home() -> MemoryHome:
    return MemoryHome()


@pytest.fixture
def feed(store: MemoryStore, home: MemoryHome) -> IndexFeed:
    return feed_of(store, home)


def feed_of(store: MemoryStore, home: MemoryHome, owner: str = "one") -> IndexFeed:
    pair = IndexPair(home, ENCODER.fingerprint, ENCODER.dim)
    return IndexFeed(store, maker(), pair, Lease(store, "feed", owner))


def contents(home: MemoryHome) -> dict[str, dict[int, Payload]]:
    pages = {side: home.index(side, ENCODER.dim).rows(after=-1, limit=1_000) for side in SIDES}
    return {side: dict(zip(page.ids.tolist(), page.payloads, strict=True)) for side, page in pages.items()}


def test_rows_are_those_of_an_engine_over_the_same_profiles(
    store: MemoryStore, home: MemoryHome, feed: IndexFeed
) -> None:
    lexicon = default_lexicon("milan")
    profiles = [lexicon.annotate(BINDER), lexicon.annotate(TAILOR), replace(TAILOR, id="private", consent=False)]
    put(store, *profiles)
    made: list[ExactIndex] = []

    def new_index(_: str) -> ExactIndex:
        made.append(ExactIndex(ENCODER.dim))
        return made[-1]

    Engine(ENCODER, lexicon, new_index).load(profiles, 3)

    feed.catch_up()

    for side, expected in zip(SIDES, [index for index in made if len(index)], strict=True):
        kept = home.index(side, ENCODER.dim)
        assert contents(home)[side] == {row_id: payload for row_id, (_, payload) in expected._rows.items()}
        ids = np.array(list(expected._rows), np.int64)
        np.testing.assert_array_equal(kept.fetch(ids), expected.fetch(ids))


def test_a_profile_that_says_less_leaves_no_row_behind(store: MemoryStore, home: MemoryHome, feed: IndexFeed) -> None:
    put(store, BINDER, TAILOR)
    feed.catch_up()
    assert [len(rows) for rows in contents(home).values()] == [3, 1]

    put(store, replace(BINDER, offers=BINDER.offers[:1], seeks=()))
    feed.catch_up()

    assert [len(rows) for rows in contents(home).values()] == [2, 0]


@pytest.mark.parametrize("leave", ["erased", "withdrawn"])
def test_who_leaves_is_in_neither_index_any_more(
    store: MemoryStore, home: MemoryHome, feed: IndexFeed, leave: str
) -> None:
    put(store, BINDER)
    feed.catch_up()

    if leave == "erased":
        delete(store, BINDER.id)
    else:
        put(store, replace(BINDER, consent=False))
    feed.catch_up()

    assert contents(home) == {"offers": {}, "seeks": {}}


def test_a_feed_that_died_before_its_note_repeats_the_batch(store: MemoryStore, home: MemoryHome) -> None:
    put(store, BINDER)
    home.index("seeks", ENCODER.dim).fails_after = 0
    with pytest.raises(IndexUnavailable):
        feed_of(store, home).step()
    home.index("seeks", ENCODER.dim).fails_after = None
    put(store, TAILOR)

    assert feed_of(store, home).catch_up()
    assert [len(rows) for rows in contents(home).values()] == [3, 1]
    assert home.notes["change"] == "2"


def test_another_process_stands_by_until_the_first_is_silent_for_a_term(store: MemoryStore) -> None:
    clock = [datetime(2026, 11, 3, tzinfo=UTC)]
    one, other = (Lease(store, "feed", owner, 30, lambda: clock[0]) for owner in ("one", "other"))

    assert one.hold()
    assert not other.hold()
    clock[0] += timedelta(seconds=20)
    assert one.hold()
    clock[0] += timedelta(seconds=20)
    assert not other.hold()
    clock[0] += timedelta(seconds=31)
    assert other.hold()
    assert not one.hold()


def test_a_feed_that_stops_hands_over_at_once(store: MemoryStore) -> None:
    one, other = (Lease(store, "feed", owner) for owner in ("one", "other"))
    assert one.hold()
    one.release()

    assert other.hold()
    one.release()
    assert not one.hold()


def test_a_standby_writes_nothing(store: MemoryStore, home: MemoryHome, feed: IndexFeed) -> None:
    standby = feed_of(store, home, "other")
    feed.catch_up()
    put(store, BINDER)

    assert standby.step() is None
    assert not standby.catch_up()
    assert contents(home) == {"offers": {}, "seeks": {}}


def test_an_index_that_knows_more_than_the_database_is_refused(store: MemoryStore, home: MemoryHome) -> None:
    home.set_note("change", "9")

    with pytest.raises(Conflict, match="before a restore"):
        feed_of(store, home).step()


def test_vectors_of_two_encoders_are_never_mixed(home: MemoryHome, feed: IndexFeed) -> None:
    with pytest.raises(Conflict, match="copy to another"):
        IndexPair(home, HashingEncoder(32).fingerprint, 32)


def test_an_index_that_was_never_filled_is_told_from_one_that_is(
    store: MemoryStore, home: MemoryHome, feed: IndexFeed
) -> None:
    with pytest.raises(Conflict, match="not filled"):
        require_filled(home)
    put(store, TAILOR)
    feed.catch_up()
    require_filled(home)


@pytest.fixture
def running(
    store: MemoryStore, home: MemoryHome, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[threading.Thread, threading.Event]]:
    monkeypatch.setattr(feeding, "POLL_S", 0.001)
    stop = threading.Event()
    thread = threading.Thread(target=feed_of(store, home).run, args=(stop,))
    yield thread, stop
    stop.set()
    thread.join()


def test_a_running_feed_outlives_an_index_that_cannot_be_reached(
    store: MemoryStore,
    home: MemoryHome,
    running: tuple[threading.Thread, threading.Event],
    caplog: pytest.LogCaptureFixture,
) -> None:
    thread, stop = running
    offers = home.index("offers", ENCODER.dim)
    offers.fails_after = 0
    put(store, BINDER)
    thread.start()
    while "not fed until this is mended" not in caplog.text:
        stop.wait(0.001)

    offers.fails_after = None
    while home.notes.get("change") != "1":
        stop.wait(0.001)

    assert len(offers) == 2
    assert caplog.text.count("not fed until") == 1
