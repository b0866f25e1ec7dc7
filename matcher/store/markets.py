"""Markets under way and their recommendations in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, delete, insert, or_, select, update

from matcher.domain.jobs import JobState
from matcher.domain.markets import Gathering, MarketSide, Recommendation, Recommended
from matcher.store.event_tables import jobs
from matcher.store.market_tables import market_blocks, market_recommendations, markets
from matcher.store.transaction import Transaction
from matcher.store.upsert import insert_or_replace


class SqlMarkets:
    """The `MarketRepository` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def begin(self, job_id: str, question: str) -> None:
        self._transaction.write().execute(insert(markets), {"job_id": job_id, "question": question})

    def under_way(self, question: str) -> str | None:
        statement = (
            select(markets.c.job_id)
            .join(jobs, jobs.c.id == markets.c.job_id)
            .where(
                markets.c.question == question,
                jobs.c.state.in_((JobState.QUEUED, JobState.RUNNING)),
                ~jobs.c.cancel_requested,
            )
            .order_by(jobs.c.created_at, jobs.c.id)
            .limit(1)
        )
        return self._transaction.read().execute(statement).scalar_one_or_none()

    def kept(self, job_id: str) -> bool:
        statement = select(markets.c.job_id).where(markets.c.job_id == job_id)
        return self._transaction.read().execute(statement).scalar_one_or_none() is not None

    def gathering(self, job_id: str) -> Gathering | None:
        statement = select(markets).where(markets.c.job_id == job_id, markets.c.generation.is_not(None))
        row = self._transaction.read().execute(statement).one_or_none()
        return None if row is None else Gathering(row.generation, tuple(row.left_ids), tuple(row.right_ids))

    def gather(self, job_id: str, people: Gathering) -> None:
        values = {"generation": people.generation, "left_ids": list(people.left), "right_ids": list(people.right)}
        self._transaction.write().execute(update(markets).where(markets.c.job_id == job_id), values)
        self.forget_blocks(job_id)

    def add_block(self, job_id: str, number: int, content: bytes) -> None:
        connection = self._transaction.write()
        row = {"job_id": job_id, "number": number, "content": content}
        connection.execute(insert_or_replace(connection, market_blocks), row)

    def blocks(self, job_id: str) -> Sequence[int]:
        mine = market_blocks.c.job_id == job_id
        statement = select(market_blocks.c.number).where(mine).order_by(market_blocks.c.number)
        return list(self._transaction.read().execute(statement).scalars())

    def block(self, job_id: str, number: int) -> bytes | None:
        statement = select(market_blocks.c.content).where(
            market_blocks.c.job_id == job_id, market_blocks.c.number == number
        )
        return self._transaction.read().execute(statement).scalar_one_or_none()

    def forget_blocks(self, job_id: str) -> None:
        self._transaction.write().execute(delete(market_blocks).where(market_blocks.c.job_id == job_id))

    def put(self, job_id: str, people: Sequence[Recommended]) -> None:
        if people:
            connection = self._transaction.write()
            rows = [_record(job_id, one) for one in people]
            connection.execute(insert_or_replace(connection, market_recommendations), rows)

    def page(
        self,
        job_id: str,
        *,
        after: tuple[MarketSide, str] | None = None,
        limit: int = 1000,
        profile_id: str | None = None,
    ) -> Sequence[Recommended]:
        columns = market_recommendations.c
        statement = select(market_recommendations).where(columns.job_id == job_id)
        if after is not None:
            side, person = after
            beyond = and_(columns.side == side, columns.profile_id > person)
            statement = statement.where(or_(columns.side > side, beyond))
        if profile_id is not None:
            statement = statement.where(columns.profile_id == profile_id)
        statement = statement.order_by(columns.side, columns.profile_id).limit(limit)
        return [_recommended_of(row) for row in self._transaction.read().execute(statement)]

    def forget_superseded(self, job_id: str, question: str) -> None:
        others = and_(markets.c.question == question, markets.c.job_id != job_id)
        self._transaction.write().execute(delete(markets).where(others))

    def forget_given_up(self) -> None:
        given_up = select(jobs.c.id).where(jobs.c.state.in_((JobState.FAILED, JobState.CANCELLED)))
        self._transaction.write().execute(delete(markets).where(markets.c.job_id.in_(given_up)))


def _record(job_id: str, one: Recommended) -> dict[str, Any]:
    entries = [[each.profile_id, each.score, each.utility, each.utility_back] for each in one.recommendations]
    return {"job_id": job_id, "side": one.side, "profile_id": one.profile_id, "entries": entries}


def _recommended_of(row: Row[Any]) -> Recommended:
    entries = tuple(Recommendation(*entry) for entry in row.entries)
    return Recommended(MarketSide(row.side), row.profile_id, entries)
