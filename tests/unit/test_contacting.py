"""Asking for contact: nobody is told how to reach anybody before a yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matcher.domain.contact_requests import ContactRequest, Party, RequestState
from matcher.domain.profiles import Contacts
from matcher.errors import Conflict, InvalidInput, NotFound
from matcher.usecases.contacting.checks import LONGEST_MESSAGE, LONGEST_NAME, Asking, Fault, wrong_in_asking
from matcher.usecases.contacting.links import proof
from matcher.usecases.contacting.requests import MOST_PENDING, VALID_DAYS, Asked, accept, ask, decline, withdraw
from matcher.usecases.contacting.views import ROWS, list_requests, seen_by_asker, seen_by_receiver
from matcher.usecases.secrets import server_secret
from tests.fakes import MemoryStore
from tests.stores import REACHABLE, delete, named, put

ELENA = Asking(
    name=" Elena  Riva ",
    email=" elena@example.org ",
    message="Ci servono scatole.\r\nA marzo.\n",
    consent=True,
    organisation="Riva srl",
    phone="+39 02 123456",
    need="scatole su misura",
)
SHARED = Contacts("bruna@example.org", " 333  123456 ", "Bruna")


@pytest.fixture
def store() -> MemoryStore:
    """Anna has contacts, Bruna has none, Carla takes no part."""
    store = MemoryStore()
    put(store, named("anna"), contacts=REACHABLE)
    put(store, named("bruna"), replace(named("carla"), consent=False))
    return store


@pytest.fixture
def asked(store: MemoryStore) -> Asked:
    return ask("anna", ELENA, store)


def answer_token(store: MemoryStore, asked: Asked) -> str:
    (row,) = (row for row in list_requests(store).rows if row.request.id == asked.request.id)
    assert row.answer_token is not None
    return row.answer_token


def later(store: MemoryStore, request: ContactRequest, days: float) -> None:
    """Let `days` pass for a request."""
    past = timedelta(days=days)
    store.state.access.requests[request.id] = replace(
        request, created_at=request.created_at - past, expires_at=request.expires_at - past
    )


def test_a_request_is_kept_as_told_and_waits_thirty_days(asked: Asked) -> None:
    request = asked.request
    assert (request.name, request.email, request.message) == (
        "Elena Riva",
        "elena@example.org",
        "Ci servono scatole.\nA marzo.",
    )
    assert (request.state, request.need) == (RequestState.PENDING, "scatole su misura")
    assert request.expires_at - request.created_at == timedelta(days=VALID_DAYS)


def test_before_an_answer_neither_side_nor_staff_is_told_how_to_reach_anybody(store: MemoryStore, asked: Asked) -> None:
    token = answer_token(store, asked)
    seen = seen_by_receiver(asked.request.id, token, store)
    told = repr([seen, list_requests(store)])
    for secret in ("elena@example.org", "123456", *filter(None, _values(REACHABLE))):
        assert secret not in told
    assert (seen.request.name, seen.request.organisation) == ("Elena Riva", "Riva srl")
    assert seen.kept == ("email", "phone", "website", "person")
    asker = seen_by_asker(asked.request.id, asked.token, store)
    assert asker.contacts is None
    assert not any(value in repr(asker) for value in _values(REACHABLE))


def test_after_a_yes_each_side_is_told_how_to_reach_the_other(store: MemoryStore, asked: Asked) -> None:
    token = answer_token(store, asked)
    accept(asked.request.id, token, store, SHARED)
    assert seen_by_asker(asked.request.id, asked.token, store).contacts == REACHABLE
    seen = seen_by_receiver(asked.request.id, token, store)
    assert (seen.request.email, seen.request.phone) == ("elena@example.org", "+39 02 123456")
    listed = repr(list_requests(store))
    assert "example.org" not in listed


def test_a_profile_without_contacts_is_asked_which_to_share(store: MemoryStore) -> None:
    asked = ask("bruna", ELENA, store)
    token = answer_token(store, asked)
    assert seen_by_receiver(asked.request.id, token, store).kept == ()
    for nothing in (Contacts(), Contacts(person="Bruna")):
        with pytest.raises(InvalidInput) as refusal:
            accept(asked.request.id, token, store, nothing)
        assert refusal.value.details["fault"] is Fault.NO_CONTACT
    with pytest.raises(InvalidInput):
        accept(asked.request.id, token, store, Contacts(email="bruna"))
    assert seen_by_asker(asked.request.id, asked.token, store).state is RequestState.PENDING
    accept(asked.request.id, token, store, SHARED)
    told = seen_by_asker(asked.request.id, asked.token, store).contacts
    assert told == Contacts("bruna@example.org", "333 123456", "Bruna")
    with store.unit_of_work() as unit:
        assert unit.profiles.contacts("bruna") is None


def test_a_name_alone_is_no_way_to_be_reached(store: MemoryStore) -> None:
    put(store, named("dina"), contacts=Contacts(person="Dina"))
    asked = ask("dina", ELENA, store)
    assert seen_by_receiver(asked.request.id, answer_token(store, asked), store).kept == ()


def test_a_no_may_say_why_and_erases_how_to_reach_who_asked(store: MemoryStore, asked: Asked) -> None:
    token = answer_token(store, asked)
    with pytest.raises(InvalidInput):
        decline(asked.request.id, token, store, "x" * 501)
    decline(asked.request.id, token, store, "  Siamo pieni. ")
    seen = seen_by_asker(asked.request.id, asked.token, store)
    assert (seen.state, seen.request.note, seen.contacts) == (RequestState.DECLINED, "Siamo pieni.", None)
    assert (seen.request.email, seen.request.phone) == (None, None)


def test_who_asked_may_take_it_back(store: MemoryStore, asked: Asked) -> None:
    token = answer_token(store, asked)
    withdraw(asked.request.id, asked.token, store)
    assert seen_by_receiver(asked.request.id, token, store).state is RequestState.WITHDRAWN
    assert "elena@example.org" not in repr(store.state)


@pytest.mark.parametrize("first", ["accept", "decline", "withdraw"])
@pytest.mark.parametrize("second", ["accept", "decline", "withdraw"])
def test_a_request_ends_once(store: MemoryStore, asked: Asked, first: str, second: str) -> None:
    token = answer_token(store, asked)
    ways: dict[str, Callable[[], ContactRequest]] = {
        "accept": lambda: accept(asked.request.id, token, store),
        "decline": lambda: decline(asked.request.id, token, store),
        "withdraw": lambda: withdraw(asked.request.id, asked.token, store),
    }
    ended = ways[first]()
    with pytest.raises(Conflict) as refusal:
        ways[second]()
    assert refusal.value.details["reason"] == ended.state
    assert store.state.access.requests[asked.request.id] == ended


def test_after_thirty_days_nobody_can_answer(store: MemoryStore, asked: Asked) -> None:
    token = answer_token(store, asked)
    later(store, asked.request, VALID_DAYS)
    assert seen_by_asker(asked.request.id, asked.token, store).state is RequestState.EXPIRED
    assert list_requests(store, RequestState.EXPIRED).rows[0].answer_token is None
    with pytest.raises(Conflict, match="30 days"):
        accept(asked.request.id, token, store)
    ask("anna", ELENA, store)
    assert store.state.access.requests[asked.request.id].email is None


def test_a_link_opens_its_own_side_of_its_own_request_only(store: MemoryStore, asked: Asked) -> None:
    other = ask("bruna", ELENA, store)
    token = answer_token(store, asked)
    for wrong in ("", "x", token[:-1], asked.token, other.token, "è\0\ud83d"):
        with pytest.raises(NotFound, match="leads to no request"):
            seen_by_receiver(asked.request.id, wrong, store)
        with pytest.raises(NotFound):
            accept(asked.request.id, wrong, store)
    for wrong in ("", token, other.token):
        with pytest.raises(NotFound):
            seen_by_asker(asked.request.id, wrong, store)
        with pytest.raises(NotFound):
            withdraw(asked.request.id, wrong, store)
    with pytest.raises(NotFound):
        seen_by_asker("\ud83d", asked.token, store)
    assert store.state.access.requests[asked.request.id] == asked.request


def test_links_of_a_store_that_was_never_asked_lead_nowhere(store: MemoryStore) -> None:
    with pytest.raises(NotFound, match="leads to no request"):
        seen_by_asker("r1", "token", store)


def test_links_are_made_from_the_servers_secret_and_can_be_shown_again(store: MemoryStore, asked: Asked) -> None:
    assert proof(server_secret(store), asked.request.id, Party.ASKER) == asked.token
    assert answer_token(store, asked) == answer_token(store, asked) != asked.token
    assert asked.token not in repr(store.state)
    elsewhere = MemoryStore()
    assert proof(server_secret(elsewhere), asked.request.id, Party.ASKER) != asked.token


def test_erasing_a_profile_erases_its_requests(store: MemoryStore, asked: Asked) -> None:
    delete(store, "anna")
    assert list_requests(store).rows == ()
    with pytest.raises(NotFound):
        seen_by_asker(asked.request.id, asked.token, store)


def test_one_address_waits_for_one_answer_of_a_profile(store: MemoryStore, asked: Asked) -> None:
    with pytest.raises(Conflict) as refusal:
        ask("anna", replace(ELENA, email="Elena@Example.org"), store)
    assert refusal.value.details["reason"] == "asked_already"
    ask("bruna", ELENA, store)
    withdraw(asked.request.id, asked.token, store)
    ask("anna", ELENA, store)


def test_a_profile_is_not_flooded(store: MemoryStore) -> None:
    for number in range(MOST_PENDING):
        ask("anna", replace(ELENA, email=f"e{number}@example.org"), store)
    with pytest.raises(Conflict) as refusal:
        ask("anna", ELENA, store)
    assert refusal.value.details["reason"] == "too_many"


@pytest.mark.parametrize("profile_id", ["nobody", "carla"])
def test_who_takes_no_part_cannot_be_asked(store: MemoryStore, profile_id: str) -> None:
    with pytest.raises(NotFound):
        ask(profile_id, ELENA, store)


def test_every_fault_of_a_form_is_told_at_once() -> None:
    bare = Asking(name="", email="elena", message="", consent=False, organisation="x" * (LONGEST_NAME + 1))
    assert wrong_in_asking(replace(bare, phone="domani", need="\0")) == {
        "name": Fault.MISSING,
        "organisation": Fault.TOO_LONG,
        "email": Fault.NO_EMAIL,
        "phone": Fault.NO_PHONE,
        "message": Fault.MISSING,
        "need": Fault.UNREADABLE,
        "consent": Fault.NO_CONSENT,
    }
    assert wrong_in_asking(replace(ELENA, message="è " * (LONGEST_MESSAGE // 2), email="elena@example.org")) == {}


@pytest.mark.parametrize("change", [{"consent": False}, {"name": " "}, {"email": "a@b"}, {"message": "half \ud83d"}])
def test_a_request_with_a_fault_is_not_kept(store: MemoryStore, change: dict[str, str | bool]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ask("anna", replace(ELENA, **change), store)  # type: ignore[arg-type]
    assert refusal.value.details["field"] in change
    assert list_requests(store).found == 0


def test_the_list_is_paged_from_the_newest_and_counted_by_state(store: MemoryStore) -> None:
    asked = [ask("anna", replace(ELENA, email=f"e{number}@example.org"), store) for number in range(ROWS + 2)]
    withdraw(asked[0].request.id, asked[0].token, store)
    first, second = list_requests(store), list_requests(store, page=2)
    assert (len(first.rows), len(second.rows), first.found) == (ROWS, 2, ROWS + 2)
    assert first.rows[0].request.id == asked[-1].request.id
    assert dict(first.counts) == {RequestState.PENDING: ROWS + 1, RequestState.WITHDRAWN: 1}
    withdrawn = list_requests(store, RequestState.WITHDRAWN)
    assert ([row.request.id for row in withdrawn.rows], withdrawn.found) == ([asked[0].request.id], 1)
    assert list_requests(store, RequestState.DECLINED).found == 0
    assert datetime.now(UTC) >= first.rows[0].request.created_at >= first.rows[-1].request.created_at


def _values(contacts: Contacts) -> list[str]:
    return [value for value in (contacts.email, contacts.phone, contacts.person, contacts.website) if value]
