"""Coverage, context, utility and score."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from matcher.domain.matches import Band, Direction
from matcher.domain.profiles import Facts, Point
from matcher.scoring.context import FactTable, context_parts, context_value, haversine_km
from matcher.scoring.coverage import coverage_by_asker, coverage_of_asker, item_weights
from matcher.scoring.utility import band, directed_utility, mutual_utility, summands, total_score

NAN = float("nan")
TODAY = date(2026, 3, 1)
unit_or_unknown = st.one_of(st.just(NAN), st.floats(0, 1))


def test_coverage_takes_the_best_offer_for_each_need_and_weighs_the_needs() -> None:
    similarity = np.array([[0.2, 0.9, 0.4], [0.5, 0.1, 1.0]])
    found = coverage_of_asker(similarity, np.array([2.0, 1.0]), np.array([0, 0, 2], np.int32), profiles=3)
    assert found.value[0] == pytest.approx((2 * 0.9 + 1 * 0.5) / 3)
    assert math.isnan(found.value[1]), "no offers is no data, not zero"
    assert found.value[2] == pytest.approx((2 * 0.4 + 1 * 1.0) / 3)
    assert found.offer[:, 0].tolist() == [1, 0]
    assert found.offer[:, 1].tolist() == [-1, -1]


def test_of_equal_offers_the_first_is_named() -> None:
    found = coverage_of_asker(np.array([[0.7, 0.7]]), np.ones(1), np.zeros(2, np.int32), profiles=1)
    assert found.offer.tolist() == [[0]]


def test_an_asker_without_needs_is_covered_by_nobody() -> None:
    found = coverage_of_asker(np.zeros((0, 2)), np.zeros(0), np.array([0, 1], np.int32), profiles=2)
    assert np.isnan(found.value).all()


@given(st.data())
def test_coverage_both_ways_equals_the_loops_of_its_definition(data: st.DataObject) -> None:
    profiles = data.draw(st.integers(1, 4))
    owner = np.array(sorted(data.draw(st.lists(st.integers(0, profiles - 1), max_size=8))), np.int32)
    asked = data.draw(st.integers(0, 3))
    unit = st.floats(0, 1)
    c = data.draw(hnp.arrays(float, (asked, len(owner)), elements=unit))
    asker_weights = data.draw(hnp.arrays(float, asked, elements=st.floats(0.1, 2)))
    other_weights = data.draw(hnp.arrays(float, len(owner), elements=st.floats(0.1, 2)))
    of_asker = coverage_of_asker(c, asker_weights, owner, profiles).value
    by_asker = coverage_by_asker(c.T, other_weights, owner, profiles).value
    for profile in range(profiles):
        items = [place for place, one in enumerate(owner) if one == profile]
        if not items or not asked:
            assert math.isnan(of_asker[profile])
            assert math.isnan(by_asker[profile])
            continue
        covered = sum(asker_weights[s] * max(c[s, o] for o in items) for s in range(asked)) / sum(asker_weights)
        served = sum(other_weights[s] * max(c[:, s]) for s in items) / sum(other_weights[s] for s in items)
        assert of_asker[profile] == pytest.approx(covered)
        assert by_asker[profile] == pytest.approx(served)


def test_a_must_weighs_twice_a_want() -> None:
    assert item_weights(np.array([True, False]), np.array([0.5, 0.5])).tolist() == [1.0, 0.5]


def test_utility_is_coverage_where_no_context_is_known_and_unknown_without_coverage() -> None:
    u = directed_utility(np.array([0.8, 0.8, NAN]), np.array([0.4, NAN, 0.4]), 0.15)
    assert u[:2] == pytest.approx([0.85 * 0.8 + 0.15 * 0.4, 0.8])
    assert math.isnan(u[2])


@given(unit_or_unknown, unit_or_unknown)
def test_mutual_utility_is_the_harmonic_mean(to: float, back: float) -> None:
    found = float(mutual_utility(np.array([to]), np.array([back]))[0])
    if math.isnan(to) or math.isnan(back):
        assert math.isnan(found)
    elif to + back == 0:
        assert found == 0
    else:
        assert found == pytest.approx(2 * to * back / (to + back))
        assert min(to, back) - 1e-12 <= found <= max(to, back) + 1e-12


def _score(direction: Direction, to: float, back: float, *, reciprocal: bool = True) -> float:
    terms = summands(direction, np.array([to]), np.array([back]), np.array([back]), reciprocal=reciprocal)
    return float(total_score(terms)[0])


def test_supply_ranks_by_what_serves_the_asker_and_a_little_by_mutual_interest() -> None:
    mutual = 2 * 0.8 * 0.4 / (0.8 + 0.4)
    assert _score(Direction.SUPPLY, 0.8, 0.4) == pytest.approx(0.7 * 0.8 + 0.3 * mutual)
    assert _score(Direction.DEMAND, 0.4, 0.8) == pytest.approx(0.7 * 0.8 + 0.3 * mutual)


def test_a_query_that_offers_nothing_in_return_is_ranked_by_supply_alone() -> None:
    assert _score(Direction.SUPPLY, 0.8, NAN, reciprocal=False) == pytest.approx(0.8)


@given(st.floats(0, 1), st.floats(0, 1))
def test_stating_needs_never_lowers_a_supplier(to: float, back: float) -> None:
    assert _score(Direction.SUPPLY, to, back) >= _score(Direction.SUPPLY, to, NAN) - 1e-12


def test_a_match_known_one_way_counts_half_among_mutual_ones() -> None:
    assert _score(Direction.MUTUAL, 0.8, NAN) == pytest.approx(0.4)
    assert _score(Direction.MUTUAL, NAN, 0.6) == pytest.approx(0.3)
    assert _score(Direction.MUTUAL, 0.6, 0.6) == pytest.approx(0.6)
    assert math.isnan(_score(Direction.MUTUAL, NAN, NAN))


@given(st.sampled_from(Direction), unit_or_unknown, unit_or_unknown, st.booleans())
def test_scores_stay_between_0_and_1(direction: Direction, to: float, back: float, reciprocal: bool) -> None:
    score = _score(direction, to, back, reciprocal=reciprocal)
    assert math.isnan(score) or 0 <= score <= 1 + 1e-12


def test_bands_rise_with_the_score() -> None:
    assert [band(score) for score in (0.05, 0.3, 0.5, 0.9)] == [Band.WEAK, Band.FAIR, Band.GOOD, Band.STRONG]


def test_the_cathedral_is_three_kilometres_from_the_central_station() -> None:
    km = haversine_km(45.4642, 9.1900, np.array([45.4862, NAN]), np.array([9.2050, 9.2]))
    assert km[0] == pytest.approx(2.71, abs=0.01)
    assert math.isnan(km[1])


def _table(**facts: object) -> FactTable:
    point = facts.pop("point", None)
    return FactTable.of([point if isinstance(point, Point) else None], [Facts(**facts)], ("en", "it"))  # type: ignore[arg-type]


def _parts(asker: FactTable, other: FactTable, km: float = NAN) -> dict[str, float]:
    return {name: float(part[0]) for name, part in context_parts(asker, other, np.array([km]), 25.0, TODAY).items()}


def test_unknown_facts_are_unknown_parts_and_no_context() -> None:
    parts = context_parts(_table(), _table(), np.array([NAN]), 25.0, TODAY)
    assert all(np.isnan(part).all() for part in parts.values())
    assert np.isnan(context_value(parts)).all()


def test_context_parts_follow_their_definitions() -> None:
    asker = _table(languages=("it",), run_min=100, run_max=200, lead_time_days=10)
    other = _table(languages=("en", "it"), run_max=50, lead_time_days=20, available_from=date(2026, 3, 31))
    parts = _parts(asker, other, km=5.0)
    assert parts["distance"] == pytest.approx(math.exp(-5 / 25))
    assert parts["language"] == 1
    assert parts["run_size"] == pytest.approx(50 / 100), "the most they make over the least that is needed"
    assert parts["lead_time"] == pytest.approx(10 / 20)
    assert parts["availability"] == pytest.approx(math.exp(-1))


def test_run_sizes_that_overlap_fit_whole() -> None:
    assert _parts(_table(run_min=10), _table(run_min=1, run_max=50))["run_size"] == 1


def test_no_common_language_counts_as_nothing_shared() -> None:
    assert _parts(_table(languages=("en",)), _table(languages=("it",)))["language"] == 0


def test_a_language_nobody_else_speaks_is_known_and_not_shared() -> None:
    assert _parts(_table(languages=("fr",)), _table(languages=("it",)))["language"] == 0


def test_context_is_the_mean_of_what_is_known() -> None:
    parts = _parts(_table(languages=("it",)), _table(languages=("it",)), km=25.0)
    value = context_value({name: np.array([part]) for name, part in parts.items()})
    assert value[0] == pytest.approx((3 * math.exp(-1) + 1 * 1) / 4)
