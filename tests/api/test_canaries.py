"""Contacts are found in no answer, page, log, metric, export or file but those that may show them.

Every operation and every page there is gets called, whatever it is: one whose path cannot be filled in fails the test.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount
from starlette.testclient import TestClient

from api.web.paths import PREFIX
from api.web.site import create_site
from matcher.domain.access import Scope
from matcher.usecases import shelving
from matcher.usecases.contacting.checks import Asking
from matcher.usecases.contacting.requests import accept, ask
from matcher.usecases.contacting.views import list_requests
from matcher.usecases.keys import create_key
from matcher.usecases.uploading import keep_upload
from tests.api import fair
from tests.api.conftest import CANARY, Api
from tests.marked import files_with

SENT = "passerotto"
"""A word in everything that is sent and refused."""
WRITING = ("POST", "PUT", "PATCH", "DELETE")
JUNK: dict[str, Any] = {
    "kind": "artisan",
    "name": "X",
    "contacts": {"email": f"{SENT} non è un indirizzo", "phone": {"number": SENT}, "person": [SENT]},
    "email": f"{SENT}@",
    "participants": [{"email": f"{SENT} @"}],
}
STAFF_MAY_SEE = {
    "/pages/profiles/{profile_id}/edit",
    "/pages/profiles/import/{upload_id}",
    "/pages/events/{event_id}/people/{person_id}",
    "/pages/events/{event_id}/people/import/{upload_id}",
}
"""Pages that show contacts to those who keep them, and to nobody else."""


def routes(found: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every method and path that is served, mounted ones included."""
    for route in found:
        inner = getattr(getattr(route, "original_router", None), "routes", None)
        if inner is not None:
            yield from routes(inner, prefix + (route.include_context.prefix or ""))  # type: ignore[attr-defined]
        elif isinstance(route, Mount):
            yield from routes(route.routes, prefix + route.path)
        elif isinstance(route, APIRoute):
            yield from ((method, prefix + route.path) for method in sorted(route.methods))


@pytest.fixture
def served(event: Api, monkeypatch: pytest.MonkeyPatch) -> tuple[Api, dict[str, str]]:
    """The fair with a published timetable, requests for contact, an uploaded file, a market; what fills each path."""
    monkeypatch.setattr(shelving, "SMALL", 2)
    api = event
    assert api.client.post("/events/fiera/pairs").status_code == 200
    job = fair.scheduled(api)
    assert api.client.post("/events/fiera/timetable/publish", json={}).status_code == 200
    market = api.client.post("/market", json={"k": 2, "candidates": 5}).json()
    asking = Asking("Elena", f"elena.{CANARY}@example.org", "Salve", consent=True, phone=f"02 12345 {CANARY}")
    waiting, agreed = ask("tailor", asking, api.app.store), ask("binder", asking, api.app.store)
    tokens = {row.request.id: row.answer_token for row in list_requests(api.app.store).rows}
    accept(agreed.request.id, tokens[agreed.request.id] or "", api.app.store)
    table = f"id;Nome;Cosa offre;Email\nx;Uno;sedie;{CANARY}@example.org\ny;;sedie;{CANARY}.2@example.org\n"
    upload = keep_upload("soci.csv", table.encode(), api.app.store)
    return (
        api,
        {
            "profile_id": "binder",
            "event_id": "fiera",
            "participant_id": "anna",
            "person_id": "anna",
            "job_id": job["id"],
            "market_id": market["id"],
            "request_id": waiting.request.id,
            "upload_id": upload.id,
            "number": "1",
            "version": "1",
            "table": "presence",
            "skill_id": "bookbinding",
            "a": "anna",
            "b": "carla",
            "file": "agendas.pdf",
            "name": "base.css",
            "digest": "0",
            "token": waiting.token,
            "language": "en",
        },
    )


def filled(path: str, values: dict[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        name = match[1].partition(":")[0]
        assert name in values, f"say in this test what '{name}' of {path} is, so that it is looked at"
        return values[name]

    return re.sub(r"\{([^}]+)\}", value, path)


def test_contacts_are_in_no_answer_page_log_or_file(
    served: tuple[Api, dict[str, str]], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    api, values = served
    application: Any = api.client.app
    known = sorted({*routes(application.routes), *routes(create_site(api.app).routes, PREFIX)})
    assert len(known) > 100, "the routes are found"
    staff = signed_in(api)
    shown: dict[str, list[str]] = {"anybody": [], "staff": [], "refusals": [], "failures": []}
    for method, path in known:
        if method in WRITING:
            continue
        concrete = filled(path, values)
        for who, client in (("anybody", api.client), ("staff", staff)):
            answer = client.get(concrete)
            if answer.status_code >= 500 and path != "/readyz":
                shown["failures"].append(f"{path} {answer.status_code}")
            if CANARY in answer.text or CANARY in str(answer.headers):
                shown[who].append(path)
    for method, path in known:
        if method not in WRITING or method == "DELETE":
            continue
        concrete = filled(path, values)
        answer = api.client.request(method, concrete, json=JUNK)
        if path.startswith("/pages"):
            answer = staff.request(method, concrete, data={"email": SENT, "csrf": "no", "name": SENT})
        if CANARY in answer.text or (SENT in answer.text and not path.startswith("/pages")):
            shown["refusals"].append(path)
    assert not shown["failures"]
    assert not shown["anybody"]
    assert set(shown["staff"]) == STAFF_MAY_SEE
    assert not shown["refusals"]
    api.app.save_market()
    folder = api.app.settings.data_dir
    assert files_with(folder / "index", CANARY.encode(), SENT.encode()) == []
    assert CANARY not in caplog.text
    assert SENT not in caplog.text


def signed_in(api: Api) -> TestClient:
    client = TestClient(api.client.app, raise_server_exceptions=False, follow_redirects=False)
    issued = create_key("test", tuple(Scope), api.app.store)
    proof = re.search(r'name="csrf" value="(\w+)"', client.get("/pages/sign-in").text)
    assert proof
    assert client.post("/pages/sign-in", data={"key": issued.text, "csrf": proof[1]}).status_code == 303
    return client
