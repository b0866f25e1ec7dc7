"""Who got what, on choices small enough to count."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.evaluation.inequality import gini
from matcher.scheduling.pairs.fairness import GroupShares, Share, envious, report_fairness
from tests.unit.scheduling.pairs.problems import pairing

PATH = replace(
    pairing((0, 1, 0.4), (1, 2, 0.4), (2, 3, 0.4), quota=[2] * 4),
    utility_a=np.array([0.2, 0.5, 0.1]),
    utility_b=np.array([0.4, 0.7, 0.3]),
)
FIRST_TWO = np.array([True, True, False])


def test_each_counts_what_a_meeting_is_worth_to_them() -> None:
    report = report_fairness(PATH, FIRST_TWO, {})
    assert report.everyone == Share(
        people=4, meetings_least=0, meetings_median=1.0, utility_least=0.0, utility_median=pytest.approx(0.45)
    )


def test_a_group_is_seen_beside_the_others() -> None:
    report = report_fairness(PATH, FIRST_TWO, {"newcomers": np.array([True, True, False, False])})
    assert report.groups["newcomers"] == GroupShares(
        group=Share(2, 1, 1.5, pytest.approx(0.2), pytest.approx(0.55)),
        others=Share(2, 0, 0.5, 0.0, pytest.approx(0.35)),
    )


def test_a_group_of_nobody_has_no_share() -> None:
    report = report_fairness(PATH, FIRST_TWO, {"newcomers": np.zeros(4, np.bool_)})
    assert report.groups["newcomers"].group is None
    assert report_fairness(pairing(quota=[]), np.zeros(0, np.bool_), {}).everyone is None


def test_equal_utilities_have_no_gini_and_one_owner_of_all_nearly_one() -> None:
    assert gini(np.full(5, 0.3)) == pytest.approx(0.0)
    assert gini(np.zeros(5)) == 0.0
    assert gini(np.array([0, 0, 0, 1.0])) == pytest.approx(0.75)


def test_who_was_left_out_envies_who_met_a_candidate_of_theirs() -> None:
    problem = pairing((0, 1, 0.9), (0, 2, 0.8), quota=[1, 1, 1])
    assert envious(problem, np.array([True, False])).tolist() == [False, False, True]


def test_nobody_envies_partners_that_they_could_not_meet() -> None:
    problem = pairing((0, 1, 0.9), (2, 3, 0.1), quota=[1] * 4)
    assert not envious(problem, np.array([True, True])).any()


def test_of_somebody_elses_partners_only_as_many_count_as_one_may_have() -> None:
    fans = ((0, 2, 0.6), (0, 3, 0.6), (1, 2, 0.5), (1, 3, 0.5), (1, 4, 0.7))
    chosen = np.array([True, True, False, False, True])
    assert not envious(pairing(*fans, quota=[2, 1, 1, 1, 1]), chosen)[1]
    assert envious(pairing(*fans, quota=[2, 2, 1, 1, 1]), chosen)[1]
