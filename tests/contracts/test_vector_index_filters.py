"""What every vector index promises of conditions: facets and distances, exactly."""

import math

import numpy as np
import pytest

from embeddings import Clause, Payload, Radius, VectorIndex, Where
from tests.vectors import BERGAMO, DUOMO, EAST, LAMBRATE, facets, found, ints, rows, where


class TestFilters:
    @pytest.fixture(autouse=True)
    def workshops(self, index: VectorIndex) -> None:
        payloads = [
            facets(kind="artisan", skill="laser wood"),
            facets(kind="artisan", skill="wood"),
            facets(kind="startup", skill="laser"),
            Payload(),
        ]
        index.upsert(ints(1, 2, 3, 4), np.repeat(rows(EAST), 4, axis=0), payloads)

    @pytest.mark.parametrize(
        ("condition", "passing"),
        [
            (Where(), [1, 2, 3, 4]),
            (where("skill"), [1, 2, 3, 4]),
            (where("skill", all="laser"), [1, 3]),
            (where("skill", all="laser wood"), [1]),
            (where("skill", any="laser wood"), [1, 2, 3]),
            (where("skill", any="laser pottery"), [1, 3]),
            (where("skill", none="wood"), [3, 4]),
            (where("skill", all="wood", none="laser"), [2]),
            (where("skill", any="pottery"), []),
            (where("skill", all="laser pottery"), []),
            (where("skill", none="pottery"), [1, 2, 3, 4]),
            (where("kind", all="laser"), []),
            (where("colour", none="red"), [1, 2, 3, 4]),
            (Where((Clause("kind", all=frozenset({"artisan"})), Clause("skill", all=frozenset({"laser"})))), [1]),
        ],
    )
    def test_only_rows_that_pass_are_found_and_counted(
        self, index: VectorIndex, condition: Where, passing: list[int]
    ) -> None:
        assert found(index, EAST, 4, condition) == passing + [-1] * (4 - len(passing))
        assert index.count(condition) == len(passing)


class TestRadius:
    @pytest.fixture(autouse=True)
    def places(self, index: VectorIndex) -> None:
        payloads = [Payload(point=DUOMO), Payload(point=LAMBRATE), Payload(point=BERGAMO), Payload()]
        index.upsert(ints(1, 2, 3, 4), np.repeat(rows(EAST), 4, axis=0), payloads)

    @pytest.mark.parametrize(
        ("km", "passing"),
        [(-1, 0), (0, 1), (4.2, 1), (4.4, 2), (45, 2), (47, 3), (30_000, 3), (math.nan, 0), (math.inf, 3)],
    )
    def test_rows_within_the_circle_pass(self, index: VectorIndex, km: float, passing: int) -> None:
        assert index.count(Where(radius=Radius(*DUOMO, km))) == passing

    def test_the_circle_goes_around_the_date_line(self, index: VectorIndex) -> None:
        index.upsert(ints(8), rows(EAST), [Payload(point=(0.0, 179.9))])

        # A tenth of a degree along the equator is 11.1 km, on either side.
        assert found(index, EAST, 2, Where(radius=Radius(0.0, -179.9, 22.3))) == [8, -1]
        assert index.count(Where(radius=Radius(0.0, -179.9, 22.1))) == 0

    def test_the_other_side_of_the_earth_is_half_its_girth_away(self, index: VectorIndex) -> None:
        index.delete(ints(1, 2, 3, 4))
        index.upsert(ints(8), rows(EAST), [Payload(point=(-20.94, -68.77))])

        # The haversine of these two is 1 and a rounding; pi times the radius of 6371.0088 km is 20,015.1 km.
        assert index.count(Where(radius=Radius(20.94, 111.23, 20_016))) == 1
        assert index.count(Where(radius=Radius(20.94, 111.23, 20_015))) == 0

    @pytest.mark.parametrize("degrees", [5e-324, 1e-200, 1e-13])
    def test_a_hair_beside_the_equator_is_a_place_like_any_other(self, index: VectorIndex, degrees: float) -> None:
        index.upsert(ints(8, 9), rows(EAST, EAST), [Payload(point=(0.0, 0.0)), Payload(point=(degrees, degrees))])

        assert index.count(Where(radius=Radius(0.0, degrees, 1))) == 2
        assert index.count(Where(radius=Radius(degrees, 0.0, 1))) == 2

    def test_a_row_that_moves_is_looked_for_where_it_went(self, index: VectorIndex) -> None:
        index.upsert(ints(1), rows(EAST), [Payload(point=BERGAMO)])

        assert index.count(Where(radius=Radius(*DUOMO, 1))) == 0
        assert index.count(Where(radius=Radius(*BERGAMO, 1))) == 2
