"""Who may do what: every route with every sort of key, and none that was forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from httpx2 import Response
from starlette.testclient import TestClient

from api.app import create_app
from matcher.bootstrap import Application
from matcher.domain.access import Scope
from matcher.settings import Settings
from matcher.usecases.keys import create_key, revoke_key
from tests.api import fair
from tests.api.conftest import PROFILES
from tests.api.owned import put_back
from tests.event_solvers import SIMPLE

MINE, OTHER = "North", "South"
IDENTITIES = ("anonymous", *Scope, "other", "expired", "revoked", "wrong")
"""Who asks: nobody, keys of one scope of the organisation that owns everything here, an admin of another organisation,
keys that are of no use any more, and a text that is no key's."""
OPEN, SHARED, OWN_TO_CHANGE, OWN = "open", "shared", "own to change", "own"
"""What a route is about: nothing that is anybody's, what is everybody's, a profile, which others only see, or what
nobody of another organisation sees."""


@dataclass(frozen=True)
class Access:
    """What a route needs and whose it is; `body` is one that it takes."""

    scope: Scope | None
    about: str = SHARED
    body: Any = None


READ, WRITE, EVENTS = Access(Scope.READ), Access(Scope.WRITE), Access(Scope.EVENTS, OWN)
FREE = Access(None, OPEN)
E = "/events/{event_id}"
API = {
    "GET /": FREE,
    "GET /livez": FREE,
    "GET /readyz": FREE,
    "GET /version": FREE,
    "GET /docs": FREE,
    "GET /docs/oauth2-redirect": FREE,
    "GET /openapi.json": FREE,
    "POST /match": replace(READ, body={"query": "taglio laser"}),
    "POST /match/batch": replace(READ, body={"requests": [{"query": "taglio laser"}]}),
    "POST /market": READ,
    "GET /market/{market_id}": READ,
    "GET /market/{market_id}/recommendations": READ,
    "POST /schedule": READ,
    "GET /indicators": READ,
    "GET /indicators/{table}": READ,
    "GET /skills": READ,
    "GET /districts": READ,
    "GET /profiles": READ,
    "GET /profiles/{profile_id}": replace(READ, about=OWN),
    "PUT /profiles/{profile_id}": replace(WRITE, about=OWN_TO_CHANGE, body=PROFILES["silent"]),
    "PATCH /profiles/{profile_id}": replace(WRITE, about=OWN_TO_CHANGE, body={"description": "Taglia."}),
    "DELETE /profiles/{profile_id}": replace(WRITE, about=OWN_TO_CHANGE),
    "POST /profiles/import": WRITE,
    "GET /events": replace(EVENTS, about=SHARED),
    "POST /events": replace(EVENTS, about=SHARED),
    f"GET {E}": EVENTS,
    f"PUT {E}": replace(EVENTS, body={name: value for name, value in fair.EVENT.items() if name != "id"}),
    f"DELETE {E}": EVENTS,
    f"GET {E}/participants": EVENTS,
    f"POST {E}/participants": EVENTS,
    f"POST {E}/participants/import": EVENTS,
    f"DELETE {E}/participants/{{participant_id}}": EVENTS,
    f"PUT {E}/interests": EVENTS,
    f"POST {E}/interests/import": EVENTS,
    f"GET {E}/pairs": EVENTS,
    f"POST {E}/pairs": EVENTS,
    f"PATCH {E}/pairs": EVENTS,
    f"GET {E}/fairness": EVENTS,
    f"POST {E}/timetable": EVENTS,
    f"GET {E}/timetable": EVENTS,
    f"PATCH {E}/timetable": EVENTS,
    f"POST {E}/timetable/moves": EVENTS,
    f"GET {E}/timetable/versions": EVENTS,
    f"POST {E}/timetable/publish": EVENTS,
    f"POST {E}/changes": EVENTS,
    f"GET {E}/downloads/{{file}}": EVENTS,
    f"GET {E}/jobs": EVENTS,
    "GET /jobs/{job_id}": EVENTS,
    "DELETE /jobs/{job_id}": EVENTS,
}
NAMES = {
    "profile_id": "mine",
    "event_id": "fiera",
    "file": "agendas.pdf",
    "table": "skills",
    "market_id": "none",
    "participant_id": "nobody",
    "job_id": "job",
}


