"""Many at once: nobody is answered with a failure of ours, and the engine ends equal to the store."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.api.conftest import Api

IDS = [f"busy-{number}" for number in range(4)]
WORKERS = 4
ROUNDS = 15


def _worker(api: Api, seed: int) -> set[tuple[str, int]]:
    rng = random.Random(seed)  # noqa: S311 -- a shuffle, no secret
    acts: list[Callable[[str], Any]] = [
        lambda one: api.client.put(f"/profiles/{one}", json=_profile(rng)),
        lambda one: api.client.delete(f"/profiles/{one}"),
        lambda one: api.client.patch(f"/profiles/{one}", json={"consent": rng.random() < 0.8}),
        lambda one: api.client.post("/match", json={"profile_id": one}),
        lambda _: api.client.post("/match", json={"query": "tornitura di ottone"}),
        lambda one: api.client.get(f"/profiles/{one}"),
    ]
    answers = [rng.choice(acts)(rng.choice(IDS)) for _ in range(ROUNDS)]
    return {(answer.request.method, answer.status_code) for answer in answers}


def _profile(rng: random.Random) -> dict[str, Any]:
    return {"kind": "artisan", "name": "Torneria", "offers": [f"tornitura di ottone {rng.randrange(3)}"]}


def test_writers_and_readers_at_once_leave_engine_and_store_in_step(api: Api) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        seen = set().union(*pool.map(lambda seed: _worker(api, seed), range(WORKERS)))
    expected = {
        "PUT": {200, 201},
        "DELETE": {204, 404},
        "PATCH": {200, 404},
        # Found and then gone, or without items, before its turn came.
        "POST": {200, 404},
        "GET": {200, 404},
    }
    assert {(method, status) for method, status in seen if status not in expected[method]} == set()
    api.app.follower.catch_up()
    with api.app.store.unit_of_work() as unit:
        taking_part = {one.profile.id: one.profile for one in unit.profiles.iterate() if one.profile.consent}
        assert api.app.engine.generation == unit.generation()
    assert {one: api.app.engine.profile(one) for one in [*IDS, *taking_part]} == {
        one: taking_part.get(one) for one in [*IDS, *taking_part]
    }


def test_two_changes_of_one_profile_at_once_are_both_kept(api: Api) -> None:
    fields: list[dict[str, Any]] = [
        {"name": "Nuovo"},
        {"description": "Tornisce."},
        {"seeks": ["ottone"]},
        {"facts": {"run_max": 9}},
    ]
    for attempt in range(5):
        one = f"shared-{attempt}"
        api.put(one, _profile(random.Random(attempt)))  # noqa: S311 -- no secret
        with ThreadPoolExecutor(len(fields)) as pool:
            paths = [f"/profiles/{one}"] * len(fields)
            answers = list(pool.map(lambda path, body: api.client.patch(path, json=body), paths, fields))
        assert {answer.status_code for answer in answers} == {200}
        stored = api.client.get(f"/profiles/{one}").json()
        assert stored["version"] == 1 + len(fields)
        assert (stored["name"], stored["description"], len(stored["seeks"]), stored["facts"]["run_max"]) == (
            "Nuovo",
            "Tornisce.",
            1,
            9,
        )
