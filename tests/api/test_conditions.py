"""Conditional requests: what somebody else has changed meanwhile is not overwritten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from matcher.bootstrap import Application
from matcher.settings import Settings
from tests.api import fair
from tests.api.conftest import PROFILES

RACERS = 50
EVENT = {name: value for name, value in fair.EVENT.items() if name != "id"}
BODIES = {"/profiles/binder": PROFILES["binder"], "/events/fiera": EVENT}
THINGS = sorted(BODIES)


@pytest.fixture(scope="module")
def client(on_each_database: Settings) -> Iterator[TestClient]:
    app = Application(on_each_database)
    app.warm_up()
    with TestClient(create_app(app)) as client:
        yield client
    app.close()


@pytest.fixture
def tags(client: TestClient) -> Iterator[dict[str, str]]:
    """A profile and an event as they are to begin with, by path, with their tags."""
    client.put("/profiles/binder", json=PROFILES["binder"])
    client.post("/events", json=fair.EVENT)
    yield {path: client.get(path).headers["etag"] for path in BODIES}
    for path in BODIES:
        client.delete(path)


@pytest.mark.parametrize("path", THINGS)
def test_of_many_who_change_the_same_state_one_wins(client: TestClient, tags: dict[str, str], path: str) -> None:
    def race(number: int) -> int:
        body = BODIES[path] | {"name": f"Racer {number}"}
        return client.put(path, json=body, headers={"If-Match": tags[path]}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(race, range(RACERS))) == {200: 1, 412: RACERS - 1}


@pytest.mark.parametrize("path", THINGS)
def test_a_state_has_a_tag_of_its_own(client: TestClient, tags: dict[str, str], path: str) -> None:
    changed = client.put(path, json=BODIES[path] | {"name": "Nuovo"})
    assert changed.headers["etag"] == client.get(path).headers["etag"] != tags[path]
    again = client.put(path, json=BODIES[path] | {"name": "Nuovo"}, headers={"If-Match": changed.headers["etag"]})
    assert (again.status_code, again.headers["etag"]) == (200, changed.headers["etag"])


def test_a_profile_that_only_changed_its_contacts_is_in_another_state(client: TestClient, tags: dict[str, str]) -> None:
    body = PROFILES["binder"] | {"contacts": {"email": "a@example.org"}}
    assert client.put("/profiles/binder", json=body).headers["etag"] != tags["/profiles/binder"]


def test_a_profile_that_was_erased_and_made_again_is_in_another_state(client: TestClient, tags: dict[str, str]) -> None:
    client.delete("/profiles/binder")
    client.put("/profiles/binder", json=PROFILES["binder"])
    stale = client.patch("/profiles/binder", json={"name": "x"}, headers={"If-Match": tags["/profiles/binder"]})
    assert stale.status_code == 412


@pytest.mark.parametrize("path", THINGS)
def test_who_holds_the_state_is_told_that_nothing_changed(client: TestClient, tags: dict[str, str], path: str) -> None:
    for known in (tags[path], f'"other", W/{tags[path]}', "*"):
        answer = client.get(path, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tags[path])
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", THINGS)
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_change_of_another_state_is_refused_and_changes_nothing(
    client: TestClient, tags: dict[str, str], path: str, method: str
) -> None:
    body = BODIES[path] | {"name": "Nuovo"} if method == "PUT" else None
    for wanted in ('"other"', f"W/{tags[path]}", f'"other", W/{tags[path]}'):
        refused = client.request(method, path, json=body, headers={"If-Match": wanted})
        assert (refused.status_code, refused.json()["type"]) == (412, "urn:matcher:problem:outdated")
    assert client.get(path).headers["etag"] == tags[path]
    for wanted in (f'"other", {tags[path]}', "*"):
        assert client.request(method, path, json=body, headers={"If-Match": wanted}).is_success
        client.put("/profiles/binder", json=PROFILES["binder"])
        client.post("/events", json=fair.EVENT)
        client.put("/events/fiera", json=EVENT)
        if path.startswith("/profiles"):
            tags[path] = client.get(path).headers["etag"]


def test_what_is_not_there_is_not_replaced_and_what_is_there_not_created(
    client: TestClient, tags: dict[str, str]
) -> None:
    create, replace = {"If-None-Match": "*"}, {"If-Match": "*"}
    assert client.put("/profiles/new", json=PROFILES["tailor"], headers=replace).status_code == 412
    assert client.put("/profiles/new", json=PROFILES["tailor"], headers=create).status_code == 201
    assert client.put("/profiles/new", json=PROFILES["fablab"], headers=create).status_code == 412
    assert client.get("/profiles/new").json()["name"] == "Sartoria Rossi"
    assert client.put("/profiles/new", json=PROFILES["fablab"], headers=replace).status_code == 200
    client.delete("/profiles/new")


@pytest.mark.parametrize("header", ["If-Match", "If-None-Match"])
def test_tags_without_quotes_are_told(client: TestClient, tags: dict[str, str], header: str) -> None:
    refused = client.put("/profiles/binder", json=PROFILES["binder"], headers={header: "42"})
    assert (refused.status_code, refused.json()["errors"]) == (400, [{"field": header}])
    assert client.get("/profiles/binder", headers={"If-None-Match": "42"}).status_code == 400
