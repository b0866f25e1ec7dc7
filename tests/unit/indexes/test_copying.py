"""Copies are complete, go on where they were cut off, and forget nobody's erasure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from embeddings import IndexUnavailable
from matcher.domain.profiles import Item, Kind, Profile
from matcher.usecases.indexes import copying
from matcher.usecases.indexes.copying import KeptRows, RowSource, StoredRows, copy
from matcher.usecases.indexes.pair import IndexPair
from tests.fakes import MemoryStore
from tests.index_fakes import MemoryHome
from tests.stores import delete, put
from tests.unit.indexes.test_feed import ENCODER, contents, feed_of, maker

MAKERS = [
    Profile(f"maker-{number}", Kind.ARTISAN, "M", offers=(Item(f"opera {number}"),), seeks=(Item(f"bisogno {number}"),))
    for number in range(10)
]


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "PROFILES", 3)
    monkeypatch.setattr(copying, "ROWS", 4)


@pytest.fixture
def store() -> MemoryStore:
    filled = MemoryStore()
    put(filled, *MAKERS)
    return filled


def pair_of(home: MemoryHome) -> IndexPair:
    return IndexPair(home, ENCODER.fingerprint, ENCODER.dim)


def fed(store: MemoryStore) -> MemoryHome:
    home = MemoryHome("memory://fed")
    feed_of(store, home).catch_up()
    return home


@pytest.fixture(params=["database", "index"])
def source(request: pytest.FixtureRequest, store: MemoryStore) -> RowSource:
    return StoredRows(store, maker()) if request.param == "database" else KeptRows(pair_of(fed(store)))


def test_a_copy_holds_every_row_and_knows_the_last_change(store: MemoryStore, source: RowSource) -> None:
    home, shown = MemoryHome(), []

    copy(source, pair_of(home), lambda done, total: shown.append((done, total)))

    assert contents(home) == contents(fed(store))
    assert home.notes["change"] == "10"
    assert all(index.settled for index in home.indexes.values())
    assert shown[-1] == (source.total(), source.total())


def test_a_copy_that_was_cut_off_goes_on_where_it_was(store: MemoryStore, source: RowSource) -> None:
    home = MemoryHome()
    offers = pair_of(home)["offers"]
    home.index("offers", ENCODER.dim).fails_after = 2
    with pytest.raises(IndexUnavailable):
        copy(source, pair_of(home))
    assert "change" not in home.notes

    home.index("offers", ENCODER.dim).fails_after = 2
    copy(source, pair_of(home))

    assert len(offers) == len(MAKERS)
    assert contents(home) == contents(fed(store))


def test_who_leaves_while_a_copy_is_cut_off_is_taken_out_by_the_feed(store: MemoryStore) -> None:
    home = MemoryHome()
    pair_of(home)
    home.index("offers", ENCODER.dim).fails_after = 2
    with pytest.raises(IndexUnavailable):
        copy(StoredRows(store, maker()), pair_of(home))
    home.index("offers", ENCODER.dim).fails_after = None
    delete(store, MAKERS[0].id)
    put(store, replace(MAKERS[1], seeks=()))

    copy(StoredRows(store, maker()), pair_of(home))
    feed_of(store, home).catch_up()

    assert contents(home) == contents(fed(store))


def test_a_copy_onto_an_older_index_keeps_nobody_who_left(store: MemoryStore) -> None:
    home = fed(store)
    delete(store, MAKERS[0].id)

    copy(StoredRows(store, maker()), pair_of(home))
    feed_of(store, home).catch_up()

    assert contents(home) == contents(fed(store))
