"""The recommendations of a market: written in the end, read by person or page by page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.domain.jobs import Job, JobKind, JobState
from matcher.domain.markets import Gathering, MarketSide, Recommendation, Recommended
from matcher.domain.profiles import Purpose, today
from matcher.errors import Conflict, NotFound
from matcher.markets.candidates import Candidates, Floats
from matcher.markets.ranking import Ranking
from matcher.ports import Store, UnitOfWork

WRITTEN_AT_ONCE = 500
"""People whose recommendations are written in one transaction, for which other writers wait."""
DIGITS = 6
"""Significant digits of a number that is kept: enough for any order that means something."""


@dataclass(frozen=True, slots=True)
class Page:
    """What some people are recommended; `next` is where the following page begins, None after the last."""

    people: tuple[Recommended, ...]
    next: tuple[MarketSide, str] | None


def keep_recommendations(
    job_id: str,
    store: Store,
    people: Gathering,
    candidates: Candidates,
    amounts: Floats,
    of_left: Ranking,
    of_right: Ranking,
) -> None:
    """Write the best pairs of everyone; of one population those of the left, which has all."""
    right = people.right or people.left
    for side, owners, ranking in (
        (MarketSide.LEFT, people.left, of_left),
        (MarketSide.RIGHT, people.right, of_right),
    ):
        others = right if side is MarketSide.LEFT else people.left
        writer = _Writer(side, owners, others, candidates, amounts, ranking)
        for at in range(0, len(owners), WRITTEN_AT_ONCE):
            with store.unit_of_work(write=True) as unit:
                unit.markets.put(job_id, writer.some(at, min(at + WRITTEN_AT_ONCE, len(owners))))
                unit.commit()


def find_market(job_id: str, store: Store) -> Job:
    """The job of a market.

    Raises:
        NotFound: there is none.
    """
    with store.unit_of_work() as unit:
        return _market_job(unit, job_id)


def recommendations(
    job_id: str,
    store: Store,
    *,
    profile_id: str | None = None,
    after: tuple[MarketSide, str] | None = None,
    limit: int = 50,
) -> Page:
    """What people are recommended, of the left side first and then by id, or one of them.

    Whoever takes part no more, or was erased since, is neither told anything nor recommended.

    Raises:
        NotFound: there is no such market, or nobody with `profile_id` in it.
        Conflict: it is not done, was cancelled or has failed, or a newer one that asks the same has replaced it.
    """
    with store.unit_of_work() as unit:
        _check_done(unit, job_id)
        found = unit.markets.page(job_id, after=after, limit=limit + 1, profile_id=profile_id)
        if profile_id is not None and not found:
            raise NotFound(
                f"'{profile_id}' is not in this market: it does not take part, or is of neither side.",
                field="profile_id",
                found=profile_id,
            )
        page = found[:limit]
        told = _of_those_left(unit, page)
    last = page[-1] if len(found) > limit else None
    return Page(tuple(told), (last.side, last.profile_id) if last else None)


def all_recommendations(job_id: str, store: Store, batch: int = 1000) -> Iterator[Recommended]:
    """What everyone is recommended; raises as `recommendations` does."""
    after: tuple[MarketSide, str] | None = None
    while True:
        page = recommendations(job_id, store, after=after, limit=batch)
        yield from page.people
        if page.next is None:
            return
        after = page.next


def _market_job(unit: UnitOfWork, job_id: str) -> Job:
    job = unit.jobs.get(job_id)
    if job is None or job.kind is not JobKind.MARKET:
        raise NotFound(f"There is no market '{job_id}'.", field="market_id", found=job_id)
    return job


def _check_done(unit: UnitOfWork, job_id: str) -> None:
    job = _market_job(unit, job_id)
    if not job.state.ended:
        raise Conflict("This market is still being made: ask again when it is done.", state=job.state.value)
    if job.state is not JobState.DONE:
        raise Conflict(f"Nothing came of this market, it is {job.state}: ask for another.", state=job.state.value)
    if not unit.markets.kept(job_id):
        raise Conflict("A newer market that asks the same has replaced this one: read that, or ask for another.")


def _of_those_left(unit: UnitOfWork, people: Sequence[Recommended]) -> list[Recommended]:
    named = {one.profile_id for one in people}
    named |= {each.profile_id for one in people for each in one.recommendations}
    stored = unit.profiles.get_many(sorted(named))
    here = {profile_id for profile_id, each in stored.items() if each.profile.allows(Purpose.MATCHING, today())}
    return [
        replace(one, recommendations=tuple(each for each in one.recommendations if each.profile_id in here))
        for one in people
        if one.profile_id in here
    ]


class _Writer:
    """Turns the best pairs of one side into recommendations."""

    def __init__(
        self,
        side: MarketSide,
        owners: Sequence[str],
        others: Sequence[str],
        candidates: Candidates,
        amounts: Floats,
        ranking: Ranking,
    ) -> None:
        self._side, self._owners, self._others = side, owners, others
        self._candidates, self._amounts, self._ranking = candidates, amounts, ranking

    def some(self, begin: int, end: int) -> list[Recommended]:
        """The recommendations of the people at `begin` and up to `end`."""
        start, pairs = self._ranking.start, self._ranking.pairs[self._ranking.start[begin] : self._ranking.start[end]]
        scores = np.exp(self._amounts[pairs]).tolist()
        ways = [self._candidates.to_left[pairs].tolist(), self._candidates.to_right[pairs].tolist()]
        ends = self._candidates.right if self._side is MarketSide.LEFT else self._candidates.left
        utility, back = ways if self._side is MarketSide.LEFT else ways[::-1]
        found = [
            Recommendation(self._others[other], _rounded(score), _known(to), _known(fro))
            for other, score, to, fro in zip(ends[pairs].tolist(), scores, utility, back, strict=True)
        ]
        bounds = (start[begin : end + 1] - start[begin]).tolist()
        return [
            Recommended(self._side, self._owners[begin + place], tuple(found[bounds[place] : bounds[place + 1]]))
            for place in range(end - begin)
        ]


def _known(value: float) -> float | None:
    return None if math.isnan(value) else _rounded(value)


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
