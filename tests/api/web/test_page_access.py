"""Who may see and do what on the pages: every one with every sort of key, and none that was forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.app import create_app
from api.web.site import create_site
from matcher.bootstrap import Application
from matcher.domain.access import Scope
from matcher.settings import Settings
from matcher.usecases.keys import create_key, revoke_key
from tests.api.owned import put_back
from tests.api.test_access import MINE, NAMES, OTHER, routes_of
from tests.api.web.conftest import TOKEN

IDENTITIES = ("anonymous", *Scope, "other", "expired", "revoked")
PUBLIC = ""
"""For everybody who visits."""


@dataclass(frozen=True)
class Page:
    """The scope that a page needs, and the status for a key of another organisation where it may not see it."""

    scope: str
    other: int | None = None


ALL, WRITE, EVENTS = Page(PUBLIC), Page(Scope.WRITE), Page(Scope.EVENTS)
OWN_PROFILE, OWN_EVENT = replace(WRITE, other=404), replace(EVENTS, other=404)
E = "/events/{event_id}"
PAGES = {
    "GET /": ALL,
    "GET /sign-in": ALL,
    "POST /sign-in": ALL,
    "POST /sign-out": ALL,
    "GET /language/{language}": ALL,
    "GET /indicators/{table}.csv": ALL,
    "GET /find": ALL,
    "GET /static/{digest}/{name}": ALL,
    "GET /profiles/{profile_id}": ALL,
    "GET /profiles/{profile_id}/contact": ALL,
    "POST /profiles/{profile_id}/contact": ALL,
    "GET /contact/{request_id}": ALL,
    "POST /contact/{request_id}/withdraw": ALL,
    "GET /contact/{request_id}/answer": ALL,
    "POST /contact/{request_id}/answer": ALL,
    "GET /contacts": replace(WRITE, other=404),
    "GET /profiles": WRITE,
    "GET /profiles/new": WRITE,
    "POST /profiles/new": WRITE,
    "POST /profiles/new/preview": WRITE,
    "GET /profiles/new/skills": WRITE,
    "GET /profiles/import": WRITE,
    "POST /profiles/import": WRITE,
    "GET /profiles/import/{upload_id}": WRITE,
    "POST /profiles/import/{upload_id}": WRITE,
    "GET /profiles/import/{upload_id}/result": WRITE,
    "GET /profiles/import/{upload_id}/progress": WRITE,
    "POST /profiles/import/{upload_id}/start": WRITE,
    "POST /profiles/import/{upload_id}/check": WRITE,
    "POST /profiles/import/{upload_id}/cancel": WRITE,
    "GET /profiles/import/{upload_id}/rejected.csv": WRITE,
    "GET /profiles/{profile_id}/edit": OWN_PROFILE,
    "POST /profiles/{profile_id}/edit": OWN_PROFILE,
    "GET /profiles/{profile_id}/erase": OWN_PROFILE,
    "POST /profiles/{profile_id}/erase": OWN_PROFILE,
    "GET /events": EVENTS,
    "GET /events/new": EVENTS,
    "POST /events/new": EVENTS,
    "POST /events/sample": EVENTS,
    "POST /events/programme": EVENTS,
    f"GET {E}": OWN_EVENT,
    f"GET {E}/settings": OWN_EVENT,
    f"POST {E}/settings": OWN_EVENT,
    f"POST {E}/erase": OWN_EVENT,
    f"GET {E}/people": OWN_EVENT,
    f"GET {E}/people/new": OWN_EVENT,
    f"POST {E}/people/new": OWN_EVENT,
    f"GET {E}/people/{{person_id}}": OWN_EVENT,
    f"POST {E}/people/{{person_id}}": OWN_EVENT,
    f"POST {E}/people/{{person_id}}/remove": OWN_EVENT,
    f"GET {E}/people/import": OWN_EVENT,
    f"POST {E}/people/import": OWN_EVENT,
    f"POST {E}/people/import/sample": OWN_EVENT,
    f"GET {E}/people/import/{{upload_id}}": OWN_EVENT,
    f"POST {E}/people/import/{{upload_id}}": OWN_EVENT,
    f"GET {E}/pairs": OWN_EVENT,
    f"POST {E}/pairs/choose": OWN_EVENT,
    f"POST {E}/pairs/decide": OWN_EVENT,
    f"GET {E}/pairs/of/{{person_id}}": OWN_EVENT,
    f"GET {E}/fairness": OWN_EVENT,
    f"GET {E}/fairness.csv": OWN_EVENT,
    f"GET {E}/timetable": OWN_EVENT,
    f"POST {E}/timetable/make": OWN_EVENT,
    f"GET {E}/timetable/jobs/{{job_id}}": OWN_EVENT,
    f"GET {E}/timetable/jobs/{{job_id}}/progress": OWN_EVENT,
    f"POST {E}/timetable/jobs/{{job_id}}/cancel": OWN_EVENT,
    f"GET {E}/timetable/move": OWN_EVENT,
    f"POST {E}/timetable/move": OWN_EVENT,
    f"GET {E}/timetable/targets": OWN_EVENT,
    f"POST {E}/timetable/drop": OWN_EVENT,
    f"POST {E}/timetable/lock": OWN_EVENT,
    f"GET {E}/publish": OWN_EVENT,
    f"POST {E}/publish": OWN_EVENT,
    f"GET {E}/downloads": OWN_EVENT,
    f"GET {E}/downloads/{{file}}": OWN_EVENT,
    f"GET {E}/day": OWN_EVENT,
    f"POST {E}/day": OWN_EVENT,
    f"POST {E}/day/keep": OWN_EVENT,
    f"POST {E}/day/edit": OWN_EVENT,
}
PARTS = NAMES | {"language": "en", "request_id": "none", "upload_id": "none", "person_id": "nobody", "digest": "0"}


@dataclass
class Site:
    """A server with a profile that does not take part and an event, and browsers with every sort of key."""

    app: Application
    owner: str
    browsers: dict[str, TestClient]
    changed: bool = True

    def send(self, route: str, who: str) -> Response:
        method, path = route.split()
        self.changed |= method != "GET"
        for name, value in PARTS.items():
            path = path.replace(f"{{{name}}}", value)
        browser = self.browsers[who]
        if method == "GET":
            return browser.get("/pages" + path)  # type: ignore[return-value]
        # The page of the form alone proves a form to be a visitor's, whatever is behind it.
        token = TOKEN.search(browser.get("/pages/sign-in").text)
        assert token
        return browser.post("/pages" + path, data={"csrf": token[1]})  # type: ignore[return-value]

    def restore(self) -> None:
        if not self.changed:
            return
        self.changed = False
        put_back(self.browsers["anonymous"], self.app, {"Authorization": f"Bearer {self.owner}"})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    app = Application(Settings(data_dir=tmp_path_factory.mktemp("data"), encoder="hashing:64", rate_limit=0))
    app.warm_up()
    served = create_app(app)
    owner = create_key("test", {Scope.ADMIN}, app.store, organisation=MINE).text
    made = Site(app, owner, {})
    for who in IDENTITIES:
        browser = TestClient(served, follow_redirects=False, headers={"Accept-Language": "en"})
        made.browsers[who] = browser
        if who == "anonymous":
            continue
        scopes = {Scope(who)} if who in set(Scope) else {Scope.ADMIN}
        issued = create_key("test", scopes, app.store, organisation=OTHER if who == "other" else MINE)
        token = TOKEN.search(browser.get("/pages/sign-in").text)
        assert token
        assert browser.post("/pages/sign-in", data={"csrf": token[1], "key": issued.text}).status_code == 303
        if who == "revoked":
            revoke_key(issued.key.id, app.store)
        if who == "expired":
            with app.store.unit_of_work(write=True) as unit:
                unit.keys.end(issued.key.id, datetime.now(UTC))
                unit.commit()
    yield made
    app.close()


@pytest.mark.parametrize("who", [one for one in IDENTITIES if one != "read"])
@pytest.mark.parametrize("route", [one for one in PAGES if one != "POST /sign-out"])
def test_a_page_lets_in_who_may_and_nobody_else(site: Site, route: str, who: str) -> None:
    site.restore()
    page = PAGES[route]
    answer = site.send(route, who)
    to_sign_in = answer.headers.get("location", "").startswith("/pages/sign-in")
    if page.scope == PUBLIC:
        assert answer.status_code not in (401, 403)
        assert not to_sign_in
    elif who in ("anonymous", "expired", "revoked"):
        assert (answer.status_code, to_sign_in) == (303, True)
    elif who == "other":
        assert answer.status_code == 404 if page.other else answer.status_code not in (401, 403)
    elif who in (page.scope, Scope.ADMIN):
        assert answer.status_code not in (401, 403)
        assert not to_sign_in
        assert "There is no event" not in answer.text
    else:
        assert answer.status_code == 403


def test_a_page_is_read_by_who_may_only_read_like_by_somebody_who_may_not_see_it(site: Site) -> None:
    site.restore()
    found = {route: site.send(route, "read").status_code for route, page in PAGES.items() if page.scope != PUBLIC}
    assert set(found.values()) == {403}


def test_a_profile_that_does_not_take_part_is_shown_to_its_organisation_alone(site: Site) -> None:
    site.restore()
    seen = {who: site.send("GET /profiles/{profile_id}", who).status_code for who in IDENTITIES}
    assert {who for who, status in seen.items() if status == 200} == {"write", "admin"}
    lists = {who: "Laser Muto" in site.send("GET /profiles?q=Muto", who).text for who in ("write", "other")}
    assert lists == {"write": True, "other": False}


def test_an_event_is_listed_to_its_organisation_alone(site: Site) -> None:
    site.restore()
    lists = {who: "/events/fiera" in site.send("GET /events", who).text for who in ("events", "other")}
    assert lists == {"events": True, "other": False}


def test_no_page_was_forgotten(site: Site) -> None:
    assert routes_of(create_site(site.app)) == PAGES.keys()
