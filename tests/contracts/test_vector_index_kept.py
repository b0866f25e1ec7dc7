"""What indexes outside of this process promise besides: they last, can be read in pages, and say what is wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from qdrant_client import QdrantClient

from embeddings import IndexUnavailable, Payload, Where
from embeddings.exact_index import ExactIndex
from embeddings.index_home import IndexHome, KeptIndex
from embeddings.planning import Planner
from embeddings.postgres import PostgresHome
from embeddings.qdrant.edge import EdgeHome
from embeddings.qdrant.server import ServerHome
from tests.indexes import CLUSTER, KEPT, empty_home
from tests.postgresql import empty_schema
from tests.vectors import DUOMO, EAST, NORTH, UP, bare, facets, found, ints, rows, where

THROUGH_THE_GRAPH = Planner(few=10)
DIM = 64
ROWS = 6_000
RECALL = 0.95


@pytest.fixture(params=KEPT)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[IndexHome]:
    with empty_home(request.param, tmp_path) as empty:
        yield empty


@pytest.mark.skipif(CLUSTER is None, reason="MATCHER_TEST_QDRANT_URL names no Qdrant cluster to run the contracts on")
def test_the_contracts_run_on_a_cluster() -> None:
    assert "qdrant" in KEPT


class TestRows:
    def test_facets_are_counted_of_the_rows_that_pass(self, home: IndexHome) -> None:
        index = home.index("offers", 3)
        index.upsert(
            ints(1, 2, 3),
            rows(EAST, NORTH, UP),
            [facets(kind="artisan", skill="laser wood"), facets(kind="artisan", skill="wood"), facets(kind="startup")],
        )

        assert index.facet("skill", Where()) == {"laser": 1, "wood": 2}
        assert index.facet("kind", where("skill", all="laser")) == {"artisan": 1}
        assert index.facet("colour", Where()) == {}

    def test_vectors_are_given_back_in_the_order_asked(self, home: IndexHome) -> None:
        index = home.index("offers", 3)
        index.upsert(ints(1, 2), rows(EAST, NORTH), bare(2))

        np.testing.assert_array_equal(index.fetch(ints(2, 9, 1, 2)), rows(NORTH, (0, 0, 0), EAST, NORTH))
        assert index.fetch(ints()).shape == (0, 3)

    def test_pages_hold_every_row_once_with_all_that_was_stored(self, home: IndexHome) -> None:
        index, largest = home.index("offers", 3), 2**63 - 1
        stored = Payload({"kind": frozenset({"artisan"}), "skill": frozenset({"laser", "wood"})}, DUOMO)
        index.upsert(ints(largest, 5, 0), rows(EAST, NORTH, UP), [stored, Payload(), Payload()])

        first = index.rows(after=-1, limit=2)
        second = index.rows(after=5, limit=2)

        assert (first.ids.tolist(), second.ids.tolist()) == ([0, 5], [largest])
        assert index.rows(after=largest - 1, limit=2).payloads == [stored]
        np.testing.assert_array_equal(first.vectors, rows(UP, NORTH))


class TestHome:
    def test_a_name_stands_for_one_index(self, home: IndexHome) -> None:
        home.index("offers", 3).upsert(ints(1), rows(EAST), bare(1))

        assert len(home.index("offers", 3)) == 1
        assert len(home.index("seeks", 3)) == 0

    def test_vectors_of_another_length_are_refused(self, home: IndexHome) -> None:
        home.index("offers", 3)

        with pytest.raises(IndexUnavailable, match=r"3 .* where 4 are needed"):
            home.index("offers", 4)

    def test_the_last_note_is_kept(self, home: IndexHome) -> None:
        assert home.note("change") is None
        home.set_note("change", "1")
        home.set_note("change", "2")
        home.set_note("encoder", "static")

        assert (home.note("change"), home.note("encoder")) == ("2", "static")


def test_a_folder_is_found_again_as_it_was_left(tmp_path: Path) -> None:
    first = EdgeHome(tmp_path / "edge")
    first.index("offers", 3).upsert(ints(1), rows(EAST), [facets(kind="artisan")])
    first.set_note("change", "7")
    with pytest.raises(IndexUnavailable, match="another process has it open"):
        EdgeHome(tmp_path / "edge").index("offers", 3)
    first.close()

    second = EdgeHome(tmp_path / "edge")
    with pytest.raises(IndexUnavailable, match="cannot be used"):
        second.index("offers", 4)
    index = second.index("offers", 3)
    assert found(index, EAST, 1, where("kind", all="artisan")) == [1]
    assert index.facet("kind", Where()) == {"artisan": 1}
    assert second.note("change") == "7"
    second.close()


def test_a_schema_is_shared_by_those_who_name_it() -> None:
    url = empty_schema()
    homes = [PostgresHome(url), PostgresHome(url)]
    one, other = (home.index("offers", 3) for home in homes)

    one.upsert(ints(1), rows(EAST), bare(1))

    assert found(other, EAST, 1) == [1]
    for home in homes:
        home.close()


@pytest.mark.parametrize("kind", ["pgvector", "qdrant-edge"])
def test_the_graph_finds_nearly_all_that_looking_at_every_row_does(kind: str, tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    centres = random.standard_normal((50, DIM))
    vectors = centres[random.integers(0, 50, ROWS + 30)] + 0.6 * random.standard_normal((ROWS + 30, DIM))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    kept, queries = vectors[:ROWS], vectors[ROWS:]
    payloads = [Payload({"tenth": frozenset({str(n % 10)})}) for n in range(ROWS)]

    with empty_home(kind, tmp_path, THROUGH_THE_GRAPH) as home:
        index = home.index("offers", DIM)
        index.upsert(np.arange(ROWS), kept, payloads)
        index.settle()
        for condition, passing in ((Where(), np.arange(ROWS)), (where("tenth", all="3"), np.arange(3, ROWS, 10))):
            answered = index.search(queries, 10, where=condition)
            best = passing[np.argsort(-(queries @ kept[passing].T), axis=1)[:, :10]]
            shared = [len(set(a) & set(b)) for a, b in zip(answered.ids.tolist(), best.tolist(), strict=True)]
            assert sum(shared) / best.size >= RECALL
            assert np.isin(answered.ids, passing).all()


@pytest.mark.parametrize("kind", ["pgvector", "qdrant-edge"])
def test_the_graph_is_left_where_it_finds_too_few(kind: str, tmp_path: Path) -> None:
    with empty_home(kind, tmp_path, Planner(few=0)) as home:
        index, exact = home.index("offers", 3), ExactIndex(3)
        for one in (index, exact):
            one.upsert(np.arange(40), np.repeat(rows(EAST, NORTH), 20, axis=0), [facets(kind="artisan")] * 40)
        index.settle()

        assert found(index, EAST, 50, where("kind", all="artisan")) == found(exact, EAST, 50)


@pytest.mark.parametrize(
    ("use", "says"),
    [
        (lambda: PostgresHome("postgresql://user:secret@127.0.0.1:1/none").note("change"), "127.0.0.1:1/none cannot"),
        (lambda: ServerHome("https://:secret@127.0.0.1:1/offers").index("offers", 3), "127.0.0.1:1/offers cannot"),
    ],
)
def test_who_cannot_be_reached_is_named_without_its_password(use: Callable[[], object], says: str) -> None:
    with pytest.raises(IndexUnavailable, match=says) as refusal:
        use()
    assert "secret" not in str(refusal.value)
    assert "Check" in str(refusal.value)


def test_a_database_that_comes_back_is_used_again() -> None:
    home = PostgresHome(empty_schema())
    index: KeptIndex = home.index("offers", 3)
    index.upsert(ints(1), rows(EAST), bare(1))
    connections = index._connections  # type: ignore[attr-defined]
    with pytest.raises(IndexUnavailable), connections.transaction() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    assert len(index) == 1
    home.close()


def test_a_server_s_prefix_keeps_its_collections_apart() -> None:
    client = QdrantClient(":memory:")
    one, other = (ServerHome(f"qdrant://h/{prefix}", client=client) for prefix in ("a", "b"))
    one.set_note("change", "1")

    assert other.note("change") is None
    other.set_note("change", "2")
    other.drop()
    assert one.note("change") == "1"
    client.close()
