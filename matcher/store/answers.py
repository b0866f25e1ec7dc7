"""Kept answers in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from matcher.domain.answers import KeptAnswer
from matcher.store.owner_tables import kept_answers
from matcher.store.transaction import Transaction
from matcher.store.upsert import insert_or_replace


class SqlAnswers:
    """The `AnswerRepository` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, caller: str, name: str) -> KeptAnswer | None:
        statement = select(kept_answers).where(kept_answers.c.caller == caller, kept_answers.c.name == name)
        row = self._transaction.read().execute(statement).one_or_none()
        return None if row is None else KeptAnswer(row.fingerprint, row.begun_at, row.status, row.headers, row.body)

    def put(self, caller: str, name: str, answer: KeptAnswer) -> None:
        connection = self._transaction.write()
        row = {
            "caller": caller,
            "name": name,
            "fingerprint": answer.fingerprint,
            "begun_at": answer.begun_at,
            "status": answer.status,
            "headers": dict(answer.headers),
            "body": answer.body,
        }
        connection.execute(insert_or_replace(connection, kept_answers), row)

    def delete(self, caller: str, name: str) -> None:
        this = delete(kept_answers).where(kept_answers.c.caller == caller, kept_answers.c.name == name)
        self._transaction.write().execute(this)

    def trim(self, caller: str, most: int, before: datetime) -> None:
        connection = self._transaction.write()
        connection.execute(delete(kept_answers).where(kept_answers.c.begun_at < before))
        mine = kept_answers.c.caller == caller
        oldest_kept = select(kept_answers.c.begun_at).where(mine).order_by(kept_answers.c.begun_at.desc())
        limit = connection.execute(oldest_kept.offset(most - 1).limit(1)).scalar_one_or_none()
        if limit is not None:
            connection.execute(delete(kept_answers).where(mine, kept_answers.c.begun_at < limit))
