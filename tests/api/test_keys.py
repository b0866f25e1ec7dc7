"""When a key is asked for, and what the organisation of a key means for what is made with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from matcher.bootstrap import Application
from matcher.domain.access import Scope
from matcher.settings import Settings
from matcher.usecases import key_ring
from matcher.usecases.keys import create_key, revoke_key
from tests.api import fair
from tests.api.conftest import PROFILES

Start = Callable[..., tuple[Application, TestClient]]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts a server with other settings, which sees at once what became of keys."""
    monkeypatch.setattr(key_ring, "FRESH_S", 0)
    started: list[Application] = []

    def starting(base_url: str = "http://127.0.0.1", **settings: Any) -> tuple[Application, TestClient]:  # noqa: ANN401
        app = Application(Settings(data_dir=tmp_path, encoder="hashing:64", **settings))
        started.append(app)
        return app, TestClient(create_app(app), base_url=base_url)

    yield starting
    for app in started:
        app.close()


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def key(app: Application, *scopes: Scope, organisation: str | None = None) -> dict[str, str]:
    return bearer(create_key("test", scopes or {Scope.ADMIN}, app.store, organisation=organisation).text)


class TestWhenAKeyIsNeeded:
    def test_a_laptop_is_open_until_the_first_key_is_given_out(self, start: Start) -> None:
        app, client = start()
        assert client.get("/skills").status_code == 200
        issued = create_key("first", {Scope.READ}, app.store)
        refused = client.get("/skills")
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Bearer realm="matcher"')
        assert refused.headers["content-type"] == "application/problem+json"
        assert "Authorization: Bearer KEY" in refused.json()["detail"]
        assert client.get("/skills", headers=bearer(issued.text)).status_code == 200

    def test_it_stays_closed_when_the_last_key_is_revoked(self, start: Start) -> None:
        app, client = start()
        issued = create_key("only", {Scope.READ}, app.store)
        assert client.get("/skills", headers=bearer(issued.text)).status_code == 200
        revoke_key(issued.key.id, app.store)
        refused = client.get("/skills", headers=bearer(issued.text))
        assert (refused.status_code, 'error="invalid_token"' in refused.headers["www-authenticate"]) == (401, True)
        assert client.get("/skills").status_code == 401

    @pytest.mark.parametrize(
        ("settings", "address", "status"),
        [
            ({}, "http://localhost", 200),
            ({}, "http://[::1]", 200),
            ({}, "http://192.0.2.7", 401),
            ({"host": "0.0.0.0"}, "http://127.0.0.1", 401),  # noqa: S104 -- what needs keys
            ({"host": "0.0.0.0", "access": "open"}, "http://127.0.0.1", 401),  # noqa: S104
            ({"host": "::1"}, "http://[::1]", 200),
            ({"access": "keys"}, "http://127.0.0.1", 401),
        ],
    )
    def test_others_than_this_machine_need_one_even_before_there_is_any(
        self, start: Start, settings: dict[str, Any], address: str, status: int
    ) -> None:
        _, client = start(address, **settings)
        assert client.get("/skills").status_code == status
        assert client.get("/livez").status_code == 200

    def test_where_it_is_open_a_key_still_says_who_calls(self, start: Start) -> None:
        app, client = start(access="open")
        reader = key(app, Scope.READ)
        assert client.get("/events").status_code == 200
        refused = client.get("/events", headers=reader)
        assert refused.status_code == 403
        assert "'events'" in refused.json()["detail"]
        assert client.get("/events", headers=bearer("matcher_no_key")).status_code == 200

    def test_another_way_to_authenticate_is_no_key(self, start: Start) -> None:
        app, client = start()
        issued = create_key("first", {Scope.READ}, app.store)
        assert client.get("/skills", headers={"Authorization": f"Basic {issued.text}"}).status_code == 401
        assert client.get("/skills", headers={"Authorization": f"bearer  {issued.text} "}).status_code == 200

    def test_what_does_not_exist_is_not_told_to_who_has_no_key(self, start: Start) -> None:
        app, client = start()
        create_key("first", {Scope.READ}, app.store)
        assert client.get("/nothing").status_code == 401


