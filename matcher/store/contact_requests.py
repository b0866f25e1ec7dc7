"""Requests for contact in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, delete, func, or_, select, update

from matcher.domain.contact_requests import ContactRequest, RequestState
from matcher.domain.profiles import Contacts
from matcher.store.access_tables import contact_requests
from matcher.store.transaction import Transaction
from matcher.store.upsert import insert_or_replace

_COLUMNS = contact_requests.c


class SqlContactRequests:
    """The `ContactRequestRepository` of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, request_id: str) -> ContactRequest | None:
        statement = select(contact_requests).where(_COLUMNS.id == request_id)
        row = self._transaction.read().execute(statement).one_or_none()
        return None if row is None else _request_of(row)

    def put(self, request: ContactRequest) -> None:
        connection = self._transaction.write()
        connection.execute(insert_or_replace(connection, contact_requests), _record(request))

    def pending(self, profile_id: str, now: datetime) -> Sequence[ContactRequest]:
        waiting = and_(_COLUMNS.profile_id == profile_id, _in_state(RequestState.PENDING, now))
        statement = select(contact_requests).where(waiting).order_by(_COLUMNS.created_at, _COLUMNS.id)
        return [_request_of(row) for row in self._transaction.read().execute(statement)]

    def page(
        self, *, now: datetime, state: RequestState | None = None, skip: int = 0, limit: int
    ) -> Sequence[ContactRequest]:
        statement = select(contact_requests).order_by(_COLUMNS.created_at.desc(), _COLUMNS.id)
        if state is not None:
            statement = statement.where(_in_state(state, now))
        rows = self._transaction.read().execute(statement.offset(skip).limit(limit))
        return [_request_of(row) for row in rows]

    def counts(self, now: datetime) -> Mapping[RequestState, int]:
        over = and_(_COLUMNS.state == RequestState.PENDING, _COLUMNS.expires_at <= now)
        state = case((over, RequestState.EXPIRED), else_=_COLUMNS.state).label("now_in")
        statement = select(state, func.count()).group_by(state.name)
        return {RequestState(name): number for name, number in self._transaction.read().execute(statement)}

    def forget_ended_before(self, instant: datetime) -> int:
        ended = and_(_COLUMNS.ended_at.is_not(None), _COLUMNS.ended_at < instant)
        return self._transaction.write().execute(delete(contact_requests).where(ended)).rowcount

    def expire(self, now: datetime) -> None:
        over = and_(_COLUMNS.state == RequestState.PENDING, _COLUMNS.expires_at <= now)
        ended = {"state": RequestState.EXPIRED, "ended_at": _COLUMNS.expires_at, "email": None, "phone": None}
        self._transaction.write().execute(update(contact_requests).where(over).values(ended))


def _in_state(state: RequestState, now: datetime) -> ColumnElement[bool]:
    same = _COLUMNS.state == state
    if state is RequestState.PENDING:
        return and_(same, _COLUMNS.expires_at > now)
    if state is RequestState.EXPIRED:
        return or_(same, and_(_COLUMNS.state == RequestState.PENDING, _COLUMNS.expires_at <= now))
    return same


def _record(request: ContactRequest) -> dict[str, Any]:
    shared = request.shared or Contacts()
    return {
        "id": request.id,
        "profile_id": request.profile_id,
        "state": request.state,
        "name": request.name,
        "organisation": request.organisation,
        "email": request.email,
        "phone": request.phone,
        "message": request.message,
        "need": request.need,
        "note": request.note,
        "shared_email": shared.email,
        "shared_phone": shared.phone,
        "shared_person": shared.person,
        "created_at": request.created_at,
        "expires_at": request.expires_at,
        "ended_at": request.ended_at,
    }


def _request_of(row: Row[Any]) -> ContactRequest:
    shared = Contacts(row.shared_email, row.shared_phone, row.shared_person)
    return ContactRequest(
        id=row.id,
        profile_id=row.profile_id,
        name=row.name,
        message=row.message,
        created_at=row.created_at,
        expires_at=row.expires_at,
        state=RequestState(row.state),
        organisation=row.organisation,
        email=row.email,
        phone=row.phone,
        need=row.need,
        note=row.note,
        shared=None if shared == Contacts() else shared,
        ended_at=row.ended_at,
    )
