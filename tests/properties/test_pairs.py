"""Choices of pairs against trying every set of candidates, and against one integer program."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from matcher.errors import Infeasible
from matcher.evaluation.inequality import gini
from matcher.scheduling.pairs.choosing import Pairing, choose_pairs
from matcher.scheduling.pairs.congestion import equilibrium
from matcher.scheduling.pairs.fairness import envious, utility_of_each
from matcher.scheduling.pairs.problem import PairingProblem
from tests import pairing_oracle as oracle
from tests.pairing_oracle import pairing_problems


def attempted(problem: PairingProblem, concavity: float = 0.0) -> Pairing | None:
    try:
        return choose_pairs(problem, concavity=concavity)
    except Infeasible:
        return None


@settings(max_examples=300, deadline=None)
@given(pairing_problems(), st.sampled_from([0.0, 0.0, 0.05, 0.4]))
def test_no_set_of_candidates_is_better(problem: PairingProblem, concavity: float) -> None:
    pairing, expected = attempted(problem, concavity), oracle.best(problem, concavity)
    if pairing is None or expected is None:
        assert pairing is expected
        return
    minimum, objective = expected
    chosen = oracle.set_of(pairing.chosen)
    assert pairing.minimum == minimum
    assert pairing.objective == pytest.approx(objective, abs=1e-6)
    assert pairing.bound == pytest.approx(objective, abs=1e-6)
    assert chosen in list(oracle.choices(problem))
    assert oracle.gives_everyone(problem, chosen, minimum)
    assert oracle.objective(problem, chosen, concavity) == pytest.approx(pairing.objective, abs=1e-9)
    assert pairing.meetings.tolist() == [
        len(oracle.meetings_of(problem, chosen, who)) for who in range(len(problem.quota))
    ]


@settings(max_examples=200, deadline=None)
@given(pairing_problems())
def test_a_pair_is_removed_exactly_where_a_rule_says_so(problem: PairingProblem) -> None:
    pairing = attempted(problem)
    assume(pairing is not None)
    assert pairing is not None
    for candidate in range(len(problem.a)):
        assert (pairing.why_not(candidate) is None) == oracle.may_meet(problem, candidate)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["any", "grades", "equal", "odd parts", "sides"]))
def test_larger_choices_equal_one_integer_program(seed: int, kind: str) -> None:
    problem = drawn_problem(np.random.default_rng(seed), kind)

    pairing = choose_pairs(problem)

    assert pairing.bound == pytest.approx(pairing.utility, abs=1e-6)
    assert pairing.utility == pytest.approx(by_integer_program(problem, pairing.minimum), abs=1e-5)
    most = np.minimum(problem.quota, problem.degrees(np.ones(len(problem.a), np.bool_)))
    if pairing.minimum < most.max():
        assert by_integer_program(problem, pairing.minimum + 1) is None


def drawn_problem(random: np.random.Generator, kind: str) -> PairingProblem:
    n = int(random.integers(12, 36))
    a, b = np.triu_indices(n, 1)
    if kind == "odd parts":
        near = a // 5 == b // 5
    elif kind == "sides":
        near = (a % 2 != b % 2) & (random.random(len(a)) < 0.4)
    else:
        near = random.random(len(a)) < 0.25
    a, b = a[near], b[near]
    utility = random.random(len(a))
    if kind in ("grades", "odd parts"):
        utility = np.round(4 * utility) / 4
    if kind == "equal":
        utility[:] = 0.5
    quota = random.integers(1, 6, n)
    capacity = int(random.choice([10**6, max(1, quota.sum() // 3)]))
    side = np.arange(n) % 2 if kind == "sides" else None
    return PairingProblem(a, b, utility, quota, capacity, side=side)


def by_integer_program(problem: PairingProblem, minimum: int) -> float | None:
    m, n = len(problem.a), len(problem.quota)
    rows = np.zeros((n + 1, m))
    rows[problem.a, np.arange(m)] = rows[problem.b, np.arange(m)] = rows[n] = 1
    own = np.minimum(problem.quota, rows[:n].sum(axis=1))
    answer = milp(
        -problem.utility,
        constraints=LinearConstraint(rows, [*np.minimum(own, minimum), 0], [*own, problem.capacity]),
        bounds=Bounds(0, 1),
        integrality=np.ones(m),
        options={"mip_rel_gap": 0.0},
    )
    return None if answer.x is None else -float(answer.fun)


@settings(max_examples=150, deadline=None)
@given(pairing_problems(), st.data())
def test_envy_and_utility_by_definition(problem: PairingProblem, data: st.DataObject) -> None:
    m, n = len(problem.a), len(problem.quota)
    chosen = np.array(data.draw(st.lists(st.booleans(), min_size=m, max_size=m)), np.bool_)
    to_a, to_b = problem.utilities
    worth = {(int(i), int(j)): float(v) for i, j, v in zip(problem.a, problem.b, to_a, strict=True)}
    worth |= {(int(j), int(i)): float(v) for i, j, v in zip(problem.a, problem.b, to_b, strict=True)}
    partners = {
        i: [int(j) for one, other in zip(problem.a[chosen], problem.b[chosen], strict=True)
            for who, j in ((one, other), (other, one)) if who == i]
        for i in range(n)
    }  # fmt: skip
    own = {i: sum(worth[i, j] for j in partners[i]) for i in range(n)}

    def instead(i: int, j: int) -> float:
        others = sorted((worth.get((i, p), 0.0) for p in partners[j] if p != i), reverse=True)
        return sum(others[: oracle.most(problem, i)])

    assert utility_of_each(problem, chosen).tolist() == pytest.approx([own[i] for i in range(n)])
    assert envious(problem, chosen).tolist() == [
        any(instead(i, j) > own[i] + 1e-9 for j in range(n) if j != i) for i in range(n)
    ]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=12))
def test_gini_is_half_the_relative_mean_difference(values: list[float]) -> None:
    total = sum(values)
    slow = sum(abs(x - y) for x in values for y in values) / (2 * len(values) * total) if total else 0.0
    assert gini(np.array(values)) == pytest.approx(slow, abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(pairing_problems(), st.sampled_from([0.05, 0.1, 0.5, 3.0]))
def test_the_equilibrium_meets_its_definition(problem: PairingProblem, spread: float) -> None:
    assume(attempted(problem) is not None)
    found = equilibrium(problem, spread=spread)
    to_a, to_b = problem.utilities
    for i in range(len(problem.quota)):
        amounts = sum(found.meetings[c] for c in oracle.meetings_of(problem, set(range(len(problem.a))), i))
        assert found.unused[i] + amounts == pytest.approx(oracle.most(problem, i), abs=1e-8)
    for candidate, (a, b) in enumerate(zip(problem.a, problem.b, strict=True)):
        mean = (to_a[candidate] + to_b[candidate]) / 2
        expected = np.exp(mean / spread) * np.sqrt(found.unused[a] * found.unused[b])
        allowed = oracle.may_meet(problem, candidate)
        assert found.meetings[candidate] == pytest.approx(expected if allowed else 0.0, rel=1e-6)
