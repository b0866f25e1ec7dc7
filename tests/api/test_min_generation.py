"""A question may name the change that its answer has to know."""

from __future__ import annotations

import pytest
from httpx2 import Response

from matcher.domain.profiles import Item, Kind, Profile
from matcher.store import open_store
from tests.api.conftest import Api
from tests.stores import put, stored


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.routes.match.PATIENCE_S", 0.0)


def ask(api: Api, **more: object) -> Response:
    return api.client.post("/match", json={"query": "doratura a foglia"} | more)


def save_elsewhere(api: Api, profile_id: str) -> int:
    """Store a gilder in another process; the number of the change."""
    profile = Profile(profile_id, Kind.ARTISAN, "Doratore", offers=(Item("doratura a foglia"),))
    with open_store(api.app.settings.store_url) as other:
        put(other, profile)
        return stored(other, profile_id).change


def test_the_answer_knows_the_change_that_was_named(api: Api) -> None:
    number = save_elsewhere(api, "gilder-1")
    answer = ask(api, min_generation=number).json()
    assert answer["generation"] >= number
    assert "gilder-1" in [match["profile"]["id"] for match in answer["matches"]]


def test_the_answer_to_a_write_has_its_number(api: Api) -> None:
    written = api.client.put("/profiles/gilder-0", json={"kind": "artisan", "name": "Doratore"})
    number = written.json()["change"]
    assert api.client.get("/profiles/gilder-0").json()["change"] == number
    assert ask(api, min_generation=number).json()["generation"] == number


def test_a_change_that_is_not_there_is_a_503_that_says_when_to_come_again(api: Api) -> None:
    last = ask(api).json()["generation"]
    answer = ask(api, min_generation=last + 1)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    problem = answer.json()
    assert problem["detail"].startswith(f"Change {last + 1} is not here yet, the last one is {last}")
    assert problem["errors"] == [{"field": "min_generation", "found": last + 1, "expected": f"at most {last}"}]


def test_each_question_of_a_batch_names_its_own(api: Api) -> None:
    number = save_elsewhere(api, "gilder-2")
    questions = [{"query": "doratura", "min_generation": one} for one in (number, number + 1)]
    results = api.client.post("/match/batch", json={"requests": questions}).json()["results"]
    assert [one["status"] for one in results] == [200, 503]
    assert results[0]["result"]["generation"] == number


def test_a_cursor_stays_good_when_a_newer_answer_is_asked_for(api: Api) -> None:
    for one in ("gilder-3", "gilder-4"):
        number = save_elsewhere(api, one)
    first = ask(api, k=1).json()
    assert ask(api, k=1, cursor=first["cursor"], min_generation=number).status_code == 200


@pytest.mark.parametrize("number", [-1, 1.5, "3", 2**63])
def test_what_is_no_number_of_a_change_is_refused(api: Api, number: object) -> None:
    answer = ask(api, min_generation=number)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "min_generation"
