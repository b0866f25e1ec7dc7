"""What the fast index adds to the contract: codes in the background, files, and threads left alone."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import faiss
import numpy as np
import pytest

from embeddings import Clause, Payload, Radius, Where
from embeddings.arrays import Matrix, unit_rows
from embeddings.errors import DamagedFolder
from embeddings.exact_index import ExactIndex
from embeddings.faiss_index import FaissIndex, planner, saving
from embeddings.faiss_index.coarse import Coarse
from embeddings.faiss_index.planner import Coded, Sizes, plan
from embeddings.faiss_index.planner import Path as Way
from embeddings.faiss_index.reach import Reach
from embeddings.faiss_index.rows import Rows
from embeddings.faiss_index.snapshot import Snapshot
from tests.vectors import BERGAMO, DUOMO, ints

DIM, ROWS = 32, 3_000


def clustered(rows: int, seed: int) -> Matrix:
    random = np.random.default_rng(seed)
    centres = np.random.default_rng(0).standard_normal((20, DIM))
    return unit_rows(centres[random.integers(0, 20, rows)] + 0.7 * random.standard_normal((rows, DIM)))


def payloads(rows: int) -> list[Payload]:
    """Three rows in turn share a payload, as the views of one profile do."""
    some = [
        Payload({"tenth": frozenset({str(n % 10)}), "number": frozenset({str(n)})}, DUOMO if n % 2 else BERGAMO)
        for n in range(-(-rows // 3))
    ]
    return [some[n // 3] for n in range(rows)]


def tenth(value: int) -> Where:
    return Where((Clause("tenth", all=frozenset({str(value)})),))


@pytest.fixture
def small_thresholds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes from 1,000 rows on, more after 200; few rows are worth a gathering."""
    monkeypatch.setattr(planner, "COARSE_FROM", 1_000)
    monkeypatch.setattr(planner, "GATHERED", 0)
    monkeypatch.setattr(planner, "RERANKED_A_ROW", 0)
    monkeypatch.setattr(planner, "flush_after", lambda rows: 200)


@pytest.fixture
def index(small_thresholds: None) -> FaissIndex:
    index = FaissIndex(DIM)
    index.upsert(np.arange(ROWS), clustered(ROWS, 1), payloads(ROWS))
    index.settle()
    return index


@pytest.fixture
def impatient_threads() -> Iterator[None]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


class TestCodes:
    @pytest.mark.parametrize("k", [10, 60])
    @pytest.mark.parametrize("condition", [Where(), tenth(3), Where(radius=Radius(*DUOMO, 5))], ids=str)
    def test_nearly_all_of_the_nearest_are_found(self, index: FaissIndex, k: int, condition: Where) -> None:
        queries, exact = clustered(40, 2), ExactIndex(DIM)
        exact.upsert(np.arange(ROWS), clustered(ROWS, 1), payloads(ROWS))

        found = index.search(queries, k, where=condition)
        expected = exact.search(queries, k, where=condition)

        shared = [len(set(one) & set(other)) / k for one, other in zip(found.ids, expected.ids, strict=True)]
        assert np.mean(shared) >= 0.99
        assert index.count(condition) == exact.count(condition)

    def test_the_plan_says_so(self, index: FaissIndex) -> None:
        assert index.explain(10).path is Way.COARSE
        assert index.explain(10, tenth(3)).passing == ROWS / 10
        assert index.explain(10, tenth(10)).path is Way.EMPTY

    def test_a_row_is_found_before_it_has_a_code(self, index: FaissIndex) -> None:
        vector = clustered(1, 5)
        index.upsert(ints(9_000), vector, [Payload()])

        assert index.explain(10).path is Way.COARSE_FRESH
        assert index.search(vector, 1).ids.tolist() == [[9_000]]

    def test_rows_get_codes_as_they_come(self, index: FaissIndex) -> None:
        for start in range(ROWS, ROWS + 1_000, 100):
            index.upsert(np.arange(start, start + 100), clustered(100, start), [Payload()] * 100)
        index.settle()

        assert index.explain(10).fresh < 200
        assert index.search(clustered(100, ROWS)[:1], 1).ids.tolist() == [[ROWS]]

    def test_where_codes_find_too_few_all_are_gathered(
        self, index: FaissIndex, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Coarse, "candidates", lambda *_: [ints(0, 1, 2)])

        found = index.search(clustered(1, 3), 50)

        assert (found.ids >= 0).all()

    def test_rows_scattered_over_the_lists_are_kept_in_one(self, small_thresholds: None) -> None:
        scattered = unit_rows(np.random.default_rng(3).standard_normal((ROWS, DIM)))
        index = FaissIndex(DIM)
        index.upsert(np.arange(ROWS), scattered, payloads(ROWS))
        index.settle()
        exact = ExactIndex(DIM)
        exact.upsert(np.arange(ROWS), scattered, payloads(ROWS))
        queries = unit_rows(np.random.default_rng(4).standard_normal((40, DIM)))

        found, expected = index.search(queries, 10), exact.search(queries, 10)

        assert index.explain(10).probes == 1
        assert np.mean([np.isin(*each).mean() for each in zip(found.ids, expected.ids, strict=True)]) >= 0.99


