"""What every vector index promises of its rows and their neighbours."""

import math

import numpy as np
import pytest

from embeddings import InvalidVectors, Payload, Radius, VectorIndex, Where
from tests.vectors import BERGAMO, DUOMO, EAST, NORTH, UP, bare, facets, found, ints, rows, where


class TestSearch:
    def test_the_nearest_come_first_with_their_inner_products(self, index: VectorIndex) -> None:
        index.upsert(ints(10, 20, 30), rows(UP, (0.6, 0.8, 0), EAST), bare(3))

        result = index.search(rows(EAST), 2)

        assert result.ids.tolist() == [[30, 20]]
        np.testing.assert_allclose(result.scores, [[1.0, 0.8]], atol=1e-6)
        assert (result.ids.dtype, result.scores.dtype) == (np.int64, np.float32)

    def test_each_query_gets_a_row(self, index: VectorIndex) -> None:
        index.upsert(ints(1, 2, 3), rows(NORTH, EAST, UP), bare(3))

        assert index.search(rows(UP, NORTH), 1).ids.tolist() == [[3], [1]]

    def test_no_queries_give_no_rows(self, index: VectorIndex) -> None:
        index.upsert(ints(1), rows(NORTH), bare(1))

        result = index.search(np.empty((0, 3), dtype=np.float32), 5)

        assert result.ids.shape == result.scores.shape == (0, 5)

    def test_equal_scores_are_ordered_by_id(self, index: VectorIndex) -> None:
        index.upsert(ints(9, 4, 7, 1), rows(EAST, EAST, EAST, NORTH), bare(4))

        assert found(index, EAST, 4) == [4, 7, 9, 1]

    @pytest.mark.parametrize("k", [1, 3, 50])
    def test_of_many_equals_the_smallest_ids_win_the_last_places(self, index: VectorIndex, k: int) -> None:
        ids = np.random.default_rng(0).permutation(200).astype(np.int64)
        index.upsert(ids, np.repeat(rows(EAST), 200, axis=0), bare(200))

        assert found(index, EAST, k) == list(range(k))

    def test_missing_neighbours_are_padded(self, index: VectorIndex) -> None:
        index.upsert(ints(5), rows(EAST), bare(1))

        result = index.search(rows(EAST), 3)

        assert result.ids.tolist() == [[5, -1, -1]]
        assert result.scores.tolist() == [[1.0, -math.inf, -math.inf]]

    def test_an_empty_index_finds_nothing(self, index: VectorIndex) -> None:
        assert found(index, EAST, 2) == [-1, -1]
        assert len(index) == index.count(Where()) == 0

    def test_opposite_vectors_are_found_last_not_lost(self, index: VectorIndex) -> None:
        index.upsert(ints(1, 2), rows(-EAST, EAST), bare(2))

        assert index.search(rows(EAST), 2).scores.tolist() == [[1.0, -1.0]]


class TestRows:
    def test_a_known_id_is_replaced_with_its_facets(self, index: VectorIndex) -> None:
        index.upsert(ints(1, 2), rows(EAST, NORTH), [facets(kind="artisan"), facets(kind="artisan")])
        index.upsert(ints(1), rows(UP), [facets(kind="startup")])

        assert len(index) == 2
        assert found(index, UP, 1) == [1]
        assert index.count(where("kind", all="artisan")) == 1
        assert found(index, EAST, 2, where("kind", all="startup")) == [1, -1]

    def test_a_deleted_row_is_neither_found_nor_counted(self, index: VectorIndex) -> None:
        index.upsert(ints(1, 2, 3), rows(EAST, EAST, NORTH), [facets(kind="artisan")] * 3)

        assert index.delete(ints(1, 77, 1)) == 1
        assert len(index) == index.count(where("kind", all="artisan")) == 2
        assert found(index, EAST, 3) == [2, 3, -1]

    def test_a_deleted_row_can_come_back(self, index: VectorIndex) -> None:
        index.upsert(ints(1), rows(EAST), [facets(kind="artisan")])
        index.delete(ints(1))
        index.upsert(ints(1), rows(NORTH), bare(1))

        assert found(index, NORTH, 1) == [1]
        assert index.count(where("kind", all="artisan")) == 0

    def test_everything_can_be_deleted(self, index: VectorIndex) -> None:
        index.upsert(ints(1, 2, 3), rows(EAST, NORTH, UP), bare(3))

        assert index.delete(ints(1, 2, 3)) == 3
        assert found(index, EAST, 1) == [-1]

    def test_nothing_to_add_or_delete_changes_nothing(self, index: VectorIndex) -> None:
        index.upsert(ints(1), rows(EAST), bare(1))
        index.upsert(ints(), rows(), [])

        assert index.delete(ints()) == 0
        assert len(index) == 1

    def test_the_caller_s_arrays_and_payloads_stay_the_caller_s(self, index: VectorIndex) -> None:
        ids, vectors, values = ints(1), rows(EAST), {"kind": frozenset({"artisan"})}
        index.upsert(ids, vectors, [Payload(values)])
        ids[0], vectors[0], values["kind"] = 9, NORTH, frozenset({"startup"})

        result = index.search(rows(EAST), 1, where=where("kind", all="artisan"))
        assert (result.ids.tolist(), result.scores.tolist()) == ([[1]], [[1.0]])

    def test_facets_and_points_stay_with_their_rows_when_most_others_go(self, index: VectorIndex) -> None:
        payloads = [Payload({"number": frozenset({str(n)})}, (45.0, 9.0 + n / 10)) for n in range(90)]
        index.upsert(np.arange(90), np.repeat(rows(EAST), 90, axis=0), payloads)

        index.delete(np.arange(88))

        assert [index.count(where("number", all=str(n))) for n in (0, 88, 89)] == [0, 1, 1]
        assert found(index, EAST, 2, where("number", all="89")) == [89, -1]
        assert found(index, EAST, 2, Where(radius=Radius(45.0, 9.0 + 8.8, 1))) == [88, -1]
        index.upsert(ints(88), rows(NORTH), bare(1))
        assert found(index, EAST, 3) == [89, 88, -1]

    def test_nothing_is_lost_as_the_index_grows(self, index: VectorIndex) -> None:
        for first in (0, 700, 1_400):
            payloads = [Payload({"third": frozenset({str(first)})}, DUOMO if n % 7 else BERGAMO) for n in range(700)]
            index.upsert(np.arange(first, first + 700), np.repeat(rows(EAST), 700, axis=0), payloads)

        assert found(index, EAST, 3) == [0, 1, 2]
        assert index.count(where("third", all="0")) == 700
        assert index.count(Where(radius=Radius(*BERGAMO, 1))) == 3 * 100

    def test_rows_that_are_not_contiguous_are_taken_as_they_read(self, index: VectorIndex) -> None:
        wide = np.zeros((2, 6), dtype=np.float32)
        wide[:, ::2] = rows(EAST, NORTH)

        index.upsert(ints(1, 2), wide[:, ::2], bare(2))

        assert index.search(np.asfortranarray(rows(EAST, NORTH)), 1).ids.tolist() == [[1], [2]]


