"""A request that is sent again with its `Idempotency-Key` is done once, whichever process takes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.replays import HEADER, REPLAYED
from matcher.bootstrap import Application
from matcher.domain.access import Scope
from matcher.errors import Conflict, InvalidInput
from matcher.settings import Settings
from matcher.usecases import key_ring, replaying
from matcher.usecases.keys import create_key
from matcher.usecases.replaying import begin, give_up
from tests.api import fair
from tests.fakes import MemoryStore

ONE = {HEADER: "one"}
TABLE = b"id,name,kind,offers\nnew,Nuovo,artisan,legno\n"


@pytest.fixture(scope="module")
def started(on_each_database: Settings) -> Iterator[list[TestClient]]:
    """Two servers on one database."""
    apps = [Application(on_each_database) for _ in range(2)]
    apps[1].parts["lexicon"] = apps[0].lexicon
    with TestClient(create_app(apps[0])) as first, TestClient(create_app(apps[1])) as second:
        yield [first, second]
    for app in apps:
        app.close()


@pytest.fixture
def processes(started: list[TestClient]) -> Iterator[list[TestClient]]:
    """The two servers, of which everything is forgotten that was asked before."""
    yield started
    for path in ("/events/fiera", "/profiles/new"):
        started[0].delete(path)
    store = started[0].app.state.application.store  # type: ignore[attr-defined]
    with store.unit_of_work(write=True) as unit:
        unit.answers.trim("open", 1, datetime.now(UTC) + timedelta(days=1))
        unit.commit()


def test_the_same_request_is_done_once_and_answered_alike_everywhere(processes: list[TestClient]) -> None:
    first, second = (one.post("/events", json=fair.EVENT, headers=ONE) for one in processes)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    for header in ("location", "etag", "content-type"):
        assert first.headers[header] == second.headers[header]
    assert (REPLAYED in first.headers, second.headers[REPLAYED]) == (False, "true")
    assert processes[0].post("/events", json=fair.EVENT).status_code == 409


def test_of_many_at_once_one_is_done(processes: list[TestClient]) -> None:
    def send(number: int) -> tuple[int, bool]:
        answer = processes[number % 2].post("/events", json=fair.EVENT, headers=ONE)
        return answer.status_code, REPLAYED in answer.headers

    with ThreadPoolExecutor(8) as pool:
        found = Counter(pool.map(send, range(16)))
    assert found[201, False] == 1
    assert set(found) <= {(201, False), (201, True), (409, False)}


def test_an_imported_file_is_known_again_whatever_divides_the_form(processes: list[TestClient]) -> None:
    def send(content: bytes) -> Any:  # noqa: ANN401 -- an answer
        return processes[0].post("/profiles/import", files={"file": ("p.csv", content)}, headers=ONE)

    assert send(TABLE).json()["created"] == 1
    assert send(TABLE).json()["created"] == 1, "the first answer: the file alone would be unchanged now"
    assert send(TABLE + b"other,Altro,artisan,ferro\n").status_code == 422


def test_a_name_stands_for_one_request(processes: list[TestClient]) -> None:
    client = processes[0]
    assert client.post("/events", json=fair.EVENT, headers=ONE).status_code == 201
    for path, body in (("/events", fair.EVENT | {"name": "Altra"}), ("/events/fiera/pairs", fair.EVENT)):
        refused = client.post(path, json=body, headers=ONE)
        assert (refused.status_code, refused.json()["errors"]) == (422, [{"field": HEADER, "found": "one"}])


def test_what_was_refused_may_be_mended_under_the_same_name(processes: list[TestClient]) -> None:
    client = processes[0]
    assert client.post("/events", json=fair.EVENT | {"tables": []}, headers=ONE).status_code == 422
    assert client.post("/events", json=fair.EVENT, headers=ONE).status_code == 201


def test_each_caller_has_names_of_its_own(processes: list[TestClient], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_ring, "FRESH_S", 0)
    store = processes[0].app.state.application.store  # type: ignore[attr-defined]
    for number in range(2):
        text = create_key("test", {Scope.EVENTS}, store).text
        headers = ONE | {"Authorization": f"Bearer {text}"}
        body = fair.EVENT | {"id": f"e{number}"}
        assert processes[0].post("/events", json=body, headers=headers).json()["id"] == f"e{number}"


@pytest.mark.parametrize("name", ["", "two words", "x" * 201])
def test_a_name_is_short_and_without_spaces(processes: list[TestClient], name: str) -> None:
    refused = processes[0].post("/events", json=fair.EVENT, headers={HEADER: name})
    assert (refused.status_code, refused.json()["errors"]) == (400, [{"field": HEADER}])


def test_a_question_is_asked_each_time(processes: list[TestClient]) -> None:
    answers = [processes[0].post("/match", json={"query": "legno"}, headers=ONE) for _ in range(2)]
    assert [(answer.status_code, REPLAYED in answer.headers) for answer in answers] == [(200, False)] * 2


def test_work_whose_process_died_is_taken_up_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()
    assert begin("a", "one", "f", store) is None
    with pytest.raises(Conflict):
        begin("a", "one", "f", store)
    with pytest.raises(InvalidInput):
        begin("a", "one", "g", store)
    monkeypatch.setattr(replaying, "PATIENCE", timedelta(0))
    assert begin("a", "one", "f", store) is None
    give_up("a", "one", store)
    assert begin("a", "one", "g", store) is None
