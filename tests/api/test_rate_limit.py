"""How often each may call, with a key or from an address."""

from __future__ import annotations

from api.rates import address_of
from matcher.domain.access import Scope
from matcher.usecases.keys import create_key
from tests.api.test_keys import Start, bearer, key, start

__all__ = ["start"]


def test_each_key_and_each_address_has_its_own_number_of_requests(start: Start) -> None:
    app, client = start(rate_limit=3)
    first, second = key(app), key(app)
    answers = [client.get("/skills", headers=first) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert client.get("/skills", headers=second).status_code == 200
    assert [client.get("/skills").status_code for _ in range(4)] == [401, 401, 401, 429]


def test_every_answer_says_what_is_left_and_a_refusal_when_to_go_on(start: Start) -> None:
    app, client = start(rate_limit=2)
    by = key(app)
    told = [client.get("/skills", headers=by).headers["ratelimit"] for _ in range(2)]
    assert [one.partition(";t=")[0] for one in told] == ['"requests";r=1', '"requests";r=0']
    refused = client.get("/skills", headers=by)
    wait_s = int(refused.headers["retry-after"])
    assert 1 <= wait_s <= 120
    assert refused.headers["ratelimit"] == f'"requests";r=0;t={wait_s}'
    assert refused.headers["ratelimit-policy"] == '"requests";q=2;w=60'
    problem = refused.json()
    assert (problem["type"], problem["status"]) == ("urn:matcher:problem:too-many-requests", 429)
    assert f"in {wait_s} seconds" in problem["detail"]


def test_health_and_the_files_of_pages_are_not_counted(start: Start) -> None:
    _, client = start(rate_limit=1)
    assert {client.get("/livez").status_code for _ in range(3)} == {200}
    assert {client.get("/pages/static/0/site.css").status_code for _ in range(3)} <= {200, 404}
    assert "ratelimit" not in client.get("/livez").headers


def test_a_visitor_of_the_pages_is_told_on_a_page(start: Start) -> None:
    _, client = start(rate_limit=1)
    assert client.get("/pages/sign-in", headers={"Accept-Language": "it"}).status_code == 200
    refused = client.get("/pages/sign-in", headers={"Accept-Language": "it"})
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert "troppe pagine" in refused.text


def test_a_laptop_without_keys_has_no_limit_and_the_others_a_usual_one(start: Start) -> None:
    app, client = start()
    assert "ratelimit" not in client.get("/skills").headers
    issued = create_key("first", {Scope.READ}, app.store)
    assert client.get("/skills", headers=bearer(issued.text)).headers["ratelimit-policy"] == '"requests";q=600;w=60'
    _, unlimited = start(rate_limit=0)
    assert "ratelimit" not in unlimited.get("/skills", headers=bearer(issued.text)).headers


def test_addresses_of_one_network_are_one_caller(start: Start) -> None:
    def of(host: str) -> str:
        return address_of({"client": (host, 1)})

    assert of("2001:db8::1") == of("2001:db8::2") != of("2001:db8:0:1::1")
    assert of("192.0.2.1") != of("192.0.2.2")
    assert address_of({}) == address_of({"client": None})
