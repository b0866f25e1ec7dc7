"""A market is made block by block, goes on where it was cut off, and tells people of those who are still there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from matcher.domain.jobs import Job, JobKind, JobState
from matcher.domain.markets import Group, MarketQuestion, MarketSide, Recommended
from matcher.domain.matches import Direction, Filters
from matcher.domain.profiles import Item, Kind, Profile
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.markets.prospects import Prospect
from matcher.ports import Store
from matcher.usecases.attempts import Attempt, Keep
from matcher.usecases.jobs import JobRunner, cancel_job, find_job
from matcher.usecases.markets import making
from matcher.usecases.markets.keeping import all_recommendations, find_market, recommendations
from matcher.usecases.markets.making import make_market, start_market
from tests.stores import delete, empty_store, put

LEFT, RIGHT = MarketSide.LEFT, MarketSide.RIGHT
QUESTION = MarketQuestion(k=2, candidates=5, left_capacity=1.0, right_capacity=1.0)


def seeker(name: str) -> Profile:
    return Profile(id=name, kind=Kind.STARTUP, name=name, seeks=(Item("legno"),))


def maker(name: str, *, consent: bool = True) -> Profile:
    return Profile(id=name, kind=Kind.ARTISAN, name=name, offers=(Item("legno"),), consent=consent)


SEEKERS = [seeker(f"s{number}") for number in range(4)]
MAKERS = [maker(f"m{number}") for number in range(3)]


@dataclass
class Table:
    """Scores from a table: the worth of maker j to seeker i falls with j, for the first seeker less than for others."""

    asked: list[tuple[str, ...]] = field(default_factory=list)
    directions: list[Direction] = field(default_factory=list)
    generation: int = 7
    closed: bool = False

    def prospects(self, askers: Sequence[str], direction: Direction, filters: Filters, k: int) -> Sequence[Prospect]:
        self.asked.append(tuple(askers))
        self.directions.append(direction)
        return [self._of(asker, k) for asker in askers]

    def close(self) -> None:
        self.closed = True

    def _of(self, asker: str, k: int) -> Prospect:
        others = MAKERS if asker.startswith("s") else SEEKERS
        worth = [worth_of(*sorted((asker, other.id), reverse=True)) for other in others]
        gains, none = np.array(worth, np.float32), np.full(len(others), np.nan, np.float32)
        ids = tuple(other.id for other in others)
        return Prospect(ids, gains, none) if asker.startswith("s") else Prospect(ids, none, gains)


def worth_of(seeker_id: str, maker_id: str) -> float:
    fall = 0.1 if seeker_id == "s0" else 0.3
    return 0.9 - fall * int(maker_id[1:])


@pytest.fixture(autouse=True)
def nobody_is_found_by_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "ENOUGH", 3)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = empty_store(tmp_path)
    put(store, *SEEKERS, *MAKERS, maker("m9", consent=False))
    return store


def run(store: Store, job: Job, scores: Table | None = None, block: int = 2) -> Job:
    scores = scores or Table()
    works = {JobKind.MARKET: lambda attempt: make_market(attempt, store, lambda: scores, block)}
    JobRunner(store, works).run(job.id)
    return find_job(job.id, store)


def told(store: Store, job: Job, profile_id: str) -> list[str]:
    (one,) = recommendations(job.id, store, profile_id=profile_id).people
    return [each.profile_id for each in one.recommendations]


def test_everyone_on_both_sides_is_recommended_some(store: Store) -> None:
    job = run(store, start_market(QUESTION, store))
    people = list(all_recommendations(job.id, store))
    assert [(one.side, one.profile_id) for one in people] == [
        *((LEFT, one.id) for one in SEEKERS),
        *((RIGHT, one.id) for one in MAKERS),
    ]
    assert all(len(one.recommendations) == 2 for one in people)
    assert job.result is not None
    assert (job.result["left"], job.result["right"], job.result["recommendations"]) == (4, 3, 14)
    assert (job.result["pairs"], job.result["generation_at_end"]) == (12, 8)


def test_who_is_found_by_enough_of_the_other_side_asks_no_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "ENOUGH", 2)
    put(store, maker("m4"))
    scores = Table()
    job = run(store, start_market(QUESTION, store), scores)
    assert scores.asked == [("s0", "s1"), ("s2", "s3"), (), ("m4",)], (
        "four seekers found each of the first three makers"
    )
    assert len(told(store, job, "m0")) == 2


def test_scores_fall_and_utilities_are_told_from_the_side_of_who_is_told(store: Store) -> None:
    job = run(store, start_market(QUESTION, store))
    for one in all_recommendations(job.id, store):
        scores = [each.score for each in one.recommendations]
        assert scores == sorted(scores, reverse=True)
        for each in one.recommendations:
            worth = pytest.approx(worth_of(*sorted((one.profile_id, each.profile_id), reverse=True)), rel=1e-5)
            ways = (each.utility, each.utility_back)
            assert ways == ((worth, None) if one.side is LEFT else (None, worth))


def test_who_loses_least_is_sent_elsewhere(store: Store) -> None:
    """All find the first maker best; the first seeker hardly minds another one."""
    job = run(store, start_market(replace(QUESTION, k=1), store))
    assert told(store, job, "s0") == ["m2"]
    assert [told(store, job, one) for one in ("s1", "s2", "s3")] == [["m0"]] * 3


def test_the_right_side_asks_the_other_way(store: Store) -> None:
    scores = Table()
    run(store, start_market(QUESTION, store), scores, block=10)
    assert scores.asked == [("s0", "s1", "s2", "s3"), ("m0", "m1", "m2")]
    assert scores.directions == [Direction.SUPPLY, Direction.DEMAND]


def test_one_population_asks_once_and_meets_both_ways(store: Store) -> None:
    scores = Table()
    job = run(store, start_market(replace(QUESTION, direction=Direction.MUTUAL), store), scores, block=10)
    assert scores.asked == [("m0", "m1", "m2", "s0", "s1", "s2", "s3")]
    assert {one.side for one in all_recommendations(job.id, store)} == {LEFT}
    assert set(told(store, job, "m0")) <= {one.id for one in SEEKERS}
    assert job.result is not None
    assert job.result["one_population"] is True


def test_groups_say_who_stands_where(store: Store) -> None:
    makers, startups = Group(kinds=frozenset({Kind.ARTISAN})), Group(kinds=frozenset({Kind.STARTUP}))
    scores = Table()
    run(
        store,
        start_market(replace(QUESTION, left=startups, right=makers, direction=Direction.MUTUAL), store),
        scores,
        9,
    )
    assert scores.asked == [("s0", "s1", "s2", "s3"), ("m0", "m1", "m2")]


def test_a_market_that_was_cut_off_goes_on_from_its_last_block(store: Store) -> None:
    job = start_market(QUESTION, store)

    @dataclass
    class Killed(Table):
        def prospects(
            self, askers: Sequence[str], direction: Direction, filters: Filters, k: int
        ) -> Sequence[Prospect]:
            if len(self.asked) == 2:
                raise KeyboardInterrupt
            return super().prospects(askers, direction, filters, k)

    with pytest.raises(KeyboardInterrupt):
        run(store, job, Killed())
    assert find_job(job.id, store).state is JobState.RUNNING
    abandon(store, job)
    put(store, maker("m3"))
    again = Table(generation=9)
    job = run(store, job, again)
    # Who joined in between is of another market: the people are those of the first attempt.
    assert again.asked == [("m0", "m1"), ("m2",)]
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert job.result is not None
    assert (job.result["generation"], job.result["generation_at_end"]) == (8, 9)
    assert list(all_recommendations(job.id, store)) == made_at_once(store)


def abandon(store: Store, job: Job) -> None:
    """Let the lease of whoever works on a job run out."""
    owner = find_job(job.id, store).owner
    assert owner is not None
    with store.unit_of_work(write=True) as unit:
        unit.jobs.beat(job.id, owner, now=job.created_at, lease_until=job.created_at, progress=job.progress)
        unit.commit()


def made_at_once(store: Store) -> list[Recommended]:
    delete(store, "m3")
    job = run(store, start_market(replace(QUESTION, candidates=6), store))
    return list(all_recommendations(job.id, store))


def test_progress_counts_people_and_a_cancelled_market_tells_nothing(store: Store) -> None:
    job = start_market(QUESTION, store)

    def work(attempt: Attempt) -> Keep:
        cancel_job(job.id, store)
        attempt.stop.wait(30)
        return make_market(attempt, store, Table, 2)

    JobRunner(store, {JobKind.MARKET: work}, beat_s=0.01).run(job.id)
    assert find_job(job.id, store).state is JobState.CANCELLED
    with pytest.raises(Conflict):
        recommendations(job.id, store)
    # The next market finds what is left of it and clears it away.
    done = run(store, start_market(QUESTION, store))
    assert (done.progress.done, done.progress.expected) == (7, 7)
    with store.unit_of_work() as unit:
        assert not unit.markets.kept(job.id)


def test_the_same_question_is_asked_once_at_a_time_and_its_new_answer_replaces_the_old(store: Store) -> None:
    first = start_market(QUESTION, store)
    assert start_market(QUESTION, store).id == first.id
    other = start_market(replace(QUESTION, k=1), store)
    assert other.id != first.id
    for job in (first, other):
        run(store, job)
    second = start_market(QUESTION, store)
    assert second.id != first.id
    assert told(store, first, "s1")
    run(store, second)
    with pytest.raises(Conflict, match="newer"):
        recommendations(first.id, store)
    assert told(store, second, "s1")
    assert told(store, other, "s1")
    with store.unit_of_work() as unit:
        assert unit.markets.blocks(second.id) == []


def test_who_was_erased_or_withdrew_is_neither_told_nor_recommended(store: Store) -> None:
    job = run(store, start_market(QUESTION, store))
    best = told(store, job, "s1")
    delete(store, best[0])
    put(store, replace(SEEKERS[0], consent=False))
    assert told(store, job, "s1") == best[1:]
    assert "s0" not in {one.profile_id for one in all_recommendations(job.id, store)}


def test_pages_follow_each_other(store: Store) -> None:
    job = run(store, start_market(QUESTION, store))
    seen, after = [], None
    while True:
        page = recommendations(job.id, store, after=after, limit=3)
        seen += page.people
        if page.next is None:
            break
        after = page.next
    assert seen == list(all_recommendations(job.id, store))
    with pytest.raises(NotFound, match="nessuno"):
        recommendations(job.id, store, profile_id="nessuno")
    with pytest.raises(NotFound):
        find_market("none", store)


def test_a_side_without_anybody_is_told(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    put(store, *SEEKERS)
    job = run(store, start_market(QUESTION, store))
    assert (job.state, job.problem is not None and "right" in job.problem) == (JobState.FAILED, True)


@pytest.mark.parametrize("wrong", [{"k": 0}, {"spread": 0.0}, {"candidates": 1}, {"direction": Direction.DEMAND}])
def test_what_no_market_answers_is_refused(store: Store, wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        start_market(replace(QUESTION, **wrong), store)  # type: ignore[arg-type]