@dataclass
class Server:
    """A server with a profile, an event and a job of one organisation."""

    app: Application
    client: TestClient
    keys: dict[str, str]
    changed: bool = True

    def send(self, route: str, who: str, access: Access) -> Response:
        method, path = route.split()
        self.changed |= method != "GET"
        for name, value in NAMES.items():
            path = path.replace(f"{{{name}}}", value)
        sent: dict[str, Any] = {"headers": self.headers(who), "follow_redirects": False}
        if path.endswith("/import"):
            sent["files"] = {"file": ("empty.csv", b"name\n")}
        elif method in ("POST", "PUT", "PATCH"):
            sent["json"] = access.body or {}
        return self.client.request(method, path, **sent)  # type: ignore[return-value]

    def headers(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.keys[who]}"} if who in self.keys else {}

    def restore(self) -> None:
        """Put back what a request with the right key may have erased."""
        if not self.changed:
            return
        self.changed = False
        put_back(self.client, self.app, self.headers("owner"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    app = Application(Settings(data_dir=tmp_path_factory.mktemp("data"), encoder="hashing:64", rate_limit=0))
    app.warm_up()
    app.events.solvers = SIMPLE
    keys = {str(scope): create_key("test", {scope}, app.store, organisation=MINE).text for scope in Scope}
    keys["owner"] = create_key("test", {Scope.ADMIN}, app.store, organisation=MINE).text
    keys["other"] = create_key("test", {Scope.ADMIN}, app.store, organisation=OTHER).text
    keys["platform"] = create_key("test", {Scope.ADMIN}, app.store).text
    keys["revoked"] = _revoked(app)
    keys["expired"] = _expired(app)
    keys["wrong"] = keys["owner"][:-1] + ("A" if keys["owner"][-1] != "A" else "B")
    with TestClient(create_app(app)) as client:
        yield Server(app, client, keys)
    app.close()


def _revoked(app: Application) -> str:
    issued = create_key("test", {Scope.ADMIN}, app.store)
    revoke_key(issued.key.id, app.store)
    return issued.text


def _expired(app: Application) -> str:
    issued = create_key("test", {Scope.ADMIN}, app.store, days=1)
    with app.store.unit_of_work(write=True) as unit:
        unit.keys.end(issued.key.id, datetime.now(UTC))
        unit.commit()
    return issued.text


def expected(access: Access, who: str) -> int | None:
    """The status that refuses; None where nothing does."""
    if access.scope is None:
        return None
    if who in ("anonymous", "expired", "revoked", "wrong"):
        return 401
    if who == "other":
        return 404 if access.about in (OWN, OWN_TO_CHANGE) else None
    return None if who in (access.scope, Scope.ADMIN) else 403


@pytest.mark.parametrize("who", IDENTITIES)
@pytest.mark.parametrize("route", API)
def test_a_route_lets_in_who_may_and_nobody_else(server: Server, route: str, who: str) -> None:
    server.restore()
    access = API[route]
    answer = server.send(route, who, access)
    status = expected(access, who)
    if status is None:
        assert answer.status_code not in (401, 403)
        assert "'fiera'" not in answer.json()["detail"] if answer.status_code == 404 else True
        return
    assert answer.status_code == status
    assert answer.json()["detail"].strip()
    if status == 401:
        assert answer.headers["www-authenticate"].startswith("Bearer ")
    if who == "other" and E in route:
        # Told in the words for what is not there, and not for something of it that is not there.
        assert answer.json()["detail"].startswith("There is no event 'fiera'.")


def test_no_route_of_the_api_was_forgotten(server: Server) -> None:
    assert routes_of(server.client.app) == API.keys()  # type: ignore[arg-type]


def routes_of(app: FastAPI) -> set[str]:
    """Every route of an application by method and path, without what is mounted."""
    return {
        f"{method} {route.path}"
        for route in iter_route_contexts(app.routes)
        for method in (getattr(route, "methods", None) or ())
        if method != "HEAD"
    }
