"""What every store promises of markets and their recommendations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from matcher.domain.jobs import Job, JobKind, JobState
from matcher.domain.markets import Gathering, MarketSide, Recommendation, Recommended
from matcher.ports import Store, UnitOfWork

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(seconds=30)
PEOPLE = Gathering(7, ("a", "b"), ("b", "c"))
BEST = (Recommendation("c", 1.5, 0.75, None), Recommendation("b", 0.5, 0.5, 0.25))


def queued(unit: UnitOfWork, job_id: str, question: str = "all", at: datetime = NOON) -> None:
    unit.jobs.add(Job(job_id, JobKind.MARKET, None, {"k": 20}, at, time_limit_s=60.0))
    unit.markets.begin(job_id, question)


def ended(unit: UnitOfWork, job_id: str, state: JobState) -> None:
    unit.jobs.claim("me", kinds=(JobKind.MARKET,), now=NOON, lease_until=NOON + LEASE, job_id=job_id)
    unit.jobs.finish(job_id, "me", state, now=NOON)


def recommended(*people: tuple[MarketSide, str]) -> list[Recommended]:
    return [Recommended(side, profile_id, BEST) for side, profile_id in people]


def test_the_market_that_answers_a_question_is_found_until_its_job_ends(store: Store) -> None:
    with store.unit_of_work(write=True) as unit:
        queued(unit, "later", at=NOON + LEASE)
        queued(unit, "first")
        assert unit.markets.under_way("all") == "first"
        assert unit.markets.under_way("others") is None
        ended(unit, "first", JobState.DONE)
        assert unit.markets.under_way("all") == "later"
        unit.jobs.cancel("later", now=NOON)
        assert unit.markets.under_way("all") is None


def test_a_market_that_was_asked_to_stop_answers_nobody_else(store: Store) -> None:
    with store.unit_of_work(write=True) as unit:
        queued(unit, "m")
        unit.jobs.claim("me", kinds=(JobKind.MARKET,), now=NOON, lease_until=NOON + LEASE)
        assert unit.markets.under_way("all") == "m"
        unit.jobs.cancel("m", now=NOON)
        assert unit.markets.under_way("all") is None


def test_people_and_blocks_come_back_and_new_people_need_new_blocks(store: Store) -> None:
    with store.unit_of_work(write=True) as unit:
        queued(unit, "m")
        assert unit.markets.gathering("m") is None
        unit.markets.gather("m", PEOPLE)
        assert unit.markets.gathering("m") == PEOPLE
        unit.markets.add_block("m", 1, b"\x00one")
        unit.markets.add_block("m", 0, b"zero")
        unit.markets.add_block("m", 0, b"again")
        assert unit.markets.blocks("m") == [0, 1]
        assert (unit.markets.block("m", 0), unit.markets.block("m", 1)) == (b"again", b"\x00one")
        assert unit.markets.block("m", 2) is None
        unit.markets.gather("m", Gathering(8, ("a",), ()))
        assert (unit.markets.blocks("m"), unit.markets.gathering("m")) == ([], Gathering(8, ("a",), ()))


def test_recommendations_come_by_side_and_id_a_page_at_a_time(store: Store) -> None:
    left, right = MarketSide.LEFT, MarketSide.RIGHT
    with store.unit_of_work(write=True) as unit:
        queued(unit, "m")
        unit.markets.put("m", recommended((right, "b"), (left, "b"), (left, "a"), (right, "c")))
        unit.markets.put("m", [])
        assert unit.markets.page("m", limit=2) == recommended((left, "a"), (left, "b"))
        assert unit.markets.page("m", after=(left, "b")) == recommended((right, "b"), (right, "c"))
        assert unit.markets.page("m", profile_id="b") == recommended((left, "b"), (right, "b"))
        assert unit.markets.page("m", profile_id="z") == []
        unit.markets.put("m", [Recommended(left, "a", ())])
        assert unit.markets.page("m", limit=1) == [Recommended(left, "a", ())]


def test_what_is_superseded_or_given_up_is_forgotten_whole(store: Store) -> None:
    with store.unit_of_work(write=True) as unit:
        for job_id, question in (("old", "all"), ("new", "all"), ("other", "some"), ("failed", "more")):
            queued(unit, job_id, question)
            unit.markets.gather(job_id, PEOPLE)
            unit.markets.add_block(job_id, 0, b"block")
            unit.markets.put(job_id, recommended((MarketSide.LEFT, "a")))
        ended(unit, "failed", JobState.FAILED)
        unit.markets.forget_superseded("new", "all")
        unit.markets.forget_given_up()
        for job_id, stays in (("old", False), ("new", True), ("other", True), ("failed", False)):
            assert unit.markets.kept(job_id) is stays
            assert (unit.markets.gathering(job_id) is not None) is stays
            assert bool(unit.markets.blocks(job_id)) is stays
            assert bool(unit.markets.page(job_id)) is stays
