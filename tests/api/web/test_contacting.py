"""Asking for contact on the pages: forms, private links, and the list of those who pass them on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import count
from typing import Any

import pytest
from httpx2 import Response

from matcher.usecases.contacting.views import ROWS, list_requests
from tests.api.conftest import CANARY, Api, contacts
from tests.api.web.conftest import Browser

NUMBERS = count()
LINK = re.compile(r'value="(http://[^"]+/answer\?token=[^"]+)"')


def form(**changed: str) -> dict[str, Any]:
    filled = {
        "name": "Elena Riva",
        "organisation": "Trattoria Riva",
        "email": f"pettirosso{next(NUMBERS)}@example.org",
        "phone": "+39 02 555123",
        "need": "libri",
        "message": "Ci servono dieci libri.\nA marzo.",
        "consent": "1",
    }
    return filled | changed


@dataclass(frozen=True)
class Request:
    """A request with the paths of both private pages."""

    asker: str
    receiver: str

    @property
    def answer(self) -> str:
        return self.receiver.partition("?")[0]

    @property
    def token(self) -> str:
        return self.receiver.partition("token=")[2]


def path(address: str) -> str:
    return unescape(address).partition("/pages")[2]


def asked(browser: Browser, editor: Browser, profile_id: str = "conti") -> Request:
    answer = browser.post(f"/profiles/{profile_id}/contact", form=f"/profiles/{profile_id}/contact", **form())
    found = LINK.search(editor.get("/contacts"))
    assert found
    return Request(path(answer.headers["location"]), path(found[1]))


def answered(browser: Browser, request: Request, status: int = 303, **fields: str) -> Response:
    return browser.post(request.answer, status, form=request.receiver, token=request.token, **fields)


@pytest.fixture
def silent(api: Api) -> Iterator[str]:
    """A profile without contacts."""
    api.put("muta", {"kind": "artisan", "name": "Muta", "offers": ["divise"]})
    yield "muta"
    api.client.delete("/profiles/muta")


@pytest.fixture(autouse=True)
def binder(api: Api) -> Iterator[None]:
    """A profile with contacts that goes after each test, and its requests with it."""
    body = {"kind": "artisan", "name": "Legatoria Conti", "offers": ["rilegatura di libri"]}
    assert api.put("conti", body | {"contacts": contacts("conti")}) == 201
    yield
    api.client.delete("/profiles/conti")


def test_whoever_asks_is_led_to_a_page_of_their_own(anonymous: Browser, editor: Browser) -> None:
    request = asked(anonymous, editor)
    page = unescape(anonymous.get(request.asker))
    for text in ("Your request has been sent", "What happens next", "Waiting for an answer", "Ci servono dieci libri."):
        assert text in page
    assert CANARY not in page


def test_the_form_brings_along_what_was_looked_for(anonymous: Browser) -> None:
    assert "tesi &lt;b&gt;" in anonymous.get("/profiles/conti/contact", need="tesi <b>")


def test_faults_are_told_where_they_are_and_nothing_typed_is_lost(api: Api, anonymous: Browser) -> None:
    wrong = form(name=" ", email="elena", phone="domani", message="x" * 2001)
    del wrong["consent"]
    answer = anonymous.post("/profiles/conti/contact", 422, form="/profiles/conti/contact", **wrong)
    for field in ("name", "email", "phone", "message", "consent"):
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}-problem"' in answer.text
    assert 'value="elena"' in answer.text
    assert 'value="Trattoria Riva"' in answer.text
    assert list_requests(api.app.store).found == 0


def test_one_address_asks_once(anonymous: Browser) -> None:
    filled = form()
    anonymous.post("/profiles/conti/contact", form="/profiles/conti/contact", **filled)
    answer = anonymous.post("/profiles/conti/contact", 409, form="/profiles/conti/contact", **filled)
    assert "You have asked Legatoria Conti for contact already" in answer.text
    assert "Ci servono dieci libri." in answer.text


def test_the_receiver_reads_what_is_asked_and_not_how_to_reach_who_asks(anonymous: Browser, editor: Browser) -> None:
    request = asked(anonymous, editor)
    page = unescape(anonymous.get(request.receiver))
    for text in ("Elena Riva", "Trattoria Riva", "Ci servono dieci libri.", "your e-mail address, your telephone"):
        assert text in page
    for secret in (CANARY, "pettirosso", "555123"):
        assert secret not in page


def test_after_a_yes_each_side_sees_how_to_reach_the_other(anonymous: Browser, editor: Browser) -> None:
    request = asked(anonymous, editor)
    answer = answered(anonymous, request, answer="accept")
    assert path(answer.headers["location"]) == request.receiver
    receiver = anonymous.get(request.receiver)
    assert "pettirosso" in receiver
    assert "+39 02 555123" in receiver
    assert f"{CANARY}.conti@example.org" in anonymous.get(request.asker)
    assert CANARY not in editor.get("/contacts", state="accepted")
    assert "pettirosso" not in editor.get("/contacts", state="accepted")


def test_a_profile_without_contacts_is_asked_for_some(silent: str, anonymous: Browser, editor: Browser) -> None:
    request = asked(anonymous, editor, silent)
    assert "Your profile holds no contacts" in anonymous.get(request.receiver)
    refused = answered(anonymous, request, 422, answer="accept", person="Marta")
    assert 'href="#email"' in refused.text
    assert 'value="Marta"' in refused.text
    answered(anonymous, request, answer="accept", person="Marta", email="marta@example.org")
    assert "marta@example.org" in anonymous.get(request.asker)


def test_a_website_is_a_link_only_if_it_leads_to_the_web(api: Api, anonymous: Browser, editor: Browser) -> None:
    for website, linked in (("https://example.org/a?b&c", True), ("javascript:alert(1)", False)):
        body = {"kind": "artisan", "name": "Tessa", "offers": ["tessitura"], "contacts": {"website": website}}
        api.put("tessa", body)
        request = asked(anonymous, editor, "tessa")
        answered(anonymous, request, answer="accept")
        page = unescape(anonymous.get(request.asker))
        assert website in page
        assert (f'href="{website}"' in page) == linked
        api.client.delete("/profiles/tessa")


def test_a_no_is_told_with_its_note(anonymous: Browser, editor: Browser) -> None:
    request = asked(anonymous, editor)
    long = answered(anonymous, request, 422, answer="decline", note="x" * 501)
    assert 'id="note-problem"' in long.text
    answered(anonymous, request, answer="decline", note="Siamo pieni <fino> a maggio.")
    page = anonymous.get(request.asker)
    assert "Siamo pieni &lt;fino&gt; a maggio." in page
    assert CANARY not in page
    assert "Siamo pieni" in editor.get("/contacts", state="declined")


def test_an_answer_that_is_none_of_the_two_is_refused(anonymous: Browser, editor: Browser) -> None:
    request = asked(anonymous, editor)
    answered(anonymous, request, 422, answer="perhaps")
    answered(anonymous, request, 422)
    assert "Waiting for an answer" in anonymous.get(request.asker)


def test_a_second_answer_changes_nothing(anonymous: Browser, editor: Browser) -> None:
    request = asked(anonymous, editor)
    pages = anonymous.get(request.receiver)
    answered(anonymous, request, answer="decline")
    token = re.search(r'name="csrf" value="(\w+)"', pages)
    assert token
    fields = {"csrf": token[1], "token": request.token, "answer": "accept"}
    again = anonymous.client.post("/pages" + request.answer, data=fields)
    assert again.status_code == 409
    assert "was declined already" in again.text
    assert "pettirosso" not in again.text


def test_who_asked_may_withdraw(anonymous: Browser, editor: Browser) -> None:
    request = asked(anonymous, editor)
    where, _, token = request.asker.partition("?token=")
    anonymous.post(f"{where}/withdraw", form=request.asker, token=token)
    assert "You have withdrawn this request" in anonymous.get(request.asker)
    assert "has withdrawn the request" in anonymous.get(request.receiver)
    anonymous.post(f"{where}/withdraw", 409, form="/sign-in", token=token)


@pytest.mark.parametrize("side", ["asker", "receiver"])
def test_private_pages_are_kept_by_nothing_and_told_to_nobody(side: str, anonymous: Browser, editor: Browser) -> None:
    request = asked(anonymous, editor)
    headers = anonymous.client.get("/pages" + getattr(request, side)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"] == "noindex"


def test_a_link_that_is_not_theirs_opens_nothing(anonymous: Browser, editor: Browser) -> None:
    request = asked(anonymous, editor)
    where, _, token = request.asker.partition("?token=")
    for address in (where, f"{where}?token=x", f"{where}/answer?token={token}", f"{where}?token={request.token}"):
        assert "Elena" not in anonymous.get(address, status=404)
    anonymous.post(f"{where}/withdraw", 404, form="/sign-in", token=request.token)
    anonymous.post(request.answer, 404, form="/sign-in", token=token, answer="accept")


def test_erasing_the_profile_takes_its_requests_along(
    silent: str, api: Api, anonymous: Browser, editor: Browser
) -> None:
    request = asked(anonymous, editor, silent)
    api.client.delete(f"/profiles/{silent}")
    for private in (request.asker, request.receiver):
        anonymous.get(private, status=404)
    assert "There are no requests here" in editor.get("/contacts", state="all")


def test_the_list_is_for_those_who_may_write(anonymous: Browser, organiser: Browser) -> None:
    answer = anonymous.client.get("/pages/contacts")
    assert (answer.status_code, answer.headers["location"]) == (303, "/pages/sign-in?next=%2Fcontacts")
    organiser.get("/contacts", status=403)


def test_the_list_is_by_state_and_in_pages(api: Api, anonymous: Browser, editor: Browser) -> None:
    for _ in range(ROWS + 1):
        anonymous.post("/profiles/conti/contact", form="/profiles/conti/contact", **form())
    first = editor.get("/contacts")
    assert len(LINK.findall(first)) == ROWS
    assert "Next" in first
    second = editor.get("/contacts", page=2)
    assert len(LINK.findall(second)) == 1
    assert "Next" not in second
    assert "There are no requests here" in editor.get("/contacts", state="accepted")
    assert len(LINK.findall(editor.get("/contacts", state="all"))) == ROWS
    editor.get("/contacts", status=422, page=0)


def test_the_whole_way_in_italian(visit: Callable[..., Browser], editor: Browser) -> None:
    visitor = visit("it")
    request = asked(visitor, editor)
    assert "Che cosa succede ora" in visitor.get(request.asker)
    assert "La tua risposta" in visitor.get(request.receiver)
    answered(visitor, request, answer="accept")
    assert "Come raggiungere Legatoria Conti" in visitor.get(request.asker)
