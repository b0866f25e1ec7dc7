"""What a cache of vectors promises, and what the database's may do instead of failing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from embeddings.arrays import Matrix
from matcher.errors import Unavailable
from matcher.store import SqlStore, SqlVectorCache, open_store
from tests.postgresql import PostgreSQL
from tests.stores import empty_store


@pytest.fixture
def store(sql_store: SqlStore) -> SqlStore:
    return sql_store


@pytest.fixture
def file(tmp_path: Path) -> Iterator[SqlStore]:
    """A store on SQLite."""
    with empty_store(tmp_path) as store:
        yield store


@pytest.fixture
def cache(store: SqlStore) -> SqlVectorCache:
    return SqlVectorCache(store)


def vector(*numbers: float) -> Matrix:
    return np.array(numbers, dtype=np.float32)


def numbered(count: int) -> dict[str, Matrix]:
    return {f"d:{number}": vector(number, 0.1) for number in range(count)}


def test_vectors_come_back_bit_for_bit_by_key(cache: SqlVectorCache) -> None:
    odd = vector(0.1, -0.0, 1e-45, 3.4e38)
    cache.put_many("model", {"d:a": odd, "d:b": vector(1)})
    found = cache.get_many("model", ["d:a", "d:unknown"])
    assert found.keys() == {"d:a"}
    assert found["d:a"].dtype == np.float32
    assert found["d:a"].tobytes() == odd.tobytes()


def test_fingerprints_never_mix(cache: SqlVectorCache) -> None:
    cache.put_many("model", {"d:a": vector(1)})
    cache.put_many("other", {"d:a": vector(2)})
    assert cache.get_many("model", ["d:a"])["d:a"] == vector(1)
    assert cache.get_many("other", ["d:a"])["d:a"] == vector(2)
    assert cache.get_many("third", ["d:a"]) == {}
    assert cache.counts() == {"model": 1, "other": 1}


def test_a_key_keeps_its_first_vector(cache: SqlVectorCache) -> None:
    cache.put_many("model", {"d:a": vector(1)})
    cache.put_many("model", {"d:a": vector(2), "d:b": vector(3)})
    found = cache.get_many("model", ["d:a", "d:b"])
    assert (found["d:a"], found["d:b"]) == (vector(1), vector(3))


def test_more_keys_than_one_statement_takes(cache: SqlVectorCache) -> None:
    vectors = numbered(6001)
    cache.put_many("model", vectors)
    found = cache.get_many("model", list(vectors))
    assert found.keys() == vectors.keys()
    assert all((found[key] == vectors[key]).all() for key in vectors)


def test_nothing_asked_and_nothing_given(cache: SqlVectorCache) -> None:
    cache.put_many("model", {})
    assert cache.get_many("model", []) == {}


def test_vectors_outlive_the_store(database: str) -> None:
    with open_store(database) as store:
        SqlVectorCache(store).put_many("model", {"d:a": vector(1)})
    with open_store(database) as again:
        assert SqlVectorCache(again).get_many("model", ["d:a"]) == {"d:a": vector(1)}


def test_pruning_forgets_what_is_not_kept_of_that_fingerprint_alone(cache: SqlVectorCache) -> None:
    cache.put_many("model", numbered(1201))
    cache.put_many("other", numbered(2))
    assert cache.prune_vectors("model", ["d:7", "d:1200", "d:never-there"]) == 1199
    assert cache.get_many("model", [f"d:{number}" for number in range(1201)]).keys() == {"d:7", "d:1200"}
    assert cache.counts() == {"model": 2, "other": 2}


def test_threads_share_it(cache: SqlVectorCache) -> None:
    def keep_and_find(worker: int) -> bool:
        mine = {f"d:{worker}:{number}": vector(worker, number) for number in range(50)}
        cache.put_many("model", mine)
        return cache.get_many("model", list(mine)).keys() == mine.keys()

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(keep_and_find, range(16)))
    assert cache.counts() == {"model": 800}


def test_while_somebody_writes_a_file_a_vector_is_dropped_and_the_log_says_so(
    file: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    cache = SqlVectorCache(file)
    with file.unit_of_work(write=True) as unit, caplog.at_level(logging.WARNING, "matcher.store"):
        unit.set_meta("held", "yes")
        cache.put_many("model", {"d:a": vector(1)})
        assert cache.get_many("model", ["d:a"]) == {}
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    cache.put_many("model", {"d:a": vector(1)})
    assert cache.get_many("model", ["d:a"]) == {"d:a": vector(1)}


def test_postgresql_keeps_vectors_while_somebody_writes(postgresql: PostgreSQL) -> None:
    with postgresql.migrated() as url, open_store(url) as store, store.unit_of_work(write=True) as unit:
        unit.set_meta("held", "yes")
        cache = SqlVectorCache(store)
        cache.put_many("model", {"d:a": vector(1)})
        assert cache.get_many("model", ["d:a"]) == {"d:a": vector(1)}


def test_threads_that_keep_the_same_vectors_do_not_lock_each_other_up(cache: SqlVectorCache) -> None:
    there = list(numbered(400).items())
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda order: cache.put_many("model", dict(there[::order])), [1, -1] * 4))
    assert cache.counts() == {"model": 400}


def test_a_database_that_is_gone_makes_every_vector_a_miss(
    file: SqlStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = SqlVectorCache(file)
    cache.put_many("model", {"d:a": vector(1)})
    file.close()
    (tmp_path / "matcher.db").write_bytes(b"no database any more" * 100)
    cache.put_many("model", {"d:b": vector(1)})
    assert cache.get_many("model", ["d:a", "d:b"]) == {}
    assert len(caplog.records) == 2
    with pytest.raises(Unavailable):
        cache.prune_vectors("model", [])