class TestOrganisations:
    def test_what_one_makes_others_do_not_change(self, start: Start) -> None:
        app, client = start()
        north, south, platform = key(app, organisation="North"), key(app, organisation="South"), key(app)
        assert client.put("/profiles/binder", json=PROFILES["binder"], headers=north).status_code == 201
        assert client.get("/profiles/binder", headers=south).status_code == 200, "it takes part: everybody sees it"
        for method, body in (("PUT", PROFILES["tailor"]), ("PATCH", {"name": "x"}), ("DELETE", None)):
            refused = client.request(method, "/profiles/binder", json=body, headers=south)
            assert (refused.status_code, "no profile 'binder'" in refused.json()["detail"]) == (404, True)
        assert client.patch("/profiles/binder", json={"name": "Nuova"}, headers=platform).status_code == 200
        assert client.get("/profiles/binder", headers=north).json()["name"] == "Nuova"
        assert client.delete("/profiles/binder", headers=north).status_code == 204
        assert client.put("/profiles/binder", json=PROFILES["binder"], headers=south).status_code == 201

    def test_what_the_platform_makes_no_organisation_changes(self, start: Start) -> None:
        app, client = start()
        north, platform = key(app, organisation="North"), key(app)
        assert client.put("/profiles/binder", json=PROFILES["binder"], headers=platform).status_code == 201
        assert client.post("/events", json=fair.EVENT, headers=platform).status_code == 201
        assert client.patch("/profiles/binder", json={"name": "x"}, headers=north).status_code == 404
        assert client.get("/events/fiera", headers=north).status_code == 404

    def test_who_does_not_take_part_is_seen_by_its_organisation_alone(self, start: Start) -> None:
        app, client = start()
        north, south, platform = key(app, organisation="North"), key(app, organisation="South"), key(app)
        client.put("/profiles/silent", json=PROFILES["silent"], headers=north)
        client.put("/profiles/tailor", json=PROFILES["tailor"], headers=north)

        def seen(by: dict[str, str]) -> tuple[int, int, list[str]]:
            page = client.get("/profiles", headers=by).json()
            ids = [profile["id"] for profile in page["profiles"]]
            return client.get("/profiles/silent", headers=by).status_code, page["total"], ids

        assert seen(north) == seen(platform) == (200, 2, ["silent", "tailor"])
        assert seen(south) == (404, 1, ["tailor"])

    def test_events_are_listed_to_their_organisation(self, start: Start) -> None:
        app, client = start()
        north, south, platform = key(app, organisation="North"), key(app, organisation="South"), key(app)
        for event_id, whose in (("a", north), ("b", south), ("c", platform)):
            assert client.post("/events", json=fair.EVENT | {"id": event_id}, headers=whose).status_code == 201
        listed = [client.get("/events", headers=one).json() for one in (north, south, platform)]
        assert [([event["id"] for event in page["events"]], page["total"]) for page in listed] == [
            (["a"], 1),
            (["b"], 1),
            (["a", "b", "c"], 3),
        ]
        taken = client.post("/events", json=fair.EVENT | {"id": "a"}, headers=south)
        assert taken.status_code == 409

    def test_an_event_takes_only_profiles_that_its_organisation_sees(self, start: Start) -> None:
        app, client = start()
        north, south = key(app, organisation="North"), key(app, organisation="South")
        for name in ("silent", "tailor"):
            client.put(f"/profiles/{name}", json=PROFILES[name], headers=north)
        client.post("/events", json=fair.EVENT, headers=south)

        def registered(profile_id: str) -> Any:  # noqa: ANN401 -- an answer
            person = {"id": profile_id, "name": "X", "profile_id": profile_id}
            return client.post("/events/fiera/participants", json={"participants": [person]}, headers=south)

        assert registered("tailor").status_code == 200
        refused, unknown = registered("silent"), registered("nobody")
        assert (refused.status_code, unknown.status_code) == (422, 422)
        assert refused.json()["detail"] == unknown.json()["detail"].replace("nobody", "silent")

    def test_an_import_makes_profiles_of_its_own_and_takes_none_away(self, start: Start) -> None:
        app, client = start()
        north, south = key(app, organisation="North"), key(app, organisation="South")
        client.put("/profiles/tailor", json=PROFILES["tailor"], headers=north)
        table = b"id,name,kind,offers\ntailor,Sarto,artisan,divise\nnew,Nuovo,artisan,legno\n"
        report = client.post("/profiles/import", files={"file": ("p.csv", table)}, headers=south).json()
        assert (report["created"], report["updated"], report["rejected"]) == (1, 0, 1)
        (error,) = report["errors"]
        assert (error["line"], error["column"], error["found"]) == (2, "id", "tailor")
        assert client.get("/profiles/tailor", headers=south).json()["name"] == "Sartoria Rossi"
        assert client.patch("/profiles/new", json={"name": "Mio"}, headers=south).status_code == 200
        assert client.patch("/profiles/new", json={"name": "Suo"}, headers=north).status_code == 404

    def test_the_market_is_everybodys(self, start: Start) -> None:
        app, client = start()
        north, south = key(app, organisation="North"), key(app, organisation="South")
        for name in ("binder", "silent"):
            client.put(f"/profiles/{name}", json=PROFILES[name], headers=north)
        client.put("/profiles/fablab", json=PROFILES["fablab"], headers=south)
        found = client.post("/match", json={"query": "rilegatura di libri"}, headers=south).json()
        assert "binder" in [match["profile"]["id"] for match in found["matches"]]
        assert client.post("/match", json={"profile_id": "binder"}, headers=south).status_code == 200
        assert client.post("/match", json={"profile_id": "silent"}, headers=south).status_code == 404