class TestMoments:
    def test_a_snapshot_stays_as_it_was(self, index: FaissIndex) -> None:
        before, vector = index.snapshot(), clustered(ROWS, 1)[:1]
        index.delete(ints(0))
        index.upsert(ints(1, 9_000), np.repeat(vector, 2, axis=0), [Payload()] * 2)

        assert before.search(vector, 1).ids.tolist() == [[0]]
        assert len(before) == before.count(Where()) == ROWS
        assert before.facet("number", Where())["0"] == 3
        np.testing.assert_array_equal(before.fetch(ints(1, 9_000)), [clustered(ROWS, 1)[1], np.zeros(DIM)])
        np.testing.assert_array_equal(index.fetch(ints(0, 1)), [np.zeros(DIM), vector[0]])

    def test_a_deleted_row_never_comes_back_while_others_come_and_codes_are_made(
        self, index: FaissIndex, impatient_threads: None
    ) -> None:
        stop = Event()

        def read(seed: int) -> int:
            queries, asked = clustered(50, seed), 0
            while not stop.is_set():
                gone = deleted.copy()
                found = index.search(queries[asked % 50 : asked % 50 + 1], 20, where=Where())
                assert not gone & set(found.ids[0].tolist())
                asked += 1
            return asked

        deleted: set[int] = set()
        with ThreadPoolExecutor(2) as pool:
            readers = [pool.submit(read, seed) for seed in (7, 8)]
            try:
                for start in range(ROWS, ROWS + 3_000, 50):
                    index.upsert(np.arange(start, start + 50), clustered(50, start), payloads(50))
                    gone = np.arange(start - ROWS, start - ROWS + 45)
                    index.delete(gone)
                    deleted.update(gone.tolist())
            finally:
                stop.set()
            assert all(reader.result() > 0 for reader in readers)
        assert len(index) == index.count(Where()) == ROWS + 3_000 - 60 * 45

    def test_dead_rows_are_dropped(self, index: FaissIndex) -> None:
        kept = np.arange(ROWS - 500, ROWS)
        index.delete(np.arange(ROWS - 500))
        index.settle()

        assert index.explain(10).rows == len(index) == 500
        np.testing.assert_array_equal(index.fetch(kept), clustered(ROWS, 1)[kept])
        assert index.facet("number", Where())[str((ROWS - 1) // 3)] == 3

    def test_what_is_written_while_dead_rows_are_dropped_stays(
        self, index: FaissIndex, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        exact, fresh = ExactIndex(DIM), clustered(6, 77)
        exact.upsert(np.arange(ROWS), clustered(ROWS, 1), payloads(ROWS))

        def write(to: FaissIndex | ExactIndex) -> None:
            new = Payload({"tenth": frozenset({"new", "3"})}, DUOMO)
            to.delete(ints(ROWS - 1))
            to.upsert(ints(ROWS - 2, 9_000, 9_001), fresh[:3], [new, new, Payload()])
            to.upsert(ints(9_001, 5), fresh[3:5], [new, new])
            to.upsert(ints(ROWS - 3), fresh[5:], [Payload()])
            to.delete(ints(9_000))

        compacted = Rows.compacted

        def written_to_meanwhile(rows: Rows, moment: Snapshot) -> Rows:
            compact = compacted(rows, moment)
            monkeypatch.setattr(Rows, "compacted", compacted)
            write(index)
            return compact

        monkeypatch.setattr(Rows, "compacted", written_to_meanwhile)
        index.delete(np.arange(ROWS - 500))
        index.settle()
        exact.delete(np.arange(ROWS - 500))
        write(exact)

        assert index.explain(10).rows < ROWS
        assert len(index) == len(exact)
        everything = np.arange(10_000)
        np.testing.assert_array_equal(index.fetch(everything), exact.fetch(everything))
        for condition in (Where(), tenth(3), Where(radius=Radius(*DUOMO, 5))):
            found, expected = (each.search(fresh, 600, where=condition) for each in (index, exact))
            np.testing.assert_array_equal(found.ids, expected.ids)
            assert index.facet("tenth", condition) == exact.facet("tenth", condition)


class TestFiles:
    @pytest.fixture
    def saved(self, index: FaissIndex, tmp_path: Path) -> Path:
        index.delete(ints(5))
        index.upsert(ints(7), clustered(1, 99), [Payload({"tenth": frozenset({"new"})})])
        index.save(tmp_path / "saved", {"encoder": "static:1", "generation": 12})
        return tmp_path / "saved"

    def test_what_was_saved_is_opened(self, index: FaissIndex, saved: Path, tmp_path: Path) -> None:
        opened = FaissIndex.open(saved, folder=tmp_path)

        assert saving.facts(saved) == {"encoder": "static:1", "generation": 12}
        assert len(opened) == len(index) == ROWS - 1
        assert opened.explain(10) == index.explain(10)
        for condition in (Where(), tenth(3), Where(radius=Radius(*DUOMO, 5))):
            one, other = (kept.search(clustered(9, 2), 12, where=condition) for kept in (opened, index))
            np.testing.assert_array_equal(one.ids, other.ids)
            np.testing.assert_array_equal(one.scores, other.scores)
        np.testing.assert_array_equal(opened.fetch(ints(3, 5, 7)), index.fetch(ints(3, 5, 7)))
        assert opened.facet("tenth", Where()) == index.facet("tenth", Where())

    def test_an_opened_index_is_written_to(self, saved: Path) -> None:
        opened, vectors = FaissIndex.open(saved), clustered(700, 42)
        opened.delete(ints(8))
        opened.upsert(np.arange(9, 709), vectors, payloads(700))
        opened.settle()

        np.testing.assert_array_equal(opened.fetch(ints(8, 9, 708)), [np.zeros(DIM), vectors[0], vectors[699]])
        assert opened.search(vectors[:1], 1).ids.tolist() == [[9]]
        assert len(opened) == ROWS - 2
        assert len(FaissIndex.open(saved)) == ROWS - 1

    def test_an_empty_index_is_kept_too(self, tmp_path: Path) -> None:
        FaissIndex(DIM).save(tmp_path)
        opened = FaissIndex.open(tmp_path)
        opened.upsert(ints(1), clustered(1, 1), [Payload()])

        assert opened.search(clustered(1, 1), 1).ids.tolist() == [[1]]

    def test_each_of_200_damages_is_noticed(self, saved: Path) -> None:
        random, files = np.random.default_rng(0), sorted(saved.iterdir())
        for turn in range(200):
            path = files[turn % len(files)]
            sound = path.read_bytes()
            start = int(random.integers(len(sound)))
            damaged = bytearray(sound)
            damaged[start : start + 64] = bytes(byte ^ 0xFF for byte in sound[start : start + 64])
            path.write_bytes(damaged if turn % 2 else sound[:start])
            with pytest.raises(DamagedFolder):
                FaissIndex.open(saved)
            path.write_bytes(sound)
        assert len(FaissIndex.open(saved)) == ROWS - 1

    def test_an_index_of_another_version_is_refused(self, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(saving, "VERSION", 4)

        with pytest.raises(DamagedFolder, match="version 3, not 4"):
            FaissIndex.open(saved)


CODED = Coded(1_000_000, 1_024, Reach(lists=(4, 5, 6, 10, 16), codes=(100, 250, 400, 900, 2_500)))


class TestPlans:
    @pytest.mark.parametrize(
        ("sizes", "way"),
        [
            (Sizes(1_000_000, 0, coded=CODED), Way.EMPTY),
            (Sizes(1_000_000, 900, coded=CODED), Way.GATHER),
            (Sizes(1_000_000, 100_000, coded=CODED), Way.COARSE),
            (Sizes(1_001_000, 101_000, 1_000, CODED), Way.COARSE_FRESH),
            (Sizes(9_000, 9_000), Way.SCAN),
            (Sizes(9_000, 900), Way.GATHER),
        ],
    )
    def test_the_way_goes_by_the_rows_that_pass(self, sizes: Sizes, way: Way) -> None:
        assert plan(sizes, 10).path is way

    def test_the_fewer_pass_the_more_lists_are_read(self) -> None:
        probes = [plan(Sizes(1_000_000, passing, coded=CODED), 10).probes for passing in (1_000_000, 100_000, 30_000)]

        assert probes == sorted(set(probes))

    def test_the_more_of_those_that_pass_are_asked_for_the_more_is_looked_at(self) -> None:
        few, many = (plan(Sizes(1_000_000, 100_000, coded=CODED), k) for k in (10, 100))

        assert few.probes < many.probes <= 1_024
        assert few.rerank < many.rerank

    def test_never_fewer_rows_are_scored_than_asked_for(self) -> None:
        assert plan(Sizes(1_000_000, 1_000_000, coded=CODED), 5_000).rerank >= 5_000


def test_a_search_uses_the_threads_it_was_given() -> None:
    query = np.eye(4, dtype=np.float32)[:1]
    faiss.omp_set_num_threads(2)

    FaissIndex(4, threads=1).search(query, 1)

    assert faiss.omp_get_max_threads() == 1
