"""`POST /market` and what follows it: started, followed, read by person and by page."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.api.conftest import CANARY, Api

PATIENCE_S = 60


@pytest.fixture(scope="module")
def market(api: Api) -> str:
    """The address of a market of everyone that is done."""
    answer = api.client.post("/market", json={"k": 2})
    assert answer.status_code == 202, answer.text
    address = answer.headers["Location"]
    assert address == f"/market/{answer.json()['id']}"
    assert done(api, address)["state"] == "done"
    return address


def done(api: Api, address: str) -> dict[str, Any]:
    """The market once it has ended; done here where the server has not begun with it."""
    api.app.markets.runner.run(address.rpartition("/")[2])
    for _ in range(PATIENCE_S * 10):
        found: dict[str, Any] = api.client.get(address).json()
        if found["state"] not in ("queued", "running"):
            return found
        threading.Event().wait(0.1)
    raise AssertionError("The market does not end.")


def test_it_tells_what_it_was_asked_and_what_it_changed(api: Api, market: str) -> None:
    found = api.client.get(market).json()
    assert (found["question"]["direction"], found["question"]["left_capacity"]) == ("supply", 2.0)
    # Of the seven one does not consent, and one of the others seeks nothing.
    assert (found["result"]["left"], found["result"]["right"]) == (5, 6)
    assert found["progress"]["done"] == found["progress"]["expected"]
    assert found["result"]["generation"] == api.client.get("/readyz").json()["generation"]
    assert 0 <= found["result"]["after"]["right"]["gini"] <= 1


def test_hard_rules_hold_in_a_market_too(api: Api, market: str) -> None:
    people = api.client.get(f"{market}/recommendations", params={"limit": 500}).json()["people"]
    told = {(one["profile_id"], each["profile_id"]) for one in people for each in one["recommended"]}
    assert told
    assert all(one != other for one, other in told)
    for barred in (("binder", "cutter"), ("tailor", "embroidery")):
        assert not told & {barred, barred[::-1]}
    assert "silent" not in {end for pair in told for end in pair}
    assert CANARY not in str(people)


def test_pages_follow_the_cursor_and_one_person_is_read_alone(api: Api, market: str) -> None:
    whole = api.client.get(f"{market}/recommendations").json()["people"]
    pages, cursor = [], None
    while True:
        query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = api.client.get(f"{market}/recommendations", params=query).json()
        pages += page["people"]
        cursor = page["next"]
        if cursor is None:
            break
    assert pages == whole
    alone = api.client.get(f"{market}/recommendations", params={"profile_id": "fablab"}).json()["people"]
    assert alone == [one for one in whole if one["profile_id"] == "fablab"]
    assert {one["side"] for one in alone} == {"left", "right"}


@pytest.mark.parametrize(
    ("address", "query", "status"),
    [
        ("/market/none", {}, 404),
        ("/market/none/recommendations", {}, 404),
        ("{market}/recommendations", {"profile_id": "nobody"}, 404),
        ("{market}/recommendations", {"cursor": "bad"}, 422),
        ("{market}/recommendations", {"limit": 0}, 422),
    ],
)
def test_what_cannot_be_read_is_a_problem(
    api: Api, market: str, address: str, query: dict[str, Any], status: int
) -> None:
    answer = api.client.get(address.format(market=market), params=query)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize(
    "body",
    [{"k": 0}, {"k": 101}, {"direction": "demand"}, {"left": {"kind": ["wizard"]}}, {"spread": 0}, {"people": "all"}],
)
def test_what_no_market_answers_is_refused(api: Api, body: dict[str, Any]) -> None:
    answer = api.client.post("/market", json=body)
    assert (answer.status_code, answer.json()["status"]) == (422, 422)


def test_a_market_of_nobody_fails_in_words_and_has_no_recommendations(api: Api) -> None:
    body = {"left": {"municipio": [5]}, "direction": "mutual"}
    address = api.client.post("/market", json=body).headers["Location"]
    found = done(api, address)
    assert (found["state"], found["result"]) == ("failed", None)
    assert "Nobody on the left side" in found["problem"]
    assert api.client.get(f"{address}/recommendations").status_code == 409
    job = api.client.get(f"/jobs/{found['id']}").json()
    assert (job["kind"], job["event_id"]) == ("market", None)