class TestValidation:
    @pytest.mark.parametrize(
        ("vectors", "complaint"),
        [
            (np.eye(3), "float64; convert"),
            (np.eye(3, dtype=np.float16), "float16; convert"),
            (np.eye(4, dtype=np.float32), r"shape \(4, 4\)"),
            (EAST, r"shape \(3,\)"),
            (np.zeros((1, 3), dtype=np.float32), "row 0 has length 0"),
            (rows(EAST, (1, 1, 0)), "row 1 has length 1.41"),
            (rows((math.nan, 0, 1)), "row 0 has length nan"),
            (rows((math.inf, 0, 1)), "row 0 has length inf"),
            (rows((3e38, 3e38, 0)), "row 0 has length inf"),
        ],
        ids=["float64", "float16", "dimension", "one vector", "zero", "length", "NaN", "infinity", "overflow"],
    )
    def test_what_is_no_matrix_of_unit_rows_is_refused(
        self, index: VectorIndex, vectors: np.ndarray, complaint: str
    ) -> None:
        with pytest.raises(InvalidVectors, match=complaint):
            index.upsert(np.arange(len(vectors), dtype=np.int64), vectors, bare(len(vectors)))
        with pytest.raises(InvalidVectors, match=complaint):
            index.search(vectors, 1)
        assert len(index) == 0

    @pytest.mark.parametrize(
        ("ids", "complaint"),
        [
            (ints(1), "1 ids, 2 vectors"),
            (ints(1, -1), "id -1 is negative"),
            (ints(1, 1), "comes twice"),
            (np.array([1, 2], dtype=np.int32), "int32"),
            (np.array([1.0, 2.0]), "float64"),
            (ints(1, 2).reshape(1, 2), r"shape \(1, 2\)"),
        ],
    )
    def test_bad_ids_are_refused(self, index: VectorIndex, ids: np.ndarray, complaint: str) -> None:
        with pytest.raises(InvalidVectors, match=complaint):
            index.upsert(ids, rows(EAST, NORTH), bare(2))
        assert len(index) == 0

    def test_a_payload_is_needed_for_each_row(self, index: VectorIndex) -> None:
        with pytest.raises(InvalidVectors, match="2 vectors and 1 payloads"):
            index.upsert(ints(1, 2), rows(EAST, NORTH), bare(1))

    @pytest.mark.parametrize("point", [(91.0, 9.0), (45.0, 181.0), (math.nan, 9.0), (45.0, math.inf)])
    def test_points_beyond_the_earth_are_refused(self, index: VectorIndex, point: tuple[float, float]) -> None:
        with pytest.raises(InvalidVectors, match="degrees"):
            index.upsert(ints(1), rows(EAST), [Payload(point=point)])

    def test_k_counts_from_one(self, index: VectorIndex) -> None:
        with pytest.raises(InvalidVectors, match="k is 0"):
            index.search(rows(EAST), 0)

    def test_ids_to_delete_are_int64(self, index: VectorIndex) -> None:
        with pytest.raises(InvalidVectors, match="float64"):
            index.delete(np.array([1.0]))

    def test_a_refused_batch_leaves_everything_as_it_was(self, index: VectorIndex) -> None:
        index.upsert(ints(1), rows(EAST), [facets(kind="artisan")])

        with pytest.raises(InvalidVectors):
            index.upsert(ints(1, 2), rows(NORTH, (1, 1, 1)), bare(2))

        assert found(index, EAST, 2, where("kind", all="artisan")) == [1, -1]
        assert len(index) == 1
