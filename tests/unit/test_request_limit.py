"""Limits of requests: an estimate of the last minute, the same for all processes within a second."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import Unavailable
from matcher.ports import Requests
from matcher.usecases.request_limit import APART_S, WINDOW_S, RequestLimit, quota_of


class Shared:
    """Counts as a database would keep them."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, int], int] = {}
        self.broken = False

    def add(self, more: Requests) -> Requests:
        if self.broken:
            raise Unavailable("The disk is full.")
        for key, count in more.items():
            self.counts[key] = self.counts.get(key, 0) + count
        return {key: self.counts[key] for key in more}

    def forget_before(self, minute: int) -> None:
        self.counts = {key: count for key, count in self.counts.items() if key[1] >= minute}


class Clock:
    now = 600.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def shared() -> Shared:
    return Shared()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def process(shared: Shared, clock: Clock) -> RequestLimit:
    """A process that adds up only when it is told to."""
    made = RequestLimit(lambda: shared, clock)
    made._sender.submit = lambda work, *given: work(*given) if work == made._forget else None  # type: ignore[assignment, method-assign]
    return made


def let_through(limit: RequestLimit, caller: str, times: int, most: int = 10) -> int:
    return sum(limit.take(caller, most).allowed for _ in range(times))


def test_a_caller_makes_so_many_requests_and_no_more(shared: Shared, clock: Clock) -> None:
    limit = process(shared, clock)
    assert [limit.take("a", 3).left for _ in range(3)] == [2, 1, 0]
    refused = limit.take("a", 3)
    assert (refused.allowed, refused.left) == (False, 0)
    assert limit.take("b", 3).allowed, "another caller has its own"


def test_after_the_wait_that_was_told_the_next_request_is_let_through(shared: Shared, clock: Clock) -> None:
    limit = process(shared, clock)
    clock.now = 630.0
    assert let_through(limit, "a", 20) == 10
    wait_s = limit.take("a", 10).wait_s
    clock.now += wait_s - 1
    assert not limit.take("a", 10).allowed
    clock.now += 1
    assert limit.take("a", 10).allowed


def test_at_the_turn_of_the_minute_nobody_makes_twice_as_many(shared: Shared, clock: Clock) -> None:
    limit = process(shared, clock)
    clock.now = 659.0
    before = let_through(limit, "a", 20)
    clock.now = 661.0
    assert before + let_through(limit, "a", 20) <= 11


def test_processes_know_of_each_other_once_they_have_added_up(shared: Shared, clock: Clock) -> None:
    first, second = process(shared, clock), process(shared, clock)
    assert let_through(first, "a", 6) == let_through(second, "a", 6) == 6
    for one in (first, second, first):
        one.add_up()
    assert shared.counts == {("a", 10): 12}
    assert not second.take("a", 10).allowed
    first.take("a", 100)
    first.add_up()
    assert not first.take("a", 10).allowed


def test_what_could_not_be_added_up_is_added_the_next_time(shared: Shared, clock: Clock) -> None:
    limit = process(shared, clock)
    let_through(limit, "a", 4)
    shared.broken = True
    limit.add_up()
    assert (shared.counts, let_through(limit, "a", 20)) == ({}, 6)
    shared.broken = False
    limit.add_up()
    assert shared.counts == {("a", 10): 10}
    assert not limit.take("a", 10).allowed


def test_it_adds_up_by_itself_once_in_a_while(shared: Shared, clock: Clock) -> None:
    limit = RequestLimit(lambda: shared, clock)
    limit.take("a", 10)
    limit._sender.submit(lambda: None).result()
    assert shared.counts == {("a", 10): 1}
    limit.take("a", 10)
    clock.now += APART_S
    limit.take("a", 10)
    limit._sender.submit(lambda: None).result()
    assert shared.counts == {("a", 10): 3}


def test_older_minutes_are_forgotten(shared: Shared, clock: Clock) -> None:
    limit = process(shared, clock)
    for _ in range(4):
        limit.take("a", 10)
        limit.add_up()
        clock.now += WINDOW_S
    assert {minute for _, minute in shared.counts} == {12, 13}
    assert {minute for _, minute in limit._totals} == {12, 13}


@given(before=st.integers(0, 50), now=st.integers(0, 50), elapsed_s=st.floats(0, 59.99), limit=st.integers(1, 40))
def test_the_wait_is_the_first_second_at_which_a_request_is_let_through(
    before: int, now: int, elapsed_s: float, limit: int
) -> None:
    def allowed(after_s: int) -> bool:
        minutes, at_s = divmod(elapsed_s + after_s, WINDOW_S)
        past, present = [(before, now), (now, 0), (0, 0)][min(2, int(minutes))]
        return past * (1 - at_s / WINDOW_S) + present + 1 <= limit + 1e-9

    quota = quota_of(min(before, limit), min(now, limit), elapsed_s, limit)
    before, now = min(before, limit), min(now, limit)
    assert quota.wait_s == next(second for second in range(3 * WINDOW_S) if allowed(second))
