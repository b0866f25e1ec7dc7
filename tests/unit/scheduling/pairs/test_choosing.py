"""Who meets whom, on events small enough to see the answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.errors import Infeasible, InvalidInput
from matcher.scheduling.pairs.choosing import Pairing, choose_pairs
from matcher.scheduling.pairs.removal import Removal
from tests.unit.scheduling.pairs.problems import pairing, with_masks

SQUARE = ((0, 2, 0.9), (0, 3, 0.8), (1, 2, 0.7), (1, 3, 0.1))
"""Hosts 0 and 1, guests 2 and 3."""

RIVALS = ((4, 6, 0.5), (4, 7, 0.5), (5, 6, 0.5), (5, 7, 0.5))
"""4 and 5 would each like to meet 6 and 7: where these have one meeting each, the minimum is 1."""


def chosen(found: Pairing) -> list[int]:
    return np.flatnonzero(found.chosen).tolist()


def test_the_best_sum_wins_over_the_best_pair() -> None:
    assert chosen(choose_pairs(pairing(*SQUARE, quota=[1, 1, 1, 1]))) == [1, 2]


def test_sides_change_nothing_but_how_it_is_found() -> None:
    problem = replace(pairing(*SQUARE, quota=[2, 1, 1, 2]), side=np.array([0, 0, 1, 1]))
    assert choose_pairs(problem).utility == pytest.approx(choose_pairs(replace(problem, side=None)).utility)


def test_everyone_gets_a_meeting_before_anybody_gets_the_best() -> None:
    found = choose_pairs(pairing((0, 1, 1.0), (0, 2, 0.1), (1, 3, 0.1), quota=[1, 1, 1, 1]))
    assert chosen(found) == [1, 2]
    assert found.minimum == 1


def test_a_minimum_that_somebody_cannot_have_binds_the_others() -> None:
    found = choose_pairs(pairing((0, 1, 0.5), (1, 2, 0.5), (2, 3, 0.5), (3, 0, 0.5), quota=[1, 2, 2, 2]))
    assert found.minimum == 1
    assert found.meetings.min() == 1


def test_three_people_with_one_meeting_each_leave_one_out() -> None:
    found = choose_pairs(pairing((0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.7), quota=[1, 1, 1]))
    assert (found.minimum, chosen(found)) == (0, [0])


def test_a_hundred_and_one_people_with_one_meeting_each_leave_one_out() -> None:
    everyone = [(a, b, 0.5) for a in range(101) for b in range(a + 1, 101)]
    found = choose_pairs(pairing(*everyone, quota=[1] * 101))
    assert (found.minimum, found.utility, found.bound) == (0, pytest.approx(25.0), pytest.approx(25.0))


def test_the_capacity_keeps_the_best() -> None:
    path = pairing((0, 1, 0.2), (2, 3, 0.9), (4, 5, 0.6), quota=[1] * 6, capacity=2)
    assert chosen(choose_pairs(path)) == [1, 2]
    assert choose_pairs(path).minimum == 0


def test_free_slots_limit_like_a_quota() -> None:
    star = pairing((0, 1, 0.5), (0, 2, 0.9), (0, 3, 0.7), quota=[3, 1, 1, 1])
    free = np.array([[True, True], [True, True], [True, False], [False, True]])
    assert chosen(choose_pairs(replace(star, available=free))) == [1, 2]


def test_a_pair_that_must_meet_is_in_at_any_price() -> None:
    problem = with_masks(pairing(*SQUARE, quota=[1, 1, 1, 1]), must={3})
    assert chosen(choose_pairs(problem)) == [0, 3]


def test_a_worthless_pair_is_chosen_only_for_the_minimum() -> None:
    triangle = pairing((0, 1, 0.0), (1, 2, 0.5), (0, 2, 0.5), quota=[2, 2, 2])
    assert chosen(choose_pairs(triangle)) == [0, 1, 2]
    spare = pairing((0, 1, 0.0), (0, 2, 0.5), (1, 3, 0.5), *RIVALS, quota=[2, 2, 1, 1, 2, 2, 1, 1])
    found = choose_pairs(spare)
    assert found.minimum == 1
    assert not found.chosen[0]
    assert found.meetings[:4].tolist() == [1, 1, 1, 1]


def test_concavity_spreads_meetings_where_that_costs_little() -> None:
    star = ((0, 1, 0.5), (0, 2, 0.5), (0, 3, 0.5), (8, 3, 0.45), (8, 9, 0.5))
    problem = pairing(*star, *RIVALS, quota=[3, 1, 1, 1, 2, 2, 1, 1, 2, 1])
    uneven, even = choose_pairs(problem), choose_pairs(problem, concavity=0.1)
    assert uneven.meetings[[0, 8]].tolist() == [3, 1]
    assert even.meetings[[0, 8]].tolist() == [2, 2]
    assert even.objective == pytest.approx(even.utility - 0.2) == pytest.approx(even.bound)


def test_an_event_of_nobody_has_no_pairs() -> None:
    found = choose_pairs(pairing(quota=[]))
    assert (chosen(found), found.minimum, found.utility) == ([], 0, 0.0)


def test_it_is_told_why_two_may_not_meet() -> None:
    problem = pairing(*((0, other, 0.5) for other in range(1, 7)), quota=[9] * 7)
    problem = replace(
        with_masks(problem, forbidden={0}, met={3}),
        side=np.array([0, 1, 0, 1, 1, 1, -1]),
        organisation=np.array([5, -1, -1, 5, -1, -1, -1]),
        available=np.array([[True, False]] * 5 + [[False, True], [True, True]]),
    )
    found = choose_pairs(problem)
    assert [found.why_not(candidate) for candidate in range(6)] == [
        Removal.FORBIDDEN, Removal.SAME_SIDE, Removal.COLLEAGUES, Removal.MET_BEFORE, Removal.NO_COMMON_SLOT, None,
    ]  # fmt: skip
    assert chosen(found) == [5]


def test_who_must_meet_may_be_colleagues_who_have_met_before() -> None:
    problem = replace(pairing((0, 1, 0.2), quota=[1, 1]), organisation=np.array([3, 3]))
    assert chosen(choose_pairs(with_masks(problem, met={0}))) == []
    assert chosen(choose_pairs(with_masks(problem, met={0}, must={0}))) == [0]


def test_a_pair_that_must_meet_and_is_forbidden_is_a_contradiction() -> None:
    problem = replace(pairing((0, 1, 0.2), quota=[1, 1]), names=("Ada", "Bice"))
    with pytest.raises(Infeasible, match="Ada and Bice must meet, but is forbidden") as refused:
        choose_pairs(with_masks(problem, must={0}, forbidden={0}))
    assert refused.value.details == {"rule": "forbidden", "participants": (0, 1)}


def test_a_pair_that_must_meet_needs_a_common_slot() -> None:
    problem = replace(pairing((0, 1, 0.2), quota=[1, 1]), available=np.eye(2, dtype=np.bool_))
    with pytest.raises(Infeasible, match="no slot in which both are free"):
        choose_pairs(with_masks(problem, must={0}))


def test_more_demands_than_a_quota_name_who_it_is() -> None:
    problem = replace(pairing((0, 1, 0.2), (0, 2, 0.2), quota=[1, 1, 1]), names=("Ada", "Bice", "Caio"))
    with pytest.raises(Infeasible, match=r"for Ada \(2 demanded, 1 possible\)") as refused:
        choose_pairs(with_masks(problem, must={0, 1}))
    assert refused.value.details["participants"] == (0,)


def test_more_demands_than_the_tables_hold() -> None:
    problem = with_masks(pairing((0, 1, 0.2), (2, 3, 0.2), quota=[1] * 4, capacity=1), must={0, 1})
    with pytest.raises(Infeasible, match="room for 1 meetings"):
        choose_pairs(problem)


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        ({"utility": np.array([1.5])}, "has to lie in"),
        ({"utility": np.array([np.nan])}, "has to lie in"),
        ({"b": np.array([0])}, "with itself"),
        ({"b": np.array([7])}, "from 0 to 1"),
        ({"b": np.array([1, 1])}, "b needs one entry for each candidate: 1, not 2"),
        ({"side": np.array([0])}, "side needs one entry for each participant: 2, not 1"),
        ({"side": np.array([0, 2])}, "A side is 0, 1, or -1"),
        ({"quota": np.array([1, -1])}, "0 or more"),
        ({"names": ("Ada",)}, "a name for each of the 2"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object], match: str) -> None:
    with pytest.raises(InvalidInput, match=match):
        replace(pairing((0, 1, 0.5), quota=[1, 1]), **wrong)


def test_a_pair_that_is_listed_twice_is_refused() -> None:
    with pytest.raises(InvalidInput, match="participant 0 and participant 1 is listed twice"):
        pairing((0, 1, 0.5), (1, 0, 0.5), quota=[1, 1])


def test_concavity_below_zero_is_refused() -> None:
    with pytest.raises(InvalidInput, match="0 or more"):
        choose_pairs(pairing(quota=[]), concavity=-1.0)
