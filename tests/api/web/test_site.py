"""What holds for every page: who may come in, what browsers may do, what errors look like."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.routing import APIRoute

from api.web.paths import inside, url
from api.web.site import SECTIONS
from matcher.domain.access import Scope
from matcher.usecases.keys import create_key, revoke_key
from tests.api.conftest import Api
from tests.api.web.conftest import TOKEN, Browser

ROUTES = [route for section in SECTIONS for route in section.router.routes if isinstance(route, APIRoute)]
POSTS = sorted({route.path for route in ROUTES if "POST" in (route.methods or ())})


def test_the_address_of_the_server_leads_to_the_pages(api: Api) -> None:
    answer = api.client.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/pages/")


def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(anonymous: Browser) -> None:
    policy = anonymous.client.get("/pages/sign-in").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_cookie_is_for_pages_alone_and_for_no_script(anonymous: Browser) -> None:
    cookie = anonymous.client.get("/pages/sign-in").headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/pages"} <= set(cookie.split("; "))


def test_a_key_opens_the_pages_of_its_scope_until_it_is_revoked(api: Api, visit: Callable[..., Browser]) -> None:
    browser = visit()
    issued = create_key("fair", {Scope.WRITE}, api.app.store)
    answer = browser.post("/sign-in", key=f"  {issued.text} ", next="/find")
    assert answer.headers["location"] == "/pages/find"
    assert "Sign out" in browser.get("/sign-in")
    revoke_key(issued.key.id, api.app.store)
    assert "Sign out" not in browser.get("/sign-in")


def test_a_wrong_key_is_refused_in_words(anonymous: Browser) -> None:
    answer = anonymous.post("/sign-in", status=422, key="matcher_0_0")
    assert "This key is not valid" in answer.text
    assert "matcher_0_0" not in answer.text


def test_signing_in_changes_what_forms_are_tied_to(api: Api, anonymous: Browser) -> None:
    before = TOKEN.search(anonymous.get("/sign-in"))
    assert before
    anonymous.sign_in(api)
    answer = anonymous.client.post("/pages/sign-out", data={"csrf": before[1]})
    assert answer.status_code == 403


def test_signing_out_forgets_the_key(organiser: Browser) -> None:
    organiser.post("/sign-out")
    assert "Sign out" not in organiser.get("/sign-in")


@pytest.mark.parametrize("path", POSTS)
def test_no_form_is_taken_that_is_not_ours(path: str, organiser: Browser) -> None:
    address = "/pages" + path.replace("{", "").replace("}", "")
    for data in ({}, {"csrf": ""}, {"csrf": "0" * 96}):
        answer = organiser.client.post(address, data=data)
        assert answer.status_code == 403, path
        assert "<h1>This form is no longer valid</h1>" in answer.text


def test_a_form_of_another_visitor_is_refused(visit: Callable[..., Browser]) -> None:
    other = TOKEN.search(visit().get("/sign-in"))
    assert other
    assert visit().client.post("/pages/sign-out", data={"csrf": other[1]}).status_code == 403


def test_a_forged_cookie_is_nobody(api: Api, visit: Callable[..., Browser]) -> None:
    browser = visit()
    issued = create_key("fair", {Scope.ADMIN}, api.app.store)
    browser.client.cookies.set("matcher_visitor", f'["nonce","{issued.key.id}"].sig', path="/pages")
    assert "Sign out" not in browser.get("/sign-in")


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil.example", "/\tx", "evil", "", None, "/a\nSet-Cookie: x"]
)
def test_nobody_is_sent_to_another_site_after_signing_in(path: str | None) -> None:
    assert inside(path) == "/"


def test_an_address_names_its_parameters_and_leaves_out_what_is_empty() -> None:
    assert url("/find", q="a&b è", kind=[], nil=[3, 4], sort=None) == "/pages/find?q=a%26b+%C3%A8&nil=3&nil=4"


def test_what_is_not_there_is_said_in_the_visitors_language(visit: Callable[..., Browser]) -> None:
    assert "<h1>Qui non c’è nulla</h1>" in visit("it").get("/nowhere", status=404)
    assert "<h1>There is nothing here</h1>" in visit("en").get("/nowhere", status=404)


def test_files_of_pages_are_kept_for_good_under_an_address_that_changes_with_them(anonymous: Browser) -> None:
    page = anonymous.get("/sign-in")
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = anonymous.client.get(address)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert anonymous.client.get("/pages/static/old/base.css").headers["cache-control"] == "no-cache"
    assert anonymous.client.get("/pages/static/old/%2E%2E%2Fsite.py").status_code == 404


def test_operations_of_the_api_do_not_know_the_pages(api: Api) -> None:
    paths = api.client.get("/openapi.json").json()["paths"]
    assert not [path for path in paths if path.startswith("/pages") or path == "/"]
