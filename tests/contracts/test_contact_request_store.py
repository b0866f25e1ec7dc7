"""What every store promises of requests for contact, whatever keeps its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from matcher.domain.contact_requests import ContactRequest, RequestState
from matcher.domain.profiles import Contacts
from matcher.ports import Store, UnitOfWork
from tests.stores import delete, named, put

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FULL = ContactRequest(
    id="r1",
    profile_id="anna",
    name="Elena Riva",
    message="Ci servono scatole.\nA marzo.",
    created_at=NOON,
    expires_at=NOON + 30 * DAY,
    state=RequestState.ACCEPTED,
    organisation="Riva srl",
    email="elena@example.org",
    phone="+39 02 123456",
    need="scatole su misura",
    note="volentieri",
    shared=Contacts("anna@example.org", "+39 333 123456", "Anna"),
    ended_at=NOON + DAY,
)
BARE = ContactRequest("r2", "anna", "Ugo", "Salve", NOON + DAY, NOON + 31 * DAY)


def asked(store: Store, *requests: ContactRequest) -> None:
    put(store, *(named(each) for each in sorted({one.profile_id for one in requests})))
    with store.unit_of_work(write=True) as unit:
        for one in requests:
            unit.contact_requests.put(one)
        unit.commit()


def ids(requests: Sequence[ContactRequest]) -> list[str]:
    return [one.id for one in requests]


def in_state(unit: UnitOfWork, state: RequestState, now: datetime) -> list[str]:
    return ids(unit.contact_requests.page(now=now, state=state, limit=10))


def test_every_field_comes_back(store: Store) -> None:
    asked(store, FULL, BARE)
    with store.unit_of_work() as unit:
        assert unit.contact_requests.get("r1") == FULL
        assert unit.contact_requests.get("r2") == BARE
        assert unit.contact_requests.get("r3") is None


def test_what_is_put_again_is_replaced(store: Store) -> None:
    asked(store, BARE)
    declined = replace(BARE, state=RequestState.DECLINED, note="no time")
    with store.unit_of_work(write=True) as unit:
        unit.contact_requests.put(declined)
        assert unit.contact_requests.get("r2") == declined


def test_requests_go_with_their_profile(store: Store) -> None:
    asked(store, FULL, replace(BARE, profile_id="bruna"))
    delete(store, "anna")
    with store.unit_of_work() as unit:
        assert ids(unit.contact_requests.page(now=NOON, limit=10)) == ["r2"]


def test_requests_stay_when_their_profile_changes(store: Store) -> None:
    asked(store, FULL)
    put(store, replace(named("anna"), description="sarta"))
    with store.unit_of_work() as unit:
        assert unit.contact_requests.get("r1") == FULL


def test_those_that_wait_for_a_profile_are_found_the_oldest_first(store: Store) -> None:
    requests = [
        replace(BARE, id="late", created_at=NOON + 2 * DAY),
        BARE,
        replace(BARE, id="other", profile_id="bruna"),
        replace(BARE, id="over", expires_at=NOON),
        FULL,
    ]
    asked(store, *requests)
    with store.unit_of_work() as unit:
        assert ids(unit.contact_requests.pending("anna", NOON)) == ["r2", "late"]


def test_pages_go_from_the_newest_and_may_be_of_one_state(store: Store) -> None:
    asked(store, FULL, BARE, replace(BARE, id="a"), replace(BARE, id="over", created_at=NOON - DAY, expires_at=NOON))
    with store.unit_of_work() as unit:
        assert ids(unit.contact_requests.page(now=NOON, limit=3)) == ["a", "r2", "r1"]
        assert ids(unit.contact_requests.page(now=NOON, skip=3, limit=3)) == ["over"]
        assert in_state(unit, RequestState.PENDING, NOON) == ["a", "r2"]
        assert in_state(unit, RequestState.EXPIRED, NOON) == ["over"]
        assert in_state(unit, RequestState.ACCEPTED, NOON) == ["r1"]
        assert in_state(unit, RequestState.EXPIRED, NOON + 40 * DAY) == ["a", "r2", "over"]


def test_they_are_counted_by_state(store: Store) -> None:
    asked(store, FULL, BARE, replace(BARE, id="over", expires_at=NOON))
    with store.unit_of_work() as unit:
        counts = unit.contact_requests.counts(NOON)
    assert dict(counts) == {RequestState.ACCEPTED: 1, RequestState.PENDING: 1, RequestState.EXPIRED: 1}


def test_whose_time_is_up_ends_and_nobody_can_be_reached_through_it(store: Store) -> None:
    over = replace(BARE, id="over", expires_at=NOON, email="ugo@example.org", phone="02 123456")
    waiting = replace(BARE, email="ugo@example.org")
    asked(store, FULL, over, waiting)
    with store.unit_of_work(write=True) as unit:
        unit.contact_requests.expire(NOON)
        ended = replace(over, state=RequestState.EXPIRED, ended_at=NOON, email=None, phone=None)
        assert unit.contact_requests.get("over") == ended
        assert unit.contact_requests.get("r2") == waiting
        assert unit.contact_requests.get("r1") == FULL
